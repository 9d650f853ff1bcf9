//! Rings out of the ways of a multipolygon.
//!
//! Roles are not asked: they are often wrong, and which ring lies in which other is plain from the places.
//! Nodes are positions in a sorted list of ids, so that smaller position means smaller id.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    block::Place,
    inside::{contains, inside},
};

/// A ring without its holes; the last node does not repeat the first.
pub(crate) type Ring = Vec<u32>;

/// An outer ring and its holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Polygon {
    pub(crate) outer: Ring,
    pub(crate) holes: Vec<Ring>,
}

/// Why ways make no rings: they do not close at this node, or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRings {
    OpenAt(u32),
    Degenerate,
}

/// The polygons that these ways enclose, the one with the smallest node first.
/// The ways may come in any order and direction; the answer is the same.
pub(crate) fn assemble(
    ways: &[Vec<u32>],
    place: impl Fn(u32) -> Option<Place>,
) -> Result<Vec<Polygon>, NoRings> {
    let mut rings: Vec<Ring> = join(ways)?
        .into_iter()
        .map(canonical)
        .filter(|ring| ring.len() > 2)
        .collect();
    rings.sort();
    rings.dedup();
    if rings.is_empty() {
        return Err(NoRings::Degenerate);
    }
    Ok(nest(rings, place))
}

/// Joins ways at their ends until all are closed.
fn join(ways: &[Vec<u32>]) -> Result<Vec<Ring>, NoRings> {
    // Longer ways are cut nowhere: only their ends join. Sorted, so that the members' order does not matter.
    let mut open: Vec<Vec<u32>> = Vec::new();
    let mut rings = Vec::new();
    for way in ways {
        match (way.first(), way.last()) {
            (Some(first), Some(last)) if first == last => {
                rings.push(way.iter().skip(1).copied().collect())
            }
            (Some(first), Some(last)) if first < last => open.push(way.clone()),
            (Some(_), Some(_)) => open.push(way.iter().rev().copied().collect()),
            _ => {}
        }
    }
    open.sort();
    // A piece that stands there twice is the seam between two rings, and bounds nothing.
    let open: Vec<Vec<u32>> = open
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() % 2 == 1)
        .filter_map(|same| same.first().cloned())
        .collect();
    let mut ends: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, way) in open.iter().enumerate() {
        for end in way.first().into_iter().chain(way.last()) {
            ends.entry(*end).or_default().push(at);
        }
    }
    let mut used = vec![false; open.len()];
    for start in 0..open.len() {
        let mut chain: Vec<(u32, usize)> = Vec::new(); // from which end, which way
        let mut passed: FxHashMap<u32, usize> = FxHashMap::default(); // where in the chain an end was
        let mut at = match (used.get(start), open.get(start).and_then(|way| way.first())) {
            (Some(false), Some(&first)) => first,
            _ => continue,
        };
        loop {
            // Back at an end passed before: the ways since then are a ring.
            if let Some(&from) = passed.get(&at) {
                let mut ring = Vec::new();
                for (end, way) in chain.drain(from..) {
                    passed.remove(&end);
                    ring.extend(directed(&open, end, way));
                }
                rings.push(ring);
                if chain.is_empty() {
                    break;
                }
            }
            let next = ends.get(&at).and_then(|ways| {
                ways.iter()
                    .copied()
                    .find(|&way| used.get(way) == Some(&false))
            });
            let Some(way) = next else {
                return Err(NoRings::OpenAt(at));
            };
            if let Some(used) = used.get_mut(way) {
                *used = true;
            }
            passed.insert(at, chain.len());
            chain.push((at, way));
            at = other_end(&open, at, way);
        }
    }
    Ok(rings)
}

/// The way's nodes from this end on, without the last.
fn directed(open: &[Vec<u32>], from: u32, way: usize) -> Vec<u32> {
    let mut nodes = open.get(way).cloned().unwrap_or_default();
    if nodes.first() != Some(&from) {
        nodes.reverse();
    }
    nodes.pop();
    nodes
}

fn other_end(open: &[Vec<u32>], from: u32, way: usize) -> u32 {
    let nodes = open.get(way).map_or(&[][..], Vec::as_slice);
    match (nodes.first(), nodes.last()) {
        (Some(&first), Some(&last)) if first == from => last,
        (Some(&first), _) => first,
        _ => from,
    }
}

/// The ring from its smallest node on, towards the smaller neighbour, no node twice in a row.
pub(crate) fn canonical(mut ring: Ring) -> Ring {
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if let Some(smallest) = (0..ring.len()).min_by_key(|&at| ring.get(at)) {
        ring.rotate_left(smallest);
    }
    if let [_, second, .., last] = ring.as_slice()
        && last < second
    {
        ring.reverse();
        ring.rotate_right(1);
    }
    ring
}

/// Rings inside an even number of others are outer rings, the rest are holes of the ring next around them.
fn nest(rings: Vec<Ring>, place: impl Fn(u32) -> Option<Place>) -> Vec<Polygon> {
    let places: Vec<Vec<Place>> = rings
        .iter()
        .map(|ring| ring.iter().filter_map(|&node| place(node)).collect())
        .collect();
    let nodes: Vec<FxHashSet<u32>> = rings
        .iter()
        .map(|ring| ring.iter().copied().collect())
        .collect();
    let boxes: Vec<[i32; 4]> = places.iter().map(|ring| bounds(ring)).collect();
    // For every ring the rings around it.
    let around: Vec<Vec<usize>> = rings
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(at, (ring, own))| {
            let others = places
                .iter()
                .zip(&nodes)
                .enumerate()
                .filter(|&(other, _)| other != at);
            others
                .filter(|(other, (outline, theirs))| {
                    if !matches!((boxes.get(at), boxes.get(*other)), (Some(own), Some(other)) if covers(other, own)) {
                        return false;
                    }
                    // A node that both share lies on the outline and decides nothing.
                    let free = ring
                        .iter()
                        .find(|node| !theirs.contains(node))
                        .and_then(|&node| place(node));
                    let inner = free.or_else(|| inside(&[own.as_slice()]));
                    inner.is_some_and(|inner| contains(outline, inner))
                })
                .map(|(other, _)| other)
                .collect()
        })
        .collect();
    let depth = |at: usize| around.get(at).map_or(0, Vec::len);
    let mut polygons: Vec<(usize, Polygon)> = Vec::new();
    for (at, ring) in rings.iter().enumerate() {
        if depth(at) % 2 == 0 {
            let outer = ring.clone();
            polygons.push((
                at,
                Polygon {
                    outer,
                    holes: Vec::new(),
                },
            ));
        }
    }
    for (at, ring) in rings.iter().enumerate() {
        if depth(at) % 2 == 1 {
            let parent = around.get(at).and_then(|around| {
                around
                    .iter()
                    .copied()
                    .find(|&other| depth(other) + 1 == depth(at))
            });
            let parent = polygons
                .iter_mut()
                .find(|(outer, _)| Some(*outer) == parent);
            parent
                .into_iter()
                .for_each(|(_, polygon)| polygon.holes.push(ring.clone()));
        }
    }
    polygons.into_iter().map(|(_, polygon)| polygon).collect()
}

/// West, south, east, north.
fn bounds(ring: &[Place]) -> [i32; 4] {
    let none = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    ring.iter()
        .fold(none, |[west, south, east, north], &[x, y]| {
            [west.min(x), south.min(y), east.max(x), north.max(y)]
        })
}

fn covers(outer: &[i32; 4], inner: &[i32; 4]) -> bool {
    outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nodes 0–9 on a 10 × 10 square, 10–13 on a square inside it, 20–23 on one inside that.
    fn place(node: u32) -> Option<Place> {
        Some(match node {
            0 => [0, 0],
            1 => [100, 0],
            2 => [100, 100],
            3 => [0, 100],
            10 => [20, 20],
            11 => [80, 20],
            12 => [80, 80],
            13 => [20, 80],
            20 => [40, 40],
            21 => [60, 40],
            22 => [60, 60],
            23 => [40, 60],
            30 => [200, 0],
            31 => [200, 100],
            _ => return None,
        })
    }

    fn polygon(outer: &[u32], holes: &[&[u32]]) -> Polygon {
        Polygon {
            outer: outer.to_vec(),
            holes: holes.iter().map(|hole| hole.to_vec()).collect(),
        }
    }

    #[test]
    fn ways_join_in_any_order_and_direction() {
        let expected = vec![polygon(&[0, 1, 2, 3], &[])];
        assert_eq!(
            assemble(&[vec![0, 1], vec![1, 2], vec![2, 3, 0]], place),
            Ok(expected.clone())
        );
        assert_eq!(
            assemble(&[vec![0, 3, 2], vec![2, 1], vec![1, 0]], place),
            Ok(expected.clone())
        );
        assert_eq!(assemble(&[vec![2, 3, 0, 1, 2]], place), Ok(expected));
    }

    #[test]
    fn holes_and_islands_in_holes() {
        let rings = [
            vec![0, 1, 2, 3, 0],
            vec![10, 11, 12, 13, 10],
            vec![20, 21, 22, 23, 20],
        ];
        let expected = vec![
            polygon(&[0, 1, 2, 3], &[&[10, 11, 12, 13]]),
            polygon(&[20, 21, 22, 23], &[]),
        ];
        assert_eq!(assemble(&rings, place), Ok(expected));
    }

    #[test]
    fn rings_that_touch_at_a_node_stay_two() {
        // Squares 0-1-2-3 and 1-30-31-2 touch in 1 only when drawn by open ways that meet there.
        let ways = [vec![0, 1], vec![1, 2, 3, 0], vec![1, 30, 31], vec![31, 1]];
        let expected = vec![polygon(&[0, 1, 2, 3], &[])];
        assert_eq!(assemble(&ways[..2], place), Ok(expected));
        let both = assemble(&ways, place).unwrap();
        assert_eq!(both.len(), 2);
        assert_eq!(both[1], polygon(&[1, 30, 31], &[]));
    }

    #[test]
    fn open_ways_make_no_ring() {
        assert_eq!(assemble(&[vec![0, 1, 2]], place), Err(NoRings::OpenAt(2)));
        assert_eq!(assemble(&[vec![0, 1, 0]], place), Err(NoRings::Degenerate));
        assert_eq!(assemble(&[], place), Err(NoRings::Degenerate));
    }
}
