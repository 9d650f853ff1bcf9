//! People per address, through the study file: what they are, who is listed, what is told.

use crate::study::{Study, by_id};

const AREAS: &str = "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n";

fn town() -> Study {
    Study::new(&format!(
        "{AREAS}[weights]\ndwellings = \"woningen\"\ncapacity = \"plaatsen\"\n\
         [weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\nyear = 2023\n"
    ))
}

#[test]
fn section_2_weights_per_address_from_own_count_pc6_and_buurt() {
    let study = town();
    let found = by_id(&study.scored("addresses"), "inw_est");
    // Oudeweg: 10, of which 0101AA has 5; a4 is in it by its code. The other 5 over 2 + 1 dwellings.
    // Nieuweweg: 8, of which 6 in the home; b1 (unknown, so one dwelling) and b2 share 2.
    // Stil has no total; z1 lies nowhere.
    for (id, people) in [
        ("a1", "2.5"),
        ("a2", "2.5"),
        ("a3", "3.333333"),
        ("a4", "1.666667"),
        ("b1", "1"),
        ("b2", "1"),
        ("h1", "6"),
        ("c1", ""),
        ("z1", ""),
    ] {
        assert_eq!(found[id], people, "{id}");
    }
}

#[test]
fn section_7_a_buurtcode_on_the_origin_beats_geometry_and_mismatches_are_counted() {
    let study = town();
    let told = study.check();
    assert!(
        told.contains(
            "2 addresses are in the area that their own code says, 6 in the one they lie in"
        ),
        "{told}"
    );
    assert!(
        told.contains("1 addresses lie in another area than their own code says"),
        "{told}"
    );
    assert!(
        told.contains("1 addresses have a code of none of the areas"),
        "{told}"
    );
    assert_eq!(
        by_id(&study.scored("addresses"), "buurt")["a4"],
        "BU99990101"
    );
    assert_eq!(study.manifest()["scored"]["in_area_by_code"], 2);
    assert_eq!(study.manifest()["scored"]["code_and_place_differ"], 1);
}

#[test]
fn section_2_inwoners_niet_geplaatst_are_listed() {
    let study = town();
    let listed = study.scored("inwoners_niet_geplaatst");
    let found: Vec<[&str; 5]> = listed
        .iter()
        .map(|line| {
            ["weight", "zones", "zone", "people", "reason"].map(|column| line[column].as_str())
        })
        .collect();
    // 0999ZZ is far away: a national table holds more than the study.
    assert_eq!(
        found,
        [
            ["inw_est", "pc6", "0101AD", "10", "no_dwelling"],
            ["inw_est", "areas", "BU99990202", "20", "no_dwelling"],
            ["n65_est", "areas", "BU99990202", "10", "no_dwelling"],
        ]
    );
    assert!(study.check().contains("20 of inw_est are at no address"));
    assert_eq!(
        study.manifest()["people"]["zones_far_from_every_address"],
        1
    );
}

#[test]
fn section_2_over_65_stays_within_residents_at_every_address() {
    let study = town();
    let addresses = study.scored("addresses");
    let (all, older) = (by_id(&addresses, "inw_est"), by_id(&addresses, "n65_est"));
    // Oudeweg has 30 % of 10 = 3, and 0101AA alone has 5: everything is scaled to 3.
    for (id, people) in [
        ("a1", "1.5"),
        ("a2", "1.5"),
        ("a3", "0"),
        ("a4", "0"),
        ("b1", ""),
    ] {
        assert_eq!(older[id], people, "{id}");
    }
    for (id, older) in older.iter().filter(|(_, older)| !older.is_empty()) {
        assert!(
            older.parse::<f64>().unwrap() <= all[id].parse::<f64>().unwrap(),
            "{id}"
        );
    }
    let told = study.check();
    assert!(
        told.contains("1 areas meet their total of n65_est by a factor outside 0.9 to 1.1"),
        "{told}"
    );
    assert!(told.contains("BU99990101: 0.600"), "{told}");
}

#[test]
fn section_2_estimates_are_inw_est_and_n65_est_with_source_year_and_method_in_the_manifest() {
    let study = town();
    study.scored("rows");
    let people = &study.manifest()["people"];
    assert_eq!(people["sources"][0]["zones"], "pc6");
    assert_eq!(people["sources"][0]["year"], 2023);
    assert_eq!(people["sources"][1]["year"], 2024);
    assert!(
        people["sources"][1]["over_65"]
            .as_str()
            .unwrap()
            .contains("0.5 point")
    );
    assert!(people["method"].as_str().unwrap().contains("by dwellings"));
    let weights = people["weights"].as_object().unwrap();
    assert_eq!(weights.keys().collect::<Vec<_>>(), ["inw_est", "n65_est"]);
    let weights = &people["weights"]["inw_est"];
    assert_eq!(
        weights["addresses_by_source"],
        serde_json::json!({"areas": 4, "own": 1, "pc6": 2, "unknown": 2})
    );
    assert_eq!(weights["not_placed"], 20.0);
    let inputs = study.manifest()["inputs"].to_string();
    assert!(inputs.contains("cbs_pc6_2023.csv"), "{inputs}");
}

#[test]
fn section_2_gevoelig_where_spreading_evenly_changes_a_share_by_more_than_5_points() {
    let study = town();
    let areas = study.scored("areas");
    let row = |norm: &str, area: &str, weight: &str| {
        let found = areas
            .iter()
            .find(|line| line["norm"] == norm && line["area"] == area && line["weight"] == weight);
        found.unwrap().clone()
    };
    // Oudeweg within 300 m of the supermarket at 80150: a1, a2. By postcode 5 of 10 people; spread
    // evenly over 5 dwellings 4 of 10.
    let oudeweg = row("supermarket", "BU99990101", "inw_est");
    assert_eq!(
        (
            oudeweg["share_lower"].as_str(),
            oudeweg["uniform_share_lower"].as_str()
        ),
        ("0.5", "0.4")
    );
    assert_eq!(oudeweg["gevoelig"], "true");
    // Nieuweweg: nobody is within 500 m of it, however spread.
    assert_eq!(
        row("supermarket", "BU99990102", "inw_est")["gevoelig"],
        "false"
    );
    // Nothing to compare: no total, or addresses.
    assert_eq!(row("supermarket", "BU99990201", "inw_est")["gevoelig"], "");
    assert_eq!(
        row("supermarket", "BU99990101", "addresses")["gevoelig"],
        ""
    );
    assert!(study.check().contains("(gevoelig)"));
}

#[test]
fn section_2_totals_are_met_per_buurt() {
    let study = town();
    let addresses = study.scored("addresses");
    for (buurt, total) in [("BU99990101", 10.0), ("BU99990102", 8.0)] {
        let inside = addresses.iter().filter(|line| line["buurt"] == buurt);
        let sum: f64 = inside
            .map(|line| line["inw_est"].parse::<f64>().unwrap())
            .sum();
        assert!((sum - total).abs() < 1e-6, "{buurt}: {sum}");
    }
}

#[test]
fn weights_that_cannot_be_say_what_to_do() {
    Study::new("[weights]").fails(&["[weights]", "totals"]);
    Study::new(&format!(
        "{AREAS}[weights]\n[weights.pc6]\nfile = \"cbs_pc6_2023.csv\""
    ))
    .fails(&["[weights.pc6]", "`code`"]);
    Study::new(&format!(
        "{AREAS}[weights]\n[weights.pc6]\npreset = \"pc6\""
    ))
    .fails(&["[weights.pc6]", "`file`"]);
    let squares =
        format!("crs = \"EPSG:25831\"\n{AREAS}[weights]\n[weights.squares]\nfile = \"x.csv\"");
    Study::new(&squares)
        .change("study.toml", "crs = \"EPSG:25831\"\n", "")
        .change(
            "study.toml",
            "area_year = 2024",
            "area_year = 2024\ncrs = \"EPSG:25831\"",
        )
        .fails(&["[weights.squares]", "EPSG:28992"]);
    town()
        .change("study.toml", "postcode = \"postcode\"\n", "")
        .fails(&["postcode", "[origins]"]);
    town()
        .change("cbs_pc6_2023.csv", "0101AB,", "0101AA,")
        .fails(&["0101AA", "twice"]);
    town()
        .change(
            "study.toml",
            "dwellings = \"woningen\"",
            "dwellings = \"huizen\"",
        )
        .fails(&["huizen", "woningen"]);
    town()
        .change("study.toml", "dwellings = \"woningen\"", "huizen = 1")
        .fails(&["huizen"]);
}

#[test]
fn section_2_pc6_is_joined_on_postcode_and_not_on_geometry() {
    // The same totals with outlines: 0101AB lies where the addresses of 0101AA are, the others nowhere near.
    let outline = |code: &str, people: i64, west: u32| {
        let east = west + 500;
        format!(
            r#"{{"type":"Feature","properties":{{"postcode6":"{code}","aantal_inwoners":{people},"aantal_inwoners_65_jaar_en_ouder":-99997}},
            "geometry":{{"type":"Polygon","coordinates":[[[{west},454000],[{east},454000],[{east},455000],[{west},455000],[{west},454000]]]}}}}"#
        )
    };
    let layer = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:28992"}}}},"features":[{},{}]}}"#,
        outline("0101AA", 5, 90_000),
        outline("0101AB", -99_997, 80_000),
    );
    let study =
        town()
            .with("pc6.geojson", &layer)
            .change("study.toml", "cbs_pc6_2023.csv", "pc6.geojson");
    let found = by_id(&study.scored("addresses"), "inw_est");
    assert_eq!(found, by_id(&town().scored("addresses"), "inw_est"));
    assert_eq!(found["a1"], "2.5");
}

#[test]
fn section_2_shares_by_address_residents_and_65_stand_side_by_side() {
    let study = town().change(
        "study.toml",
        "format = \"csv\"",
        "format = \"csv\"\nwide = [\"csv\"]",
    );
    let areas = study.scored("wide_areas_buurt");
    let oudeweg = areas.iter().find(|line| line["area_code"] == "BU99990101");
    let share = |of: &str| oudeweg.unwrap()[&format!("supermarket_500_pct_{of}")].clone();
    // a1, a2 and a3 of four addresses; 2.5 + 2.5 + 3.33 of 10 residents; all who are older.
    assert_eq!(
        ["addresses", "inw_est", "n65_est"].map(share),
        ["75", "83.3", "100"]
    );
}
