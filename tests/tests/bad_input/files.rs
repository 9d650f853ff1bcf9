//! Files that are wrong as a whole.

use crate::good::{ADDRESSES, City, FACILITIES, STREETS, collection};

/// The sound city with its streets from another file.
fn streets(name: &str, bytes: &[u8]) -> City {
    City::new()
        .with(name, bytes)
        .study("streets.geojson", name)
        .study("columns = { id = \"id\", street = \"street\" }\n", "")
}

#[test]
fn empty_truncated_and_corrupt_pbf() {
    let name = "city.osm.pbf";
    let mut noise = 1_u32;
    let random: Vec<u8> = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (noise >> 24) as u8
    })
    .take(4096)
    .collect();
    let header = b"\0\0\0\x0d\x0a\x09OSMHeader\x18\x05";
    let mut huge = header.to_vec();
    huge[16] = 0x7f;
    for (bytes, words) in [
        (&b""[..], "empty"),
        (b"\0", "short"),
        (b"\0\0\0\x0d\x0a\x09OSMHea", "ends inside"),
        (&header[..], "ends inside"),
        (&huge[..], "ends inside"),
        (b"\xff\xff\xff\xff\x0a\x09OSMHeader", "not an OSM PBF"),
        (&random[..], "not an OSM PBF"),
        (b"<?xml version=\"1.0\"?><osm/>", "OSM XML"),
    ] {
        streets(name, bytes).fails(&[name, words]);
        City::new()
            .with(name, bytes)
            .study("facilities.geojson", name)
            .fails(&[name, words]);
    }
}

#[test]
fn empty_files_of_every_kind() {
    for name in [
        "streets.geojson",
        "facilities.geojson",
        "addresses.csv",
        "areas.geojson",
        "study.toml",
    ] {
        City::new().with(name, "").fails(&[match name {
            "study.toml" => "streets",
            name => name,
        }]);
    }
    streets("streets.gpkg", b"").fails(&["streets.gpkg"]);
    streets("streets.gpkg", b"SQLite format 3\0 and no more").fails(&["streets.gpkg"]);
    streets("streets.parquet", b"").fails(&["streets.parquet"]);
    streets("streets.parquet", b"PAR1\xff\xff\xff\x7fPAR1").fails(&["streets.parquet"]);
}

#[test]
fn missing_and_unknown_files() {
    City::new()
        .study("streets.geojson", "nowhere.geojson")
        .fails(&["nowhere.geojson"]);
    City::new()
        .study("facilities.geojson", "nowhere.csv")
        .fails(&["nowhere.csv"]);
    City::new()
        .study("addresses.csv", "nowhere.osm.pbf")
        .fails(&["nowhere.osm.pbf"]);
    City::new()
        .study("areas.geojson", "nowhere.gpkg")
        .fails(&["nowhere.gpkg"]);
    City::new()
        .also("[extent]\nfile = \"extent.geojson\"")
        .fails(&["extent.geojson"]);
    City::new()
        .study("addresses.csv", "study.toml")
        .fails(&["study.toml", "not read"]);
    City::new()
        .study("streets.geojson", ".")
        .fails(&["not read"]);
}

#[test]
fn truncated_and_other_json() {
    let all = collection(&STREETS);
    streets("s.geojson", &all.as_bytes()[..all.len() / 2]).fails(&["s.geojson", "line"]);
    streets("s.geojson", b"[1, 2]").fails(&["s.geojson", "FeatureCollection"]);
    streets("s.geojson", b"{\"type\":\"FeatureCollection\"}").fails(&["s.geojson", "features"]);
    streets(
        "s.geojson",
        b"{\"type\":\"FeatureCollection\",\"features\":[1]}",
    )
    .fails(&["s.geojson", "feature 1"]);
}

#[test]
fn streets_that_make_no_network() {
    City::new()
        .with("streets.geojson", collection(&[]))
        .fails(&["streets"]);
    let points: Vec<_> = FACILITIES.to_vec();
    City::new()
        .with("streets.geojson", collection(&points))
        .study("columns = { id = \"id\", street = \"street\" }\n", "")
        .fails(&["streets"]);
}

#[test]
fn no_rows() {
    City::new()
        .with("addresses.csv", "id,x,y,inwoners\n")
        .fails(&["addresses.csv", "no usable origin"]);
    City::new()
        .with("facilities.geojson", collection(&[]))
        .fails(&["facilities.geojson"]);
}

#[test]
fn columns_that_are_missing() {
    for (from, to) in [("id,x", "nr,x"), ("x,y", "east,y"), ("inwoners", "people")] {
        let text = ADDRESSES.replacen(from, to, 1);
        let missing = match from {
            "id,x" => "\"id\"",
            "x,y" => "\"x\"",
            _ => "\"inwoners\"",
        };
        City::new()
            .with("addresses.csv", text)
            .fails(&["addresses.csv", "no column", missing]);
    }
    City::new()
        .with("addresses.csv", ADDRESSES.replace("inwoners", "x"))
        .fails(&["addresses.csv", "\"x\" occurs twice"]);
    City::new()
        .study("id = \"code\"", "id = \"buurtcode\"")
        .fails(&["areas.geojson", "buurtcode"]);
    City::new()
        .study("street = \"street\"", "street = \"straat\"")
        .fails(&["streets.geojson", "straat"]);
}

#[test]
fn a_table_without_places_says_which_columns_to_name() {
    City::new()
        .study("x = \"x\"\ny = \"y\"\n", "")
        .fails(&["addresses.csv", "x and y"]);
}

#[test]
fn when_no_row_is_usable_the_first_reason_is_told() {
    City::new()
        .with(
            "addresses.csv",
            "id,x,y,inwoners\na1,east,455010,2\na2,west,455010,2\n",
        )
        .fails(&["addresses.csv", "line 2", "east"]);
}

#[test]
fn separators() {
    for separator in [";", "\t", "|"] {
        let results = City::new()
            .with("addresses.csv", ADDRESSES.replace(',', separator))
            .scores();
        assert_eq!(
            results.cell("a1", "supermarket", "distance_high_m"),
            "215",
            "{separator:?}"
        );
    }
    // A decimal comma is read only where it is stated.
    let comma = ADDRESSES.replace(',', ";").replace("80900;", "80900,5;");
    City::new()
        .with("addresses.csv", &comma)
        .lists(&[("addresses.csv", "line 2", "bad_value")]);
    let results = City::new()
        .with("addresses.csv", &comma)
        .study("x = \"x\"", "decimal_comma = true\nx = \"x\"")
        .scores();
    assert_eq!(
        results.cell("a1", "supermarket", "distance_high_m"),
        "214.5"
    );
    City::new()
        .with("addresses.csv", ADDRESSES.replace("a2,", "a2,81400,"))
        .fails(&["addresses.csv", "line 3", "5 cells", "4"]);
}

#[test]
fn encodings() {
    let text: Vec<u8> = ADDRESSES
        .replace("a2", "caf?")
        .bytes()
        .map(|b| if b == b'?' { 0xe9 } else { b })
        .collect();
    City::new()
        .with("addresses.csv", &text)
        .fails(&["addresses.csv", "line 3", "windows-1252"]);
    let results = City::new()
        .with("addresses.csv", &text)
        .study("x = \"x\"", "encoding = \"windows-1252\"\nx = \"x\"")
        .scores();
    assert_eq!(results.origins(), ["a1", "café", "a3"]);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(ADDRESSES.bytes().flat_map(|b| [b, 0]))
        .collect();
    City::new()
        .with("addresses.csv", utf16)
        .fails(&["addresses.csv", "UTF-16"]);
    let marked = format!("\u{feff}{ADDRESSES}");
    assert_eq!(
        City::new().with("addresses.csv", marked).scores().origins(),
        ["a1", "a2", "a3"]
    );
}

#[test]
fn degrees_and_metres_taken_for_each_other() {
    let degrees: Vec<(&str, String)> = STREETS
        .iter()
        .map(|(properties, geometry)| {
            let geometry = geometry.replace("[8", "[4.8").replace(",45", ",52.5");
            (*properties, geometry)
        })
        .collect();
    let degrees: Vec<(&str, &str)> = degrees.iter().map(|(p, g)| (*p, g.as_str())).collect();
    City::new()
        .with("streets.geojson", collection(&degrees))
        .fails(&["streets.geojson", "EPSG:28992", "degrees"]);
    City::new()
        .with("addresses.csv", "id,x,y,inwoners\na1,4.3,52.1,2\n")
        .fails(&["addresses.csv", "EPSG:28992", "degrees"]);
    let lonlat = collection(&STREETS).replace("EPSG:28992", "urn:ogc:def:crs:OGC:1.3:CRS84");
    City::new()
        .with("streets.geojson", lonlat)
        .fails(&["streets.geojson", "degrees"]);
    let lonlat = collection(&FACILITIES).replace("EPSG:28992", "EPSG:4326");
    City::new()
        .with("facilities.geojson", lonlat)
        .fails(&["facilities.geojson", "degrees"]);
    City::new()
        .study("x = \"x\"", "x = \"x\" # ")
        .study("crs = \"EPSG:28992\"\nx", "x")
        .fails(&["addresses.csv", "crs"]);
    City::new()
        .study("crs = \"EPSG:28992\"\nnorms", "crs = \"EPSG:4326\"\nnorms")
        .fails(&["EPSG:4326", "metres"]);
    City::new()
        .study("crs = \"EPSG:28992\"\nnorms", "crs = \"EPSG:3857\"\nnorms")
        .fails(&["EPSG:3857", "changes distances"]);
    City::new()
        .study("crs = \"EPSG:28992\"\nnorms", "crs = \"RD\"\nnorms")
        .fails(&["\"RD\"", "CRS"]);
}
