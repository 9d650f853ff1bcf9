//! Whose doors are at which streets.

use rustc_hash::FxHashMap;

use crate::{
    network::{Network, NodeId},
    snap::AttachedOrigins,
};

/// The origins on the edges of every node.
pub(super) struct Nodes {
    starts: Vec<u32>,
    origins: Vec<u32>,
    /// Those that came later.
    more: FxHashMap<u32, Vec<u32>>,
}

impl Nodes {
    pub fn new(network: &Network, attached: &AttachedOrigins) -> Self {
        let all = attached.by_node(|edge| network.ends(edge));
        let mut starts = vec![0_u32; network.node_count() + 1];
        for (node, ..) in &all {
            starts[node.index() + 1] += 1;
        }
        for node in 0..network.node_count() {
            starts[node + 1] += starts[node];
        }
        Nodes {
            starts,
            origins: all.into_iter().map(|(_, origin, _)| origin).collect(),
            more: FxHashMap::default(),
        }
    }

    /// One more origin.
    pub fn push(&mut self, network: &Network, attached: &AttachedOrigins, origin: u32) {
        for attachment in attached.of(origin as usize) {
            let (from, to) = network.ends(attachment.edge);
            for node in [from, to] {
                self.more.entry(node).or_default().push(origin);
            }
        }
    }

    /// The origins on the edges of a node, some of them several times.
    pub fn of(&self, node: NodeId) -> impl Iterator<Item = u32> + '_ {
        let at = node.index();
        let first = &self.origins[self.starts[at] as usize..self.starts[at + 1] as usize];
        let more = self.more.get(&node.0).into_iter().flatten();
        first.iter().chain(more).copied()
    }
}
