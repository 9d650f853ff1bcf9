//! A packed static index of straight segments: the nearest one, exactly, and those near a box.

#[cfg(test)]
mod tests;

use crate::{
    length::{Length, round_root},
    point::Point,
};

/// A straight piece of something, with what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub a: Point,
    pub b: Point,
    /// What it is a piece of.
    pub owner: u32,
    /// Where on it: the maker of the index says how this counts.
    pub at: u32,
}

/// The exact square of a distance: `numerator ÷ denominator` square millimetres.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Squared {
    pub numerator: u128,
    pub denominator: u128,
}

impl Squared {
    /// The distance, rounded halves up.
    pub fn root(self) -> Length {
        let mm = round_root(self.numerator, self.denominator);
        Length::millimetres(u32::try_from(mm).unwrap_or(u32::MAX))
    }

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

    /// How far from `a` the place nearest to `p` is, rounded halves up.
    pub fn along(&self, p: Point) -> u64 {
        let (dot, square) = self.project(p);
        if dot <= 0 {
            0
        } else if dot.unsigned_abs() >= square {
            self.a.distance_mm(self.b)
        } else {
            round_root(dot.unsigned_abs().pow(2), square)
        }
    }

    /// The square of the distance in floating point, good to far less than a square millimetre
    /// per kilometre. Nothing in it depends on where along the segment `p` lies: guessing that
    /// is wrong too often.
    fn roughly(&self, p: Point) -> f64 {
        let (ux, uy) = self.a.to(self.b);
        let (vx, vy) = self.a.to(p);
        let (ux, uy, vx, vy) = (ux as f64, uy as f64, vx as f64, vy as f64);
        let square = (ux * ux + uy * uy).max(1.0); // a segment of no length has its end only
        let share = ((ux * vx + uy * vy) / square).clamp(0.0, 1.0);
        let (dx, dy) = (vx - share * ux, vy - share * uy);
        dx * dx + dy * dy
    }
}

/// Boxes of one storey hold this many boxes (or segments) of the storey below.
const FAN: usize = 8;

/// The boxes below one box: side by side, so that the processor looks at several at once. They are
/// rounded outwards, and empty beyond the last.
#[derive(Clone, Copy, Debug)]
struct Boxes {
    west: [f32; FAN],
    east: [f32; FAN],
    south: [f32; FAN],
    north: [f32; FAN],
}

impl Boxes {
    const EMPTY: Boxes = Boxes {
        west: [f32::INFINITY; FAN],
        east: [f32::NEG_INFINITY; FAN],
        south: [f32::INFINITY; FAN],
        north: [f32::NEG_INFINITY; FAN],
    };

    /// Makes a box cover a place.
    fn cover(&mut self, child: usize, p: Point) {
        let ((west, east), (south, north)) = (around(p.x), around(p.y));
        self.west[child] = self.west[child].min(west);
        self.east[child] = self.east[child].max(east);
        self.south[child] = self.south[child].min(south);
        self.north[child] = self.north[child].max(north);
    }

    /// Makes a box cover all boxes of a family.
    fn cover_all(&mut self, child: usize, other: &Boxes) {
        let least = |all: &[f32]| all.iter().copied().fold(f32::INFINITY, f32::min);
        let most = |all: &[f32]| all.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        self.west[child] = self.west[child].min(least(&other.west));
        self.east[child] = self.east[child].max(most(&other.east));
        self.south[child] = self.south[child].min(least(&other.south));
        self.north[child] = self.north[child].max(most(&other.north));
    }

    /// For each box a square that the distance of a place from it does not fall short of.
    fn squared_distances(&self, p: Point) -> [f32; FAN] {
        let ((west, east), (south, north)) = (around(p.x), around(p.y));
        let larger = |a: f32, b: f32| if a > b { a } else { b };
        std::array::from_fn(|child| {
            let dx = larger(
                larger(self.west[child] - east, west - self.east[child]),
                0.0,
            );
            let dy = larger(
                larger(self.south[child] - north, south - self.north[child]),
                0.0,
            );
            (dx * dx + dy * dy) * (1.0 - 4.0 * f32::EPSILON)
        })
    }
}

/// The nearest numbers of single precision below and above.
fn around(mm: i32) -> (f32, f32) {
    let near = mm as f32;
    (near.next_down(), near.next_up())
}

/// How far two rough squares may differ and still be told apart only exactly.
const DOUBT: f64 = 1e-11;

/// Segments in Hilbert order under a tree of boxes, every box full but the last of its storey.
#[derive(Clone, Debug, Default)]
pub(crate) struct SegmentIndex {
    segments: Vec<Segment>,
    /// Storeys of boxes from those around segments upward; the last one has a single family.
    storeys: Vec<Vec<Boxes>>,
}

impl SegmentIndex {
    pub fn new(segments: Vec<Segment>) -> Self {
        let order = Self::order(&segments);
        Self::laid(crate::parallel::map(order.len(), |at| {
            segments[order[at] as usize]
        }))
    }

    /// In which order the index keeps these segments, by number.
    pub fn order(segments: &[Segment]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..segments.len() as u32).collect();
        order.sort_by_cached_key(|number| {
            let s = &segments[*number as usize];
            let middle = Point::new(
                ((i64::from(s.a.x) + i64::from(s.b.x)) / 2) as i32,
                ((i64::from(s.a.y) + i64::from(s.b.y)) / 2) as i32,
            );
            (middle.hilbert(), s.owner, s.at)
        });
        order
    }

    /// The index of segments whose order is known; nothing where it does not name each of them once.
    pub fn ordered(segments: &[Segment], order: &[u32]) -> Option<Self> {
        let mut named = vec![false; segments.len()];
        let once = |number: &u32| {
            let place = named.get_mut(*number as usize);
            place.is_some_and(|named| !std::mem::replace(named, true))
        };
        if order.len() != segments.len() || !order.iter().all(once) {
            return None;
        }
        let sorted = crate::parallel::map(order.len(), |at| segments[order[at] as usize]);
        Some(Self::laid(sorted))
    }

    /// The segments as the index keeps them.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Puts boxes around segments that are in the order of [`SegmentIndex::order`].
    pub fn laid(segments: Vec<Segment>) -> Self {
        let families = segments.len().div_ceil(FAN * FAN);
        let mut boxes = crate::parallel::map(families, |number| {
            let mut family = Boxes::EMPTY;
            let own = segments[number * FAN * FAN..].chunks(FAN).take(FAN);
            for (child, segments) in own.enumerate() {
                for segment in segments {
                    family.cover(child, segment.a);
                    family.cover(child, segment.b);
                }
            }
            family
        });
        let mut storeys = Vec::new();
        while boxes.len() > 1 {
            let mut above = vec![Boxes::EMPTY; boxes.len().div_ceil(FAN)];
            for (number, family) in boxes.iter().enumerate() {
                above[number / FAN].cover_all(number % FAN, family);
            }
            storeys.push(std::mem::replace(&mut boxes, above));
        }
        storeys.push(boxes);
        SegmentIndex { segments, storeys }
    }

    /// The nearest segments to `p` at most `reach` mm away among the accepted owners: all those at
    /// exactly the smallest distance, in no particular order.
    pub fn nearest(&self, p: Point, reach: u32, accept: impl Fn(u32) -> bool) -> Vec<Segment> {
        let reach = f64::from(reach) + 0.5; // a leg is rounded before it meets the cap
        let mut least = reach * reach;
        let doubtful = |least: f64| least * (1.0 + DOUBT) + 1.0;
        let mut near: Vec<Segment> = Vec::new();
        self.descend(
            p,
            |segment| {
                let square = segment.roughly(p);
                if square <= doubtful(least) && accept(segment.owner) {
                    if doubtful(square) < least {
                        near.clear(); // surely nearer than all before
                    }
                    least = least.min(square);
                    near.push(*segment);
                }
                doubtful(least)
            },
            doubtful(reach * reach),
        );
        if near.len() > 1 {
            near.retain(|segment| segment.roughly(p) <= doubtful(least));
            let exact = |segment: &Segment| segment.squared_distance(p);
            let nearest = near.iter().map(exact).min_by(|x, y| x.compare(*y));
            near.retain(|segment| {
                nearest.is_some_and(|least| exact(segment).compare(least).is_eq())
            });
        }
        near
    }

    /// Every segment whose distance from `p` is at most `reach` mm (and perhaps a few more).
    pub fn within(&self, p: Point, reach: u32, mut visit: impl FnMut(&Segment)) {
        let reach = f64::from(reach) + 1.0;
        self.descend(
            p,
            |segment| {
                if segment.roughly(p) <= reach * reach {
                    visit(segment);
                }
                reach * reach
            },
            reach * reach,
        );
    }

    /// Every segment whose box meets that around two places (and a few more), until `visit` says
    /// that it is enough.
    pub fn across(&self, from: Point, to: (f64, f64), mut visit: impl FnMut(&Segment) -> bool) {
        let sides = |from: i32, to: f64| (from.min(to.floor() as i32), from.max(to.ceil() as i32));
        let (x, y) = (sides(from.x, to.0), sides(from.y, to.1));
        let beside =
            |(least, most): (i32, i32), a: i32, b: i32| a.max(b) < least || a.min(b) > most;
        let (west, east) = (around(x.0).0, around(x.1).1);
        let (south, north) = (around(y.0).0, around(y.1).1);
        let mut stack: Vec<(u32, u32)> = Vec::with_capacity(FAN * self.storeys.len());
        stack.push((self.storeys.len() as u32, 0));
        while let Some((storey, number)) = stack.pop() {
            let number = number as usize;
            let Some(below) = storey.checked_sub(1) else {
                let rest = self.segments.get(number * FAN..).unwrap_or_default();
                for segment in rest.iter().take(FAN) {
                    let (a, b) = (segment.a, segment.b);
                    if !beside(x, a.x, b.x) && !beside(y, a.y, b.y) && !visit(segment) {
                        return;
                    }
                }
                continue;
            };
            let Some(boxes) = self.storeys[below as usize].get(number) else {
                continue;
            };
            let meets: [bool; FAN] = std::array::from_fn(|child| {
                (boxes.west[child] <= east)
                    & (boxes.east[child] >= west)
                    & (boxes.south[child] <= north)
                    & (boxes.north[child] >= south)
            });
            for (child, meets) in meets.into_iter().enumerate() {
                if meets {
                    stack.push((below, (number * FAN + child) as u32));
                }
            }
        }
    }

    /// Visits segments below boxes that are not beyond the bound, nearer boxes first; `visit`
    /// returns the new bound.
    fn descend(&self, p: Point, mut visit: impl FnMut(&Segment) -> f64, mut bound: f64) {
        let mut stack: Vec<(f32, u32, u32)> = Vec::with_capacity(FAN * self.storeys.len());
        stack.push((0.0, self.storeys.len() as u32, 0));
        while let Some((least, storey, number)) = stack.pop() {
            if f64::from(least) > bound {
                continue;
            }
            let number = number as usize;
            let Some(below) = storey.checked_sub(1) else {
                let rest = self.segments.get(number * FAN..).unwrap_or_default();
                for segment in rest.iter().take(FAN) {
                    bound = visit(segment);
                }
                continue;
            };
            let Some(boxes) = self.storeys[below as usize].get(number) else {
                continue;
            };
            let start = stack.len();
            let mut nearest = (f32::INFINITY, start);
            for (child, least) in boxes.squared_distances(p).into_iter().enumerate() {
                if f64::from(least) <= bound {
                    if least < nearest.0 {
                        nearest = (least, stack.len());
                    }
                    stack.push((least, below, (number * FAN + child) as u32));
                }
            }
            // The nearest child comes next; the order of the others matters little.
            if let Some(last) = stack.len().checked_sub(1).filter(|last| *last >= start) {
                stack.swap(nearest.1, last);
            }
        }
    }
}
