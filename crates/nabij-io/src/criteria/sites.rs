//! What would help: the best of some places for one facility more, and how much of a quantity is
//! missing.

mod remedies;

use std::collections::BTreeMap;

use nabij::{
    Category, Facilities, Facility, Length, Origins, Pair, Point,
    criteria::{Catalogue, Measure},
};

pub(super) use remedies::remedies;

use super::{
    norms::COMPLEX,
    reading::{Reading, optional},
};
use crate::{city::City, error::JobError, job::Job};

/// How far apart the sites lie that are tried where the study names no candidates, in metres.
const GRID_M: f64 = 250.0;

/// What would bring an indicator of an area to its target, or nearer.
#[derive(Clone, Debug, PartialEq)]
pub enum Remedy {
    /// A facility of a category at a site.
    Site {
        /// The category.
        category: String,
        /// The id of the candidate, or of the address that it is at.
        site: String,
        /// Its name, where it has one.
        name: Option<String>,
        /// The limit in metres that it brings people within; none where supply is shared.
        limit_m: Option<f64>,
        /// Where.
        place: Point,
        /// How many people it brings within the limit.
        gained: f64,
    },
    /// More of a quantity.
    More {
        /// Which: what stands above the line.
        quantity: String,
        /// How much.
        amount: f64,
    },
    /// Where there is something.
    There {
        /// What.
        quantity: String,
    },
}

/// A remedy, and for what.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactual {
    /// Position of the level of areas.
    pub level: u16,
    /// Position of the area.
    pub area: u32,
    /// Position of the indicator.
    pub indicator: u16,
    /// What would help.
    pub remedy: Remedy,
}

/// Places for new facilities.
pub(super) struct Sites {
    all: Facilities,
    /// Whether the study names them.
    pub given: bool,
    /// Who can walk to them, as far as `farthest`.
    pairs: Vec<Pair>,
    /// In metres.
    farthest: f64,
}

impl Sites {
    /// The candidates of the study, else addresses that lie about `GRID_M` apart, with everybody who
    /// can walk to them as far as anything of the catalogue reaches.
    pub fn read(
        job: &Job<'_>,
        catalogue: &Catalogue,
        reading: &mut Reading<'_>,
    ) -> Result<Self, JobError> {
        let (all, given) = Self::places(job.city, reading)?;
        let farthest = farthest(catalogue);
        let pairs = match Length::from_metres(farthest) {
            Ok(limit) if farthest > 0.0 && !all.is_empty() => {
                job.prepared.pairs_to(&job.scored, &all, limit, false)?
            }
            _ => Vec::new(),
        };
        Ok(Sites {
            all,
            given,
            pairs,
            farthest,
        })
    }

    /// Whether their walks are as long as a catalogue may ask for.
    pub fn reach(&self, catalogue: &Catalogue) -> bool {
        farthest(catalogue) <= self.farthest
    }

    fn places(city: &City, reading: &mut Reading<'_>) -> Result<(Facilities, bool), JobError> {
        let study = reading.study;
        let Ok(category) = Category::new("site") else {
            return Err(JobError::Incomplete("has no sites".to_owned()));
        };
        let wrong = |source| JobError::Places {
            file: "candidates".to_owned(),
            source,
        };
        let Some(layer) = &study.candidates else {
            let grid = study.criteria.as_ref().and_then(|own| own.site_grid);
            let places = on_a_grid(&city.origins, grid.unwrap_or(GRID_M));
            let sites = places.into_iter();
            let sites = sites.map(|(id, place)| Facility::new(id, category.clone(), place));
            return Ok((Facilities::new(sites).map_err(wrong)?, false));
        };
        let table = reading.table(layer)?;
        let id = layer.id.clone().unwrap_or_else(|| "id".to_owned());
        let projector = table.projector(&city.streets.frame)?;
        let found = table.points(Some(&id))?;
        for rejected in found.rejected {
            reading.unused.push(rejected.into());
        }
        let ids = table.column(&id)?;
        let names = optional(&table, &layer.name)?;
        let mut sites = Vec::new();
        for (row, point) in found.rows {
            let own = ids.text(row).unwrap_or_default();
            match projector.point((point.x(), point.y())) {
                Ok(place) => sites.push(Facility {
                    name: names.as_ref().and_then(|names| names.text(row)),
                    ..Facility::new(own, category.clone(), place)
                }),
                Err(reason) => reading.reject(&table, row, Some(own), reason),
            }
        }
        reading.tally("candidates", layer, table.len(), sites.len());
        Ok((Facilities::new(sites).map_err(wrong)?, true))
    }

    fn get(&self, candidate: u32) -> Option<&Facility> {
        self.all
            .iter()
            .nth(candidate as usize)
            .map(|(_, site)| site)
    }
}

/// One address of each square, the first by id.
fn on_a_grid(origins: &Origins, metres: f64) -> Vec<(String, Point)> {
    let step = (metres * 1000.0).round() as i64;
    if step <= 0 {
        return Vec::new();
    }
    let mut squares: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for at in (0..origins.len()).filter(|at| origins.kind(*at) != Some(COMPLEX)) {
        let place = origins.place(at);
        let square = (
            i64::from(place.x).div_euclid(step),
            i64::from(place.y).div_euclid(step),
        );
        let first = squares.entry(square).or_insert(at);
        if origins.ids().get(at) < origins.ids().get(*first) {
            *first = at;
        }
    }
    let sites = squares.into_values();
    sites
        .map(|at| (origins.ids().get(at).to_owned(), origins.place(at)))
        .collect()
}

/// How far the indicators reach that a site may help, in metres.
fn farthest(catalogue: &Catalogue) -> f64 {
    let all = catalogue.indicators.iter();
    let limits = all.filter_map(|one| match &one.measure {
        Measure::ShareWithin(within) => Some(within.upper),
        Measure::Capacity(own) => own.steps.last().map(|(limit, _)| *limit),
        _ => None,
    });
    limits.fold(0.0, f64::max)
}
