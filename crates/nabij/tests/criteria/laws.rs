//! What holds for every city.

use nabij::criteria::{Measures, Reach, Seen};
use proptest::{prelude::*, test_runner::Config};

use crate::{AREAS, City, Outcome, grade, measuring, near, reach};

/// A home: its area, its residents (a minus is unknown), and how near shop, chemist and stop are.
type Home = (usize, f64, [Reach; 3]);

const KINDS: [&str; 3] = ["shop", "chemist", "stop"];

fn reaches() -> impl Strategy<Value = Reach> {
    let low = prop_oneof![0_u32..900_000, Just(300_000), Just(300_001), Just(500_000)];
    let more =
        prop_oneof![3 => Just(Some(0_u32)), 1 => (1_u32..400_000).prop_map(Some), 1 => Just(None)];
    (low, more, proptest::bool::weighted(0.9)).prop_map(|(low, more, snapped)| Reach {
        low: Some(low),
        high: more.map(|more| low + more),
        snapped,
    })
}

fn homes() -> impl Strategy<Value = Vec<Home>> {
    let residents =
        prop_oneof![4 => (0_u32..6).prop_map(f64::from), 1 => Just(-1.0), 1 => Just(0.5)];
    let home = (0_usize..3, residents, [reaches(), reaches(), reaches()]);
    proptest::collection::vec(home, 1..25)
}

/// A share for each kind and one for all of them, with these limits.
fn catalogue(lower: u32, upper: u32) -> String {
    let limits = format!("lower = {lower}, upper = {upper}, weight = [\"residents\"]");
    let share = |kind: &str| {
        let measure = format!("share_within = {{ category = \"{kind}\", {limits} }}");
        measuring(kind, &measure, "")
    };
    let all = format!("share_within = {{ all_of = [\"shop\", \"chemist\", \"stop\"], {limits} }}");
    let any = format!("share_within = {{ any_of = [\"shop\", \"chemist\", \"stop\"], {limits} }}");
    let each: String = KINDS.map(share).concat();
    each + &measuring("all", &all, "") + &measuring("any", &any, "")
}

fn outcome(homes: &[Home], limits: (u32, u32)) -> Outcome {
    let places: Vec<(&str, f64)> = homes.iter().map(|home| (AREAS[home.0], home.1)).collect();
    let seen = (0..3).map(|kind| {
        let column = homes.iter().map(|home| home.2[kind]);
        (reach(KINDS[kind]), Seen::Reach(column.collect()))
    });
    let city = City::new(&catalogue(limits.0, limits.1)).homes(&places);
    city.seen(seen).outcome(false)
}

/// Whether one of two that may be unknown is at most the other, with room for rounding.
fn at_most(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a <= b + 1e-12)
}

/// Unknown, yes or no, as plainly as it can be said.
fn plainly(reach: Reach, limit: u32) -> Option<bool> {
    match reach {
        Reach {
            high: Some(high), ..
        } if high <= limit => Some(true),
        Reach { snapped: false, .. } => None,
        Reach { low: Some(low), .. } if low <= limit => None,
        _ => Some(false),
    }
}

/// Fewer cases without optimisation; `PROPTEST_CASES` asks for another number of them.
fn config() -> Config {
    let asked = std::env::var("PROPTEST_CASES");
    let asked = asked.ok().and_then(|count| count.parse().ok());
    Config {
        cases: asked.unwrap_or(if cfg!(debug_assertions) { 64 } else { 256 }),
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_share_is_what_counting_by_hand_says(homes in homes()) {
        let found = outcome(&homes, (300, 500));
        for (area, code) in AREAS.iter().enumerate().take(3) {
            let (mut yes, mut no, mut maybe) = (0.0, 0.0, 0.0);
            for (_, weight, reach) in homes.iter().filter(|home| home.0 == area && home.1 > 0.0) {
                match plainly(reach[0], 500_000) {
                    Some(true) => yes += weight,
                    Some(false) => no += weight,
                    None => maybe += weight,
                }
            }
            let [value, low, high] = found.three(code, "shop");
            // 3 of 5 is 60 %: of fewer it is not known enough to say anything of all.
            if yes + no > 0.0 && 5.0 * (yes + no) >= 3.0 * (yes + no + maybe) {
                near(value, yes / (yes + no));
            } else {
                prop_assert_eq!(value, None);
            }
            if yes + no + maybe > 0.0 {
                near(low, yes / (yes + no + maybe));
                near(high, (yes + maybe) / (yes + no + maybe));
                near(found.measured(code, "shop").failing, no);
            } else {
                prop_assert_eq!((low, high), (None, None));
            }
        }
    }

    #[test]
    fn who_reaches_it_and_counts_for_more_never_lowers_a_share(
        (homes, at, more) in (homes(), 0_usize..25, 1_u32..9)
    ) {
        let at = at % homes.len();
        let met = homes[at].2[0].high.is_some_and(|high| high <= 500_000);
        prop_assume!(met && homes[at].1 >= 0.0);
        let mut heavier = homes.clone();
        heavier[at].1 += f64::from(more);
        let (before, after) = (outcome(&homes, (300, 500)), outcome(&heavier, (300, 500)));
        for area in AREAS {
            for (old, new) in before.three(area, "shop").into_iter().zip(after.three(area, "shop")) {
                prop_assert!(at_most(old, new), "{area}: {old:?} {new:?}");
            }
        }
    }

    #[test]
    fn a_longer_limit_never_lowers_a_share((homes, limits) in (homes(), [1_u32..900, 1_u32..900])) {
        let (less, more) = (limits[0].min(limits[1]), limits[0].max(limits[1]));
        let (before, after) = (outcome(&homes, (1, less)), outcome(&homes, (1, more)));
        for area in AREAS {
            for kind in ["shop", "all", "any"] {
                let both = before.three(area, kind).into_iter().zip(after.three(area, kind));
                for (old, new) in both {
                    prop_assert!(at_most(old, new), "{area} {kind}: {old:?} {new:?}");
                }
                let scores = [&before, &after].map(|own| own.scored(area, kind).score);
                if area.starts_with('B') {
                    prop_assert!(at_most(scores[0], scores[1]), "{area} {kind}: {scores:?}");
                }
            }
        }
    }

    #[test]
    fn within_300_is_within_500(homes in homes()) {
        let found = outcome(&homes, (300, 500));
        for row in &found.measures.rows {
            let upper = [row.value, row.low, row.high];
            for (lower, upper) in row.lower.unwrap().into_iter().zip(upper) {
                prop_assert!(at_most(lower, upper), "{row:?}");
            }
        }
    }

    #[test]
    fn all_three_is_at_most_each_and_any_at_least(homes in homes()) {
        let found = outcome(&homes, (300, 500));
        for area in AREAS {
            let (all, any) = (found.three(area, "all"), found.three(area, "any"));
            for kind in KINDS {
                let one = found.three(area, kind);
                for number in 0..3 {
                    prop_assert!(at_most(all[number], one[number]), "{area} {kind}");
                    prop_assert!(at_most(one[number], any[number]), "{area} {kind}");
                }
            }
        }
    }

    #[test]
    fn every_value_lies_between_its_bounds(homes in homes()) {
        let found = outcome(&homes, (300, 500));
        for row in &found.measures.rows {
            prop_assert!(at_most(row.low, row.value) && at_most(row.value, row.high), "{row:?}");
            prop_assert_eq!(row.value.is_none(), row.unknown.is_some());
        }
        for own in &found.scores.indicators {
            let score = own.score;
            prop_assert!(at_most(Some(own.low), score) && at_most(score, Some(own.high)), "{own:?}");
        }
    }

    #[test]
    fn a_larger_area_is_the_weighted_mean_of_its_parts(homes in homes()) {
        let found = outcome(&homes, (300, 500));
        for kind in ["shop", "all", "any"] {
            // Of what there is at least, and at most, every part counts.
            for bound in [1, 2] {
                let mut sum = 0.0;
                let mut all = 0.0;
                for area in &AREAS[..3] {
                    let total = found.measured(area, kind).total;
                    sum += total * found.three(area, kind)[bound].unwrap_or(0.0);
                    all += total;
                }
                prop_assert_eq!(found.measured("G", kind).total, all);
                if all > 0.0 {
                    near(found.three("G", kind)[bound], sum / all);
                }
            }
        }
    }

    #[test]
    fn the_order_of_origins_changes_nothing(
        (homes, order) in homes().prop_flat_map(|homes| {
            let order: Vec<usize> = (0..homes.len()).collect();
            (Just(homes), Just(order).prop_shuffle())
        })
    ) {
        let other: Vec<Home> = order.iter().map(|at| homes[*at]).collect();
        let (a, b) = (outcome(&homes, (300, 500)), outcome(&other, (300, 500)));
        prop_assert_eq!(&a.measures, &b.measures);
        prop_assert_eq!(&a.scores, &b.scores);
        prop_assert_eq!(&a.panel, &b.panel);
    }

    #[test]
    fn other_names_of_areas_change_nothing_but_the_names(homes in homes()) {
        // B1 and B2 change places; both are parts of W1.
        let other: Vec<Home> = homes.iter().map(|home| ([1, 0, 2][home.0], home.1, home.2)).collect();
        let (a, b) = (outcome(&homes, (300, 500)), outcome(&other, (300, 500)));
        for (here, there) in [("B1", "B2"), ("B2", "B1"), ("B3", "B3"), ("W1", "W1"), ("G", "G")] {
            for kind in ["shop", "all", "any"] {
                prop_assert_eq!(a.three(here, kind), b.three(there, kind));
                prop_assert_eq!(a.measured(here, kind).failing, b.measured(there, kind).failing);
            }
        }
    }

    #[test]
    fn the_order_of_figures_changes_nothing(
        order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()
    ) {
        let text = grade("a", "h", "") + &grade("b", "h", "") + &grade("c", "k", "");
        let numbers = [[1.0, 2.5, 9.0], [3.0, 7.7, 0.1], [4.0, 4.0, 4.0], [130.0, 310.0, 77.0]];
        let city = |order: &[usize]| {
            let mut city = City::new(&text);
            for at in order {
                let quantity = ["a", "b", "c", "residents"][at / 3];
                city = city.told(quantity, AREAS[at % 3], numbers[at / 3][at % 3]);
            }
            city.outcome(true)
        };
        let straight: Vec<usize> = (0..12).collect();
        let (a, b) = (city(&straight), city(&order));
        prop_assert_eq!(a.measures, b.measures);
        prop_assert_eq!(a.scores, b.scores);
    }

    #[test]
    fn a_heading_lies_within_its_interval_and_between_its_parts(
        (grades, weights) in (
            [proptest::option::of(0.0_f64..12.0), proptest::option::of(0.0_f64..12.0), proptest::option::of(0.0_f64..12.0)],
            [0_u32..4, 0_u32..4, 1_u32..4],
        )
    ) {
        let ids = ["a", "b", "c"];
        let text = (0..3).map(|at| grade(ids[at], "h", &format!("weight = {}", weights[at])));
        let mut city = City::new(&text.collect::<String>());
        for (id, grade) in ids.iter().zip(grades) {
            if let Some(grade) = grade {
                city = city.told(id, "B1", grade);
            }
        }
        let found = city.outcome(false);
        let heading = found.heading("B1", Some("h")).unwrap();
        prop_assert!(heading.low <= heading.high + 1e-12);
        let all: f64 = weights.iter().copied().map(f64::from).sum();
        let parts = (0..3).filter_map(|at| {
            Some((f64::from(weights[at]), (grades[at]? / 10.0).min(1.0)))
        });
        let (known, sum) = parts.fold((0.0, 0.0), |so_far, part| (so_far.0 + part.0, so_far.1 + part.0 * part.1));
        near(Some(heading.coverage), known / all);
        near(Some(heading.low), sum / all);
        near(Some(heading.high), (sum + all - known) / all);
        // 3 of 5 is 60 %.
        if known > 0.0 && 5.0 * known >= 3.0 * all {
            near(heading.score, sum / known);
            let added = ids.map(|id| found.scored("B1", id).contribution.unwrap_or(0.0));
            near(heading.score, added.iter().sum());
            prop_assert!(at_most(Some(heading.low), heading.score));
            prop_assert!(at_most(heading.score, Some(heading.high)));
        } else {
            prop_assert_eq!(heading.score, None);
        }
    }
}

#[test]
fn nothing_of_anything_is_no_rows() {
    let empty = nabij::criteria::Figures::default();
    let catalogue = nabij::criteria::Catalogue::built_in("zorgzame-buurt-2024").unwrap();
    let origins = nabij::Origins::new([]).unwrap();
    let measures = Measures::new(&catalogue, &Default::default(), &empty, &origins);
    assert!(measures.rows.is_empty());
}
