//! A tile as bytes, to be scored by somebody else: a pure function from bytes to rows.

use nabij::Tile;
use serde::{Deserialize, Serialize};

use super::{
    part::{self, RunKey},
    sent::{Sent, wrong},
};
use crate::{
    crs::Crs,
    error::JobError,
    job::Piece,
    tables::{RowNames, rows_table},
    write::OutTable,
};

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
    /// Its rows, as the table of all rows has them, where they are asked for.
    pub rows: Option<OutTable>,
}

impl Sent for StoredTile {
    const MARK: &'static [u8; 8] = b"nabijtil";
    const NAME: &'static str = "tile";
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
    /// [`JobError::Tile`] when it cannot be encoded.
    pub fn to_bytes(&self) -> Result<Vec<u8>, JobError> {
        Sent::to_bytes(self)
    }

    /// The tile of these bytes.
    ///
    /// # Errors
    /// [`JobError::Tile`] when they are no tile, one of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JobError> {
        let tile: StoredTile = Sent::from_bytes(bytes)?;
        if tile.places.len() != tile.len() {
            return Err(wrong::<Self>("its origins are not complete".to_owned()));
        }
        Ok(tile)
    }

    /// Scores the tile, and makes a table of its rows where somebody asks for it.
    ///
    /// # Errors
    /// [`JobError::Study`] when the study cannot be scored.
    pub fn score(&self, with_rows: bool) -> Result<ScoredTile, JobError> {
        let crs = Crs::parse(&self.crs)?;
        self.tile.score_with(|prepared, scored, causes| {
            let scores = self.tile.told(prepared, scored, causes, self.weight);
            let each = prepared.walkers().zip(scored.iter().zip(causes));
            let pieces =
                each.map(|(walker, (scored, causes))| (walker, Piece::whole(scored, causes)));
            let pieces: Vec<_> = pieces.collect();
            let named = RowNames {
                study: prepared.study(),
                ids: self.tile.origins().ids(),
                place: &|at| self.places.get(at).copied(),
                crs: &crs,
            };
            Ok(ScoredTile {
                part: part::to_bytes(self.key, self.number, &scores)?,
                rows: with_rows.then(|| rows_table(named, &pieces)),
            })
        })?
    }
}
