//! A city cut into tiles, for engines that run many processes.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, mpsc::Receiver},
};

use nabij_io::{JobError, StoredTile, Tiled, Tiling};
use pyo3::{prelude::*, types::PyBytes};

use crate::{
    city::{PyCity, Read},
    errors::raise,
    served::{Answer, Served},
    tables::arrow,
    work::{on_threads, work},
};

/// A study cut into tiles, and the folder that their parts are kept in.
///
/// A thread of its own holds what is cut, for tiles borrow from the city; it ends with this.
#[pyclass(frozen, name = "Tiles", module = "nabij._nabij")]
pub struct PyTiles {
    served: Served<Ask>,
    planned: Vec<Planned>,
}

/// What the thread is asked, and where it answers.
enum Ask {
    Tile(usize, Answer<Vec<u8>>),
    Land(PathBuf, Answer<()>),
    Homes(usize, Answer<Vec<u8>>),
    Keep(usize, Vec<u8>, Answer<()>),
    Finish(Answer<Vec<PathBuf>>),
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
        let (served, planned) = work(py, progress, move |watch| {
            watch.step("preparing", 0, 0);
            Served::start("tiles", move |told, asked| {
                serve(&read, &folder, tiling, (told, asked))
            })
        })?;
        Ok(PyTiles { served, planned })
    }
}

/// Holds a city cut into tiles and answers what is asked, until nobody can ask any more.
fn serve(
    read: &Read,
    folder: &std::path::Path,
    tiling: Tiling,
    (told, asked): (&Answer<Vec<Planned>>, &Receiver<Ask>),
) -> Result<(), JobError> {
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
    let none = |number| JobError::Incomplete(format!("has no tile {number}"));
    for ask in asked {
        match ask {
            Ask::Tile(number, answer) => {
                let tile = tiled.tile(number).ok_or_else(|| none(number));
                let _ = answer.send(tile.and_then(|tile| tile.to_bytes()));
            }
            Ask::Homes(number, answer) => {
                let homes = tiled.homes(number).ok_or_else(|| none(number));
                let _ = answer.send(homes.and_then(|homes| homes.to_bytes()));
            }
            Ask::Land(path, answer) => {
                let nobody = || JobError::Incomplete("has nobody who walks".to_owned());
                let land = tiled.land().ok_or_else(nobody);
                let land = land.and_then(|land| land.to_bytes());
                let written = land.and_then(|bytes| {
                    fs::write(&path, bytes).map_err(|source| JobError::Io { path, source })
                });
                let _ = answer.send(written);
            }
            Ask::Keep(number, bytes, answer) => {
                let _ = answer.send(parts.keep_bytes(number, &bytes));
            }
            Ask::Finish(answer) => {
                let written = || -> Result<_, JobError> {
                    let rows = parts.all(tiles.len())?;
                    Ok(tiled.write((parts, &rows), folder, |_| ())?.0.files)
                };
                let _ = answer.send(written());
                break;
            }
        }
    }
    Ok(())
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
        let bytes = self.served.ask(py, |answer| Ask::Tile(number, answer))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Writes all that tiles are cut from, but the homes, to a file.
    fn land(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        self.served.ask(py, |answer| Ask::Land(path, answer))
    }

    /// The homes of a tile as bytes, for who has the land.
    fn homes<'py>(&self, py: Python<'py>, number: usize) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = self.served.ask(py, |answer| Ask::Homes(number, answer))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Makes the results from the parts, once all are kept: the files, the manifest last.
    fn finish(&self, py: Python<'_>) -> PyResult<Vec<PathBuf>> {
        self.served.ask(py, Ask::Finish)
    }

    /// Keeps the part of a tile that was scored somewhere.
    fn keep(&self, py: Python<'_>, number: usize, part: Vec<u8>) -> PyResult<()> {
        self.served
            .ask(py, |answer| Ask::Keep(number, part, answer))
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
