//! The best site for a facility more, and how much of a quantity is missing.

use std::collections::BTreeMap;

use nabij::{
    Best, Catchment, Length, Origins, Pair, Weight, best_site, best_supply,
    criteria::{
        Catalogue, Direction, Evidence, Indicator, Measure, Measured, Measures, Nest, Seen,
    },
};

use super::{Counterfactual, Remedy, Sites};
use crate::city::City;

/// What would help wherever an indicator falls short.
pub(in crate::criteria) fn remedies(
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
