//! Where one goes in, as far as a geometry tells: points, or a place inside an outline for the time
//! being (see `openings`).

use geo::InteriorPoint;
use geo_types::Geometry;
use nabij::{Point, Polygon};

use crate::{projector::Projector, reason::Reason};

/// The doors of a place: its points, or a point inside its outline.
pub(super) fn places(geometry: &Geometry<f64>) -> Result<Vec<(f64, f64)>, Reason> {
    let inside = |point: Option<geo_types::Point<f64>>| {
        point.map(|p| vec![(p.x(), p.y())]).ok_or(Reason::Empty)
    };
    let found = match geometry {
        Geometry::Point(point) => vec![(point.x(), point.y())],
        Geometry::MultiPoint(points) => points.iter().map(|p| (p.x(), p.y())).collect(),
        Geometry::Polygon(polygon) => inside(polygon.interior_point())?,
        Geometry::MultiPolygon(polygons) => inside(polygons.interior_point())?,
        Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_) => {
            return Err(Reason::WrongType {
                found: "line".to_owned(),
                wanted: "point or polygon",
            });
        }
        _ => {
            return Err(Reason::WrongType {
                found: "collection of geometries".to_owned(),
                wanted: "point or polygon",
            });
        }
    };
    if found.is_empty() {
        Err(Reason::Empty)
    } else {
        Ok(found)
    }
}

/// The points of a layer of doors.
pub(super) fn points(geometry: &Geometry<f64>) -> Result<Vec<(f64, f64)>, Reason> {
    match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => places(geometry),
        _ => Err(Reason::WrongType {
            found: "line, polygon or collection".to_owned(),
            wanted: "point",
        }),
    }
}

/// The doors of a place in the plane.
pub(super) fn doors(geometry: &Geometry<f64>, projector: &Projector) -> Result<Vec<Point>, Reason> {
    places(geometry)?
        .into_iter()
        .map(|place| projector.point(place))
        .collect()
}

/// The ground of a place that is more than points, in the plane: its parts.
pub(super) fn outlines(
    geometry: &Geometry<f64>,
    projector: &Projector,
) -> Result<Vec<Polygon>, Reason> {
    let polygons = match geometry {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(polygons) => polygons.0.as_slice(),
        _ => &[],
    };
    let parts = polygons.iter();
    let parts = parts.map(|polygon| super::ground::polygon(polygon, projector));
    parts.collect()
}
