//! How much of every walk is in doubt, kept while facilities come and go.

use super::field::Field;
use crate::{
    access::{Accessibility, Answer},
    forest::{Forest, Onward},
    network::NodeId,
    route::Step,
    search::Incoming,
    snap::Attachment,
    study::Walker,
};

/// The shortest-path forest of one category, and from each vertex on the mm in doubt.
pub(super) struct Tracks {
    onward: Vec<Onward>,
    unknown: Vec<Option<u32>>,
}

impl Tracks {
    pub fn new(walker: &Walker<'_>, forest: Forest<'_>) -> Self {
        let mut unknown = vec![None; walker.accessibility().graph.vertex_count()];
        let (last, before) = counted(walker);
        forest.carry_into(&mut unknown, last, before);
        Tracks {
            onward: forest.into_onward(),
            unknown,
        }
    }

    /// Finds the ways on from vertices whose labels have changed; each comes once.
    pub fn regrow(
        &mut self,
        (walker, access): (&Walker<'_>, &Accessibility<'_>),
        (field, incoming): (&Field, &Incoming),
        changed: &[u32],
    ) {
        let told = |vertex: &u32| (*vertex, field.label(*vertex), field.is_seed(*vertex));
        let told: Vec<_> = changed.iter().map(told).collect();
        let mut forest = Forest::resumed(access, std::mem::take(&mut self.onward));
        forest.regrow(&told, incoming);
        for vertex in changed {
            self.unknown[*vertex as usize] = None;
        }
        let (last, before) = counted(walker);
        forest.carry_into(&mut self.unknown, last, before);
        self.onward = forest.into_onward();
    }

    /// The forest, to read answers by; to be given back with [`Tracks::put_back`].
    pub fn lend<'s>(&mut self, access: &Accessibility<'s>) -> Forest<'s> {
        Forest::resumed(access, std::mem::take(&mut self.onward))
    }

    pub fn put_back(&mut self, forest: Forest<'_>) {
        self.onward = forest.into_onward();
    }

    /// The mm in doubt of an answer, given the origin's attachment that it names.
    pub fn unknown_mm(
        &self,
        walker: &Walker<'_>,
        forest: &Forest<'_>,
        home: &Attachment,
        answer: Answer,
    ) -> Option<u32> {
        let (last, before) = counted(walker);
        forest.carried(&self.unknown, (home, answer), last, before)
    }
}

/// What is in doubt of a last step, and of a step before others.
fn counted(
    walker: &Walker<'_>,
) -> (
    impl Fn(u32, Step) -> u32,
    impl Fn(&u32, NodeId, Step) -> u32,
) {
    (
        |_, step| walker.in_doubt(step),
        |after: &u32, _, step| after.saturating_add(walker.in_doubt(step)),
    )
}
