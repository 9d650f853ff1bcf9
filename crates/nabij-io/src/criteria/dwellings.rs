//! The register of dwellings: what each is, as quantities of areas.

mod counts;
mod features;

use std::{collections::BTreeMap, fs};

use nabij::{Classified, Features, HousingRules, criteria::Evidence};

pub(super) use counts::give;

use super::reading::{Reading, optional};
use crate::{
    city::City,
    error::JobError,
    input_file::file_name,
    reason::Reason,
    study_file::{CriteriaSection, DwellingLayer, StudyFile},
    table::{Column, Table},
    wide::complexes::Found,
};

/// A row of the register.
#[derive(Clone, Debug)]
pub struct Dwelling {
    /// Its id, else its row.
    pub id: String,
    /// Position of its area of the finest level.
    pub area: u32,
    /// The complex it belongs to.
    pub complex: Option<String>,
    /// How many dwellings the row stands for.
    pub count: f64,
    /// Its form and its price segment.
    pub classes: [Option<String>; 2],
    /// What is known of it.
    pub features: Features,
    /// What it is.
    pub found: Option<Classified>,
}

/// The rules of the study.
pub(super) fn rules(study: &StudyFile) -> Result<HousingRules, JobError> {
    let wrong = |error: nabij::HousingError| {
        JobError::Incomplete(format!("has wrong housing types: {error}"))
    };
    let section = study.criteria.clone().unwrap_or_default();
    let CriteriaSection {
        clustered, housing, ..
    } = section;
    let mut rules = match housing {
        None => HousingRules::built_in().map_err(wrong)?,
        Some(path) => {
            let path = study.path(&path);
            let text = fs::read_to_string(&path).map_err(|source| JobError::Io { path, source })?;
            HousingRules::from_toml(&text).map_err(wrong)?
        }
    };
    if let Some(name) = clustered {
        rules = rules.with_definition(&name).map_err(wrong)?;
    }
    Ok(rules)
}

/// Reads the registers, and finds out what each dwelling is. Complexes of the study tell of rooms
/// and of how many dwellings they have.
pub(super) fn read(
    city: &City,
    evidence: &Evidence,
    complexes: &[Found],
    rules: &HousingRules,
    reading: &mut Reading<'_>,
) -> Result<Vec<Dwelling>, JobError> {
    let ids = (0..city.origins.len()).map(|at| (city.origins.ids().get(at), at));
    let origins: BTreeMap<&str, usize> = ids.collect();
    let mut all = Vec::new();
    let study = reading.study;
    for layer in &study.dwellings {
        let table = reading.table(layer)?;
        let before = all.len();
        rows(layer, &table, (&origins, evidence), reading, &mut all)?;
        reading.tally("dwellings", layer, table.len(), all.len() - before);
    }
    let mut by_complex: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
    for (at, one) in all.iter().enumerate() {
        by_complex.entry(one.complex.clone()).or_default().push(at);
    }
    for (complex, members) in by_complex {
        let known = complexes
            .iter()
            .find(|own| Some(&own.id) == complex.as_ref());
        let count: f64 = members
            .iter()
            .filter_map(|at| all.get(*at))
            .map(|one| one.count)
            .sum();
        let listed = known.and_then(|own| own.dwellings).or(Some(count as u64));
        let listed = listed.and_then(|count| u32::try_from(count).ok());
        let features = members
            .iter()
            .filter_map(|at| all.get(*at))
            .map(|one| Features {
                complex_dwellings: complex.as_ref().map_or(Some(1), |_| listed),
                room_near: known.and_then(|own| own.results.room_100),
                room_inside: known.and_then(|own| own.room_inside),
                ..one.features.clone()
            });
        let features: Vec<Features> = features.collect();
        let found: Vec<Classified> = match complex {
            Some(_) => rules.classify_complex(&features),
            None => features.iter().map(|own| rules.classify(own)).collect(),
        };
        for ((at, features), found) in members.into_iter().zip(features).zip(found) {
            if let Some(one) = all.get_mut(at) {
                one.features = features;
                one.found = Some(found);
            }
        }
    }
    Ok(all)
}

fn rows(
    layer: &DwellingLayer,
    table: &Table,
    (origins, evidence): (&BTreeMap<&str, usize>, &Evidence),
    reading: &mut Reading<'_>,
    all: &mut Vec<Dwelling>,
) -> Result<(), JobError> {
    let known = |name: &&String| {
        let name = name.as_str();
        features::YES_NO.contains(&name)
            || features::NUMBERS.contains(&name)
            || features::WORDS.contains(&name)
    };
    if let Some(name) = layer.columns.keys().find(|name| !known(name)) {
        let names: Vec<&str> = features::YES_NO
            .into_iter()
            .chain(features::NUMBERS)
            .chain(features::WORDS)
            .collect();
        return Err(JobError::Incomplete(format!(
            "names {name:?} among the columns of {} in [[dwellings]]; they say {}",
            file_name(&layer.file),
            names.join(", ")
        )));
    }
    let ids = optional(table, &layer.id)?;
    let addresses = optional(table, &layer.address)?;
    let areas = optional(table, &layer.area)?;
    if addresses.is_none() && areas.is_none() {
        return Err(JobError::Incomplete(format!(
            "reads {} as [[dwellings]]: name its column of the origins' ids as address, or of the \
             areas' codes as area",
            file_name(&layer.file)
        )));
    }
    let complexes = optional(table, &layer.complex)?;
    let counts = optional(table, &layer.count)?;
    let columns = layer.columns.iter();
    let columns = columns.map(|(what, name)| Ok((what.as_str(), table.column(name)?)));
    let columns: Vec<(&str, Column<'_>)> = columns.collect::<Result<_, JobError>>()?;
    for row in 0..table.len() {
        let id = ids.as_ref().and_then(|ids| ids.text(row));
        let named = |column: &Option<Column<'_>>| {
            let text = column.as_ref().and_then(|column| column.text(row));
            text.map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        let area = match (named(&addresses), named(&areas)) {
            (Some(address), _) => {
                let origin = origins.get(address.as_str()).copied();
                let origin = origin.ok_or_else(|| Reason::not_an_origin(address.clone()));
                origin.and_then(|at| {
                    let area = evidence.area_of.get(at).copied().flatten();
                    area.ok_or(Reason::Listed {
                        named: address,
                        code: "no_area",
                        why: "its address is in none of the study's areas",
                    })
                })
            }
            (None, Some(code)) => reading.area(&code).and_then(|(level, area)| {
                let finest = (level == 0).then(|| u32::try_from(area).ok()).flatten();
                finest.ok_or(Reason::Listed {
                    named: code,
                    code: "larger_area",
                    why: "it is no area of the finest level: what is known of a larger one is not split",
                })
            }),
            (None, None) => Err(Reason::Listed {
                named: id.clone().unwrap_or_default(),
                code: "no_address",
                why: "it names neither an address nor an area",
            }),
        };
        let read = area.and_then(|area| {
            let count = counts
                .as_ref()
                .map(|counts| counts.number(row))
                .transpose()?;
            let (features, classes) = features::of_row(&columns, row)?;
            Ok(Dwelling {
                id: id
                    .clone()
                    .unwrap_or_else(|| table.position(row).to_string()),
                area,
                complex: named(&complexes),
                count: count.flatten().unwrap_or(1.0),
                classes,
                features,
                found: None,
            })
        });
        match read {
            Ok(one) => all.push(one),
            Err(reason) => reading.reject(table, row, id, reason),
        }
    }
    Ok(())
}
