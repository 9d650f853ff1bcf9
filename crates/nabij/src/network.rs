//! The walking network: nodes, edges between them, and the lines they were cut from.

mod builder;
mod part;
mod pieces;
mod square;
mod stored;

use std::{cmp::Ordering, collections::BTreeMap};

pub use builder::NetworkBuilder;
pub(crate) use part::Part;
use serde::{Deserialize, Serialize};
pub use square::{Corner, Square};
pub use stored::StoredNetwork;

use crate::{
    attributes::{EdgeAttributes, NodeAttributes},
    length::Length,
    line::{EdgeKey, LineKey},
    point::Point,
    polyline,
};

/// Number of a node in its network. Not permanent: nodes lie along a Hilbert curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub(crate) u32);

/// Number of an edge in its network. Not permanent, but in the order of the permanent [`EdgeKey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EdgeId(pub(crate) u32);

impl NodeId {
    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl EdgeId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One source line: its name, what is known of it, where its vertices start.
#[derive(Clone, Debug)]
struct Line {
    key: LineKey,
    attributes: EdgeAttributes,
    first_vertex: u32,
}

/// Edges as columns. An edge is the run of vertices `first..=last` of its line.
#[derive(Clone, Debug, Default)]
struct Edges {
    from: Vec<u32>,
    to: Vec<u32>,
    length: Vec<u32>,
    line: Vec<u32>,
    first: Vec<u32>,
    last: Vec<u32>,
}

/// A walking network in the plane.
///
/// ```
/// use nabij::{EdgeAttributes, Network, Point};
/// let (a, b) = (Point::new(0, 0), Point::new(30_000, 40_000));
/// let network = Network::builder().edge(a, b, EdgeAttributes::default()).build()?;
/// assert_eq!(network.edge_count(), 1);
/// let edge = network.edges().next().ok_or("no edge")?;
/// assert_eq!(edge.length().mm(), 50_000);
/// assert_eq!(edge.key().to_string(), "0:f0.0:0-1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It can be stored and read again with any format of serde; what is read is checked.
#[derive(Clone, Debug, Default)]
pub struct Network {
    nodes: Vec<Point>,
    node_attributes: BTreeMap<u32, NodeAttributes>,
    lines: Vec<Line>,
    vertices: Vec<Point>,
    edges: Edges,
    squares: Vec<Square>,
}

impl Network {
    /// Starts a network.
    pub fn builder() -> NetworkBuilder {
        NetworkBuilder::default()
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many edges there are.
    pub fn edge_count(&self) -> usize {
        self.edges.length.len()
    }

    /// Every edge, in the order of their keys.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = Edge<'_>> {
        (0..self.edge_count()).map(|number| self.edge(EdgeId(number as u32)))
    }

    /// Every node, along the Hilbert curve.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> {
        (0..self.node_count()).map(|number| NodeId(number as u32))
    }

    /// The edge of this number, which must come from this network.
    pub fn edge(&self, id: EdgeId) -> Edge<'_> {
        Edge { network: self, id }
    }

    /// The edge of this permanent name; nothing where the network has none.
    pub fn edge_named(&self, key: EdgeKey) -> Option<EdgeId> {
        let (mut low, mut high) = (0, self.edge_count());
        while low < high {
            let middle = low + (high - low) / 2;
            let id = EdgeId(middle as u32);
            match self.edge(id).key().cmp(&key) {
                Ordering::Equal => return Some(id),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Where a node is.
    pub fn point(&self, node: NodeId) -> Point {
        self.nodes[node.index()]
    }

    /// What is known of a node.
    pub fn node_attributes(&self, node: NodeId) -> Option<&NodeAttributes> {
        self.node_attributes.get(&node.0)
    }

    /// Squares that are crossed in straight lines, and those too large for it.
    pub fn squares(&self) -> &[Square] {
        &self.squares
    }

    pub(crate) fn ends(&self, edge: EdgeId) -> (u32, u32) {
        let at = edge.index();
        (self.edges.from[at], self.edges.to[at])
    }

    /// Lengths of edges in mm, by number.
    pub(crate) fn lengths(&self) -> &[u32] {
        &self.edges.length
    }

    pub(crate) fn length_mm(&self, edge: EdgeId) -> u32 {
        self.edges.length[edge.index()]
    }

    /// Nodes with attributes, in order of number.
    pub(crate) fn tagged_nodes(&self) -> impl Iterator<Item = (NodeId, &NodeAttributes)> {
        self.node_attributes
            .iter()
            .map(|(node, attributes)| (NodeId(*node), attributes))
    }
}

/// A view of one edge.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'n> {
    network: &'n Network,
    id: EdgeId,
}

impl<'n> Edge<'n> {
    /// Its number.
    pub fn id(&self) -> EdgeId {
        self.id
    }

    /// Its permanent name.
    pub fn key(&self) -> EdgeKey {
        EdgeKey {
            line: self.line().key,
            first: self.network.edges.first[self.id.index()],
            last: self.network.edges.last[self.id.index()],
        }
    }

    /// Where it starts.
    pub fn from(&self) -> NodeId {
        NodeId(self.network.edges.from[self.id.index()])
    }

    /// Where it ends.
    pub fn to(&self) -> NodeId {
        NodeId(self.network.edges.to[self.id.index()])
    }

    /// The sum of its segments, each rounded to the millimetre.
    pub fn length(&self) -> Length {
        Length::millimetres(self.network.edges.length[self.id.index()])
    }

    /// What is known of it.
    pub fn attributes(&self) -> &'n EdgeAttributes {
        &self.line().attributes
    }

    /// Its vertices, from its first to its last.
    pub fn geometry(&self) -> &'n [Point] {
        let start = self.line().first_vertex as usize;
        let edges = &self.network.edges;
        let first = start + edges.first[self.id.index()] as usize;
        let last = start + edges.last[self.id.index()] as usize;
        &self.network.vertices[first..=last]
    }

    /// The part of its line between two offsets from its first vertex, measured along the stored
    /// lengths; both ends are rounded to the mm. Points that fall together are one.
    pub fn part(&self, start: Length, end: Length) -> Vec<Point> {
        polyline::part(self.geometry(), start.mm().into(), end.mm().into())
    }

    fn line(&self) -> &'n Line {
        &self.network.lines[self.network.edges.line[self.id.index()] as usize]
    }
}
