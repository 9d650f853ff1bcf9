//! What hangs together: public edges that share a passable node; private pieces apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::edges::Streets;

/// Components and private pieces of the edges that a walker uses.
pub struct Parts {
    /// By edge: the part it belongs to.
    pub of: Vec<Option<usize>>,
    /// By part: the public components that a private piece touches.
    pub touched: Vec<BTreeSet<usize>>,
    /// By part: the length of its edges.
    pub length: Vec<u64>,
}

impl Parts {
    pub fn new(streets: &Streets, step_free: bool) -> Parts {
        let edges = &streets.edges;
        let mut at_node: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, edge) in edges
            .iter()
            .enumerate()
            .filter(|(_, edge)| edge.usable(step_free))
        {
            for node in [edge.from, edge.to] {
                if !streets.nodes[node].blocked() {
                    at_node.entry(node).or_default().push(at);
                }
            }
        }
        let beside = |at: usize| {
            let ends = [edges[at].from, edges[at].to];
            ends.into_iter()
                .flat_map(|node| at_node.get(&node).into_iter().flatten().copied())
        };
        let mut of = vec![None; edges.len()];
        let mut length = Vec::new();
        for start in 0..edges.len() {
            if of[start].is_some() || !edges[start].usable(step_free) {
                continue;
            }
            let part = length.len();
            length.push(0);
            of[start] = Some(part);
            let mut queue = vec![start];
            while let Some(at) = queue.pop() {
                length[part] += edges[at].length;
                for next in beside(at) {
                    if of[next].is_none() && edges[next].private() == edges[at].private() {
                        of[next] = Some(part);
                        queue.push(next);
                    }
                }
            }
        }
        let mut touched = vec![BTreeSet::new(); length.len()];
        for at in (0..edges.len()).filter(|at| edges[*at].private()) {
            if let Some(part) = of[at] {
                touched[part].extend(
                    beside(at)
                        .filter(|at| !edges[*at].private())
                        .flat_map(|at| of[at]),
                );
            }
        }
        Parts {
            of,
            touched,
            length,
        }
    }

    /// How long the network is that an edge leads to.
    pub fn reach(&self, edge: usize) -> u64 {
        let Some(part) = self.of[edge] else { return 0 };
        let longest = self.touched[part]
            .iter()
            .map(|part| self.length[*part])
            .max();
        longest.unwrap_or(self.length[part])
    }
}
