//! The arcs into every vertex, to look back along them.

use super::Graph;
use crate::network::EdgeId;

/// An arc into a vertex: the vertex it comes from, its mm and the edge under it.
pub(crate) type Inward = (u32, u32, EdgeId);

/// Per vertex of a graph the arcs that lead to it.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    starts: Vec<u32>,
    arcs: Vec<Inward>,
}

impl Incoming {
    /// Turns all arcs of a graph round.
    pub fn new(graph: &Graph) -> Self {
        let count = graph.vertex_count();
        let mut starts = vec![0_u32; count + 1];
        for vertex in 0..count as u32 {
            for (to, ..) in graph.arcs_with_edges(vertex) {
                starts[to as usize + 1] += 1;
            }
        }
        for vertex in 0..count {
            starts[vertex + 1] += starts[vertex];
        }
        let mut free = starts.clone();
        let all = starts.last().map_or(0, |end| *end as usize);
        let mut arcs = vec![(0, 0, EdgeId(0)); all];
        for vertex in 0..count as u32 {
            for (to, mm, edge) in graph.arcs_with_edges(vertex) {
                let at = &mut free[to as usize];
                arcs[*at as usize] = (vertex, mm, edge);
                *at += 1;
            }
        }
        Incoming { starts, arcs }
    }

    /// The arcs into a vertex.
    pub fn of(&self, vertex: u32) -> &[Inward] {
        let at = vertex as usize;
        &self.arcs[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}
