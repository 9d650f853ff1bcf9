//! Which facilities count where tables of one's own and OSM extracts both have a category.

use serde::Deserialize;

/// Whose facilities of a category count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FacilitySource {
    /// Those of tables alone.
    Own,
    /// Those of OSM extracts alone.
    Osm,
    /// Both; where an object of OSM is next to one of a table, the table's.
    Both,
}

impl FacilitySource {
    /// The word in study files and results.
    pub fn as_str(self) -> &'static str {
        match self {
            FacilitySource::Own => "own",
            FacilitySource::Osm => "osm",
            FacilitySource::Both => "both",
        }
    }
}
