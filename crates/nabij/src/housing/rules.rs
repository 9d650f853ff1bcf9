//! Rules, and what they say of a dwelling.

use std::collections::BTreeMap;

use super::{
    Features, HousingType, Truth,
    estimate::{Estimate, EstimateRow},
    file,
};
use crate::{
    error::HousingError,
    norm::{Source, Standing},
};

/// What a rule asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// A feature that is yes, no or unknown, by its position.
    Feature(usize),
    /// A number, by its position, that is at least this.
    AtLeast(usize, f64),
    /// Whether every dwelling of the complex is zero-step.
    AllZeroStep,
    /// Another rule.
    Rule(usize),
    /// The rule that defines clustered housing.
    Definition,
    /// The estimate.
    Estimate,
    All(Vec<Term>),
    Any(Vec<Term>),
    FirstKnown(Vec<Term>),
}

/// One rule, with its source.
#[derive(Clone, Debug, PartialEq)]
pub struct HousingRule {
    /// Its id: a housing type, a definition of clustered, or one's own.
    pub id: String,
    /// Labels by language.
    pub label: BTreeMap<String, String>,
    /// How firmly it stands.
    pub standing: Standing,
    /// Where it comes from.
    pub source: Source,
    pub(super) term: Term,
}

/// Rules for every housing type, and the table of estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct HousingRules {
    pub(super) rules: Vec<HousingRule>,
    /// The positions of the rules for the types, in their order.
    pub(super) types: [usize; 6],
    /// The position of the rule that defines clustered housing.
    pub(super) definition: Option<usize>,
    pub(super) rows: Vec<EstimateRow>,
}

impl HousingRules {
    /// The text of the rules that come with the library, to start one's own from.
    pub const BUILT_IN_TOML: &'static str = include_str!("../../housing/types.toml");

    /// The definitions of clustered housing that come with the library, the default first.
    pub const DEFINITIONS: [&'static str; 3] = [
        "geclusterd-denhaag-2024",
        "geclusterd-cbs-vro-2025",
        "geclusterd-rigo",
    ];

    /// The rules that come with the library.
    ///
    /// # Errors
    /// None: they are tested.
    pub fn built_in() -> Result<Self, HousingError> {
        Self::from_toml("")
    }

    /// The built-in rules, with those of a TOML text in their place: a rule replaces the built-in
    /// one with its id, `definition` chooses what clustered means, `[[estimate]]` rows replace the
    /// whole table. With `extends = false` nothing built in is kept.
    ///
    /// ```
    /// use nabij::{Features, HousingRules, HousingType};
    /// let rules = HousingRules::from_toml(
    ///     r#"
    ///     definition = "geclusterd-rigo"
    ///     [[rule]]
    ///     id = "labelled"
    ///     all = ["label_age >= 65"]
    ///     "#,
    /// )?;
    /// let dwelling = Features { label_age: Some(55), ..Features::default() };
    /// assert_eq!(rules.classify(&dwelling).get(HousingType::Labelled).is, Some(false));
    /// # Ok::<(), nabij::HousingError>(())
    /// ```
    ///
    /// # Errors
    /// [`HousingError`]: with line and column where the text is no TOML of this form, else naming
    /// the rule or row that is wrong.
    pub fn from_toml(text: &str) -> Result<Self, HousingError> {
        file::parse(text)
    }

    /// The same rules with another definition of clustered housing.
    ///
    /// # Errors
    /// [`HousingError::UnknownDefinition`] lists the names there are; [`HousingError::Rule`] where
    /// the definition itself asks whether housing is clustered.
    pub fn with_definition(mut self, name: &str) -> Result<Self, HousingError> {
        self.definition = Some(self.find_definition(name)?);
        self.check_cycles()?;
        Ok(self)
    }

    /// Every rule, with its source.
    pub fn rules(&self) -> &[HousingRule] {
        &self.rules
    }

    /// A rule by its id.
    pub fn get(&self, id: &str) -> Option<&HousingRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rule of a type.
    fn of(&self, kind: HousingType) -> Option<&HousingRule> {
        let all = HousingType::ALL.into_iter().zip(self.types);
        let at = all.into_iter().find(|(one, _)| *one == kind)?.1;
        self.rules.get(at)
    }

    /// The rule that defines clustered housing.
    pub fn definition(&self) -> Option<&HousingRule> {
        self.rules.get(self.definition?)
    }

    /// What one rule says of a dwelling, such as a definition beside the chosen one; nothing where
    /// there is no such rule.
    pub fn test(&self, id: &str, dwelling: &Features) -> Option<Truth> {
        let rule = self.get(id)?;
        Some(self.value(&rule.term, dwelling, self.estimate(dwelling)))
    }

    pub(super) fn truth(&self, kind: HousingType, dwelling: &Features, guess: Estimate) -> Truth {
        let rule = self.of(kind);
        rule.map_or(Truth::UNKNOWN, |rule| {
            self.value(&rule.term, dwelling, guess)
        })
    }

    /// What the table of estimates says.
    pub(super) fn estimate(&self, dwelling: &Features) -> Estimate {
        Estimate::of(&self.rows, dwelling)
    }

    /// Whether the rule for zero-step dwellings asks the table of estimates.
    pub(super) fn estimates(&self) -> bool {
        let rule = self.of(HousingType::ZeroStep);
        rule.is_some_and(|rule| self.asks_estimate(&rule.term))
    }

    fn asks_estimate(&self, term: &Term) -> bool {
        let asks = |rule: Option<&HousingRule>| rule.is_some_and(|r| self.asks_estimate(&r.term));
        match term {
            Term::Estimate => true,
            Term::Feature(_) | Term::AtLeast(..) | Term::AllZeroStep => false,
            Term::Rule(at) => asks(self.rules.get(*at)),
            Term::Definition => asks(self.definition()),
            Term::All(terms) | Term::Any(terms) | Term::FirstKnown(terms) => {
                terms.iter().any(|term| self.asks_estimate(term))
            }
        }
    }

    fn value(&self, term: &Term, dwelling: &Features, estimate: Estimate) -> Truth {
        let value = |term: &Term| self.value(term, dwelling, estimate);
        let of = |rule: Option<&HousingRule>| rule.map_or(Truth::UNKNOWN, |r| value(&r.term));
        match term {
            Term::Feature(at) => Truth::known(dwelling.yes_no(*at)),
            Term::AllZeroStep => dwelling.all_zero_step,
            Term::AtLeast(at, least) => {
                Truth::known(dwelling.number(*at).map(|number| number >= *least))
            }
            Term::Rule(at) => of(self.rules.get(*at)),
            Term::Definition => of(self.definition()),
            Term::Estimate => Truth::estimate(estimate.is()),
            Term::All(terms) => Truth::all(terms.iter().map(value)),
            Term::Any(terms) => Truth::any(terms.iter().map(value)),
            Term::FirstKnown(terms) => Truth::first_known(terms.iter().map(value)),
        }
    }
}
