//! From rest point to rest point to the facilities of one category.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{Rested, Rests, Stage};
use crate::{
    access::{Accessibility, Answer},
    category::Category,
    length::Length,
    search::{Label, Search},
    snap::Attachment,
};

/// No state: the walk goes on to the facility.
const NONE: u32 = u32::MAX;

/// Rest points on the way to one category.
#[derive(Clone, Debug)]
pub struct Chains<'r> {
    rests: &'r Rests<'r>,
    /// Per state the nearest facility in one stretch.
    last: Vec<Option<Label>>,
}

/// The best way on from a state: the label, how many rest points there are still to come, and the
/// next one. Smaller is better.
type Onward = (Label, u32, u32);

impl<'r> Chains<'r> {
    pub(super) fn new(rests: &'r Rests<'r>, search: &mut Search, category: &Category) -> Self {
        let access = Accessibility {
            horizon: rests.radius.min(rests.access.horizon),
            ..rests.access
        };
        let target = access.spread(search, category);
        let mut last = vec![None; rests.states.len()];
        let mut offer = |state: u32, mm: u64, rank: u32| {
            let mm = u32::try_from(mm)
                .ok()
                .filter(|mm| *mm <= access.horizon.mm());
            let known: &mut Option<Label> = &mut last[state as usize];
            let offered = mm.map(|mm| Label::new(Length::millimetres(mm), rank));
            *known = known.iter().copied().chain(offered).min();
        };
        for (id, _) in rests.points.iter() {
            let (first, second) = rests.states.of(id);
            for place in rests.points.attachments(id) {
                let private = access.graph.allows(place.edge).2;
                // In its private end at the facility a walk stays on private ground.
                let mut reach = |within: bool, mm: u64, rank: u32| {
                    offer(first, mm, rank);
                    if let Some(second) = second.filter(|_| within) {
                        offer(second, mm, rank);
                    }
                };
                for (end, rest) in access.ways_on(place) {
                    let own = access.graph.leaving(place.edge, end).filter(|_| private);
                    for vertex in access.graph.reading(place.edge, end) {
                        let label = search.label(vertex);
                        if label != Label::NONE {
                            let mm = up_to(place, rest) + u64::from(label.mm());
                            reach(own == Some(vertex), mm, label.rank());
                        }
                    }
                }
                for rank in access.attached.on_edge(place.edge) {
                    if let Some(mm) = access.along_edge(place, *rank)
                        && target.ranks.contains(rank)
                    {
                        reach(private, mm, *rank);
                    }
                }
            }
        }
        Chains { rests, last }
    }

    /// The rested distance of every origin, where no stretch may be longer than `radius`, at most
    /// the one that the [`Rests`] were made for.
    ///
    /// `ordinary` are the nearest answers of this category, per origin, indoors and next door
    /// included: one that is no farther than `radius` is a single stretch.
    pub fn nearest(&self, radius: Length, ordinary: &[Option<Answer>]) -> Vec<Option<Rested>> {
        let radius = radius.min(self.rests.radius);
        let onward = self.onward(radius);
        let mut best = vec![Label::NONE; self.rests.origins];
        for (own, homes) in onward.iter().zip(&self.rests.pairs.homes) {
            let Some((label, ..)) = own else { continue };
            for (mm, origin) in homes.iter().take_while(|(mm, _)| *mm <= radius.mm()) {
                if let Some(label) = self.add(*label, *mm) {
                    let known = &mut best[*origin as usize];
                    *known = label.min(*known);
                }
            }
        }
        let each = best.iter().zip(ordinary);
        each.map(|(via, ordinary)| self.rested(radius, *via, *ordinary))
            .collect()
    }

    /// The stretches of an origin's rested walk, from home to the facility; nothing where there is
    /// none. Of walks as long to the same door it is one with the fewest stretches, then the one
    /// whose rest points come first from home on.
    ///
    /// They sum to the rested distance, except that straight legs across a square, each rounded on
    /// its own, may sum to a few mm less than the ordinary distance.
    pub fn stages(
        &self,
        radius: Length,
        origin: usize,
        ordinary: Option<Answer>,
    ) -> Option<Vec<Stage>> {
        let radius = radius.min(self.rests.radius);
        if let Some(answer) = ordinary.filter(|answer| answer.mm <= radius.mm()) {
            return Some(vec![Stage {
                to: None,
                mm: answer.mm,
            }]);
        }
        let onward = self.onward(radius);
        let mut best: Option<(Onward, u32)> = None;
        for (state, homes) in (0..).zip(&self.rests.pairs.homes) {
            let Some((label, rests, _)) = onward[state as usize] else {
                continue;
            };
            let own = homes
                .iter()
                .filter(|(mm, at)| *at as usize == origin && *mm <= radius.mm());
            for (mm, _) in own {
                if let Some(label) = self.add(label, *mm) {
                    let offered = ((label, rests + 1, state), *mm);
                    best = best.into_iter().chain([offered]).min();
                }
            }
        }
        let ((.., mut state), mut mm) = best?;
        let mut stages = Vec::new();
        loop {
            let to = Some(self.rests.states.rest(state));
            stages.push(Stage { to, mm });
            let (label, _, next) = onward[state as usize]?;
            if next == NONE {
                stages.push(Stage {
                    to: None,
                    mm: label.mm(),
                });
                return Some(stages);
            }
            let (after, ..) = onward[next as usize]?;
            mm = label.mm() - after.mm();
            state = next;
        }
    }

    /// Settles the states by total distance to a facility.
    fn onward(&self, radius: Length) -> Vec<Option<Onward>> {
        let mut best: Vec<Option<Onward>> = vec![None; self.last.len()];
        let mut heap = BinaryHeap::new();
        for (state, label) in (0..).zip(&self.last) {
            if let Some(label) = label.filter(|label| label.mm() <= radius.mm()) {
                best[state as usize] = Some((label, 0, NONE));
                heap.push(Reverse((label, 0, state)));
            }
        }
        while let Some(Reverse((label, rests, state))) = heap.pop() {
            if best[state as usize].is_none_or(|best| (best.0, best.1) != (label, rests)) {
                continue; // came nearer, or with fewer, before
            }
            let from = self.rests.pairs.rests[state as usize].iter();
            for (mm, before) in from.take_while(|(mm, _)| *mm <= radius.mm()) {
                let Some(label) = self.add(label, *mm) else {
                    break;
                };
                let offered = (label, rests + 1, state);
                let known = &mut best[*before as usize];
                if known.is_none_or(|known| offered < known) {
                    let again = known.is_some_and(|known| (known.0, known.1) == (label, rests + 1));
                    *known = Some(offered);
                    if !again {
                        heap.push(Reverse((label, rests + 1, *before)));
                    }
                }
            }
        }
        best
    }

    /// A label so much farther; nothing beyond the horizon.
    fn add(&self, label: Label, mm: u32) -> Option<Label> {
        let far = label.mm().checked_add(mm)?;
        let within = far <= self.rests.access.horizon.mm();
        within.then(|| Label::new(Length::millimetres(far), label.rank()))
    }

    fn rested(&self, radius: Length, via: Label, ordinary: Option<Answer>) -> Option<Rested> {
        let access = &self.rests.access;
        if let Some(answer) = ordinary.filter(|answer| answer.mm <= radius.mm()) {
            return Some(Rested {
                mm: answer.mm,
                facility: access.facility(answer),
                door: answer.door,
            });
        }
        (via != Label::NONE).then(|| Rested {
            // Legs across a square are rounded one by one: resting is no short cut.
            mm: via.mm().max(ordinary.map_or(0, |answer| answer.mm)),
            facility: access.attached.facility(via.rank()),
            door: access.attached.door(via.rank()),
        })
    }
}

/// Millimetres from a door to an end of its edge.
fn up_to(place: &Attachment, rest: u32) -> u64 {
    u64::from(rest) + u64::from(place.leg.mm())
}
