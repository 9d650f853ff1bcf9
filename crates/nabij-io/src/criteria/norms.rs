//! The norms that a catalogue needs beside the study's own: one for each category, as far as the
//! farthest limit of any indicator; and who walks.

use std::collections::BTreeMap;

use nabij::{
    Category, Facilities, Facility, Kinds, Length, Norm, NormSet,
    criteria::{Catalogue, Demand, Measure},
};

use crate::{
    city::City,
    error::JobError,
    study_file::{ProfilesKey, StudyFile},
};

/// The kind of origin that is an entrance of clustered housing, not a home.
pub(super) const COMPLEX: &str = "complex";

/// The name of a catalogue's norm for a category.
pub(super) fn norm_id(category: &str) -> String {
    format!("criteria:{category}")
}

/// The name of a category of which only large grounds count, and of the one with those beside whose
/// ground is not known.
pub(super) fn large(category: &str, min_area_m2: u64) -> [String; 2] {
    [
        format!("{category}_{min_area_m2}m2"),
        format!("{category}_{min_area_m2}m2_maybe"),
    ]
}

/// The study with everybody who walks in a catalogue.
///
/// # Errors
/// [`JobError::Profiles`] when the catalogue names a profile that neither the study nor the library
/// has.
pub(super) fn study_with(study: &StudyFile, catalogue: &Catalogue) -> Result<StudyFile, JobError> {
    let mut study = study.clone();
    study.criteria.get_or_insert_default();
    let own = study.profiles()?;
    let mut names = study.profile.names().to_vec();
    for demand in catalogue.demands() {
        if let Demand::Reach {
            profile: Some(profile),
            ..
        } = demand
            && !own.iter().any(|own| own.id() == profile)
            && !names.contains(&profile)
        {
            names.push(profile);
        }
    }
    study.profile = ProfilesKey::Several(names);
    study.profiles()?;
    Ok(study)
}

/// The category of a norm where a study has none to test.
const NOTHING: &str = "nothing";

/// Whether a category is one of these, and of no layer.
pub(super) fn is_made(category: &str) -> bool {
    let name = category.strip_suffix("_maybe").unwrap_or(category);
    let digits = name
        .strip_suffix("m2")
        .and_then(|name| name.rsplit_once('_'));
    category == NOTHING
        || digits.is_some_and(|(_, digits)| digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Adds to a city what a catalogue needs: norms, categories of large grounds.
pub(super) fn extend(city: &mut City, catalogue: &Catalogue) -> Result<(), JobError> {
    for demand in catalogue.demands() {
        if let Demand::Reach {
            category,
            min_area_m2: Some(least),
            ..
        } = &demand
        {
            add_large(city, category, *least)?;
        }
    }
    let mut limits: BTreeMap<String, f64> = BTreeMap::new();
    for indicator in &catalogue.indicators {
        for (category, limit) in walked(&indicator.measure) {
            let farthest = limits.entry(category).or_insert(limit);
            *farthest = farthest.max(limit);
        }
    }
    // What a norm asks for and the study has no layer of is unknown here, not a mistake.
    let mut norms: Vec<Norm> = Vec::new();
    for norm in city.norms.norms() {
        let there = match norm.test.parts() {
            None => norm
                .category()
                .is_some_and(|own| city.facilities.knows(own)),
            Some((_, parts)) => {
                let kept = |part: &String| norms.iter().any(|own: &Norm| own.id == *part);
                parts.iter().all(kept)
            }
        };
        if there {
            norms.push(norm.clone());
        }
    }
    for (category, limit) in limits {
        let Ok(known) = Category::new(category.clone()) else {
            continue;
        };
        if !city.facilities.knows(&known) {
            continue;
        }
        norms.push(Norm {
            applies_to: Kinds {
                kind: Vec::new(),
                not_kind: vec![COMPLEX.to_owned()],
            },
            ..Norm::new(norm_id(&category))
                .test(nabij::Test::Nearest(known))
                .upper(Length::from_metres(limit).unwrap_or(Length::metres(500)))
        });
    }
    // Scoring wants a norm: where there is none to test, one of a category that has no facility.
    if norms.is_empty()
        && let Ok(nothing) = Category::new(NOTHING)
    {
        city.facilities = city.facilities.clone().declare(nothing.clone());
        let norm = Norm::new(NOTHING).test(nabij::Test::Nearest(nothing));
        norms.push(norm.upper(Length::metres(500)));
    }
    city.norms = NormSet::new(norms).map_err(|error| JobError::Norms {
        name: "criteria".to_owned(),
        source: error,
    })?;
    Ok(())
}

/// How far a catalogue walks, in metres.
pub(super) fn farthest(catalogue: &Catalogue) -> f64 {
    let all = catalogue.indicators.iter();
    let limits = all.flat_map(|one| walked(&one.measure));
    limits.fold(0.0, |far, (_, limit)| far.max(limit))
}

/// The categories that a measure walks to, and how far.
fn walked(measure: &Measure) -> Vec<(String, f64)> {
    const NEAREST: f64 = 500.0;
    match measure {
        Measure::ShareWithin(within) => {
            let (_, categories) = within.categories();
            let least = within.min_area_m2.map(|area| area.round() as u64);
            let names = categories.iter().flat_map(|category| match least {
                Some(least) => large(category, least).to_vec(),
                None => vec![(*category).to_owned()],
            });
            names.map(|name| (name, within.upper)).collect()
        }
        Measure::CountWithin {
            categories, upper, ..
        } => categories
            .iter()
            .map(|name| (name.clone(), *upper))
            .collect(),
        Measure::Seats { to, .. } | Measure::Light { to, .. } | Measure::Detour { to, .. } => {
            to.iter().map(|name| (name.clone(), NEAREST)).collect()
        }
        // The horizon must reach as far as catchments do.
        Measure::Capacity(own) => {
            let farthest = own.steps.last().map_or(0.0, |(limit, _)| *limit);
            vec![(own.category.clone(), farthest)]
        }
        _ => Vec::new(),
    }
}

/// Adds the grounds of a category that are large enough as a category of their own.
fn add_large(city: &mut City, category: &str, least_m2: u64) -> Result<(), JobError> {
    let Ok(own) = Category::new(category) else {
        return Ok(());
    };
    if !city.facilities.knows(&own) {
        return Ok(());
    }
    let names = large(category, least_m2).map(Category::new);
    let [Ok(surely), Ok(maybe)] = names else {
        return Ok(());
    };
    if city.facilities.knows(&surely) {
        return Ok(());
    }
    let mut all: Vec<Facility> = city.facilities.iter().map(|(_, one)| one.clone()).collect();
    let mut unknown = false;
    let mut added = Vec::new();
    for one in all.iter().filter(|one| one.category == own) {
        let key = (one.category.clone(), one.id.clone());
        let polygons = city
            .grounds
            .get(&key)
            .map_or(one.polygon.as_slice(), Vec::as_slice);
        let m2: f64 = polygons.iter().map(|polygon| polygon.area_m2()).sum();
        let is_large = m2 >= least_m2 as f64;
        if polygons.is_empty() || is_large {
            let mut with = |category: &Category| {
                added.push(Facility {
                    category: category.clone(),
                    ..one.clone()
                });
            };
            with(&maybe);
            if is_large {
                with(&surely);
            }
            unknown |= polygons.is_empty();
        }
    }
    if !unknown {
        added.retain(|one| one.category == surely);
    }
    all.extend(added);
    let categories: Vec<Category> = city.facilities.categories().cloned().collect();
    let facilities = Facilities::new(all).map_err(|source| JobError::Places {
        file: "facilities".to_owned(),
        source,
    })?;
    let facilities = categories.into_iter().fold(facilities, Facilities::declare);
    city.facilities = facilities.declare(surely);
    if let Some(coverage) = city.coverage.get(&own).cloned() {
        for name in large(category, least_m2) {
            if let Ok(name) = Category::new(name) {
                city.coverage.insert(name, coverage.clone());
            }
        }
    }
    Ok(())
}
