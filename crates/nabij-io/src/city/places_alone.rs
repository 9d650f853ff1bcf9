//! Facilities and origins that are looked at without a network.

use super::{origins, own_doors::OwnDoors, places, sources::Sources};
use crate::{
    error::JobError,
    study_file::StudyFile,
    tables::{facility_places, origin_places, unused_table},
    write::OutTable,
};

/// The facilities and the origins that a study names, where they are, and what is not used:
/// tables of these names. Nothing is measured, so that no streets are needed; without them the
/// plane follows from the OSM extracts.
///
/// # Errors
/// As [`City::read`](super::City::read).
pub fn place_tables(file: &StudyFile) -> Result<Vec<OutTable>, JobError> {
    let mut sources = Sources::read(file)?;
    sources.project(None)?;
    let read = origins::origins(file, &mut sources)?;
    let mut own = OwnDoors::read(file, &mut sources)?;
    let facilities = places::facilities(file, &read.book, &mut own, &mut sources)?.facilities;
    let frame = sources.frame()?;
    Ok(vec![
        facility_places(&facilities, frame),
        origin_places(&read.origins, &read.places, &read.crs),
        unused_table("not_used", &sources.unused),
    ])
}
