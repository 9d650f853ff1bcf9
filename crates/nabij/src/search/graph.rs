//! The network as one profile sees it, laid out for searching.

use rustc_hash::FxHashMap;

use super::{
    LONGEST,
    arcs::{Arcs, WIDTH},
    contraction::Contraction,
};
use crate::{
    network::{EdgeId, Network, NodeId},
    profile::{Pass, Profile},
    usable::Usable,
};

/// The arcs that a search from facilities towards homes runs along: every arc goes against the
/// walk.
///
/// A walk is a private end (phase 0, at the facility), a public middle (phase 1) and a private end
/// (phase 2, at home). Every node has a vertex for phase 1; nodes of private edges also have one
/// for each of the other phases. A node that the profile cannot pass has no arcs.
#[derive(Clone, Debug)]
pub struct Graph {
    /// All arcs.
    pub(super) arcs: Arcs,
    /// The edge under each arc of each row.
    pub(super) edges: Vec<[u32; WIDTH]>,
    /// The same distances with fewer vertices.
    pub(super) contraction: Contraction,
    pub(super) passable: Vec<bool>,
    /// Places of nodes on private edges: phase 0, then phase 2. Those of phase 1 are the nodes.
    pub(super) private: FxHashMap<u32, u32>,
    /// Per place its vertex: vertices are numbered as the contraction wants them.
    pub(super) vertices: Vec<u32>,
    /// Per vertex its node.
    pub(super) nodes: Vec<u32>,
    edge_use: Vec<u8>,
}

/// An arc between two places: from, to, mm, and the edge under it.
type Arc = (u32, u32, u32, u32);

/// No edge: the place in the row is unused.
pub(super) const UNUSED: u32 = u32::MAX;

/// What a profile may do on an edge.
const FORWARD: u8 = 1;
const BACKWARD: u8 = 2;
const PRIVATE: u8 = 4;

impl Graph {
    /// The network as a profile sees it, unknowns passing.
    pub fn new(network: &Network, profile: &Profile) -> Self {
        Self::of_usable(network, &Usable::new(network, profile), Pass::Unknown)
    }

    /// What a profile can use for certain: unknowns do not pass.
    pub fn certain(network: &Network, profile: &Profile) -> Self {
        Self::of_usable(network, &Usable::new(network, profile), Pass::Yes)
    }

    /// What a profile can use this surely at least.
    pub(crate) fn of_usable(network: &Network, usable: &Usable, least: Pass) -> Self {
        let mut graph = Self::unconnected(network, usable, least);
        let arcs = graph.arcs_between_places(network);
        graph.nodes = graph.nodes_of_places();
        graph.lay_out(arcs);
        graph
    }

    /// What can be used, and no vertices yet.
    pub(super) fn unconnected(network: &Network, usable: &Usable, least: Pass) -> Self {
        let passable = usable.passable_nodes(least);
        let nodes = network.node_count() as u32;
        let mut private = FxHashMap::default();
        let mut edge_use = Vec::with_capacity(network.edge_count());
        for edge in network.edges() {
            let [forward, backward] = usable.ways(edge.id()).map(|pass| pass >= least);
            let mut allowed = if forward { FORWARD } else { 0 };
            allowed |= if backward { BACKWARD } else { 0 };
            if allowed != 0 && edge.attributes().is_private() {
                allowed |= PRIVATE;
                let (from, to) = network.ends(edge.id());
                for end in [from, to] {
                    let next = private.len() as u32;
                    private.entry(end).or_insert(nodes + 2 * next);
                }
            }
            edge_use.push(allowed);
        }
        Graph {
            arcs: Arcs::default(),
            edges: Vec::new(),
            contraction: Contraction::default(),
            passable,
            private,
            vertices: Vec::new(),
            nodes: Vec::new(),
            edge_use,
        }
    }

    /// The node of every place, in order of places.
    pub(super) fn nodes_of_places(&self) -> Vec<u32> {
        let mut nodes: Vec<u32> = (0..self.passable.len() as u32).collect();
        nodes.resize(self.vertex_count(), 0);
        for (node, place) in &self.private {
            nodes[*place as usize] = *node;
            nodes[*place as usize + 1] = *node;
        }
        nodes
    }

    /// How many vertices there are, phases counted apart.
    pub fn vertex_count(&self) -> usize {
        self.passable.len() + 2 * self.private.len()
    }

    /// The vertex of a node on the public part of a walk.
    pub fn public(&self, node: NodeId) -> u32 {
        self.vertices[node.index()]
    }

    /// The node of a vertex.
    pub fn node(&self, vertex: u32) -> NodeId {
        NodeId(self.nodes[vertex as usize])
    }

    /// The arcs out of a vertex with the edge under each.
    pub(crate) fn arcs_with_edges(
        &self,
        vertex: u32,
    ) -> impl Iterator<Item = (u32, u32, EdgeId)> + '_ {
        let edges = &self.edges[self.arcs.range(vertex)];
        let arcs = self.arcs.rows(vertex).iter().flatten();
        arcs.zip(edges.iter().flatten())
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
        let place = if private {
            *self.private.get(&end)?
        } else {
            end
        };
        passable.then(|| self.vertices[place as usize])
    }

    /// The vertices whose labels somebody on an edge reads at one of its ends.
    pub(crate) fn reading(&self, edge: EdgeId, end: u32) -> impl Iterator<Item = u32> + use<'_> {
        let private = self.edge_use[edge.index()] & PRIVATE != 0;
        let phases = if self.private.is_empty() {
            None
        } else {
            self.private.get(&end).copied()
        };
        let last = phases.filter(|_| private).map(|first| first + 1);
        let places = [Some(end), phases, last].into_iter().flatten();
        places.map(|place| self.vertices[place as usize])
    }

    /// Whether a search may lead along an edge, if its profile and direction allow it.
    pub(crate) fn has_arcs(&self, network: &Network, edge: EdgeId) -> bool {
        let (from, to) = network.ends(edge);
        let open = self.passable[from as usize] && self.passable[to as usize];
        from != to && open && network.length_mm(edge) <= LONGEST // a loop shortens nothing
    }

    /// Every arc that a search may go along.
    fn arcs_between_places(&self, network: &Network) -> Vec<Arc> {
        let mut all = Vec::with_capacity(2 * network.edge_count());
        self.each_arc(network, |arc| all.push(arc));
        all
    }

    /// The same one by one.
    pub(super) fn each_arc(&self, network: &Network, mut visit: impl FnMut(Arc)) {
        for edge in network.edges() {
            let (from, to) = network.ends(edge.id());
            if !self.has_arcs(network, edge.id()) {
                continue;
            }
            let (forward, backward, private) = self.allows(edge.id());
            let mut walk = |tail: u32, head: u32| {
                let length = edge.length().mm();
                let mut arc = |a: u32, b: u32| visit((a, b, length, edge.id().0));
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
    }

    /// Numbers the vertices and sorts the arcs by the vertex they leave.
    fn lay_out(&mut self, mut arcs: Vec<Arc>) {
        let count = self.vertex_count();
        let lengths = arcs.iter().map(|(from, to, mm, _)| (*from, *to, *mm));
        let (contraction, places) = Contraction::new(count, lengths);
        self.contraction = contraction;
        self.vertices = vec![0; count];
        for (vertex, place) in (0..).zip(&places) {
            self.vertices[*place as usize] = vertex;
        }
        self.nodes = places.iter().map(|p| self.nodes[*p as usize]).collect();
        // Sorted by counting: the arcs out of a vertex stay in order of their edges.
        let mut starts = vec![0_usize; count + 1];
        for (from, to, ..) in &mut arcs {
            *from = self.vertices[*from as usize];
            *to = self.vertices[*to as usize];
            starts[*from as usize + 1] += 1;
        }
        for vertex in 0..count {
            starts[vertex + 1] += starts[vertex];
        }
        let mut free = starts.clone();
        let mut sorted = vec![(0, 0, 0); arcs.len()];
        for (from, to, mm, edge) in arcs {
            let at = &mut free[from as usize];
            sorted[*at] = (to, mm, edge);
            *at += 1;
        }
        self.arcs = Arcs::with_capacity(count);
        for ends in starts.windows(2) {
            let own = &sorted[ends[0]..ends[1]];
            self.arcs.push(own.iter().map(|(to, mm, _)| (*to, *mm)));
            for chunk in own.chunks(WIDTH) {
                let edge = |at: usize| chunk.get(at).map_or(UNUSED, |(.., edge)| *edge);
                self.edges.push(std::array::from_fn(edge));
            }
        }
    }
}
