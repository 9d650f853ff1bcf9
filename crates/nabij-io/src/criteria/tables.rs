//! Criteria as tables: one row per area and indicator, per heading, per norm.

mod grounds;
mod homes;

use nabij::criteria::{Indicator, IndicatorScore, Measured};

use super::{Criteria, words};
use crate::{
    language::Language,
    tables::{columns::Columns, unused_table},
    write::OutTable,
};

/// A row of measures with its score.
type Scored<'r> = (&'r Measured, &'r IndicatorScore);

impl Criteria {
    /// Every table.
    pub fn tables(&self) -> Vec<OutTable> {
        let mut all = vec![
            self.indicator_table(),
            self.criteria_table(),
            self.heading_table(),
            self.panel_table(),
            self.remedy_table(),
        ];
        all.extend(self.wide_tables());
        all.extend(self.route_tables());
        all.extend(self.balance_table());
        all.extend(self.share_table());
        all.extend(self.dwelling_table());
        all.extend(self.housing_table());
        all.push(self.inventory_table());
        let mut unused = self.own.city.unused.clone();
        unused.extend(self.known.unused.iter().cloned());
        all.push(unused_table("not_used", &unused));
        all
    }

    fn indicator(&self, row: &Measured) -> Option<&Indicator> {
        self.catalogue.indicators.get(usize::from(row.indicator))
    }

    fn rows(&self) -> impl Iterator<Item = Scored<'_>> + Clone + Send {
        self.measures.rows.iter().zip(&self.scores.indicators)
    }

    /// The id of a row's area.
    pub(super) fn area_id(&self, level: u16, area: u32) -> Option<&str> {
        let ids = self.nest().ids(usize::from(level));
        ids.get(area as usize).map(String::as_str)
    }

    /// The name of an area, by the positions of its level and of it.
    pub fn name_of(&self, level: usize, area: usize) -> Option<&str> {
        self.area_name(u16::try_from(level).ok()?, u32::try_from(area).ok()?)
    }

    /// The name of a row's area.
    pub(super) fn area_name(&self, level: u16, area: u32) -> Option<&str> {
        let levels = self.own.city.areas.as_ref()?.areas.levels();
        let names = &levels.get(usize::from(level))?.names;
        names.get(area as usize)?.as_deref()
    }

    pub(super) fn areas_of<'t>(
        &'t self,
        columns: &mut Columns<'t>,
        places: impl Iterator<Item = (u16, u32)> + Clone + Send + 't,
    ) {
        self.areas_named(columns, ["level", "area", "area_name"], places);
    }

    /// The columns of the level, the code and the name of areas.
    pub(super) fn areas_named<'t>(
        &'t self,
        columns: &mut Columns<'t>,
        [level, id, name]: [&str; 3],
        places: impl Iterator<Item = (u16, u32)> + Clone + Send + 't,
    ) {
        let level_of = |(level, _): (u16, u32)| Some(self.nest().level_name(usize::from(level)));
        columns.word(level, places.clone().map(level_of));
        let id_of = |(level, area): (u16, u32)| self.area_id(level, area);
        columns.text(id, places.clone().map(id_of));
        let name_of = |(level, area): (u16, u32)| self.area_name(level, area);
        columns.text(name, places.map(name_of));
    }

    /// One row per indicator: what it is, and on what it stands.
    pub fn indicator_table(&self) -> OutTable {
        let all = &self.catalogue.indicators;
        let mut columns = Columns::default();
        let text = |one: &Indicator, language: Language| {
            Some(words::of(&one.label, language, &one.id).to_owned())
        };
        columns.text("indicator", all.iter().map(|one| Some(&one.id)));
        columns.text("heading", all.iter().map(|one| Some(&one.heading)));
        columns.whole(
            "ambition",
            all.iter().map(|one| one.ambition.map(i64::from)),
        );
        columns.text(
            "label_en",
            all.iter().map(|one| text(one, Language::English)),
        );
        columns.text("label_nl", all.iter().map(|one| text(one, Language::Dutch)));
        let definition =
            |one: &Indicator, language| words::of(&one.definition, language, "").to_owned();
        columns.text(
            "definition_en",
            all.iter()
                .map(move |one| Some(definition(one, Language::English))),
        );
        columns.text(
            "definition_nl",
            all.iter()
                .map(move |one| Some(definition(one, Language::Dutch))),
        );
        columns.text("unit", all.iter().map(|one| Some(&one.unit)));
        columns.text(
            "direction",
            all.iter().map(|one| Some(one.direction.as_str())),
        );
        columns.text("level", all.iter().map(|one| Some(one.level.as_str())));
        columns.text("measure", all.iter().map(|one| Some(one.measure.name())));
        columns.number("weight", all.iter().map(|one| Some(one.weight)));
        columns.text(
            "standing",
            all.iter().map(|one| Some(one.standing().as_str())),
        );
        let basis = |one: &Indicator| {
            let all = one.basis.iter().map(|(number, basis)| {
                let source = if basis.source.is_empty() { "" } else { " " };
                format!("{number}: {}{source}{}", basis.label.as_str(), basis.source)
            });
            Some(all.collect::<Vec<_>>().join("; "))
        };
        columns.text("basis", all.iter().map(basis));
        let data = |one: &Indicator| {
            let all = one.data.iter();
            let all = all.map(|need| format!("{} ({})", need.what, need.availability.as_str()));
            Some(all.collect::<Vec<_>>().join("; "))
        };
        columns.text("data", all.iter().map(data));
        table("indicators", columns)
    }

    /// One row per area and indicator: what was measured, and what it adds.
    pub fn criteria_table(&self) -> OutTable {
        let mut columns = Columns::default();
        self.areas_of(
            &mut columns,
            self.rows().map(|(row, _)| (row.level, row.area)),
        );
        let of = |row: Scored<'_>| self.indicator(row.0);
        columns.word(
            "heading",
            self.rows().map(move |row| Some(of(row)?.heading.as_str())),
        );
        columns.word(
            "indicator",
            self.rows().map(move |row| Some(of(row)?.id.as_str())),
        );
        let mut number = |name: &str, pick: fn(Scored<'_>) -> Option<f64>| {
            columns.number(name, self.rows().map(pick));
        };
        number("value", |(row, _)| row.value);
        number("value_low", |(row, _)| row.low);
        number("value_high", |(row, _)| row.high);
        number("value_lower_limit", |(row, _)| row.lower?[0]);
        number("value_lower_limit_low", |(row, _)| row.lower?[1]);
        number("value_lower_limit_high", |(row, _)| row.lower?[2]);
        columns.word(
            "unit",
            self.rows().map(move |row| Some(of(row)?.unit.as_str())),
        );
        columns.word("people", self.rows().map(|(row, _)| row.weight.as_deref()));
        let mut number = |name: &str, pick: fn(Scored<'_>) -> Option<f64>| {
            columns.number(name, self.rows().map(pick));
        };
        number("total", |(row, _)| (row.total > 0.0).then_some(row.total));
        number("failing", |(row, _)| row.failing);
        number("known_share", |(row, _)| Some(row.known));
        columns.flag("estimated", self.rows().map(|(row, _)| Some(row.estimated)));
        columns.whole("year", self.rows().map(|(row, _)| row.year.map(i64::from)));
        let why = |row: &Measured| Some(words::unknown(row.unknown.as_ref()?, Language::English));
        columns.word(
            "unknown_because",
            self.rows().map(move |(row, _)| Some(why(row)?.0)),
        );
        columns.text(
            "unknown_reason",
            self.rows().map(move |(row, _)| Some(why(row)?.1)),
        );
        let target = move |row: Scored<'_>| {
            let utility = of(row)?.utility.as_ref()?;
            utility.target(row.0.value.unwrap_or(f64::INFINITY))
        };
        columns.number("target", self.rows().map(target));
        columns.word(
            "standing",
            self.rows()
                .map(move |row| Some(of(row)?.standing().as_str())),
        );
        columns.word(
            "status",
            self.rows().map(|(_, score)| Some(score.status.as_str())),
        );
        let mut number = |name: &str, pick: fn(Scored<'_>) -> Option<f64>| {
            columns.number(name, self.rows().map(pick));
        };
        number("score", |(_, score)| score.score);
        number("score_low", |(_, score)| Some(score.low));
        number("score_high", |(_, score)| Some(score.high));
        columns.number("weight", self.rows().map(move |row| Some(of(row)?.weight)));
        columns.number(
            "contribution",
            self.rows().map(|(_, score)| score.contribution),
        );
        table("criteria", columns)
    }

    /// One row per area and heading; the total has none.
    pub fn heading_table(&self) -> OutTable {
        let all = &self.scores.headings;
        let mut columns = Columns::default();
        self.areas_of(&mut columns, all.iter().map(|one| (one.level, one.area)));
        let heading = |at: Option<u16>| match at {
            Some(at) => Some(self.catalogue.headings.get(usize::from(at))?.id.as_str()),
            None => Some("total"),
        };
        columns.word("heading", all.iter().map(move |one| heading(one.heading)));
        columns.number("score", all.iter().map(|one| one.score));
        columns.number("score_low", all.iter().map(|one| Some(one.low)));
        columns.number("score_high", all.iter().map(|one| Some(one.high)));
        columns.number("coverage", all.iter().map(|one| Some(one.coverage)));
        columns.number("need", all.iter().map(|one| one.need));
        columns.number("priority", all.iter().map(|one| one.priority));
        table("headings", columns)
    }

    /// One row per area, norm of the client and group of people.
    pub fn panel_table(&self) -> OutTable {
        let all = &self.panel;
        let mut columns = Columns::default();
        self.areas_of(
            &mut columns,
            all.iter()
                .map(|one| (one.measured.level, one.measured.area)),
        );
        let norm = |one: &Measured| self.indicator(one)?.panel.as_deref();
        columns.word("norm", all.iter().map(move |one| norm(&one.measured)));
        let id = |one: &Measured| Some(self.indicator(one)?.id.as_str());
        columns.word("indicator", all.iter().map(move |one| id(&one.measured)));
        columns.word("people", all.iter().map(|one| Some(one.group.as_str())));
        let mut number = |name: &str, pick: fn(&Measured) -> Option<f64>| {
            columns.number(name, all.iter().map(move |one| pick(&one.measured)));
        };
        number("total", |one| (one.total > 0.0).then_some(one.total));
        number("share_lower", |one| one.lower?[0]);
        number("share_lower_low", |one| one.lower?[1]);
        number("share_lower_high", |one| one.lower?[2]);
        number("share_upper", |one| one.value);
        number("share_upper_low", |one| one.low);
        number("share_upper_high", |one| one.high);
        number("failing", |one| one.failing);
        table("norm_panel", columns)
    }
}

pub(super) fn table(name: &str, columns: Columns<'_>) -> OutTable {
    OutTable {
        name: name.to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }
}
