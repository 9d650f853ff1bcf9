//! From the door to the street: what is in between, and the street that the address names.

use std::fs;

use crate::{door::nabij, study::Study};

/// The Kade in the south, the Achterom 40 m north of it, joined in the east.
const STREETS: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"id":1,"naam":"Kade"},"geometry":{"type":"LineString","coordinates":[[80000,454500],[81000,454500],[83000,454500]]}},
{"type":"Feature","properties":{"id":2,"naam":"Achterom"},"geometry":{"type":"LineString","coordinates":[[80000,454540],[81000,454540],[81000,454500]]}}]}"#;

/// Two homes in one place, 25 m from the Kade and 15 m from the Achterom; one says that it is in the
/// Kade.
const HOMES: &str = "adres_id,postcode,buurt,straat,x,y\n\
    kade,0101AA,,KADE,80500,454525\nnergens,0101AA,,,80500,454525\n";

fn study(rest: &str) -> Study {
    let origins = "area = \"buurt\"\ncolumns = { street = \"straat\" }";
    let streets = "file = \"streets.geojson\"\ncolumns = { street = \"naam\" }";
    Study::new(rest)
        .with("streets.geojson", STREETS)
        .with("adressen.csv", HOMES)
        .change("study.toml", "area = \"buurt\"", origins)
        .change("study.toml", "file = \"streets.geojson\"", streets)
}

/// The legs of the home in the Kade and of the other one.
fn legs(study: &Study) -> [String; 2] {
    let rows = study.scored("rows");
    ["kade", "nergens"].map(|id| {
        let is_it = |row: &&crate::door::Line| row["origin"] == id && row["norm"] == "pharmacy";
        rows.iter().find(is_it).unwrap()["origin_leg_m"].clone()
    })
}

fn layer(geometry: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:28992"}}}},"features":[{{"type":"Feature","properties":{{}},"geometry":{geometry}}}]}}"#
    )
}

/// A canal between the homes and the Kade, and a house between them and the Achterom.
fn with_layers(rest: &str) -> Study {
    let canal = r#"{"type":"LineString","coordinates":[[80000,454510],[83000,454510]]}"#;
    let house = r#"{"type":"Polygon","coordinates":[[[80490,454530],[80510,454530],[80510,454535],[80490,454535],[80490,454530]]]}"#;
    study(rest)
        .with("canal.geojson", &layer(canal))
        .with("house.geojson", &layer(house))
}

const CANAL: &str = "[[barriers]]\nfile = \"canal.geojson\"\n";
const HOUSE: &str = "[[barriers]]\nfile = \"house.geojson\"\nkind = \"building\"\n";

#[test]
fn a_home_is_in_the_street_of_its_address() {
    assert_eq!(legs(&study("")), ["25", "15"]);
    assert_eq!(
        legs(&study("[parameters]\nnamed_street = 25\n")),
        ["25", "15"]
    );
    assert_eq!(
        legs(&study("[parameters]\nnamed_street = 24.999\n")),
        ["15", "15"]
    );
    let told = |language: &str| {
        let year = format!("area_year = 2024\nlanguage = \"{language}\"");
        let study = study("").change("study.toml", "area_year = 2024", &year);
        nabij(study.path(), &["explain", "study.toml", "kade"]).good()
    };
    assert!(told("en").contains("the address names another street within reach"));
    assert!(told("nl").contains("het adres noemt een andere straat binnen bereik"));
}

#[test]
fn nobody_walks_through_water_or_the_house_of_others() {
    assert_eq!(legs(&with_layers(CANAL)), ["15", "15"]);
    assert_eq!(legs(&with_layers(HOUSE)), ["25", "25"]);
    // In both at once: a passage through the house is not drawn, a bridge over the canal is.
    assert_eq!(legs(&with_layers(&format!("{CANAL}{HOUSE}"))), ["15", "15"]);
    let canals = CANAL.replace("canal", "house");
    assert_eq!(legs(&with_layers(&format!("{CANAL}{canals}"))), ["", ""]);
    // Around a plot there is a gate.
    let wall = format!("{CANAL}kind = \"wall\"\n");
    assert_eq!(legs(&with_layers(&wall)), ["25", "15"]);
    let free = format!("{CANAL}{HOUSE}[parameters]\nbarred_legs = false\n");
    let study = with_layers(&free);
    assert_eq!(legs(&study), ["25", "15"]);
    let parameters = &study.manifest()["parameters"];
    assert_eq!(parameters["barred_legs"], false);
    assert_eq!(parameters["named_street_m"], 50.0);
    let check = with_layers(&format!("{CANAL}{HOUSE}")).check();
    assert!(check.contains("building"), "{check}");
}

#[test]
fn a_saved_network_keeps_its_buildings() {
    let study = with_layers(HOUSE);
    let saved = ["network", "study.toml", "--out", "city.nabij"];
    nabij(study.path(), &saved).good();
    let text = fs::read_to_string(study.path().join("study.toml")).unwrap();
    let (before, rest) = text.split_once("[[streets]]").unwrap();
    let (_, facilities) = rest.split_once("[[facilities]]").unwrap();
    let text = format!("network = \"city.nabij\"\n{before}[[facilities]]{facilities}");
    let study = study.with("study.toml", &text.replace(HOUSE, ""));
    assert_eq!(legs(&study), ["25", "25"]);
}
