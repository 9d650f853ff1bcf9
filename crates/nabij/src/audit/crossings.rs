//! Lines that cross or touch without a common node.

use super::{
    AuditKind, Link,
    ground::{Ground, between, pieces},
};
use crate::{
    network::EdgeId,
    point::{Point, orientation},
    segments::Segment,
};

/// Every place where pieces of two edges that could meet cross or touch and nothing joins them.
pub(super) fn all(ground: &Ground<'_>) -> Vec<Link> {
    let of = |edge: usize| {
        let edge = EdgeId(edge as u32);
        if ground.network.edge(edge).attributes().visibility {
            return Vec::new();
        }
        let of = |own: Segment| crossings_of(ground, &own);
        pieces(ground.network, edge).flat_map(of).collect()
    };
    let count = ground.network.edge_count();
    let links = crate::parallel::map(count, of);
    links.into_iter().flatten().collect()
}

/// The crossings of one piece with pieces of edges after its own.
fn crossings_of(ground: &Ground<'_>, own: &Segment) -> Vec<Link> {
    let mut links = Vec::new();
    let half = own.a.distance_mm(own.b).div_ceil(2) + 1;
    let middle = between(own, 1, 2);
    let reach = u32::try_from(half).unwrap_or(u32::MAX);
    ground.index.within(middle, reach, |other| {
        let edges = (EdgeId(own.owner), EdgeId(other.owner));
        if own.owner >= other.owner || share_node(ground, own, other) {
            return;
        }
        let Some(point) = meeting(own, other).filter(|_| ground.could_meet(edges.0, edges.1))
        else {
            return;
        };
        let place = |segment: &Segment| {
            let whole = segment.a.distance_mm(segment.b);
            let along = segment.a.distance_mm(point).min(whole);
            let offset = u64::from(segment.at) + along;
            let offset = u32::try_from(offset).unwrap_or(u32::MAX);
            ground.place(EdgeId(segment.owner), offset, point)
        };
        let (a, b) = (place(own), place(other));
        let closed = [a, b]
            .iter()
            .any(|place| place.node.is_some_and(|node| ground.is_blocked(node)));
        if !closed && !ground.joined(&a, &b, 0) {
            links.push(Link {
                kind: AuditKind::Crossing,
                gap: 0,
                a,
                b,
            });
        }
    });
    links
}

/// Whether an end of both pieces is one node of both edges: there they meet as they should.
fn share_node(ground: &Ground<'_>, one: &Segment, other: &Segment) -> bool {
    let nodes = |segment: &Segment| {
        let edge = ground.network.edge(EdgeId(segment.owner));
        let (from, to) = (edge.from(), edge.to());
        let whole = edge.length().mm();
        let last = u64::from(segment.at) + segment.a.distance_mm(segment.b) == u64::from(whole);
        [(segment.at == 0).then_some(from), last.then_some(to)]
    };
    let (one, other) = (nodes(one), nodes(other));
    one.iter()
        .flatten()
        .any(|node| other.contains(&Some(*node)))
}

/// Where two pieces cross or touch, rounded to the mm; where they run over each other the first of
/// their common ends.
fn meeting(one: &Segment, other: &Segment) -> Option<Point> {
    let turn = |segment: &Segment, p| orientation(segment.a, segment.b, p);
    let (c, d) = (turn(one, other.a), turn(one, other.b));
    let (a, b) = (turn(other, one.a), turn(other, one.b));
    let apart = |x: i128, y: i128| x.signum() * y.signum() > 0;
    if apart(c, d) || apart(a, b) {
        return None;
    }
    if [a, b, c, d].contains(&0) {
        let on = |segment: &Segment, p: Point, turn: i128| {
            let within = |a: i32, b: i32, p: i32| a.min(b) <= p && p <= a.max(b);
            let inside = within(segment.a.x, segment.b.x, p.x);
            turn == 0 && inside && within(segment.a.y, segment.b.y, p.y)
        };
        let ends = [
            (on(one, other.a, c), other.a),
            (on(one, other.b, d), other.b),
            (on(other, one.a, a), one.a),
            (on(other, one.b, b), one.b),
        ];
        let ends = ends.into_iter().filter(|(on, _)| *on);
        return ends.map(|(_, point)| point).min();
    }
    // `a` and `b` lie on different sides of the other piece, in these shares of one.
    Some(between(one, a.abs(), a.abs() + b.abs()))
}
