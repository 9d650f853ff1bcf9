//! Where doors open onto the network.

mod attached;
mod choice;
mod laid;
mod outline;
mod street;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(crate) use attached::doorways;
pub use attached::{AttachedFacilities, AttachedOrigins};
pub use street::StreetId;

use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};
use serde::{Deserialize, Serialize};

use crate::{
    attributes::Refusal,
    barrier::Barriers,
    components::Components,
    facility::Gate,
    length::Length,
    network::{EdgeId, Network, Square},
    point::Point,
    polygon::Side,
    profile::{Pass, Profile},
    segments::SegmentIndex,
    usable::Usable,
};
use street::StreetNames;

/// Where a door meets the network: a place on an edge, and the straight leg up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What the leg to the chosen edge crosses all the same: a building, where no other edge will do.
    pub across: Option<Refusal>,
}

/// A door to be attached: a place, and the street that its address names. A [`Point`] is a door
/// without an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doorway {
    /// Where it is.
    pub point: Point,
    /// The street of its address, as [`Snapper::street_named`] found it.
    pub street: Option<StreetId>,
    /// The place on the network that it is, where it is a gate: then it is there or nowhere.
    pub gate: Option<Gate>,
}

impl From<Point> for Doorway {
    fn from(point: Point) -> Self {
        Doorway {
            point,
            street: None,
            gate: None,
        }
    }
}

/// Attaches doors to the network for one profile.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let street = |name: &str| EdgeAttributes { street: Some(name.into()), ..Default::default() };
/// let network = Network::builder()
///     .edge(p(0, 0), p(90, 0), street("Kade"))
///     .edge(p(0, 30), p(90, 30), street("Achterom"))
///     .build()?;
/// let canal = Barriers::new([(vec![p(0, 20), p(90, 20)], false)]);
/// let base = Components::new(&network, &Profile::ADULT);
/// let snapper = Snapper::new(&network, &Profile::ADULT, &base, Length::ZERO, Length::metres(100))
///     .barred_by(&canal)
///     .named_street(Length::metres(50));
///
/// let leg = |door: Doorway| snapper.attach(door)[0].leg;
/// assert_eq!(leg(p(9, 19).into()), Length::metres(19)); // not across the canal
/// let point = p(9, 28);
/// assert_eq!(leg(point.into()), Length::metres(2));
/// let street = snapper.street_named("KADE");
/// assert_eq!(leg(Doorway { street, ..point.into() }), Length::metres(2)); // the canal is between
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Snapper<'n> {
    network: &'n Network,
    shared: Arc<Shared>,
    refused: Vec<Option<Refusal>>,
    passable: Vec<bool>,
    max_snap: Length,
    barriers: Option<&'n Barriers>,
    named_street: Length,
    streets: Option<Arc<StreetNames>>,
}

/// What is the same for every profile.
#[derive(Debug)]
struct Shared {
    index: Arc<SegmentIndex>,
    squares: RTree<GeomWithData<Rectangle<[i32; 2]>, u32>>,
    /// Per edge: whether its component is too short to lead anywhere.
    fragment: Vec<bool>,
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
        let usable = Usable::new(network, profile);
        let index = Arc::new(SegmentIndex::new(network.segments()));
        Self::of_usable((network, index), &usable, base, min_component, max_snap)
    }

    pub(crate) fn of_usable(
        (network, index): (&'n Network, Arc<SegmentIndex>),
        usable: &Usable,
        base: &Components,
        min_component: Length,
        max_snap: Length,
    ) -> Self {
        let least = u64::from(min_component.mm());
        let fragment = network
            .edges()
            .map(|edge| base.length_mm(edge.id()) < least);
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
        let shared = Arc::new(Shared {
            index,
            squares: RTree::bulk_load(squares.collect()),
            fragment: fragment.collect(),
        });
        Snapper {
            network,
            refused: refusals(network, usable, &shared),
            passable: usable.passable_nodes(Pass::Unknown),
            shared,
            max_snap: max_snap.min(Self::LONGEST_LEG),
            barriers: None,
            named_street: Length::ZERO,
            streets: None,
        }
    }

    /// The same for another profile: only what it cannot use is looked at again.
    pub fn for_profile(&self, profile: &Profile) -> Self {
        self.for_usable(&Usable::new(self.network, profile))
    }

    pub(crate) fn for_usable(&self, usable: &Usable) -> Self {
        Snapper {
            network: self.network,
            refused: refusals(self.network, usable, &self.shared),
            passable: usable.passable_nodes(Pass::Unknown),
            shared: Arc::clone(&self.shared),
            max_snap: self.max_snap,
            barriers: self.barriers,
            named_street: self.named_street,
            streets: self.streets.clone(),
        }
    }

    /// The same with other longest legs, never longer than [`Snapper::LONGEST_LEG`].
    pub fn reaching(&self, max_snap: Length) -> Self {
        Snapper {
            max_snap: max_snap.min(Self::LONGEST_LEG),
            ..self.clone()
        }
    }

    /// Refuses edges up to which the leg would cross one of these ([`Barriers::bars`]), corners of
    /// squares too. The next nearest edge is taken.
    ///
    /// Nobody is walled in: a passage between buildings may not be drawn. So the next edge is taken
    /// only up to twice as far away as the one with only buildings in front of it, of the street
    /// that the address names or else the nearest; where there is none, the door opens onto that
    /// one. What nobody walks across always counts.
    pub fn barred_by(self, barriers: &'n Barriers) -> Self {
        Snapper {
            barriers: Some(barriers),
            ..self
        }
    }

    /// Attaches a door whose address names a street to an edge of that name at most `reach` away,
    /// rather than to a nearer edge of another name or without one.
    ///
    /// A nearer edge without a name stays the choice where the leg to the street leads over it: it
    /// is the pavement of the street. Names are the same when their words are, capitals, accents,
    /// punctuation and usual shortenings (`str.`, `ln.`, `wg.`, `pln.`, `St.`, `Burg.`, `C/`) left
    /// aside.
    pub fn named_street(self, reach: Length) -> Self {
        Snapper {
            named_street: reach,
            streets: Some(Arc::new(StreetNames::new(self.network))),
            ..self
        }
    }

    /// The streets of this name, to attach doors by; nothing where no edge carries it, or names
    /// are not asked for ([`Snapper::named_street`]).
    pub fn street_named(&self, name: &str) -> Option<StreetId> {
        self.streets.as_ref()?.find(name)
    }

    /// Where a door opens onto the network: on the nearest edge that may be used, or, inside a
    /// square, at every entry and corner that the door sees. Nothing where no edge is near enough.
    pub fn attach(&self, door: impl Into<Doorway>) -> Vec<Attachment> {
        let mut attachments = Vec::new();
        self.attach_into(door.into(), &mut attachments);
        attachments
    }

    /// The same as [`Snapper::attach`], given the answer `base` of a snapper that refuses no edge
    /// and no node that this one accepts, such as one for [`Profile::ADULT`], and is equal
    /// otherwise. Mostly that answer is right here too, and nothing is searched.
    pub fn attach_like(&self, door: impl Into<Doorway>, base: &[Attachment]) -> Vec<Attachment> {
        let mut attachments = Vec::new();
        self.attach_like_into(door.into(), base, &mut attachments);
        attachments
    }

    /// Where each of many doors opens onto the network, on all threads with feature `rayon`: the
    /// same as one by one, and faster, because doors near each other come together.
    pub fn attach_all(&self, doors: &[Point]) -> Vec<Vec<Attachment>> {
        let place = |at: usize| doors[at].hilbert();
        crate::parallel::map_near(doors.len(), place, |at| self.attach(doors[at]))
    }

    pub(crate) fn attach_into(&self, door: Doorway, attachments: &mut Vec<Attachment>) {
        if let Some(gate) = door.gate {
            attachments.extend(self.at_gate(gate));
            return;
        }
        let before = attachments.len();
        if let Some(square) = self.square_around(door.point) {
            attachments.extend(self.seen(square, door.point));
        }
        if attachments.len() == before {
            let chosen = self.choose(door.point, door.street);
            attachments.extend(chosen.map(|near| near.attachment));
        }
    }

    pub(crate) fn attach_like_into(
        &self,
        door: Doorway,
        base: &[Attachment],
        attachments: &mut Vec<Attachment>,
    ) {
        let same = match base {
            [] => true,
            // Where it is not the street of the address, it hangs on what else is refused here.
            [one] => {
                let named = || self.street(one.edge) == door.street && one.leg <= self.named_street;
                self.accepts(one.edge)
                    && (door.street.is_none() || named())
                    && self.square_around(door.point).is_none()
            }
            _ => false,
        };
        if same {
            attachments.extend(base);
        } else {
            self.attach_into(door, attachments);
        }
    }

    /// The edges near a door from the nearest up to the one it is attached to, with the reason
    /// why each was refused.
    pub fn candidates(&self, door: impl Into<Doorway>) -> Vec<Candidate> {
        let door = door.into();
        if let Some(gate) = door.gate {
            let there = self.at_gate(gate).into_iter();
            let candidate = |attachment| Candidate {
                attachment,
                refused: None,
                across: None,
            };
            return there.map(candidate).collect();
        }
        self.weigh(door.point, door.street)
    }

    /// Why doors never open onto an edge, nothing where they may.
    pub fn refusal(&self, edge: EdgeId) -> Option<Refusal> {
        self.refused[edge.index()]
    }

    fn accepts(&self, edge: EdgeId) -> bool {
        self.refused[edge.index()].is_none()
    }

    /// The name of an edge, where it has one.
    fn street(&self, edge: EdgeId) -> Option<StreetId> {
        self.streets.as_ref()?.of(edge)
    }

    /// The first square by key that a door stands inside of.
    fn square_around(&self, door: Point) -> Option<&'n Square> {
        let here = AABB::from_point([door.x, door.y]);
        let around = self.shared.squares.locate_in_envelope_intersecting(&here);
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
            let free = || self.barriers.is_none_or(|b| b.bars(door, place).is_none());
            (usable
                && self.passable[corner.node.index()]
                && square.polygon().sees(door, place)
                && free())
            .then(|| Attachment {
                edge: corner.edge,
                offset: Length::millimetres(corner.offset),
                leg: mm(door.distance_mm(place)),
            })
        })
    }
}

/// Per edge why doors of a profile never open onto it.
fn refusals(network: &Network, usable: &Usable, shared: &Shared) -> Vec<Option<Refusal>> {
    let not = |held: bool, reason| held.then_some(reason);
    let edges = network.edges().zip(&shared.fragment);
    let refused = edges.map(|(edge, fragment)| {
        let attributes = edge.attributes();
        not(usable.edge(edge.id()) == Pass::No, Refusal::Profile)
            .or(not(*fragment, Refusal::Fragment))
            .or(attributes.not_snappable())
    });
    refused.collect()
}

/// A length of so many millimetres; no edge and no leg is longer than a length can be.
fn mm(value: u64) -> Length {
    Length::millimetres(u32::try_from(value).unwrap_or(u32::MAX))
}
