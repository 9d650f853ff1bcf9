//! How much there is to see in each patch of the map: dots keep out of each other's way by it, and
//! labels out of theirs.

use std::collections::BTreeMap;

use geo::{BoundingRect, Intersects};
use geo_types::{Coord, Polygon};

use super::path::Place;

/// Side of a patch in pixels.
const PATCH: i64 = 8;

/// What is drawn in each patch of 8 by 8 pixels.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    dots: Vec<Place>,
    /// Per row and column.
    patches: BTreeMap<(i64, i64), i64>,
    occupied: usize,
}

fn patch((x, y): Place) -> (i64, i64) {
    (y.div_euclid(10 * PATCH), x.div_euclid(10 * PATCH))
}

impl Crowd {
    /// The dots of all origins, each place once.
    pub fn new(dots: Vec<Place>) -> Self {
        let mut patches = BTreeMap::new();
        for dot in &dots {
            *patches.entry(patch(*dot)).or_default() += 1;
        }
        Crowd {
            dots,
            occupied: patches.len(),
            patches,
        }
    }

    /// Adds something else that should stay in sight.
    pub fn add(&mut self, place: Place, worth: i64) {
        *self.patches.entry(patch(place)).or_default() += worth;
    }

    /// Adds a straight line, in steps of a patch.
    pub fn add_line(&mut self, from: Place, to: Place, worth: i64) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let steps = (dx.abs().max(dy.abs()) / (10 * PATCH)).max(1);
        for step in 0..=steps {
            self.add(
                (from.0 + dx * step / steps, from.1 + dy * step / steps),
                worth,
            );
        }
    }

    /// The radius of a dot, so that neighbours in a full street hardly touch, in tenths of a pixel.
    pub fn radius(&self) -> i64 {
        let squared = 36 * 36 * self.occupied / self.dots.len().max(1);
        i64::try_from(squared.isqrt()).unwrap_or(0).clamp(13, 40)
    }

    /// How much a rectangle would hide, given in pixels.
    pub fn hidden(&self, (left, top): (i64, i64), (right, bottom): (i64, i64)) -> i64 {
        let columns = left.div_euclid(PATCH)..=right.div_euclid(PATCH);
        (top.div_euclid(PATCH)..=bottom.div_euclid(PATCH))
            .flat_map(|row| {
                self.patches
                    .range((row, *columns.start())..=(row, *columns.end()))
            })
            .map(|(_, worth)| worth)
            .sum()
    }

    /// The middle of the dots in a polygon, in pixels.
    pub fn middle_of(&self, polygon: &Polygon<f64>) -> Option<(i64, i64)> {
        let bounds = polygon.bounding_rect()?;
        let inside = |(x, y): &&Place| {
            let place = Coord {
                x: *x as f64,
                y: *y as f64,
            };
            bounds.intersects(&place) && polygon.intersects(&place)
        };
        let sum = |(n, x, y): (i64, i64, i64), dot: &Place| (n + 1, x + dot.0, y + dot.1);
        match self.dots.iter().filter(inside).fold((0, 0, 0), sum) {
            (0, ..) => None,
            (n, x, y) => Some((x / n / 10, y / n / 10)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_shrink_where_many_stand_together() {
        let line = |step: i64| Crowd::new((0..50).map(|n| (n * step, 0)).collect());
        assert_eq!(line(100).radius(), 36);
        assert_eq!(line(10).radius(), 13); // 7 patches
        assert_eq!(Crowd::default().radius(), 13);
    }

    #[test]
    fn what_a_rectangle_hides() {
        let mut crowd = Crowd::new(vec![(0, 0), (79, 79), (80, 0), (500, 500)]);
        assert_eq!(crowd.hidden((0, 0), (7, 7)), 2);
        assert_eq!(crowd.hidden((0, 0), (8, 7)), 3);
        crowd.add((500, 500), 10);
        assert_eq!(crowd.hidden((-5, -5), (60, 60)), 14);
        assert_eq!(crowd.hidden((20, 20), (30, 30)), 0);
        crowd.add_line((240, 240), (240, 480), 1); // four steps, of which two end below
        assert_eq!(crowd.hidden((20, 20), (30, 30)), 1);
    }
}
