//! Parquet, and GeoParquet where the table has geometries.

use std::{fs::File, path::Path, sync::Arc};

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
use geo_types::Geometry;
use parquet::{
    arrow::{ArrowWriter, arrow_writer::compute_leaves},
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::{metadata::KeyValue, properties::WriterProperties},
};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{OutTable, WriteError, complete_or_absent, shape};
use crate::bounds::Bounds;

/// Rows that are written together.
const GROUP: usize = 1 << 20;

impl OutTable {
    /// Writes the table as Parquet (zstd), with a column `geometry` of well-known binary and the
    /// metadata of GeoParquet 1.1 where it has geometries.
    ///
    /// # Errors
    /// [`WriteError`]; then there is no file, or the old one is untouched.
    pub fn write_parquet(&self, path: &Path) -> Result<(), WriteError> {
        let wrong = |message: String| WriteError::Table {
            table: self.name.clone(),
            message,
        };
        // Metadata of fields are kept in no order: they would make equal tables unequal files.
        let bare = |field: &Arc<Field>| {
            let field = Field::clone(field);
            field.with_metadata(Default::default())
        };
        let batch = self.with_geometry()?;
        let fields: Vec<Field> = batch.schema_ref().fields().iter().map(bare).collect();
        let metadata = self.geometries()?.map(|geometries| {
            let geo = self.metadata(&self.free_name("geometry"), geometries);
            vec![KeyValue::new("geo".to_string(), geo.to_string())]
        });
        let schema = Arc::new(Schema::new(fields));
        let options = RecordBatchOptions::new().with_row_count(Some(self.batch.num_rows()));
        let batch =
            RecordBatch::try_new_with_options(schema.clone(), batch.columns().to_vec(), &options)
                .map_err(|e| wrong(e.to_string()))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_key_value_metadata(metadata)
            .build();
        complete_or_absent(path, |beside| {
            let file = File::create(beside).map_err(|source| WriteError::Io {
                path: path.display().to_string(),
                source,
            })?;
            write_columns(file, &batch, properties).map_err(|e| wrong(e.to_string()))
        })
    }

    fn metadata(&self, name: &str, geometries: &[Option<Geometry<f64>>]) -> Value {
        let crs = self.crs.as_ref();
        let mut column = json!({
            "encoding": "WKB",
            "geometry_types": shape::type_names(geometries),
            "crs": crs.map_or(Value::Null, |crs| crs.projjson()),
        });
        let all = geometries.iter().flatten().filter_map(shape::bounds);
        if let Some(all) = all.reduce(Bounds::union) {
            column["bbox"] = json!([all.min_x, all.min_y, all.max_x, all.max_y]);
        }
        json!({
            "version": "1.1.0",
            "primary_column": name,
            "columns": {name: column},
        })
    }
}

/// Writes a batch in groups of rows, the columns of a group on all threads.
fn write_columns(
    file: File,
    batch: &RecordBatch,
    properties: WriterProperties,
) -> Result<(), ParquetError> {
    let schema = batch.schema();
    let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties))?;
    let (mut writer, columns) = writer.into_serialized_writer()?;
    for (group, start) in (0..batch.num_rows()).step_by(GROUP).enumerate() {
        let rows = batch.slice(start, GROUP.min(batch.num_rows() - start));
        let mut leaves = Vec::new();
        for (field, column) in schema.fields().iter().zip(rows.columns()) {
            leaves.extend(compute_leaves(field, column)?);
        }
        let columns = columns.create_column_writers(group)?;
        let chunks = columns
            .into_par_iter()
            .zip(leaves)
            .map(|(mut column, leaf)| {
                column.write(&leaf)?;
                column.close()
            });
        let mut written = writer.next_row_group()?;
        for chunk in chunks.collect::<Result<Vec<_>, ParquetError>>()? {
            chunk.append_to_row_group(&mut written)?;
        }
        written.close()?;
    }
    writer.close().map(|_| ())
}
