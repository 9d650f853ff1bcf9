//! Barriers: what a straight line from door to door, or from a door to its street, may not cross.

use serde::{Deserialize, Serialize};

use crate::{
    attributes::Refusal,
    leg::Leg,
    point::Point,
    polygon::{Side, side_of_ring},
    segments::{Segment, SegmentIndex},
};

/// Lines and rings that nobody walks across (water, railways, walls, fences), and outlines of
/// buildings, which only those who start inside walk out of.
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
#[serde(from = "Stored")]
pub struct Barriers {
    lines: Vec<(Vec<Point>, bool)>,
    buildings: Vec<(Vec<Point>, bool)>,
    #[serde(skip)]
    index: SegmentIndex,
    #[serde(skip)]
    walls: SegmentIndex,
}

/// What is stored of barriers.
#[derive(Deserialize)]
struct Stored {
    lines: Vec<(Vec<Point>, bool)>,
    buildings: Vec<(Vec<Point>, bool)>,
}

impl From<Stored> for Barriers {
    fn from(stored: Stored) -> Self {
        let rings = stored.buildings.into_iter().map(|(ring, _)| ring);
        Barriers::new(stored.lines).buildings(rings)
    }
}

impl Barriers {
    /// Barriers from their vertices, each with whether it closes on itself.
    pub fn new(lines: impl IntoIterator<Item = (Vec<Point>, bool)>) -> Self {
        let mut lines: Vec<(Vec<Point>, bool)> = lines.into_iter().collect();
        Barriers {
            index: indexed(&mut lines),
            lines,
            ..Barriers::default()
        }
    }

    /// The same with outlines of buildings, each a ring.
    ///
    /// They bar legs ([`Barriers::bars`]), not short lines from door to door
    /// ([`Barriers::between`]).
    pub fn buildings(self, rings: impl IntoIterator<Item = Vec<Point>>) -> Self {
        let mut buildings: Vec<(Vec<Point>, bool)> =
            rings.into_iter().map(|ring| (ring, true)).collect();
        Barriers {
            walls: indexed(&mut buildings),
            buildings,
            ..self
        }
    }

    /// Barriers that close on themselves, without closing vertices; no buildings.
    pub fn rings(&self) -> impl Iterator<Item = &[Point]> {
        let closed = self.lines.iter().filter(|(_, closed)| *closed);
        closed.map(|(ring, _)| ring.as_slice())
    }

    /// The outlines of buildings, without closing vertices.
    pub fn outlines(&self) -> impl ExactSizeIterator<Item = &[Point]> {
        self.buildings.iter().map(|(ring, _)| ring.as_slice())
    }

    /// Whether a straight walk from `a` to `b` goes from one side of a barrier to the other.
    /// Touching is not crossing. Buildings do not count.
    pub fn between(&self, a: Point, b: Point) -> bool {
        self.bars_way(&Leg::between(a, b))
    }

    /// What bars a straight leg from a door at `from` to a place `to`: a barrier that it crosses,
    /// or a building that it crosses and that is not its own. Touching is not crossing; its own are
    /// the buildings whose ring contains the door or has it on its edge, and out of those a leg
    /// leads anyhow, through a courtyard too.
    ///
    /// ```
    /// use nabij::{Barriers, Point, Refusal};
    /// let p = Point::new;
    /// let houses = [0, 20].map(|x| vec![p(x, 0), p(x + 10, 0), p(x + 10, 10), p(x, 10)]);
    /// let town = Barriers::default().buildings(houses);
    /// assert_eq!(town.bars(p(5, 5), p(15, 5)), None, "out of its own");
    /// assert_eq!(town.bars(p(5, 5), p(35, 5)), Some(Refusal::Building), "through another");
    /// assert_eq!(town.bars(p(5, 10), p(35, 10)), None, "along its wall");
    /// ```
    pub fn bars(&self, from: Point, to: Point) -> Option<Refusal> {
        self.bar(&Leg::between(from, to))
    }

    /// What bars a leg.
    pub(crate) fn bar(&self, leg: &Leg) -> Option<Refusal> {
        if self.bars_way(leg) {
            Some(Refusal::Barrier)
        } else {
            self.crosses_another(leg).then_some(Refusal::Building)
        }
    }

    fn bars_way(&self, leg: &Leg) -> bool {
        let mut crossed = false;
        let (middle, radius) = leg.around();
        self.index.within(middle, radius, |segment| {
            crossed = crossed || crosses(&self.lines, segment, leg);
        });
        crossed
    }

    /// Whether a leg crosses a building that the door is not in.
    fn crosses_another(&self, leg: &Leg) -> bool {
        let mut own: Vec<u32> = Vec::new();
        let mut crossed = false;
        let (middle, radius) = leg.around();
        self.walls.within(middle, radius, |segment| {
            if crossed || own.contains(&segment.owner) || !crosses(&self.buildings, segment, leg) {
                return;
            }
            let ring = self.buildings.get(segment.owner as usize);
            let side = ring.map(|(ring, _)| side_of_ring(ring, leg.from()));
            crossed = side == Some(Side::Outside);
            own.push(segment.owner);
        });
        crossed
    }
}

/// Drops closing vertices, and indexes what is left.
fn indexed(lines: &mut [(Vec<Point>, bool)]) -> SegmentIndex {
    for (line, closed) in lines.iter_mut() {
        *closed |= line.len() > 2 && line.first() == line.last();
        while *closed && line.len() > 1 && line.first() == line.last() {
            line.pop();
        }
    }
    let mut segments = Vec::new();
    for (owner, (line, closed)) in (0..).zip(lines.iter()) {
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
    SegmentIndex::new(segments)
}

/// Whether a line goes from one side of the way to the other at this segment or at its end.
fn crosses(lines: &[(Vec<Point>, bool)], segment: &Segment, way: &Leg) -> bool {
    let (before, after) = (way.side(segment.a), way.side(segment.b));
    if before * after < 0 {
        let (start, end) = way.ends(segment.a, segment.b);
        return start * end < 0;
    }
    // A vertex on the way: the barrier crosses there when it comes from one side and leaves
    // to the other, having run along the walk itself in between and nowhere beyond its ends.
    after == 0 && way.passes(segment.b) && {
        let Some((line, closed)) = lines.get(segment.owner as usize) else {
            return false;
        };
        let count = line.len();
        let here = segment.at as usize + 1;
        let leaves = |steps: &mut dyn Iterator<Item = usize>| {
            let vertices = steps.filter_map(|at| line.get(at % count));
            let mut on_the_way = vertices.map(|p| (way.side(*p), way.passes(*p)));
            let end = on_the_way.find(|(side, within)| *side != 0 || !within);
            end.map_or(0, |(side, _)| side)
        };
        let reach = |open: usize| if *closed { count } else { open };
        let came = leaves(&mut (1..=reach(here)).map(|step| here + count - step));
        let left = leaves(&mut (1..reach(count.saturating_sub(here))).map(|step| here + step));
        came * left < 0
    }
}
