//! A city cut into tiles, for engines that run many processes.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use nabij_io::{JobError, StoredTile, Tiled, Tiling};
use pyo3::{prelude::*, types::PyBytes};

use crate::{
    city::{PyCity, Read},
    errors::{input_error, raise},
    tables::arrow,
    work::{on_threads, work},
};

/// A study cut into tiles, and the folder that their parts are kept in.
///
/// A thread of its own holds what is cut, for tiles borrow from the city; it ends with this.
#[pyclass(frozen, name = "Tiles", module = "nabij._nabij")]
pub struct PyTiles {
    asks: Mutex<Sender<Ask>>,
    planned: Vec<Planned>,
}

/// What the thread is asked, and where it answers.
enum Ask {
    Tile(usize, Sender<Result<Vec<u8>, JobError>>),
    Keep(usize, Vec<u8>, Sender<Result<(), JobError>>),
    Arrived(usize, Sender<Result<bool, JobError>>),
    Finish(Sender<Result<Vec<PathBuf>, JobError>>),
}

/// A tile as it was found.
struct Planned {
    /// How many origins it scores.
    size: usize,
    /// Whether its part was there already.
    done: bool,
    /// Where its part is kept.
    path: PathBuf,
}

impl PyTiles {
    pub fn new(
        py: Python<'_>,
        read: Arc<Read>,
        (folder, tiling): (PathBuf, Tiling),
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let (asks, asked) = channel();
        let planned = work(py, progress, move |watch| {
            watch.step("preparing", 0, 0);
            let (told, plan) = channel();
            let own = thread::Builder::new().name("tiles".to_owned());
            own.spawn(move || serve(&read, &folder, tiling, &told, &asked))
                .map_err(|source| JobError::Io {
                    path: "thread".into(),
                    source,
                })?;
            plan.recv().unwrap_or_else(|_| Err(ended()))
        })?;
        Ok(PyTiles {
            asks: Mutex::new(asks),
            planned,
        })
    }

    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(Sender<Result<T, JobError>>) -> Ask,
    ) -> PyResult<T> {
        let (answer, answered) = channel();
        let asks = self.asks.lock().map(|asks| asks.clone());
        let asks = asks.map_err(|_| input_error(py, "the tiles are gone"))?;
        let answered = Mutex::new(answered);
        let ask = ask(answer);
        let answer = py.detach(|| {
            let sent = asks.send(ask).is_ok();
            let answered = answered.lock().ok().filter(|_| sent);
            answered.and_then(|answered| answered.recv().ok())
        });
        answer
            .unwrap_or_else(|| Err(ended()))
            .map_err(|error| raise(py, error))
    }
}

/// Holds a city cut into tiles and answers what is asked, until nobody can ask any more.
fn serve(
    read: &Read,
    folder: &std::path::Path,
    tiling: Tiling,
    told: &Sender<Result<Vec<Planned>, JobError>>,
    asked: &Receiver<Ask>,
) {
    let served = || -> Result<(), JobError> {
        let prepared = read.city.study().prepare()?;
        let tiled = Tiled::new((&*read.city, &read.file), &prepared, &tiling)?;
        let parts = tiled.parts(folder)?;
        let tiles = tiled.tiles();
        let done = parts.done(tiles.len()).into_iter().enumerate();
        let planned = done.map(|(at, done)| Planned {
            size: tiles.origins_of(at).len(),
            done,
            path: parts.path(at),
        });
        // Nobody listens any more after an interrupt; then nobody asks either.
        let _ = told.send(Ok(planned.collect()));
        for ask in asked {
            match ask {
                Ask::Tile(number, answer) => {
                    let none = || JobError::Incomplete(format!("has no tile {number}"));
                    let tile = tiled.tile(number).ok_or_else(none);
                    let _ = answer.send(tile.and_then(|tile| tile.to_bytes()));
                }
                Ask::Finish(answer) => {
                    let written = || -> Result<_, JobError> {
                        let rows = parts.all(tiles.len())?;
                        Ok(tiled.write((parts, &rows), folder, |_| ())?.0.files)
                    };
                    let _ = answer.send(written());
                    break;
                }
                Ask::Arrived(number, answer) => {
                    let _ = answer.send(Ok(parts.has(number)));
                }
                Ask::Keep(number, bytes, answer) => {
                    let _ = answer.send(parts.keep_bytes(number, &bytes));
                }
            }
        }
        Ok(())
    };
    if let Err(error) = served() {
        let _ = told.send(Err(error));
    }
}

fn ended() -> JobError {
    JobError::Incomplete("was given up: its tiles are gone".to_owned())
}

#[pymethods]
impl PyTiles {
    /// Cuts a city into tiles, whose parts are kept in a folder of results.
    #[new]
    #[pyo3(signature = (city, folder, size=None, memory=None, progress=None))]
    fn make(
        py: Python<'_>,
        city: &PyCity,
        folder: PathBuf,
        size: Option<usize>,
        memory: Option<u64>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let tiling = Tiling { size, memory };
        PyTiles::new(py, city.study(), (folder, tiling), progress)
    }

    /// How many there are.
    fn __len__(&self) -> usize {
        self.planned.len()
    }

    /// Per tile how many origins it scores.
    #[getter]
    fn sizes(&self) -> Vec<usize> {
        self.planned.iter().map(|own| own.size).collect()
    }

    /// Per tile whether its part was there when this was made.
    #[getter]
    fn done(&self) -> Vec<bool> {
        self.planned.iter().map(|own| own.done).collect()
    }

    /// Per tile where its part is kept.
    #[getter]
    fn paths(&self) -> Vec<PathBuf> {
        self.planned.iter().map(|own| own.path.clone()).collect()
    }

    /// A tile as bytes.
    fn tile<'py>(&self, py: Python<'py>, number: usize) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = self.ask(py, |answer| Ask::Tile(number, answer))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Makes the results from the parts, once all are kept: the files, the manifest last.
    fn finish(&self, py: Python<'_>) -> PyResult<Vec<PathBuf>> {
        self.ask(py, Ask::Finish)
    }

    /// Whether the part of a tile is there, whole and of this run: somebody else may have put it there.
    fn arrived(&self, py: Python<'_>, number: usize) -> PyResult<bool> {
        self.ask(py, |answer| Ask::Arrived(number, answer))
    }

    /// Keeps the part of a tile that was scored somewhere.
    fn keep(&self, py: Python<'_>, number: usize, part: Vec<u8>) -> PyResult<()> {
        self.ask(py, |answer| Ask::Keep(number, part, answer))
    }
}

/// Scores a tile of these bytes: its part of the result as bytes, and, where they are asked for, its
/// rows as Arrow.
#[pyfunction]
pub fn score_tile<'py>(
    py: Python<'py>,
    tile: &[u8],
    with_rows: bool,
) -> PyResult<(Bound<'py, PyBytes>, Option<Bound<'py, PyAny>>)> {
    let tile = tile.to_vec();
    let scored = py.detach(|| on_threads(|| StoredTile::from_bytes(&tile)?.score(with_rows)));
    let scored = scored.map_err(|error| raise(py, error))?;
    let rows = scored.rows.map(|rows| arrow(py, &rows)).transpose()?;
    Ok((PyBytes::new(py, &scored.part), rows))
}
