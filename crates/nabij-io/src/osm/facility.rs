//! Facilities: what stands in OSM twice becomes one.

use std::sync::Arc;

use rayon::prelude::*;
use rstar::{AABB, RTree, primitives::GeomWithData};
use rustc_hash::FxHashMap;

use super::{
    block::OsmKind,
    data::{OsmData, Shape},
    extract::{OsmExtract, OsmFacility, OsmPolygon},
    geometry::Geometry,
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
    geometry: Geometry,
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
    // A category that was looked for and not found is known to be absent.
    for category in categories {
        extract
            .report
            .facilities
            .entry(category.name.clone())
            .or_default();
    }
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
            gates: category.gates,
            outline,
            outline_of,
            street: found.origin.as_ref().and_then(|own| own.street.clone()),
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
        .map(|(at, candidate)| GeomWithData::new(candidate.geometry.bounds(), at));
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
            let bounds = candidate.geometry.bounds();
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
        let id = placed.object.found.id;
        let from = data.stop_areas.partition_point(|(member, _)| *member < id);
        let to = data.stop_areas.partition_point(|(member, _)| *member <= id);
        Candidate {
            placed,
            name: placed.object.found.name.as_ref().map(normal),
            geometry: Geometry::new(placed, plane),
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
            let mm = self.geometry.distance(&other.geometry);
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
            Some(true) => Some((
                self.geometry.distance(&other.geometry),
                "a node and an outline of one name",
            ))
            .filter(|(mm, _)| *mm <= near),
            // A nameless outline inside another may be a part of it; a node inside stands for it.
            _ => (other.id().kind == OsmKind::Node && self.geometry.holds(&other.geometry))
                .then_some((0.0, "a node inside an outline, one without a name")),
        }
    }

    fn is_stop(&self) -> bool {
        self.stop().role != Role::Station
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
