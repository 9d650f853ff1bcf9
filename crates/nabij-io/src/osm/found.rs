//! What the rules find in one block, before places are known.

use std::sync::Arc;

use nabij::{EdgeAttributes, NodeAttributes};

use super::{
    block::{OsmKind, Place},
    columns::{Nodes, Ways},
    id::OsmId,
    stop::Stop,
};

/// All that is kept of one block.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) nodes: Vec<Nodes>,
    pub(crate) ways: Ways,
    pub(crate) lines: Vec<FoundLine>,
    pub(crate) squares: Vec<FoundLine>,
    pub(crate) barriers: Vec<FoundBarrier>,
    pub(crate) node_attributes: Vec<FoundNode>,
    pub(crate) doors: Vec<FoundDoor>,
    pub(crate) objects: Vec<FoundObject>,
    pub(crate) relations: Vec<FoundRelation>,
    /// What the rules' `none` keeps out, and as what.
    pub(crate) refused: Vec<(OsmId, &'static str)>,
    pub(crate) counts: Counts,
}

/// How many objects were read, and how many each rule took, by its position.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) objects: [u64; 3],
    pub(crate) ways: Vec<u64>,
    pub(crate) no_way_rule: u64,
    pub(crate) squares: Vec<u64>,
    pub(crate) barriers: Vec<u64>,
}

/// A walkable way, as a line or as a square.
#[derive(Debug)]
pub(crate) struct FoundLine {
    pub(crate) id: i64,
    pub(crate) way: usize,
    pub(crate) attributes: EdgeAttributes,
}

/// A way that is a barrier.
#[derive(Debug)]
pub(crate) struct FoundBarrier {
    pub(crate) id: i64,
    pub(crate) way: usize,
    pub(crate) kind: usize,
}

/// A tagged node that may lie on a street.
#[derive(Debug)]
pub(crate) struct FoundNode {
    pub(crate) id: i64,
    pub(crate) attributes: NodeAttributes,
    pub(crate) rule: Option<usize>,
}

/// A node that is a door.
#[derive(Debug)]
pub(crate) struct FoundDoor {
    pub(crate) id: i64,
    /// Whether it is one only for those who live there.
    pub(crate) residents: bool,
    /// Whether it is one only for those who do not.
    pub(crate) visitors: bool,
    /// Its own address.
    pub(crate) street: Option<Arc<str>>,
    pub(crate) number: Option<Arc<str>>,
}

/// A facility or an origin.
#[derive(Debug)]
pub(crate) struct FoundObject {
    pub(crate) id: OsmId,
    pub(crate) site: Site,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) categories: Vec<u16>,
    pub(crate) stop: Stop,
    pub(crate) kept: Vec<(Arc<str>, Arc<str>)>,
    pub(crate) origin: Option<FoundOrigin>,
}

/// Where an object is.
#[derive(Debug)]
pub(crate) enum Site {
    /// A node; nothing where it is nowhere on the globe.
    Node(Option<Place>),
    /// Position among the ways of its block.
    Way(usize),
    Relation,
}

/// The address of an origin.
#[derive(Debug)]
pub(crate) struct FoundOrigin {
    pub(crate) street: Option<Arc<str>>,
    pub(crate) number: Option<Arc<str>>,
    pub(crate) postcode: Option<Arc<str>>,
    pub(crate) other: bool,
    pub(crate) entrance: bool,
}

/// A relation that is used for anything.
#[derive(Debug)]
pub(crate) struct FoundRelation {
    pub(crate) id: i64,
    /// Nothing where a type of relation has no outline; then the type's name.
    pub(crate) shapeless: Option<String>,
    pub(crate) members: Vec<(OsmKind, i64)>,
    pub(crate) square: Option<EdgeAttributes>,
    pub(crate) barrier: Option<usize>,
    pub(crate) area: Option<FoundArea>,
    pub(crate) object: bool,
    pub(crate) stop_area: bool,
}

/// An administrative boundary.
#[derive(Debug)]
pub(crate) struct FoundArea {
    pub(crate) name: Option<Arc<str>>,
    pub(crate) admin_level: Option<u8>,
    pub(crate) code: Option<Arc<str>>,
}

impl Counts {
    pub(super) fn count(&mut self, kind: OsmKind) {
        let [nodes, ways, relations] = &mut self.objects;
        *match kind {
            OsmKind::Node => nodes,
            OsmKind::Way => ways,
            OsmKind::Relation => relations,
        } += 1;
    }

    pub(super) fn way(&mut self, rule: Option<usize>) {
        match rule.and_then(|rule| self.ways.get_mut(rule)) {
            Some(count) => *count += 1,
            None => self.no_way_rule += 1,
        }
    }

    pub(super) fn square(&mut self, rule: usize) {
        self.squares
            .get_mut(rule)
            .into_iter()
            .for_each(|count| *count += 1);
    }

    pub(super) fn barrier(&mut self, kind: usize) {
        self.barriers
            .get_mut(kind)
            .into_iter()
            .for_each(|count| *count += 1);
    }

    /// The counts of all blocks together.
    pub(crate) fn add(&mut self, other: &Counts) {
        let add = |sums: &mut Vec<u64>, more: &[u64]| {
            sums.resize(sums.len().max(more.len()), 0);
            sums.iter_mut()
                .zip(more)
                .for_each(|(sum, more)| *sum += more);
        };
        self.objects
            .iter_mut()
            .zip(other.objects)
            .for_each(|(sum, more)| *sum += more);
        add(&mut self.ways, &other.ways);
        add(&mut self.squares, &other.squares);
        add(&mut self.barriers, &other.barriers);
        self.no_way_rule += other.no_way_rule;
    }
}
