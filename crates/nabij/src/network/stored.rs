//! A network read back from where it was stored: checked before anybody walks on it.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::{EdgeId, Edges, Line, Network, Square};
use crate::{attributes::NodeAttributes, error::NetworkError, point::Point};

/// The same columns as [`Network`], not looked at yet.
#[derive(Deserialize)]
pub(super) struct Stored {
    nodes: Vec<Point>,
    node_attributes: BTreeMap<u32, NodeAttributes>,
    lines: Vec<Line>,
    vertices: Vec<Point>,
    edges: Edges,
    squares: Vec<Square>,
}

impl TryFrom<Stored> for Network {
    type Error = NetworkError;

    fn try_from(stored: Stored) -> Result<Self, NetworkError> {
        let mut network = Network {
            nodes: stored.nodes,
            node_attributes: stored.node_attributes,
            lines: stored.lines,
            vertices: stored.vertices,
            edges: stored.edges,
            squares: stored.squares,
        };
        let wrong = |reason| Err(NetworkError::Stored { reason });
        if !network.has_its_vertices() {
            return wrong("edges and lines do not fit their vertices");
        }
        if !network.edges().is_sorted_by(|a, b| a.key() < b.key()) {
            return wrong("its edges are not in order");
        }
        if !network.measures_true() {
            return wrong("an edge is not as long as its segments");
        }
        if !network.has_its_nodes() {
            return wrong("something names a node or an edge that is not there");
        }
        network.share_texts();
        Ok(network)
    }
}

impl Network {
    /// Whether every edge is a run of vertices of its line.
    fn has_its_vertices(&self) -> bool {
        let Edges {
            from,
            to,
            length,
            line,
            first,
            last,
        } = &self.edges;
        let columns = [from, to, line, first, last];
        if columns.iter().any(|column| column.len() != length.len()) {
            return false;
        }
        let starts = self.lines.iter().map(|line| line.first_vertex as usize);
        let ends = starts.clone().skip(1).chain([self.vertices.len()]);
        let spans: Vec<(usize, usize)> = starts.zip(ends).collect();
        let fits = |edge: usize| {
            let (first, last) = (first[edge] as usize, last[edge] as usize);
            let span = spans.get(line[edge] as usize);
            span.is_some_and(|(start, end)| first < last && start + last < *end)
        };
        spans.iter().all(|(_, end)| *end <= self.vertices.len()) && (0..length.len()).all(fits)
    }

    /// Whether every length is the sum of its segments.
    fn measures_true(&self) -> bool {
        self.edges().all(|edge| {
            let sides = edge.geometry().windows(2);
            let mm: u64 = sides.map(|ends| ends[0].distance_mm(ends[1])).sum();
            mm == u64::from(edge.length().mm())
        })
    }

    /// Whether every node and edge that is named is there.
    fn has_its_nodes(&self) -> bool {
        let node = |number: u32| (number as usize) < self.node_count();
        let corner = |edge: EdgeId, offset: u32| {
            let length = self.edges.length.get(edge.index());
            length.is_some_and(|length| offset <= *length)
        };
        let ends = self.edges.from.iter().chain(&self.edges.to);
        let mut corners = self.squares.iter().flat_map(|square| square.corners());
        ends.chain(self.node_attributes.keys()).all(|at| node(*at))
            && corners.all(|at| node(at.node.0) && corner(at.edge, at.offset))
    }

    /// Keeps a text once that many lines carry.
    fn share_texts(&mut self) {
        let mut known: FxHashSet<Arc<str>> = FxHashSet::default();
        let mut share = |text: &mut Option<Arc<str>>| {
            let Some(own) = text else { return };
            match known.get(own) {
                Some(shared) => *own = Arc::clone(shared),
                None => drop(known.insert(Arc::clone(own))),
            }
        };
        for line in &mut self.lines {
            let own = &mut line.attributes;
            let texts = [
                &mut own.class,
                &mut own.street,
                &mut own.surface,
                &mut own.smoothness,
            ];
            texts.into_iter().for_each(&mut share);
        }
    }
}
