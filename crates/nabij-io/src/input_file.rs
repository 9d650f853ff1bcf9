//! Files that a result was made from.

use std::{
    collections::BTreeMap,
    fs::File,
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::JobError;

/// A file that was read, so that somebody can see whether they have the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// Its name, without its folder.
    pub file: String,
    /// How long it is.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl InputFile {
    /// Reads a file for its hash.
    pub(crate) fn read(path: &Path) -> Result<Self, JobError> {
        let hash = || -> io::Result<(u64, String)> {
            let mut hasher = Sha256::new();
            let bytes = io::copy(&mut File::open(path)?, &mut hasher)?;
            Ok((bytes, hexadecimal(&hasher.finalize())))
        };
        let (bytes, sha256) = hash().map_err(|source| JobError::Io {
            path: path.to_owned(),
            source,
        })?;
        Ok(InputFile {
            file: file_name(path),
            bytes,
            sha256,
        })
    }
}

/// A file's name in messages and results: without its folder, which is a matter of the machine.
pub(crate) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files of a study that are on disk, each hashed once, in order of path; some may be known.
pub(crate) fn hashed(
    files: impl IntoIterator<Item = PathBuf>,
    known: &BTreeMap<PathBuf, InputFile>,
) -> Result<Vec<InputFile>, JobError> {
    let files = files.into_iter();
    let files = files.map(|path| match known.get(&path) {
        Some(known) => Ok(known.clone()),
        None => InputFile::read(&path),
    });
    files.collect()
}
