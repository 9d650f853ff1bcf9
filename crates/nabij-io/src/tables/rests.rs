//! Columns of walks with rests, where the study asks for them.

use nabij::{AreaRow, Length, RestRows, RestShare, RestedWalk, Walker};

use super::{Report, columns::Columns};
use crate::job::Piece;

/// The longest stretch without a seat, and the rested walk for each radius.
pub(super) fn of_rows<'r>(pieces: &'r [(&'r Walker<'r>, Piece<'r>)], columns: &mut Columns<'r>) {
    let Some(first) = pieces.first().and_then(|(_, piece)| piece.rests) else {
        return;
    };
    let rows = pieces.iter().flat_map(|(_, piece)| {
        let rests = piece.rests;
        (0..piece.rows.len()).map(move |row| Some((rests?, row)))
    });
    columns.number("longest_stretch_m", rows.clone().map(longest));
    for (at, radius) in first.radii.iter().enumerate() {
        let walks = rows.clone().map(move |row| walk(row, at));
        let name = |what: &str| format!("rested_{}_{what}", radius.in_metres());
        let low = walks.clone().map(|walk| Some(walk?.low?.in_metres()));
        columns.number(&name("low_m"), low);
        let high = walks.clone().map(|walk| Some(walk?.high?.in_metres()));
        columns.number(&name("high_m"), high);
        let lower = walks.clone().map(|walk| walk?.outcome_lower);
        columns.own_word(&name("lower"), lower.map(|own| Some(own?.as_str())));
        let upper = walks.map(|walk| Some(walk?.outcome_upper.as_str()));
        columns.own_word(&name("upper"), upper);
    }
}

/// The same for one norm of the wide table, of the first profile: its rows by number, per origin.
pub(super) fn of_addresses<'r>(
    norm: &str,
    rests: &'r RestRows,
    rows: impl Iterator<Item = Option<usize>> + Clone + Send + 'r,
    columns: &mut Columns<'r>,
) {
    let rows = rows.map(move |row| Some((rests, row?)));
    columns.number(
        &format!("{norm}_longest_stretch_m"),
        rows.clone().map(longest),
    );
    for (at, radius) in rests.radii.iter().enumerate() {
        let high = rows.clone().map(move |row| walk(row, at)?.high);
        columns.number(
            &format!("{norm}_rested_{}_m", radius.in_metres()),
            high.map(|high| high.map(Length::in_metres)),
        );
    }
}

/// The shares of areas for each radius.
pub(super) fn of_areas<'r>(
    report: &Report<'r>,
    rows: impl Iterator<Item = &'r AreaRow> + Clone + Send + 'r,
    columns: &mut Columns<'r>,
) {
    let Some(rests) = report.sums.first().and_then(|own| own.rests.as_ref()) else {
        return;
    };
    for (at, radius) in rests.radii.iter().enumerate() {
        let own = rows.clone().map(move |row| row.rests.get(at).copied());
        let mut column = |name: &str, pick: fn(RestShare) -> Option<f64>| {
            let name = format!("rested_{}_{name}", radius.in_metres());
            columns.number(&name, own.clone().map(move |share| pick(share?)));
        };
        column("share_lower", |own| own.lower?[0]);
        column("share_low_lower", |own| own.lower?[1]);
        column("share_high_lower", |own| own.lower?[2]);
        column("share_upper", |own| own.upper[0]);
        column("share_low_upper", |own| own.upper[1]);
        column("share_high_upper", |own| own.upper[2]);
        column("stretch_share", |own| own.stretch);
    }
}

type At<'r> = Option<(&'r RestRows, usize)>;

fn longest(row: At<'_>) -> Option<f64> {
    let (rests, row) = row?;
    rests.longest(row).map(Length::in_metres)
}

/// The rested walk of a row for one radius; none for norms that measure nothing.
fn walk(row: At<'_>, radius: usize) -> Option<RestedWalk> {
    let (rests, row) = row?;
    rests.walks(row).get(radius).copied()
}
