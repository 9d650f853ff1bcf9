//! The forest after some labels have changed.

use rustc_hash::FxHashSet;

use super::{Forest, NONE, Onward};
use crate::{
    access::Accessibility,
    search::{Incoming, Label},
};

impl<'a> Forest<'a> {
    /// A forest that was taken apart before, with [`Forest::into_onward`].
    pub(crate) fn resumed(access: &Accessibility<'a>, onward: Vec<Onward>) -> Self {
        Forest {
            access: *access,
            onward,
            order: Vec::new(),
        }
    }

    /// What must be kept of it to go on with it later.
    pub(crate) fn into_onward(self) -> Vec<Onward> {
        self.onward
    }

    /// Finds the way on anew from vertices whose labels have changed, given each one's label and
    /// whether that is a seed's. The others have theirs still: a walk changes only where its label
    /// does. Only these
    /// vertices are carried into next.
    pub(crate) fn regrow(&mut self, changed: &[(u32, Label, bool)], incoming: &Incoming) {
        self.order.clear();
        let own: FxHashSet<u32> = changed.iter().map(|(vertex, ..)| *vertex).collect();
        for (vertex, label, seed) in changed {
            let mut way = Onward::unknown(*label);
            if *seed {
                way.edges = 0;
            }
            self.onward[*vertex as usize] = way;
        }
        let found = changed.iter().filter(|(_, label, _)| *label != Label::NONE);
        let mut found: Vec<(Label, u32)> =
            found.map(|(vertex, label, _)| (*label, *vertex)).collect();
        for (label, vertex) in &found {
            for (from, mm, edge) in incoming.of(*vertex) {
                let here = self.onward[*from as usize];
                let is_known = here.edges != NONE && !own.contains(from);
                let walked = u64::from(here.label.mm()) + u64::from(*mm);
                if is_known && walked == label.mm().into() && here.label.rank() == label.rank() {
                    self.offer(*vertex, (here.edges + 1, *edge, *from));
                }
            }
        }
        found.sort_unstable();
        for group in found.chunk_by(|a, b| a.0 == b.0) {
            self.settle(group);
        }
    }
}
