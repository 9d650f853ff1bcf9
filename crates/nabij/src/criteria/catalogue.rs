//! The catalogue: what is measured, on what grounds, and how it counts.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{evidence::Demand, file, measure::Measure, nest::Nest, utility::Utility};
use crate::error::CriteriaError;

/// Texts by language.
pub(super) type Label = BTreeMap<String, String>;

/// On what a number stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum BasisLabel {
    /// In the client's document.
    Seed,
    /// Published elsewhere.
    Pub,
    /// Chosen by whoever wrote the catalogue.
    #[default]
    Assumption,
}

impl BasisLabel {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            BasisLabel::Seed => "SEED",
            BasisLabel::Pub => "PUB",
            BasisLabel::Assumption => "ASSUMPTION",
        }
    }
}

/// The grounds of one number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Basis {
    /// Its kind.
    pub label: BasisLabel,
    /// Where it stands, or why it was chosen.
    pub source: String,
}

/// A number to hold a value against.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The number.
    pub value: f64,
    /// What it is, by language.
    #[serde(default)]
    pub what: BTreeMap<String, String>,
    /// Its kind.
    #[serde(default)]
    pub label: BasisLabel,
    /// Where it stands.
    #[serde(default)]
    pub source: String,
}

/// Whether anybody can get some data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Everybody can.
    Open,
    /// Somebody keeps a list.
    #[default]
    List,
    /// Totals at best.
    Closed,
}

impl Availability {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Availability::Open => "open",
            Availability::List => "list",
            Availability::Closed => "closed",
        }
    }
}

/// Data that an indicator needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataNeed {
    /// What.
    pub what: String,
    /// Who has it.
    pub availability: Availability,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Best between two values.
    Band,
    /// Neither: need or context, never scored.
    #[default]
    Context,
}

impl Direction {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Direction::Higher => "higher",
            Direction::Lower => "lower",
            Direction::Band => "band",
            Direction::Context => "context",
        }
    }
}

/// What an indicator is measured on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorLevel {
    /// Every address.
    #[default]
    Address,
    /// Every complex.
    Complex,
    /// Every named route; there it is, and for the city as a whole.
    Route,
    /// Neighbourhoods, the finest level there is.
    Buurt,
    /// Districts and larger.
    Wijk,
    /// City districts and larger.
    Stadsdeel,
    /// The city as a whole.
    City,
}

impl IndicatorLevel {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            IndicatorLevel::Address => "address",
            IndicatorLevel::Complex => "complex",
            IndicatorLevel::Route => "route",
            IndicatorLevel::Buurt => "buurt",
            IndicatorLevel::Wijk => "wijk",
            IndicatorLevel::Stadsdeel => "stadsdeel",
            IndicatorLevel::City => "city",
        }
    }
}

/// One indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// The id of its heading.
    pub heading: String,
    /// The client's ambition that it serves, 1 to 6.
    pub ambition: Option<u8>,
    /// Labels by language.
    pub label: BTreeMap<String, String>,
    /// Definitions by language.
    pub definition: BTreeMap<String, String>,
    /// The unit of the value: `share` of one, `per_100`, `per_1000`, `ratio`, `index`, `count`,
    /// `persons`, `class`.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// What it is measured on.
    pub level: IndicatorLevel,
    /// The norm of the norm panel that it shows.
    pub panel: Option<String>,
    /// How it is measured.
    pub measure: Measure,
    /// How it is scored; context is not.
    pub utility: Option<Utility>,
    /// What it counts for within its heading.
    pub weight: f64,
    /// Whether its value is always an estimate.
    pub estimated: bool,
    /// Values below this are not shown.
    pub suppress_below: Option<f64>,
    /// Nor are values of fewer than so many.
    pub suppress_total_below: Option<f64>,
    /// Data that it needs.
    pub data: Vec<DataNeed>,
    /// On what each number stands, by its name; `definition` is what the whole stands on.
    pub basis: BTreeMap<String, Basis>,
    /// A number to hold it against.
    pub reference: Option<Reference>,
}

impl Indicator {
    /// The finest level that it is measured on; none where it is measured on all levels.
    pub fn measured_from(&self, nest: &Nest) -> Option<usize> {
        let top = nest.levels().saturating_sub(1);
        let named = |name: &str| nest.level_named(name).unwrap_or(top);
        match self.level {
            IndicatorLevel::Address | IndicatorLevel::Complex | IndicatorLevel::Buurt => None,
            IndicatorLevel::Wijk => Some(named("wijk")),
            IndicatorLevel::Stadsdeel => Some(named("stadsdeel")),
            IndicatorLevel::Route | IndicatorLevel::City => Some(nest.city()),
        }
    }

    /// What one of its numbers stands on.
    pub fn basis_of(&self, number: &str) -> Basis {
        self.basis.get(number).cloned().unwrap_or_default()
    }

    /// The weakest ground that its limits and definition stand on: what its value is worth. What its
    /// score stands on is told by [`Indicator::basis_of`] of `target` or `knots`.
    pub fn standing(&self) -> BasisLabel {
        let of_score = ["floor", "target", "knots", "classes", "weight"];
        let own = self
            .basis
            .iter()
            .filter(|(name, _)| !of_score.contains(&name.as_str()));
        let rank = |label: BasisLabel| match label {
            BasisLabel::Seed => 0,
            BasisLabel::Pub => 1,
            BasisLabel::Assumption => 2,
        };
        let labels = own.map(|(_, basis)| basis.label);
        labels.max_by_key(|label| rank(*label)).unwrap_or_default()
    }
}

/// A heading: indicators that are scored together.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// Its id.
    pub id: String,
    /// Labels by language.
    #[serde(default)]
    pub label: BTreeMap<String, String>,
    /// Where it stands.
    #[serde(default)]
    pub source: String,
    /// What it counts for in a total.
    #[serde(default = "one")]
    pub weight: f64,
}

fn one() -> f64 {
    1.0
}

/// An ambition of the client.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ambition {
    /// Its number.
    pub number: u8,
    /// Labels by language.
    #[serde(default)]
    pub label: BTreeMap<String, String>,
}

/// The catalogue of criteria.
///
/// ```
/// use nabij::criteria::Catalogue;
/// let catalogue = Catalogue::built_in("zorgzame-buurt-2024")?;
/// assert_eq!(catalogue.indicators.len(), 37);
///
/// // One's own: only what differs.
/// let own = Catalogue::from_toml(r#"
///     extends = "zorgzame-buurt-2024"
///     drop = ["livability_score"]
///     [[indicator]]
///     id = "pharmacy_within_norm"
///     weight = 2
/// "#)?;
/// assert_eq!(own.indicators.len(), 36);
/// assert_eq!(own.get("pharmacy_within_norm").unwrap().weight, 2.0);
/// # Ok::<(), nabij::CriteriaError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// Its name.
    pub name: String,
    /// What it is: a draft, a decision.
    pub status: Option<String>,
    /// The document that it follows.
    pub document: Option<String>,
    /// The share of a heading's weight that must be known.
    pub coverage: f64,
    /// A score that is known to so much counts as known: its middle.
    pub tolerance: f64,
    /// The quantity that stands for need.
    pub need: String,
    /// The client's ambitions.
    pub ambitions: Vec<Ambition>,
    /// The headings, in the order of the output.
    pub headings: Vec<Heading>,
    /// What quantities are called, by language.
    pub quantities: BTreeMap<String, BTreeMap<String, String>>,
    /// The indicators, in the order of the output.
    pub indicators: Vec<Indicator>,
    /// Ids of indicators of the catalogue that it extends which are left out, changed or new.
    pub changed: Vec<String>,
}

impl Catalogue {
    /// The names of the catalogues that come with the library.
    pub const BUILT_IN: [&'static str; 1] = ["zorgzame-buurt-2024"];

    /// A catalogue that comes with the library.
    ///
    /// # Errors
    /// [`CriteriaError::UnknownCatalogue`] lists the names there are.
    pub fn built_in(name: &str) -> Result<Self, CriteriaError> {
        Self::from_toml(Self::built_in_toml(name)?)
    }

    /// The text of a catalogue that comes with the library, to start one's own from.
    ///
    /// # Errors
    /// [`CriteriaError::UnknownCatalogue`] lists the names there are.
    pub fn built_in_toml(name: &str) -> Result<&'static str, CriteriaError> {
        match name {
            "zorgzame-buurt-2024" => Ok(include_str!("../../criteria/zorgzame-buurt-2024.toml")),
            _ => Err(CriteriaError::UnknownCatalogue {
                name: name.to_owned(),
                known: Self::BUILT_IN.join(", "),
            }),
        }
    }

    /// A catalogue from the text of a TOML file, alone or on top of the one that it `extends`.
    ///
    /// # Errors
    /// [`CriteriaError::Toml`] with line and column where the text is no catalogue,
    /// [`CriteriaError::Indicator`] with what is wrong with an indicator.
    pub fn from_toml(text: &str) -> Result<Self, CriteriaError> {
        file::parse(text)
    }

    /// The indicator of an id.
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// All that must be found out about origins, each once.
    pub fn demands(&self) -> Vec<Demand> {
        let all = self.indicators.iter();
        let mut all: Vec<Demand> = all.flat_map(|one| one.measure.demands()).collect();
        all.sort();
        all.dedup();
        all
    }
}
