//! Exact arithmetic of the oracle: roots, fractions and lines in whole numbers.

use std::cmp::Ordering;

use nabij::Point;

/// A vector in whole millimetres.
pub type Vector = (i128, i128);

pub fn vector(a: Point, b: Point) -> Vector {
    (
        i128::from(b.x) - i128::from(a.x),
        i128::from(b.y) - i128::from(a.y),
    )
}

pub fn cross(u: Vector, v: Vector) -> i128 {
    u.0 * v.1 - u.1 * v.0
}

pub fn dot(u: Vector, v: Vector) -> i128 {
    u.0 * v.0 + u.1 * v.1
}

/// −1, 0 or 1: whether `p` lies right of, on or left of the line from `a` to `b`.
pub fn turn(a: Point, b: Point, p: Point) -> i128 {
    cross(vector(a, b), vector(a, p)).signum()
}

/// floor(√n), one binary digit after the other.
pub fn floor_root(n: u128) -> u128 {
    let mut root = 0_u128;
    for bit in (0..63).rev() {
        let trial = root | 1 << bit;
        if trial * trial <= n {
            root = trial;
        }
    }
    root
}

/// round(√(n ÷ d)), halves up, by ⌊x + ½⌋ = ⌊(⌊2x⌋ + 1) ÷ 2⌋.
pub fn round_root(n: u128, d: u128) -> u64 {
    u64::try_from(floor_root(4 * n / d).div_ceil(2)).unwrap()
}

/// The straight distance in whole millimetres.
pub fn straight(a: Point, b: Point) -> u64 {
    let v = vector(a, b);
    round_root(dot(v, v).unsigned_abs(), 1)
}

/// A fraction that is not negative.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    pub over: u128,
    pub under: u128,
}

impl Fraction {
    pub fn cmp(self, other: Fraction) -> Ordering {
        product(self.over, other.under).cmp(&product(other.over, self.under))
    }
}

/// The product in full, high half first.
fn product(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (ah, al, bh, bl) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let (low, mid, other, high) = (al * bl, ah * bl, al * bh, ah * bh);
    let carry = (low >> 64) + (mid & LOW) + (other & LOW);
    (
        high + (mid >> 64) + (other >> 64) + (carry >> 64),
        (carry << 64) | (low & LOW),
    )
}

/// The place on the segment from `a` to `b` nearest to `p`: the exact square of its distance and
/// the rounded distance along the segment.
pub fn project(a: Point, b: Point, p: Point) -> (Fraction, u64) {
    let (ab, ap) = (vector(a, b), vector(a, p));
    let (along, whole) = (dot(ab, ap), dot(ab, ab));
    let whole_distance = |v: Vector| Fraction {
        over: dot(v, v).unsigned_abs(),
        under: 1,
    };
    if along <= 0 {
        (whole_distance(ap), 0)
    } else if along >= whole {
        (whole_distance(vector(b, p)), straight(a, b))
    } else {
        let aside = Fraction {
            over: cross(ab, ap).unsigned_abs().pow(2),
            under: whole.unsigned_abs(),
        };
        let along = along.unsigned_abs();
        (aside, round_root(along * along, whole.unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_and_products() {
        for n in 0..3000_u128 {
            let root = floor_root(n);
            assert!(root * root <= n && (root + 1) * (root + 1) > n);
        }
        assert_eq!(
            (round_root(1, 4), round_root(2, 9), round_root(9, 4)),
            (1, 0, 2)
        );
        assert_eq!(product(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
        assert_eq!(product(1 << 100, 1 << 60), (1 << 32, 0));
        let (aside, along) = project(Point::new(0, 0), Point::new(3, 3), Point::new(2, 0));
        assert_eq!((aside.over, aside.under, along), (36, 18, 1));
    }
}
