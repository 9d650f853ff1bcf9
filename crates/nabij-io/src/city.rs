//! A city: everything a study file names, read, projected and checked once.

mod additions;
mod address_book;
mod area_codes;
mod areas;
mod attributes;
mod bag;
mod cache;
mod details;
mod doors;
mod ground;
mod homes;
mod labelled;
mod labels;
mod lines;
mod matching;
mod norms;
mod openings;
mod origin_place;
mod origins;
mod own_doors;
pub(crate) mod people;
mod places;
mod places_alone;
mod precedence;
mod region;
mod sensitive;
mod sources;
mod streets;
pub(crate) mod totals;

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use nabij::{
    Category, Coverage, Explanation, Facilities, Length, NormSet, Origins, Parameters, Polygon,
    Profile, Study,
};

use crate::{
    crs::Crs,
    dutch_address::DutchAddress,
    error::JobError,
    input_file::InputFile,
    study_file::{FacilitySource, StudyFile},
};

pub use additions::Additions;
pub(crate) use address_book::AddressBook;
pub(crate) use area_codes::AreaCodes;
pub use areas::CityAreas;
pub use details::Details;
pub(crate) use ground::polygon;
pub use homes::Entrance;
pub use labelled::{LabelledComplex, LabelledComplexes, TOUCHING_M};
pub use matching::Matched;
pub use norms::{norms_of, read_norms};
pub use openings::OutlineDoors;
pub use origin_place::{BagAddress, OriginPlace};
pub use people::{People, ZoneSource};
pub use places_alone::place_tables;
pub use sensitive::SensitiveTotal;
pub use sources::{RuleCount, Tally, Unused};
pub use streets::Streets;

/// The inputs of a study in its plane.
pub struct City {
    /// Streets and paths in their plane, with barriers and where the data end.
    pub streets: Arc<Streets>,
    /// Places to walk to.
    pub facilities: Facilities,
    /// Addresses.
    pub origins: Origins,
    /// How many of them start at doors of their building, and not where they are on the map.
    pub homes_at_doors: usize,
    /// Where the origins are in their own CRS, and what people call them.
    pub origin_places: Vec<OriginPlace>,
    /// What else the origins' own columns say.
    pub origin_details: Details,
    /// The CRS of the origins' own coordinates.
    pub origin_crs: Crs,
    /// How many facilities got their doors from their outline.
    pub outline_doors: OutlineDoors,
    /// What else the facilities' own columns say, by category and id.
    pub facility_details: places::FacilityDetails,
    /// The grounds of facilities that are known by their outline, by category and id.
    pub grounds: BTreeMap<(Category, String), Vec<Polygon>>,
    /// By category where its facilities come from.
    pub facility_sources: BTreeMap<Category, FacilitySource>,
    /// Neighbourhoods, where the study names them.
    pub areas: Option<CityAreas>,
    /// People per origin, where the study has them spread.
    pub people: Option<People>,
    /// Totals of the sensitive layers.
    pub sensitive: Vec<SensitiveTotal>,
    /// Complexes of labelled dwellings that have no entrance of their own among the origins.
    pub labelled: Option<LabelledComplexes>,
    /// Where the facilities of a category are known.
    pub coverage: BTreeMap<Category, Coverage>,
    /// What every input file held.
    pub tallies: Vec<Tally>,
    /// Rows and values that are not used, each with its reason.
    pub unused: Vec<Unused>,
    /// What the reader did that somebody may want to know: merged objects, lists of numbers.
    pub notes: Vec<Unused>,
    /// How many objects of a register each rule kept, left out or flagged.
    pub rules: Vec<RuleCount>,
    /// Lists of addresses, and how many of their rows found a place.
    pub matched: Vec<Matched>,
    /// Every address there is, to find one by.
    pub(crate) book: AddressBook,
    /// The norms.
    pub norms: NormSet,
    /// Who walks: at least one.
    pub profiles: Vec<Profile>,
    /// How far somebody walks without sitting down; empty where the study does not ask.
    pub rests: Vec<Length>,
    /// The numbers that the norms do not give.
    pub parameters: Parameters,
    /// Dates that the inputs carry themselves, by file.
    pub data_dates: BTreeMap<String, String>,
    /// What was found in the cache of networks and kept there, a line each; it is no result.
    pub cache: Vec<String>,
    /// Files that were hashed already.
    pub(crate) hashed: BTreeMap<PathBuf, InputFile>,
}

/// How a study comes by its streets.
type Build<'b> = Box<dyn FnOnce() -> Result<Arc<Streets>, JobError> + Send + 'b>;

impl City {
    /// Reads everything that a study file names.
    ///
    /// `progress` is told what is being done; it may be slow in between.
    ///
    /// # Errors
    /// [`JobError`] when a file is wrong as a whole. Rows that are wrong are listed in
    /// [`City::unused`].
    pub fn read(file: &StudyFile, progress: &dyn Fn(&str)) -> Result<Self, JobError> {
        let no_streets = file.streets.is_empty() && file.network.is_none();
        let parts = [
            (no_streets, "[[streets]]"),
            (file.facilities.is_empty(), "[[facilities]]"),
            (file.origins.is_none(), "[origins]"),
        ];
        if let Some((_, what)) = parts.into_iter().find(|(missing, _)| *missing) {
            return Err(JobError::Incomplete(format!("names no {what}")));
        }
        City::read_on(None, file, progress)
    }

    /// The same on streets that are there already, where they are given, and of a study that may
    /// name no facilities or no origins: not every question needs them.
    ///
    /// # Errors
    /// As [`City::read`], also when the study names streets beside those that are given.
    pub fn read_on(
        streets: Option<Arc<Streets>>,
        file: &StudyFile,
        progress: &dyn Fn(&str),
    ) -> Result<Self, JobError> {
        let norms = norms_of(file)?;
        let profiles = file.profiles()?;
        let parameters = norms::parameters(file)?;
        let rests = file.rests.iter();
        let rests = rests.map(|metres| norms::length("rests", *metres));
        let rests = rests.collect::<Result<_, _>>()?;
        let mut cache = match streets {
            None => cache::Cache::of(file),
            Some(_) => None,
        };
        let found = cache.as_mut().and_then(cache::Cache::find);
        let kept = found.is_some();
        let (without, made) = match found {
            Some(found) => (Some(file.without_streets()), Some(Arc::new(found))),
            None => (None, streets::made_before(file, streets)?),
        };
        let file = without.as_ref().unwrap_or(file);
        // Of criteria some need no walks: without streets the others are unknown.
        let no_walks = file.criteria.is_some() && file.areas.is_some();
        if made.is_none() && file.streets.is_empty() && !no_walks {
            return Err(JobError::Incomplete("names no [[streets]]".to_owned()));
        }
        progress("reading");
        // PROJ takes a while to open its database; what it says of a CRS is kept.
        let lon_lat = || Crs::parse(Crs::LON_LAT).map(drop);
        let (sources, known) = rayon::join(|| sources::Sources::read(file), lon_lat);
        let mut sources = sources?;
        known?;
        progress("projecting");
        match made.as_ref().filter(|_| kept) {
            Some(made) => sources.project_beside(&made.frame, &made.extracts)?,
            None => sources.project(made.as_ref().map(|made| &made.frame))?,
        }
        progress("building the network");
        let build: Build<'_> = match (made, &mut cache) {
            (Some(made), Some(cache)) => {
                let noted = cache::Noted::take(&mut sources);
                let profiles = &profiles;
                Box::new(move || cache.complete(made, noted, profiles))
            }
            (Some(made), None) => Box::new(|| Ok(made)),
            (None, Some(cache)) => {
                let noted = cache::Noted::take(&mut sources);
                let parts = streets::Parts::read(file, &mut sources)?;
                let profiles = &profiles;
                Box::new(move || cache.make(parts, noted, profiles))
            }
            (None, None) => {
                let parts = streets::Parts::read(file, &mut sources)?;
                Box::new(|| parts.build().map(Arc::new))
            }
        };
        // Nothing else needs the network: it is cut while the rest is read.
        let rest = || {
            let read = origins::origins(file, &mut sources)?;
            let mut own_doors = own_doors::OwnDoors::read(file, &mut sources)?;
            let facilities = places::facilities(file, &read.book, &mut own_doors, &mut sources)?;
            let areas = areas::read(file, &mut sources)?;
            let own = areas.as_ref().map(|own| &own.areas);
            let sensitive = sensitive::read(file, own, &read.book, &mut sources)?;
            let mut origins = read.origins;
            let people = people::read(
                file,
                &origins,
                (read.people, &read.book),
                areas.as_ref(),
                &mut sources,
            )?;
            for spread in people.iter().flat_map(|people| &people.spreads) {
                let weights = spread.weights.clone();
                origins = origins
                    .weight(&spread.name, weights)
                    .map_err(people::wrong)?;
            }
            let labelled = labelled::read(file, &origins, &read.details, &mut sources)?;
            let coverage = ground::coverage(file, &mut sources)?;
            let places = (origins, read.places, read.details, read.crs, read.book);
            Ok::<_, JobError>((
                (places, own_doors),
                facilities,
                areas,
                people,
                sensitive,
                labelled,
                coverage,
            ))
        };
        let (streets, rest) = rayon::join(build, rest);
        let streets = streets?;
        let (places, facilities, areas, people, sensitive, labelled, coverage) = rest?;
        let (places, mut own_doors) = places;
        let (origins, origin_places, origin_details, origin_crs, book) = places;
        let (origins, homes_at_doors) = homes::started(
            origins,
            &origin_places,
            streets.barriers.outlines(),
            &streets.entrances,
            &mut own_doors,
        );
        let places::ReadFacilities {
            facilities,
            openings,
            details: facility_details,
            sources: facility_sources,
        } = facilities;
        let opened = openings::opened(facilities, &openings, &streets, &parameters);
        let (facilities, outline_doors) = opened.map_err(|source| JobError::Places {
            file: "facilities".to_owned(),
            source,
        })?;
        let grounds = openings.into_iter().map(|(key, open)| (key, open.outlines));
        let grounds = grounds.collect();
        let mut data_dates = streets.data_dates.clone();
        data_dates.extend(sources.dates());
        let mut tallies = streets.tallies.clone();
        tallies.extend(sources.tallies);
        let mut unused = streets.unused.clone();
        unused.extend(sources.unused);
        unused.extend(own_doors.unused());
        let mut notes = streets.notes.clone();
        notes.extend(sources.notes);
        Ok(City {
            streets,
            facilities,
            outline_doors,
            homes_at_doors,
            origins,
            origin_places,
            origin_details,
            origin_crs,
            facility_details,
            grounds,
            facility_sources,
            areas,
            people,
            sensitive,
            labelled,
            coverage,
            tallies,
            unused,
            notes,
            rules: sources.rules,
            matched: sources.matched,
            book,
            norms,
            profiles,
            rests,
            parameters,
            data_dates,
            hashed: cache
                .as_ref()
                .map(|own| own.hashed.clone())
                .unwrap_or_default(),
            cache: cache.map(|own| own.said).unwrap_or_default(),
        })
    }

    /// The first of those who walk: the one of maps, and of tables that show only one.
    pub fn profile(&self) -> &Profile {
        static ADULT: Profile = Profile::ADULT;
        self.profiles.first().unwrap_or(&ADULT)
    }

    /// The study of this city, ready to prepare.
    pub fn study(&self) -> Study<'_> {
        let mut study = Study::new(&self.streets.network, &self.facilities, &self.norms)
            .profile(self.profile().clone())
            .others(self.profiles.iter().skip(1).cloned())
            .parameters(self.parameters)
            .rests(self.rests.iter().copied())
            .barriers(&self.streets.barriers);
        if let Some(extent) = &self.streets.extent {
            study = study.extent(extent);
        }
        if let Some(groundwork) = &self.streets.groundwork {
            study = study.groundwork(groundwork);
        }
        for (category, coverage) in &self.coverage {
            study = study.coverage(category.clone(), coverage);
        }
        study
    }

    /// Why the rows of an origin are what they are: of one norm, else of every norm that applies
    /// to it. The origin is named as for [`City::origin_named`].
    ///
    /// # Errors
    /// [`JobError`] when there is no such origin or norm.
    pub fn explain(&self, origin: &str, norm: Option<&str>) -> Result<Vec<Explanation>, JobError> {
        let prepared = self.study().prepare()?;
        let origin = self.origin_named(origin)?;
        let at = self.origins.ids().iter().position(|id| id == origin);
        let kind = at.and_then(|at| self.origins.kind(at));
        let norms = self.norms.norms().iter();
        let applying = norms.filter(|norm| norm.applies(kind));
        let norms: Vec<&str> = match norm {
            Some(norm) => vec![norm],
            None => applying.map(|norm| norm.id.as_str()).collect(),
        };
        let told = norms
            .into_iter()
            .map(|norm| prepared.explain(&self.origins, &origin, norm));
        Ok(told.collect::<Result<_, _>>()?)
    }

    /// The id of the origin that a person means: an id, or a Dutch address such as `2541SV 12`.
    ///
    /// # Errors
    /// [`JobError::Incomplete`] when no origin has such an id or address, or several have.
    pub fn origin_named(&self, text: &str) -> Result<String, JobError> {
        if self.origins.ids().iter().any(|id| id == text) {
            return Ok(text.to_owned());
        }
        let Some(address) = DutchAddress::parse(text) else {
            return Ok(text.to_owned()); // who looks it up says that there is none
        };
        let found = self.book.find(&address);
        let found = found.map_err(|no| JobError::Incomplete(format!("has no {address}: {no}")))?;
        if self.origins.ids().iter().any(|id| id == found.id) {
            return Ok(found.id.clone());
        }
        Err(JobError::Incomplete(format!(
            "has {address} ({}), but not as an origin: the rules leave it out",
            found.id
        )))
    }

    /// A point of the plane in metres of its CRS.
    pub fn metres(&self, point: nabij::Point) -> (f64, f64) {
        self.streets.frame.metres(point)
    }
}
