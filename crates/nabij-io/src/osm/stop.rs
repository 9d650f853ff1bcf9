//! What a stop of public transport is, for merging a platform and its stop.

use super::{
    block::OsmKind,
    tags::Tags,
    vocabulary::{Symbol, key},
};

/// What is known of an object as a stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stop {
    pub(crate) role: Role,
    /// Means of transport, one bit each; 0 is unknown.
    modes: u8,
}

/// Which of two stops stands for both: the smaller role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// A pole or platform node: where one waits.
    Boarding,
    /// A platform drawn as a line or an outline.
    Platform,
    /// A tram stop on the track.
    TramStop,
    /// A place on the carriageway or the track.
    StopPosition,
    /// A station, an entrance, or no stop at all: merged as any other facility.
    #[default]
    Station,
}

impl Stop {
    pub(crate) fn of(tags: Tags<'_, '_>, kind: OsmKind) -> Self {
        let is = |key: Symbol, value: &str| tags.text(key) == Some(value);
        let role = if is(key::PUBLIC_TRANSPORT, "stop_position") {
            Role::StopPosition
        } else if is(key::PUBLIC_TRANSPORT, "platform") || is(key::HIGHWAY, "bus_stop") {
            match kind {
                OsmKind::Node => Role::Boarding,
                _ => Role::Platform,
            }
        } else if is(key::RAILWAY, "tram_stop") {
            Role::TramStop
        } else {
            Role::Station
        };
        let modes = [
            is(key::BUS, "yes") || is(key::TROLLEYBUS, "yes") || is(key::HIGHWAY, "bus_stop"),
            is(key::TRAM, "yes") || is(key::RAILWAY, "tram_stop"),
            is(key::TRAIN, "yes"),
            is(key::SUBWAY, "yes"),
            is(key::LIGHT_RAIL, "yes"),
            is(key::FERRY, "yes"),
        ];
        let modes = modes
            .into_iter()
            .rev()
            .fold(0, |bits, yes| bits << 1 | u8::from(yes));
        Stop { role, modes }
    }

    /// Whether both may serve one means of transport; unknown may be any.
    pub(crate) fn may_share_mode(self, other: Stop) -> bool {
        self.modes == 0 || other.modes == 0 || self.modes & other.modes != 0
    }
}
