//! Barriers: what a short straight line from door to door may not cross.

use serde::{Deserialize, Serialize};

use crate::{
    point::{Point, orientation},
    polygon::strictly_between,
    segments::{Segment, SegmentIndex},
};

/// Lines and rings that nobody walks across: water, railways, walls, fences.
///
/// ```
/// use nabij::{Barriers, Point};
/// let p = Point::new;
/// let wall = Barriers::new([(vec![p(0, -10), p(0, 0), p(0, 10)], false)]);
/// assert!(wall.between(p(-5, 0), p(5, 0)));
/// assert!(!wall.between(p(-5, 10), p(5, 10)), "touching its end is not crossing");
/// assert!(!wall.between(p(-5, 0), p(0, 0)), "nor is coming up to it");
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Lines")]
pub struct Barriers {
    lines: Vec<(Vec<Point>, bool)>,
    #[serde(skip)]
    index: SegmentIndex,
}

/// What is stored of barriers.
#[derive(Deserialize)]
struct Lines {
    lines: Vec<(Vec<Point>, bool)>,
}

impl From<Lines> for Barriers {
    fn from(stored: Lines) -> Self {
        Barriers::new(stored.lines)
    }
}

impl Barriers {
    /// Barriers from their vertices, each with whether it closes on itself.
    pub fn new(lines: impl IntoIterator<Item = (Vec<Point>, bool)>) -> Self {
        let mut lines: Vec<(Vec<Point>, bool)> = lines.into_iter().collect();
        for (line, closed) in &mut lines {
            *closed |= line.len() > 2 && line.first() == line.last();
            while *closed && line.len() > 1 && line.first() == line.last() {
                line.pop();
            }
        }
        let mut segments = Vec::new();
        for (owner, (line, closed)) in (0..).zip(&lines) {
            let ends = line.iter().skip(1).chain(line.first().filter(|_| *closed));
            for (at, (a, b)) in (0..).zip(line.iter().zip(ends)) {
                segments.push(Segment {
                    a: *a,
                    b: *b,
                    owner,
                    at,
                });
            }
        }
        Barriers {
            lines,
            index: SegmentIndex::new(segments),
        }
    }

    /// Those that close on themselves, without closing vertices.
    pub fn rings(&self) -> impl Iterator<Item = &[Point]> {
        let closed = self.lines.iter().filter(|(_, closed)| *closed);
        closed.map(|(ring, _)| ring.as_slice())
    }

    /// Whether a straight walk from `a` to `b` goes from one side of a barrier to the other.
    /// Touching is not crossing.
    pub fn between(&self, a: Point, b: Point) -> bool {
        let reach = u32::try_from(a.distance_mm(b)).unwrap_or(u32::MAX);
        let mut crossed = false;
        self.index.within(a, reach, |segment| {
            crossed |= self.crosses(segment, a, b);
        });
        crossed
    }

    fn crosses(&self, segment: &Segment, a: Point, b: Point) -> bool {
        let side = |p: Point| orientation(a, b, p).signum();
        let (before, after) = (side(segment.a), side(segment.b));
        if before * after < 0 {
            let (oa, ob) = (
                orientation(segment.a, segment.b, a).signum(),
                orientation(segment.a, segment.b, b).signum(),
            );
            return oa * ob < 0;
        }
        // A vertex on the way: the barrier crosses there when it comes from one side and leaves
        // to the other, having run along the walk itself in between and nowhere beyond its ends.
        after == 0 && strictly_between(a, b, segment.b) && {
            let (line, closed) = &self.lines[segment.owner as usize];
            let count = line.len();
            let here = segment.at as usize + 1;
            let leaves = |steps: &mut dyn Iterator<Item = usize>| {
                let vertices = steps.filter_map(|at| line.get(at % count));
                let mut on_the_way = vertices.map(|p| (side(*p), strictly_between(a, b, *p)));
                let end = on_the_way.find(|(side, within)| *side != 0 || !within);
                end.map_or(0, |(side, _)| side)
            };
            let reach = |open: usize| if *closed { count } else { open };
            let came = leaves(&mut (1..=reach(here)).map(|step| here + count - step));
            let left = leaves(&mut (1..reach(count.saturating_sub(here))).map(|step| here + step));
            came * left < 0
        }
    }
}
