//! The town's files, read plainly.

use std::collections::BTreeMap;

use serde_json::Value;

/// A file of the town as text.
pub fn text(name: &str) -> String {
    let files = nabij_io::town::FILES.iter();
    let found = files.clone().find(|(own, _)| *own == name);
    let (_, text) = found.unwrap_or_else(|| panic!("the town has no {name}"));
    text.to_string()
}

pub type Line = BTreeMap<String, String>;

/// The rows of a CSV file.
pub fn rows(name: &str, separator: char) -> Vec<Line> {
    let text = text(name);
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .delimiter(separator as u8)
        .from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// A cell that may be empty.
pub fn number(text: &str) -> Option<f64> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

pub type Place = (f64, f64);

/// An address where people may live.
pub struct Address {
    pub id: String,
    pub place: Place,
    pub buurt: String,
    pub residents: Option<f64>,
    pub over_65: Option<f64>,
    pub over_75: Option<f64>,
}

/// All of them: entrances of complexes repeat their dwellings.
pub fn addresses() -> Vec<Address> {
    let all = rows("addresses.csv", ',').into_iter();
    let homes = all.filter(|row| row["kind"] != "complex");
    let home = |row: Line| Address {
        id: row["adres_id"].clone(),
        place: (row["x"].parse().unwrap(), row["y"].parse().unwrap()),
        buurt: row["buurt_code"].clone(),
        residents: number(&row["inwoners"]),
        over_65: number(&row["inw65"]),
        over_75: number(&row["inw75"]),
    };
    homes.map(home).collect()
}

/// Whether an address counts for an area.
pub fn is_in(buurt: &str, area: &str) -> bool {
    area == "GM9999" || buurt == area || buurt[2..8] == area[2..]
}

/// A number of an area's own row in `figures.csv`: no row, or a row that is empty, is nothing.
pub fn figure(area: &str, quantity: &str, year: u32) -> Option<f64> {
    let own = rows("figures.csv", ';').into_iter().find(|row| {
        row["gebied_code"] == area
            && row["grootheid"] == quantity
            && row["jaar"] == year.to_string()
    });
    own.and_then(|row| number(&row["waarde"]))
}

/// The features of a GeoJSON file.
pub fn features(name: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(&text(name)).unwrap();
    all["features"].as_array().unwrap().clone()
}

pub fn place(value: &Value) -> Place {
    (value[0].as_f64().unwrap(), value[1].as_f64().unwrap())
}

/// The places of a ring or line.
pub fn places(value: &Value) -> Vec<Place> {
    value.as_array().unwrap().iter().map(place).collect()
}

/// The outer ring of a polygon.
pub fn ring(feature: &Value) -> Vec<Place> {
    places(&feature["geometry"]["coordinates"][0])
}

/// Id, doors and properties of the facilities of a category.
pub fn facilities(category: &str) -> Vec<(String, Vec<Place>, Value)> {
    let all = ["facilities.geojson", "amenities.geojson"]
        .map(features)
        .concat();
    let own = all
        .into_iter()
        .filter(|one| one["properties"]["category"] == category);
    let facility = |one: Value| {
        let own = &one["geometry"]["coordinates"];
        let doors = if own[0].is_array() {
            places(own)
        } else {
            vec![place(own)]
        };
        let id = one["properties"]["id"].as_str().unwrap().to_owned();
        (id, doors, one["properties"].clone())
    };
    own.map(facility).collect()
}

pub fn far(a: Place, b: Place) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// Whether a place lies inside a ring, by the even-odd rule.
pub fn inside(ring: &[Place], at: Place) -> bool {
    let crosses = |pair: &&[Place]| {
        let (a, b) = (pair[0], pair[1]);
        (a.1 > at.1) != (b.1 > at.1) && at.0 < a.0 + (b.0 - a.0) * (at.1 - a.1) / (b.1 - a.1)
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

/// How far a place is from a line, and how far along the line its foot is.
pub fn foot(line: &[Place], at: Place) -> (f64, f64) {
    let mut best = (f64::INFINITY, 0.0);
    let mut walked = 0.0;
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let length = far(a, b);
        if length > 0.0 {
            let along = (at.0 - a.0) * (b.0 - a.0) + (at.1 - a.1) * (b.1 - a.1);
            let share = (along / length / length).clamp(0.0, 1.0);
            let foot = (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1));
            if far(at, foot) < best.0 {
                best = (far(at, foot), walked + share * length);
            }
        }
        walked += length;
    }
    best
}

/// The length of a line.
pub fn length(line: &[Place]) -> f64 {
    line.windows(2).map(|pair| far(pair[0], pair[1])).sum()
}

/// The place on a line so far from its start.
pub fn at(line: &[Place], mut metres: f64) -> Place {
    for pair in line.windows(2) {
        let own = far(pair[0], pair[1]);
        if metres <= own && own > 0.0 {
            let share = metres / own;
            let (a, b) = (pair[0], pair[1]);
            return (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1));
        }
        metres -= own;
    }
    *line.last().unwrap()
}
