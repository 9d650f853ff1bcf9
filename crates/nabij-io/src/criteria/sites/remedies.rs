//! The best site for a facility more, and how much of a quantity is missing.

use std::collections::BTreeMap;

use nabij::{
    Best, Catchment, Length, Origins, Pair, Weight, best_site, best_supply,
    criteria::{
        Catalogue, Direction, Evidence, Indicator, Measure, Measured, Measures, Nest, Seen,
    },
};

use rayon::prelude::*;

use super::{Counterfactual, Remedy, Sites};
use crate::city::City;

/// What would help wherever an indicator falls short.
pub(in crate::criteria) fn remedies(
    city: &City,
    sites: &Sites,
    (catalogue, evidence, measures): (&Catalogue, &Evidence, &Measures),
    nest: &Nest,
) -> Vec<Counterfactual> {
    let by_area = by_area(&sites.pairs, evidence, nest);
    let of_indicator = |position: usize| {
        let indicator = &catalogue.indicators[position];
        if indicator.direction != Direction::Higher {
            return Vec::new();
        }
        let rows = measures.rows.iter();
        let rows = rows.filter(|row| usize::from(row.indicator) == position);
        let rows: Vec<&Measured> = rows.collect();
        let wanted = rows
            .first()
            .and_then(|row| Wanted::new(city, indicator, row, evidence));
        let remedy = |row: &Measured| match &indicator.measure {
            Measure::ShareWithin(_) => {
                let place = (usize::from(row.level), row.area as usize);
                let own = by_area.get(&place).map_or(&[][..], Vec::as_slice);
                wanted.as_ref()?.best(sites, row, own)
            }
            Measure::Ratio { .. } => more(indicator, row),
            Measure::Presence { of, .. } => {
                let lacks = row.failing.is_some_and(|failing| failing > 0.0);
                let quantity = of.clone();
                lacks.then_some(Remedy::There { quantity })
            }
            _ => None,
        };
        let told = |row: &Measured, remedy| Counterfactual {
            level: row.level,
            area: row.area,
            indicator: row.indicator,
            remedy,
        };
        let found = rows.iter().filter_map(|row| Some(told(row, remedy(row)?)));
        let mut found: Vec<Counterfactual> = found.collect();
        let top = nest.levels().saturating_sub(1);
        let supply = another_supply(city, sites, indicator, evidence, &sites.pairs);
        let row = measures.at(top, 0, position);
        found.extend(row.zip(supply).map(|(row, remedy)| told(row, remedy)));
        found
    };
    let each = (0..catalogue.indicators.len()).into_par_iter();
    let mut all: Vec<Counterfactual> = each.flat_map(of_indicator).collect();
    all.sort_by_key(|one| (one.level, one.area, one.indicator));
    all
}

/// The pairs of each area's own people.
fn by_area(
    pairs: &[Pair],
    evidence: &Evidence,
    nest: &Nest,
) -> BTreeMap<(usize, usize), Vec<Pair>> {
    let mut area_of = vec![None; evidence.area_of.len()];
    for (origin, area) in evidence.counted() {
        area_of[origin] = Some(area);
    }
    let mut all: BTreeMap<(usize, usize), Vec<Pair>> = BTreeMap::new();
    for pair in pairs {
        let Some(area) = area_of.get(pair.origin as usize).copied().flatten() else {
            continue;
        };
        for level in 0..nest.levels() {
            if let Some(whole) = nest.whole(level, area) {
                all.entry((level, whole)).or_default().push(*pair);
            }
        }
    }
    all
}

/// Who wants a facility of a category within a limit.
struct Wanted {
    category: String,
    limit: Length,
    /// Per origin whether it surely has none.
    wanting: Vec<bool>,
    weights: Vec<Weight>,
}

impl Wanted {
    /// Nothing for indicators that no one facility helps: of several categories nobody can say which
    /// one, and for other walkers the sites are not tried.
    fn new(
        city: &City,
        indicator: &Indicator,
        row: &Measured,
        evidence: &Evidence,
    ) -> Option<Self> {
        let Measure::ShareWithin(within) = &indicator.measure else {
            return None;
        };
        let (1, categories) = within.categories() else {
            return None;
        };
        if within.profile.is_some() {
            return None;
        }
        let limit = Length::from_metres(within.upper).ok()?;
        let mut wanting = vec![true; city.origins.len()];
        for demand in indicator.measure.demands() {
            let Some(Seen::Reach(reach)) = evidence.seen.get(&demand) else {
                return None;
            };
            for (wanting, own) in wanting.iter_mut().zip(reach) {
                *wanting &= own.within(limit.mm()) == Some(false);
            }
        }
        Some(Wanted {
            category: (*categories.first()?).to_owned(),
            limit,
            wanting,
            weights: weights(&city.origins, row.weight.as_deref()),
        })
    }

    /// The site that brings most people of an area within the limit.
    fn best(&self, sites: &Sites, row: &Measured, pairs: &[Pair]) -> Option<Remedy> {
        row.failing.filter(|failing| *failing > 0.0)?;
        let best = best_site(pairs, &self.weights, &self.wanting, self.limit)?;
        if best.gained <= 0.0 {
            return None;
        }
        let limit_m = Some(self.limit.in_metres());
        sites.remedy(best, &self.category, limit_m)
    }
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
    sites.remedy(best.ok().flatten()?, &own.category, None)
}

impl Sites {
    /// A facility at the best of the sites.
    fn remedy(&self, best: Best, category: &str, limit_m: Option<f64>) -> Option<Remedy> {
        let site = self.get(best.candidate)?;
        let door = site.doors.first()?;
        Some(Remedy::Site {
            category: category.to_owned(),
            site: site.id.clone(),
            name: site.name.clone(),
            limit_m,
            place: door.point,
            gained: best.gained,
        })
    }
}
