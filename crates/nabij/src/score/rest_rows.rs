//! Rested walks beside rows: what norms say of people who must sit down on the way.

use std::ops::Range;

use super::Outcome;

use serde::{Deserialize, Serialize};

use crate::{length::Length, norm::Norm};

/// What rests make of every row: for people who must sit down every so many metres.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RestRows {
    /// How far somebody goes without sitting down, ascending.
    pub radii: Vec<Length>,
    /// Benches on the network, and doors that offer a seat.
    pub seats: usize,
    /// Benches that are too far from any street to be sat on, by id.
    pub off: Vec<String>,
    pub(crate) longest: Vec<Option<Length>>,
    /// Per row one for each radius.
    pub(crate) walks: Vec<RestedWalk>,
}

/// The walk of one row on which no stretch is longer than a radius.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestedWalk {
    /// No such walk is shorter; none where there can be none within the horizon.
    pub low: Option<Length>,
    /// One is known within this; none where none is.
    pub high: Option<Length>,
    /// Outcome at the norm's lower limit, where it has one.
    pub outcome_lower: Option<Outcome>,
    /// Outcome at its upper limit.
    pub outcome_upper: Outcome,
}

impl RestRows {
    /// The longest stretch without a known seat on a row's ordinary walk at best, legs included;
    /// none where there is no walk.
    pub fn longest(&self, row: usize) -> Option<Length> {
        self.longest.get(row).copied().flatten()
    }

    /// The same of no rows.
    pub(crate) fn without_rows(&self) -> RestRows {
        RestRows {
            radii: self.radii.clone(),
            seats: self.seats,
            off: self.off.clone(),
            ..RestRows::default()
        }
    }

    /// Appends what is said of some rows of another.
    pub(crate) fn extend(&mut self, other: &RestRows, rows: Range<usize>) {
        let count = self.radii.len();
        let longest = other.longest.get(rows.clone());
        self.longest.extend(longest.unwrap_or_default());
        let walks = other.walks.get(rows.start * count..rows.end * count);
        self.walks.extend(walks.unwrap_or_default());
    }

    /// The rested walks of a row, one for each radius.
    pub fn walks(&self, row: usize) -> &[RestedWalk] {
        let count = self.radii.len();
        let start = row.saturating_mul(count);
        self.walks.get(start..start + count).unwrap_or_default()
    }
}

impl RestRows {
    /// The same for a run of the rows.
    pub fn part(&self, rows: Range<usize>) -> RestRows {
        let count = self.radii.len();
        let walks = rows.start.saturating_mul(count)..rows.end.saturating_mul(count);
        RestRows {
            radii: self.radii.clone(),
            seats: self.seats,
            off: self.off.clone(),
            longest: self.longest.get(rows).unwrap_or_default().to_vec(),
            walks: self.walks.get(walks).unwrap_or_default().to_vec(),
        }
    }
}

impl RestedWalk {
    /// Tests an interval against a simple norm.
    pub(crate) fn new(norm: &Norm, low: Option<Length>, high: Option<Length>) -> Self {
        RestedWalk {
            low,
            high,
            outcome_lower: norm.lower.map(|limit| Outcome::of(low, high, limit)),
            outcome_upper: Outcome::of(low, high, norm.upper.unwrap_or(Length::MAX)),
        }
    }

    /// Tests a norm made of others, given their walks.
    pub(crate) fn of_parts(needed: usize, parts: &[&RestedWalk]) -> Self {
        let outcomes = parts.iter();
        let outcomes = outcomes.map(|walk| (walk.outcome_lower, walk.outcome_upper));
        let (outcome_lower, outcome_upper) = Outcome::of_parts(needed, outcomes);
        RestedWalk {
            low: None,
            high: None,
            outcome_lower,
            outcome_upper,
        }
    }
}
