//! The long table: one row per profile, origin and norm.

use geo_types::{Geometry, Point};
use nabij::{Attachment, EdgeId, Length, Row, Study, Texts, Walker};

use super::{columns::Columns, numbered::Numbered, rests};
use crate::{city::City, crs::Crs, job::Piece, write::OutTable};

/// What rows name: a study, and the ids and places of its origins.
#[derive(Clone, Copy)]
pub(crate) struct RowNames<'r> {
    pub study: &'r Study<'r>,
    pub ids: &'r Texts,
    /// Where an origin is in its own CRS, by position.
    pub place: &'r (dyn Fn(usize) -> Option<(f64, f64)> + Sync),
    pub crs: &'r Crs,
}

/// The rows of some pieces, one after the other, each with who walks. Of origins, facilities and
/// edges it carries only those that are named.
pub(crate) fn table<'r>(
    named: RowNames<'r>,
    pieces: &'r [(&'r Walker<'r>, Piece<'r>)],
) -> OutTable {
    type Told<'r> = (&'r Walker<'r>, &'r Piece<'r>, &'r Row);
    // A row with the walker and the piece that it belongs to.
    let rows = || {
        let each = pieces.iter();
        each.flat_map(|(walker, piece)| piece.rows.iter().map(move |row| (*walker, piece, row)))
    };
    let norm = |row: &Row| &named.study.norms().norms()[usize::from(row.norm)];
    let metres = |length: Option<Length>| length.map(Length::in_metres);
    // The attachments that a walk along streets starts and ends at.
    let home = |(_, piece, row): Told<'_>| -> Option<Attachment> {
        let (_, at) = row.answer?.street?;
        let own = piece.attached.of(row.origin as usize);
        own.get(at as usize).copied()
    };
    let door = |(walker, _, row): Told<'_>| -> Option<Attachment> {
        let (rank, _) = row.answer?.street?;
        Some(walker.facilities().attachment(rank))
    };
    // Many rows name one origin, facility or edge.
    let edges = || rows().flat_map(|row| [home(row), door(row)]).flatten();
    let edges = Numbered::new(edges().map(|attachment| attachment.edge));
    let key = |edge: &EdgeId| named.study.network().edge(*edge).key().to_string();
    let keys: Vec<String> = edges.all().map(key).collect();
    let edge = |a: Option<Attachment>| edges.number(&a?.edge);
    // Facilities of two categories may carry one id.
    let id = |row: &Row| Some(named.study.facilities().get(row.facility?).id.as_str());
    let facilities = Numbered::new(rows().filter_map(|(.., row)| id(row)));
    let facility = |row: &Row| facilities.number(&id(row)?);
    let mut columns = Columns::default();
    let first = pieces.iter().map(|(_, piece)| piece.origins.start).min();
    let first = first.unwrap_or(0);
    let end = pieces.iter().map(|(_, piece)| piece.origins.end).max();
    let origins = (first..end.unwrap_or(0)).map(|at| named.ids.get(at));
    let origin = |row: &Row| u32::try_from((row.origin as usize).checked_sub(first)?).ok();
    columns.shared("origin", origins, rows().map(|(.., row)| origin(row)));
    columns.word("norm", rows().map(|(.., row)| Some(norm(row).id.as_str())));
    columns.shared(
        "facility",
        facilities.all(),
        rows().map(|(.., row)| facility(row)),
    );
    columns.number("distance_low_m", rows().map(|(.., row)| metres(row.low)));
    columns.number("distance_high_m", rows().map(|(.., row)| metres(row.high)));
    columns.number(
        "origin_leg_m",
        rows().map(|row| metres(home(row).map(|a| a.leg))),
    );
    columns.number(
        "facility_leg_m",
        rows().map(|row| metres(door(row).map(|a| a.leg))),
    );
    columns.own_word(
        "how",
        rows().map(|(.., row)| row.answer.map(|answer| answer.how.as_str())),
    );
    columns.number(
        "lower_limit_m",
        rows().map(|(.., row)| metres(norm(row).lower)),
    );
    columns.number(
        "upper_limit_m",
        rows().map(|(.., row)| metres(norm(row).upper)),
    );
    columns.own_word(
        "outcome_lower",
        rows().map(|(.., row)| row.outcome_lower.map(|o| o.as_str())),
    );
    columns.own_word(
        "outcome_upper",
        rows().map(|(.., row)| Some(row.outcome_upper.as_str())),
    );
    columns.own_word(
        "verdict",
        rows().map(|(.., row)| Some(row.verdict.as_str())),
    );
    columns.number(
        "margin_m",
        rows().map(|(.., row)| row.margin_mm.map(|mm| mm as f64 / 1000.0)),
    );
    columns.flag("near_lower", rows().map(|(.., row)| row.near_lower));
    columns.flag("near_upper", rows().map(|(.., row)| Some(row.near_upper)));
    columns.flag("edge_affected", rows().map(|(.., row)| row.edge_affected));
    columns.own_word(
        "reason",
        rows().map(|(.., row)| row.reason.map(|reason| reason.as_str())),
    );
    columns.number(
        "unknown_m",
        rows().map(|(.., row)| {
            let walks = row.answer.is_some_and(|answer| answer.street.is_some());
            walks.then(|| f64::from(row.unknown_mm) / 1000.0)
        }),
    );
    let causes = pieces.iter().flat_map(|(_, piece)| piece.causes);
    columns.own_word("cause", causes.map(|cause| Some((*cause)?.as_str())));
    columns.own_word(
        "profile",
        rows().map(|(walker, ..)| Some(walker.profile().id())),
    );
    let at_home = rows().map(|row| edge(home(row)));
    columns.shared("origin_edge", keys.iter(), at_home);
    columns.number(
        "origin_offset_m",
        rows().map(|row| metres(home(row).map(|a| a.offset))),
    );
    let at_door = rows().map(|row| edge(door(row)));
    columns.shared("facility_edge", keys.iter(), at_door);
    columns.number(
        "facility_offset_m",
        rows().map(|row| metres(door(row).map(|a| a.offset))),
    );
    rests::of_rows(pieces, &mut columns);
    let place = |row: &Row| (named.place)(row.origin as usize);
    OutTable {
        name: "rows".to_owned(),
        batch: columns.finish(),
        geometry: Some(rows().map(|(.., row)| place(row).map(point)).collect()),
        crs: Some(named.crs.clone()),
    }
}

/// The rows of some pieces of a city.
pub(super) fn of_city<'r>(
    (city, study): (&'r City, &'r Study<'r>),
    pieces: &'r [(&'r Walker<'r>, Piece<'r>)],
) -> OutTable {
    let place = |at: usize| Some(city.origin_places.get(at)?.place);
    let named = RowNames {
        study,
        ids: city.origins.ids(),
        place: &place,
        crs: &city.origin_crs,
    };
    table(named, pieces)
}

pub(crate) fn point(place: (f64, f64)) -> Geometry<f64> {
    Geometry::Point(Point::new(place.0, place.1))
}
