//! Points inside polygons.

use super::block::Place;

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

/// A point inside the polygon: its centroid where that is inside, which it is for most buildings;
/// else the middle of the widest piece of a line across it, half-way up.
pub(crate) fn inside(rings: &[&[Place]]) -> Option<Place> {
    let (outer, holes) = rings.split_first()?;
    let is_inside =
        |&point: &Place| contains(outer, point) && !holes.iter().any(|hole| contains(hole, point));
    centroid(outer).filter(is_inside).or_else(|| across(rings))
}

/// The middle of the widest piece, the first of equals.
fn across(rings: &[&[Place]]) -> Option<Place> {
    let heights = || rings.iter().copied().flatten().map(|&[_, y]| i64::from(y));
    let (lowest, highest) = (heights().min()?, heights().max()?);
    let half = (lowest + highest).div_euclid(2);
    // Between two nodes' heights, so that the line meets no node.
    let (below, above) = (
        heights().filter(|&y| y <= half).max()?,
        heights().filter(|&y| y > half).min()?,
    );
    let y = (below + above) as f64 / 2.0;
    let mut crossings: Vec<f64> = Vec::new();
    for ring in rings {
        for (&[ax, ay], &[bx, by]) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
            let ((ax, ay), (bx, by)) = (
                (f64::from(ax), f64::from(ay)),
                (f64::from(bx), f64::from(by)),
            );
            if (ay > y) != (by > y) {
                crossings.push(ax + (bx - ax) * (y - ay) / (by - ay));
            }
        }
    }
    crossings.sort_by(f64::total_cmp);
    let mut widest: Option<(f64, f64)> = None;
    for piece in crossings.chunks_exact(2) {
        if let &[west, east] = piece
            && widest.is_none_or(|(width, _)| east - west > width)
        {
            widest = Some((east - west, (west + east) / 2.0));
        }
    }
    // Both lie between whole coordinates, so they are whole coordinates themselves.
    widest.map(|(_, x)| [x.round() as i32, y.round() as i32])
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

    const OUTER: [Place; 4] = [[0, 0], [100, 0], [100, 100], [0, 100]];

    #[test]
    fn which_side_of_a_ring() {
        assert!(contains(&OUTER, [1, 99]));
        assert!(!contains(&OUTER, [101, 50]));
        assert!(!contains(&OUTER, [-1, 0]));
        assert!(!contains(&[], [0, 0]));
    }

    #[test]
    fn the_centroid_or_a_point_beside_the_hole() {
        assert_eq!(inside(&[&OUTER]), Some([50, 50]));
        let hole: [Place; 4] = [[20, 40], [60, 40], [60, 60], [20, 60]];
        assert_eq!(inside(&[&OUTER, &hole]), Some([80, 50]));
        let narrow: [Place; 6] = [[0, 0], [100, 0], [100, 10], [10, 10], [10, 100], [0, 100]];
        assert_eq!(inside(&[&narrow]), Some([5, 55]));
    }

    #[test]
    fn no_inside_without_an_extent() {
        assert_eq!(inside(&[&[]]), None);
        assert_eq!(inside(&[]), None);
        assert_eq!(inside(&[&[[0, 0], [5, 0], [9, 0]]]), None);
    }
}
