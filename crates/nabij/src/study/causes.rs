//! Why limits are not met: what would have been met by somebody else, and what lies in between.

use super::{Prepared, Scored, Study, Walker};
use crate::{
    access::Accessibility,
    barrier::Barriers,
    category::Category,
    leg::Leg,
    length::Length,
    origin::Origins,
    point::Point,
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
        let told = |row: &Row| self.category_of(row).and_then(|_| told_by(row));
        let mut causes: Vec<Option<Cause>> = scored.rows.iter().map(told).collect();
        for (cause, usable) in others(&self.study, walker) {
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
        limit_of(&self.study, row)
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
        let homes = origins.doors(row.origin as usize).iter();
        let near = homes.flat_map(|home| {
            let doors = self
                .study
                .facilities
                .doors_within(*home, category, limit.mm());
            doors.map(|(_, _, door)| (*home, door))
        });
        Some(in_between(self.study.barriers, row.verdict, near))
    }
}

/// What keeps an origin from facilities, given the straight lines to those within its limit.
pub(super) fn in_between(
    barriers: Option<&Barriers>,
    verdict: Verdict,
    lines: impl Iterator<Item = (Point, Point)>,
) -> Cause {
    let mut cause = Cause::TooFar;
    for (home, door) in lines {
        let line = Leg::between(home, door);
        if !barriers.is_some_and(|barriers| barriers.bar_all(&line)) {
            return match verdict {
                Verdict::Unreachable => Cause::Unreachable,
                _ => Cause::Detour,
            };
        }
        cause = Cause::CutOff;
    }
    cause
}

/// Who else is asked whether they would get there, in order, with what they can use; not those
/// who have no way more than this walker.
pub(super) fn others(study: &Study<'_>, walker: &Walker<'_>) -> Vec<(Cause, Usable)> {
    let climber = Profile {
        steps: true,
        escalators: true,
        ..walker.profile().clone()
    };
    let others = [(Cause::Stairs, climber), (Cause::Walker, Profile::ADULT)];
    let usable = others.map(|(cause, other)| (cause, Usable::new(study.network, &other)));
    let more = |(_, usable): &(Cause, Usable)| !usable.is_within(walker.usable());
    usable.into_iter().filter(more).collect()
}

/// The limit that a row may fail.
pub(super) fn limit_of(study: &Study<'_>, row: &Row) -> Length {
    let norm = &study.norms.norms()[usize::from(row.norm)];
    norm.upper.unwrap_or(study.horizon())
}

/// What a row itself tells.
pub(super) fn told_by(row: &Row) -> Option<Cause> {
    match (row.verdict, row.outcome_upper) {
        (_, Outcome::Met) => None,
        (Verdict::Unsnapped, _) => Some(Cause::Unsnapped),
        (_, Outcome::Uncertain) => Some(Cause::Unknown),
        (_, Outcome::NotMet) => None,
    }
}

#[cfg(test)]
mod tests;
