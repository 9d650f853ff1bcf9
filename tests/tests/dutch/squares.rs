//! Squares of 100 m, from the study file to the addresses: codes, borders, codes for "no number".

use crate::study::{Study, by_id};

/// Two buurten whose border runs through the square E0809N4545. In West 40 % are 65 or older, in
/// East half.
const BUURTEN: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"buurtcode":"BU99990101","buurtnaam":"West","wijkcode":"WK999901","gemeentecode":"GM9999","gemeentenaam":"Loopveen","water":"NEE","aantal_inwoners":20,"percentage_personen_65_jaar_en_ouder":40,"jaar":2024},"geometry":{"type":"Polygon","coordinates":[[[80000,454000],[80950,454000],[80950,455000],[80000,455000],[80000,454000]]]}},
{"type":"Feature","properties":{"buurtcode":"BU99990102","buurtnaam":"East","wijkcode":"WK999901","gemeentecode":"GM9999","gemeentenaam":"Loopveen","water":"NEE","aantal_inwoners":14,"percentage_personen_65_jaar_en_ouder":50,"jaar":2024},"geometry":{"type":"Polygon","coordinates":[[[80950,454000],[82000,454000],[82000,455000],[80950,455000],[80950,454000]]]}}]}"#;

/// e3 lies in a square that is not published; w5 on the corner of four, so in the north-eastern.
const ADDRESSES: &str = "adres_id,postcode,buurt,woningen,x,y
w1,,,1,80910,454505
w2,,,2,80930,454505
e1,,,3,80960,454505
w3,,,1,80850,454505
w4,,,2,80450,454505
w5,,,1,80800,454500
e2,,,1,81150,454505
e3,,,1,81250,454505
";

/// In the first the 65+ are known, in the second not; two are suppressed, one has no dwelling, one
/// is far from everything.
const SQUARES: &str =
    "crs28992res100m,aantal_inwoners,aantal_inwoners_65_jaar_en_ouder,aantal_woningen
E0809N4545,12,6,6
E0808N4545,6,-99997,2
E0804N4545,-99997,-99997,-99997
E0811N4545,-99997,-99997,5
E0802N4545,5,5,5
E1200N4800,55,15,25
";

fn study() -> Study {
    Study::new(
        "[areas]\nfile = \"cbs_buurten_2024.geojson\"\npreset = \"cbs-buurten\"\n\
         [weights]\ndwellings = \"woningen\"\n\
         [weights.squares]\nfile = \"cbs_vk100_2023.csv\"\npreset = \"cbs-vierkanten\"\nyear = 2023\n",
    )
    .with("cbs_buurten_2024.geojson", BUURTEN)
    .with("adressen.csv", ADDRESSES)
    .with("cbs_vk100_2023.csv", SQUARES)
}

fn has(study: &Study, column: &str, wanted: &[(&str, &str)]) {
    let found = by_id(&study.table("addresses"), column);
    for (id, count) in wanted {
        assert_eq!(found[*id], *count, "{column} of {id}");
    }
}

#[test]
fn section_2_a_square_that_straddles_a_border_is_split_by_dwellings() {
    let study = study();
    study.scored("addresses");
    // E0809N4545: 12 over 1 + 2 dwellings in West and 3 in East. E0808N4545: 6 over 2.
    // West leaves 20 - 6 - 6 = 8 for w4 in its suppressed square, East 14 - 6 = 8 for e2 and e3.
    let residents = [
        ("w1", "2"),
        ("w2", "4"),
        ("e1", "6"),
        ("w3", "3"),
        ("w5", "3"),
        ("w4", "8"),
        ("e2", "4"),
        ("e3", "4"),
    ];
    has(&study, "inw_est", &residents);
    let spread = study.table("spread");
    let factors: Vec<&str> = spread.iter().map(|line| line["factor"].as_str()).collect();
    assert_eq!(factors, ["1"; 4]);
}

#[test]
fn section_2_a_suppressed_square_takes_what_its_buurt_leaves_over() {
    let study = study();
    study.scored("addresses");
    // 65+: 6 over the 6 dwellings of the first square. West has 8, so 5 for w3, w5 (whose square
    // tells residents alone) and w4, by 1 + 1 + 2 dwellings; East has 7, so 4 for e2 and e3.
    let older = [
        ("w1", "1"),
        ("w2", "2"),
        ("e1", "3"),
        ("w3", "1.25"),
        ("w5", "1.25"),
        ("w4", "2.5"),
        ("e2", "2"),
        ("e3", "2"),
    ];
    has(&study, "n65_est", &older);
    let notes = study.table("notes");
    let gaps: Vec<&str> = notes
        .iter()
        .filter(|line| line["code"] == "no_number")
        .map(|line| line["id"].as_str())
        .collect();
    let wanted = [
        "E0808N4545",
        "E0804N4545",
        "E0804N4545",
        "E0811N4545",
        "E0811N4545",
    ];
    assert_eq!(gaps, wanted);
    let sources = &study.manifest()["people"]["weights"];
    let by_source = |weight: &str| sources[weight]["addresses_by_source"].clone();
    assert_eq!(
        by_source("inw_est"),
        serde_json::json!({"areas": 3, "squares": 5})
    );
    assert_eq!(
        by_source("n65_est"),
        serde_json::json!({"areas": 5, "squares": 3})
    );
}

#[test]
fn people_of_a_square_without_dwellings_are_listed_and_those_far_away_are_not() {
    let study = study();
    let listed = study.scored("inwoners_niet_geplaatst");
    let found: Vec<[&str; 5]> = listed
        .iter()
        .map(|line| ["weight", "zones", "zone", "people", "reason"].map(|c| line[c].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ["inw_est", "squares", "E0802N4545", "5", "no_dwelling"],
            ["n65_est", "squares", "E0802N4545", "5", "no_dwelling"],
        ]
    );
    assert_eq!(
        study.manifest()["people"]["zones_far_from_every_address"],
        1
    );
}

#[test]
fn section_2_squares_give_way_to_the_total_of_the_buurt() {
    let study = study().change(
        "cbs_buurten_2024.geojson",
        "\"aantal_inwoners\":14",
        "\"aantal_inwoners\":5",
    );
    study.scored("addresses");
    // The square puts 6 in East alone: nothing is left for e2 and e3, and all is scaled by 5 / 6.
    has(
        &study,
        "inw_est",
        &[
            ("e1", "5"),
            ("e2", "0"),
            ("e3", "0"),
            ("w1", "2"),
            ("w4", "8"),
        ],
    );
    let told = study.check();
    assert!(
        told.contains("1 areas meet their total of inw_est by a factor outside 0.9 to 1.1"),
        "{told}"
    );
    assert!(told.contains("BU99990102: 0.833"), "{told}");
}

#[test]
fn section_2_postcodes_go_before_squares() {
    let pc6 = "[weights.pc6]\nfile = \"cbs_pc6_2023.csv\"\npreset = \"pc6\"\n[weights.squares]";
    let study = study()
        .change("study.toml", "[weights.squares]", pc6)
        .change("adressen.csv", "w1,,", "w1,0101AA,")
        .change("adressen.csv", "e1,,", "e1,0101AB,");
    study.scored("addresses");
    // 0101AA has 5, all at w1; 0101AB is suppressed, so e1 has its part of the square.
    // West: 5 + 4 + 6 = 15, 5 for w4.
    has(
        &study,
        "inw_est",
        &[("w1", "5"), ("w2", "4"), ("e1", "6"), ("w4", "5")],
    );
}
