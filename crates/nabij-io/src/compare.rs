//! Two result folders of one study, compared by id: which addresses changed class, and by how many
//! points areas did.

mod areas;
mod changes;
mod folder;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    error::JobError,
    job::{Written, write_folder},
    study_file::{Format, Output},
    write::OutTable,
};
use folder::Folder;

pub use changes::Transition;

/// What corresponds to what, where norms or areas were renamed between two results.
#[derive(Clone, Debug, Default)]
pub struct Correspondence {
    /// By the id of a norm in the old results its id in the new; only these are compared. Empty
    /// where the norm sets are the same.
    pub norms: BTreeMap<String, String>,
    /// A CSV with the columns `old` and `new`: codes of areas in the old results and in the new.
    pub areas: Option<PathBuf>,
}

/// Two results side by side.
#[derive(Debug)]
pub struct Comparison {
    /// One row per address and norm whose verdict changed, or that is in one of the results only.
    pub changes: OutTable,
    /// One row per area, norm and weight: shares, old and new, and the difference in points.
    pub areas: Option<OutTable>,
    /// How many went from which verdict to which, in order of norm and verdicts.
    pub transitions: Vec<Transition>,
    /// What differs between the two runs besides the results, each in a sentence.
    pub notes: Vec<String>,
}

/// Compares two result folders, of any format.
///
/// # Errors
/// [`JobError::Compare`] where a folder is no complete result, or where norms or the year of the
/// areas differ and no correspondence is stated; [`JobError::Read`] where a table cannot be read.
pub fn compare(
    old: &Path,
    new: &Path,
    correspondence: &Correspondence,
) -> Result<Comparison, JobError> {
    let (old, new) = (Folder::open(old)?, Folder::open(new)?);
    let norms = norms(&old, &new, correspondence)?;
    let codes = areas::codes(&old, &new, correspondence)?;
    let (changes, transitions) = changes::compare(&old, &new, &norms)?;
    Ok(Comparison {
        changes,
        areas: areas::compare(&old, &new, &norms, codes.as_ref())?,
        transitions,
        notes: notes(&old, &new),
    })
}

impl Comparison {
    /// The comparison as files of a folder: `changes`, `area_changes` and `transitions`, and a
    /// `compare.json` last.
    ///
    /// # Errors
    /// [`JobError::Write`] or [`JobError::Io`]; then nothing new is in the folder.
    pub fn write(&self, folder: &Path, format: Format) -> Result<Written, JobError> {
        let mut tables = vec![self.changes.clone()];
        tables.extend(self.areas.clone());
        tables.push(changes::transition_table(&self.transitions));
        let output = Output {
            format,
            ..Output::default()
        };
        let summary =
            serde_json::json!({ "nabij": env!("CARGO_PKG_VERSION"), "notes": self.notes });
        let summary = format!("{summary:#}\n");
        write_folder(folder, &tables, &output, ("compare.json", &summary))
    }
}

/// The norms that are compared: old id, new id.
fn norms(
    old: &Folder,
    new: &Folder,
    given: &Correspondence,
) -> Result<BTreeMap<String, String>, JobError> {
    let (before, after) = (old.norms(), new.norms());
    if given.norms.is_empty() {
        if before != after || old.norm_set() != new.norm_set() {
            let differing = before
                .iter()
                .filter(|(id, norm)| after.get(*id) != Some(*norm));
            let only_new = after.keys().filter(|id| !before.contains_key(*id));
            let ids: Vec<&str> = differing
                .map(|(id, _)| id)
                .chain(only_new)
                .map(String::as_str)
                .collect();
            let which = match ids.as_slice() {
                [] => "their names".to_owned(),
                ids => ids.join(", "),
            };
            return Err(JobError::Compare(format!(
                "the norm sets differ ({:?} and {:?}: {which}), so a change of class may be a change \
                 of norm; state which norms correspond with --norm OLD=NEW",
                old.norm_set(),
                new.norm_set()
            )));
        }
        return Ok(before.into_keys().map(|id| (id.clone(), id)).collect());
    }
    for (from, to) in &given.norms {
        for (id, known, which) in [(from, &before, "old"), (to, &after, "new")] {
            if !known.contains_key(id) {
                let known: Vec<&str> = known.keys().map(String::as_str).collect();
                return Err(JobError::Compare(format!(
                    "the {which} results have no norm {id:?}; they have {}",
                    known.join(", ")
                )));
            }
        }
    }
    Ok(given.norms.clone())
}

/// What else differs: it may be the reason for a change.
fn notes(old: &Folder, new: &Folder) -> Vec<String> {
    let keys = [
        "nabij",
        "crs",
        "profile",
        "parameters",
        "reference_dates",
        "data_dates",
        "facility_sources",
    ];
    let differing = keys.iter().filter_map(|key| {
        let of = |folder: &Folder| folder.manifest.get(*key).cloned().unwrap_or_default();
        let what = differences(&of(old), &of(new))?;
        Some(format!("{key} differs: {what}"))
    });
    differing.collect()
}

/// What differs between two values of the manifests: member by member where they have members.
fn differences(before: &Value, after: &Value) -> Option<String> {
    let word = |value: Option<&Value>| match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    let told = |old: Option<&Value>, new: Option<&Value>| {
        (old != new).then(|| format!("{} before, {} now", word(old), word(new)))
    };
    let members = |value: &Value| match value {
        Value::Null => Some(serde_json::Map::new()),
        value => value.as_object().cloned(),
    };
    let (Some(old), Some(new)) = (members(before), members(after)) else {
        return told(Some(before), Some(after));
    };
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let parts = names.into_iter().filter_map(|name| {
        let what = told(old.get(name), new.get(name))?;
        Some(format!("{name} {what}"))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
