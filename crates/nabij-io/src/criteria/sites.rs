//! What would help: the best of some places for one facility more, and how much of a quantity is
//! missing.

use std::collections::BTreeMap;

use nabij::{
    Best, Catchment, Category, Facilities, Facility, Length, Origins, Pair, Point, Weight,
    best_site, best_supply,
    criteria::{
        Catalogue, Direction, Evidence, Indicator, Measure, Measured, Measures, Nest, Seen,
    },
};

use super::{
    norms::COMPLEX,
    reading::{Reading, optional},
};
use crate::{city::City, error::JobError, job::Job};

/// How far apart the sites lie that are tried where the study names no candidates, in metres.
const GRID_M: f64 = 100.0;

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

/// What would help wherever an indicator falls short.
pub(super) fn remedies(
    city: &City,
    sites: &Sites,
    (catalogue, evidence, measures): (&Catalogue, &Evidence, &Measures),
    nest: &Nest,
) -> Vec<Counterfactual> {
    let mut all = Vec::new();
    let pairs = &sites.pairs;
    let by_area = by_area(pairs, evidence, nest);
    for (position, indicator) in catalogue.indicators.iter().enumerate() {
        if indicator.direction != Direction::Higher {
            continue;
        }
        for row in measures
            .rows
            .iter()
            .filter(|row| usize::from(row.indicator) == position)
        {
            let remedy = match &indicator.measure {
                Measure::ShareWithin(_) => {
                    let place = (usize::from(row.level), row.area as usize);
                    let own = by_area.get(&place).map_or(&[][..], Vec::as_slice);
                    better_site(city, sites, (indicator, row), evidence, own)
                }
                Measure::Ratio { .. } => more(indicator, row),
                Measure::Presence { of, .. } => {
                    let lacks = row.failing.is_some_and(|failing| failing > 0.0);
                    let quantity = of.clone();
                    lacks.then_some(Remedy::There { quantity })
                }
                _ => None,
            };
            all.extend(remedy.map(|remedy| Counterfactual {
                level: row.level,
                area: row.area,
                indicator: row.indicator,
                remedy,
            }));
        }
        let top = nest.levels().saturating_sub(1);
        if let Some(remedy) = another_supply(city, sites, indicator, evidence, pairs)
            && let Some(row) = measures.at(top, 0, position)
        {
            all.push(Counterfactual {
                level: row.level,
                area: row.area,
                indicator: row.indicator,
                remedy,
            });
        }
    }
    all.sort_by_key(|one| (one.level, one.area, one.indicator));
    all
}

/// The pairs of each area's own people.
fn by_area(
    pairs: &[Pair],
    evidence: &Evidence,
    nest: &Nest,
) -> BTreeMap<(usize, usize), Vec<Pair>> {
    let mut all: BTreeMap<(usize, usize), Vec<Pair>> = BTreeMap::new();
    for pair in pairs {
        let origin = pair.origin as usize;
        let area = evidence.area_of.get(origin).copied().flatten();
        let counts = evidence.counts.get(origin) == Some(&true);
        let Some(area) = area.filter(|_| counts) else {
            continue;
        };
        for level in 0..nest.levels() {
            if let Some(whole) = nest.whole(level, area as usize) {
                all.entry((level, whole)).or_default().push(*pair);
            }
        }
    }
    all
}

/// The site that brings most people within the limit.
fn better_site(
    city: &City,
    sites: &Sites,
    (indicator, row): (&Indicator, &Measured),
    evidence: &Evidence,
    pairs: &[Pair],
) -> Option<Remedy> {
    let Measure::ShareWithin(within) = &indicator.measure else {
        return None;
    };
    // Of several categories nobody can say which one; for another walker the sites are not tried.
    let (1, categories) = within.categories() else {
        return None;
    };
    let category = (*categories.first()?).to_owned();
    if within.profile.is_some() || row.failing.is_none_or(|failing| failing <= 0.0) {
        return None;
    }
    let limit = Length::from_metres(within.upper).ok()?;
    let seen: Vec<&Seen> = indicator
        .measure
        .demands()
        .iter()
        .filter_map(|d| evidence.seen.get(d))
        .collect();
    let mut wanting = vec![false; city.origins.len()];
    for pair in pairs {
        let origin = pair.origin as usize;
        let fails = |seen: &&Seen| match seen {
            Seen::Reach(reach) => {
                reach.get(origin).map(|own| own.within(limit.mm())) == Some(Some(false))
            }
            _ => false,
        };
        if let Some(wanting) = wanting.get_mut(origin) {
            *wanting = !seen.is_empty() && seen.iter().all(fails);
        }
    }
    let weights = weights(&city.origins, row.weight.as_deref());
    let Best {
        candidate, gained, ..
    } = best_site(pairs, &weights, &wanting, limit)?;
    let site = sites.get(candidate)?;
    (gained > 0.0).then(|| Remedy::Site {
        category,
        site: site.id.clone(),
        name: site.name.clone(),
        limit_m: Some(within.upper),
        place: site
            .doors
            .first()
            .map(|door| door.point)
            .unwrap_or_default(),
        gained,
    })
}

fn weights(origins: &Origins, name: Option<&str>) -> Vec<Weight> {
    let column = origins
        .weights()
        .iter()
        .find(|own| Some(own.name.as_str()) == name);
    column.map_or_else(
        || vec![Weight::ONE; origins.len()],
        |own| own.values.clone(),
    )
}

/// How much more of what stands above the line brings a ratio to its target.
fn more(indicator: &Indicator, row: &Measured) -> Option<Remedy> {
    let Measure::Ratio { of, times, .. } = &indicator.measure else {
        return None;
    };
    let value = row.value?;
    let target = indicator.utility.as_ref()?.target(value)?;
    let amount = (target - value) * row.total / times;
    (amount > 1e-9).then(|| Remedy::More {
        quantity: of.join(" + "),
        amount,
    })
}

/// The site for one more unit of supply that lifts most people to the norm.
fn another_supply(
    city: &City,
    sites: &Sites,
    indicator: &Indicator,
    evidence: &Evidence,
    pairs: &[Pair],
) -> Option<Remedy> {
    let Measure::Capacity(own) = &indicator.measure else {
        return None;
    };
    let catchment = Catchment::steps(own.steps_mm()).ok()?;
    let demand = indicator.measure.demands();
    let Some(Seen::Pairs {
        pairs: before,
        supply,
        ..
    }) = evidence.seen.get(demand.first()?)
    else {
        return None;
    };
    let name = own
        .weight
        .iter()
        .find(|name| city.origins.weights().iter().any(|w| w.name == **name));
    let people = weights(&city.origins, name.map(String::as_str));
    let people = people.into_iter().zip(&evidence.counts);
    let people: Vec<Weight> = people
        .map(|(weight, counts)| if *counts { weight } else { Weight::ZERO })
        .collect();
    let access = catchment.access(before, &people, supply).ok()?;
    let best = best_supply(
        &catchment,
        &access,
        pairs,
        &people,
        Weight::ONE,
        own.persons_per_unit,
    );
    let best = best.ok().flatten()?;
    let site = sites.get(best.candidate)?;
    Some(Remedy::Site {
        category: own.category.clone(),
        site: site.id.clone(),
        name: site.name.clone(),
        limit_m: None,
        place: site
            .doors
            .first()
            .map(|door| door.point)
            .unwrap_or_default(),
        gained: best.gained,
    })
}
