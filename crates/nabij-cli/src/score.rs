//! `nabij score`: in memory at once, or tile by tile.

use std::{mem::ManuallyDrop, path::Path};

use nabij_io::{
    City, Job, JobError, Parts, Report, StudyFile, Tiled, Tiling, Written, needs_all_rows, tell,
};

use crate::{
    commands::read_city,
    interrupt, overview,
    progress::Shown,
    say::{aside, say},
};

/// Tables of more areas than this are for files, not for a terminal.
const AREAS: usize = 60;

/// What is asked beside the study.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// Whether any row that is rejected ends it.
    pub strict: bool,
    /// The norm to draw a map of.
    pub map: Option<&'a str>,
    /// How it is cut into tiles, if at all.
    pub tiling: Option<Tiling>,
}

/// Scores a study and writes the results.
pub fn score(study: &StudyFile, folder: &Path, asked: Asked<'_>) -> Result<(), JobError> {
    let shown = Shown::new();
    interrupt::remove_if_interrupted(Written::partial(folder));
    // The command ends with the job: nobody need take its memory apart.
    let city = ManuallyDrop::new(read_city(study, &shown)?);
    let wrong = || city.unused.iter().filter(|one| !one.is_asked());
    if let Some(first) = wrong().next().filter(|_| asked.strict) {
        return Err(JobError::Strict {
            count: wrong().count(),
            first: first.to_string(),
        });
    }
    let step = |what: &str, done: usize, of: usize| {
        shown.step(what, done, of);
        true
    };
    let (job, parts) = match &asked.tiling {
        Some(tiling) if asked.map.is_none() && !needs_all_rows(&city, study) => {
            return in_tiles(&city, study, folder, tiling, &shown);
        }
        Some(tiling) => {
            let (job, parts) = Job::run_in_tiles((&city, study), (tiling, folder), Some(&step))?;
            (job, Some(parts))
        }
        None => (Job::run(&city, Some(&step))?, None),
    };
    let job = ManuallyDrop::new(job);
    let written = write(&job, study, folder, asked.map, &shown)?;
    parts.map_or(Ok(()), Parts::remove)?;
    told(&job, study, asked.map, &written)
}

/// Never has all rows in memory.
fn in_tiles(
    city: &City,
    study: &StudyFile,
    folder: &Path,
    tiling: &Tiling,
    shown: &Shown,
) -> Result<(), JobError> {
    let step = |what: &str, done: usize, of: usize| {
        shown.step(what, done, of);
        true
    };
    shown.stage("preparing");
    let prepared = city.study().progress(&step).prepare()?;
    let tiled = Tiled::new((city, study), &prepared, tiling)?;
    let parts = tiled.parts(folder)?;
    let rows = tiled.score(&parts, Some(&step))?;
    shown.stage("writing");
    let (written, ()) = tiled.write((parts, &rows), folder, |report| {
        let count: usize = report.sums.iter().map(|sums| sums.rows()).sum();
        finish(city, count, shown);
        areas(report, study);
    })?;
    say!("Results:           {}", written.folder.display());
    Ok(())
}

fn write(
    job: &Job<'_>,
    study: &StudyFile,
    folder: &Path,
    map: Option<&str>,
    shown: &Shown,
) -> Result<Written, JobError> {
    shown.stage("writing");
    let written = job.write(study, folder, map)?;
    let rows = job.scored.rows.len() * (1 + job.others.len());
    finish(job.city, rows, shown);
    Ok(written)
}

fn finish(city: &City, rows: usize, shown: &Shown) {
    let addresses = city.origins.len();
    shown.finish(&format!("{addresses} addresses, {rows} rows scored"));
    if !city.unused.is_empty() {
        aside!(
            "{} rows or values of the input are not used: see not_used",
            city.unused.len()
        );
    }
}

fn areas(report: &Report<'_>, study: &StudyFile) {
    let finest = report.city.areas.as_ref();
    let finest = finest.and_then(|own| own.areas.levels().first());
    if let Some(level) = finest.filter(|level| level.ids.len() > AREAS) {
        say!(
            "{} areas of level {}: see areas\n",
            level.ids.len(),
            level.name
        );
        return;
    }
    for table in overview::area_tables(report, study.language) {
        say!("{table}\n");
    }
}

fn told(
    job: &Job<'_>,
    study: &StudyFile,
    map: Option<&str>,
    written: &Written,
) -> Result<(), JobError> {
    areas(&job.report(), study);
    if let Some(worst) = overview::worst(job, study.language) {
        say!("{}\n", worst.text);
        if let Some((row, norm)) = worst.failing {
            let id = job.city.origins.ids().get(row.origin as usize);
            say!(
                "{}\n",
                tell(job.city, &job.explain(id, norm)?, study.language)
            );
        }
    }
    if map.is_some() {
        say!(
            "Map:               {}",
            written.folder.join("map.svg").display()
        );
    }
    say!("Results:           {}", written.folder.display());
    Ok(())
}
