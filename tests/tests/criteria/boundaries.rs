//! A dwelling or a millimetre more or less, through the command.

use std::{fmt::Write as _, fs, path::Path};

use crate::door::{Line, csv, nabij};

/// Where the street begins, in metres of RD New; it runs 3 km east.
const START: (i64, i64) = (80_000, 455_000);

/// Metres with their millimetres.
fn metres(mm: i64) -> String {
    format!("{}.{:03}", mm / 1000, mm % 1000)
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:28992"}}}},"features":[{}]}}"#,
        features.join(",")
    )
}

/// Facilities 3 m north of the street at 1 km; homes 4 m south of it, so far from them on foot.
fn write_study(folder: &Path, rows: &str) {
    let (x, y) = START;
    let street = format!(
        r#"{{"type":"Feature","properties":{{"id":1}},"geometry":{{"type":"LineString","coordinates":[[{x},{y}],[{},{y}]]}}}}"#,
        x + 3000
    );
    let facility = |category: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{category}","category":"{category}"}},"geometry":{{"type":"Point","coordinates":[{},{}]}}}}"#,
            x + 1000,
            y + 3
        )
    };
    let categories = [
        "supermarket",
        "pharmacy",
        "public_transport",
        "meeting_room",
    ];
    let (west, east, south, north) = (x - 100, x + 3100, y - 100, y + 100);
    let buurt = format!(
        r#"{{"type":"Feature","properties":{{"code":"BU1","wijk":"WK1"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    );
    fs::write(folder.join("streets.geojson"), collection(&[street])).unwrap();
    fs::write(
        folder.join("facilities.geojson"),
        collection(&categories.map(facility)),
    )
    .unwrap();
    fs::write(folder.join("areas.geojson"), collection(&[buurt])).unwrap();
    let origins = format!("id,kind,complex,x,y,residents\n{rows}");
    fs::write(folder.join("origins.csv"), origins).unwrap();
    let study = r#"
        crs = "EPSG:28992"
        norms = "denhaag-2024"
        area_year = 2024
        [[streets]]
        file = "streets.geojson"
        columns = { id = "id" }
        [[facilities]]
        file = "facilities.geojson"
        [origins]
        file = "origins.csv"
        crs = "EPSG:28992"
        x = "x"
        y = "y"
        kind = "kind"
        complex = "complex"
        weights = { residents = "residents" }
        [areas]
        file = "areas.geojson"
        id = "code"
        level = "buurt"
        parents = [{ level = "wijk", id = "wijk" }]
        [criteria]
    "#;
    fs::write(folder.join("study.toml"), study).unwrap();
}

/// A row of an origin so many mm from the facilities.
fn row(id: &str, kind: &str, complex: &str, mm: i64, residents: u32) -> String {
    let (x, y) = START;
    let (x, y) = (x * 1000 + 1_000_000 + mm - 7_000, y * 1000 - 4_000);
    format!(
        "{id},{kind},{complex},{},{},{residents}\n",
        metres(x),
        metres(y)
    )
}

/// An indicator's line in the table of the criteria.
fn indicator(folder: &Path, id: &str) -> Line {
    nabij(
        folder,
        &["criteria", "study.toml", "--out", "out", "--format", "csv"],
    )
    .good();
    let all = csv(&folder.join("out/criteria.csv"));
    let own = all
        .into_iter()
        .find(|row| row["area"] == "BU1" && row["indicator"] == id);
    own.unwrap()
}

#[track_caller]
fn is(line: &Line, column: &str, wanted: f64) {
    let found: f64 = line[column]
        .parse()
        .unwrap_or_else(|_| panic!("{column}: {line:?}"));
    assert!(
        (found - wanted).abs() < 1e-12,
        "{column}: {found}, not {wanted}"
    );
}

#[test]
fn three_hundred_and_five_hundred_metres_count_and_a_millimetre_more_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let distances = [299_999, 300_000, 300_001, 499_999, 500_000, 500_001];
    let mut rows = String::new();
    for (mm, digit) in distances.into_iter().zip(0..) {
        rows += &row(&format!("at {mm}"), "address", "", mm, 10_u32.pow(digit));
    }
    write_study(folder.path(), &rows);
    // Each home's residents are one digit of the sum.
    for id in [
        "supermarket_within_norm",
        "daily_facilities_all_within_norm",
    ] {
        let line = indicator(folder.path(), id);
        is(&line, "value_lower_limit", 11.0 / 111_111.0);
        is(&line, "value", 11_111.0 / 111_111.0);
        is(&line, "failing", 100_000.0);
    }
}

/// Complexes by name: dwellings, and mm to the meeting room.
fn complexes(all: &[(&str, u32, i64)]) -> Line {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = String::new();
    for (name, dwellings, mm) in all {
        rows += &row(&format!("{name}-door"), "complex", name, *mm, *dwellings);
        for home in 1..=*dwellings {
            write!(
                rows,
                "{}",
                row(&format!("{name}-{home}"), "address", name, *mm, 1)
            )
            .unwrap();
        }
    }
    write_study(folder.path(), &rows);
    indicator(folder.path(), "clustered_complex_compliance")
}

#[test]
fn twelve_dwellings_comply_and_eleven_do_not() {
    let line = complexes(&[("eleven", 11, 60_000), ("twelve", 12, 60_000)]);
    is(&line, "total", 23.0);
    is(&line, "value", 12.0 / 23.0);
}

#[test]
fn a_room_at_a_hundred_metres_complies_and_a_millimetre_farther_does_not() {
    let line = complexes(&[
        ("near", 12, 99_999),
        ("at", 13, 100_000),
        ("beyond", 14, 100_001),
    ]);
    is(&line, "total", 39.0);
    is(&line, "value", 25.0 / 39.0);
}

#[test]
fn both_are_asked_for() {
    let line = complexes(&[("small", 11, 100_000), ("far", 12, 100_001)]);
    is(&line, "value", 0.0);
    assert_eq!(line["status"], "not_met");
}
