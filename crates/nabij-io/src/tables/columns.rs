//! Building Arrow columns, each by itself.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, RecordBatch, StringArray,
    types::Int32Type,
};
use rayon::prelude::*;

/// How a column is made.
type Make<'a> = Box<dyn FnOnce() -> ArrayRef + Send + 'a>;

/// Columns of one table, made on all threads when the table is finished.
#[derive(Default)]
pub(crate) struct Columns<'a>(Vec<(String, Make<'a>)>);

impl<'a> Columns<'a> {
    fn add(&mut self, name: &str, make: impl FnOnce() -> ArrayRef + Send + 'a) {
        self.0.push((name.to_owned(), Box::new(make)));
    }

    /// A column that is made already.
    pub fn made(&mut self, name: &str, array: ArrayRef) {
        self.add(name, || array);
    }

    /// Text.
    pub fn text<T: AsRef<str>>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = Option<T>> + Send + 'a,
    ) {
        self.add(name, || {
            Arc::new(values.into_iter().collect::<StringArray>())
        });
    }

    /// Words of a small set.
    pub fn word<'w>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = Option<&'w str>> + Send + 'a,
    ) {
        self.add(name, || {
            let words: DictionaryArray<Int32Type> = values.into_iter().collect();
            Arc::new(words)
        });
    }

    /// Numbers.
    pub fn number(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = Option<f64>> + Send + 'a,
    ) {
        self.add(name, || {
            Arc::new(values.into_iter().collect::<Float64Array>())
        });
    }

    /// Whole numbers.
    pub fn whole(&mut self, name: &str, values: impl IntoIterator<Item = Option<i64>> + Send + 'a) {
        self.add(name, || {
            Arc::new(values.into_iter().collect::<Int64Array>())
        });
    }

    /// Yes or no.
    pub fn flag(&mut self, name: &str, values: impl IntoIterator<Item = Option<bool>> + Send + 'a) {
        self.add(name, || {
            Arc::new(values.into_iter().collect::<BooleanArray>())
        });
    }

    /// The table. Columns of different lengths are a mistake of this crate alone; such a table is
    /// empty rather than wrong.
    pub fn finish(self) -> RecordBatch {
        let made = self
            .0
            .into_par_iter()
            .map(|(name, make)| (name, make(), true));
        RecordBatch::try_from_iter_with_nullable(made.collect::<Vec<_>>())
            .unwrap_or_else(|_| RecordBatch::new_empty(Arc::new(arrow_schema::Schema::empty())))
    }
}
