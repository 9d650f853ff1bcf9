//! GeoPackage: several tables as layers of one file.

mod begin;
mod styles;

use std::{collections::BTreeSet, path::Path};

use arrow_schema::DataType;
use geo_types::Geometry;
use rusqlite::{Connection, params, types::Value};

use super::{
    LayerStyle, OutTable, Pieces, WriteError,
    cells::{self, Cell},
    complete_or_absent, shape,
};
use crate::{
    bounds::Bounds,
    crs::{Crs, SpatialRefSys},
};

/// "GPKG" in the header of the SQLite file.
const APPLICATION_ID: i32 = 0x4750_4B47;
/// GeoPackage 1.3.
const VERSION: i32 = 10_300;
/// A moment that is always the same: equal tables make equal files.
const LAST_CHANGE: &str = "1970-01-01T00:00:00.000Z";
/// The first number for a CRS without one.
const FIRST_SPARE: i32 = 100_000;

/// Writes the tables as layers of one GeoPackage, each with a key of its own, `fid`; a table
/// without geometry becomes an attribute table. Equal tables make equal files: the moment of
/// the last change is always the same.
///
/// # Errors
/// [`WriteError`]; then there is no file, or the old one is untouched.
pub fn write_geopackage(path: &Path, tables: &[OutTable]) -> Result<(), WriteError> {
    let tables: Vec<&dyn Pieces> = tables.iter().map(|table| table as &dyn Pieces).collect();
    write_layers(path, &tables)
}

/// Writes tables that come in pieces, with their styles.
pub(crate) fn write_layers(path: &Path, tables: &[&dyn Pieces]) -> Result<(), WriteError> {
    complete_or_absent(path, |beside| {
        let wrong = |table: &str, e: rusqlite::Error| WriteError::Table {
            table: table.to_string(),
            message: e.to_string(),
        };
        let file = path.display().to_string();
        let mut db = Connection::open(beside).map_err(|e| wrong(&file, e))?;
        let setup = || -> rusqlite::Result<()> {
            // The file gets its name only when it is complete: no journal is needed.
            db.pragma_update(None, "journal_mode", "OFF")?;
            db.pragma_update(None, "synchronous", "OFF")?;
            db.pragma_update(None, "application_id", APPLICATION_ID)?;
            db.pragma_update(None, "user_version", VERSION)
        };
        setup().map_err(|e| wrong(&file, e))?;
        let all = db.transaction().map_err(|e| wrong(&file, e))?;
        all.execute_batch(begin::TABLES)
            .map_err(|e| wrong(&file, e))?;
        let mut known = Known::default();
        // Every GeoPackage explains 4326.
        let degrees = Crs::parse("EPSG:4326");
        known.number(&all, &file, &degrees.map_err(|e| crs_error(&file, e))?)?;
        let mut names = BTreeSet::new();
        let mut styles: Vec<(LayerStyle, String)> = Vec::new();
        for table in tables {
            let mut shape = String::new();
            let mut known_layer: Option<Begun> = None;
            table.each(&mut |piece| {
                let mut layer = Layer::of(piece)?;
                let begun = match known_layer {
                    Some(begun) => begun,
                    None => {
                        check_name(&piece.name, &mut names)?;
                        let srs_id = match (&layer.geometries, &piece.crs) {
                            (None, _) => None,
                            (Some(_), None) => Some(-1),
                            (Some(_), Some(crs)) => Some(known.number(&all, &piece.name, crs)?),
                        };
                        layer
                            .describe(&all, srs_id)
                            .map_err(|e| wrong(&piece.name, e))?;
                        Begun {
                            srs_id,
                            multi: layer.multi,
                            rows: 0,
                            extent: None,
                        }
                    }
                };
                layer.multi = begun.multi;
                shape.clone_from(&layer.shape);
                layer.insert(&all, begun.srs_id, begun.rows)?;
                let extent = begun.extent.into_iter().chain(layer.extent());
                let begun = Begun {
                    rows: begun.rows + piece.batch.num_rows(),
                    extent: extent.reduce(Bounds::union),
                    ..begun
                };
                layer
                    .bound(&all, begun.extent)
                    .map_err(|e| wrong(&piece.name, e))?;
                known_layer = Some(begun);
                Ok(())
            })?;
            let own = table.styles().iter().cloned();
            styles.extend(own.map(|style| (style, shape.clone())));
        }
        styles::write(&all, &styles).map_err(|e| wrong("layer_styles", e))?;
        all.commit().map_err(|e| wrong(&file, e))?;
        db.close().map_err(|(_, e)| wrong(&file, e))
    })
}

fn crs_error(table: &str, source: crate::crs::CrsError) -> WriteError {
    WriteError::Crs {
        table: table.to_string(),
        source,
    }
}

fn check_name(name: &str, names: &mut BTreeSet<String>) -> Result<(), WriteError> {
    let lower = name.to_lowercase();
    let reserved = ["gpkg_", "sqlite_", "rtree_"];
    let message = if name.is_empty() || name.contains('\0') {
        "a layer needs a name"
    } else if reserved.iter().any(|start| lower.starts_with(start)) {
        "names of layers may not start with gpkg_, sqlite_ or rtree_"
    } else if !names.insert(lower) {
        "another layer has this name"
    } else {
        return Ok(());
    };
    Err(WriteError::Table {
        table: name.to_string(),
        message: message.to_string(),
    })
}

/// The CRSs that the file explains already.
#[derive(Default)]
struct Known(Vec<(Crs, i32)>);

impl Known {
    fn number(&mut self, db: &Connection, table: &str, crs: &Crs) -> Result<i32, WriteError> {
        if let Some((_, number)) = self.0.iter().find(|(known, _)| known == crs) {
            return Ok(*number);
        }
        let spare = (FIRST_SPARE..)
            .find(|number| self.0.iter().all(|(_, taken)| taken != number))
            .unwrap_or(FIRST_SPARE);
        let row = crs.spatial_ref_sys(spare);
        let SpatialRefSys {
            srs_id,
            srs_name,
            organization,
            organization_coordsys_id,
            definition,
        } = row.map_err(|e| crs_error(table, e))?;
        db.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?4, ?5, NULL)",
            params![
                srs_name,
                srs_id,
                organization,
                organization_coordsys_id,
                definition
            ],
        )
        .map_err(|e| WriteError::Table {
            table: table.to_string(),
            message: e.to_string(),
        })?;
        self.0.push((crs.clone(), srs_id));
        Ok(srs_id)
    }
}

/// A layer that has its table, and what is in it so far.
#[derive(Clone, Copy)]
struct Begun {
    srs_id: Option<i32>,
    multi: bool,
    rows: usize,
    extent: Option<Bounds>,
}

/// One table, or a piece of one, on its way into the file.
struct Layer<'a> {
    table: &'a OutTable,
    columns: Vec<cells::Column>,
    geometries: Option<&'a [Option<Geometry<f64>>]>,
    /// The one type of its geometries, or `GEOMETRY`.
    kind: String,
    /// Parts are written as wholes of one part.
    multi: bool,
    key: String,
    shape: String,
}

impl<'a> Layer<'a> {
    fn of(table: &'a OutTable) -> Result<Self, WriteError> {
        let geometries = table.geometries()?;
        let types = shape::type_names(geometries.unwrap_or_default());
        let types: Vec<&str> = types.into_iter().collect();
        let (kind, multi) = match types.as_slice() {
            [only] => (only.to_ascii_uppercase(), false),
            [single, several] | [several, single] if *several == format!("Multi{single}") => {
                (several.to_ascii_uppercase(), true)
            }
            _ => ("GEOMETRY".to_string(), false),
        };
        let columns = cells::columns(&table.name, &table.batch)?;
        let mut seen = BTreeSet::new();
        for column in &columns {
            if !seen.insert(column.name.to_lowercase()) {
                return Err(WriteError::Table {
                    table: table.name.clone(),
                    message: format!(
                        "column {:?} occurs twice (GeoPackage does not tell capitals apart)",
                        column.name
                    ),
                });
            }
        }
        Ok(Layer {
            columns,
            geometries,
            kind,
            multi,
            key: table.free_name("fid"),
            shape: table.free_name("geom"),
            table,
        })
    }

    /// Makes the table and enters it in the contents.
    fn describe(&self, db: &Connection, srs_id: Option<i32>) -> rusqlite::Result<()> {
        let mut columns = vec![format!(
            "{} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
            quoted(&self.key)
        )];
        if srs_id.is_some() {
            columns.push(format!("{} {}", quoted(&self.shape), self.kind));
        }
        columns.extend(self.columns.iter().map(|column| {
            let kind = match column.kind() {
                DataType::Boolean => "BOOLEAN",
                DataType::Int64 => "INTEGER",
                DataType::Float64 => "REAL",
                _ => "TEXT",
            };
            format!("{} {kind}", quoted(&column.name))
        }));
        let name = &self.table.name;
        let create = format!("CREATE TABLE {} ({})", quoted(name), columns.join(", "));
        db.execute(&create, [])?;
        let data_type = if srs_id.is_some() {
            "features"
        } else {
            "attributes"
        };
        db.execute(
            "INSERT INTO gpkg_contents VALUES (?1, ?2, ?1, '', ?3, NULL, NULL, NULL, NULL, ?4)",
            params![name, data_type, LAST_CHANGE, srs_id],
        )?;
        if let Some(srs_id) = srs_id {
            db.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, ?4, 0, 0)",
                params![name, self.shape, self.kind, srs_id],
            )?;
        }
        Ok(())
    }

    /// The rectangle around its places.
    fn extent(&self) -> Option<Bounds> {
        let all = self.geometries.into_iter().flatten().flatten();
        all.filter_map(shape::bounds).reduce(Bounds::union)
    }

    /// Enters the rectangle around all places so far.
    fn bound(&self, db: &Connection, extent: Option<Bounds>) -> rusqlite::Result<()> {
        let Some(e) = extent else {
            return Ok(());
        };
        db.execute(
            "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5
             WHERE table_name = ?1",
            params![self.table.name, e.min_x, e.min_y, e.max_x, e.max_y],
        )?;
        Ok(())
    }

    /// Inserts the rows; `before` are in the layer already.
    fn insert(
        &self,
        db: &Connection,
        srs_id: Option<i32>,
        before: usize,
    ) -> Result<(), WriteError> {
        let wrong = |e: rusqlite::Error| WriteError::Table {
            table: self.table.name.clone(),
            message: e.to_string(),
        };
        let mut names = vec![quoted(&self.key)];
        names.extend(srs_id.map(|_| quoted(&self.shape)));
        names.extend(self.columns.iter().map(|column| quoted(&column.name)));
        let insert = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            quoted(&self.table.name),
            names.join(", "),
            vec!["?"; names.len()].join(", ")
        );
        let mut statement = db.prepare(&insert).map_err(wrong)?;
        for row in 0..self.table.batch.num_rows() {
            let key = i64::try_from(before + row).unwrap_or(i64::MAX - 1) + 1;
            let mut values = vec![Value::Integer(key)];
            if let Some(srs_id) = srs_id {
                let geometry = self.geometries.and_then(|all| all.get(row));
                values.push(match geometry.and_then(Option::as_ref) {
                    Some(geometry) => Value::Blob(self.blob(geometry, srs_id)?),
                    None => Value::Null,
                });
            }
            values.extend(self.columns.iter().map(|column| match column.cell(row) {
                Cell::Null => Value::Null,
                Cell::YesNo(value) => Value::Integer(i64::from(value)),
                Cell::Whole(value) => Value::Integer(value),
                Cell::Number(value) => Value::Real(value),
                Cell::Text(value) => Value::Text(value.to_string()),
            }));
            let values = rusqlite::params_from_iter(values);
            statement.execute(values).map_err(wrong)?;
        }
        Ok(())
    }

    /// The header of a GeoPackage geometry, then well-known binary.
    fn blob(&self, geometry: &Geometry<f64>, srs_id: i32) -> Result<Vec<u8>, WriteError> {
        const LITTLE_ENDIAN: u8 = 1;
        const ENVELOPE_XY: u8 = 1 << 1;
        const EMPTY: u8 = 1 << 4;
        let bounds = shape::bounds(geometry);
        let flags = match (bounds, geometry) {
            (None, _) => LITTLE_ENDIAN | EMPTY,
            (_, Geometry::Point(_)) => LITTLE_ENDIAN,
            _ => LITTLE_ENDIAN | ENVELOPE_XY,
        };
        let mut blob = vec![b'G', b'P', 0, flags];
        blob.extend(srs_id.to_le_bytes());
        if let (Some(b), true) = (bounds, flags & ENVELOPE_XY != 0) {
            let envelope = [b.min_x, b.max_x, b.min_y, b.max_y];
            blob.extend(envelope.into_iter().flat_map(f64::to_le_bytes));
        }
        let geometry = match self.multi {
            true => shape::multi(shape::simple(geometry)),
            false => geometry.clone(),
        };
        blob.extend(shape::wkb(&self.table.name, &geometry)?);
        Ok(blob)
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
