//! Building Arrow columns one after the other.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, RecordBatch, StringArray,
    types::Int32Type,
};

/// Columns of one table.
#[derive(Default)]
pub(crate) struct Columns(Vec<(String, ArrayRef)>);

impl Columns {
    fn add(&mut self, name: &str, array: ArrayRef) {
        self.0.push((name.to_owned(), array));
    }

    /// Text.
    pub fn text<T: AsRef<str>>(&mut self, name: &str, values: impl IntoIterator<Item = Option<T>>) {
        self.add(name, Arc::new(values.into_iter().collect::<StringArray>()));
    }

    /// Words of a small set.
    pub fn word<'w>(&mut self, name: &str, values: impl IntoIterator<Item = Option<&'w str>>) {
        let words: DictionaryArray<Int32Type> = values.into_iter().collect();
        self.add(name, Arc::new(words));
    }

    /// Numbers.
    pub fn number(&mut self, name: &str, values: impl IntoIterator<Item = Option<f64>>) {
        self.add(name, Arc::new(values.into_iter().collect::<Float64Array>()));
    }

    /// Whole numbers.
    pub fn whole(&mut self, name: &str, values: impl IntoIterator<Item = Option<i64>>) {
        self.add(name, Arc::new(values.into_iter().collect::<Int64Array>()));
    }

    /// Yes or no.
    pub fn flag(&mut self, name: &str, values: impl IntoIterator<Item = Option<bool>>) {
        self.add(name, Arc::new(values.into_iter().collect::<BooleanArray>()));
    }

    /// The table. Columns of different lengths are a mistake of this crate alone; such a table is
    /// empty rather than wrong.
    pub fn finish(self) -> RecordBatch {
        let columns = self.0.into_iter().map(|(name, array)| (name, array, true));
        RecordBatch::try_from_iter_with_nullable(columns)
            .unwrap_or_else(|_| RecordBatch::new_empty(Arc::new(arrow_schema::Schema::empty())))
    }
}
