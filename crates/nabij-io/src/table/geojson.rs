//! GeoJSON: RFC 7946, and the `crs` member that came before it.

use std::{collections::HashMap, fs, path::Path};

use geo_types::Geometry;
use geojson::{GeometryValue, Position as Place};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Positions, ReadError, ReadErrorKind, ReadOptions, Table, arrow,
    cells::{self, Cell},
    decode::Geometries,
};
use crate::{
    crs::Crs,
    reason::{Position, Reason},
};

const FORMAT: &str = "GeoJSON";

pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<Table, ReadError> {
    let source = path.display().to_string();
    let bytes = fs::read(path).map_err(|e| ReadError::new(&source, ReadErrorKind::Io(e)))?;
    Table::from_geojson(&source, &bytes, options)
}

impl Table {
    /// Reads GeoJSON that is in memory already; `name` stands in messages.
    ///
    /// Without a `crs` member, and without [`ReadOptions::crs`], coordinates are longitudes and
    /// latitudes. A feature's `id` is column `id`, unless a property has that name.
    ///
    /// # Errors
    /// [`ReadError`], with the feature where known.
    pub fn from_geojson(
        name: &str,
        bytes: &[u8],
        options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        let malformed = |message: &str| ReadError::malformed(name, FORMAT, message);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut root: Value =
            serde_json::from_slice(bytes).map_err(|e| malformed(&e.to_string()))?;
        let crs = crs(name, root.get("crs"), options.crs.as_ref())?;

        let kind = root["type"].as_str().unwrap_or_default();
        let features = match kind {
            "FeatureCollection" => match root.get_mut("features").map(Value::take) {
                Some(Value::Array(features)) => features,
                _ => return Err(malformed("its FeatureCollection has no array of features")),
            },
            "Feature" => vec![root],
            _ if root.get("coordinates").is_some() || root.get("geometries").is_some() => {
                vec![serde_json::json!({"type": "Feature", "geometry": root})]
            }
            _ => return Err(malformed("it has no FeatureCollection")),
        };

        let rows = features.len();
        let mut geometries = Vec::with_capacity(rows);
        let mut columns = Columns::default();
        let mut ids = Vec::with_capacity(rows);
        for (row, feature) in features.into_iter().enumerate() {
            let wrong = || {
                let number = row as u64 + 1;
                malformed("it is no Feature").at(Position::Feature(number))
            };
            let Value::Object(mut feature) = feature else {
                return Err(wrong());
            };
            if feature.get("type").and_then(Value::as_str) != Some("Feature") {
                return Err(wrong());
            }
            geometries.push(geometry(feature.get("geometry")));
            ids.push(cell(feature.remove("id").unwrap_or_default()));
            match feature.remove("properties") {
                None | Some(Value::Null) => {}
                Some(Value::Object(properties)) => columns.push(row, properties),
                Some(_) => return Err(wrong()),
            }
        }
        let mut columns = columns.finish(rows);
        let has_ids = ids.iter().any(|id| *id != Cell::Null);
        if has_ids && columns.iter().all(|(name, _)| name != "id") {
            columns.insert(0, ("id".to_string(), cells::column(ids)));
        }
        Ok(Table {
            source: name.to_string(),
            batch: arrow::batch(name, columns, rows)?,
            geometries: Some(Geometries::Decoded(geometries)),
            around: Default::default(),
            crs,
            positions: Positions::Features,
            decimal_comma: options.decimal_comma,
        })
    }
}

/// Columns in the order in which their names first occur.
#[derive(Default)]
struct Columns {
    at: HashMap<String, usize>,
    columns: Vec<(String, Vec<Cell>)>,
}

impl Columns {
    fn push(&mut self, row: usize, properties: Map<String, Value>) {
        for (name, value) in properties {
            let at = *self.at.entry(name).or_insert_with_key(|name| {
                self.columns.push((name.clone(), Vec::new()));
                self.columns.len() - 1
            });
            if let Some((_, cells)) = self.columns.get_mut(at) {
                cells.resize(row, Cell::Null);
                cells.push(cell(value));
            }
        }
    }

    fn finish(self, rows: usize) -> Vec<(String, arrow_array::ArrayRef)> {
        let padded = self.columns.into_iter().map(|(name, mut cells)| {
            cells.resize(rows, Cell::Null);
            (name, cells::column(cells))
        });
        padded.collect()
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(value) => Cell::YesNo(value),
        Value::String(value) => Cell::Text(value),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Cell::Whole(whole),
            (None, Some(value)) if !number.is_u64() => Cell::Number(value),
            _ => Cell::Text(number.to_string()),
        },
        nested => Cell::Text(nested.to_string()),
    }
}

fn geometry(value: Option<&Value>) -> Result<Geometry<f64>, Reason> {
    let value = match value {
        None | Some(Value::Null) => return Err(Reason::NoGeometry),
        Some(value) => value,
    };
    let damaged = |message: String| Reason::Damaged(message);
    let geometry = geojson::Geometry::deserialize(value).map_err(|e| damaged(e.to_string()))?;
    if !are_places(&geometry.value) {
        return Err(damaged("a position needs at least two numbers".to_string()));
    }
    Geometry::try_from(&geometry.value).map_err(|e| damaged(e.to_string()))
}

/// Whether every position has an x and a y: the conversion relies on it.
fn are_places(value: &GeometryValue) -> bool {
    let place = |place: &Place| place.len() >= 2;
    match value {
        GeometryValue::Point { coordinates } => place(coordinates),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            coordinates.iter().all(place)
        }
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter().flatten().all(place)
        }
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().flatten().flatten().all(place)
        }
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter().all(|part| are_places(&part.value))
        }
    }
}

/// The CRS of the `crs` member, else what the caller will state, else longitude and latitude.
fn crs(
    source: &str,
    member: Option<&Value>,
    given: Option<&Crs>,
) -> Result<Option<Crs>, ReadError> {
    let text = match member {
        None if given.is_some() => return Ok(None),
        None => Crs::LON_LAT.to_string(),
        Some(Value::Null) => return Ok(None), // stated to be unknown
        Some(member) => {
            let properties = &member["properties"];
            match (&properties["name"], &properties["code"]) {
                (Value::String(name), _) => name.clone(),
                (_, Value::Number(code)) => format!("EPSG:{code}"),
                _ => {
                    let message = "its crs member has no name, such as urn:ogc:def:crs:EPSG::28992";
                    return Err(ReadError::malformed(source, FORMAT, message));
                }
            }
        }
    };
    Crs::parse(&text)
        .map(Some)
        .map_err(|e| ReadError::crs(source, e))
}
