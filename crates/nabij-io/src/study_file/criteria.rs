//! What criteria need beside walks: tables of areas and dwellings, routes, places, a balance.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;

use super::layer::file_layer;

/// How criteria are measured and weighed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriteriaSection {
    /// A built-in catalogue, a TOML file, or what differs from a built-in one.
    #[serde(default)]
    pub catalogue: CatalogueKey,
    /// The year that figures are wanted of; the latest before it counts where there is none.
    pub year: Option<i32>,
    /// Whether headings are weighed into one number: the weights are yours.
    #[serde(default)]
    pub total: bool,
    /// The definition of clustered housing.
    pub clustered: Option<String>,
    /// Own rules for housing types, instead of built-in ones of the same name.
    pub housing: Option<PathBuf>,
    /// How many metres the sites lie apart that are tried where the study names no candidates; 0
    /// tries none.
    pub site_grid: Option<f64>,
}

/// Which catalogue.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "catalogue must be a name, a .toml file, or a table of what differs"
)]
pub enum CatalogueKey {
    /// The name of a built-in catalogue, or the path of a TOML file.
    Named(String),
    /// What differs, with the keys of such a file.
    Own(toml::Table),
}

impl Default for CatalogueKey {
    fn default() -> Self {
        CatalogueKey::Named("zorgzame-buurt-2024".to_owned())
    }
}

impl CatalogueKey {
    /// The file, where it is one.
    pub fn file(&self) -> Option<&str> {
        match self {
            CatalogueKey::Named(name) => name.ends_with(".toml").then_some(name),
            CatalogueKey::Own(_) => None,
        }
    }
}

/// A table of numbers per area: long, with a column of quantities, or wide, with a column for each.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureLayer {
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
    /// The column of areas' codes, of any level.
    pub area: String,
    /// Long: the column of quantities.
    pub quantity: Option<String>,
    /// Long: the column of numbers.
    pub value: Option<String>,
    /// Long: the column of years.
    pub years: Option<String>,
    /// Long: the column of sources; nothing depends on it.
    pub source: Option<String>,
    /// Wide: the column of each quantity.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Wide: quantities that are a percentage of another column; they are estimates.
    #[serde(default)]
    pub percent: BTreeMap<String, PercentOf>,
    /// The year that all of it speaks of.
    pub year: Option<i32>,
    /// Whether the numbers are estimates.
    #[serde(default)]
    pub estimated: bool,
}

/// A quantity that a table gives as a percentage.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PercentOf {
    /// The column of the percentage.
    pub column: String,
    /// The column of what it is a percentage of.
    pub of: String,
}

/// A register of dwellings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DwellingLayer {
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
    /// The column of ids.
    pub id: Option<String>,
    /// The column of the origins' ids.
    pub address: Option<String>,
    /// Instead of it the column of the areas' codes.
    pub area: Option<String>,
    /// The column of complexes.
    pub complex: Option<String>,
    /// The column of how many dwellings a row stands for; one if not given.
    pub count: Option<String>,
    /// The column of each feature.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

/// Polygons in which there is something.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZonePolygons {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// What there is.
    pub quantity: String,
}

/// Named lines or points.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// The column of ids; `id` if not given.
    pub id: Option<String>,
    /// The column of names.
    pub name: Option<String>,
}

/// The supply of facilities that are in other files: full-time equivalents of a practice.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyLayer {
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
    /// The column of categories.
    pub category: String,
    /// The column of the facilities' ids.
    pub facility: String,
    /// The column of supply.
    pub supply: String,
}

/// The balance of need and supply of housing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceSection {
    /// What is needed (opgave).
    pub task: Option<BalanceLayer>,
    /// What there is (voorraad).
    pub stock: Option<BalanceLayer>,
    /// What is planned (plannen).
    pub plans: Option<BalanceLayer>,
    /// New places to be shared out over the areas of a level.
    pub share: Option<ShareSection>,
}

/// A table of numbers of dwellings per area, type and year.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceLayer {
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
    /// The column of areas' codes.
    pub area: String,
    /// The column of types of housing.
    #[serde(rename = "type")]
    pub kind: String,
    /// The column of years.
    pub year: String,
    /// The column of numbers.
    pub number: String,
    /// Plans: the column that says `hard` or `soft` (`hard`, `zacht`).
    pub hardness: Option<String>,
}

/// New places, shared out in proportion; areas that hold more than their share are spared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareSection {
    /// How many new places.
    pub new: u64,
    /// The level of the areas.
    pub level: String,
    /// The quantity that areas hold already.
    pub of: String,
    /// The quantity that makes a share fair.
    pub per: String,
}

file_layer!(FigureLayer, [] separator, encoding, decimal_comma);
file_layer!(DwellingLayer, [] separator, encoding, decimal_comma);
file_layer!(ZonePolygons, [crs]);
file_layer!(NamedLayer, [crs]);
file_layer!(SupplyLayer, [] separator, encoding, decimal_comma);
file_layer!(BalanceLayer, [] separator, encoding, decimal_comma);
