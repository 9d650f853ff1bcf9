//! How far it is from seat to seat on the ordinary walk.

use super::{Gathered, Passed, RestPoints};
use crate::{
    access::{Accessibility, Answer},
    forest::Forest,
    snap::AttachedOrigins,
};

/// What is known of a walk from one of its places on.
#[derive(Clone, Copy, Debug, Default)]
struct Longest {
    /// The longest stretch between two seats so far.
    longest: u64,
    /// How far it is to the next seat, or to the facility's door.
    open: u64,
}

impl Gathered for Longest {
    fn walk(&mut self, mm: u64) {
        self.open += mm;
    }

    fn sit(&mut self, _: u64) {
        self.longest = self.longest.max(self.open);
        self.open = 0;
    }
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
        let seen = passed.gather(forest, origins, answers, Longest::default());
        let longest = |seen: Option<Longest>| {
            let mut seen = seen?;
            seen.sit(0);
            u32::try_from(seen.longest).ok()
        };
        seen.into_iter().map(longest).collect()
    }
}
