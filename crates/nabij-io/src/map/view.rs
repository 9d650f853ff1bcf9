//! The view: which part of the plane the map shows, and at what scale.

use geo::{BooleanOps, Intersects, MapCoords, Simplify};
use geo_types::{Coord, LineString, MultiLineString, MultiPolygon, Polygon, Rect};
use nabij::Point;

use super::{Map, path::Place};

/// The widest and highest that a map may be, in tenths of a pixel.
const LARGEST: (i64, i64) = (12_000, 8_000);
/// No map shows less than this, in millimetres.
const SMALLEST_MM: i64 = 300_000;

/// From the plane to the map: a rectangle of the plane and how many millimetres one unit is.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    west: i64,
    north: i64,
    /// Millimetres per tenth of a pixel.
    pub unit: i64,
    /// Size in tenths of a pixel.
    pub width: i64,
    pub height: i64,
}

impl View {
    /// The view of all origins and the walk; of everything else where there are none.
    pub fn new(map: &Map<'_>) -> View {
        let walk = map.walk.iter().flat_map(|walk| walk.line);
        let homes = map.origins.iter().map(|(place, _)| place).chain(walk);
        let rings = |polygons: &'_ [nabij::Polygon]| -> Vec<Point> {
            let rings = polygons.iter().flat_map(nabij::Polygon::rings);
            rings.flatten().copied().collect()
        };
        let bounds = bounds(homes.copied())
            .or_else(|| bounds(map.areas.iter().flat_map(|area| rings(area.polygons))))
            .or_else(|| bounds(map.lines.iter().flat_map(|line| line.line).copied()))
            .or_else(|| {
                let places = map.facilities.iter().flat_map(|group| &group.places);
                bounds(places.map(|(place, _)| *place))
            })
            .unwrap_or(((0, 0), (0, 0)));
        View::around(bounds)
    }

    /// A view of a rectangle with some room around it.
    fn around(((west, south), (east, north)): (Place, Place)) -> View {
        let (wide, high) = (east - west, north - south);
        let room = (wide.max(high) / 24).max((SMALLEST_MM - wide.max(high)) / 2);
        let (wide, high) = (wide + 2 * room, high + 2 * room);
        let unit = 1
            .max(wide.div_euclid(LARGEST.0) + 1)
            .max(high.div_euclid(LARGEST.1) + 1);
        // A long thin city gets some of its surroundings.
        let width = (wide / unit).max(high / unit / 2);
        let height = (high / unit).max(wide / unit / 4);
        View {
            west: west - room - (width * unit - wide) / 2,
            north: north + room + (height * unit - high) / 2,
            unit,
            width,
            height,
        }
    }

    /// Where a point of the plane comes on the map.
    pub fn place(&self, point: Point) -> Place {
        let scaled = |mm: i64| (2 * mm + self.unit).div_euclid(2 * self.unit);
        (
            scaled(i64::from(point.x) - self.west),
            scaled(self.north - i64::from(point.y)),
        )
    }

    /// Whether a place is on the map.
    pub fn shows(&self, (x, y): Place) -> bool {
        (0..=self.width).contains(&x) && (0..=self.height).contains(&y)
    }

    /// How many millimetres of the plane are how many tenths of a pixel, at least.
    pub fn units(&self, mm: i64, at_least: i64) -> i64 {
        (mm / self.unit).max(at_least)
    }

    /// The parts of a line that are on the map, without bends too small to see.
    pub fn line(&self, points: &[Point]) -> Vec<Vec<Place>> {
        let places = points.iter().map(|point| coord(self.place(*point)));
        let line = LineString::from_iter(places).simplify(3.0);
        let frame = self.frame();
        if line.coords().all(|place| frame.intersects(place)) {
            return vec![line_places(&line)];
        }
        if !line.intersects(&frame) {
            return Vec::new();
        }
        let clipped = frame.to_polygon().clip(&MultiLineString(vec![line]), false);
        clipped.iter().map(line_places).collect()
    }

    /// The parts of a polygon that are on the map, in its units.
    pub fn polygon(&self, polygon: &nabij::Polygon) -> MultiPolygon<f64> {
        let ring = |ring: &Vec<Point>| {
            LineString::from_iter(ring.iter().map(|point| coord(self.place(*point))))
        };
        let mut rings = polygon.rings().iter().map(ring);
        let Some(outer) = rings.next() else {
            return MultiPolygon(Vec::new());
        };
        let whole = Polygon::new(outer, rings.collect());
        let frame = self.frame();
        let mut points = polygon.rings().iter().flatten();
        if points.all(|point| self.shows(self.place(*point))) {
            return MultiPolygon(vec![whole]);
        }
        whole
            .intersection(&frame.to_polygon())
            .map_coords(|c| (c.x.round(), c.y.round()).into())
    }

    fn frame(&self) -> Rect<f64> {
        Rect::new(coord((0, 0)), coord((self.width, self.height)))
    }
}

/// The places of a line in map units.
pub(super) fn line_places(line: &LineString<f64>) -> Vec<Place> {
    // Units are far below 2⁵³, so nothing is lost either way.
    let place = |c: &Coord<f64>| (c.x.round() as i64, c.y.round() as i64);
    line.coords().map(place).collect()
}

fn coord((x, y): Place) -> Coord<f64> {
    (x as f64, y as f64).into()
}

fn bounds(points: impl IntoIterator<Item = Point>) -> Option<(Place, Place)> {
    points
        .into_iter()
        .map(|p| (i64::from(p.x), i64::from(p.y)))
        .map(|p| (p, p))
        .reduce(|(low, high), (p, _)| {
            (
                (low.0.min(p.0), low.1.min(p.1)),
                (high.0.max(p.0), high.1.max(p.1)),
            )
        })
}
