//! Areas: by how many points their shares changed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Correspondence, folder::Folder};
use crate::{
    error::JobError,
    table::{ReadOptions, Table},
    tables::columns::Columns,
    write::OutTable,
};

/// Level, area, norm and weight, all as in the new results.
type Key = (String, String, String, String);

/// The shares of one area.
#[derive(Clone, Default)]
struct Shares {
    name: Option<String>,
    total: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

/// By old code the new one, where the study states it. Areas that were split or merged are in no
/// pair: their shares are of other ground.
pub(super) fn codes(
    old: &Folder,
    new: &Folder,
    given: &Correspondence,
) -> Result<Option<BTreeMap<String, String>>, JobError> {
    let (before, after) = (old.area_year(), new.area_year());
    let Some(path) = &given.areas else {
        if before != after {
            let year = |year: Option<i64>| year.map_or("none".to_owned(), |year| year.to_string());
            return Err(JobError::Compare(format!(
                "the year of the areas' borders differs (area_year {} and {}), and codes change \
                 every year; state which areas correspond with --areas FILE, a CSV with the \
                 columns old and new",
                year(before),
                year(after)
            )));
        }
        return Ok(None);
    };
    let table = Table::read(path, &ReadOptions::default())?;
    let (olds, news) = (table.column("old")?, table.column("new")?);
    let pairs: Vec<(String, String)> = (0..table.len())
        .filter_map(|row| Some((olds.text(row)?, news.text(row)?)))
        .collect();
    let mut counts: (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = Default::default();
    for (from, to) in &pairs {
        *counts.0.entry(from).or_default() += 1;
        *counts.1.entry(to).or_default() += 1;
    }
    let single = |pair: &&(String, String)| {
        counts.0.get(pair.0.as_str()) == Some(&1) && counts.1.get(pair.1.as_str()) == Some(&1)
    };
    Ok(Some(pairs.iter().filter(single).cloned().collect()))
}

/// Compares the long tables of areas; nothing where one result has none.
pub(super) fn compare(
    old: &Folder,
    new: &Folder,
    norms: &BTreeMap<String, String>,
    codes: Option<&BTreeMap<String, String>>,
) -> Result<Option<OutTable>, JobError> {
    let (Some(before), Some(after)) = (old.table("areas")?, new.table("areas")?) else {
        return Ok(None);
    };
    let before = shares(
        (&before, &old.first_profile(&before)),
        |code| match codes {
            Some(codes) => codes.get(&code).cloned(),
            None => Some(code),
        },
        |norm| norms.get(&norm).cloned(),
    )?;
    let kept: BTreeSet<&String> = norms.values().collect();
    let after = shares((&after, &new.first_profile(&after)), Some, |norm| {
        kept.contains(&norm).then_some(norm)
    })?;
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    let rows: Vec<(&Key, Shares, Shares)> = keys
        .into_iter()
        .map(|key| {
            let of = |all: &BTreeMap<Key, Shares>| all.get(key).cloned().unwrap_or_default();
            (key, of(&before), of(&after))
        })
        .collect();
    let mut columns = Columns::default();
    columns.text("level", rows.iter().map(|(key, ..)| Some(&key.0)));
    columns.text("area", rows.iter().map(|(key, ..)| Some(&key.1)));
    let name = |(_, was, is): &(&Key, Shares, Shares)| is.name.clone().or(was.name.clone());
    columns.text("area_name", rows.iter().map(name));
    columns.text("norm", rows.iter().map(|(key, ..)| Some(&key.2)));
    columns.text("weight", rows.iter().map(|(key, ..)| Some(&key.3)));
    columns.number("old_total", rows.iter().map(|(_, was, _)| was.total));
    columns.number("new_total", rows.iter().map(|(.., is)| is.total));
    for (limit, pick) in [
        (
            "lower",
            (|shares| shares.lower) as fn(&Shares) -> Option<f64>,
        ),
        ("upper", |shares| shares.upper),
    ] {
        let column = |what: &str| format!("{what}_{limit}");
        columns.number(
            &column("old_share"),
            rows.iter().map(move |(_, was, _)| pick(was)),
        );
        columns.number(
            &column("new_share"),
            rows.iter().map(move |(.., is)| pick(is)),
        );
        let points = move |(_, was, is): &(&Key, Shares, Shares)| {
            Some(((pick(is)? - pick(was)?) * 1000.0).round() / 10.0 + 0.0)
        };
        columns.number(&column("points"), rows.iter().map(points));
    }
    Ok(Some(OutTable {
        name: "area_changes".to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }))
}

fn shares(
    (table, rows): (&Table, &[usize]),
    code: impl Fn(String) -> Option<String>,
    norm: impl Fn(String) -> Option<String>,
) -> Result<BTreeMap<Key, Shares>, JobError> {
    let [levels, areas, names, norms, weights] =
        ["level", "area", "area_name", "norm", "weight"].map(|name| table.column(name));
    let (levels, areas, names, norms, weights) = (levels?, areas?, names?, norms?, weights?);
    let [totals, lowers, uppers] =
        ["total", "share_lower", "share_upper"].map(|name| table.column(name));
    let (totals, lowers, uppers) = (totals?, lowers?, uppers?);
    let mut all = BTreeMap::new();
    for row in rows.iter().copied() {
        let key = (
            levels.text(row),
            areas.text(row).and_then(&code),
            norms.text(row).and_then(&norm),
            weights.text(row),
        );
        let (Some(level), Some(area), Some(norm), Some(weight)) = key else {
            continue;
        };
        let number = |column: &crate::table::Column<'_>| {
            column
                .number(row)
                .map_err(|reason| table.error(row, reason))
        };
        let own = Shares {
            name: names.text(row).filter(|name| !name.is_empty()),
            total: number(&totals)?,
            lower: number(&lowers)?,
            upper: number(&uppers)?,
        };
        all.insert((level, area, norm, weight), own);
    }
    Ok(all)
}
