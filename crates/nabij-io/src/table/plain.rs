//! The four types of column that everything else deals with.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, StringArray, new_null_array};
use arrow_cast::{
    CastOptions, cast_with_options,
    display::{ArrayFormatter, FormatOptions},
};
use arrow_schema::{ArrowError, DataType};

/// The same values as text, 64-bit whole numbers, 64-bit floating point or yes/no.
pub(crate) fn plain(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let exact = CastOptions {
        safe: false, // a value that does not fit is an error, not a null
        ..CastOptions::default()
    };
    let to = |kind: &DataType| cast_with_options(array, kind, &exact);
    match array.data_type() {
        DataType::Utf8 | DataType::Int64 | DataType::Float64 | DataType::Boolean => {
            Ok(array.clone())
        }
        DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32 => to(&DataType::Int64),
        DataType::UInt64 => to(&DataType::Int64).or_else(|_| text(array)),
        DataType::Float16 | DataType::Float32 => to(&DataType::Float64),
        DataType::LargeUtf8 | DataType::Utf8View => to(&DataType::Utf8),
        DataType::Dictionary(_, values) => plain(&to(values)?),
        DataType::Null => Ok(new_null_array(&DataType::Utf8, array.len())),
        _ => text(array),
    }
}

/// Dates, decimals, lists … as Arrow writes them.
fn text(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(array.as_ref(), &options)?;
    let cells = (0..array.len()).map(|row| match array.is_valid(row) {
        true => formatter.value(row).try_to_string().map(Some),
        false => Ok(None),
    });
    let cells: StringArray = cells.collect::<Result<_, _>>()?;
    Ok(Arc::new(cells))
}
