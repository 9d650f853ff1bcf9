//! Sight inside a polygon and barriers across a walk, decided exactly and by other means than the
//! library: a line is cut wherever it meets a ring, and the winding number at the middle of every
//! piece tells whether the piece is inside.

use nabij::Point;

use crate::exact::{cross, dot, turn, vector};

/// A place with rational coordinates, x ÷ w and y ÷ w.
#[derive(Clone, Copy, Debug)]
pub struct Rational {
    x: i128,
    y: i128,
    w: i128,
}

impl Rational {
    /// The place `over ÷ under` of the way from `a` to `b`.
    pub fn part(a: Point, b: Point, (over, under): (i128, i128)) -> Self {
        let (dx, dy) = vector(a, b);
        Rational {
            x: times(a.x.into(), under) + times(dx, over),
            y: times(a.y.into(), under) + times(dy, over),
            w: under,
        }
    }
}

impl From<Point> for Rational {
    fn from(p: Point) -> Self {
        Rational {
            x: p.x.into(),
            y: p.y.into(),
            w: 1,
        }
    }
}

fn times(a: i128, b: i128) -> i128 {
    a.checked_mul(b)
        .expect("squares of the oracle are small enough for i128")
}

/// The sides of a ring.
pub fn sides(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    (0..ring.len()).map(|at| (ring[at], ring[(at + 1) % ring.len()]))
}

/// How often a ring winds around a place, or nothing where the place lies on the ring.
fn winding(ring: &[Point], place: Rational) -> Option<i32> {
    let Rational { x, y, w } = place;
    let mut turns = 0;
    for (a, b) in sides(ring) {
        let (ax, ay) = (times(a.x.into(), w) - x, times(a.y.into(), w) - y);
        let (bx, by) = (times(b.x.into(), w) - x, times(b.y.into(), w) - y);
        let (dx, dy) = vector(a, b);
        let left = times(dx, -ay) - times(dy, -ax);
        let spans = |p: i128, q: i128| p.min(q) <= 0 && p.max(q) >= 0;
        if left == 0 && spans(ax, bx) && spans(ay, by) {
            return None;
        }
        if ay <= 0 && by > 0 && left > 0 {
            turns += 1;
        } else if ay > 0 && by <= 0 && left < 0 {
            turns -= 1;
        }
    }
    Some(turns)
}

/// Strictly inside (1), on a ring (0) or strictly outside (−1) a polygon with holes.
pub fn side(rings: &[Vec<Point>], place: Rational) -> i32 {
    let mut inside = false;
    for (at, ring) in rings.iter().enumerate() {
        match winding(ring, place) {
            None => return 0,
            Some(turns) if at == 0 => inside = turns != 0,
            Some(turns) => inside &= turns == 0,
        }
    }
    if inside { 1 } else { -1 }
}

/// Whether the straight way from `a` to `b` stays within the closed polygon.
pub fn sees(rings: &[Vec<Point>], a: Point, b: Point) -> bool {
    let ab = vector(a, b);
    let whole = dot(ab, ab);
    // How far along the way a ring is met, as fractions with a positive denominator.
    let mut cuts: Vec<(i128, i128)> = vec![(0, 1), (1, 1)];
    for (c, d) in rings.iter().flat_map(|ring| sides(ring)) {
        let cd = vector(c, d);
        let (under, over) = (cross(ab, cd), cross(vector(a, c), cd));
        if under != 0 {
            cuts.push((over * under.signum(), under.abs()));
        }
        for end in [c, d] {
            if turn(a, b, end) == 0 && whole > 0 {
                cuts.push((dot(ab, vector(a, end)), whole));
            }
        }
    }
    cuts.retain(|(over, under)| 0 <= *over && over <= under);
    cuts.sort_by(|p, q| times(p.0, q.1).cmp(&times(q.0, p.1)));
    cuts.windows(2).all(|pair| {
        let ((n, d), (m, e)) = (pair[0], pair[1]);
        let (over, under) = (times(n, e) + times(m, d), times(2 * d, e));
        let shared = common(over, under);
        let (over, under) = (over / shared, under / shared);
        let middle = Rational {
            x: times(a.x.into(), under) + times(ab.0, over),
            y: times(a.y.into(), under) + times(ab.1, over),
            w: under,
        };
        side(rings, middle) >= 0
    })
}

fn common(a: i128, b: i128) -> i128 {
    if b == 0 {
        a.abs().max(1)
    } else {
        common(b, a % b)
    }
}

/// How a vertex of a barrier lies to a walk.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lie {
    Side(i128),
    /// On the line of the walk; true where strictly between its ends.
    On(bool),
}

/// The vector from a place to a rational one, times the denominator.
fn toward(a: Point, end: Rational) -> (i128, i128) {
    (
        end.x - times(a.x.into(), end.w),
        end.y - times(a.y.into(), end.w),
    )
}

/// Whether the straight way from `a` to `end` and the segment from `c` to `d`, ends included, have
/// a place in common.
pub fn touches(c: Point, d: Point, a: Point, end: Rational) -> bool {
    let way = toward(a, end);
    let side = |p: Point| cross(way, vector(a, p)).signum();
    let whole = times(way.0, way.0) + times(way.1, way.1);
    let along = |p: Point| times(dot(way, vector(a, p)), end.w);
    let (start, stop) = (turn(c, d, a), cross(vector(c, d), toward(c, end)).signum());
    if way == (0, 0) {
        let (ca, cd) = (vector(c, a), vector(c, d));
        return start == 0 && (0..=dot(cd, cd)).contains(&dot(ca, cd)) && (c != d || a == c);
    }
    if side(c) == 0 && side(d) == 0 {
        let (p, q) = (along(c), along(d));
        return p.min(q) <= whole && p.max(q) >= 0;
    }
    side(c) * side(d) <= 0 && start * stop <= 0
}

/// Whether a barrier goes from one side of the straight walk from `a` to `b` to the other, at
/// places strictly between its ends; all else is touching.
pub fn crosses(barrier: &[Point], closed: bool, a: Point, b: impl Into<Rational>) -> bool {
    let end: Rational = b.into();
    let way = toward(a, end);
    if way == (0, 0) || barrier.len() < 2 {
        return false;
    }
    let whole = times(way.0, way.0) + times(way.1, way.1);
    let turned = |p: Point| cross(way, vector(a, p)).signum();
    let beyond = |c: Point, d: Point| cross(vector(c, d), toward(c, end)).signum();
    let count = barrier.len();
    let mut lies = Vec::new();
    for at in 0..count {
        let (c, d) = (barrier[at], barrier[(at + 1) % count]);
        let side = turned(c);
        let along = times(dot(way, vector(a, c)), end.w);
        let between = along > 0 && along < whole;
        lies.push(if side == 0 {
            Lie::On(between)
        } else {
            Lie::Side(side)
        });
        let last = at + 1 == count;
        if side * turned(d) < 0 && (closed || !last) {
            lies.push(Lie::On(turn(c, d, a) * beyond(c, d) < 0));
        }
    }
    if closed {
        // Begin beside the walk, and come back there.
        let Some(start) = lies.iter().position(|lie| matches!(lie, Lie::Side(_))) else {
            return false;
        };
        lies.rotate_left(start);
        lies.push(lies[0]);
    }
    let (mut before, mut between) = (None, true);
    for lie in lies {
        match lie {
            Lie::On(inner) => between &= inner,
            Lie::Side(side) => {
                if before == Some(-side) && between {
                    return true;
                }
                (before, between) = (Some(side), true);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(places: &[(i32, i32)]) -> Vec<Point> {
        places.iter().map(|(x, y)| Point::new(*x, *y)).collect()
    }

    #[test]
    fn sight_follows_the_rings() {
        let (p, ring) = (Point::new, points(&[(0, 0), (9, 0), (9, 9), (0, 9)]));
        let holed = [ring, points(&[(3, 3), (3, 6), (6, 6), (6, 3)])];
        assert!(sees(&holed, p(0, 0), p(9, 3)));
        assert!(sees(&holed, p(0, 3), p(9, 3)), "along the hole");
        assert!(!sees(&holed, p(0, 4), p(9, 4)), "through the hole");
        assert!(!sees(&holed, p(0, 0), p(10, 0)), "out of the square");
        assert_eq!(side(&holed, p(4, 4).into()), -1);
        assert_eq!(side(&holed, p(3, 4).into()), 0);
    }

    #[test]
    fn barriers_cross_or_touch() {
        let p = Point::new;
        let wall = |places: &[(i32, i32)]| crosses(&points(places), false, p(0, 0), p(10, 0));
        assert!(wall(&[(5, -1), (5, 1)]));
        assert!(!wall(&[(5, 0), (5, 1)]), "ends on the walk");
        assert!(!wall(&[(0, -1), (0, 1)]), "at the walk's end");
        assert!(
            wall(&[(3, 1), (4, 0), (6, 0), (7, -1)]),
            "runs along, then crosses"
        );
        assert!(
            !wall(&[(3, 1), (4, 0), (6, 0), (7, 1)]),
            "runs along and turns back"
        );
        assert!(
            !wall(&[(3, 1), (4, 0), (12, 0), (13, -1)]),
            "crosses beyond the end"
        );
        assert!(crosses(
            &points(&[(4, -1), (6, -1), (5, 1)]),
            true,
            p(0, 0),
            p(10, 0)
        ));
    }
}
