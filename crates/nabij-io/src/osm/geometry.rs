//! The shape of a facility in the plane, for telling how far two are apart.

use nabij::Point;
use rstar::{AABB, primitives::Rectangle};

use super::{
    data::Shape,
    project::{Placed, Plane},
    rings::Polygon,
};

/// Points, lines and rings.
pub(crate) struct Geometry {
    /// A point is a line of one; rings are closed.
    lines: Vec<Vec<Point>>,
    is_outline: bool,
}

impl Geometry {
    pub(crate) fn new(placed: &Placed, plane: &Plane) -> Self {
        let points = |nodes: &[u32]| -> Vec<Point> {
            nodes.iter().filter_map(|&node| plane.node(node)).collect()
        };
        let ring = |ring: &Vec<u32>| -> Vec<Point> {
            let points = points(ring);
            points.iter().chain(points.first()).copied().collect()
        };
        let rings = |polygon: &Polygon| -> Vec<Vec<Point>> {
            [&polygon.outer]
                .into_iter()
                .chain(&polygon.holes)
                .map(ring)
                .collect()
        };
        let shape = &placed.object.shape;
        Geometry {
            lines: match shape {
                Shape::Point => placed
                    .doors
                    .iter()
                    .map(|door| vec![door.place.point])
                    .collect(),
                Shape::Line(nodes) => vec![points(nodes)],
                Shape::Polygons(polygons) => polygons.iter().flat_map(rings).collect(),
            },
            is_outline: matches!(shape, Shape::Polygons(_)),
        }
    }

    /// The box around it.
    pub(crate) fn bounds(&self) -> Rectangle<[f64; 2]> {
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

    /// The distance between two shapes in millimetres, 0 where one lies inside or on the other.
    pub(crate) fn distance(&self, other: &Geometry) -> f64 {
        if self.holds(other) || other.holds(self) {
            return 0.0;
        }
        let one_way = |from: &Geometry, to: &Geometry| {
            let points = from.lines.iter().flatten();
            points
                .map(|&point| to.distance_to(point))
                .fold(f64::INFINITY, f64::min)
        };
        one_way(self, other).min(one_way(other, self))
    }

    /// Whether the first point of `other` lies inside this outline (even-odd, so that holes count).
    pub(crate) fn holds(&self, other: &Geometry) -> bool {
        let Some(point) = other
            .lines
            .first()
            .and_then(|line| line.first())
            .filter(|_| self.is_outline)
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
