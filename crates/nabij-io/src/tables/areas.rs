//! Areas, long and wide.

use geo_types::Geometry;
use nabij::{AreaRow, Length, LimitShare};

use super::{Report, columns::Columns, rests};
use crate::{
    city::{City, CityAreas},
    safe_name::safe_name,
    write::OutTable,
};

/// One row per profile, area, norm and weight.
pub(super) fn long(report: &Report<'_>) -> Option<OutTable> {
    let (city, own) = (report.city, report.city.areas.as_ref()?);
    report.areas(0)?;
    let each = report.areas.iter().copied().flatten();
    let rows = || each.clone().flat_map(|scores| &scores.rows);
    let profiles = report.profiles().zip(each.clone());
    let profiles =
        profiles.flat_map(|(profile, areas)| areas.rows.iter().map(|_| Some(profile.id())));
    let level = |row: &AreaRow| &own.areas.levels()[usize::from(row.level)];
    let norm = |row: &AreaRow| &city.norms.norms()[usize::from(row.norm)];
    let metres = |length: Option<Length>| length.map(Length::in_metres);
    let mut columns = Columns::default();
    columns.word("level", rows().map(|row| Some(level(row).name.as_str())));
    columns.text(
        "area",
        rows().map(|row| level(row).ids.get(row.area as usize)),
    );
    columns.text(
        "area_name",
        rows().map(|row| {
            level(row)
                .names
                .get(row.area as usize)
                .and_then(Option::as_deref)
        }),
    );
    columns.word("norm", rows().map(|row| Some(norm(row).id.as_str())));
    columns.own_word("profile", profiles);
    columns.word(
        "weight",
        rows().map(|row| Some(weight_name(city, row.weight))),
    );
    columns.whole("origins", rows().map(|row| i64::try_from(row.origins).ok()));
    columns.whole(
        "weight_unknown",
        rows().map(|row| i64::try_from(row.weight_unknown).ok()),
    );
    columns.number("total", rows().map(|row| Some(row.total)));
    columns.number("unsnapped", rows().map(|row| Some(row.unsnapped)));
    columns.number("unreachable", rows().map(|row| Some(row.unreachable)));
    columns.number("lower_limit_m", rows().map(|row| metres(norm(row).lower)));
    share_columns(&mut columns, "lower", rows().map(|row| row.lower));
    columns.number("upper_limit_m", rows().map(|row| metres(norm(row).upper)));
    share_columns(&mut columns, "upper", rows().map(|row| Some(row.upper)));
    columns.number("median_m", rows().map(|row| metres(row.median)));
    columns.number(
        "percentile_90_m",
        rows().map(|row| metres(row.percentile_90)),
    );
    columns.number("mean_found_m", rows().map(|row| row.mean_found_m));
    columns.number("found_share", rows().map(|row| row.found_share));
    columns.number("unknown_share", rows().map(|row| row.unknown_share));
    rests::of_areas(report, rows(), &mut columns);
    if !report.uniform.is_empty() {
        // Compared for the first profile only.
        let rest = rows().count().saturating_sub(report.uniform.len());
        let rest = std::iter::repeat_n(&None, rest);
        let uniform = || report.uniform.iter().chain(rest.clone());
        columns.number("uniform_share_lower", uniform().map(|u| (*u)?.lower));
        columns.number("uniform_share_upper", uniform().map(|u| (*u)?.upper));
        columns.flag("gevoelig", uniform().map(|u| (*u)?.sensitive()));
    }
    let outline = |row: &AreaRow| outline(own, row.level, row.area);
    Some(OutTable {
        name: "areas".to_owned(),
        batch: columns.finish(),
        geometry: Some(rows().map(outline).collect()),
        crs: Some(own.crs.clone()),
    })
}

fn share_columns<'a>(
    columns: &mut Columns<'a>,
    limit: &str,
    shares: impl Iterator<Item = Option<LimitShare>> + Clone + Send + 'a,
) {
    let mut column = |name: &str, pick: fn(LimitShare) -> Option<f64>| {
        columns.number(
            &format!("{name}_{limit}"),
            shares.clone().map(move |share| pick(share?)),
        );
    };
    column("share", |share| share.share);
    column("share_low", |share| share.share_low);
    column("share_high", |share| share.share_high);
    column("met", |share| Some(share.met));
    column("not_met", |share| Some(share.not_met));
    column("uncertain", |share| Some(share.uncertain));
    column("near", |share| Some(share.near));
}

/// One row per area, a table per level.
pub(super) fn wide(report: &Report<'_>) -> Vec<OutTable> {
    let (Some(scores), Some(own)) = (report.areas(0), &report.city.areas) else {
        return Vec::new();
    };
    let norms = report.city.norms.norms();
    let weights = report.city.origins.weights().len();
    let levels = (0_u16..).zip(own.areas.levels());
    levels
        .map(|(number, level)| {
            // Rows stand in order of level, area, norm, weight.
            let rows: Vec<&AreaRow> = scores.rows.iter().filter(|r| r.level == number).collect();
            let a_row = |norm: usize, weight: usize| {
                rows.iter()
                    .skip(norm * (weights + 1) + weight)
                    .step_by(norms.len() * (weights + 1))
            };
            let mut columns = Columns::default();
            columns.text("area", level.ids.iter().map(Some));
            columns.text("area_name", level.names.iter().map(Option::as_deref));
            columns.whole(
                "origins",
                a_row(0, 0).map(|row| i64::try_from(row.origins).ok()),
            );
            for (at, norm) in norms.iter().enumerate() {
                for weight in 0..=weights {
                    let kind = weight.checked_sub(1).map(|at| at as u16);
                    let name = |what: &str| {
                        format!("{}_{what}_{}", norm.id, weight_name(report.city, kind))
                    };
                    columns.number(&name("total"), a_row(at, weight).map(|row| Some(row.total)));
                    if a_row(at, weight).any(|row| row.lower.is_some()) {
                        let lower = a_row(at, weight).map(|row| row.lower?.share);
                        columns.number(&name("share_lower"), lower);
                    }
                    let upper = a_row(at, weight).map(|row| row.upper.share);
                    columns.number(&name("share_upper"), upper);
                    let beyond = a_row(at, weight).map(|row| Some(row.upper.not_met));
                    columns.number(&name("not_met_upper"), beyond);
                    let uncertain = a_row(at, weight).map(|row| Some(row.upper.uncertain));
                    columns.number(&name("uncertain_upper"), uncertain);
                }
                if norm.category().is_some() {
                    let median = a_row(at, 0).map(|row| row.median.map(Length::in_metres));
                    columns.number(&format!("{}_median_m", norm.id), median);
                }
            }
            let outlines = (0..level.ids.len()).map(|area| outline(own, number, area as u32));
            OutTable {
                name: format!("areas_{}", safe_name(&level.name)),
                batch: columns.finish(),
                geometry: Some(outlines.collect()),
                crs: Some(own.crs.clone()),
            }
        })
        .collect()
}

/// One row per area of every level.
pub(super) fn outlines(city: &City) -> Option<OutTable> {
    let own = city.areas.as_ref()?;
    let levels = (0_u16..).zip(own.areas.levels());
    let all = levels.flat_map(|(number, level)| {
        let places = (0..level.ids.len()).map(move |area| (number, area as u32));
        places.zip(level.ids.iter().map(move |id| (&level.name, id)))
    });
    let all: Vec<_> = all.collect();
    let mut columns = Columns::default();
    columns.word(
        "level",
        all.iter().map(|(_, (level, _))| Some(level.as_str())),
    );
    columns.text("area", all.iter().map(|(_, (_, id))| Some(id)));
    let outlines = all
        .iter()
        .map(|((level, area), _)| outline(own, *level, *area));
    Some(OutTable {
        name: "outlines".to_owned(),
        geometry: Some(outlines.collect()),
        batch: columns.finish(),
        crs: Some(own.crs.clone()),
    })
}

/// The name of a weight; none counts addresses.
pub(crate) fn weight_name(city: &City, weight: Option<u16>) -> &str {
    let column = weight.and_then(|at| city.origins.weights().get(usize::from(at)));
    column.map_or("addresses", |column| column.name.as_str())
}

/// The ground of an area: for larger areas the parts together.
pub(crate) fn outline(own: &CityAreas, level: u16, area: u32) -> Option<Geometry<f64>> {
    let level = own.areas.levels().get(usize::from(level))?;
    let parts = level.of.iter().zip(&own.outlines);
    let parts = parts
        .filter(|(of, _)| **of == Some(area))
        .flat_map(|(_, outline)| &outline.0);
    Some(Geometry::MultiPolygon(geo_types::MultiPolygon(
        parts.cloned().collect(),
    )))
}
