//! Where one can sit down, joined to the network.

use serde::{Deserialize, Serialize};

use crate::{
    attributes::Direction,
    category::Category,
    facility::{Facilities, FacilityId},
    length::Length,
    network::{EdgeId, Network},
    point::Point,
    snap::{AttachedFacilities, Attachment, Snapper},
};

/// A bench.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bench {
    /// The user's own id; ties go by it.
    pub id: String,
    /// Where it is.
    pub point: Point,
}

/// Number of a rest point among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RestId(pub(crate) u32);

impl RestId {
    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// What a rest point is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seat {
    /// The bench of this id.
    Bench(String),
    /// A door of a facility that offers a seat, by its rank among all doors.
    Door(FacilityId, u32),
}

/// Rest points with their places on the network, except everybody's own home and the door that is
/// walked to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestPoints {
    seats: Vec<Seat>,
    attachments: Vec<Attachment>,
    /// Per rest point: where its attachments start.
    first: Vec<u32>,
    reach: Length,
    off: Vec<String>,
}

impl RestPoints {
    /// How far from a street a bench may stand: 15 m, an assumption.
    pub const REACH: Length = Length::metres(15);

    /// Benches, each joined to the street that a door in its place would open onto, if that is at
    /// most `reach` away. Inside a square it is joined to every entry and corner that it sees.
    ///
    /// A bench on a one-way edge of 0 mm joins nothing: both ends would be in one place.
    pub fn new(
        benches: impl IntoIterator<Item = Bench>,
        network: &Network,
        snapper: &Snapper<'_>,
        reach: Length,
    ) -> Self {
        let mut benches: Vec<Bench> = benches.into_iter().collect();
        benches.sort_unstable();
        let snapper = snapper.reaching(reach);
        let places: Vec<Point> = benches.iter().map(|bench| bench.point).collect();
        let mut points = RestPoints {
            seats: Vec::new(),
            attachments: Vec::new(),
            first: vec![0],
            reach,
            off: Vec::new(),
        };
        for (bench, mut found) in benches.into_iter().zip(snapper.attach_all(&places)) {
            found.retain(|attachment| joins(network, attachment.edge));
            if found.is_empty() {
                points.off.push(bench.id);
            } else {
                points.push(Seat::Bench(bench.id), found);
            }
        }
        points
    }

    /// The doors of the facilities of a category as well, where they are attached already.
    pub fn with_seats(
        mut self,
        category: &Category,
        facilities: &Facilities,
        attached: &AttachedFacilities,
        network: &Network,
    ) -> Self {
        for facility in facilities.of(category) {
            for (door, _) in facilities.doors(facility) {
                let ranks = attached
                    .of(facility)
                    .filter(|rank| attached.door(*rank) == door);
                let found = ranks.map(|rank| attached.attachment(rank));
                let found: Vec<_> = found.filter(|a| joins(network, a.edge)).collect();
                if !found.is_empty() {
                    self.push(Seat::Door(facility, door), found);
                }
            }
        }
        self
    }

    /// Those that stand on some edges, with their places and doors as they are told.
    pub(crate) fn part(
        &self,
        edge: impl Fn(EdgeId) -> Option<EdgeId>,
        door: impl Fn(FacilityId, u32) -> Option<(FacilityId, u32)>,
    ) -> Self {
        let mut part = RestPoints {
            seats: Vec::new(),
            attachments: Vec::new(),
            first: vec![0],
            reach: self.reach,
            off: Vec::new(),
        };
        for (id, seat) in self.iter() {
            let places = self.attachments(id).iter().filter_map(|place| {
                let edge = edge(place.edge)?;
                Some(Attachment { edge, ..*place })
            });
            let seat = match seat {
                Seat::Bench(id) => Some(Seat::Bench(id.clone())),
                Seat::Door(facility, at) => door(*facility, *at).map(|(of, at)| Seat::Door(of, at)),
            };
            let places: Vec<Attachment> = places.collect();
            if let Some(seat) = seat.filter(|_| !places.is_empty()) {
                part.push(seat, places);
            }
        }
        part
    }

    /// Whether every seat has its places, and all of them and all doors are right.
    pub(crate) fn is_whole(
        &self,
        place: impl Fn(&Attachment) -> bool,
        door: impl Fn(FacilityId, u32) -> bool,
    ) -> bool {
        let last = self.first.last().map(|end| *end as usize);
        let seat = |seat: &Seat| match seat {
            Seat::Bench(_) => true,
            Seat::Door(facility, at) => door(*facility, *at),
        };
        self.first.len() == self.seats.len() + 1
            && self.first.is_sorted()
            && last == Some(self.attachments.len())
            && self.attachments.iter().all(place)
            && self.seats.iter().all(seat)
    }

    /// How many there are on the network.
    pub fn len(&self) -> usize {
        self.seats.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Every rest point: benches in order of id, then doors in order of rank.
    pub fn iter(&self) -> impl Iterator<Item = (RestId, &Seat)> {
        (0..).map(RestId).zip(&self.seats)
    }

    /// What a rest point is.
    pub fn seat(&self, id: RestId) -> &Seat {
        &self.seats[id.0 as usize]
    }

    /// Where it is on the network.
    pub fn attachments(&self, id: RestId) -> &[Attachment] {
        let at = id.0 as usize;
        &self.attachments[self.first[at] as usize..self.first[at + 1] as usize]
    }

    /// The benches that are too far from any street, by id.
    pub fn off_the_network(&self) -> &[String] {
        &self.off
    }

    /// How far from a street a bench may stand.
    pub fn reach(&self) -> Length {
        self.reach
    }

    /// The places where one passes by a rest point: not those that it only looks out on, across a
    /// square or a forecourt.
    pub(super) fn passed(&self) -> impl Iterator<Item = &Attachment> {
        self.attachments.iter().filter(|a| a.leg <= self.reach)
    }

    fn push(&mut self, seat: Seat, attachments: Vec<Attachment>) {
        self.seats.push(seat);
        self.attachments.extend(attachments);
        self.first.push(self.attachments.len() as u32);
    }
}

fn joins(network: &Network, edge: EdgeId) -> bool {
    let edge = network.edge(edge);
    edge.length() > Length::ZERO || edge.attributes().direction == Direction::Both
}
