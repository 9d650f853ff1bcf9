//! Routes with a name, such as a round for exercise, and what stands along them.

use crate::{
    beside::Beside,
    error::CourseError,
    length::Length,
    point::Point,
    polygon::Polygon,
    polyline::{Piece, part, pieces},
    segments::{Segment, SegmentIndex},
    spans::Spans,
};

/// A line that is walked from its start to its end, whatever the network.
///
/// Offsets on it are millimetres from its start, the sum of its straight pieces, each rounded to
/// the millimetre: as lengths of edges are made.
///
/// ```
/// use nabij::{Course, Length, Point};
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let course = Course::new("round", vec![p(0, 0), p(400, 0)])?;
///
/// // Benches at 100 m and 300 m: 200 m without one in between.
/// let benches = [p(100, 5), p(300, -5), p(200, 90)];
/// let seats = course.near_points(&benches, Length::metres(15), Length::metres(125));
/// assert_eq!((seats.whole_mm, seats.met_mm), (400_000, 200_000));
/// assert_eq!(seats.gaps, [(100_000, 300_000)]);
/// assert_eq!(course.cut(100_000, 300_000), [p(100, 0), p(300, 0)]);
/// # Ok::<(), nabij::CourseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Course {
    id: String,
    line: Vec<Point>,
    whole: u32,
    index: SegmentIndex,
}

/// How much of a course has something along it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The length of the course in mm.
    pub whole_mm: u64,
    /// How many mm of it have what is asked for: all but the gaps.
    pub met_mm: u64,
    /// Where it is missing: from one offset to another in mm, ascending. No two meet, but those of
    /// [`Course::near_points`] where a point stands in between.
    pub gaps: Vec<(u32, u32)>,
}

impl Course {
    /// A course along a line.
    ///
    /// # Errors
    /// [`CourseError`] when the line has no length, is longer than [`Length::MAX`], or a straight
    /// piece of it is longer than 1,000 km.
    pub fn new(id: impl Into<String>, mut line: Vec<Point>) -> Result<Self, CourseError> {
        let id = id.into();
        line.dedup();
        let whole: u64 = pieces(&line).map(|piece| piece.mm).sum();
        if whole == 0 {
            return Err(CourseError::NoLength { id });
        }
        let far = pieces(&line).any(|piece| piece.mm > 1_000_000_000);
        let whole = u32::try_from(whole).ok().filter(|_| !far);
        let Some(whole) = whole else {
            return Err(CourseError::TooLong { id });
        };
        let segment = |piece: Piece| Segment {
            a: piece.a,
            b: piece.b,
            owner: 0,
            at: piece.start as u32, // less than the whole
        };
        Ok(Course {
            index: SegmentIndex::new(pieces(&line).map(segment).collect()),
            id,
            line,
            whole,
        })
    }

    /// The user's own id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The line, without repeated points.
    pub fn line(&self) -> &[Point] {
        &self.line
    }

    /// How long it is.
    pub fn length(&self) -> Length {
        Length::millimetres(self.whole)
    }

    /// Where places lie along the course that are at most `reach` from it, straight and inclusively
    /// (the distance is rounded to the millimetre first, as legs are): offsets of their nearest
    /// places in mm, ascending, each once. Of several nearest places the first counts. Nothing is
    /// looked for farther away than 500 km.
    pub fn offsets(&self, points: &[Point], reach: Length) -> Vec<u32> {
        let reach = reach.min(Length::metres(500_000));
        let offset = |point: &Point| {
            let nearest = self.index.nearest(*point, reach.mm(), |_| true);
            let near = nearest.iter();
            let near = near.filter(|piece| piece.squared_distance(*point).root() <= reach);
            near.map(|piece| piece.at + piece.along(*point) as u32)
                .min()
        };
        let mut offsets: Vec<u32> = points.iter().filter_map(offset).collect();
        offsets.sort_unstable();
        offsets.dedup();
        offsets
    }

    /// Points every so often, such as benches: those at most `reach` from the course stand at their
    /// [offsets](Course::offsets). Where two that follow one another stand more than `spacing`
    /// apart along the course, all between them is a gap; so is all from the start to the first one
    /// and from the last one to the end, where that is more than `spacing`. Without any point the
    /// whole course is a gap, however short.
    pub fn near_points(&self, points: &[Point], reach: Length, spacing: Length) -> Covered {
        let mut stops = self.offsets(points, reach);
        if stops.is_empty() {
            return self.but(vec![(0, self.whole)]);
        }
        stops.insert(0, 0);
        stops.push(self.whole);
        let pairs = stops.windows(2).map(|pair| (pair[0], pair[1]));
        self.but(pairs.filter(|(a, b)| b - a > spacing.mm()).collect())
    }

    /// Points that reach around themselves, such as lamps: covered is where one is at most `radius`
    /// away, straight and inclusively.
    ///
    /// A millimetre of the course counts as its middle does, so gaps begin and end at whole
    /// millimetres, each rounded once. No radius is more than 1,000 km.
    pub fn within(&self, points: &[Point], radius: Length) -> Covered {
        let near = Beside::new(points.iter().map(|point| (*point, *point)), radius);
        self.but_for(&near.along(&self.line))
    }

    /// Areas, such as green: covered is where one is at most `radius` away, straight and
    /// inclusively, or all around. Millimetres count as in [`Course::within`]; a radius of 0 counts
    /// as 1 mm.
    ///
    /// ```
    /// use nabij::{Course, Length, Point, Polygon};
    /// let p = |x, y| Point::new(x * 1000, y * 1000);
    /// let course = Course::new("round", vec![p(0, 0), p(400, 0)])?;
    /// let park = Polygon::new([vec![p(100, -50), p(200, -50), p(200, 50), p(100, 50)]]);
    /// let green = course.beside(&[park], Length::metres(10));
    /// assert_eq!(green.gaps, [(0, 90_000), (210_000, 400_000)]);
    /// # Ok::<(), nabij::CourseError>(())
    /// ```
    pub fn beside(&self, polygons: &[Polygon], radius: Length) -> Covered {
        let radius = radius.max(Length::millimetres(1));
        let sides = polygons.iter().flat_map(Polygon::segments);
        let near = Beside::new(sides, radius).along(&self.line);
        let inside = |place| polygons.iter().any(|polygon| polygon.claims(place));
        let inside = Beside::inside(&self.line, &near, inside);
        self.but_for(&near.and(&inside))
    }

    /// The line between two offsets, for a map: both ends are rounded to the mm.
    pub fn cut(&self, from: u32, to: u32) -> Vec<Point> {
        part(&self.line, from.into(), to.into())
    }

    /// All is covered but these parts.
    fn but(&self, gaps: Vec<(u32, u32)>) -> Covered {
        let missing: u64 = gaps.iter().map(|(from, to)| u64::from(to - from)).sum();
        Covered {
            whole_mm: self.whole.into(),
            met_mm: u64::from(self.whole) - missing,
            gaps,
        }
    }

    /// Only these parts are covered.
    fn but_for(&self, met: &Spans) -> Covered {
        self.but(met.gaps(self.whole).parts().to_vec())
    }
}
