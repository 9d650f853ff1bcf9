//! The folder in which a run keeps the parts that are done, so that it can be taken up again.

use std::{
    fs::{self, File, TryLockError},
    io,
    ops::Range,
    path::{Path, PathBuf},
};

use nabij::{Missing, TileScores, WalkerScores};
use rayon::prelude::*;

use super::part::{self, Part, RunKey};
use crate::error::JobError;

/// The parts of one run, in a folder that nobody else works in meanwhile.
#[derive(Debug)]
pub struct Parts {
    folder: PathBuf,
    key: RunKey,
    /// Held as long as this lives.
    _lock: File,
}

impl Parts {
    /// As [`Tiled::parts`](super::Tiled::parts).
    pub(super) fn open(results: &Path, key: RunKey) -> Result<Self, JobError> {
        let folder = results.join(".parts");
        let io = |source| JobError::Io {
            path: folder.clone(),
            source,
        };
        fs::create_dir_all(&folder).map_err(io)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lock"))
            .map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(JobError::Incomplete(format!(
                    "is being scored into {} by another run: wait for it, or name another folder",
                    results.display()
                )));
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        remove_leftovers(results);
        remove_marks(&folder);
        Ok(Parts {
            folder,
            key,
            _lock: lock,
        })
    }

    /// Where the part of a tile is kept.
    pub fn path(&self, tile: usize) -> PathBuf {
        self.folder.join(format!("{tile:06}.part"))
    }

    /// The part of a tile, where it is there, whole, and of this run.
    fn part(&self, tile: usize) -> Option<Part> {
        Part::open(&self.path(tile), self.key, tile as u32)
    }

    /// The tiles below `count` whose parts are there already.
    pub fn done(&self, count: usize) -> Vec<bool> {
        let tiles = (0..count).into_par_iter();
        tiles.map(|tile| self.has(tile)).collect()
    }

    /// Whether the part of a tile is there, whole and of this run.
    pub fn has(&self, tile: usize) -> bool {
        self.part(tile).is_some()
    }

    /// Keeps the scores of a tile: the file is there whole, or not at all.
    pub(super) fn keep(&self, tile: usize, scores: &TileScores) -> Result<(), JobError> {
        self.write(tile, &part::to_bytes(self.key, tile as u32, scores)?)
    }

    fn write(&self, tile: usize, bytes: &[u8]) -> Result<(), JobError> {
        let path = self.path(tile);
        let beside = path.with_extension("beside");
        let write = || -> io::Result<()> {
            fs::write(&beside, bytes)?;
            fs::rename(&beside, &path)
        };
        write().map_err(|source| JobError::Io { path, source })
    }

    /// Keeps the part of a tile that was scored elsewhere.
    ///
    /// # Errors
    /// [`JobError::Tile`] when it is damaged or of another run; [`JobError::Io`] when it cannot
    /// be written.
    pub fn keep_bytes(&self, tile: usize, bytes: &[u8]) -> Result<(), JobError> {
        if Part::of_bytes(bytes, Path::new(""), self.key, tile as u32).is_none() {
            return Err(JobError::Tile {
                name: format!("part of tile {tile}"),
                reason: "it is damaged, or of another run".to_owned(),
            });
        }
        self.write(tile, bytes)
    }

    /// All parts.
    ///
    /// # Errors
    /// [`JobError::Tile`] when one is missing or damaged.
    pub fn all(&self, count: usize) -> Result<Gathering, JobError> {
        let open = |tile| {
            self.part(tile).ok_or_else(|| JobError::Tile {
                name: self.path(tile).display().to_string(),
                reason: "this part is gone or damaged; run the command again".to_owned(),
            })
        };
        let parts = (0..count).into_par_iter().map(open);
        Ok(Gathering {
            parts: parts.collect::<Result<_, _>>()?,
        })
    }

    /// Removes the folder: nobody needs the parts of a result that is complete.
    ///
    /// # Errors
    /// [`JobError::Io`] when it cannot be removed.
    pub fn remove(self) -> Result<(), JobError> {
        fs::remove_dir_all(&self.folder).map_err(|source| JobError::Io {
            path: self.folder.clone(),
            source,
        })
    }
}

/// Removes the marks by which workers of other runs know the folder: they put nothing there any
/// more.
fn remove_marks(folder: &Path) {
    for (mark, _) in named(folder, "mark-") {
        let _ = fs::remove_file(mark);
    }
}

/// Removes what runs that were killed left half made in a folder of results.
fn remove_leftovers(results: &Path) {
    // Who is at work has its number there, on systems that tell.
    let is_dead = |process: &str| {
        let all = Path::new("/proc");
        all.join("self").exists() && !all.join(process).exists()
    };
    for (half_made, process) in named(results, ".partial-") {
        if is_dead(&process) {
            // Others may do the same; what stays harms nobody.
            let _ = fs::remove_dir_all(half_made);
        }
    }
}

/// What in a folder has a name that begins so, and the rest of its name.
fn named(folder: &Path, start: &str) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| {
        let rest = entry.file_name().to_str()?.strip_prefix(start)?.to_owned();
        Some((entry.path(), rest))
    });
    named.collect()
}

/// The parts of all tiles, read a range of origins at a time.
#[derive(Debug)]
pub struct Gathering {
    parts: Vec<Part>,
}

impl Gathering {
    /// The rows of a range of origins for one walker, in order.
    ///
    /// # Errors
    /// [`JobError::Io`] and [`JobError::Tile`] when a part cannot be read any more.
    pub fn rows(&self, walker: usize, origins: Range<u32>) -> Result<WalkerScores, JobError> {
        let parts = self.parts.par_iter();
        let found = parts.map(|part| part.around(walker, &origins));
        let found: Vec<WalkerScores> = found
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect();
        Ok(WalkerScores::gathered(&found, origins))
    }

    /// What hangs on missing attributes, of every tile.
    pub fn missing(&self) -> impl Iterator<Item = &Missing> {
        self.parts.iter().flat_map(Part::missing)
    }
}
