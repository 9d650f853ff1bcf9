//! Criteria as tables: one row per area and indicator, per heading, per norm; wide ones with the
//! ground of areas; routes, remedies, the balance, the register.

use std::collections::BTreeMap;

use geo_types::{Geometry, LineString};
use nabij::{
    HousingType, Point,
    criteria::{Demand, Indicator, IndicatorScore, Measure, Measured},
};

use super::{Criteria, Remedy, words};
use crate::{
    language::Language,
    safe_name::safe_name,
    tables::{columns::Columns, outline, unused_table},
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

    fn areas_of<'t>(
        &'t self,
        columns: &mut Columns<'t>,
        places: impl Iterator<Item = (u16, u32)> + Clone + Send + 't,
    ) {
        let level = |(level, _): (u16, u32)| Some(self.nest().level_name(usize::from(level)));
        columns.word("level", places.clone().map(level));
        let id = |(level, area): (u16, u32)| self.area_id(level, area);
        columns.text("area", places.clone().map(id));
        columns.text(
            "area_name",
            places.map(|(level, area)| self.area_name(level, area)),
        );
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
        number("total", |(row, _)| {
            row.unknown.is_none().then_some(row.total)
        });
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
        number("total", |one| one.unknown.is_none().then_some(one.total));
        number("share_lower", |one| one.lower?[0]);
        number("share_lower_low", |one| one.lower?[1]);
        number("share_lower_high", |one| one.lower?[2]);
        number("share_upper", |one| one.value);
        number("share_upper_low", |one| one.low);
        number("share_upper_high", |one| one.high);
        number("failing", |one| one.failing);
        table("norm_panel", columns)
    }

    /// What would help: sites as points.
    pub fn remedy_table(&self) -> OutTable {
        let all = &self.remedies;
        let mut columns = Columns::default();
        self.areas_of(&mut columns, all.iter().map(|one| (one.level, one.area)));
        let id = |at: u16| Some(self.catalogue.indicators.get(usize::from(at))?.id.as_str());
        columns.word("indicator", all.iter().map(move |one| id(one.indicator)));
        let kind = |one: &Remedy| match one {
            Remedy::Site { .. } => "site",
            Remedy::More { .. } => "more",
            Remedy::There { .. } => "there",
        };
        columns.word("kind", all.iter().map(move |one| Some(kind(&one.remedy))));
        let what = |one: &Remedy| match one {
            Remedy::Site { category, .. } => category.clone(),
            Remedy::More { quantity, .. } | Remedy::There { quantity } => quantity.clone(),
        };
        columns.text("what", all.iter().map(move |one| Some(what(&one.remedy))));
        columns.text(
            "site",
            all.iter().map(|one| match &one.remedy {
                Remedy::Site { site, .. } => Some(site.clone()),
                _ => None,
            }),
        );
        columns.number(
            "gained",
            all.iter().map(|one| match &one.remedy {
                Remedy::Site { gained, .. } => Some(*gained),
                _ => None,
            }),
        );
        columns.number(
            "amount",
            all.iter().map(|one| match &one.remedy {
                Remedy::More { amount, .. } => Some(*amount),
                _ => None,
            }),
        );
        let place = |one: &Remedy| match one {
            Remedy::Site { place, .. } => Some(self.point(*place)),
            _ => None,
        };
        OutTable {
            geometry: Some(all.iter().map(|one| place(&one.remedy)).collect()),
            crs: Some(self.own.city.streets.frame.crs().clone()),
            ..table("remedies", columns)
        }
    }

    fn point(&self, place: Point) -> Geometry<f64> {
        Geometry::Point(self.own.city.metres(place).into())
    }

    fn line(&self, line: &[Point]) -> Geometry<f64> {
        let places = line.iter().map(|place| self.own.city.metres(*place));
        Geometry::LineString(places.collect::<LineString<f64>>())
    }

    /// One row per area of a level, with its ground: values, scores of headings and priorities.
    fn wide_tables(&self) -> Vec<OutTable> {
        let Some(own) = &self.own.city.areas else {
            return Vec::new();
        };
        let levels = own.areas.levels().iter().enumerate();
        levels
            .map(|(level, of)| {
                let areas = of.ids.len();
                let mut columns = Columns::default();
                columns.text("area", of.ids.iter().map(Some));
                columns.text("area_name", of.names.iter().map(Option::as_deref));
                for (position, one) in self.catalogue.indicators.iter().enumerate() {
                    if one
                        .measured_from(self.nest())
                        .is_some_and(|from| level < from)
                    {
                        continue;
                    }
                    let value = move |area| self.measures.at(level, area, position)?.value;
                    columns.number(&one.id, (0..areas).map(value));
                }
                let mut by_place: BTreeMap<(u32, Option<u16>), _> = BTreeMap::new();
                for one in &self.scores.headings {
                    if usize::from(one.level) == level {
                        by_place.insert((one.area, one.heading), *one);
                    }
                }
                let mut headings: Vec<Option<u16>> = by_place.keys().map(|(_, at)| *at).collect();
                headings.sort_by_key(|at| at.unwrap_or(u16::MAX));
                headings.dedup();
                for at in headings {
                    let name = at.and_then(|at| self.catalogue.headings.get(usize::from(at)));
                    let name = name.map_or("total", |one| one.id.as_str());
                    let find = |area: usize| by_place.get(&(area as u32, at)).copied();
                    let all: Vec<_> = (0..areas).map(find).collect();
                    columns.number(
                        &format!("score_{name}"),
                        all.clone().into_iter().map(|one| one?.score),
                    );
                    columns.number(
                        &format!("coverage_{name}"),
                        all.clone().into_iter().map(|one| Some(one?.coverage)),
                    );
                    columns.number(
                        &format!("priority_{name}"),
                        all.into_iter().map(|one| one?.priority),
                    );
                }
                let ground = (0..areas).map(|area| outline(own, level as u16, area as u32));
                OutTable {
                    geometry: Some(ground.collect()),
                    crs: Some(own.crs.clone()),
                    ..table(&format!("criteria_{}", safe_name(&of.name)), columns)
                }
            })
            .collect()
    }

    /// Named routes with the share of each element, and their gaps.
    fn route_tables(&self) -> Vec<OutTable> {
        let spacing = self
            .catalogue
            .indicators
            .iter()
            .find_map(|one| match &one.measure {
                Measure::Route(_) => one.measure.demands().into_iter().next(),
                _ => None,
            });
        let Some(Demand::Routes { spacing_mm }) = spacing.filter(|_| !self.known.routes.is_empty())
        else {
            return Vec::new();
        };
        let (elements, gaps) = self.known.routes.told(&spacing_mm);
        let crs = Some(self.own.city.streets.frame.crs().clone());
        let mut columns = Columns::default();
        columns.text("route", elements.iter().map(|one| Some(one.route.as_str())));
        columns.text("route_name", elements.iter().map(|one| one.name.as_deref()));
        columns.word("element", elements.iter().map(|one| Some(one.element)));
        columns.number("length_m", elements.iter().map(|one| Some(one.whole_m)));
        columns.number("met_m", elements.iter().map(|one| one.met_m));
        columns.number(
            "share",
            elements.iter().map(|one| Some(one.met_m? / one.whole_m)),
        );
        let routes = OutTable {
            geometry: Some(
                elements
                    .iter()
                    .map(|one| Some(self.line(&one.line)))
                    .collect(),
            ),
            crs: crs.clone(),
            ..table("routes", columns)
        };
        let mut columns = Columns::default();
        columns.text("route", gaps.iter().map(|one| Some(one.route.as_str())));
        columns.word("element", gaps.iter().map(|one| Some(one.element)));
        columns.number("from_m", gaps.iter().map(|one| Some(one.from_m)));
        columns.number("to_m", gaps.iter().map(|one| Some(one.to_m)));
        columns.number(
            "length_m",
            gaps.iter().map(|one| Some(one.to_m - one.from_m)),
        );
        let gaps = OutTable {
            geometry: Some(gaps.iter().map(|one| Some(self.line(&one.line))).collect()),
            crs,
            ..table("route_gaps", columns)
        };
        vec![routes, gaps]
    }

    /// Need, stock, plans and gap per area, type and year.
    pub fn balance_table(&self) -> Option<OutTable> {
        let all = &self.known.balanced.rows;
        if self.own.study.balance.is_none() {
            return None;
        }
        let mut columns = Columns::default();
        columns.text("area", all.iter().map(|one| Some(one.area.as_str())));
        columns.word("type", all.iter().map(|one| Some(one.kind.as_str())));
        columns.whole("year", all.iter().map(|one| Some(one.year.into())));
        columns.number("need", all.iter().map(|one| one.need));
        columns.number("stock", all.iter().map(|one| one.stock));
        columns.whole(
            "stock_year",
            all.iter().map(|one| one.stock_year.map(i64::from)),
        );
        columns.number("plans_hard", all.iter().map(|one| one.hard));
        columns.number("plans_soft", all.iter().map(|one| one.soft));
        columns.number("gap", all.iter().map(|one| one.gap));
        columns.number("gap_with_soft", all.iter().map(|one| one.gap_with_soft));
        columns.text("summed", all.iter().map(|one| Some(one.summed.join(", "))));
        columns.text(
            "unknown",
            all.iter().map(|one| Some(one.unknown().join(", "))),
        );
        Some(table("balance", columns))
    }

    fn share_table(&self) -> Option<OutTable> {
        let all = &self.known.balanced.shares;
        if all.is_empty() {
            return None;
        }
        let mut columns = Columns::default();
        columns.text("area", all.iter().map(|one| Some(one.area.as_str())));
        columns.number("fair", all.iter().map(|one| Some(one.fair)));
        columns.number("gap", all.iter().map(|one| Some(one.gap)));
        columns.whole("new", all.iter().map(|one| i64::try_from(one.new).ok()));
        columns.flag("spared", all.iter().map(|one| Some(one.gap <= 0.0)));
        Some(table("fair_share", columns))
    }

    /// One row per row of the register: what each dwelling is.
    pub fn dwelling_table(&self) -> Option<OutTable> {
        let all = &self.known.dwellings;
        if all.is_empty() {
            return None;
        }
        let mut columns = Columns::default();
        columns.text("dwelling", all.iter().map(|one| Some(one.id.as_str())));
        columns.text("area", all.iter().map(|one| self.area_id(0, one.area)));
        columns.text("complex", all.iter().map(|one| one.complex.as_deref()));
        columns.number("count", all.iter().map(|one| Some(one.count)));
        columns.text("form", all.iter().map(|one| one.classes[0].as_deref()));
        columns.text("price", all.iter().map(|one| one.classes[1].as_deref()));
        for kind in HousingType::ALL {
            let truth = move |one: &super::Dwelling| one.found.as_ref().map(|own| own.get(kind));
            columns.flag(kind.id(), all.iter().map(move |one| truth(one)?.is));
            let estimated = all.iter().map(move |one| Some(truth(one)?.estimated));
            columns.flag(&format!("{}_estimated", kind.id()), estimated);
        }
        Some(table("dwellings", columns))
    }
}

fn table(name: &str, columns: Columns<'_>) -> OutTable {
    OutTable {
        name: name.to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }
}
