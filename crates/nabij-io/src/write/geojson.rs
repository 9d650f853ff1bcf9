//! GeoJSON as RFC 7946 has it: longitude and latitude, whatever the table's CRS.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use geo::MapCoords;
use geo_types::{Coord, Geometry};
use geojson::GeometryValue;
use serde_json::{Map, Value, json};

use super::{
    OutTable, Pieces, WriteError,
    cells::{self, Cell},
    complete_or_absent, shape,
};
use crate::crs::{Crs, Transformation};

/// Digits behind the point of a degree: a tenth of a millimetre.
const STEPS_PER_DEGREE: f64 = 1e9;

impl OutTable {
    /// Writes the table as GeoJSON. Web maps know no other coordinates than longitude and
    /// latitude (OGC:CRS84), so the geometries are brought there, rounded to 10⁻⁹ degree.
    ///
    /// # Errors
    /// [`WriteError`], also when the table has geometries and no CRS; then there is no file, or
    /// the old one is untouched.
    pub fn write_geojson(&self, path: &Path) -> Result<(), WriteError> {
        write_geojson_pieces(path, self)
    }
}

/// Writes a table that comes in pieces.
pub(crate) fn write_geojson_pieces(path: &Path, table: &dyn Pieces) -> Result<(), WriteError> {
    complete_or_absent(path, |beside| {
        let io = |source: std::io::Error| WriteError::Io {
            path: path.display().to_string(),
            source,
        };
        let mut file = BufWriter::new(File::create(beside).map_err(io)?);
        let name = Value::from(table.name());
        let head = format!("{{\"type\":\"FeatureCollection\",\"name\":{name},\"features\":[");
        file.write_all(head.as_bytes()).map_err(io)?;
        let mut way = None;
        let mut separator = "\n";
        table.each(&mut |piece| {
            let columns = cells::columns(&piece.name, &piece.batch)?;
            let places = piece.geometries()?;
            if places.is_some() && way.is_none() {
                way = Some(piece.to_degrees()?);
            }
            for row in 0..piece.batch.num_rows() {
                let place = places.and_then(|all| all.get(row)?.as_ref());
                let geometry = match place.zip(way.as_ref()) {
                    Some((geometry, way)) => piece.geometry_value(row, geometry, way)?,
                    None => Value::Null,
                };
                let cells = columns.iter().map(|c| (c.name.clone(), value(c.cell(row))));
                let feature = json!({
                    "type": "Feature",
                    "properties": cells.collect::<Map<_, _>>(),
                    "geometry": geometry,
                });
                write!(file, "{separator}{feature}").map_err(io)?;
                separator = ",\n";
            }
            Ok(())
        })?;
        file.write_all(b"\n]}\n").map_err(io)?;
        file.flush().map_err(io)
    })
}

impl OutTable {
    fn to_degrees(&self) -> Result<Transformation, WriteError> {
        let failed = |source| WriteError::Crs {
            table: self.name.clone(),
            source,
        };
        let from = self.crs.as_ref().ok_or_else(|| WriteError::Table {
            table: self.name.clone(),
            message: "GeoJSON has longitudes and latitudes, and the table has no CRS".to_string(),
        })?;
        let degrees = Crs::parse(Crs::LON_LAT).map_err(failed)?;
        Transformation::new(from, &degrees).map_err(failed)
    }

    fn geometry_value(
        &self,
        row: usize,
        geometry: &Geometry<f64>,
        way: &Transformation,
    ) -> Result<Value, WriteError> {
        let round = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() / STEPS_PER_DEGREE + 0.0;
        let degrees = shape::simple(geometry).try_map_coords(|Coord { x, y }| {
            let (lon, lat) = way.place((x, y)).map_err(|e| WriteError::Table {
                table: self.name.clone(),
                message: format!("row {}, ({x}, {y}): {e}", row + 1),
            })?;
            Ok::<_, WriteError>(Coord {
                x: round(lon),
                y: round(lat),
            })
        })?;
        let geometry = geojson::Geometry::new(GeometryValue::from(&shape::right_handed(degrees)));
        serde_json::to_value(&geometry).map_err(|e| WriteError::Table {
            table: self.name.clone(),
            message: e.to_string(),
        })
    }
}

fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::YesNo(value) => value.into(),
        Cell::Whole(value) => value.into(),
        Cell::Number(value) => value.into(), // null where JSON has no such number
        Cell::Text(value) => value.into(),
    }
}
