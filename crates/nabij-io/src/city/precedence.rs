//! Which facilities count where tables of one's own and OSM extracts both have a category.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{Category, Facilities, Facility, Length};

use super::{
    openings::Open,
    sources::{RuleCount, Unused},
};
use crate::{error::JobError, study_file::FacilitySource};

/// An object of OSM that has a door this near to one's own facility is the same place, inclusively;
/// so is one whose outline holds it, or that lies in its outline.
pub(super) const SAME_PLACE: Length = Length::metres(30);

/// A facility as it was read.
pub(super) struct Found {
    pub facility: Facility,
    /// What its columns say.
    pub told: BTreeMap<String, String>,
    /// Its outline, where its doors are to be looked for on the network.
    pub open: Option<Open>,
    pub is_osm: bool,
    /// The position of its layer in the study.
    pub layer: usize,
    pub file: String,
    /// The row, or the id of the object.
    pub place: String,
}

/// The categories that layers are read for, with or without facilities.
#[derive(Default)]
pub(super) struct Provided {
    pub own: BTreeSet<Category>,
    pub osm: BTreeSet<Category>,
}

/// The facilities that count, and what became of the others.
#[derive(Default)]
pub(super) struct Chosen {
    pub kept: Vec<Found>,
    /// By category where its facilities come from.
    pub sources: BTreeMap<Category, FacilitySource>,
    pub unused: Vec<Unused>,
    pub rules: Vec<RuleCount>,
}

/// Chooses by category, as the study says in `[source]`.
///
/// # Errors
/// [`JobError::Incomplete`] when tables and OSM both hold a category that `[source]` does not name,
/// or it names one that nothing provides; `wrong` for facilities of one's own with the same id.
pub(super) fn choose(
    asked: &BTreeMap<String, FacilitySource>,
    mut provided: Provided,
    mut found: Vec<Found>,
    wrong: impl Fn(nabij::PlaceError) -> JobError,
) -> Result<Chosen, JobError> {
    for one in found.iter().filter(|one| !one.is_osm) {
        provided.own.insert(one.facility.category.clone());
    }
    for one in found.iter().filter(|one| one.is_osm) {
        provided.osm.insert(one.facility.category.clone());
    }
    let asked = known(asked, &provided)?;
    let sources = sources(&found, asked)?;
    let of = |one: &Found| sources.get(&one.facility.category).copied();
    for one in &mut found {
        if of(one) == Some(FacilitySource::Both) {
            let prefix = if one.is_osm { "osm" } else { "own" };
            one.facility.id = format!("{prefix}:{}", one.facility.id);
        }
    }
    let both = found
        .iter()
        .filter(|one| of(one) == Some(FacilitySource::Both));
    let own = both.filter(|one| !one.is_osm);
    let own = Facilities::new(own.map(|one| one.facility.clone())).map_err(wrong)?;
    // Every file that a choice is made in has its counts, also where nothing is left out.
    let mut counts: BTreeMap<(String, Category, &str), usize> = BTreeMap::new();
    let (mut kept, mut unused) = (Vec::new(), Vec::new());
    for one in found {
        let (rule, left_out) = match (of(&one), one.is_osm) {
            (Some(FacilitySource::Own), true) => (
                ONLY_OWN,
                Some(("source_own", "OSM's are left out".to_owned())),
            ),
            (Some(FacilitySource::Osm), false) => (
                ONLY_OSM,
                Some(("source_osm", "tables' are left out".to_owned())),
            ),
            (Some(FacilitySource::Both), true) => {
                let why = preferred(&own, &one.facility);
                (OWN_FIRST, why.map(|why| ("own_preferred", why)))
            }
            _ => {
                kept.push(one);
                continue;
            }
        };
        let category = one.facility.category.clone();
        let count = counts
            .entry((one.file.clone(), category.clone(), rule))
            .or_default();
        match left_out {
            None => kept.push(one),
            Some((code, why)) => {
                *count += 1;
                let word = sources.get(&category).map_or("", |source| source.as_str());
                unused.push(Unused {
                    file: one.file,
                    place: one.place,
                    id: Some(one.facility.id),
                    code: code.to_owned(),
                    reason: format!("[source] {category} = {word:?}: {why}"),
                });
            }
        }
    }
    let rule = |((file, category, rule), count): ((String, Category, &str), usize)| RuleCount {
        file,
        layer: category.to_string(),
        rule: rule.to_owned(),
        count,
    };
    Ok(Chosen {
        kept,
        unused,
        rules: counts.into_iter().map(rule).collect(),
        sources,
    })
}

const ONLY_OWN: &str = "left out: only tables' facilities count";
const ONLY_OSM: &str = "left out: only OSM's facilities count";
const OWN_FIRST: &str = "left out: one's own facility is within 30 m";

/// What the study asks for, after a check that there is something to choose from.
fn known(
    asked: &BTreeMap<String, FacilitySource>,
    provided: &Provided,
) -> Result<BTreeMap<Category, FacilitySource>, JobError> {
    let all = asked.iter().map(|(name, source)| {
        let missing = |what: &str, there: &BTreeSet<Category>| {
            let there: Vec<&str> = there.iter().map(Category::as_str).collect();
            let there = if there.is_empty() {
                "none".to_owned()
            } else {
                there.join(", ")
            };
            JobError::Incomplete(format!(
                "says [source] {name} = {:?}, but no {what} of [[facilities]] has that category; \
                 there are: {there}",
                source.as_str()
            ))
        };
        let category = Category::new(name.clone())
            .map_err(|error| JobError::Incomplete(format!("has in [source] {error}")))?;
        if *source != FacilitySource::Osm && !provided.own.contains(&category) {
            return Err(missing("table", &provided.own));
        }
        if *source != FacilitySource::Own && !provided.osm.contains(&category) {
            return Err(missing("OSM extract", &provided.osm));
        }
        Ok((category, *source))
    });
    all.collect()
}

/// Where the facilities of each category come from; two sources must have been asked about.
fn sources(
    found: &[Found],
    mut asked: BTreeMap<Category, FacilitySource>,
) -> Result<BTreeMap<Category, FacilitySource>, JobError> {
    let mut counts: BTreeMap<&Category, [usize; 2]> = BTreeMap::new();
    for one in found {
        let [own, osm] = counts.entry(&one.facility.category).or_default();
        *if one.is_osm { osm } else { own } += 1;
    }
    let unclear: Vec<String> = counts
        .iter()
        .filter(|(category, [own, osm])| *own > 0 && *osm > 0 && !asked.contains_key(**category))
        .map(|(category, [own, osm])| format!("{category} ({own} in tables, {osm} in OSM)"))
        .collect();
    if !unclear.is_empty() {
        return Err(JobError::Incomplete(format!(
            "has facilities of one category both from tables and from OSM: {}. Say in [source] for \
             each which ones count: \"own\" (the tables'), \"osm\" (OSM's) or \"both\" (an object \
             of OSM within 30 m of one's own is left out)",
            unclear.join(", ")
        )));
    }
    for (category, [own, _]) in counts {
        let only = if own > 0 {
            FacilitySource::Own
        } else {
            FacilitySource::Osm
        };
        asked.entry(category.clone()).or_insert(only);
    }
    Ok(asked)
}

/// Why one's own facility stands for an object of OSM, if it does.
fn preferred(own: &Facilities, object: &Facility) -> Option<String> {
    let category = &object.category;
    let near = |door: &nabij::Door| own.nearest(door.point, category, 1).first().copied();
    let within = object.polygon.iter();
    let within = within.flat_map(|ground| own.inside(ground, category));
    let around = own.of(category).filter(|id| {
        let ground = own.get(*id).polygon.as_ref();
        ground.is_some_and(|ground| object.doors.iter().any(|door| ground.claims(door.point)))
    });
    // The nearest; of two equally near the one with the smaller id.
    let nearest = object
        .doors
        .iter()
        .filter_map(near)
        .chain(within.chain(around).map(|id| (id, 0)))
        .min_by_key(|(id, mm)| (*mm, *id));
    let (id, mm) = nearest.filter(|(_, mm)| *mm <= u64::from(SAME_PLACE.mm()))?;
    let named = |one: &Facility| {
        let name = one.name.as_ref().map(|name| format!(" {name}"));
        format!("{}{}", one.id, name.unwrap_or_default())
    };
    let far = Length::millimetres(u32::try_from(mm).ok()?);
    Some(format!(
        "{} is {far} from {}, which counts",
        named(object),
        named(own.get(id))
    ))
}

#[cfg(test)]
mod tests;
