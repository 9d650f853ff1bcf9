//! The long table: one row per origin and norm.

use std::collections::HashMap;

use geo_types::{Geometry, Point};
use nabij::{Attachment, EdgeId, Length, Row};

use super::{Results, columns::Columns};
use crate::write::OutTable;

pub(super) fn table(results: &Results<'_>) -> OutTable {
    let Results {
        city,
        prepared,
        scored,
        ..
    } = *results;
    let rows = &scored.rows;
    let norm = |row: &Row| &city.norms.norms()[usize::from(row.norm)];
    let metres = |length: Option<Length>| length.map(Length::in_metres);
    // The attachments that a walk along streets starts and ends at.
    let home = |row: &Row| -> Option<Attachment> {
        let (_, at) = row.answer?.street?;
        scored
            .attached
            .of(row.origin as usize)
            .get(at as usize)
            .copied()
    };
    let door = |row: &Row| -> Option<Attachment> {
        let (rank, _) = row.answer?.street?;
        Some(prepared.facilities().attachment(rank))
    };
    // Many rows name one edge.
    let mut keys: HashMap<EdgeId, String> = HashMap::new();
    for attachment in rows.iter().flat_map(|row| [home(row), door(row)]).flatten() {
        let key = || city.network.edge(attachment.edge).key().to_string();
        keys.entry(attachment.edge).or_insert_with(key);
    }
    let key = |a: Option<Attachment>| keys.get(&a?.edge);
    let ids = city.origins.ids();
    let mut columns = Columns::default();
    columns.text(
        "origin",
        rows.iter().map(|row| Some(ids.get(row.origin as usize))),
    );
    columns.word("norm", rows.iter().map(|row| Some(norm(row).id.as_str())));
    columns.text(
        "facility",
        rows.iter().map(|row| {
            row.facility
                .map(|facility| city.facilities.get(facility).id.as_str())
        }),
    );
    columns.number("distance_low_m", rows.iter().map(|row| metres(row.low)));
    columns.number("distance_high_m", rows.iter().map(|row| metres(row.high)));
    columns.number(
        "origin_leg_m",
        rows.iter().map(|row| metres(home(row).map(|a| a.leg))),
    );
    columns.number(
        "facility_leg_m",
        rows.iter().map(|row| metres(door(row).map(|a| a.leg))),
    );
    columns.word(
        "how",
        rows.iter()
            .map(|row| row.answer.map(|answer| answer.how.as_str())),
    );
    columns.number(
        "lower_limit_m",
        rows.iter().map(|row| metres(norm(row).lower)),
    );
    columns.number(
        "upper_limit_m",
        rows.iter().map(|row| metres(norm(row).upper)),
    );
    columns.word(
        "outcome_lower",
        rows.iter().map(|row| row.outcome_lower.map(|o| o.as_str())),
    );
    columns.word(
        "outcome_upper",
        rows.iter().map(|row| Some(row.outcome_upper.as_str())),
    );
    columns.word("verdict", rows.iter().map(|row| Some(row.verdict.as_str())));
    columns.number(
        "margin_m",
        rows.iter()
            .map(|row| row.margin_mm.map(|mm| mm as f64 / 1000.0)),
    );
    columns.flag("near_lower", rows.iter().map(|row| row.near_lower));
    columns.flag("near_upper", rows.iter().map(|row| Some(row.near_upper)));
    columns.flag("edge_affected", rows.iter().map(|row| row.edge_affected));
    columns.word(
        "reason",
        rows.iter()
            .map(|row| row.reason.map(|reason| reason.as_str())),
    );
    columns.word("profile", rows.iter().map(|_| Some(city.profile.name())));
    columns.text("origin_edge", rows.iter().map(|row| key(home(row))));
    columns.number(
        "origin_offset_m",
        rows.iter().map(|row| metres(home(row).map(|a| a.offset))),
    );
    columns.text("facility_edge", rows.iter().map(|row| key(door(row))));
    columns.number(
        "facility_offset_m",
        rows.iter().map(|row| metres(door(row).map(|a| a.offset))),
    );
    let place = |row: &Row| city.origin_places.get(row.origin as usize).map(|p| p.place);
    OutTable {
        name: "rows".to_owned(),
        batch: columns.finish(),
        geometry: Some(rows.iter().map(|row| place(row).map(point)).collect()),
        crs: Some(city.origin_crs.clone()),
    }
}

pub(crate) fn point(place: (f64, f64)) -> Geometry<f64> {
    Geometry::Point(Point::new(place.0, place.1))
}
