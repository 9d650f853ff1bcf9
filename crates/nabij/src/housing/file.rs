//! Housing rules as TOML files.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Features, HousingRule, HousingRules, HousingType, estimate::EstimateRow, rules::Term};
use crate::{
    error::HousingError,
    norm::{Source, Standing},
};

/// Rules ask each other, one inside the other: this many are enough for anybody, and never too deep.
const MOST: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "yes")]
    extends: bool,
    definition: Option<String>,
    #[serde(default)]
    rule: Vec<Entry>,
    #[serde(default)]
    estimate: Vec<EstimateRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    all: Option<Vec<TermText>>,
    any: Option<Vec<TermText>>,
    first_known: Option<Vec<TermText>>,
    #[serde(default)]
    label: BTreeMap<String, String>,
    #[serde(default)]
    standing: Standing,
    #[serde(default)]
    source: Source,
}

#[derive(Clone, Deserialize)]
#[serde(
    untagged,
    expecting = "a term is a text, or a table with one of `all`, `any` and `first_known`"
)]
enum TermText {
    Name(String),
    Group(Group),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    all: Option<Vec<TermText>>,
    any: Option<Vec<TermText>>,
    first_known: Option<Vec<TermText>>,
}

fn yes() -> bool {
    true
}

pub(super) fn parse(text: &str) -> Result<HousingRules, HousingError> {
    let mut file = read(text)?;
    let mut entries = std::mem::take(&mut file.rule);
    if file.extends {
        let built_in = read(HousingRules::BUILT_IN_TOML)?;
        file.definition = file.definition.or(built_in.definition);
        if file.estimate.is_empty() {
            file.estimate = built_in.estimate;
        }
        let mut all = built_in.rule;
        for mut entry in entries {
            match all.iter_mut().find(|known| known.id == entry.id) {
                Some(known) => {
                    if entry.label.is_empty() {
                        entry.label = std::mem::take(&mut known.label);
                    }
                    *known = entry;
                }
                None => all.push(entry),
            }
        }
        entries = all;
    }
    for (row, at) in file.estimate.iter().zip(1..) {
        row.check()
            .map_err(|reason| HousingError::Estimate { row: at, reason })?;
    }
    let ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let rules = entries.into_iter().map(|entry| rule(entry, &ids));
    let mut types = [0; 6];
    for (position, kind) in types.iter_mut().zip(HousingType::ALL) {
        let found = ids.iter().position(|id| id == kind.id());
        let missing = || wrong(kind.id())("every housing type needs a rule".to_owned());
        *position = found.ok_or_else(missing)?;
    }
    let mut read = HousingRules {
        rules: rules.collect::<Result<_, _>>()?,
        types,
        definition: None,
        rows: file.estimate,
    };
    match file.definition {
        Some(name) => read.definition = Some(read.find_definition(&name)?),
        None if read.rules.iter().any(|rule| asks_definition(&rule.term)) => {
            return Err(read.unknown_definition(""));
        }
        None => {}
    }
    read.check_cycles()?;
    Ok(read)
}

/// One text, with ids that can be told apart.
fn read(text: &str) -> Result<File, HousingError> {
    let file: File = toml::from_str(text).map_err(|error| HousingError::Toml(error.to_string()))?;
    for (at, entry) in file.rule.iter().enumerate() {
        let id = entry.id.as_str();
        let reason = match id {
            "" => "it needs an id",
            "definition" | "estimate" => "this id is a word of the rules: choose another",
            _ if is_feature(id) => "this id is a feature: choose another",
            _ if file.rule.iter().take(at).any(|known| known.id == id) => "its id occurs twice",
            _ if at >= MOST => "these are more than 100 rules",
            _ => continue,
        };
        return Err(wrong(id)(reason.to_owned()));
    }
    Ok(file)
}

fn wrong(id: &str) -> impl Fn(String) -> HousingError {
    move |reason| HousingError::Rule {
        rule: id.to_owned(),
        reason,
    }
}

fn rule(entry: Entry, ids: &[String]) -> Result<HousingRule, HousingError> {
    let group = Group {
        all: entry.all,
        any: entry.any,
        first_known: entry.first_known,
    };
    Ok(HousingRule {
        term: term(TermText::Group(group), ids).map_err(wrong(&entry.id))?,
        id: entry.id,
        label: entry.label,
        standing: entry.standing,
        source: entry.source,
    })
}

fn term(text: TermText, ids: &[String]) -> Result<Term, String> {
    let group = match text {
        TermText::Name(name) => return named(&name, ids),
        TermText::Group(group) => group,
    };
    let (make, terms): (fn(Vec<Term>) -> Term, _) = match (group.all, group.any, group.first_known)
    {
        (Some(terms), None, None) => (Term::All, terms),
        (None, Some(terms), None) => (Term::Any, terms),
        (None, None, Some(terms)) => (Term::FirstKnown, terms),
        _ => return Err("it must have exactly one of `all`, `any`, `first_known`".to_owned()),
    };
    if terms.is_empty() {
        return Err("a list of terms is empty".to_owned());
    }
    let terms = terms.into_iter().map(|text| term(text, ids));
    Ok(make(terms.collect::<Result<_, _>>()?))
}

fn named(name: &str, ids: &[String]) -> Result<Term, String> {
    if let Some((number, least)) = name.split_once(">=") {
        let (number, least) = (number.trim(), least.trim());
        let Some(at) = Features::find(&Features::NUMBERS, number) else {
            let known = Features::names(&Features::NUMBERS);
            return Err(format!("{number:?} is no number; numbers are: {known}"));
        };
        let found = least.parse().ok().filter(|least: &f64| least.is_finite());
        let least = found.ok_or_else(|| format!("{least:?} is no number to compare with"))?;
        return Ok(Term::AtLeast(at, least));
    }
    match name {
        "definition" => return Ok(Term::Definition),
        "estimate" => return Ok(Term::Estimate),
        ALL_ZERO_STEP => return Ok(Term::AllZeroStep),
        _ => {}
    }
    if let Some(at) = ids.iter().position(|id| id == name) {
        return Ok(Term::Rule(at));
    }
    if let Some(at) = Features::find(&Features::YES_NO, name) {
        return Ok(Term::Feature(at));
    }
    if is_feature(name) {
        return Err(format!("{name:?} is a number: write \"{name} >= 1\", say"));
    }
    let known = Features::names(&Features::YES_NO);
    Err(format!(
        "{name:?} is neither a rule nor a feature; features are: {known}, {ALL_ZERO_STEP}"
    ))
}

/// The feature that may be an estimate.
const ALL_ZERO_STEP: &str = "all_zero_step";

fn is_feature(name: &str) -> bool {
    name == ALL_ZERO_STEP
        || Features::find(&Features::YES_NO, name).is_some()
        || Features::find(&Features::NUMBERS, name).is_some()
}

fn asks_definition(term: &Term) -> bool {
    match term {
        Term::Definition => true,
        Term::All(terms) | Term::Any(terms) | Term::FirstKnown(terms) => {
            terms.iter().any(asks_definition)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
