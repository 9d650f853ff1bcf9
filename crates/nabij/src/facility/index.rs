//! An R-tree of doors. The tree narrows down in floating point; whole millimetres decide.

use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::{Facility, FacilityId};
use crate::{point::Point, polygon::Polygon};

#[derive(Clone, Copy, Debug, PartialEq)]
struct Leaf {
    point: Point,
    facility: FacilityId,
    door: u32,
}

fn floating(p: Point) -> [f64; 2] {
    [f64::from(p.x), f64::from(p.y)]
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(floating(self.point))
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, to: &[f64; 2]) -> f64 {
        let [x, y] = floating(self.point);
        (x - to[0]).powi(2) + (y - to[1]).powi(2)
    }
}

/// The doors of one category.
#[derive(Clone, Debug)]
pub(crate) struct DoorIndex(RTree<Leaf>);

impl DoorIndex {
    /// Indexes the doors of facilities that are numbered from `first`, their doors from `first_door`.
    pub fn new(first: u32, first_door: u32, facilities: &[Facility]) -> Self {
        let doors = (first..)
            .zip(facilities)
            .flat_map(|(number, f)| f.doors.iter().map(move |door| (number, door)));
        let leaves = (first_door..).zip(doors).map(|(door, (number, at))| Leaf {
            point: at.point,
            facility: FacilityId(number),
            door,
        });
        DoorIndex(RTree::bulk_load(leaves.collect()))
    }

    /// Adds a facility, its doors numbered from `first_door`, or takes it out.
    pub fn set(&mut self, number: u32, first_door: u32, facility: &Facility, there: bool) {
        for (door, at) in (first_door..).zip(&facility.doors) {
            let leaf = Leaf {
                point: at.point,
                facility: FacilityId(number),
                door,
            };
            if there {
                self.0.insert(leaf);
            } else {
                self.0.remove(&leaf);
            }
        }
    }

    pub fn nearest(&self, to: Point, count: usize) -> Vec<(FacilityId, u64)> {
        let mut best: Vec<(u128, FacilityId)> = Vec::new();
        for leaf in self.0.nearest_neighbor_iter(&floating(to)) {
            let square = leaf.point.distance_squared(to);
            // Floating squares are good to 1 part in 10¹⁵: a little farther may still be nearer.
            let beyond = |(worst, _): &(u128, FacilityId)| square > worst + worst / (1 << 40) + 1;
            if best.len() >= count && best.get(count.wrapping_sub(1)).is_none_or(beyond) {
                break;
            }
            match best.iter_mut().find(|(_, id)| *id == leaf.facility) {
                Some(known) => known.0 = known.0.min(square),
                None => best.push((square, leaf.facility)),
            }
            best.sort_unstable();
        }
        best.truncate(count);
        let distance = |square| crate::length::round_root(square, 1);
        best.into_iter()
            .map(|(square, id)| (id, distance(square)))
            .collect()
    }

    pub fn within(
        &self,
        of: Point,
        radius: u32,
    ) -> impl Iterator<Item = (FacilityId, u32, Point)> + '_ {
        // A distance is rounded before it meets the radius.
        let reach = f64::from(radius) + 1.0;
        self.0
            .locate_within_distance(floating(of), reach * reach)
            .filter(move |leaf| leaf.point.distance_mm(of) <= u64::from(radius))
            .map(|leaf| (leaf.facility, leaf.door, leaf.point))
    }

    pub fn inside(&self, polygon: &Polygon) -> Vec<FacilityId> {
        let vertices: Vec<_> = polygon
            .rings()
            .iter()
            .flatten()
            .map(|p| floating(*p))
            .collect();
        let mut found: Vec<FacilityId> = self
            .0
            .locate_in_envelope(&AABB::from_points(&vertices))
            .filter(|leaf| polygon.claims(leaf.point))
            .map(|leaf| leaf.facility)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
