//! Measures of walks: from what was found out about origins to areas.

use super::{Measured, Measuring, Unknown};
use crate::{
    catchment::Catchment,
    criteria::{
        evidence::{RouteParts, Seen},
        measure::{Measure, Within, mm},
        observed::{Observed, Sums, by_area, medians},
    },
    origin::Weight,
};

/// What an origin says, handed over one after another.
type Say<'s> = &'s dyn Fn(usize, &mut dyn FnMut(Observed));

impl Measuring<'_> {
    /// What follows from walks; nothing for measures of quantities.
    pub(super) fn walked(
        &self,
        measure: &Measure,
        seen: &[&Seen],
        column: usize,
    ) -> Vec<Vec<Measured>> {
        let from = (self.evidence, self.origins, self.nest());
        let sums = |of: Say<'_>, scale: f64| -> Vec<Vec<Measured>> {
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
                        let enough = lower.known >= self.coverage;
                        let value = lower.value.filter(|_| enough);
                        one.lower = Some([value, lower.low, lower.high]);
                    }
                }
                all
            }
            Measure::CountWithin { upper, .. } => {
                let count = |origin: usize, add: &mut dyn FnMut(Observed)| {
                    for seen in seen {
                        add(Observed::answer(near(seen, origin, *upper)));
                    }
                };
                // A share of all pairs of people and categories, told as a number of categories.
                let kinds = seen.len() as f64;
                let mut all = sums(&count, kinds);
                for one in all.iter_mut().flatten() {
                    one.failing = None;
                    for value in [&mut one.value, &mut one.low, &mut one.high] {
                        *value = value.map(|share| share * kinds);
                    }
                }
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

/// Whether the nearest is within so many metres; none where that is not known.
fn near(seen: &Seen, origin: usize, metres: f64) -> Option<bool> {
    let Seen::Reach(reach) = seen else {
        return None;
    };
    reach.get(origin)?.within(mm(metres))
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
