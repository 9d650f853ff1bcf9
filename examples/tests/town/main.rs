//! The committed town is what the plan makes, and is what it promises to be.

mod areas;
mod criteria;
mod people;
mod streets;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use nabij_examples::town;
use nabij_examples::town::geometry::Point;
use serde_json::Value;

fn read(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/nabij-io/town");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn features(name: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(&read(name)).unwrap();
    let crs = &all["crs"]["properties"]["name"];
    assert_eq!(crs, "urn:ogc:def:crs:EPSG::28992", "{name}");
    all["features"].as_array().unwrap().clone()
}

fn point(at: &Value) -> Point {
    let mm = |v: &Value| (v.as_f64().unwrap() * 1000.0).round() as i64;
    Point {
        x: mm(&at[0]),
        y: mm(&at[1]),
    }
}

fn points(list: &Value) -> Vec<Point> {
    list.as_array().unwrap().iter().map(point).collect()
}

/// Rings of a polygon, their last points left out.
fn rings(feature: &Value) -> Vec<Vec<Point>> {
    let rings = feature["geometry"]["coordinates"].as_array().unwrap();
    let open = |ring: &Value| {
        let mut ring = points(ring);
        assert_eq!(ring.first(), ring.last());
        ring.pop();
        ring
    };
    rings.iter().map(open).collect()
}

struct Street {
    name: String,
    line: Vec<Point>,
    properties: Value,
}

impl Street {
    fn is(&self, what: &str) -> bool {
        self.properties[what] == "yes"
    }

    fn passes(&self) -> bool {
        self.is("bridge") || self.is("tunnel")
    }
}

fn streets() -> Vec<Street> {
    features("streets.geojson")
        .into_iter()
        .map(|f| Street {
            name: f["properties"]["street"].as_str().unwrap_or("").to_owned(),
            line: points(&f["geometry"]["coordinates"]),
            properties: f["properties"].clone(),
        })
        .collect()
}

fn addresses() -> Vec<BTreeMap<String, String>> {
    let text = read("addresses.csv");
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields.len(), names.len(), "{line}");
            let pairs = names.iter().zip(fields);
            pairs.map(|(n, f)| (n.to_string(), f.to_owned())).collect()
        })
        .collect()
}

fn door(row: &BTreeMap<String, String>) -> Point {
    let mm = |name: &str| row[name].replace('.', "").parse().unwrap();
    Point {
        x: mm("x"),
        y: mm("y"),
    }
}

#[test]
fn committed_files_are_what_the_plan_makes() {
    let mut bytes = 0;
    for (name, text) in town::files().unwrap() {
        assert!(read(name) == text, "{name}: run the generator again");
        bytes += text.len();
    }
    assert!(bytes < 2_000_000, "{bytes}");
}
