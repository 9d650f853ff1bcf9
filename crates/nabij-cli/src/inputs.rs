//! A study file, or the inputs of a study one by one.

use std::path::PathBuf;

use clap::Args;
use nabij_io::{
    AreaLayer, FacilityLayer, JobError, LineLayer, OriginLayer, ProfilesKey, StudyFile,
};

/// A study file, or the inputs one by one.
#[derive(Args, Debug)]
pub struct Inputs {
    /// The study file.
    #[arg(required_unless_present_all = ["streets", "facilities", "origins"])]
    study: Option<PathBuf>,
    /// Walkable lines: an OSM PBF or a vector layer.
    #[arg(long, conflicts_with = "study")]
    streets: Option<PathBuf>,
    /// Places to walk to: an OSM PBF or a layer with the columns id and category.
    #[arg(long, conflicts_with = "study")]
    facilities: Option<PathBuf>,
    /// Addresses: an OSM PBF or a layer with the column id.
    #[arg(long, conflicts_with = "study")]
    origins: Option<PathBuf>,
    /// Neighbourhoods.
    #[arg(long, conflicts_with = "study")]
    areas: Option<PathBuf>,
    /// The column of the areas' codes.
    #[arg(long, requires = "areas", default_value = "id")]
    area_id: String,
    /// The column of the areas' names.
    #[arg(long, requires = "areas")]
    area_name: Option<String>,
    /// A built-in norm set or a TOML file.
    #[arg(long)]
    norms: Option<String>,
    /// Who walks: a built-in profile or a TOML file; repeat for more.
    #[arg(long = "profile", value_name = "PROFILE")]
    profiles: Vec<String>,
    /// Also measure walks with a seat every so many metres, such as 50,100,125.
    #[arg(long, value_name = "METRES", value_delimiter = ',')]
    rests: Vec<f64>,
    /// The CRS to measure in.
    #[arg(long)]
    crs: Option<String>,
}

impl Inputs {
    /// The study that they make.
    pub fn study(self) -> Result<StudyFile, JobError> {
        let mut study = match self.study {
            Some(path) => StudyFile::read(path)?,
            None => StudyFile {
                streets: self
                    .streets
                    .into_iter()
                    .map(|file| LineLayer {
                        file,
                        ..Default::default()
                    })
                    .collect(),
                facilities: self
                    .facilities
                    .into_iter()
                    .map(|file| FacilityLayer {
                        file,
                        ..Default::default()
                    })
                    .collect(),
                origins: self.origins.map(|file| OriginLayer {
                    file,
                    ..Default::default()
                }),
                areas: self.areas.map(|file| AreaLayer {
                    file,
                    id: Some(self.area_id),
                    name: self.area_name,
                    ..Default::default()
                }),
                ..StudyFile::default()
            },
        };
        // Files named here are relative to where the command is run, not to the study file.
        let named = |name: String| {
            let file = std::path::absolute(&name).ok();
            let file = file.filter(|_| name.ends_with(".toml"));
            file.map_or(name, |path| path.to_string_lossy().into_owned())
        };
        if let Some(norms) = self.norms {
            study.norms = named(norms).into();
        }
        if !self.profiles.is_empty() {
            let names = self.profiles.into_iter().map(named);
            study.profile = ProfilesKey::Several(names.collect());
        }
        if !self.rests.is_empty() {
            study.rests = self.rests;
        }
        study.crs = self.crs.or(study.crs);
        Ok(study)
    }
}
