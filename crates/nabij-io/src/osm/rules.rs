//! The rule files: what is walkable, what is a facility, an origin, a barrier.

use std::sync::Arc;

use nabij::Category;
use serde::Deserialize;

use super::{
    tags::Tags,
    test::When,
    vocabulary::{Symbol, Vocabulary, key},
};

/// The built-in rules for streets.
pub const WALK_RULES: &str = include_str!("../../rules/walk.toml");
/// The built-in rules for facilities.
pub const FACILITY_RULES: &str = include_str!("../../rules/facilities.toml");
/// The built-in rules for origins.
pub const ORIGIN_RULES: &str = include_str!("../../rules/origins.toml");
/// The built-in rules for barriers.
pub const BARRIER_RULES: &str = include_str!("../../rules/barriers.toml");

/// What a rule file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Ways, squares and nodes, as in [`WALK_RULES`].
    Walk,
    /// Categories, as in [`FACILITY_RULES`].
    Facilities,
    /// Origins, as in [`ORIGIN_RULES`].
    Origins,
    /// Barriers, as in [`BARRIER_RULES`].
    Barriers,
}

/// A user's own rule file.
#[derive(Clone, Copy, Debug)]
pub struct RuleFile<'a> {
    /// What it is about.
    pub kind: RuleKind,
    /// Its name, for messages.
    pub name: &'a str,
    /// Its text, TOML.
    pub text: &'a str,
}

/// All rules in use.
#[derive(Clone, Debug)]
pub struct OsmRules {
    pub(crate) words: Vocabulary,
    pub(crate) candidates: When,
    pub(crate) ways: Vec<WayRule>,
    pub(crate) squares: Vec<SquareRule>,
    pub(crate) nodes: Vec<NodeRule>,
    pub(crate) facilities: FacilityRules,
    pub(crate) origins: OriginRules,
    pub(crate) barriers: Vec<BarrierRule>,
    pub(crate) not_barrier: When,
}

/// What a rule says of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Walk {
    Yes,
    Ends,
    Unknown,
    No,
}

/// What a rule says of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Passes {
    Yes,
    Unknown,
    No,
}

#[derive(Clone, Debug)]
pub(crate) struct WayRule {
    pub(crate) id: Arc<str>,
    pub(crate) when: When,
    pub(crate) walk: Walk,
}

#[derive(Clone, Debug)]
pub(crate) struct SquareRule {
    pub(crate) id: Arc<str>,
    pub(crate) when: When,
    pub(crate) closed: When,
}

#[derive(Clone, Debug)]
pub(crate) struct NodeRule {
    pub(crate) id: Arc<str>,
    pub(crate) when: When,
    pub(crate) passes: Passes,
}

/// Who heeds a barrier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BarrierSort {
    /// The straight line next door, and legs.
    #[default]
    Barrier,
    /// The straight line next door.
    Wall,
    /// Legs that do not start inside.
    Building,
}

#[derive(Clone, Debug)]
pub(crate) struct BarrierRule {
    pub(crate) kind: Arc<str>,
    pub(crate) sort: BarrierSort,
    pub(crate) when: When,
}

#[derive(Clone, Debug)]
pub(crate) struct CategoryRule {
    /// Position in [`FacilityRules::categories`].
    pub(crate) category: u16,
    pub(crate) when: When,
}

#[derive(Clone, Debug)]
pub(crate) struct CategoryInUse {
    pub(crate) name: Category,
    /// Merged as stops of public transport are.
    pub(crate) stop: bool,
    /// Open ground, reached where ways cross its edge.
    pub(crate) gates: bool,
    pub(crate) same_name_mm: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct FacilityRules {
    pub(crate) categories: Vec<CategoryInUse>,
    pub(crate) rules: Vec<CategoryRule>,
    pub(crate) never: When,
    pub(crate) keep: Vec<(Symbol, Arc<str>)>,
    /// Entrances that are no doors, by `none`, and those of residents only.
    pub(crate) no_doors: When,
    pub(crate) residents: When,
    /// Entrances that lead into shops, and nobody home.
    pub(crate) visitors: When,
    /// How far apart a platform and its stop may be, where a name is missing, and within a stop area.
    pub(crate) unnamed_mm: i64,
    pub(crate) stop_area_mm: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct OriginRules {
    pub(crate) when: When,
    pub(crate) other: Vec<Symbol>,
    pub(crate) street: Vec<Symbol>,
    pub(crate) same_within_mm: i64,
}

impl OsmRules {
    /// The categories in use.
    pub fn categories(&self) -> impl Iterator<Item = &Category> {
        self.facilities
            .categories
            .iter()
            .map(|category| &category.name)
    }

    /// The first way rule that fits, by its position; nothing for objects that are no way to walk on.
    pub(crate) fn way(&self, tags: Tags<'_, '_>) -> Option<(Option<usize>, Walk)> {
        self.candidates.fits(tags).then(|| {
            match self
                .ways
                .iter()
                .enumerate()
                .find(|(_, rule)| rule.when.fits(tags))
            {
                Some((at, rule)) => (Some(at), rule.walk),
                None => (None, Walk::No),
            }
        })
    }

    /// The square rule for a closed way, or for a multipolygon.
    pub(crate) fn square(&self, tags: Tags<'_, '_>, multipolygon: bool) -> Option<usize> {
        self.squares
            .iter()
            .position(|rule| rule.when.fits(tags) && (multipolygon || rule.closed.fits(tags)))
    }

    pub(crate) fn node(&self, tags: Tags<'_, '_>) -> Option<(usize, Passes)> {
        let (at, rule) = self
            .nodes
            .iter()
            .enumerate()
            .find(|(_, rule)| rule.when.fits(tags))?;
        Some((at, rule.passes))
    }

    pub(crate) fn barrier(&self, tags: Tags<'_, '_>) -> Option<usize> {
        let found = self.barriers.iter().position(|rule| rule.when.fits(tags))?;
        (!self.not_barrier.refuses(tags)).then_some(found)
    }

    /// Whether a node is a door, and if so whether only for those who live there, and whether only
    /// for those who do not.
    pub(crate) fn door(&self, tags: Tags<'_, '_>) -> Option<(bool, bool)> {
        let entrance = tags.has(key::ENTRANCE) || tags.text(key::BUILDING) == Some("entrance");
        (entrance && !self.facilities.no_doors.refuses(tags))
            .then_some([&self.facilities.residents, &self.facilities.visitors])
            .map(|[residents, visitors]| (residents.refuses(tags), visitors.refuses(tags)))
    }

    /// Positions of the categories that an object belongs to, each once, in order;
    /// and whether it would belong to any were it still in use.
    pub(crate) fn categories_of(&self, tags: Tags<'_, '_>) -> (Vec<u16>, bool) {
        let mut found: Vec<u16> = self
            .facilities
            .rules
            .iter()
            .filter(|rule| rule.when.fits(tags))
            .map(|rule| rule.category)
            .collect();
        let refused = !found.is_empty() && self.facilities.never.refuses(tags);
        if refused {
            found.clear();
        }
        found.sort_unstable();
        found.dedup();
        (found, refused)
    }
}
