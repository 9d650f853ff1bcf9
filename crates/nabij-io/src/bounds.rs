//! Rectangles along the axes.

/// The rectangle around some places, in whatever unit their coordinates have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// West, or the smallest x.
    pub min_x: f64,
    /// South, or the smallest y.
    pub min_y: f64,
    /// East, or the largest x.
    pub max_x: f64,
    /// North, or the largest y.
    pub max_y: f64,
}

impl Bounds {
    /// A rectangle from its west, south, east and north.
    pub const fn new(min_x: f64, min_y: f64, max_x: f64, max_y: f64) -> Self {
        Bounds {
            min_x,
            min_y,
            max_x,
            max_y,
        }
    }

    /// The rectangle around the finite ones among these places; `None` where there is none.
    pub fn around(places: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        places
            .into_iter()
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .map(|(x, y)| Bounds::new(x, y, x, y))
            .reduce(Bounds::union)
    }

    /// The rectangle around both.
    pub fn union(self, other: Bounds) -> Bounds {
        Bounds {
            min_x: self.min_x.min(other.min_x),
            min_y: self.min_y.min(other.min_y),
            max_x: self.max_x.max(other.max_x),
            max_y: self.max_y.max(other.max_y),
        }
    }

    /// The middle.
    pub fn centre(self) -> (f64, f64) {
        (
            self.min_x + (self.max_x - self.min_x) / 2.0,
            self.min_y + (self.max_y - self.min_y) / 2.0,
        )
    }

    /// The four corners, from south-west against the clock.
    pub fn corners(self) -> [(f64, f64); 4] {
        [
            (self.min_x, self.min_y),
            (self.max_x, self.min_y),
            (self.max_x, self.max_y),
            (self.min_x, self.max_y),
        ]
    }

    /// The rectangle with `margin` more on every side.
    pub fn grown(self, margin: f64) -> Bounds {
        Bounds {
            min_x: self.min_x - margin,
            min_y: self.min_y - margin,
            max_x: self.max_x + margin,
            max_y: self.max_y + margin,
        }
    }

    /// Whether the place lies inside or on the border; never for a place that is not finite.
    pub fn holds(self, (x, y): (f64, f64)) -> bool {
        (self.min_x..=self.max_x).contains(&x) && (self.min_y..=self.max_y).contains(&y)
    }

    /// Whether the whole of `other` lies inside.
    pub fn covers(self, other: Bounds) -> bool {
        other.corners().into_iter().all(|corner| self.holds(corner))
    }
}

impl std::fmt::Display for Bounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Bounds {
            min_x,
            min_y,
            max_x,
            max_y,
        } = self;
        write!(f, "x {min_x} to {max_x}, y {min_y} to {max_y}")
    }
}
