//! Streets in a file: a mark, a version, a checksum, then columns.

use std::{fs, path::Path};

use nabij::{NetworkError, StoredGroundwork, StoredNetwork};
use serde::{Deserialize, Serialize};

use super::Streets;
use crate::{
    error::JobError,
    framed::{Broken, Framed},
    job::write_whole,
};

/// Changes with the order of columns, and with what the core stores.
pub(in crate::city) const VERSION: u32 = 6;

const FRAMED: Framed = Framed {
    mark: b"nabijnet",
    version: VERSION,
};

/// From what streets were made: 32 bytes that are others for anything else; zeros where nobody asks.
pub(in crate::city) type Key = [u8; 32];

const NO_NETWORK: &str = "this is no network that nabij saved";

/// Beside the streets' own small values: the network, the barriers, what is laid over the network.
const PARTS: usize = 4;

impl Streets {
    /// The streets as bytes, the same for the same streets.
    ///
    /// # Errors
    /// [`JobError::Stored`] when they cannot be encoded.
    pub fn to_bytes(&self) -> Result<Vec<u8>, JobError> {
        self.to_bytes_of(&Key::default())
    }

    /// The same with what they were made from.
    pub(in crate::city) fn to_bytes_of(&self, key: &Key) -> Result<Vec<u8>, JobError> {
        let laid = self.groundwork.as_ref();
        let laid = laid.map(|own| own.stored(&self.network));
        let network = || rayon::join(|| encoded(&self.network), || encoded(&laid));
        let rest = || rayon::join(|| encoded(self), || encoded(&self.barriers));
        let ((network, laid), (own, barriers)) = rayon::join(network, rest);
        let parts = [own?, network?, barriers?, laid?];
        let length = parts.iter().map(Vec::len).sum::<usize>();
        let mut bytes =
            Vec::with_capacity(Framed::HEAD + key.len() + PARTS * size_of::<u64>() + length);
        bytes.resize(Framed::HEAD, 0);
        bytes.extend_from_slice(key);
        for part in &parts {
            bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        }
        parts.iter().for_each(|part| bytes.extend_from_slice(part));
        Ok(FRAMED.close(bytes))
    }

    /// The streets of these bytes.
    ///
    /// # Errors
    /// [`JobError::Stored`] when they are no network, one of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JobError> {
        let streets = Streets::from_bytes_of(None, bytes)?;
        streets.ok_or_else(|| wrong(NO_NETWORK))
    }

    /// The same; nothing where they were made from something else than is asked for. What this
    /// program itself made from that is believed, where the checksum fits.
    pub(in crate::city) fn from_bytes_of(
        asked: Option<&Key>,
        bytes: &[u8],
    ) -> Result<Option<Self>, JobError> {
        let damaged =
            || wrong("it is damaged or cut off: its checksum does not fit; save the network anew");
        let broken = |broken| match broken {
            Broken::Mark => wrong(NO_NETWORK),
            Broken::Version(version) => wrong(format!(
                "it is a network of version {version}, and this nabij reads version {VERSION}: \
                 save the network anew"
            )),
            Broken::Sum => damaged(),
        };
        let rest = FRAMED.open(bytes).map_err(broken)?;
        let (key, rest) = rest.split_first_chunk::<32>().ok_or_else(damaged)?;
        if asked.is_some_and(|asked| asked != key) {
            return Ok(None);
        }
        let (lengths, mut rest) = rest
            .split_at_checked(PARTS * size_of::<u64>())
            .ok_or_else(damaged)?;
        let mut parts = [&rest[..0]; PARTS];
        for (part, length) in parts.iter_mut().zip(lengths.as_chunks::<8>().0) {
            let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| damaged())?;
            (*part, rest) = rest.split_at_checked(length).ok_or_else(damaged)?;
        }
        let [own, network, barriers, laid] = parts;
        let network = || -> Result<_, JobError> {
            let wrong = |error: NetworkError| wrong(error.to_string());
            let network: StoredNetwork<'_> = decoded(network)?;
            let network = match asked {
                Some(_) => network.trust(),
                None => network.check(),
            };
            let network = network.map_err(wrong)?;
            let laid: Option<StoredGroundwork<'_>> = decoded(laid)?;
            let laid = laid.map(|laid| match asked {
                Some(_) => laid.trust(&network),
                None => laid.check(&network),
            });
            Ok((network, laid.transpose().map_err(wrong)?))
        };
        let rest = || rayon::join(|| decoded::<Streets>(own), || decoded(barriers));
        let (network, (own, barriers)) = rayon::join(network, rest);
        let (network, groundwork) = network?;
        Ok(Some(Streets {
            network,
            groundwork,
            barriers: barriers?,
            ..own?
        }))
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

    /// Reads the streets of a file, and proves all that they promise.
    ///
    /// # Errors
    /// [`JobError::Io`] when it cannot be read, [`JobError::Stored`] when it holds no such network.
    pub fn open(path: &Path) -> Result<Self, JobError> {
        Streets::read_saved(path, None)
    }

    /// The same of a file that this program itself saved: where its checksum fits it is believed,
    /// which takes half the time.
    ///
    /// # Errors
    /// As [`Streets::open`].
    pub fn open_trusted(path: &Path) -> Result<Self, JobError> {
        Streets::read_saved(path, Some(&Key::default()))
    }

    fn read_saved(path: &Path, asked: Option<&Key>) -> Result<Self, JobError> {
        let bytes = fs::read(path).map_err(|source| JobError::Io {
            path: path.to_owned(),
            source,
        })?;
        let read = Streets::from_bytes_of(asked, &bytes);
        let read = read.and_then(|streets| streets.ok_or_else(|| wrong(NO_NETWORK)));
        read.map_err(|error| match error {
            JobError::Stored { reason, .. } => JobError::Stored {
                name: path.display().to_string(),
                reason,
            },
            other => other,
        })
    }
}

fn encoded(part: &impl Serialize) -> Result<Vec<u8>, JobError> {
    postcard::to_stdvec(part).map_err(|error| wrong(error.to_string()))
}

fn decoded<'b, T: Deserialize<'b>>(part: &'b [u8]) -> Result<T, JobError> {
    postcard::from_bytes(part).map_err(|error| wrong(error.to_string()))
}

fn wrong(reason: impl Into<String>) -> JobError {
    JobError::Stored {
        name: "saved network".to_owned(),
        reason: reason.into(),
    }
}
