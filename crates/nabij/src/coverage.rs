//! Where data are complete: of the streets, or of a layer of facilities.

use serde::{Deserialize, Serialize};

use crate::{
    length::{Length, round_root},
    point::Point,
    polygon::{Banded, Polygon, Side},
    segments::{Segment, SegmentIndex},
};

/// The ground within which everything of a kind is known. Beyond its edge there may be more.
///
/// ```
/// use nabij::{Coverage, Length, Point, Polygon};
/// let p = Point::new;
/// let square = Polygon::new([vec![p(0, 0), p(1000, 0), p(1000, 1000), p(0, 1000)]]);
/// let known = Coverage::new([square]);
/// assert_eq!(known.straight_mm(p(400, 500), Length::metres(1)), Some(400));
/// assert_eq!(known.straight_mm(p(400, 500), Length::millimetres(399)), None);
/// assert_eq!(known.straight_mm(p(-1, 500), Length::ZERO), Some(0)); // already beyond it
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Polygons")]
pub struct Coverage {
    polygons: Vec<Polygon>,
    #[serde(skip)]
    banded: Vec<Banded>,
    #[serde(skip)]
    index: SegmentIndex,
}

/// What is stored of a coverage.
#[derive(Deserialize)]
struct Polygons {
    polygons: Vec<Polygon>,
}

impl From<Polygons> for Coverage {
    fn from(stored: Polygons) -> Self {
        Coverage::new(stored.polygons)
    }
}

impl Coverage {
    /// The union of polygons. A border that two of them share counts as an edge.
    pub fn new(polygons: impl IntoIterator<Item = Polygon>) -> Self {
        let polygons: Vec<Polygon> = polygons.into_iter().collect();
        let segments = polygons.iter().flat_map(Polygon::segments);
        let segments = segments.map(|(a, b)| Segment {
            a,
            b,
            owner: 0,
            at: 0,
        });
        Coverage {
            index: SegmentIndex::new(segments.collect()),
            banded: polygons.iter().map(Banded::new).collect(),
            polygons,
        }
    }

    /// The polygons.
    pub fn polygons(&self) -> &[Polygon] {
        &self.polygons
    }

    /// The same for places in a box, as far as `reach` around it: without the polygons elsewhere.
    pub(crate) fn part(&self, [west, south, east, north]: [i32; 4], reach: u32) -> Coverage {
        let reach = i64::from(reach);
        let near = |polygon: &&Polygon| {
            let points = || polygon.rings().iter().flatten();
            let meets = |least: i32, most: i32, pick: fn(&Point) -> i32| {
                let (low, high) = (points().map(pick).min(), points().map(pick).max());
                low.is_some_and(|low| i64::from(low) <= i64::from(most) + reach)
                    && high.is_some_and(|high| i64::from(high) >= i64::from(least) - reach)
            };
            meets(west, east, |p| p.x) && meets(south, north, |p| p.y)
        };
        Coverage::new(self.polygons.iter().filter(near).cloned())
    }

    /// The straight distance in mm to where knowledge ends: 0 beyond it, nothing when it ends
    /// farther than `reach` away.
    pub fn straight_mm(&self, from: Point, reach: Length) -> Option<u32> {
        if self.banded.iter().all(|p| p.side(from) == Side::Outside) {
            return Some(0);
        }
        let nearest = self.index.nearest(from, reach.mm(), |_| true);
        let square = nearest.first()?.squared_distance(from);
        let mm = u32::try_from(round_root(square.numerator, square.denominator)).ok()?;
        (mm <= reach.mm()).then_some(mm)
    }
}
