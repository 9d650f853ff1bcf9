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
        let mut vertex = *levels.last()?.keys().min()?;
        let node = access.graph.node(vertex).0;
        let mut steps = vec![last_step(access, target, node)?];
        for level in levels.iter().rev() {
            let (edge, before) = *level.get(&vertex)?;
            let Some(edge) = edge else {
                steps.push(first_step(access, home, before)?);
                break;
            };
            let (here, there) = (access.graph.node(vertex).0, access.graph.node(before).0);
            steps.push(whole_step(access, edge, there, here));
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

/// From home to a node at an end of its edge.
pub(crate) fn first_step(access: &Accessibility<'_>, home: &Attachment, node: u32) -> Option<Step> {
    let (forward, backward, _) = access.graph.allows(home.edge);
    let end = nearer_end(access, home, node, [backward, forward])?;
    Some(Step {
        edge: home.edge,
        start: home.offset,
        end,
    })
}

/// From a node at an end of a facility's edge to the facility.
pub(crate) fn last_step(
    access: &Accessibility<'_>,
    target: &Attachment,
    node: u32,
) -> Option<Step> {
    let (forward, backward, _) = access.graph.allows(target.edge);
    let start = nearer_end(access, target, node, [forward, backward])?;
    Some(Step {
        edge: target.edge,
        start,
        end: target.offset,
    })
}

/// Along a whole edge between two nodes.
pub(crate) fn whole_step(access: &Accessibility<'_>, edge: EdgeId, from: u32, to: u32) -> Step {
    let (first, _) = access.ends(edge);
    let whole = access.network.length_mm(edge);
    let at = |node: u32| Length::millimetres(if node == first { 0 } else { whole });
    Step {
        edge,
        start: at(from),
        end: at(to),
    }
}

/// Which end of its edge an attachment is joined to a node by, with whether the first and the last
/// end may be used: a loop's two ends are one node, and the nearer one is meant.
fn nearer_end(
    access: &Accessibility<'_>,
    place: &Attachment,
    node: u32,
    allowed: [bool; 2],
) -> Option<Length> {
    let (from, to) = access.ends(place.edge);
    let whole = access.network.length_mm(place.edge);
    let ends = [(from, 0, allowed[0]), (to, whole, allowed[1])];
    let usable = ends.into_iter().filter(|(end, offset, allowed)| {
        *end == node && (*allowed || *offset == place.offset.mm())
    });
    let nearest = usable.min_by_key(|(_, offset, _)| offset.abs_diff(place.offset.mm()));
    nearest.map(|(_, offset, _)| Length::millimetres(offset))
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
