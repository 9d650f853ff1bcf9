//! Origins from the BAG: a rule each, on a file with the published layers and columns.

use crate::{
    door::nabij,
    study::{Study, by_id},
};

fn rules(study: &Study) -> Vec<(String, String, u64)> {
    let manifest = study.manifest();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let rule = |rule: &serde_json::Value| {
        (
            text(&rule["layer"]),
            text(&rule["rule"]),
            rule["count"].as_u64().unwrap(),
        )
    };
    manifest["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(rule)
        .collect()
}

#[test]
fn section_1_woonfunctie_and_status_decide_and_the_count_per_rule_is_reported() {
    let study = Study::of_bag("");
    let addresses = study.scored("addresses");
    let ids: Vec<&str> = addresses.iter().map(|line| &line["origin"][4..]).collect();
    assert_eq!(
        ids,
        [
            "010000000001",
            "010000000002",
            "010000000003",
            "010000000004",
            "010000000005",
            "010000000009",
            "010000000010",
            "010000000011",
            "010000000012",
            "020000000001",
            "030000000001",
        ]
    );
    let found = rules(&study);
    let found: Vec<(&str, &str, u64)> = found
        .iter()
        .map(|(l, r, n)| (l.as_str(), r.as_str(), *n))
        .collect();
    assert_eq!(
        found,
        [
            ("ligplaats", "left out by its status: plaats ingetrokken", 1),
            ("ligplaats", "origin", 1),
            ("standplaats", "origin", 1),
            (
                "verblijfsobject",
                "left out by its status: verblijfsobject ingetrokken",
                1
            ),
            ("verblijfsobject", "no home by its use", 2),
            ("verblijfsobject", "origin", 9),
            (
                "verblijfsobject",
                "origin in a building with: sloopvergunning verleend",
                1
            ),
            ("verblijfsobject", "planned stock, not an origin", 2),
            ("verblijfsobject", "the same object again", 1),
            ("verblijfsobject", "without a usable place", 1),
        ]
    );
    assert!(
        study
            .check()
            .contains("bag.gpkg, verblijfsobject: 2 no home by its use")
    );
}

#[test]
fn section_1_ligplaats_and_standplaats_are_origins_too() {
    let addresses = Study::of_bag("").scored("addresses");
    let kinds = by_id(&addresses, "kind");
    assert_eq!(kinds["9999020000000001"], "ligplaats");
    assert_eq!(kinds["9999030000000001"], "standplaats");
    assert_eq!(kinds["9999010000000001"], "address");
}

#[test]
fn section_1_gevormd_is_planned_stock_and_a_demolition_permit_is_flagged() {
    let study = Study::of_bag("");
    let notes = study.scored("notes");
    let found: Vec<(&str, &str)> = notes
        .iter()
        .map(|line| (line["id"].as_str(), line["code"].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("9999010000000006", "planned"),
            ("9999010000000009", "building_status")
        ]
    );
    assert!(notes[1]["reason"].contains("sloopvergunning verleend"));
}

#[test]
fn section_1_nummeraanduiding_id_and_pand_id_stand_beside() {
    let addresses = Study::of_bag("").scored("addresses");
    assert_eq!(
        by_id(&addresses, "nummeraanduiding_id")["9999010000000009"],
        "9999200000000009"
    );
    assert_eq!(
        by_id(&addresses, "pand_id")["9999010000000009"],
        "9999100000000002"
    );
    assert_eq!(by_id(&addresses, "postcode")["9999010000000009"], "0101AA");
    assert_eq!(
        by_id(&addresses, "address")["9999010000000009"],
        "Dorpsstraat 17A"
    );
    assert_eq!(
        by_id(&addresses, "address")["9999010000000010"],
        "Dorpsstraat 19-1"
    );
    // A boat has a main address, but stands in no building.
    assert_eq!(
        by_id(&addresses, "nummeraanduiding_id")["9999020000000001"],
        "9999200000000201"
    );
    assert_eq!(by_id(&addresses, "pand_id")["9999020000000001"], "");
}

#[test]
fn section_1_explain_accepts_a_postcode_and_a_house_number() {
    let study = Study::of_bag("");
    let explain = |address: &str| {
        nabij(
            study.path(),
            &["explain", "study.toml", address, "--norm", "pharmacy"],
        )
    };
    let by_id = explain("9999010000000009").good();
    for address in ["0101AA 17A", "0101 aa 17a", "0101AA 17"] {
        let ran = explain(address);
        if address.ends_with("17") {
            // 17 without its letter is another address.
            assert_eq!(ran.code, Some(1));
            assert!(
                ran.stderr.contains("0101AA 17A (9999010000000009)"),
                "{}",
                ran.stderr
            );
        } else {
            assert_eq!(ran.good(), by_id, "{address}");
        }
    }
    for (address, words) in [
        ("0101AA 19", ["0101AA 19-1", "0101AA 19-2"]),
        ("0101AA 99", ["0101AA 99", "no such house number"]),
        ("0101AA 13", ["9999010000000007", "not as an origin"]),
        ("Dorpsstraat 1", ["Dorpsstraat 1", "no origin"]),
    ] {
        let ran = explain(address);
        assert_eq!(ran.code, Some(1), "{address}");
        for word in words {
            assert!(ran.stderr.contains(word), "{address}: {}", ran.stderr);
        }
    }
}

#[test]
fn people_are_spread_by_the_bags_own_postcodes() {
    let study = Study::of_bag(
        "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n[weights]\n[weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\n",
    );
    let people = by_id(&study.scored("addresses"), "inw_est");
    // 0101AA: 5 over 9 homes; 0101AB is suppressed: 10 - 5 over the boat and the wagon.
    assert_eq!(people["9999010000000012"], "0.555555");
    assert_eq!(people["9999010000000001"], "0.555556");
    assert_eq!(people["9999020000000001"], "2.5");
    assert_eq!(people["9999030000000001"], "2.5");
}

#[test]
fn a_file_that_is_no_bag_says_what_is_missing() {
    Study::of_bag("")
        .change("study.toml", "preset = \"bag\"", "preset = \"bgt\"")
        .fails(&["\"bgt\"", "bag"]);
    Study::of_bag("")
        .change(
            "study.toml",
            "preset = \"bag\"",
            "preset = \"bag\"\nid = \"identificatie\"",
        )
        .fails(&["leave out"]);
    Study::of_bag("")
        .change(
            "study.toml",
            "preset = \"bag\"",
            "preset = \"bag\"\nweights = { a = \"inwoners\" }",
        )
        .fails(&["inwoners", "bag"]);
    Study::of_bag("")
        .change("study.toml", "bag.gpkg", "streets.geojson")
        .fails(&["streets.geojson", "identificatie"]);
}

#[test]
fn section_1_one_origin_per_object_under_its_id_and_nevenadressen_do_not_count() {
    let study = Study::of_bag("")
        .change("study.toml", "area_year", "language = \"nl\"\narea_year")
        .change(
            "study.toml",
            "format = \"csv\"",
            "format = \"csv\"\nwide = [\"csv\"]",
        );
    let addresses = study.scored("wide_adressen");
    let mut ids: Vec<&str> = addresses
        .iter()
        .map(|line| line["adres_id"].as_str())
        .collect();
    // The BAG's types of objects: 01 verblijfsobject, 02 ligplaats, 03 standplaats; never 20, the
    // nummeraanduiding, which stands beside.
    assert!(ids.iter().all(|id| ["01", "02", "03"].contains(&&id[4..6])));
    for line in &addresses {
        assert_eq!(&line["nummeraanduiding_id"][4..6], "20");
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), addresses.len());
    // 9999010000000001 is in the file twice: at Dorpsstraat 1, and at 2, its nevenadres.
    let own: Vec<[&str; 3]> = addresses
        .iter()
        .filter(|line| ["1", "2"].contains(&line["huisnummer"].as_str()))
        .filter(|line| line["straat"] == "Dorpsstraat")
        .map(|line| ["adres_id", "huisnummer", "nummeraanduiding_id"].map(|c| line[c].as_str()))
        .collect();
    assert_eq!(own, [["9999010000000001", "1", "9999200000000001"]]);
}
