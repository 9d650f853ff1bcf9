//! A scored city that follows changes.

use std::{path::PathBuf, sync::Arc};

use nabij_io::{CityChange, JobError, KeptCity, OutTable};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    city::PyCity,
    criteria::refuse,
    tables::{Tables, by_name, study},
    work::{Watch, work},
};

/// A city that was scored, ready for changes.
#[pyclass(frozen, name = "Kept", module = "nabij._nabij")]
pub struct PyKept(Arc<KeptCity>);

#[pymethods]
impl PyKept {
    /// Scores a city.
    #[new]
    #[pyo3(signature = (city, progress=None))]
    fn new(py: Python<'_>, city: &PyCity, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let city = city.read();
        let keep = move |watch: &Watch| {
            watch.step("search", 0, 1);
            KeptCity::new(city)
        };
        Ok(PyKept(Arc::new(work(py, progress, keep)?)))
    }

    /// Follows a change: what comes is given as a study (JSON) that names it.
    fn update<'py>(
        &self,
        py: Python<'py>,
        added: Option<(String, PathBuf, Tables)>,
        remove: Vec<String>,
        remove_origins: Vec<String>,
        strict: bool,
    ) -> PyResult<Bound<'py, PyDict>> {
        let kept = Arc::clone(&self.0);
        let follow = move |_: &Watch| -> Result<Vec<OutTable>, JobError> {
            let mut change = CityChange {
                remove,
                remove_origins,
                ..CityChange::default()
            };
            if let Some((json, folder, tables)) = added {
                let file = study(&json, folder, tables)?;
                let read = kept.city().read_additions(&file)?;
                if strict {
                    refuse(&file, &read.unused)?;
                }
                change.add = read.facilities;
                change.add_origins = read.origins;
            }
            kept.update(change)
        };
        by_name(py, &work(py, None, follow)?)
    }

    /// Everything as it is now.
    fn results<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let kept = Arc::clone(&self.0);
        by_name(py, &work(py, None, move |_| kept.results())?)
    }

    /// What is other than in a city that was kept before.
    fn changes_since<'py>(&self, py: Python<'py>, before: &PyKept) -> PyResult<Bound<'py, PyDict>> {
        let (kept, before) = (Arc::clone(&self.0), Arc::clone(&before.0));
        by_name(py, &work(py, None, move |_| kept.changes_since(&before))?)
    }
}
