//! The land of a study on a worker, which scores the homes of one tile after another on it.

use std::{fs, path::PathBuf, sync::mpsc::Receiver, thread};

use nabij_io::{JobError, OpenStoredLand, StoredHomes, StoredLand};
use pyo3::{prelude::*, types::PyBytes};

use crate::{
    errors::raise,
    served::{Answer, Served},
    work::on_threads,
};

/// The land of a study: all that its tiles are cut from, but the homes.
///
/// A thread of its own holds what is open, which borrows from the land; it ends with this.
#[pyclass(frozen, name = "Land", module = "nabij._nabij")]
pub struct PyLand(Served<Ask>);

/// Homes to be scored, where their rows are wanted, and where the answer goes.
struct Ask {
    homes: Vec<u8>,
    rows: Option<PathBuf>,
    answer: Answer<Vec<u8>>,
}

fn serve(path: PathBuf, told: &Answer<()>, asked: &Receiver<Ask>) -> Result<(), JobError> {
    let bytes = fs::read(&path).map_err(|source| JobError::Io { path, source })?;
    let land = on_threads(|| StoredLand::from_bytes(&bytes))?;
    drop(bytes);
    let open = on_threads(|| land.open())?;
    let _ = told.send(Ok(()));
    // Each question on a thread of its own: nobody waits for others.
    thread::scope(|threads| {
        for Ask {
            homes,
            rows,
            answer,
        } in asked
        {
            let open = &open;
            threads.spawn(move || {
                let _ = answer.send(on_threads(|| scored(open, &homes, rows)));
            });
        }
    });
    Ok(())
}

/// The part of these homes; their rows go to a file.
fn scored(
    land: &OpenStoredLand<'_>,
    homes: &[u8],
    rows: Option<PathBuf>,
) -> Result<Vec<u8>, JobError> {
    let scored = land.score(StoredHomes::from_bytes(homes)?, rows.is_some())?;
    if let (Some(path), Some(rows)) = (rows, &scored.rows) {
        rows.write_parquet(&path)?;
    }
    Ok(scored.part)
}

#[pymethods]
impl PyLand {
    /// Opens the land in a file.
    #[new]
    fn new(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let started = py.detach(|| Served::start("land", |told, asked| serve(path, told, asked)));
        let (served, ()) = started.map_err(|error| raise(py, error))?;
        Ok(PyLand(served))
    }

    /// Scores homes to their part of the result; their rows go to a file of GeoParquet, where one is
    /// named.
    #[pyo3(signature = (homes, rows=None))]
    fn score<'py>(
        &self,
        py: Python<'py>,
        homes: Vec<u8>,
        rows: Option<PathBuf>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let part = self.0.ask(py, |answer| Ask {
            homes,
            rows,
            answer,
        })?;
        Ok(PyBytes::new(py, &part))
    }
}
