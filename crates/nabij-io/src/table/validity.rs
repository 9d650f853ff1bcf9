//! Whether a geometry can be used.

use geo::{Area, CoordsIter, Line, LineIntersection, line_intersection::line_intersection};
use geo_types::{Coord, Geometry, LineString, MultiPolygon};
use rstar::{AABB, RTree, primitives::GeomWithData};

use crate::reason::Reason;

/// An empty geometry or a coordinate that is no number.
pub(super) fn check(geometry: &Geometry<f64>) -> Result<(), Reason> {
    let mut empty = true;
    for coord in geometry.coords_iter() {
        empty = false;
        if !(coord.x.is_finite() && coord.y.is_finite()) {
            return Err(Reason::NotFinite);
        }
    }
    match empty {
        true => Err(Reason::Empty),
        false => Ok(()),
    }
}

/// A part of one place only.
pub(super) fn check_line(line: &LineString<f64>) -> Result<(), Reason> {
    let first = line.0.first();
    match line.0.iter().any(|coord| Some(coord) != first) {
        true => Ok(()),
        false => Err(Reason::Invalid("a line of one place".to_string())),
    }
}

/// An outline without area, or one that crosses itself or another of the same geometry.
///
/// Outlines that only touch, themselves or each other, leave no doubt about what lies inside,
/// and pass. `geo`'s own check compares every segment with every other and tells no place.
pub(super) fn check_polygon(polygons: &MultiPolygon<f64>) -> Result<(), Reason> {
    if let Some(Coord { x, y }) = crossing(polygons) {
        return Err(Reason::SelfCrossing { x, y });
    }
    match polygons.iter().all(|polygon| polygon.unsigned_area() > 0.0) {
        true => Ok(()),
        false => Err(Reason::Invalid("an outline without area".to_string())),
    }
}

/// The first place where two segments cross within both.
fn crossing(polygons: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    let rings = polygons
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let segments: Vec<GeomWithData<Line<f64>, usize>> = rings
        .flat_map(LineString::lines)
        .enumerate()
        .map(|(number, line)| GeomWithData::new(line, number))
        .collect();
    let tree = RTree::bulk_load(segments.clone());
    segments.iter().find_map(|segment| {
        let line = segment.geom();
        let (a, b) = (line.start_point(), line.end_point());
        let crossed = tree
            .locate_in_envelope_intersecting(&AABB::from_corners(a, b))
            .filter(|other| other.data > segment.data)
            .filter_map(|other| match line_intersection(*line, *other.geom()) {
                Some(LineIntersection::SinglePoint {
                    intersection,
                    is_proper: true,
                }) => Some((other.data, intersection)),
                _ => None,
            });
        crossed
            .min_by_key(|(number, _)| *number)
            .map(|(_, place)| place)
    })
}
