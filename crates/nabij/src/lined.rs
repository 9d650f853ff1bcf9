//! What lies along the ordinary walks to the nearest facilities: seats, light.

mod lights;
mod seats;

pub use lights::Lights;

use crate::{
    beside::Beside, coverage::Coverage, length::Length, point::Point, polygon::Polygon,
    spans::Spans,
};

/// How much of one walk has something along it.
///
/// What is known to lack it is the rest: `whole_mm` less the other two. So the share of many walks,
/// weighted by their lengths, lies between the sums of `met_mm` and of `met_mm + unknown_mm`, each
/// divided by that of `whole_mm`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Along {
    /// The length looked at, in mm.
    pub whole_mm: u64,
    /// How many mm of it have what is asked for, for certain.
    pub met_mm: u64,
    /// Of how many mm nobody knows.
    pub unknown_mm: u64,
}

/// Where everything of a kind is known that lies within a distance.
struct Known<'c> {
    coverage: &'c Coverage,
    edge: Beside,
}

impl<'c> Known<'c> {
    /// Everything at most `radius` away, where knowledge ends farther off than that.
    fn new(coverage: &'c Coverage, radius: Length) -> Self {
        let sides = coverage.polygons().iter().flat_map(Polygon::segments);
        // At least 1 mm, so that no side slips through between two millimetres.
        let radius = radius.max(Length::millimetres(1));
        let edge = Beside::new(sides, radius);
        Known { coverage, edge }
    }

    /// On which parts of a line.
    fn on(&self, line: &[Point]) -> Spans {
        let within = |place| self.coverage.straight_mm(place, Length::ZERO).is_none();
        Beside::inside(line, &self.edge.along(line), within)
    }
}
