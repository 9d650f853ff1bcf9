//! The files of a study, each read once, and what became of their rows.

mod report;
mod street_notes;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, mem,
    path::{Path, PathBuf},
};

use nabij::Point;
use serde::{Deserialize, Serialize};

pub(super) use street_notes::StreetNotes;

use super::matching::Matched;
use crate::{
    bounds::Bounds,
    crs::Crs,
    error::JobError,
    frame::Frame,
    input_file::file_name,
    osm::{OsmData, OsmExtract, OsmParts, OsmRules, RuleFile, RuleKind},
    projector::Projector,
    reason::Rejected,
    study_file::{BarrierKind, FileLayer, StudyFile},
    table::Table,
};

/// What an input file held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// What it was read for: `streets`, `facilities`, `origins` …
    pub role: String,
    /// The file.
    pub file: String,
    /// Rows or objects that were there.
    pub read: usize,
    /// Those that are used.
    pub used: usize,
}

/// How many objects of a register a rule kept, left out or flagged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCount {
    /// The file.
    pub file: String,
    /// The layer.
    pub layer: String,
    /// The rule in words.
    pub rule: String,
    /// How many.
    pub count: usize,
}

/// A row, object or value that is not used, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    /// The file.
    pub file: String,
    /// The row, line, feature or object.
    pub place: String,
    /// The user's id, where known.
    pub id: Option<String>,
    /// A short word for counting.
    pub code: String,
    /// The whole reason.
    pub reason: String,
}

impl Unused {
    /// Whether a rule of the study leaves it out: nothing is wrong with its row.
    pub fn is_asked(&self) -> bool {
        const ASKED: [&str; 6] = [
            "source_own",
            "source_osm",
            "own_preferred",
            "closed_to_residents",
            "without",
            "no_door",
        ];
        ASKED.contains(&self.code.as_str())
    }
}

impl From<Rejected> for Unused {
    fn from(rejected: Rejected) -> Self {
        Unused {
            file: rejected.file,
            place: rejected.position.to_string(),
            id: rejected.id,
            code: rejected.reason.code().to_owned(),
            reason: rejected.reason.to_string(),
        }
    }
}

impl std::fmt::Display for Unused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}", self.file, self.place)?;
        if let Some(id) = self.id.as_ref().filter(|id| **id != self.place) {
            write!(f, " (id {id:?})")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Everything read so far.
pub(super) struct Sources<'f> {
    pub file: &'f StudyFile,
    osm: BTreeMap<PathBuf, Osm>,
    streets: Vec<Option<Table>>,
    frame: Option<Frame>,
    pub tallies: Vec<Tally>,
    pub unused: Vec<Unused>,
    pub notes: Vec<Unused>,
    pub rules: Vec<RuleCount>,
    pub matched: Vec<Matched>,
    /// What was said of the streets of each extract.
    pub street_notes: Vec<StreetNotes>,
}

enum Osm {
    Read(Box<OsmData>),
    Projected(Box<OsmExtract>),
    Taken,
}

impl<'f> Sources<'f> {
    /// Reads the OSM extracts and the streets: they decide on the plane.
    pub fn read(file: &'f StudyFile) -> Result<Self, JobError> {
        let mut parts: BTreeMap<PathBuf, OsmParts> = BTreeMap::new();
        let none = || OsmParts {
            streets: false,
            facilities: false,
            origins: false,
            barriers: false,
            areas: false,
        };
        let mut want = |layer: &dyn FileLayer, mark: &dyn Fn(&mut OsmParts)| {
            if layer.is_osm() {
                mark(parts.entry(file.path(layer.file())).or_insert_with(none));
            }
        };
        for layer in &file.streets {
            want(layer, &|parts| {
                parts.streets = true;
                parts.barriers |= BarrierKind::ALL
                    .iter()
                    .any(|kind| file.barriers_of(*kind).is_none());
            });
        }
        file.barriers
            .iter()
            .for_each(|l| want(l, &|parts| parts.barriers = true));
        file.facilities
            .iter()
            .for_each(|l| want(l, &|parts| parts.facilities = true));
        file.origins
            .iter()
            .for_each(|l| want(l, &|parts| parts.origins = true));
        file.areas
            .iter()
            .for_each(|l| want(l, &|parts| parts.areas = true));
        let rules = rules(file)?;
        let mut osm = BTreeMap::new();
        for (path, parts) in parts {
            let data = OsmData::open(&path, &rules, parts)?;
            osm.insert(path, Osm::Read(Box::new(data)));
        }
        let streets = file.streets.iter().map(|layer| {
            let table = (!layer.is_osm()).then(|| file.table(layer));
            table.transpose()
        });
        Ok(Sources {
            streets: streets.collect::<Result<_, JobError>>()?,
            file,
            osm,
            frame: None,
            tallies: Vec::new(),
            unused: Vec::new(),
            notes: Vec::new(),
            rules: Vec::new(),
            matched: Vec::new(),
            street_notes: Vec::new(),
        })
    }

    /// Projects the OSM extracts to this plane, else to the one that the streets decide on.
    pub fn project(&mut self, frame: Option<&Frame>) -> Result<(), JobError> {
        let frame = match frame {
            Some(frame) => frame.clone(),
            None => self.plane()?,
        };
        let lon_lat = Crs::parse(Crs::LON_LAT)?;
        let projector = Projector::new(&lon_lat, &frame)?;
        let to_plane = |places: &[(f64, f64)]| -> Vec<Option<Point>> {
            projector
                .points(places)
                .into_iter()
                .map(Result::ok)
                .collect()
        };
        let kept = mem::take(&mut self.street_notes).into_iter();
        let mut kept: BTreeMap<PathBuf, StreetNotes> = kept
            .map(|notes| (self.file.path(&notes.file), notes))
            .collect();
        let paths: BTreeSet<PathBuf> = self.osm.keys().chain(kept.keys()).cloned().collect();
        for path in paths {
            let notes = kept.remove(&path);
            let Some(source) = self.osm.get_mut(&path) else {
                // Only its streets were asked for: it is not read again.
                let mut extract = OsmExtract::default();
                notes.into_iter().for_each(|own| own.add_to(&mut extract));
                report::note(&path, &extract, &mut self.unused, &mut self.notes);
                continue;
            };
            let is_path = |layer: &crate::LineLayer| self.file.path(&layer.file) == path;
            let layer = self.file.streets.iter().position(is_path);
            if let Osm::Read(data) = mem::replace(source, Osm::Taken) {
                let mut extract = data.project(layer.unwrap_or(0) as u16, &to_plane);
                notes.into_iter().for_each(|own| own.add_to(&mut extract));
                report::note(&path, &extract, &mut self.unused, &mut self.notes);
                *source = Osm::Projected(Box::new(extract));
            }
        }
        self.frame = Some(frame);
        Ok(())
    }

    /// The plane that the streets decide on.
    fn plane(&self) -> Result<Frame, JobError> {
        let mut around: Option<Bounds> = None;
        let mut add = |bounds: Bounds| {
            around = Some(around.map_or(bounds, |all| all.union(bounds)));
        };
        for table in self.streets.iter().flatten() {
            table.lonlat_bounds()?.into_iter().for_each(&mut add);
        }
        // Without streets, which is how places alone are looked at, any layer tells.
        if self.file.streets.is_empty() {
            let layers = self.file.facilities.iter().filter(|l| l.matching.is_none());
            let layers = layers.map(|layer| layer as &dyn FileLayer);
            let origins = self
                .file
                .origins
                .iter()
                .map(|layer| layer as &dyn FileLayer);
            let areas = self.file.areas.iter();
            let areas = areas.map(|layer| layer as &dyn FileLayer);
            let all = layers.chain(origins).chain(areas);
            for layer in all.filter(|layer| !layer.is_osm()) {
                self.rows(layer)?
                    .lonlat_bounds()?
                    .into_iter()
                    .for_each(&mut add);
            }
        }
        let told: Vec<PathBuf> = match self.file.streets.as_slice() {
            [] => self.osm.keys().cloned().collect(),
            streets => streets
                .iter()
                .map(|layer| self.file.path(&layer.file))
                .collect(),
        };
        for path in told {
            if let Some(Osm::Read(data)) = self.osm.get(&path)
                && let Some([west, south, east, north]) = data.bounds()
            {
                Bounds::around([(west, south), (east, north)])
                    .into_iter()
                    .for_each(&mut add);
            }
        }
        let around =
            around.ok_or_else(|| JobError::Incomplete("has streets without a place".to_owned()))?;
        Ok(match &self.file.crs {
            Some(crs) => Frame::named(Crs::parse(crs)?, around)?,
            None => Frame::for_lonlat_bounds(around)?,
        })
    }

    /// The plane.
    pub fn frame(&self) -> Result<&Frame, JobError> {
        let missing = || JobError::Incomplete("has no plane yet".to_owned());
        self.frame.as_ref().ok_or_else(missing)
    }

    /// The streets' table of one layer, once; nothing for OSM.
    pub fn street_table(&mut self, layer: usize) -> Option<Table> {
        self.streets.get_mut(layer).and_then(Option::take)
    }

    /// The extract of an OSM layer.
    pub fn osm(&mut self, file: &Path) -> Option<&mut OsmExtract> {
        match self.osm.get_mut(&self.file.path(file)) {
            Some(Osm::Projected(extract)) => Some(extract),
            _ => None,
        }
    }

    /// Reads a table, with the way from its coordinates to the plane.
    pub fn table(&self, layer: &dyn FileLayer) -> Result<(Table, Projector), JobError> {
        let table = self.rows(layer)?;
        let projector = table.projector(self.frame()?)?;
        Ok((table, projector))
    }

    /// Reads a table whose places, if it has any, are not asked for.
    pub fn rows(&self, layer: &dyn FileLayer) -> Result<Table, JobError> {
        self.file.table(layer)
    }

    /// Takes what was noted so far.
    pub fn take_notes(&mut self) -> (Vec<Tally>, Vec<Unused>, Vec<Unused>) {
        let (tallies, unused) = (&mut self.tallies, &mut self.unused);
        (
            mem::take(tallies),
            mem::take(unused),
            mem::take(&mut self.notes),
        )
    }

    /// Notes what a file held.
    pub fn tally(&mut self, role: &str, file: &Path, read: usize, used: usize) {
        self.tallies.push(Tally {
            role: role.to_owned(),
            file: file_name(file),
            read,
            used,
        });
    }

    /// Notes how many rows of a list of addresses were looked up, and how many found none.
    pub fn looked_up(&mut self, file: &Path, rows: usize, unmatched: usize) {
        let file = file_name(file);
        self.matched.push(Matched {
            file,
            rows,
            unmatched,
        });
    }

    /// Notes a row that is not used.
    pub fn reject(&mut self, rejected: Rejected) {
        self.unused.push(rejected.into());
    }

    /// Dates that the OSM extracts carry.
    pub fn dates(&self) -> BTreeMap<String, String> {
        let date = |(path, source): (&PathBuf, &Osm)| match source {
            Osm::Projected(extract) => Some((file_name(path), extract.date.clone()?)),
            _ => None,
        };
        self.osm.iter().filter_map(date).collect()
    }
}

fn rules(file: &StudyFile) -> Result<OsmRules, JobError> {
    let given = [
        (RuleKind::Walk, &file.rules.walk),
        (RuleKind::Facilities, &file.rules.facilities),
        (RuleKind::Origins, &file.rules.origins),
        (RuleKind::Barriers, &file.rules.barriers),
    ];
    let mut own = Vec::new();
    if file.criteria.is_some() {
        let text = include_str!("../../rules/criteria.toml");
        own.push((
            RuleKind::Facilities,
            "criteria.toml".to_owned(),
            text.to_owned(),
        ));
    }
    for (kind, path) in given {
        if let Some(path) = path.as_ref().map(|path| file.path(path)) {
            let text = fs::read_to_string(&path).map_err(|source| JobError::Io {
                path: path.clone(),
                source,
            })?;
            own.push((kind, path.display().to_string(), text));
        }
    }
    let files: Vec<RuleFile<'_>> = own
        .iter()
        .map(|(kind, name, text)| RuleFile {
            kind: *kind,
            name,
            text,
        })
        .collect();
    Ok(OsmRules::with(&files)?)
}
