//! Which millimetres of a line lie near something, decided exactly.
//!
//! A millimetre of a line counts as near when its middle is: so what comes near between two whole
//! offsets is rounded once at each of its ends. Millimetres divide each straight piece of the line
//! evenly, by its length rounded to whole ones.

use crate::{
    length::Length,
    point::Point,
    polyline::{Piece, middle, pieces},
    segments::{Segment, SegmentIndex},
    spans::Spans,
};

/// Places and straight sides, and how near is near.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    index: SegmentIndex,
    /// In mm; 1,000 km is as far as anything is near.
    radius: u32,
}

impl Beside {
    /// What lies at most `radius` from one of these sides, inclusively; a place is a side from
    /// itself to itself.
    pub fn new(sides: impl IntoIterator<Item = (Point, Point)>, radius: Length) -> Self {
        let segment = |(a, b)| Segment {
            a,
            b,
            owner: 0,
            at: 0,
        };
        Beside {
            index: SegmentIndex::new(sides.into_iter().map(segment).collect()),
            radius: radius.mm().min(1_000_000_000),
        }
    }

    /// The parts of a line, whose pieces are at most 1,000 km long, that are near.
    pub fn along(&self, line: &[Point]) -> Spans {
        let mut parts = Vec::new();
        for piece in pieces(line) {
            let (Ok(start), Ok(whole)) = (u32::try_from(piece.start), u32::try_from(piece.mm))
            else {
                continue;
            };
            let own = Ruled::new(&piece, whole);
            let reach = self.radius as i32; // at most 10⁹
            let low = |a: i32, b: i32| a.min(b).saturating_sub(reach);
            let high = |a: i32, b: i32| f64::from(a.max(b)) + f64::from(reach);
            let from = Point::new(low(piece.a.x, piece.b.x), low(piece.a.y, piece.b.y));
            let to = (high(piece.a.x, piece.b.x), high(piece.a.y, piece.b.y));
            self.index.across(from, to, |side| {
                let round = own.near_place(side.a, self.radius);
                parts.extend(round.map(|(from, to)| (start + from, start + to)));
                if side.a != side.b {
                    let others = [
                        own.near_place(side.b, self.radius),
                        own.near_side((side.a, side.b), self.radius),
                    ];
                    let others = others.into_iter().flatten();
                    parts.extend(others.map(|(from, to)| (start + from, start + to)));
                }
                true
            });
        }
        Spans::new(parts)
    }

    /// The parts of a line that are not near the sides of an area, but within it: `near` are those
    /// near, at a radius of at least 1 mm, so that nothing in between crosses a side.
    pub fn inside(line: &[Point], near: &Spans, within: impl Fn(Point) -> bool) -> Spans {
        let whole = pieces(line).map(|piece| piece.mm).sum::<u64>();
        let whole = u32::try_from(whole).unwrap_or(u32::MAX);
        let mut parts = near.gaps(whole).parts().to_vec();
        parts.retain(|(from, _)| middle(line, *from).is_some_and(&within));
        Spans::new(parts)
    }
}

/// A straight piece that is divided into millimetres, which are numbered.
struct Ruled {
    from: Point,
    toward: (i128, i128),
    square: i128,
    count: u32,
}

impl Ruled {
    fn new(piece: &Piece, count: u32) -> Self {
        let (x, y) = piece.a.to(piece.b);
        let toward = (i128::from(x), i128::from(y));
        Ruled {
            from: piece.a,
            toward,
            square: dot(toward, toward),
            count,
        }
    }

    /// The vector from a place to the middle of a millimetre, times twice the number of them.
    fn away(&self, place: Point, at: u32) -> (i128, i128) {
        let (x, y) = place.to(self.from);
        let (twice, odd) = (2 * i128::from(self.count), 2 * i128::from(at) + 1);
        (
            twice * i128::from(x) + odd * self.toward.0,
            twice * i128::from(y) + odd * self.toward.1,
        )
    }

    /// A length, times twice the number of millimetres, squared.
    fn scaled(&self, mm: u32) -> u128 {
        (2 * u128::from(self.count) * u128::from(mm)).pow(2)
    }

    /// The millimetres at most so far from a place.
    fn near_place(&self, place: Point, radius: u32) -> Option<(u32, u32)> {
        let last = self.count.checked_sub(1)?;
        let farthest = u128::from(self.count) + u128::from(radius) + 1;
        if place.distance_squared(self.from) > farthest.pow(2) {
            return None;
        }
        let limit = self.scaled(radius);
        let near = |at: u32| {
            let away = self.away(place, at);
            dot(away, away).unsigned_abs() <= limit
        };
        let (x, y) = self.from.to(place);
        let along = dot(self.toward, (x.into(), y.into())) * i128::from(self.count);
        let nearest = along.div_euclid(self.square).clamp(0, last.into()) as u32;
        near(nearest).then(|| {
            let start = first(0, nearest, near);
            (start, first(nearest, self.count, |at| !near(at)))
        })
    }

    /// The millimetres beside a side, between its ends, at most so far from it.
    fn near_side(&self, (c, d): (Point, Point), radius: u32) -> Option<(u32, u32)> {
        let (x, y) = c.to(d);
        let side = (i128::from(x), i128::from(y));
        let square = dot(side, side);
        let whole = square * 2 * i128::from(self.count);
        let limit = wide(self.scaled(radius), square.unsigned_abs());
        let along = |at| dot(side, self.away(c, at));
        let aside = |at| {
            let (vx, vy) = self.away(c, at);
            side.0 * vy - side.1 * vx
        };
        let at_most = |far: i128| far <= 0 || wide(far.unsigned_abs(), far.unsigned_abs()) <= limit;
        let halves = [
            self.half(|at| along(at) >= 0),
            self.half(|at| along(at) <= whole),
            self.half(|at| at_most(aside(at))),
            self.half(|at| at_most(-aside(at))),
        ];
        let start = halves.iter().map(|(start, _)| *start).max()?;
        let end = halves.iter().map(|(_, end)| *end).min()?;
        (start < end).then_some((start, end))
    }

    /// The millimetres that a condition holds for which turns at most once.
    fn half(&self, holds: impl Fn(u32) -> bool) -> (u32, u32) {
        if holds(0) {
            (0, first(0, self.count, |at| !holds(at)))
        } else {
            (first(0, self.count, holds), self.count)
        }
    }
}

/// The first number from `low` on that a condition holds for which then holds on; `high` if none
/// below does.
fn first(mut low: u32, mut high: u32, holds: impl Fn(u32) -> bool) -> u32 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

fn dot(u: (i128, i128), v: (i128, i128)) -> i128 {
    u.0 * v.0 + u.1 * v.1
}

/// A product in full, the high half first.
fn wide(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (ah, al, bh, bl) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let (low, one, other) = (al * bl, ah * bl, al * bh);
    let carry = (low >> 64) + (one & LOW) + (other & LOW);
    let high = ah * bh + (one >> 64) + (other >> 64) + (carry >> 64);
    (high, (carry << 64) | (low & LOW))
}

#[cfg(test)]
mod tests;
