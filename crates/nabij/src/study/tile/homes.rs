//! Origins whose doors have their places on the network.

use serde::{Deserialize, Serialize};

use crate::{
    network::EdgeId,
    origin::Origins,
    point::Point,
    snap::{AttachedOrigins, Attachment},
};

/// Some origins of a study, where their doors open onto its network, and which facilities are next
/// door: what a tile is cut around ([`OpenLand::tile`](super::OpenLand::tile)).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TileHomes {
    /// Per origin its number in the whole, ascending.
    pub(super) numbers: Vec<u32>,
    pub(super) origins: Origins,
    /// Per walker.
    pub(super) attached: Vec<AttachedOrigins>,
}

impl TileHomes {
    /// How many origins there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Where they are on the network, for all who walk.
    pub(super) fn places(&self) -> impl Iterator<Item = &Attachment> {
        let each = self.attached.iter();
        each.flat_map(|own| (0..own.len()).flat_map(|at| own.of(at)))
    }

    /// West, south, east, north of all doors; the origin of the plane where there are none.
    pub(super) fn bounds(&self) -> [i32; 4] {
        let doors = (0..self.len()).flat_map(|at| self.origins.doors(at));
        let wider = |[west, south, east, north]: [i32; 4], p: &Point| {
            [west.min(p.x), south.min(p.y), east.max(p.x), north.max(p.y)]
        };
        let none = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        let all = doors.fold(none, wider);
        if all == none { [0; 4] } else { all }
    }

    /// The same where edges and doors have other numbers; nothing where one of them is missing.
    pub(super) fn renumbered(
        self,
        edge: impl Fn(EdgeId) -> Option<EdgeId>,
        door: impl Fn(u32) -> Option<u32>,
    ) -> Option<TileHomes> {
        let all: Vec<u32> = (0..self.len() as u32).collect();
        let attached = self.attached.iter();
        let attached = attached.map(|own| own.part(&all, &edge, &door));
        Some(TileHomes {
            attached: attached.collect::<Option<_>>()?,
            ..self
        })
    }
}
