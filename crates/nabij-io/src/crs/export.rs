//! A CRS as the file formats write it.

use proj::{
    Proj,
    wkt::{WktOptions, WktVersion},
};
use serde_json::{Value, json};

use super::{Crs, CrsError};

/// Projections that version 1 of WKT, which GeoPackage asks for, has words for.
const IN_WKT1: [&str; 6] = [
    "Transverse Mercator",
    "Oblique Stereographic",
    "Lambert Conic Conformal (1SP)",
    "Lambert Conic Conformal (2SP)",
    "Lambert Azimuthal Equal Area",
    "Albers Equal Area",
];

/// A row of `gpkg_spatial_ref_sys`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpatialRefSys {
    /// Its number in the file.
    pub srs_id: i32,
    /// Its name.
    pub srs_name: String,
    /// Who numbered it: `EPSG`, or `NONE`.
    pub organization: String,
    /// Its number there.
    pub organization_coordsys_id: i32,
    /// Well-known text.
    pub definition: String,
}

impl Crs {
    /// The definition as PROJJSON, as GeoParquet stores it.
    pub fn projjson(&self) -> Value {
        serde_json::from_str(&self.0.projjson).unwrap_or(Value::Null)
    }

    /// The `crs` member that GeoJSON files had before RFC 7946; `None` for a CRS without a code.
    pub fn geojson_member(&self) -> Option<Value> {
        let (organization, code) = self.authority()?;
        let version = if organization == "OGC" { "1.3" } else { "" };
        let name = format!("urn:ogc:def:crs:{organization}:{version}:{code}");
        Some(json!({"type": "name", "properties": {"name": name}}))
    }

    /// The row of `gpkg_spatial_ref_sys`; a CRS without a number of its own gets `spare`.
    ///
    /// # Errors
    /// [`CrsError`] when PROJ cannot write it as well-known text.
    pub fn spatial_ref_sys(&self, spare: i32) -> Result<SpatialRefSys, CrsError> {
        // A GeoPackage holds x before y whatever the authority says, so CRS84 is its 4326.
        let same = match self.text() {
            Crs::LON_LAT => Crs::parse("EPSG:4326")?,
            _ => self.clone(),
        };
        let numbered = same
            .authority()
            .and_then(|(organization, code)| Some((organization, code.parse::<i32>().ok()?)));
        let (organization, id) = numbered.unwrap_or(("NONE", spare));
        Ok(SpatialRefSys {
            srs_id: id,
            srs_name: same.name().to_string(),
            organization: organization.to_string(),
            organization_coordsys_id: id,
            definition: same.well_known_text()?,
        })
    }

    /// Well-known text: version 1 where it has words for the projection, else version 2.
    fn well_known_text(&self) -> Result<String, CrsError> {
        let unknown = |message: String| CrsError::Unknown {
            text: self.to_string(),
            message,
        };
        let json = self.projjson();
        let method = json["conversion"]["method"]["name"].as_str();
        let version = match (json["type"].as_str(), method) {
            (Some("GeographicCRS"), _) => WktVersion::Wkt1_Gdal,
            (_, Some(method)) if IN_WKT1.contains(&method) => WktVersion::Wkt1_Gdal,
            _ => WktVersion::Wkt2_2019,
        };
        let proj = Proj::new(self.text()).map_err(|e| unknown(e.to_string()))?;
        let text = proj
            .as_wkt(Some(version), Some(WktOptions::default()))
            .map_err(|e| unknown(e.to_string()))?;
        // One line, as other programs store it. Line breaks stand only between elements.
        Ok(text.lines().map(str::trim_start).collect())
    }
}
