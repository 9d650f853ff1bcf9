//! Rings out of the ways of a multipolygon.
//!
//! Roles are not asked: they are often wrong, and which ring lies in which other is plain from the places.
//! Nodes are positions in a sorted list of ids, so that smaller position means smaller id.

use rustc_hash::{FxHashMap, FxHashSet};

use super::block::Place;

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
        let mut at = match (used.get(start), open.get(start).and_then(|way| way.first())) {
            (Some(false), Some(&first)) => first,
            _ => continue,
        };
        loop {
            // Back at an end passed before: the ways since then are a ring.
            if let Some(from) = chain.iter().position(|&(end, _)| end == at) {
                let ring = chain.drain(from..);
                rings.push(
                    ring.flat_map(|(end, way)| directed(&open, end, way))
                        .collect(),
                );
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
                .filter(|(_, (outline, theirs))| {
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

/// Whether the point lies inside the ring (exact; a point on the ring may count as either).
pub(crate) fn contains(ring: &[Place], [x, y]: Place) -> bool {
    let (x, y) = (i64::from(x), i64::from(y));
    let mut inside = false;
    let mut before = ring.last();
    for after in ring {
        if let Some(&[ax, ay]) = before {
            let (ax, ay) = (i64::from(ax), i64::from(ay));
            let (bx, by) = (i64::from(after[0]), i64::from(after[1]));
            if (ay > y) != (by > y) {
                let side = i128::from(bx - ax) * i128::from(y - ay)
                    - i128::from(x - ax) * i128::from(by - ay);
                if (side > 0) == (by > ay) && side != 0 {
                    inside = !inside;
                }
            }
        }
        before = Some(after);
    }
    inside
}

/// A point inside the polygon: its centroid where that is inside, which it is for most buildings.
pub(crate) fn inside(rings: &[&[Place]]) -> Option<Place> {
    let (outer, holes) = rings.split_first()?;
    let is_inside =
        |&point: &Place| contains(outer, point) && !holes.iter().any(|hole| contains(hole, point));
    if let Some(centroid) = centroid(outer).filter(is_inside) {
        return Some(centroid);
    }
    let line = |ring: &[Place]| -> geo::LineString<f64> {
        ring.iter().map(|&place| offset(place, outer)).collect()
    };
    let polygon = geo::Polygon::new(line(outer), holes.iter().map(|hole| line(hole)).collect());
    let point = geo::InteriorPoint::interior_point(&polygon)?;
    from_offset((point.x(), point.y()), outer)
}

/// The centre of gravity of a ring without its holes.
fn centroid(ring: &[Place]) -> Option<Place> {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (&a, &b) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
        let ((ax, ay), (bx, by)) = (offset(a, ring), offset(b, ring));
        let cross = ax * by - bx * ay;
        area += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    (area != 0.0).then(|| from_offset((x / (3.0 * area), y / (3.0 * area)), ring))?
}

/// Relative to the ring's first place, which keeps all digits of small buildings.
fn offset(place: Place, ring: &[Place]) -> (f64, f64) {
    let [x0, y0] = ring.first().copied().unwrap_or_default();
    let [x, y] = place;
    (f64::from(x) - f64::from(x0), f64::from(y) - f64::from(y0))
}

fn from_offset((x, y): (f64, f64), ring: &[Place]) -> Option<Place> {
    let &[x0, y0] = ring.first()?;
    let add = |start: i32, offset: f64| {
        let sum = (f64::from(start) + offset).round();
        (sum.abs() <= 1_800_000_000.0).then_some(sum as i32)
    };
    Some([add(x0, x)?, add(y0, y)?])
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

    #[test]
    fn a_point_inside_a_ring_shape() {
        // The centroid of a square with a hole in the middle lies in the hole.
        let outer: Vec<Place> = [0, 1, 2, 3].into_iter().filter_map(place).collect();
        let hole: Vec<Place> = [20, 21, 22, 23].into_iter().filter_map(place).collect();
        assert_eq!(inside(&[&outer]), Some([50, 50]));
        let point = inside(&[&outer, &hole]).unwrap();
        assert!(contains(&outer, point) && !contains(&hole, point));
        assert!(inside(&[&[]]).is_none());
    }
}
