//! Where doors open onto the network.

mod attached;

pub use attached::{AttachedFacilities, AttachedOrigins};

use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use crate::{
    attributes::Refusal,
    components::{Components, passable_nodes},
    length::{Length, round_root},
    network::{EdgeId, Network, Square},
    point::Point,
    polygon::Side,
    profile::Profile,
    segments::{Segment, SegmentIndex},
};

/// Where a door meets the network: a place on an edge, and the straight leg up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The edge.
    pub edge: EdgeId,
    /// How far along the edge, from its first vertex; the rest is exactly the edge's length less this.
    pub offset: Length,
    /// The straight leg from the door.
    pub leg: Length,
}

/// An edge near a door, and why the door does not open onto it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where the door would meet it.
    pub attachment: Attachment,
    /// Why not; nothing for the edge that is chosen.
    pub refused: Option<Refusal>,
}

/// Attaches doors to the network for one profile.
#[derive(Clone, Debug)]
pub struct Snapper<'n> {
    network: &'n Network,
    index: SegmentIndex,
    refused: Vec<Option<Refusal>>,
    passable: Vec<bool>,
    squares: RTree<GeomWithData<Rectangle<[i32; 2]>, u32>>,
    max_snap: Length,
}

impl<'n> Snapper<'n> {
    /// The longest leg that may be asked for.
    pub const LONGEST_LEG: Length = Length::metres(10_000);

    /// Prepares to attach doors.
    ///
    /// `base` are the components of the base walkable network ([`Profile::ADULT`]); edges whose
    /// component is shorter than `min_component` are refused. Legs are at most `max_snap` long,
    /// and never longer than [`Snapper::LONGEST_LEG`].
    pub fn new(
        network: &'n Network,
        profile: &Profile,
        base: &Components,
        min_component: Length,
        max_snap: Length,
    ) -> Self {
        let refused = network.edges().map(|edge| {
            let attributes = edge.attributes();
            let fragment = base.length_mm(edge.id()) < u64::from(min_component.mm());
            let not = |held: bool, reason| held.then_some(reason);
            not(!profile.uses(attributes), Refusal::Profile)
                .or(not(fragment, Refusal::Fragment))
                .or(attributes.not_snappable())
        });
        let segments = network.edges().flat_map(|edge| {
            edge.geometry().windows(2).scan(0_u64, move |along, ends| {
                let at = mm(*along).mm();
                *along += ends[0].distance_mm(ends[1]);
                Some(Segment {
                    a: ends[0],
                    b: ends[1],
                    owner: edge.id().0,
                    at,
                })
            })
        });
        let squares = (0..).zip(network.squares()).map(|(number, square)| {
            let corners: Vec<[i32; 2]> = square
                .polygon()
                .rings()
                .iter()
                .flatten()
                .map(|p| [p.x, p.y])
                .collect();
            GeomWithData::new(Rectangle::from_aabb(AABB::from_points(&corners)), number)
        });
        Snapper {
            network,
            refused: refused.collect(),
            passable: passable_nodes(network, profile),
            index: SegmentIndex::new(segments.collect()),
            squares: RTree::bulk_load(squares.collect()),
            max_snap: max_snap.min(Self::LONGEST_LEG),
        }
    }

    /// The same with other longest legs, never longer than [`Snapper::LONGEST_LEG`].
    pub fn reaching(&self, max_snap: Length) -> Self {
        Snapper {
            max_snap: max_snap.min(Self::LONGEST_LEG),
            ..self.clone()
        }
    }

    /// Where a door opens onto the network: on the nearest edge that may be used, or, inside a
    /// square, at every entry and corner that the door sees. Nothing where no edge is near enough.
    pub fn attach(&self, door: Point) -> Vec<Attachment> {
        let mut attachments = Vec::new();
        self.attach_into(door, &mut attachments);
        attachments
    }

    /// Where each of many doors opens onto the network, on all threads with feature `rayon`: the
    /// same as one by one, and faster, because doors near each other come together.
    pub fn attach_all(&self, doors: &[Point]) -> Vec<Vec<Attachment>> {
        let place = |at: usize| doors[at].hilbert();
        crate::parallel::map_near(doors.len(), place, |at| self.attach(doors[at]))
    }

    pub(crate) fn attach_into(&self, door: Point, attachments: &mut Vec<Attachment>) {
        let before = attachments.len();
        if let Some(square) = self.square_around(door) {
            attachments.extend(self.seen(square, door));
        }
        if attachments.len() == before {
            attachments.extend(self.nearest(door, self.max_snap, |edge| self.accepts(edge)));
        }
    }

    /// The edges near a door from the nearest up to the one it is attached to, with the reason
    /// why each was refused.
    pub fn candidates(&self, door: Point) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        loop {
            let unseen = |edge| candidates.iter().all(|c| c.attachment.edge != edge);
            let Some(attachment) = self.nearest(door, Self::LONGEST_LEG, unseen) else {
                return candidates;
            };
            let far = (attachment.leg > self.max_snap).then_some(Refusal::TooFar);
            let refused = self.refused[attachment.edge.index()].or(far);
            candidates.push(Candidate {
                attachment,
                refused,
            });
            if refused.is_none() || far.is_some() {
                return candidates;
            }
        }
    }

    /// Why doors never open onto an edge, nothing where they may.
    pub fn refusal(&self, edge: EdgeId) -> Option<Refusal> {
        self.refused[edge.index()]
    }

    fn accepts(&self, edge: EdgeId) -> bool {
        self.refused[edge.index()].is_none()
    }

    /// The nearest accepted edge; of several at exactly the same distance the first by key, on one
    /// edge the smallest offset.
    fn nearest(
        &self,
        door: Point,
        reach: Length,
        accept: impl Fn(EdgeId) -> bool,
    ) -> Option<Attachment> {
        let segments = self
            .index
            .nearest(door, reach.mm(), |edge| accept(EdgeId(edge)));
        let attachments = segments.iter().map(|segment| Self::on(segment, door));
        attachments
            .min_by_key(|a| (a.edge, a.offset))
            .filter(|a| a.leg <= reach)
    }

    /// The attachment at a segment's point nearest to the door.
    fn on(segment: &Segment, door: Point) -> Attachment {
        let (dot, square) = segment.project(door);
        let along = if dot <= 0 {
            0
        } else if dot.unsigned_abs() >= square {
            segment.a.distance_mm(segment.b)
        } else {
            round_root(dot.unsigned_abs().pow(2), square)
        };
        let leg = segment.squared_distance(door);
        Attachment {
            edge: EdgeId(segment.owner),
            offset: mm(u64::from(segment.at) + along),
            leg: mm(round_root(leg.numerator, leg.denominator)),
        }
    }

    /// The first square by key that a door stands inside of.
    fn square_around(&self, door: Point) -> Option<&'n Square> {
        let here = AABB::from_point([door.x, door.y]);
        let around = self.squares.locate_in_envelope_intersecting(&here);
        let mut numbers: Vec<u32> = around.map(|square| square.data).collect();
        numbers.sort_unstable();
        numbers
            .into_iter()
            .map(|number| &self.network.squares()[number as usize])
            .find(|square| square.is_crossed() && square.polygon().side(door) == Side::Inside)
    }

    /// The entries and corners of a square that a door inside it sees. Crossing the square is part
    /// of the walk: `max_snap` does not cap these legs.
    fn seen(&self, square: &'n Square, door: Point) -> impl Iterator<Item = Attachment> {
        square.corners().iter().filter_map(move |corner| {
            let place = self.network.point(corner.node);
            let usable = !matches!(
                self.refused[corner.edge.index()],
                Some(Refusal::Profile | Refusal::Fragment)
            );
            (usable && self.passable[corner.node.index()] && square.polygon().sees(door, place))
                .then(|| Attachment {
                    edge: corner.edge,
                    offset: Length::millimetres(corner.offset),
                    leg: mm(door.distance_mm(place)),
                })
        })
    }
}

/// A length of so many millimetres; no edge and no leg is longer than a length can be.
fn mm(value: u64) -> Length {
    Length::millimetres(u32::try_from(value).unwrap_or(u32::MAX))
}
