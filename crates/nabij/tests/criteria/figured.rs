//! Measures of what tables say of areas, each with what it says where data are missing.

use nabij::criteria::{Figure, Unknown};

use crate::{City, ENDLESS, Outcome, measuring, near};

fn figure(quantity: &str) -> Option<Unknown> {
    Some(Unknown::Figure(quantity.to_owned()))
}

const RATIO: &str = "ratio = { of = [\"x\"], per = [\"y\"] }";

fn ratio(measure: &str) -> City {
    City::new(&measuring("m", measure, ""))
}

#[test]
fn a_ratio_is_one_over_the_other() {
    let outcome = ratio(RATIO)
        .told("x", "B1", 3.0)
        .told("y", "B1", 8.0)
        .outcome(false);
    let own = outcome.measured("B1", "m");
    assert_eq!(outcome.three("B1", "m"), [Some(0.375); 3]);
    assert_eq!((own.total, own.known), (8.0, 1.0));
    assert_eq!(own.unknown, None);
}

#[test]
fn a_ratio_sums_has_a_factor_and_takes_off() {
    let measure = "ratio = { of = [\"x\", \"v\"], per = [\"y\"], times = 100, minus = 25 }";
    let city = ratio(measure).told("x", "B1", 2.0).told("v", "B1", 3.0);
    // 100 × (2 + 3) ÷ 10 − 25.
    let outcome = city.told("y", "B1", 10.0).outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(25.0));
}

#[test]
fn a_ratio_of_a_larger_area_is_one_of_sums() {
    let city = ratio(RATIO)
        .each("x", [1.0, 3.0, 8.0])
        .each("y", [10.0, 10.0, 10.0]);
    let outcome = city.outcome(false);
    assert_eq!(outcome.value("W1", "m"), Some(4.0 / 20.0));
    assert_eq!(outcome.value("G", "m"), Some(12.0 / 30.0));
}

#[test]
fn what_an_area_itself_is_given_comes_before_its_parts() {
    let city = ratio(RATIO)
        .each("x", [1.0, 3.0, 8.0])
        .each("y", [10.0, 10.0, 10.0]);
    let outcome = city.told("x", "G", 15.0).outcome(false);
    assert_eq!(outcome.value("G", "m"), Some(0.5)); // 15 ÷ 30, not 12 ÷ 30
}

#[test]
fn a_ratio_without_one_of_its_sides_is_unknown_and_never_0() {
    let outcome = ratio(RATIO)
        .told("x", "B1", 3.0)
        .told("y", "B2", 8.0)
        .outcome(false);
    assert_eq!(outcome.three("B1", "m"), [None; 3]);
    assert_eq!(outcome.measured("B1", "m").unknown, figure("y"));
    assert_eq!(outcome.three("B2", "m"), [None; 3]);
    assert_eq!(outcome.measured("B2", "m").unknown, figure("x"));
}

#[test]
fn a_ratio_over_nothing_is_not_a_number_of_anything() {
    let outcome = ratio(RATIO)
        .told("x", "B1", 0.0)
        .told("y", "B1", 0.0)
        .outcome(false);
    assert_eq!(outcome.three("B1", "m"), [None; 3]);
    assert_eq!(outcome.measured("B1", "m").unknown, Some(Unknown::Nobody));
}

#[test]
fn a_ratio_of_an_interval_is_an_interval() {
    let city = ratio(RATIO)
        .bounded("x", "B1", 2.0, Some(5.0))
        .told("y", "B1", 10.0);
    // Below the line, too: 4 of 8 to 10.
    let city = city
        .told("x", "B2", 4.0)
        .bounded("y", "B2", 8.0, Some(10.0));
    let city = city.bounded("x", "B3", 2.0, ENDLESS).told("y", "B3", 10.0);
    let outcome = city.outcome(false);
    assert_eq!(outcome.three("B1", "m"), [None, Some(0.2), Some(0.5)]);
    assert_eq!(outcome.three("B2", "m"), [None, Some(0.4), Some(0.5)]);
    assert_eq!(outcome.three("B3", "m"), [None, Some(0.2), None]);
    for area in ["B1", "B2", "B3"] {
        assert_eq!(outcome.measured(area, "m").unknown, Some(Unknown::Interval));
    }
}

#[test]
fn a_ratio_of_parts_leaves_out_those_of_which_one_side_is_unknown_on_both_sides() {
    let city = ratio(RATIO)
        .each("y", [10.0, 10.0, 10.0])
        .each("residents", [300.0, 100.0, 100.0]);
    let outcome = city
        .told("x", "B1", 4.0)
        .told("x", "B3", 1.0)
        .outcome(false);
    // B2 is left out above and below the line: 4 ÷ 10, of 300 of 400 residents.
    assert_eq!(outcome.value("W1", "m"), Some(0.4));
    assert_eq!(outcome.measured("W1", "m").known, 0.75);
    assert_eq!(outcome.value("G", "m"), Some(5.0 / 20.0));
    assert_eq!(outcome.measured("G", "m").known, 0.8);
}

#[test]
fn a_ratio_of_too_few_known_parts_is_unknown() {
    let city = ratio(RATIO)
        .each("y", [10.0, 10.0, 10.0])
        .each("residents", [100.0, 300.0, 100.0]);
    let outcome = city
        .told("x", "B1", 4.0)
        .told("x", "B3", 1.0)
        .outcome(false);
    assert_eq!(outcome.value("W1", "m"), None);
    assert_eq!(outcome.measured("W1", "m").unknown, Some(Unknown::Parts));
}

#[test]
fn a_sum_adds_up_and_is_scaled() {
    let city = ratio("sum = { of = [\"x\", \"y\"], times = 3, divided_by = 4 }");
    let outcome = city
        .each("x", [10.0, 2.0, 3.0])
        .each("y", [2.0, 2.0, 1.0])
        .outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(9.0)); // (10 + 2) × 3 ÷ 4
    assert_eq!(outcome.value("W1", "m"), Some(12.0));
    assert_eq!(outcome.value("G", "m"), Some(15.0));
}

#[test]
fn a_sum_with_something_unknown_is_unknown() {
    let city = ratio("sum = { of = [\"x\", \"y\"] }").each("x", [10.0, 2.0, 3.0]);
    let city = city.told("y", "B1", 2.0).bounded("y", "B2", 1.0, Some(4.0));
    let outcome = city.outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(12.0));
    assert_eq!(outcome.three("B2", "m"), [None, Some(3.0), Some(6.0)]);
    assert_eq!(outcome.three("B3", "m"), [None; 3]);
    assert_eq!(outcome.measured("B3", "m").unknown, figure("y"));
    assert_eq!(outcome.value("G", "m"), None);
}

#[test]
fn small_numbers_are_not_shown_and_not_0() {
    let text = measuring("m", "sum = { of = [\"x\"] }", "suppress_below = 10");
    let outcome = City::new(&text)
        .each("x", [10.0, 9.999, 0.0])
        .outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(10.0));
    for area in ["B2", "B3"] {
        assert_eq!(outcome.three(area, "m"), [None; 3]);
        assert_eq!(outcome.measured(area, "m").unknown, Some(Unknown::Small));
        assert_eq!(outcome.measured(area, "m").total, 0.0);
    }
}

const EVENNESS: &str = "evenness = { of = \"form\", classes = [\"a\", \"b\", \"c\", \"d\"] }";

#[test]
fn evenness_is_over_the_fixed_set_whatever_is_there() {
    let city = ratio(EVENNESS)
        .each("form:a", [1.0, 5.0, 9.0])
        .each("form:b", [1.0, 5.0, 0.0]);
    let city = city
        .each("form:c", [1.0, 0.0, 0.0])
        .each("form:d", [1.0, 0.0, 0.0]);
    let outcome = city.outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(1.0));
    near(outcome.value("B2", "m"), 0.5); // ln 2 ÷ ln 4
    assert_eq!(outcome.value("B3", "m"), Some(0.0));
    // 6, 6, 1, 1 of 14.
    let p = |n: f64| -(n / 14.0) * (n / 14.0).ln();
    near(
        outcome.value("W1", "m"),
        (2.0 * p(6.0) + 2.0 * p(1.0)) / 4_f64.ln(),
    );
}

#[test]
fn evenness_with_an_unknown_class_is_unknown() {
    let city = ratio(EVENNESS)
        .each("form:a", [1.0, 5.0, 0.0])
        .each("form:b", [1.0, 5.0, 0.0]);
    let city = city
        .told("form:c", "B1", 0.0)
        .bounded("form:c", "B2", 0.0, ENDLESS);
    let outcome = city.told("form:c", "B3", 0.0).outcome(false);
    near(outcome.value("B1", "m"), 0.5); // nobody knows of any d anywhere: it is none
    assert_eq!(outcome.value("B2", "m"), None);
    assert_eq!(outcome.measured("B2", "m").unknown, figure("form"));
    // Nothing of any kind is no diversity at all, and no evenness of 0.
    assert_eq!(outcome.value("B3", "m"), None);
    assert_eq!(outcome.measured("B3", "m").unknown, Some(Unknown::Nobody));
    assert_eq!(outcome.value("W1", "m"), None);
}

const CONCENTRATION: &str = "concentration = { of = \"clients\" }";

#[test]
fn concentration_is_the_sum_of_squared_shares_of_all_that_there_are() {
    let city = ratio(CONCENTRATION).each("clients:a", [3.0, 1.0, 8.0]);
    let outcome = city.each("clients:b", [1.0, 3.0, 0.0]).outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(0.625)); // 9/16 + 1/16
    assert_eq!(outcome.value("B3", "m"), Some(1.0));
    assert_eq!(outcome.value("W1", "m"), Some(0.5)); // 4 and 4
    assert_eq!(outcome.value("G", "m"), Some(0.625)); // 12 and 4 of 16
}

#[test]
fn concentration_without_clients_or_rows_is_unknown() {
    let city = ratio(CONCENTRATION)
        .told("clients:a", "B1", 0.0)
        .told("clients:b", "B1", 0.0);
    let city = city
        .told("clients:a", "B2", 4.0)
        .bounded("clients:b", "B2", 0.0, ENDLESS);
    let outcome = city.outcome(false);
    assert_eq!(outcome.measured("B1", "m").unknown, Some(Unknown::Nobody));
    assert_eq!(outcome.value("B2", "m"), None);
    assert_eq!(outcome.measured("B3", "m").unknown, figure("clients"));
    for area in ["B1", "B2", "B3"] {
        assert_eq!(outcome.value(area, "m"), None);
    }
}

#[test]
fn a_provider_of_whom_one_part_says_nothing_does_not_vanish_from_the_whole() {
    let city = ratio(CONCENTRATION)
        .told("clients:a", "B1", 30.0)
        .told("clients:a", "B2", 10.0);
    let outcome = city.told("clients:b", "B1", 10.0).outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(0.625)); // 30 and 10
    // Of B2 nothing is known of b; of both together a has 40 and b has 10 at least: not 1.
    assert_eq!(outcome.value("W1", "m"), None);
}

const QUOTIENT: &str = "location_quotient = { of = [\"x\"], per = [\"y\"] }";

#[test]
fn a_location_quotient_is_a_share_over_that_of_the_city() {
    let city = ratio(QUOTIENT)
        .each("x", [6.0, 2.0, 2.0])
        .each("y", [40.0, 20.0, 40.0]);
    let outcome = city.outcome(false);
    // The city has 10 of 100.
    near(outcome.value("B1", "m"), 1.5); // 6/40 ÷ 10/100
    near(outcome.value("B2", "m"), 1.0);
    near(outcome.value("B3", "m"), 0.5);
    near(outcome.value("W1", "m"), (8.0 / 60.0) / 0.1);
    near(outcome.value("G", "m"), 1.0);
}

#[test]
fn a_location_quotient_is_unknown_without_its_own_numbers() {
    let city = ratio(QUOTIENT)
        .each("y", [40.0, 20.0, 40.0])
        .told("x", "G", 10.0);
    let outcome = city.told("x", "B1", 6.0).outcome(false);
    near(outcome.value("B1", "m"), 1.5);
    assert_eq!(outcome.three("B2", "m"), [None; 3]);
    assert_eq!(outcome.measured("B2", "m").unknown, figure("x"));
}

#[test]
fn a_location_quotient_is_unknown_without_those_of_the_city() {
    let city = ratio(QUOTIENT).told("y", "B1", 40.0).told("x", "B1", 6.0);
    assert_eq!(city.outcome(false).value("B1", "m"), None);
}

const GAP: &str = "gap_to_city = { of = [\"x\"], per = [\"y\"] }";

#[test]
fn a_gap_is_told_either_way() {
    let city = ratio(GAP)
        .each("x", [10.0, 20.0, 10.0])
        .each("y", [50.0, 25.0, 25.0]);
    let outcome = city.outcome(false);
    // The city has 40 of 100.
    near(outcome.value("B1", "m"), 0.2); // 0.2 beside 0.4
    near(outcome.value("B2", "m"), 0.4); // 0.8 beside 0.4
    near(outcome.value("B3", "m"), 0.0);
    near(outcome.value("G", "m"), 0.0);
}

#[test]
fn a_gap_of_what_is_unknown_is_unknown() {
    let city = ratio(GAP)
        .each("y", [50.0, 25.0, 25.0])
        .told("x", "G", 40.0);
    let outcome = city.bounded("x", "B1", 0.0, ENDLESS).outcome(false);
    assert_eq!(outcome.value("B1", "m"), None);
    assert_eq!(outcome.three("B2", "m"), [None; 3]);
}

fn spread(over: &str) -> City {
    let measure = format!("dissimilarity = {{ of = [\"x\"], per = [\"y\"], over = \"{over}\" }}");
    City::new(&measuring("m", &measure, "level = \"city\""))
}

#[test]
fn dissimilarity_is_over_the_areas_of_its_level() {
    let numbers = |city: City| {
        city.each("x", [100.0, 60.0, 40.0])
            .each("y", [0.0, 40.0, 60.0])
    };
    // ½ (|100/200 − 0| + |60/200 − 40/100| + |40/200 − 60/100|) = ½ (0.5 + 0.1 + 0.4).
    near(numbers(spread("buurt")).outcome(false).value("G", "m"), 0.5);
    // ½ (|160/200 − 40/100| + |40/200 − 60/100|) = ½ (0.4 + 0.4).
    near(numbers(spread("wijk")).outcome(false).value("G", "m"), 0.4);
}

#[test]
fn dissimilarity_over_a_level_that_is_not_there_or_one_known_area_is_unknown() {
    let outcome = spread("stadsdeel")
        .each("x", [1.0; 3])
        .each("y", [1.0; 3])
        .outcome(false);
    let own = outcome.measured("G", "m");
    assert_eq!(own.value, None);
    assert_eq!(own.unknown, Some(Unknown::Level("stadsdeel".to_owned())));
    let outcome = spread("wijk")
        .told("x", "W1", 4.0)
        .each("y", [1.0; 3])
        .outcome(false);
    assert_eq!(outcome.value("G", "m"), None);
    assert_eq!(outcome.measured("G", "m").unknown, figure("x"));
}

#[test]
fn a_figure_from_elsewhere_is_weighed_over_larger_areas() {
    let city = ratio("figure = { of = \"grade\", weight = \"homes\" }");
    let city = city
        .each("homes", [10.0, 30.0, 60.0])
        .each("grade", [8.0, 4.0, 6.0]);
    let outcome = city.outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(8.0));
    assert_eq!(outcome.value("W1", "m"), Some((80.0 + 120.0) / 40.0));
    assert_eq!(
        outcome.value("G", "m"),
        Some((80.0 + 120.0 + 360.0) / 100.0)
    );
}

#[test]
fn a_figure_that_nobody_gives_is_unknown() {
    let city = ratio("figure = { of = \"grade\", weight = \"homes\" }");
    let city = city
        .each("homes", [10.0, 30.0, 60.0])
        .told("grade", "B1", 8.0);
    let outcome = city.bounded("grade", "B2", 0.0, ENDLESS).outcome(false);
    for area in ["B2", "B3", "W2"] {
        assert_eq!(outcome.three(area, "m"), [None; 3]);
        assert_eq!(outcome.measured(area, "m").unknown, figure("grade"));
    }
    // Of W1 only 10 of 40 homes are graded.
    assert_eq!(outcome.measured("W1", "m").unknown, Some(Unknown::Parts));
}

fn presence() -> City {
    City::new(&measuring(
        "m",
        "presence = { of = \"team\", weight = [\"residents\"] }",
        "",
    ))
}

fn teams(outcome: &Outcome) -> [[Option<f64>; 3]; 4] {
    ["B1", "B2", "W1", "G"].map(|area| outcome.three(area, "m"))
}

#[test]
fn presence_is_the_share_of_people_where_there_is_something() {
    let city = presence().homes(&[("B1", 3.0), ("B2", 1.0), ("B3", 4.0)]);
    let outcome = city.each("team", [1.0, 0.0, 1.0]).outcome(false);
    let share = |share: f64| [Some(share); 3];
    assert_eq!(
        teams(&outcome),
        [share(1.0), share(0.0), share(0.75), share(0.875)]
    );
}

#[test]
fn presence_of_a_larger_area_holds_for_its_parts_unless_they_say_otherwise() {
    let city = presence().homes(&[("B1", 3.0), ("B2", 1.0), ("B3", 4.0)]);
    let outcome = city
        .told("team", "W1", 1.0)
        .told("team", "B2", 0.0)
        .outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(1.0));
    assert_eq!(outcome.value("B2", "m"), Some(0.0));
    assert_eq!(outcome.value("W1", "m"), Some(0.75));
}

#[test]
fn presence_that_nobody_tells_of_is_between_nothing_and_everybody() {
    let city = presence().homes(&[("B1", 3.0), ("B2", 1.0), ("B3", 4.0)]);
    let outcome = city.told("team", "B1", 1.0).outcome(false);
    assert_eq!(outcome.three("B2", "m"), [None, Some(0.0), Some(1.0)]);
    // Known for 3 of 8, who have one: too few to tell of all. 5 may.
    assert_eq!(outcome.three("G", "m"), [None, Some(0.375), Some(1.0)]);
    assert_eq!(outcome.measured("G", "m").unknown, Some(Unknown::Parts));
    let nowhere = presence().homes(&[("B1", 3.0)]).outcome(false);
    assert_eq!(nowhere.three("B1", "m"), [None; 3]);
    assert_eq!(nowhere.measured("B1", "m").unknown, figure("team"));
}

#[test]
fn presence_of_which_a_row_says_nothing_has_an_end_at_everybody() {
    let city = presence().homes(&[("B1", 3.0), ("B2", 1.0), ("B3", 4.0)]);
    let city = city.told("team", "B1", 1.0).told("team", "B3", 0.0);
    let outcome = city.bounded("team", "B2", 0.0, ENDLESS).outcome(false);
    assert_eq!(outcome.three("B2", "m"), [None, Some(0.0), Some(1.0)]);
    assert_eq!(
        outcome.three("G", "m"),
        [Some(3.0 / 7.0), Some(0.375), Some(0.5)]
    );
    // 4 surely have none.
    assert_eq!(outcome.measured("G", "m").failing, Some(4.0));
}

#[test]
fn an_index_of_few_is_not_shown() {
    let text = measuring("m", CONCENTRATION, "suppress_total_below = 10");
    let city = City::new(&text).each("clients:a", [6.0, 5.0, 0.0]);
    let outcome = city.each("clients:b", [4.0, 4.0, 9.0]).outcome(false);
    near(outcome.value("B1", "m"), 0.52); // 10 clients: 0.36 + 0.16
    for area in ["B2", "B3"] {
        assert_eq!(outcome.three(area, "m"), [None; 3]);
        assert_eq!(outcome.measured(area, "m").unknown, Some(Unknown::Small));
    }
}

#[test]
fn counts_at_addresses_stand_in_where_no_table_tells() {
    let mut city = ratio("sum = { of = [\"homes\"] }").told("homes", "B1", 40.0);
    for (area, count) in [31.0, 7.0, 5.0].into_iter().enumerate() {
        city.figures.count("homes", area, Figure::exact(count));
    }
    let outcome = city.outcome(false);
    assert_eq!(outcome.value("B1", "m"), Some(40.0));
    assert_eq!(outcome.value("B2", "m"), Some(7.0));
}

#[test]
fn a_count_is_not_divided_by_a_published_number() {
    // Residents are published: 50. At the addresses 40 are counted, of whom 10 are old.
    let mut city = ratio("ratio = { of = [\"old\"], per = [\"all\"] }").told("all", "B1", 50.0);
    city.figures.count("all", 0, Figure::exact(40.0));
    city.figures.count("old", 0, Figure::exact(10.0));
    assert_eq!(city.outcome(false).value("B1", "m"), Some(0.25));
}

#[test]
fn a_published_number_is_divided_by_a_published_one() {
    let mut city = ratio(RATIO).told("x", "B1", 10.0).told("y", "B1", 50.0);
    city.figures.count("y", 0, Figure::exact(40.0));
    assert_eq!(city.outcome(false).value("B1", "m"), Some(0.2));
}

#[test]
fn a_decline_is_a_number_below_0() {
    let measure = "ratio = { of = [\"x\"], per = [\"y\"], minus = 1 }";
    let outcome = ratio(measure)
        .told("x", "B1", 40.0)
        .told("y", "B1", 50.0)
        .outcome(false);
    near(outcome.value("B1", "m"), -0.2);
    assert_eq!(outcome.measured("B1", "m").unknown, None);
}
