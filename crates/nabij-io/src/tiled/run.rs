//! From parts to results.

use std::path::Path;

use nabij::{Cut, Prepared, Progress, Scored};

use super::{Gathering, Parts, Tiled, TiledRows, Tiling};
use crate::{
    city::City,
    error::JobError,
    job::{Job, Totals, Written},
    study_file::StudyFile,
    tables::Report,
};

impl<'c> Job<'c> {
    /// Scores a city tile by tile, and then has all rows in memory: for tables and maps that need
    /// them so. What is done is kept in the folder of results, and taken up again.
    ///
    /// # Errors
    /// As [`Job::run`], [`Tiled::new`] and [`Tiled::parts`].
    pub fn run_in_tiles(
        (city, study): (&'c City, &'c StudyFile),
        (tiling, folder): (&Tiling, &Path),
        progress: Option<Progress<'c>>,
    ) -> Result<(Self, Parts), JobError> {
        let prepared = prepared(city, progress)?;
        let (each, labelled, parts) = {
            let tiled = Tiled::new((city, study), &prepared, tiling)?;
            let parts = tiled.parts(folder)?;
            let rows = tiled.score(&parts, progress)?;
            let mut each = Vec::new();
            for walker in 0..tiled.tiles().attached().len() {
                let own = rows.rows(walker, 0..city.origins.len() as u32)?;
                each.extend(tiled.tiles().scored(walker, own));
            }
            (each, labelled(city, &prepared)?, parts)
        };
        Ok((Job::of(city, prepared, each, labelled)?, parts))
    }
}

/// The study of a city, prepared.
fn prepared<'c>(city: &'c City, progress: Option<Progress<'c>>) -> Result<Prepared<'c>, JobError> {
    let study = city.study();
    let study = match progress {
        Some(progress) => study.progress(progress),
        None => study,
    };
    Ok(study.prepare()?)
}

/// The rows of the entrances of labelled complexes, where the city has such.
fn labelled<'c>(city: &'c City, prepared: &Prepared<'c>) -> Result<Option<Scored<'c>>, JobError> {
    let Some(own) = &city.labelled else {
        return Ok(None);
    };
    let tiles = prepared.tiles(&own.entrances, Cut::Size(Tiling::SIZE))?;
    let first = tiles.score_each()?.into_iter().next();
    Ok(first.map(|(scored, _)| scored))
}

impl Tiled<'_, '_> {
    /// Makes the tables of a result from parts, a run of origins at a time, and has `tell` read
    /// what was added up; then nobody needs the parts any more.
    ///
    /// # Errors
    /// [`JobError::Write`] or [`JobError::Io`]; then nothing new is in the folder, and the parts
    /// are still there.
    pub fn write<T>(
        &self,
        (parts, rows): (Parts, &Gathering),
        folder: &Path,
        tell: impl FnOnce(&Report<'_>) -> T,
    ) -> Result<(Written, T), JobError> {
        let rows = TiledRows::new(self, rows);
        let totals = Totals::new(self.city, self.prepared, &rows)?;
        let report = Report::new(self.city, self.prepared, &rows, &totals);
        let written = report.write(self.study, folder, Vec::new(), |_| Ok(Vec::new()))?;
        parts.remove()?;
        Ok((written, tell(&report)))
    }
}

/// Whether a study asks for what needs all rows in memory: wide tables, workbooks, sensitive layers.
pub fn needs_all_rows(city: &City, study: &StudyFile) -> bool {
    let output = &study.output;
    !output.wide.is_empty() || output.per_owner || !city.sensitive.is_empty()
}
