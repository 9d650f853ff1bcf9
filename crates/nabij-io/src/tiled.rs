//! A job cut into tiles: what is done is kept in files, and a run that was stopped is taken up again.

mod land;
mod part;
mod parts;
mod report;
mod run;
mod sent;
mod size;
mod tile;

use std::{
    collections::BTreeMap,
    path::Path,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use nabij::{Cut, Prepared, Progress, StudyError, Tiles};
use sha2::{Digest, Sha256};

pub use land::{OpenStoredLand, StoredHomes, StoredLand};
pub use parts::{Gathering, Parts};
pub use run::needs_all_rows;
pub use size::Tiling;
pub use tile::{ScoredTile, StoredTile};

use self::{part::RunKey, report::TiledRows};
use crate::{
    city::City,
    error::JobError,
    input_file::hashed,
    study_file::{Output, StudyFile},
    tables::survey_weight,
};

/// A city cut into tiles that can be scored one by one, here or elsewhere.
pub struct Tiled<'p, 'c> {
    city: &'c City,
    study: &'c StudyFile,
    prepared: &'p Prepared<'c>,
    tiles: Tiles<'p, 'c>,
    key: RunKey,
}

impl RunKey {
    /// What rows hang on: the program, the study, what its inputs hold, and how it is cut.
    fn of(city: &City, study: &StudyFile, size: usize) -> Result<Self, JobError> {
        let asked = StudyFile {
            // Where results go and in which shape is asked of whole results, not of rows.
            output: Output {
                audience: study.output.audience,
                ..Output::default()
            },
            cache: None,
            tables: BTreeMap::new(),
            ..study.clone()
        };
        let mut key = Sha256::new();
        key.update(env!("CARGO_PKG_VERSION"));
        key.update(format!("{asked:?} {size}"));
        let inputs = city.streets.inputs.iter().cloned();
        for input in inputs.chain(hashed(study.input_files(), &city.hashed)?) {
            key.update(format!("{} {} ", input.file, input.sha256));
        }
        study
            .tables
            .values()
            .for_each(|table| key.update(table.sha256()));
        if study.streets.is_empty() && study.network.is_none() {
            // The network was given: whoever made it may have done so from tables in memory.
            key.update(city.streets.to_bytes()?);
        }
        Ok(RunKey(key.finalize().into()))
    }
}

impl<'p, 'c> Tiled<'p, 'c> {
    /// Attaches all origins and plans the tiles.
    ///
    /// # Errors
    /// [`JobError::Study`] when the study cannot be scored, [`JobError::Io`] when an input cannot be
    /// read again for its hash, [`JobError::Stored`] when a given network cannot be hashed, [`JobError::Incomplete`] when tiles do not fit into memory.
    pub fn new(
        (city, study): (&'c City, &'c StudyFile),
        prepared: &'p Prepared<'c>,
        tiling: &Tiling,
    ) -> Result<Self, JobError> {
        let size = tiling.origins(city)?;
        Ok(Tiled {
            tiles: prepared.tiles(&city.origins, Cut::Size(size))?,
            key: RunKey::of(city, study, size)?,
            city,
            study,
            prepared,
        })
    }

    /// The tiles.
    pub fn tiles(&self) -> &Tiles<'p, 'c> {
        &self.tiles
    }

    /// A tile with all that it takes to score it elsewhere; nothing where there is no such tile.
    pub fn tile(&self, number: usize) -> Option<StoredTile> {
        Some(StoredTile {
            number: number as u32,
            key: self.key,
            weight: self.weight(),
            places: self.places(number),
            crs: self.city.origin_crs.text().to_owned(),
            tile: self.tiles.cut(number)?,
        })
    }

    /// Everything that tiles are cut from but the homes, for who is to score many; nothing where
    /// nobody walks.
    pub fn land(&self) -> Option<StoredLand<'c>> {
        Some(StoredLand {
            key: self.key,
            weight: self.weight(),
            crs: self.city.origin_crs.text().to_owned(),
            land: self.prepared.land()?,
        })
    }

    /// The homes of a tile, for who has the land; nothing where there is no such tile.
    pub fn homes(&self, number: usize) -> Option<StoredHomes> {
        Some(StoredHomes {
            number: number as u32,
            key: self.key,
            places: self.places(number),
            homes: self.tiles.homes_of(number)?,
        })
    }

    /// The column of weights that counts people where attributes are missing.
    fn weight(&self) -> Option<usize> {
        survey_weight(self.city, self.study.output.is_public())
    }

    /// Per origin of a tile where it is in its own CRS.
    fn places(&self, number: usize) -> Vec<(f64, f64)> {
        let places = self.tiles.origins_of(number).iter();
        let places = places.filter_map(|at| self.city.origin_places.get(*at as usize));
        places.map(|one| one.place).collect()
    }

    /// Opens or makes the folder of parts in a folder of results, and keeps others out.
    ///
    /// # Errors
    /// [`JobError::Io`] when it cannot be made; [`JobError::Incomplete`] when another run works in
    /// it.
    pub fn parts(&self, results: &Path) -> Result<Parts, JobError> {
        Parts::open(results, self.key)
    }

    /// Scores all tiles that are not done yet, on all threads, and keeps their parts.
    ///
    /// # Errors
    /// The first error of a tile; what is done is kept. [`StudyError::Interrupted`] where
    /// `progress` asks to stop.
    pub fn score(
        &self,
        parts: &Parts,
        progress: Option<Progress<'_>>,
    ) -> Result<Gathering, JobError> {
        let (tiles, all) = (&self.tiles, self.city.origins.len());
        let done = parts.done(tiles.len());
        let todo: Vec<usize> = (0..tiles.len()).filter(|at| !done[*at]).collect();
        let kept = (0..tiles.len()).filter(|at| done[*at]);
        let count = AtomicUsize::new(kept.map(|at| tiles.origins_of(at).len()).sum());
        let stopped = AtomicBool::new(false);
        let told = |more: usize| {
            let so_far = count.fetch_add(more, Ordering::Relaxed) + more;
            if progress.is_some_and(|tell| !tell("tiles", so_far, all)) {
                stopped.store(true, Ordering::Relaxed);
            }
        };
        told(0);
        let weight = self.weight();
        let outcomes = tiles.each_of(&todo, |at, tile| {
            if stopped.load(Ordering::Relaxed) {
                return Ok(());
            }
            let kept = tile.score_by(weight).map_err(JobError::from);
            let kept = kept.and_then(|scores| parts.keep(at, &scores));
            match &kept {
                Ok(()) => told(tile.len()),
                Err(_) => stopped.store(true, Ordering::Relaxed),
            }
            kept
        });
        outcomes.into_iter().collect::<Result<(), JobError>>()?;
        if stopped.load(Ordering::Relaxed) {
            return Err(StudyError::Interrupted.into());
        }
        parts.all(tiles.len())
    }
}
