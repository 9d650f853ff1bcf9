//! The network as one profile sees it, laid out for searching.

use rustc_hash::FxHashMap;

use crate::{
    components::passable_nodes,
    network::{EdgeId, Network, NodeId},
    profile::Profile,
};

/// The arcs that a search from facilities towards homes runs along: every arc goes against the
/// walk.
///
/// A walk is a private end (phase 0, at the facility), a public middle (phase 1) and a private end
/// (phase 2, at home). Every node has a vertex for phase 1; nodes of private edges also have one
/// for each of the other phases. A node that the profile cannot pass has no arcs.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Per vertex: where its rows start.
    first: Vec<u32>,
    rows: Vec<Row>,
    /// The edge under each arc of each row.
    edges: Vec<[u32; WIDTH]>,
    passable: Vec<bool>,
    private: FxHashMap<u32, u32>,
    nodes: u32,
    edge_use: Vec<u8>,
}

/// Arcs come in rows of this many: one row holds those of nearly every street corner, so that a
/// search does the same work for each vertex and need not guess how many follow.
pub(crate) const WIDTH: usize = 4;

/// Arcs out of one vertex: where to, and how many mm. Unused places lead back to the vertex itself.
pub(crate) type Row = [(u32, u32); WIDTH];

/// No edge: the place in the row is unused.
const UNUSED: u32 = u32::MAX;

/// What a profile may do on an edge.
const FORWARD: u8 = 1;
const BACKWARD: u8 = 2;
const PRIVATE: u8 = 4;

impl Graph {
    /// The network as a profile sees it, unknowns passing.
    pub fn new(network: &Network, profile: &Profile) -> Self {
        let passable = passable_nodes(network, profile);
        let nodes = network.node_count() as u32;
        let mut private = FxHashMap::default();
        let mut edge_use = Vec::with_capacity(network.edge_count());
        for edge in network.edges() {
            let (attributes, mut allowed) = (edge.attributes(), 0);
            if profile.uses(attributes) {
                let (forward, backward) = attributes.ways();
                allowed = if forward { FORWARD } else { 0 } | if backward { BACKWARD } else { 0 };
                if attributes.is_private() {
                    allowed |= PRIVATE;
                    let (from, to) = network.ends(edge.id());
                    for end in [from, to] {
                        let next = private.len() as u32;
                        private.entry(end).or_insert(nodes + 2 * next);
                    }
                }
            }
            edge_use.push(allowed);
        }
        let mut graph = Graph {
            first: Vec::new(),
            rows: Vec::new(),
            edges: Vec::new(),
            passable,
            private,
            nodes,
            edge_use,
        };
        graph.lay_out(network);
        graph
    }

    /// How many vertices there are, phases counted apart.
    pub fn vertex_count(&self) -> usize {
        self.nodes as usize + 2 * self.private.len()
    }

    /// The vertex of a node on the public part of a walk.
    pub fn public(&self, node: NodeId) -> u32 {
        node.0
    }

    /// The node of a vertex.
    pub fn node(&self, vertex: u32) -> NodeId {
        if vertex < self.nodes {
            return NodeId(vertex);
        }
        let base = vertex - (vertex - self.nodes) % 2;
        let node = self.private.iter().find(|(_, first)| **first == base);
        NodeId(node.map_or(vertex, |(node, _)| *node))
    }

    /// The arcs out of a vertex, in rows.
    #[inline]
    pub(crate) fn rows(&self, vertex: u32) -> &[Row] {
        let (start, end) = (self.first[vertex as usize], self.first[vertex as usize + 1]);
        &self.rows[start as usize..end as usize]
    }

    /// The arcs out of a vertex with the edge under each.
    pub(crate) fn arcs_with_edges(
        &self,
        vertex: u32,
    ) -> impl Iterator<Item = (u32, u32, EdgeId)> + '_ {
        let start = self.first[vertex as usize] as usize;
        let edges = self.edges[start..].iter().flatten();
        self.rows(vertex)
            .iter()
            .flatten()
            .zip(edges)
            .filter(|(_, edge)| **edge != UNUSED)
            .map(|((to, length), edge)| (*to, *length, EdgeId(*edge)))
    }

    /// Whether the profile uses an edge along and against its direction, and whether the edge is
    /// private.
    pub(crate) fn allows(&self, edge: EdgeId) -> (bool, bool, bool) {
        let allowed = self.edge_use[edge.index()];
        let has = |bit| allowed & bit != 0;
        (has(FORWARD), has(BACKWARD), has(PRIVATE))
    }

    /// The vertex where a search starts that comes off an edge at one of its ends, on the
    /// facility's side of the walk; none where the node cannot be passed.
    pub(crate) fn leaving(&self, edge: EdgeId, end: u32) -> Option<u32> {
        let passable = self.passable[end as usize];
        let private = self.edge_use[edge.index()] & PRIVATE != 0;
        let vertex = if private {
            *self.private.get(&end)?
        } else {
            end
        };
        passable.then_some(vertex)
    }

    /// The vertices whose labels somebody on an edge reads at one of its ends.
    pub(crate) fn reading(&self, edge: EdgeId, end: u32) -> impl Iterator<Item = u32> + use<> {
        let private = self.edge_use[edge.index()] & PRIVATE != 0;
        let phases = if self.private.is_empty() {
            None
        } else {
            self.private.get(&end).copied()
        };
        let last = phases.filter(|_| private).map(|first| first + 1);
        [Some(end), phases, last].into_iter().flatten()
    }

    /// Builds the arcs, sorted by the vertex they leave.
    fn lay_out(&mut self, network: &Network) {
        let mut all: Vec<(u32, u32, u32, u32)> = Vec::with_capacity(2 * network.edge_count());
        for edge in network.edges() {
            let (from, to) = network.ends(edge.id());
            let open = self.passable[from as usize] && self.passable[to as usize];
            if from == to || !open {
                continue; // a loop shortens nothing
            }
            let (forward, backward, private) = self.allows(edge.id());
            let mut walk = |tail: u32, head: u32| {
                let length = edge.length().mm();
                let mut arc = |a: u32, b: u32| all.push((a, b, length, edge.id().0));
                let phases = |node: u32| self.private.get(&node).copied();
                match (private, phases(tail), phases(head)) {
                    (false, before, _) => {
                        arc(tail, head);
                        before.into_iter().for_each(|first| arc(first, head));
                    }
                    (true, Some(before), Some(after)) => {
                        arc(before, after); // still in the facility's private end
                        arc(tail, after + 1); // into the private end of the walk's start
                        arc(before + 1, after + 1);
                    }
                    (true, ..) => {}
                }
            };
            // The search runs against the walk.
            if forward {
                walk(to, from);
            }
            if backward {
                walk(from, to);
            }
        }
        all.sort_unstable();
        let mut arcs = all.as_slice();
        self.first.push(0);
        for vertex in 0..self.vertex_count() as u32 {
            let count = arcs.iter().take_while(|(tail, ..)| *tail == vertex).count();
            let (own, rest) = arcs.split_at(count);
            arcs = rest;
            for chunk in own.chunks(WIDTH) {
                let mut row = [(vertex, 0); WIDTH];
                let mut edges = [UNUSED; WIDTH];
                for (place, (_, to, length, edge)) in chunk.iter().enumerate() {
                    (row[place], edges[place]) = ((*to, *length), *edge);
                }
                self.rows.push(row);
                self.edges.push(edges);
            }
            self.first.push(self.rows.len() as u32);
        }
    }
}
