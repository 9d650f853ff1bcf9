//! Larger areas: the weighted means of their parts, before anything is rounded.

use crate::{City, Outcome, grade, near};

/// Residents 100, 300 and 100.
fn peopled(text: &str) -> City {
    City::new(text).each("residents", [100.0, 300.0, 100.0])
}

fn graded(grades: [Option<f64>; 3]) -> Outcome {
    let mut city = peopled(&grade("grade", "h", ""));
    for (area, grade) in ["B1", "B2", "B3"].into_iter().zip(grades) {
        if let Some(grade) = grade {
            city = city.told("grade", area, grade);
        }
    }
    city.outcome(false)
}

#[test]
fn a_larger_area_is_the_weighted_mean_of_the_scores_of_its_parts() {
    let outcome = graded([Some(10.0), Some(0.0), Some(5.0)]);
    let score = |area: &str| outcome.scored(area, "grade").score;
    near(score("W1"), (100.0 * 1.0 + 300.0 * 0.0) / 400.0);
    near(score("W2"), 0.5);
    near(
        score("G"),
        (100.0 * 1.0 + 300.0 * 0.0 + 100.0 * 0.5) / 500.0,
    );
}

#[test]
fn a_good_part_does_not_make_up_for_a_bad_one_before_it_is_scored() {
    // 20 is no better than 10: the mean of the scores is (1 + 0) ÷ 2, not that of the grades.
    let city = City::new(&grade("grade", "h", "")).each("residents", [100.0, 100.0, 100.0]);
    let city = city.each("dwellings", [1.0, 1.0, 1.0]);
    let outcome = city.each("grade", [20.0, 0.0, 0.0]).outcome(false);
    assert_eq!(outcome.value("W1", "grade"), Some(10.0));
    assert_eq!(outcome.scored("W1", "grade").score, Some(0.5));
}

#[test]
fn scores_are_not_rounded_on_the_way() {
    let thirds = [10.0 / 3.0, 20.0 / 3.0, 10.0 / 7.0];
    let outcome = graded(thirds.map(Some));
    let sum = 100.0 * (1.0 / 3.0) + 300.0 * (2.0 / 3.0) + 100.0 * (1.0 / 7.0);
    near(outcome.scored("G", "grade").score, sum / 500.0);
}

#[test]
fn parts_that_are_unknown_are_left_out_where_enough_are_known() {
    // B3 unknown: 400 of 500 are known.
    let outcome = graded([Some(10.0), Some(5.0), None]);
    let own = outcome.scored("G", "grade");
    near(own.score, (100.0 * 1.0 + 300.0 * 0.5) / 400.0); // never ÷ 500
    near(Some(own.low), 250.0 / 500.0);
    near(Some(own.high), 350.0 / 500.0);
}

#[test]
fn too_few_known_parts_make_no_score() {
    // B2 unknown: of W1 100 of 400, of G 200 of 500.
    let outcome = graded([Some(10.0), None, Some(5.0)]);
    let wijk = outcome.scored("W1", "grade");
    assert_eq!((wijk.score, wijk.low, wijk.high), (None, 0.25, 1.0));
    let city = outcome.scored("G", "grade");
    assert_eq!((city.score, city.low, city.high), (None, 0.3, 0.9));
    assert_eq!(outcome.value("W1", "grade"), None);
}

#[test]
fn sixty_percent_of_the_people_is_enough() {
    let city = City::new(&grade("grade", "h", "")).each("residents", [200.0, 300.0, 100.0]);
    let city = city.told("grade", "B1", 10.0).told("grade", "B2", 5.0);
    // 500 of 600.
    let outcome = city.outcome(false);
    near(outcome.scored("G", "grade").score, 350.0 / 500.0);
    let city = City::new(&grade("grade", "h", "")).each("residents", [100.0, 200.0, 200.0]);
    let city = city.told("grade", "B1", 10.0).told("grade", "B2", 5.0);
    // 300 of 500: just 60 %.
    near(
        city.outcome(false).scored("G", "grade").score,
        200.0 / 300.0,
    );
    let city = City::new(&grade("grade", "h", "")).each("residents", [100.0, 199.0, 200.0]);
    let city = city.told("grade", "B1", 10.0).told("grade", "B2", 5.0);
    // 299 of 499: 59.9 %.
    assert_eq!(city.outcome(false).scored("G", "grade").score, None);
}

#[test]
fn an_indicator_of_wijken_is_not_measured_below_them() {
    let outcome = peopled(&grade("grade", "h", "level = \"wijk\""))
        .told("grade", "W1", 4.0)
        .told("grade", "W2", 10.0)
        .outcome(false);
    let levels: Vec<u16> = outcome.measures.rows.iter().map(|row| row.level).collect();
    assert_eq!(levels, [1, 1, 2]);
    near(
        outcome.scored("G", "grade").score,
        (400.0 * 0.4 + 100.0) / 500.0,
    );
}

#[test]
fn an_indicator_of_the_city_is_measured_there_only() {
    let outcome = peopled(&grade("grade", "h", "level = \"city\""))
        .told("grade", "G", 4.0)
        .outcome(false);
    assert_eq!(outcome.measures.rows.len(), 1);
    assert_eq!(outcome.scored("G", "grade").score, Some(0.4));
}

#[test]
fn a_figure_of_a_larger_area_is_never_split() {
    let outcome = peopled(&grade("grade", "h", ""))
        .told("grade", "W1", 4.0)
        .outcome(false);
    assert_eq!(outcome.value("W1", "grade"), Some(4.0));
    assert_eq!(outcome.value("B1", "grade"), None);
    assert_eq!(outcome.value("B2", "grade"), None);
}
