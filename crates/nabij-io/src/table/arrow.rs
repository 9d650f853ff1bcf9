//! From Arrow's record batches to a table.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::concat::concat_batches;
use geo_types::{Geometry, Point};
use serde_json::Value;

use super::{
    Positions, ReadError, ReadErrorKind, ReadOptions, Table,
    decode::{self, Geometries},
    plain,
};
use crate::{crs::Crs, reason::Reason};

/// Where Arrow writes that a column holds geometries, and in which CRS.
const EXTENSION_NAME: &str = "ARROW:extension:name";
const EXTENSION_METADATA: &str = "ARROW:extension:metadata";

impl Table {
    /// A table from Arrow, as GeoPandas and other libraries hand it over; `name` stands in messages.
    ///
    /// `geometry` names the column of geometries, in well-known binary or as GeoArrow;
    /// where not given, the first column marked as geometry is taken, if there is one. `crs` is
    /// for a column that states none. Columns of bytes and of structs are left out.
    ///
    /// # Errors
    /// [`ReadError`] when there is no such column, it holds no geometries, or its CRS is unknown.
    pub fn from_batches(
        name: &str,
        batches: &[RecordBatch],
        geometry: Option<&str>,
        crs: Option<Crs>,
    ) -> Result<Self, ReadError> {
        let malformed = |message: &str| ReadError::malformed(name, "Arrow", message);
        let schema = match batches.first() {
            Some(first) => first.schema(),
            None => Arc::new(Schema::empty()),
        };
        let all = concat_batches(&schema, batches).map_err(|e| malformed(&e.to_string()))?;
        let marked = schema.fields().iter().find(|field| {
            let kind = field.metadata().get(EXTENSION_NAME);
            kind.is_some_and(|kind| kind.starts_with("geoarrow.") || kind.starts_with("ogc."))
        });
        let column = geometry.or(marked.map(|field| field.name().as_str()));
        let mut table = from_batch(name, &all, column, &[])?;
        let field = column.and_then(|column| schema.field_with_name(column).ok());
        let stated = field.and_then(|field| field.metadata().get(EXTENSION_METADATA));
        table.crs = crs_of(name, stated.map(String::as_str))?;
        if let Some(crs) = crs {
            table.state_crs(&crs)?;
        }
        Ok(table)
    }

    /// Points from the columns of x and y that the options name.
    pub(super) fn with_places(mut self, options: &ReadOptions) -> Result<Self, ReadError> {
        let (x, y) = match (&options.x, &options.y) {
            (None, None) => return Ok(self),
            (Some(x), Some(y)) => (self.column(x)?, self.column(y)?),
            _ => {
                let hint = ": name both its x and its y column";
                return Err(ReadError::new(
                    &self.source,
                    ReadErrorKind::NoGeometry { hint },
                ));
            }
        };
        let place = |row| match (x.number(row)?, y.number(row)?) {
            (Some(x), Some(y)) => Ok(Geometry::Point(Point::new(x, y))),
            _ => Err(Reason::NoGeometry),
        };
        let places = (0..self.len()).map(place).collect();
        self.geometries = Some(Geometries::Decoded(places));
        Ok(self)
    }
}

/// A table of one batch; `left_out` are columns that are no properties.
pub(super) fn from_batch(
    name: &str,
    all: &RecordBatch,
    geometry: Option<&str>,
    left_out: &[String],
) -> Result<Table, ReadError> {
    let malformed = |message: &str| ReadError::malformed(name, "Arrow", message);
    let geometries = match geometry {
        None => None,
        Some(column) => {
            let array = all.column_by_name(column).ok_or_else(|| {
                let names = all.schema_ref().fields().iter();
                let names: Vec<&str> = names.map(|field| field.name().as_str()).collect();
                let kind = ReadErrorKind::NoColumn {
                    column: column.to_string(),
                    columns: names.join(", "),
                };
                ReadError::new(name, kind)
            })?;
            let wrong = |what: String| malformed(&format!("column {column:?} {what}"));
            let field = all.schema_ref().field_with_name(column);
            let field = field.map_err(|e| malformed(&e.to_string()))?;
            Some(decode::geometries(array, field).map_err(wrong)?)
        }
    };
    let mut columns = Vec::new();
    for (field, array) in all.schema_ref().fields().iter().zip(all.columns()) {
        let is_property = Some(field.name().as_str()) != geometry
            && !left_out.contains(field.name())
            && !matches!(
                field.data_type(),
                DataType::Binary
                    | DataType::LargeBinary
                    | DataType::BinaryView
                    | DataType::FixedSizeBinary(_)
                    | DataType::Struct(_)
            );
        if is_property {
            let array = plain(array).map_err(|e| malformed(&e.to_string()))?;
            columns.push((field.name().clone(), array));
        }
    }
    Ok(Table {
        source: name.to_string(),
        batch: batch(name, columns, all.num_rows())?,
        geometries,
        around: OnceLock::new(),
        crs: None,
        positions: Positions::Rows,
        decimal_comma: false,
    })
}

/// Columns of one length as a batch, also where there is no column.
pub(super) fn batch(
    source: &str,
    columns: Vec<(String, ArrayRef)>,
    rows: usize,
) -> Result<RecordBatch, ReadError> {
    let mut seen = BTreeSet::new();
    if let Some((name, _)) = columns.iter().find(|(name, _)| !seen.insert(name.as_str())) {
        let column = name.clone();
        let kind = ReadErrorKind::DuplicateColumn { column };
        return Err(ReadError::new(source, kind));
    }
    let fields = columns.iter();
    let fields = fields.map(|(name, array)| Field::new(name, array.data_type().clone(), true));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(schema), arrays, &options)
        .map_err(|e| ReadError::malformed(source, "table", e))
}

/// The CRS in the metadata of a GeoArrow column; none where it states none.
fn crs_of(source: &str, metadata: Option<&str>) -> Result<Option<Crs>, ReadError> {
    let Some(Ok(metadata)) = metadata.map(serde_json::from_str::<Value>) else {
        return Ok(None);
    };
    crs_value(source, &metadata["crs"])
}

/// A CRS as PROJJSON or as a text; none for null.
pub(super) fn crs_value(source: &str, value: &Value) -> Result<Option<Crs>, ReadError> {
    let crs = match value {
        Value::Null => return Ok(None),
        Value::String(text) => Crs::parse(text),
        projjson => Crs::parse(&projjson.to_string()),
    };
    crs.map(Some).map_err(|e| ReadError::crs(source, e))
}
