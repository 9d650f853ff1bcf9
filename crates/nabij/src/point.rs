//! Places in the plane, in whole millimetres.

use serde::{Deserialize, Serialize};

use crate::{error::PointError, length::round_root};

/// A place in the study's projected plane: whole millimetres from the study's origin.
///
/// ```
/// use nabij::Point;
/// let a = Point::from_metres(0.0, 0.0)?;
/// let b = Point::from_metres(300.0, 400.0)?;
/// assert_eq!(a.distance_mm(b), 500_000);
/// assert!(Point::from_metres(2_000_000.001, 0.0).is_err());
/// # Ok::<(), nabij::PointError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Point {
    /// Millimetres to the east.
    pub x: i32,
    /// Millimetres to the north.
    pub y: i32,
}

impl Point {
    /// The farthest a coordinate may lie from the study's origin, in millimetres (2,000 km).
    pub const REACH_MM: i32 = 2_000_000_000;

    /// A point of whole millimetres.
    pub const fn new(x: i32, y: i32) -> Self {
        Point { x, y }
    }

    /// A point read in metres, rounded once to whole millimetres (halves away from zero).
    ///
    /// # Errors
    /// [`PointError`] when a coordinate is not a number or lies outside ±2,000 km.
    pub fn from_metres(x: f64, y: f64) -> Result<Self, PointError> {
        let reach = f64::from(Self::REACH_MM);
        let (mx, my) = ((x * 1000.0).round(), (y * 1000.0).round());
        if mx.abs() <= reach && my.abs() <= reach {
            Ok(Point::new(mx as i32, my as i32))
        } else {
            Err(PointError { x, y })
        }
    }

    /// The straight distance in millimetres, rounded halves up.
    pub fn distance_mm(self, other: Point) -> u64 {
        round_root(self.distance_squared(other), 1)
    }

    /// The exact square of the straight distance, in square millimetres.
    pub(crate) fn distance_squared(self, other: Point) -> u128 {
        let (dx, dy) = self.to(other);
        u128::from(dx.unsigned_abs()).pow(2) + u128::from(dy.unsigned_abs()).pow(2)
    }

    /// The vector from here to `other`.
    pub(crate) fn to(self, other: Point) -> (i64, i64) {
        (
            i64::from(other.x) - i64::from(self.x),
            i64::from(other.y) - i64::from(self.y),
        )
    }

    /// The position along a Hilbert curve: near keys are near places.
    pub(crate) fn hilbert(self) -> u64 {
        let (mut x, mut y) = (
            (self.x as u32) ^ 0x8000_0000, // shift i32 to u32, keeping the order
            (self.y as u32) ^ 0x8000_0000,
        );
        let mut key = 0_u64;
        for bit in (0..32).rev() {
            let (rx, ry) = ((x >> bit) & 1, (y >> bit) & 1);
            key = (key << 2) | u64::from((3 * rx) ^ ry);
            if ry == 0 {
                if rx == 1 {
                    (x, y) = (!x, !y);
                }
                (x, y) = (y, x);
            }
        }
        key
    }
}

/// Twice the signed area of the triangle: above zero where `c` lies left of the line from `a` to `b`.
pub(crate) fn orientation(a: Point, b: Point, c: Point) -> i128 {
    let (ux, uy) = a.to(b);
    let (vx, vy) = a.to(c);
    i128::from(ux) * i128::from(vy) - i128::from(uy) * i128::from(vx)
}
