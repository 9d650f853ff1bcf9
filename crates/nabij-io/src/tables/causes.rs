//! How many fail each norm in every area, and why.

use std::collections::BTreeMap;

use nabij::Cause;

use super::{
    Report,
    areas::{outline, weight_name},
    columns::Columns,
    failing::Amount,
};
use crate::write::OutTable;

/// Profile, level, area, norm and cause: in the order of the rows of areas, then by cause.
type Key = (usize, u16, u32, u16, Cause);

/// One row per profile, area, norm, weight and cause; nothing without areas.
pub(super) fn table(report: &Report<'_>) -> Option<OutTable> {
    let (city, own) = (report.city, report.city.areas.as_ref()?);
    report.areas(0)?;
    let levels = own.areas.levels();
    let mut all: BTreeMap<Key, Amount> = BTreeMap::new();
    for (profile, sums) in report.sums.iter().enumerate() {
        for ((finest, norm, cause), amount) in &sums.failures.0 {
            for (number, level) in (0..).zip(levels) {
                if let Some(area) = level.of.get(*finest as usize).copied().flatten() {
                    let key = (profile, number, area, *norm, *cause);
                    all.entry(key).or_default().join(amount);
                }
            }
        }
    }
    // Addresses first: each weighs one.
    let kinds = || {
        let columns = 0..city.origins.weights().len();
        std::iter::once(None).chain(columns.map(Some))
    };
    let rows = all.iter().flat_map(|(key, amount)| {
        kinds().map(move |weight| match weight {
            None => (key, amount, weight, amount.origins as f64, 0),
            Some(at) => {
                let (sum, unknown) = amount.weights.get(at).copied().unwrap_or_default();
                (key, amount, weight, sum as f64 / 1e6, unknown)
            }
        })
    });
    let rows: Vec<_> = rows.collect();
    let level = |key: &Key| levels.get(usize::from(key.1));
    let norms = city.norms.norms();
    let profiles: Vec<&str> = report.profiles().map(|own| own.id()).collect();
    let mut columns = Columns::default();
    columns.word(
        "level",
        rows.iter().map(|(key, ..)| Some(level(key)?.name.as_str())),
    );
    columns.text(
        "area",
        rows.iter()
            .map(|(key, ..)| level(key)?.ids.get(key.2 as usize)),
    );
    let name = |key: &Key| level(key)?.names.get(key.2 as usize)?.as_deref();
    columns.text("area_name", rows.iter().map(|(key, ..)| name(key)));
    columns.word(
        "norm",
        rows.iter()
            .map(|(key, ..)| Some(norms.get(usize::from(key.3))?.id.as_str())),
    );
    columns.own_word(
        "profile",
        rows.iter().map(|(key, ..)| profiles.get(key.0).copied()),
    );
    let weight = |at: Option<usize>| weight_name(city, at.and_then(|at| u16::try_from(at).ok()));
    columns.word("weight", rows.iter().map(|row| Some(weight(row.2))));
    columns.own_word("cause", rows.iter().map(|(key, ..)| Some(key.4.as_str())));
    columns.whole(
        "origins",
        rows.iter().map(|row| i64::try_from(row.1.origins).ok()),
    );
    columns.whole(
        "weight_unknown",
        rows.iter()
            .map(|(.., unknown)| i64::try_from(*unknown).ok()),
    );
    columns.number("amount", rows.iter().map(|row| Some(row.3)));
    let total = |(profile, level, area, norm, _): Key, weight| {
        let (level, area, norm) = (usize::from(level), area as usize, usize::from(norm));
        Some(report.areas(profile)?.row(level, area, norm, weight)?.total)
    };
    let share = |row: &(&Key, &Amount, Option<usize>, f64, u64)| {
        let total = total(*row.0, row.2).filter(|total| *total > 0.0)?;
        Some(row.3 / total)
    };
    columns.number("share", rows.iter().map(share));
    let ground = |key: &Key| outline(own, key.1, key.2);
    Some(OutTable {
        name: "causes".to_owned(),
        geometry: Some(rows.iter().map(|(key, ..)| ground(key)).collect()),
        batch: columns.finish(),
        crs: Some(own.crs.clone()),
    })
}
