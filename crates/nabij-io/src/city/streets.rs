//! Streets as they were read, with everything that belongs to them.

mod saved;

use std::{collections::BTreeMap, sync::Arc};

use nabij::{Barriers, Coverage, Groundwork, Network, NetworkBuilder};
pub(super) use saved::{Key, VERSION};
use serde::{Deserialize, Serialize};

use super::{
    ground,
    homes::Entrance,
    lines,
    sources::{Sources, StreetNotes, Tally, Unused},
};
use crate::{
    crs::Crs,
    error::JobError,
    frame::Frame,
    input_file::{InputFile, hashed},
    study_file::{BarrierKind, FileLayer, StudyFile},
};

/// What every distance is measured on: the network in its plane, what nobody walks across, and
/// where the data end. It serves any number of studies, and can be saved.
#[derive(Debug, Serialize, Deserialize)]
pub struct Streets {
    /// The plane.
    pub frame: Frame,
    /// Streets and paths.
    #[serde(skip)]
    pub network: Network,
    /// What is laid over the network to search it and be snapped to it, where it is kept.
    #[serde(skip)]
    pub groundwork: Option<Groundwork>,
    /// What a straight line next door may not cross, nor a leg from a door to the street.
    #[serde(skip)]
    pub barriers: Barriers,
    /// Doors on outlines of buildings.
    pub entrances: Vec<Entrance>,
    /// Where the data are complete, where that is known.
    pub extent: Option<Coverage>,
    /// Whether any of it comes from OpenStreetMap.
    pub of_osm: bool,
    /// Whether the barriers are a layer of their own.
    pub own_barriers: bool,
    /// What every file held.
    pub tallies: Vec<Tally>,
    /// Rows and values that are not used, each with its reason.
    pub unused: Vec<Unused>,
    /// What the reader did that somebody may want to know.
    pub notes: Vec<Unused>,
    /// Dates that the files carry themselves, by file.
    pub data_dates: BTreeMap<String, String>,
    /// The files; none where they belong to a larger study.
    pub inputs: Vec<InputFile>,
    /// What the reader said of their extracts, where that is not among the rest.
    pub(super) extracts: Vec<StreetNotes>,
}

impl Streets {
    /// Reads the streets of a study, and nothing else of it.
    ///
    /// # Errors
    /// [`JobError`] when a file is wrong as a whole, or the streets make no network.
    pub fn read(file: &StudyFile) -> Result<Self, JobError> {
        let alone = StudyFile {
            facilities: Vec::new(),
            origins: None,
            areas: None,
            ..file.clone()
        };
        if alone.streets.is_empty() {
            return Err(JobError::Incomplete("names no [[streets]]".to_owned()));
        }
        let network = || -> Result<Self, JobError> {
            let mut sources = Sources::read(&alone)?;
            sources.project(None)?;
            Parts::read(&alone, &mut sources)?.build()
        };
        let inputs = || hashed(alone.network_files(), &BTreeMap::new());
        let (streets, inputs) = rayon::join(network, inputs);
        Ok(Streets {
            inputs: inputs?,
            ..streets?
        })
    }
}

/// The streets that a study is given or names, where it does not read them itself.
pub(super) fn made_before(
    file: &StudyFile,
    given: Option<Arc<Streets>>,
) -> Result<Option<Arc<Streets>>, JobError> {
    let saved = file.network.as_ref().map(|path| file.path(path));
    let streets = match (given, saved) {
        (None, None) => return Ok(None),
        (Some(given), _) => given,
        (None, Some(path)) => Arc::new(Streets::open(&path)?),
    };
    let layers = [&file.streets, &file.squares, &file.nodes];
    let any = layers.into_iter().any(|layer| !layer.is_empty()) || !file.barriers.is_empty();
    if any || file.extent.is_some() {
        return Err(JobError::Incomplete(
            "has a network that is made already: leave out streets, squares, nodes, barriers and \
             extent, or leave out the network"
                .to_owned(),
        ));
    }
    if let Some(crs) = &file.crs
        && Crs::parse(crs)?.text() != streets.frame.crs().text()
    {
        return Err(JobError::Incomplete(format!(
            "asks for crs {crs:?}, but its network is in {}: make the network anew in that CRS, or \
             leave out crs",
            streets.frame.crs()
        )));
    }
    Ok(Some(streets))
}

/// The entrances that the extracts of the streets tell of.
fn entrances(file: &StudyFile, sources: &mut Sources<'_>) -> Vec<Entrance> {
    let mut all = Vec::new();
    for layer in file.streets.iter().filter(|layer| layer.is_osm()) {
        let found = sources.osm(&layer.file);
        let found = found.map(|extract| std::mem::take(&mut extract.entrances));
        let found = found.into_iter().flatten().filter(|one| !one.visitors);
        all.extend(found.map(|one| Entrance {
            point: one.place.point,
            street: one.street.map(|street| street.to_string()),
            number: one.number.map(|number| number.to_string()),
            own: false,
        }));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// What streets are made of, as read from their files.
pub(super) struct Parts {
    frame: Frame,
    network: NetworkBuilder,
    barriers: ground::Lines,
    walls: ground::Lines,
    buildings: ground::Lines,
    entrances: Vec<Entrance>,
    extent: Option<Coverage>,
    of_osm: bool,
    own_barriers: bool,
    /// Whether the study names streets at all.
    named: bool,
    noted: (Vec<Tally>, Vec<Unused>, Vec<Unused>),
    data_dates: BTreeMap<String, String>,
}

impl Parts {
    /// Takes what belongs to the streets out of the sources.
    pub fn read(file: &StudyFile, sources: &mut Sources<'_>) -> Result<Self, JobError> {
        Ok(Parts {
            frame: sources.frame()?.clone(),
            network: lines::builder(file, sources)?,
            barriers: ground::barriers(BarrierKind::Barrier, file, sources)?,
            walls: ground::barriers(BarrierKind::Wall, file, sources)?,
            buildings: ground::barriers(BarrierKind::Building, file, sources)?,
            entrances: entrances(file, sources),
            extent: ground::extent(file, sources)?,
            of_osm: file.streets.iter().any(FileLayer::is_osm),
            own_barriers: file
                .barriers_of(BarrierKind::Barrier)
                .is_some_and(|layers| !layers.into_iter().any(FileLayer::is_osm)),
            named: !file.streets.is_empty(),
            noted: sources.take_notes(),
            data_dates: sources.dates(),
        })
    }

    /// Cuts the lines where they meet.
    pub fn build(self) -> Result<Streets, JobError> {
        let (tallies, unused, notes) = self.noted;
        let rings = self.buildings.into_iter().map(|(ring, _)| ring);
        let barriers = || {
            let barriers = Barriers::new(self.barriers).walls(self.walls);
            barriers.buildings(rings)
        };
        let network = || match self.named {
            true => self.network.build(),
            false => Ok(Network::default()),
        };
        let (network, barriers) = rayon::join(network, barriers);
        Ok(Streets {
            frame: self.frame,
            network: network?,
            groundwork: None,
            barriers,
            entrances: self.entrances,
            extent: self.extent,
            of_osm: self.of_osm,
            own_barriers: self.own_barriers,
            tallies,
            unused,
            notes,
            data_dates: self.data_dates,
            inputs: Vec::new(),
            extracts: Vec::new(),
        })
    }
}
