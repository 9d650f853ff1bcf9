//! What a caller says of a file.

use crate::crs::Crs;

/// What the file itself does not say, or what of it to read.
///
/// ```
/// use nabij_io::{Crs, ReadOptions};
/// let options = ReadOptions {
///     x: Some("X".into()),
///     y: Some("Y".into()),
///     crs: Some(Crs::parse("EPSG:28992")?),
///     ..ReadOptions::default()
/// };
/// # Ok::<(), nabij_io::CrsError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The layer of a GeoPackage; needed where it has several.
    pub layer: Option<String>,
    /// The CRS of the coordinates, where the file states none.
    pub crs: Option<Crs>,
    /// The column of eastings or longitudes (CSV and Parquet without geometry).
    pub x: Option<String>,
    /// The column of northings or latitudes (CSV and Parquet without geometry).
    pub y: Option<String>,
    /// What separates the cells of a CSV file; seen from its first line where not given.
    pub separator: Option<char>,
    /// The encoding of a CSV file, such as `windows-1252`; UTF-8 where not given.
    pub encoding: Option<String>,
    /// Whether numbers in text have a decimal comma.
    pub decimal_comma: bool,
}
