//! Distances from origins to facilities: the nearest, the k nearest, counts and sparse rows.

mod reached;

pub use reached::Reached;

use serde::{Deserialize, Serialize};

use crate::{
    category::Category,
    facility::{Facilities, FacilityId},
    length::Length,
    network::{EdgeId, Network},
    search::{Graph, Label, Search},
    snap::{AttachedFacilities, AttachedOrigins, Attachment},
};

/// How a facility is reached. The order decides ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum How {
    /// In the origin's own building or complex.
    Indoor,
    /// In a short straight line that crosses no barrier.
    Direct,
    /// Along streets.
    Street,
}

impl How {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            How::Indoor => "indoor",
            How::Direct => "direct",
            How::Street => "street",
        }
    }
}

/// One facility reached from one origin, and how.
///
/// Answers compare by distance, then by the ranks of facility and door, then by how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Answer {
    /// Millimetres from door to door, legs included.
    pub mm: u32,
    /// Rank of the door among all doors of all facilities.
    pub door: u32,
    /// How.
    pub how: How,
    /// Along streets: the rank of the facility's attachment, and which of the origin's.
    pub street: Option<(u32, u32)>,
}

/// Everything that is needed to measure distances for one profile.
///
/// Attachments are chosen once, on what the profile may use at best. On a graph of what it can use
/// for certain ([`Graph::certain`]) they stay where they are; one on an edge that is not certain
/// leads nowhere there.
#[derive(Clone, Copy, Debug)]
pub struct Accessibility<'a> {
    /// The network.
    pub network: &'a Network,
    /// The network as the profile sees it.
    pub graph: &'a Graph,
    /// The facilities.
    pub facilities: &'a Facilities,
    /// Their places on the network.
    pub attached: &'a AttachedFacilities,
    /// No answer is farther than this.
    pub horizon: Length,
}

impl Accessibility<'_> {
    /// The facility that an answer leads to.
    pub fn facility(&self, answer: Answer) -> FacilityId {
        self.attached.facility_of_door(answer.door)
    }

    /// The nearest facility of a category for every origin: one search from all its doors.
    pub fn nearest(&self, category: &Category, origins: &AttachedOrigins) -> Vec<Option<Answer>> {
        let mut search = Search::new(self.graph);
        self.nearest_with(&mut search, category, origins)
    }

    /// The same in a workspace made before with [`Search::new`].
    pub fn nearest_with(
        &self,
        search: &mut Search,
        category: &Category,
        origins: &AttachedOrigins,
    ) -> Vec<Option<Answer>> {
        let target = self.spread(search, category);
        let search = &*search;
        crate::parallel::map(origins.len(), |origin| {
            let mut best: Option<Answer> = None;
            self.read(search, &target, origins, origin, |answer| {
                if best.is_none_or(|known| answer < known) {
                    best = Some(answer);
                }
            });
            best
        })
    }

    /// The `k` nearest distinct facilities of a category for every origin, nearest first.
    pub fn nearest_k(
        &self,
        category: &Category,
        origins: &AttachedOrigins,
        k: usize,
    ) -> Vec<Vec<Answer>> {
        // More than there are takes memory and finds nothing.
        let k = k.min(self.facilities.of(category).len());
        let mut search = Search::nearest_k(self.graph, k);
        let target = self.spread(&mut search, category);
        let search = &search;
        crate::parallel::map(origins.len(), |origin| {
            let mut found = Vec::new();
            self.read(search, &target, origins, origin, |answer| {
                found.push(answer)
            });
            self.distinct(&mut found);
            found.truncate(k);
            found
        })
    }

    /// How many facilities of a category every origin reaches within a limit, inclusively.
    pub fn counts(
        &self,
        category: &Category,
        origins: &AttachedOrigins,
        limit: Length,
    ) -> Vec<u32> {
        let mut counts = vec![0; origins.len()];
        for (origin, ..) in self.matrix(category, origins, limit) {
            counts[origin as usize] += 1;
        }
        counts
    }

    /// Every pair of an origin and a facility of a category within a limit, inclusively: sorted
    /// by origin, then by answer.
    pub fn matrix(
        &self,
        category: &Category,
        origins: &AttachedOrigins,
        limit: Length,
    ) -> Vec<(u32, FacilityId, Answer)> {
        let mut reached = Reached::new(self, origins);
        let mut rows = Vec::new();
        for facility in self.facilities.of(category) {
            let found = reached.origins(facility, limit);
            rows.extend(
                found
                    .into_iter()
                    .map(|(origin, answer)| (origin, facility, answer)),
            );
        }
        rows.sort_unstable_by_key(|(origin, _, answer)| (*origin, *answer));
        rows
    }

    /// Searches from all doors of a category.
    pub(crate) fn spread(&self, search: &mut Search, category: &Category) -> Target {
        let ranks = self.attached.of_category(self.facilities, category);
        let seeds = ranks.clone().flat_map(|rank| self.seeds(rank));
        search.run(self.graph, seeds, self.horizon, |rank| {
            self.attached.facility(rank).0
        });
        Target {
            facilities: self.facilities.range(category),
            ranks,
        }
    }

    /// Where a search from one attachment of a facility starts.
    pub(crate) fn seeds(&self, rank: u32) -> impl Iterator<Item = (u32, Label)> + '_ {
        self.seeds_at(self.attached.attachment(rank), rank)
    }

    /// Where a search starts from a place that walks end at.
    pub(crate) fn seeds_at(
        &self,
        Attachment { edge, offset, leg }: Attachment,
        rank: u32,
    ) -> impl Iterator<Item = (u32, Label)> + '_ {
        let (from, to) = self.network.ends(edge);
        let rest = self.network.length_mm(edge) - offset.mm();
        let (forward, backward, _) = self.graph.allows(edge);
        let open = forward || backward;
        // The walk comes from the end and goes to the door: along the edge from its first vertex.
        let ends = [(from, offset.mm(), forward), (to, rest, backward)];
        ends.into_iter().filter_map(move |(end, mm, allowed)| {
            let vertex = self.graph.leaving(edge, end)?;
            let distance = leg.checked_add(Length::millimetres(mm))?;
            (allowed || (open && mm == 0)).then(|| (vertex, Label::new(distance, rank)))
        })
    }

    /// Offers every candidate answer of an origin among the attachments of one category.
    fn read(
        &self,
        search: &Search,
        target: &Target,
        origins: &AttachedOrigins,
        origin: usize,
        mut offer: impl FnMut(Answer),
    ) {
        for (at, attachment) in (0..).zip(origins.of(origin)) {
            let mut street = |mm: u64, rank: u32| {
                if let Some(answer) = self.street(mm, rank, at) {
                    offer(answer);
                }
            };
            for (end, rest) in self.ways_on(attachment) {
                let along = u64::from(rest) + u64::from(attachment.leg.mm());
                for vertex in self.graph.reading(attachment.edge, end) {
                    for label in search.labels(vertex) {
                        street(u64::from(label.mm()) + along, label.rank());
                    }
                }
            }
            for rank in self.attached.on_edge(attachment.edge) {
                if target.ranks.contains(rank)
                    && let Some(mm) = self.along_edge(attachment, *rank)
                {
                    street(mm, *rank);
                }
            }
        }
        for (door, mm) in origins.direct(origin) {
            let facility = self.attached.facility_of_door(*door);
            if target.facilities.contains(&facility.0) && *mm <= self.horizon.mm() {
                offer(Answer {
                    mm: *mm,
                    door: *door,
                    how: How::Direct,
                    street: None,
                });
            }
        }
    }

    /// The ends of an attachment's edge that a walk may leave it by, with the mm up to there.
    pub(crate) fn ways_on(&self, attachment: &Attachment) -> impl Iterator<Item = (u32, u32)> {
        let (from, to) = self.network.ends(attachment.edge);
        let offset = attachment.offset.mm();
        let rest = self.network.length_mm(attachment.edge) - offset;
        let (forward, backward, _) = self.graph.allows(attachment.edge);
        let open = forward || backward;
        [
            (from, offset, backward || (open && offset == 0)),
            (to, rest, forward || (open && rest == 0)),
        ]
        .into_iter()
        .filter_map(|(end, mm, allowed)| allowed.then_some((end, mm)))
    }

    /// Millimetres from a place by its edge's end to a vertex whose label a walk from there reads, the
    /// place's leg included: once for each end that is that vertex's node.
    pub(crate) fn up_to(&self, place: &Attachment, vertex: u32) -> impl Iterator<Item = u64> {
        let node = self.graph.node(vertex);
        self.ways_on(place).filter_map(move |(end, rest)| {
            let reads = || {
                self.graph
                    .reading(place.edge, end)
                    .any(|other| other == vertex)
            };
            let mm = u64::from(rest) + u64::from(place.leg.mm());
            (end == node.0 && reads()).then_some(mm)
        })
    }

    /// Millimetres from an origin to a facility's attachment along their common edge, legs
    /// included; nothing where they have none, or it may not be walked that way.
    pub(crate) fn along_edge(&self, origin: &Attachment, rank: u32) -> Option<u64> {
        self.along_edge_to(origin, &self.attached.attachment(rank))
    }

    /// The same between two places; nothing where they are on two edges.
    pub(crate) fn along_edge_to(&self, origin: &Attachment, target: &Attachment) -> Option<u64> {
        let (forward, backward, _) = self.graph.allows(origin.edge);
        let (s, t) = (origin.offset.mm(), target.offset.mm());
        let there = s == t && (forward || backward);
        let allowed = there || (s < t && forward) || (s > t && backward);
        (origin.edge == target.edge && allowed).then(|| {
            u64::from(s.abs_diff(t)) + u64::from(origin.leg.mm()) + u64::from(target.leg.mm())
        })
    }

    /// An answer along streets, where it lies within the horizon.
    pub(crate) fn street(&self, mm: u64, rank: u32, origin_attachment: u32) -> Option<Answer> {
        let mm = u32::try_from(mm)
            .ok()
            .filter(|mm| *mm <= self.horizon.mm())?;
        Some(Answer {
            mm,
            door: self.attached.door(rank),
            how: How::Street,
            street: Some((rank, origin_attachment)),
        })
    }

    /// Keeps the best answer for each facility, nearest first.
    fn distinct(&self, answers: &mut Vec<Answer>) {
        answers.sort_unstable_by_key(|answer| (self.facility(*answer), *answer));
        answers.dedup_by_key(|answer| self.facility(*answer));
        answers.sort_unstable();
    }

    pub(crate) fn ends(&self, edge: EdgeId) -> (u32, u32) {
        self.network.ends(edge)
    }
}

/// The facilities that a search asks for, and the ranks of their attachments.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    facilities: std::ops::Range<u32>,
    pub ranks: std::ops::Range<u32>,
}

/// The run of entries with this key in a sorted list.
pub(crate) fn equal<T, K: Ord>(sorted: &[T], key: impl Fn(&T) -> K, wanted: K) -> &[T] {
    let start = sorted.partition_point(|entry| key(entry) < wanted);
    let end = sorted.partition_point(|entry| key(entry) <= wanted);
    &sorted[start..end]
}
