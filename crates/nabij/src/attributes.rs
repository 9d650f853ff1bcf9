//! What is known of a street or a place in it. `None` always means *unknown*, never *no*.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::length::Length;

/// Who may walk along an edge or through a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Everybody.
    Public,
    /// Only who starts or ends the walk there: courtyards, hofjes, grounds of service flats.
    Private,
}

/// In which direction a walker may go along an edge, seen from its first vertex.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Either way.
    #[default]
    Both,
    /// From the first vertex to the last.
    Forward,
    /// From the last vertex to the first.
    Backward,
}

/// How the edge of a pavement meets the carriageway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kerb {
    /// A step (about 3 cm and more).
    Raised,
    /// Rounded off.
    Rolled,
    /// Lowered for wheels.
    Lowered,
    /// No difference in height.
    Flush,
    /// A measured height.
    Height(Length),
}

/// On which sides of a street there is a pavement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sidewalk {
    /// None.
    No,
    /// Left of the line.
    Left,
    /// Right of the line.
    Right,
    /// On both sides.
    Both,
    /// Drawn as a line of its own.
    Separate,
}

impl Sidewalk {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sidewalk::No => "no",
            Sidewalk::Left => "left",
            Sidewalk::Right => "right",
            Sidewalk::Both => "both",
            Sidewalk::Separate => "separate",
        }
    }
}

/// What is known of an edge. `None` is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct EdgeAttributes {
    /// The source's own word for the kind of way, such as `footway`.
    pub class: Option<Arc<str>>,
    /// Name of the street.
    pub street: Option<Arc<str>>,
    /// Who may walk here.
    pub access: Option<Access>,
    /// Which way a walker may go.
    pub direction: Direction,
    /// A staircase.
    pub steps: Option<bool>,
    /// A moving staircase or moving walkway.
    pub escalator: Option<bool>,
    /// A lift.
    pub lift: Option<bool>,
    /// A marked place to cross a carriageway.
    pub crossing: Option<bool>,
    /// The kind of crossing, in OSM's words: `zebra`, `traffic_signals`, `unmarked`.
    pub crossing_kind: Option<Arc<str>>,
    /// On a bridge.
    pub bridge: Option<bool>,
    /// In a tunnel.
    pub tunnel: Option<bool>,
    /// Inside a building.
    pub indoor: Option<bool>,
    /// A straight line of sight across a square, added by the program.
    pub visibility: bool,
    /// Storey, in tenths (level 0.5 is 5).
    pub level: Option<i16>,
    /// Lit at night.
    pub lit: Option<bool>,
    /// Material, in OSM's words.
    pub surface: Option<Arc<str>>,
    /// Smoothness, in OSM's words.
    pub smoothness: Option<Arc<str>>,
    /// Kerb along or at the end of the edge.
    pub kerb: Option<Kerb>,
    /// Slope in thousandths, rising from the first vertex to the last.
    pub incline: Option<i16>,
    /// Free width.
    pub width: Option<Length>,
    /// Pavements.
    pub sidewalk: Option<Sidewalk>,
}

impl EdgeAttributes {
    /// Why a door never opens onto such an edge, or `None` where it may.
    pub fn not_snappable(&self) -> Option<Refusal> {
        let yes = |known: Option<bool>| known == Some(true);
        [
            (yes(self.tunnel), Refusal::Tunnel),
            (yes(self.bridge), Refusal::Bridge),
            (
                self.level.is_some_and(|level| level != 0),
                Refusal::OtherLevel,
            ),
            (yes(self.indoor), Refusal::Indoor),
            (yes(self.steps), Refusal::Steps),
            (yes(self.crossing), Refusal::Crossing),
            (yes(self.lift), Refusal::Lift),
            (yes(self.escalator), Refusal::Escalator),
            (self.visibility, Refusal::Sight),
        ]
        .into_iter()
        .find_map(|(refused, reason)| refused.then_some(reason))
    }

    /// Whether a walk may go along and against the direction of the edge.
    pub fn ways(&self) -> (bool, bool) {
        match self.direction {
            Direction::Both => (true, true),
            Direction::Forward => (true, false),
            Direction::Backward => (false, true),
        }
    }

    /// Whether the edge serves only the ends of a walk.
    pub fn is_private(&self) -> bool {
        self.access == Some(Access::Private)
    }
}

/// What is known of a node. `None` is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct NodeAttributes {
    /// The source's own word for a barrier, such as `gate`.
    pub barrier: Option<Arc<str>>,
    /// Nobody can pass: a locked gate, a wall. Unknown passes.
    pub blocked: Option<bool>,
    /// A marked place to cross a carriageway.
    pub crossing: Option<bool>,
    /// The kind of crossing, in OSM's words.
    pub crossing_kind: Option<Arc<str>>,
    /// A lift.
    pub lift: Option<bool>,
    /// A door of a building.
    pub entrance: Option<bool>,
    /// Kerb at this place.
    pub kerb: Option<Kerb>,
}

/// Why a door is not attached to an edge near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// In a tunnel.
    Tunnel,
    /// On a bridge.
    Bridge,
    /// On another storey.
    OtherLevel,
    /// Inside a building.
    Indoor,
    /// A staircase.
    Steps,
    /// A place to cross a carriageway.
    Crossing,
    /// A lift.
    Lift,
    /// A moving staircase.
    Escalator,
    /// A line of sight across a square.
    Sight,
    /// The walker cannot use it.
    Profile,
    /// Part of a piece of network too short to lead anywhere.
    Fragment,
    /// Farther away than a leg may be long.
    TooFar,
    /// The leg would cross what nobody walks across: water, a railway.
    Barrier,
    /// The leg would cross a building that the door is not in.
    Building,
    /// The address names another street, and that is within reach.
    OtherStreet,
}

impl Refusal {
    /// The reason code in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Refusal::Tunnel => "tunnel",
            Refusal::Bridge => "bridge",
            Refusal::OtherLevel => "other_level",
            Refusal::Indoor => "indoor",
            Refusal::Steps => "steps",
            Refusal::Crossing => "crossing",
            Refusal::Lift => "lift",
            Refusal::Escalator => "escalator",
            Refusal::Sight => "sight",
            Refusal::Profile => "profile",
            Refusal::Fragment => "fragment",
            Refusal::TooFar => "too_far",
            Refusal::Barrier => "barrier",
            Refusal::Building => "building",
            Refusal::OtherStreet => "other_street",
        }
    }
}
