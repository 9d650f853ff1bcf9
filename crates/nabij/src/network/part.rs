//! A part of a network: some of its edges, in their order, with everything that is known of them.

use std::collections::BTreeMap;

use super::{Edges, Network};

/// A part of a network, and what its edges and nodes are in the whole.
pub(crate) struct Part {
    pub network: Network,
    /// Per edge its number in the whole, ascending.
    pub edges: Vec<u32>,
    /// Per node its number in the whole, ascending.
    pub nodes: Vec<u32>,
}

impl Network {
    /// These edges alone, which must be ascending and differ. Edges and nodes stay in their order,
    /// and keep names, lengths and attributes; squares are left out, their edges are not.
    pub(crate) fn part(&self, edges: Vec<u32>) -> Part {
        let column = |all: &[u32]| edges.iter().map(|at| all[*at as usize]).collect::<Vec<_>>();
        let used = |columns: [&[u32]; 2]| {
            let mut used: Vec<u32> = columns.concat();
            used.sort_unstable();
            used.dedup();
            used
        };
        let renumber = |column: Vec<u32>, used: &[u32]| {
            let number = |whole| used.binary_search(&whole).unwrap_or_default() as u32;
            column.into_iter().map(number).collect::<Vec<_>>()
        };
        let (from, to) = (column(&self.edges.from), column(&self.edges.to));
        let nodes = used([&from, &to]);
        let line = column(&self.edges.line);
        let used_lines = used([&line, &[]]);
        let mut vertices = Vec::new();
        let lines = used_lines.iter().map(|at| {
            let at = *at as usize;
            let own = self.lines[at].clone();
            let start = own.first_vertex as usize;
            let next = self.lines.get(at + 1);
            let end = next.map_or(self.vertices.len(), |next| next.first_vertex as usize);
            let first_vertex = vertices.len() as u32;
            vertices.extend_from_slice(&self.vertices[start..end]);
            super::Line {
                first_vertex,
                ..own
            }
        });
        let lines = lines.collect();
        let tagged: BTreeMap<u32, _> = if nodes.len() < self.node_attributes.len() {
            let own = (0..).zip(&nodes);
            own.filter_map(|(here, whole)| Some((here, self.node_attributes.get(whole)?.clone())))
                .collect()
        } else {
            let own = self.node_attributes.iter();
            own.filter_map(|(whole, known)| {
                let here = nodes.binary_search(whole).ok()?;
                Some((here as u32, known.clone()))
            })
            .collect()
        };
        Part {
            network: Network {
                nodes: nodes.iter().map(|at| self.nodes[*at as usize]).collect(),
                node_attributes: tagged,
                vertices,
                edges: Edges {
                    from: renumber(from, &nodes),
                    to: renumber(to, &nodes),
                    length: column(&self.edges.length),
                    line: renumber(line, &used_lines),
                    first: column(&self.edges.first),
                    last: column(&self.edges.last),
                },
                lines,
                squares: Vec::new(),
            },
            edges,
            nodes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attributes::EdgeAttributes, network::EdgeId, point::Point};

    /// ```text
    /// d───e
    /// │   │
    /// a───b───c
    /// ```
    #[test]
    fn a_part_keeps_names_lengths_and_order() {
        let p = |x: i32, y: i32| Point::new(x * 1000, y * 1000);
        let plain = EdgeAttributes::default;
        let whole = Network::builder()
            .edge(p(0, 0), p(10, 0), plain())
            .edge(p(10, 0), p(25, 0), plain())
            .edge(p(0, 0), p(0, 7), plain())
            .edge(p(0, 7), p(10, 7), plain())
            .edge(p(10, 7), p(10, 0), plain())
            .build()
            .unwrap();
        let part = whole.part(vec![1, 3]);
        assert_eq!(part.network.edge_count(), 2);
        assert_eq!(part.network.node_count(), 4);
        assert!(part.nodes.is_sorted());
        for (here, at) in part.network.edges().zip([1, 3]) {
            let there = whole.edge(EdgeId(at));
            assert_eq!(here.key(), there.key());
            assert_eq!(here.geometry(), there.geometry());
            assert_eq!(here.length(), there.length());
            assert_eq!(part.nodes[here.from().index()], there.from().0);
            assert_eq!(part.nodes[here.to().index()], there.to().0);
        }
        assert_eq!(part.edges, [1, 3]);
    }
}
