//! A few addresses of a fictional municipality as a GeoPackage with the columns that PDOK publishes
//! the BAG in: one object for every rule.

use std::path::Path;

use rusqlite::{Connection, params};

/// What a GeoPackage needs, and the layers with their published columns.
const SCHEMA: &str = "
PRAGMA page_size = 1024;
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10200;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
  ('Amersfoort / RD New', 28992, 'EPSG', 28992, 'EPSG:28992', NULL);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT,
  description TEXT, last_change TEXT NOT NULL, min_x REAL, min_y REAL, max_x REAL, max_y REAL,
  srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT PRIMARY KEY, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z INTEGER NOT NULL, m INTEGER NOT NULL);
CREATE TABLE pand (feature_id INTEGER PRIMARY KEY, geom POLYGON, rdf_seealso TEXT,
  identificatie TEXT, bouwjaar INTEGER, status TEXT, gebruiksdoel TEXT, oppervlakte_min INTEGER,
  oppervlakte_max INTEGER, aantal_verblijfsobjecten INTEGER);
CREATE TABLE verblijfsobject (feature_id INTEGER PRIMARY KEY, geom POINT, rdf_seealso TEXT,
  identificatie TEXT, oppervlakte INTEGER, status TEXT, gebruiksdoel TEXT,
  openbare_ruimte_naam TEXT, openbare_ruimte_naam_kort TEXT, huisnummer INTEGER, huisletter TEXT,
  toevoeging TEXT, postcode TEXT, woonplaats_naam TEXT, bouwjaar INTEGER, pand_identificatie TEXT,
  pandstatus TEXT, nummeraanduiding_hoofdadres_identificatie TEXT,
  openbare_ruimte_identificatie TEXT, woonplaats_identificatie TEXT, bronhouder_identificatie TEXT);
CREATE TABLE ligplaats (feature_id INTEGER PRIMARY KEY, geom POLYGON, rdf_seealso TEXT,
  identificatie TEXT, status TEXT, openbare_ruimte_naam TEXT, openbare_ruimte_naam_kort TEXT,
  huisnummer INTEGER, huisletter TEXT, toevoeging TEXT, postcode TEXT, woonplaats_naam TEXT,
  nummeraanduiding_hoofdadres_identificatie TEXT, openbare_ruimte_identificatie TEXT,
  woonplaats_identificatie TEXT, bronhouder_identificatie TEXT);
CREATE TABLE standplaats (feature_id INTEGER PRIMARY KEY, geom POLYGON, rdf_seealso TEXT,
  identificatie TEXT, status TEXT, openbare_ruimte_naam TEXT, openbare_ruimte_naam_kort TEXT,
  huisnummer INTEGER, huisletter TEXT, toevoeging TEXT, postcode TEXT, woonplaats_naam TEXT,
  nummeraanduiding_hoofdadres_identificatie TEXT, openbare_ruimte_identificatie TEXT,
  woonplaats_identificatie TEXT, bronhouder_identificatie TEXT);
";

/// A verblijfsobject: number, easting (none: without a place), status, use, house number, letter,
/// addition, pand.
type Object = (
    u32,
    Option<f64>,
    &'static str,
    &'static str,
    u32,
    &'static str,
    &'static str,
    u32,
);

const IN_USE: &str = "Verblijfsobject in gebruik";

const OBJECTS: [Object; 16] = [
    (1, Some(80100.0), IN_USE, "woonfunctie", 1, "", "", 1),
    (
        2,
        Some(80120.0),
        IN_USE,
        "winkelfunctie,woonfunctie",
        3,
        "",
        "",
        1,
    ),
    (
        3,
        Some(80140.0),
        "Verblijfsobject in gebruik (niet ingemeten)",
        "woonfunctie",
        5,
        "",
        "",
        1,
    ),
    (
        4,
        Some(80160.0),
        "Verblijfsobject buiten gebruik",
        "woonfunctie",
        7,
        "",
        "",
        1,
    ),
    (
        5,
        Some(80180.0),
        "Verbouwing verblijfsobject",
        "woonfunctie",
        9,
        "",
        "",
        1,
    ),
    (
        6,
        Some(80200.0),
        "Verblijfsobject gevormd",
        "woonfunctie",
        11,
        "",
        "",
        3,
    ),
    (7, Some(80220.0), IN_USE, "winkelfunctie", 13, "", "", 1),
    (
        8,
        Some(80240.0),
        IN_USE,
        "gezondheidszorgfunctie",
        15,
        "",
        "",
        1,
    ),
    (9, Some(80260.0), IN_USE, "woonfunctie", 17, "A", "", 2),
    (10, Some(80280.0), IN_USE, "woonfunctie", 19, "", "1", 1),
    (11, Some(80280.0), IN_USE, "woonfunctie", 19, "", "2", 1),
    (12, Some(80320.0), IN_USE, "woonfunctie", 21, "", "1", 1),
    (
        13,
        Some(80340.0),
        "Verblijfsobject ingetrokken",
        "woonfunctie",
        23,
        "",
        "",
        1,
    ),
    (14, None, IN_USE, "woonfunctie", 25, "", "", 1),
    (
        15,
        Some(80380.0),
        "Verblijfsobject gevormd",
        "bijeenkomstfunctie",
        27,
        "",
        "",
        3,
    ),
    // The same object again: it lies in a second pand.
    (1, Some(80100.0), IN_USE, "woonfunctie", 1, "", "", 2),
];

const PANDEN: [(u32, &str); 3] = [
    (1, "Pand in gebruik"),
    (2, "Sloopvergunning verleend"),
    (3, "Bouwvergunning verleend"),
];

/// Layer, number, easting, status, house number of places for boats and wagons.
const PLACES: [(&str, u32, f64, &str, u32); 3] = [
    ("ligplaats", 1, 80500.0, "Plaats aangewezen", 2),
    ("ligplaats", 2, 80520.0, "Plaats ingetrokken", 4),
    ("standplaats", 1, 80540.0, "Plaats aangewezen", 6),
];

/// The northing of everything.
const Y: f64 = 454_505.0;

/// Writes the GeoPackage, instead of one that is there.
///
/// # Errors
/// What SQLite or the file system says.
pub fn write(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    let db = Connection::open(path)?;
    db.execute_batch(SCHEMA)?;
    for (layer, shape) in [
        ("pand", "POLYGON"),
        ("verblijfsobject", "POINT"),
        ("ligplaats", "POLYGON"),
        ("standplaats", "POLYGON"),
    ] {
        db.execute(
            "INSERT INTO gpkg_contents VALUES (?1, 'features', ?1, '', '2024-01-01T00:00:00Z', 80000, 454000, 81000, 455000, 28992)",
            [layer],
        )?;
        db.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, 28992, 0, 0)",
            [layer, shape],
        )?;
    }
    for (number, status) in PANDEN {
        let around = square(80000.0 + 10.0 * f64::from(number), 500.0);
        db.execute(
            "INSERT INTO pand VALUES (NULL, ?1, NULL, ?2, 1990, ?3, 'woonfunctie', 50, 90, 1)",
            params![around, id(10, number), status],
        )?;
    }
    for (number, x, status, purpose, house, letter, addition, pand) in OBJECTS {
        db.execute(
            "INSERT INTO verblijfsobject VALUES (NULL, ?1, NULL, ?2, 80, ?3, ?4, 'Dorpsstraat',
             'Dorpsstr', ?5, NULLIF(?6, ''), NULLIF(?7, ''), '0101AA', 'Loopveen', 1990, ?8, NULL, ?9,
             '9999300000000001', '9999', '9999')",
            params![
                x.map(point), id(1, number), status, purpose, house, letter, addition,
                id(10, pand), id(20, number)
            ],
        )?;
    }
    for (layer, number, x, status, house) in PLACES {
        let kind = if layer == "ligplaats" { 2 } else { 3 };
        db.execute(
            &format!(
                "INSERT INTO {layer} VALUES (NULL, ?1, NULL, ?2, ?3, 'Kade', 'Kade', ?4, NULL, NULL,
                 '0101AB', 'Loopveen', ?5, '9999300000000002', '9999', '9999')"
            ),
            params![
                square(x, 5.0),
                id(kind, number),
                status,
                house,
                id(20, 100 * kind + number)
            ],
        )?;
    }
    db.execute_batch("VACUUM")?;
    Ok(())
}

/// An identification: municipality, type of object, number.
fn id(kind: u32, number: u32) -> String {
    format!("9999{kind:02}{number:010}")
}

/// The header of a geometry in a GeoPackage, without envelope: little-endian, RD New.
fn blob(kind: u32) -> Vec<u8> {
    let mut blob = b"GP\x00\x01".to_vec();
    blob.extend(28992_i32.to_le_bytes());
    blob.push(1);
    blob.extend(kind.to_le_bytes());
    blob
}

fn point(x: f64) -> Vec<u8> {
    let mut blob = blob(1);
    blob.extend([x, Y].into_iter().flat_map(f64::to_le_bytes));
    blob
}

fn square(x: f64, half: f64) -> Vec<u8> {
    let mut blob = blob(3);
    blob.extend(1_u32.to_le_bytes());
    blob.extend(5_u32.to_le_bytes());
    for (dx, dy) in [
        (-1.0, -1.0),
        (1.0, -1.0),
        (1.0, 1.0),
        (-1.0, 1.0),
        (-1.0, -1.0),
    ] {
        blob.extend(
            [x + half * dx, Y + half * dy]
                .into_iter()
                .flat_map(f64::to_le_bytes),
        );
    }
    blob
}
