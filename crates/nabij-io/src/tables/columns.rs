//! Building Arrow columns, each by itself.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int8Array, Int32Array, Int64Array,
    PrimitiveArray, RecordBatch, StringArray, new_null_array,
    types::{ArrowDictionaryKeyType, Int32Type},
};
use arrow_schema::{DataType, Schema};
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

    /// Words of the library's own, far fewer than a hundred.
    pub fn own_word<'w>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = Option<&'w str>> + Send + 'a,
    ) {
        self.add(name, || {
            // Hashing each would cost more than looking through the few that there are.
            let mut words: Vec<&str> = Vec::new();
            let mut number = |word: &'w str| {
                let known = words.iter().position(|one| *one == word);
                known.unwrap_or_else(|| {
                    words.push(word);
                    words.len() - 1
                })
            };
            let values = values.into_iter();
            let keys: Int8Array = values.map(|word| number(word?).try_into().ok()).collect();
            dictionary(keys, words)
        });
    }

    /// Texts that many rows share, by their number; the texts must differ.
    pub fn shared<T: AsRef<str> + Send + 'a>(
        &mut self,
        name: &str,
        texts: impl IntoIterator<Item = T> + Send + 'a,
        numbers: impl IntoIterator<Item = Option<u32>> + Send + 'a,
    ) {
        self.add(name, || {
            let numbers = numbers.into_iter();
            let keys: Int32Array = numbers.map(|n| i32::try_from(n?).ok()).collect();
            dictionary(keys, texts)
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
            .unwrap_or_else(|_| RecordBatch::new_empty(Arc::new(Schema::empty())))
    }
}

/// Texts by their number.
fn dictionary<K: ArrowDictionaryKeyType>(
    keys: PrimitiveArray<K>,
    texts: impl IntoIterator<Item: AsRef<str>>,
) -> ArrayRef {
    let texts: StringArray = texts.into_iter().map(Some).collect();
    // A number without its text is a mistake of this crate alone: then all are unknown.
    let rows = keys.len();
    DictionaryArray::try_new(keys, Arc::new(texts)).map_or_else(
        |_| new_null_array(&DataType::Utf8, rows),
        |array| Arc::new(array) as ArrayRef,
    )
}
