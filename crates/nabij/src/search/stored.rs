//! A graph as columns, and read back: every arc is held against its edge, every shortcut against
//! the arcs that it stands for.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{
    LONGEST,
    arcs::{Arc, Arcs, WIDTH},
    contraction::Contraction,
    graph::{Graph, UNUSED},
};
use crate::{
    network::Network,
    packed::{Bytes, Proof, Row},
    profile::Pass,
    usable::Usable,
};

/// The columns of a [`Graph`], not looked at yet.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredGraph<'a> {
    #[serde(borrow)]
    arcs: StoredArcs<'a>,
    #[serde(borrow)]
    edges: Bytes<'a>,
    #[serde(borrow)]
    up: StoredArcs<'a>,
    #[serde(borrow)]
    crossings: Bytes<'a>,
    #[serde(borrow)]
    corners: Bytes<'a>,
    #[serde(borrow)]
    links: Bytes<'a>,
    #[serde(borrow)]
    ends: Bytes<'a>,
    /// Nodes on private edges in order of their places.
    #[serde(borrow)]
    private: Bytes<'a>,
    #[serde(borrow)]
    vertices: Bytes<'a>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredArcs<'a> {
    #[serde(borrow)]
    starts: Bytes<'a>,
    #[serde(borrow)]
    rows: Bytes<'a>,
}

impl Arcs {
    fn stored(&self) -> StoredArcs<'static> {
        StoredArcs {
            starts: Bytes::of(&self.starts),
            rows: Bytes::of(&self.rows),
        }
    }
}

impl StoredArcs<'_> {
    /// The arcs of so many vertices.
    fn check(&self, count: usize) -> Option<Arcs> {
        let arcs = Arcs {
            starts: self.starts.rows()?,
            rows: self.rows.rows()?,
        };
        let fits = arcs.starts.len() == count + 1
            && arcs.starts.first() == Some(&0)
            && arcs.starts.last().map(|end| *end as usize) == Some(arcs.rows.len())
            && arcs.starts.is_sorted()
            && arcs.rows.iter().flatten().all(|arc| is_arc(arc, count));
        fits.then_some(arcs)
    }
}

/// Whether an arc leads to one of so many vertices, and is no longer than a search looks.
fn is_arc((to, mm): &Arc, count: usize) -> bool {
    (*to as usize) < count && *mm <= LONGEST
}

impl Graph {
    pub(crate) fn stored(&self) -> StoredGraph<'static> {
        let mut private: Vec<(u32, u32)> = self.private.iter().map(|(n, p)| (*p, *n)).collect();
        private.sort_unstable();
        let private: Vec<u32> = private.into_iter().map(|(_, node)| node).collect();
        let contraction = &self.contraction;
        StoredGraph {
            arcs: self.arcs.stored(),
            edges: Bytes::of(&self.edges),
            up: contraction.up.stored(),
            crossings: Bytes::of(&contraction.crossings),
            corners: Bytes::of(&contraction.corners),
            links: Bytes::of(&contraction.links),
            ends: Bytes::of(&contraction.ends),
            private: Bytes::of(&private),
            vertices: Bytes::of(&self.vertices),
        }
    }
}

impl StoredGraph<'_> {
    /// The graph, where it is that of a profile that can use this of the network.
    pub fn check(
        &self,
        network: &Network,
        usable: &Usable,
        least: Pass,
        proof: Proof,
    ) -> Option<Graph> {
        let mut graph = Graph::unconnected(network, usable, least);
        let private: Vec<u32> = self.private.rows()?;
        let first = network.node_count() as u32;
        let places = private.iter().zip((first..).step_by(2));
        let places: FxHashMap<u32, u32> = places.map(|(node, place)| (*node, place)).collect();
        let same = |(node, _): (&u32, &u32)| graph.private.contains_key(node);
        if places.len() != graph.private.len() || !places.iter().all(same) {
            return None;
        }
        graph.private = places;
        let count = graph.vertex_count();
        graph.vertices = self.vertices.rows()?;
        graph.nodes = graph.nodes_of_places();
        let mut nodes = vec![UNUSED; count];
        for (vertex, node) in graph.vertices.iter().zip(&graph.nodes) {
            let place = nodes.get_mut(*vertex as usize)?;
            if std::mem::replace(place, *node) != UNUSED {
                return None;
            }
        }
        if graph.vertices.len() != count {
            return None;
        }
        graph.nodes = nodes;
        graph.arcs = self.arcs.check(count)?;
        graph.edges = self.edges.rows()?;
        graph.contraction = Contraction {
            up: self.up.check(count)?,
            crossings: rows(&self.crossings, count)?,
            corners: rows(&self.corners, count)?,
            links: rows(&self.links, count)?,
            ends: rows(&self.ends, count)?,
        };
        let taken = graph.contraction.taken();
        let proven = || {
            graph.has_its_edges(network) && graph.comes_down(count - taken) && graph.is_contracted()
        };
        (taken <= count && (proof == Proof::Glance || proven())).then_some(graph)
    }
}

/// Rows of arcs to some of so many vertices.
fn rows<const N: usize, const WORDS: usize>(
    bytes: &Bytes<'_>,
    count: usize,
) -> Option<Vec<[Arc; N]>>
where
    [Arc; N]: Row<WORDS>,
{
    let rows: Vec<[Arc; N]> = bytes.rows()?;
    let fits = rows.iter().flatten().all(|arc| is_arc(arc, count));
    fits.then_some(rows)
}

impl Graph {
    /// Whether it has the arcs of its network, those of a vertex in order of their edges, and no other.
    fn has_its_edges(&self, network: &Network) -> bool {
        if self.edges.len() != self.arcs.rows.len() {
            return false;
        }
        let mut next: Vec<u32> = (0..self.arcs.len() as u32)
            .map(|vertex| (self.arcs.range(vertex).start * WIDTH) as u32)
            .collect();
        let (arcs, edges) = (self.arcs.rows.as_flattened(), self.edges.as_flattened());
        let (mut fits, mut count) = (true, 0);
        self.each_arc(network, |(from, to, mm, edge)| {
            let [from, to] = [from, to].map(|place| self.vertices[place as usize]);
            let at = &mut next[from as usize];
            let place = *at as usize;
            fits &= arcs.get(place) == Some(&(to, mm)) && edges.get(place) == Some(&edge);
            *at += 1;
            count += 1;
        });
        // What no edge asked for leads nowhere, and no vertex took the place of the next one's.
        let unused = |vertex: u32| {
            let end = self.arcs.range(vertex).end * WIDTH;
            let rest = (next[vertex as usize] as usize).min(end)..end;
            count += rest.len();
            let mut rest = rest.map(|at| (arcs[at], edges[at]));
            rest.all(|free| free == ((vertex, 0), UNUSED))
        };
        fits && (0..self.arcs.len() as u32).all(unused) && count == arcs.len()
    }

    /// Whether the rows that lead down name only vertices that were taken out later, or never.
    fn comes_down(&self, left: usize) -> bool {
        fn down<const N: usize>(first: &mut usize, rows: &[[Arc; N]]) -> bool {
            let fits = (*first..).zip(rows).all(|(vertex, row)| {
                let down = |(from, mm): &Arc| {
                    (*from as usize) < vertex || (*from as usize == vertex && *mm == 0)
                };
                row.iter().all(down)
            });
            *first += rows.len();
            fits
        }
        let (own, mut first) = (&self.contraction, left);
        down(&mut first, &own.crossings)
            && down(&mut first, &own.corners)
            && down(&mut first, &own.links)
            && down(&mut first, &own.ends)
    }
}
