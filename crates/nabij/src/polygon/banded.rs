//! The sides of a polygon in bands from south to north, for many places to be looked up.

use super::{Polygon, Side, crosses_ray, meets};
use crate::point::Point;

/// A polygon's sides by the bands of equal height that they reach into: whether a place is inside
/// depends only on sides as far north as the place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Banded {
    south: i64,
    height: i64,
    /// Where the sides of each band start, and the end of all.
    starts: Vec<u32>,
    sides: Vec<(Point, Point)>,
}

impl Banded {
    /// Sorts the sides of a polygon.
    pub fn new(polygon: &Polygon) -> Self {
        let sides: Vec<(Point, Point)> = polygon.segments().collect();
        let reach = |side: &(Point, Point)| (side.0.y.min(side.1.y), side.0.y.max(side.1.y));
        let south = sides.iter().map(|side| reach(side).0).min();
        let north = sides.iter().map(|side| reach(side).1).max();
        let (Some(south), Some(north)) = (south, north) else {
            return Banded::default();
        };
        // As many bands as sides in a band: a long side stands in many of them.
        let bands = sides.len().isqrt().max(1);
        let south = i64::from(south);
        let height = (i64::from(north) - south) / bands as i64 + 1;
        let band = |y: i32| ((i64::from(y) - south) / height) as usize;
        let mut by_band: Vec<Vec<(Point, Point)>> = vec![Vec::new(); bands];
        for side in &sides {
            let (low, high) = reach(side);
            for own in &mut by_band[band(low)..=band(high)] {
                own.push(*side);
            }
        }
        let mut starts = vec![0];
        starts.extend(by_band.iter().scan(0, |end, own| {
            *end += own.len() as u32;
            Some(*end)
        }));
        Banded {
            south,
            height,
            starts,
            sides: by_band.into_iter().flatten().collect(),
        }
    }

    /// The same as [`Polygon::claims`].
    pub fn claims(&self, place: Point) -> bool {
        let sides = self.beside(place).iter();
        sides.filter(|(a, b)| crosses_ray(place, *a, *b)).count() % 2 == 1
    }

    /// The same as [`Polygon::side`].
    pub fn side(&self, place: Point) -> Side {
        let mut inside = false;
        let doubled = (2 * i64::from(place.x), 2 * i64::from(place.y));
        let mut sides = self.beside(place).iter();
        let on_ring = sides.any(|(a, b)| meets(doubled, *a, *b, &mut inside));
        Side::of(on_ring, inside)
    }

    /// The sides of the band that a place is in.
    fn beside(&self, place: Point) -> &[(Point, Point)] {
        let north = i64::from(place.y) - self.south;
        if north < 0 || self.height == 0 {
            return &[];
        }
        let band = (north / self.height) as usize;
        match (self.starts.get(band), self.starts.get(band + 1)) {
            (Some(start), Some(end)) => &self.sides[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every place of a grid around polygons with flat sides, spikes, holes and one vertex.
    #[test]
    fn bands_change_no_answer() {
        let p = Point::new;
        let comb = (0..40).flat_map(|x| [p(2 * x, 0), p(2 * x + 1, 7 + x % 5)]);
        let comb = comb.chain([p(80, 12), p(0, 12)]).collect();
        let hole = vec![p(10, 9), p(20, 9), p(15, 11)];
        let polygons = [
            Polygon::new([comb, hole]),
            Polygon::new([vec![p(0, 0), p(9, 0), p(9, 5), p(0, 5)]]),
            Polygon::new([vec![p(i32::MIN, i32::MIN), p(i32::MAX, 3), p(5, i32::MAX)]]),
            Polygon::new([vec![p(3, 3)]]),
            Polygon::default(),
        ];
        for polygon in polygons {
            let banded = Banded::new(&polygon);
            for x in -2..84 {
                for y in (-2..15).chain([i32::MIN, i32::MAX]) {
                    let place = p(x, y);
                    assert_eq!(
                        banded.side(place),
                        polygon.side(place),
                        "{polygon:?} {place:?}"
                    );
                    assert_eq!(
                        banded.claims(place),
                        polygon.claims(place),
                        "{polygon:?} {place:?}"
                    );
                }
            }
        }
    }
}
