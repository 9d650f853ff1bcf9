//! What can go wrong in writing.

use std::io;

use crate::{crs::CrsError, error::JobError};

/// A table that cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The system does not take the file.
    #[error("{path} cannot be written: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// Nothing writes a file of this name.
    #[error(
        "files ending in {extension:?} are not written: give .parquet, .gpkg, .geojson or .csv ({path})"
    )]
    UnknownFormat {
        /// The file.
        path: String,
        /// The end of its name.
        extension: String,
    },
    /// The format cannot hold this table.
    #[error("table {table:?} cannot be written: {message}")]
    Table {
        /// Its name.
        table: String,
        /// Why not.
        message: String,
    },
    /// Rows of the table cannot be had.
    #[error(transparent)]
    Rows(Box<JobError>),
    /// Coordinates that cannot be brought to the format's CRS.
    #[error("table {table:?} cannot be written: {source}")]
    Crs {
        /// Its name.
        table: String,
        /// Why not.
        source: CrsError,
    },
}
