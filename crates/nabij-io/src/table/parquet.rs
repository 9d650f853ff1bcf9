//! Parquet, with GeoParquet's metadata where it has geometries.

use std::{fs::File, panic::catch_unwind, path::Path};

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use serde_json::Value;

use super::{ReadError, ReadErrorKind, ReadOptions, Table, arrow};
use crate::crs::Crs;

const FORMAT: &str = "Parquet";

pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<Table, ReadError> {
    let source = path.display().to_string();
    let malformed = |message: String| ReadError::malformed(&source, FORMAT, message);
    let file = File::open(path).map_err(|e| ReadError::new(&source, ReadErrorKind::Io(e)))?;
    // Of a damaged file the library gives up some checks with a panic: here that is an error too.
    let content = catch_unwind(|| content(file)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(said.unwrap_or("it is damaged").to_string())
    });
    let (all, geo) = content.map_err(malformed)?;
    let Some(geo) = geo else {
        let mut table = arrow::from_batch(&source, &all, None, &[])?;
        table.decimal_comma = options.decimal_comma;
        return table.with_places(options);
    };
    let primary = geo["primary_column"]
        .as_str()
        .ok_or_else(|| malformed("its GeoParquet metadata name no primary column".to_string()))?;
    let column = &geo["columns"][primary];
    match column["encoding"].as_str() {
        Some("WKB" | "point") => {}
        Some(other) => {
            return Err(malformed(format!(
                "its geometries are encoded as {other:?}: write it with geometry_encoding=\"WKB\""
            )));
        }
        None => {
            return Err(malformed(
                "it does not tell its geometry encoding".to_string(),
            ));
        }
    }
    // Other geometries, and the boxes that speed up other readers, are no properties.
    let mut left_out: Vec<String> = match &geo["columns"] {
        Value::Object(columns) => columns.keys().cloned().collect(),
        _ => Vec::new(),
    };
    left_out.extend(
        column["covering"]["bbox"]["xmin"][0]
            .as_str()
            .map(String::from),
    );
    let mut table = arrow::from_batch(&source, &all, Some(primary), &left_out)?;
    table.crs = match column.get("crs") {
        None if options.crs.is_some() => None,
        None => Some(Crs::parse(Crs::LON_LAT).map_err(|e| ReadError::crs(&source, e))?),
        Some(crs) => arrow::crs_value(&source, crs)?,
    };
    table.decimal_comma = options.decimal_comma;
    Ok(table)
}

/// All rows, and GeoParquet's metadata where there are any.
fn content(file: File) -> Result<(RecordBatch, Option<Value>), String> {
    // Arrow's own description of the columns says nothing that is needed here.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
        .map_err(|e| e.to_string())?;
    let entries = builder.metadata().file_metadata().key_value_metadata();
    let geo = entries
        .into_iter()
        .flatten()
        .find(|entry| entry.key == "geo")
        .and_then(|entry| entry.value.as_deref())
        .map(serde_json::from_str)
        .transpose()
        .map_err(|e| format!("its GeoParquet metadata are no JSON: {e}"))?;
    let schema = builder.schema().clone();
    // All rows in one batch: putting batches together would hold everything twice.
    let rows = usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    let reader = builder
        .with_batch_size(rows.max(1))
        .build()
        .map_err(|e| e.to_string())?;
    let batches = reader.collect::<Result<Vec<_>, _>>();
    let batches = batches.map_err(|e| e.to_string())?;
    let all = concat_batches(&schema, &batches).map_err(|e| e.to_string())?;
    Ok((all, geo))
}
