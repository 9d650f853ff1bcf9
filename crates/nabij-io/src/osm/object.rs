//! Facilities and origins: where they are, and through which doors.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    block::Place,
    data::{Object, Shape},
    found::{FoundObject, Site},
    inside::inside,
    reading::{Reading, not_in_file},
    rings::Polygon,
};

impl Reading {
    pub(super) fn objects(
        &mut self,
        objects: Vec<(usize, FoundObject)>,
        outlines: &FxHashMap<i64, Result<Vec<Polygon>, String>>,
        doors: &FxHashSet<i64>,
    ) {
        let this = &*self;
        let placed: Vec<Result<Object, Box<(FoundObject, String)>>> = objects
            .into_par_iter()
            .map(|(block, found)| {
                let shape = match &found.site {
                    Site::Node(_) => Ok(Shape::Point),
                    Site::Way(way) => this.outline(this.way((block, *way))),
                    Site::Relation => match outlines.get(&found.id.id) {
                        Some(Ok(polygons)) => Ok(Shape::Polygons(polygons.clone())),
                        Some(Err(reason)) => Err(reason.clone()),
                        None => Err("it has no outline".to_owned()),
                    },
                };
                match shape.and_then(|shape| this.placed(&found, shape, doors)) {
                    Ok((shape, doors, place)) => Ok(Object {
                        found,
                        shape,
                        doors,
                        place,
                    }),
                    Err(reason) => Err(Box::new((found, reason))),
                }
            })
            .collect();
        for object in placed {
            match object {
                Ok(object) => self.data.objects.push(object),
                Err(rejected) => {
                    let (found, reason) = *rejected;
                    if !found.categories.is_empty() {
                        self.reject(found.id, "facility", reason.as_str());
                    }
                    if found.origin.is_some() {
                        self.reject(found.id, "origin", reason);
                    }
                }
            }
        }
    }

    pub(super) fn outline(&self, nodes: &[u32]) -> Result<Shape, String> {
        let missing = self.missing(nodes);
        if missing > 0 {
            return Err(not_in_file(missing, nodes.len()));
        }
        Ok(match ring(nodes) {
            Some(outer) => Shape::Polygons(vec![Polygon {
                outer,
                holes: Vec::new(),
            }]),
            None => Shape::Line(nodes.to_vec()),
        })
    }

    #[allow(clippy::type_complexity)]
    pub(super) fn placed(
        &self,
        found: &FoundObject,
        shape: Shape,
        door_nodes: &FxHashSet<i64>,
    ) -> Result<(Shape, Vec<(Place, Option<i64>)>, Place), String> {
        let nodes = &self.data.nodes;
        let places = |ring: &[u32]| -> Vec<Place> {
            ring.iter().filter_map(|&node| nodes.place(node)).collect()
        };
        let mut doors: Vec<(Place, Option<i64>)> = Vec::new();
        match &shape {
            Shape::Point => {
                let Site::Node(Some(place)) = found.site else {
                    return Err("its place is not on the globe".to_owned());
                };
                doors.push((place, Some(found.id.id)));
            }
            Shape::Line(line) => doors.extend(middle(&places(line)).map(|place| (place, None))),
            Shape::Polygons(polygons) => {
                for polygon in polygons {
                    let rings: Vec<Vec<Place>> = [&polygon.outer]
                        .into_iter()
                        .chain(&polygon.holes)
                        .map(|ring| places(ring))
                        .collect();
                    let rings: Vec<&[Place]> = rings.iter().map(Vec::as_slice).collect();
                    doors.extend(inside(&rings).map(|place| (place, None)));
                }
            }
        }
        let &(place, _) = doors.first().ok_or("it has no nodes")?;
        if found.categories.is_empty() {
            doors.clear();
        }
        if let Shape::Polygons(polygons) = &shape
            && !found.categories.is_empty()
        {
            let mut entrances: Vec<(Place, Option<i64>)> = polygons
                .iter()
                .flat_map(|polygon| &polygon.outer)
                .filter(|&&node| door_nodes.contains(&nodes.id(node)))
                .filter_map(|&node| Some((nodes.place(node)?, Some(nodes.id(node)))))
                .collect();
            entrances.sort_by_key(|&(_, node)| node);
            entrances.dedup();
            if !entrances.is_empty() {
                doors = entrances;
            }
        }
        // An origin is a point: only facilities keep their outline.
        let shape = if found.categories.is_empty() {
            Shape::Point
        } else {
            shape
        };
        Ok((shape, doors, place))
    }
}

/// The ring of a closed way, in its own order: the last node does not repeat the first.
pub(super) fn ring(nodes: &[u32]) -> Option<Vec<u32>> {
    let (first, rest) = nodes.split_first()?;
    let (last, _) = rest.split_last()?;
    let second = nodes.iter().find(|node| *node != first)?;
    let is_ring = nodes.iter().any(|node| node != first && node != second);
    let mut ring: Vec<u32> = nodes.iter().take(nodes.len() - 1).copied().collect();
    ring.dedup();
    (first == last && is_ring).then_some(ring)
}

/// The place half-way along a line.
fn middle(line: &[Place]) -> Option<Place> {
    let &[_, y0] = line.first()?;
    let narrowing = (f64::from(y0) / 1e7).to_radians().cos();
    let legs: Vec<(&Place, &Place, f64)> = line
        .iter()
        .zip(line.iter().skip(1))
        .map(|(a, b)| {
            let dx = (f64::from(b[0]) - f64::from(a[0])) * narrowing;
            (a, b, dx.hypot(f64::from(b[1]) - f64::from(a[1])))
        })
        .collect();
    let mut left = legs.iter().map(|(_, _, length)| length).sum::<f64>() / 2.0;
    for (a, b, length) in legs {
        if left <= length && length > 0.0 {
            let part = left / length;
            let between = |a: i32, b: i32| {
                (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as i32
            };
            return Some([between(a[0], b[0]), between(a[1], b[1])]);
        }
        left -= length;
    }
    line.last().copied()
}
