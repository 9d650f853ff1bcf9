//! Utilities, headings, coverage, intervals, totals, priority.

use nabij::criteria::Status;

use crate::{City, Outcome, grade, near};

fn graded(more: &str, grades: [f64; 3]) -> Outcome {
    let city = City::new(&grade("grade", "h", more));
    city.each("grade", grades).outcome(false)
}

fn scores(outcome: &Outcome) -> [(Option<f64>, Status); 3] {
    ["B1", "B2", "B3"].map(|area| {
        let own = outcome.scored(area, "grade");
        (own.score, own.status)
    })
}

#[test]
fn at_the_floor_nothing_and_just_above_it_a_little() {
    // 2 → 0 and 6 → 1: (2.1 − 2) ÷ 4 = 0.025.
    let outcome = graded("utility = { floor = 2, target = 6 }", [1.9, 2.0, 2.1]);
    let [below, floor, above] = scores(&outcome);
    assert_eq!(below, (Some(0.0), Status::NotMet));
    assert_eq!(floor, (Some(0.0), Status::NotMet));
    near(above.0, 0.025);
    assert_eq!(above.1, Status::Partly);
}

#[test]
fn at_the_target_one_and_just_below_it_nearly() {
    // (5.9 − 2) ÷ 4 = 0.975.
    let outcome = graded("utility = { floor = 2, target = 6 }", [5.9, 6.0, 6.1]);
    let [below, target, above] = scores(&outcome);
    near(below.0, 0.975);
    assert_eq!(below.1, Status::Partly);
    assert_eq!(target, (Some(1.0), Status::Met));
    assert_eq!(above, (Some(1.0), Status::Met));
}

#[test]
fn lower_is_better_where_the_target_is_lower() {
    let more = "direction = \"lower\"\nutility = { floor = 4, target = 0 }";
    let [best, half, worst] = scores(&graded(more, [0.0, 2.0, 4.0]));
    assert_eq!(best, (Some(1.0), Status::Met));
    assert_eq!(half, (Some(0.5), Status::Partly));
    assert_eq!(worst, (Some(0.0), Status::NotMet));
}

#[test]
fn a_band_is_best_between_two_values_that_count_as_in_it() {
    let more =
        "direction = \"band\"\nutility = { knots = [[0.5, 0], [0.75, 1], [1.25, 1], [2.25, 0]] }";
    assert_eq!(
        scores(&graded(more, [0.75, 1.0, 1.25])),
        [(Some(1.0), Status::Met); 3]
    );
    // (0.6 − 0.5) ÷ 0.25 = 0.4; (2.25 − 1.75) ÷ 1 = 0.5; beyond the last knot nothing.
    let [below, above, beyond] = scores(&graded(more, [0.6, 1.75, 3.0]));
    near(below.0, 0.4);
    assert_eq!(above, (Some(0.5), Status::Partly));
    assert_eq!(beyond, (Some(0.0), Status::NotMet));
}

#[test]
fn a_class_that_the_table_does_not_have_is_unknown() {
    let more = "utility = { classes = [[1, 0.0], [2, 0.25], [3, 1.0]] }";
    let [known, other, best] = scores(&graded(more, [2.0, 2.5, 3.0]));
    assert_eq!(known, (Some(0.25), Status::Partly));
    assert_eq!(other, (None, Status::Unknown));
    assert_eq!(best, (Some(1.0), Status::Met));
}

/// Two known grades and one that is not: weights 2, 1 and 1.
fn three() -> Outcome {
    let text = grade("a", "h", "weight = 2") + &grade("b", "h", "") + &grade("c", "h", "");
    let city = City::new(&text).told("a", "B1", 5.0).told("b", "B1", 10.0);
    city.told("65+", "B1", 30.0).outcome(false)
}

#[test]
fn a_heading_is_the_weighted_mean_of_what_is_known() {
    let heading = three().heading("B1", Some("h")).unwrap();
    near(heading.score, (2.0 * 0.5 + 1.0) / 3.0); // never ÷ 4
    assert_eq!(heading.coverage, 0.75); // 3 of 4
}

#[test]
fn the_interval_takes_what_is_unknown_at_nothing_and_at_one() {
    let heading = three().heading("B1", Some("h")).unwrap();
    assert_eq!(heading.low, 0.5); // (2 × 0.5 + 1 + 0) ÷ 4
    assert_eq!(heading.high, 0.75); // (2 × 0.5 + 1 + 1) ÷ 4
}

#[test]
fn contributions_sum_to_the_score_of_the_heading() {
    let outcome = three();
    let added = |id: &str| outcome.scored("B1", id).contribution;
    near(added("a"), 2.0 * 0.5 / 3.0);
    near(added("b"), 1.0 / 3.0);
    assert_eq!(added("c"), None);
    let sum = added("a").unwrap() + added("b").unwrap();
    near(outcome.heading("B1", Some("h")).unwrap().score, sum);
}

#[test]
fn an_unknown_indicator_is_not_one_that_scores_nothing() {
    let own = three().scored("B1", "c");
    assert_eq!((own.score, own.status), (None, Status::Unknown));
    assert_eq!((own.low, own.high), (0.0, 1.0));
}

#[test]
fn priority_is_need_times_what_the_score_falls_short() {
    let heading = three().heading("B1", Some("h")).unwrap();
    assert_eq!(heading.need, Some(30.0));
    near(heading.priority, 30.0 * (1.0 - 2.0 / 3.0)); // 10
}

#[test]
fn without_need_or_score_there_is_no_priority() {
    let city = City::new(&grade("a", "h", "")).told("a", "B1", 5.0);
    let outcome = city.told("65+", "B2", 30.0).outcome(false);
    let b1 = outcome.heading("B1", Some("h")).unwrap();
    assert_eq!((b1.score, b1.need, b1.priority), (Some(0.5), None, None));
    let b2 = outcome.heading("B2", Some("h")).unwrap();
    assert_eq!((b2.score, b2.need, b2.priority), (None, Some(30.0), None));
}

/// How a heading stands of which so much weight is known, of 10.
fn known_of_ten(known: f64) -> (Option<f64>, f64) {
    let text = grade("a", "h", &format!("weight = {known:?}"))
        + &grade("b", "h", &format!("weight = {:?}", 10.0 - known));
    let outcome = City::new(&text).told("a", "B1", 5.0).outcome(false);
    let heading = outcome.heading("B1", Some("h")).unwrap();
    (heading.score, heading.coverage)
}

#[test]
fn below_sixty_percent_of_the_weight_there_are_insufficient_data() {
    let (below, at, above) = (known_of_ten(5.99), known_of_ten(6.0), known_of_ten(6.01));
    assert_eq!(below.0, None);
    near(Some(below.1), 0.599);
    assert_eq!(at, (Some(0.5), 0.6));
    near(above.0, 0.5);
}

#[test]
fn insufficient_data_still_have_an_interval() {
    let text = grade("a", "h", "") + &grade("b", "h", "");
    let outcome = City::new(&text).told("a", "B1", 4.0).outcome(false);
    let heading = outcome.heading("B1", Some("h")).unwrap();
    assert_eq!((heading.score, heading.low, heading.high), (None, 0.2, 0.7));
}

#[test]
fn what_weighs_nothing_is_scored_and_adds_nothing() {
    let text = grade("a", "h", "") + &grade("b", "h", "weight = 0");
    let outcome = City::new(&text)
        .told("a", "B1", 4.0)
        .told("b", "B1", 10.0)
        .outcome(false);
    assert_eq!(outcome.scored("B1", "b").score, Some(1.0));
    assert_eq!(outcome.scored("B1", "b").contribution, None);
    let heading = outcome.heading("B1", Some("h")).unwrap();
    assert_eq!((heading.score, heading.coverage), (Some(0.4), 1.0));
    assert_eq!((heading.low, heading.high), (0.4, 0.4));
}

#[test]
fn a_heading_of_context_only_has_no_score() {
    let text = grade("a", "h", "direction = \"context\"") + &grade("b", "k", "");
    let outcome = City::new(&text)
        .told("a", "B1", 4.0)
        .told("b", "B1", 4.0)
        .outcome(true);
    assert_eq!(outcome.heading("B1", Some("h")), None);
    assert_eq!(outcome.scored("B1", "a").status, Status::Context);
    assert_eq!(outcome.scored("B2", "a").status, Status::Unknown);
    assert_eq!(outcome.scored("B1", "a").contribution, None);
    assert_eq!(outcome.heading("B1", None).unwrap().score, Some(0.4));
}

#[test]
fn a_total_is_only_there_when_asked_for() {
    let text = grade("a", "h", "") + &grade("b", "l", "");
    let city = || City::new(&text).told("a", "B1", 5.0).told("b", "B1", 10.0);
    assert!(city().outcome(false).heading("B1", None).is_none());
    let outcome = city().outcome(false);
    assert!(
        outcome
            .scores
            .headings
            .iter()
            .all(|own| own.heading.is_some())
    );
    // The heading l weighs 3: (1 × 0.5 + 3 × 1) ÷ 4.
    let total = city().outcome(true).heading("B1", None).unwrap();
    assert_eq!((total.score, total.coverage), (Some(0.875), 1.0));
}

#[test]
fn a_total_of_too_few_headings_is_insufficient() {
    let text = grade("a", "h", "") + &grade("b", "l", "");
    // Only a heading of weight 1 is known of 4.
    let outcome = City::new(&text).told("a", "B1", 5.0).outcome(true);
    let total = outcome.heading("B1", None).unwrap();
    assert_eq!((total.score, total.coverage), (None, 0.25));
    assert_eq!((total.low, total.high), (0.125, 0.875)); // (0.5 + 3 × 0 or 1) ÷ 4
}

#[test]
fn an_interval_narrows_the_heading_though_the_value_is_unknown() {
    // 2 to 6 of 10: between 0.2 and 0.6.
    let ratio = "measure.ratio = { of = [\"x\"], per = [\"y\"] }";
    let text = format!(
        "[[indicator]]\nid = \"r\"\nheading = \"h\"\nunit = \"share\"\ndirection = \"higher\"\n\
         utility = {{ floor = 0, target = 1 }}\n{ratio}\n"
    ) + &grade("a", "h", "weight = 3");
    let city = City::new(&text)
        .bounded("x", "B1", 2.0, Some(6.0))
        .told("y", "B1", 10.0)
        .told("a", "B1", 5.0);
    let outcome = city.outcome(false);
    assert_eq!(outcome.three("B1", "r"), [None, Some(0.2), Some(0.6)]);
    let own = outcome.scored("B1", "r");
    assert_eq!((own.score, own.low, own.high), (None, 0.2, 0.6));
    let heading = outcome.heading("B1", Some("h")).unwrap();
    assert_eq!((heading.score, heading.coverage), (Some(0.5), 0.75));
    near(Some(heading.low), (3.0 * 0.5 + 0.2) / 4.0);
    near(Some(heading.high), (3.0 * 0.5 + 0.6) / 4.0);
}

#[test]
fn the_same_weighed_otherwise_measures_the_same() {
    let city = |weight: &str| {
        let text = grade("a", "h", weight) + &grade("b", "h", "");
        City::new(&text)
            .told("a", "B1", 5.0)
            .told("b", "B1", 10.0)
            .outcome(false)
    };
    let (one, three) = (city("weight = 1"), city("weight = 3"));
    assert_eq!(one.measures, three.measures);
    assert_eq!(one.heading("B1", Some("h")).unwrap().score, Some(0.75));
    assert_eq!(three.heading("B1", Some("h")).unwrap().score, Some(0.625));
}
