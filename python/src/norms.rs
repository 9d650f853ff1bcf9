//! Norm sets, as rows to show.

use std::path::PathBuf;

use nabij::NormSet;
use nabij_io::{Language, Names, StudyFile, norm_rows};
use pyo3::prelude::*;

use crate::{errors::raise, tables::columns};

/// The names of the built-in norm sets.
#[pyfunction]
pub fn built_in_norms() -> Vec<&'static str> {
    NormSet::BUILT_IN.to_vec()
}

/// The norms that a study given as JSON names: the set's name, and a table of a row per norm.
#[pyfunction]
pub fn norms<'py>(
    py: Python<'py>,
    json: &str,
    folder: PathBuf,
) -> PyResult<(String, Bound<'py, PyAny>)> {
    let read = || {
        let mut file = StudyFile::from_json(json)?;
        file.folder = folder;
        nabij_io::norms_of(&file)
    };
    let set = read().map_err(|error| raise(py, error))?;
    Ok((set.name().to_owned(), columns(py, &norm_rows(&set))?))
}

/// A word of the tables, such as a category, in Dutch; itself where it has no other.
#[pyfunction]
pub fn dutch_word(word: &str) -> &str {
    Names::of(Language::Dutch).data_word(word)
}
