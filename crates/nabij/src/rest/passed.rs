//! How far it is from seat to seat on the ordinary walk.

use rustc_hash::{FxHashMap, FxHashSet};

use super::RestPoints;
use crate::{
    access::{Accessibility, Answer, How},
    forest::Forest,
    network::EdgeId,
    route::Step,
    snap::AttachedOrigins,
};

/// What is known of a walk from one of its nodes on.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// The longest stretch between two seats so far.
    longest: u64,
    /// How far it is to the next seat, or to the facility's door.
    open: u64,
    /// Whether the walk goes on by a public street.
    public: bool,
}

/// The seats along streets.
struct Passed<'a> {
    access: Accessibility<'a>,
    /// Per edge the offsets of seats, ascending.
    on_edge: FxHashMap<EdgeId, Vec<u32>>,
    /// Nodes with a seat: at the end of a public edge.
    at_node: FxHashSet<u32>,
}

impl RestPoints {
    /// The longest stretch without a seat on every origin's ordinary walk, in mm: between home, the
    /// rest points that the walk passes by, and the facility's door. Home's leg and the facility's
    /// are part of it; those of rest points are not, for nobody need leave the walk.
    ///
    /// A walk passes by a rest point on a street that it walks along, where that stands, if it
    /// stands at most as far from it as a bench may. It passes by one at the very end of a public
    /// street too when it comes through that node, from or to a public street. For an answer next
    /// door it is the line, indoors 0.
    ///
    /// `answers` are the nearest of the forest's category, per origin; nothing where there is none.
    pub fn longest_stretches(
        &self,
        access: &Accessibility<'_>,
        forest: &Forest<'_>,
        origins: &AttachedOrigins,
        answers: &[Option<Answer>],
    ) -> Vec<Option<u32>> {
        let passed = Passed::new(access, self);
        let seen = forest.carry(
            origins,
            answers,
            |rank, step| {
                let leg = access.attached.attachment(rank).leg;
                let open = u64::from(leg.mm());
                let public = passed.is_public(step.edge);
                let door = Seen {
                    longest: 0,
                    open,
                    public,
                };
                passed.along(door, step)
            },
            |after, node, step| {
                let mut seen = *after;
                let public = passed.is_public(step.edge);
                if (seen.public || public) && passed.at_node.contains(&node.number()) {
                    seen.sit();
                }
                passed.along(Seen { public, ..seen }, step)
            },
        );
        let each = seen.into_iter().zip(answers).enumerate();
        each.map(|(origin, (seen, answer))| {
            let answer = (*answer)?;
            let (_, at) = match answer.how {
                How::Indoor => return Some(0),
                How::Direct => return Some(answer.mm),
                How::Street => answer.street?,
            };
            let leg = origins.of(origin).get(at as usize)?.leg;
            let mut seen = seen?;
            seen.open += u64::from(leg.mm());
            seen.sit();
            u32::try_from(seen.longest).ok()
        })
        .collect()
    }
}

impl Seen {
    fn sit(&mut self) {
        self.longest = self.longest.max(self.open);
        self.open = 0;
    }
}

impl<'a> Passed<'a> {
    fn new(access: &Accessibility<'a>, points: &RestPoints) -> Self {
        let mut passed = Passed {
            access: *access,
            on_edge: FxHashMap::default(),
            at_node: FxHashSet::default(),
        };
        for place in points.passed() {
            let offset = place.offset.mm();
            passed.on_edge.entry(place.edge).or_default().push(offset);
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
        for offsets in passed.on_edge.values_mut() {
            offsets.sort_unstable();
            offsets.dedup();
        }
        passed
    }

    fn is_public(&self, edge: EdgeId) -> bool {
        !self.access.graph.allows(edge).2
    }

    /// Goes along a step from its end back to its start, and sits down wherever that is possible.
    fn along(&self, mut seen: Seen, step: Step) -> Seen {
        let (start, end) = (step.start.mm(), step.end.mm());
        let mut at = end;
        let mut pass = |offset: u32| {
            seen.open += u64::from(offset.abs_diff(at));
            seen.sit();
            at = offset;
        };
        let offsets = self.on_edge.get(&step.edge).map_or(&[][..], Vec::as_slice);
        let first = offsets.partition_point(|offset| *offset < start.min(end));
        let last = offsets.partition_point(|offset| *offset <= start.max(end));
        let between = offsets[first..last].iter().copied();
        if start < end {
            between.rev().for_each(&mut pass);
        } else {
            between.for_each(&mut pass);
        }
        seen.open += u64::from(start.abs_diff(at));
        seen
    }
}
