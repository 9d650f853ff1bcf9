//! Facilities and origins with their places on the network.

mod part;

use serde::{Deserialize, Serialize};

use super::{Attachment, Doorway, Snapper};
use crate::{
    barrier::Barriers,
    category::Category,
    facility::{Facilities, Facility, FacilityId},
    length::Length,
    network::{EdgeId, NodeId},
    origin::Origins,
    point::Point,
    segments::{Segment, SegmentIndex},
};

/// The doors of facilities on the network, in order of rank: facility, door, attachment.
#[derive(Clone, Debug)]
pub struct AttachedFacilities {
    attachments: Vec<Attachment>,
    /// Per attachment: its facility and its door.
    targets: Vec<(FacilityId, u32)>,
    /// Per facility: where its attachments start.
    first: Vec<u32>,
    /// Ranks of attachments by edge, and where each edge's start.
    on_edges: Vec<u32>,
    first_on_edge: Vec<u32>,
    /// Doors as points, for straight lines.
    doors: SegmentIndex,
    /// Per door: its facility.
    facility_of_door: Vec<FacilityId>,
}

impl AttachedFacilities {
    /// Attaches every door of every facility.
    pub fn new(facilities: &Facilities, snapper: &Snapper<'_>) -> Self {
        Self::by(facilities, snapper, |_, door, attachments| {
            snapper.attach_into(door, attachments);
        })
    }

    /// The same for another profile, given what [`Snapper::attach_like`] wants for every door.
    pub fn like(base: &Self, facilities: &Facilities, snapper: &Snapper<'_>) -> Self {
        let mut of_door = base.targets.iter().zip(&base.attachments).peekable();
        Self::by(facilities, snapper, |rank, door, attachments| {
            let mut own = Vec::new();
            while let Some((_, attachment)) = of_door.next_if(|((_, door), _)| *door == rank) {
                own.push(*attachment);
            }
            snapper.attach_like_into(door, &own, attachments);
        })
    }

    /// Attaches every door, by its rank, as it is told.
    fn by(
        facilities: &Facilities,
        snapper: &Snapper<'_>,
        mut attach: impl FnMut(u32, Doorway, &mut Vec<Attachment>),
    ) -> Self {
        let (mut attachments, mut targets, mut first) = (Vec::new(), Vec::new(), vec![0]);
        let (mut points, mut facility_of_door) = (Vec::new(), Vec::new());
        for (id, facility) in facilities.iter() {
            let street = facility.street.as_deref();
            let street = street.and_then(|name| snapper.street_named(name));
            for (rank, door) in facilities.doors(id) {
                let (point, gate) = (door.point, door.gate);
                let door = Doorway {
                    point,
                    street,
                    gate,
                };
                attach(rank, door, &mut attachments);
                targets.resize(attachments.len(), (id, rank));
                facility_of_door.push(id);
                // One comes to a gate along its way only.
                points.extend(gate.is_none().then_some(Segment {
                    a: point,
                    b: point,
                    owner: rank,
                    at: 0,
                }));
            }
            first.push(attachments.len() as u32);
        }
        let edges = snapper.network.edge_count();
        let doors = SegmentIndex::new(points);
        Self::indexed(
            (attachments, targets, first),
            (doors, facility_of_door),
            edges,
        )
    }

    fn indexed(
        (attachments, targets, first): (Vec<Attachment>, Vec<(FacilityId, u32)>, Vec<u32>),
        (doors, facility_of_door): (SegmentIndex, Vec<FacilityId>),
        edges: usize,
    ) -> Self {
        let mut first_on_edge = vec![0_u32; edges + 1];
        for attachment in &attachments {
            first_on_edge[attachment.edge.index() + 1] += 1;
        }
        for at in 1..first_on_edge.len() {
            first_on_edge[at] += first_on_edge[at - 1];
        }
        let mut on_edges: Vec<u32> = (0..attachments.len() as u32).collect();
        on_edges.sort_by_key(|rank| attachments[*rank as usize].edge);
        AttachedFacilities {
            attachments,
            targets,
            first,
            on_edges,
            first_on_edge,
            doors,
            facility_of_door,
        }
    }

    /// Adds a facility behind the others, its doors ranked behind theirs: ranks are then the order of
    /// coming. What stands on an edge and who is next door stay those of the facilities before.
    pub(crate) fn push(&mut self, facility: &Facility, snapper: &Snapper<'_>) {
        let id = FacilityId(self.first.len() as u32 - 1);
        let street = facility.street.as_deref();
        let street = street.and_then(|name| snapper.street_named(name));
        for door in &facility.doors {
            let rank = self.facility_of_door.len() as u32;
            let doorway = Doorway {
                point: door.point,
                street,
                gate: door.gate,
            };
            snapper.attach_into(doorway, &mut self.attachments);
            self.targets.resize(self.attachments.len(), (id, rank));
            self.facility_of_door.push(id);
        }
        self.first.push(self.attachments.len() as u32);
    }

    /// How many attachments there are.
    pub(crate) fn count(&self) -> u32 {
        self.attachments.len() as u32
    }

    /// The attachment of this rank.
    pub fn attachment(&self, rank: u32) -> Attachment {
        self.attachments[rank as usize]
    }

    /// The facility that an attachment leads to.
    pub fn facility(&self, rank: u32) -> FacilityId {
        self.targets[rank as usize].0
    }

    /// The ranks of a facility's attachments; none where it is not on the network.
    pub fn of(&self, facility: FacilityId) -> std::ops::Range<u32> {
        let at = facility.0 as usize;
        self.first[at]..self.first[at + 1]
    }

    /// The ranks of the attachments of a category.
    pub fn of_category(
        &self,
        facilities: &Facilities,
        category: &Category,
    ) -> std::ops::Range<u32> {
        let range = facilities.range(category);
        self.first[range.start as usize]..self.first[range.end as usize]
    }

    pub(crate) fn door(&self, rank: u32) -> u32 {
        self.targets[rank as usize].1
    }

    pub(crate) fn facility_of_door(&self, door: u32) -> FacilityId {
        self.facility_of_door[door as usize]
    }

    /// The ranks of the attachments on an edge, ascending.
    pub(crate) fn on_edge(&self, edge: EdgeId) -> &[u32] {
        let (start, end) = (
            self.first_on_edge[edge.index()],
            self.first_on_edge[edge.index() + 1],
        );
        &self.on_edges[start as usize..end as usize]
    }

    /// The doors at most `direct` away from any of these in a straight line that no barrier crosses,
    /// each with the shortest in mm.
    fn next_door(&self, doors: &[Point], direct: Length, barriers: &Barriers) -> Vec<(u32, u32)> {
        let near = |door: &Point| self.straight(*door, direct, barriers);
        let mut found: Vec<(u32, u32)> = doors.iter().flat_map(near).collect();
        found.sort_unstable();
        found.dedup_by_key(|(door, _)| *door);
        found
    }

    /// The doors at most `direct` away in a straight line that no barrier crosses, with its length
    /// in mm.
    fn straight(&self, from: Point, direct: Length, barriers: &Barriers) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        self.doors.within(from, direct.mm(), |door| {
            let mm = u32::try_from(from.distance_mm(door.a)).unwrap_or(u32::MAX);
            if mm <= direct.mm() && !barriers.between(from, door.a) {
                found.push((door.owner, mm));
            }
        });
        found.sort_unstable();
        found
    }
}

/// The doors of origins on the network, and the facilities next door.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AttachedOrigins {
    attachments: Vec<Attachment>,
    first: Vec<u32>,
    /// Per origin: doors of facilities in a straight line, with the distance in mm.
    direct: Vec<(u32, u32)>,
    first_direct: Vec<u32>,
}

impl AttachedOrigins {
    /// Attaches every door of every origin, on all threads with feature `rayon`.
    pub fn new(
        origins: &Origins,
        snapper: &Snapper<'_>,
        facilities: &AttachedFacilities,
        direct: Length,
        barriers: &Barriers,
    ) -> Self {
        Self::by(origins, |origin| {
            let mut attachments = Vec::new();
            for door in doorways(origins, origin, snapper) {
                snapper.attach_into(door, &mut attachments);
            }
            let doors = origins.doors(origin);
            (attachments, facilities.next_door(doors, direct, barriers))
        })
    }

    /// The same origins among other facilities: only who is next door is looked for again.
    pub(crate) fn among(
        &self,
        origins: &Origins,
        facilities: &AttachedFacilities,
        direct: Length,
        barriers: &Barriers,
    ) -> Self {
        Self::by(origins, |origin| {
            let doors = origins.doors(origin);
            let straight = facilities.next_door(doors, direct, barriers);
            (self.of(origin).to_vec(), straight)
        })
    }

    /// The same for another profile, given what [`Snapper::attach_like`] wants for every origin.
    pub fn like(base: &Self, origins: &Origins, snapper: &Snapper<'_>) -> Self {
        Self::by(origins, |origin| {
            let mut attachments = Vec::new();
            let doors = doorways(origins, origin, snapper);
            if let ([_], Some(door)) = (origins.doors(origin), doors.clone().next()) {
                snapper.attach_like_into(door, base.of(origin), &mut attachments);
            } else {
                // Whose attachment is whose is not kept.
                doors.for_each(|door| snapper.attach_into(door, &mut attachments));
            }
            (attachments, base.direct(origin).to_vec())
        })
    }

    /// What `one` says of each origin.
    fn by(
        origins: &Origins,
        one: impl Fn(usize) -> (Vec<Attachment>, Vec<(u32, u32)>) + Sync + Send,
    ) -> Self {
        let mut all = AttachedOrigins {
            attachments: Vec::with_capacity(origins.len()),
            first: vec![0],
            direct: Vec::new(),
            first_direct: vec![0],
        };
        let place = |origin: usize| {
            origins
                .doors(origin)
                .first()
                .map_or(0, |door| door.hilbert())
        };
        for (attachments, straight) in crate::parallel::map_near(origins.len(), place, one) {
            all.attachments.extend(attachments);
            all.direct.extend(straight);
            all.first.push(all.attachments.len() as u32);
            all.first_direct.push(all.direct.len() as u32);
        }
        all
    }

    /// Attaches one more origin behind the others, given all of them; who is next door to it is
    /// not looked for.
    pub(crate) fn push(&mut self, origins: &Origins, snapper: &Snapper<'_>) {
        for door in doorways(origins, self.len(), snapper) {
            snapper.attach_into(door, &mut self.attachments);
        }
        self.first.push(self.attachments.len() as u32);
        self.first_direct.push(self.direct.len() as u32);
    }

    /// How many origins there are.
    pub fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The attachments of an origin; none where it is not on the network.
    pub fn of(&self, origin: usize) -> &[Attachment] {
        &self.attachments[self.first[origin] as usize..self.first[origin + 1] as usize]
    }

    /// The doors of facilities next door to an origin, with the straight distance in mm.
    pub(crate) fn direct(&self, origin: usize) -> &[(u32, u32)] {
        let (start, end) = (self.first_direct[origin], self.first_direct[origin + 1]);
        &self.direct[start as usize..end as usize]
    }

    /// For each node the origins on its edges, as (origin, attachment within the origin).
    pub(crate) fn by_node(&self, ends: impl Fn(EdgeId) -> (u32, u32)) -> Vec<(NodeId, u32, u32)> {
        let mut all = Vec::new();
        for origin in 0..self.len() {
            for (at, attachment) in (0..).zip(self.of(origin)) {
                let (from, to) = ends(attachment.edge);
                all.push((NodeId(from), origin as u32, at));
                if from != to {
                    all.push((NodeId(to), origin as u32, at));
                }
            }
        }
        all.sort_unstable();
        all
    }

    /// For each edge the origins on it, as (origin, attachment within the origin).
    pub(crate) fn by_edge(&self) -> Vec<(EdgeId, u32, u32)> {
        let of = |origin: usize| {
            let own = (0..).zip(self.of(origin));
            own.map(move |(at, attachment)| (attachment.edge, origin as u32, at))
        };
        let mut all: Vec<_> = (0..self.len()).flat_map(of).collect();
        all.sort_unstable();
        all
    }
}

/// The doors of an origin, with the street that its address names.
pub(crate) fn doorways<'o>(
    origins: &'o Origins,
    origin: usize,
    snapper: &Snapper<'_>,
) -> impl Iterator<Item = Doorway> + Clone + use<'o> {
    let street = origins.street(origin);
    let street = street.and_then(|name| snapper.street_named(name));
    let doors = origins.doors(origin).iter();
    doors.map(move |point| Doorway {
        point: *point,
        street,
        gate: None,
    })
}
