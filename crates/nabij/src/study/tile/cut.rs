//! Cutting a study into tiles.

use super::{
    Columns, Placed, Tile,
    surroundings::{Surroundings, Workspace},
};
use crate::{
    category::Category,
    error::StudyError,
    facility::FacilityId,
    length::Length,
    network::EdgeId,
    network::Part,
    origin::Origins,
    point::Point,
    polygon::Polygon,
    rest::RestPoints,
    snap::{AttachedOrigins, Attachment},
    study::{
        Prepared,
        walker::{Layer, Walker},
    },
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
    pub(super) homes: Vec<AttachedOrigins>,
    plan: Vec<Vec<u32>>,
    surroundings: Surroundings<'p>,
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
        let mut homes: Vec<AttachedOrigins> = Vec::new();
        for walker in self.walkers() {
            self.report("snap", homes.len(), self.walkers().count())?;
            homes.push(self.attach_for(walker, homes.first(), origins));
        }
        let seats = || self.walkers().filter_map(|walker| self.seats(walker));
        Ok(Tiles {
            prepared: self,
            origins,
            homes,
            plan: plan(origins, cut),
            surroundings: Surroundings::new(self.study.network, seats()),
        })
    }

    fn seats<'w>(&self, walker: &'w Walker<'a>) -> Option<&'w RestPoints> {
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
    pub fn homes(&self) -> &[AttachedOrigins] {
        &self.homes
    }

    /// Cuts one tile out; nothing where there is no such tile.
    pub fn cut(&self, tile: usize) -> Option<Tile> {
        self.cut_with(&mut self.surroundings.workspace(), tile)
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
        let space = || self.surroundings.workspace();
        let done = crate::parallel::map_with(tiles.len(), space, |space, at| {
            let tile = tiles[at];
            Some(work(tile, self.cut_with(space, tile)?))
        });
        done.into_iter().flatten().collect()
    }

    fn cut_with(&self, space: &mut Workspace, tile: usize) -> Option<Tile> {
        let numbers = self.plan.get(tile)?;
        let study = &self.prepared.study;
        let horizon = self.prepared.horizon();
        let homes = self.homes.iter();
        let part = study.network.part(self.surroundings.around(
            homes.flat_map(|homes| own_of(homes, numbers)),
            horizon,
            space,
        ));
        let doors = numbers.iter();
        let doors = doors.flat_map(|number| self.origins.doors(*number as usize));
        let around = bounds(doors);
        let facilities = self.facilities(numbers, &part, around, horizon);
        let whole_doors: Vec<u32> = facilities
            .iter()
            .flat_map(|id| study.facilities.doors(*id).map(|(rank, _)| rank))
            .collect();
        let cut = Scissors {
            part: &part,
            facilities: &facilities,
            doors: &whole_doors,
            numbers,
            prepared: self.prepared,
        };
        let walkers = self.prepared.walkers().zip(&self.homes);
        let walkers = walkers.map(|(walker, homes)| cut.placed(walker, homes));
        let walkers = walkers.collect::<Option<Vec<Placed>>>()?;
        let (middle, reach) = circle(around, horizon);
        let first_door = |id: &FacilityId| study.facilities.doors(*id).next().map(|(rank, _)| rank);
        let coverage = study.coverage.iter().map(|(category, known)| {
            let known = known.part(around, horizon.mm());
            (category.clone(), known)
        });
        Some(Tile(Columns {
            facilities: study.facilities.part(&facilities),
            known: study.facilities.known().cloned().collect(),
            facility_numbers: facilities
                .iter()
                .map(|id| (*id, first_door(id).unwrap_or_default()))
                .collect(),
            origins: self.origins.part(numbers),
            numbers: numbers.clone(),
            norms: study.norms.clone(),
            parameters: crate::study::Parameters {
                horizon: Some(horizon),
                ..study.parameters
            },
            rests: study.rests.clone(),
            barriers: study.barriers.map(|all| all.part(middle, reach)),
            extent: study.extent.map(|known| known.part(around, horizon.mm())),
            coverage: coverage.collect(),
            walkers,
            network: part.network,
            edges: part.edges,
            nodes: part.nodes,
        }))
    }

    /// The facilities that rows of these origins can name or hang on, ascending.
    fn facilities(
        &self,
        numbers: &[u32],
        part: &Part,
        around: [i32; 4],
        horizon: Length,
    ) -> Vec<FacilityId> {
        let study = &self.prepared.study;
        let mut all: Vec<FacilityId> = Vec::new();
        // As the crow flies: who is next door, why nothing is within the limit, and what is on no
        // street.
        let ground = grown(around, horizon);
        let near = |category: &Category| study.facilities.inside(&ground, category);
        all.extend(study.facilities.categories().flat_map(near));
        for walker in self.prepared.walkers() {
            let attached = walker.facilities();
            let on = part.edges.iter();
            let on = on.flat_map(|edge| attached.on_edge(EdgeId(*edge)));
            all.extend(on.map(|rank| attached.facility(*rank)));
        }
        let indoor = self.prepared.indoor();
        let inside = study.norms.norms().iter().filter(|norm| norm.indoor);
        for category in inside.filter_map(|norm| norm.category()) {
            for number in numbers {
                let origin = *number as usize;
                let answer = (self.prepared).inside(indoor, category, self.origins, origin);
                let facility =
                    answer.map(|answer| self.prepared.facilities().facility_of_door(answer.door));
                all.extend(facility);
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn own_of<'h>(
    homes: &'h AttachedOrigins,
    numbers: &'h [u32],
) -> impl Iterator<Item = &'h Attachment> {
    let numbers = numbers.iter();
    numbers.flat_map(move |number| homes.of(*number as usize))
}

/// What a tile keeps of its study.
struct Scissors<'c, 'p> {
    part: &'c Part,
    facilities: &'c [FacilityId],
    /// Per door of these facilities its rank in the whole, ascending.
    doors: &'c [u32],
    numbers: &'c [u32],
    prepared: &'c Prepared<'p>,
}

impl Scissors<'_, '_> {
    fn facility(&self, whole: FacilityId) -> Option<FacilityId> {
        let at = self.facilities.binary_search(&whole).ok()?;
        Some(FacilityId(at as u32))
    }

    fn door(&self, whole: u32) -> Option<u32> {
        let at = self.doors.binary_search(&whole).ok()?;
        Some(at as u32)
    }

    fn placed(&self, walker: &Walker<'_>, homes: &AttachedOrigins) -> Option<Placed> {
        let attached = walker.facilities();
        let edge = |whole: EdgeId| self.part.edge(whole);
        let mut doors = Vec::new();
        for whole in self.facilities {
            for rank in attached.of(*whole) {
                let place = attached.attachment(rank);
                if let Some(edge) = edge(place.edge) {
                    let door = self.door(attached.door(rank))?;
                    let place = Attachment { edge, ..place };
                    doors.push((self.facility(*whole)?, door, place, rank));
                }
            }
        }
        let (components, kept) = walker.components().part(&self.part.edges);
        let layer = |layer: &Layer| Layer {
            reaching: kept.iter().map(|part| layer.reaching[*part]).collect(),
            unsnapped: (layer.unsnapped.iter())
                .filter_map(|id| self.facility(*id))
                .collect(),
        };
        let layers = walker.layers.iter();
        let seats = |points: &RestPoints| {
            let door = |of, door| Some((self.facility(of)?, self.door(door)?));
            points.part(edge, door)
        };
        Some(Placed {
            profile: walker.profile().clone(),
            doors,
            homes: homes.part(self.numbers, edge, |door| self.door(door))?,
            components,
            layers: layers.map(|(of, own)| (of.clone(), layer(own))).collect(),
            rest_points: self.prepared.seats(walker).map(seats),
        })
    }
}

/// West, south, east, north of some places; the origin of the plane where there are none.
fn bounds<'d>(doors: impl Iterator<Item = &'d Point>) -> [i32; 4] {
    let wider = |[west, south, east, north]: [i32; 4], p: &Point| {
        [west.min(p.x), south.min(p.y), east.max(p.x), north.max(p.y)]
    };
    let none = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    let all = doors.fold(none, wider);
    if all == none { [0; 4] } else { all }
}

/// The box with everything at most `reach` away, and a millimetre more.
fn grown([west, south, east, north]: [i32; 4], reach: Length) -> Polygon {
    let reach = i32::try_from(reach.mm())
        .unwrap_or(i32::MAX)
        .saturating_add(1);
    let (west, south) = (west.saturating_sub(reach), south.saturating_sub(reach));
    let (east, north) = (east.saturating_add(reach), north.saturating_add(reach));
    let corners = [(west, south), (east, south), (east, north), (west, north)];
    Polygon::new([corners.map(|(x, y)| Point::new(x, y)).to_vec()])
}

/// A circle around everything at most `reach` away from a box.
fn circle([west, south, east, north]: [i32; 4], reach: Length) -> (Point, u32) {
    let middle = |a: i32, b: i32| ((i64::from(a) + i64::from(b)) / 2) as i32;
    let centre = Point::new(middle(west, east), middle(south, north));
    let half = centre
        .distance_mm(Point::new(west, south))
        .max(centre.distance_mm(Point::new(east, north)));
    let radius = half.saturating_add(u64::from(reach.mm())).saturating_add(2);
    (centre, u32::try_from(radius).unwrap_or(u32::MAX))
}
