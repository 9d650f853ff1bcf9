//! Lists of addresses without coordinates, matched with the BAG.

use crate::study::Study;

const LIST: &str = "agb;postcode;nr;toev
a1;0101 aa;15;
a2;0101AA;19;
a3;0101AA;21;
a4;0101AA;99;
a5;;15;
a6;0101AA;19;2
";

fn study() -> Study {
    Study::of_bag("").with("apotheken.csv", LIST).change(
        "study.toml",
        "[origins]",
        "[[facilities]]\nfile = \"apotheken.csv\"\nid = \"agb\"\nonly = \"pharmacy\"\nmatch = { postcode = \"postcode\", huisnummer = \"nr\", toevoeging = \"toev\" }\n\n[origins]",
    )
}

#[test]
fn section_4_lists_without_coordinates_are_matched_exact_first_then_without_toevoeging_where_unique()
 {
    let study = study();
    let facilities = study.scored("facilities");
    let matched: Vec<(&str, &str)> = facilities
        .iter()
        .filter(|line| line["facility"].starts_with('a'))
        .map(|line| (line["facility"].as_str(), line["building"].as_str()))
        .collect();
    let pand = "9999100000000001";
    assert_eq!(matched, [("a1", pand), ("a3", pand), ("a6", pand)]);
    // a1 is at number 15, which is no home: 80240. From number 1 it is 5 + 140 + 5.
    let told = crate::door::nabij(
        study.path(),
        &["explain", "study.toml", "0101AA 1", "--norm", "pharmacy"],
    )
    .good();
    assert!(told.contains("a1") && told.contains("150 m"), "{told}");
}

#[test]
fn section_4_unmatched_rows_are_listed_with_the_reason() {
    let study = study();
    let listed = study.scored("not_used");
    let found: Vec<(&str, &str, &str)> = listed
        .iter()
        .filter(|line| line["file"] == "apotheken.csv")
        .map(|line| {
            (
                line["id"].as_str(),
                line["place"].as_str(),
                line["code"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("a2", "line 3", "address_ambiguous"),
            ("a4", "line 5", "address_unknown"),
            ("a5", "line 6", "address_incomplete"),
        ]
    );
    let reason = &listed.iter().find(|line| line["id"] == "a2").unwrap()["reason"];
    assert!(
        reason.contains("0101AA 19-1 (9999010000000010)"),
        "{reason}"
    );
    assert_eq!(study.manifest()["addresses_looked_up"][0]["unmatched"], 3);
}

#[test]
fn section_4_more_than_2_percent_unmatched_is_a_warning_in_check() {
    assert!(
        study()
            .check()
            .contains("! addresses  apotheken.csv: 3 of 6 addresses have no place, more than 2 %")
    );
    // 1 of 50 is 2 %: not more.
    let list = |rows: usize| {
        let rows: Vec<String> = (1..=rows)
            .map(|at| format!("a{at};0101AA;{};", if at == 1 { 99 } else { 15 }))
            .collect();
        format!("agb;postcode;nr;toev\n{}\n", rows.join("\n"))
    };
    let warned = |rows| {
        study()
            .with("apotheken.csv", &list(rows))
            .check()
            .contains("more than 2 %")
    };
    assert!(warned(49));
    assert!(!warned(50));
}

#[test]
fn addresses_of_a_table_of_origins_can_be_matched_too() {
    let study = Study::new("").with("apotheken.csv", "agb,postcode,nr\na1,0101AB,1\n").change(
        "study.toml",
        "[origins]",
        "[[facilities]]\nfile = \"apotheken.csv\"\nid = \"agb\"\nonly = \"gp\"\nmatch = { postcode = \"postcode\", huisnummer = \"nr\" }\n\n[origins]\nhuisnummer = \"huisnummer\"",
    );
    let facilities = study.scored("facilities");
    assert!(
        facilities
            .iter()
            .any(|line| line["facility"] == "a1" && line["snapped"] == "true")
    );
    study
        .change(
            "study.toml",
            "[origins]\nhuisnummer = \"huisnummer\"",
            "[origins]",
        )
        .fails(&["apotheken.csv", "preset = \"bag\""]);
}
