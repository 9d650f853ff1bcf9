//! Columns seen cell by cell, for the formats that are written row by row.

use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    cast::AsArray,
};
use arrow_schema::DataType;

use super::WriteError;
use crate::table::plain;

/// One cell; NaN counts as null.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Null,
    YesNo(bool),
    Whole(i64),
    Number(f64),
    Text(&'a str),
}

/// A column of one of the four plain types.
pub(super) struct Column {
    pub(super) name: String,
    array: ArrayRef,
}

/// The columns of a batch.
pub(super) fn columns(table: &str, batch: &RecordBatch) -> Result<Vec<Column>, WriteError> {
    let fields = batch.schema_ref().fields().iter();
    let columns = fields.zip(batch.columns()).map(|(field, array)| {
        let array = plain(array).map_err(|e| WriteError::Table {
            table: table.to_string(),
            message: format!("column {:?}: {e}", field.name()),
        })?;
        Ok(Column {
            name: field.name().clone(),
            array,
        })
    });
    columns.collect()
}

impl Column {
    pub(super) fn kind(&self) -> &DataType {
        self.array.data_type()
    }

    pub(super) fn cell(&self, row: usize) -> Cell<'_> {
        let any = self.array.as_any();
        if row >= self.array.len() || self.array.is_null(row) {
            Cell::Null
        } else if let Some(text) = self.array.as_string_opt::<i32>() {
            let text: &StringArray = text;
            Cell::Text(text.value(row))
        } else if let Some(whole) = any.downcast_ref::<Int64Array>() {
            Cell::Whole(whole.value(row))
        } else if let Some(number) = any.downcast_ref::<Float64Array>() {
            match number.value(row) {
                value if value.is_nan() => Cell::Null,
                value => Cell::Number(value),
            }
        } else if let Some(yes) = any.downcast_ref::<BooleanArray>() {
            Cell::YesNo(yes.value(row))
        } else {
            Cell::Null
        }
    }
}
