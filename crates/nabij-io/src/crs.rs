//! Coordinate reference systems: what a file or a user says, and what PROJ knows of it.

mod error;
mod export;
mod name;
mod transform;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex},
};

use proj::Proj;
use serde_json::Value;

use crate::bounds::Bounds;

pub use error::CrsError;
pub use export::SpatialRefSys;
pub(crate) use transform::Transformation;

/// A coordinate reference system that PROJ knows.
///
/// Wherever coordinates meet a `Crs`, x is longitude or easting and y latitude or northing,
/// whatever order the authority states: that is how files store them.
///
/// ```
/// use nabij_io::Crs;
/// let rd = Crs::parse("urn:ogc:def:crs:EPSG::28992")?;
/// assert_eq!(rd.to_string(), "EPSG:28992");
/// assert_eq!(rd.name(), "Amersfoort / RD New");
/// assert!(!rd.is_geographic());
/// assert!(Crs::parse("EPSG:999999").is_err());
/// # Ok::<(), nabij_io::CrsError>(())
/// ```
#[derive(Clone)]
pub struct Crs(Arc<Definition>);

/// What PROJ told before, by text: to ask it opens its database anew.
static KNOWN: Mutex<BTreeMap<String, Crs>> = Mutex::new(BTreeMap::new());

struct Definition {
    /// What PROJ is given.
    text: String,
    name: String,
    authority: Option<(String, String)>,
    unit: Unit,
    /// In degrees; `None` where PROJ tells none or it crosses the antimeridian.
    area: Option<Bounds>,
    /// False easting of a transverse Mercator.
    central_easting: Option<f64>,
    projjson: String,
}

/// What its coordinates count.
#[derive(Clone, Debug, PartialEq)]
enum Unit {
    Degrees,
    Metres,
    /// Another unit of length, by name.
    Other(String),
}

impl Crs {
    /// RD New, the plane of the Netherlands.
    pub const RD_NEW: &'static str = "EPSG:28992";
    /// Longitude and latitude in degrees, the CRS of GeoJSON.
    pub const LON_LAT: &'static str = "OGC:CRS84";

    /// The CRS that a text names: `EPSG:28992`, `OGC:CRS84`, an OGC URN or address, a PROJ
    /// string, WKT or PROJJSON. Of a compound CRS the horizontal part is taken.
    ///
    /// # Errors
    /// [`CrsError`] when the text is none of these, PROJ does not know it, or it is no CRS for
    /// places on a map.
    pub fn parse(text: &str) -> Result<Self, CrsError> {
        let text = name::canonical(text)?;
        let known = |all: &BTreeMap<String, Crs>| all.get(&text).cloned();
        if let Some(crs) = KNOWN.lock().ok().and_then(|all| known(&all)) {
            return Ok(crs);
        }
        let crs = Crs::look_up(text.clone())?;
        if let Ok(mut all) = KNOWN.lock() {
            all.insert(text, crs.clone());
        }
        Ok(crs)
    }

    /// Asks PROJ.
    fn look_up(text: String) -> Result<Self, CrsError> {
        let unknown = |message: String| CrsError::Unknown {
            text: name::shorten(&text),
            message,
        };
        let proj = Proj::new(&text).map_err(|e| {
            // Of a code that it does not find, PROJ says no more than "unknown error".
            let is_code = !text.contains(['[', '{', '+']);
            unknown(match is_code {
                true => "its database has no such code".to_string(),
                false => e.to_string(),
            })
        })?;
        let projjson = proj
            .to_projjson(Some(false), None, None)
            .map_err(|e| unknown(e.to_string()))?;
        let json: Value = serde_json::from_str(&projjson).map_err(|e| unknown(e.to_string()))?;
        if json["type"] == "CompoundCRS" {
            let part = &json["components"][0];
            return Crs::by_name(part).unwrap_or_else(|| Crs::parse(&part.to_string()));
        }
        // A text with all of EPSG:28992 in it is EPSG:28992: files say it in many ways.
        let authority = name::authority(&json);
        if let Some((organization, code)) = &authority {
            let short = format!("{organization}:{code}");
            if short != text && Proj::new(&short).is_ok() {
                return Crs::parse(&short);
            }
        }
        let name = match json["name"].as_str().unwrap_or("unknown") {
            // What PROJ calls a CRS that is given by its parameters.
            "unknown" => json["conversion"]["method"]["name"].as_str(),
            known => Some(known),
        };
        let name = name.unwrap_or("unknown").to_string();
        let core = if json["type"] == "BoundCRS" {
            &json["source_crs"]
        } else {
            &json
        };
        let unit = unit(core).ok_or_else(|| CrsError::Unsupported {
            text: name::shorten(&text),
            kind: core["type"].as_str().unwrap_or("unknown").to_string(),
        })?;
        let area = proj.area_of_use().ok().and_then(|(area, _)| area);
        Ok(Crs(Arc::new(Definition {
            name,
            authority,
            unit,
            area: area
                .filter(|area| area.west < area.east)
                .map(|area| Bounds::new(area.west, area.south, area.east, area.north)),
            central_easting: central_easting(core),
            projjson,
            text,
        })))
    }

    /// The CRS of this name in PROJ's database, where it is the one described. Inside a compound
    /// CRS PROJ tells name and definition, but not the code.
    fn by_name(described: &Value) -> Option<Result<Self, CrsError>> {
        let found = Proj::new(described["name"].as_str()?).ok()?;
        let found = found.to_projjson(Some(false), None, None).ok()?;
        let found: Value = serde_json::from_str(&found).ok()?;
        let (organization, code) = name::authority(&found)?;
        let equal = |key: &str| found[key] == described[key];
        let same = equal("conversion") && equal("base_crs") && equal("coordinate_system");
        same.then(|| Crs::parse(&format!("{organization}:{code}")))
    }

    /// The name, such as "Amersfoort / RD New".
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Organization and code, such as `("EPSG", "28992")`.
    pub fn authority(&self) -> Option<(&str, &str)> {
        let (organization, code) = self.0.authority.as_ref()?;
        Some((organization, code))
    }

    /// The text that PROJ is given: `EPSG:28992`, or the definition where it has no code.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Whether its coordinates are degrees.
    pub fn is_geographic(&self) -> bool {
        self.0.unit == Unit::Degrees
    }

    /// Whether its coordinates are metres in a plane.
    pub fn is_in_metres(&self) -> bool {
        self.0.unit == Unit::Metres
    }

    /// Where it is meant to be used, in degrees, where PROJ tells.
    pub fn area_of_use(&self) -> Option<Bounds> {
        self.0.area
    }

    pub(crate) fn unit_name(&self) -> &str {
        match &self.0.unit {
            Unit::Degrees => "degree",
            Unit::Metres => "metre",
            Unit::Other(name) => name,
        }
    }

    /// The x of its central meridian, for a transverse Mercator.
    pub(crate) fn central_easting(&self) -> Option<f64> {
        self.0.central_easting
    }

    /// Checks that coordinates within these bounds can be in this CRS.
    ///
    /// # Errors
    /// [`CrsError::DegreesAsMetres`] when a CRS in metres or feet is stated and every coordinate
    /// would do as longitude and latitude; [`CrsError::MetresAsDegrees`] when degrees are stated
    /// and no coordinate is one.
    pub fn check_units(&self, bounds: Bounds) -> Result<(), CrsError> {
        const EARTH: Bounds = Bounds::new(-180.0, -90.0, 180.0, 90.0);
        if !self.is_geographic() && EARTH.covers(bounds) {
            return Err(CrsError::DegreesAsMetres {
                crs: self.to_string(),
                unit: self.unit_name().to_string(),
                bounds,
            });
        }
        let apart = bounds.min_x > EARTH.max_x
            || bounds.max_x < EARTH.min_x
            || bounds.min_y > EARTH.max_y
            || bounds.max_y < EARTH.min_y;
        if self.is_geographic() && apart {
            return Err(CrsError::MetresAsDegrees {
                crs: self.to_string(),
                bounds,
            });
        }
        Ok(())
    }
}

/// Degrees in both senses: with x as longitude, EPSG:4326 and OGC:CRS84 are one.
fn key(crs: &Crs) -> &str {
    match crs.text() {
        "EPSG:4326" => Crs::LON_LAT,
        _ if crs.0.authority.is_some() => crs.text(),
        _ => &crs.0.projjson,
    }
}

impl PartialEq for Crs {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || key(self) == key(other)
    }
}

impl Eq for Crs {}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&name::shorten(&self.0.text))
    }
}

impl fmt::Debug for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crs({})", self.0.text)
    }
}

/// What the first axis counts; `None` for what is no CRS of places on a map.
fn unit(json: &Value) -> Option<Unit> {
    let kind = json["type"].as_str()?;
    // PROJ writes the coordinate system of a derived CRS beside it, like any other's.
    let unit = &json["coordinate_system"]["axis"][0]["unit"];
    let name = unit
        .as_str()
        .or_else(|| unit["name"].as_str())
        .unwrap_or("unknown");
    match (kind, name) {
        ("GeographicCRS" | "DerivedGeographicCRS", "degree") => Some(Unit::Degrees),
        ("ProjectedCRS" | "DerivedProjectedCRS", "metre") => Some(Unit::Metres),
        ("ProjectedCRS" | "DerivedProjectedCRS", other) => Some(Unit::Other(other.to_string())),
        _ => None,
    }
}

fn central_easting(json: &Value) -> Option<f64> {
    let conversion = &json["conversion"];
    if conversion["method"]["name"] != "Transverse Mercator" {
        return None;
    }
    let easting = conversion["parameters"]
        .as_array()?
        .iter()
        .find(|parameter| parameter["name"] == "False easting")?;
    easting["value"].as_f64()
}
