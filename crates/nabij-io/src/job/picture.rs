//! The map of a job: streets, areas with their shares, and every address by its verdict.

use nabij::{Point, Polygon, StudyError};

use super::Job;
use crate::{
    error::JobError,
    language::{Language, Limits},
    map::{GroundKind, LineKind, Map, MapArea, MapFacilities, MapGround, MapLine, svg},
    story::norm_label,
    study_file::StudyFile,
};

/// Draws one norm.
pub(super) fn draw(job: &Job<'_>, study: &StudyFile, norm: &str) -> Result<String, JobError> {
    let city = job.city;
    let missing = || StudyError::NotFound {
        what: "norm",
        id: norm.to_owned(),
    };
    let number = city.norms.position(norm).ok_or_else(missing)?;
    let norm = &city.norms.norms()[number];
    let language = study.language;
    let lines = city.network.edges().map(|edge| {
        let known = edge.attributes();
        let kind = [
            (known.steps == Some(true), LineKind::Steps),
            (known.bridge == Some(true), LineKind::Bridge),
            (known.tunnel == Some(true), LineKind::Tunnel),
            (known.is_private(), LineKind::Private),
        ];
        let kind = kind
            .into_iter()
            .find_map(|(held, kind)| held.then_some(kind));
        (!known.visibility).then(|| MapLine {
            kind: kind.unwrap_or_default(),
            line: edge.geometry(),
        })
    });
    let water: Vec<Polygon> = city
        .barrier_rings
        .iter()
        .map(|ring| Polygon::new([ring.clone()]))
        .collect();
    let grounds = water.iter().map(|polygon| (GroundKind::Water, polygon));
    let squares = city
        .network
        .squares()
        .iter()
        .map(|s| (GroundKind::Square, s.polygon()));
    let grounds = grounds
        .chain(squares)
        .map(|(kind, polygon)| MapGround { kind, polygon });
    let places = |row: &nabij::Row| -> Option<Point> {
        city.origins.doors(row.origin as usize).first().copied()
    };
    let rows = job
        .scored
        .rows
        .iter()
        .filter(|row| usize::from(row.norm) == number);
    let shares = shares(job, number);
    let areas = city.areas.iter().flat_map(|own| {
        own.areas
            .levels()
            .iter()
            .take(1)
            .flat_map(|level| level.names.iter().zip(&level.ids))
    });
    let areas = areas.enumerate().map(|(at, (name, id))| MapArea {
        name: name.as_deref().unwrap_or(id),
        share: shares.get(at).map_or("", String::as_str),
        polygons: city
            .areas
            .as_ref()
            .map_or(&[], |own| own.areas.polygons(at)),
    });
    let facilities = norm.category().map(|category| MapFacilities {
        label: category.as_str(),
        places: city
            .facilities
            .of(category)
            .map(|id| city.facilities.get(id))
            .filter_map(|f| Some((f.doors.first()?.point, f.name.as_deref().unwrap_or(""))))
            .collect(),
    });
    let limit = norm
        .upper
        .map_or(String::new(), |upper| format!("{} m", upper.in_metres()));
    let share_label = match language {
        Language::English => format!("of addresses within {limit}"),
        Language::Dutch => format!("van de adressen binnen {limit}"),
    };
    let dates: Vec<&str> = study.reference_dates.values().map(String::as_str).collect();
    let subtitle = format!(
        "{}{}{}",
        norm_label(norm, language),
        if dates.is_empty() { "" } else { " · " },
        dates.first().copied().unwrap_or_default()
    );
    Ok(svg(&Map {
        title: study.title.as_deref().unwrap_or("nabij"),
        subtitle: &subtitle,
        language,
        limits: Limits::of(norm),
        lines: lines.flatten().collect(),
        grounds: grounds.collect(),
        areas: areas.collect(),
        share_label: &share_label,
        origins: rows
            .filter_map(|row| Some((places(row)?, row.verdict)))
            .collect(),
        facilities: facilities.into_iter().collect(),
        walk: None,
        source: study.attribution.as_deref().unwrap_or_default(),
    }))
}

/// The share within the upper limit of each area of the finest level, to be read.
fn shares(job: &Job<'_>, norm: usize) -> Vec<String> {
    let rows = job.areas.iter().flat_map(|areas| &areas.rows);
    let own = rows.filter(|r| r.level == 0 && r.weight.is_none() && usize::from(r.norm) == norm);
    let read = |share: f64| format!("{:.0} %", 100.0 * share);
    own.map(|row| row.upper.share.map_or_else(String::new, read))
        .collect()
}
