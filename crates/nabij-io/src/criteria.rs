//! The criteria of a caring neighbourhood, from a study file to tables and a page per area.

mod balance;
mod colleagues;
mod complexes;
mod dwellings;
mod figures;
mod manifest;
mod norms;
mod observe;
mod page;
mod reading;
mod routes;
mod sites;
mod tables;
mod units;
mod words;

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use nabij::{
    Category, Length, Progress,
    criteria::{Catalogue, Evidence, Figures, Measures, Nest, PanelRow, Scores},
};

pub use dwellings::Dwelling;
pub use page::AreaPage;
pub use sites::{Counterfactual, Remedy};

use crate::{
    city::{City, Streets, Tally, Unused},
    error::JobError,
    job::{Job, Manifest, Written, fill, write_tables},
    study_file::{CatalogueKey, StudyFile},
    tiled::{Parts, Tiling},
    wide,
};
use balance::Balanced;
use reading::Reading;
use routes::Routes;
use sites::Sites;

/// A study that is ready for its criteria: with everybody who walks in the catalogue, and the norms
/// that it needs.
pub struct CriteriaCity {
    /// The study as it is measured.
    pub study: StudyFile,
    /// The city.
    pub city: City,
    /// The catalogue.
    pub catalogue: Catalogue,
}

impl CriteriaCity {
    /// Reads a city for the criteria of its study, on streets that are there already where they are
    /// given.
    ///
    /// # Errors
    /// As [`City::read`], and where the catalogue is wrong, or there are no areas.
    pub fn read(
        streets: Option<Arc<Streets>>,
        study: &StudyFile,
        progress: &dyn Fn(&str),
    ) -> Result<Self, JobError> {
        Self::read_for(streets, study, catalogue_of(study)?, progress)
    }

    /// The same for another catalogue than the study's.
    fn read_for(
        streets: Option<Arc<Streets>>,
        study: &StudyFile,
        catalogue: Catalogue,
        progress: &dyn Fn(&str),
    ) -> Result<Self, JobError> {
        if study.output.is_public() {
            return Err(JobError::Incomplete(
                "asks for results for the public: criteria count people in small groups and are for \
                 internal use; leave out [output] audience"
                    .to_owned(),
            ));
        }
        let study = norms::study_with(study, &catalogue)?;
        if study.areas.is_none() {
            return Err(JobError::Incomplete(
                "names no [areas]: criteria are about neighbourhoods".to_owned(),
            ));
        }
        let mut city = City::read_on(streets, &study, progress)?;
        norms::extend(&mut city, &catalogue)?;
        Ok(CriteriaCity {
            study,
            city,
            catalogue,
        })
    }
}

/// The catalogue of a study.
///
/// # Errors
/// [`JobError::Incomplete`] with what is wrong with it.
pub fn catalogue_of(study: &StudyFile) -> Result<Catalogue, JobError> {
    let key = study.criteria.as_ref().map(|own| own.catalogue.clone());
    let (name, text) = match key.unwrap_or_default() {
        CatalogueKey::Named(name) if name.ends_with(".toml") => {
            let path = study.path(Path::new(&name));
            let text = fs::read_to_string(&path).map_err(|source| JobError::Io { path, source })?;
            (name, text)
        }
        CatalogueKey::Named(name) => {
            let text = Catalogue::built_in_toml(&name);
            let text =
                text.map_err(|error| JobError::Incomplete(format!("asks for criteria: {error}")))?;
            (name, text.to_owned())
        }
        CatalogueKey::Own(table) => ("[criteria.catalogue]".to_owned(), table.to_string()),
    };
    Catalogue::from_toml(&text)
        .map_err(|error| JobError::Incomplete(format!("asks for criteria, {name}: {error}")))
}

/// What is known of a city, before anything is weighed.
pub struct Known {
    /// What walks say of origins.
    pub evidence: Evidence,
    /// What tables say of areas.
    pub figures: Figures,
    /// The register of dwellings.
    pub dwellings: Vec<Dwelling>,
    /// What every file of the criteria held.
    pub tallies: Vec<Tally>,
    /// Rows that are not used, and why.
    pub unused: Vec<Unused>,
    /// How it was scored.
    manifest: Manifest,
    /// How far was searched.
    horizon: Length,
    routes: Routes,
    sites: Sites,
    balanced: Balanced,
}

/// The criteria of a city: measured, scored, and what would help.
///
/// It holds the city, and what is known of it is shared by all that are weighed from it: several
/// catalogues can stand side by side.
pub struct Criteria {
    /// The city and its study, as they are measured.
    pub own: Arc<CriteriaCity>,
    /// What is known.
    pub known: Arc<Known>,
    /// The catalogue that it is weighed by.
    pub catalogue: Catalogue,
    /// One number, or interval, per area and indicator.
    pub measures: Measures,
    /// What follows from them.
    pub scores: Scores,
    /// The client's norms, which nothing makes up for.
    pub panel: Vec<PanelRow>,
    /// What would help.
    pub remedies: Vec<Counterfactual>,
}

impl Criteria {
    /// Measures and scores the criteria of a city.
    ///
    /// # Errors
    /// [`JobError`] when a table is wrong as a whole, or `progress` asked to stop. Rows that are
    /// wrong are listed.
    pub fn run(own: Arc<CriteriaCity>, progress: Option<Progress<'_>>) -> Result<Self, JobError> {
        let known = known(&own, &Job::run(&own.city, progress)?)?;
        Ok(Self::of(own, known))
    }

    /// The same, scored tile by tile in a folder of results: what is done is kept there, and taken
    /// up again. Criteria are measured once, from the rows of all.
    ///
    /// # Errors
    /// As [`Criteria::run`] and [`Job::run_in_tiles`].
    pub fn run_in_tiles(
        own: Arc<CriteriaCity>,
        tiling: (&Tiling, &Path),
        progress: Option<Progress<'_>>,
    ) -> Result<(Self, Parts), JobError> {
        let (job, parts) = Job::run_in_tiles((&own.city, &own.study), tiling, progress)?;
        let known = known(&own, &job)?;
        drop(job);
        Ok((Self::of(own, known), parts))
    }

    /// Weighed as the study asks.
    fn of(own: Arc<CriteriaCity>, known: Known) -> Self {
        let total = own.study.criteria.as_ref().is_some_and(|own| own.total);
        let catalogue = own.catalogue.clone();
        weighed(own, Arc::new(known), catalogue, total)
    }

    /// The same weighed by another catalogue: nothing is searched again. Only where that one demands
    /// walks that nobody has seen, such as to another category or beyond the horizon, the inputs are
    /// read and measured anew.
    ///
    /// # Errors
    /// As [`CriteriaCity::read`] and [`Criteria::run`], where something is measured.
    pub fn weigh(
        &self,
        catalogue: Catalogue,
        total: bool,
        progress: Option<Progress<'_>>,
    ) -> Result<Self, JobError> {
        if self.known.answers(&catalogue) {
            let (own, known) = (Arc::clone(&self.own), Arc::clone(&self.known));
            return Ok(weighed(own, known, catalogue, total));
        }
        let study = &self.own.study;
        let named = study.network.is_some() || !study.streets.is_empty();
        let streets = (!named).then(|| Arc::clone(&self.own.city.streets));
        let stage = |what: &str| {
            if let Some(tell) = progress {
                tell(what, 0, 0);
            }
        };
        let own = CriteriaCity::read_for(streets, study, catalogue, &stage)?;
        let known = known(&own, &Job::run(&own.city, progress)?)?;
        let catalogue = own.catalogue.clone();
        Ok(weighed(Arc::new(own), Arc::new(known), catalogue, total))
    }

    /// The areas.
    pub fn nest(&self) -> &Nest {
        self.known.figures.nest()
    }

    /// The page of one area.
    ///
    /// # Errors
    /// [`JobError::Incomplete`] when there is no such area.
    pub fn page(&self, area: &str) -> Result<AreaPage<'_>, JobError> {
        AreaPage::new(self, area)
    }

    /// With what it was measured, and by which catalogue it is weighed.
    ///
    /// # Errors
    /// [`JobError::Io`] when an input file cannot be read again for its hash.
    pub fn manifest(&self) -> Result<Manifest, JobError> {
        manifest::of(self)
    }

    /// Writes every table and the manifest to a folder.
    ///
    /// # Errors
    /// [`JobError::Write`] or [`JobError::Io`]; then nothing new is in the folder.
    pub fn write(&self, folder: &Path) -> Result<Written, JobError> {
        let text = self.manifest()?.text();
        fill(folder, ("criteria.json", &text), |partial| {
            let mut names = write_tables(&self.tables(), partial, &self.own.study.output)?;
            names.extend(colleagues::write(self, partial)?);
            Ok(names)
        })
    }
}

impl Known {
    /// Whether all that a catalogue demands of walks has been looked for.
    fn answers(&self, catalogue: &Catalogue) -> bool {
        let seen = |demand| self.evidence.seen.contains_key(demand);
        catalogue.demands().iter().all(seen)
            && norms::farthest(catalogue) <= self.horizon.in_metres()
            && self.sites.reach(catalogue)
    }
}

/// Reads what only criteria need of a city that is scored, and finds out what the catalogue demands.
fn known(own: &CriteriaCity, job: &Job<'_>) -> Result<Known, JobError> {
    let (study, city, catalogue) = (&own.study, &own.city, &own.catalogue);
    let nest = city.areas.as_ref().map(|own| Nest::new(&own.areas));
    let nest = nest.unwrap_or_default();
    let mut figures = Figures::new(nest);
    let evidence = observe::Observer::counted(city, job.areas.as_ref());
    let mut reading = Reading::new(study, figures.nest());
    let year = study.criteria.as_ref().and_then(|own| own.year);
    figures::told(&mut reading, year, &mut figures)?;
    figures::counted(&city.origins, &evidence, &mut figures);
    figures::facilities(city, &mut figures);
    figures::zones(study, city, &evidence, &mut reading, &mut figures)?;
    let found = wide::complexes::found(&job.wide(study));
    complexes::give(&found, &evidence, &mut figures);
    let rules = dwellings::rules(study)?;
    let dwellings = dwellings::read(city, &evidence, &found, &rules, &mut reading)?;
    dwellings::give(&dwellings, &mut figures);
    let routes = Routes::read(city, &mut reading)?;
    let sites = Sites::read(job, catalogue, &mut reading)?;
    let balanced = balance::read(&figures, &mut reading)?;
    let supply = supply(city, &mut reading)?;
    let mut known = Known {
        evidence,
        figures,
        dwellings,
        tallies: reading.tallies,
        unused: reading.unused,
        manifest: Manifest::without_inputs(&job.report(), study),
        horizon: job.prepared.horizon(),
        routes,
        sites,
        balanced,
    };
    let observer = observe::Observer {
        job,
        routes: &known.routes,
        supply: &supply,
    };
    observer.observe(catalogue, &mut known.evidence)?;
    Ok(known)
}

/// The supply of facilities: what their own columns say, else tables of supply.
fn supply(
    city: &City,
    reading: &mut Reading<'_>,
) -> Result<BTreeMap<(Category, String), f64>, JobError> {
    let mut all = BTreeMap::new();
    let study = reading.study;
    for layer in &study.supply {
        let table = reading.table(layer)?;
        let (categories, facilities) = (
            table.column(&layer.category)?,
            table.column(&layer.facility)?,
        );
        let supply = table.column(&layer.supply)?;
        let mut used = 0;
        for row in 0..table.len() {
            let id = facilities.text(row).unwrap_or_default().trim().to_owned();
            let category = categories.text(row).unwrap_or_default().trim().to_owned();
            let there = |own: &Category| {
                let mut all = city.facilities.of(own).map(|at| city.facilities.get(at));
                all.any(|one| one.id == id)
            };
            let found = Category::new(category).ok().filter(there);
            let read = supply.number(row).and_then(|number| {
                let found = found.ok_or(crate::reason::Reason::Listed {
                    named: id.clone(),
                    code: "no_facility",
                    why: "the study has no facility of this category and id",
                });
                match number.filter(|number| *number < 0.0) {
                    None => Ok((found?, number)),
                    Some(number) => Err(crate::reason::Reason::Value {
                        column: supply.name().to_owned(),
                        value: number.to_string(),
                        wanted: "a number from 0 up",
                    }),
                }
            });
            match read {
                Ok((category, number)) => {
                    used += 1;
                    all.extend(number.map(|number| ((category, id), number)));
                }
                Err(reason) => reading.reject(&table, row, Some(id), reason),
            }
        }
        reading.tally("supply", layer, table.len(), used);
    }
    for ((category, id), told) in &city.facility_details {
        let own = told
            .get("fte")
            .and_then(|text| text.trim().parse::<f64>().ok());
        if let Some(own) = own.filter(|own| own.is_finite() && *own >= 0.0) {
            all.insert((category.clone(), id.clone()), own);
        }
    }
    Ok(all)
}

fn weighed(
    own: Arc<CriteriaCity>,
    known: Arc<Known>,
    catalogue: Catalogue,
    total: bool,
) -> Criteria {
    let city = &own.city;
    let (evidence, figures) = (&known.evidence, &known.figures);
    let measures = Measures::new(&catalogue, evidence, figures, &city.origins);
    let scores = Scores::new(&catalogue, &measures, figures, total);
    let panel = PanelRow::all(&catalogue, evidence, figures, &city.origins);
    let what = (&catalogue, evidence, &measures);
    let remedies = sites::remedies(city, &known.sites, what, figures.nest());
    Criteria {
        own,
        known,
        catalogue,
        measures,
        scores,
        panel,
        remedies,
    }
}
