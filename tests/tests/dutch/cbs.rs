//! Tables of Statistics Netherlands: codes, gaps, years, names of columns, water.

use crate::study::{Study, by_id};

const AREAS: &str = "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n";

fn statline() -> Study {
    Study::new(&format!(
        "{AREAS}[weights]\n[weights.areas]\nfile = \"kerncijfers_statline.csv\"\npreset = \"cbs-buurten\"\ncode = \"Codering_3\"\nyear = 2024\n"
    ))
}

#[test]
fn section_3_indeling_jaar_is_required_and_must_be_the_files() {
    let study = || Study::new(AREAS);
    study()
        .change("study.toml", "area_year = 2024", "")
        .fails(&["area_year", "indeling_jaar"]);
    study()
        .change("study.toml", "area_year = 2024", "area_year = 2023")
        .fails(&["2023", "cbs_buurten_2024.geojson", "2024"]);
}

#[test]
fn section_3_only_areas_that_are_no_water_are_used_the_rest_are_listed() {
    let study = Study::new(AREAS);
    let listed = study.scored("notes");
    assert_eq!(listed.len(), 1);
    assert_eq!(study.table("not_used").len(), 0); // nothing is wrong with the file
    assert_eq!(
        (listed[0]["id"].as_str(), listed[0]["code"].as_str()),
        ("BU99990209", "water")
    );
    assert_eq!(study.table("areas_buurt").len(), 4);
}

#[test]
fn levels_follow_from_the_codes_and_names_from_columns() {
    let study = Study::new(AREAS);
    let wijken: Vec<String> = study
        .scored("areas_wijk")
        .iter()
        .map(|line| line["area"].clone())
        .collect();
    assert_eq!(wijken, ["WK999901", "WK999902"]);
    let gemeenten = study.table("areas_gemeente");
    assert_eq!(
        (
            gemeenten[0]["area"].as_str(),
            gemeenten[0]["area_name"].as_str()
        ),
        ("GM9999", "Loopveen")
    );
    assert_eq!(study.table("areas_buurt")[0]["area_name"], "Oudeweg");
}

#[test]
fn section_3_codes_for_no_number_are_null_with_the_code_as_reason() {
    let study = Study::new(&format!("{AREAS}[weights]\n"));
    let spread = study.scored("spread");
    let total = |weight: &str, area: &str| {
        let found = spread
            .iter()
            .find(|line| line["weight"] == weight && line["area"] == area);
        found.unwrap()["total"].clone()
    };
    assert_eq!(total("inw_est", "BU99990101"), "10");
    assert_eq!(total("inw_est", "BU99990201"), "");
    // The percentage is unknown though the residents are known.
    assert_eq!(total("n65_est", "BU99990102"), "");
    let listed = study.table("notes");
    let reasons: Vec<(&str, &str)> = listed
        .iter()
        .filter(|line| line["code"] == "no_number")
        .map(|line| (line["id"].as_str(), line["reason"].as_str()))
        .collect();
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert!(
        reasons
            .iter()
            .any(|(id, why)| *id == "BU99990102" && why.contains("-99997"))
    );
    assert!(
        reasons
            .iter()
            .all(|(id, why)| *id == "BU99990102" || why.contains("-99995"))
    );
    assert!(
        study
            .check()
            .contains("1 areas have no known total of inw_est")
    );
}

#[test]
fn section_3_over_65_from_a_percentage_is_marked_estimated() {
    let study = Study::new(&format!("{AREAS}[weights]\n"));
    let older = by_id(&study.scored("addresses"), "n65_est");
    // 30 % of 10, over the 4 addresses of Oudeweg, one dwelling each.
    assert_eq!(older["a1"], "0.75");
    assert!(study.check().contains("65+ from a percentage, ± 0.5 point"));
}

#[test]
fn a_table_of_statline_is_read_by_stems_and_levels() {
    let study = statline();
    let spread = study.scored("spread");
    let found: Vec<[&str; 3]> = spread
        .iter()
        .map(|line| ["weight", "area", "total"].map(|column| line[column].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ["inw_est", "BU99990101", "11"],
            ["inw_est", "BU99990102", "8"],
            ["inw_est", "BU99990201", ""],
            ["inw_est", "BU99990202", "20"],
            ["n65_est", "BU99990101", "4"],
            ["n65_est", "BU99990102", ""],
            ["n65_est", "BU99990201", ""],
            ["n65_est", "BU99990202", "10"],
        ]
    );
    // A count goes before a percentage: nothing is estimated.
    assert_eq!(
        study.manifest()["people"]["sources"][0]["over_65"],
        serde_json::Value::Null
    );
}

#[test]
fn codes_that_are_none_are_listed() {
    let study = statline().change(
        "kerncijfers_statline.csv",
        "\"BU99990102\";\"       8\"",
        "\"BU9999X\";\"       8\"",
    );
    let listed = study.scored("not_used");
    let bad: Vec<&str> = listed
        .iter()
        .filter(|line| line["code"] == "bad_value")
        .map(|line| line["place"].as_str())
        .collect();
    assert_eq!(bad, ["line 5"]);
}

#[test]
fn a_preset_that_does_not_fit_names_the_columns_there_are() {
    Study::new(AREAS)
        .change("study.toml", "preset = \"cbs-buurten\"", "preset = \"pc6\"")
        .fails(&["pc6", "postcode6", "buurtcode"]);
    Study::new(AREAS)
        .change("study.toml", "preset = \"cbs-buurten\"", "preset = \"cbs\"")
        .fails(&["\"cbs\"", "cbs-buurten"]);
}

#[test]
fn areas_can_be_postcodes() {
    let pc6 = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"postcode6":"0101AA","aantal_inwoners":5,"aantal_inwoners_65_jaar_en_ouder":-99997},"geometry":{"type":"Polygon","coordinates":[[[80000,454000],[80400,454000],[80400,455000],[80000,455000],[80000,454000]]]}}]}"#;
    let areas = "[areas]\nfile = \"pc6.geojson\"\npreset = \"pc6\"\n[weights]\n";
    let study =
        Study::new(areas)
            .with("pc6.geojson", pc6)
            .change("study.toml", "area = \"buurt\"\n", "");
    let people = by_id(&study.scored("addresses"), "inw_est");
    assert_eq!((people["a1"].as_str(), people["a3"].as_str()), ("2.5", ""));
    assert_eq!(study.table("areas_pc6")[0]["area"], "0101AA");
    assert_eq!(by_id(&study.table("addresses"), "n65_est")["a1"], "");
}
