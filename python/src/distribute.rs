//! People per row of a table that is in memory.

use nabij_io::{Distribution, JobError, Table, distribute as spread_people, unused_table};
use pyo3::{prelude::*, types::PyDict};
use pyo3_arrow::PyTable;

use crate::errors::raise;

/// Spreads people over the rows of a table, as asked for in JSON.
///
/// Returns a dictionary: per weight its values and where they come from, and Arrow tables.
#[pyfunction]
pub fn distribute<'py>(
    py: Python<'py>,
    how: &str,
    origins: PyTable,
    totals: Vec<PyTable>,
) -> PyResult<Bound<'py, PyDict>> {
    let answer = PyDict::new(py);
    let done = py.detach(|| -> Result<_, JobError> {
        let how = Distribution::from_json(how)?;
        let (batches, _) = origins.into_inner();
        let origins = Table::from_batches("origins", &batches, None, None)?;
        let mut tables = Vec::new();
        for (table, zones) in totals.into_iter().zip(&how.zones) {
            let (batches, _) = table.into_inner();
            tables.push(Table::from_batches(&zones.name, &batches, None, None)?);
        }
        spread_people(&origins, &tables, &how)
    });
    let done = done.map_err(|error| raise(py, error))?;
    let columns = PyDict::new(py);
    for spread in &done.spreads {
        let people = spread.weights.iter();
        let people = people.map(|weight| weight.millionths().map(|people| people as f64 / 1e6));
        let bases = (0..spread.weights.len()).map(|row| done.basis(spread, row));
        columns.set_item(
            &spread.name,
            (people.collect::<Vec<_>>(), bases.collect::<Vec<_>>()),
        )?;
    }
    answer.set_item("columns", columns)?;
    let tables = done.tables.into_iter();
    for table in tables.chain([unused_table("not_used", &done.unused)]) {
        let schema = table.batch.schema();
        let out = PyTable::try_new(vec![table.batch], schema)?;
        answer.set_item(&table.name, out.into_pyarrow(py)?)?;
    }
    Ok(answer)
}
