//! Lines as they stand in a source, before the builder cuts them into edges.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{attributes::EdgeAttributes, point::Point};

/// The kind of object that a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourceKind {
    /// An OSM way.
    Way,
    /// An OSM relation.
    Relation,
    /// A feature of a vector layer.
    Feature,
}

/// The permanent name of a source line: the same in every extract that holds it.
///
/// Written `layer:kind+id.part`, such as `0:w4711.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LineKey {
    /// Number of the layer in the study.
    pub layer: u16,
    /// Kind of source object.
    pub kind: SourceKind,
    /// The object's id in its source.
    pub id: i64,
    /// Part of a multi-part object; lines of sight across a square have the highest bit set.
    pub part: u32,
}

impl LineKey {
    /// The line of a vector layer's feature.
    pub const fn feature(layer: u16, id: i64) -> Self {
        LineKey {
            layer,
            kind: SourceKind::Feature,
            id,
            part: 0,
        }
    }

    /// The line of an OSM way.
    pub const fn way(layer: u16, id: i64) -> Self {
        LineKey {
            layer,
            kind: SourceKind::Way,
            id,
            part: 0,
        }
    }

    /// The line of sight between vertices `a` and `b` of this square.
    pub(crate) const fn sight(self, a: u8, b: u8) -> Self {
        LineKey {
            part: 1 << 31 | self.part << 16 | (a as u32) << 8 | b as u32,
            ..self
        }
    }
}

impl fmt::Display for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            SourceKind::Way => 'w',
            SourceKind::Relation => 'r',
            SourceKind::Feature => 'f',
        };
        write!(f, "{}:{kind}{}.{}", self.layer, self.id, self.part)
    }
}

/// The permanent name of an edge: its line and the ordinals of its first and last vertex there.
///
/// Written `0:w4711.0:3-9`. Edge keys order ties everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EdgeKey {
    /// The source line.
    pub line: LineKey,
    /// Ordinal of the edge's first vertex in the line.
    pub first: u32,
    /// Ordinal of its last vertex.
    pub last: u32,
}

impl fmt::Display for EdgeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}-{}", self.line, self.first, self.last)
    }
}

/// What makes two vertices one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Joint {
    /// The same id in the source (OSM nodes); the place does not matter.
    Id(i64),
    /// The same place, to the millimetre, on the same storey (in tenths).
    Place(i16),
}

/// One vertex of a source line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Vertex {
    /// Where it is.
    pub point: Point,
    /// What it connects with.
    pub joint: Joint,
}

impl Vertex {
    /// A vertex that connects with others at the same place on the ground.
    pub const fn at(point: Point) -> Self {
        Vertex {
            point,
            joint: Joint::Place(0),
        }
    }

    /// An OSM node.
    pub const fn osm(id: i64, point: Point) -> Self {
        Vertex {
            point,
            joint: Joint::Id(id),
        }
    }
}

/// A walkable line of a source, with one set of attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// Its permanent name.
    pub key: LineKey,
    /// At least two vertices.
    pub vertices: Vec<Vertex>,
    /// What is known of it.
    pub attributes: EdgeAttributes,
}

/// A walkable polygon of a source: walkers cross it in straight lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSquare {
    /// Its permanent name.
    pub key: LineKey,
    /// The rings, the outer one first; the last vertex does not repeat the first.
    pub rings: Vec<Vec<Vertex>>,
    /// What is known of it.
    pub attributes: EdgeAttributes,
}
