//! Norm sets as TOML files.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Norm, NormSet, Source, Standing, Test};
use crate::{category::Category, error::NormError, length::Length};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    status: Option<String>,
    #[serde(default)]
    source: Source,
    norm: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    category: Option<String>,
    all_of: Option<Vec<String>>,
    any_of: Option<Vec<String>>,
    at_least: Option<usize>,
    of: Option<Vec<String>>,
    lower: Option<f64>,
    upper: Option<f64>,
    #[serde(default)]
    indoor: bool,
    applies_to: Option<AppliesTo>,
    #[serde(default)]
    label: BTreeMap<String, String>,
    #[serde(default)]
    standing: Standing,
    #[serde(default)]
    source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AppliesTo {
    kind: Vec<String>,
}

pub(super) fn parse(text: &str) -> Result<NormSet, NormError> {
    let file: File = toml::from_str(text).map_err(|error| NormError::Toml(error.to_string()))?;
    let norms: Result<Vec<Norm>, NormError> = file
        .norm
        .into_iter()
        .map(|entry| {
            let id = entry.id.clone();
            norm(entry, &file.source).map_err(|reason| NormError::Norm { norm: id, reason })
        })
        .collect();
    Ok(NormSet {
        name: file.name,
        status: file.status,
        ..NormSet::new(norms?)?
    })
}

fn norm(entry: Entry, shared: &Source) -> Result<Norm, String> {
    let test = match (
        entry.category,
        entry.all_of,
        entry.any_of,
        entry.at_least,
        entry.of,
    ) {
        (Some(name), None, None, None, None) => {
            Test::Nearest(Category::new(name).map_err(|error| error.to_string())?)
        }
        (None, Some(parts), None, None, None) => Test::AllOf(parts),
        (None, None, Some(parts), None, None) => Test::AnyOf(parts),
        (None, None, None, Some(count), Some(parts)) => Test::AtLeast(count, parts),
        _ => {
            return Err(
                "it must have exactly one of `category`, `all_of`, `any_of`, or `at_least` with `of`"
                    .to_owned(),
            );
        }
    };
    let limit = |metres: Option<f64>| {
        let length = metres.map(Length::from_metres).transpose();
        length.map_err(|error| error.to_string())
    };
    let or_shared = |own: Option<String>, shared: &Option<String>| own.or_else(|| shared.clone());
    Ok(Norm {
        id: entry.id,
        test,
        lower: limit(entry.lower)?,
        upper: limit(entry.upper)?,
        indoor: entry.indoor,
        applies_to: entry.applies_to.map_or_else(Vec::new, |kinds| kinds.kind),
        label: entry.label,
        standing: entry.standing,
        source: Source {
            document: or_shared(entry.source.document, &shared.document),
            quote: or_shared(entry.source.quote, &shared.quote),
            place: or_shared(entry.source.place, &shared.place),
        },
    })
}
