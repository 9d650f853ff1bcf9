//! Legs: straight ways from a door to a street, which may end between whole millimetres. What they
//! cross and touch is decided exactly.

use crate::{
    point::{Point, orientation},
    segments::Segment,
};

/// A straight way that begins at a whole millimetre.
///
/// A leg up to the side of a street ends at a fraction: at `from` plus `over ÷ under` times the
/// whole vector `toward`, which stands at right angles to the street. So nothing is rounded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leg {
    from: Point,
    toward: (i64, i64),
    /// The scalar product of `toward` with the whole way.
    far: i128,
    over: i128,
    under: i128,
    /// Roughly where it ends: to far less than a millimetre.
    end: (f64, f64),
}

impl Leg {
    /// The way between two whole places.
    pub fn between(a: Point, b: Point) -> Self {
        Leg {
            from: a,
            toward: a.to(b),
            far: dot(a.to(b), a.to(b)),
            over: 1,
            under: 1,
            end: (f64::from(b.x), f64::from(b.y)),
        }
    }

    /// The way from a door, less than 2³⁰ mm away, to the nearest place of a segment.
    pub fn onto(segment: &Segment, door: Point) -> Self {
        let (along, square) = segment.project(door);
        if along <= 0 {
            return Leg::between(door, segment.a);
        }
        if along.unsigned_abs() >= square {
            return Leg::between(door, segment.b);
        }
        let (ux, uy) = segment.a.to(segment.b);
        let aside = orientation(segment.a, segment.b, door);
        let toward = if aside > 0 { (uy, -ux) } else { (-uy, ux) };
        let (over, under) = (aside.abs(), square as i128);
        let share = over as f64 / under as f64;
        let end = |at: i32, step: i64| f64::from(at) + step as f64 * share;
        Leg {
            from: door,
            toward,
            far: over,
            over,
            under,
            end: (end(door.x, toward.0), end(door.y, toward.1)),
        }
    }

    /// Where it begins.
    pub fn from(&self) -> Point {
        self.from
    }

    /// Roughly where it ends: to far less than a millimetre.
    pub fn end(&self) -> (f64, f64) {
        self.end
    }

    /// On which side of the way a place lies: 1 left, −1 right, 0 on its line.
    pub fn side(&self, place: Point) -> i128 {
        let (vx, vy) = self.from.to(place);
        let (ux, uy) = self.toward;
        (i128::from(ux) * i128::from(vy) - i128::from(uy) * i128::from(vx)).signum()
    }

    /// Whether a place on its line lies strictly between its ends.
    pub fn passes(&self, place: Point) -> bool {
        let along = dot(self.toward, self.from.to(place));
        0 < along && along < self.far
    }

    /// On which sides of the line from `a` to `b` its two ends lie.
    pub fn ends(&self, a: Point, b: Point) -> (i128, i128) {
        let start = orientation(a, b, self.from);
        let (ux, uy) = a.to(b);
        let (nx, ny) = self.toward;
        let turn = i128::from(ux) * i128::from(ny) - i128::from(uy) * i128::from(nx);
        let end = start * self.under + turn * self.over;
        (start.signum(), end.signum())
    }

    /// Whether the way, its ends included, has a place in common with the segment from `a` to `b`.
    pub fn meets(&self, a: Point, b: Point) -> bool {
        let (sa, sb) = (self.side(a), self.side(b));
        if self.far == 0 {
            return Segment {
                a,
                b,
                owner: 0,
                at: 0,
            }
            .squared_distance(self.from)
            .numerator
                == 0;
        }
        if sa == 0 && sb == 0 {
            let along = |place| dot(self.toward, self.from.to(place));
            let (pa, pb) = (along(a), along(b));
            return pa.min(pb) <= self.far && pa.max(pb) >= 0;
        }
        let (start, end) = self.ends(a, b);
        sa * sb <= 0 && start * end <= 0
    }
}

fn dot(u: (i64, i64), v: (i64, i64)) -> i128 {
    i128::from(u.0) * i128::from(v.0) + i128::from(u.1) * i128::from(v.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: i32, y: i32) -> Point {
        Point::new(x, y)
    }

    fn onto(a: Point, b: Point, door: Point) -> Leg {
        let (owner, at) = (0, 0);
        Leg::onto(&Segment { a, b, owner, at }, door)
    }

    #[test]
    fn a_leg_ends_between_millimetres() {
        // From (0, 0) to the line x + 2y = 4: its end is (0.8, 1.6).
        let leg = onto(p(4, 0), p(0, 2), p(0, 0));
        assert_eq!(leg.ends(p(4, 0), p(0, 2)), (1, 0), "it ends on the line");
        assert_eq!(leg.ends(p(0, 1), p(2, 2)), (-1, 1), "beyond y = 1 + x/2");
        assert_eq!(leg.ends(p(0, 2), p(2, 2)).0, leg.ends(p(0, 2), p(2, 2)).1);
        assert!(leg.passes(p(0, 0)) == leg.passes(p(1, 2)) && !leg.passes(p(1, 2)));
        assert!(leg.meets(p(0, 1), p(2, 1)) && !leg.meets(p(1, 1), p(2, 1)));
        assert!(leg.meets(p(4, 0), p(0, 2)) && !leg.meets(p(3, 1), p(1, 2)));
    }

    #[test]
    fn a_leg_to_an_end_is_a_way_between_whole_places() {
        let leg = onto(p(3, 4), p(9, 9), p(0, 0));
        assert_eq!((leg.end, leg.far), ((3.0, 4.0), 25));
        assert!(leg.meets(p(3, 4), p(9, 9)) && leg.meets(p(0, 0), p(0, 9)));
        let none = Leg::between(p(1, 1), p(1, 1));
        assert!(none.meets(p(0, 0), p(2, 2)) && !none.meets(p(0, 0), p(2, 0)));
        assert!(!none.passes(p(1, 1)));
    }
}
