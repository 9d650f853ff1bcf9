//! Errors of housing: its rules, its balance and its shares.

/// Housing rules that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HousingError {
    /// The text holds no rules; the message carries line and column.
    #[error("{0}")]
    Toml(String),
    /// One rule is wrong.
    #[error("rule {rule:?}: {reason}")]
    Rule {
        /// Its id.
        rule: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// One row of the table of estimates is wrong.
    #[error("estimate {row}: {reason}")]
    Estimate {
        /// Which row, from 1.
        row: usize,
        /// What is wrong and what to do.
        reason: String,
    },
    /// No definition of clustered housing has this name.
    #[error("there is no definition {name:?}; there are: {known}")]
    UnknownDefinition {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

/// Tables of task, stock and plans that make no balance.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BalanceError {
    /// Two rows say the same thing.
    #[error("{table}: area {area:?}, type {kind:?}, year {year} occurs twice: add the rows up")]
    Duplicate {
        /// "task", "stock", "hard plans" or "soft plans".
        table: &'static str,
        /// The area's code.
        area: String,
        /// The housing type.
        kind: String,
        /// The year.
        year: u16,
    },
    /// A number that is no number of dwellings.
    #[error(
        "{table}: area {area:?}, type {kind:?}, year {year} has number {number}, it must be 0 to \
         1000000000, or empty where it is not known"
    )]
    Number {
        /// "task", "stock", "hard plans" or "soft plans".
        table: &'static str,
        /// The area's code.
        area: String,
        /// The housing type.
        kind: String,
        /// The year.
        year: u16,
        /// The number.
        number: f64,
    },
    /// Areas that are parts of themselves.
    #[error("area {area:?} is a part of itself, or more than 50 areas lie around it")]
    Cycle {
        /// The area's code.
        area: String,
    },
}

/// Numbers of which no fair share can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShareError {
    /// Two rows carry one area.
    #[error("area {area:?} occurs twice: each area has one row")]
    Duplicate {
        /// The area's code.
        area: String,
    },
    /// A share of what is not known cannot be told.
    #[error("area {area:?} has no {what}: a fair share needs it of every area")]
    Unknown {
        /// The area's code.
        area: String,
        /// "current number" or "base".
        what: &'static str,
    },
    /// Nothing to be in proportion to.
    #[error("the bases sum to 0: there is nothing to be in proportion to")]
    NoBase,
    /// More than can be counted exactly.
    #[error("{what} sum to more than 1000000000: is a code read as a count?")]
    TooMany {
        /// "current and new numbers" or "bases".
        what: &'static str,
    },
}
