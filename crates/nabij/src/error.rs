//! What can go wrong, by stage: facts in named fields, both numbers in the message.

mod housing;

pub use housing::{BalanceError, HousingError, ShareError};

use crate::{length::Length, line::LineKey};

/// A number that is no length.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{metres} is not a length between 0 and 4294967.295 m")]
pub struct LengthError {
    /// The number, in metres.
    pub metres: f64,
}

/// A pair of numbers that is no place in the study's plane.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("({x}, {y}) is not within 2000 km of the study's origin")]
pub struct PointError {
    /// Metres to the east.
    pub x: f64,
    /// Metres to the north.
    pub y: f64,
}

/// A name that is no category.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("category {name:?} may hold only small letters a-z, digits and underscores")]
pub struct CategoryError {
    /// The name.
    pub name: String,
}

/// Streets that make no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// A line needs two vertices.
    #[error("line {key} has {vertices} vertices, at least 2 are needed")]
    TooFewVertices {
        /// Which line.
        key: LineKey,
        /// How many it has.
        vertices: usize,
    },
    /// Two lines carry one key.
    #[error("line {key} occurs twice: ids must be unique within a layer")]
    DuplicateLine {
        /// Which line.
        key: LineKey,
    },
    /// A length beyond what a [`Length`] holds.
    #[error(
        "line {key} is longer than {}, or a straight piece of it than 1000 km",
        Length::MAX
    )]
    TooLong {
        /// Which line.
        key: LineKey,
    },
    /// What was stored is no network.
    #[error("this is no network that was stored whole: {reason}")]
    Stored {
        /// What does not fit.
        reason: &'static str,
    },
    /// More things than can be numbered.
    #[error("the network has more than {limit} {what}")]
    TooLarge {
        /// Edges, nodes or vertices.
        what: &'static str,
        /// How many there may be.
        limit: u32,
    },
    /// There is nothing to walk on.
    #[error("the network has no edges: no line of the input may be walked")]
    Empty,
}

/// Facilities or origins that cannot be told apart or have no place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// Two places carry one id.
    #[error("{what} {id:?} occurs twice: ids must be unique")]
    DuplicateId {
        /// "facility of category …", "origin", "area".
        what: String,
        /// The id.
        id: String,
    },
    /// A place without a door.
    #[error("{what} {id:?} has no door: at least one point is needed")]
    NoDoor {
        /// "facility of category …", "origin".
        what: String,
        /// The id.
        id: String,
    },
    /// A column of another length than there are origins.
    #[error("column {column:?} has {found} values for {expected} origins")]
    ColumnLength {
        /// Which column.
        column: String,
        /// How many values it has.
        found: usize,
        /// How many it needs.
        expected: usize,
    },
    /// More people or dwellings than can be counted exactly.
    #[error("{column:?} sums to {sum}, more than 1000000000: is a code read as a count?")]
    TooMany {
        /// Which column.
        column: String,
        /// What it sums to.
        sum: f64,
    },
    /// A weight that is no weight.
    #[error("weight {value} is not a number between 0 and 9223372036854")]
    Weight {
        /// The number.
        value: f64,
    },
}

/// Norms that cannot be tested.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NormError {
    /// The file is no norm set; the message carries line and column.
    #[error("{0}")]
    Toml(String),
    /// One norm is wrong.
    #[error("norm {norm:?}: {reason}")]
    Norm {
        /// Its id.
        norm: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A set that asks for nothing.
    #[error("the set has no norms: add at least one [[norm]]")]
    Empty,
    /// No built-in set has this name.
    #[error("there is no built-in norm set {name:?}; there is: {known}")]
    UnknownSet {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

/// Lines that make no course.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CourseError {
    /// A line from a place to itself, or no line.
    #[error("course {id:?} has no length: at least 2 different points are needed")]
    NoLength {
        /// Which course.
        id: String,
    },
    /// A length beyond what a [`Length`] holds.
    #[error(
        "course {id:?} is longer than {}, or a straight piece of it than 1000 km",
        Length::MAX
    )]
    TooLong {
        /// Which course.
        id: String,
    },
}

/// Profiles that make no walker.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The text holds no profiles; the message carries line and column.
    #[error("{0}")]
    Toml(String),
    /// One profile is wrong.
    #[error("profile {profile:?}: {reason}")]
    Profile {
        /// Its id.
        profile: String,
        /// What is wrong.
        reason: String,
    },
    /// A text without walkers.
    #[error("there are no profiles: add at least one [[profile]]")]
    Empty,
    /// No built-in profile has this name.
    #[error("there is no profile {name:?}; there are: {known}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

/// Catchments that cannot be made, and pairs that do not fit.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CatchmentError {
    /// Steps without a step.
    #[error("a stepped catchment needs at least one step: a limit and a weight")]
    NoSteps,
    /// Limits that do not rise.
    #[error("step {step} ends at {limit}, it must end beyond the step before it, at {before}")]
    Limit {
        /// Which step, from 1.
        step: usize,
        /// Its limit.
        limit: Length,
        /// The limit before it.
        before: Length,
    },
    /// A weight that is none, or rises.
    #[error("step {step} weighs {weight}, it must weigh between 0 and {most}")]
    Weight {
        /// Which step, from 1.
        step: usize,
        /// Its weight.
        weight: f64,
        /// The weight before it, or 1.
        most: f64,
    },
    /// A bell without a width.
    #[error("sigma is 0.000 m, it must be above that")]
    Sigma,
    /// A pair of something that is not there.
    #[error("a pair names {what} {position}, counted from 0, but there are {count}")]
    Pair {
        /// "origin" or "facility".
        what: &'static str,
        /// The position it names.
        position: u32,
        /// How many there are.
        count: usize,
    },
}

/// A study that cannot be scored.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// A parameter outside its range.
    #[error("{parameter} is {found}, it must be {allowed}")]
    Parameter {
        /// Its name.
        parameter: &'static str,
        /// The value given.
        found: String,
        /// The values allowed.
        allowed: &'static str,
    },
    /// A norm asks for a category that the study holds no layer of.
    #[error("norm {norm:?} asks for category {category:?}, but the facilities have only: {known}")]
    UnknownCategory {
        /// The norm.
        norm: String,
        /// The category it asks for.
        category: String,
        /// The categories there are.
        known: String,
    },
    /// Rests are asked for, and nobody says where benches are.
    #[error(
        "rests are asked for, but there are no facilities of category \"bench\": take them from an \
         OSM extract or from a table of your own"
    )]
    NoBenches,
    /// Nothing of this name.
    #[error("there is no {what} {id:?}")]
    NotFound {
        /// "origin", "norm", "profile" or "category".
        what: &'static str,
        /// The id asked for.
        id: String,
    },
    /// Facilities or origins are wrong.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A stored tile that does not fit together.
    #[error("this is no tile of a study: {reason}")]
    Stored {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The caller asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// A text that is no catalogue of criteria.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CriteriaError {
    /// No TOML, or other keys than a catalogue has.
    #[error("{0}")]
    Toml(String),
    /// An indicator that makes no sense.
    #[error("indicator {indicator:?}: {reason}")]
    Indicator {
        /// Its id.
        indicator: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A name that no catalogue has.
    #[error("there is no catalogue {name:?}; there is {known}")]
    UnknownCatalogue {
        /// The name.
        name: String,
        /// The names there are.
        known: String,
    },
}
