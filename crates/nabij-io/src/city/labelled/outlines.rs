//! Which buildings touch, by their outlines.

use std::collections::{BTreeMap, BTreeSet};

use geo::{BoundingRect, Distance, Euclidean};
use geo_types::{Coord, Geometry, LineString, Polygon};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use crate::{
    city::{ground, sources::Sources},
    error::JobError,
    projector::Projector,
    reason::Reason,
    study_file::{BuildingLayer, FileLayer, StudyFile},
    table::{ReadErrorKind, Table},
};

/// Buildings this near to each other touch, in metres, inclusively: registers leave slivers.
pub const TOUCHING_M: f64 = 0.1;

/// In millimetres, as the outlines are.
const TOUCHING_MM: f64 = TOUCHING_M * 1000.0;

/// Pairs of these buildings that touch, by their ids; none where the study has no outlines.
pub(super) fn touching(
    file: &StudyFile,
    wanted: &BTreeSet<&str>,
    sources: &mut Sources<'_>,
) -> Result<Option<BTreeSet<(String, String)>>, JobError> {
    let Some(layer) = layer(file) else {
        return Ok(None);
    };
    if layer.is_osm() {
        return Err(JobError::Incomplete(
            "names an OSM extract in [buildings]; outlines of buildings come from a table, such \
             as the layer `pand` of the BAG"
                .to_owned(),
        ));
    }
    let table = match sources.rows(&layer) {
        Ok(table) => table,
        // The layer of buildings may be missing in a file of the BAG.
        Err(JobError::Read(error))
            if file.buildings.is_none() && matches!(error.kind, ReadErrorKind::NoLayer { .. }) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let projector = table.projector(sources.frame()?)?;
    let outlines = outlines(&table, &layer, wanted, &projector, sources)?;
    Ok(Some(pairs(&outlines)))
}

/// The layer of outlines that the study names, else that of the BAG.
fn layer(file: &StudyFile) -> Option<BuildingLayer> {
    file.buildings.clone().or_else(|| {
        let bag = file
            .origins
            .as_ref()
            .filter(|layer| layer.preset.as_deref() == Some("bag"))?;
        Some(BuildingLayer {
            file: bag.file.clone(),
            layer: Some("pand".to_owned()),
            crs: bag.crs.clone(),
            id: Some("identificatie".to_owned()),
        })
    })
}

/// The outlines of the buildings asked for, in millimetres of the plane.
fn outlines(
    table: &Table,
    layer: &BuildingLayer,
    wanted: &BTreeSet<&str>,
    projector: &Projector,
    sources: &mut Sources<'_>,
) -> Result<BTreeMap<String, Vec<Polygon<f64>>>, JobError> {
    let ids = table.column(layer.id.as_deref().unwrap_or("id"))?;
    let mut found: BTreeMap<String, Vec<Polygon<f64>>> = BTreeMap::new();
    for row in 0..table.len() {
        let Some(id) = ids.text(row).filter(|id| wanted.contains(id.as_str())) else {
            continue;
        };
        let geometry = table.geometry(row);
        match geometry.and_then(|geometry| polygons(&geometry, projector)) {
            Ok(own) => found.entry(id).or_default().extend(own),
            Err(reason) => sources.reject(table.rejected(row, Some(id), reason)),
        }
    }
    sources.tally("buildings", &layer.file, table.len(), found.len());
    Ok(found)
}

fn polygons(geometry: &Geometry<f64>, projector: &Projector) -> Result<Vec<Polygon<f64>>, Reason> {
    let parts = match geometry {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(polygons) => polygons.0.as_slice(),
        _ => {
            return Err(Reason::WrongType {
                found: "point, line or collection".to_owned(),
                wanted: "polygon",
            });
        }
    };
    let ring = |ring: &Vec<nabij::Point>| -> LineString<f64> {
        let coord = |p: &nabij::Point| Coord {
            x: f64::from(p.x),
            y: f64::from(p.y),
        };
        ring.iter().map(coord).collect()
    };
    let in_mm = |part| {
        let polygon = ground::polygon(part, projector)?;
        let mut rings = polygon.rings().iter().map(ring);
        let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Ok(Polygon::new(outer, rings.collect()))
    };
    parts.iter().map(in_mm).collect()
}

/// Pairs of buildings that are at most [`TOUCHING_M`] apart.
fn pairs(outlines: &BTreeMap<String, Vec<Polygon<f64>>>) -> BTreeSet<(String, String)> {
    let all = outlines
        .iter()
        .flat_map(|(id, parts)| parts.iter().map(move |part| (id, part)));
    let boxed = all.filter_map(|(id, part)| {
        let around = part.bounding_rect()?;
        let (lower, upper) = (around.min(), around.max());
        let around = Rectangle::from_corners([lower.x, lower.y], [upper.x, upper.y]);
        Some(GeomWithData::new(around, (id, part)))
    });
    let tree = RTree::bulk_load(boxed.collect());
    let mut found = BTreeSet::new();
    for one in tree.iter() {
        let (lower, upper) = (one.geom().lower(), one.geom().upper());
        let wider = AABB::from_corners(
            lower.map(|at| at - TOUCHING_MM),
            upper.map(|at| at + TOUCHING_MM),
        );
        for other in tree.locate_in_envelope_intersecting(&wider) {
            let ((id, part), (other, there)) = (one.data, other.data);
            if id < other && Euclidean.distance(part, there) <= TOUCHING_MM {
                found.insert((id.clone(), other.clone()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A building between two corners, in millimetres.
    fn house(x: [f64; 2], y: [f64; 2]) -> Vec<Polygon<f64>> {
        let ring = [(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])];
        vec![Polygon::new(LineString::from(ring.to_vec()), Vec::new())]
    }

    #[test]
    fn section_6_buildings_at_most_a_tenth_of_a_metre_apart_touch() {
        let touch = |x: f64, y: f64| {
            let outlines = BTreeMap::from([
                ("a".to_owned(), house([0.0, 10_000.0], [0.0, 8_000.0])),
                ("b".to_owned(), house([x, x + 5_000.0], [y, y + 8_000.0])),
            ]);
            !pairs(&outlines).is_empty()
        };
        assert!(touch(10_000.0, 0.0)); // a common wall
        assert!(touch(10_000.0, 3_000.0)); // a part of one
        assert!(touch(10_000.0, 8_000.0)); // a corner
        assert!(touch(9_000.0, 0.0)); // they overlap
        assert!(touch(10_100.0, 0.0));
        assert!(!touch(10_101.0, 0.0));
        assert!(!touch(10_071.0, 8_071.0)); // 100.4 mm askew
        assert!(touch(10_070.0, 8_070.0)); // 98.99 mm
    }

    #[test]
    fn every_part_of_a_building_counts_and_a_building_does_not_touch_itself() {
        let mut two = house([0.0, 1_000.0], [0.0, 1_000.0]);
        two.extend(house([50_000.0, 51_000.0], [0.0, 1_000.0]));
        let outlines = BTreeMap::from([
            ("a".to_owned(), two),
            ("b".to_owned(), house([51_000.0, 52_000.0], [0.0, 1_000.0])),
        ]);
        let wanted = BTreeSet::from([("a".to_owned(), "b".to_owned())]);
        assert_eq!(pairs(&outlines), wanted);
    }
}
