//! Criteria of neighbourhoods: measured once, weighed by any number of catalogues.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use nabij_io::{Criteria, CriteriaCity, JobError, Language, OutTable, StudyFile, Unused};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    network::PyStreets,
    tables::{Tables, by_name, study},
    work::{Watch, work},
};

/// Texts by id and language.
type Labels = BTreeMap<String, BTreeMap<String, String>>;

/// The criteria of a city.
#[pyclass(frozen, name = "Criteria", module = "nabij._nabij")]
pub struct PyCriteria(Arc<Criteria>);

#[pymethods]
impl PyCriteria {
    /// Reads a study given as JSON, on streets where they are given, and measures its criteria.
    #[new]
    #[pyo3(signature = (json, folder, tables, streets, strict, progress=None))]
    fn new(
        py: Python<'_>,
        json: String,
        folder: PathBuf,
        tables: Tables,
        streets: Option<&PyStreets>,
        strict: bool,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let streets = streets.map(|own| Arc::clone(&own.0));
        let run = move |watch: &Watch| -> Result<Criteria, JobError> {
            let file = study(&json, folder, tables)?;
            let tell = |what: &str| {
                watch.step(what, 0, 0);
            };
            let own = CriteriaCity::read(streets, &file, &tell)?;
            let checked = |unused: &[Unused]| match strict {
                true => refuse(&file, unused),
                false => Ok(()),
            };
            checked(&own.city.unused)?;
            let go_on = |what: &str, done: usize, of: usize| watch.step(what, done, of);
            let criteria = Criteria::run(Arc::new(own), Some(&go_on))?;
            checked(&criteria.known.unused)?;
            Ok(criteria)
        };
        Ok(PyCriteria(Arc::new(work(py, progress, run)?)))
    }

    /// The same weighed by the catalogue of a study given as JSON.
    #[pyo3(signature = (json, folder, progress=None))]
    fn weigh(
        &self,
        py: Python<'_>,
        json: String,
        folder: PathBuf,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let own = Arc::clone(&self.0);
        let weigh = move |watch: &Watch| -> Result<Criteria, JobError> {
            let file = study(&json, folder, Vec::new())?;
            let total = file.criteria.as_ref().is_some_and(|own| own.total);
            let go_on = |what: &str, done: usize, of: usize| watch.step(what, done, of);
            own.weigh(nabij_io::catalogue_of(&file)?, total, Some(&go_on))
        };
        Ok(PyCriteria(Arc::new(work(py, progress, weigh)?)))
    }

    /// Every table by its name, and the manifest as JSON text.
    fn tables<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let own = Arc::clone(&self.0);
        let all = move |_: &Watch| -> Result<(Vec<OutTable>, String), JobError> {
            Ok((own.tables(), own.manifest()?.text()))
        };
        let (tables, manifest) = work(py, None, all)?;
        let answer = by_name(py, &tables)?;
        answer.set_item("manifest", manifest)?;
        Ok(answer)
    }

    /// The page of an area: in words of a language, and as JSON.
    fn page(&self, py: Python<'_>, area: String, dutch: bool) -> PyResult<(String, String)> {
        let own = Arc::clone(&self.0);
        let page = move |_: &Watch| -> Result<(String, String), JobError> {
            let page = own.page(&area)?;
            let language = if dutch {
                Language::Dutch
            } else {
                Language::English
            };
            Ok((page.text(language), page.json_in(language).to_string()))
        };
        work(py, None, page)
    }

    /// What headings and quantities are called, each by id and language.
    fn labels(&self) -> (Labels, Labels) {
        let catalogue = &self.0.catalogue;
        let headings = catalogue.headings.iter();
        let headings = headings.map(|one| (one.id.clone(), one.label.clone()));
        (headings.collect(), catalogue.quantities.clone())
    }

    /// The streets that it stands on.
    fn streets(&self) -> PyStreets {
        PyStreets(Arc::clone(&self.0.own.city.streets))
    }
}

/// Refuses rows of frames that cannot be used: what is in memory can be mended there; extracts always
/// have rejects.
pub fn refuse(file: &StudyFile, unused: &[Unused]) -> Result<(), JobError> {
    let wrong = unused.iter().filter(|one| !one.is_asked());
    let mut wrong = wrong.filter(|one| file.tables.contains_key(Path::new(&one.file)));
    match wrong.next().map(|one| one.to_string()) {
        Some(first) => Err(JobError::Strict {
            count: wrong.count() + 1,
            first,
        }),
        None => Ok(()),
    }
}
