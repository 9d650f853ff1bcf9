//! Places of nodes and references of ways, kept packed as they stand in the file until it is known which are needed.
//!
//! A node takes 6 to 8 bytes and a way some 20, so a country fits in memory and no block is unpacked twice.

use rayon::prelude::*;

use super::{
    block::{Dense, Grid, Place},
    wire::{Numbers, Sums, Wrong},
};

/// Nodes of one group.
#[derive(Debug)]
pub(crate) enum Nodes {
    Packed {
        ids: Vec<u8>,
        lons: Vec<u8>,
        lats: Vec<u8>,
        grid: Grid,
    },
    Plain(Vec<(i64, Place)>),
}

impl Nodes {
    pub(crate) fn packed(dense: &Dense<'_>, grid: Grid) -> Self {
        Nodes::Packed {
            ids: dense.ids.to_vec(),
            lons: dense.lons.to_vec(),
            lats: dense.lats.to_vec(),
            grid,
        }
    }

    /// Calls `visit` with every node; those that are nowhere on the globe are left out.
    ///
    /// The columns were checked when they were packed: they can be read to their end.
    fn each(&self, mut visit: impl FnMut(i64, Place)) {
        match self {
            Nodes::Plain(nodes) => nodes.iter().for_each(|&(id, place)| visit(id, place)),
            Nodes::Packed {
                ids,
                lons,
                lats,
                grid,
            } => {
                let places = Sums::new(lons).zip(Sums::new(lats));
                for (id, (lon, lat)) in Sums::new(ids).zip(places) {
                    if let (Ok(id), Ok(lon), Ok(lat)) = (id, lon, lat)
                        && let Some(place) = grid.place(lon, lat)
                    {
                        visit(id, place);
                    }
                }
            }
        }
    }
}

/// The places of these nodes (sorted, each once); nothing for those that are not in the file.
/// Where one id stands twice in the file, the smallest place counts.
pub(crate) fn places(nodes: &[&Nodes], wanted: &[i64]) -> Vec<Option<Place>> {
    let found: Vec<Vec<(usize, Place)>> = nodes
        .par_iter()
        .map(|nodes| {
            let mut found = Vec::new();
            let (mut at, mut last) = (0, None);
            nodes.each(|id, place| {
                // Ids mostly rise: then the position only moves on.
                if last.is_none_or(|last| id < last) {
                    at = wanted.partition_point(|&wanted| wanted < id);
                }
                last = Some(id);
                while wanted.get(at).is_some_and(|&wanted| wanted < id) {
                    at += 1;
                }
                if wanted.get(at) == Some(&id) {
                    found.push((at, place));
                }
            });
            found
        })
        .collect();
    let mut places: Vec<Option<Place>> = vec![None; wanted.len()];
    for (at, place) in found.into_iter().flatten() {
        if let Some(slot) = places.get_mut(at) {
            *slot = Some(slot.map_or(place, |other| other.min(place)));
        }
    }
    places
}

/// The references of all ways of one block.
#[derive(Debug, Default)]
pub(crate) struct Ways {
    pub(crate) ids: Vec<i64>,
    ends: Vec<usize>,
    packed: Vec<u8>,
}

impl Ways {
    /// Adds a way and tells its position.
    pub(crate) fn push(&mut self, id: i64, refs: &[u8]) -> Result<usize, Wrong> {
        for number in Numbers(refs) {
            number?;
        }
        self.ids.push(id);
        self.packed.extend_from_slice(refs);
        self.ends.push(self.packed.len());
        Ok(self.ends.len() - 1)
    }

    /// Adds the node ids of the way at this position.
    pub(crate) fn refs(&self, at: usize, refs: &mut Vec<i64>) {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or(0);
        let packed = self
            .ends
            .get(at)
            .and_then(|&end| self.packed.get(start..end));
        refs.extend(Sums::new(packed.unwrap_or_default()).map_while(Result::ok));
    }
}
