//! The register of dwellings: what each is, as quantities of areas.

use std::{collections::BTreeMap, fs};

use nabij::{
    Classified, Features, HousingRules, HousingType,
    criteria::{Evidence, Figure, Figures},
};

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

/// The features that say yes or no, by their column's key.
const YES_NO: [&str; 16] = [
    "zero_step",
    "step_free_access",
    "step_free_living",
    "step_free_kitchen",
    "step_free_bath",
    "step_free_toilet",
    "step_free_bedroom",
    "single_floor",
    "ground_floor",
    "lift",
    "wheelchair_dwelling",
    "wheelchair_building",
    "care_space",
    "activities",
    "care_team",
    "room_for_residents",
];
/// The features that are numbers.
const NUMBERS: [&str; 6] = [
    "label",
    "year",
    "floors",
    "area_m2",
    "building_dwellings",
    "share_55",
];
/// The features that are words.
const WORDS: [&str; 3] = ["form", "price", "lead_provider"];

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
        YES_NO.contains(&name) || NUMBERS.contains(&name) || WORDS.contains(&name)
    };
    if let Some(name) = layer.columns.keys().find(|name| !known(name)) {
        let names: Vec<&str> = YES_NO.into_iter().chain(NUMBERS).chain(WORDS).collect();
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
            let (features, classes) = features(&columns, row)?;
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

/// What a row says; a cell that cannot be read makes the row unusable, for half of it would be
/// taken for unknown.
fn features(
    columns: &[(&str, Column<'_>)],
    row: usize,
) -> Result<(Features, [Option<String>; 2]), Reason> {
    let mut own = Features::default();
    let mut classes = [None, None];
    for (what, column) in columns {
        if YES_NO.contains(what) {
            let known = column.yes_no(row)?;
            let field = match *what {
                "zero_step" => &mut own.registered_zero_step,
                "step_free_access" => &mut own.step_free_access,
                "step_free_living" => &mut own.step_free_living,
                "step_free_kitchen" => &mut own.step_free_kitchen,
                "step_free_bath" => &mut own.step_free_bath,
                "step_free_toilet" => &mut own.step_free_toilet,
                "step_free_bedroom" => &mut own.step_free_bedroom,
                "single_floor" => &mut own.single_floor,
                "ground_floor" => &mut own.ground_floor,
                "lift" => &mut own.lift,
                "wheelchair_dwelling" => &mut own.wheelchair_dwelling,
                "wheelchair_building" => &mut own.wheelchair_building,
                "care_space" => &mut own.care_space,
                "activities" => &mut own.activities,
                "care_team" => &mut own.care_team,
                _ => &mut own.room_for_residents,
            };
            *field = known;
            continue;
        }
        let text = column.text(row).map(|text| text.trim().to_owned());
        let text = text.filter(|text| !text.is_empty());
        match *what {
            "form" => classes[0] = text,
            "price" => classes[1] = text,
            "lead_provider" => own.lead_provider = text,
            // "55+" is a label of 55.
            "label" => {
                let digits = text.map(|text| match text.to_lowercase().as_str() {
                    "geen" | "none" => "0".to_owned(),
                    label => label.trim_end_matches('+').to_owned(),
                });
                own.label_age = digits
                    .map(|digits| {
                        digits.parse().map_err(|_| Reason::Value {
                            column: column.name().to_owned(),
                            value: digits,
                            wanted: "an age such as 55 or 55+, `geen` or `none` where there is no label",
                        })
                    })
                    .transpose()?;
            }
            _ => {
                let number = column.number(row)?;
                let whole = |number: f64| number.round().max(0.0);
                match *what {
                    "year" => own.year = number.map(|n| whole(n) as u16),
                    "floors" => own.floors = number,
                    "area_m2" => own.area = number,
                    "building_dwellings" => {
                        own.building_dwellings = number.map(|n| whole(n) as u32)
                    }
                    _ => own.share_55 = number,
                }
            }
        }
    }
    Ok((own, classes))
}

/// Gives per area how many dwellings there are of each type, form and price segment. An area of
/// which the register names no dwelling is unknown; in the others it is taken to be complete.
pub(super) fn give(all: &[Dwelling], figures: &mut Figures) {
    let mut sums: BTreeMap<(String, u32), Figure> = BTreeMap::new();
    let mut add = |name: String, area: u32, low: f64, high: f64, estimated: bool| {
        let figure = Figure {
            low,
            high: Some(high),
            estimated,
            year: None,
        };
        let sum = sums.entry((name, area)).or_insert(Figure::exact(0.0));
        *sum = sum.plus(figure);
    };
    let words = |kind: usize| {
        let words = all.iter().filter_map(|one| one.classes.get(kind)?.clone());
        words.collect::<std::collections::BTreeSet<String>>()
    };
    let classes = [("form", words(0)), ("price", words(1))];
    let mut labelled: BTreeMap<(&str, u32), Vec<&Dwelling>> = BTreeMap::new();
    for one in all {
        let Some(found) = &one.found else { continue };
        for kind in HousingType::ALL {
            let truth = found.get(kind);
            let (low, high, estimated) = match (kind, found.zero_step_share) {
                (HousingType::ZeroStep, Some(share)) => (share, share, found.share_estimated),
                _ => (
                    f64::from(u8::from(truth.is == Some(true))),
                    f64::from(u8::from(truth.is != Some(false))),
                    truth.estimated,
                ),
            };
            let name = format!("dwellings.{}", kind.id());
            add(name, one.area, low * one.count, high * one.count, estimated);
        }
        add(
            "dwellings.registered".to_owned(),
            one.area,
            one.count,
            one.count,
            false,
        );
        for (kind, (name, words)) in classes.iter().enumerate() {
            let own = one.classes.get(kind).and_then(Option::as_ref);
            for word in words {
                let is = own.map(|own| own == word);
                let low = if is == Some(true) { one.count } else { 0.0 };
                let high = if is == Some(false) { 0.0 } else { one.count };
                add(
                    format!("dwellings.{name}:{word}"),
                    one.area,
                    low,
                    high,
                    false,
                );
            }
        }
        let has_label = one.features.label_age.is_some_and(|age| age > 0);
        if let Some(complex) = one.complex.as_deref().filter(|_| has_label) {
            labelled.entry((complex, one.area)).or_default().push(one);
        }
    }
    // Where the register has dwellings and no labelled complex, there is none.
    for one in all {
        add("complexes.labelled".to_owned(), one.area, 0.0, 0.0, false);
        add(
            "complexes.labelled_accessible".to_owned(),
            one.area,
            0.0,
            0.0,
            false,
        );
    }
    for ((_, area), homes) in labelled {
        let access: Vec<Option<bool>> = homes
            .iter()
            .map(|one| one.features.step_free_access)
            .collect();
        let is = if access.contains(&Some(false)) {
            Some(false)
        } else {
            access.iter().all(Option::is_some).then_some(true)
        };
        add("complexes.labelled".to_owned(), area, 1.0, 1.0, false);
        let low = f64::from(u8::from(is == Some(true)));
        let high = f64::from(u8::from(is != Some(false)));
        add(
            "complexes.labelled_accessible".to_owned(),
            area,
            low,
            high,
            false,
        );
    }
    for ((name, area), figure) in sums {
        figures.give(&name, 0, area as usize, figure);
    }
}
