//! Which origins make a tile, and the tiles of a study.

use std::sync::OnceLock;

use super::{Tile, TileHomes, cut, surroundings::Surroundings};
use crate::{
    error::StudyError,
    origin::Origins,
    rest::RestPoints,
    snap::AttachedOrigins,
    study::{Prepared, walker::Walker},
};

/// Which origins make a tile.
#[derive(Clone, Copy, Debug)]
pub enum Cut<'a> {
    /// So many that lie together, along a Hilbert curve.
    Size(usize),
    /// Whole areas, told per origin, one after the other along a Hilbert curve, until there are so
    /// many; those in no area come together at the end.
    Areas(&'a [Option<u32>], usize),
}

/// A study and its origins, ready to be cut into tiles: doors have their places.
///
/// Cutting decides nothing: a tile takes every edge that a walk of at most the horizon from one of
/// its origins touches, and what is on them. So however the cut runs, rows are the same.
pub struct Tiles<'p, 'a> {
    pub(super) prepared: &'p Prepared<'a>,
    pub(super) origins: &'a Origins,
    pub(super) attached: Vec<AttachedOrigins>,
    plan: Vec<Vec<u32>>,
    surroundings: OnceLock<Surroundings<'a>>,
}

impl<'a> Prepared<'a> {
    /// Attaches origins, and plans the tiles they are cut into.
    ///
    /// # Errors
    /// As [`Prepared::score`]: what is wrong with the whole is said before anything is cut.
    pub fn tiles<'p, 'o>(
        &'p self,
        origins: &'o Origins,
        cut: Cut<'_>,
    ) -> Result<Tiles<'p, 'o>, StudyError>
    where
        'a: 'o,
    {
        self.check_categories(origins)?;
        let mut attached: Vec<AttachedOrigins> = Vec::new();
        for walker in self.walkers() {
            self.report("snap", attached.len(), self.walkers().count())?;
            attached.push(self.attach_for(walker, attached.first(), origins));
        }
        Ok(Tiles {
            prepared: self,
            origins,
            attached,
            plan: plan(origins, cut),
            surroundings: OnceLock::new(),
        })
    }

    /// The seats of everybody who walks, where rests are asked for.
    pub(super) fn all_seats(&self) -> impl Iterator<Item = &RestPoints> {
        self.walkers().filter_map(|walker| self.seats(walker))
    }

    pub(super) fn seats<'w>(&self, walker: &'w Walker<'a>) -> Option<&'w RestPoints> {
        (!self.study.rests.is_empty()).then(|| walker.rest_points())
    }
}

/// The origins of each tile, ascending.
fn plan(origins: &Origins, cut: Cut<'_>) -> Vec<Vec<u32>> {
    let place = |origin: u32| origins.place(origin as usize).hilbert();
    let mut order: Vec<u32> = (0..origins.len() as u32).collect();
    let mut tiles: Vec<Vec<u32>> = match cut {
        Cut::Size(size) => {
            order.sort_by_cached_key(|origin| place(*origin));
            order.chunks(size.max(1)).map(<[u32]>::to_vec).collect()
        }
        Cut::Areas(areas, size) => {
            let area = |origin: u32| areas.get(origin as usize).copied().flatten();
            order.sort_by_cached_key(|origin| (area(*origin), place(*origin)));
            let mut each: Vec<&[u32]> = order.chunk_by(|a, b| area(*a) == area(*b)).collect();
            each.sort_by_key(|own| {
                let first = own.first().copied().unwrap_or_default();
                (area(first).is_none(), place(first))
            });
            let mut tiles: Vec<Vec<u32>> = Vec::new();
            for own in each {
                match tiles.last_mut().filter(|tile| tile.len() < size.max(1)) {
                    Some(tile) => tile.extend(own),
                    None => tiles.push(own.to_vec()),
                }
            }
            tiles
        }
    };
    tiles.iter_mut().for_each(|tile| tile.sort_unstable());
    tiles
}

impl<'a> Tiles<'_, 'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.plan.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    /// The origins of a tile, ascending; none where there is no such tile.
    pub fn origins_of(&self, tile: usize) -> &[u32] {
        self.plan.get(tile).map_or(&[], Vec::as_slice)
    }

    /// Where all origins are on the network, for every one who walks.
    pub fn attached(&self) -> &[AttachedOrigins] {
        &self.attached
    }

    /// The homes of a tile, for who has the land; nothing where there is no such tile.
    pub fn homes_of(&self, tile: usize) -> Option<TileHomes> {
        let numbers = self.plan.get(tile)?;
        let attached = self.attached.iter();
        let attached = attached.map(|own| own.part(numbers, Some, Some));
        Some(TileHomes {
            numbers: numbers.clone(),
            origins: self.origins.part(numbers),
            attached: attached.collect::<Option<_>>()?,
        })
    }

    /// Cuts one tile out; nothing where there is no such tile.
    pub fn cut(&self, tile: usize) -> Option<Tile> {
        let network = self.prepared.study.network;
        let surroundings = || Surroundings::new(network, self.prepared.all_seats());
        let surroundings = self.surroundings.get_or_init(surroundings);
        cut::tile(self.prepared, surroundings, self.homes_of(tile)?)
    }

    /// Cuts every tile out and hands it to `work`, on all threads with feature `rayon`; what `work`
    /// says of each, in order.
    pub fn each<T: Send>(&self, work: impl Fn(usize, Tile) -> T + Sync + Send) -> Vec<T> {
        let all: Vec<usize> = (0..self.len()).collect();
        self.each_of(&all, work)
    }

    /// The same for some of the tiles.
    pub fn each_of<T: Send>(
        &self,
        tiles: &[usize],
        work: impl Fn(usize, Tile) -> T + Sync + Send,
    ) -> Vec<T> {
        let done = crate::parallel::map(tiles.len(), |at| {
            let tile = tiles[at];
            Some(work(tile, self.cut(tile)?))
        });
        done.into_iter().flatten().collect()
    }
}
