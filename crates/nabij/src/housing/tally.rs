//! How many are, are not, or may be.

use super::Truth;

/// How many of several are something, and how many of these answers are estimates.
///
/// ```
/// use nabij::{Tally, Truth};
/// let guess = Truth { is: Some(true), estimated: true };
/// let tally = Tally::of([Truth::YES, guess, Truth::NO, Truth::UNKNOWN]);
/// assert_eq!((tally.yes, tally.no, tally.unknown, tally.estimated), (2, 1, 1, 1));
/// assert_eq!(tally.share(), Some(2.0 / 3.0)); // of those known
/// assert_eq!(tally.interval(), Some((0.5, 0.75))); // of all
/// assert_eq!(tally.estimated_share(), Some(1.0 / 3.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// That are.
    pub yes: u64,
    /// That are not.
    pub no: u64,
    /// Of which it is not known.
    pub unknown: u64,
    /// Of those known, how many by an estimate only.
    pub estimated: u64,
}

impl Tally {
    /// Counts answers.
    pub fn of(truths: impl IntoIterator<Item = Truth>) -> Self {
        let mut tally = Tally::default();
        for truth in truths {
            match truth.is {
                Some(true) => tally.yes += 1,
                Some(false) => tally.no += 1,
                None => tally.unknown += 1,
            }
            tally.estimated += u64::from(truth.estimated);
        }
        tally
    }

    /// The share that are, of those known; nothing where none is known.
    pub fn share(&self) -> Option<f64> {
        ratio(self.yes, self.yes + self.no)
    }

    /// The least and the largest share of all: the unknown may all not be, or all be.
    pub fn interval(&self) -> Option<(f64, f64)> {
        let all = self.yes + self.no + self.unknown;
        ratio(self.yes, all).zip(ratio(self.yes + self.unknown, all))
    }

    /// The share of the known answers that are estimates; nothing where none is known.
    pub fn estimated_share(&self) -> Option<f64> {
        ratio(self.estimated, self.yes + self.no)
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
