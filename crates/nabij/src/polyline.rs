//! Places on a line of straight pieces, by whole millimetres from where it begins.

use crate::point::Point;

/// A straight piece of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub a: Point,
    pub b: Point,
    /// Where it begins on the line.
    pub start: u64,
    /// How long it is, rounded halves up.
    pub mm: u64,
}

/// The straight pieces of a line; its length is the sum of theirs, each rounded to the millimetre.
pub(crate) fn pieces(line: &[Point]) -> impl Iterator<Item = Piece> {
    line.windows(2).scan(0, |at, ends| {
        let (a, b) = (ends[0], ends[1]);
        let (start, mm) = (*at, a.distance_mm(b));
        *at += mm;
        Some(Piece { a, b, start, mm })
    })
}

impl Piece {
    /// The place at an offset of the line, rounded to the mm; its end where that lies beyond it.
    fn at(&self, offset: u64) -> Point {
        let along = offset.clamp(self.start, self.start + self.mm) - self.start;
        let share = along as f64 / self.mm.max(1) as f64;
        let (dx, dy) = self.a.to(self.b);
        Point::new(
            self.a.x + (dx as f64 * share).round() as i32,
            self.a.y + (dy as f64 * share).round() as i32,
        )
    }
}

/// The part of a line between two offsets, measured along the rounded lengths of its pieces; both
/// ends are rounded to the mm. Points that fall together are one.
pub(crate) fn part(line: &[Point], low: u64, high: u64) -> Vec<Point> {
    let mut part = Vec::new();
    for piece in pieces(line) {
        if piece.start <= high && low <= piece.start + piece.mm {
            part.extend([piece.at(low), piece.at(high)]);
        }
    }
    part.dedup();
    part
}

/// The middle of a millimetre of a line, by the offset that it begins at, rounded to the mm: less
/// than 1 mm from where it is.
pub(crate) fn middle(line: &[Point], at: u32) -> Option<Point> {
    let at = u64::from(at);
    let piece = pieces(line).find(|piece| at < piece.start + piece.mm)?;
    let share = (at - piece.start) as f64 + 0.5;
    let share = share / piece.mm as f64;
    let (dx, dy) = piece.a.to(piece.b);
    Some(Point::new(
        piece.a.x + (dx as f64 * share).round() as i32,
        piece.a.y + (dy as f64 * share).round() as i32,
    ))
}
