//! Measures of walks, each with what it says where data are missing.

use nabij::{
    Along, Pair, Weight,
    criteria::{Demand, Reach, RouteParts, Seen, Unknown},
};

use crate::{City, Outcome, at, between, measuring, near, reach};

const BEYOND: Reach = between(1_000_000, None);
/// On the network, and nothing to be found.
const NOWHERE: Reach = Reach {
    low: None,
    high: None,
    snapped: true,
};
/// Not on the network.
const OFF: Reach = Reach {
    low: Some(40_000),
    high: None,
    snapped: false,
};

fn shares(more: &str) -> City {
    let measure = format!("share_within = {{ {more}, weight = [\"residents\"] }}");
    City::new(&measuring("m", &measure, ""))
}

fn shop(homes: &[(&str, f64)], seen: Vec<Reach>) -> Outcome {
    let city = shares("category = \"shop\", lower = 300, upper = 500").homes(homes);
    city.seen([(reach("shop"), Seen::Reach(seen))])
        .outcome(false)
}

#[test]
fn a_share_counts_people_at_both_limits_inclusively() {
    let homes = [("B1", 1.0), ("B1", 2.0), ("B1", 3.0), ("B1", 4.0)];
    let outcome = shop(
        &homes,
        [300_000, 300_001, 500_000, 500_001].map(at).to_vec(),
    );
    let own = outcome.measured("B1", "m");
    assert_eq!(outcome.three("B1", "m"), [Some(0.6); 3]); // 1 + 2 + 3 of 10
    assert_eq!(own.lower, Some([Some(0.1); 3])); // 1 of 10
    assert_eq!((own.total, own.failing, own.known), (10.0, Some(4.0), 1.0));
    assert_eq!(own.weight.as_deref(), Some("residents"));
}

#[test]
fn a_share_is_an_interval_where_walks_may_be_shorter_or_longer() {
    // 2 reach it, 4 do not, 4 may.
    let seen = vec![at(90_000), BEYOND, between(400_000, Some(600_000))];
    let outcome = shop(&[("B1", 2.0), ("B1", 4.0), ("B1", 4.0)], seen);
    // 2 of the 6 known; 2 to 6 of all 10.
    assert_eq!(
        outcome.three("B1", "m"),
        [Some(1.0 / 3.0), Some(0.2), Some(0.6)]
    );
    let own = outcome.measured("B1", "m");
    assert_eq!((own.failing, own.known), (Some(4.0), 0.6));
}

#[test]
fn of_fewer_than_sixty_percent_nothing_is_said_but_the_interval() {
    // 2 reach it, 3 do not, 4 may: 5 of 9.
    let seen = vec![at(90_000), BEYOND, between(400_000, Some(600_000))];
    let outcome = shop(&[("B1", 2.0), ("B1", 3.0), ("B1", 4.0)], seen);
    assert_eq!(
        outcome.three("B1", "m"),
        [None, Some(2.0 / 9.0), Some(6.0 / 9.0)]
    );
    let own = outcome.measured("B1", "m");
    assert_eq!(
        (own.failing, own.unknown.clone()),
        (Some(3.0), Some(Unknown::Parts))
    );
    assert_eq!(outcome.scored("B1", "m").score, None);
}

#[test]
fn the_stricter_limit_asks_for_as_much_to_be_known() {
    // All are within 500 m; of whom 4 of 9 within 300 m nobody knows.
    let seen = vec![at(90_000), between(200_000, Some(400_000))];
    let outcome = shop(&[("B1", 5.0), ("B1", 4.0)], seen);
    assert_eq!(outcome.three("B1", "m"), [Some(1.0); 3]);
    let lower = outcome.measured("B1", "m").lower;
    assert_eq!(lower, Some([None, Some(5.0 / 9.0), Some(1.0)]));
}

#[test]
fn who_can_reach_nothing_fails_and_who_is_on_no_street_is_unknown() {
    let outcome = shop(&[("B1", 2.0), ("B2", 3.0)], vec![NOWHERE, OFF]);
    assert_eq!(outcome.three("B1", "m"), [Some(0.0); 3]);
    assert_eq!(outcome.three("B2", "m"), [None, Some(0.0), Some(1.0)]);
    assert_eq!(outcome.measured("B2", "m").unknown, Some(Unknown::Interval));
}

#[test]
fn people_who_are_not_counted_count_for_nothing_on_either_side() {
    let outcome = shop(
        &[("B1", 2.0), ("B1", -1.0), ("B1", 0.0)],
        vec![at(1), BEYOND, BEYOND],
    );
    assert_eq!(outcome.three("B1", "m"), [Some(1.0); 3]);
    assert_eq!(outcome.measured("B1", "m").total, 2.0);
}

#[test]
fn where_nobody_lives_there_is_no_share() {
    let outcome = shop(&[("B1", 2.0), ("B2", 0.0)], vec![at(1), at(1)]);
    for area in ["B2", "B3"] {
        assert_eq!(outcome.three(area, "m"), [None; 3]);
        assert_eq!(outcome.measured(area, "m").unknown, Some(Unknown::Nobody));
    }
}

#[test]
fn a_share_of_a_larger_area_is_the_weighted_mean_of_its_parts() {
    let homes = [("B1", 1.0), ("B1", 2.0), ("B2", 4.0), ("B3", 8.0)];
    let outcome = shop(&homes, vec![at(1), BEYOND, at(1), BEYOND]);
    let of = |area: &str| {
        (
            outcome.value(area, "m").unwrap(),
            outcome.measured(area, "m").total,
        )
    };
    assert_eq!(of("W1"), (5.0 / 7.0, 7.0));
    assert_eq!(of("G"), (5.0 / 15.0, 15.0));
    let parts = ["B1", "B2", "B3"].map(of);
    near(
        Some(of("G").0),
        parts.iter().map(|(share, all)| share * all).sum::<f64>() / 15.0,
    );
}

#[test]
fn without_a_layer_a_share_is_unknown() {
    let missing = Seen::Missing(Unknown::Layer("shop".to_owned()));
    let city = shares("category = \"shop\", upper = 500").homes(&[("B1", 2.0)]);
    let outcome = city.seen([(reach("shop"), missing)]).outcome(false);
    assert_eq!(outcome.three("B1", "m"), [None; 3]);
    let why = Some(Unknown::Layer("shop".to_owned()));
    assert_eq!(outcome.measured("B1", "m").unknown, why);
    assert_eq!(outcome.scored("B1", "m").score, None);
}

#[test]
fn without_people_a_share_of_people_is_unknown() {
    let measure = "share_within = { category = \"shop\", upper = 500, weight = [\"65+\"] }";
    let city = City::new(&measuring("m", measure, "")).homes(&[("B1", 2.0)]);
    let outcome = city
        .seen([(reach("shop"), Seen::Reach(vec![at(1)]))])
        .outcome(false);
    assert_eq!(outcome.measured("B1", "m").unknown, Some(Unknown::Weight));
}

#[test]
fn who_is_not_known_gives_way_to_the_next_group() {
    let measure =
        "share_within = { category = \"shop\", upper = 500, weight = [\"65+\", \"residents\"] }";
    let city = City::new(&measuring("m", measure, "")).homes(&[("B1", 2.0), ("B1", 6.0)]);
    let seen = Seen::Reach(vec![at(1), BEYOND]);
    let outcome = city.seen([(reach("shop"), seen)]).outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(0.25));
    let own = outcome.measured("B1", "m").weight.as_deref();
    assert_eq!(own, Some("residents"));
}

#[test]
fn what_is_no_home_does_not_count() {
    let mut city = shares("category = \"shop\", upper = 500").homes(&[("B1", 2.0), ("B1", 6.0)]);
    city.evidence.counts = vec![true, false];
    let seen = Seen::Reach(vec![at(1), BEYOND]);
    let outcome = city.seen([(reach("shop"), seen)]).outcome(false);
    assert_eq!(outcome.three("B1", "m"), [Some(1.0); 3]);
}

/// Three categories for eight homes: yes, no and unknown of the first two, the third is near.
fn several(key: &str) -> Outcome {
    let maybe = between(400_000, Some(600_000));
    let (yes, no) = (at(100_000), BEYOND);
    let city = shares(&format!("{key} = [\"a\", \"b\"], upper = 500"));
    let homes = ["B1"; 6].map(|area| (area, 1.0));
    let city = city.homes(&homes).seen([
        (reach("a"), Seen::Reach(vec![yes, yes, yes, no, no, maybe])),
        (
            reach("b"),
            Seen::Reach(vec![yes, no, maybe, no, maybe, maybe]),
        ),
    ]);
    city.outcome(false)
}

#[test]
fn all_of_several_is_and_in_three_valued_logic() {
    // yes, no, ?, no, no, ?: one of the four known, and two more may be.
    assert_eq!(
        several("all_of").three("B1", "m"),
        [Some(0.25), Some(1.0 / 6.0), Some(0.5)]
    );
}

#[test]
fn any_of_several_is_or_in_three_valued_logic() {
    // yes, yes, yes, no, ?, ?.
    let wanted = [Some(0.75), Some(0.5), Some(5.0 / 6.0)];
    assert_eq!(several("any_of").three("B1", "m"), wanted);
}

#[test]
fn a_missing_layer_leaves_any_of_several_open_and_all_of_them_unknown() {
    let missing = || Seen::Missing(Unknown::Layer("b".to_owned()));
    let with = |key: &str| {
        let city = shares(&format!("{key} = [\"a\", \"b\"], upper = 500"));
        let city = city.homes(&[("B1", 3.0), ("B1", 1.0)]);
        let seen = Seen::Reach(vec![at(1), BEYOND]);
        city.seen([(reach("a"), seen), (reach("b"), missing())])
            .outcome(false)
    };
    assert_eq!(
        with("any_of").three("B1", "m"),
        [Some(1.0), Some(0.75), Some(1.0)]
    );
    assert_eq!(with("all_of").three("B1", "m"), [None; 3]);
}

fn counts(seen: [Seen; 2]) -> Outcome {
    let measure =
        "count_within = { categories = [\"a\", \"b\"], upper = 800, weight = [\"residents\"] }";
    let city = City::new(&measuring("m", measure, "")).homes(&[("B1", 1.0), ("B1", 3.0)]);
    let [a, b] = seen;
    city.seen([(reach("a"), a), (reach("b"), b)]).outcome(false)
}

#[test]
fn a_count_is_the_mean_number_of_categories_within_reach() {
    let outcome = counts([
        Seen::Reach(vec![at(800_000), at(800_000)]),
        Seen::Reach(vec![at(800_001), at(800_000)]),
    ]);
    assert_eq!(outcome.three("B1", "m"), [Some(1.75); 3]); // (1 × 1 + 3 × 2) ÷ 4
    assert_eq!(outcome.measured("B1", "m").failing, None);
}

#[test]
fn a_count_with_a_missing_layer_is_an_interval() {
    let outcome = counts([
        Seen::Reach(vec![at(1), BEYOND]),
        Seen::Missing(Unknown::Layer("b".to_owned())),
    ]);
    assert_eq!(outcome.three("B1", "m"), [None, Some(0.25), Some(1.25)]);
    let missing = || Seen::Missing(Unknown::Layer("b".to_owned()));
    assert_eq!(counts([missing(), missing()]).three("B1", "m"), [None; 3]);
}

#[test]
fn a_count_lies_between_its_bounds_whomever_it_knows() {
    // 3 of 4 people have both; the other has no a, and may have b: 1.5 to 1.75 on average.
    let outcome = counts([
        Seen::Reach(vec![BEYOND, at(1)]),
        Seen::Reach(vec![between(700_000, Some(900_000)), at(1)]),
    ]);
    let [value, low, high] = outcome.three("B1", "m");
    assert_eq!((low, high), (Some(1.5), Some(1.75)));
    let value = value.unwrap();
    assert!((1.5..=1.75).contains(&value), "{value}");
}

fn along(whole: u64, met: u64, unknown: u64) -> Option<Along> {
    Some(Along {
        whole_mm: whole,
        met_mm: met,
        unknown_mm: unknown,
    })
}

fn walks(measure: &str, demand: Demand, seen: Seen) -> Outcome {
    let homes = [("B1", 1.0), ("B1", 3.0), ("B2", 1.0)];
    let city = City::new(&measuring("m", measure, "")).homes(&homes);
    city.seen([(demand, seen)]).outcome(false)
}

const SEATS: &str = "seats = { to = [\"shop\"], gap = 125, weight = [\"residents\"] }";
const LIGHT: &str =
    "light = { to = [\"shop\"], lamps = \"lamp\", radius = 30, weight = [\"residents\"] }";

fn seats() -> Demand {
    Demand::Seats {
        category: "shop".to_owned(),
        gap_mm: 125_000,
    }
}

fn light() -> Demand {
    Demand::Light {
        category: "shop".to_owned(),
        lamps: "lamp".to_owned(),
        radius_mm: 30_000,
    }
}

#[test]
fn seats_and_light_are_shares_of_the_metres_that_people_walk() {
    for (measure, demand) in [(SEATS, seats()), (LIGHT, light())] {
        let seen = vec![along(400_000, 100_000, 0), along(200_000, 200_000, 0), None];
        let outcome = walks(measure, demand, Seen::Along(seen));
        // (1 × 100 + 3 × 200) ÷ (1 × 400 + 3 × 200).
        assert_eq!(outcome.three("B1", "m"), [Some(0.7); 3]);
        assert_eq!(outcome.measured("B1", "m").total, 1000.0);
        // Who walks nowhere says nothing.
        assert_eq!(outcome.three("B2", "m"), [None; 3]);
    }
}

#[test]
fn metres_of_which_nobody_knows_make_an_interval() {
    for (measure, demand) in [(SEATS, seats()), (LIGHT, light())] {
        let seen = vec![
            along(400_000, 100_000, 100_000),
            along(200_000, 200_000, 0),
            None,
        ];
        let outcome = walks(measure, demand, Seen::Along(seen));
        // 700 of the 900 known; 700 to 800 of all 1,000.
        assert_eq!(
            outcome.three("B1", "m"),
            [Some(700.0 / 900.0), Some(0.7), Some(0.8)]
        );
        assert_eq!(outcome.measured("B1", "m").known, 0.9);
    }
}

#[test]
fn without_benches_seats_are_unknown_and_not_missing() {
    let missing = Seen::Missing(Unknown::Layer("bench".to_owned()));
    let outcome = walks(SEATS, seats(), missing);
    assert_eq!(outcome.three("B1", "m"), [None; 3]);
}

#[test]
fn a_detour_is_the_median_over_people() {
    let measure = "detour = { to = [\"shop\"], weight = [\"residents\"] }";
    let demand = || Demand::Detour {
        category: "shop".to_owned(),
    };
    let ratios = Seen::Ratio(vec![Some(1.5), Some(1.2), None]);
    let outcome = walks(measure, demand(), ratios);
    assert_eq!(outcome.value("B1", "m"), Some(1.2)); // 3 of 4 people
    assert_eq!(outcome.three("B2", "m"), [None; 3]);
    let missing = Seen::Missing(Unknown::Layer("shop".to_owned()));
    assert_eq!(
        walks(measure, demand(), missing).three("B1", "m"),
        [None; 3]
    );
}

const CAPACITY: &str = "capacity = { category = \"gp\", persons_per_unit = 100, \
     steps = [[300, 1], [600, 0.5]], weight = [\"residents\"]";

fn capacity(more: &str, homes: &[(&str, f64)], supply: Vec<Weight>) -> Outcome {
    let text = measuring("m", &format!("{CAPACITY}{more} }}"), "");
    let demand = Demand::Pairs {
        category: "gp".to_owned(),
        limit_mm: 600_000,
    };
    let pair = |origin, facility, mm| Pair {
        origin,
        facility,
        mm,
    };
    let pairs = vec![
        pair(0, 0, 300_000),
        pair(1, 0, 300_001),
        pair(1, 1, 600_000),
    ];
    let open = vec![false; homes.len()];
    let seen = Seen::Pairs {
        pairs,
        supply,
        open,
    };
    City::new(&text)
        .homes(homes)
        .seen([(demand, seen)])
        .outcome(false)
}

fn units(numbers: &[f64]) -> Vec<Weight> {
    let number = |own: &f64| Weight::new(*own).unwrap();
    numbers.iter().map(number).collect()
}

#[test]
fn capacity_shares_supply_among_all_who_can_go_there() {
    let homes = [("B1", 100.0), ("B2", 200.0), ("B3", 50.0)];
    let outcome = capacity("", &homes, units(&[2.0, 1.0]));
    // Practice 0: 2 ÷ (100 × 1 + 200 × 0.5) = 0.01; practice 1: 1 ÷ (200 × 0.5) = 0.01.
    let near6 = |area: &str, wanted: f64| {
        let found = outcome.value(area, "m").unwrap();
        assert!(
            (found - wanted).abs() < 1e-6,
            "{area}: {found}, not {wanted}"
        );
    };
    near6("B1", 100.0 * 0.01);
    near6("B2", 100.0 * (0.5 * 0.01 + 0.5 * 0.01));
    near6("B3", 0.0);
    // What people have sums to what there is: 100 × 3 units over 350 people.
    near6("G", 100.0 * 3.0 / 350.0);
    assert_eq!(outcome.measured("G", "m").failing, Some(50.0));
    assert_eq!(outcome.measured("B1", "m").failing, Some(0.0));
}

#[test]
fn capacity_of_unknown_supply_has_no_end() {
    let homes = [("B1", 100.0), ("B2", 200.0), ("B3", 50.0)];
    let supply = || vec![Weight::new(2.0).unwrap(), Weight::UNKNOWN];
    let outcome = capacity("", &homes, supply());
    assert_eq!(outcome.value("B1", "m"), Some(1.0));
    assert_eq!(outcome.three("B2", "m"), [None, Some(0.5), None]);
    assert_eq!(outcome.scored("B2", "m").score, None);
    let assumed = capacity(", assumed_supply = 1.0", &homes, supply());
    assert_eq!(assumed.value("B2", "m"), Some(1.0));
}

#[test]
fn capacity_lies_between_its_bounds_whomever_it_knows() {
    // Practice 0: 2 ÷ (200 × 0.5) = 0.02; 200 people have 0.5 × 0.02 × 100 = 1 at least, 400 none.
    let homes = [("B1", 0.0), ("B1", 200.0), ("B1", 400.0)];
    let outcome = capacity("", &homes, vec![Weight::new(2.0).unwrap(), Weight::UNKNOWN]);
    let [value, low, high] = outcome.three("B1", "m");
    assert!(
        (low.unwrap() - 1.0 / 3.0).abs() < 1e-6 && high.is_none(),
        "{low:?}"
    );
    assert!(
        value.is_none_or(|value| value >= 1.0 / 3.0 - 1e-6),
        "{value:?}"
    );
}

#[test]
fn capacity_where_the_list_of_practices_ends_has_no_end() {
    let demand = Demand::Pairs {
        category: "gp".to_owned(),
        limit_mm: 600_000,
    };
    let seen = Seen::Pairs {
        pairs: vec![Pair {
            origin: 0,
            facility: 0,
            mm: 1,
        }],
        supply: units(&[1.0]),
        open: vec![false, true],
    };
    let text = measuring("m", &format!("{CAPACITY} }}"), "");
    let city = City::new(&text).homes(&[("B1", 100.0), ("B2", 10.0)]);
    let outcome = city.seen([(demand, seen)]).outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(1.0));
    assert_eq!(outcome.three("B2", "m"), [None, Some(0.0), None]);
}

#[test]
fn capacity_without_the_layer_is_unknown() {
    let text = measuring("m", &format!("{CAPACITY} }}"), "");
    let demand = Demand::Pairs {
        category: "gp".to_owned(),
        limit_mm: 600_000,
    };
    let missing = Seen::Missing(Unknown::Layer("gp".to_owned()));
    let city = City::new(&text).homes(&[("B1", 1.0)]);
    let outcome = city.seen([(demand, missing)]).outcome(false);
    assert_eq!(outcome.three("B1", "m"), [None; 3]);
}

fn routes(seen: Seen) -> Outcome {
    let measure =
        "route = { lamp = 30, bench = 125, bin = 200, green = 50, spot = 500, reach = 20 }";
    let demand = Demand::Routes {
        spacing_mm: [30_000, 125_000, 200_000, 50_000, 500_000, 20_000],
    };
    let text = measuring("m", measure, "level = \"route\"");
    City::new(&text).seen([(demand, seen)]).outcome(false)
}

#[test]
fn a_route_is_the_mean_of_five_shares_by_length() {
    let parts = |whole_mm, met_mm: [u64; 5]| RouteParts {
        whole_mm,
        met_mm: met_mm.map(Some),
    };
    let seen = vec![
        parts(1000, [1000, 500, 500, 0, 500]),    // 0.5
        parts(3000, [3000, 3000, 3000, 3000, 0]), // 0.8
    ];
    // (1000 × 0.5 + 3000 × 0.8) ÷ 4000.
    near(routes(Seen::Routes(seen)).value("G", "m"), 0.725);
}

#[test]
fn a_route_with_a_missing_layer_is_an_interval() {
    let seen = vec![RouteParts {
        whole_mm: 1000,
        met_mm: [Some(1000), None, Some(500), Some(0), Some(500)],
    }];
    let outcome = routes(Seen::Routes(seen));
    let [value, low, high] = outcome.three("G", "m");
    assert_eq!(value, None);
    near(low, 0.4); // (1 + 0 + 0.5 + 0 + 0.5) ÷ 5
    near(high, 0.6);
    assert_eq!(routes(Seen::Routes(Vec::new())).three("G", "m"), [None; 3]);
    assert_eq!(
        routes(Seen::Missing(Unknown::Routes)).three("G", "m"),
        [None; 3]
    );
}
