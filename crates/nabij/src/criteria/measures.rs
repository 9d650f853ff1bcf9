//! One number, or an interval, per area and indicator.

mod walked;

use super::{
    catalogue::{Catalogue, Indicator},
    evidence::{Evidence, Seen},
    figures::Figures,
    measure::Measure,
    nest::Nest,
    observed::{ADDRESSES, weight_of},
    quantities::Quantities,
};
use crate::origin::Origins;

/// Why a value is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The study holds no layer of this category.
    Layer(String),
    /// Of this quantity nothing is known here.
    Figure(String),
    /// The study has no level of areas of this name.
    Level(String),
    /// The study names no routes.
    Routes,
    /// The study has none of the weights of people.
    Weight,
    /// Too few of the parts are known.
    Parts,
    /// Part of it is not known: there is an interval only.
    Interval,
    /// Nobody, and nothing, counts here.
    Nobody,
    /// The number is small, and may tell of persons.
    Small,
}

/// What was measured of one indicator in one area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Position of the level in the [`Nest`], the finest first.
    pub level: u16,
    /// Position of the area in its level.
    pub area: u32,
    /// Position of the indicator in the catalogue.
    pub indicator: u16,
    /// The value, from what is known.
    pub value: Option<f64>,
    /// The least that it can be.
    pub low: Option<f64>,
    /// The most that it can be.
    pub high: Option<f64>,
    /// The same three at the stricter of two limits, where the measure has one.
    pub lower: Option<[Option<f64>; 3]>,
    /// What it is measured over: people, or the quantity below the line.
    pub total: f64,
    /// How many of them surely fail; none where it does not count people, or nobody knows.
    pub failing: Option<f64>,
    /// The share of `total` that is known.
    pub known: f64,
    /// Who counts.
    pub weight: Option<String>,
    /// Whether it rests on an estimate.
    pub estimated: bool,
    /// The year that its figures speak of.
    pub year: Option<i32>,
    /// Why there is no value.
    pub unknown: Option<Unknown>,
}

impl Measured {
    /// Nothing is known, for a reason.
    pub(super) fn unknown(why: Unknown) -> Self {
        Measured {
            unknown: Some(why),
            ..Measured::default()
        }
    }
}

/// What was measured of every area, in order of level, area and indicator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// One per area and indicator that is measured on its level.
    pub rows: Vec<Measured>,
}

impl Measures {
    /// Measures every indicator in every area. Nothing is searched.
    pub fn new(
        catalogue: &Catalogue,
        evidence: &Evidence,
        figures: &Figures,
        origins: &Origins,
    ) -> Self {
        let nest = figures.nest();
        let measure = Measuring {
            evidence,
            figures,
            origins,
            coverage: catalogue.coverage,
        };
        let columns = crate::parallel::map(catalogue.indicators.len(), |at| {
            let indicator = &catalogue.indicators[at];
            let mut all = measure.all(indicator);
            for one in all.iter_mut().flatten() {
                one.indicator = at as u16;
                one.estimated |= indicator.estimated;
                finish(one, indicator, catalogue.coverage);
            }
            all
        });
        let mut rows = Vec::new();
        for level in 0..nest.levels() {
            for area in 0..nest.ids(level).len() {
                for (indicator, column) in catalogue.indicators.iter().zip(&columns) {
                    if indicator
                        .measured_from(nest)
                        .is_some_and(|from| level < from)
                    {
                        continue;
                    }
                    let own = column.get(level).and_then(|areas| areas.get(area));
                    rows.extend(own.map(|one| Measured {
                        level: level as u16,
                        area: area as u32,
                        ..one.clone()
                    }));
                }
            }
        }
        Measures { rows }
    }

    /// The row of an indicator in an area, all by position.
    pub fn at(&self, level: usize, area: usize, indicator: usize) -> Option<&Measured> {
        let place = |row: &Measured| {
            let (level, indicator) = (usize::from(row.level), usize::from(row.indicator));
            (level, row.area as usize, indicator)
        };
        let found = self
            .rows
            .binary_search_by_key(&(level, area, indicator), place);
        self.rows.get(found.ok()?)
    }
}

/// Hides small numbers and says why there is no value.
fn finish(one: &mut Measured, indicator: &Indicator, coverage: f64) {
    // Bounds tell of small numbers, too.
    let told = one.value.or(one.high);
    let is_below = |number: f64, least: Option<f64>| least.is_some_and(|least| number < least);
    if told.is_some_and(|value| {
        is_below(value, indicator.suppress_below)
            || is_below(one.total, indicator.suppress_total_below)
    }) {
        *one = Measured {
            indicator: one.indicator,
            weight: one.weight.take(),
            estimated: one.estimated,
            ..Measured::unknown(Unknown::Small)
        };
    }
    // What is known of some may not say what cannot be of all.
    if let Some(value) = one.value {
        let value = one.low.map_or(value, |low| value.max(low));
        one.value = Some(one.high.map_or(value, |high| value.min(high)));
    }
    // Of too few it is known to say anything of all: the interval does.
    if one.value.is_some() && one.known < coverage {
        one.value = None;
        one.unknown = Some(Unknown::Parts);
    }
    if one.value.is_none() && one.unknown.is_none() {
        let bounded = one.low.is_some() || one.high.is_some();
        one.unknown = Some(if bounded {
            Unknown::Interval
        } else {
            Unknown::Nobody
        });
    }
}

struct Measuring<'a> {
    evidence: &'a Evidence,
    figures: &'a Figures,
    origins: &'a Origins,
    coverage: f64,
}

impl Measuring<'_> {
    fn nest(&self) -> &Nest {
        self.figures.nest()
    }

    /// An indicator per level and area.
    fn all(&self, indicator: &Indicator) -> Vec<Vec<Measured>> {
        let measure = &indicator.measure;
        let people = match measure.weight() {
            _ if self.origins.is_empty() => Some((ADDRESSES, usize::MAX)),
            [] => Some((ADDRESSES, usize::MAX)),
            wanted => weight_of(self.origins, wanted),
        };
        let Some((weight, column)) = people else {
            return self.everywhere(&Measured::unknown(Unknown::Weight));
        };
        let demands = measure.demands();
        let mut seen = Vec::new();
        for demand in &demands {
            match self.evidence.seen.get(demand) {
                Some(Seen::Missing(why)) if !is_choice(measure) => {
                    return self.everywhere(&Measured::unknown(why.clone()));
                }
                found => seen.extend(found),
            }
        }
        if seen.len() != demands.len() {
            return self.everywhere(&Measured::unknown(Unknown::Interval));
        }
        if let Some(Seen::Missing(why)) = seen.first()
            && seen.iter().all(|one| matches!(one, Seen::Missing(_)))
        {
            return self.everywhere(&Measured::unknown(why.clone()));
        }
        let mut all = self.walked(measure, &seen, column);
        if all.is_empty() {
            let quantities = Quantities {
                figures: self.figures,
                coverage: self.coverage,
            };
            // Below the level that it is measured on nobody asks.
            let from = indicator.measured_from(self.nest()).unwrap_or(0);
            let one = |level, area| match level < from {
                true => Measured::default(),
                false => quantities.measured(measure, level, area),
            };
            return (0..self.nest().levels())
                .map(|level| {
                    (0..self.nest().ids(level).len())
                        .map(|area| one(level, area))
                        .collect()
                })
                .collect();
        }
        for one in all.iter_mut().flatten() {
            one.weight = (!measure.weight().is_empty()).then(|| weight.to_owned());
        }
        all
    }

    fn everywhere(&self, one: &Measured) -> Vec<Vec<Measured>> {
        let levels = 0..self.nest().levels();
        let areas = levels.map(|level| self.nest().ids(level).len());
        areas.map(|areas| vec![one.clone(); areas]).collect()
    }
}

/// Whether a missing layer leaves something to be found out.
fn is_choice(measure: &Measure) -> bool {
    match measure {
        Measure::ShareWithin(within) => !within.any_of.is_empty(),
        Measure::CountWithin { .. } => true,
        _ => false,
    }
}
