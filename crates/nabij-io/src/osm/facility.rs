//! Facilities: what stands in OSM twice becomes one.

use std::sync::Arc;

use nabij::Point;
use rayon::prelude::*;
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};
use rustc_hash::FxHashMap;

use super::{
    block::OsmKind,
    data::{OsmData, Shape},
    extract::{OsmExtract, OsmFacility, OsmPolygon},
    id::OsmId,
    project::{Placed, Plane},
    report::Merged,
    rules::{CategoryInUse, FacilityRules},
    stop::{Role, Stop},
};

/// A facility of one category while it may still turn out to be another one.
struct Candidate<'p> {
    placed: &'p Placed,
    name: Option<String>,
    /// Its geometry: rings are closed.
    lines: Vec<Vec<Point>>,
    stop_areas: &'p [(OsmId, i64)],
}

/// An object that is one with another: which, how far, why.
type Union = (usize, f64, &'static str);

/// Merges and adds all facilities to the extract.
pub(crate) fn merge(data: &OsmData, placed: &[Placed], plane: &Plane, extract: &mut OsmExtract) {
    let categories = &data.rules.facilities.categories;
    let mut members: Vec<Vec<&Placed>> = vec![Vec::new(); categories.len()];
    for object in placed {
        for &category in &object.object.found.categories {
            members
                .get_mut(usize::from(category))
                .into_iter()
                .for_each(|members| members.push(object));
        }
    }
    let merged: Vec<(Vec<OsmFacility>, Vec<Merged>)> = categories
        .par_iter()
        .zip(members)
        .map(|(category, members)| one_category(data, plane, category, &members))
        .collect();
    for (facilities, merged) in merged {
        extract.report.merged.extend(merged);
        extract.facilities.extend(facilities);
    }
    extract
        .facilities
        .sort_by(|a, b| (&a.category, a.id).cmp(&(&b.category, b.id)));
    for facility in &extract.facilities {
        *extract
            .report
            .facilities
            .entry(facility.category.clone())
            .or_default() += 1;
    }
}

fn one_category(
    data: &OsmData,
    plane: &Plane,
    category: &CategoryInUse,
    members: &[&Placed],
) -> (Vec<OsmFacility>, Vec<Merged>) {
    let candidates: Vec<Candidate<'_>> = members
        .iter()
        .map(|placed| Candidate::new(data, plane, placed))
        .collect();
    let unions = unions(&candidates, category, &data.rules.facilities);
    // Unions lead from larger to smaller roles or kinds, never in a circle.
    let root = |mut at: usize| {
        while let Some(Some((to, ..))) = unions.get(at) {
            at = *to;
        }
        at
    };
    let mut merged = Vec::new();
    let mut outline_of: FxHashMap<usize, &Placed> = FxHashMap::default();
    for (at, (candidate, union)) in candidates.iter().zip(&unions).enumerate() {
        let kept = root(at);
        if let Some((_, mm, why)) = union {
            merged.push(Merged {
                kept: candidates.get(kept).map_or(candidate.id(), Candidate::id),
                dropped: candidate.id(),
                category: Some(category.name.clone()),
                metres: mm / 1000.0,
                why,
            });
        }
        // A stop stays a point; another facility takes over the outline of its building.
        if union.is_none() || !category.stop {
            let polygons = matches!(candidate.placed.object.shape, Shape::Polygons(_));
            if polygons && (union.is_none() || !outline_of.contains_key(&kept)) {
                outline_of.insert(kept, candidate.placed);
            }
        }
    }
    let facilities = candidates
        .iter()
        .zip(&unions)
        .enumerate()
        .filter(|(_, (_, union))| union.is_none());
    let facilities = facilities.map(|(at, (candidate, _))| {
        let found = &candidate.placed.object.found;
        let outline = outline_of
            .get(&at)
            .and_then(|placed| match &placed.object.shape {
                Shape::Polygons(polygons) => {
                    Some((placed.object.found.id, data.outline(polygons, plane)?))
                }
                _ => None,
            });
        let (outline_of, outline): (Option<OsmId>, Vec<OsmPolygon>) = match outline {
            Some((id, outline)) => (Some(id), outline),
            None => (None, Vec::new()),
        };
        OsmFacility {
            id: found.id,
            category: category.name.clone(),
            name: found.name.clone(),
            doors: candidate.placed.doors.clone(),
            outline,
            outline_of,
            tags: found.kept.clone(),
        }
    });
    (facilities.collect(), merged)
}

/// For every candidate the one that it is one with.
fn unions(
    candidates: &[Candidate<'_>],
    category: &CategoryInUse,
    rules: &FacilityRules,
) -> Vec<Option<Union>> {
    let boxes = candidates
        .iter()
        .enumerate()
        .map(|(at, candidate)| GeomWithData::new(candidate.bounds(), at));
    let tree = RTree::bulk_load(boxes.collect());
    let radius = if category.stop {
        category
            .same_name_mm
            .max(rules.unnamed_mm)
            .max(rules.stop_area_mm)
    } else {
        category.same_name_mm
    } as f64;
    candidates
        .iter()
        .map(|candidate| {
            // Nodes stay, and so do stops where one waits.
            if candidate.id().kind == OsmKind::Node
                && !(category.stop && candidate.is_lesser_stop())
            {
                return None;
            }
            let bounds = candidate.bounds();
            let (lower, upper) = (bounds.lower(), bounds.upper());
            let around = AABB::from_corners(lower.map(|c| c - radius), upper.map(|c| c + radius));
            tree.locate_in_envelope_intersecting(&around)
                .filter_map(|near| {
                    let other = candidates.get(near.data)?;
                    let (mm, why) = candidate.is_one_with(other, category, rules)?;
                    Some((mm, other.id(), near.data, why))
                })
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
                .map(|(mm, _, at, why)| (at, mm, why))
        })
        .collect()
}

impl<'p> Candidate<'p> {
    fn new(data: &'p OsmData, plane: &Plane, placed: &'p Placed) -> Self {
        let points = |nodes: &[u32]| -> Vec<Point> {
            nodes.iter().filter_map(|&node| plane.node(node)).collect()
        };
        let ring = |nodes: &Vec<u32>| {
            points(
                nodes
                    .iter()
                    .chain(nodes.first())
                    .copied()
                    .collect::<Vec<_>>()
                    .as_slice(),
            )
        };
        let lines = match &placed.object.shape {
            Shape::Point => placed
                .doors
                .iter()
                .map(|door| vec![door.place.point])
                .collect(),
            Shape::Line(nodes) => vec![points(nodes)],
            Shape::Polygons(polygons) => polygons
                .iter()
                .flat_map(|polygon| polygon.holes.iter().chain([&polygon.outer]))
                .map(ring)
                .collect(),
        };
        let id = placed.object.found.id;
        let from = data.stop_areas.partition_point(|(member, _)| *member < id);
        let to = data.stop_areas.partition_point(|(member, _)| *member <= id);
        Candidate {
            placed,
            name: placed.object.found.name.as_ref().map(normal),
            lines,
            stop_areas: data.stop_areas.get(from..to).unwrap_or_default(),
        }
    }

    fn id(&self) -> OsmId {
        self.placed.object.found.id
    }

    fn stop(&self) -> Stop {
        self.placed.object.found.stop
    }

    fn is_lesser_stop(&self) -> bool {
        !matches!(self.stop().role, Role::Boarding | Role::Station)
    }

    fn bounds(&self) -> Rectangle<[f64; 2]> {
        let corners = self
            .lines
            .iter()
            .flatten()
            .map(|point| [f64::from(point.x), f64::from(point.y)]);
        let around = corners.map(AABB::from_point).reduce(|a, b| {
            AABB::from_corners(
                [
                    a.lower()[0].min(b.lower()[0]),
                    a.lower()[1].min(b.lower()[1]),
                ],
                [
                    a.upper()[0].max(b.upper()[0]),
                    a.upper()[1].max(b.upper()[1]),
                ],
            )
        });
        Rectangle::from_aabb(around.unwrap_or_else(|| AABB::from_point([0.0, 0.0])))
    }

    /// Whether it is one with `other`, which then stays: how far apart in millimetres, and why.
    fn is_one_with(
        &self,
        other: &Candidate<'_>,
        category: &CategoryInUse,
        rules: &FacilityRules,
    ) -> Option<(f64, &'static str)> {
        let same_name = match (&self.name, &other.name) {
            (Some(a), Some(b)) => Some(a == b),
            _ => None,
        };
        let near = category.same_name_mm as f64;
        if category.stop && self.is_lesser_stop() {
            if other.stop().role >= self.stop().role || !self.stop().may_share_mode(other.stop()) {
                return None;
            }
            let mm = self.distance(other);
            let share =
                |(_, area): &(OsmId, i64)| other.stop_areas.iter().any(|(_, other)| other == area);
            return match same_name {
                Some(true) if mm <= near => Some((mm, "a platform and its stop, of one name")),
                None if mm <= rules.unnamed_mm as f64 => {
                    Some((mm, "a platform and its stop, one without a name"))
                }
                _ if mm <= rules.stop_area_mm as f64 && self.stop_areas.iter().any(share) => {
                    Some((mm, "a platform and its stop, of one stop area"))
                }
                _ => None,
            };
        }
        if other.id().kind >= self.id().kind
            || category.stop && other.is_stop()
            || same_name == Some(false)
        {
            return None;
        }
        match same_name {
            Some(true) => Some((self.distance(other), "a node and an outline of one name"))
                .filter(|(mm, _)| *mm <= near),
            // A nameless outline inside another may be a part of it; a node inside stands for it.
            _ => (other.id().kind == OsmKind::Node && self.holds(other))
                .then_some((0.0, "a node inside an outline, one without a name")),
        }
    }

    fn is_stop(&self) -> bool {
        self.stop().role != Role::Station
    }

    /// The distance between two shapes in millimetres, 0 where one lies inside or on the other.
    fn distance(&self, other: &Candidate<'_>) -> f64 {
        if self.holds(other) || other.holds(self) {
            return 0.0;
        }
        let one_way = |from: &Candidate<'_>, to: &Candidate<'_>| {
            let points = from.lines.iter().flatten();
            points
                .map(|&point| to.distance_to(point))
                .fold(f64::INFINITY, f64::min)
        };
        one_way(self, other).min(one_way(other, self))
    }

    /// Whether the first point of `other` lies inside this outline (even-odd, so that holes count).
    fn holds(&self, other: &Candidate<'_>) -> bool {
        let is_outline = matches!(self.placed.object.shape, Shape::Polygons(_));
        let Some(point) = other
            .lines
            .first()
            .and_then(|line| line.first())
            .filter(|_| is_outline)
        else {
            return false;
        };
        let crossings = self
            .lines
            .iter()
            .flat_map(|ring| ring.iter().zip(ring.iter().skip(1)));
        let crossings = crossings.filter(|(a, b)| {
            let vector = |from: &Point, to: &Point| {
                (
                    i128::from(to.x) - i128::from(from.x),
                    i128::from(to.y) - i128::from(from.y),
                )
            };
            let ((dx, dy), (px, py)) = (vector(a, b), vector(a, point));
            let side = dx * py - px * dy;
            (a.y > point.y) != (b.y > point.y) && side != 0 && (side > 0) == (b.y > a.y)
        });
        crossings.count() % 2 == 1
    }

    fn distance_to(&self, point: Point) -> f64 {
        let vector = |a: Point, b: Point| {
            (
                f64::from(b.x) - f64::from(a.x),
                f64::from(b.y) - f64::from(a.y),
            )
        };
        let to_segment = |a: Point, b: Point| {
            let ((dx, dy), (px, py)) = (vector(a, b), vector(a, point));
            let length = dx * dx + dy * dy;
            let part = if length > 0.0 {
                ((px * dx + py * dy) / length).clamp(0.0, 1.0)
            } else {
                0.0
            };
            (px - part * dx).hypot(py - part * dy)
        };
        let line = |line: &Vec<Point>| match line.as_slice() {
            [only] => to_segment(*only, *only),
            line => line
                .windows(2)
                .filter_map(|pair| Some(to_segment(*pair.first()?, *pair.last()?)))
                .fold(f64::INFINITY, f64::min),
        };
        self.lines.iter().map(line).fold(f64::INFINITY, f64::min)
    }
}

/// A name without differences of case and blanks.
#[allow(clippy::ptr_arg)]
pub(crate) fn normal(name: &Arc<str>) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
