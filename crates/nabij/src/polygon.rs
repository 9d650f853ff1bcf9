//! Polygons on whole millimetres, decided exactly.

mod banded;
mod entry;

pub(crate) use banded::Banded;
pub(crate) use entry::Share;

use serde::{Deserialize, Serialize};

use crate::{
    point::{Point, orientation},
    segments::Segment,
};

/// A polygon with holes. Rings need not repeat their first vertex.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Polygon {
    rings: Vec<Vec<Point>>,
}

/// Where a place lies in relation to a polygon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Strictly inside.
    Inside,
    /// On a ring.
    Boundary,
    /// Strictly outside, or strictly inside a hole.
    Outside,
}

impl Side {
    fn of(on_ring: bool, inside: bool) -> Self {
        match (on_ring, inside) {
            (true, _) => Side::Boundary,
            (false, true) => Side::Inside,
            (false, false) => Side::Outside,
        }
    }
}

impl Polygon {
    /// A polygon of its rings, the outer one first; repeated closing vertices are dropped.
    pub fn new(rings: impl IntoIterator<Item = Vec<Point>>) -> Self {
        let open = |mut ring: Vec<Point>| {
            while ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            ring
        };
        Polygon {
            rings: rings.into_iter().map(open).collect(),
        }
    }

    /// The rings, the outer one first, without closing vertices.
    pub fn rings(&self) -> &[Vec<Point>] {
        &self.rings
    }

    /// How large it is, less its holes, in square metres.
    ///
    /// ```
    /// use nabij::{Point, Polygon};
    /// let p = |x, y| Point::new(x * 1000, y * 1000);
    /// let park = Polygon::new([vec![p(0, 0), p(100, 0), p(100, 50), p(0, 50)]]);
    /// assert_eq!(park.area_m2(), 5000.0);
    /// ```
    pub fn area_m2(&self) -> f64 {
        let twice = |ring: &[Point]| -> i128 {
            let cross = |(a, b): (Point, Point)| {
                i128::from(a.x) * i128::from(b.y) - i128::from(b.x) * i128::from(a.y)
            };
            ring_segments(ring).map(cross).sum::<i128>().abs()
        };
        let mut rings = self.rings.iter().map(|ring| twice(ring));
        let outer = rings.next().unwrap_or(0);
        (outer - rings.sum::<i128>()) as f64 / 2e6
    }

    /// Every side of every ring.
    pub fn segments(&self) -> impl Iterator<Item = (Point, Point)> {
        self.rings.iter().flat_map(|ring| ring_segments(ring))
    }

    /// Whether any side of any ring does it; the loop that crossing squares waits for.
    fn any_segment(&self, mut does: impl FnMut(Point, Point) -> bool) -> bool {
        self.rings.iter().any(|ring| {
            let mut before = ring.last().copied().unwrap_or_default();
            ring.iter()
                .any(|here| does(std::mem::replace(&mut before, *here), *here))
        })
    }

    /// Whether the polygon claims the place: neighbours that share a border never both claim a
    /// place on it, and never both leave it (the half-open rule).
    pub fn claims(&self, place: Point) -> bool {
        let mut inside = false;
        self.any_segment(|a, b| {
            inside ^= crosses_ray(place, a, b);
            false
        });
        inside
    }

    /// Where the place lies, borders told apart.
    pub fn side(&self, place: Point) -> Side {
        self.side_doubled((2 * i64::from(place.x), 2 * i64::from(place.y)))
    }

    /// The same for a place in half millimetres.
    fn side_doubled(&self, (x, y): (i64, i64)) -> Side {
        let mut inside = false;
        let on_ring = self.any_segment(|a, b| meets((x, y), a, b, &mut inside));
        Side::of(on_ring, inside)
    }

    /// How far a place is from the nearest ring, in mm, rounded halves up; nothing without a ring.
    pub fn to_edge_mm(&self, place: Point) -> Option<u64> {
        let sides = self.segments().map(|(a, b)| {
            let (owner, at) = (0, 0);
            Segment { a, b, owner, at }.squared_distance(place).root()
        });
        sides.map(|length| u64::from(length.mm())).min()
    }

    /// Whether a walker can go from `a` to `b` in a straight line without leaving the closed
    /// polygon; touching a ring is not leaving it.
    pub fn sees(&self, a: Point, b: Point) -> bool {
        let mut stops = vec![a, b];
        let blocked = self.any_segment(|c, d| {
            if apart((a.x, b.x), (c.x, d.x)) || apart((a.y, b.y), (c.y, d.y)) {
                return false; // it neither crosses nor touches
            }
            let (oc, od) = (orientation(a, b, c).signum(), orientation(a, b, d).signum());
            let (oa, ob) = (orientation(c, d, a).signum(), orientation(c, d, b).signum());
            if oc == 0 && strictly_between(a, b, c) {
                stops.push(c);
            }
            oc * od < 0 && oa * ob < 0
        });
        if blocked {
            return false;
        }
        // Between two neighbouring stops nothing is crossed: the middle tells for the whole piece.
        stops.sort_unstable_by_key(|p| a.distance_squared(*p));
        stops.windows(2).all(|pair| {
            let middle = (
                i64::from(pair[0].x) + i64::from(pair[1].x),
                i64::from(pair[0].y) + i64::from(pair[1].y),
            );
            self.side_doubled(middle) != Side::Outside
        })
    }
}

/// Whether two intervals have no number in common.
fn apart(a: (i32, i32), b: (i32, i32)) -> bool {
    a.0.max(a.1) < b.0.min(b.1) || b.0.max(b.1) < a.0.min(a.1)
}

/// Whether `p`, known to lie on the line through `a` and `b`, lies strictly between them.
fn strictly_between(a: Point, b: Point, p: Point) -> bool {
    let (abx, aby) = a.to(b);
    let (apx, apy) = a.to(p);
    let along = i128::from(abx) * i128::from(apx) + i128::from(aby) * i128::from(apy);
    let whole = i128::from(abx) * i128::from(abx) + i128::from(aby) * i128::from(aby);
    0 < along && along < whole
}

/// Where the place lies, seen from a single ring.
pub(crate) fn side_of_ring(ring: &[Point], place: Point) -> Side {
    let mut inside = false;
    let doubled = (2 * i64::from(place.x), 2 * i64::from(place.y));
    let on_ring = ring_segments(ring).any(|(a, b)| meets(doubled, a, b, &mut inside));
    Side::of(on_ring, inside)
}

fn ring_segments(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter()
        .copied()
        .zip(ring.iter().copied().cycle().skip(1))
}

/// Whether a place in half millimetres is on the side from `a` to `b`; turns `inside` where the ray
/// from it to the east crosses that.
fn meets((x, y): (i64, i64), a: Point, b: Point, inside: &mut bool) -> bool {
    let (ay, by) = (2 * i64::from(a.y) - y, 2 * i64::from(b.y) - y);
    if ay.min(by) > 0 || ay.max(by) < 0 {
        return false; // all of it above or below
    }
    let (ax, bx) = (2 * i64::from(a.x) - x, 2 * i64::from(b.x) - x);
    let turn = i128::from(ax) * i128::from(by) - i128::from(ay) * i128::from(bx);
    let within = |p: i64, q: i64| p.min(q) <= 0 && 0 <= p.max(q);
    *inside ^= (ay <= 0) != (by <= 0) && (turn > 0) == (by > ay);
    turn == 0 && within(ax, bx) && within(ay, by)
}

/// Whether the ray from `place` to the east crosses the side from `a` to `b`: half-open in y, and
/// only where the place lies strictly to the west, whichever way the side runs.
fn crosses_ray(place: Point, a: Point, b: Point) -> bool {
    let turn = || orientation(a, b, place);
    (a.y <= place.y) != (b.y <= place.y) && if b.y > a.y { turn() > 0 } else { turn() < 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: i32, y: i32) -> Point {
        Point::new(x, y)
    }

    fn box_of(x: i32, y: i32, size: i32) -> Vec<Point> {
        vec![
            p(x, y),
            p(x + size, y),
            p(x + size, y + size),
            p(x, y + size),
            p(x, y),
        ]
    }

    #[test]
    fn borders_belong_to_exactly_one_of_two_neighbours() {
        // a 2 × 2 chessboard of squares: every lattice place inside is claimed once
        let squares: Vec<_> = [(0, 0), (10, 0), (0, 10), (10, 10)]
            .map(|(x, y)| Polygon::new([box_of(x, y, 10)]))
            .into();
        for x in 1..20 {
            for y in 1..20 {
                let claims = squares.iter().filter(|s| s.claims(p(x, y))).count();
                assert_eq!(claims, 1, "({x}, {y})");
            }
        }
    }

    #[test]
    fn a_hole_is_outside_and_its_ring_is_boundary() {
        let ring = Polygon::new([box_of(0, 0, 30), box_of(10, 10, 10)]);
        assert_eq!(ring.side(p(15, 15)), Side::Outside);
        assert_eq!(ring.side(p(10, 15)), Side::Boundary);
        assert_eq!(ring.side(p(5, 15)), Side::Inside);
        assert_eq!(ring.side(p(31, 15)), Side::Outside);
        assert!(ring.claims(p(5, 15)) && !ring.claims(p(15, 15)));
    }

    #[test]
    fn sight_is_blocked_by_holes_and_notches_but_not_by_touching() {
        let ring = Polygon::new([box_of(0, 0, 30), box_of(10, 10, 10)]);
        assert!(!ring.sees(p(0, 15), p(30, 15)), "through the hole");
        assert!(ring.sees(p(0, 10), p(30, 10)), "along the hole's side");
        assert!(ring.sees(p(0, 0), p(10, 10)), "up to the hole's corner");
        assert!(
            !ring.sees(p(0, 0), p(30, 30)),
            "corner to corner of the hole"
        );
        assert!(ring.sees(p(0, 0), p(30, 0)), "along the outer ring");
        // an L: the reflex corner at (10, 10) may be touched
        let l = Polygon::new([vec![
            p(0, 0),
            p(20, 0),
            p(20, 10),
            p(10, 10),
            p(10, 20),
            p(0, 20),
        ]]);
        assert!(l.sees(p(20, 0), p(0, 20)));
        assert!(!l.sees(p(20, 1), p(1, 20)));
        assert!(!l.sees(p(20, 10), p(10, 20)), "outside between two corners");
    }
}
