//! Tables between Arrow and the library, without a copy.

use nabij_io::{JobError, OutTable, StudyFile, Table};
use pyo3::{prelude::*, types::PyDict};
use pyo3_arrow::PyTable;

use crate::errors::raise;

/// Tables in memory, by the name that stands for a file.
pub type Tables = Vec<(String, PyTable)>;

/// A study given as JSON, with tables in memory.
pub fn study(
    json: &str,
    folder: std::path::PathBuf,
    tables: Tables,
) -> Result<StudyFile, JobError> {
    let mut file = StudyFile::from_json(json)?;
    file.folder = folder;
    for (name, table) in tables {
        let (batches, _) = table.into_inner();
        let table = Table::from_batches(&name, &batches, None, None)?;
        file.tables.insert(name.into(), table);
    }
    Ok(file)
}

/// A table as pyarrow knows it, with its geometries as well-known binary where it has any.
pub fn arrow<'py>(py: Python<'py>, table: &OutTable) -> PyResult<Bound<'py, PyAny>> {
    let batch = table
        .with_geometry()
        .map_err(|error| raise(py, error.into()))?;
    let schema = batch.schema();
    PyTable::try_new(vec![batch], schema)?.into_pyarrow(py)
}

/// The same without geometries.
pub fn columns<'py>(py: Python<'py>, table: &OutTable) -> PyResult<Bound<'py, PyAny>> {
    let schema = table.batch.schema();
    PyTable::try_new(vec![table.batch.clone()], schema)?.into_pyarrow(py)
}

/// Tables by their names.
pub fn by_name<'py>(py: Python<'py>, tables: &[OutTable]) -> PyResult<Bound<'py, PyDict>> {
    let answer = PyDict::new(py);
    for table in tables {
        answer.set_item(&table.name, arrow(py, table)?)?;
    }
    Ok(answer)
}
