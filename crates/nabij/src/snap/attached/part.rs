//! Some of the doors that have their places: for a tile, which takes them as they are.

use super::{AttachedFacilities, AttachedOrigins};
use crate::{
    facility::{Facilities, FacilityId},
    network::EdgeId,
    segments::SegmentIndex,
    snap::Attachment,
};

impl AttachedFacilities {
    /// The doors of these facilities that have a place among so many edges: with ascending doors,
    /// each its facility, its rank among all doors and its place. Nobody is next door to them.
    pub(crate) fn placed(
        facilities: &Facilities,
        places: &[(FacilityId, u32, Attachment)],
        edges: usize,
    ) -> Self {
        let mut first = vec![0];
        let mut facility_of_door = Vec::new();
        for (id, facility) in facilities.iter() {
            facility_of_door.extend(std::iter::repeat_n(id, facility.doors.len()));
            first.push(places.partition_point(|(of, ..)| *of <= id) as u32);
        }
        let attachments = places.iter().map(|(.., place)| *place).collect();
        let targets = places.iter().map(|(of, door, _)| (*of, *door)).collect();
        let none = SegmentIndex::new(Vec::new());
        Self::indexed(
            (attachments, targets, first),
            (none, facility_of_door),
            edges,
        )
    }
}

impl AttachedOrigins {
    /// Some of the origins, by number, with their places as `edge` and `door` tell them; nothing where
    /// they tell of none.
    pub(crate) fn part(
        &self,
        numbers: &[u32],
        edge: impl Fn(EdgeId) -> Option<EdgeId>,
        door: impl Fn(u32) -> Option<u32>,
    ) -> Option<Self> {
        let mut part = AttachedOrigins {
            first: vec![0],
            first_direct: vec![0],
            ..AttachedOrigins::default()
        };
        for number in numbers {
            for place in self.of(*number as usize) {
                let edge = edge(place.edge)?;
                part.attachments.push(Attachment { edge, ..*place });
            }
            for (whole, mm) in self.direct(*number as usize) {
                part.direct.push((door(*whole)?, *mm));
            }
            part.first.push(part.attachments.len() as u32);
            part.first_direct.push(part.direct.len() as u32);
        }
        Some(part)
    }

    /// Whether it tells of so many origins, and all places and doors are right.
    pub(crate) fn is_whole(
        &self,
        origins: usize,
        place: impl Fn(&Attachment) -> bool,
        door: impl Fn(u32) -> bool,
    ) -> bool {
        let starts = |first: &[u32], all: usize| {
            first.len() == origins + 1
                && first.is_sorted()
                && first.last().is_some_and(|end| *end as usize == all)
        };
        starts(&self.first, self.attachments.len())
            && starts(&self.first_direct, self.direct.len())
            && self.attachments.iter().all(place)
            && self.direct.iter().all(|(own, _)| door(*own))
    }
}
