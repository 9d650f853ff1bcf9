//! The main job: from a study file to scored origins and result files.

mod folder;
mod manifest;
mod people;
mod picture;
mod profiles;
mod source;
mod totals;
mod uniform;
mod wide;

use nabij::{AreaScores, Cause, Explanation, Prepared, Progress, Scored};

pub use folder::{Written, write_whole};
pub(crate) use folder::{fill, write_folder, write_tables};
pub use manifest::Manifest;
pub(crate) use people::not_placed;
pub use source::{Piece, Source, VisitPiece};
pub use totals::{Seats, Sums, Totals, WalkerTotals};
pub use uniform::UniformShare;

use crate::{
    city::City,
    error::JobError,
    study_file::StudyFile,
    tables::{Report, Results},
    wide::Wide,
};

/// A city that has been scored.
pub struct Job<'c> {
    /// The city.
    pub city: &'c City,
    /// The study as it was prepared.
    pub prepared: Prepared<'c>,
    /// The rows.
    pub scored: Scored<'c>,
    /// The rows of the entrances of labelled complexes, where the city has such.
    pub labelled: Option<Scored<'c>>,
    /// The areas, where the city has them.
    pub areas: Option<AreaScores>,
    /// The same for everybody else who walks, in the order of the profiles.
    pub others: Vec<Other<'c>>,
    /// Per walker and row why its norm is not met.
    pub causes: Vec<Vec<Option<Cause>>>,
    /// Per row of the areas: its shares if people were spread evenly; none where they were not spread.
    pub uniform: Vec<Option<UniformShare>>,
    /// What else is counted, for everybody who walks.
    pub sums: Vec<Sums>,
}

/// What was scored for one more profile.
pub struct Other<'c> {
    /// The rows.
    pub scored: Scored<'c>,
    /// The areas, where the city has them.
    pub areas: Option<AreaScores>,
}

impl<'c> Job<'c> {
    /// Scores every origin of a city, and adds up its areas.
    ///
    /// # Errors
    /// [`JobError::Study`] when the study cannot be scored, or `progress` asked to stop.
    pub fn run(city: &'c City, progress: Option<Progress<'c>>) -> Result<Self, JobError> {
        let mut study = city.study();
        if let Some(progress) = progress {
            study = study.progress(progress);
        }
        let prepared = study.prepare()?;
        let each = prepared.score_each(&city.origins)?.into_iter();
        let each = each.map(|scored| {
            let causes = prepared.causes(&city.origins, &scored);
            (scored, causes)
        });
        let each = each.collect();
        let labelled = city.labelled.as_ref();
        let labelled = labelled
            .map(|own| prepared.score(&own.entrances))
            .transpose()?;
        Job::of(city, prepared, each, labelled)
    }

    /// Adds up what was scored for everybody who walks.
    pub(crate) fn of(
        city: &'c City,
        prepared: Prepared<'c>,
        each: Vec<(Scored<'c>, Vec<Option<Cause>>)>,
        labelled: Option<Scored<'c>>,
    ) -> Result<Self, JobError> {
        let (each, causes): (Vec<_>, Vec<_>) = each.into_iter().unzip();
        let mut each = each.into_iter();
        let Some(scored) = each.next() else {
            return Err(JobError::Incomplete("names no profile".to_owned()));
        };
        let others = each.map(|scored| Other {
            areas: None,
            scored,
        });
        let others = others.collect();
        let mut job = Job {
            city,
            prepared,
            scored,
            labelled,
            areas: None,
            others,
            causes,
            uniform: Vec::new(),
            sums: Vec::new(),
        };
        let totals = Totals::new(city, &job.prepared, &job)?;
        job.uniform = totals.uniform;
        let others = job.others.iter_mut().map(|other| &mut other.areas);
        let areas = std::iter::once(&mut job.areas).chain(others);
        for (place, own) in areas.zip(totals.walkers) {
            *place = own.areas;
            job.sums.push(own.sums);
        }
        Ok(job)
    }

    /// What its tables and its manifest are made from.
    pub fn report(&self) -> Report<'_> {
        self.results().report()
    }

    /// The results as tables.
    pub fn results(&self) -> Results<'_> {
        Results {
            city: self.city,
            prepared: &self.prepared,
            scored: &self.scored,
            labelled: self.labelled.as_ref(),
            areas: self.areas.as_ref(),
            others: &self.others,
            causes: &self.causes,
            uniform: &self.uniform,
            sums: &self.sums,
            source: self,
        }
    }

    /// The wide tables for colleagues, in the language of the study.
    pub fn wide<'w>(&'w self, study: &'w StudyFile) -> Wide<'w> {
        Wide::new(self.results(), study)
    }

    /// Explains one origin's row for one norm.
    ///
    /// # Errors
    /// [`JobError::Study`] when there is no such origin or norm.
    pub fn explain(&self, origin: &str, norm: &str) -> Result<Explanation, JobError> {
        Ok(self.prepared.explain(&self.city.origins, origin, norm)?)
    }

    /// A map of one norm's verdicts, as an SVG picture.
    ///
    /// # Errors
    /// [`JobError::Study`] when there is no such norm.
    pub fn map(&self, study: &StudyFile, norm: &str) -> Result<String, JobError> {
        self.draw(study, norm)
    }

    /// What was done, with what and under which assumptions.
    ///
    /// # Errors
    /// [`JobError::Io`] when an input file cannot be read again for its hash.
    pub fn manifest(&self, study: &StudyFile) -> Result<Manifest, JobError> {
        Manifest::of(&self.report(), study)
    }
}
