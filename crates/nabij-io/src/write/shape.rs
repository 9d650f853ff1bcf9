//! Geometries as the formats name and encode them.

use std::collections::BTreeSet;

use geo::{CoordsIter, MapCoords};
use geo_types::{Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use geozero::{CoordDimensions, ToWkb};

use super::WriteError;
use crate::bounds::Bounds;

/// The same geometry as one of the seven types that files know.
pub(super) fn simple(geometry: &Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Line(line) => LineString::from(*line).into(),
        Geometry::Rect(rect) => rect.to_polygon().into(),
        Geometry::Triangle(triangle) => triangle.to_polygon().into(),
        other => other.clone(),
    }
}

/// A part as a whole of one part, so that a layer has a single type.
pub(super) fn multi(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Point(point) => MultiPoint(vec![point]).into(),
        Geometry::LineString(line) => MultiLineString(vec![line]).into(),
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]).into(),
        other => other,
    }
}

/// The name of the type in the Simple Features standard.
pub(super) fn type_name(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

/// The types that occur, in the order of their names.
pub(super) fn type_names(geometries: &[Option<Geometry<f64>>]) -> BTreeSet<&'static str> {
    geometries.iter().flatten().map(type_name).collect()
}

/// The rectangle around a geometry.
pub(super) fn bounds(geometry: &Geometry<f64>) -> Option<Bounds> {
    Bounds::around(geometry.coords_iter().map(|c| (c.x, c.y)))
}

/// Well-known binary.
pub(super) fn wkb(table: &str, geometry: &Geometry<f64>) -> Result<Vec<u8>, WriteError> {
    // Minus zero would make two files of equal places differ.
    let geometry = simple(geometry).map_coords(|c| (c.x + 0.0, c.y + 0.0).into());
    geometry
        .to_wkb(CoordDimensions::xy())
        .map_err(|e| WriteError::Table {
            table: table.to_string(),
            message: e.to_string(),
        })
}

/// The place, for a layer that has only points.
pub(super) fn point(geometry: &Geometry<f64>) -> Option<Point<f64>> {
    match geometry {
        Geometry::Point(point) => Some(*point),
        _ => None,
    }
}

/// Outer rings against the clock and holes with it, as RFC 7946 asks.
pub(super) fn right_handed(geometry: Geometry<f64>) -> Geometry<f64> {
    use geo::orient::{Direction, Orient};
    let orient = |polygon: Polygon<f64>| polygon.orient(Direction::Default);
    match geometry {
        Geometry::Polygon(polygon) => orient(polygon).into(),
        Geometry::MultiPolygon(polygons) => {
            MultiPolygon(polygons.0.into_iter().map(orient).collect()).into()
        }
        other => other,
    }
}
