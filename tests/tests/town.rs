//! The bundled town, end to end: what it holds, and which rule decides what.

mod door;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use nabij::{AreaRow, How, LimitShare, Outcome, Row, Verdict};
use nabij_io::{City, Job, StudyFile};

/// Rows per norm and verdict, in the order of [`Verdict::ALL`].
const COUNTS: [(&str, [usize; 7]); 5] = [
    ("supermarket", [1217, 1145, 1285, 59, 0, 17, 0]),
    ("pharmacy", [684, 743, 1810, 63, 63, 17, 343]),
    ("public_transport", [2176, 1136, 331, 0, 63, 17, 0]),
    ("daily_facilities", [348, 925, 2259, 63, 63, 17, 48]),
    ("meeting_room", [0, 3, 2, 0, 0, 0, 0]),
];

/// Reads a study and scores it, then looks at the job.
fn with_job<T>(study: &Path, look: impl FnOnce(&Job<'_>) -> T) -> T {
    let study = StudyFile::read(study).unwrap();
    let city = City::read(&study, &|_| ()).unwrap();
    look(&Job::run(&city, None).unwrap())
}

fn with_town<T>(look: impl FnOnce(&Job<'_>) -> T) -> T {
    let (_folder, town) = door::town();
    with_job(&town.join("study.toml"), look)
}

fn origin<'j>(job: &'j Job<'_>, row: &Row) -> &'j str {
    job.city.origins.ids().get(row.origin as usize)
}

fn norm<'j>(job: &'j Job<'_>, row: &Row) -> &'j str {
    &job.city.norms.norms()[usize::from(row.norm)].id
}

/// The code of the area that a row's origin is in.
fn area<'j>(job: &'j Job<'_>, row: &Row) -> &'j str {
    let at = job.areas.as_ref().unwrap().area_of[row.origin as usize].unwrap();
    &job.city.areas.as_ref().unwrap().areas.levels()[0].ids[at as usize]
}

/// Rows by origin and norm.
fn by_name(job: &Job<'_>) -> BTreeMap<(String, String), Row> {
    let name = |row: &Row| (origin(job, row).to_owned(), norm(job, row).to_owned());
    job.scored
        .rows
        .iter()
        .map(|row| (name(row), *row))
        .collect()
}

#[test]
fn every_verdict_occurs_and_the_counts_are_these() {
    with_town(|job| {
        assert_eq!(job.city.unused, []);
        let mut counts: BTreeMap<(&str, Verdict), usize> = BTreeMap::new();
        for row in &job.scored.rows {
            *counts.entry((norm(job, row), row.verdict)).or_default() += 1;
        }
        let count = |norm, verdict| counts.get(&(norm, verdict)).copied().unwrap_or(0);
        let found = COUNTS.map(|(norm, _)| (norm, Verdict::ALL.map(|v| count(norm, v))));
        assert_eq!(found, COUNTS);
        for verdict in Verdict::ALL {
            assert!(counts.keys().any(|(_, v)| *v == verdict), "{verdict:?}");
        }
        // The island has a shop but no pharmacy and no stop; three farms and the paths behind the
        // fence are on no street.
        let of = |verdict| {
            let rows = job
                .scored
                .rows
                .iter()
                .filter(move |row| row.verdict == verdict);
            rows.map(|row| (norm(job, row), area(job, row)))
                .collect::<BTreeSet<_>>()
        };
        let island = "BU99990103";
        let norms = ["daily_facilities", "pharmacy", "public_transport"];
        let wanted = norms.map(|norm| (norm, island));
        assert_eq!(of(Verdict::Unreachable), BTreeSet::from(wanted));
        let unsnapped: BTreeSet<&str> = of(Verdict::Unsnapped).iter().map(|(_, at)| *at).collect();
        assert_eq!(unsnapped, BTreeSet::from(["BU99990102", "BU99990204"]));
        let far: BTreeSet<&str> = of(Verdict::BeyondHorizon)
            .iter()
            .map(|(_, at)| *at)
            .collect();
        assert_eq!(far, BTreeSet::from(["BU99990204"]));
        // Only pharmacies have a layer that ends, so only they and what is made of them can be uncertain.
        let rows = job.scored.rows.iter();
        for row in rows.filter(|row| row.verdict == Verdict::Uncertain) {
            assert!(["pharmacy", "daily_facilities"].contains(&norm(job, row)));
        }
    });
}

#[test]
fn an_explanation_sums_to_its_row() {
    with_town(|job| {
        let rows = &job.scored.rows;
        let mut kinds: BTreeMap<Option<How>, usize> = BTreeMap::new();
        let short = |row: &&Row| row.answer.is_some_and(|answer| answer.how != How::Street);
        let odd = |row: &&Row| {
            !matches!(
                row.verdict,
                Verdict::WithinLower | Verdict::WithinUpper | Verdict::Beyond
            )
        };
        let sample = rows.iter().step_by(61);
        let sample = sample.chain(rows.iter().filter(short));
        let sample = sample.chain(rows.iter().filter(odd).step_by(17));
        let mut count = 0;
        for row in sample {
            let (id, norm) = (origin(job, row), norm(job, row));
            let told = job.explain(id, norm).unwrap();
            assert_eq!(told.row, *row, "{id} {norm}");
            let steps: u32 = told.steps.iter().map(|step| step.length().mm()).sum();
            *kinds
                .entry(row.answer.map(|answer| answer.how))
                .or_default() += 1;
            count += 1;
            let Some(answer) = row.answer else {
                assert!(told.steps.is_empty() && told.line.is_empty());
                let parts: Vec<Row> = told.parts.iter().map(|part| part.row).collect();
                let own = |part: &Row| rows.contains(part);
                assert!(parts.iter().all(own), "{id} {norm}");
                continue;
            };
            let walked: f64 = told
                .line
                .windows(2)
                .map(|ends| {
                    f64::from(ends[1].x - ends[0].x).hypot(f64::from(ends[1].y - ends[0].y))
                })
                .sum();
            match answer.how {
                How::Indoor => assert_eq!((answer.mm, steps), (0, 0)),
                How::Direct => assert_eq!(steps, 0),
                How::Street => {
                    let (rank, at) = answer.street.unwrap();
                    let home = job.scored.attached.of(row.origin as usize)[at as usize];
                    let door = job.prepared.facilities().attachment(rank);
                    assert_eq!(
                        home.leg.mm() + steps + door.leg.mm(),
                        answer.mm,
                        "{id} {norm}"
                    );
                    // The steps hang together, from the home edge to the facility's.
                    let (first, last) = (told.steps[0], told.steps[told.steps.len() - 1]);
                    assert_eq!((first.edge, first.start), (home.edge, home.offset));
                    assert_eq!((last.edge, last.end), (door.edge, door.offset));
                    for pair in told.steps.windows(2) {
                        let end = end_node(job, pair[0].edge, pair[0].end.mm());
                        let start = end_node(job, pair[1].edge, pair[1].start.mm());
                        assert_eq!(end, start, "{id} {norm}");
                    }
                }
            }
            if answer.how != How::Indoor {
                // Every vertex of the line and every length was rounded to a mm.
                let pieces = (told.line.len() + told.steps.len() + 2) as f64;
                let gap = (walked - f64::from(answer.mm)).abs();
                assert!(gap <= 1.5 * pieces, "{id} {norm}: {walked} {}", answer.mm);
            }
        }
        assert!(count >= 300, "{count}");
        for how in [
            None,
            Some(How::Indoor),
            Some(How::Direct),
            Some(How::Street),
        ] {
            assert!(kinds.contains_key(&how), "{how:?} of {kinds:?}");
        }
    });
}

/// The node at an end of an edge.
fn end_node(job: &Job<'_>, edge: nabij::EdgeId, offset: u32) -> nabij::NodeId {
    let edge = job.city.network.edge(edge);
    if offset == 0 {
        edge.from()
    } else {
        assert_eq!(offset, edge.length().mm());
        edge.to()
    }
}

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

/// What became of the rows when a rule had nothing to work on any more.
#[derive(Debug, Default, PartialEq)]
struct Changed {
    nearer: usize,
    farther: usize,
    lost: usize,
    verdicts: usize,
}

/// The town with a change to its files, against the town as it is.
fn changed(change: impl FnOnce(&Path)) -> Changed {
    let (_folder, town) = door::town();
    let study = town.join("study.toml");
    let before = with_job(&study, by_name);
    change(&town);
    let after = with_job(&study, by_name);
    let mut changed = Changed::default();
    for (name, row) in &before {
        let other = &after[name];
        changed.verdicts += usize::from(row.verdict != other.verdict);
        match (row.high, other.high) {
            (Some(a), Some(b)) if b < a => changed.nearer += 1,
            (Some(a), Some(b)) if b > a => changed.farther += 1,
            (Some(_), None) => changed.lost += 1,
            (None, Some(_)) => changed.nearer += 1,
            _ => {}
        }
    }
    changed
}

#[test]
fn sight_lines_across_squares_decide_rows() {
    // The squares' rings as streets instead: nothing is crossed in a straight line any more.
    let ring_only = changed(|town| {
        let squares = std::fs::read_to_string(town.join("squares.geojson")).unwrap();
        let squares: serde_json::Value = serde_json::from_str(&squares).unwrap();
        let mut rings = String::new();
        for feature in squares["features"].as_array().unwrap() {
            let mut feature = feature.clone();
            let ring = feature["geometry"]["coordinates"][0].take();
            feature["geometry"] = serde_json::json!({ "type": "LineString", "coordinates": ring });
            rings.push_str(&format!(",\n{feature}"));
        }
        let streets = town.join("streets.geojson");
        let text = std::fs::read_to_string(&streets).unwrap();
        let end = text.rfind(']').unwrap();
        std::fs::write(
            &streets,
            format!("{}{rings}{}", &text[..end].trim_end(), &text[end..]),
        )
        .unwrap();
        let study = town.join("study.toml");
        let text = std::fs::read_to_string(&study).unwrap();
        let (start, end) = (
            text.find("[[squares]]").unwrap(),
            text.find("[[barriers]]").unwrap(),
        );
        std::fs::write(&study, format!("{}{}", &text[..start], &text[end..])).unwrap();
    });
    assert_eq!(
        ring_only,
        Changed {
            nearer: 0,
            farther: 572,
            lost: 0,
            verdicts: 136
        }
    );
}

#[test]
fn private_yards_are_no_short_cuts() {
    let public = changed(|town| {
        door::replace(
            &town.join("streets.geojson"),
            r#""access":"private""#,
            r#""access":"public""#,
        );
    });
    assert_eq!(
        public,
        Changed {
            nearer: 89,
            farther: 0,
            lost: 0,
            verdicts: 8
        }
    );
}

#[test]
fn locked_gates_let_nobody_through() {
    let open = changed(|town| {
        door::replace(
            &town.join("nodes.geojson"),
            r#""blocked":"yes""#,
            r#""blocked":"no""#,
        );
    });
    let without_nodes = changed(|town| {
        let study = town.join("study.toml");
        let text = std::fs::read_to_string(&study).unwrap();
        let (start, end) = (
            text.find("[[nodes]]").unwrap(),
            text.find("[[squares]]").unwrap(),
        );
        std::fs::write(&study, format!("{}{}", &text[..start], &text[end..])).unwrap();
    });
    assert_eq!(open, without_nodes);
    assert_eq!(
        open,
        Changed {
            nearer: 40,
            farther: 0,
            lost: 0,
            verdicts: 10
        }
    );
}

#[test]
fn barriers_stop_straight_lines_next_door() {
    let (_folder, town) = door::town();
    let study = town.join("study.toml");
    let before = with_job(&study, by_name);
    // A wall around the door of a pharmacy: one address lives above it, another next door.
    let text = std::fs::read_to_string(town.join("facilities.geojson")).unwrap();
    let facilities: serde_json::Value = serde_json::from_str(&text).unwrap();
    let features = facilities["features"].as_array().unwrap();
    let is_it = |f: &&serde_json::Value| f["properties"]["id"] == "pharmacy-01";
    let place = &features.iter().find(is_it).unwrap()["geometry"]["coordinates"];
    let (x, y) = (place[0].as_f64().unwrap(), place[1].as_f64().unwrap());
    let wall = [
        (-0.5, -0.5),
        (0.5, -0.5),
        (0.5, 0.5),
        (-0.5, 0.5),
        (-0.5, -0.5),
    ];
    let wall: Vec<String> = wall
        .iter()
        .map(|(dx, dy)| format!("[{:.3},{:.3}]", x + dx, y + dy))
        .collect();
    let feature = format!(
        r#"{{"type":"Feature","properties":{{"kind":"wall"}},"geometry":{{"type":"LineString","coordinates":[{}]}}}},"#,
        wall.join(",")
    );
    let barriers = town.join("barriers.geojson");
    door::replace(
        &barriers,
        "\"features\":[",
        &format!("\"features\":[{feature}"),
    );
    let after = with_job(&study, by_name);
    let differ: Vec<_> = before
        .iter()
        .filter(|(name, row)| after[*name] != **row)
        .map(|(name, row)| (name.0.as_str(), name.1.as_str(), row.answer.unwrap().how))
        .collect();
    assert_eq!(differ, [("9999010000000143", "pharmacy", How::Direct)]);
    let row = |rows: &BTreeMap<_, Row>, id: &str| rows[&(id.to_owned(), "pharmacy".to_owned())];
    let above = row(&after, "9999010000000141").answer.unwrap();
    assert_eq!((above.how, above.mm), (How::Direct, 0));
    let next_door = "9999010000000143";
    let (old, new) = (row(&before, next_door), row(&after, next_door));
    assert_eq!(old.answer.unwrap().mm, 8_516);
    assert_eq!(new.answer.unwrap().how, How::Street);
    assert!(new.high > old.high);
}

#[test]
fn private_ways_serve_those_who_live_there() {
    with_town(|job| {
        let lives_there = |row: &&Row| {
            let attached = job.scored.attached.of(row.origin as usize);
            !attached.is_empty()
                && attached.iter().all(|at| {
                    let edge = job.city.network.edge(at.edge);
                    edge.attributes().access == Some(nabij::Access::Private)
                })
        };
        let rows: Vec<&Row> = job.scored.rows.iter().filter(lives_there).collect();
        let measured = rows.iter().filter(|row| row.high.is_some()).count();
        assert_eq!((rows.len(), measured), (113, 85));
    });
}

#[test]
fn complexes_and_the_outskirts_are_as_described() {
    with_town(|job| {
        let rows = by_name(job);
        let complex = |name: &str| {
            let own = (0..job.city.origins.len()).find(|at| {
                job.city.origins.kind(*at) == Some("complex")
                    && job.city.origins.complex(*at) == Some(name)
            });
            let id = job.city.origins.ids().get(own.unwrap());
            rows[&(id.to_owned(), "meeting_room".to_owned())]
        };
        let linde = complex("C-LINDE");
        let answer = linde.answer.unwrap();
        assert_eq!(
            (answer.how, answer.mm, linde.outcome_upper),
            (How::Indoor, 0, Outcome::Met)
        );
        let annahof = complex("C-ANNAHOF");
        assert_eq!(
            (annahof.outcome_upper, annahof.verdict),
            (Outcome::Met, Verdict::WithinUpper)
        );
        let mm = annahof.high.unwrap().mm();
        assert!((80_000..100_000).contains(&mm), "{mm}");
        let wilgen = complex("C-WILGEN");
        assert_eq!(
            (wilgen.outcome_upper, wilgen.verdict),
            (Outcome::NotMet, Verdict::Beyond)
        );
    });
}
