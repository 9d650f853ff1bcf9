//! Tables for colleagues and for the public, from the BAG, lists of addresses and totals of zones.

use std::fs;

use crate::{
    door::{Line, names},
    study::Study,
};

const AREAS: &str = "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n";
const WEIGHTS: &str =
    "[weights]\n[weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\nyear = 2023\n";

/// The same study with wide tables, for an audience.
fn wide(study: Study, audience: &str) -> Study {
    let output = format!("format = \"csv\"\nwide = [\"csv\"]\naudience = \"{audience}\"");
    study.change("study.toml", "format = \"csv\"", &output)
}

fn row<'l>(lines: &'l [Line], column: &str, value: &str) -> &'l Line {
    lines.iter().find(|line| line[column] == value).unwrap()
}

#[test]
fn wide_addresses_have_the_parts_that_the_bag_says() {
    let addresses = wide(Study::of_bag(""), "intern").scored("wide_addresses");
    let columns = [
        "number_id",
        "building_id",
        "street",
        "house_number",
        "house_letter",
        "addition",
        "postcode",
    ];
    let parts = |id: &str| {
        let own = row(&addresses, "address_id", id);
        columns.map(|column| own[column].clone())
    };
    assert_eq!(
        parts("9999010000000009"),
        [
            "9999200000000009",
            "9999100000000002",
            "Dorpsstraat",
            "17",
            "A",
            "",
            "0101AA"
        ]
    );
    assert_eq!(
        parts("9999010000000010")[2..],
        ["Dorpsstraat", "19", "", "1", "0101AA"]
    );
}

#[test]
fn wide_addresses_have_the_parts_that_a_list_says() {
    let study = Study::new("").change(
        "study.toml",
        "area = \"buurt\"",
        "area = \"buurt\"\nhuisnummer = \"huisnummer\"",
    );
    let addresses = wide(study, "intern").scored("wide_addresses");
    let own = row(&addresses, "address_id", "a2");
    assert_eq!(
        (own["postcode"].as_str(), own["house_number"].as_str()),
        ("0101aa", "2")
    );
}

#[test]
fn section_9_what_was_spread_is_told_to_colleagues_and_not_to_the_public() {
    let rest = format!("{AREAS}{WEIGHTS}");
    let of_people = ["spread.csv", "inwoners_niet_geplaatst.csv"];
    for (audience, told) in [("intern", true), ("openbaar", false)] {
        let study = wide(Study::new(&rest), audience);
        let addresses = study.scored("wide_addresses");
        assert_eq!(addresses[0].contains_key("inw_est_n"), told);
        assert_eq!(study.table("addresses")[0].contains_key("inw_est"), told);
        let written = names(&study.path().join("out"));
        for table in of_people {
            assert_eq!(written.iter().any(|name| name == table), told, "{table}");
        }
        let people = &study.manifest()["people"];
        assert_eq!(people["weights"].is_object(), told);
        assert_eq!(people["sources"][0]["year"], 2023);
        let account = study.table("wide_account");
        let source = row(&account, "parameter", "people pc6");
        assert_eq!(source["value"], "2023");
    }
}

#[test]
fn section_9_a_sensitive_list_of_addresses_leaves_totals_alone() {
    let shelters = "[[facilities]]\nfile = \"shelters.csv\"\nid = \"id\"\nonly = \"shelter\"\nsensitive = true\n\
                    match = { postcode = \"postcode\", huisnummer = \"nr\" }\n\n[origins]";
    let study = Study::of_bag(AREAS)
        .with(
            "shelters.csv",
            "id;postcode;nr\nsecret-1;0101AA;5\nsecret-2;0101AA;99\n",
        )
        .change("study.toml", "[origins]", shelters);
    let totals = study.scored("sensitive_totals");
    let found = row(&totals, "area_code", "WK999901");
    assert_eq!(
        (found["category"].as_str(), found["facilities_n"].as_str()),
        ("shelter", "1")
    );
    let out = study.path().join("out");
    for name in names(&out) {
        let text = fs::read_to_string(out.join(&name)).unwrap();
        assert!(!text.contains("secret-"), "{name}");
        assert!(!text.contains("0101AA 99"), "{name}");
    }
}
