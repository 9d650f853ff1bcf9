//! Norm sets as TOML files.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Kinds, Norm, NormSet, Source, Standing, Test};
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
    id: Spanned<String>,
    category: Option<String>,
    all_of: Option<Vec<String>>,
    any_of: Option<Vec<String>>,
    at_least: Option<usize>,
    of: Option<Vec<String>>,
    lower: Option<f64>,
    upper: Option<f64>,
    #[serde(default)]
    indoor: bool,
    #[serde(default)]
    applies_to: Kinds,
    #[serde(default)]
    label: BTreeMap<String, String>,
    #[serde(default)]
    standing: Standing,
    #[serde(default)]
    source: Source,
}

pub(super) fn parse(text: &str) -> Result<NormSet, NormError> {
    let file: File = toml::from_str(text).map_err(|error| NormError::Toml(error.to_string()))?;
    let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
    let lines: Vec<usize> = file
        .norm
        .iter()
        .map(|entry| line(entry.id.span().start))
        .collect();
    let mut norms: Vec<Norm> = Vec::new();
    for (entry, line) in file.norm.into_iter().zip(lines) {
        let id = entry.id.get_ref().clone();
        let wrong = |reason| NormError::Norm {
            norm: id,
            reason: format!("{reason} (line {line})"),
        };
        let norm = norm(entry, &file.source).and_then(|norm| {
            super::check(&norm, &norms)?;
            Ok(norm)
        });
        norms.push(norm.map_err(wrong)?);
    }
    if norms.is_empty() {
        return Err(NormError::Empty);
    }
    Ok(NormSet {
        name: file.name,
        status: file.status,
        norms,
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
        id: entry.id.into_inner(),
        test,
        lower: limit(entry.lower)?,
        upper: limit(entry.upper)?,
        indoor: entry.indoor,
        applies_to: entry.applies_to,
        label: entry.label,
        standing: entry.standing,
        source: Source {
            document: or_shared(entry.source.document, &shared.document),
            quote: or_shared(entry.source.quote, &shared.quote),
            place: or_shared(entry.source.place, &shared.place),
        },
    })
}
