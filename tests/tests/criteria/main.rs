//! The criteria of the bundled town: every one of the 37 beside a number worked out from the town's
//! files by other means, its limits to the millimetre, what is missing, and what is wrong.

#[path = "../door/mod.rs"]
mod door;

mod boundaries;
mod capacity;
mod counted;
mod faults;
mod files;
mod housing;
mod lines;
mod missing;
mod shares;
mod weighed;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use nabij::criteria::Measured;
use nabij_io::{Criteria, CriteriaCity, JobError, StudyFile};
use tempfile::TempDir;

/// The buurten, wijken and municipality.
const AREAS: [&str; 11] = [
    "BU99990101",
    "BU99990102",
    "BU99990103",
    "BU99990104",
    "BU99990201",
    "BU99990202",
    "BU99990203",
    "BU99990204",
    "WK999901",
    "WK999902",
    "GM9999",
];

/// The criteria of a study file.
fn criteria(study: &Path) -> Result<Criteria, JobError> {
    let study = StudyFile::read(study).unwrap();
    Criteria::run(Arc::new(CriteriaCity::read(None, &study, &|_| ())?), None)
}

/// A new folder with the town, and its study.
fn town() -> (TempDir, PathBuf) {
    let (folder, town) = door::town();
    (folder, town.join("criteria.toml"))
}

/// The criteria of the town as it is, measured once.
fn loopveen() -> &'static Found {
    static FOUND: OnceLock<Found> = OnceLock::new();
    FOUND.get_or_init(|| {
        let (folder, study) = town();
        let found = Found(criteria(&study).unwrap());
        drop(folder);
        found
    })
}

/// Criteria, by the names of areas and indicators.
struct Found(Criteria);

impl Found {
    /// The row of an indicator; none where it is not measured on the area's level.
    fn row(&self, area: &str, indicator: &str) -> Option<&Measured> {
        let nest = self.0.nest();
        let mut levels = 0..nest.levels();
        let level = levels.find(|level| nest.ids(*level).iter().any(|own| own == area));
        let level = level.unwrap_or_else(|| panic!("no area {area}"));
        let number = nest.ids(level).iter().position(|own| own == area).unwrap();
        let mut ids = self.0.catalogue.indicators.iter();
        let position = ids.position(|own| own.id == indicator);
        let position = position.unwrap_or_else(|| panic!("no indicator {indicator}"));
        self.0.measures.at(level, number, position)
    }

    fn measured(&self, area: &str, indicator: &str) -> &Measured {
        let row = self.row(area, indicator);
        row.unwrap_or_else(|| panic!("{indicator} is not measured in {area}"))
    }

    /// Value, least and most.
    fn three(&self, area: &str, indicator: &str) -> [Option<f64>; 3] {
        let own = self.measured(area, indicator);
        [own.value, own.low, own.high]
    }

    /// Asserts a value, known to the last digits.
    #[track_caller]
    fn is(&self, area: &str, indicator: &str, wanted: f64) {
        close(
            &format!("{indicator} in {area}"),
            self.three(area, indicator)[0],
            wanted,
            1e-12,
        );
    }

    /// Asserts that there is an interval, and no value.
    #[track_caller]
    fn is_between(&self, area: &str, indicator: &str, low: f64, high: f64) {
        let own = self.three(area, indicator);
        assert_eq!(own[0], None, "{indicator} in {area}");
        let what = format!("{indicator} in {area}");
        close(&what, own[1], low, 1e-12);
        close(&what, own[2], high, 1e-12);
    }

    /// Asserts that nothing is known, and that this is said.
    #[track_caller]
    fn is_unknown(&self, area: &str, indicator: &str) {
        let own = self.measured(area, indicator);
        assert_eq!(own.value, None, "{indicator} in {area}");
        assert!(
            own.unknown.is_some(),
            "{indicator} in {area} does not say why"
        );
    }
}

/// Asserts that two numbers are the same, but for so much.
#[track_caller]
fn close(what: &str, found: Option<f64>, wanted: f64, room: f64) {
    let found = found.unwrap_or_else(|| panic!("{what}: nothing instead of {wanted}"));
    assert!(
        (found - wanted).abs() <= room,
        "{what}: {found} instead of {wanted}"
    );
}
