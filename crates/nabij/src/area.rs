//! Areas: neighbourhoods and the larger areas they add up to.

use rstar::{AABB, RTree, RTreeObject};

use crate::{
    error::PlaceError,
    point::Point,
    polygon::{Banded, Polygon, Side},
};

/// One area of the finest level, as it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Its code, such as `BU05183387`.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Its ground; several polygons for islands and exclaves.
    pub polygons: Vec<Polygon>,
}

/// A level of areas: the finest one has the ground, the others are sums of finer areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its name: `buurt`, `wijk`, `gemeente`.
    pub name: String,
    /// The codes in byte order.
    pub ids: Vec<String>,
    /// A name per code, where known.
    pub names: Vec<Option<String>>,
    /// For each area of the finest level, the position of the area it is part of.
    pub of: Vec<Option<u32>>,
}

/// Where a place lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Located {
    /// In this area of the finest level.
    In(u32),
    /// In none.
    Nowhere,
    /// In two that overlap.
    Overlap(u32, u32),
}

/// Areas in levels, the finest first.
///
/// A border belongs to exactly one of the areas that share it, the same way every time; on an
/// outer border a place may belong to none by that rule, and is then given to the area it touches.
#[derive(Clone, Debug)]
pub struct Areas {
    polygons: Vec<Vec<Polygon>>,
    /// The same polygons, to look places up.
    banded: Vec<Vec<Banded>>,
    levels: Vec<Level>,
    tree: RTree<Leaf>,
}

#[derive(Clone, Debug)]
struct Leaf {
    area: u32,
    bounds: AABB<[i32; 2]>,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[i32; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.bounds
    }
}

impl Areas {
    /// The finest level, named, in the byte order of the codes.
    ///
    /// # Errors
    /// [`PlaceError::DuplicateId`] when two areas carry one code.
    pub fn new(
        level: impl Into<String>,
        areas: impl IntoIterator<Item = Area>,
    ) -> Result<Self, PlaceError> {
        let level = level.into();
        let mut areas: Vec<Area> = areas.into_iter().collect();
        areas.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = areas.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(PlaceError::DuplicateId {
                what: level,
                id: pair[0].id.clone(),
            });
        }
        let leaves = (0..).zip(&areas).flat_map(|(area, source)| {
            source.polygons.iter().map(move |polygon| Leaf {
                area,
                bounds: bounds(polygon),
            })
        });
        Ok(Areas {
            tree: RTree::bulk_load(leaves.collect()),
            levels: vec![Level {
                name: level,
                of: (0..areas.len() as u32).map(Some).collect(),
                ids: areas.iter().map(|area| area.id.clone()).collect(),
                names: areas.iter().map(|area| area.name.clone()).collect(),
            }],
            banded: areas.iter().map(banded).collect(),
            polygons: areas.into_iter().map(|area| area.polygons).collect(),
        })
    }

    /// Adds a level: `parent` tells for a code of the finest level which larger area it is part
    /// of, and that one's name; nothing where it is part of none.
    pub fn level(
        mut self,
        name: impl Into<String>,
        parent: impl Fn(&str) -> Option<(String, Option<String>)>,
    ) -> Self {
        let parents: Vec<_> = self.levels[0].ids.iter().map(|id| parent(id)).collect();
        let mut known: Vec<(String, Option<String>)> = parents.iter().flatten().cloned().collect();
        known.sort();
        known.dedup_by(|a, b| a.0 == b.0);
        let position = |parent: &Option<(String, Option<String>)>| {
            let (id, _) = parent.as_ref()?;
            let at = known.binary_search_by(|known| known.0.cmp(id)).ok()?;
            Some(at as u32)
        };
        let of = parents.iter().map(position).collect();
        let (ids, names) = known.iter().cloned().unzip();
        self.levels.push(Level {
            name: name.into(),
            ids,
            names,
            of,
        });
        self
    }

    /// The levels, the finest first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The ground of an area of the finest level.
    pub fn polygons(&self, area: usize) -> &[Polygon] {
        &self.polygons[area]
    }

    /// The area of the finest level with this code.
    pub fn find(&self, code: &str) -> Option<u32> {
        let ids = &self.levels.first()?.ids;
        let at = ids.binary_search_by(|id| id.as_str().cmp(code)).ok()?;
        u32::try_from(at).ok()
    }

    /// In which area of the finest level a place lies.
    pub fn locate(&self, place: Point) -> Located {
        let at = AABB::from_point([place.x, place.y]);
        let mut near: Vec<u32> = self
            .tree
            .locate_in_envelope_intersecting(&at)
            .map(|leaf| leaf.area)
            .collect();
        near.sort_unstable();
        near.dedup();
        let polygons = |area: &u32| self.banded[*area as usize].iter();
        let mut claimed = near
            .iter()
            .filter(|area| polygons(area).any(|polygon| polygon.claims(place)));
        match (claimed.next(), claimed.next()) {
            (Some(first), Some(second)) => Located::Overlap(*first, *second),
            (Some(only), None) => Located::In(*only),
            (None, _) => near
                .iter()
                .find(|area| polygons(area).any(|p| p.side(place) == Side::Boundary))
                .map_or(Located::Nowhere, |area| Located::In(*area)),
        }
    }
}

fn banded(area: &Area) -> Vec<Banded> {
    area.polygons.iter().map(Banded::new).collect()
}

fn bounds(polygon: &Polygon) -> AABB<[i32; 2]> {
    let corners: Vec<[i32; 2]> = polygon
        .rings()
        .iter()
        .flatten()
        .map(|p| [p.x, p.y])
        .collect();
    AABB::from_points(&corners)
}
