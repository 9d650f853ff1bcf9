//! A tile as bytes, to be scored by somebody else: a pure function from bytes to rows.

use nabij::Tile;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::part::{self, RunKey};
use crate::{
    crs::Crs,
    error::JobError,
    job::Piece,
    tables::{RowNames, rows_table},
    write::OutTable,
};

/// What every tile starts with.
const MARK: &[u8; 8] = b"nabijtil";
/// Another version is another order of columns: there is no reading across.
const VERSION: u32 = 1;
/// Mark, version and checksum.
const HEAD: usize = MARK.len() + size_of::<u32>() + 32;

/// A tile and what its rows are told with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredTile {
    pub(super) number: u32,
    pub(super) key: RunKey,
    /// The column of weights that counts people where attributes are missing.
    pub(super) weight: Option<usize>,
    /// Per origin where it is in its own CRS.
    pub(super) places: Vec<(f64, f64)>,
    pub(super) crs: String,
    pub(super) tile: Tile,
}

/// A tile that was scored.
#[derive(Clone, Debug)]
pub struct ScoredTile {
    /// Its part of the whole result, as [`Parts`](super::Parts) keeps it.
    pub part: Vec<u8>,
    /// Its rows, as the table of all rows has them.
    pub rows: OutTable,
}

impl StoredTile {
    /// Its number among all.
    pub fn number(&self) -> usize {
        self.number as usize
    }

    /// How many origins it scores.
    pub fn len(&self) -> usize {
        self.tile.len()
    }

    /// Whether it scores none.
    pub fn is_empty(&self) -> bool {
        self.tile.is_empty()
    }

    /// The tile as bytes, the same for the same tile.
    ///
    /// # Errors
    /// [`JobError::Stored`] when it cannot be encoded.
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

    /// The tile of these bytes.
    ///
    /// # Errors
    /// [`JobError::Stored`] when they are no tile, one of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JobError> {
        let no_tile = || wrong("this is no tile that nabij cut".to_owned());
        let rest = bytes.strip_prefix(MARK).ok_or_else(no_tile)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or_else(no_tile)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            return Err(wrong(format!(
                "it is of version {version}, and this nabij reads version {VERSION}: use one \
                 version everywhere"
            )));
        }
        let (sum, body) = rest.split_first_chunk::<32>().ok_or_else(no_tile)?;
        if Sha256::digest(body)[..] != sum[..] {
            return Err(wrong("it is damaged or cut off: send it again".to_owned()));
        }
        let tile: StoredTile =
            postcard::from_bytes(body).map_err(|error| wrong(error.to_string()))?;
        if tile.places.len() != tile.len() {
            return Err(wrong("its origins are not complete".to_owned()));
        }
        Ok(tile)
    }

    /// Scores the tile.
    ///
    /// # Errors
    /// [`JobError::Study`] when the study cannot be scored.
    pub fn score(&self) -> Result<ScoredTile, JobError> {
        let crs = Crs::parse(&self.crs)?;
        self.tile.score_with(|prepared, scored, causes| {
            let scores = self.tile.told(prepared, scored, causes, self.weight);
            let each = prepared.walkers().zip(scored.iter().zip(causes));
            let pieces =
                each.map(|(walker, (scored, causes))| (walker, Piece::whole(scored, causes)));
            let named = RowNames {
                study: prepared.study(),
                ids: self.tile.origins().ids(),
                place: &|at| self.places.get(at).copied(),
                crs: &crs,
            };
            Ok(ScoredTile {
                part: part::to_bytes(self.key, self.number, &scores)?,
                rows: rows_table(named, &pieces.collect::<Vec<_>>()),
            })
        })?
    }
}

fn wrong(reason: String) -> JobError {
    JobError::Stored {
        name: "tile".to_owned(),
        reason,
    }
}
