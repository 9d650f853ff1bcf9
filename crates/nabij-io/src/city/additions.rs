//! Facilities and origins that come to a city that was read before.

use nabij::{Facility, Origins};

use super::{
    City, Unused, homes, openings, origins, own_doors::OwnDoors, places, sources::Sources,
};
use crate::{error::JobError, study_file::StudyFile};

/// What comes, in the city's plane.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// Facilities, with the doors that outlines and layers of doors give them.
    pub facilities: Vec<Facility>,
    /// Origins, where the study names some.
    pub origins: Option<Origins>,
    /// Rows and values that are not used, each with its reason.
    pub unused: Vec<Unused>,
}

impl City {
    /// Reads the facilities and origins that a study names, for this city: as [`City::read`] would,
    /// in the plane of its streets. Streets, areas and people of that study are not looked at.
    ///
    /// # Errors
    /// As [`City::read`].
    pub fn read_additions(&self, file: &StudyFile) -> Result<Additions, JobError> {
        let mut sources = Sources::read(file)?;
        sources.project(Some(&self.streets.frame))?;
        let read = origins::origins(file, &mut sources)?;
        let mut own_doors = OwnDoors::read(file, &mut sources)?;
        let found = places::facilities(file, &read.book, &mut own_doors, &mut sources)?;
        let (origins, _) = homes::started(
            read.origins,
            &read.places,
            self.streets.barriers.outlines(),
            &self.streets.entrances,
            &mut own_doors,
        );
        let (facilities, openings) = (found.facilities, &found.openings);
        let opened = openings::opened(facilities, openings, &self.streets, &self.parameters);
        let (facilities, _) = opened.map_err(|source| JobError::Places {
            file: "facilities".to_owned(),
            source,
        })?;
        let facilities = facilities.iter().map(|(_, one)| one.clone());
        Ok(Additions {
            facilities: facilities.collect(),
            origins: (!origins.is_empty()).then_some(origins),
            unused: sources.unused,
        })
    }
}
