//! What looks wrong with a network, at the command: tables, ranks, names and refusals.

mod door;

use std::{fs, path::Path};

use door::nabij;

fn point(x: f64, y: f64) -> String {
    format!(r#"{{"type":"Point","coordinates":[{x},{y}]}}"#)
}

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

fn layer(path: &Path, features: &[String]) {
    let crs = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}"#;
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":{crs},"features":[{}]}}"#,
        features.join(",")
    );
    fs::write(path, text).unwrap();
}

/// ```text
///  h1 h2                          shop
///  ───────────────────   ─────────────   a gap of 3 m in a footway, 1,000 m from either end
/// ```
fn town(folder: &Path, keys: &str) {
    let line = |id: u32, from: f64, to: f64| {
        feature(
            &format!(r#"{{"id":{id},"class":"footway"}}"#),
            &format!(r#"{{"type":"LineString","coordinates":[[{from},455000],[{to},455000]]}}"#),
        )
    };
    layer(
        &folder.join("streets.geojson"),
        &[line(1, 80000.0, 81000.0), line(2, 81003.0, 82100.0)],
    );
    let home = |id: &str, x: f64, people: &str| {
        feature(
            &format!(r#"{{"id":"{id}","residents":{people}}}"#),
            &point(x, 455004.0),
        )
    };
    layer(
        &folder.join("homes.geojson"),
        &[
            home("far", 80100.0, "5"),
            home("h1", 80700.0, "2"),
            home("h2", 80800.0, "1.5"),
            home("h3", 80900.0, "null"),
            home("near", 81050.0, "9"),
        ],
    );
    layer(
        &folder.join("shops.geojson"),
        &[feature(
            r#"{"id":"s","category":"supermarket"}"#,
            &point(81200.0, 455000.0),
        )],
    );
    let study = format!(
        r#"
{keys}
[norms]
name = "own"
[[norms.norm]]
id = "supermarket"
category = "supermarket"
upper = 500
[[streets]]
file = "streets.geojson"
[[facilities]]
file = "shops.geojson"
[origins]
file = "homes.geojson"
weights = {{ residents = "residents" }}
"#
    );
    fs::write(folder.join("study.toml"), study).unwrap();
}

#[test]
fn a_gap_and_the_verdicts_that_hang_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    town(folder, "");
    // h1 is 4 + 300 + 3 + 197 = 504 m from the shop; h2 404 m, h3 304 m.
    let told = nabij(folder, &["check", "study.toml"]).good();
    assert!(
        told.contains("1 dead ends are within 5 m of another line, a path at either, and not joined (dead_end)"),
        "{told}"
    );
    assert!(
        told.contains("1  dead_end: footway to footway, 3.000 m, 2 addresses would meet a norm (at 81000 455000)"),
        "{told}"
    );
    fs::write(
        folder.join("csv.toml"),
        fs::read_to_string(folder.join("study.toml")).unwrap() + "[output]\nformat = \"csv\"\n",
    )
    .unwrap();
    nabij(folder, &["check", "csv.toml", "--out", "found"]).good();
    let found = door::csv(&folder.join("found/network_findings.csv"));
    assert_eq!(found.len(), 1);
    for (column, value) in [
        ("rank", "1"),
        ("kind", "dead_end"),
        ("addresses_turned", "2"),
        ("residents_turned", "1.5"),
        ("addresses_refused", ""),
        ("size_m", "3"),
        ("gap_m", "3"),
        ("fragment_m", ""),
        ("class", "footway"),
        ("to_class", "footway"),
        ("edges", "0:f1.0:0-1 0:f2.0:0-1"),
        ("x", "81000"),
        ("y", "455000"),
    ] {
        assert_eq!(found[0][column], value, "{column}");
    }
    let facts = fs::read_to_string(folder.join("found/network_findings.json")).unwrap();
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
    assert_eq!(facts["parameters"]["reach_m"], 5.0);
    assert_eq!(facts["findings"]["dead_end"], 1);
}

#[test]
fn the_numbers_are_the_studys_own() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    town(folder, "audit = { reach = 2.999 }");
    let told = nabij(folder, &["check", "study.toml"]).good();
    assert!(!told.contains("dead_end"), "{told}");
    town(folder, "audit = { reach = 101 }");
    let ran = nabij(folder, &["check", "study.toml"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("audit.reach: 101 m; at most 100 m"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_geopackage_in_dutch_and_an_edition_for_the_public() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    town(
        folder,
        "language = \"nl\"\noutput = { audience = \"openbaar\" }",
    );
    nabij(folder, &["check", "study.toml", "--out", "found.gpkg"]).good();
    let table = nabij_io::Table::read(
        folder.join("found.gpkg"),
        &nabij_io::ReadOptions {
            layer: Some("netwerk_bevindingen".to_owned()),
            ..Default::default()
        },
    )
    .unwrap();
    let names = table.column_names();
    assert!(names.contains(&"adressen_kantelt".to_owned()), "{names:?}");
    assert!(
        !names.iter().any(|name| name.contains("inwoners")),
        "{names:?}"
    );
}
