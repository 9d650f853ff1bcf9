//! Plane geometry in whole millimetres: no floating point, so that every machine writes the same town.

use std::cmp::Ordering;

/// A place, in millimetres east and north of the town's own origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// East.
    pub x: i64,
    /// North.
    pub y: i64,
}

/// A point at whole metres.
pub const fn metres(x: i64, y: i64) -> Point {
    Point {
        x: x * 1000,
        y: y * 1000,
    }
}

/// Points at whole metres.
pub fn line(points: &[(i64, i64)]) -> Vec<Point> {
    points.iter().map(|&(x, y)| metres(x, y)).collect()
}

/// `a / b`, rounded to the nearest whole number, halves up; `b` is positive.
pub fn divide(a: i128, b: i128) -> i64 {
    ((2 * a + b).div_euclid(2 * b)) as i64
}

/// The square of the distance.
pub fn squared(a: Point, b: Point) -> i64 {
    (b.x - a.x).pow(2) + (b.y - a.y).pow(2)
}

/// The distance, rounded down.
pub fn distance(a: Point, b: Point) -> i64 {
    squared(a, b).isqrt()
}

/// Length of a line, segment by segment.
pub fn length(line: &[Point]) -> i64 {
    line.windows(2).map(|s| distance(s[0], s[1])).sum()
}

/// Twice the signed area of the triangle: positive where `c` lies left of `a`–`b`.
pub fn turn(a: Point, b: Point, c: Point) -> i64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Twice the signed area of a ring (its last point does not repeat the first).
pub fn twice_area(ring: &[Point]) -> i64 {
    (0..ring.len())
        .map(|i| (ring[i], ring[(i + 1) % ring.len()]))
        .map(|(a, b)| a.x * b.y - b.x * a.y)
        .sum()
}

/// Whether the point lies inside the ring.
pub fn inside(ring: &[Point], p: Point) -> bool {
    let mut odd = false;
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        if (a.y > p.y) != (b.y > p.y) && (turn(a, b, p) > 0) == (b.y > a.y) {
            odd = !odd;
        }
    }
    odd
}

/// The point of the segment nearest to `p`, and the squared distance to it.
pub fn nearest(a: Point, b: Point, p: Point) -> (Point, i64) {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let all = dx * dx + dy * dy;
    let along = (p.x - a.x) * dx + (p.y - a.y) * dy;
    let q = if along <= 0 || all == 0 {
        a
    } else if along >= all {
        b
    } else {
        Point {
            x: a.x + divide(i128::from(dx) * i128::from(along), i128::from(all)),
            y: a.y + divide(i128::from(dy) * i128::from(along), i128::from(all)),
        }
    };
    (q, squared(q, p))
}

/// The squared distance from `p` to a line.
pub fn squared_to_line(line: &[Point], p: Point) -> i64 {
    line.windows(2)
        .map(|s| nearest(s[0], s[1], p).1)
        .min()
        .unwrap_or(i64::MAX)
}

/// Where two segments cross, inside both; touching is not crossing.
pub fn crossing(a: Point, b: Point, c: Point, d: Point) -> Option<Point> {
    let sign = |v: i64| v.cmp(&0);
    let (ca, cb) = (turn(c, d, a), turn(c, d, b));
    let (ac, ad) = (turn(a, b, c), turn(a, b, d));
    let apart = |v: i64, w: i64| {
        sign(v) != Ordering::Equal && sign(w) != Ordering::Equal && sign(v) != sign(w)
    };
    if !apart(ca, cb) || !apart(ac, ad) {
        return None;
    }
    let (near, all) = (i128::from(ca.abs()), i128::from((ca - cb).abs()));
    Some(Point {
        x: a.x + divide(i128::from(b.x - a.x) * near, all),
        y: a.y + divide(i128::from(b.y - a.y) * near, all),
    })
}

/// Unit normal to the left of a segment, in millionths.
fn normal(a: Point, b: Point) -> (i128, i128) {
    let long = i128::from(distance(a, b).max(1));
    let unit = |v: i64| i128::from(divide(i128::from(v) * 1_000_000, long));
    (unit(a.y - b.y), unit(b.x - a.x))
}

/// The place `along` mm down the line and `left` mm beside it (negative: on the right).
pub fn beside(line: &[Point], along: i64, left: i64) -> Option<Point> {
    let mut before = 0;
    for s in line.windows(2) {
        let long = distance(s[0], s[1]);
        if before + long >= along && long > 0 {
            let on = i128::from(along - before);
            let n = normal(s[0], s[1]);
            let place = |from: i64, to: i64, n: i128| {
                from + divide(i128::from(to - from) * on, i128::from(long))
                    + divide(n * i128::from(left), 1_000_000)
            };
            return Some(Point {
                x: place(s[0].x, s[1].x, n.0),
                y: place(s[0].y, s[1].y, n.1),
            });
        }
        before += long;
    }
    None
}

/// The line `left` mm beside this one, with mitred corners.
pub fn parallel(line: &[Point], left: i64) -> Vec<Point> {
    let million = 1_000_000_i128;
    (0..line.len())
        .map(|i| {
            let into = normal(line[i.saturating_sub(1)], line[i.max(1)]);
            let last = line.len() - 1;
            let from = normal(line[i.min(last - 1)], line[(i + 1).min(last)]);
            let scale = million * million + into.0 * from.0 + into.1 * from.1;
            let shift =
                |a: i128, b: i128| divide((a + b) * i128::from(left) * million, scale.max(1));
            Point {
                x: line[i].x + shift(into.0, from.0),
                y: line[i].y + shift(into.1, from.1),
            }
        })
        .collect()
}

/// The line with its corners cut twice (Chaikin), its ends kept.
pub fn smooth(line: &[Point]) -> Vec<Point> {
    let mut now = line.to_vec();
    for _ in 0..2 {
        let mut next = vec![now[0]];
        let last = now.len() - 2;
        for (i, s) in now.windows(2).enumerate() {
            let part = |a: i64, b: i64, w: i64| divide(i128::from(a * w + b * (4 - w)), 4);
            let at = |w| Point {
                x: part(s[0].x, s[1].x, w),
                y: part(s[0].y, s[1].y, w),
            };
            if i > 0 {
                next.push(at(3));
            }
            if i < last {
                next.push(at(1));
            }
        }
        next.push(now[now.len() - 1]);
        now = next;
    }
    now
}

/// A closed ring with its corners cut twice.
pub fn smooth_ring(ring: &[Point]) -> Vec<Point> {
    let mut now = ring.to_vec();
    for _ in 0..2 {
        now = (0..now.len())
            .flat_map(|i| {
                let (a, b) = (now[i], now[(i + 1) % now.len()]);
                [3, 1].map(|w| Point {
                    x: divide(i128::from(a.x * w + b.x * (4 - w)), 4),
                    y: divide(i128::from(a.y * w + b.y * (4 - w)), 4),
                })
            })
            .collect();
    }
    now
}

/// Turns and moves a quarter's own grid: (x·c − y·s, x·s + y·c) / h, with c² + s² = h².
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Where the grid's origin lies.
    pub origin: Point,
    /// Cosine, times `h`.
    pub c: i64,
    /// Sine, times `h`.
    pub s: i64,
    /// What both are divided by.
    pub h: i64,
}

impl Frame {
    /// The town's own axes.
    pub const TOWN: Frame = Frame {
        origin: metres(0, 0),
        c: 1,
        s: 0,
        h: 1,
    };

    /// Points of the grid, in whole metres, as places in town.
    pub fn place(&self, points: &[(i64, i64)]) -> Vec<Point> {
        let turned = |v: i64| divide(i128::from(v) * 1000, i128::from(self.h));
        points
            .iter()
            .map(|&(x, y)| Point {
                x: self.origin.x + turned(x * self.c - y * self.s),
                y: self.origin.y + turned(x * self.s + y * self.c),
            })
            .collect()
    }
}
