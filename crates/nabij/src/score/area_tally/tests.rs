//! Scores of areas against plain counting, however rows are cut.

use proptest::prelude::*;

use super::*;
use crate::{
    area::Area,
    point::Point,
    polygon::Polygon,
    score::{Outcome, RestedWalk, Verdict},
};

/// Four squares beside each other, the third and fourth one neighbourhood, the first two another;
/// the last one's neighbourhood is not known.
fn areas() -> Areas {
    let squares = (0..4).map(|at| {
        let corners = [(0, 0), (10, 0), (10, 10), (0, 10)];
        let corners = corners.map(|(x, y)| Point::new(10 * at + x, y));
        Area {
            id: format!("a{at}"),
            name: None,
            polygons: vec![Polygon::new([corners.to_vec()])],
        }
    });
    let of = |id: &str| match id {
        "a0" | "a1" => Some(("west".to_owned(), None)),
        "a2" => Some(("east".to_owned(), None)),
        _ => None,
    };
    Areas::new("square", squares).unwrap().level("side", of)
}

/// What is random of an origin: its column, where 4 is nowhere, and its weight.
type Home = (i32, Option<i64>);
/// What is random of a row.
type Told = (Option<u32>, u8, u8, bool, u8);

fn origins(homes: &[Home]) -> Origins {
    let places = homes.iter().enumerate();
    let places = places.map(|(at, (column, _))| {
        crate::origin::Origin::new(format!("o{at}"), Point::new(10 * column + 5, 5))
    });
    let weights = homes.iter().map(|(_, weight)| match weight {
        Some(millionths) => Weight::from_millionths(*millionths),
        None => Weight::UNKNOWN,
    });
    let origins = Origins::new(places).unwrap();
    origins.weight("people", weights.collect()).unwrap()
}

fn norms() -> NormSet {
    use crate::norm::Norm;
    let (near, far) = (Length::metres(3), Length::metres(5));
    let one = Norm::new("pharmacy").lower(near).upper(far);
    NormSet::new([one, Norm::new("supermarket").upper(far)]).unwrap()
}

fn outcome(number: u8) -> Outcome {
    [Outcome::Met, Outcome::NotMet, Outcome::Uncertain][usize::from(number) % 3]
}

fn row(origin: u32, norm: u16, (mm, verdict, upper, near, lower): Told) -> Row {
    let verdict = Verdict::ALL[usize::from(verdict) % Verdict::ALL.len()];
    let high = mm.map(Length::millimetres);
    Row {
        origin,
        norm,
        answer: None,
        facility: None,
        certain: None,
        unknown_mm: 0,
        low: high,
        high,
        outcome_lower: (norm == 0).then(|| outcome(lower)),
        outcome_upper: outcome(upper),
        verdict,
        margin_mm: None,
        near_lower: (norm == 0).then_some(near),
        near_upper: near,
        edge_affected: None,
        reason: None,
    }
}

fn rests(told: &[Told]) -> RestRows {
    let radii = [1, 4].map(Length::metres).to_vec();
    let walks = told.iter().flat_map(|told| {
        [told.2, told.4].map(|upper| RestedWalk {
            low: None,
            high: None,
            outcome_lower: None,
            outcome_upper: outcome(upper),
        })
    });
    RestRows {
        longest: told
            .iter()
            .map(|told| told.0.map(Length::millimetres))
            .collect(),
        walks: walks.collect(),
        radii,
        ..RestRows::default()
    }
}

/// Everybody of an area, norm and weight, one after the other: what each weighs and was told.
fn everybody<'t>(told: &'t [Told], homes: &'t [Home], scored: &AreaRow) -> Vec<(i128, &'t Told)> {
    let columns: &[i32] = match (scored.level, scored.area) {
        (0, area) => &[0, 1, 2, 3][area as usize..=area as usize],
        (_, 0) => &[2],
        (_, _) => &[0, 1],
    };
    let own = told
        .iter()
        .enumerate()
        .filter(|(at, _)| at % 2 == usize::from(scored.norm));
    let own = own.map(|(at, told)| (homes[at / 2], told));
    let own = own.filter(|((column, _), _)| columns.contains(column));
    own.filter_map(|((_, weight), told)| match scored.weight {
        None => Some((1_000_000, told)),
        Some(_) => Some((i128::from(weight?), told)),
    })
    .collect()
}

/// The distance of the first person at which so many percent are reached, counting one by one.
fn percentile(everybody: &[(i128, &Told)], percent: i128) -> Option<Length> {
    let counts = |told: &Told| {
        let verdict = Verdict::ALL[usize::from(told.1) % Verdict::ALL.len()];
        verdict != Verdict::Unsnapped && verdict != Verdict::Uncertain
    };
    let all = everybody.iter().filter(|(_, told)| counts(told));
    let total: i128 = all.clone().map(|(weight, _)| weight).sum();
    let within = |limit: u32| -> i128 {
        let near = all
            .clone()
            .filter(|(_, told)| told.0.is_some_and(|mm| mm <= limit));
        near.map(|(weight, _)| weight).sum()
    };
    let distances = all.clone().filter_map(|(_, told)| told.0);
    let reached = distances.filter(|mm| total > 0 && within(*mm) * 100 >= total * percent);
    reached.min().map(Length::millimetres)
}

fn check(scored: &AreaRow, told: &[Told], homes: &[Home]) {
    let all = everybody(told, homes, scored);
    let verdict = |told: &Told| Verdict::ALL[usize::from(told.1) % Verdict::ALL.len()];
    let millionths = |of: &dyn Fn(&Told) -> bool| -> i128 {
        let own = all.iter().filter(|(_, told)| of(told));
        own.map(|(weight, _)| weight).sum()
    };
    let sum = |of: &dyn Fn(&Told) -> bool| millionths(of) as f64 / 1e6;
    let snapped = |told: &Told| verdict(told) != Verdict::Unsnapped;
    let ends = |upper: u8, told: &Told, what: Outcome| snapped(told) && outcome(upper) == what;
    assert_eq!(scored.total, sum(&|_| true));
    assert_eq!(scored.unsnapped, sum(&|told| !snapped(told)));
    let unreachable = |told: &Told| verdict(told) == Verdict::Unreachable;
    assert_eq!(scored.unreachable, sum(&unreachable));
    let upper = |what| sum(&|told| ends(told.2, told, what));
    assert_eq!(scored.upper.met, upper(Outcome::Met));
    assert_eq!(scored.upper.not_met, upper(Outcome::NotMet));
    assert_eq!(scored.upper.uncertain, upper(Outcome::Uncertain));
    assert_eq!(scored.upper.near, sum(&|told| told.3));
    if let Some(lower) = scored.lower {
        assert_eq!(scored.norm, 0);
        assert_eq!(lower.met, sum(&|told| ends(told.4, told, Outcome::Met)));
    }
    assert_eq!(scored.median, percentile(&all, 50));
    assert_eq!(scored.percentile_90, percentile(&all, 90));
    let share = |part, whole| (whole > 0).then(|| part as f64 / whole as f64);
    let total = millionths(&|_| true);
    for (at, rests) in scored.rests.iter().enumerate() {
        let own = |told: &Told| [told.2, told.4][at];
        let met = millionths(&|told| ends(own(told), told, Outcome::Met));
        assert_eq!(rests.upper[1], share(met, total));
        let within = |mm| millionths(&|told| told.0.is_some_and(|own| own <= mm));
        let radius = [1_000, 4_000][at];
        assert_eq!(rests.stretch, share(within(radius), within(u32::MAX)));
    }
}

proptest! {
    #[test]
    fn pieces_are_the_whole_and_the_whole_is_counted(
        (homes, told) in (1..40_usize).prop_flat_map(|count| {
            let weight = prop::option::of(0..5_000_000_i64);
            let mm = prop_oneof![0..12_u32, 0..9_000_u32, Just(u32::MAX), Just(u32::MAX - 1)];
            let row = (prop::option::of(mm), any::<u8>(), any::<u8>(), any::<bool>(), any::<u8>());
            (
                prop::collection::vec((0..5_i32, weight), count),
                prop::collection::vec(row, 2 * count),
            )
        }),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        backwards in any::<bool>(),
        rested in any::<bool>(),
    ) {
        let (areas, norms, origins) = (areas(), norms(), origins(&homes));
        let rows: Vec<Row> = (0..)
            .zip(&told)
            .map(|(at, told)| row(at / 2, (at % 2) as u16, *told))
            .collect();
        let rests = rested.then(|| rests(&told));
        let new = || AreaTally::new(&norms, &origins, &areas, origins.weights());
        let mut tally = new();
        tally.add(&rows, rests.as_ref());
        let whole = tally.finish();
        for scored in &whole.rows {
            check(scored, &told, &homes);
        }
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(rows.len() + 1)).collect();
        ends.extend([0, rows.len()]);
        ends.sort_unstable();
        let mut pieces: Vec<_> = ends.windows(2).map(|pair| pair[0]..pair[1]).collect();
        if backwards {
            pieces.reverse();
        }
        let mut tally = new();
        let mut sums = new().without_percentiles();
        for piece in pieces {
            let own = rests.as_ref().map(|rests| rests.part(piece.clone()));
            tally.add(&rows[piece.clone()], own.as_ref());
            sums.add(&rows[piece], own.as_ref());
        }
        prop_assert_eq!(&tally.finish(), &whole);
        let mut sums = sums.finish();
        for (row, whole) in sums.rows.iter_mut().zip(&whole.rows) {
            prop_assert_eq!(row.median, None);
            (row.median, row.percentile_90) = (whole.median, whole.percentile_90);
        }
        prop_assert_eq!(sums, whole);
    }
}

/// One thread and many give the same, also where an area has more rows than one thread takes.
#[cfg(feature = "rayon")]
#[test]
fn threads_are_irrelevant() {
    let count = 3 * RUN as u32 * RUNS as u32 / 2;
    let homes: Vec<Home> = (0..count / 2)
        .map(|at| ((at % 7 / 5) as i32, Some(i64::from(at % 11) * 500_000)))
        .collect();
    let (areas, norms, origins) = (areas(), norms(), origins(&homes));
    let told = |at: u32| (Some(at % 10_007), (at % 5) as u8, (at % 3) as u8, false, 0);
    let rows: Vec<Row> = (0..count)
        .map(|at| row(at / 2, (at % 2) as u16, told(at)))
        .collect();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| {
            let mut tally = AreaTally::new(&norms, &origins, &areas, origins.weights());
            tally.add(&rows, None);
            tally.finish()
        })
    };
    assert_eq!(on(1), on(5));
}
