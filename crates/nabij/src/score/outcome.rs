//! Outcomes at a limit, and the verdict that people read.

use serde::{Deserialize, Serialize};

use crate::length::Length;

/// What is known of one limit. Unknown is neither met nor not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// Surely within the limit.
    Met,
    /// Surely beyond it.
    NotMet,
    /// It depends on what is not known.
    Uncertain,
}

impl Outcome {
    /// The outcome of an interval at a limit, inclusively: 500.000 m meets 500 m.
    ///
    /// ```
    /// use nabij::{Length, Outcome};
    /// let mm = |mm| Some(Length::millimetres(mm));
    /// let limit = Length::metres(500);
    /// assert_eq!(Outcome::of(mm(500_000), mm(500_000), limit), Outcome::Met);
    /// assert_eq!(Outcome::of(mm(500_001), mm(500_001), limit), Outcome::NotMet);
    /// assert_eq!(Outcome::of(mm(500_000), mm(500_001), limit), Outcome::Uncertain);
    /// assert_eq!(Outcome::of(mm(10), None, limit), Outcome::Uncertain);
    /// assert_eq!(Outcome::of(None, None, limit), Outcome::NotMet);
    /// ```
    pub fn of(low: Option<Length>, high: Option<Length>, limit: Length) -> Self {
        if high.is_some_and(|high| high <= limit) {
            Outcome::Met
        } else if low.is_none_or(|low| low > limit) {
            Outcome::NotMet
        } else {
            Outcome::Uncertain
        }
    }

    /// At least `needed` of several outcomes, in three-valued logic.
    pub fn at_least(needed: usize, outcomes: impl Iterator<Item = Outcome>) -> Self {
        let (mut met, mut uncertain) = (0, 0);
        for outcome in outcomes {
            match outcome {
                Outcome::Met => met += 1,
                Outcome::Uncertain => uncertain += 1,
                Outcome::NotMet => {}
            }
        }
        if met >= needed {
            Outcome::Met
        } else if met + uncertain < needed {
            Outcome::NotMet
        } else {
            Outcome::Uncertain
        }
    }

    /// The outcomes of a norm that needs so many of its parts, given theirs, at its lower and at its
    /// upper limit. A part with one limit must hold it at either reading.
    pub(crate) fn of_parts(
        needed: usize,
        parts: impl Iterator<Item = (Option<Outcome>, Outcome)> + Clone,
    ) -> (Option<Outcome>, Outcome) {
        let has_lower = parts.clone().any(|(lower, _)| lower.is_some());
        let lower = parts.clone().map(|(lower, upper)| lower.unwrap_or(upper));
        let lower = has_lower.then(|| Outcome::at_least(needed, lower));
        let upper = Outcome::at_least(needed, parts.map(|(_, upper)| upper));
        (lower, upper)
    }

    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::NotMet => "not_met",
            Outcome::Uncertain => "uncertain",
        }
    }
}

/// The class of a row, for reading. Shares count outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Within the lower of two limits.
    WithinLower,
    /// Within the (upper) limit.
    WithinUpper,
    /// Farther than the (upper) limit.
    Beyond,
    /// Nothing found as far as the search looked.
    BeyondHorizon,
    /// No facility in the part of the network that the origin is on.
    Unreachable,
    /// The origin is not on the network.
    Unsnapped,
    /// What is not known could turn it.
    Uncertain,
}

impl Verdict {
    /// Every verdict, in order of the legend.
    pub const ALL: [Verdict; 7] = [
        Verdict::WithinLower,
        Verdict::WithinUpper,
        Verdict::Beyond,
        Verdict::BeyondHorizon,
        Verdict::Unreachable,
        Verdict::Unsnapped,
        Verdict::Uncertain,
    ];

    /// The verdict that outcomes tell by themselves; nothing where no limit is met.
    pub(super) fn read(lower: Option<Outcome>, upper: Outcome) -> Option<Self> {
        match (lower, upper) {
            (Some(Outcome::Uncertain), _) | (_, Outcome::Uncertain) => Some(Verdict::Uncertain),
            (Some(Outcome::Met), _) => Some(Verdict::WithinLower),
            (_, Outcome::Met) => Some(Verdict::WithinUpper),
            _ => None,
        }
    }

    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::WithinLower => "within_lower",
            Verdict::WithinUpper => "within_upper",
            Verdict::Beyond => "beyond",
            Verdict::BeyondHorizon => "beyond_horizon",
            Verdict::Unreachable => "unreachable",
            Verdict::Unsnapped => "unsnapped",
            Verdict::Uncertain => "uncertain",
        }
    }
}
