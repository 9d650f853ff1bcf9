//! The study file: one reviewable TOML text that names inputs, columns, norms and outputs.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    error::JobError,
    language::Language,
    table::{ReadOptions, Table},
};

/// A study as it stands in its file. Paths are relative to the file's folder.
///
/// ```
/// use nabij_io::StudyFile;
/// let study = StudyFile::parse(r#"
///     norms = "denhaag-2024"
///     [[streets]]
///     file = "city.osm.pbf"
///     [[facilities]]
///     file = "city.osm.pbf"
///     [origins]
///     file = "city.osm.pbf"
/// "#)?;
/// assert_eq!(study.norms, "denhaag-2024");
/// assert!(StudyFile::parse("norm = 1").is_err());
/// # Ok::<(), nabij_io::JobError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudyFile {
    /// Title of the pictures and tables.
    pub title: Option<String>,
    /// CRS of the network's plane; RD New in the Netherlands, else a transverse Mercator, if not given.
    pub crs: Option<String>,
    /// Who walks.
    #[serde(default = "adult")]
    pub profile: String,
    /// A built-in norm set or a TOML file.
    #[serde(default = "denhaag")]
    pub norms: String,
    /// The dates to which the inputs speak, by input.
    #[serde(default)]
    pub reference_dates: BTreeMap<String, String>,
    /// The year of the areas' borders and codes.
    pub area_year: Option<i32>,
    /// Language of texts and pictures: `en` or `nl`.
    #[serde(default)]
    pub language: Language,
    /// Where the data come from, for pictures.
    pub attribution: Option<String>,
    /// Walkable lines.
    #[serde(default)]
    pub streets: Vec<LineLayer>,
    /// What is known of vertices: gates, kerbs.
    #[serde(default)]
    pub nodes: Vec<LineLayer>,
    /// Polygons that are crossed in straight lines.
    #[serde(default)]
    pub squares: Vec<LineLayer>,
    /// What a straight line next door may not cross.
    #[serde(default)]
    pub barriers: Vec<LineLayer>,
    /// Places to walk to.
    #[serde(default)]
    pub facilities: Vec<FacilityLayer>,
    /// By category the polygons within which its facilities are known.
    #[serde(default)]
    pub coverage: BTreeMap<String, PathBuf>,
    /// Addresses.
    pub origins: Option<OriginLayer>,
    /// Neighbourhoods.
    pub areas: Option<AreaLayer>,
    /// The polygon within which the data are complete.
    pub extent: Option<Layer>,
    /// Numbers that the norms do not give.
    #[serde(default)]
    pub parameters: ParameterTable,
    /// Own rules for OSM tags.
    #[serde(default)]
    pub rules: RuleFiles,
    /// Where results go.
    #[serde(default)]
    pub output: Output,
    /// The folder that paths are relative to.
    #[serde(skip)]
    pub folder: PathBuf,
    /// Tables that are in memory already, by the name that stands for a file.
    #[serde(skip)]
    pub tables: BTreeMap<PathBuf, Table>,
}

fn adult() -> String {
    "adult".to_owned()
}

fn denhaag() -> String {
    "denhaag-2024".to_owned()
}

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
    /// Columns of weights, by the name they get in results.
    #[serde(default)]
    pub weights: BTreeMap<String, String>,
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

/// A level of larger areas: by a column, by the first characters of the code, or by a table.
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

/// Numbers that the norms do not give, in metres.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterTable {
    /// The longest leg from a door to the street.
    pub max_snap: Option<f64>,
    /// Doors do not open onto pieces of network shorter than this.
    pub min_component: Option<f64>,
    /// Next door: a straight line this long counts as walked.
    pub direct: Option<f64>,
    /// Rows this close to a limit are flagged.
    pub near: Option<f64>,
    /// How far every search looks.
    pub horizon: Option<f64>,
}

/// Own rules for OSM tags, each instead of the built-in file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFiles {
    /// Which ways are walkable.
    pub walk: Option<PathBuf>,
    /// Which tags make a category.
    pub facilities: Option<PathBuf>,
    /// Which objects are origins.
    pub origins: Option<PathBuf>,
    /// Which objects are barriers.
    pub barriers: Option<PathBuf>,
}

/// Where results go.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The folder; `out` if not given.
    pub dir: Option<PathBuf>,
    /// The format.
    #[serde(default)]
    pub format: Format,
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

impl StudyFile {
    /// Reads a study file.
    ///
    /// # Errors
    /// [`JobError::StudyFile`] with file, line and reason.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, JobError> {
        let path = path.as_ref();
        let wrong = |reason: String| JobError::StudyFile {
            path: path.to_owned(),
            reason,
        };
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        let mut study: StudyFile =
            toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        study.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Ok(study)
    }

    /// A study from text, with paths relative to the working folder.
    ///
    /// # Errors
    /// [`JobError::StudyFile`] with line and reason.
    pub fn parse(text: &str) -> Result<Self, JobError> {
        toml::from_str(text).map_err(|error| JobError::StudyFile {
            path: PathBuf::new(),
            reason: error.to_string(),
        })
    }

    /// A study from JSON with the same keys.
    ///
    /// # Errors
    /// [`JobError::StudyFile`] with line and reason.
    pub fn from_json(text: &str) -> Result<Self, JobError> {
        serde_json::from_str(text).map_err(|error| JobError::StudyFile {
            path: PathBuf::new(),
            reason: error.to_string(),
        })
    }

    /// A path of the file as one that can be opened.
    pub fn path(&self, file: &Path) -> PathBuf {
        self.folder.join(file)
    }

    /// The folder for results.
    pub fn output_folder(&self) -> PathBuf {
        self.path(self.output.dir.as_deref().unwrap_or(Path::new("out")))
    }
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

macro_rules! file_layer {
    ($layer:ty, $($field:ident),*) => {
        impl FileLayer for $layer {
            fn file(&self) -> &Path {
                &self.file
            }

            fn options(&self) -> Result<ReadOptions, JobError> {
                let crs = self.crs.as_deref().map(crate::crs::Crs::parse).transpose()?;
                Ok(ReadOptions {
                    layer: self.layer.clone(),
                    crs,
                    $($field: self.$field.clone(),)*
                    ..ReadOptions::default()
                })
            }
        }
    };
}

file_layer!(Layer,);
file_layer!(LineLayer,);
file_layer!(AreaLayer,);
file_layer!(FacilityLayer, x, y, separator, encoding, decimal_comma);
file_layer!(OriginLayer, x, y, separator, encoding, decimal_comma);
