//! Catalogues as TOML files, alone or on top of another.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Table, Value};

use super::{
    catalogue::{
        Ambition, Basis, Catalogue, DataNeed, Direction, Heading, Indicator, IndicatorLevel, Label,
        Reference,
    },
    measure::Measure,
    utility::UtilityText,
};
use crate::error::CriteriaError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    status: Option<String>,
    document: Option<String>,
    coverage: f64,
    #[serde(default)]
    tolerance: f64,
    need: String,
    #[serde(default)]
    ambition: Vec<Ambition>,
    heading: Vec<Heading>,
    #[serde(default)]
    quantity: BTreeMap<String, Label>,
    indicator: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    heading: String,
    ambition: Option<u8>,
    #[serde(default)]
    label: Label,
    #[serde(default)]
    definition: Label,
    unit: String,
    direction: Direction,
    #[serde(default)]
    level: IndicatorLevel,
    panel: Option<String>,
    measure: Measure,
    utility: Option<UtilityText>,
    weight: Option<f64>,
    #[serde(default)]
    estimated: bool,
    suppress_below: Option<f64>,
    suppress_total_below: Option<f64>,
    #[serde(default)]
    data: Vec<DataNeed>,
    #[serde(default)]
    basis: BTreeMap<String, Basis>,
    reference: Option<Reference>,
}

/// The units there are.
const UNITS: [&str; 8] = [
    "share", "per_100", "per_1000", "ratio", "index", "count", "persons", "class",
];

pub(super) fn parse(text: &str) -> Result<Catalogue, CriteriaError> {
    let toml = |error: toml::de::Error| CriteriaError::Toml(error.to_string());
    let mut own: Table = toml::from_str(text).map_err(toml)?;
    let mut changed = Vec::new();
    if let Some(base) = own.remove("extends") {
        let name = base.as_str().unwrap_or_default();
        let mut table: Table = toml::from_str(Catalogue::built_in_toml(name)?).map_err(toml)?;
        changed = extend(&mut table, own)?;
        own = table;
    }
    let file: File = own.try_into().map_err(toml)?;
    if !(file.coverage > 0.0 && file.coverage <= 1.0) {
        return Err(CriteriaError::Toml(format!(
            "coverage is {}: it must be above 0 and at most 1",
            file.coverage
        )));
    }
    if !(0.0..1.0).contains(&file.tolerance) {
        return Err(CriteriaError::Toml(format!(
            "tolerance is {}: it must be from 0 up and below 1",
            file.tolerance
        )));
    }
    for (at, heading) in file.heading.iter().enumerate() {
        if file.heading[..at]
            .iter()
            .any(|other| other.id == heading.id)
        {
            let id = &heading.id;
            return Err(CriteriaError::Toml(format!("heading {id:?} occurs twice")));
        }
        if !(heading.weight.is_finite() && heading.weight >= 0.0) {
            return Err(CriteriaError::Toml(format!(
                "heading {:?} has the weight {}: it must be a number from 0 up",
                heading.id, heading.weight
            )));
        }
    }
    let mut indicators: Vec<Indicator> = Vec::new();
    for table in file.indicator {
        let id = table.get("id").and_then(Value::as_str);
        let id = id.unwrap_or_default().to_owned();
        let wrong = |reason: String| CriteriaError::Indicator {
            indicator: id.clone(),
            reason: reason.trim().to_owned(),
        };
        if indicators.iter().any(|other| other.id == id) {
            return Err(wrong("its id occurs twice".to_owned()));
        }
        let entry: Entry = table
            .try_into()
            .map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        indicators.push(indicator(entry, &file.heading).map_err(wrong)?);
    }
    if indicators.is_empty() {
        return Err(CriteriaError::Toml("it has no indicators".to_owned()));
    }
    Ok(Catalogue {
        name: file.name,
        status: file.status,
        document: file.document,
        coverage: file.coverage,
        tolerance: file.tolerance,
        need: file.need,
        ambitions: file.ambition,
        headings: file.heading,
        quantities: file.quantity,
        indicators,
        changed,
    })
}

fn indicator(entry: Entry, headings: &[Heading]) -> Result<Indicator, String> {
    if !headings.iter().any(|heading| heading.id == entry.heading) {
        return Err(format!("there is no heading {:?}", entry.heading));
    }
    if !UNITS.contains(&entry.unit.as_str()) {
        let units = UNITS.join(", ");
        return Err(format!("its unit {:?} is none of {units}", entry.unit));
    }
    entry.measure.check()?;
    for (name, number) in [
        ("suppress_below", entry.suppress_below),
        ("suppress_total_below", entry.suppress_total_below),
    ] {
        if number.is_some_and(|number| !(number.is_finite() && number >= 0.0)) {
            return Err(format!("its {name} must be a number from 0 up"));
        }
    }
    let utility = entry.utility.map(UtilityText::read).transpose()?;
    let is_context = entry.direction == Direction::Context;
    if utility.is_some() == is_context {
        return Err("it needs a utility, unless its direction is context".to_owned());
    }
    let weight = entry.weight.unwrap_or(1.0);
    if !(weight.is_finite() && weight >= 0.0) {
        return Err(format!("its weight {weight} must be a number from 0 up"));
    }
    Ok(Indicator {
        id: entry.id,
        heading: entry.heading,
        ambition: entry.ambition,
        label: entry.label,
        definition: entry.definition,
        unit: entry.unit,
        direction: entry.direction,
        level: entry.level,
        panel: entry.panel,
        measure: entry.measure,
        utility,
        weight,
        estimated: entry.estimated,
        suppress_below: entry.suppress_below,
        suppress_total_below: entry.suppress_total_below,
        data: entry.data,
        basis: entry.basis,
        reference: entry.reference,
    })
}

/// Lays a catalogue over another; returns the ids that are left out, changed or new.
fn extend(base: &mut Table, mut own: Table) -> Result<Vec<String>, CriteriaError> {
    let mut changed = Vec::new();
    let dropped: Vec<String> = match own.remove("drop") {
        None => Vec::new(),
        Some(list) => list.try_into().map_err(|_| {
            CriteriaError::Toml("drop must be a list of ids of indicators".to_owned())
        })?,
    };
    for (key, list) in [("heading", "heading"), ("indicator", "indicator")] {
        let entries = own.remove(list).and_then(|value| match value {
            Value::Array(entries) => Some(entries),
            _ => None,
        });
        let there = base.get_mut(key).and_then(Value::as_array_mut);
        let Some(there) = there else { continue };
        if key == "indicator" {
            for id in &dropped {
                let before = there.len();
                there.retain(|entry| id_of(entry) != Some(id));
                if there.len() == before {
                    return Err(CriteriaError::Indicator {
                        indicator: id.clone(),
                        reason: "there is no such indicator to drop".to_owned(),
                    });
                }
                changed.push(id.clone());
            }
        }
        for entry in entries.into_iter().flatten() {
            if key == "indicator" {
                changed.extend(id_of(&entry).map(str::to_owned));
            }
            let same = |other: &&mut Value| id_of(other) == id_of(&entry);
            match (there.iter_mut().find(same), entry) {
                (Some(Value::Table(known)), Value::Table(entry)) => {
                    ground(known, &entry);
                    lay(known, entry);
                }
                (_, entry) => there.push(entry),
            }
        }
    }
    lay(base, own);
    Ok(changed)
}

fn id_of(entry: &Value) -> Option<&str> {
    entry.get("id").and_then(Value::as_str)
}

/// A number that is changed stands on nothing that the old one stood on.
fn ground(known: &mut Table, entry: &Table) {
    let mut names: Vec<String> = Vec::new();
    let measures = entry.get("measure").and_then(Value::as_table);
    let measures = measures.into_iter().flat_map(|own| own.values());
    let utility = entry.get("utility").into_iter();
    for numbers in measures.chain(utility).filter_map(Value::as_table) {
        names.extend(numbers.keys().cloned());
    }
    let single = ["weight", "suppress_below", "suppress_total_below"].into_iter();
    names.extend(
        single
            .filter(|name| entry.contains_key(*name))
            .map(str::to_owned),
    );
    let Some(basis) = known.get_mut("basis").and_then(Value::as_table_mut) else {
        return;
    };
    for name in names {
        let mut assumed = Table::new();
        assumed.insert("label".to_owned(), Value::from("ASSUMPTION"));
        assumed.insert("source".to_owned(), Value::from("own catalogue"));
        basis.insert(name, Value::Table(assumed));
    }
}

/// Lays tables over tables, key by key. A utility of another kind and another measure replace the old one.
fn lay(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => {
                let other_kind =
                    key == "measure" && !above.keys().all(|kind| below.contains_key(kind));
                let knots = ["knots", "classes"];
                let other_shape = key == "utility"
                    && (knots.iter().any(|kind| above.contains_key(*kind))
                        || knots.iter().any(|kind| below.contains_key(*kind)));
                if other_kind || other_shape {
                    below.clear();
                }
                lay(below, above);
            }
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}
