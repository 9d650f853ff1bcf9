//! Layers: a file each, and what it does not say itself.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{error::JobError, table::ReadOptions};

/// A file, and what it does not say itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
}

/// What nobody walks across: lines and polygons, or outlines of buildings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BarrierLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// Which ones they are; of an OSM extract all if not given, of a table barriers.
    pub kind: Option<BarrierKind>,
    /// Columns, as other lines have them; nothing depends on them.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

/// What a barrier is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BarrierKind {
    /// Water, a railway: nobody walks across.
    #[default]
    Barrier,
    /// A wall, a fence or a ditch around a plot: only the straight line next door heeds it.
    Wall,
    /// A building: only who starts inside walks out of it.
    Building,
}

impl BarrierKind {
    /// Every kind.
    pub const ALL: [BarrierKind; 3] = [
        BarrierKind::Barrier,
        BarrierKind::Wall,
        BarrierKind::Building,
    ];
}

impl BarrierLayer {
    /// Whether the layer tells of such barriers.
    pub(crate) fn tells(&self, kind: BarrierKind) -> bool {
        let all = self.is_osm() && self.kind.is_none();
        all || self.kind.unwrap_or_default() == kind
    }
}

/// Lines, polygons or points of the network, with the columns of their attributes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// The column that holds each attribute, by the attribute's name.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

/// Facilities and their columns.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilityLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// CSV: the column of eastings or longitudes.
    pub x: Option<String>,
    /// CSV: the column of northings or latitudes.
    pub y: Option<String>,
    /// CSV: what separates cells.
    pub separator: Option<char>,
    /// CSV: the encoding.
    pub encoding: Option<String>,
    /// CSV: whether numbers have a decimal comma.
    #[serde(default)]
    pub decimal_comma: bool,
    /// The column of ids; `id` if not given.
    pub id: Option<String>,
    /// The column of categories; `category` if not given.
    pub category: Option<String>,
    /// One category for the whole file, instead of a column.
    pub only: Option<String>,
    /// The column of names.
    pub name: Option<String>,
    /// The column of buildings.
    pub building: Option<String>,
    /// The column of complexes.
    pub complex: Option<String>,
    /// The column of the streets that addresses name.
    pub street: Option<String>,
    /// Whether its polygons are open ground, which one comes to where ways cross their edge.
    #[serde(default)]
    pub gates: bool,
    /// Columns that are copied to the tables for colleagues, by what they say.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Only totals per wijk or larger are kept, no point, id or name; nobody walks there.
    #[serde(default)]
    pub sensitive: bool,
    /// The columns of addresses, where the file has no places: they are looked up among the origins.
    #[serde(rename = "match")]
    pub matching: Option<AddressColumns>,
}

/// Doors: points that say whose they are, else lie on an outline.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoorLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// CSV: the column of eastings or longitudes.
    pub x: Option<String>,
    /// CSV: the column of northings or latitudes.
    pub y: Option<String>,
    /// CSV: what separates cells.
    pub separator: Option<char>,
    /// CSV: the encoding.
    pub encoding: Option<String>,
    /// CSV: whether numbers have a decimal comma.
    #[serde(default)]
    pub decimal_comma: bool,
    /// The column of ids of facilities.
    pub facility: Option<String>,
    /// The column of buildings, which facilities and addresses name.
    pub building: Option<String>,
    /// The column of complexes, which facilities and addresses name.
    pub complex: Option<String>,
    /// The column of kinds: `service` and the like do not count.
    pub kind: Option<String>,
    /// The column of storeys.
    pub level: Option<String>,
}

/// Columns that together are a Dutch address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressColumns {
    /// The column of postcodes.
    pub postcode: String,
    /// The column of house numbers; letter and addition may follow the digits.
    pub huisnummer: String,
    /// The column of letters.
    pub huisletter: Option<String>,
    /// The column of additions.
    pub toevoeging: Option<String>,
}

/// Addresses and their columns.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OriginLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// CSV: the column of eastings or longitudes.
    pub x: Option<String>,
    /// CSV: the column of northings or latitudes.
    pub y: Option<String>,
    /// CSV: what separates cells.
    pub separator: Option<char>,
    /// CSV: the encoding.
    pub encoding: Option<String>,
    /// CSV: whether numbers have a decimal comma.
    #[serde(default)]
    pub decimal_comma: bool,
    /// The column of ids; `id` if not given.
    pub id: Option<String>,
    /// The columns that together are the address people know: street, number, addition.
    #[serde(default)]
    pub address: Vec<String>,
    /// The column of kinds; every origin is an `address` if not given.
    pub kind: Option<String>,
    /// The column of buildings.
    pub building: Option<String>,
    /// The column of complexes.
    pub complex: Option<String>,
    /// A published register whose layers, columns and rules are known: `bag`.
    pub preset: Option<String>,
    /// The column of postcodes, such as `2541 SV`.
    pub postcode: Option<String>,
    /// The column of house numbers.
    pub huisnummer: Option<String>,
    /// The column of letters of house numbers.
    pub huisletter: Option<String>,
    /// The column of additions to house numbers.
    pub toevoeging: Option<String>,
    /// The column of codes of the area of the finest level that it is in; it beats the place.
    pub area: Option<String>,
    /// Columns of weights, by the name they get in results.
    #[serde(default)]
    pub weights: BTreeMap<String, String>,
    /// Columns that are copied to the tables for colleagues, by what they say.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

/// Outlines of buildings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildingLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// The column of ids, which the origins' column of buildings holds; `id` if not given.
    pub id: Option<String>,
}

/// Neighbourhoods, and the columns of the larger areas they are part of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaLayer {
    /// The file.
    pub file: PathBuf,
    /// The layer of a GeoPackage.
    pub layer: Option<String>,
    /// The CRS, where the file states none.
    pub crs: Option<String>,
    /// A published table whose columns, codes and water areas are known: `cbs-buurten` or `pc6`.
    pub preset: Option<String>,
    /// The column of codes; `id` if not given.
    pub id: Option<String>,
    /// The column of names.
    pub name: Option<String>,
    /// What such an area is called, `area` if not given.
    pub level: Option<String>,
    /// OSM: the administrative level of the relations.
    pub admin_level: Option<u8>,
    /// Larger areas, from fine to coarse.
    #[serde(default)]
    pub parents: Vec<ParentLevel>,
}

/// A level of larger areas: by a column, by the first characters of the code, by a table, or a
/// region that is built in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParentLevel {
    /// What such an area is called.
    pub level: String,
    /// The column of its code in the areas' file.
    pub id: Option<String>,
    /// The column of its name in the areas' file.
    pub name: Option<String>,
    /// By the code: `{ from = "BU", to = "WK", length = 6 }` makes BU05183387 part of WK051833.
    pub prefix: Option<Prefix>,
    /// A CSV with the columns `code`, `parent` and perhaps `name`.
    pub table: Option<PathBuf>,
    /// Areas that are built in: `zuidwest`, `haaglanden-zorg`, `haaglanden-wonen`,
    /// `stadsdelen-denhaag`.
    pub preset: Option<String>,
}

/// How a larger area's code follows from a smaller one's: BU05183387 → WK051833.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefix {
    /// What the finer code starts with.
    pub from: String,
    /// What the coarser code starts with.
    pub to: String,
    /// How many characters that follow they share.
    pub length: usize,
}

/// What every kind of layer says of its file.
pub(crate) trait FileLayer {
    /// The file.
    fn file(&self) -> &Path;
    /// How to read it as a table.
    fn options(&self) -> Result<ReadOptions, JobError>;

    /// Whether it is an OSM extract.
    fn is_osm(&self) -> bool {
        self.file()
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("pbf"))
    }
}

/// A kind of layer by its fields: in brackets the CRS, if it has one, and what else it says.
macro_rules! file_layer {
    ($layer:ty, [$($crs:ident)?] $($field:ident),*) => {
        impl $crate::study_file::FileLayer for $layer {
            fn file(&self) -> &std::path::Path {
                &self.file
            }

            fn options(&self) -> Result<$crate::table::ReadOptions, $crate::error::JobError> {
                let mut options = $crate::table::ReadOptions::default();
                options.layer.clone_from(&self.layer);
                $(options.$crs = self.$crs.as_deref().map($crate::crs::Crs::parse).transpose()?;)?
                $(options.$field.clone_from(&self.$field);)*
                Ok(options)
            }
        }
    };
}

pub(super) use file_layer;

file_layer!(Layer, [crs]);
file_layer!(LineLayer, [crs]);
file_layer!(BarrierLayer, [crs]);
file_layer!(AreaLayer, [crs]);
file_layer!(BuildingLayer, [crs]);
file_layer!(FacilityLayer, [crs] x, y, separator, encoding, decimal_comma);
file_layer!(DoorLayer, [crs] x, y, separator, encoding, decimal_comma);
file_layer!(OriginLayer, [crs] x, y, separator, encoding, decimal_comma);
