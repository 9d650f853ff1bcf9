//! What a change did: rows and areas as they were and as they are.

use nabij::{AreaChange, AreaRow, Length, LimitShare, Row, RowChange, Updated};

use super::columns::Columns;
use crate::{city::City, write::OutTable};

/// The ids of a row's origin and facility.
pub(crate) type Named = (String, Option<String>);

/// One row that is other now, by ids.
pub(crate) struct Changed {
    /// Position of the profile.
    pub profile: usize,
    /// As it was, and as it is.
    pub names: [Option<Named>; 2],
    /// The row.
    pub change: RowChange,
}

/// The sides that a table tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sides {
    /// As it was, and as it is.
    Both,
    /// As it is.
    Now,
}

impl Sides {
    /// What the columns of each side end in, and which it is.
    fn each(self) -> impl Iterator<Item = (usize, &'static str)> {
        let all = [(0, "_before"), (1, "")];
        all.into_iter().skip(usize::from(self == Sides::Now))
    }
}

/// Rows, by the ids of their origins.
pub(crate) fn changed_rows(city: &City, all: &[Changed], told: Sides) -> OutTable {
    let sides = |one: &Changed| [one.change.before, one.change.after];
    let either = |one: &Changed| sides(one).into_iter().flatten().next();
    let norm = |one: &Changed| {
        let norm = city.norms.norms().get(usize::from(either(one)?.norm))?;
        Some(norm.id.as_str())
    };
    let origin = |one: &Changed| {
        let named = one.names.iter().flatten().next();
        named.map(|(origin, _)| origin.clone())
    };
    let mut columns = Columns::default();
    columns.text("origin", all.iter().map(origin));
    columns.word("norm", all.iter().map(norm));
    let profile = |one: &Changed| city.profiles.get(one.profile).map(|own| own.id());
    columns.own_word("profile", all.iter().map(profile));
    for (at, side) in told.each() {
        let row = move |one: &Changed| sides(one)[at];
        let named = |name: &str| format!("{name}{side}");
        let facility = move |one: &Changed| one.names[at].as_ref().and_then(|own| own.1.clone());
        columns.text(&named("facility"), all.iter().map(facility));
        let mut metres = |name: &str, pick: fn(Row) -> Option<Length>| {
            let metres = move |one| Some(pick(row(one)?)?.in_metres());
            columns.number(&named(name), all.iter().map(metres));
        };
        metres("distance_low_m", |row| row.low);
        metres("distance_high_m", |row| row.high);
        let mut word = |name: &str, pick: fn(Row) -> Option<&'static str>| {
            columns.own_word(&named(name), all.iter().map(move |one| pick(row(one)?)));
        };
        word("outcome_lower", |row| Some(row.outcome_lower?.as_str()));
        word("outcome_upper", |row| Some(row.outcome_upper.as_str()));
        word("verdict", |row| Some(row.verdict.as_str()));
        let cause = move |one: &Changed| Some(one.change.causes[at]?.as_str());
        columns.own_word(&named("cause"), all.iter().map(cause));
    }
    OutTable {
        name: "rows".to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }
}

/// Rows of areas; nothing without areas.
pub(crate) fn changed_areas(city: &City, updated: &Updated, told: Sides) -> Option<OutTable> {
    let own = city.areas.as_ref()?;
    let each = updated.walkers.iter().zip(&city.profiles);
    let all: Vec<(&AreaChange, &str)> = each
        .flat_map(|(walker, profile)| walker.areas.iter().map(|area| (area, profile.id())))
        .collect();
    let rows = || all.iter().map(|(area, _)| &area.after);
    let level = |row: &AreaRow| own.areas.levels().get(usize::from(row.level));
    let norm = |row: &AreaRow| city.norms.norms().get(usize::from(row.norm));
    let weight = |row: &AreaRow| match row.weight {
        None => Some("addresses"),
        Some(at) => {
            let column = city.origins.weights().get(usize::from(at));
            column.map(|column| column.name.as_str())
        }
    };
    let mut columns = Columns::default();
    columns.word("level", rows().map(|row| Some(level(row)?.name.as_str())));
    columns.text(
        "area",
        rows().map(|row| level(row)?.ids.get(row.area as usize)),
    );
    columns.word("norm", rows().map(|row| Some(norm(row)?.id.as_str())));
    columns.own_word("profile", all.iter().map(|(_, profile)| Some(*profile)));
    columns.word("weight", rows().map(weight));
    let metres = |length: Option<Length>| Some(length?.in_metres());
    for (at, side) in told.each() {
        let sides = move |area: &'_ AreaChange| [&area.before, &area.after][at].clone();
        let mut column = |name: &str, pick: &dyn Fn(&AreaRow) -> Option<f64>| {
            let values: Vec<_> = all.iter().map(|(area, _)| pick(&sides(area))).collect();
            columns.number(&format!("{name}{side}"), values);
        };
        let counted = |count: u64| Some(count as f64);
        column("origins", &|row| counted(row.origins));
        column("weight_unknown", &|row| counted(row.weight_unknown));
        column("total", &|row| Some(row.total));
        column("unsnapped", &|row| Some(row.unsnapped));
        column("unreachable", &|row| Some(row.unreachable));
        type Limit = fn(&AreaRow) -> Option<LimitShare>;
        let limits: [(&str, Limit); 2] =
            [("lower", |row| row.lower), ("upper", |row| Some(row.upper))];
        for (limit, of) in limits {
            let mut share = |name: &str, pick: fn(LimitShare) -> Option<f64>| {
                column(&format!("{name}_{limit}"), &|row| pick(of(row)?));
            };
            share("share", |share| share.share);
            share("share_low", |share| share.share_low);
            share("share_high", |share| share.share_high);
            share("met", |share| Some(share.met));
            share("not_met", |share| Some(share.not_met));
            share("uncertain", |share| Some(share.uncertain));
            share("near", |share| Some(share.near));
        }
        column("median_m", &|row| metres(row.median));
        column("percentile_90_m", &|row| metres(row.percentile_90));
        column("mean_found_m", &|row| row.mean_found_m);
        column("found_share", &|row| row.found_share);
        column("unknown_share", &|row| row.unknown_share);
    }
    Some(OutTable {
        name: "areas".to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    })
}
