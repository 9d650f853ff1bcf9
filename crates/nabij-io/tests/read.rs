//! Reading: what good files give, and what bad ones are told.

use std::{fs, path::PathBuf};

use geo_types::{Geometry, Point};
use nabij_io::{Crs, Position, ReadErrorKind, ReadOptions, Reason, Table};
use tempfile::TempDir;

fn file(dir: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.path().join(name);
    fs::write(&path, content).unwrap();
    path
}

fn geojson(text: &str) -> Table {
    Table::from_geojson("a.geojson", text.as_bytes(), &ReadOptions::default()).unwrap()
}

fn geojson_error(text: &str) -> String {
    Table::from_geojson("a.geojson", text.as_bytes(), &ReadOptions::default())
        .unwrap_err()
        .to_string()
}

fn csv(text: &str) -> Table {
    Table::from_csv("a.csv", text.as_bytes(), &ReadOptions::default()).unwrap()
}

fn csv_error(bytes: impl AsRef<[u8]>) -> String {
    Table::from_csv("a.csv", bytes.as_ref(), &ReadOptions::default())
        .unwrap_err()
        .to_string()
}

fn xy(crs: &str) -> ReadOptions {
    ReadOptions {
        x: Some("x".into()),
        y: Some("y".into()),
        crs: Some(Crs::parse(crs).unwrap()),
        ..ReadOptions::default()
    }
}

/// A collection of features, each `properties|geometry`.
fn collection(features: &[(&str, &str)]) -> String {
    let features: Vec<String> = features
        .iter()
        .map(|(properties, geometry)| {
            format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
        })
        .collect();
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

#[test]
fn files_are_told_apart_by_their_end() {
    let dir = TempDir::new().unwrap();
    let error = |name: &str| {
        let path = file(&dir, name, "x".repeat(200));
        let error = Table::read(&path, &ReadOptions::default()).unwrap_err();
        error
            .to_string()
            .replace(&dir.path().display().to_string(), "D")
    };
    assert_eq!(
        error("a.shp"),
        "D/a.shp: files ending in \"shp\" are not read: give .gpkg, .geojson, .json, .parquet, \
         .geoparquet, .csv, .txt or .tsv"
    );
    assert_eq!(
        error("a.gpkg"),
        "D/a.gpkg: this is no GeoPackage file that can be read: file is not a database"
    );
    assert!(
        error("a.parquet").starts_with("D/a.parquet: this is no Parquet file that can be read")
    );
    assert_eq!(
        error("a.geojson"),
        "D/a.geojson: this is no GeoJSON file that can be read: expected value at line 1 column 1"
    );
    for name in ["none.gpkg", "none.parquet", "none.geojson", "none.csv"] {
        let error = Table::read(dir.path().join(name), &ReadOptions::default()).unwrap_err();
        let ReadErrorKind::Io(io) = &error.kind else {
            panic!("{error}")
        };
        assert_eq!(io.kind(), std::io::ErrorKind::NotFound);
    }
}

#[test]
fn geojson_has_longitudes_and_latitudes_unless_it_says_otherwise() {
    let one = r#"{"type":"Point","coordinates":[81000,455000,2.5]}"#;
    let with = |member: &str| {
        format!(
            r#"{{"type":"FeatureCollection",{member}"features":[{{"type":"Feature","properties":null,"geometry":{one}}}]}}"#
        )
    };
    assert_eq!(geojson(&with("")).crs().unwrap().text(), "OGC:CRS84");
    let rd = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"#;
    let table = geojson(&with(rd));
    assert_eq!(table.crs().unwrap().text(), "EPSG:28992");
    assert_eq!(
        table.geometry(0).as_deref().unwrap(),
        &Geometry::Point(Point::new(81_000.0, 455_000.0)) // the height is left out
    );
    let old = r#""crs":{"type":"EPSG","properties":{"code":28992}},"#;
    assert_eq!(geojson(&with(old)).crs().unwrap().text(), "EPSG:28992");
    assert_eq!(geojson(&with(r#""crs":null,"#)).crs(), None);
    assert_eq!(
        geojson_error(&with(r#""crs":{"type":"link","properties":{"href":"x"}},"#)),
        "a.geojson: this is no GeoJSON file that can be read: its crs member has no name, \
         such as urn:ogc:def:crs:EPSG::28992"
    );

    // Metres without a crs member: told, unless the caller states the CRS.
    let error = geojson(&with("")).checked_crs().unwrap_err().to_string();
    assert_eq!(
        error,
        "a.geojson: the CRS OGC:CRS84 has degrees, but the coordinates (x 81000 to 81000, \
         y 455000 to 455000) are none: state the CRS they are in, such as \"EPSG:28992\""
    );
    let dir = TempDir::new().unwrap();
    let options = xy("EPSG:28992");
    let stated = Table::read(file(&dir, "a.geojson", with("")), &options).unwrap();
    assert_eq!(stated.checked_crs().unwrap().text(), "EPSG:28992");
    let utm = with(&rd.replace("28992", "25831"));
    let error = Table::read(file(&dir, "b.geojson", utm), &options).unwrap_err();
    assert_eq!(
        error.kind.to_string(),
        "the file states the CRS EPSG:25831, but EPSG:28992 was given: give none, or correct the file"
    );
}

#[test]
fn geojson_cells_keep_their_values() {
    let table = geojson(&collection(&[
        (
            r#"{"code":"0518","n":7,"f":1.5,"ok":true,"mixed":7,"big":18446744073709551615}"#,
            "null",
        ),
        (r#"{"n":null,"f":2,"mixed":"7a","late":[1,2]}"#, "null"),
    ]));
    assert_eq!(table.len(), 2);
    let text = |column: &str, row| table.text(column, row).unwrap();
    assert_eq!(text("code", 0).as_deref(), Some("0518"));
    assert_eq!(text("code", 1), None);
    assert_eq!(text("n", 0).as_deref(), Some("7"));
    assert_eq!(text("f", 1).as_deref(), Some("2"));
    assert_eq!(text("mixed", 0).as_deref(), Some("7"));
    assert_eq!(text("mixed", 1).as_deref(), Some("7a"));
    assert_eq!(text("big", 0).as_deref(), Some("18446744073709551615"));
    assert_eq!(text("late", 0), None);
    assert_eq!(text("late", 1).as_deref(), Some("[1,2]"));
    assert_eq!(table.number("f", 0).unwrap(), Some(1.5));
    assert_eq!(table.integer("f", 1).unwrap(), Some(2));
    assert_eq!(table.number("n", 1).unwrap(), None);
    assert_eq!(table.yes_no("ok", 0).unwrap(), Some(true));
    assert_eq!(table.yes_no("ok", 1).unwrap(), None);
    let message = |e: nabij_io::ReadError| e.to_string();
    assert_eq!(
        message(table.integer("f", 0).unwrap_err()),
        "a.geojson, feature 1: column \"f\" holds \"1.5\", wanted is a whole number"
    );
    assert_eq!(
        message(table.number("mixed", 1).unwrap_err()),
        "a.geojson, feature 2: column \"mixed\" holds \"7a\", wanted is a number"
    );
    assert_eq!(
        message(table.yes_no("mixed", 0).unwrap_err()),
        "a.geojson, feature 1: column \"mixed\" holds \"7\", wanted is yes or no"
    );
    assert_eq!(
        message(table.number("ok", 0).unwrap_err()),
        "a.geojson, feature 1: column \"ok\" holds \"true\", wanted is a number"
    );
    assert_eq!(
        message(table.text("nn", 0).unwrap_err()),
        "a.geojson: there is no column \"nn\"; there is: code, n, f, ok, mixed, big, late"
    );
}

#[test]
fn geojson_ids_are_a_column() {
    let feature = |id: &str, properties: &str| {
        format!(r#"{{"type":"Feature","id":{id},"properties":{properties},"geometry":null}}"#)
    };
    let table = geojson(&feature("\"way/1\"", r#"{"a":1}"#));
    assert_eq!(table.column_names(), ["id", "a"]);
    assert_eq!(table.text("id", 0).unwrap().as_deref(), Some("way/1"));
    let table = geojson(&feature("5", r#"{"id":"own"}"#));
    assert_eq!(table.text("id", 0).unwrap().as_deref(), Some("own"));
}

#[test]
fn broken_geojson_is_told() {
    let start = "a.geojson: this is no GeoJSON file that can be read: ";
    for (text, rest) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        (
            "{\"type\":\"FeatureCollection\",\"features\":[",
            "EOF while parsing a list at line 1 column 40",
        ),
        ("[1]", "it has no FeatureCollection"),
        ("{\"type\":\"Topology\"}", "it has no FeatureCollection"),
        (
            "{\"type\":\"FeatureCollection\"}",
            "its FeatureCollection has no array of features",
        ),
        ("{\"a\":NaN}", "expected value at line 1 column 6"),
    ] {
        assert_eq!(geojson_error(text), format!("{start}{rest}"), "{text}");
    }
    assert_eq!(
        geojson_error(
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null},7]}"#
        ),
        "a.geojson, feature 2: this is no GeoJSON file that can be read: it is no Feature"
    );
}

#[test]
fn rows_that_cannot_be_used_are_listed_with_their_reason() {
    let point = r#"{"type":"Point","coordinates":[4.3,52.1]}"#;
    let line = r#"{"type":"LineString","coordinates":[[4.3,52.1],[4.4,52.2]]}"#;
    let bow_tie = r#"{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}"#;
    let square = r#"{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]}"#;
    let flat = r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[0,0]]]}"#;
    let spot = r#"{"type":"LineString","coordinates":[[1,1],[1,1]]}"#;
    let table = geojson(&collection(&[
        (r#"{"id":"a"}"#, point),
        (r#"{"id":"b"}"#, "null"),
        (r#"{"id":"c"}"#, line),
        (
            r#"{"id":"d"}"#,
            r#"{"type":"MultiPoint","coordinates":[[1,2]]}"#,
        ),
        (
            r#"{"id":"e"}"#,
            r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#,
        ),
        (r#"{"id":"f"}"#, r#"{"type":"Point","coordinates":[1]}"#),
        (
            r#"{"id":"g"}"#,
            r#"{"type":"Point","coordinates":["1","2"]}"#,
        ),
        (r#"{"id":"h"}"#, r#"{"type":"LineString","coordinates":[]}"#),
        (r#"{"id":"i"}"#, bow_tie),
        (r#"{"id":"j"}"#, square),
        (r#"{"id":"k"}"#, flat),
        (r#"{"id":"l"}"#, spot),
        (
            r#"{"id":"m"}"#,
            r#"{"type":"LineString","coordinates":[[1,2],[3]]}"#,
        ),
        (
            r#"{"id":"n"}"#,
            r#"{"type":"Curve","coordinates":[[1,2],[3,4]]}"#,
        ),
        (
            r#"{"id":"o"}"#,
            r#"{"type":"Point","coordinates":[1e400,2]}"#.replace("1e400", "1e300").as_str(),
        ),
    ]));
    let points = table.points(Some("id")).unwrap();
    let rows: Vec<usize> = points.rows.iter().map(|(row, _)| *row).collect();
    assert_eq!(rows, [0, 3, 14]);
    let why = |rejected: &[nabij_io::Rejected], id: &str| {
        let one = rejected.iter().find(|r| r.id.as_deref() == Some(id));
        one.unwrap().reason.to_string()
    };
    assert_eq!(points.rejected.len(), 12);
    assert_eq!(
        points.rejected[0].to_string(),
        "a.geojson, feature 2 (id \"b\"): it has no geometry"
    );
    assert_eq!(points.rejected[0].position, Position::Feature(2));
    assert_eq!(
        why(&points.rejected, "c"),
        "its geometry is a line, wanted is a point"
    );
    assert_eq!(
        why(&points.rejected, "e"),
        "its geometry is a multi-point of 2 points, wanted is a point"
    );
    assert_eq!(
        why(&points.rejected, "f"),
        "its geometry cannot be read: A position must contain two or more elements, but got `1`"
    );
    assert!(why(&points.rejected, "g").starts_with("its geometry cannot be read: invalid type"));
    assert_eq!(why(&points.rejected, "h"), "its geometry is empty");
    assert_eq!(
        why(&points.rejected, "m"),
        "its geometry cannot be read: a position needs at least two numbers"
    );
    assert!(why(&points.rejected, "n").starts_with("its geometry cannot be read: unknown variant"));

    let lines = table.lines(Some("id")).unwrap();
    assert_eq!(lines.rows.len(), 1);
    assert_eq!(
        why(&lines.rejected, "l"),
        "its geometry is not valid: a line of one place"
    );
    let areas = table.polygons(Some("id")).unwrap();
    assert_eq!(
        areas.rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(),
        [9]
    );
    assert_eq!(
        why(&areas.rejected, "i"),
        "its outline crosses itself at (1, 1)"
    );
    assert_eq!(
        why(&areas.rejected, "k"),
        "its geometry is not valid: an outline without area"
    );
    assert_eq!(
        table.points(Some("nr")).unwrap_err().to_string(),
        "a.geojson: there is no column \"nr\"; there is: id"
    );
}

#[test]
fn outlines_may_touch_but_not_cross() {
    let areas = |coordinates: &str, kind: &str| {
        let geometry = format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#);
        let table = geojson(&collection(&[("{}", &geometry)]));
        let found = table.polygons(None).unwrap();
        found.rejected.first().map(|r| r.reason.clone())
    };
    // A ring that touches itself, a hole that touches the border, two parts with a common side.
    let touching = "[[[0,0],[4,0],[2,2],[4,4],[0,4],[2,2],[0,0]]]";
    assert_eq!(areas(touching, "Polygon"), None);
    let hole = "[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[0,2],[1,1],[1,3],[0,2]]]";
    assert_eq!(areas(hole, "Polygon"), None);
    let parts = "[[[[0,0],[1,0],[1,1],[0,1],[0,0]]],[[[1,0],[2,0],[2,1],[1,1],[1,0]]]]";
    assert_eq!(areas(parts, "MultiPolygon"), None);
    // A hole across the border, two parts across each other.
    let hole = "[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[5,2],[5,1],[1,1]]]";
    assert_eq!(
        areas(hole, "Polygon"),
        Some(Reason::SelfCrossing { x: 4.0, y: 2.0 })
    );
    let parts = "[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]";
    assert_eq!(
        areas(parts, "MultiPolygon"),
        Some(Reason::SelfCrossing { x: 2.0, y: 1.0 })
    );
}

#[test]
fn csv_cells_stay_text() {
    for separator in [",", ";", "\t", "|"] {
        let text = "id,name,x,y\n0012,\"a \"\"b\"\"\",81000.5,455000\n0013,,1,2\n";
        let text = text.replace(',', separator);
        for start in ["", "\u{feff}"] {
            let table = csv(&format!("{start}{text}"));
            assert_eq!(table.column_names(), ["id", "name", "x", "y"]);
            assert_eq!(table.text("id", 0).unwrap().as_deref(), Some("0012"));
            assert_eq!(table.text("name", 0).unwrap().as_deref(), Some("a \"b\""));
            assert_eq!(table.text("name", 1).unwrap(), None);
            assert_eq!(table.number("x", 0).unwrap(), Some(81_000.5));
            assert_eq!(table.integer("id", 0).unwrap(), Some(12));
        }
    }
    let options = ReadOptions {
        separator: Some('^'),
        ..ReadOptions::default()
    };
    let table = Table::from_csv("a.csv", b"a^b\n1^2\n", &options).unwrap();
    assert_eq!(table.column_names(), ["a", "b"]);
    assert_eq!(csv("a;b\n").len(), 0);
    assert_eq!(csv(",a\n0,1\n").column_names(), ["unnamed_1", "a"]);
}

#[test]
fn csv_gives_points_and_the_lines_of_those_it_cannot() {
    let text = "id,x,y\na,81000.5,455000\nb,,455000\nc,\"8\n1\",455000\nd,1e999,1\ne,nan,1\n";
    let table = Table::from_csv("a.csv", text.as_bytes(), &xy("EPSG:28992")).unwrap();
    let points = table.points(Some("id")).unwrap();
    assert_eq!(points.rows, [(0, Point::new(81_000.5, 455_000.0))]);
    let told: Vec<String> = points.rejected.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "a.csv, line 3 (id \"b\"): it has no geometry",
            "a.csv, line 4 (id \"c\"): column \"x\" holds \"8\\n1\", wanted is a number",
            "a.csv, line 6 (id \"d\"): column \"x\" holds \"1e999\", wanted is a number",
            "a.csv, line 7 (id \"e\"): it has no geometry",
        ]
    );
    assert_eq!(
        csv("id,x,y\n").points(None).unwrap_err().to_string(),
        "a.csv: the table has no geometry: name the columns of its x and y, or give a file with geometries"
    );
    let mut only_x = xy("EPSG:28992");
    only_x.y = None;
    let error = Table::from_csv("a.csv", text.as_bytes(), &only_x).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.csv: the table has no geometry: name both its x and its y column"
    );
    let error = Table::from_csv("a.csv", b"id,X,Y\n", &xy("EPSG:28992")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.csv: there is no column \"x\"; there is: id, X, Y"
    );
    let unknown = Table::from_csv("a.csv", text.as_bytes(), &xy("EPSG:28992")).unwrap();
    assert_eq!(
        unknown.checked_crs().unwrap_err().to_string(),
        "a.csv: no CRS is stated: add crs = \"EPSG:…\" for the coordinates of this file"
    );
}

#[test]
fn a_decimal_comma_is_read_where_it_is_stated() {
    let text = "x;y\n81000,5;455000\n1.000,5;7\n";
    let mut options = xy("EPSG:28992");
    let plain = Table::from_csv("a.csv", text.as_bytes(), &options).unwrap();
    assert_eq!(
        plain.points(None).unwrap().rejected[0].to_string(),
        "a.csv, line 2: column \"x\" holds \"81000,5\", wanted is a number with a decimal point \
         (or state decimal_comma = true)"
    );
    options.decimal_comma = true;
    let table = Table::from_csv("a.csv", text.as_bytes(), &options).unwrap();
    let points = table.points(None).unwrap();
    assert_eq!(points.rows, [(0, Point::new(81_000.5, 455_000.0))]);
    assert_eq!(
        points.rejected[0].to_string(),
        "a.csv, line 3: column \"x\" holds \"1.000,5\", wanted is a number with a decimal comma"
    );
}

#[test]
fn broken_csv_is_told() {
    let start = "this is no CSV file that can be read: ";
    assert_eq!(
        csv_error(""),
        format!("a.csv: {start}it is empty; the first line must name the columns")
    );
    assert_eq!(
        csv_error("a,b\n1,2\n1,2,3\n"),
        format!("a.csv, line 3: {start}it has 3 cells where the first line has 2")
    );
    assert_eq!(
        csv_error("a,b,a\n"),
        "a.csv, line 1: column \"a\" occurs twice"
    );
    let latin = b"naam,n\nDen Haag,1\nCaf\xe9,2\n";
    assert_eq!(
        csv_error(latin),
        "a.csv, line 3: it is not UTF-8 text: save it as UTF-8 or add encoding = \"windows-1252\""
    );
    assert_eq!(
        csv_error(b"\xff\xfea\0"),
        "a.csv: it is UTF-16 text: save it as UTF-8 or add encoding = \"utf-16\""
    );
    let encoded = |encoding: &str| {
        let options = ReadOptions {
            encoding: Some(encoding.into()),
            ..ReadOptions::default()
        };
        Table::from_csv("a.csv", latin, &options)
    };
    let table = encoded("windows-1252").unwrap();
    assert_eq!(table.text("naam", 1).unwrap().as_deref(), Some("Café"));
    assert_eq!(
        encoded("klingon").unwrap_err().to_string(),
        "a.csv: there is no encoding \"klingon\": use utf-8 or windows-1252"
    );
    let options = ReadOptions {
        separator: Some('→'),
        ..ReadOptions::default()
    };
    assert_eq!(
        Table::from_csv("a.csv", b"a", &options)
            .unwrap_err()
            .to_string(),
        format!("a.csv: {start}the separator must be one ASCII character")
    );
}

#[test]
fn yes_and_no_in_many_words() {
    let table = csv("v\nja\nNee\nTRUE\nf\n1\n0\n\" \"\nmisschien\n");
    let all: Vec<_> = (0..7).map(|row| table.yes_no("v", row).unwrap()).collect();
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(all, [yes, no, yes, no, yes, no, None]);
    assert_eq!(
        table.yes_no("v", 7).unwrap_err().to_string(),
        "a.csv, line 9: column \"v\" holds \"misschien\", wanted is yes or no"
    );
    assert_eq!(table.yes_no("v", 99).unwrap(), None);
}
