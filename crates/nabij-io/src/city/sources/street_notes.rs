//! What the reader of an OSM extract says of its streets and barriers: kept beside a network, so
//! that a run on it says the same as the run that cut it.

use std::{collections::BTreeSet, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::{Osm, Sources};
use crate::osm::{Clipped, OsmExtract, OsmId, OsmKind, OsmReport, Rejected};
use crate::{error::JobError, frame::Frame};

/// What is left out of streets and barriers.
const OF_STREETS: [&str; 3] = ["line", "square", "barrier"];

/// What was said of one extract's streets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::city) struct StreetNotes {
    /// The extract, as the study names it.
    pub file: PathBuf,
    /// Object, what it would have been, and why it is not.
    rejected: Vec<((u8, i64), u8, String)>,
    /// Way, nodes in the file, nodes not in it.
    clipped: Vec<((u8, i64), u64, u64)>,
}

impl StreetNotes {
    /// Those of an extract.
    pub fn of(file: PathBuf, report: &OsmReport) -> Self {
        let rejected = report.rejected.iter().filter_map(|one| {
            let what = (0..).zip(OF_STREETS).find(|(_, what)| *what == one.what)?.0;
            Some((plain(one.id), what, one.reason.clone()))
        });
        let clipped = report.clipped.iter();
        StreetNotes {
            file,
            rejected: rejected.collect(),
            clipped: clipped
                .map(|one| (plain(one.id), one.present as u64, one.missing as u64))
                .collect(),
        }
    }

    /// Adds them to what is said of the rest of the extract, in the reader's order.
    pub fn add_to(self, extract: &mut OsmExtract) {
        let report = &mut extract.report;
        report
            .rejected
            .extend(self.rejected.into_iter().filter_map(|(id, what, reason)| {
                Some(Rejected {
                    id: named(id)?,
                    what: OF_STREETS.get(usize::from(what))?,
                    reason,
                })
            }));
        report.clipped.extend(
            self.clipped
                .into_iter()
                .filter_map(|(id, present, missing)| {
                    Some(Clipped {
                        id: named(id)?,
                        present: usize::try_from(present).ok()?,
                        missing: usize::try_from(missing).ok()?,
                    })
                }),
        );
        report.sort();
    }
}

impl Sources<'_> {
    /// Projects the OSM extracts to the plane of streets that were kept, with what was said of those.
    pub fn project_beside(&mut self, frame: &Frame, kept: &[StreetNotes]) -> Result<(), JobError> {
        self.street_notes = kept.to_vec();
        self.project(Some(frame))
    }

    /// What is said of the streets and barriers of the extracts that they come from.
    pub fn notes_of_streets(&self) -> Vec<StreetNotes> {
        let streets = self.file.streets.iter().map(|layer| &layer.file);
        let barriers = self.file.barriers.iter().map(|layer| &layer.file);
        let files: BTreeSet<&PathBuf> = streets.chain(barriers).collect();
        let notes = files.into_iter().filter_map(|file| {
            let Some(Osm::Projected(extract)) = self.osm.get(&self.file.path(file)) else {
                return None;
            };
            Some(StreetNotes::of(file.clone(), &extract.report))
        });
        notes.collect()
    }
}

fn plain(id: OsmId) -> (u8, i64) {
    let kind = match id.kind {
        OsmKind::Node => 0,
        OsmKind::Way => 1,
        OsmKind::Relation => 2,
    };
    (kind, id.id)
}

fn named((kind, id): (u8, i64)) -> Option<OsmId> {
    let kinds = [OsmKind::Node, OsmKind::Way, OsmKind::Relation];
    let kind = *kinds.get(usize::from(kind))?;
    Some(OsmId { kind, id })
}
