//! The network as it lies on the ground: which edges could meet, and which places are joined.

use std::{cmp::Reverse, collections::BinaryHeap};

use rustc_hash::FxHashMap;

use super::{AuditParameters, AuditPlace};
use crate::{
    components::Components,
    length::{Length, round_root},
    network::{EdgeId, Network, NodeId},
    point::Point,
    segments::{Segment, SegmentIndex},
};

pub(super) struct Ground<'n> {
    pub network: &'n Network,
    pub base: &'n Components,
    pub parameters: &'n AuditParameters,
    /// Every straight piece but lines of sight, with its offset on its edge.
    pub index: SegmentIndex,
    /// The edges at each node, ascending; a loop stands twice.
    at_node: Vec<EdgeId>,
    first_at_node: Vec<u32>,
}

impl<'n> Ground<'n> {
    pub fn new(
        network: &'n Network,
        base: &'n Components,
        parameters: &'n AuditParameters,
    ) -> Self {
        let mut first_at_node = vec![0_u32; network.node_count() + 1];
        let ends = || {
            network.edges().flat_map(|edge| {
                let ends = [edge.from(), edge.to()];
                ends.map(|node| (node.index(), edge.id()))
            })
        };
        for (node, _) in ends() {
            first_at_node[node + 1] += 1;
        }
        for node in 1..first_at_node.len() {
            first_at_node[node] += first_at_node[node - 1];
        }
        let mut free = first_at_node.clone();
        let mut at_node = vec![EdgeId(0); 2 * network.edge_count()];
        for (node, edge) in ends() {
            at_node[free[node] as usize] = edge;
            free[node] += 1;
        }
        let pieces = network
            .edges()
            .filter(|edge| !edge.attributes().visibility)
            .flat_map(|edge| pieces(network, edge.id()));
        Ground {
            index: SegmentIndex::new(pieces.collect()),
            network,
            base,
            parameters,
            at_node,
            first_at_node,
        }
    }

    /// The edges at a node, a loop twice.
    pub fn edges_at(&self, node: NodeId) -> &[EdgeId] {
        let at = node.index();
        &self.at_node[self.first_at_node[at] as usize..self.first_at_node[at + 1] as usize]
    }

    /// Whether two edges could meet where they are at one place.
    pub fn could_meet(&self, a: EdgeId, b: EdgeId) -> bool {
        let (a, b) = (
            self.network.edge(a).attributes(),
            self.network.edge(b).attributes(),
        );
        let yes = |known: Option<bool>| known == Some(true);
        let apart = [a, b].iter().any(|edge| {
            edge.visibility
                || yes(edge.bridge)
                || yes(edge.tunnel)
                || yes(edge.lift)
                || yes(edge.escalator)
        });
        let level = |level: Option<i16>| level.unwrap_or(0);
        !apart && yes(a.indoor) == yes(b.indoor) && level(a.level) == level(b.level)
    }

    /// Whether an edge is a path, or may be one: its class is no word for a carriageway.
    pub fn may_be_path(&self, edge: EdgeId) -> bool {
        let class = self.network.edge(edge).attributes().class.as_deref();
        class.is_none_or(|class| !CARRIAGEWAYS.contains(&class.trim_end_matches("_link")))
    }

    /// Whether nobody can pass a node.
    pub fn is_blocked(&self, node: NodeId) -> bool {
        let known = self.network.node_attributes(node);
        known.is_some_and(|known| known.blocked == Some(true))
    }

    /// A place on an edge; at its ends it is their node.
    pub fn place(&self, edge: EdgeId, offset: u32, point: Point) -> AuditPlace {
        let own = self.network.edge(edge);
        let node = match offset {
            0 => Some(own.from()),
            end if end == own.length().mm() => Some(own.to()),
            _ => None,
        };
        AuditPlace {
            edge,
            offset: Length::millimetres(offset),
            node,
            point: node.map_or(point, |node| self.network.point(node)),
        }
    }

    /// The end of an edge at a node.
    pub fn end(&self, edge: EdgeId, node: NodeId) -> AuditPlace {
        let own = self.network.edge(edge);
        let offset = match own.from() == node {
            true => Length::ZERO,
            false => own.length(),
        };
        AuditPlace {
            edge,
            offset,
            node: Some(node),
            point: self.network.point(node),
        }
    }

    /// Whether the network leads from one place to another within so many times their gap,
    /// whoever may walk there and in whatever direction.
    pub fn joined(&self, a: &AuditPlace, b: &AuditPlace, gap: u32) -> bool {
        let gap = u64::from(gap.max(self.parameters.near.mm()));
        let bound = gap * u64::from(self.parameters.detour);
        let ends = |place: &AuditPlace| {
            let edge = self.network.edge(place.edge);
            let rest = edge.length().saturating_sub(place.offset);
            match place.node {
                Some(node) => [(node, 0), (node, 0)],
                None => [
                    (edge.from(), u64::from(place.offset.mm())),
                    (edge.to(), u64::from(rest.mm())),
                ],
            }
        };
        if a.edge == b.edge && u64::from(a.offset.mm().abs_diff(b.offset.mm())) <= bound {
            return true;
        }
        let goals = ends(b);
        let mut known: FxHashMap<NodeId, u64> = FxHashMap::default();
        let mut heap: BinaryHeap<Reverse<(u64, NodeId)>> = BinaryHeap::new();
        heap.extend(ends(a).map(|(node, mm)| Reverse((mm, node))));
        while let Some(Reverse((mm, node))) = heap.pop() {
            if mm > bound {
                return false;
            }
            if known.contains_key(&node) {
                continue;
            }
            known.insert(node, mm);
            let arrived = |(goal, rest): &(NodeId, u64)| *goal == node && mm + rest <= bound;
            if goals.iter().any(arrived) {
                return true;
            }
            for edge in self.edges_at(node) {
                let (from, to) = self.network.ends(*edge);
                let other = NodeId(if from == node.0 { to } else { from });
                heap.push(Reverse((
                    mm + u64::from(self.network.length_mm(*edge)),
                    other,
                )));
            }
        }
        false
    }
}

/// OSM's classes of ways that are not there for walkers first.
const CARRIAGEWAYS: [&str; 12] = [
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    "busway",
    "track",
];

/// The straight pieces of an edge, each with its offset.
pub(super) fn pieces(network: &Network, edge: EdgeId) -> impl Iterator<Item = Segment> + '_ {
    let geometry = network.edge(edge).geometry();
    geometry.windows(2).scan(0_u64, move |along, ends| {
        let at = u32::try_from(*along).unwrap_or(u32::MAX);
        *along += ends[0].distance_mm(ends[1]);
        Some(Segment {
            a: ends[0],
            b: ends[1],
            owner: edge.0,
            at,
        })
    })
}

/// The place on a segment nearest to a point: its offset on the edge and where it is, rounded to
/// the mm.
pub(super) fn nearest_on(segment: &Segment, p: Point) -> (u32, Point) {
    let whole = segment.a.distance_mm(segment.b);
    let (dot, square) = segment.project(p);
    let (along, point) = if dot <= 0 {
        (0, segment.a)
    } else if dot.unsigned_abs() >= square {
        (whole, segment.b)
    } else {
        let dot = dot.unsigned_abs();
        let point = between(segment, dot as i128, square as i128);
        (round_root(dot.pow(2), square).min(whole), point)
    };
    let offset = u64::from(segment.at) + along;
    (u32::try_from(offset).unwrap_or(u32::MAX), point)
}

/// The point at the share `over ÷ under` of a segment, rounded to the mm, halves up.
pub(super) fn between(segment: &Segment, over: i128, under: i128) -> Point {
    let (dx, dy) = segment.a.to(segment.b);
    let part = |d: i64| ((2 * i128::from(d) * over + under).div_euclid(2 * under)) as i32;
    Point::new(segment.a.x + part(dx), segment.a.y + part(dy))
}
