//! Cutting: what homes need of the whole, and what it is called there.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    Columns, Land, Numbers, Tile, TileHomes,
    land::{self, Placed},
    surroundings::Surroundings,
};
use crate::{
    category::Category,
    facility::FacilityId,
    length::Length,
    network::{EdgeId, Network, Part},
    point::Point,
    polygon::Polygon,
    rest::RestPoints,
    snap::Attachment,
    study::{
        Parameters, Prepared,
        walker::{Layer, Walker},
    },
};

/// All of a study but its origins.
pub(super) fn land<'n>(prepared: &Prepared<'n>) -> Option<Land<'n>> {
    let study = &prepared.study;
    let facilities: Vec<FacilityId> = study.facilities.iter().map(|(id, _)| id).collect();
    let edges: Vec<u32> = (0..study.network.edge_count() as u32).collect();
    let everything = Scissors {
        edges: &edges,
        facilities: &facilities,
        doors: &whole_doors(prepared, &facilities),
        prepared,
    };
    let (columns, _) = everything.land(Cow::Borrowed(study.network))?;
    Some(Land(land::Columns {
        barriers: study.barriers.cloned(),
        extent: study.extent.cloned(),
        coverage: (study.coverage.iter())
            .map(|(category, known)| (category.clone(), (*known).clone()))
            .collect(),
        ..columns
    }))
}

/// Cuts a tile around homes; nothing where one of them is somewhere else.
pub(super) fn tile(
    prepared: &Prepared<'_>,
    surroundings: &Surroundings<'_>,
    homes: TileHomes,
) -> Option<Tile> {
    let study = &prepared.study;
    let horizon = prepared.horizon();
    let Part {
        network,
        edges,
        nodes,
    } = (study.network).part(surroundings.around(homes.places(), horizon));
    let around = homes.bounds();
    let facilities = near_to(prepared, &homes, &edges, grown(around, horizon));
    let doors = whole_doors(prepared, &facilities);
    let scissors = Scissors {
        edges: &edges,
        facilities: &facilities,
        doors: &doors,
        prepared,
    };
    let first_door = |id: &FacilityId| study.facilities.doors(*id).next().map(|(rank, _)| rank);
    let facility_numbers = facilities.iter();
    let facility_numbers = facility_numbers.map(|id| (*id, first_door(id).unwrap_or_default()));
    let homes = homes.renumbered(|edge| scissors.edge(edge), |door| scissors.door(door))?;
    let (columns, places) = scissors.land(Cow::Owned(network))?;
    let (middle, reach) = circle(around, horizon);
    let coverage = study.coverage.iter().map(|(category, known)| {
        let known = known.part(around, horizon.mm());
        (category.clone(), known)
    });
    Some(Tile(Columns {
        numbers: Numbers {
            edges,
            nodes,
            facilities: facility_numbers.collect(),
            places,
        },
        land: Land(land::Columns {
            barriers: study.barriers.map(|all| all.part(middle, reach)),
            extent: study.extent.map(|known| known.part(around, horizon.mm())),
            coverage: coverage.collect(),
            ..columns
        }),
        homes,
    }))
}

/// The facilities that rows of these homes can name or hang on, ascending. `ground` is all that is
/// within the horizon as the crow flies.
fn near_to(
    prepared: &Prepared<'_>,
    homes: &TileHomes,
    edges: &[u32],
    ground: Polygon,
) -> Vec<FacilityId> {
    let study = &prepared.study;
    let mut all: Vec<FacilityId> = Vec::new();
    // As the crow flies: who is next door, why nothing is within the limit, and what is on no
    // street.
    let near = |category: &Category| study.facilities.inside(&ground, category);
    all.extend(study.facilities.categories().flat_map(near));
    for walker in prepared.walkers() {
        let attached = walker.facilities();
        let on = edges.iter();
        let on = on.flat_map(|edge| attached.on_edge(EdgeId(*edge)));
        all.extend(on.map(|rank| attached.facility(*rank)));
    }
    let indoor = prepared.indoor();
    let inside = study.norms.norms().iter().filter(|norm| norm.indoor);
    for category in inside.filter_map(|norm| norm.category()) {
        for origin in 0..homes.len() {
            let answer = prepared.inside(indoor, category, &homes.origins, origin);
            let facility = answer.map(|answer| prepared.facilities().facility_of_door(answer.door));
            all.extend(facility);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The ranks of all doors of these facilities, ascending.
fn whole_doors(prepared: &Prepared<'_>, facilities: &[FacilityId]) -> Vec<u32> {
    let each = facilities.iter();
    let doors = each.flat_map(|id| prepared.study.facilities.doors(*id));
    doors.map(|(rank, _)| rank).collect()
}

/// What is kept of a study, and what it is called afterwards.
struct Scissors<'c, 'p> {
    /// Edges of the whole, ascending.
    edges: &'c [u32],
    facilities: &'c [FacilityId],
    /// Per door of these facilities its rank in the whole, ascending.
    doors: &'c [u32],
    prepared: &'c Prepared<'p>,
}

impl Scissors<'_, '_> {
    fn edge(&self, whole: EdgeId) -> Option<EdgeId> {
        let at = self.edges.binary_search(&whole.0).ok()?;
        Some(EdgeId(at as u32))
    }

    fn facility(&self, whole: FacilityId) -> Option<FacilityId> {
        let at = self.facilities.binary_search(&whole).ok()?;
        Some(FacilityId(at as u32))
    }

    fn door(&self, whole: u32) -> Option<u32> {
        let at = self.doors.binary_search(&whole).ok()?;
        Some(at as u32)
    }

    /// Land with these streets; and per walker and place of a
    /// door its rank in the whole.
    fn land<'n>(&self, network: Cow<'n, Network>) -> Option<(land::Columns<'n>, Vec<Vec<u32>>)> {
        let study = &self.prepared.study;
        let walkers = self.prepared.walkers();
        let walkers = walkers.map(|walker| self.placed(walker));
        let (walkers, places) = walkers.collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let columns = land::Columns {
            network,
            facilities: study.facilities.part(self.facilities).ok()?,
            norms: study.norms.clone(),
            parameters: Parameters {
                horizon: Some(self.prepared.horizon()),
                ..study.parameters
            },
            rests: study.rests.clone(),
            barriers: None,
            extent: None,
            coverage: BTreeMap::new(),
            walkers,
        };
        Some((columns, places))
    }

    fn placed(&self, walker: &Walker<'_>) -> Option<(Placed, Vec<u32>)> {
        let attached = walker.facilities();
        let (mut doors, mut ranks) = (Vec::new(), Vec::new());
        for whole in self.facilities {
            for rank in attached.of(*whole) {
                let place = attached.attachment(rank);
                if let Some(edge) = self.edge(place.edge) {
                    let door = self.door(attached.door(rank))?;
                    let place = Attachment { edge, ..place };
                    doors.push((self.facility(*whole)?, door, place));
                    ranks.push(rank);
                }
            }
        }
        let (components, kept) = walker.components().part(self.edges);
        let layer = |layer: &Layer| Layer {
            reaching: kept.iter().map(|part| layer.reaching[*part]).collect(),
            unsnapped: (layer.unsnapped.iter())
                .filter_map(|id| self.facility(*id))
                .collect(),
        };
        let layers = walker.layers.iter();
        let seats = |points: &RestPoints| {
            let door = |of, door| Some((self.facility(of)?, self.door(door)?));
            points.part(|edge| self.edge(edge), door)
        };
        let placed = Placed {
            profile: walker.profile().clone(),
            doors,
            components,
            layers: layers.map(|(of, own)| (of.clone(), layer(own))).collect(),
            rest_points: self.prepared.seats(walker).map(seats),
        };
        Some((placed, ranks))
    }
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
