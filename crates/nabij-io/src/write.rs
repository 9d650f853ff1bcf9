//! Writing tables: complete or not at all, and the same bytes for the same table.

mod cells;
mod csv;
mod error;
mod geojson;
mod geopackage;
mod parquet;
mod shape;
mod workbook;

use std::{collections::HashMap, fs, path::Path, sync::Arc};

use arrow_array::{ArrayRef, BinaryArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use geo_types::Geometry;
use rayon::prelude::*;
use serde_json::json;

use crate::crs::Crs;

pub use csv::CsvStyle;
pub(crate) use csv::write_csv_pieces;
pub use error::WriteError;
pub(crate) use geojson::write_geojson_pieces;
pub use geopackage::write_geopackage;
pub(crate) use geopackage::write_layers;
pub(crate) use parquet::write_parquet_pieces;
pub(crate) use workbook::write_workbook;

/// A table to write: columns, and where it is a map layer a geometry or none for each row.
///
/// Columns may be text (dictionaries included), whole numbers, numbers and yes/no; a null is
/// written as the format's own null, an empty cell in CSV.
#[derive(Clone, Debug)]
pub struct OutTable {
    /// The name of the layer, where the format has names.
    pub name: String,
    /// The columns.
    pub batch: RecordBatch,
    /// One geometry or none per row.
    pub geometry: Option<Vec<Option<Geometry<f64>>>>,
    /// The CRS of the geometries.
    pub crs: Option<Crs>,
}

/// How QGIS draws a layer, kept in the GeoPackage beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerStyle {
    /// The layer.
    pub layer: String,
    /// The style's name; the first of a layer is its default.
    pub name: String,
    /// The style, as QML.
    pub qml: String,
}

/// What is done with a piece of a table.
pub(crate) type Visit<'v> = dyn FnMut(&OutTable) -> Result<(), WriteError> + 'v;

/// A table that comes in pieces, so that memory stays flat: all with the same name and columns,
/// at least one.
pub(crate) trait Pieces: Sync {
    /// The table's name.
    fn name(&self) -> &str;

    /// Whether it has places, one or none for each row.
    fn has_places(&self) -> bool;

    /// Has `visit` see the pieces, in order; its error, or that of a piece that cannot be made,
    /// ends it.
    fn each(&self, visit: &mut Visit<'_>) -> Result<(), WriteError>;

    /// How the layer is drawn, the default first.
    fn styles(&self) -> &[LayerStyle] {
        &[]
    }
}

impl Pieces for OutTable {
    fn name(&self) -> &str {
        &self.name
    }

    fn has_places(&self) -> bool {
        self.geometry.is_some()
    }

    fn each(&self, visit: &mut Visit<'_>) -> Result<(), WriteError> {
        visit(self)
    }
}

impl OutTable {
    /// Writes the table in the format that the end of the name tells: `.parquet`, `.geoparquet`,
    /// `.gpkg` (as its only layer), `.geojson`, `.json` or `.csv`.
    ///
    /// # Errors
    /// [`WriteError`]; then there is no file, or the old one is untouched.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<(), WriteError> {
        let path = path.as_ref();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        match extension.to_ascii_lowercase().as_str() {
            "parquet" | "geoparquet" => self.write_parquet(path),
            "gpkg" => write_geopackage(path, std::slice::from_ref(self)),
            "geojson" | "json" => self.write_geojson(path),
            "csv" => self.write_csv(path, &CsvStyle::default()),
            other => Err(WriteError::UnknownFormat {
                path: path.display().to_string(),
                extension: other.to_string(),
            }),
        }
    }

    /// The columns, and where the table has geometries a column `geometry` of well-known binary
    /// that says so, with its CRS, in the way of GeoArrow.
    ///
    /// # Errors
    /// [`WriteError::Table`] when a geometry cannot be encoded.
    pub fn with_geometry(&self) -> Result<RecordBatch, WriteError> {
        let Some(geometries) = self.geometries()? else {
            return Ok(self.batch.clone());
        };
        let encode = |g: &Option<Geometry<f64>>| {
            let wkb = g.as_ref().map(|g| shape::wkb(&self.name, g));
            wkb.transpose()
        };
        let wkb = geometries
            .par_iter()
            .map(encode)
            .collect::<Result<Vec<_>, _>>()?;
        let crs = self.crs.as_ref().map(Crs::projjson);
        let metadata = HashMap::from([
            ("ARROW:extension:name".to_owned(), "geoarrow.wkb".to_owned()),
            (
                "ARROW:extension:metadata".to_owned(),
                json!({ "crs": crs }).to_string(),
            ),
        ]);
        let field = Field::new(self.free_name("geometry"), DataType::Binary, true);
        let field = Arc::new(field.with_metadata(metadata));
        let fields = self
            .batch
            .schema_ref()
            .fields()
            .iter()
            .cloned()
            .chain([field]);
        let wkb: ArrayRef = Arc::new(wkb.into_iter().collect::<BinaryArray>());
        let arrays = self.batch.columns().iter().cloned().chain([wkb]).collect();
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        RecordBatch::try_new(schema, arrays).map_err(|error| WriteError::Table {
            table: self.name.clone(),
            message: error.to_string(),
        })
    }

    /// The table without some of its columns.
    pub(crate) fn without(mut self, names: &[String]) -> OutTable {
        let fields = self.batch.schema_ref().fields().iter().enumerate();
        let kept = fields.filter(|(_, field)| !names.contains(field.name()));
        let kept: Vec<usize> = kept.map(|(at, _)| at).collect();
        if let Ok(batch) = self.batch.project(&kept) {
            self.batch = batch;
        }
        self
    }

    /// The geometries, after a check that there is one place for each row.
    fn geometries(&self) -> Result<Option<&[Option<Geometry<f64>>]>, WriteError> {
        match &self.geometry {
            Some(all) if all.len() != self.batch.num_rows() => Err(WriteError::Table {
                table: self.name.clone(),
                message: format!(
                    "it has {} geometries for {} rows",
                    all.len(),
                    self.batch.num_rows()
                ),
            }),
            all => Ok(all.as_deref()),
        }
    }

    /// A name that no column has, whatever the case of its letters.
    fn free_name(&self, wanted: &str) -> String {
        let fields = self.batch.schema_ref().fields();
        let taken = |name: &str| fields.iter().any(|f| f.name().eq_ignore_ascii_case(name));
        let numbered = (1..).map(|n| format!("{wanted}_{n}"));
        std::iter::once(wanted.to_string())
            .chain(numbered)
            .find(|name| !taken(name))
            .unwrap_or_default()
    }
}

/// Has `write` fill a file beside the one wanted, then gives it its name.
fn complete_or_absent(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let io = |source| WriteError::Io {
        path: path.display().to_string(),
        source,
    };
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".nabij-").suffix(".part");
    #[cfg(unix)]
    {
        // As any new file: what the user's umask leaves, not only for the owner.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let beside = builder.tempfile_in(directory).map_err(io)?.into_temp_path();
    write(&beside)?;
    beside.persist(path).map_err(|e| io(e.error))
}
