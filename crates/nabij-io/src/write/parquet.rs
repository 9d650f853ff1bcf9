//! Parquet, and GeoParquet where the table has geometries.

use std::{collections::BTreeSet, fs::File, path::Path, sync::Arc};

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema};
use parquet::{
    arrow::{
        ARROW_SCHEMA_META_KEY, ArrowWriter,
        arrow_writer::{
            ArrowColumnWriter, ArrowRowGroupWriterFactory, ArrowWriterOptions, compute_leaves,
        },
        encode_arrow_schema,
    },
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::types::ColumnPath,
};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{OutTable, Pieces, WriteError, complete_or_absent, shape};
use crate::{bounds::Bounds, crs::Crs};

/// Rows that are written together.
const GROUP: usize = 1 << 20;
/// Rows of a page. Pages end where these do whatever the pieces, so that files do not tell of them.
const PAGE: usize = 20_000;

impl OutTable {
    /// Writes the table as Parquet (zstd), with a column `geometry` of well-known binary and the
    /// metadata of GeoParquet 1.1 where it has geometries.
    ///
    /// # Errors
    /// [`WriteError`]; then there is no file, or the old one is untouched.
    pub fn write_parquet(&self, path: &Path) -> Result<(), WriteError> {
        write_parquet_pieces(path, self)
    }
}

/// Writes a table that comes in pieces: what a group of rows becomes is kept, not the rows.
pub(crate) fn write_parquet_pieces(path: &Path, table: &dyn Pieces) -> Result<(), WriteError> {
    let wrong = |error: ParquetError| WriteError::Table {
        table: table.name().to_owned(),
        message: error.to_string(),
    };
    complete_or_absent(path, |beside| {
        let mut begun: Option<Groups> = None;
        let mut ground: Option<Ground> = None;
        table.each(&mut |piece| {
            let batch = bare(piece)?;
            if let Some(geometries) = piece.geometries()? {
                let ground = ground.get_or_insert_with(|| Ground {
                    column: piece.free_name("geometry"),
                    crs: piece.crs.clone(),
                    types: BTreeSet::new(),
                    bounds: None,
                });
                ground.types.extend(shape::type_names(geometries));
                let own = geometries.iter().flatten().filter_map(shape::bounds);
                ground.bounds = ground.bounds.into_iter().chain(own).reduce(Bounds::union);
            }
            let groups = match &mut begun {
                Some(groups) => groups,
                none => {
                    let file = File::create(beside).map_err(|source| WriteError::Io {
                        path: path.display().to_string(),
                        source,
                    })?;
                    none.insert(Groups::new(file, batch.schema_ref()).map_err(wrong)?)
                }
            };
            groups.add(&batch).map_err(wrong)
        })?;
        let Some(groups) = begun else {
            return Ok(()); // a table has a piece at least
        };
        groups.finish(ground.as_ref()).map_err(wrong)
    })
}

/// The columns, that of the geometries among them, without the metadata of fields: these are kept
/// in no order, and would make equal tables unequal files.
fn bare(piece: &OutTable) -> Result<RecordBatch, WriteError> {
    let batch = piece.with_geometry()?;
    let fields = batch.schema_ref().fields().iter();
    let fields = fields.map(|field| Field::clone(field).with_metadata(Default::default()));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    let bare = RecordBatch::try_new_with_options(schema, batch.columns().to_vec(), &options);
    bare.map_err(|e| WriteError::Table {
        table: piece.name.clone(),
        message: e.to_string(),
    })
}

/// What GeoParquet says of all geometries.
struct Ground {
    column: String,
    crs: Option<Crs>,
    types: BTreeSet<&'static str>,
    bounds: Option<Bounds>,
}

impl Ground {
    fn metadata(&self) -> Value {
        let mut column = json!({
            "encoding": "WKB",
            "geometry_types": self.types,
            "crs": self.crs.as_ref().map_or(Value::Null, Crs::projjson),
        });
        if let Some(all) = self.bounds {
            column["bbox"] = json!([all.min_x, all.min_y, all.max_x, all.max_y]);
        }
        json!({
            "version": "1.1.0",
            "primary_column": self.column,
            "columns": {&self.column: column},
        })
    }
}

/// A file to which rows are added in groups, the columns of a group on all threads.
struct Groups {
    schema: Arc<Schema>,
    writer: SerializedFileWriter<File>,
    columns: ArrowRowGroupWriterFactory,
    /// How many groups are complete.
    complete: usize,
    /// The group that is not, and how many rows it has.
    open: Option<(Vec<ArrowColumnWriter>, usize)>,
}

impl Groups {
    fn new(file: File, schema: &Arc<Schema>) -> Result<Self, ParquetError> {
        let mut properties =
            WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()));
        // Distances and places hardly repeat: a dictionary of them is work for nothing. So are the
        // least and the greatest bytes of a geometry.
        for field in schema.fields() {
            let path = || ColumnPath::from(field.name().as_str());
            if matches!(field.data_type(), DataType::Float64 | DataType::Binary) {
                properties = properties.set_column_dictionary_enabled(path(), false);
            }
            if field.data_type() == &DataType::Binary {
                let none = EnabledStatistics::None;
                properties = properties.set_column_statistics_enabled(path(), none);
            }
        }
        // The schema stands behind what is known of geometries only at the end.
        let options = ArrowWriterOptions::new()
            .with_properties(properties.build())
            .with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(file, schema.clone(), options)?;
        let (writer, columns) = writer.into_serialized_writer()?;
        Ok(Groups {
            schema: schema.clone(),
            writer,
            columns,
            complete: 0,
            open: None,
        })
    }

    fn add(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        let mut start = 0;
        while start < batch.num_rows() {
            let (columns, before) = match self.open.take() {
                Some(open) => open,
                None => (self.columns.create_column_writers(self.complete)?, 0),
            };
            let room = (PAGE - before % PAGE).min(GROUP - before);
            let rows = batch.slice(start, room.min(batch.num_rows() - start));
            let mut leaves = Vec::new();
            for (field, column) in self.schema.fields().iter().zip(rows.columns()) {
                leaves.extend(compute_leaves(field, column)?);
            }
            let columns = columns.into_par_iter().zip(leaves);
            let columns = columns.map(|(mut column, leaf)| {
                column.write(&leaf)?;
                Ok(column)
            });
            let columns = columns.collect::<Result<Vec<_>, ParquetError>>()?;
            start += rows.num_rows();
            let filled = before + rows.num_rows();
            self.open = Some((columns, filled));
            if filled == GROUP {
                self.close()?;
            }
        }
        Ok(())
    }

    /// Completes the group that is open.
    fn close(&mut self) -> Result<(), ParquetError> {
        let Some((columns, _)) = self.open.take() else {
            return Ok(());
        };
        let chunks = columns.into_par_iter().map(ArrowColumnWriter::close);
        let mut written = self.writer.next_row_group()?;
        for chunk in chunks.collect::<Result<Vec<_>, ParquetError>>()? {
            chunk.append_to_row_group(&mut written)?;
        }
        written.close()?;
        self.complete += 1;
        Ok(())
    }

    fn finish(mut self, ground: Option<&Ground>) -> Result<(), ParquetError> {
        self.close()?;
        let geo = ground.map(|own| KeyValue::new("geo".to_owned(), own.metadata().to_string()));
        let schema = encode_arrow_schema(&self.schema);
        let schema = KeyValue::new(ARROW_SCHEMA_META_KEY.to_owned(), schema);
        for known in geo.into_iter().chain([schema]) {
            self.writer.append_key_value_metadata(known);
        }
        self.writer.close().map(|_| ())
    }
}

#[cfg(test)]
mod tests;
