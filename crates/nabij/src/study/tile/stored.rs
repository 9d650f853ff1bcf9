//! A tile read back from where it was stored: checked before anybody walks in it.

use super::{Columns, Placed, Tile};
use crate::{
    error::StudyError,
    facility::{Facility, FacilityId},
    norm::NormSet,
    snap::Attachment,
};

impl TryFrom<Columns> for Tile {
    type Error = StudyError;

    fn try_from(columns: Columns) -> Result<Self, StudyError> {
        match columns.mistake() {
            None => Ok(Tile(columns)),
            Some(reason) => Err(StudyError::Stored { reason }),
        }
    }
}

impl Columns {
    /// What does not fit together.
    fn mistake(&self) -> Option<&'static str> {
        let (edges, nodes) = (self.network.edge_count(), self.network.node_count());
        let doors = self.facilities.iter().map(|one| one.doors.len()).sum();
        let key = |one: &Facility| (one.category.clone(), one.id.clone());
        let checks = [
            (
                self.edges.len() == edges && self.nodes.len() == nodes,
                "its streets are not numbered",
            ),
            (
                self.origins.is_whole() && self.numbers.len() == self.origins.len(),
                "its origins are not complete",
            ),
            (
                self.facilities.is_sorted_by(|a, b| key(a) < key(b))
                    && self.facility_numbers.len() == self.facilities.len()
                    && (self.facilities.iter()).all(|one| one.doors.is_sorted_by(|a, b| a < b)),
                "its facilities are not in order",
            ),
            (
                NormSet::new(self.norms.norms().iter().cloned()).is_ok(),
                "its norms make no sense",
            ),
            (
                self.walkers.iter().all(|own| self.fits(own, doors)) && !self.walkers.is_empty(),
                "a place in it is nowhere",
            ),
        ];
        checks
            .into_iter()
            .find_map(|(right, wrong)| (!right).then_some(wrong))
    }

    /// Whether everything that a walker names is there.
    fn fits(&self, walker: &Placed, doors: usize) -> bool {
        let place = |place: &Attachment| {
            place.edge.index() < self.network.edge_count()
                && place.offset.mm() <= self.network.length_mm(place.edge)
        };
        let facility = |id: FacilityId| (id.0 as usize) < self.facilities.len();
        let door = |door: u32| (door as usize) < doors;
        let own = walker.doors.iter();
        let layers = || walker.layers.values();
        own.clone()
            .all(|(of, at, on, _)| facility(*of) && door(*at) && place(on))
            && own.is_sorted_by(|a, b| (a.0, a.1) <= (b.0, b.1))
            && walker.homes.is_whole(self.origins.len(), place, door)
            && walker.components.is_whole(self.network.edge_count())
            && layers().all(|own| own.reaching.len() == walker.components.count())
            && layers().all(|own| own.unsnapped.iter().all(|id| facility(*id)))
            && (walker.rest_points.iter())
                .all(|points| points.is_whole(place, |of, at| facility(of) && door(at)))
    }
}
