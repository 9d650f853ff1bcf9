//! Comparing two result folders.

use std::path::PathBuf;

use nabij_io::{Correspondence, Transition, compare as compare_folders};
use pyo3::{prelude::*, types::PyDict};
use pyo3_arrow::PyTable;

use crate::errors::raise;

/// Compares two result folders, with the norms that correspond as pairs and a CSV of areas.
///
/// Returns a dictionary of the tables `changes` and `areas` (or None), the `transitions` as tuples
/// and the `notes`.
#[pyfunction]
pub fn compare<'py>(
    py: Python<'py>,
    old: PathBuf,
    new: PathBuf,
    norms: Vec<(String, String)>,
    areas: Option<PathBuf>,
) -> PyResult<Bound<'py, PyDict>> {
    let given = Correspondence {
        norms: norms.into_iter().collect(),
        areas,
    };
    let found = py.detach(|| compare_folders(&old, &new, &given));
    let found = found.map_err(|error| raise(py, error))?;
    let answer = PyDict::new(py);
    let tables = [("changes", Some(found.changes)), ("areas", found.areas)];
    for (name, table) in tables {
        let Some(table) = table else {
            answer.set_item(name, py.None())?;
            continue;
        };
        let schema = table.batch.schema();
        let table = PyTable::try_new(vec![table.batch], schema)?;
        answer.set_item(name, table.into_pyarrow(py)?)?;
    }
    let tuple = |one: Transition| (one.norm, one.old, one.new, one.count);
    let transitions: Vec<_> = found.transitions.into_iter().map(tuple).collect();
    answer.set_item("transitions", transitions)?;
    answer.set_item("notes", found.notes)?;
    Ok(answer)
}
