//! Doors on the network by a linear scan over every segment.

use std::cmp::Ordering;

use nabij::{Point, Refusal};

use crate::{
    case::Case,
    edges::Streets,
    exact::{Fraction, dot, project, round_root, straight, vector},
    parts::Parts,
    sight::{self, Rational},
};

/// Where a door joins the network, with the straight leg up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Join {
    /// At an offset along an edge.
    Edge { edge: usize, offset: u64, leg: u64 },
    /// At an entry or corner of the square that the door is in.
    Corner {
        node: usize,
        square: usize,
        leg: u64,
    },
}

impl Join {
    pub fn leg(self) -> u64 {
        match self {
            Join::Edge { leg, .. } | Join::Corner { leg, .. } => leg,
        }
    }
}

/// No leg is longer, whatever is asked for: 10 km.
const LONGEST_LEG: u64 = 10_000_000;

pub struct Doors<'s> {
    pub case: &'s Case,
    pub streets: &'s Streets,
    /// Parts of the base walkable network.
    pub base: &'s Parts,
}

impl Doors<'_> {
    /// How long a leg may be.
    pub fn cap(&self) -> u64 {
        LONGEST_LEG.min(self.case.max_snap.into())
    }

    /// Where the leg to the nearest place of an edge ends.
    fn end(&self, edge: usize, door: Point) -> Rational {
        let edge = &self.streets.edges[edge];
        let mut before = 0;
        let mut best: Option<(Fraction, u64, Rational)> = None;
        for (pair, piece) in edge.points.windows(2).zip(&edge.pieces) {
            let (aside, along) = project(pair[0], pair[1], door);
            let (ab, ap) = (vector(pair[0], pair[1]), vector(pair[0], door));
            let whole = dot(ab, ab);
            let share = if whole == 0 {
                (0, 1)
            } else {
                (dot(ab, ap).clamp(0, whole), whole)
            };
            let here = (
                aside,
                before + along,
                Rational::part(pair[0], pair[1], share),
            );
            before += piece;
            let better = |best: &(Fraction, u64, Rational)| {
                here.0.cmp(best.0).then(here.1.cmp(&best.1)) == Ordering::Less
            };
            if best.as_ref().is_none_or(better) {
                best = Some(here);
            }
        }
        best.unwrap().2
    }

    /// What bars the straight leg from a door, if anything is asked.
    fn bars(&self, door: Point, end: Rational) -> Option<Refusal> {
        if !self.case.barred {
            return None;
        }
        let inside = |ring: &Vec<Point>| sight::side(std::slice::from_ref(ring), door.into());
        let closes = |(wall, closed): &(Vec<Point>, bool)| {
            *closed || wall.len() > 2 && wall.first() == wall.last()
        };
        let walls = self.case.barriers.iter();
        let crosses = |wall: &&(Vec<Point>, bool)| sight::crosses(&wall.0, closes(wall), door, end);
        let crossed: Vec<_> = walls.filter(crosses).collect();
        let boat = matches!(&crossed[..], [one] if closes(one) && inside(&one.0) > 0);
        let another =
            |ring: &&Vec<Point>| inside(ring) < 0 && sight::crosses(ring, true, door, end);
        if !crossed.is_empty() && !boat {
            Some(Refusal::Barrier)
        } else {
            let building = self.case.buildings.iter().find(another);
            building.map(|_| Refusal::Building)
        }
    }

    /// What bars the leg to an edge.
    pub fn barred(&self, edge: usize, door: Point) -> Option<Refusal> {
        if self.case.barred {
            self.bars(door, self.end(edge, door))
        } else {
            None
        }
    }

    /// The nearest place on one edge: exact square of the distance, then the smallest offset.
    pub fn nearest_on(&self, edge: usize, door: Point) -> (Fraction, u64) {
        let edge = &self.streets.edges[edge];
        let mut best: Option<(Fraction, u64)> = None;
        let mut before = 0;
        for (pair, piece) in edge.points.windows(2).zip(&edge.pieces) {
            let (aside, along) = project(pair[0], pair[1], door);
            let here = (aside, before + along);
            before += piece;
            let better = best
                .is_none_or(|best| here.0.cmp(best.0).then(here.1.cmp(&best.1)) == Ordering::Less);
            if better {
                best = Some(here);
            }
        }
        best.unwrap()
    }

    /// Every reason why doors do not open onto an edge.
    pub fn refusals(&self, edge: usize) -> Vec<Refusal> {
        let known = &self.streets.edges[edge].attributes;
        let mut reasons = Vec::new();
        let mut refuse = |holds: bool, reason| {
            if holds {
                reasons.push(reason)
            }
        };
        refuse(known.tunnel == Some(true), Refusal::Tunnel);
        refuse(known.bridge == Some(true), Refusal::Bridge);
        refuse(!matches!(known.level, None | Some(0)), Refusal::OtherLevel);
        refuse(known.indoor == Some(true), Refusal::Indoor);
        refuse(known.steps == Some(true), Refusal::Steps);
        refuse(known.crossing == Some(true), Refusal::Crossing);
        refuse(known.lift == Some(true), Refusal::Lift);
        refuse(known.escalator == Some(true), Refusal::Escalator);
        refuse(known.visibility, Refusal::Sight);
        refuse(
            !self.streets.edges[edge].usable(self.case.step_free),
            Refusal::Profile,
        );
        refuse(
            self.base.reach(edge) < u64::from(self.case.min_component),
            Refusal::Fragment,
        );
        reasons
    }

    /// Edges by exact distance, ties by key, with the offset and the leg.
    pub fn by_distance(&self, door: Point) -> Vec<(usize, u64, u64)> {
        let mut all: Vec<(usize, Fraction, u64)> = (0..self.streets.edges.len())
            .map(|edge| {
                let (aside, offset) = self.nearest_on(edge, door);
                (edge, aside, offset)
            })
            .collect();
        all.sort_by(|a, b| a.1.cmp(b.1).then(a.0.cmp(&b.0)));
        all.into_iter()
            .map(|(edge, aside, offset)| (edge, offset, round_root(aside.over, aside.under)))
            .collect()
    }

    /// The corners that a door inside a square sees.
    pub fn corners(&self, door: Point) -> Vec<Join> {
        let mut joins = Vec::new();
        for (number, square) in self.streets.squares.iter().enumerate() {
            if sight::side(&square.rings, door.into()) <= 0 {
                continue;
            }
            for node in &square.corners {
                let at = &self.streets.nodes[*node];
                let leads_on = square.edges.iter().any(|edge| {
                    let ends = [self.streets.edges[*edge].from, self.streets.edges[*edge].to];
                    ends.contains(node)
                        && self.streets.edges[*edge].usable(self.case.step_free)
                        && self.base.reach(*edge) >= u64::from(self.case.min_component)
                });
                if leads_on
                    && !at.blocked()
                    && sight::sees(&square.rings, door, at.point)
                    && self.bars(door, at.point.into()).is_none()
                {
                    let leg = straight(door, at.point);
                    joins.push(Join::Corner {
                        node: *node,
                        square: number,
                        leg,
                    });
                }
            }
        }
        joins
    }

    /// Where a door joins the network; nothing where no edge is near enough.
    pub fn attach(&self, door: Point, street: Option<&str>) -> Vec<Join> {
        let corners = self.corners(door);
        if !corners.is_empty() {
            return corners;
        }
        let join = |(edge, offset, leg)| Join::Edge { edge, offset, leg };
        self.chosen(door, street).map(join).into_iter().collect()
    }

    /// The edge that a door opens onto, with offset and leg, as if it stood in no square.
    pub fn chosen(&self, door: Point, street: Option<&str>) -> Option<(usize, u64, u64)> {
        let near = self.by_distance(door).into_iter();
        let usable =
            near.filter(|(edge, _, leg)| *leg <= self.cap() && self.refusals(*edge).is_empty());
        let usable: Vec<_> = usable
            .map(|near| (near, self.barred(near.0, door)))
            .collect();
        let all_but = |bars: &[Refusal]| -> Vec<(usize, u64, u64)> {
            let lets = |barred: Option<Refusal>| barred.is_none_or(|why| !bars.contains(&why));
            let kept = usable.iter().filter(|(_, barred)| lets(*barred));
            kept.map(|(near, _)| *near).collect()
        };
        let free = all_but(&[Refusal::Barrier, Refusal::Building]);
        let open = all_but(&[Refusal::Barrier]);
        let name = |edge: usize| self.streets.edges[edge].attributes.street.as_deref();
        let reach = self.case.named_street.map_or(0, u64::from);
        let named = |all: &[(usize, u64, u64)]| {
            all.iter().position(|(edge, _, leg)| {
                self.case.named_street.is_some()
                    && street.is_some()
                    && name(*edge) == street
                    && *leg <= reach
            })
        };
        match named(&free) {
            None => {
                let behind = open.get(named(&open).unwrap_or(0)).copied();
                let first = free.first().copied();
                let near = |(_, _, leg): &(usize, u64, u64)| {
                    behind.is_some_and(|behind| *leg <= 2 * behind.2)
                };
                first.filter(near).or(behind)
            }
            Some(at) => {
                let end = self.end(free[at].0, door);
                let pavement = free[..at].iter().find(|(edge, ..)| {
                    let mut sides = self.streets.edges[*edge].points.windows(2);
                    name(*edge).is_none()
                        && sides.any(|side| sight::touches(side[0], side[1], door, end))
                });
                Some(*pavement.unwrap_or(&free[at]))
            }
        }
    }
}
