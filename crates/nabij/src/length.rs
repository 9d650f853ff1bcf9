//! Lengths in whole millimetres, and the one way in which they are rounded.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::LengthError;

/// A horizontal length in whole millimetres, at most 4,294,967.295 m.
///
/// Every distance and limit in nabij is a `Length`; metres exist only at the doors.
///
/// ```
/// use nabij::Length;
/// assert_eq!(Length::metres(300).mm(), 300_000);
/// assert_eq!(Length::from_metres(500.0004)?.mm(), 500_000);
/// assert_eq!(Length::millimetres(500_001).to_string(), "500.001 m");
/// assert!(Length::from_metres(-1.0).is_err());
/// # Ok::<(), nabij::LengthError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Length(u32);

impl Length {
    /// No length at all.
    pub const ZERO: Length = Length(0);
    /// The longest length there is, 4,294,967.295 m.
    pub const MAX: Length = Length(u32::MAX);

    /// A length of whole millimetres.
    pub const fn millimetres(mm: u32) -> Self {
        Length(mm)
    }

    /// A length of whole metres, for constants; beyond 4,294,967 m it is [`Length::MAX`].
    pub const fn metres(metres: u32) -> Self {
        Length(metres.saturating_mul(1000))
    }

    /// A length read in metres, rounded once to the nearest millimetre (halves up).
    ///
    /// # Errors
    /// [`LengthError`] when the number is negative, not finite or beyond [`Length::MAX`].
    pub fn from_metres(metres: f64) -> Result<Self, LengthError> {
        let mm = (metres * 1000.0).round();
        if (0.0..=f64::from(u32::MAX)).contains(&mm) {
            Ok(Length(mm as u32))
        } else {
            Err(LengthError { metres })
        }
    }

    /// The whole millimetres.
    pub const fn mm(self) -> u32 {
        self.0
    }

    /// The same length in metres.
    pub fn in_metres(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// The sum, or nothing where it is longer than [`Length::MAX`].
    pub const fn checked_add(self, other: Length) -> Option<Length> {
        match self.0.checked_add(other.0) {
            Some(mm) => Some(Length(mm)),
            None => None,
        }
    }

    /// The difference, zero where `other` is longer.
    pub const fn saturating_sub(self, other: Length) -> Length {
        Length(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03} m", self.0 / 1000, self.0 % 1000)
    }
}

/// round(√(numerator ÷ denominator)), halves up, for exact fractions with
/// `numerator` below 2¹²⁴ and `denominator` above zero.
pub(crate) fn round_root(numerator: u128, denominator: u128) -> u64 {
    if denominator == 1 && numerator < 1 << 52 {
        // Nearly always: whole squares that f64 holds exactly.
        let square = numerator as u64;
        let mut root = (square as f64).sqrt() as u64;
        root -= u64::from(root * root > square);
        return root + u64::from(square - root * root > root); // (root + ½)² lies between
    }
    // The answer is the largest k with (2k − 1)²·d <= 4·n; the f64 estimate is off by few units at most.
    let mut k = (numerator as f64 / denominator as f64).sqrt().round() as u64;
    let holds = |k: u64| {
        k == 0
            || (2 * u128::from(k) - 1)
                .checked_pow(2)
                .and_then(|square| square.checked_mul(denominator))
                .is_some_and(|left| left <= 4 * numerator)
    };
    while !holds(k) {
        k -= 1;
    }
    while holds(k + 1) {
        k += 1;
    }
    k
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_round_halves_up() {
        assert_eq!(round_root(0, 7), 0);
        assert_eq!(round_root(2, 1), 1);
        assert_eq!(round_root(3, 1), 2);
        assert_eq!(round_root(1, 4), 1); // exactly one half
        assert_eq!(round_root(9, 4), 2); // exactly one and a half
        assert_eq!(round_root(8_999, 4_000), 1);
        let big = 5_656_854_249_u128;
        assert_eq!(round_root(big * big, 1), 5_656_854_249);
        assert_eq!(round_root(big * big - big, 1), 5_656_854_248);
        assert_eq!(round_root(big * big - big + 1, 1), 5_656_854_249);
    }
}
