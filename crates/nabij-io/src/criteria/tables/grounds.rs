//! Tables with places: areas with their ground, sites, routes and their gaps.

use std::collections::BTreeMap;

use geo_types::{Geometry, LineString};
use nabij::{
    Point,
    criteria::{Demand, Measure},
};

use super::table;
use crate::{
    criteria::{Criteria, Remedy},
    safe_name::safe_name,
    tables::{columns::Columns, outline},
    write::OutTable,
};

impl Criteria {
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
    pub(super) fn wide_tables(&self) -> Vec<OutTable> {
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
    pub(super) fn route_tables(&self) -> Vec<OutTable> {
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
}
