//! Where a straight line leads into a polygon.

use std::cmp::Ordering;

use super::Polygon;
use crate::point::{Point, orientation};

/// A place on a line, as the part of it that lies before: an exact fraction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    over: u128,
    under: u128,
}

impl Share {
    /// The fraction `over ÷ under`; nothing where it is negative or not a number.
    pub fn new(over: i128, under: i128) -> Option<Self> {
        let turned = under < 0;
        let (over, under) = if turned {
            (-over, -under)
        } else {
            (over, under)
        };
        let (over, under) = (u128::try_from(over).ok()?, under.unsigned_abs());
        (under > 0).then_some(Share { over, under })
    }

    /// So much of a length, rounded halves up.
    pub fn of(self, whole: u64) -> u64 {
        let part = (2 * self.over * u128::from(whole) + self.under) / (2 * self.under);
        u64::try_from(part).unwrap_or(u64::MAX)
    }

    /// The place on the line from `a` to `b`, rounded halves up.
    pub fn between(self, a: Point, b: Point) -> Point {
        let moved = |from: i32, by: i64| {
            let by = match by < 0 {
                true => -i64::try_from(self.of(by.unsigned_abs())).unwrap_or(0),
                false => i64::try_from(self.of(by.unsigned_abs())).unwrap_or(0),
            };
            i32::try_from(i64::from(from) + by).unwrap_or(from)
        };
        let (dx, dy) = a.to(b);
        Point::new(moved(a.x, dx), moved(a.y, dy))
    }

    /// Exactly and without overflow: whole parts first, then what is left the other way up.
    fn compare(&self, other: &Share) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        let mut turned = false;
        loop {
            let found = (a.over / a.under).cmp(&(b.over / b.under));
            let (left, right) = (a.over % a.under, b.over % b.under);
            if found != Ordering::Equal || left == 0 || right == 0 {
                let found = found.then(left.min(1).cmp(&right.min(1)));
                return if turned { found.reverse() } else { found };
            }
            a = Share {
                over: a.under,
                under: left,
            };
            b = Share {
                over: b.under,
                under: right,
            };
            turned = !turned;
        }
    }
}

impl Polygon {
    /// The places on the line from `a` to `b` where it comes from a ring into the inside, or leaves
    /// it there, from `a` on. A line along a ring is not inside, and touching a ring from inside is
    /// not leaving, unless the line begins or ends there: the next one may lead out.
    ///
    /// The line is moved aside by next to nothing, to the left and to the right: so it meets no
    /// vertex, and what is inside on both ways is inside.
    pub(crate) fn entries(&self, a: Point, b: Point) -> Vec<Share> {
        let mut met: Vec<(Share, usize)> = Vec::new();
        self.any_segment(|c, d| {
            let (sc, sd) = (orientation(a, b, c), orientation(a, b, d));
            let crossed = [(sc >= 0) != (sd >= 0), (sc > 0) != (sd > 0)];
            for (shift, _) in crossed.into_iter().enumerate().filter(|(_, met)| *met) {
                let (oa, ob) = (orientation(c, d, a), orientation(c, d, b));
                met.extend(Share::new(oa, oa - ob).map(|share| (share, shift)));
            }
            false
        });
        met.sort_by(|one, other| one.0.compare(&other.0));
        let mut entries = Vec::new();
        // Beyond the last ring everything is outside; each ring turns that.
        let mut inside = [false; 2];
        for same in met
            .chunk_by(|one, other| one.0.compare(&other.0).is_eq())
            .rev()
        {
            let after = inside == [true; 2];
            same.iter().for_each(|(_, shift)| inside[*shift] ^= true);
            let before = inside == [true; 2];
            let Some((share, _)) = same.first() else {
                continue;
            };
            let (is_start, is_end) = (share.over == 0, share.over == share.under);
            if share.over <= share.under && (before && !is_start) != (after && !is_end) {
                entries.push(*share);
            }
        }
        entries.reverse();
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: i32, y: i32) -> Point {
        Point::new(x, y)
    }

    fn entries(polygon: &Polygon, a: Point, b: Point) -> Vec<Point> {
        let shares = polygon.entries(a, b);
        let back = polygon.entries(b, a);
        let there: Vec<Point> = shares.iter().map(|share| share.between(a, b)).collect();
        let turned: Vec<Point> = back.iter().rev().map(|share| share.between(b, a)).collect();
        assert_eq!(there, turned, "whichever way it is walked");
        there
    }

    #[test]
    fn into_and_out_of_a_box() {
        let park = Polygon::new([vec![p(0, 0), p(100, 0), p(100, 100), p(0, 100)]]);
        let through = |a, b| entries(&park, a, b);
        assert_eq!(through(p(-50, 40), p(50, 40)), [p(0, 40)]);
        assert_eq!(through(p(-50, 40), p(150, 40)), [p(0, 40), p(100, 40)]);
        assert_eq!(through(p(10, 10), p(90, 90)), [], "inside all the way");
        assert_eq!(through(p(-50, 0), p(150, 0)), [], "along a side");
        assert_eq!(through(p(-50, 50), p(50, 150)), [], "it touches a corner");
        assert_eq!(
            through(p(-10, -10), p(50, 50)),
            [p(0, 0)],
            "through a corner"
        );
        assert_eq!(
            through(p(0, 40), p(50, 40)),
            [p(0, 40)],
            "it begins on the ring"
        );
        assert_eq!(through(p(-50, 40), p(0, 40)), [], "it only comes up to it");
        assert_eq!(through(p(0, 40), p(100, 60)), [p(0, 40), p(100, 60)]);
        assert_eq!(through(p(5, 5), p(5, 5)), [], "no line at all");
    }

    #[test]
    fn holes_and_notches_have_two_sides_too() {
        let hole = vec![p(40, 40), p(60, 40), p(60, 60), p(40, 60)];
        let park = Polygon::new([vec![p(0, 0), p(100, 0), p(100, 100), p(0, 100)], hole]);
        let all = [p(0, 50), p(40, 50), p(60, 50), p(100, 50)];
        assert_eq!(entries(&park, p(-9, 50), p(109, 50)), all);
        // Along the hole's side it is not inside.
        let beside = [p(0, 40), p(40, 40), p(60, 40), p(100, 40)];
        assert_eq!(entries(&park, p(-9, 40), p(109, 40)), beside);
        // A notch whose tip touches the line from above: it stays inside.
        let ring = vec![p(0, 0), p(100, 0), p(100, 100), p(50, 50), p(0, 100)];
        let notch = Polygon::new([ring]);
        assert_eq!(
            entries(&notch, p(-9, 50), p(109, 50)),
            [p(0, 50), p(100, 50)]
        );
        // Where the line ends there, the next one may lead out.
        let up_to_it = entries(&notch, p(-9, 50), p(50, 50));
        assert_eq!(up_to_it, [p(0, 50), p(50, 50)]);
    }

    #[test]
    fn shares_compare_exactly_and_round_halves_up() {
        let s = |over, under| Share::new(over, under).unwrap();
        assert!(s(1, 3).compare(&s(333_333_333, 1_000_000_000)).is_gt());
        assert!(s(2, 6).compare(&s(1, 3)).is_eq());
        assert!(s(0, 3).compare(&s(1, 1 << 100)).is_lt());
        assert!(s((1 << 100) + 1, 1 << 100).compare(&s(1, 1)).is_gt());
        assert_eq!(s(1, 2).of(5), 3);
        assert_eq!(s(-1, -3).between(p(0, 0), p(-10, 10)), p(-3, 3));
        assert!(Share::new(-1, 3).is_none() && Share::new(1, 0).is_none());
    }
}
