//! Land, homes and tiles read back from where they were stored: checked before anybody walks in them.

use super::{
    Land, Numbers, Tile, TileHomes,
    land::{Columns, Placed},
};
use crate::{error::StudyError, facility::FacilityId, norm::NormSet, snap::Attachment};

impl<'n> TryFrom<Columns<'n>> for Land<'n> {
    type Error = StudyError;

    fn try_from(columns: Columns<'n>) -> Result<Self, StudyError> {
        let reason = if NormSet::new(columns.norms.norms().iter().cloned()).is_err() {
            "its norms make no sense"
        } else if columns.walkers.is_empty()
            || !columns.walkers.iter().all(|own| own.is_on(&columns))
        {
            "a place in it is nowhere"
        } else {
            return Ok(Land(columns));
        };
        Err(StudyError::Stored { reason })
    }
}

impl TryFrom<super::Columns> for Tile {
    type Error = StudyError;

    fn try_from(columns: super::Columns) -> Result<Self, StudyError> {
        let reason = if !columns.numbers.are_of(&columns.land) {
            "its streets and facilities are not numbered"
        } else if !columns.homes.are_on(&columns.land) {
            "its origins are not complete, or nowhere"
        } else {
            return Ok(Tile(columns));
        };
        Err(StudyError::Stored { reason })
    }
}

impl TileHomes {
    /// Whether they are complete, and every place and door is there.
    pub(super) fn are_on(&self, land: &Land<'_>) -> bool {
        let land = &land.0;
        let walker = |own: &crate::snap::AttachedOrigins| {
            let door = |door: u32| land.facilities.of_door(door).is_some();
            own.is_whole(self.len(), |place| land.has(place), door)
        };
        self.origins.is_whole()
            && self.len() == self.origins.len()
            && self.attached.len() == land.walkers.len()
            && self.attached.iter().all(walker)
    }
}

impl Numbers {
    fn are_of(&self, land: &Land<'_>) -> bool {
        let land = &land.0;
        let places = self.places.iter().map(Vec::len);
        self.edges.len() == land.network.edge_count()
            && self.nodes.len() == land.network.node_count()
            && self.facilities.len() == land.facilities.len()
            && places.eq(land.walkers.iter().map(|own| own.doors.len()))
    }
}

impl Columns<'_> {
    fn has(&self, place: &Attachment) -> bool {
        place.edge.index() < self.network.edge_count()
            && place.offset.mm() <= self.network.length_mm(place.edge)
    }
}

impl Placed {
    /// Whether everything that it names is there.
    fn is_on(&self, land: &Columns<'_>) -> bool {
        let facility = |id: FacilityId| (id.0 as usize) < land.facilities.len();
        let door = |of: FacilityId, at: u32| facility(of) && land.facilities.of_door(at).is_some();
        let place = |place: &Attachment| land.has(place);
        let layers = || self.layers.values();
        let doors = self.doors.iter();
        (doors.clone()).all(|(of, at, on)| door(*of, *at) && place(on))
            && doors.is_sorted_by(|a, b| (a.0, a.1) <= (b.0, b.1))
            && self.components.is_whole(land.network.edge_count())
            && layers().all(|own| own.reaching.len() == self.components.count())
            && layers().all(|own| own.unsnapped.iter().all(|id| facility(*id)))
            && (self.rest_points.iter()).all(|points| points.is_whole(place, door))
    }
}
