//! Networks that serve any number of studies.

use std::{path::PathBuf, sync::Arc};

use nabij::Profile;
use nabij_io::{
    Audit, AuditTable, JobError, Language, Names, Streets, component_table, edge_table, node_table,
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict},
};

use crate::{
    tables::{Tables, arrow, by_name, study},
    work::work,
};

/// Streets as they were read.
#[pyclass(frozen, name = "Streets", module = "nabij._nabij")]
pub struct PyStreets(pub Arc<Streets>);

#[pymethods]
impl PyStreets {
    /// Reads the streets of a study given as JSON.
    #[staticmethod]
    #[pyo3(signature = (json, folder, tables))]
    fn read(py: Python<'_>, json: String, folder: PathBuf, tables: Tables) -> PyResult<Self> {
        let read = move |_: &_| Streets::read(&study(&json, folder, tables)?);
        Ok(PyStreets(Arc::new(work(py, None, read)?)))
    }

    /// The streets of a file.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let open = move |_: &_| Streets::open(&path);
        Ok(PyStreets(Arc::new(work(py, None, open)?)))
    }

    /// The streets of bytes.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: Vec<u8>) -> PyResult<Self> {
        let read = move |_: &_| Streets::from_bytes(&bytes);
        Ok(PyStreets(Arc::new(work(py, None, read)?)))
    }

    /// The streets as bytes.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let streets = Arc::clone(&self.0);
        let bytes = work(py, None, move |_| streets.to_bytes())?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Writes the streets to a file.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let streets = Arc::clone(&self.0);
        work(py, None, move |_| streets.save(&path))
    }

    /// Every edge.
    fn edges<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let streets = Arc::clone(&self.0);
        let table = work(py, None, move |_| {
            Ok::<_, JobError>(edge_table(&streets, &Profile::ADULT))
        })?;
        arrow(py, &table)
    }

    /// Every node.
    fn nodes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let streets = Arc::clone(&self.0);
        let table = work(py, None, move |_| Ok::<_, JobError>(node_table(&streets)))?;
        arrow(py, &table)
    }

    /// Every connected part.
    fn components<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let streets = Arc::clone(&self.0);
        let table = work(py, None, move |_| {
            Ok::<_, JobError>(component_table(&streets, &Profile::ADULT))
        })?;
        arrow(py, &table)
    }

    /// What looks wrong with them: tables by name.
    #[pyo3(signature = (reach, near, detour, alongside))]
    fn audit<'py>(
        &self,
        py: Python<'py>,
        reach: Option<f64>,
        near: Option<f64>,
        detour: Option<u32>,
        alongside: Option<f64>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let streets = Arc::clone(&self.0);
        let table = AuditTable {
            reach,
            near,
            detour,
            alongside,
        };
        let audit = move |_: &_| {
            Audit::of_streets(&streets, &table)
                .map(|found| found.tables(Names::of(Language::English)))
        };
        by_name(py, &work(py, None, audit)?)
    }

    /// What can be told of it in a line or two.
    fn facts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let streets = &self.0;
        let facts = PyDict::new(py);
        let metres = streets
            .network
            .edges()
            .map(|edge| edge.length().in_metres());
        facts.set_item("crs", streets.frame.crs().projjson().to_string())?;
        facts.set_item("crs_name", streets.frame.crs().name())?;
        facts.set_item("nodes", streets.network.node_count())?;
        facts.set_item("edges", streets.network.edge_count())?;
        facts.set_item("length_m", metres.sum::<f64>())?;
        facts.set_item("not_used", streets.unused.len())?;
        let files = streets.tallies.iter().map(|tally| tally.file.clone());
        facts.set_item("files", files.collect::<Vec<_>>())?;
        Ok(facts)
    }

    /// Rows that are not used.
    fn not_used<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        arrow(py, &nabij_io::unused_table("not_used", &self.0.unused))
    }
}
