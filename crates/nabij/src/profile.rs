//! Who walks: which edges and nodes a walker can use.

mod demand;
mod file;

use std::{borrow::Cow, collections::BTreeMap};

pub(crate) use demand::join;
pub use demand::{Demand, Pass};
use serde::{Deserialize, Serialize};

use crate::{
    attributes::{EdgeAttributes, Kerb, NodeAttributes},
    category::Category,
    error::ProfileError,
    length::Length,
};

/// Words of a tag that a walker can use, and words that it cannot. Any other word is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// Good enough.
    pub yes: Vec<String>,
    /// Not good enough.
    pub no: Vec<String>,
}

impl Words {
    const NONE: Words = Words {
        yes: Vec::new(),
        no: Vec::new(),
    };

    /// Whether anything is asked at all.
    pub fn is_empty(&self) -> bool {
        self.yes.is_empty() && self.no.is_empty()
    }

    fn pass(&self, word: Option<&str>) -> Pass {
        let has = |words: &[String]| word.is_some_and(|word| words.iter().any(|own| own == word));
        match (has(&self.no), has(&self.yes)) {
            (true, _) => Pass::No,
            (_, true) => Pass::Yes,
            _ => Pass::Unknown,
        }
    }
}

/// What is known of the two ends of an edge.
pub(crate) type Ends<'n> = [Option<&'n NodeAttributes>; 2];

/// Where a walker can sit down, for walks with rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// How far a bench may be from the street: 15 m, an assumption.
    pub bench: Length,
    /// Categories of facilities that offer a seat at their door.
    pub seats: Vec<Category>,
}

/// A kind of walker, as data: what it cannot use and what it may not.
///
/// Three things can be said of an edge or a node: it can certainly be used, it certainly cannot, or
/// that depends on what is not known ([`Pass`]). Speed changes no verdict.
///
/// ```
/// use nabij::{EdgeAttributes, Access, Demand, Pass, Profile};
/// let [_, _, rollator, _] = Profile::built_in();
/// let stairs = EdgeAttributes { steps: Some(true), ..Default::default() };
/// assert_ne!(Profile::ADULT.edge(&stairs), Pass::No);
/// assert_eq!(rollator.edge(&stairs), Pass::No);
///
/// let path = EdgeAttributes { access: Some(Access::Public), steps: Some(false), ..Default::default() };
/// assert_eq!(rollator.edge(&path), Pass::Unknown);
/// assert!(rollator.doubts(&path, true).contains(&Demand::Width));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The name that rows carry.
    pub id: Cow<'static, str>,
    /// Labels by language.
    pub label: BTreeMap<String, String>,
    /// Metres per second; for minutes only.
    pub speed: f64,
    /// Takes stairs.
    pub steps: bool,
    /// Takes moving staircases and walkways.
    pub escalators: bool,
    /// Takes lifts.
    pub lifts: bool,
    /// The highest kerb.
    pub kerb: Option<Length>,
    /// The steepest way up, in thousandths.
    pub incline_up: Option<i16>,
    /// The steepest way down, in thousandths.
    pub incline_down: Option<i16>,
    /// The least free width.
    pub width: Option<Length>,
    /// Materials.
    pub surface: Words,
    /// Smoothness.
    pub smoothness: Words,
    /// Kinds of barrier at a node, such as `gate` or `stile`.
    pub barrier: Words,
    /// Kinds of crossing, such as `zebra` or `unmarked`.
    pub crossing: Words,
    /// Classes of way on which a missing tag is taken to be good enough; `*` is every class.
    pub assumed: BTreeMap<Demand, Vec<String>>,
    /// Where the walker sits down.
    pub rest: Rest,
    /// Where the numbers come from, by parameter; a parameter without a source is an assumption.
    pub source: BTreeMap<String, String>,
}

impl Profile {
    /// Somebody who can use everything that is open to walkers. The base walkable network is theirs.
    pub const ADULT: Profile = Profile {
        id: Cow::Borrowed("adult"),
        label: BTreeMap::new(),
        speed: 1.3,
        steps: true,
        escalators: true,
        lifts: true,
        kerb: None,
        incline_up: None,
        incline_down: None,
        width: None,
        surface: Words::NONE,
        smoothness: Words::NONE,
        barrier: Words::NONE,
        crossing: Words::NONE,
        assumed: BTreeMap::new(),
        rest: Rest {
            bench: Length::metres(15),
            seats: Vec::new(),
        },
        source: BTreeMap::new(),
    };

    /// The names of the profiles that come with the library.
    pub const BUILT_IN: [&'static str; 4] = ["adult", "older_adult", "rollator", "wheelchair"];

    /// The text that they are read from, to start one's own from.
    pub const BUILT_IN_TOML: &'static str = include_str!("../profiles/built-in.toml");

    /// The profiles that come with the library, in the order of [`Profile::BUILT_IN`].
    pub fn built_in() -> [Profile; 4] {
        let read = Profile::from_toml(Self::BUILT_IN_TOML).unwrap_or_default();
        let mut read = read.into_iter();
        std::array::from_fn(|_| read.next().unwrap_or(Self::ADULT))
    }

    /// One of the profiles that come with the library.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`] lists the names there are.
    pub fn named(name: &str) -> Result<Profile, ProfileError> {
        let mut own = Profile::built_in().into_iter();
        own.find(|profile| profile.id == name)
            .ok_or_else(|| ProfileError::Unknown {
                name: name.to_owned(),
                known: Self::BUILT_IN.join(", "),
            })
    }

    /// The profiles of a TOML text: a `[[profile]]` each, with the keys of the built-in ones.
    /// What a profile does not mention, it does not ask for.
    ///
    /// # Errors
    /// [`ProfileError::Toml`] with line and column where the text is wrong, [`ProfileError::Profile`] where a
    /// value is.
    pub fn from_toml(text: &str) -> Result<Vec<Profile>, ProfileError> {
        file::parse(text)
    }

    /// The same walker by another name, who takes neither stairs nor moving staircases.
    pub fn without_steps(self, id: impl Into<String>) -> Self {
        Profile {
            id: Cow::Owned(id.into()),
            steps: false,
            escalators: false,
            ..self
        }
    }

    /// The name that rows carry.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Minutes for a distance, for reading: they take part in no verdict.
    pub fn minutes(&self, distance: Length) -> f64 {
        distance.in_metres() / self.speed / 60.0
    }

    /// Whether this walker can use an edge in one direction at least.
    pub fn edge(&self, attributes: &EdgeAttributes) -> Pass {
        let [forward, backward] = self.ways(attributes, [None; 2]);
        forward.max(backward)
    }

    /// Whether this walker can go along an edge with these ends, and against its direction.
    pub(crate) fn ways(&self, attributes: &EdgeAttributes, ends: Ends<'_>) -> [Pass; 2] {
        let (forward, backward) = attributes.ways();
        [(forward, true), (backward, false)].map(|(open, along)| {
            let demands = self.of_edge(attributes, ends, along);
            let least = demands.map(|(_, pass)| pass).min();
            if open {
                least.unwrap_or(Pass::Yes)
            } else {
                Pass::No
            }
        })
    }

    /// Whether this walker can pass a node.
    pub fn node(&self, attributes: &NodeAttributes) -> Pass {
        let demands = self.of_node(attributes);
        demands.map(|(_, pass)| pass).min().unwrap_or(Pass::Yes)
    }

    /// What must be known before it is certain that this walker can go along an edge, or against
    /// its direction.
    pub fn doubts(&self, attributes: &EdgeAttributes, along: bool) -> Vec<Demand> {
        self.doubts_between(attributes, [None; 2], along)
    }

    pub(crate) fn doubts_between(
        &self,
        attributes: &EdgeAttributes,
        ends: Ends<'_>,
        along: bool,
    ) -> Vec<Demand> {
        demand::unknown(self.of_edge(attributes, ends, along))
    }

    /// What must be known before it is certain that this walker can pass a node.
    pub fn node_doubts(&self, attributes: &NodeAttributes) -> Vec<Demand> {
        demand::unknown(self.of_node(attributes))
    }

    fn kerb_pass(&self, kerb: Option<Kerb>) -> Option<Pass> {
        let most = self.kerb?;
        // OSM's `lowered` is a kerb of at most about 3 cm.
        let lowered = Length::millimetres(30);
        Some(match kerb {
            None => Pass::Unknown,
            Some(Kerb::Flush) => Pass::Yes,
            Some(Kerb::Lowered) if lowered <= most => Pass::Yes,
            Some(Kerb::Lowered) => Pass::Unknown,
            Some(Kerb::Rolled | Kerb::Raised) => Pass::No,
            Some(Kerb::Height(height)) => Pass::known(height <= most),
        })
    }
}
