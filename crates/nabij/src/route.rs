//! The path behind an answer: which edges, in which order, from home to the facility.

use std::{cmp::Reverse, collections::BinaryHeap};

use rustc_hash::FxHashMap;

use crate::{
    access::{Accessibility, Answer},
    length::Length,
    network::EdgeId,
    point::Point,
    snap::Attachment,
};

/// A stretch of one edge, walked from one offset to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The edge.
    pub edge: EdgeId,
    /// Where the walk comes onto it, from the edge's first vertex.
    pub start: Length,
    /// Where it leaves it.
    pub end: Length,
}

impl Step {
    /// How far it is.
    pub fn length(&self) -> Length {
        Length::millimetres(self.start.mm().abs_diff(self.end.mm()))
    }
}

/// A walk along streets from an origin's attachment to a facility's.
///
/// Of several walks of the same length it is the one with the fewest edges, then the one whose edge
/// keys come first, from home to the facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The stretches from home to the facility; with both legs they sum to the answer's mm.
    pub steps: Vec<Step>,
}

/// The best way on from a vertex: (mm, edges), and the arcs that keep it.
#[derive(Clone, Debug)]
struct Best {
    cost: (u64, u32),
    onward: Vec<(EdgeId, u32)>,
}

impl Route {
    /// The walk behind an answer along streets, given the origin's attachment that it names;
    /// nothing for answers of another kind.
    pub fn new(access: &Accessibility<'_>, home: &Attachment, answer: Answer) -> Option<Self> {
        let (rank, _) = answer.street?;
        let target = access.attached.attachment(rank);
        let mm = u64::from(answer.mm);
        if access.along_edge(home, rank) == Some(mm) {
            let (start, end) = (home.offset, target.offset);
            let edge = home.edge;
            return Some(Route {
                steps: vec![Step { edge, start, end }],
            });
        }
        let best = spread(access, rank, mm);
        let last = u64::from(home.leg.mm());
        let mut frontier: Vec<(u32, u32)> = Vec::new(); // vertex, end of the home edge
        for (end, rest) in access.ways_on(home) {
            for vertex in access.graph.reading(home.edge, end) {
                let known = best.get(&vertex).map(|b| b.cost.0 + u64::from(rest) + last);
                if known == Some(mm) {
                    frontier.push((vertex, end));
                }
            }
        }
        let fewest = frontier
            .iter()
            .map(|(vertex, _)| best[vertex].cost.1)
            .min()?;
        frontier.retain(|(vertex, _)| best[vertex].cost.1 == fewest);
        // Of all best walks together, take the smallest edge again and again.
        let mut levels: Vec<FxHashMap<u32, (Option<EdgeId>, u32)>> = vec![
            frontier
                .iter()
                .map(|(vertex, end)| (*vertex, (None, *end)))
                .collect(),
        ];
        loop {
            let here = &levels[levels.len() - 1];
            let onward = || {
                here.keys()
                    .flat_map(|vertex| best[vertex].onward.iter().map(|o| (*vertex, *o)))
            };
            let Some(edge) = onward().map(|(_, (edge, _))| edge).min() else {
                break;
            };
            let mut next: FxHashMap<u32, (Option<EdgeId>, u32)> = FxHashMap::default();
            for (vertex, (_, to)) in onward().filter(|(_, (e, _))| *e == edge) {
                let came = next.entry(to).or_insert((Some(edge), vertex));
                came.1 = came.1.min(vertex);
            }
            levels.push(next);
        }
        Self::trace(access, home, &target, &levels)
    }

    /// Goes back from the facility's edge to the home edge.
    fn trace(
        access: &Accessibility<'_>,
        home: &Attachment,
        target: &Attachment,
        levels: &[FxHashMap<u32, (Option<EdgeId>, u32)>],
    ) -> Option<Self> {
        let whole = |edge: EdgeId| access.network.length_mm(edge);
        let end_offset = |edge: EdgeId, node: u32| {
            let at_start = access.ends(edge).0 == node;
            Length::millimetres(if at_start { 0 } else { whole(edge) })
        };
        let mut vertex = *levels.last()?.keys().min()?;
        let node = access.graph.node(vertex).0;
        // A loop's two ends are one node: the nearer one is meant.
        let near = |a: &Attachment, node: u32| {
            let (from, to) = access.ends(a.edge);
            if from == to && 2 * u64::from(a.offset.mm()) > u64::from(whole(a.edge)) {
                Length::millimetres(whole(a.edge))
            } else {
                end_offset(a.edge, node)
            }
        };
        let mut steps = vec![Step {
            edge: target.edge,
            start: near(target, node),
            end: target.offset,
        }];
        for level in levels.iter().rev() {
            let (edge, before) = *level.get(&vertex)?;
            let Some(edge) = edge else {
                steps.push(Step {
                    edge: home.edge,
                    start: home.offset,
                    end: near(home, before),
                });
                break;
            };
            let (here, there) = (access.graph.node(vertex).0, access.graph.node(before).0);
            steps.push(Step {
                edge,
                start: end_offset(edge, there),
                end: end_offset(edge, here),
            });
            vertex = before;
        }
        steps.reverse();
        Some(Route { steps })
    }

    /// How far it is along streets, without legs.
    pub fn length_mm(&self) -> u64 {
        self.steps
            .iter()
            .map(|step| u64::from(step.length().mm()))
            .sum()
    }

    /// The line of the walk along the streets, for a map: attachments are rounded to the mm.
    pub fn line(&self, access: &Accessibility<'_>) -> Vec<Point> {
        let mut line = Vec::new();
        for step in &self.steps {
            let edge = access.network.edge(step.edge);
            let mut piece = edge.part(step.start.min(step.end), step.start.max(step.end));
            if step.start > step.end {
                piece.reverse();
            }
            line.extend(piece);
        }
        line.dedup();
        line
    }
}

/// Every vertex within `limit` mm of one attachment of a facility, with all best ways on.
fn spread(access: &Accessibility<'_>, rank: u32, limit: u64) -> FxHashMap<u32, Best> {
    let mut best: FxHashMap<u32, Best> = FxHashMap::default();
    let mut heap = BinaryHeap::new();
    for (vertex, label) in access.seeds(rank) {
        heap.push(Reverse(((u64::from(label.mm()), 0), vertex, None)));
    }
    while let Some(Reverse((cost, vertex, onward))) = heap.pop() {
        if let Some(known) = best.get_mut(&vertex) {
            if known.cost == cost {
                known.onward.extend(onward);
            }
            continue;
        }
        best.insert(
            vertex,
            Best {
                cost,
                onward: onward.into_iter().collect(),
            },
        );
        for (to, length, edge) in access.graph.arcs_with_edges(vertex) {
            let cost = (cost.0 + u64::from(length), cost.1 + 1);
            if cost.0 <= limit {
                heap.push(Reverse((cost, to, Some((edge, vertex)))));
            }
        }
    }
    best
}
