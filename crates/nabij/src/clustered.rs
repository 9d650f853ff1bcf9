//! Clustered housing for older people: three separate results, and what follows from them.

mod linked;

use crate::score::Outcome;

pub use linked::{Labelled, Linked};

/// The three results of one complex, each yes, no or unknown, and the conclusion.
///
/// The definition of Den Haag's vision (2024): at least 12 dwellings, a meeting room in the
/// complex or within about 100 m, and dwellings without steps. The numbers are guide values.
///
/// ```
/// use nabij::{Clustered, Outcome};
/// let complex = Clustered::new(Some(12), Some(Outcome::Met), None);
/// assert_eq!(complex.scale_12, Some(true)); // 12 is enough
/// assert_eq!(complex.clustered(), None); // nobody knows whether there are steps
/// assert_eq!(Clustered::new(Some(11), None, None).clustered(), Some(false));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clustered {
    /// Whether it has at least 12 dwellings.
    pub scale_12: Option<bool>,
    /// Whether a meeting room is in the complex or within the norm's limit.
    pub room_100: Option<bool>,
    /// Whether its dwellings can be reached and lived in without steps.
    pub zero_step: Option<bool>,
}

impl Clustered {
    /// The name of the definition.
    pub const DEFINITION: &'static str = "geclusterd-denhaag-2024";
    /// The fewest dwellings, inclusive; a guide value.
    pub const DWELLINGS: u64 = 12;

    /// From the number of dwellings on the labelled list, the outcome of the norm for meeting
    /// rooms at its upper limit, and whether there are no steps.
    pub fn new(dwellings: Option<u64>, room: Option<Outcome>, zero_step: Option<bool>) -> Self {
        Clustered {
            scale_12: dwellings.map(|count| count >= Self::DWELLINGS),
            room_100: room.and_then(|outcome| match outcome {
                Outcome::Met => Some(true),
                Outcome::NotMet => Some(false),
                Outcome::Uncertain => None,
            }),
            zero_step,
        }
    }

    /// No if any result is no, else unknown if any is, else yes.
    pub fn clustered(&self) -> Option<bool> {
        let results = [self.scale_12, self.room_100, self.zero_step];
        if results.contains(&Some(false)) {
            return Some(false);
        }
        results.iter().all(Option::is_some).then_some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_6_no_beats_unknown_and_unknown_beats_yes() {
        let known = [Some(true), Some(false), None];
        for scale_12 in known {
            for room_100 in known {
                for zero_step in known {
                    let three = [scale_12, room_100, zero_step];
                    let wanted = match three {
                        _ if three.contains(&Some(false)) => Some(false),
                        _ if three.iter().any(Option::is_none) => None,
                        _ => Some(true),
                    };
                    let complex = Clustered {
                        scale_12,
                        room_100,
                        zero_step,
                    };
                    assert_eq!(complex.clustered(), wanted, "{three:?}");
                }
            }
        }
    }

    #[test]
    fn section_6_limits_are_inclusive() {
        let scale = |count| Clustered::new(Some(count), None, None).scale_12;
        assert_eq!(
            [scale(11), scale(12), scale(13)],
            [Some(false), Some(true), Some(true)]
        );
        let room = |outcome| Clustered::new(None, Some(outcome), None).room_100;
        assert_eq!(
            [Outcome::Met, Outcome::NotMet, Outcome::Uncertain].map(room),
            [Some(true), Some(false), None]
        );
    }
}
