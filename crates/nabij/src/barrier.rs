//! Barriers: what a straight line from door to door, or from a door to its street, may not cross.

mod stored;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    attributes::Refusal,
    leg::Leg,
    point::Point,
    polygon::{Side, side_of_ring},
    segments::{Segment, SegmentIndex},
};

/// What bars the way: lines and rings that nobody walks across (water, railways); walls, fences and
/// ditches around plots, where everybody has a gate that no map shows; and outlines of buildings.
///
/// ```
/// use nabij::{Barriers, Point};
/// let p = Point::new;
/// let canal = Barriers::new([(vec![p(0, -10), p(0, 0), p(0, 10)], false)]);
/// assert!(canal.between(p(-5, 0), p(5, 0)));
/// assert!(!canal.between(p(-5, 10), p(5, 10)), "touching its end is not crossing");
/// assert!(!canal.between(p(-5, 0), p(0, 0)), "nor is coming up to it");
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Barriers {
    lines: Lines,
    walls: Lines,
    buildings: Lines,
}

/// What a straight line goes across, each line and outline counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Across {
    /// What nobody walks across: water, railways.
    pub barriers: usize,
    /// Walls, fences and ditches around plots.
    pub walls: usize,
    /// Buildings, those at its ends too.
    pub buildings: usize,
}

/// Vertices of a line, and whether it closes on itself.
type Line = (Vec<Point>, bool);

/// Lines and rings of one kind: the vertices of all in one row.
#[derive(Clone, Debug, Default)]
struct Lines {
    vertices: Vec<Point>,
    /// Where the vertices of each line end.
    ends: Vec<u32>,
    closed: Vec<bool>,
    index: SegmentIndex,
}

impl Barriers {
    /// What nobody walks across, from its vertices, each line with whether it closes on itself.
    pub fn new(lines: impl IntoIterator<Item = (Vec<Point>, bool)>) -> Self {
        Barriers {
            lines: Lines::new(lines),
            ..Barriers::default()
        }
    }

    /// The same with walls, fences and ditches around plots.
    ///
    /// They bar short lines from door to door ([`Barriers::between`]), not legs
    /// ([`Barriers::bars`]): whoever lives behind one has a gate in it.
    pub fn walls(self, lines: impl IntoIterator<Item = (Vec<Point>, bool)>) -> Self {
        Barriers {
            walls: Lines::new(lines),
            ..self
        }
    }

    /// The same with outlines of buildings, each a ring.
    ///
    /// They bar legs ([`Barriers::bars`]), not short lines from door to door
    /// ([`Barriers::between`]).
    pub fn buildings(self, rings: impl IntoIterator<Item = Vec<Point>>) -> Self {
        Barriers {
            buildings: Lines::new(rings.into_iter().map(|ring| (ring, true))),
            ..self
        }
    }

    /// What nobody walks across at most `reach` mm from a place, and more; no walls, no buildings.
    pub(crate) fn part(&self, around: Point, reach: u32) -> Barriers {
        let mut near = BTreeSet::new();
        self.lines.index.within(around, reach, |segment| {
            near.insert(segment.owner);
        });
        let line = |at: u32| {
            let (line, closed) = self.lines.get(at)?;
            Some((line.to_vec(), closed))
        };
        Barriers::new(near.into_iter().filter_map(line))
    }

    /// Barriers that close on themselves, without closing vertices; no buildings.
    pub fn rings(&self) -> impl Iterator<Item = &[Point]> {
        let all = self.lines.all().chain(self.walls.all());
        let closed = all.filter(|(_, closed)| *closed);
        closed.map(|(ring, _)| ring)
    }

    /// The outlines of buildings, without closing vertices.
    pub fn outlines(&self) -> impl ExactSizeIterator<Item = &[Point]> {
        self.buildings.all().map(|(ring, _)| ring)
    }

    /// Whether a straight walk from `a` to `b` goes from one side of a barrier to the other.
    /// Touching is not crossing. Buildings do not count.
    pub fn between(&self, a: Point, b: Point) -> bool {
        let way = Leg::between(a, b);
        let crossed = |lines: &Lines| lines.crossed(&way, |_| false);
        crossed(&self.lines) || crossed(&self.walls)
    }

    /// How many barriers of each kind a straight line goes across.
    pub fn across(&self, a: Point, b: Point) -> Across {
        let way = Leg::between(a, b);
        Across {
            barriers: self.lines.count(&way),
            walls: self.walls.count(&way),
            buildings: self.buildings.count(&way),
        }
    }

    /// What bars a straight leg from a door at `from` to a place `to`: what nobody walks across, or
    /// a building that is not its own. Touching is not crossing. Its own are the buildings that
    /// contain the door or have it on their edge, and out of those a leg leads anyhow, through a
    /// courtyard too.
    ///
    /// Who is inside a ring of water is on a boat, and may leave it for the shore; but a leg that
    /// leads out of two rings or out of one and across another barrier leads from an island.
    ///
    /// ```
    /// use nabij::{Barriers, Point, Refusal};
    /// let p = Point::new;
    /// let houses = [0, 20].map(|x| vec![p(x, 0), p(x + 10, 0), p(x + 10, 10), p(x, 10)]);
    /// let town = Barriers::default().buildings(houses);
    /// assert_eq!(town.bars(p(5, 5), p(15, 5)), None, "out of its own");
    /// assert_eq!(town.bars(p(5, 5), p(35, 5)), Some(Refusal::Building), "through another");
    /// assert_eq!(town.bars(p(5, 10), p(35, 10)), None, "along its wall");
    /// let lake = Barriers::new([(vec![p(0, 0), p(9, 0), p(9, 9), p(0, 9)], true)]);
    /// assert_eq!(lake.bars(p(5, 5), p(5, 10)), None, "off a boat");
    /// assert_eq!(lake.bars(p(5, 10), p(5, -10)), Some(Refusal::Barrier), "over the lake");
    /// ```
    pub fn bars(&self, from: Point, to: Point) -> Option<Refusal> {
        self.bar(&Leg::between(from, to))
    }

    /// What bars a leg.
    pub(crate) fn bar(&self, leg: &Leg) -> Option<Refusal> {
        if self.bar_all(leg) {
            Some(Refusal::Barrier)
        } else {
            self.bar_others(leg).then_some(Refusal::Building)
        }
    }

    /// Whether a leg crosses what nobody walks across, but for the shore of a boat.
    pub(crate) fn bar_all(&self, leg: &Leg) -> bool {
        let mut own = None;
        self.lines.crossed(leg, |line| {
            let again = own == Some(line);
            let boat = own.is_none() && self.lines.side(line, leg.from()) == Side::Inside;
            own = Some(line);
            again || boat
        })
    }

    /// Whether a leg crosses a building that is not its own.
    fn bar_others(&self, leg: &Leg) -> bool {
        let side = |line| self.buildings.side(line, leg.from());
        let mut own: Vec<u32> = Vec::new();
        self.buildings.crossed(leg, |line| {
            let known = own.contains(&line);
            if !known {
                own.push(line);
            }
            known || side(line) != Side::Outside
        })
    }
}

impl Lines {
    /// Drops closing vertices, and indexes what is left.
    fn new(lines: impl IntoIterator<Item = Line>) -> Self {
        let mut all = Lines::default();
        for (line, closed) in lines {
            let mut line = line.as_slice();
            let closed = closed || (line.len() > 2 && line.first() == line.last());
            while let [first, rest @ .., last] = line
                && closed
                && first == last
            {
                line = &line[..=rest.len()];
            }
            all.vertices.extend_from_slice(line);
            all.ends.push(all.vertices.len() as u32); // not 2³² vertices: they would take 32 GiB
            all.closed.push(closed);
        }
        all.index = SegmentIndex::new(all.segments());
        all
    }

    /// A line, and whether it closes on itself.
    fn get(&self, line: u32) -> Option<(&[Point], bool)> {
        let at = line as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |start| *start as usize);
        let vertices = self.vertices.get(start..*self.ends.get(at)? as usize)?;
        Some((vertices, *self.closed.get(at)?))
    }

    fn all(&self) -> impl ExactSizeIterator<Item = (&[Point], bool)> {
        (0..self.ends.len()).map(|line| self.get(line as u32).unwrap_or_default())
    }

    /// The straight pieces of all, in order; each tells its number in its line.
    fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::with_capacity(self.vertices.len());
        for (owner, (line, closed)) in (0..).zip(self.all()) {
            let ends = line.iter().skip(1).chain(line.first().filter(|_| closed));
            for (at, (a, b)) in (0..).zip(line.iter().zip(ends)) {
                segments.push(Segment {
                    a: *a,
                    b: *b,
                    owner,
                    at,
                });
            }
        }
        segments
    }

    /// Whether a way crosses one that does not let it pass, by number.
    fn crossed(&self, way: &Leg, mut lets: impl FnMut(u32) -> bool) -> bool {
        let mut crossed = false;
        self.index.across(way.from(), way.end(), |segment| {
            crossed = crosses(self, segment, way) && !lets(segment.owner);
            !crossed
        });
        crossed
    }

    /// How many a way crosses.
    fn count(&self, way: &Leg) -> usize {
        let mut all = BTreeSet::new();
        self.crossed(way, |line| {
            all.insert(line);
            true
        });
        all.len()
    }

    /// Where a place is: outside of what does not close.
    fn side(&self, line: u32, place: Point) -> Side {
        match self.get(line) {
            Some((ring, true)) => side_of_ring(ring, place),
            _ => Side::Outside,
        }
    }
}

/// Whether a line goes from one side of the way to the other at this segment or at its end.
fn crosses(lines: &Lines, segment: &Segment, way: &Leg) -> bool {
    let (before, after) = (way.side(segment.a), way.side(segment.b));
    if before * after < 0 {
        let (start, end) = way.ends(segment.a, segment.b);
        return start * end < 0;
    }
    // A vertex on the way: the barrier crosses there when it comes from one side and leaves
    // to the other, having run along the walk itself in between and nowhere beyond its ends.
    after == 0 && way.passes(segment.b) && {
        let Some((line, closed)) = lines.get(segment.owner) else {
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
        let reach = |open: usize| if closed { count } else { open };
        let came = leaves(&mut (1..=reach(here)).map(|step| here + count - step));
        let left = leaves(&mut (1..reach(count.saturating_sub(here))).map(|step| here + step));
        came * left < 0
    }
}
