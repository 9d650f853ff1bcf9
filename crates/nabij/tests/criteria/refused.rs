//! Catalogues that make no sense: the message names the indicator and what is wrong.

use nabij::CriteriaError;
use nabij::criteria::Catalogue;

const HEADING: &str = "name = \"tiny\"\ncoverage = 0.6\nneed = \"65+\"\n[[heading]]\nid = \"h\"\n";
const FIGURE: &str = "measure.figure = { of = \"x\", weight = \"y\" }\n";
const CONTEXT: &str = "direction = \"context\"\n";
const SCORED: &str = "direction = \"higher\"\nutility = { floor = 0, target = 1 }\n";

fn message(text: &str) -> String {
    let read = Catalogue::from_toml(text).map(|own| own.name);
    read.expect_err(text).to_string()
}

/// The message about one indicator, `mine`, of such a text.
#[track_caller]
fn wrong(parts: &[&str]) -> String {
    let text = format!("{HEADING}[[indicator]]\nid = \"mine\"\n{}", parts.concat());
    let message = message(&text);
    assert!(message.contains("\"mine\""), "no name: {message}");
    message
}

/// The message about an indicator under `h` in `share` with this measure.
#[track_caller]
fn measure(text: &str) -> String {
    let text = format!("measure.{text}\n");
    wrong(&["heading = \"h\"\nunit = \"share\"\n", CONTEXT, &text])
}

#[track_caller]
fn says(message: &str, part: &str) {
    assert!(message.contains(part), "{message:?} does not say {part:?}");
}

#[test]
fn a_heading_that_is_not_there() {
    let message = wrong(&["heading = \"wonen\"\nunit = \"share\"\n", CONTEXT, FIGURE]);
    says(&message, "there is no heading \"wonen\"");
}

#[test]
fn a_unit_that_is_none() {
    let message = wrong(&["heading = \"h\"\nunit = \"percent\"\n", CONTEXT, FIGURE]);
    says(&message, "percent");
    says(&message, "share, per_100");
}

#[test]
fn a_score_without_utility_and_a_utility_without_score() {
    let head = "heading = \"h\"\nunit = \"share\"\n";
    says(
        &wrong(&[head, FIGURE, "direction = \"higher\"\n"]),
        "needs a utility",
    );
    let both = wrong(&[
        head,
        FIGURE,
        CONTEXT,
        "utility = { floor = 0, target = 1 }\n",
    ]);
    says(&both, "context");
}

#[test]
fn a_utility_that_is_none() {
    let head = "heading = \"h\"\nunit = \"share\"\ndirection = \"higher\"\n";
    let with = |utility: &str| wrong(&[head, FIGURE, &format!("utility = {{ {utility} }}\n")]);
    says(&with("floor = 0"), "floor");
    says(&with("floor = 1, target = 1"), "two different numbers");
    says(&with("floor = nan, target = 1"), "two different numbers");
    says(&with("floor = 0, target = 1, knots = [[0, 0]]"), "knots");
    says(&with("knots = [[1, 0], [0, 1]]"), "must rise");
    says(&with("knots = []"), "no knots");
    says(&with("classes = [[1, 2]]"), "between 0 and 1");
}

#[test]
fn a_share_within_names_its_categories_in_one_way() {
    let both = "category = \"a\", any_of = [\"b\"], upper = 500, weight = [\"residents\"]";
    let message = measure(&format!("share_within = {{ {both} }}"));
    says(&message, "one of `category`, `all_of` and `any_of`");
    let none = measure("share_within = { upper = 500, weight = [\"residents\"] }");
    says(&none, "one of `category`, `all_of` and `any_of`");
}

#[test]
fn limits_are_lengths() {
    for limit in ["nan", "inf", "0", "-500", "1e9"] {
        let text = format!(
            "share_within = {{ category = \"a\", upper = {limit}, weight = [\"residents\"] }}"
        );
        says(&measure(&text), "must be a number above 0");
    }
    let text =
        "share_within = { category = \"a\", lower = 600, upper = 500, weight = [\"residents\"] }";
    says(&measure(text), "lower limit lies above its upper limit");
}

#[test]
fn numbers_of_a_measure_are_numbers() {
    for number in ["nan", "inf"] {
        measure(&format!(
            "ratio = {{ of = [\"x\"], per = [\"y\"], times = {number} }}"
        ));
        measure(&format!(
            "ratio = {{ of = [\"x\"], per = [\"y\"], minus = {number} }}"
        ));
        measure(&format!("sum = {{ of = [\"x\"], times = {number} }}"));
        measure(&format!("sum = {{ of = [\"x\"], divided_by = {number} }}"));
    }
    measure("sum = { of = [\"x\"], divided_by = 0 }");
}

#[test]
fn a_measure_of_nothing() {
    measure("ratio = { of = [], per = [\"y\"] }");
    measure("ratio = { of = [\"x\"], per = [] }");
    measure("sum = { of = [] }");
    measure("evenness = { of = \"x\", classes = [\"a\"] }");
    measure("count_within = { categories = [], upper = 800, weight = [\"residents\"] }");
    measure("seats = { to = [], gap = 125, weight = [\"residents\"] }");
}

#[test]
fn steps_of_a_catchment_rise_and_count_less() {
    let steps = |steps: &str| {
        measure(&format!(
            "capacity = {{ category = \"gp\", persons_per_unit = 2095, steps = {steps}, weight = [\"residents\"] }}"
        ))
    };
    steps("[]");
    steps("[[300, 1], [200, 0.5]]");
    steps("[[300, 0.5], [600, 0.6]]");
    steps("[[300, nan]]");
    steps("[[nan, 1]]");
}

#[test]
fn weights_are_numbers_from_0_up() {
    let head = "heading = \"h\"\nunit = \"share\"\n";
    for weight in ["nan", "-1", "inf"] {
        let weight = format!("weight = {weight}\n");
        says(
            &wrong(&[head, SCORED, FIGURE, &weight]),
            "must be a number from 0 up",
        );
    }
}

#[test]
fn a_small_number_is_a_number() {
    let head = "heading = \"h\"\nunit = \"persons\"\n";
    wrong(&[head, CONTEXT, FIGURE, "suppress_below = nan\n"]);
    wrong(&[head, CONTEXT, FIGURE, "suppress_total_below = nan\n"]);
}

#[test]
fn an_id_that_occurs_twice() {
    let one = format!(
        "[[indicator]]\nid = \"mine\"\nheading = \"h\"\nunit = \"share\"\n{CONTEXT}{FIGURE}"
    );
    let message = message(&format!("{HEADING}{one}{one}"));
    says(&message, "\"mine\"");
    says(&message, "twice");
}

#[test]
fn headings_have_names_of_their_own_and_weights() {
    let one = format!(
        "[[indicator]]\nid = \"mine\"\nheading = \"h\"\nunit = \"share\"\n{SCORED}{FIGURE}"
    );
    let with = |heading: &str| message(&format!("{HEADING}{heading}{one}"));
    says(&with("[[heading]]\nid = \"h\"\n"), "\"h\"");
    says(&with("[[heading]]\nid = \"k\"\nweight = nan\n"), "\"k\"");
    says(&with("[[heading]]\nid = \"k\"\nweight = -1\n"), "\"k\"");
}

#[test]
fn an_indicator_lacks_a_key() {
    says(&wrong(&["heading = \"h\"\n", CONTEXT, FIGURE]), "unit");
    says(
        &wrong(&["heading = \"h\"\nunit = \"share\"\n", CONTEXT]),
        "measure",
    );
    let two = wrong(&[
        "heading = \"h\"\nunit = \"share\"\n",
        CONTEXT,
        "measure.sum = { off = [\"x\"] }\n",
    ]);
    says(&two, "off");
}

#[test]
fn what_is_not_there_cannot_be_dropped() {
    let text = "extends = \"zorgzame-buurt-2024\"\ndrop = [\"livability_scores\"]";
    let read = Catalogue::from_toml(text).map(|own| own.name);
    let error = read.unwrap_err();
    assert!(
        matches!(&error, CriteriaError::Indicator { indicator, .. } if indicator == "livability_scores"),
        "{error}"
    );
    says(&error.to_string(), "no such indicator to drop");
}

#[test]
fn what_is_dropped_is_a_list_of_names() {
    for list in ["\"livability_score\"", "[1]", "true"] {
        says(
            &message(&format!("extends = \"zorgzame-buurt-2024\"\ndrop = {list}")),
            "drop",
        );
    }
}

#[test]
fn a_base_that_is_not_there() {
    let message = message("extends = \"zorgzame-buurt-2023\"");
    says(&message, "\"zorgzame-buurt-2023\"");
    says(&message, "zorgzame-buurt-2024");
}

#[test]
fn a_changed_indicator_that_makes_no_sense_is_named() {
    let text = "extends = \"zorgzame-buurt-2024\"\n[[indicator]]\nid = \"pharmacy_within_norm\"\nweight = -2";
    says(&message(text), "\"pharmacy_within_norm\"");
    let text = "extends = \"zorgzame-buurt-2024\"\n[[indicator]]\nid = \"parmacy_within_norm\"\nweight = 2";
    says(&message(text), "parmacy_within_norm");
}

#[test]
fn a_share_of_knowledge_is_a_share() {
    for coverage in ["0", "1.1", "-0.6", "nan"] {
        let one = format!(
            "[[indicator]]\nid = \"mine\"\nheading = \"h\"\nunit = \"share\"\n{CONTEXT}{FIGURE}"
        );
        let text = HEADING.replace("coverage = 0.6", &format!("coverage = {coverage}"));
        says(&message(&format!("{text}{one}")), "coverage");
    }
}

#[test]
fn what_is_no_toml_is_told_with_its_place() {
    says(&message("name = \"tiny\"\ncoverage = \n"), "line 2");
}

#[test]
fn a_key_that_a_catalogue_does_not_have() {
    let one = format!(
        "[[indicator]]\nid = \"mine\"\nheading = \"h\"\nunit = \"share\"\n{CONTEXT}{FIGURE}"
    );
    says(&message(&format!("wieght = 3\n{HEADING}{one}")), "wieght");
    says(
        &wrong(&[
            "heading = \"h\"\nunit = \"share\"\nwieght = 3\n",
            CONTEXT,
            FIGURE,
        ]),
        "wieght",
    );
}
