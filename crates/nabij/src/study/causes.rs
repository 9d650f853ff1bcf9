//! Why limits are not met: what would have been met by somebody else, and what lies in between.

use super::{Prepared, Scored, Walker};
use crate::{
    access::Accessibility,
    category::Category,
    leg::Leg,
    length::Length,
    origin::Origins,
    profile::{Pass, Profile},
    score::{Cause, Outcome, Row, Verdict},
    search::{Graph, Search},
    usable::Usable,
};

impl Prepared<'_> {
    /// Per row why its norm is not met at the upper limit; nothing where it is met, and for norms
    /// made of others, which their parts explain. `scored` are the rows of one of the study's
    /// walkers.
    ///
    /// Doors stay where they are for this walker, also when it is asked what another one could do.
    pub fn causes(&self, origins: &Origins, scored: &Scored<'_>) -> Vec<Option<Cause>> {
        let walker = self.walkers().find(|own| own.profile() == &scored.profile);
        let Some(walker) = walker else {
            return vec![None; scored.rows.len()];
        };
        let profile = walker.profile();
        let climber = Profile {
            steps: true,
            escalators: true,
            ..profile.clone()
        };
        let others = [(Cause::Stairs, climber), (Cause::Walker, Profile::ADULT)];
        let told = |row: &Row| self.category_of(row).and_then(|_| told_by(row));
        let mut causes: Vec<Option<Cause>> = scored.rows.iter().map(told).collect();
        for (cause, other) in others {
            let usable = Usable::new(self.study.network, &other);
            if usable.is_within(walker.usable()) {
                continue; // no way more than this walker has
            }
            let meets = self.meets(walker, &usable, scored);
            for ((row, known), meets) in scored.rows.iter().zip(&mut causes).zip(meets) {
                if known.is_none() && self.fails(row) && meets {
                    *known = Some(cause);
                }
            }
        }
        let between = crate::parallel::map(scored.rows.len(), |at| {
            let row = &scored.rows[at];
            let open = causes[at].is_none() && self.fails(row);
            open.then(|| self.in_between(origins, row)).flatten()
        });
        let both = causes.into_iter().zip(between);
        both.map(|(known, between)| known.or(between)).collect()
    }

    /// Whether a row of a norm on a category is surely beyond its upper limit.
    fn fails(&self, row: &Row) -> bool {
        row.outcome_upper == Outcome::NotMet && self.category_of(row).is_some()
    }

    fn category_of(&self, row: &Row) -> Option<&Category> {
        self.study.norms.norms()[usize::from(row.norm)].category()
    }

    fn limit_of(&self, row: &Row) -> Length {
        let norm = &self.study.norms.norms()[usize::from(row.norm)];
        norm.upper.unwrap_or(self.study.horizon())
    }

    /// Per row whether another walker would meet its limit from and to the same doors, unknowns
    /// passing.
    fn meets(&self, walker: &Walker<'_>, other: &Usable, scored: &Scored<'_>) -> Vec<bool> {
        let graph = Graph::of_usable(self.study.network, other, Pass::Unknown);
        let access = Accessibility {
            graph: &graph,
            ..walker.accessibility()
        };
        let mut search = Search::new(&graph);
        let mut meets = vec![false; scored.rows.len()];
        for (number, norm) in self.study.norms.norms().iter().enumerate() {
            let own = |row: &Row| usize::from(row.norm) == number && self.fails(row);
            let Some(category) = norm.category().filter(|_| scored.rows.iter().any(own)) else {
                continue;
            };
            let nearest = access.nearest_with(&mut search, category, &scored.attached);
            for (row, meets) in scored.rows.iter().zip(&mut meets) {
                let limit = self.limit_of(row).mm();
                let answer = nearest.get(row.origin as usize).copied().flatten();
                *meets |= own(row) && answer.is_some_and(|answer| answer.mm <= limit);
            }
        }
        meets
    }

    /// What keeps an origin from the facilities within its limit in a straight line.
    fn in_between(&self, origins: &Origins, row: &Row) -> Option<Cause> {
        let (category, limit) = (self.category_of(row)?, self.limit_of(row));
        let mut cause = Cause::TooFar;
        for home in origins.doors(row.origin as usize) {
            let near = self
                .study
                .facilities
                .doors_within(*home, category, limit.mm());
            for (_, _, door) in near {
                let barriers = self.study.barriers;
                let line = Leg::between(*home, door);
                if !barriers.is_some_and(|barriers| barriers.bar_all(&line)) {
                    return Some(match row.verdict {
                        Verdict::Unreachable => Cause::Unreachable,
                        _ => Cause::Detour,
                    });
                }
                cause = Cause::CutOff;
            }
        }
        Some(cause)
    }
}

/// What a row itself tells.
fn told_by(row: &Row) -> Option<Cause> {
    match (row.verdict, row.outcome_upper) {
        (_, Outcome::Met) => None,
        (Verdict::Unsnapped, _) => Some(Cause::Unsnapped),
        (_, Outcome::Uncertain) => Some(Cause::Unknown),
        (_, Outcome::NotMet) => None,
    }
}

#[cfg(test)]
mod tests;
