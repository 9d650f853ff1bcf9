//! Areas: shares, sums, and parents from their parts.

use std::collections::BTreeMap;

use nabij::{AreaRow, LimitShare, Outcome, Verdict};
use nabij_io::Job;

use crate::with_town;

#[test]
fn shares_are_what_they_say() {
    with_town(|job| {
        let areas = job.areas.as_ref().unwrap();
        assert_eq!(areas.overlapping, []);
        let own = &job.city.areas.as_ref().unwrap().areas;
        assert_eq!(
            own.levels().iter().map(|l| l.ids.len()).collect::<Vec<_>>(),
            [8, 2, 1]
        );
        for row in &areas.rows {
            for (limit, share) in [("lower", row.lower), ("upper", Some(row.upper))] {
                let Some(share) = share else { continue };
                identities(row, &share, limit);
            }
        }
        counted_again(job);
    });
}

/// What holds for every area, norm, weight and limit.
fn identities(row: &AreaRow, share: &LimitShare, limit: &str) {
    let LimitShare {
        met,
        not_met,
        uncertain,
        ..
    } = *share;
    assert_eq!(
        met + not_met + uncertain + row.unsnapped,
        row.total,
        "{row:?}"
    );
    let ratio = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    let close = |found: Option<f64>, wanted: Option<f64>| match (found, wanted) {
        (Some(found), Some(wanted)) => (found - wanted).abs() < 1e-12,
        (found, wanted) => found == wanted,
    };
    let known = row.total - row.unsnapped - uncertain;
    assert!(close(share.share, ratio(met, known)), "{limit} {row:?}");
    assert!(
        close(share.share_low, ratio(met, row.total)),
        "{limit} {row:?}"
    );
    assert!(
        close(share.share_high, ratio(row.total - not_met, row.total)),
        "{limit} {row:?}"
    );
    if let (Some(low), Some(share), Some(high)) = (share.share_low, share.share, share.share_high) {
        assert!(
            0.0 <= low && low <= share && share <= high && high <= 1.0,
            "{row:?}"
        );
    }
    assert!(row.unreachable <= not_met);
    assert!(row.median <= row.percentile_90 || row.percentile_90.is_none());
}

/// The addresses of every finest area, counted from the rows.
fn counted_again(job: &Job<'_>) {
    let areas = job.areas.as_ref().unwrap();
    let mut again: BTreeMap<(u32, u16), [f64; 5]> = BTreeMap::new();
    for row in &job.scored.rows {
        let Some(area) = areas.area_of[row.origin as usize] else {
            continue;
        };
        let cell = again.entry((area, row.norm)).or_default();
        let at = match (row.verdict, row.outcome_upper) {
            (Verdict::Unsnapped, _) => 0,
            (_, Outcome::Met) => 1,
            (_, Outcome::NotMet) => 2,
            (_, Outcome::Uncertain) => 3,
        };
        cell[at] += 1.0;
        cell[4] += f64::from(u8::from(row.verdict == Verdict::Unreachable));
    }
    for row in areas
        .rows
        .iter()
        .filter(|row| row.level == 0 && row.weight.is_none())
    {
        let found = [
            row.unsnapped,
            row.upper.met,
            row.upper.not_met,
            row.upper.uncertain,
            row.unreachable,
        ];
        assert_eq!(
            found,
            again
                .get(&(row.area, row.norm))
                .copied()
                .unwrap_or_default()
        );
    }
}

#[test]
fn parents_are_the_sums_of_their_parts() {
    with_town(|job| {
        let areas = job.areas.as_ref().unwrap();
        let levels = job.city.areas.as_ref().unwrap().areas.levels();
        let sums = |row: &AreaRow| {
            let limit =
                |share: &LimitShare| [share.met, share.not_met, share.uncertain, share.near];
            let counts = [
                row.origins as f64,
                row.weight_unknown as f64,
                row.total,
                row.unsnapped,
                row.unreachable,
            ];
            let mut all = counts.to_vec();
            all.extend(limit(&row.upper));
            all.extend(limit(&row.lower.unwrap_or_default()));
            all
        };
        let mut compared = 0;
        for row in areas.rows.iter().filter(|row| row.level > 0) {
            let of = &levels[usize::from(row.level)].of;
            let parts = areas.rows.iter().filter(|part| {
                part.level == 0
                    && (part.norm, part.weight) == (row.norm, row.weight)
                    && of[part.area as usize] == Some(row.area)
            });
            let sum = parts
                .map(sums)
                .reduce(|a, b| a.iter().zip(b).map(|(a, b)| a + b).collect());
            assert_eq!(Some(sums(row)), sum, "{row:?}");
            compared += 1;
        }
        assert_eq!(compared, 3 * 5 * 4); // larger areas, norms, weights
    });
}

#[test]
fn all_three_together_are_no_more_than_the_least_of_them() {
    with_town(|job| {
        let rows = &job.areas.as_ref().unwrap().rows;
        let position = |id: &str| job.city.norms.position(id).unwrap() as u16;
        let all = position("daily_facilities");
        let three = ["supermarket", "pharmacy", "public_transport"].map(position);
        let mut strictly = 0;
        for row in rows.iter().filter(|row| row.norm == all) {
            for norm in three {
                let same = |part: &&AreaRow| {
                    (part.level, part.area, part.weight) == (row.level, row.area, row.weight)
                        && part.norm == norm
                };
                let part = rows.iter().find(same).unwrap();
                assert_eq!(row.total, part.total);
                for (all, one) in [(row.lower, part.lower), (Some(row.upper), Some(part.upper))] {
                    let (all, one) = (all.unwrap(), one.unwrap());
                    assert!(all.met <= one.met);
                    assert!(all.share_low <= one.share_low);
                    assert!(all.share_high <= one.share_high);
                    strictly += usize::from(all.met < one.met);
                }
            }
        }
        assert!(strictly > 0);
    });
}
