//! Tables that are read from top to bottom: every indicator in words, the norms, what would help.

use nabij::criteria::{IndicatorScore, Measured};

use super::{in_unit, percent};
use crate::{
    criteria::{Counterfactual, Criteria, page, tables::table, words},
    names::Names,
    tables::columns::Columns,
    write::OutTable,
};

/// One row per area and indicator, in words.
pub(super) fn told(criteria: &Criteria, names: Names) -> OutTable {
    let language = names.language();
    let rows = || {
        criteria
            .measures
            .rows
            .iter()
            .zip(&criteria.scores.indicators)
    };
    let of = |row: &Measured| {
        criteria
            .catalogue
            .indicators
            .get(usize::from(row.indicator))
    };
    let mut columns = Columns::default();
    places(
        criteria,
        &mut columns,
        names,
        rows().map(|(row, _)| (row.level, row.area)),
    );
    let heading = |row: &Measured| {
        let id = &of(row)?.heading;
        let heading = criteria
            .catalogue
            .headings
            .iter()
            .find(|one| one.id == *id)?;
        Some(words::of(&heading.label, language, id))
    };
    let column = |name: &str| names.column(name, &[]);
    columns.word(&column("heading"), rows().map(move |(row, _)| heading(row)));
    let label = |row: &Measured| of(row).map(|one| words::of(&one.label, language, &one.id));
    columns.word(&column("indicator"), rows().map(move |(row, _)| label(row)));
    let shown = move |row: &Measured, value: Option<f64>| Some(in_unit(of(row)?, value?));
    columns.number(
        &column("value"),
        rows().map(move |(row, _)| shown(row, row.value)),
    );
    columns.number(
        &column("value_low"),
        rows().map(move |(row, _)| shown(row, row.low)),
    );
    columns.number(
        &column("value_high"),
        rows().map(move |(row, _)| shown(row, row.high)),
    );
    let lower = move |row: &Measured| shown(row, row.lower?[0]);
    columns.number(
        &column("value_lower_limit"),
        rows().map(move |(row, _)| lower(row)),
    );
    columns.text(
        &column("unit"),
        rows().map(move |(row, _)| Some(names.data_word(&of(row)?.unit).to_owned())),
    );
    let people = move |row: &Measured| {
        row.weight
            .as_ref()
            .map(|own| words::people(own, language).to_owned())
    };
    columns.text(&column("people"), rows().map(move |(row, _)| people(row)));
    columns.number(
        &column("failing_n"),
        rows().map(|(row, _)| row.failing.map(f64::round)),
    );
    columns.number(
        &column("known_pct"),
        rows().map(|(row, _)| Some(percent(row.known))),
    );
    columns.text(
        &column("estimated"),
        rows().map(move |(row, _)| Some(names.yes_no(Some(row.estimated)))),
    );
    columns.whole(
        &column("year"),
        rows().map(|(row, _)| row.year.map(i64::from)),
    );
    let why = move |row: &Measured| Some(words::unknown(row.unknown.as_ref()?, language).1);
    columns.text(&column("reason"), rows().map(move |(row, _)| why(row)));
    columns.word(
        &column("status"),
        rows().map(move |(_, own)| Some(words::status(own.status, language))),
    );
    columns.number(
        &column("score_pct"),
        rows().map(|(_, own)| own.score.map(percent)),
    );
    columns.number(
        &column("weight"),
        rows().map(move |(row, _)| Some(of(row)?.weight)),
    );
    columns.number(
        &column("contribution_pct"),
        rows().map(|(_, own): (_, &IndicatorScore)| own.contribution.map(percent)),
    );
    let standing = move |row: &Measured| of(row).map(|one| words::basis(one.standing(), language));
    columns.word(
        &column("standing"),
        rows().map(move |(row, _)| standing(row)),
    );
    table(&names.table("criteria", &[]), columns)
}

/// The norms first: one row per area, norm and group.
pub(super) fn panel(criteria: &Criteria, names: Names) -> OutTable {
    let language = names.language();
    let all = &criteria.panel;
    let of = |row: &Measured| {
        criteria
            .catalogue
            .indicators
            .get(usize::from(row.indicator))
    };
    let mut columns = Columns::default();
    places(
        criteria,
        &mut columns,
        names,
        all.iter()
            .map(|one| (one.measured.level, one.measured.area)),
    );
    let column = |name: &str| names.column(name, &[]);
    columns.word(
        &column("norm"),
        all.iter()
            .map(move |one| of(&one.measured)?.panel.as_deref()),
    );
    let label = |row: &Measured| of(row).map(|one| words::of(&one.label, language, &one.id));
    columns.word(
        &column("indicator"),
        all.iter().map(move |one| label(&one.measured)),
    );
    let group = |group| words::group(&criteria.catalogue, group, language);
    columns.text(
        &column("people"),
        all.iter().map(move |one| Some(group(&one.group))),
    );
    let mut number = |name: &str, pick: fn(&Measured) -> Option<f64>| {
        columns.number(
            &column(name),
            all.iter().map(move |one| pick(&one.measured)),
        );
    };
    number("total_n", |one| {
        (one.total > 0.0).then_some(one.total.round())
    });
    number("share_lower_pct", |one| one.lower?[0].map(percent));
    number("share_upper_pct", |one| one.value.map(percent));
    number("share_upper_low_pct", |one| one.low.map(percent));
    number("share_upper_high_pct", |one| one.high.map(percent));
    number("failing_n", |one| one.failing.map(f64::round));
    table(&names.table("norm_panel", &[]), columns)
}

/// What would help, in words, with the sites as points.
pub(super) fn remedies(criteria: &Criteria, names: Names) -> OutTable {
    let language = names.language();
    let sites = criteria.remedy_table();
    let all = &criteria.remedies;
    let mut columns = Columns::default();
    places(
        criteria,
        &mut columns,
        names,
        all.iter().map(|one| (one.level, one.area)),
    );
    let text = |one: &Counterfactual| {
        let position = usize::from(one.indicator);
        let indicator = criteria.catalogue.indicators.get(position)?;
        let place = (usize::from(one.level), one.area as usize);
        let row = criteria.measures.at(place.0, place.1, position)?;
        Some(page::told(
            &criteria.catalogue,
            &one.remedy,
            indicator,
            row,
            language,
        ))
    };
    columns.text(
        &names.column("remedy", &[]),
        all.iter().map(move |one| Some(text(one)?.1)),
    );
    columns.number(
        &names.column("gained_n", &[]),
        all.iter().map(move |one| Some(text(one)?.0.round())),
    );
    OutTable {
        name: names.table("remedies", &[]),
        batch: columns.finish(),
        ..sites
    }
}

/// The columns that say which area a row is of.
fn places<'t>(
    criteria: &'t Criteria,
    columns: &mut Columns<'t>,
    names: Names,
    places: impl Iterator<Item = (u16, u32)> + Clone + Send + 't,
) {
    let own = ["level", "area_code", "area_name"].map(|name| names.column(name, &[]));
    criteria.areas_named(columns, own.each_ref().map(String::as_str), places);
}
