//! A city that questions are asked of.

use std::{path::PathBuf, sync::Arc};

use nabij::Length;
use nabij_io::{
    AreaStory, Audit, AuditTable, City, Distances, Job, JobError, Language, Names, OutTable,
    StudyFile, explanations_json, named_categories, service_area_table, step_table, tell,
    unused_table, walk_table,
};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    criteria::refuse,
    errors::raise,
    network::PyStreets,
    tables::{Tables, arrow, by_name, columns, study},
    work::{Watch, work},
};

/// A study with everything it names, read once.
#[pyclass(frozen, name = "City", module = "nabij._nabij")]
pub struct PyCity(Arc<Read>);

pub struct Read {
    pub city: Arc<City>,
    pub file: StudyFile,
}

impl PyCity {
    /// The city and its study.
    pub fn study(&self) -> Arc<Read> {
        Arc::clone(&self.0)
    }
}

#[pymethods]
impl PyCity {
    /// Reads a study given as JSON, on streets where they are given.
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
        let read = move |watch: &Watch| -> Result<Read, JobError> {
            let file = study(&json, folder, tables)?;
            let tell = |what: &str| {
                watch.step(what, 0, 0);
            };
            let city = City::read_on(streets, &file, &tell)?;
            if strict {
                refuse(&file, &city.unused)?;
            }
            let city = Arc::new(city);
            Ok(Read { city, file })
        };
        Ok(PyCity(Arc::new(work(py, progress, read)?)))
    }

    /// Scores every origin: Arrow tables by name, and the manifest as JSON text.
    #[pyo3(signature = (progress=None))]
    fn score<'py>(
        &self,
        py: Python<'py>,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let read = Arc::clone(&self.0);
        let scored = move |watch: &Watch| -> Result<_, JobError> {
            let go_on = |what: &str, done: usize, of: usize| watch.step(what, done, of);
            let job = Job::run(&read.city, Some(&go_on))?;
            let results = job.results();
            // Rows and areas repeat their places, which stand once in addresses and outlines.
            let mut long = vec![results.rows()];
            long.extend(results.areas());
            long.extend(results.causes());
            let mut tables = vec![results.addresses(), results.facilities()];
            tables.extend(results.outlines());
            tables.extend(results.people());
            tables.extend(results.survey(false)?);
            tables.push(unused_table("not_used", &read.city.unused));
            Ok((long, tables, job.manifest(&read.file)?.text()))
        };
        let (long, tables, manifest) = work(py, progress, scored)?;
        let answer = by_name(py, &tables)?;
        for table in &long {
            answer.set_item(&table.name, columns(py, table)?)?;
        }
        answer.set_item("manifest", manifest)?;
        Ok(answer)
    }

    /// The k nearest facilities of each category.
    #[pyo3(signature = (categories, k, progress=None))]
    fn distances<'py>(
        &self,
        py: Python<'py>,
        categories: Vec<String>,
        k: usize,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.ask(py, categories, progress, move |asked| asked.nearest(k))
    }

    /// How many facilities of each category lie within each limit in metres.
    #[pyo3(signature = (categories, limits, progress=None))]
    fn counts<'py>(
        &self,
        py: Python<'py>,
        categories: Vec<String>,
        limits: Vec<f64>,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.ask(py, categories, progress, move |asked| {
            let limits = limits.into_iter().map(length);
            asked.counts(&limits.collect::<Result<Vec<_>, _>>()?)
        })
    }

    /// Every pair within a limit in metres.
    #[pyo3(signature = (categories, limit, progress=None))]
    fn matrix<'py>(
        &self,
        py: Python<'py>,
        categories: Vec<String>,
        limit: f64,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.ask(py, categories, progress, move |asked| {
            asked.matrix(length(limit)?)
        })
    }

    /// The streets from which facilities lie within each limit in metres.
    #[pyo3(signature = (categories, limits, merged, progress=None))]
    fn service_area<'py>(
        &self,
        py: Python<'py>,
        categories: Vec<String>,
        limits: Vec<f64>,
        merged: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let read = Arc::clone(&self.0);
        let answer = move |watch: &Watch| -> Result<OutTable, JobError> {
            let city: &City = &read.city;
            let limits = limits.into_iter().map(length);
            let limits = limits.collect::<Result<Vec<_>, _>>()?;
            let categories = named_categories(city, &categories)?;
            let of = categories.iter().flat_map(|one| city.facilities.of(one));
            let facilities: Vec<_> = of.collect();
            let prepared = city.study().prepare()?;
            watch.step("search", 0, 1);
            Ok(service_area_table(
                city,
                &prepared,
                &facilities,
                &limits,
                merged,
            ))
        };
        arrow(py, &work(py, progress, answer)?)
    }

    /// What looks wrong with the streets, and how many verdicts hang on it: tables by name.
    #[pyo3(signature = (reach, near, detour, alongside, progress=None))]
    fn audit<'py>(
        &self,
        py: Python<'py>,
        reach: Option<f64>,
        near: Option<f64>,
        detour: Option<u32>,
        alongside: Option<f64>,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let read = Arc::clone(&self.0);
        let audit = move |watch: &Watch| -> Result<_, JobError> {
            let go_on = |what: &str, done: usize, of: usize| watch.step(what, done, of);
            let job = Job::run(&read.city, Some(&go_on))?;
            let own = read.file.audit;
            let file = StudyFile {
                audit: AuditTable {
                    reach: reach.or(own.reach),
                    near: near.or(own.near),
                    detour: detour.or(own.detour),
                    alongside: alongside.or(own.alongside),
                },
                ..read.file.clone()
            };
            Ok(Audit::new(&job, &file)?.tables(Names::of(Language::English)))
        };
        by_name(py, &work(py, progress, audit)?)
    }

    /// Why an origin's rows are what they are: a text per norm, and the tables of walks and steps.
    fn explain<'py>(
        &self,
        py: Python<'py>,
        origin: String,
        norm: Option<String>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let read = Arc::clone(&self.0);
        let explain = move |_: &Watch| -> Result<_, JobError> {
            let told = read.city.explain(&origin, norm.as_deref())?;
            let language = read.file.language;
            let texts: Vec<String> = told
                .iter()
                .map(|one| tell(&read.city, one, language))
                .collect();
            let tables = [walk_table(&read.city, &told), step_table(&read.city, &told)];
            let json = explanations_json(&read.city, &told);
            Ok((texts, tables, json))
        };
        let (texts, tables, json) = work(py, None, explain)?;
        let answer = by_name(py, &tables)?;
        answer.set_item("texts", texts)?;
        answer.set_item("json", json)?;
        Ok(answer)
    }

    /// Who fails in an area, and why: as text, and as JSON.
    #[pyo3(signature = (area, norm, progress=None))]
    fn explain_area(
        &self,
        py: Python<'_>,
        area: String,
        norm: Option<String>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(String, String)> {
        let read = Arc::clone(&self.0);
        let explain = move |watch: &Watch| -> Result<_, JobError> {
            let go_on = |what: &str, done: usize, of: usize| watch.step(what, done, of);
            let job = Job::run(&read.city, Some(&go_on))?;
            let story = AreaStory::new(job.results(), &area, norm.as_deref())?;
            Ok((story.text(read.file.language), story.json().to_string()))
        };
        work(py, progress, explain)
    }

    /// The streets that it stands on.
    fn streets(&self) -> PyStreets {
        PyStreets(Arc::clone(&self.0.city.streets))
    }

    /// Rows and values that are not used.
    fn not_used<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        arrow(py, &unused_table("not_used", &self.0.city.unused))
    }
}

impl PyCity {
    /// The city itself.
    pub fn read(&self) -> Arc<City> {
        Arc::clone(&self.0.city)
    }

    /// Asks for distances.
    fn ask<'py>(
        &self,
        py: Python<'py>,
        categories: Vec<String>,
        progress: Option<&Bound<'py, PyAny>>,
        question: impl FnOnce(&Distances<'_>) -> Result<OutTable, JobError> + Send + 'static,
    ) -> PyResult<Bound<'py, PyAny>> {
        let read = Arc::clone(&self.0);
        let answer = move |watch: &Watch| -> Result<OutTable, JobError> {
            let prepared = read.city.study().prepare()?;
            let go_on = |done: usize, of: usize| watch.step("search", done, of);
            question(&Distances::new(&read.city, &prepared, &categories, &go_on)?)
        };
        columns(py, &work(py, progress, answer)?)
    }
}

fn length(metres: f64) -> Result<Length, JobError> {
    Length::from_metres(metres)
        .map_err(|error| JobError::Incomplete(format!("asks for a limit: {error}")))
}

/// The facilities and origins that a study given as JSON names, measured on nothing: tables by name.
#[pyfunction]
pub fn places<'py>(
    py: Python<'py>,
    json: String,
    folder: PathBuf,
    tables: Tables,
) -> PyResult<Bound<'py, PyDict>> {
    let read = move |_: &Watch| nabij_io::place_tables(&study(&json, folder, tables)?);
    by_name(py, &work(py, None, read)?)
}

/// Reads a study file for its mistakes.
#[pyfunction]
pub fn check_study(py: Python<'_>, path: PathBuf) -> PyResult<()> {
    let read = StudyFile::read(path);
    read.map(drop).map_err(|error| raise(py, error))
}

/// Writes the bundled town into a folder.
#[pyfunction]
pub fn town(py: Python<'_>, folder: PathBuf) -> PyResult<()> {
    let written = nabij_io::town::write(&folder);
    let failed = |source| {
        raise(
            py,
            JobError::Io {
                path: folder.clone(),
                source,
            },
        )
    };
    written.map_err(failed)
}
