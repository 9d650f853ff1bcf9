//! Lines millimetre by millimetre: each straight piece is divided evenly into as many as its
//! rounded length, and the middle of each is looked at on its own.

use nabij::Point;

use crate::{
    exact::{cross, dot, straight, vector},
    sight::{Rational, side},
};

/// The middle of one millimetre: `over ÷ under` of the way from `a` to `b`.
#[derive(Clone, Copy, Debug)]
pub struct Middle {
    a: Point,
    b: Point,
    over: i128,
    under: i128,
}

/// The middles of a line, from its first point on.
pub fn middles(line: &[Point]) -> impl Iterator<Item = Middle> {
    line.windows(2).flat_map(|ends| {
        let (a, b) = (ends[0], ends[1]);
        let count = i128::from(straight(a, b));
        (0..count).map(move |at| Middle {
            a,
            b,
            over: 2 * at + 1,
            under: 2 * count,
        })
    })
}

impl Middle {
    /// Whether it is at most so far from a side, or from a place if `c` is `d`.
    pub fn near(&self, c: Point, d: Point, radius: u32) -> bool {
        let (ca, ab, cd) = (vector(c, self.a), vector(self.a, self.b), vector(c, d));
        // Everything times `under`.
        let from = |(x, y): (i128, i128)| {
            (
                self.under * x + self.over * ab.0,
                self.under * y + self.over * ab.1,
            )
        };
        let limit = (self.under * i128::from(radius)).pow(2);
        let (m, square) = (from(ca), dot(cd, cd));
        if dot(m, cd) <= 0 {
            dot(m, m) <= limit
        } else if dot(m, cd) >= square * self.under {
            let m = from(vector(d, self.a));
            dot(m, m) <= limit
        } else {
            // Without overflow only where coordinates are those of a town.
            let aside = cross(m, cd);
            aside.checked_pow(2).unwrap() <= limit.checked_mul(square).unwrap()
        }
    }

    /// Whether it is strictly inside a polygon.
    pub fn inside(&self, rings: &[Vec<Point>]) -> bool {
        side(
            rings,
            Rational::part(self.a, self.b, (self.over, self.under)),
        ) > 0
    }
}
