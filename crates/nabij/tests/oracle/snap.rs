//! Doors on the network by a linear scan over every segment.

use std::cmp::Ordering;

use nabij::{Point, Refusal};

use crate::{
    edges::Streets,
    exact::{Fraction, project, round_root, straight},
    parts::Parts,
    sight,
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
    pub streets: &'s Streets,
    /// Parts of the base walkable network.
    pub base: &'s Parts,
    pub step_free: bool,
    pub min_component: u64,
    pub max_snap: u64,
}

impl Doors<'_> {
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
            !self.streets.edges[edge].usable(self.step_free),
            Refusal::Profile,
        );
        refuse(
            self.base.reach(edge) < self.min_component,
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
                        && self.streets.edges[*edge].usable(self.step_free)
                        && self.base.reach(*edge) >= self.min_component
                });
                if leads_on && !at.blocked() && sight::sees(&square.rings, door, at.point) {
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
    pub fn attach(&self, door: Point) -> Vec<Join> {
        let corners = self.corners(door);
        if !corners.is_empty() {
            return corners;
        }
        self.by_distance(door)
            .into_iter()
            .find(|(edge, ..)| self.refusals(*edge).is_empty())
            .filter(|(_, _, leg)| *leg <= self.max_snap.min(LONGEST_LEG))
            .map(|(edge, offset, leg)| Join::Edge { edge, offset, leg })
            .into_iter()
            .collect()
    }
}
