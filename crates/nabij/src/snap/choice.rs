//! Which of the edges near a door it opens onto.

use super::{Attachment, Candidate, Snapper, StreetId, mm};
use crate::{
    attributes::Refusal,
    leg::Leg,
    length::{Length, round_root},
    network::EdgeId,
    point::Point,
    segments::{Segment, Squared},
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
        let (dot, square) = segment.project(door);
        let along = if dot <= 0 {
            0
        } else if dot.unsigned_abs() >= square {
            segment.a.distance_mm(segment.b)
        } else {
            round_root(dot.unsigned_abs().pow(2), square)
        };
        let squared = segment.squared_distance(door);
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

impl Snapper<'_> {
    /// The edge that a door opens onto: the nearest one whose leg nothing bars; where the address
    /// names a street, an edge of that name within reach comes before it, unless the way there
    /// leads over an edge without a name: that is the pavement of the street.
    pub(super) fn choose(&self, door: Point, street: Option<StreetId>) -> Option<Near> {
        let accepts = |edge| self.accepts(edge);
        let first = self.nearest(door, self.max_snap, accepts)?;
        let free = self.bar(&first, door).is_none();
        let done = free && (street.is_none() || self.street(first.attachment.edge) == street);
        let named = street.filter(|_| !done);
        match named.and_then(|street| self.named(door, street)) {
            None if free => Some(first),
            None => {
                let mut all = self.around(door, self.max_snap, accepts).into_iter();
                all.find(|near| self.bar(near, door).is_none())
            }
            Some(named) => {
                let leg = named.leg(door);
                let nearer = self.around(door, named.attachment.leg, accepts);
                let mut nearer = nearer
                    .into_iter()
                    .take_while(|near| near.attachment != named.attachment);
                let pavement = nearer.find(|near| self.is_pavement(near, &leg, door));
                pavement.or(Some(named))
            }
        }
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
            let refused = self.refused[attachment.edge.index()]
                .or((attachment.leg > self.max_snap).then_some(Refusal::TooFar))
                .or_else(|| self.bar(&near, door))
                .or((!here).then_some(Refusal::OtherStreet));
            candidates.push(Candidate {
                attachment,
                refused,
            });
            if here {
                break;
            }
        }
        candidates
    }

    /// The nearest edge of a street that is within reach and that nothing bars.
    fn named(&self, door: Point, street: StreetId) -> Option<Near> {
        let reach = self.named_street.min(self.max_snap);
        let of_street = |edge| self.accepts(edge) && self.street(edge) == Some(street);
        let nearest = self.nearest(door, reach, of_street)?;
        if self.bar(&nearest, door).is_none() {
            return Some(nearest);
        }
        let mut all = self.around(door, reach, of_street).into_iter();
        all.find(|near| self.bar(near, door).is_none())
    }

    /// Whether an edge is the pavement of a street: it has no name, the leg to the street leads over
    /// it, and nothing bars the way to it.
    fn is_pavement(&self, near: &Near, leg: &Leg, door: Point) -> bool {
        let edge = near.attachment.edge;
        let mut sides = self.network.edge(edge).geometry().windows(2);
        self.street(edge).is_none()
            && sides.any(|ends| leg.meets(ends[0], ends[1]))
            && self.bar(near, door).is_none()
    }

    /// Whether something bars the leg from a door to an edge.
    pub(crate) fn is_barred(&self, door: Point, edge: EdgeId) -> bool {
        let nearest = self.nearest(door, self.max_snap, |own| own == edge);
        nearest.is_some_and(|near| self.bar(&near, door).is_some())
    }

    fn bar(&self, near: &Near, door: Point) -> Option<Refusal> {
        self.barriers?.bar(&near.leg(door))
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
