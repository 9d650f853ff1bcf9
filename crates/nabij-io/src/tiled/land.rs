//! The land of a city, sent once to everybody who scores, and the homes of one tile after another.

use nabij::{Land, OpenLand, TileHomes};
use serde::{Deserialize, Serialize};

use super::{
    part::RunKey,
    sent::{Sent, wrong},
    tile::{ScoredTile, StoredTile},
};
use crate::error::JobError;

/// Everything that tiles are cut from, but the homes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredLand<'n> {
    pub(super) key: RunKey,
    pub(super) weight: Option<usize>,
    pub(super) crs: String,
    pub(super) land: Land<'n>,
}

/// The homes of one tile.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredHomes {
    pub(super) key: RunKey,
    pub(super) number: u32,
    /// Per origin where it is in its own CRS.
    pub(super) places: Vec<(f64, f64)>,
    pub(super) homes: TileHomes,
}

/// Land on which homes are scored.
pub struct OpenStoredLand<'l> {
    stored: &'l StoredLand<'l>,
    land: OpenLand<'l>,
}

impl Sent for StoredLand<'_> {
    const MARK: &'static [u8; 8] = b"nabijlnd";
    const NAME: &'static str = "land";
}

impl Sent for StoredHomes {
    const MARK: &'static [u8; 8] = b"nabijhom";
    const NAME: &'static str = "homes";
}

impl StoredLand<'_> {
    /// The land as bytes, the same for the same land.
    ///
    /// # Errors
    /// [`JobError::Tile`] when it cannot be encoded.
    pub fn to_bytes(&self) -> Result<Vec<u8>, JobError> {
        Sent::to_bytes(self)
    }

    /// The land of these bytes.
    ///
    /// # Errors
    /// [`JobError::Tile`] when they are no land, that of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JobError> {
        Sent::from_bytes(bytes)
    }

    /// Makes ready for homes.
    ///
    /// # Errors
    /// [`JobError::Study`] when the study cannot be scored.
    pub fn open(&self) -> Result<OpenStoredLand<'_>, JobError> {
        Ok(OpenStoredLand {
            stored: self,
            land: self.land.open()?,
        })
    }
}

impl StoredHomes {
    /// The homes as bytes, the same for the same homes.
    ///
    /// # Errors
    /// [`JobError::Tile`] when they cannot be encoded.
    pub fn to_bytes(&self) -> Result<Vec<u8>, JobError> {
        Sent::to_bytes(self)
    }

    /// The homes of these bytes.
    ///
    /// # Errors
    /// [`JobError::Tile`] when they are no homes, those of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JobError> {
        Sent::from_bytes(bytes)
    }
}

impl OpenStoredLand<'_> {
    /// Cuts the tile of these homes, and scores it.
    ///
    /// # Errors
    /// [`JobError::Tile`] when they are those of another run, [`JobError::Study`] when they are not
    /// on this land or the study cannot be scored.
    pub fn score(&self, homes: StoredHomes, with_rows: bool) -> Result<ScoredTile, JobError> {
        let StoredLand {
            key, weight, crs, ..
        } = self.stored;
        if homes.key != *key {
            return Err(wrong::<StoredHomes>("they are of another run".to_owned()));
        }
        if homes.places.len() != homes.homes.len() {
            return Err(wrong::<StoredHomes>("they are not complete".to_owned()));
        }
        let tile = StoredTile {
            number: homes.number,
            key: homes.key,
            weight: *weight,
            places: homes.places,
            crs: crs.clone(),
            tile: self.land.tile(homes.homes)?,
        };
        tile.score(with_rows)
    }
}
