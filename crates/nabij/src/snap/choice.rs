//! Which of the edges near a door it opens onto.

use std::sync::Arc;

use rstar::RTree;

use super::{Attachment, Candidate, Shared, Snapper, StreetId, mm};
use crate::{
    attributes::Refusal,
    leg::Leg,
    length::Length,
    network::{EdgeId, Network},
    point::Point,
    segments::{Segment, SegmentIndex, Squared},
};

/// The place of an edge that is nearest to a door.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub attachment: Attachment,
    pub(super) segment: Segment,
    pub(super) squared: Squared,
}

impl Near {
    /// The place of a segment nearest to the door.
    fn new(segment: &Segment, door: Point) -> Self {
        Near::at(segment, segment.along(door), segment.squared_distance(door))
    }

    /// The place so far along a segment, so far from a door.
    pub(super) fn at(segment: &Segment, along: u64, squared: Squared) -> Self {
        Near {
            attachment: Attachment {
                edge: EdgeId(segment.owner),
                offset: mm(u64::from(segment.at) + along),
                leg: squared.root(),
            },
            segment: *segment,
            squared,
        }
    }

    fn leg(&self, door: Point) -> Leg {
        Leg::onto(&self.segment, door)
    }
}

/// What counts as barring a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bars {
    /// Barriers and the buildings of others.
    All,
    /// Only what nobody walks across.
    Barriers,
}

impl Snapper<'_> {
    /// The edge that a door opens onto: the nearest one whose leg nothing bars; where the address
    /// names a street, an edge of that name within reach comes before it, unless the way there
    /// leads over an edge without a name: that is the pavement of the street.
    pub(super) fn choose(&self, door: Point, street: Option<StreetId>) -> Option<Near> {
        let first = self.nearest(door, self.max_snap, |edge| self.accepts(edge))?;
        let free = self.is_free(Bars::All, &first, door);
        if free && (street.is_none() || self.street(first.attachment.edge) == street) {
            return Some(first);
        }
        let named = street.and_then(|street| self.named(Bars::All, door, street));
        match named {
            Some(named) => Some(self.pavement(&named, door).unwrap_or(named)),
            None if free => Some(first),
            None => self.past(&first, door, street),
        }
    }

    /// The edge that a door opens onto where something bars the leg to the first one: another that
    /// nothing bars, at most twice as far away as the one that only buildings are in front of, of
    /// the street that the address names or else the nearest; or that one.
    fn past(&self, first: &Near, door: Point, street: Option<StreetId>) -> Option<Near> {
        let named = street.and_then(|street| self.named(Bars::Barriers, door, street));
        let open = |near: &Near| self.is_free(Bars::Barriers, near, door);
        let near = |reach| {
            let all = self.around(door, reach, |edge| self.accepts(edge));
            all.into_iter()
        };
        let nearest = || match open(first) {
            true => Some(*first),
            false => near(self.max_snap).find(open),
        };
        let behind = named.or_else(nearest)?;
        let twice = Length::millimetres(behind.attachment.leg.mm().saturating_mul(2));
        let free = |near: &Near| self.is_free(Bars::All, near, door);
        near(twice.min(self.max_snap)).find(free).or(Some(behind))
    }

    /// The pavement of a street: an edge without a name that nothing bars and that the way to the
    /// street leads over.
    fn pavement(&self, street: &Near, door: Point) -> Option<Near> {
        let leg = street.leg(door);
        let all = self.around(door, street.attachment.leg, |edge| self.accepts(edge));
        let nearer = all.into_iter();
        nearer
            .take_while(|near| near.attachment != street.attachment)
            .find(|near| self.is_pavement(near, &leg) && self.is_free(Bars::All, near, door))
    }

    /// The edges near a door from the nearest on, each with why it is not chosen, up to the chosen
    /// one, else to the first that is too far.
    pub(super) fn weigh(&self, door: Point, street: Option<StreetId>) -> Vec<Candidate> {
        let chosen = self.choose(door, street).map(|near| near.attachment.edge);
        let everything = |_| true;
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut all = self.around(door, self.max_snap, everything);
        if chosen.is_none() {
            let beyond = |edge| all.iter().all(|near| near.attachment.edge != edge);
            all.extend(self.nearest(door, Self::LONGEST_LEG, beyond));
        }
        for near in all {
            let attachment = near.attachment;
            let here = Some(attachment.edge) == chosen;
            let barred = self.barriers.and_then(|all| all.bar(&near.leg(door)));
            let refused = self.refused[attachment.edge.index()]
                .or((attachment.leg > self.max_snap).then_some(Refusal::TooFar))
                .or(barred)
                .or(Some(Refusal::OtherStreet));
            candidates.push(Candidate {
                attachment,
                refused: refused.filter(|_| !here),
                across: barred.filter(|_| here),
            });
            if here {
                break;
            }
        }
        candidates
    }

    /// The nearest edge of a street that is within reach and that nothing bars.
    fn named(&self, bars: Bars, door: Point, street: StreetId) -> Option<Near> {
        let reach = self.named_street.min(self.max_snap);
        let of_street = |edge| self.accepts(edge) && self.street(edge) == Some(street);
        let nearest = self.nearest(door, reach, of_street)?;
        if self.is_free(bars, &nearest, door) {
            return Some(nearest);
        }
        let mut all = self.around(door, reach, of_street).into_iter();
        all.find(|near| self.is_free(bars, near, door))
    }

    /// Whether an edge is the pavement of a street: it has no name, and the leg to the street leads
    /// over it.
    fn is_pavement(&self, near: &Near, leg: &Leg) -> bool {
        let edge = near.attachment.edge;
        let mut sides = self.network.edge(edge).geometry().windows(2);
        self.street(edge).is_none() && sides.any(|ends| leg.meets(ends[0], ends[1]))
    }

    /// Whether something bars the leg from a door to an edge.
    pub(crate) fn is_barred(&self, door: Point, edge: EdgeId) -> bool {
        let nearest = self.nearest(door, self.max_snap, |own| own == edge);
        nearest.is_some_and(|near| !self.is_free(Bars::All, &near, door))
    }

    /// Whether nothing bars the leg to an edge.
    fn is_free(&self, bars: Bars, near: &Near, door: Point) -> bool {
        self.barriers.is_none_or(|all| match bars {
            Bars::All => all.bar(&near.leg(door)).is_none(),
            Bars::Barriers => !all.bar_all(&near.leg(door)),
        })
    }

    /// The nearest accepted edge; of several at exactly the same distance the first by key, on one
    /// edge the smallest offset.
    pub(super) fn nearest(
        &self,
        door: Point,
        reach: Length,
        accept: impl Fn(EdgeId) -> bool,
    ) -> Option<Near> {
        let index = &self.shared.index;
        let segments = index.nearest(door, reach.mm(), |edge| accept(EdgeId(edge)));
        let all = segments.iter().map(|segment| Near::new(segment, door));
        all.min_by_key(|near| (near.attachment.edge, near.attachment.offset))
            .filter(|near| near.attachment.leg <= reach)
    }

    /// Every accepted edge within reach, nearest first, in the order of [`Snapper::nearest`].
    fn around(&self, door: Point, reach: Length, accept: impl Fn(EdgeId) -> bool) -> Vec<Near> {
        let mut all: Vec<Near> = Vec::new();
        self.shared.index.within(door, reach.mm(), |segment| {
            if accept(EdgeId(segment.owner)) {
                all.push(Near::new(segment, door));
            }
        });
        let order = |a: &Near, b: &Near| {
            let key = |near: &Near| (near.attachment.edge, near.attachment.offset);
            let nearer = a.squared.compare(b.squared);
            nearer.then_with(|| key(a).cmp(&key(b)))
        };
        // The best place of each edge, then the edges among each other.
        all.sort_unstable_by(|a, b| {
            let edges = a.attachment.edge.cmp(&b.attachment.edge);
            edges.then_with(|| order(a, b))
        });
        all.dedup_by_key(|near| near.attachment.edge);
        all.retain(|near| near.attachment.leg <= reach);
        all.sort_unstable_by(order);
        all
    }
}

impl<'n> Snapper<'n> {
    /// One that knows no street: for doors whose places are known.
    pub(crate) fn nowhere(network: &'n Network) -> Self {
        Snapper {
            network,
            refused: Vec::new(),
            passable: Vec::new(),
            shared: Arc::new(Shared {
                index: Arc::new(SegmentIndex::default()),
                squares: RTree::new(),
                fragment: Vec::new(),
            }),
            max_snap: Length::ZERO,
            barriers: None,
            named_street: Length::ZERO,
            streets: None,
        }
    }
}
