//! Tags into the core's attributes.

use nabij::{Access, Direction, EdgeAttributes, NodeAttributes, Sidewalk};

use super::{
    rules::{Passes, Walk},
    tags::Tags,
    values,
    vocabulary::key,
};

/// What the tags of a way or a square say of it.
pub(crate) fn of_way(tags: Tags<'_, '_>, walk: Walk) -> EdgeAttributes {
    let class = [
        key::HIGHWAY,
        key::RAILWAY,
        key::PUBLIC_TRANSPORT,
        key::MAN_MADE,
    ]
    .into_iter()
    .find_map(|key| tags.shared(key));
    let highway = tags.text(key::HIGHWAY);
    let conveying = tags.text(key::CONVEYING).and_then(values::kind_or_no);
    // The class of a street says that it is no staircase and no lift; `road` says nothing.
    let is = |kind: &str| {
        highway
            .filter(|&class| class != "road")
            .map(|class| class == kind)
    };
    EdgeAttributes {
        class,
        street: tags.shared(key::NAME),
        access: match walk {
            Walk::Yes => Some(Access::Public),
            Walk::Ends => Some(Access::Private),
            Walk::Unknown | Walk::No => None,
        },
        direction: direction(tags),
        steps: is("steps"),
        escalator: conveying.or(match highway {
            Some("steps" | "road") | None => None,
            Some(_) => Some(false),
        }),
        lift: is("elevator"),
        crossing: [key::FOOTWAY, key::PATH, key::CYCLEWAY, key::HIGHWAY]
            .into_iter()
            .any(|key| tags.text(key) == Some("crossing"))
            .then_some(true),
        crossing_kind: tags.shared(key::CROSSING),
        bridge: tags.text(key::BRIDGE).and_then(values::kind_or_no),
        tunnel: tags.text(key::TUNNEL).and_then(values::kind_or_no),
        indoor: match highway {
            Some("corridor") => Some(true),
            _ => tags.text(key::INDOOR).and_then(values::kind_or_no),
        },
        visibility: false,
        level: tags.text(key::LEVEL).and_then(values::level),
        lit: tags.text(key::LIT).and_then(values::lit),
        surface: tags.shared(key::SURFACE),
        smoothness: tags.shared(key::SMOOTHNESS),
        kerb: values::kerb(tags.text(key::KERB), tags.text(key::KERB_HEIGHT)),
        incline: tags
            .text(key::INCLINE)
            .and_then(|value| values::incline(value.trim())),
        width: tags
            .text(key::WIDTH)
            .and_then(|value| values::length(value.trim())),
        sidewalk: sidewalk(tags),
    }
}

/// What the tags of a node say, where they say anything of use.
pub(crate) fn of_node(tags: Tags<'_, '_>, passes: Option<Passes>) -> Option<NodeAttributes> {
    let highway = tags.text(key::HIGHWAY);
    let entrance = match (tags.text(key::ENTRANCE), tags.text(key::RAILWAY)) {
        (Some(kind), _) => values::kind_or_no(kind),
        (None, Some("subway_entrance" | "train_station_entrance")) => Some(true),
        (None, _) => (tags.text(key::BUILDING) == Some("entrance")).then_some(true),
    };
    let attributes = NodeAttributes {
        barrier: tags.shared(key::BARRIER),
        blocked: match passes {
            Some(Passes::No) => Some(true),
            Some(Passes::Yes) => Some(false),
            Some(Passes::Unknown) | None => None,
        },
        crossing: match tags.text(key::CROSSING) {
            Some("no") => Some(false),
            Some(_) => Some(true),
            None => (highway == Some("crossing")).then_some(true),
        },
        crossing_kind: tags.shared(key::CROSSING),
        lift: (highway == Some("elevator")).then_some(true),
        entrance,
        kerb: values::kerb(tags.text(key::KERB), tags.text(key::KERB_HEIGHT)),
    };
    (attributes != NodeAttributes::default()).then_some(attributes)
}

/// `oneway` alone is about vehicles.
fn direction(tags: Tags<'_, '_>) -> Direction {
    match (
        tags.text(key::ONEWAY_FOOT),
        tags.text(key::CONVEYING),
        tags.text(key::FOOT_FORWARD),
        tags.text(key::FOOT_BACKWARD),
    ) {
        (Some("yes" | "true" | "1"), ..)
        | (None, Some("forward"), ..)
        | (None, _, _, Some("no")) => Direction::Forward,
        (Some("-1" | "reverse"), ..) | (None, Some("backward"), ..) | (None, _, Some("no"), _) => {
            Direction::Backward
        }
        _ => Direction::Both,
    }
}

/// `sidewalk=yes` tells no side and stays unknown.
fn sidewalk(tags: Tags<'_, '_>) -> Option<Sidewalk> {
    let side = |key| tags.text(key).or(tags.text(key::SIDEWALK_BOTH));
    match tags.text(key::SIDEWALK) {
        Some("both") => Some(Sidewalk::Both),
        Some("left") => Some(Sidewalk::Left),
        Some("right") => Some(Sidewalk::Right),
        Some("no" | "none") => Some(Sidewalk::No),
        Some("separate") => Some(Sidewalk::Separate),
        _ => match (side(key::SIDEWALK_LEFT), side(key::SIDEWALK_RIGHT)) {
            (Some("yes"), Some("yes")) => Some(Sidewalk::Both),
            (Some("yes"), Some("no" | "separate")) => Some(Sidewalk::Left),
            (Some("no" | "separate"), Some("yes")) => Some(Sidewalk::Right),
            (Some("no"), Some("no")) => Some(Sidewalk::No),
            (Some("separate"), Some("separate" | "no")) | (Some("no"), Some("separate")) => {
                Some(Sidewalk::Separate)
            }
            _ => None,
        },
    }
}
