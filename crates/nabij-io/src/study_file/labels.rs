//! A list of labelled dwellings among the origins.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;

use super::{AddressColumns, layer::file_layer};

/// A list of labelled dwellings, such as a corporation's, by address or by the id of the origin.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelLayer {
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
    /// The column of the ids of the origins.
    pub id: Option<String>,
    /// The columns of addresses, where it has no such ids.
    #[serde(rename = "match")]
    pub matching: Option<AddressColumns>,
    /// The column of complexes.
    pub complex: Option<String>,
    /// Columns of what is said of the dwellings: `label`, `owner` and others.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

file_layer!(LabelLayer, [] separator, encoding, decimal_comma);
