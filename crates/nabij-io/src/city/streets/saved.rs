//! Streets in a file: a mark, a version, a checksum, then the columns.

use std::{fs, path::Path};

use sha2::{Digest, Sha256};

use super::Streets;
use crate::{error::JobError, job::write_whole};

/// What every such file starts with.
const MARK: &[u8; 8] = b"nabijnet";
/// Another version is another order of columns: there is no reading across.
const VERSION: u32 = 4;
/// Mark, version and checksum.
const HEAD: usize = MARK.len() + size_of::<u32>() + 32;

impl Streets {
    /// The streets as bytes, the same for the same streets.
    ///
    /// # Errors
    /// [`JobError::Stored`] when they cannot be encoded.
    pub fn to_bytes(&self) -> Result<Vec<u8>, JobError> {
        let mut bytes = vec![0; HEAD];
        bytes = postcard::to_extend(self, bytes).map_err(|error| wrong(error.to_string()))?;
        let sum = Sha256::digest(bytes.get(HEAD..).unwrap_or_default());
        let head = MARK.iter().copied().chain(VERSION.to_le_bytes()).chain(sum);
        for (place, byte) in bytes.iter_mut().zip(head) {
            *place = byte;
        }
        Ok(bytes)
    }

    /// The streets of these bytes.
    ///
    /// # Errors
    /// [`JobError::Stored`] when they are no network, one of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JobError> {
        let no_network = || wrong("this is no network that nabij saved".to_owned());
        let rest = bytes.strip_prefix(MARK).ok_or_else(no_network)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or_else(no_network)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            return Err(wrong(format!(
                "it is a network of version {version}, and this nabij reads version {VERSION}: \
                 save the network anew"
            )));
        }
        let (sum, columns) = rest.split_first_chunk::<32>().ok_or_else(no_network)?;
        if Sha256::digest(columns)[..] != sum[..] {
            return Err(wrong(
                "it is damaged or cut off: its checksum does not fit; save the network anew"
                    .to_owned(),
            ));
        }
        postcard::from_bytes(columns).map_err(|error| wrong(error.to_string()))
    }

    /// Writes the streets to a file, complete or not at all.
    ///
    /// # Errors
    /// [`JobError::Io`] when it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), JobError> {
        let bytes = self.to_bytes()?;
        write_whole(path, |beside| {
            fs::write(beside, &bytes).map_err(|source| JobError::Io {
                path: path.to_owned(),
                source,
            })
        })
    }

    /// Reads the streets of a file.
    ///
    /// # Errors
    /// [`JobError::Io`] when it cannot be read, [`JobError::Stored`] when it holds no such network.
    pub fn open(path: &Path) -> Result<Self, JobError> {
        let bytes = fs::read(path).map_err(|source| JobError::Io {
            path: path.to_owned(),
            source,
        })?;
        Streets::from_bytes(&bytes).map_err(|error| match error {
            JobError::Stored { reason, .. } => JobError::Stored {
                name: path.display().to_string(),
                reason,
            },
            other => other,
        })
    }
}

fn wrong(reason: String) -> JobError {
    JobError::Stored {
        name: "saved network".to_owned(),
        reason,
    }
}
