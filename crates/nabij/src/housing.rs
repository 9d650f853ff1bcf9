//! Housing types: what a dwelling is, by rules over what is known of it.
//!
//! Every answer is yes, no or unknown, and tells whether it rests on an estimate. The rules and the
//! table of estimates are data, each with its source: `housing/types.toml`, which
//! [`HousingRules::BUILT_IN_TOML`] holds and a text of one's own replaces rule by rule.
//!
//! ```
//! use nabij::{Features, HousingRules, HousingType, Truth};
//! let rules = HousingRules::built_in()?;
//! let flat = Features {
//!     year: Some(1998),
//!     floors: Some(6.0),
//!     building_dwellings: Some(48),
//!     single_floor: Some(true),
//!     lift: Some(true),
//!     ..Features::default()
//! };
//! let found = rules.classify(&flat);
//! assert_eq!(found.get(HousingType::Suitable), Truth::YES);
//! let zero_step = found.get(HousingType::ZeroStep);
//! assert_eq!((zero_step.is, zero_step.estimated), (Some(true), true)); // so high, so it has a lift
//! assert_eq!(found.get(HousingType::Clustered).is, None); // nobody knows of a complex
//! # Ok::<(), nabij::HousingError>(())
//! ```

mod checks;
mod complex;
mod estimate;
mod features;
mod file;
mod rules;
mod tally;
mod truth;

use serde::Deserialize;

use estimate::Estimate;
pub use features::Features;
pub use rules::{HousingRule, HousingRules};
pub use tally::Tally;
pub use truth::Truth;

/// The types of housing that the client's documents tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HousingType {
    /// Nultreden: reached and lived in without stairs.
    ZeroStep,
    /// Geclusterd: one of a number of dwellings with a room to meet.
    Clustered,
    /// Zorggeschikt: clustered, for wheelchairs, with room for care.
    CareSuitable,
    /// Passend: on one floor, on the ground or with a lift. Weaker than zero-step.
    Suitable,
    /// Plusflat: a complex for older people with activities and a team that residents know.
    Plus,
    /// Labelled for people of 55 and older, fit for them or not.
    Labelled,
}

impl HousingType {
    /// Every type, in order of output.
    pub const ALL: [HousingType; 6] = [
        HousingType::ZeroStep,
        HousingType::Clustered,
        HousingType::CareSuitable,
        HousingType::Suitable,
        HousingType::Plus,
        HousingType::Labelled,
    ];

    /// Its id in tables and rules: `zero_step`, `clustered`, `care_suitable`, `suitable`, `plus`,
    /// `labelled`.
    pub const fn id(self) -> &'static str {
        match self {
            HousingType::ZeroStep => "zero_step",
            HousingType::Clustered => "clustered",
            HousingType::CareSuitable => "care_suitable",
            HousingType::Suitable => "suitable",
            HousingType::Plus => "plus",
            HousingType::Labelled => "labelled",
        }
    }

    /// The type with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// What a dwelling is found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Classified {
    truths: [Truth; 6],
    /// How much of a zero-step dwelling it counts for: 1 or 0 where that is known or estimated, ½
    /// for a house that could be adapted, nothing where unknown.
    pub zero_step_share: Option<f64>,
    /// Whether that share is an estimate.
    pub share_estimated: bool,
}

impl Classified {
    /// Whether it is of a type.
    pub fn get(&self, kind: HousingType) -> Truth {
        let all = HousingType::ALL.into_iter().zip(self.truths);
        let mut found = all.filter(|(one, _)| *one == kind);
        found.next().map_or(Truth::UNKNOWN, |(_, truth)| truth)
    }
}

impl HousingRules {
    /// What a dwelling is, type by type.
    pub fn classify(&self, dwelling: &Features) -> Classified {
        let estimate = self.estimate(dwelling);
        let truths = HousingType::ALL.map(|kind| self.truth(kind, dwelling, estimate));
        let [zero_step, ..] = truths;
        let half = zero_step.is.is_none() && self.estimates() && estimate == Estimate::Half;
        let known = zero_step.is.map(|is| if is { 1.0 } else { 0.0 });
        Classified {
            truths,
            zero_step_share: known.or(half.then_some(0.5)),
            share_estimated: zero_step.estimated || half,
        }
    }
}

#[cfg(test)]
mod tests;
