//! The walks behind explanations: a line each, and the streets they lead along.

use geo_types::{Geometry, LineString};
use nabij::{Explanation, Length};

use super::columns::Columns;
use crate::{city::City, write::OutTable};

/// One row per explanation: norm, facility, distance, and the line of the walk from door to door.
pub fn walk_table(city: &City, told: &[Explanation]) -> OutTable {
    let norm = |one: &Explanation| city.norms.norms().get(usize::from(one.row.norm));
    let facility = |one: &Explanation| Some(city.facilities.get(one.row.facility?));
    let mut columns = Columns::default();
    columns.text("norm", told.iter().map(|one| norm(one).map(|n| &n.id)));
    columns.text(
        "facility",
        told.iter().map(|one| facility(one).map(|f| &f.id)),
    );
    columns.text(
        "facility_name",
        told.iter().map(|one| facility(one)?.name.as_deref()),
    );
    columns.own_word(
        "verdict",
        told.iter().map(|one| Some(one.row.verdict.as_str())),
    );
    let metres = |length: Option<Length>| length.map(Length::in_metres);
    columns.number("distance_m", told.iter().map(|one| metres(one.row.high)));
    let margin = |one: &Explanation| one.row.margin_mm.map(|mm| mm as f64 / 1000.0);
    columns.number("margin_m", told.iter().map(margin));
    let line = |one: &Explanation| {
        let places: Vec<_> = one.line.iter().map(|point| city.metres(*point)).collect();
        (places.len() > 1).then(|| Geometry::LineString(LineString::from(places)))
    };
    OutTable {
        name: "walks".to_owned(),
        geometry: Some(told.iter().map(line).collect()),
        batch: columns.finish(),
        crs: Some(city.streets.frame.crs().clone()),
    }
}

/// One row per stretch of street, in the order of the walk. With both legs they sum to the
/// distance.
pub fn step_table(city: &City, told: &[Explanation]) -> OutTable {
    let steps = told.iter().flat_map(|one| {
        let norm = city.norms.norms().get(usize::from(one.row.norm));
        one.steps.iter().map(move |step| (norm, step))
    });
    let steps: Vec<_> = steps.collect();
    let edge = |at: nabij::EdgeId| city.streets.network.edge(at);
    let mut columns = Columns::default();
    columns.text("norm", steps.iter().map(|(norm, _)| norm.map(|n| &n.id)));
    columns.text(
        "street",
        steps
            .iter()
            .map(|(_, step)| edge(step.edge).attributes().street.as_deref()),
    );
    columns.text(
        "class",
        steps
            .iter()
            .map(|(_, step)| edge(step.edge).attributes().class.as_deref()),
    );
    columns.number(
        "length_m",
        steps
            .iter()
            .map(|(_, step)| Some(step.length().in_metres())),
    );
    columns.text(
        "edge",
        steps
            .iter()
            .map(|(_, step)| Some(edge(step.edge).key().to_string())),
    );
    OutTable {
        name: "steps".to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }
}
