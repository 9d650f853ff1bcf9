//! Why a limit is not met.

use serde::{Deserialize, Serialize};

/// Why an origin does not meet a norm at its upper limit.
///
/// The order is that of the questions: the first that is answered with yes is the cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// The origin is on no street.
    Unsnapped,
    /// Whether it meets the limit depends on what is not known.
    Unknown,
    /// A walker who could take stairs and moving stairs, and is like this one otherwise, would meet
    /// it.
    Stairs,
    /// A walker who can use every way that is not closed would meet it.
    Walker,
    /// No facility is within the limit even in a straight line.
    TooFar,
    /// Some are, but all behind what nobody walks across: water or a railway.
    CutOff,
    /// Some are, but none in the part of the network that the origin is on.
    Unreachable,
    /// Some are, but streets lead round.
    Detour,
}

impl Cause {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Cause::Unsnapped => "unsnapped",
            Cause::Unknown => "unknown",
            Cause::Stairs => "stairs",
            Cause::Walker => "walker",
            Cause::TooFar => "too_far",
            Cause::CutOff => "cut_off",
            Cause::Unreachable => "unreachable",
            Cause::Detour => "detour",
        }
    }
}
