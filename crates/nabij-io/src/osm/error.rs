//! Why a PBF or a rule file cannot be read.

use std::{io, path::PathBuf};

use crate::table::no_file;

/// A file that cannot be read as a whole. Single objects that are wrong are listed in the report instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OsmError {
    /// The file cannot be opened or read.
    #[error("{}: {}", path.display(), no_file(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("{}: not an OSM PBF: {reason}; give an extract that ends in .osm.pbf", path.display())]
    NotPbf {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The file ends too early.
    #[error(
        "{}: the file ends inside block {block}, which begins at byte {offset}; it was cut off, fetch it again",
        path.display()
    )]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Number of the block, the header being 1.
        block: usize,
        /// Where the block begins.
        offset: u64,
    },
    /// A block that breaks the format.
    #[error("{}: block {block}, which begins at byte {offset}, is corrupt: {reason}; fetch the file again", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// Number of the block, the header being 1.
        block: usize,
        /// Where the block begins.
        offset: u64,
        /// What is wrong.
        reason: &'static str,
    },
    /// A variant of the format that nabij does not read.
    #[error("{}: needs {feature}, which nabij does not read; write it again as a plain extract, for example with `osmium cat`", path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What the file needs.
        feature: String,
    },
    /// A rule file that is wrong.
    #[error("{file}: {reason}")]
    Rules {
        /// Name of the rule file.
        file: String,
        /// Line, what is wrong and what to do.
        reason: String,
    },
}
