//! What was read, counted, merged and refused.

use std::collections::BTreeMap;

use nabij::Category;

use super::id::OsmId;

/// What reading came upon, in the order of the objects' ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OsmReport {
    /// Nodes, ways and relations in the file.
    pub objects: [u64; 3],
    /// How many objects each rule took, by its file and id, such as `way: footpath`.
    pub rules: BTreeMap<String, u64>,
    /// Facilities per category, after merging.
    pub facilities: BTreeMap<Category, u64>,
    /// Objects with a house number, before merging.
    pub addressed: u64,
    /// Origins that are a business or a service, after merging.
    pub other_origins: u64,
    /// Origins without a street, which cannot be merged.
    pub without_street: u64,
    /// Objects that are one facility or one origin with another.
    pub merged: Vec<Merged>,
    /// Origins with more than one house number.
    pub numbers: Vec<NumberList>,
    /// Ways of which only the pieces inside the extract are used.
    pub clipped: Vec<Clipped>,
    /// What was left out, and why.
    pub rejected: Vec<Rejected>,
}

impl OsmReport {
    /// Puts what was refused and clipped in the order of the objects' ids.
    pub(crate) fn sort(&mut self) {
        self.rejected
            .sort_by(|a, b| (a.id, a.what, &a.reason).cmp(&(b.id, b.what, &b.reason)));
        self.clipped.sort_by_key(|clipped| clipped.id);
    }
}

/// An object that is the same facility or origin as another.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The one that stays.
    pub kept: OsmId,
    /// The one that goes.
    pub dropped: OsmId,
    /// The facility's category, or nothing for an origin.
    pub category: Option<Category>,
    /// How far apart they are, in metres.
    pub metres: f64,
    /// Why they are one.
    pub why: &'static str,
}

/// An origin with a list or a range of house numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberList {
    /// The origin.
    pub id: OsmId,
    /// The numbers as they stand.
    pub number: String,
    /// Whether it is a range, `12-16`, and not a list, `1;3;5`.
    pub range: bool,
}

/// A way with nodes that are not in the file, as at the edge of an extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clipped {
    /// The way.
    pub id: OsmId,
    /// Nodes in the file.
    pub present: usize,
    /// Nodes not in it.
    pub missing: usize,
}

/// An object that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The object.
    pub id: OsmId,
    /// What it would have been: "line", "square", "barrier", "facility", "origin", "area".
    pub what: &'static str,
    /// Why it is not.
    pub reason: String,
}
