//! Result folders: files are written beside and renamed; the manifest comes last.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rayon::prelude::*;

use super::{Job, Manifest, wide};
use crate::{
    city::Unused,
    error::JobError,
    study_file::{Format, Output, StudyFile},
    tables::{Report, unused_table},
    wide::Wide,
    write::{
        OutTable, Pieces, write_csv_pieces, write_geojson_pieces, write_layers,
        write_parquet_pieces,
    },
};

/// The files of one result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// The files, the manifest last.
    pub files: Vec<PathBuf>,
}

impl Written {
    /// The folder inside `folder` in which results are made before they are complete; whoever stops
    /// a run removes it.
    pub fn partial(folder: &Path) -> PathBuf {
        folder.join(format!(".partial-{}", std::process::id()))
    }

    /// Lets nobody in this process make such a folder any more, as long as what this gives is kept:
    /// whoever tries waits. Then one that is removed stays away.
    pub fn halt() -> MutexGuard<'static, ()> {
        MAKING.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Held by whoever makes a folder for what is not complete yet.
static MAKING: Mutex<()> = Mutex::new(());

fn make(create: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let _making = Written::halt();
    create()
}

impl Job<'_> {
    /// Writes every table and the manifest to a folder, and where a norm is named its map as
    /// `map.svg`. A folder without `manifest.json` is no complete result.
    ///
    /// # Errors
    /// [`JobError::Write`] or [`JobError::Io`]; then nothing new is in the folder.
    pub fn write(
        &self,
        study: &StudyFile,
        folder: &Path,
        map: Option<&str>,
    ) -> Result<Written, JobError> {
        let map = map.map(|norm| self.map(study, norm)).transpose()?;
        // Few studies have sensitive layers: wide tables are prepared for those alone.
        let wide = (!self.city.sensitive.is_empty()).then(|| self.wide(study));
        let sensitive = wide.as_ref().and_then(Wide::sensitive_totals);
        let sensitive = sensitive.map(|totals| OutTable {
            name: "sensitive_totals".to_owned(),
            ..totals.table()
        });
        let own = self.report();
        own.write(study, folder, Vec::from_iter(sensitive), |partial| {
            let mut names = wide::write(self, study, partial)?;
            if let Some(picture) = &map {
                let path = partial.join("map.svg");
                fs::write(&path, picture).map_err(|source| JobError::Io { path, source })?;
                names.push("map.svg".to_owned());
            }
            Ok(names)
        })
    }
}

impl Report<'_> {
    /// Writes every table for programs and the manifest to a folder; `more` tables too, and what
    /// `others` writes to the folder that it is given, of which it returns the names. A folder
    /// without `manifest.json` is no complete result.
    ///
    /// # Errors
    /// [`JobError::Write`] or [`JobError::Io`], or why rows cannot be had; then nothing new is in
    /// the folder.
    pub fn write(
        &self,
        study: &StudyFile,
        folder: &Path,
        more: Vec<OutTable>,
        others: impl FnOnce(&Path) -> Result<Vec<String>, JobError>,
    ) -> Result<Written, JobError> {
        let (tables, manifest) = rayon::join(|| self.tables(study), || Manifest::of(self, study));
        let (mut tables, manifest) = (tables?, manifest?.text());
        tables.extend(more);
        let (rows, addresses) = (self.rows(), self.addresses(silent_weights(self, study)));
        let mut all: Vec<&dyn Pieces> = vec![&rows, &addresses];
        all.extend(tables.iter().map(|table| table as &dyn Pieces));
        fill(folder, ("manifest.json", &manifest), |partial| {
            let mut names = write_pieces(&all, partial, &study.output)?;
            names.extend(others(partial)?);
            Ok(names)
        })
    }

    /// The tables that are small beside rows and addresses. The public gets no sums over areas
    /// that are not rounded and searched for small numbers, no weights of addresses, and no values
    /// that were refused.
    fn tables(&self, study: &StudyFile) -> Result<Vec<OutTable>, JobError> {
        let city = self.city;
        let mut tables = Vec::new();
        if study.output.is_public() {
            let silent = |unused: &Unused| Unused {
                reason: unused.code.clone(),
                ..unused.clone()
            };
            let unused: Vec<Unused> = city.unused.iter().map(silent).collect();
            tables.push(unused_table("not_used", &unused));
        } else {
            tables.extend(self.long_areas());
            tables.extend(self.wide_areas());
            tables.extend(self.causes());
            tables.extend(self.people());
            tables.push(unused_table("not_used", &city.unused));
        }
        tables.push(self.facilities());
        tables.extend(self.survey(study.output.is_public())?);
        tables.push(unused_table("notes", &city.notes));
        Ok(tables)
    }
}

/// The columns of addresses that the public does not get.
fn silent_weights(report: &Report<'_>, study: &StudyFile) -> Vec<String> {
    let weights = report.city.origins.weights().iter();
    let weights = weights.filter(|_| study.output.is_public());
    weights.map(|weight| weight.name.clone()).collect()
}

/// Writes tables and a last file, which says that the folder is complete.
///
/// # Errors
/// [`JobError::Write`] or [`JobError::Io`]; then nothing new is in the folder.
pub fn write_folder(
    folder: &Path,
    tables: &[OutTable],
    output: &Output,
    last: (&str, &str),
) -> Result<Written, JobError> {
    fill(folder, last, |partial| {
        write_tables(tables, partial, output)
    })
}

/// Has `write` fill a folder beside the one wanted, and moves its files in when all are complete.
pub(crate) fn fill(
    folder: &Path,
    (last, text): (&str, &str),
    write: impl FnOnce(&Path) -> Result<Vec<String>, JobError>,
) -> Result<Written, JobError> {
    let partial = Written::partial(folder);
    let io_error = |path: &Path| {
        let path = path.to_owned();
        move |source| JobError::Io { path, source }
    };
    make(|| fs::create_dir_all(&partial)).map_err(io_error(&partial))?;
    let written = write(&partial)
        .and_then(|mut names| {
            let path = partial.join(last);
            fs::write(&path, text).map_err(io_error(&path))?;
            names.push(last.to_owned());
            Ok(names)
        })
        .and_then(|names| {
            publish(folder, &partial, &names).map_err(io_error(folder))?;
            Ok(names)
        });
    let cleared = fs::remove_dir_all(&partial).map_err(io_error(&partial));
    let names = written?;
    cleared?;
    Ok(Written {
        folder: folder.to_owned(),
        files: names.iter().map(|name| folder.join(name)).collect(),
    })
}

/// Writes the tables; returns the names of the files.
pub(crate) fn write_tables(
    tables: &[OutTable],
    folder: &Path,
    output: &Output,
) -> Result<Vec<String>, JobError> {
    let tables: Vec<&dyn Pieces> = tables.iter().map(|table| table as &dyn Pieces).collect();
    write_pieces(&tables, folder, output)
}

/// The same for tables that come in pieces.
fn write_pieces(
    tables: &[&dyn Pieces],
    folder: &Path,
    output: &Output,
) -> Result<Vec<String>, JobError> {
    if output.format == Format::Gpkg {
        write_layers(&folder.join("results.gpkg"), tables)?;
        return Ok(vec!["results.gpkg".to_owned()]);
    }
    tables
        .par_iter()
        .map(|table| {
            let extension = match output.format {
                Format::Parquet => "parquet",
                // A list without places is no map layer.
                Format::Geojson if table.has_places() => "geojson",
                _ => "csv",
            };
            let name = format!("{}.{extension}", table.name());
            let path = folder.join(&name);
            match extension {
                "parquet" => write_parquet_pieces(&path, *table)?,
                "geojson" => write_geojson_pieces(&path, *table)?,
                _ => write_csv_pieces(&path, *table, &output.dialect.style())?,
            }
            Ok(name)
        })
        .collect()
}

/// Makes one file beside its place and moves it there when it is complete; whoever stops the work
/// removes [`Written::partial`] of the folder.
///
/// # Errors
/// What `write` says, or [`JobError::Io`], also where the folder is missing; then there is no file, or the old one is untouched.
pub fn write_whole<E>(
    path: &Path,
    write: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), JobError>
where
    JobError: From<E>,
{
    let folder = path.parent().unwrap_or(Path::new(""));
    let partial = Written::partial(folder);
    let io_error = |source| JobError::Io {
        path: path.to_owned(),
        source,
    };
    make(|| fs::create_dir(&partial)).map_err(io_error)?;
    let beside = partial.join(path.file_name().unwrap_or_default());
    let written = write(&beside)
        .map_err(JobError::from)
        .and_then(|()| fs::rename(&beside, path).map_err(io_error));
    let cleared = fs::remove_dir_all(&partial).map_err(io_error);
    written.and(cleared)
}

/// Moves finished files into place: the old last one goes first and the new one comes last.
fn publish(folder: &Path, partial: &Path, names: &[String]) -> io::Result<()> {
    if let Some(last) = names.last().map(|name| folder.join(name))
        && last.exists()
    {
        fs::remove_file(&last)?;
    }
    for name in names {
        fs::rename(partial.join(name), folder.join(name))?;
    }
    Ok(())
}
