//! Yes, no or unknown, and whether an estimate decided it.

/// Yes, no or unknown in Kleene's logic, and whether it is known by an estimate only.
///
/// ```
/// use nabij::Truth;
/// let guess = Truth { is: Some(true), estimated: true };
/// assert_eq!(Truth::YES.and(guess), guess);
/// assert_eq!(Truth::YES.or(guess), Truth::YES); // certain without the estimate
/// assert_eq!(Truth::NO.and(Truth::UNKNOWN), Truth::NO);
/// assert_eq!(Truth::YES.and(Truth::UNKNOWN), Truth::UNKNOWN);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Truth {
    /// Yes or no, or nothing where it is not known.
    pub is: Option<bool>,
    /// Whether it would be unknown without the estimate of zero-step dwellings.
    pub estimated: bool,
}

impl Truth {
    /// Certainly.
    pub const YES: Truth = Truth::known(Some(true));
    /// Certainly not.
    pub const NO: Truth = Truth::known(Some(false));
    /// Nobody knows.
    pub const UNKNOWN: Truth = Truth::known(None);

    /// What a register tells.
    pub const fn known(is: Option<bool>) -> Self {
        Truth {
            is,
            estimated: false,
        }
    }

    /// What an estimate tells.
    pub const fn estimate(is: Option<bool>) -> Self {
        Truth {
            is,
            estimated: is.is_some(),
        }
    }

    /// No if either is, else unknown if either is, else yes.
    pub fn and(self, other: Truth) -> Self {
        self.join(other, |a, b| match (a, b) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        })
    }

    /// Yes if either is, else unknown if either is, else no.
    pub fn or(self, other: Truth) -> Self {
        self.join(other, |a, b| match (a, b) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        })
    }

    /// All of them; yes where there are none.
    pub fn all(truths: impl IntoIterator<Item = Truth>) -> Self {
        truths.into_iter().fold(Truth::YES, Truth::and)
    }

    /// Any of them; no where there are none.
    pub fn any(truths: impl IntoIterator<Item = Truth>) -> Self {
        truths.into_iter().fold(Truth::NO, Truth::or)
    }

    /// The first that is known.
    pub(super) fn first_known(truths: impl IntoIterator<Item = Truth>) -> Self {
        let mut known = truths.into_iter().filter(|truth| truth.is.is_some());
        known.next().unwrap_or(Truth::UNKNOWN)
    }

    /// An estimate decides where the same is unknown without it: what is known can only be added to.
    fn join(self, other: Truth, rule: fn(Option<bool>, Option<bool>) -> Option<bool>) -> Self {
        let certain = |truth: Truth| truth.is.filter(|_| !truth.estimated);
        let is = rule(self.is, other.is);
        Truth {
            is,
            estimated: is.is_some() && rule(certain(self), certain(other)).is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUESSED: Truth = Truth::estimate(Some(true));
    const GUESSED_NOT: Truth = Truth::estimate(Some(false));

    #[test]
    fn kleene_and_or() {
        let order = [Truth::NO, Truth::UNKNOWN, Truth::YES]; // and is the least, or the most
        for (i, a) in order.into_iter().enumerate() {
            for (j, b) in order.into_iter().enumerate() {
                assert_eq!(a.and(b), order[i.min(j)]);
                assert_eq!(a.or(b), order[i.max(j)]);
            }
        }
        assert_eq!(Truth::all([]), Truth::YES);
        assert_eq!(Truth::any([]), Truth::NO);
    }

    #[test]
    fn an_answer_is_estimated_where_it_would_be_unknown_without_the_estimate() {
        assert_eq!(Truth::YES.and(GUESSED), GUESSED);
        assert_eq!(Truth::NO.and(GUESSED), Truth::NO);
        assert_eq!(Truth::NO.and(GUESSED_NOT), Truth::NO);
        assert_eq!(Truth::YES.and(GUESSED_NOT), GUESSED_NOT);
        assert_eq!(Truth::UNKNOWN.and(GUESSED), Truth::UNKNOWN);
        assert_eq!(Truth::UNKNOWN.and(GUESSED_NOT), GUESSED_NOT);
        assert_eq!(Truth::YES.or(GUESSED_NOT), Truth::YES);
        assert_eq!(Truth::UNKNOWN.or(GUESSED), GUESSED);
        assert_eq!(Truth::NO.or(GUESSED_NOT), GUESSED_NOT);
        assert_eq!(Truth::estimate(None), Truth::UNKNOWN);
    }

    #[test]
    fn the_first_known_decides() {
        let first = |truths: [Truth; 3]| Truth::first_known(truths);
        assert_eq!(first([Truth::NO, Truth::YES, GUESSED]), Truth::NO);
        assert_eq!(first([Truth::UNKNOWN, Truth::YES, GUESSED_NOT]), Truth::YES);
        assert_eq!(first([Truth::UNKNOWN, Truth::UNKNOWN, GUESSED]), GUESSED);
        assert_eq!(first([Truth::UNKNOWN; 3]), Truth::UNKNOWN);
    }
}
