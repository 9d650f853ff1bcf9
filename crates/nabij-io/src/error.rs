//! What can go wrong between files and results.

use std::path::PathBuf;

use nabij::{NetworkError, NormError, PlaceError, ProfileError, StudyError};

use crate::{crs::CrsError, osm::OsmError, table::ReadError, write::WriteError};

/// Why a job cannot be done. Every message names the file and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// The study file is wrong.
    #[error("study file {}: {reason}", path.display())]
    StudyFile {
        /// Which file; empty for text.
        path: PathBuf,
        /// What is wrong, with the line.
        reason: String,
    },
    /// The study leaves out what it needs.
    #[error("the study {0}")]
    Incomplete(String),
    /// A table cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An OSM extract cannot be read.
    #[error(transparent)]
    Osm(#[from] OsmError),
    /// A CRS is unknown or does not fit.
    #[error(transparent)]
    Crs(#[from] CrsError),
    /// A norm set is wrong.
    #[error("norms {name}: {source}")]
    Norms {
        /// The built-in set or the file.
        name: String,
        /// What is wrong.
        source: NormError,
    },
    /// A profile is wrong.
    #[error("profile {name}: {source}")]
    Profiles {
        /// The built-in profile or the file.
        name: String,
        /// What is wrong.
        source: ProfileError,
    },
    /// A file of a layer makes no network, facilities, origins or areas.
    #[error("{file}: {source}")]
    Places {
        /// The file.
        file: String,
        /// What is wrong.
        source: PlaceError,
    },
    /// The streets make no network.
    #[error("streets: {0}")]
    Network(#[from] NetworkError),
    /// A saved network cannot be used.
    #[error("{name}: {reason}")]
    Stored {
        /// The file.
        name: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A tile, or a part of a result that was kept, cannot be used.
    #[error("{name}: {reason}")]
    Tile {
        /// The file, or which one it is.
        name: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// The study cannot be scored.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// Rows were rejected, and the caller wants none to be.
    #[error(
        "{count} rows are rejected, the first: {first}; leave out --strict to go on without them"
    )]
    Strict {
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// Two results cannot be compared.
    #[error("{0}")]
    Compare(String),
    /// Results cannot be written.
    #[error(transparent)]
    Write(WriteError),
    /// A file or folder cannot be made.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl From<WriteError> for JobError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Rows(error) => *error,
            error => JobError::Write(error),
        }
    }
}

impl From<JobError> for WriteError {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Write(error) => error,
            error => WriteError::Rows(Box::new(error)),
        }
    }
}
