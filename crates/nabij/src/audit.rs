//! Where a network looks wrong: places where lines should meet and do not, pieces that lead
//! nowhere, pavements that were promised and never drawn.

mod alongside;
mod crossings;
mod fragments;
mod gaps;
mod ground;
mod stakes;

use rustc_hash::FxHashMap;

pub use stakes::{Scene, Stake};

use crate::{
    components::Components,
    length::Length,
    line::LineKey,
    network::{EdgeId, Network, NodeId},
    point::Point,
};
use ground::Ground;

/// What looks wrong at a place, the most certain fault first. Where several hold, the first does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AuditKind {
    /// A dead end lies on another line, within a millimetre, without a common vertex.
    EndOnLine,
    /// A dead end is within [`AuditParameters::near`] of another edge, or two junctions of
    /// different lines are that near each other, and nothing joins them.
    NearMiss,
    /// Two edges cross or touch at the same level without a common node there.
    Crossing,
    /// A dead end is within [`AuditParameters::reach`] of another edge, one of the two being a path
    /// or of unknown class, and nothing joins them.
    DeadEnd,
    /// A piece of network too short for doors to open onto.
    Fragment,
    /// A street whose pavement is said to be drawn apart, without a path alongside.
    NoSidewalk,
}

impl AuditKind {
    /// Every kind, the most certain fault first.
    pub const ALL: [AuditKind; 6] = [
        AuditKind::EndOnLine,
        AuditKind::NearMiss,
        AuditKind::Crossing,
        AuditKind::DeadEnd,
        AuditKind::Fragment,
        AuditKind::NoSidewalk,
    ];

    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            AuditKind::EndOnLine => "end_on_line",
            AuditKind::NearMiss => "near_miss",
            AuditKind::Crossing => "crossing",
            AuditKind::DeadEnd => "dead_end",
            AuditKind::Fragment => "fragment",
            AuditKind::NoSidewalk => "no_sidewalk",
        }
    }
}

/// How near is too near. All numbers are assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditParameters {
    /// A dead end this near a path is looked at, in millimetres exact and inclusive.
    pub reach: Length,
    /// Junctions and dead ends this near each other should be one.
    pub near: Length,
    /// Two places are joined where the network leads from one to the other within this many times
    /// their gap, a gap shorter than `near` counting as that.
    pub detour: u32,
    /// A pavement drawn apart is looked for within this distance of its street.
    pub alongside: Length,
    /// Pieces shorter than this are fragments.
    pub min_component: Length,
}

impl Default for AuditParameters {
    fn default() -> Self {
        AuditParameters {
            reach: Length::metres(5),
            near: Length::metres(1),
            detour: 4,
            alongside: Length::metres(20),
            min_component: Length::metres(1000),
        }
    }
}

/// A place on the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuditPlace {
    /// An edge there.
    pub edge: EdgeId,
    /// How far along it, from its first vertex.
    pub offset: Length,
    /// The node there, if it is one.
    pub node: Option<NodeId>,
    /// Where it is, rounded to the mm.
    pub point: Point,
}

/// One thing that looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFinding {
    /// What it is.
    pub kind: AuditKind,
    /// Where it is: the dead end, the crossing, the fragment's point nearest to the main network, the
    /// middle of the longest stretch without a pavement.
    pub place: AuditPlace,
    /// The place that a link would join it with; none for pavements, and for fragments with
    /// nothing within a kilometre.
    pub to: Option<AuditPlace>,
    /// How long that link would be.
    pub gap: Option<Length>,
    /// The length in mm of what is concerned: of a fragment all its edges, of a street the
    /// stretches without a pavement, else the gap.
    pub size_mm: u64,
    /// The edges concerned: those that a link would join, a fragment's, a street's, in order.
    pub edges: Vec<EdgeId>,
    /// The fragment that a link would join to the rest, if it would.
    pub fragment: Option<AuditFragment>,
}

/// A piece of network too short for doors to open onto.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFragment {
    /// Its edges, in order.
    pub edges: Vec<EdgeId>,
    /// Their length in mm, lines of sight left aside.
    pub mm: u64,
}

/// Finds what looks wrong with a network, whoever walks on it: in order of kind, then of edges.
///
/// Lines of sight across squares are left aside. Two edges meet on the ground if neither is a
/// bridge, a tunnel, a lift or an escalator, both are indoors or neither is, and they are on one
/// level, an unknown level being the ground's. Nobody is sent through a closed gate: dead ends and junctions that cannot be
/// passed are left aside, and so are dead ends at doors of buildings unless they touch a line or nearly do.
///
/// Of several findings between two lines within `reach` of each other only the most certain one
/// stays, and a fragment for which another finding shows where it should be joined is told there
/// ([`AuditFinding::fragment`]).
///
/// ```
/// use nabij::{audit, AuditKind, AuditParameters, Components, EdgeAttributes, Network, Point, Profile};
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let class = |name: &str| EdgeAttributes { class: Some(name.into()), ..Default::default() };
/// let network = Network::builder()
///     .edge(p(0, 0), p(900, 0), class("residential"))
///     .edge(p(900, 0), p(900, 300), class("residential"))
///     .edge(p(50, 3), p(50, 1200), class("footway")) // ends 3 m from the street
///     .build()?;
/// let base = Components::new(&network, &Profile::ADULT);
/// let findings = audit(&network, &base, &AuditParameters::default());
/// assert_eq!(findings.len(), 1);
/// assert_eq!(findings[0].kind, AuditKind::DeadEnd);
/// assert_eq!(findings[0].size_mm, 3000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn audit(
    network: &Network,
    base: &Components,
    parameters: &AuditParameters,
) -> Vec<AuditFinding> {
    let ground = Ground::new(network, base, parameters);
    let (ends, crossed) = crate::parallel::both(|| gaps::gaps(&ground), || crossings::all(&ground));
    let links = once(&ground, ends.into_iter().chain(crossed).collect());
    let fragments = fragments::Fragments::new(&ground);
    let mut findings: Vec<AuditFinding> = links
        .iter()
        .map(|link| AuditFinding {
            kind: link.kind,
            place: link.a,
            to: Some(link.b),
            gap: Some(Length::millimetres(link.gap)),
            size_mm: u64::from(link.gap),
            edges: both(link.a.edge, link.b.edge),
            fragment: fragments.joined(link).cloned(),
        })
        .collect();
    findings.extend(fragments.findings(&ground, &links));
    findings.extend(alongside::findings(&ground));
    findings
}

fn both(a: EdgeId, b: EdgeId) -> Vec<EdgeId> {
    vec![a.min(b), a.max(b)]
}

/// Two places that should perhaps be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    kind: AuditKind,
    gap: u32,
    a: AuditPlace,
    b: AuditPlace,
}

/// Leaves one link of those between two lines within reach of each other: the first in order.
fn once(ground: &Ground<'_>, mut links: Vec<Link>) -> Vec<Link> {
    links.sort_unstable();
    let line = |place: &AuditPlace| ground.network.edge(place.edge).key().line;
    let mut kept: FxHashMap<(LineKey, LineKey), Vec<Point>> = FxHashMap::default();
    let reach = u128::from(ground.parameters.reach.mm()).pow(2);
    links.retain(|link| {
        let (a, b) = (line(&link.a), line(&link.b));
        let known = kept.entry((a.min(b), a.max(b))).or_default();
        let near = |p: Point| {
            let mut known = known.iter();
            known.any(|other| p.distance_squared(*other) <= reach)
        };
        let fresh = !near(link.a.point) && !near(link.b.point);
        if fresh {
            known.extend([link.a.point, link.b.point]);
        }
        fresh
    });
    links.sort_unstable_by_key(|link| (link.kind, link.a, link.b));
    links
}
