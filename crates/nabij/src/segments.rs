//! A packed static index of straight segments: the nearest one, exactly, and those near a box.

use crate::point::Point;

/// A straight piece of something, with what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub a: Point,
    pub b: Point,
    /// What it is a piece of.
    pub owner: u32,
    /// Which piece of it.
    pub ordinal: u32,
}

/// The exact square of a distance: `numerator ÷ denominator` square millimetres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Squared {
    pub numerator: u128,
    pub denominator: u128,
}

impl Squared {
    /// Exact comparison without overflow: whole parts first, then the remainders crosswise.
    pub fn compare(self, other: Squared) -> std::cmp::Ordering {
        let whole = |s: Squared| s.numerator / s.denominator;
        let rest = |s: Squared, o: Squared| s.numerator % s.denominator * o.denominator;
        whole(self)
            .cmp(&whole(other))
            .then_with(|| rest(self, other).cmp(&rest(other, self)))
    }
}

impl Segment {
    /// Exact square of the distance from `p`, which must be less than 2³⁰ mm away.
    pub fn squared_distance(&self, p: Point) -> Squared {
        let (dot, square) = self.project(p);
        let whole = |numerator| Squared {
            numerator,
            denominator: 1,
        };
        if dot <= 0 {
            whole(self.a.distance_squared(p))
        } else if dot.unsigned_abs() >= square {
            whole(self.b.distance_squared(p))
        } else {
            let cross = crate::point::orientation(self.a, self.b, p).unsigned_abs();
            Squared {
                numerator: cross * cross,
                denominator: square,
            }
        }
    }

    /// Scalar product of a→p and a→b, and the square of a→b.
    pub fn project(&self, p: Point) -> (i128, u128) {
        let (ux, uy) = self.a.to(self.b);
        let (vx, vy) = self.a.to(p);
        (
            i128::from(ux) * i128::from(vx) + i128::from(uy) * i128::from(vy),
            self.a.distance_squared(self.b),
        )
    }

    /// The square of the distance in floating point, good to far less than a square millimetre
    /// per kilometre.
    fn roughly(&self, p: Point) -> f64 {
        let (ux, uy) = self.a.to(self.b);
        let (vx, vy) = self.a.to(p);
        let (ux, uy, vx, vy) = (ux as f64, uy as f64, vx as f64, vy as f64);
        let (dot, square) = (ux * vx + uy * vy, ux * ux + uy * uy);
        if dot <= 0.0 {
            vx * vx + vy * vy
        } else if dot >= square {
            (vx - ux) * (vx - ux) + (vy - uy) * (vy - uy)
        } else {
            let cross = ux * vy - uy * vx;
            cross * cross / square
        }
    }
}

/// A box of whole millimetres.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    low: Point,
    high: Point,
}

impl Bounds {
    const EMPTY: Bounds = Bounds {
        low: Point::new(i32::MAX, i32::MAX),
        high: Point::new(i32::MIN, i32::MIN),
    };

    fn cover(self, p: Point) -> Bounds {
        Bounds {
            low: Point::new(self.low.x.min(p.x), self.low.y.min(p.y)),
            high: Point::new(self.high.x.max(p.x), self.high.y.max(p.y)),
        }
    }

    fn join(self, other: Bounds) -> Bounds {
        self.cover(other.low).cover(other.high)
    }

    fn squared_distance(&self, p: Point) -> f64 {
        let gap = |low: i32, high: i32, v: i32| {
            (i64::from(low) - i64::from(v))
                .max(i64::from(v) - i64::from(high))
                .max(0) as f64
        };
        let dx = gap(self.low.x, self.high.x, p.x);
        let dy = gap(self.low.y, self.high.y, p.y);
        dx * dx + dy * dy
    }
}

/// Boxes of one storey hold this many boxes (or segments) of the storey below.
const FAN: usize = 8;

/// How far two rough squares may differ and still be told apart only exactly.
const DOUBT: f64 = 1e-11;

/// Segments in Hilbert order under a tree of boxes, every box full but the last of its storey.
#[derive(Clone, Debug, Default)]
pub(crate) struct SegmentIndex {
    segments: Vec<Segment>,
    /// Storeys from the segments upward; the last one has a single box.
    storeys: Vec<Vec<Bounds>>,
}

impl SegmentIndex {
    pub fn new(mut segments: Vec<Segment>) -> Self {
        segments.sort_by_cached_key(|s| {
            let middle = Point::new(
                ((i64::from(s.a.x) + i64::from(s.b.x)) / 2) as i32,
                ((i64::from(s.a.y) + i64::from(s.b.y)) / 2) as i32,
            );
            (middle.hilbert(), s.owner, s.ordinal)
        });
        let mut storeys = Vec::new();
        let mut boxes: Vec<Bounds> = segments
            .chunks(FAN)
            .map(|chunk| {
                chunk
                    .iter()
                    .fold(Bounds::EMPTY, |all, s| all.cover(s.a).cover(s.b))
            })
            .collect();
        while !boxes.is_empty() {
            let above: Vec<Bounds> = boxes
                .chunks(FAN)
                .map(|chunk| chunk.iter().fold(Bounds::EMPTY, |all, b| all.join(*b)))
                .collect();
            let top = boxes.len() == 1;
            storeys.push(boxes);
            if top {
                break;
            }
            boxes = above;
        }
        SegmentIndex { segments, storeys }
    }

    /// The nearest segments to `p` at most `reach` mm away among the accepted owners: all those at
    /// exactly the smallest distance, in no particular order.
    pub fn nearest(&self, p: Point, reach: u32, accept: impl Fn(u32) -> bool) -> Vec<Segment> {
        let reach = f64::from(reach) + 0.5; // a leg is rounded before it meets the cap
        let mut least = reach * reach;
        let doubtful = |least: f64| least * (1.0 + DOUBT) + 1.0;
        let mut near: Vec<(f64, Segment)> = Vec::new();
        self.descend(
            |bounds| bounds.squared_distance(p),
            |segment| {
                let square = segment.roughly(p);
                if square <= doubtful(least) && accept(segment.owner) {
                    if doubtful(square) < least {
                        near.clear(); // surely nearer than all before
                    }
                    least = least.min(square);
                    near.push((square, *segment));
                }
                doubtful(least)
            },
            doubtful(reach * reach),
        );
        near.retain(|(square, _)| *square <= doubtful(least));
        if let [(_, only)] = near.as_slice() {
            return vec![*only];
        }
        let mut best: Vec<(Squared, Segment)> = Vec::new();
        for (_, segment) in near {
            let exact = segment.squared_distance(p);
            match best.first().map(|(least, _)| exact.compare(*least)) {
                Some(std::cmp::Ordering::Greater) => continue,
                Some(std::cmp::Ordering::Less) => best.clear(),
                _ => {}
            }
            best.push((exact, segment));
        }
        best.into_iter().map(|(_, segment)| segment).collect()
    }

    /// Every segment whose distance from `p` is at most `reach` mm (and perhaps a few more).
    pub fn within(&self, p: Point, reach: u32, mut visit: impl FnMut(&Segment)) {
        let reach = f64::from(reach) + 1.0;
        self.descend(
            |bounds| bounds.squared_distance(p),
            |segment| {
                if segment.roughly(p) <= reach * reach {
                    visit(segment);
                }
                reach * reach
            },
            reach * reach,
        );
    }

    /// Visits segments below boxes that are not beyond the bound, nearer boxes first; `visit`
    /// returns the new bound.
    fn descend(
        &self,
        distance: impl Fn(&Bounds) -> f64,
        mut visit: impl FnMut(&Segment) -> f64,
        mut bound: f64,
    ) {
        let Some(top) = self.storeys.len().checked_sub(1) else {
            return;
        };
        let mut stack: Vec<(f64, u32, u32)> = Vec::with_capacity(FAN * self.storeys.len());
        stack.push((distance(&self.storeys[top][0]), top as u32, 0));
        while let Some((least, storey, number)) = stack.pop() {
            if least > bound {
                continue;
            }
            let (storey, number) = (storey as usize, number as usize);
            let children = number * FAN..(number + 1) * FAN;
            if storey == 0 {
                let end = children.end.min(self.segments.len());
                for segment in &self.segments[children.start..end] {
                    bound = visit(segment);
                }
                continue;
            }
            let below = &self.storeys[storey - 1];
            let start = stack.len();
            let children = below
                .iter()
                .enumerate()
                .take(children.end)
                .skip(children.start);
            for (child, bounds) in children {
                let least = distance(bounds);
                if least <= bound {
                    stack.push((least, storey as u32 - 1, child as u32));
                }
            }
            // The nearest child comes next; the order of the others matters little.
            let nearest = (start..stack.len()).min_by(|x, y| stack[*x].0.total_cmp(&stack[*y].0));
            if let (Some(nearest), Some(last)) = (nearest, stack.len().checked_sub(1)) {
                stack.swap(nearest, last);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_compare_as_fractions() {
        let s = |numerator, denominator| Squared {
            numerator,
            denominator,
        };
        assert!(s(1, 3).compare(s(1, 2)).is_lt());
        assert!(s(2, 4).compare(s(1, 2)).is_eq());
        assert!(s(u128::MAX >> 8, 3).compare(s(u128::MAX >> 8, 2)).is_lt());
    }

    #[test]
    fn an_empty_index_finds_nothing() {
        assert!(
            SegmentIndex::new(vec![])
                .nearest(Point::new(0, 0), 1000, |_| true)
                .is_empty()
        );
    }
}
