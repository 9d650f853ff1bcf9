//! Scoring tables that are in memory.

use nabij_io::{City, Job, JobError, OutTable, StudyFile, Table};
use pyo3::{prelude::*, types::PyDict};
use pyo3_arrow::PyTable;

use crate::errors::raise;

/// Scores a study given as JSON, with tables in memory by the name that stands for a file.
///
/// Returns a dictionary of Arrow tables and the manifest as JSON text.
#[pyfunction]
pub fn score<'py>(
    py: Python<'py>,
    study: &str,
    tables: Vec<(String, PyTable)>,
) -> PyResult<Bound<'py, PyDict>> {
    let read = || -> Result<StudyFile, JobError> {
        let mut file = StudyFile::from_json(study)?;
        for (name, table) in tables {
            let (batches, _) = table.into_inner();
            let table = Table::from_batches(&name, &batches, None, None)?;
            file.tables.insert(name.into(), table);
        }
        Ok(file)
    };
    let file = read().map_err(|error| raise(py, error))?;
    // Signals are looked at between pieces of work; the lock is free in between.
    let go_on = |_: &str, _: usize, _: usize| Python::attach(|py| py.check_signals().is_ok());
    let done = py.detach(|| -> Result<(Vec<OutTable>, String), JobError> {
        let city = City::read(&file, &|_| {})?;
        let job = Job::run(&city, Some(&go_on))?;
        let results = job.results();
        let mut tables = vec![results.rows(), results.addresses(), results.facilities()];
        tables.extend(results.areas());
        tables.extend(results.people());
        tables.push(nabij_io::unused_table("not_used", &city.unused));
        Ok((tables, job.manifest(&file)?.text()))
    });
    let (tables, manifest) = done.map_err(|error| raise(py, error))?;
    let answer = PyDict::new(py);
    for table in tables {
        let batch = table
            .with_geometry()
            .map_err(|error| raise(py, error.into()))?;
        let schema = batch.schema();
        let table_out = PyTable::try_new(vec![batch], schema)?;
        answer.set_item(&table.name, table_out.into_pyarrow(py)?)?;
    }
    answer.set_item("manifest", manifest)?;
    Ok(answer)
}
