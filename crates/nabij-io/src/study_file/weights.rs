//! People per address: where totals of zones come from.

use std::path::PathBuf;

use serde::Deserialize;

use super::layer::{AddressColumns, file_layer};

/// How people are spread over the origins. Sources are asked in this order: own counts, capacity,
/// postcodes, squares, areas.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightSection {
    /// The origins' column of dwellings; one each if not given.
    pub dwellings: Option<String>,
    /// The origins' column of places in a nursing home: that many residents, and as many dwellings
    /// where other people are spread.
    pub capacity: Option<String>,
    /// The origins' columns of people counted per address.
    #[serde(default)]
    pub own: OwnCounts,
    /// Dwellings, capacity and people counted per address, where they stand in a table of their own.
    pub addresses: Option<CountLayer>,
    /// Totals per postcode; the origins need `postcode`.
    pub pc6: Option<ZoneLayer>,
    /// Totals per square of 100 m; the plane must be RD New.
    pub squares: Option<ZoneLayer>,
    /// Totals per area of the finest level, which are met; the areas' own file if none is given.
    pub areas: Option<ZoneLayer>,
}

/// Columns of people counted per address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnCounts {
    /// The column of residents.
    pub residents: Option<String>,
    /// The column of residents of 65 and older.
    pub over_65: Option<String>,
}

/// A table of counts per address, and its columns.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// CSV: what separates cells.
    pub separator: Option<char>,
    /// CSV: the encoding.
    pub encoding: Option<String>,
    /// CSV: whether numbers have a decimal comma.
    #[serde(default)]
    pub decimal_comma: bool,
    /// The year that the counts speak of.
    pub year: Option<i32>,
    /// The column of the origins' ids.
    pub id: Option<String>,
    /// Instead of ids the columns of addresses: they are looked up among the origins.
    #[serde(rename = "match")]
    pub matching: Option<AddressColumns>,
    /// The column of dwellings.
    pub dwellings: Option<String>,
    /// The column of places in a nursing home.
    pub capacity: Option<String>,
    /// The columns of people counted per address.
    #[serde(default)]
    pub own: OwnCounts,
}

/// A table of totals per zone, and its columns.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneLayer {
    /// The file; for areas their own file if not given.
    #[serde(default)]
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// CSV: what separates cells.
    pub separator: Option<char>,
    /// CSV: the encoding.
    pub encoding: Option<String>,
    /// CSV: whether numbers have a decimal comma.
    #[serde(default)]
    pub decimal_comma: bool,
    /// A published table whose columns are known: `cbs-buurten`, `pc6`, `cbs-vierkanten`.
    pub preset: Option<String>,
    /// The year that the numbers speak of.
    pub year: Option<i32>,
    /// The column of the zones' codes.
    pub code: Option<String>,
    /// The column of residents.
    pub residents: Option<String>,
    /// The column of residents of 65 and older.
    pub over_65: Option<String>,
    /// The column of the percentage of 65 and older, where there is no count.
    pub over_65_percent: Option<String>,
}

file_layer!(CountLayer, [] separator, encoding, decimal_comma);
file_layer!(ZoneLayer, [] separator, encoding, decimal_comma);
