//! Vector tables: the rows of a file with their geometries, whatever the format.

mod arrow;
mod cells;
mod column;
mod csv;
mod decode;
mod digest;
mod error;
mod extract;
mod geojson;
mod geopackage;
mod options;
mod parquet;
mod plain;
mod validity;
mod wkb;

use std::{borrow::Cow, path::Path, sync::OnceLock};

use arrow_array::RecordBatch;
use geo::CoordsIter;
use geo_types::Geometry;
use rayon::prelude::*;

use crate::{
    bounds::Bounds,
    crs::{Crs, Transformation},
    frame::Frame,
    projector::Projector,
    reason::{Position, Reason, Rejected},
};

pub use column::Column;
use decode::Geometries;
pub use error::{ReadError, ReadErrorKind};
pub(crate) use error::{no_file, there_is};
pub use extract::Extracted;
pub use options::ReadOptions;
pub(crate) use plain::plain;

/// The rows of one layer: columns of properties, and for each row a geometry or the reason why
/// it has none.
///
/// Columns are of four types only, text, whole numbers, numbers and yes/no, so that every door
/// treats them alike: see [`Column`].
#[derive(Clone, Debug)]
pub struct Table {
    source: String,
    batch: RecordBatch,
    geometries: Option<Geometries>,
    /// The rectangle around all coordinates, once it was asked for.
    around: OnceLock<Option<Bounds>>,
    crs: Option<Crs>,
    positions: Positions,
    decimal_comma: bool,
}

/// Where the rows stand in the file.
#[derive(Clone, Debug)]
enum Positions {
    Rows,
    Features,
    Lines(Vec<u64>),
    Fids(Vec<i64>),
}

impl Table {
    /// Reads one layer; the format follows from the end of the file's name: `.gpkg`, `.geojson`,
    /// `.json`, `.parquet`, `.geoparquet`, `.csv`, `.txt`, `.tsv`.
    ///
    /// A row whose geometry cannot be used does not fail the file: [`Table::points`] and its like
    /// list it as rejected.
    ///
    /// # Errors
    /// [`ReadError`], with the file and where known the place in it.
    pub fn read(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Self, ReadError> {
        let path = path.as_ref();
        let extension = path
            .extension()
            .map(|e| e.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        let mut table = match extension.as_str() {
            "gpkg" => geopackage::read(path, options)?,
            "geojson" | "json" => geojson::read(path, options)?,
            "parquet" | "geoparquet" => parquet::read(path, options)?,
            "csv" | "txt" | "tsv" => csv::read(path, options)?,
            _ => {
                let kind = ReadErrorKind::UnknownFormat { extension };
                return Err(ReadError::new(path.display(), kind));
            }
        };
        if let Some(given) = &options.crs {
            table.state_crs(given)?;
        }
        Ok(table)
    }

    /// The file, with the layer where it has several.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The properties.
    pub fn batch(&self) -> &RecordBatch {
        &self.batch
    }

    /// The names of the columns, in their order.
    pub fn column_names(&self) -> Vec<String> {
        let fields = self.batch.schema_ref().fields();
        fields.iter().map(|field| field.name().clone()).collect()
    }

    /// Whether the layer has geometries at all.
    pub fn has_geometry(&self) -> bool {
        self.geometries.is_some()
    }

    /// The geometry of a row, or why it has none.
    pub fn geometry(&self, row: usize) -> Result<Cow<'_, Geometry<f64>>, Reason> {
        let all = self.geometries.as_ref().ok_or(Reason::NoGeometry)?;
        all.get(row)
    }

    /// Where a row stands in the file.
    pub fn position(&self, row: usize) -> Position {
        let number = row as u64 + 1;
        match &self.positions {
            Positions::Rows => Position::Row(number),
            Positions::Features => Position::Feature(number),
            Positions::Lines(lines) => Position::Line(lines.get(row).copied().unwrap_or(number)),
            Positions::Fids(fids) => fids
                .get(row)
                .map_or(Position::Row(number), |fid| Position::Fid(*fid)),
        }
    }

    /// The record of a row that is not used.
    pub fn rejected(&self, row: usize, id: Option<String>, reason: Reason) -> Rejected {
        Rejected {
            file: self.source.clone(),
            position: self.position(row),
            id,
            reason,
        }
    }

    /// The error for a row that may not be left out.
    pub fn error(&self, row: usize, reason: Reason) -> ReadError {
        ReadError::new(&self.source, ReadErrorKind::Row(reason)).at(self.position(row))
    }

    /// The CRS that the file or the caller states.
    pub fn crs(&self) -> Option<&Crs> {
        self.crs.as_ref()
    }

    /// The rectangle around all its coordinates, in its CRS; `None` where it has none.
    pub fn bounds(&self) -> Option<Bounds> {
        let around = |geometries: &Geometries, row: usize| {
            let geometry = geometries.get(row).ok()?;
            Bounds::around(geometry.coords_iter().map(|c| (c.x, c.y)))
        };
        *self.around.get_or_init(|| {
            let geometries = self.geometries.as_ref()?;
            let rows = (0..geometries.len()).into_par_iter().with_min_len(8192);
            rows.filter_map(|row| around(geometries, row))
                .reduce_with(Bounds::union)
        })
    }

    /// The CRS, after a check that the coordinates can be in it.
    ///
    /// # Errors
    /// [`ReadErrorKind::NoCrs`] when none is stated, [`ReadErrorKind::Crs`] when degrees are
    /// stated for metres or the reverse.
    pub fn checked_crs(&self) -> Result<&Crs, ReadError> {
        let fail = |kind| ReadError::new(&self.source, kind);
        let crs = self.crs().ok_or_else(|| fail(ReadErrorKind::NoCrs))?;
        if let Some(bounds) = self.bounds() {
            crs.check_units(bounds)
                .map_err(|e| ReadError::crs(&self.source, e))?;
        }
        Ok(crs)
    }

    /// The rectangle around all its coordinates in degrees; `None` where it has none.
    ///
    /// # Errors
    /// Those of [`Table::checked_crs`], and when the coordinates have no place on earth.
    pub fn lonlat_bounds(&self) -> Result<Option<Bounds>, ReadError> {
        let crs = self.checked_crs()?;
        let lonlat = |bounds| Transformation::new(crs, &Crs::parse(Crs::LON_LAT)?)?.bounds(bounds);
        self.bounds()
            .map(lonlat)
            .transpose()
            .map_err(|e| ReadError::crs(&self.source, e))
    }

    /// The way from its coordinates to the study's plane.
    ///
    /// # Errors
    /// Those of [`Table::checked_crs`], and when PROJ knows no way.
    pub fn projector(&self, frame: &Frame) -> Result<Projector, ReadError> {
        Projector::new(self.checked_crs()?, frame).map_err(|e| ReadError::crs(&self.source, e))
    }

    /// Takes the caller's word for the CRS where the file states none.
    fn state_crs(&mut self, given: &Crs) -> Result<(), ReadError> {
        match &self.crs {
            Some(crs) if crs != given => {
                let kind = ReadErrorKind::CrsConflict {
                    file: crs.to_string(),
                    given: given.to_string(),
                };
                Err(ReadError::new(&self.source, kind))
            }
            Some(_) => Ok(()),
            None => {
                self.crs = Some(given.clone());
                Ok(())
            }
        }
    }
}
