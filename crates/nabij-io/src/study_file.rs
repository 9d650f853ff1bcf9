//! The study file: one reviewable TOML text that names inputs, columns, norms and outputs.

mod audit;
mod criteria;
mod inputs;
mod labels;
mod layer;
mod norms;
mod output;
mod profiles;
mod source;
mod weights;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{error::JobError, language::Language, table::Table};

pub use audit::AuditTable;
pub use criteria::{
    BalanceLayer, BalanceSection, CatalogueKey, CriteriaSection, DwellingLayer, FigureLayer,
    NamedLayer, ShareSection, SupplyLayer, ZonePolygons,
};
pub use labels::LabelLayer;
pub(crate) use layer::FileLayer;
pub use layer::{
    AddressColumns, AreaLayer, BarrierKind, BarrierLayer, BuildingLayer, DoorLayer, FacilityLayer,
    Layer, LineLayer, OriginLayer, ParentLevel, Prefix,
};
pub use norms::NormsKey;
pub use output::{Audience, Dialect, Format, Output, WideFormat};
pub use profiles::{Assume, ProfilesKey};
pub use source::FacilitySource;
pub use weights::{CountLayer, OwnCounts, WeightSection, ZoneLayer};

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
/// assert_eq!(study.norms.to_string(), "denhaag-2024");
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
    #[serde(default)]
    pub profile: ProfilesKey,
    /// Where a tag is missing: the classes of way on which it is taken to be good enough, such as
    /// `incline = ["*"]` in flat country.
    #[serde(default)]
    pub assume: Assume,
    /// How many metres somebody walks without sitting down: for each, walks with rests as well.
    #[serde(default)]
    pub rests: Vec<f64>,
    /// A built-in norm set, a TOML file, or the set itself with the keys of such a file.
    #[serde(default)]
    pub norms: NormsKey,
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
    /// A network that was saved before; it stands for streets, squares, nodes, barriers and extent.
    pub network: Option<PathBuf>,
    /// A folder in which the network is kept between runs, as long as its inputs are the same.
    pub cache: Option<PathBuf>,
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
    pub barriers: Vec<BarrierLayer>,
    /// Places to walk to.
    #[serde(default)]
    pub facilities: Vec<FacilityLayer>,
    /// Doors of facilities and homes.
    #[serde(default)]
    pub doors: Vec<DoorLayer>,
    /// Ids of facilities that are left out: what if they were not there?
    #[serde(default)]
    pub without: Vec<String>,
    /// By category whose facilities count, where tables and OSM extracts both have it.
    #[serde(default)]
    pub source: BTreeMap<String, FacilitySource>,
    /// By category the polygons within which its facilities are known.
    #[serde(default)]
    pub coverage: BTreeMap<String, PathBuf>,
    /// Addresses.
    pub origins: Option<OriginLayer>,
    /// A list of labelled dwellings among the origins.
    pub labels: Option<LabelLayer>,
    /// Outlines of buildings, to see which ones touch.
    pub buildings: Option<BuildingLayer>,
    /// Neighbourhoods.
    pub areas: Option<AreaLayer>,
    /// People per address from the totals of zones.
    pub weights: Option<WeightSection>,
    /// The polygon within which the data are complete.
    pub extent: Option<Layer>,
    /// Numbers that the norms do not give.
    #[serde(default)]
    pub parameters: ParameterTable,
    /// How near is too near, for `nabij check`.
    #[serde(default)]
    pub audit: AuditTable,
    /// Own rules for OSM tags.
    #[serde(default)]
    pub rules: RuleFiles,
    /// How criteria are measured and weighed.
    pub criteria: Option<CriteriaSection>,
    /// Tables of numbers per area.
    #[serde(default)]
    pub figures: Vec<FigureLayer>,
    /// Registers of dwellings.
    #[serde(default)]
    pub dwellings: Vec<DwellingLayer>,
    /// Polygons in which there is something, such as a network.
    #[serde(default)]
    pub zones: Vec<ZonePolygons>,
    /// Named routes to walk for exercise.
    #[serde(default)]
    pub routes: Vec<NamedLayer>,
    /// Places for new facilities.
    pub candidates: Option<NamedLayer>,
    /// The supply of facilities that are in other files.
    #[serde(default)]
    pub supply: Vec<SupplyLayer>,
    /// Need and supply of housing.
    pub balance: Option<BalanceSection>,
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
    /// How far away a street may be that an address names, to come before a nearer one.
    pub named_street: Option<f64>,
    /// Whether barriers and buildings bar the leg from a door to the street.
    pub barred_legs: Option<bool>,
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

    /// The layers that tell of barriers of one kind; nothing where those of the OSM streets count.
    /// A layer of barriers or of walls stands for both of OSM's.
    pub(crate) fn barriers_of(&self, kind: BarrierKind) -> Option<Vec<&BarrierLayer>> {
        let kinds = match kind {
            BarrierKind::Building => &[BarrierKind::Building][..],
            BarrierKind::Barrier | BarrierKind::Wall => &[BarrierKind::Barrier, BarrierKind::Wall],
        };
        let tells = |layer: &&BarrierLayer| kinds.iter().any(|kind| layer.tells(*kind));
        let own = self.barriers.iter().any(|layer| tells(&layer));
        let told = self.barriers.iter().filter(|layer| layer.tells(kind));
        own.then(|| told.collect())
    }

    /// A path of the file as one that can be opened.
    pub fn path(&self, file: &Path) -> PathBuf {
        self.folder.join(file)
    }

    /// Reads the table of a layer, where it is not in memory.
    pub(crate) fn table(&self, layer: &dyn FileLayer) -> Result<Table, JobError> {
        match self.tables.get(layer.file()) {
            Some(table) => Ok(table.clone()),
            None => Ok(Table::read(self.path(layer.file()), &layer.options()?)?),
        }
    }

    /// The folder for results.
    pub fn output_folder(&self) -> PathBuf {
        self.path(self.output.dir.as_deref().unwrap_or(Path::new("out")))
    }
}
