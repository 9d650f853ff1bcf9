//! Squares: polygons that walkers cross in straight lines.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{EdgeId, Network, NodeId};
use crate::{
    attributes::EdgeAttributes,
    line::{LineKey, SourceLine, SourceSquare, Vertex},
    point::{Point, orientation},
    polygon::Polygon,
};

/// A walkable polygon in the network.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Square {
    polygon: Polygon,
    corners: Vec<Corner>,
    crossed: bool,
}

/// An entry or reflex corner of a square: a node that lines of sight join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corner {
    /// The node.
    pub node: NodeId,
    /// An edge of the square that ends there, the first by key.
    pub edge: EdgeId,
    /// Where on that edge: 0 or its whole length.
    pub offset: u32,
}

impl Square {
    /// The most vertices a square may have to be crossed along lines of sight.
    pub const MAX_VERTICES: usize = 200;

    /// Its outline and holes.
    pub fn polygon(&self) -> &Polygon {
        &self.polygon
    }

    /// Entries and reflex corners; none where only the ring can be walked.
    pub fn corners(&self) -> &[Corner] {
        &self.corners
    }

    /// Whether it is crossed along lines of sight, or walked along its ring alone.
    pub fn is_crossed(&self) -> bool {
        self.crossed
    }
}

/// The rings as closed lines: part 0 is the outer one.
pub(super) fn ring_lines(square: &SourceSquare) -> impl Iterator<Item = SourceLine> {
    square.rings.iter().zip(0..).map(|(ring, part)| SourceLine {
        key: LineKey {
            part: square.key.part + part,
            ..square.key
        },
        vertices: ring.iter().chain(ring.first()).copied().collect(),
        attributes: square.attributes.clone(),
    })
}

/// A square while the network is being built.
pub(super) struct Plan<'s> {
    source: &'s SourceSquare,
    polygon: Polygon,
    /// Entries and reflex corners with their ordinal among all vertices.
    corners: Vec<(u8, Vertex)>,
    crossed: bool,
}

impl<'s> Plan<'s> {
    pub fn new(source: &'s SourceSquare, mut is_entry: impl FnMut(Vertex) -> bool) -> Self {
        let rings = &source.rings;
        let polygon = Polygon::new(
            rings
                .iter()
                .map(|ring| ring.iter().map(|vertex| vertex.point).collect()),
        );
        let crossed = rings.iter().map(Vec::len).sum::<usize>() <= Square::MAX_VERTICES;
        let mut corners = Vec::new();
        let mut ordinal = 0_u8;
        for (number, ring) in rings
            .iter()
            .enumerate()
            .take(if crossed { rings.len() } else { 0 })
        {
            for (at, vertex) in ring.iter().enumerate() {
                if is_entry(*vertex) || is_reflex(ring, at, number > 0) {
                    corners.push((ordinal, *vertex));
                }
                ordinal += 1;
            }
        }
        Plan {
            source,
            polygon,
            corners,
            crossed,
        }
    }

    pub fn corners(&self) -> impl Iterator<Item = Vertex> {
        self.corners.iter().map(|(_, vertex)| *vertex)
    }

    /// A line for each pair of corners that see each other.
    pub fn sight_lines(&self) -> Vec<SourceLine> {
        let mut lines = Vec::new();
        for (at, (a, from)) in self.corners.iter().enumerate() {
            for (b, to) in &self.corners[at + 1..] {
                if from.point != to.point && self.polygon.sees(from.point, to.point) {
                    lines.push(SourceLine {
                        key: self.source.key.sight(*a, *b),
                        vertices: vec![*from, *to],
                        attributes: EdgeAttributes {
                            visibility: true,
                            ..self.source.attributes.clone()
                        },
                    });
                }
            }
        }
        lines
    }

    /// The square with its corners' nodes; edges are filled in by [`attach_corners`].
    pub fn finish(self, mut node: impl FnMut(Vertex) -> Option<NodeId>) -> Square {
        let corners = self.corners.iter().filter_map(|(_, vertex)| {
            Some(Corner {
                node: node(*vertex)?,
                edge: EdgeId(u32::MAX),
                offset: 0,
            })
        });
        Square {
            corners: corners.collect(),
            polygon: self.polygon,
            crossed: self.crossed,
        }
    }
}

/// Gives every corner the first edge by key of its own square's rings that ends there: a door
/// inside a square joins the square, not what lies behind its entries.
pub(super) fn attach_corners(network: &mut Network, keys: &[LineKey]) {
    let mut squares = std::mem::take(&mut network.squares);
    let mut rings: FxHashMap<LineKey, usize> = FxHashMap::default();
    for (number, (square, key)) in squares.iter().zip(keys).enumerate() {
        for part in (key.part..).take(square.polygon.rings().len()) {
            rings.insert(LineKey { part, ..*key }, number);
        }
    }
    for edge in network.edges() {
        let Some(square) = rings
            .get(&edge.key().line)
            .and_then(|at| squares.get_mut(*at))
        else {
            continue;
        };
        for (node, offset) in [(edge.from(), 0), (edge.to(), edge.length().mm())] {
            let own = |corner: &&mut Corner| corner.node == node && edge.id() < corner.edge;
            if let Some(corner) = square.corners.iter_mut().find(own) {
                (corner.edge, corner.offset) = (edge.id(), offset);
            }
        }
    }
    network.squares = squares;
}

/// Whether the walkable side bends by more than 180° at this vertex: a corner to walk around.
fn is_reflex(ring: &[Vertex], at: usize, hole: bool) -> bool {
    let count = ring.len();
    let point = |at: usize| ring[at % count].point;
    let turn = orientation(point(at + count - 1), point(at), point(at + 1));
    let outward = turn.signum() * area_sign(ring);
    if hole { outward > 0 } else { outward < 0 }
}

/// +1 for rings that run counterclockwise.
fn area_sign(ring: &[Vertex]) -> i128 {
    let origin = ring.first().map_or(Point::default(), |vertex| vertex.point);
    let sum: i128 = ring
        .windows(2)
        .map(|pair| orientation(origin, pair[0].point, pair[1].point))
        .sum();
    sum.signum()
}
