//! Verdicts in words, and metres that never say otherwise.

use crate::{door::nabij, study::Study};

/// One pharmacy norm with these limits, and addresses so far from the pharmacy at 80900; the
/// classes and metres that colleagues get.
fn classes(limits: &str, addresses: &[f64]) -> Vec<[String; 2]> {
    let norm =
        format!("name = \"own\"\n[[norm]]\nid = \"pharmacy\"\ncategory = \"pharmacy\"\n{limits}\n");
    let mut list = "adres_id,postcode,buurt,x,y\n".to_owned();
    for (at, metres) in addresses.iter().enumerate() {
        // 5 m from either door to the street.
        list += &format!("a{at},0101AA,,{:.3},454505\n", 80_900.0 + metres - 10.0);
    }
    let study = Study::new("")
        .with("own.toml", &norm)
        .with("adressen.csv", &list)
        .change(
            "study.toml",
            "area_year",
            "language = \"nl\"\nnorms = \"own.toml\"\narea_year",
        )
        .change(
            "study.toml",
            "format = \"csv\"",
            "format = \"csv\"\nwide = [\"csv\"]",
        );
    let rows = study.scored("wide_adressen");
    let cells = |row: &crate::door::Line| ["apotheek_klasse", "apotheek_m"].map(|c| row[c].clone());
    rows.iter().map(cells).collect()
}

#[test]
fn section_8_labels_are_templates_with_the_norms_own_limits() {
    let told = |limits, addresses: &[f64]| {
        let all = classes(limits, addresses);
        let words: Vec<String> = all.into_iter().map(|[class, _]| class).collect();
        words
    };
    assert_eq!(
        told("lower = 300\nupper = 500", &[200.0, 400.0, 600.0]),
        ["binnen 300 m", "300–500 m", "verder dan 500 m"]
    );
    assert_eq!(
        told("lower = 250\nupper = 400", &[200.0, 400.0, 600.0]),
        ["binnen 250 m", "250–400 m", "verder dan 400 m"]
    );
    // A single limit.
    assert_eq!(
        told("upper = 500", &[200.0, 600.0]),
        ["binnen 500 m", "verder dan 500 m"]
    );
}

#[test]
fn section_8_metres_in_print_are_whole_and_on_the_side_of_the_verdict() {
    let told = classes(
        "lower = 300\nupper = 500",
        &[299.6, 300.3, 400.4, 400.5, 499.6, 500.0, 500.001, 500.4],
    );
    let told: Vec<[&str; 2]> = told
        .iter()
        .map(|row| row.each_ref().map(String::as_str))
        .collect();
    assert_eq!(
        told,
        [
            ["binnen 300 m", "300"],
            ["300–500 m", "301"],
            ["300–500 m", "400"],
            ["300–500 m", "401"],
            ["300–500 m", "500"],
            ["300–500 m", "500"],
            ["verder dan 500 m", "501"],
            ["verder dan 500 m", "501"],
        ]
    );
}

#[test]
fn section_8_the_same_words_explain_an_address() {
    let study = Study::new("").change("study.toml", "area_year", "language = \"nl\"\narea_year");
    let told = |address: &str| {
        let args = ["explain", "study.toml", address, "--norm", "pharmacy"];
        nabij(study.path(), &args).good()
    };
    assert!(told("a4").contains("binnen 300 m"), "{}", told("a4"));
    assert!(told("a3").contains("300–500 m"), "{}", told("a3"));
    assert!(told("a1").contains("verder dan 500 m"), "{}", told("a1"));
    assert!(
        told("z1").contains("niet aan straat gekoppeld"),
        "{}",
        told("z1")
    );
}
