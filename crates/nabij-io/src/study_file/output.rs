//! Where results go, and in which shapes.

use std::path::PathBuf;

use serde::Deserialize;

use crate::write::CsvStyle;

/// Where results go.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The folder; `out` if not given.
    pub dir: Option<PathBuf>,
    /// The format of the tables for programs.
    #[serde(default)]
    pub format: Format,
    /// The formats of the wide tables for colleagues; none are written if not given.
    #[serde(default)]
    pub wide: Vec<WideFormat>,
    /// How CSV is written.
    #[serde(default)]
    pub dialect: Dialect,
    /// A workbook for each owner of complexes as well.
    #[serde(default)]
    pub per_owner: bool,
    /// Who may see the results.
    #[serde(default)]
    pub audience: Audience,
}

impl Output {
    /// Whether anybody may see the results.
    pub fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }
}

/// Who may see the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Audience {
    /// Those who may see counts of people at single addresses.
    #[default]
    #[serde(rename = "intern")]
    Internal,
    /// Everybody: nobody's count can be found out.
    #[serde(rename = "openbaar")]
    Public,
}

/// The format of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// GeoParquet.
    #[default]
    Parquet,
    /// One GeoPackage.
    Gpkg,
    /// GeoJSON.
    Geojson,
    /// CSV.
    Csv,
}

/// A format of the wide tables for colleagues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WideFormat {
    /// One GeoPackage, `wide.gpkg`, with QGIS styles.
    Gpkg,
    /// One workbook, `wide.xlsx`.
    Xlsx,
    /// A CSV file a table, `wide_TABLE.csv`.
    Csv,
}

/// How CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Dialect {
    /// Commas and decimal points.
    #[default]
    #[serde(rename = "plain")]
    Plain,
    /// As a Dutch Excel opens it: semicolons, decimal commas, a byte order mark.
    #[serde(rename = "excel-nl")]
    ExcelNl,
}

impl Dialect {
    /// The style that it stands for.
    pub fn style(self) -> CsvStyle {
        match self {
            Dialect::Plain => CsvStyle::default(),
            Dialect::ExcelNl => CsvStyle::EXCEL_NL,
        }
    }
}
