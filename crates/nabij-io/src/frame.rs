//! The plane in which a study measures.

use nabij::Point;
use serde::{Deserialize, Serialize};

use crate::{
    bounds::Bounds,
    crs::{Crs, CrsError, Transformation},
    netherlands,
    reason::Reason,
};

/// How far from its central meridian a transverse Mercator of ours is used, in metres:
/// there a distance is 0.03 % too long.
const TMERC_REACH: f64 = 150_000.0;
/// Where RD New is used, in its own metres.
const RD_NEW_AREA: Bounds = Bounds::new(0.0, 300_000.0, 300_000.0, 630_000.0);
/// How far beyond its stated area a CRS is still used, in metres: cities lie across borders.
const BEYOND_AREA: f64 = 50_000.0;
/// How much a plane may change distances.
const LARGEST_SCALE_ERROR: f64 = 0.005;
/// Offsets are a multiple of this, so that neighbouring extracts get the same one.
const OFFSET_STEP_KM: f64 = 100.0;
/// Coordinates up to here need no offset, in metres.
const FITS: f64 = 1_900_000.0;

/// The plane of a network: a CRS in metres, less a whole number of kilometres so that
/// coordinates fit a [`Point`].
///
/// ```
/// use nabij_io::{Bounds, Frame};
/// let den_haag = Frame::for_lonlat_bounds(Bounds::new(4.2, 52.0, 4.4, 52.1))?;
/// assert_eq!(den_haag.crs().to_string(), "EPSG:28992");
/// let las_palmas = Frame::for_lonlat_bounds(Bounds::new(-15.5, 28.0, -15.4, 28.2))?;
/// assert!(las_palmas.crs().text().starts_with("+proj=tmerc +lat_0=28 +lon_0=-15 +k=1"));
/// assert!(Frame::for_lonlat_bounds(Bounds::new(-10.0, 28.0, 10.0, 28.2)).is_err());
/// # Ok::<(), nabij_io::CrsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Named", into = "Named")]
pub struct Frame {
    crs: Crs,
    offset_km: (i32, i32),
    /// Where places may lie, in metres of the CRS.
    area: Option<Bounds>,
}

/// A plane as it is stored.
#[derive(Serialize, Deserialize)]
struct Named {
    crs: String,
    offset_km: (i32, i32),
}

impl From<Frame> for Named {
    fn from(frame: Frame) -> Self {
        Named {
            crs: frame.crs.text().to_owned(),
            offset_km: frame.offset_km,
        }
    }
}

impl TryFrom<Named> for Frame {
    type Error = CrsError;

    fn try_from(named: Named) -> Result<Self, CrsError> {
        Frame::restored(Crs::parse(&named.crs)?, named.offset_km)
    }
}

impl Frame {
    /// The plane for data within these bounds in degrees: RD New inside the Netherlands, else a
    /// transverse Mercator of scale 1 on the nearest whole degrees.
    ///
    /// # Errors
    /// [`CrsError::OutsideArea`] when the data reach farther than 150 km from the central meridian.
    pub fn for_lonlat_bounds(lonlat: Bounds) -> Result<Self, CrsError> {
        let lon_lat = Crs::parse(Crs::LON_LAT)?;
        lon_lat.check_units(lonlat)?;
        if netherlands::holds(lonlat) {
            return Frame::restored(Crs::parse(Crs::RD_NEW)?, (0, 0));
        }
        let (lon, lat) = lonlat.centre();
        let crs = Crs::parse(&format!(
            "+proj=tmerc +lat_0={} +lon_0={} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs",
            whole_degree(lat),
            whole_degree(lon)
        ))?;
        Frame::named(crs, lonlat)
    }

    /// The plane that a study names, for data within these bounds in degrees.
    ///
    /// # Errors
    /// [`CrsError`] when the CRS has degrees or feet, when the data lie outside its area, or when
    /// it changes distances there by more than 0.5 %.
    pub fn named(crs: Crs, lonlat: Bounds) -> Result<Self, CrsError> {
        let mut frame = Frame::restored(crs, (0, 0))?;
        let to_plane = Transformation::new(&Crs::parse(Crs::LON_LAT)?, &frame.crs)?;
        let plane = to_plane.bounds(lonlat)?;
        if let Some(area) = frame.area
            && !area.covers(plane)
        {
            return Err(CrsError::OutsideArea {
                crs: frame.crs.to_string(),
                bounds: lonlat,
                area: frame.area_text(area),
            });
        }
        check_scale(&frame.crs, &to_plane, lonlat)?;
        let (x, y) = plane.centre();
        frame.offset_km = (offset_km(x), offset_km(y));
        Ok(frame)
    }

    /// The plane of this CRS and offset, as a manifest or a prepared study states them.
    ///
    /// # Errors
    /// [`CrsError::NotPlanar`] or [`CrsError::NotMetres`] when the CRS does not count in metres.
    pub fn restored(crs: Crs, offset_km: (i32, i32)) -> Result<Self, CrsError> {
        if crs.is_geographic() {
            return Err(CrsError::NotPlanar {
                crs: crs.to_string(),
            });
        }
        if !crs.is_in_metres() {
            return Err(CrsError::NotMetres {
                crs: crs.to_string(),
                unit: crs.unit_name().to_string(),
            });
        }
        let area = area(&crs)?;
        Ok(Frame {
            crs,
            offset_km,
            area,
        })
    }

    /// The CRS.
    pub fn crs(&self) -> &Crs {
        &self.crs
    }

    /// The whole kilometres taken from x and y.
    pub fn offset_km(&self) -> (i32, i32) {
        self.offset_km
    }

    /// The metres in the CRS at which a point lies.
    pub fn metres(&self, point: Point) -> (f64, f64) {
        // Whole millimetres, added before dividing: the nearest f64 to the exact decimal.
        let metres = |mm: i32, km: i32| {
            let mm = i64::from(mm) + i64::from(km) * 1_000_000;
            mm as f64 / 1000.0 // below 2^52, so exact
        };
        (
            metres(point.x, self.offset_km.0),
            metres(point.y, self.offset_km.1),
        )
    }

    /// The point at these metres in the CRS, rounded once to whole millimetres.
    ///
    /// # Errors
    /// [`Reason`] when they are not finite or outside the CRS's area.
    pub fn point(&self, metres: (f64, f64)) -> Result<Point, Reason> {
        self.point_of(metres, metres)
    }

    /// The same, naming in the reason the place `given` in the file.
    pub(crate) fn point_of(&self, given: (f64, f64), (x, y): (f64, f64)) -> Result<Point, Reason> {
        let outside = |area: String| Reason::OutsideArea {
            x: given.0,
            y: given.1,
            crs: self.crs.to_string(),
            area,
        };
        if !(x.is_finite() && y.is_finite()) {
            return Err(Reason::NotFinite);
        }
        if let Some(area) = self.area
            && !area.holds((x, y))
        {
            return Err(outside(self.area_text(area)));
        }
        let (dx, dy) = self.offset_km;
        Point::from_metres(x - f64::from(dx) * 1000.0, y - f64::from(dy) * 1000.0)
            .map_err(|e| outside(e.to_string()))
    }

    fn area_text(&self, area: Bounds) -> String {
        match self.crs.central_easting() {
            Some(_) if self.crs.area_of_use().is_none() => {
                "150 km on either side of its central meridian".to_string()
            }
            _ => format!(
                "x {:.0} to {:.0} m, y {:.0} to {:.0} m",
                area.min_x, area.max_x, area.min_y, area.max_y
            ),
        }
    }
}

/// Where places may lie in this plane, in its metres, as far as it is known.
fn area(crs: &Crs) -> Result<Option<Bounds>, CrsError> {
    if crs.text() == Crs::RD_NEW {
        return Ok(Some(RD_NEW_AREA));
    }
    if let Some(degrees) = crs.area_of_use() {
        let to_plane = Transformation::new(&Crs::parse(Crs::LON_LAT)?, crs)?;
        // A CRS for half the world may have no finite bounds: then there is nothing to check.
        return Ok(to_plane
            .bounds(degrees)
            .ok()
            .map(|area| area.grown(BEYOND_AREA)));
    }
    Ok(crs.central_easting().map(|easting| {
        let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        Bounds::new(easting - TMERC_REACH, low, easting + TMERC_REACH, high)
    }))
}

/// Halves go up, so that the same place always gets the same degree.
fn whole_degree(degrees: f64) -> i32 {
    (degrees + 0.5).floor() as i32 // at most 180: checked above
}

fn offset_km(metres: f64) -> i32 {
    if metres.abs() <= FITS {
        return 0;
    }
    let steps = (metres / 1000.0 / OFFSET_STEP_KM).round();
    (steps * OFFSET_STEP_KM) as i32 // saturates; a point beyond i32 kilometres is refused later
}

/// Compares short steps in the plane with the same steps on the ellipsoid, in the middle of the
/// data and at the corners, northward and eastward.
fn check_scale(crs: &Crs, to_plane: &Transformation, lonlat: Bounds) -> Result<(), CrsError> {
    const STEP: f64 = 0.001;
    const SEMI_MAJOR: f64 = 6_378_137.0; // WGS 84
    const ECCENTRICITY_SQUARED: f64 = 0.006_694_379_990_14;
    let fail = |message: String| CrsError::NoTransformation {
        from: Crs::LON_LAT.to_string(),
        to: crs.to_string(),
        message,
    };
    let corners = lonlat.corners();
    for (lon, lat) in std::iter::once(lonlat.centre()).chain(corners) {
        let sin = lat.to_radians().sin();
        let w = (1.0 - ECCENTRICITY_SQUARED * sin * sin).sqrt();
        let east = SEMI_MAJOR / w * lat.to_radians().cos() * STEP.to_radians();
        let north = SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / (w * w * w) * STEP.to_radians();
        for (dx, dy, true_length) in [(STEP, 0.0, east), (0.0, STEP, north)] {
            let a = to_plane
                .place((lon - dx / 2.0, lat - dy / 2.0))
                .map_err(fail)?;
            let b = to_plane
                .place((lon + dx / 2.0, lat + dy / 2.0))
                .map_err(fail)?;
            let error = (b.0 - a.0).hypot(b.1 - a.1) / true_length - 1.0;
            if error.abs() > LARGEST_SCALE_ERROR || error.is_nan() {
                return Err(CrsError::Scale {
                    crs: crs.to_string(),
                    percent: error * 100.0,
                });
            }
        }
    }
    Ok(())
}
