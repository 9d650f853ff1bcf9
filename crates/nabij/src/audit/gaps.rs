//! Dead ends and junctions that other lines pass close by.

use super::{
    AuditKind, AuditPlace, Link,
    ground::{Ground, nearest_on},
};
use crate::{
    length::round_root,
    network::{EdgeId, NodeId},
    segments::{Segment, Squared},
};

/// For every dead end and junction the nearest place that it should perhaps be joined with.
pub(super) fn gaps(ground: &Ground<'_>) -> Vec<Link> {
    let at = |node: usize| {
        let node = NodeId(node as u32);
        if ground.is_blocked(node) {
            return None;
        }
        match ground.edges_at(node) {
            [edge] => dead_end(ground, node, *edge),
            _ => junction(ground, node),
        }
    };
    let count = ground.network.node_count();
    let mut links: Vec<Link> = crate::parallel::map(count, at)
        .into_iter()
        .flatten()
        .collect();
    links.sort_unstable();
    links.dedup(); // two junctions, each the other's nearest
    links
}

/// The nearest place on another edge that a dead end should perhaps be joined with.
fn dead_end(ground: &Ground<'_>, node: NodeId, edge: EdgeId) -> Option<Link> {
    let point = ground.network.point(node);
    let parameters = ground.parameters;
    let reach = parameters.reach.max(parameters.near);
    let mut near: Vec<(Squared, u32, Segment)> = Vec::new();
    ground.index.within(point, reach.mm(), |segment| {
        let other = EdgeId(segment.owner);
        if other != edge && ground.could_meet(edge, other) {
            let (offset, _) = nearest_on(segment, point);
            near.push((segment.squared_distance(point), offset, *segment));
        }
    });
    near.sort_unstable_by(|x, y| {
        let order = |one: &(Squared, u32, Segment)| (one.2.owner, one.1);
        x.0.compare(y.0).then_with(|| order(x).cmp(&order(y)))
    });
    let here = ground.end(edge, node);
    let mut seen: Vec<u32> = Vec::new();
    for (square, offset, segment) in near {
        if seen.contains(&segment.owner) {
            continue; // only the nearest place on each edge
        }
        seen.push(segment.owner);
        let other = EdgeId(segment.owner);
        let gap = round_root(square.numerator, square.denominator);
        let gap = u32::try_from(gap).ok()?;
        let Some(kind) = kind(ground, node, gap, [edge, other]) else {
            continue;
        };
        let (_, there) = nearest_on(&segment, point);
        let there = ground.place(other, offset, there);
        let closed = there.node.is_some_and(|node| ground.is_blocked(node));
        if !closed && !ground.joined(&here, &there, gap) {
            return Some(Link {
                kind,
                gap,
                a: here,
                b: there,
            });
        }
    }
    None
}

/// What a dead end so near another edge is; nothing where it is nothing.
fn kind(ground: &Ground<'_>, node: NodeId, gap: u32, edges: [EdgeId; 2]) -> Option<AuditKind> {
    let parameters = ground.parameters;
    if gap <= 1 {
        return Some(AuditKind::EndOnLine);
    }
    if gap <= parameters.near.mm() {
        return Some(AuditKind::NearMiss);
    }
    let known = ground.network.node_attributes(node);
    let is_door = known.is_some_and(|known| known.entrance == Some(true));
    let path = edges.iter().any(|edge| ground.may_be_path(*edge));
    (gap <= parameters.reach.mm() && path && !is_door).then_some(AuditKind::DeadEnd)
}

/// The nearest junction of other lines that should perhaps be this one. Dead ends look for
/// themselves.
fn junction(ground: &Ground<'_>, node: NodeId) -> Option<Link> {
    let network = ground.network;
    let point = network.point(node);
    let near = ground.parameters.near.mm();
    let mut others: Vec<NodeId> = Vec::new();
    ground.index.within(point, near, |segment| {
        let (from, to) = network.ends(EdgeId(segment.owner));
        others.extend([NodeId(from), NodeId(to)]);
    });
    others.sort_unstable();
    others.dedup();
    let pairs = others.into_iter().filter_map(|other| {
        let square = point.distance_squared(network.point(other));
        let is_junction = ground.edges_at(other).len() > 1 && !ground.is_blocked(other);
        let is_near = round_root(square, 1) <= u64::from(near);
        let (here, there) = meeting(ground, node, other)?;
        (other != node && is_junction && is_near).then_some((square, there, here))
    });
    let mut pairs: Vec<(u128, AuditPlace, AuditPlace)> = pairs.collect();
    pairs.sort_unstable();
    pairs.into_iter().find_map(|(square, there, here)| {
        let gap = u32::try_from(round_root(square, 1)).ok()?;
        (!ground.joined(&here, &there, gap)).then_some(Link {
            kind: AuditKind::NearMiss,
            gap,
            a: here.min(there),
            b: here.max(there),
        })
    })
}

/// The first edges by key at two nodes that could meet; none where the nodes share a line.
fn meeting(ground: &Ground<'_>, a: NodeId, b: NodeId) -> Option<(AuditPlace, AuditPlace)> {
    let line = |edge: &EdgeId| ground.network.edge(*edge).key().line;
    let (at_a, at_b) = (ground.edges_at(a), ground.edges_at(b));
    let shared = at_a
        .iter()
        .any(|edge| at_b.iter().any(|other| line(other) == line(edge)));
    let mut pairs = at_a
        .iter()
        .flat_map(|edge| at_b.iter().map(move |other| (*edge, *other)));
    let (edge, other) = pairs.find(|(edge, other)| ground.could_meet(*edge, *other))?;
    (!shared).then(|| (ground.end(edge, a), ground.end(other, b)))
}
