//! One number, or an interval, per area and indicator.

use super::{
    catalogue::{Catalogue, Indicator},
    evidence::{Demand, Evidence, RouteParts, Seen},
    figures::Figures,
    measure::{Measure, Within},
    nest::Nest,
    observed::{ADDRESSES, Observed, Sums, by_area, medians, weight_of},
    quantities::Quantities,
};
use crate::{
    catchment::Catchment,
    origin::{Origins, Weight},
};

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
    let least = indicator.suppress_below.unwrap_or(0.0);
    let fewest = indicator.suppress_total_below.unwrap_or(0.0);
    if one
        .value
        .is_some_and(|value| value < least || one.total < fewest)
    {
        *one = Measured {
            indicator: one.indicator,
            weight: one.weight.take(),
            estimated: one.estimated,
            ..Measured::unknown(Unknown::Small)
        };
    }
    // Of too few it is known to say anything of all: the interval does.
    if one.value.is_some() && one.known < coverage {
        one.value = None;
        one.lower = one.lower.map(|[_, low, high]| [None, low, high]);
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
            let one = |level, area| quantities.measured(measure, level, area);
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

    /// What follows from walks; nothing for measures of quantities.
    fn walked(&self, measure: &Measure, seen: &[&Seen], column: usize) -> Vec<Vec<Measured>> {
        let from = (self.evidence, self.origins, self.nest());
        let sums =
            |of: &dyn Fn(usize, &mut dyn FnMut(Observed)), scale: f64| -> Vec<Vec<Measured>> {
                let sums = by_area(from, column, of);
                let measured =
                    |level: Vec<Sums>| level.iter().map(|sums| sums.measured(scale)).collect();
                sums.into_iter().map(measured).collect()
            };
        match measure {
            Measure::ShareWithin(within) => {
                let at = |metres: f64| {
                    let of = |origin: usize, add: &mut dyn FnMut(Observed)| {
                        add(Observed::answer(answer(within, seen, origin, metres)));
                    };
                    sums(&of, 1.0)
                };
                let mut all = at(within.upper);
                if let Some(lower) = within.lower {
                    let stricter = at(lower).into_iter().flatten();
                    for (one, lower) in all.iter_mut().flatten().zip(stricter) {
                        one.lower = Some([lower.value, lower.low, lower.high]);
                    }
                }
                all
            }
            Measure::CountWithin { upper, .. } => {
                let count = |origin: usize, add: &mut dyn FnMut(Observed)| {
                    let each = seen.iter().map(|seen| Observed {
                        of: 0,
                        ..Observed::answer(near(seen, origin, *upper))
                    });
                    let none = Observed {
                        low: 0,
                        high: Some(0),
                        of: 1,
                    };
                    add(each.fold(none, Observed::plus));
                };
                let mut all = sums(&count, 1.0);
                all.iter_mut().flatten().for_each(|one| one.failing = None);
                all
            }
            Measure::Seats { .. } | Measure::Light { .. } => {
                let along = |origin: usize, add: &mut dyn FnMut(Observed)| {
                    for seen in seen {
                        let Seen::Along(parts) = seen else { continue };
                        let Some(part) = parts.get(origin).copied().flatten() else {
                            continue;
                        };
                        let mm = |length: u64| i64::try_from(length).unwrap_or(i64::MAX);
                        let unknown = part.unknown_mm.min(part.whole_mm);
                        let met = mm(part.met_mm);
                        add(Observed {
                            low: met,
                            high: Some(met),
                            of: mm(part.whole_mm - unknown),
                        });
                        add(Observed {
                            low: 0,
                            high: Some(mm(unknown)),
                            of: mm(unknown),
                        });
                    }
                };
                let mut all = sums(&along, 1000.0);
                all.iter_mut().flatten().for_each(|one| one.failing = None);
                all
            }
            Measure::Detour { .. } => {
                let ratios = |origin: usize| {
                    let each = seen.iter().filter_map(|seen| {
                        let Seen::Ratio(ratios) = seen else {
                            return None;
                        };
                        *ratios.get(origin)?
                    });
                    each.collect()
                };
                medians(from, column, ratios)
            }
            Measure::Capacity(capacity) => {
                let Some(Seen::Pairs {
                    pairs,
                    supply,
                    open,
                }) = seen.first()
                else {
                    return Vec::new();
                };
                let steps = capacity.steps_mm();
                let Ok(catchment) = Catchment::steps(steps) else {
                    return Vec::new();
                };
                let per = capacity.persons_per_unit;
                let assumed = capacity
                    .assumed_supply
                    .and_then(|own| Weight::new(own).ok());
                let assumed = assumed.unwrap_or(Weight::UNKNOWN);
                let told = |own: &Weight| {
                    if *own == Weight::UNKNOWN {
                        assumed
                    } else {
                        *own
                    }
                };
                let supply: Vec<Weight> = supply.iter().map(told).collect();
                let demand = (0..self.origins.len()).map(|origin| {
                    let counts = self.evidence.counts.get(origin) == Some(&true);
                    let own = self.origins.weights().get(column);
                    let own = own.and_then(|own| own.values.get(origin).copied());
                    if counts {
                        own.unwrap_or(Weight::ONE)
                    } else {
                        Weight::ZERO
                    }
                });
                let demand: Vec<Weight> = demand.collect();
                let Ok(access) = catchment.access(pairs, &demand, &supply) else {
                    return Vec::new();
                };
                let of = |origin: usize| access.per_origin.get(origin).copied();
                // Beyond the layer there may be more.
                let beyond = |origin: usize| open.get(origin) == Some(&true);
                let scaled = |own: f64| (own * per * SCALE).round() as i64;
                let supplied = |origin: usize, add: &mut dyn FnMut(Observed)| {
                    let Some(own) = of(origin) else { return };
                    add(Observed {
                        low: scaled(own.low()),
                        high: own.high().filter(|_| !beyond(origin)).map(scaled),
                        of: SCALE as i64,
                    });
                };
                let mut all = sums(&supplied, SCALE);
                // Who has less than one standard practice.
                let short = |origin: usize, add: &mut dyn FnMut(Observed)| {
                    let answer = of(origin).and_then(|own| own.meets(per));
                    let answer = answer.filter(|meets| *meets || !beyond(origin));
                    add(Observed::answer(answer));
                };
                let short = sums(&short, 1.0).into_iter().flatten();
                for (one, short) in all.iter_mut().flatten().zip(short) {
                    one.failing = short.failing;
                }
                all
            }
            // Without addresses areas count as a whole.
            Measure::Presence { .. } if self.origins.is_empty() => Vec::new(),
            Measure::Presence { of, .. } => {
                let nest = self.nest();
                let given: Vec<Option<(Observed, Option<i32>)>> = (0..nest.ids(0).len())
                    .map(|area| {
                        let figure = self.figures.around(of, 0, area)?;
                        let there = |low: f64| (low * SCALE).round() as i64;
                        let observed = Observed {
                            low: there(figure.low),
                            high: Some(figure.high.map_or(SCALE as i64, there)),
                            of: SCALE as i64,
                        };
                        Some((observed, figure.year))
                    })
                    .collect();
                if given.iter().all(Option::is_none) {
                    return self.everywhere(&Measured::unknown(Unknown::Figure(of.clone())));
                }
                let area = |origin: usize| self.evidence.area_of.get(origin).copied().flatten();
                let unknown = Observed {
                    low: 0,
                    high: Some(SCALE as i64),
                    of: SCALE as i64,
                };
                let there = |origin: usize, add: &mut dyn FnMut(Observed)| {
                    let own = area(origin).and_then(|area| given.get(area as usize));
                    add(own
                        .copied()
                        .flatten()
                        .map_or(unknown, |(observed, _)| observed));
                };
                let mut all = sums(&there, SCALE);
                let year = given.iter().flatten().find_map(|(_, year)| *year);
                all.iter_mut().flatten().for_each(|one| one.year = year);
                all
            }
            Measure::Route(_) => match seen.first() {
                Some(Seen::Routes(routes)) => self.everywhere(&of_routes(routes)),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

/// How finely what is no whole number is kept.
const SCALE: f64 = 1e6;

/// Whether a missing layer leaves something to be found out.
fn is_choice(measure: &Measure) -> bool {
    match measure {
        Measure::ShareWithin(within) => !within.any_of.is_empty(),
        Measure::CountWithin { .. } => true,
        _ => false,
    }
}

/// Whether the nearest is within so many metres; none where that is not known.
fn near(seen: &Seen, origin: usize, metres: f64) -> Option<bool> {
    let Seen::Reach(reach) = seen else {
        return None;
    };
    reach.get(origin)?.within(super::measure::mm(metres))
}

/// Whether enough of several are within so many metres, in three-valued logic.
fn answer(within: &Within, seen: &[&Seen], origin: usize, metres: f64) -> Option<bool> {
    let (needed, _) = within.categories();
    let each = seen.iter().map(|seen| near(seen, origin, metres));
    let (mut met, mut unknown) = (0, 0);
    for one in each {
        met += usize::from(one == Some(true));
        unknown += usize::from(one.is_none());
    }
    if met >= needed {
        Some(true)
    } else {
        (met + unknown < needed).then_some(false)
    }
}

/// The mean over routes by length, of the mean of their five shares.
fn of_routes(routes: &[RouteParts]) -> Measured {
    let whole: u64 = routes.iter().map(|route| route.whole_mm).sum();
    let bound = |missing: f64| {
        let quality = routes.iter().map(|route| {
            let share =
                |met: &Option<u64>| met.map_or(missing, |met| met as f64 / route.whole_mm as f64);
            let mean = route.met_mm.iter().map(share).sum::<f64>() / 5.0;
            mean * route.whole_mm as f64
        });
        (whole > 0).then(|| quality.sum::<f64>() / whole as f64)
    };
    let (low, high) = (bound(0.0), bound(1.0));
    Measured {
        value: low.filter(|_| low == high),
        low,
        high,
        total: whole as f64 / 1000.0,
        known: f64::from(u8::from(low == high)),
        ..Measured::default()
    }
}

impl Measure {
    /// What must be found out about origins for it.
    pub fn demands(&self) -> Vec<Demand> {
        use super::measure::mm;
        let reach = |category: &str| Demand::Reach {
            profile: None,
            category: category.to_owned(),
            min_area_m2: None,
        };
        match self {
            Measure::ShareWithin(within) => {
                let (_, categories) = within.categories();
                let of = |category: &&str| Demand::Reach {
                    profile: within.profile.clone(),
                    category: (*category).to_owned(),
                    min_area_m2: within.min_area_m2.map(|area| area.round() as u64),
                };
                categories.iter().map(of).collect()
            }
            Measure::CountWithin { categories, .. } => {
                categories.iter().map(|c| reach(c)).collect()
            }
            Measure::Seats { to, gap, .. } => {
                let of = |category: &String| Demand::Seats {
                    category: category.clone(),
                    gap_mm: mm(*gap),
                };
                to.iter().map(of).collect()
            }
            Measure::Light {
                to, lamps, radius, ..
            } => {
                let of = |category: &String| Demand::Light {
                    category: category.clone(),
                    lamps: lamps.clone(),
                    radius_mm: mm(*radius),
                };
                to.iter().map(of).collect()
            }
            Measure::Detour { to, .. } => {
                let of = |category: &String| Demand::Detour {
                    category: category.clone(),
                };
                to.iter().map(of).collect()
            }
            Measure::Capacity(capacity) => {
                let last = capacity.steps.last().map_or(0.0, |(limit, _)| *limit);
                vec![Demand::Pairs {
                    category: capacity.category.clone(),
                    limit_mm: mm(last),
                }]
            }
            Measure::Route(own) => {
                let spacing = [own.lamp, own.bench, own.bin, own.green, own.spot, own.reach];
                vec![Demand::Routes {
                    spacing_mm: spacing.map(mm),
                }]
            }
            _ => Vec::new(),
        }
    }
}
