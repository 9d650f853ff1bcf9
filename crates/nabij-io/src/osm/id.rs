//! Names of OSM objects.

use std::fmt;

use super::block::OsmKind;

/// An OSM object, written as `n123`, `w45` or `r6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsmId {
    /// Node, way or relation.
    pub kind: OsmKind,
    /// Its number among those.
    pub id: i64,
}

impl OsmId {
    /// The node of this number.
    pub const fn node(id: i64) -> Self {
        OsmId {
            kind: OsmKind::Node,
            id,
        }
    }

    /// The way of this number.
    pub const fn way(id: i64) -> Self {
        OsmId {
            kind: OsmKind::Way,
            id,
        }
    }

    /// The relation of this number.
    pub const fn relation(id: i64) -> Self {
        OsmId {
            kind: OsmKind::Relation,
            id,
        }
    }
}

impl fmt::Display for OsmId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            OsmKind::Node => 'n',
            OsmKind::Way => 'w',
            OsmKind::Relation => 'r',
        };
        write!(f, "{kind}{}", self.id)
    }
}
