//! GeoPackages made by hand: layers, blobs, CRSs.

use std::path::PathBuf;

use geo_types::{Geometry, Point};
use nabij_io::{Position, ReadOptions, Table};
use rusqlite::Connection;
use tempfile::TempDir;

const TABLES: &str = "
CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT,
  organization_coordsys_id INTEGER, definition TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES (28992, 'epsg', 28992, 'undefined'),
  (100, 'NONE', 100, '+proj=tmerc +lon_0=4 +lat_0=52 +datum=WGS84'), (101, 'NONE', 1, 'nonsense');
";

fn database(dir: &TempDir, sql: &str) -> PathBuf {
    let path = dir.path().join("a.gpkg");
    let _ = std::fs::remove_file(&path);
    let db = Connection::open(&path).unwrap();
    db.execute_batch(TABLES).unwrap();
    db.execute_batch(sql).unwrap();
    path
}

fn layer(name: &str, srs: i32, rows: &str) -> String {
    format!(
        "INSERT INTO gpkg_contents VALUES ('{name}', 'features', {srs});
         INSERT INTO gpkg_geometry_columns VALUES ('{name}', 'geom', {srs});
         CREATE TABLE \"{name}\" (nr INTEGER PRIMARY KEY, geom BLOB, code TEXT, n REAL, ok BOOLEAN, raw BLOB);
         {rows}"
    )
}

/// Header without envelope, then a point: 1 2 (little-endian).
const POINT: &str = "4750000140710000\
                     0101000000000000000000F03F0000000000000040";

fn hex(wkb: &str) -> String {
    format!("4750000140710000{wkb}")
}

fn read(path: &PathBuf, layer: Option<&str>) -> Result<Table, String> {
    let options = ReadOptions {
        layer: layer.map(String::from),
        ..ReadOptions::default()
    };
    let dir = path.parent().unwrap().display().to_string();
    Table::read(path, &options).map_err(|e| e.to_string().replace(&dir, "D"))
}

#[test]
fn the_only_layer_is_read() {
    let dir = TempDir::new().unwrap();
    let rows = format!(
        "INSERT INTO a VALUES (7, X'{POINT}', '0012', 1.5, 1, X'00'), (3, NULL, NULL, NULL, NULL, NULL);"
    );
    let path = database(&dir, &layer("a", 28992, &rows));
    let table = read(&path, None).unwrap();
    assert_eq!(table.column_names(), ["nr", "code", "n", "ok"]);
    assert_eq!(table.crs().unwrap().text(), "EPSG:28992");
    // In the order of the key.
    assert_eq!(table.position(0), Position::Fid(3));
    assert!(table.source().ends_with("a.gpkg (layer a)"));
    assert_eq!(
        table.geometry(1).as_deref(),
        Ok(&Geometry::Point(Point::new(1.0, 2.0)))
    );
    assert_eq!(table.text("code", 1).unwrap().as_deref(), Some("0012"));
    assert_eq!(table.number("n", 1).unwrap(), Some(1.5));
    assert_eq!(table.yes_no("ok", 1).unwrap(), Some(true));
    assert_eq!(table.yes_no("ok", 0).unwrap(), None);
}

#[test]
fn layers_are_named() {
    let dir = TempDir::new().unwrap();
    let two = layer("a", 0, "") + &layer("b c", 100, "");
    let path = database(&dir, &two);
    assert_eq!(
        read(&path, None).unwrap_err(),
        "D/a.gpkg: name the layer to read; there is: a, b c"
    );
    assert_eq!(
        read(&path, Some("d")).unwrap_err(),
        "D/a.gpkg: there is no layer \"d\"; there is: a, b c"
    );
    assert_eq!(read(&path, Some("a")).unwrap().crs(), None);
    let own = read(&path, Some("b c")).unwrap();
    assert!(
        own.crs()
            .unwrap()
            .text()
            .starts_with("+proj=tmerc +lon_0=4")
    );
}

#[test]
fn broken_packages_are_told() {
    let dir = TempDir::new().unwrap();
    let start = "this is no GeoPackage file that can be read: ";
    let path = database(&dir, "");
    assert_eq!(
        read(&path, None).unwrap_err(),
        format!("D/a.gpkg: {start}it has no layers")
    );
    let path = database(&dir, "DROP TABLE gpkg_contents");
    assert_eq!(
        read(&path, None).unwrap_err(),
        format!("D/a.gpkg: {start}it has no list of contents (gpkg_contents)")
    );
    let path = database(&dir, &layer("a", 5, ""));
    assert_eq!(
        read(&path, None).unwrap_err(),
        format!(
            "D/a.gpkg (layer a): {start}its CRS number 5 is not explained: Query returned no rows"
        )
    );
    let path = database(&dir, &layer("a", 101, ""));
    assert_eq!(
        read(&path, None).unwrap_err(),
        "D/a.gpkg (layer a): \"nonsense\" names no CRS: write a code such as \"EPSG:28992\", \
         a PROJ string, WKT or PROJJSON"
    );
    let path = database(&dir, &layer("a", 0, "ALTER TABLE a DROP COLUMN geom;"));
    assert_eq!(
        read(&path, None).unwrap_err(),
        format!("D/a.gpkg (layer a): {start}its geometry column \"geom\" is missing")
    );
    let path = database(&dir, &layer("a", 0, "DROP TABLE a;"));
    assert!(read(&path, None).is_err());
}

#[test]
fn blobs_that_are_no_geometry_are_listed() {
    let dir = TempDir::new().unwrap();
    let cases: [(String, &str); 12] = [
        (
            "00".into(),
            "its geometry cannot be read: it does not start as a GeoPackage geometry",
        ),
        (
            "4750000F40710000".into(),
            "its geometry cannot be read: its envelope is of an unknown kind",
        ),
        ("4750001140710000".into(), "its geometry is empty"),
        (
            "4750000340710000".into(),
            "its geometry cannot be read: it ends too early",
        ),
        (hex("01"), "its geometry cannot be read: it ends too early"),
        (
            hex("0101000000000000000000F03F"),
            "its geometry cannot be read: it ends too early",
        ),
        (
            hex("0501000000"),
            "its geometry cannot be read: 5 is no byte order",
        ),
        // 4 thousand million vertices in no bytes
        (
            hex("0102000000FFFFFFFF"),
            "its geometry cannot be read: it ends too early",
        ),
        (
            hex("0101000000000000000000F87F000000000000F87F"),
            "its geometry is empty",
        ),
        (
            hex("0101000000000000000000F03F000000000000F87F"),
            "a coordinate is not a finite number",
        ),
        (
            hex("0109000000"),
            "its geometry cannot be read: curves are not read: save it with straight segments",
        ),
        (
            hex(&"010700000001000000".repeat(40)),
            "its geometry cannot be read: its collections are nested too deep",
        ),
    ];
    let rows: Vec<String> = cases
        .iter()
        .enumerate()
        .map(|(nr, (blob, _))| format!("INSERT INTO a (nr, geom) VALUES ({nr}, X'{blob}');"))
        .collect();
    let path = database(&dir, &layer("a", 28992, &rows.join("\n")));
    let found = read(&path, None).unwrap().points(Some("nr")).unwrap();
    assert_eq!(found.rows, []);
    for ((_, expected), rejected) in cases.iter().zip(&found.rejected) {
        assert_eq!(rejected.reason.to_string(), *expected, "{rejected}");
    }
}

#[test]
fn every_flavour_of_well_known_binary_is_read() {
    let dir = TempDir::new().unwrap();
    let one = "000000000000F03F";
    let two = "0000000000000040";
    let flavours = [
        format!("0101000000{one}{two}"),                          // plain
        "00000000013FF00000000000004000000000000000".to_string(), // big-endian
        format!("01E9030000{one}{two}{one}"),                     // Z, ISO
        format!("01D1070000{one}{two}{one}"),                     // M, ISO
        format!("01B90B0000{one}{two}{one}{one}"),                // ZM, ISO
        format!("0101000080{one}{two}{one}"),                     // Z, extended
        format!("01010000E040710000{one}{two}{one}{one}"),        // ZM and number, extended
        format!("0104000000010000000101000000{one}{two}"),        // a multi-point of one
    ];
    let rows: Vec<String> = flavours
        .iter()
        .map(|wkb| format!("INSERT INTO a (geom) VALUES (X'{}');", hex(wkb)))
        .collect();
    let path = database(&dir, &layer("a", 28992, &rows.join("\n")));
    let found = read(&path, None).unwrap().points(None).unwrap();
    assert_eq!(found.rejected, []);
    assert_eq!(found.rows.len(), flavours.len());
    assert!(
        found
            .rows
            .iter()
            .all(|(_, point)| *point == Point::new(1.0, 2.0))
    );
}
