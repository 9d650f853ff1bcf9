//! Joins the ways: two ways connect only where a vertex of one equals a vertex of the other.

use std::collections::BTreeMap;

use super::geometry::{Point, crossing, distance, nearest, squared};
use super::plan::Node;
use super::way::Way;

/// How near an end must come to another way to be drawn onto it, mm.
const REACH: i64 = 6_000;
/// A tail this short beyond a junction is cut off, mm.
const TAIL: i64 = 14_000;

/// Joins ends to the ways beside them, gives crossing ways a common vertex, cuts tails.
pub fn join(ways: &mut [Way]) {
    for way in 0..ways.len() {
        for last in [false, true] {
            join_end(ways, way, last);
        }
    }
    for a in 0..ways.len() {
        for b in 0..ways.len() {
            if a != b && !ways[a].passes() && !ways[b].passes() {
                touch(ways, a, b);
                if a < b {
                    cross(ways, a, b);
                }
            }
        }
    }
    let used = uses(ways);
    for way in ways.iter_mut() {
        cut_tail(way, &used);
        way.points.reverse();
        cut_tail(way, &used);
        way.points.reverse();
    }
}

/// How many ways have a vertex at each place.
pub fn uses(ways: &[Way]) -> BTreeMap<Point, usize> {
    let mut used = BTreeMap::new();
    for way in ways {
        let mut own = way.points.clone();
        own.sort_unstable();
        own.dedup();
        for point in own {
            *used.entry(point).or_insert(0) += 1;
        }
    }
    used
}

/// Puts the vertex of each gate or bollard into the way that it stands on.
pub fn place_nodes(ways: &mut [Way], nodes: &mut [Node]) {
    for node in nodes {
        let best = (0..ways.len())
            .filter(|&way| !ways[way].passes())
            .flat_map(|way| (1..ways[way].points.len()).map(move |at| (way, at)))
            .map(|(way, at)| {
                let (a, b) = (ways[way].points[at - 1], ways[way].points[at]);
                let (on, away) = nearest(a, b, node.point);
                (away, way, at, on)
            })
            .min();
        if let Some((_, way, at, on)) = best {
            insert(&mut ways[way], at, on);
            node.point = on;
        }
    }
}

fn insert(way: &mut Way, at: usize, point: Point) {
    if way.points[at - 1] != point && way.points[at] != point {
        way.points.insert(at, point);
    }
}

/// Draws an end, with everything that is joined to it, onto the nearest way within reach that it misses.
fn join_end(ways: &mut [Way], way: usize, last: bool) {
    let points = &ways[way].points;
    let end = points[if last { points.len() - 1 } else { 0 }];
    let missed: Vec<usize> = (0..ways.len())
        .filter(|&other| !ways[other].points.contains(&end))
        .collect();
    let vertex = missed
        .iter()
        .flat_map(|&other| ways[other].points.iter().copied())
        .map(|vertex| (squared(vertex, end), vertex))
        .min();
    let to = match vertex {
        Some((away, vertex)) if away <= REACH * REACH => vertex,
        _ => {
            let best = missed
                .iter()
                .filter(|&&other| !ways[other].passes())
                .flat_map(|&other| (1..ways[other].points.len()).map(move |at| (other, at)))
                .map(|(other, at)| {
                    let (a, b) = (ways[other].points[at - 1], ways[other].points[at]);
                    let (on, away) = nearest(a, b, end);
                    (away, other, at, on)
                })
                .min();
            match best {
                Some((away, other, at, on)) if away <= REACH * REACH => {
                    insert(&mut ways[other], at, on);
                    on
                }
                _ => return,
            }
        }
    };
    for way in ways.iter_mut() {
        for point in &mut way.points {
            if *point == end {
                *point = to;
            }
        }
        way.points.dedup();
    }
}

/// Gives way `a` a vertex where a vertex of `b` lies on it, to half a metre.
fn touch(ways: &mut [Way], a: usize, b: usize) {
    for vertex in ways[b].points.clone() {
        if ways[a].points.contains(&vertex) {
            continue;
        }
        let hit = (1..ways[a].points.len())
            .find(|&at| nearest(ways[a].points[at - 1], ways[a].points[at], vertex).1 < 500 * 500);
        if let Some(at) = hit {
            insert(&mut ways[a], at, vertex);
        }
    }
}

fn cross(ways: &mut [Way], a: usize, b: usize) {
    let mut at = 1;
    while at < ways[a].points.len() {
        let (p, q) = (ways[a].points[at - 1], ways[a].points[at]);
        let hit = (1..ways[b].points.len()).find_map(|other| {
            let (r, s) = (ways[b].points[other - 1], ways[b].points[other]);
            crossing(p, q, r, s).map(|point| (other, point))
        });
        match hit {
            Some((other, point)) => {
                insert(&mut ways[a], at, point);
                insert(&mut ways[b], other, point);
            }
            None => at += 1,
        }
    }
}

fn cut_tail(way: &mut Way, used: &BTreeMap<Point, usize>) {
    let alone = |point: &Point| used.get(point) == Some(&1);
    let closed = way.points.first() == way.points.last();
    if !closed
        && way.points.len() > 2
        && alone(&way.points[0])
        && !alone(&way.points[1])
        && distance(way.points[0], way.points[1]) < TAIL
    {
        way.points.remove(0);
    }
}
