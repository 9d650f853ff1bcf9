//! From distances to verdicts: the only place where norms meet distances.

mod area_cell;
mod area_rows;
mod area_tally;
mod cause;
mod ledger;
mod outcome;
mod rest_rows;
mod statistics;

pub use area_rows::{AreaRow, AreaScores, LimitShare, RestShare, located};
pub use area_tally::AreaTally;
pub use cause::Cause;
pub(crate) use ledger::{AreaLedger, Entry};
pub use outcome::{Outcome, Verdict};
pub use rest_rows::{RestRows, RestedWalk};

use serde::{Deserialize, Serialize};

use crate::{
    access::Answer,
    facility::FacilityId,
    length::Length,
    norm::{Norm, Test},
};

/// What was found out about one origin and one category, before any norm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// The best answer if all that is unknown of streets turns out well, where there is one within
    /// the horizon.
    pub answer: Option<Answer>,
    /// The best answer on what can be used for certain: the same where nothing is unknown.
    pub certain: Option<Answer>,
    /// Mm of the best answer's walk along streets that cannot be used for certain.
    pub unknown_mm: u32,
    /// The straight distance in mm to what is not known: the edge of the layer's coverage.
    pub coverage_mm: Option<u32>,
    /// The straight distance in mm to the nearest facility that is not on the network.
    pub unsnapped_mm: Option<u32>,
    /// The straight distance in mm to the edge of the data, nothing beyond the horizon.
    pub extent_mm: Option<u32>,
    /// Whether the edge of the data is known at all.
    pub extent_known: bool,
    /// Whether the origin is on the network.
    pub snapped: bool,
    /// Whether the origin's component holds a facility of the category.
    pub reachable: bool,
}

/// One origin tested against one norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Position of the origin.
    pub origin: u32,
    /// Position of the norm in its set.
    pub norm: u16,
    /// The best answer, unknowns of streets passing; none for composite norms and where nothing is
    /// found.
    pub answer: Option<Answer>,
    /// The facility it leads to.
    pub facility: Option<FacilityId>,
    /// The best answer on streets that can be used for certain; none where there is none.
    pub certain: Option<Answer>,
    /// Mm of the best answer's walk along streets that cannot be used for certain.
    pub unknown_mm: u32,
    /// No facility can be nearer than this; none where nothing can be found.
    pub low: Option<Length>,
    /// A facility is known within this; none where no upper bound is known.
    pub high: Option<Length>,
    /// Outcome at the lower limit, where the norm has one.
    pub outcome_lower: Option<Outcome>,
    /// Outcome at the upper limit.
    pub outcome_upper: Outcome,
    /// The class for reading.
    pub verdict: Verdict,
    /// Upper limit less `high`, in mm: below zero is too far.
    pub margin_mm: Option<i64>,
    /// Whether input errors could turn the outcome at the lower limit.
    pub near_lower: Option<bool>,
    /// Whether input errors could turn the outcome at the upper limit.
    pub near_upper: bool,
    /// Whether the answer could lie beyond the edge of the data; none where that edge is unknown.
    pub edge_affected: Option<bool>,
    /// Why the answer is not known for certain.
    pub reason: Option<Reason>,
}

/// Why an answer is not known, or could be another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// The origin is not on the network.
    Unsnapped,
    /// Something is not known of the streets on the way.
    Attributes,
    /// Facilities beyond the layer's coverage are not known.
    Coverage,
    /// A facility that is not on the network may be nearer.
    UnsnappedFacility,
    /// The data end nearer than the answer.
    Extent,
}

impl Reason {
    /// The reason code in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Unsnapped => "unsnapped",
            Reason::Attributes => "attributes",
            Reason::Coverage => "coverage",
            Reason::UnsnappedFacility => "unsnapped_facility",
            Reason::Extent => "extent",
        }
    }
}

/// Parameters of judgement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judge {
    pub horizon: Length,
    pub near: Length,
}

impl Judge {
    /// Tests one origin against a simple norm.
    pub fn simple(
        &self,
        (origin, number): (u32, u16),
        norm: &Norm,
        finding: &Finding,
        facility: Option<FacilityId>,
    ) -> Row {
        let upper = norm.upper.unwrap_or(Length::MAX);
        let far = |answer: Option<Answer>| answer.map(|answer| Length::millimetres(answer.mm));
        let (best, high) = (far(finding.answer), far(finding.certain));
        let unknown = finding.coverage_mm.into_iter().chain(finding.unsnapped_mm);
        let low = unknown.map(Length::millimetres).chain(best).min();
        let outcome = |limit| Outcome::of(low, high, limit);
        let (outcome_lower, outcome_upper) = (norm.lower.map(outcome), outcome(upper));
        let is_near = |limit: Length| {
            let close = |d: Length| d.mm().abs_diff(limit.mm()) <= self.near.mm();
            low.into_iter().chain(high).any(close)
        };
        let verdict = if best.is_none() && !finding.snapped {
            Verdict::Unsnapped
        } else {
            Verdict::read(outcome_lower, outcome_upper).unwrap_or(if best.is_some() {
                Verdict::Beyond
            } else if finding.reachable {
                Verdict::BeyondHorizon
            } else {
                Verdict::Unreachable
            })
        };
        // Whatever lies beyond an edge is at least as far as the edge.
        let looked = high.unwrap_or(self.horizon).mm();
        let reaches = |edge: Option<u32>| edge.is_some_and(|mm| mm <= looked);
        let (by_coverage, by_extent) = (reaches(finding.coverage_mm), reaches(finding.extent_mm));
        let reason = [
            (verdict == Verdict::Unsnapped, Reason::Unsnapped),
            (best != high, Reason::Attributes),
            (by_coverage, Reason::Coverage),
            (reaches(finding.unsnapped_mm), Reason::UnsnappedFacility),
            (by_extent, Reason::Extent),
        ];
        Row {
            origin,
            norm: number,
            answer: finding.answer,
            facility,
            certain: finding.certain,
            unknown_mm: finding.unknown_mm,
            low,
            high,
            outcome_lower,
            outcome_upper,
            verdict,
            margin_mm: high.map(|high| i64::from(upper.mm()) - i64::from(high.mm())),
            near_lower: norm.lower.map(is_near),
            near_upper: is_near(upper),
            edge_affected: (by_coverage || finding.extent_known)
                .then_some(by_coverage || by_extent),
            reason: reason
                .into_iter()
                .find_map(|(held, reason)| held.then_some(reason)),
        }
    }

    /// Tests one origin against a norm made of norms that were tested before.
    pub fn composite(&self, (origin, number): (u32, u16), test: &Test, parts: &[&Row]) -> Row {
        let needed = test.parts().map_or(parts.len(), |(needed, _)| needed);
        let outcomes = parts.iter();
        let outcomes = outcomes.map(|row| (row.outcome_lower, row.outcome_upper));
        let (outcome_lower, outcome_upper) = Outcome::of_parts(needed, outcomes);
        let failing = |verdict: Verdict| {
            let failed = |row: &&Row| row.verdict == verdict && row.outcome_upper != Outcome::Met;
            outcome_upper != Outcome::Met && parts.iter().any(failed)
        };
        let verdict = if failing(Verdict::Unsnapped) {
            Verdict::Unsnapped
        } else {
            Verdict::read(outcome_lower, outcome_upper).unwrap_or_else(|| {
                [Verdict::Unreachable, Verdict::BeyondHorizon]
                    .into_iter()
                    .find(|verdict| failing(*verdict))
                    .unwrap_or(Verdict::Beyond)
            })
        };
        Row {
            origin,
            norm: number,
            answer: None,
            facility: None,
            certain: None,
            unknown_mm: 0,
            low: None,
            high: None,
            outcome_lower,
            outcome_upper,
            verdict,
            margin_mm: None,
            near_lower: outcome_lower.map(|_| {
                let near = |row: &&Row| row.near_lower.unwrap_or(row.near_upper);
                parts.iter().any(near)
            }),
            near_upper: parts.iter().any(|row| row.near_upper),
            edge_affected: any(parts.iter().map(|row| row.edge_affected)),
            reason: parts.iter().filter_map(|row| row.reason).min(),
        }
    }
}

/// Whether any of several is so, in three-valued logic.
fn any(mut known: impl Iterator<Item = Option<bool>> + Clone) -> Option<bool> {
    let unknown = known.clone().any(|one| one.is_none());
    let held = known.any(|one| one == Some(true));
    (held || !unknown).then_some(held)
}
