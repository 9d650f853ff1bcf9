//! Addresses that changed class.

use std::collections::BTreeMap;

use super::folder::Folder;
use crate::{error::JobError, tables::columns::Columns, write::OutTable};

/// How many addresses went from one verdict to another for one norm. Without a verdict an address
/// is not in that result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transition {
    /// The norm, by its id in the new results.
    pub norm: String,
    /// The verdict before.
    pub old: Option<String>,
    /// The verdict now.
    pub new: Option<String>,
    /// How many addresses.
    pub count: usize,
}

/// One row of the long table.
#[derive(Clone)]
struct Row {
    verdict: Option<String>,
    metres: Option<f64>,
    facility: Option<String>,
}

/// Compares the long tables.
pub(super) fn compare(
    old: &Folder,
    new: &Folder,
    norms: &BTreeMap<String, String>,
) -> Result<(OutTable, Vec<Transition>), JobError> {
    let names: BTreeMap<&str, &str> = norms
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let kept: BTreeMap<&str, &str> = norms.values().map(|b| (b.as_str(), b.as_str())).collect();
    let before = rows(old, &names)?;
    let after = rows(new, &kept)?;
    let mut counts: BTreeMap<(String, Option<String>, Option<String>), usize> = BTreeMap::new();
    let mut changed = Vec::new();
    let keys: std::collections::BTreeSet<&(String, String)> =
        before.keys().chain(after.keys()).collect();
    for key in keys {
        let (was, is) = (before.get(key), after.get(key));
        let verdict = |row: Option<&Row>| row.and_then(|row| row.verdict.clone());
        let transition = (key.1.clone(), verdict(was), verdict(is));
        let differs = transition.1 != transition.2;
        *counts.entry(transition).or_default() += 1;
        if differs {
            changed.push((key, was, is));
        }
    }
    let verdict = |row: Option<&Row>| row.and_then(|row| row.verdict.clone());
    let metres = |row: &Option<&Row>| row.and_then(|row| row.metres);
    let difference = |(_, was, is): &(_, Option<&Row>, Option<&Row>)| {
        let difference = metres(is)? - metres(was)?;
        Some((difference * 1000.0).round() / 1000.0)
    };
    let facility = |row: Option<&Row>| row.and_then(|row| row.facility.clone());
    let mut columns = Columns::default();
    columns.text("origin", changed.iter().map(|(key, ..)| Some(&key.0)));
    columns.text("norm", changed.iter().map(|(key, ..)| Some(&key.1)));
    columns.text(
        "change",
        changed.iter().map(|(_, was, is)| {
            Some(match (was, is) {
                (None, _) => "appeared",
                (_, None) => "disappeared",
                _ => "changed",
            })
        }),
    );
    columns.text(
        "old_verdict",
        changed.iter().map(|(_, was, _)| verdict(*was)),
    );
    columns.text("new_verdict", changed.iter().map(|(.., is)| verdict(*is)));
    columns.number("old_m", changed.iter().map(|(_, was, _)| metres(was)));
    columns.number("new_m", changed.iter().map(|(.., is)| metres(is)));
    columns.number("difference_m", changed.iter().map(difference));
    columns.text(
        "old_facility",
        changed.iter().map(|(_, was, _)| facility(*was)),
    );
    columns.text("new_facility", changed.iter().map(|(.., is)| facility(*is)));
    let transitions = counts
        .into_iter()
        .map(|((norm, old, new), count)| Transition {
            norm,
            old,
            new,
            count,
        });
    let table = OutTable {
        name: "changes".to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    };
    Ok((table, transitions.collect()))
}

/// The transitions as a table.
pub(super) fn transition_table(all: &[Transition]) -> OutTable {
    let mut columns = Columns::default();
    columns.text("norm", all.iter().map(|one| Some(&one.norm)));
    columns.text("old_verdict", all.iter().map(|one| one.old.as_ref()));
    columns.text("new_verdict", all.iter().map(|one| one.new.as_ref()));
    columns.whole(
        "addresses",
        all.iter().map(|one| i64::try_from(one.count).ok()),
    );
    OutTable {
        name: "transitions".to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }
}

/// Rows by origin and norm, for the norms that are compared, under their new ids.
fn rows(
    folder: &Folder,
    norms: &BTreeMap<&str, &str>,
) -> Result<BTreeMap<(String, String), Row>, JobError> {
    let table = &folder.needed("rows")?;
    let (origins, tested) = (table.column("origin")?, table.column("norm")?);
    let (verdicts, facilities) = (table.column("verdict")?, table.column("facility")?);
    let metres = table.column("distance_high_m")?;
    let mut rows = BTreeMap::new();
    for row in folder.first_profile(table) {
        let (Some(origin), Some(norm)) = (origins.text(row), tested.text(row)) else {
            continue;
        };
        let Some(norm) = norms.get(norm.as_str()) else {
            continue;
        };
        let metres = metres
            .number(row)
            .map_err(|reason| table.error(row, reason))?;
        let own = Row {
            verdict: verdicts.text(row),
            metres,
            facility: facilities.text(row).filter(|id| !id.is_empty()),
        };
        rows.insert((origin, (*norm).to_owned()), own);
    }
    Ok(rows)
}
