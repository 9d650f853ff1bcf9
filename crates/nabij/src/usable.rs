//! What one walker can use of a network, in both directions, with its doubts.

use serde::{Deserialize, Serialize};

use crate::{
    attributes::NodeAttributes,
    network::{Edge, EdgeId, Network, NodeId},
    packed::Bytes,
    profile::{Pass, Profile},
};

/// Per edge and node whether a walker can use it.
#[derive(Clone, Debug)]
pub struct Usable {
    /// Along the edge, and against its direction.
    edges: Vec<[Pass; 2]>,
    nodes: Vec<Pass>,
}

impl Usable {
    /// Asks every edge and node what the profile demands.
    pub fn new(network: &Network, profile: &Profile) -> Self {
        let mut nodes = vec![Pass::Yes; network.node_count()];
        for (node, attributes) in network.tagged_nodes() {
            nodes[node.index()] = profile.node(attributes);
        }
        let mut edges: Vec<[Pass; 2]> = Vec::with_capacity(network.edge_count());
        let mut last = None;
        for edge in network.edges() {
            let attributes = edge.attributes();
            // Most edges are the next piece of the same line.
            let same = last.filter(|known| std::ptr::eq(*known, attributes));
            let known = edges.last().copied().filter(|_| same.is_some());
            let by_ends = attributes.crossing == Some(true);
            let ways = known
                .filter(|_| !by_ends)
                .unwrap_or_else(|| profile.ways(attributes, ends(network, edge)));
            edges.push(ways);
            last = Some(attributes);
        }
        Usable { edges, nodes }
    }

    /// Along an edge, and against its direction.
    pub fn ways(&self, edge: EdgeId) -> [Pass; 2] {
        self.edges[edge.index()]
    }

    /// An edge in its better direction.
    pub fn edge(&self, edge: EdgeId) -> Pass {
        let [forward, backward] = self.ways(edge);
        forward.max(backward)
    }

    /// A node.
    pub fn node(&self, node: NodeId) -> Pass {
        self.nodes[node.index()]
    }

    /// Per node whether it can be passed this surely at least.
    pub(crate) fn passable_nodes(&self, least: Pass) -> Vec<bool> {
        self.nodes.iter().map(|pass| *pass >= least).collect()
    }

    /// Whether somebody else can use whatever can be used here, unknowns passing.
    pub(crate) fn is_within(&self, other: &Usable) -> bool {
        let no = Pass::No;
        let edges = self.edges.iter().zip(&other.edges);
        let mut ways = edges.flat_map(|(own, theirs)| own.iter().zip(theirs));
        let mut nodes = self.nodes.iter().zip(&other.nodes);
        ways.all(|(own, theirs)| *own == no || *theirs != no)
            && nodes.all(|(own, theirs)| *own == no || *theirs != no)
    }

    /// Whether nothing is in doubt.
    pub fn is_certain(&self) -> bool {
        let mut passes = self.edges.iter().flatten().chain(&self.nodes);
        passes.all(|pass| *pass != Pass::Unknown)
    }
}

/// What is known of the two ends of an edge.
pub(crate) fn ends<'n>(network: &'n Network, edge: Edge<'n>) -> [Option<&'n NodeAttributes>; 2] {
    [edge.from(), edge.to()].map(|node| network.node_attributes(node))
}

/// As columns of codes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredUsable<'a> {
    /// Both ways in one byte.
    #[serde(borrow)]
    edges: Bytes<'a>,
    #[serde(borrow)]
    nodes: Bytes<'a>,
}

impl Usable {
    pub(crate) fn stored(&self) -> StoredUsable<'static> {
        let edges = self.edges.iter();
        let edges = edges.map(|[along, against]| *along as u8 | (*against as u8) << 2);
        StoredUsable {
            edges: Bytes::of_codes(edges),
            nodes: Bytes::of_codes(self.nodes.iter().map(|pass| *pass as u8)),
        }
    }
}

impl StoredUsable<'_> {
    /// The same, where it is of this network.
    pub fn check(&self, network: &Network) -> Option<Usable> {
        const ALL: [Pass; 3] = [Pass::No, Pass::Unknown, Pass::Yes];
        let is_pass = |code: u8| usize::from(code) < ALL.len();
        let fits = self.edges.0.len() == network.edge_count()
            && self.nodes.0.len() == network.node_count()
            && self
                .edges
                .0
                .iter()
                .all(|code| is_pass(code & 3) && is_pass(code >> 2))
            && self.nodes.0.iter().all(|code| is_pass(*code));
        let pass = |code: u8| ALL[usize::from(code)];
        fits.then(|| Usable {
            edges: self
                .edges
                .0
                .iter()
                .map(|code| [pass(code & 3), pass(code >> 2)])
                .collect(),
            nodes: self.nodes.0.iter().map(|code| pass(*code)).collect(),
        })
    }
}
