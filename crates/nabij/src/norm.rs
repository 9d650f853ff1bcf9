//! Norms: what an address must be able to reach, and within how many metres.

mod file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{category::Category, error::NormError, length::Length};

/// What a norm asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// The nearest facility of a category, within the limits.
    Nearest(Category),
    /// All of these norms.
    AllOf(Vec<String>),
    /// Any of these norms.
    AnyOf(Vec<String>),
    /// At least this many of these norms.
    AtLeast(usize, Vec<String>),
}

impl Test {
    /// The norms that this one is made of, and how many of them must hold.
    pub fn parts(&self) -> Option<(usize, &[String])> {
        match self {
            Test::Nearest(_) => None,
            Test::AllOf(parts) => Some((parts.len(), parts)),
            Test::AnyOf(parts) => Some((1, parts)),
            Test::AtLeast(count, parts) => Some((*count, parts)),
        }
    }
}

/// How firmly a norm's number stands in its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Stated in the source.
    Norm,
    /// A guide value ("richtwaarde", "bijvoorbeeld circa").
    GuideValue,
    /// Chosen by whoever wrote the norm set.
    #[default]
    Assumption,
}

/// Where a norm comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// The document.
    pub document: Option<String>,
    /// The sentence, in its own words.
    pub quote: Option<String>,
    /// Page or lines.
    pub place: Option<String>,
}

/// Kinds of origin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Kinds {
    /// Only these; every kind where empty.
    pub kind: Vec<String>,
    /// But never these.
    pub not_kind: Vec<String>,
}

/// One norm.
///
/// ```
/// use nabij::{Category, Length, Norm};
/// let pharmacy = Norm::new("pharmacy").lower(Length::metres(300)).upper(Length::metres(500));
/// assert_eq!(pharmacy.test, nabij::Test::Nearest(Category::PHARMACY));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// Its id; rows carry it.
    pub id: String,
    /// What it asks for.
    pub test: Test,
    /// The stricter of two limits. Both are always reported, never averaged.
    pub lower: Option<Length>,
    /// The limit. Parts of a composite norm bring their own.
    pub upper: Option<Length>,
    /// Whether a facility in the origin's own building or complex counts as 0 m.
    pub indoor: bool,
    /// The kinds of origin it is tested for.
    pub applies_to: Kinds,
    /// Labels by language.
    pub label: BTreeMap<String, String>,
    /// How firmly it stands.
    pub standing: Standing,
    /// Where it comes from.
    pub source: Source,
}

impl Norm {
    /// A norm for the category of the same name; [`NormSet::new`] checks it.
    pub fn new(id: impl Into<String>) -> Self {
        let id = id.into();
        let test = Category::new(id.clone()).map_or(Test::AllOf(Vec::new()), Test::Nearest);
        Norm {
            id,
            test,
            lower: None,
            upper: None,
            indoor: false,
            applies_to: Kinds::default(),
            label: BTreeMap::new(),
            standing: Standing::default(),
            source: Source::default(),
        }
    }

    /// Asks for something else than the category of the same name.
    pub fn test(self, test: Test) -> Self {
        Norm { test, ..self }
    }

    /// Sets the stricter limit.
    pub fn lower(self, lower: Length) -> Self {
        Norm {
            lower: Some(lower),
            ..self
        }
    }

    /// Sets the limit.
    pub fn upper(self, upper: Length) -> Self {
        Norm {
            upper: Some(upper),
            ..self
        }
    }

    /// Lets facilities in the origin's own building or complex count as 0 m.
    pub fn indoor(self) -> Self {
        Norm {
            indoor: true,
            ..self
        }
    }

    /// Tests it for one kind of origin only; call it again for another kind.
    pub fn applies_to(mut self, kind: impl Into<String>) -> Self {
        self.applies_to.kind.push(kind.into());
        self
    }

    /// Whether it is tested for an origin of this kind.
    pub fn applies(&self, kind: Option<&str>) -> bool {
        let names = |kinds: &[String]| kinds.iter().any(|k| Some(k.as_str()) == kind);
        let Kinds {
            kind: only,
            not_kind,
        } = &self.applies_to;
        (only.is_empty() || names(only)) && !names(not_kind)
    }
}

/// Norms that belong together, checked once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormSet {
    name: String,
    status: Option<String>,
    norms: Vec<Norm>,
}

impl NormSet {
    /// The names of the sets that come with the library.
    pub const BUILT_IN: [&'static str; 1] = ["denhaag-2024"];

    /// A set of norms in the order of the output; parts come before the norms made of them.
    ///
    /// # Errors
    /// [`NormError::Empty`] without norms; [`NormError::Norm`] when a norm has no limit, its limits are the wrong way round, two have
    /// one id, or a composite names a part that does not stand before it or applies elsewhere.
    pub fn new(norms: impl IntoIterator<Item = Norm>) -> Result<Self, NormError> {
        let norms: Vec<Norm> = norms.into_iter().collect();
        if norms.is_empty() {
            return Err(NormError::Empty);
        }
        for (at, norm) in norms.iter().enumerate() {
            check(norm, &norms[..at]).map_err(|reason| NormError::Norm {
                norm: norm.id.clone(),
                reason,
            })?;
        }
        Ok(NormSet {
            name: "custom".to_owned(),
            status: None,
            norms,
        })
    }

    /// A set from the text of a TOML file.
    ///
    /// # Errors
    /// [`NormError::Toml`] with line and column where the text is no norm set, else as [`NormSet::new`].
    pub fn from_toml(text: &str) -> Result<Self, NormError> {
        file::parse(text)
    }

    /// A set that comes with the library: `denhaag-2024`.
    ///
    /// # Errors
    /// [`NormError::UnknownSet`] lists the names there are.
    pub fn built_in(name: &str) -> Result<Self, NormError> {
        Self::from_toml(Self::built_in_toml(name)?)
    }

    /// The text of a set that comes with the library, to start one's own from.
    ///
    /// # Errors
    /// [`NormError::UnknownSet`] lists the names there are.
    pub fn built_in_toml(name: &str) -> Result<&'static str, NormError> {
        match name {
            "denhaag-2024" => Ok(include_str!("../norms/denhaag-2024.toml")),
            _ => Err(NormError::UnknownSet {
                name: name.to_owned(),
                known: Self::BUILT_IN.join(", "),
            }),
        }
    }

    /// Its name; `custom` where none was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the set is: a draft, a decision.
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// The norms, parts before the norms made of them.
    pub fn norms(&self) -> &[Norm] {
        &self.norms
    }

    /// The position of a norm.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.norms.iter().position(|norm| norm.id == id)
    }

    /// The categories that norms ask for, each once, in byte order.
    pub fn categories(&self) -> Vec<&Category> {
        let mut categories: Vec<&Category> = self.norms.iter().filter_map(Norm::category).collect();
        categories.sort_unstable();
        categories.dedup();
        categories
    }

    /// The longest limit of all.
    pub fn longest(&self) -> Length {
        let longest = self.norms.iter().filter_map(|norm| norm.upper).max();
        longest.unwrap_or(Length::ZERO)
    }
}

impl Norm {
    /// The category a simple norm asks for.
    pub fn category(&self) -> Option<&Category> {
        match &self.test {
            Test::Nearest(category) => Some(category),
            _ => None,
        }
    }
}

/// What is wrong with a norm, given those before it.
fn check(norm: &Norm, before: &[Norm]) -> Result<(), String> {
    if norm.id.is_empty() {
        return Err("it needs an id".to_owned());
    }
    if before.iter().any(|other| other.id == norm.id) {
        return Err("its id occurs twice".to_owned());
    }
    let Some((needed, parts)) = norm.test.parts() else {
        return match (norm.lower, norm.upper) {
            (_, None) => Err("it needs `upper`, a limit in metres".to_owned()),
            (Some(lower), Some(upper)) if lower > upper => Err(format!(
                "its lower limit {lower} lies above its upper limit {upper}"
            )),
            _ => Ok(()),
        };
    };
    if parts.is_empty() {
        return Err("it names no category and no parts".to_owned());
    }
    if norm.lower.is_some() || norm.upper.is_some() || norm.indoor {
        return Err("its parts bring their own limits and `indoor`; leave these out".to_owned());
    }
    if !(1..=parts.len()).contains(&needed) {
        return Err(format!("it asks for {needed} of {} norms", parts.len()));
    }
    for (at, part) in parts.iter().enumerate() {
        let known = before.iter().find(|other| &other.id == part);
        let known = known.ok_or(format!(
            "its part {part:?} must be a norm that stands before it"
        ))?;
        if parts[..at].contains(part) {
            return Err(format!("it names {part:?} twice"));
        }
        if known.applies_to != Kinds::default() && known.applies_to != norm.applies_to {
            return Err(format!(
                "its part {part:?} applies to other kinds of origin"
            ));
        }
    }
    Ok(())
}
