//! From the coordinates of a file to points in the plane of the study.

use geo_types::{Coord, LineString};
use nabij::Point;
use rayon::prelude::*;

use crate::{
    crs::{Crs, CrsError, Transformation},
    frame::Frame,
    reason::Reason,
};

/// Fewer places than this are not worth another thread.
const CHUNK: usize = 8192;

/// Projects the places of one layer, each rounded once to whole millimetres.
///
/// It can be shared among threads; each keeps its own PROJ object, and the points do not depend
/// on how many threads there are. Where the layer is in the study's own CRS, PROJ is not called.
///
/// ```
/// use nabij::Point;
/// use nabij_io::{Bounds, Crs, Frame, Projector};
/// let frame = Frame::for_lonlat_bounds(Bounds::new(5.38, 52.15, 5.39, 52.16))?; // RD New
/// let same = Projector::new(&Crs::parse("EPSG:28992")?, &frame)?;
/// assert_eq!(same.point((155_000.0004, 463_000.25))?, Point::new(155_000_000, 463_000_250));
/// assert!(same.point((5.387, 52.155)).is_err()); // degrees labelled as metres
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Projector {
    way: Transformation,
    degrees: bool,
    frame: Frame,
}

impl Projector {
    /// The way from a layer's CRS to the study's plane.
    ///
    /// # Errors
    /// [`CrsError`] when PROJ knows no way.
    pub fn new(from: &Crs, frame: &Frame) -> Result<Self, CrsError> {
        Ok(Projector {
            way: Transformation::new(from, frame.crs())?,
            degrees: from.is_geographic(),
            frame: frame.clone(),
        })
    }

    /// The plane.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// One place.
    ///
    /// # Errors
    /// [`Reason`] when it is not finite, no longitude and latitude although the CRS has degrees,
    /// or outside the area of the study's CRS.
    pub fn point(&self, place: (f64, f64)) -> Result<Point, Reason> {
        let (x, y) = place;
        if !(x.is_finite() && y.is_finite()) {
            return Err(Reason::NotFinite);
        }
        if self.degrees && !(x.abs() <= 180.0 && y.abs() <= 90.0) {
            return Err(Reason::NotDegrees { x, y });
        }
        let metres = self
            .way
            .place(place)
            .map_err(|message| Reason::Projection { x, y, message })?;
        self.frame.point_of(place, metres)
    }

    /// Many places, in their order, on all threads.
    pub fn points(&self, places: &[(f64, f64)]) -> Vec<Result<Point, Reason>> {
        if places.len() <= CHUNK {
            return places.iter().map(|place| self.point(*place)).collect();
        }
        places
            .par_iter()
            .with_min_len(CHUNK)
            .map(|place| self.point(*place))
            .collect()
    }

    /// The vertices of a line.
    ///
    /// # Errors
    /// [`Reason`] of the first vertex that has none.
    pub fn line(&self, line: &LineString<f64>) -> Result<Vec<Point>, Reason> {
        line.0
            .iter()
            .map(|&Coord { x, y }| self.point((x, y)))
            .collect()
    }
}
