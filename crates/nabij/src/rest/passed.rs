//! Where one passes by a seat on the ordinary walk.

use rustc_hash::{FxHashMap, FxHashSet};

use super::RestPoints;
use crate::{
    access::{Accessibility, Answer, How},
    forest::Forest,
    network::EdgeId,
    route::Step,
    snap::AttachedOrigins,
    spans::unite,
};

/// What is gathered of a walk on the way back from the facility's door.
pub(crate) trait Gathered: Copy + Send + Sync {
    /// So many mm on, with no seat on the way.
    fn walk(&mut self, mm: u64);
    /// A seat; or so many mm with a seat everywhere.
    fn sit(&mut self, mm: u64);
}

/// The seats along streets.
///
/// A walk passes by a rest point on a street that it walks along, where that stands, if it stands
/// at most as far from it as a bench may. It passes by one at the very end of a public street too
/// when it comes through that node, from or to a public street.
pub(crate) struct Passed<'a> {
    access: Accessibility<'a>,
    /// Per edge where one can sit, ascending; a seat has no length.
    on_edge: FxHashMap<EdgeId, Vec<(u32, u32)>>,
    /// Nodes with a seat: at the end of a public edge.
    at_node: FxHashSet<u32>,
}

/// What was gathered of a walk from one of its nodes on.
#[derive(Clone, Copy)]
struct Seen<G> {
    gathered: G,
    /// Whether the walk goes on by a public street.
    public: bool,
}

impl<'a> Passed<'a> {
    pub fn new(access: &Accessibility<'a>, points: &RestPoints) -> Self {
        let mut passed = Passed {
            access: *access,
            on_edge: FxHashMap::default(),
            at_node: FxHashSet::default(),
        };
        for place in points.passed() {
            let offset = place.offset.mm();
            let on_edge = passed.on_edge.entry(place.edge).or_default();
            on_edge.push((offset, offset));
            let (forward, backward, private) = access.graph.allows(place.edge);
            if private || !(forward || backward) {
                continue;
            }
            let (from, to) = access.ends(place.edge);
            let whole = access.network.length_mm(place.edge);
            let ends = [(from, 0), (to, whole)].into_iter();
            let here = ends.filter(|(_, end)| *end == offset);
            passed.at_node.extend(here.map(|(node, _)| node));
        }
        passed.on_edge.values_mut().for_each(unite);
        passed
    }

    /// Makes every place on some parts of an edge a seat.
    pub fn add(&mut self, edge: EdgeId, parts: &[(u32, u32)]) {
        let on_edge = self.on_edge.entry(edge).or_default();
        on_edge.extend(parts);
        unite(on_edge);
    }

    /// Gathers along every origin's ordinary walk, from the facility's door, which is `door`, back
    /// home, legs included. An answer next door is a line without a seat, one indoors is no walk.
    ///
    /// `answers` are the nearest of the forest's category, per origin; nothing where there is none.
    pub fn gather<G: Gathered>(
        &self,
        forest: &Forest<'_>,
        origins: &AttachedOrigins,
        answers: &[Option<Answer>],
        door: G,
    ) -> Vec<Option<G>> {
        let seen = forest.carry(
            origins,
            answers,
            |rank, step| {
                let leg = self.access.attached.attachment(rank).leg;
                let mut gathered = door;
                gathered.walk(leg.mm().into());
                self.along(gathered, step)
            },
            |after, node, step| {
                let mut gathered = after.gathered;
                let public = after.public || self.is_public(step.edge);
                if public && self.at_node.contains(&node.number()) {
                    gathered.sit(0);
                }
                self.along(gathered, step)
            },
        );
        let each = seen.into_iter().zip(answers).enumerate();
        each.map(|(origin, (seen, answer))| {
            let answer = (*answer)?;
            let (mut gathered, mm) = match answer.how {
                How::Indoor => (door, 0),
                How::Direct => (door, answer.mm),
                How::Street => {
                    let (_, at) = answer.street?;
                    let leg = origins.of(origin).get(at as usize)?.leg;
                    (seen?.gathered, leg.mm())
                }
            };
            gathered.walk(mm.into());
            Some(gathered)
        })
        .collect()
    }

    fn is_public(&self, edge: EdgeId) -> bool {
        !self.access.graph.allows(edge).2
    }

    /// Goes along a step from its end back to its start, and sits down wherever that is possible.
    fn along<G: Gathered>(&self, mut gathered: G, step: Step) -> Seen<G> {
        let (start, end) = (step.start.mm(), step.end.mm());
        let (low, high) = (start.min(end), start.max(end));
        let mut at = end;
        let mut pass = |(from, to): (u32, u32)| {
            let (from, to) = (from.max(low), to.min(high));
            let (first, last) = if start < end { (to, from) } else { (from, to) };
            gathered.walk(first.abs_diff(at).into());
            gathered.sit((to - from).into());
            at = last;
        };
        let parts = self.on_edge.get(&step.edge).map_or(&[][..], Vec::as_slice);
        let first = parts.partition_point(|(_, to)| *to < low);
        let last = parts.partition_point(|(from, _)| *from <= high);
        let between = parts[first..last].iter().copied();
        if start < end {
            between.rev().for_each(&mut pass);
        } else {
            between.for_each(&mut pass);
        }
        gathered.walk(start.abs_diff(at).into());
        Seen {
            gathered,
            public: self.is_public(step.edge),
        }
    }
}
