//! Tables of housing: the balance, fair shares, the register, types of housing; what there is of
//! every category.

use std::collections::BTreeMap;

use nabij::HousingType;

use super::table;
use crate::{
    criteria::{Criteria, Dwelling},
    tables::columns::Columns,
    write::OutTable,
};

impl Criteria {
    /// Need, stock, plans and gap per area, type and year.
    pub fn balance_table(&self) -> Option<OutTable> {
        let all = &self.known.balanced.rows;
        self.own.study.balance.as_ref()?;
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

    pub(super) fn share_table(&self) -> Option<OutTable> {
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
            let truth = move |one: &Dwelling| one.found.as_ref().map(|own| own.get(kind));
            columns.flag(kind.id(), all.iter().map(move |one| truth(one)?.is));
            let estimated = all.iter().map(move |one| Some(truth(one)?.estimated));
            columns.flag(&format!("{}_estimated", kind.id()), estimated);
        }
        Some(table("dwellings", columns))
    }

    /// One row per area and type of housing: how many dwellings are of it, are not, or may be, and
    /// the share of answers that are estimates.
    pub fn housing_table(&self) -> Option<OutTable> {
        let all = &self.known.dwellings;
        if all.is_empty() {
            return None;
        }
        // Weights of yes, no, unknown and estimated.
        let mut sums: BTreeMap<(u16, u32, usize), [f64; 4]> = BTreeMap::new();
        let nest = self.nest();
        for one in all {
            let Some(found) = &one.found else { continue };
            for (at, kind) in HousingType::ALL.into_iter().enumerate() {
                let truth = found.get(kind);
                for level in 0..nest.levels() {
                    let Some(area) = nest.whole(level, one.area as usize) else {
                        continue;
                    };
                    let sum = sums.entry((level as u16, area as u32, at)).or_default();
                    sum[match truth.is {
                        Some(true) => 0,
                        Some(false) => 1,
                        None => 2,
                    }] += one.count;
                    sum[3] += if truth.estimated { one.count } else { 0.0 };
                }
            }
        }
        let rows = || sums.iter();
        let mut columns = Columns::default();
        self.areas_of(
            &mut columns,
            rows().map(|((level, area, _), _)| (*level, *area)),
        );
        let id = |at: usize| HousingType::ALL.get(at).map(|kind| kind.id());
        columns.word("type", rows().map(move |((.., at), _)| id(*at)));
        for (at, name) in ["yes", "no", "unknown"].into_iter().enumerate() {
            columns.number(name, rows().map(move |(_, sum)| Some(sum[at])));
        }
        let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        columns.number(
            "share",
            rows().map(move |(_, [yes, no, ..])| share(*yes, yes + no)),
        );
        let low = rows().map(move |(_, [yes, no, unknown, _])| share(*yes, yes + no + unknown));
        columns.number("share_low", low);
        let high =
            rows().map(move |(_, [yes, no, unknown, _])| share(yes + unknown, yes + no + unknown));
        columns.number("share_high", high);
        let estimated = rows().map(move |(_, [yes, no, _, estimated])| share(*estimated, yes + no));
        columns.number("estimated_share", estimated);
        Some(table("housing_types", columns))
    }

    /// One row per area and category: how many facilities there are. It is no score.
    pub fn inventory_table(&self) -> OutTable {
        let (nest, figures) = (self.nest(), &self.known.figures);
        let categories = figures.quantities().filter_map(|name| {
            let category = name.strip_prefix("facilities.")?;
            (!category.contains('.')).then_some((category, name))
        });
        let categories: Vec<(&str, &str)> = categories.collect();
        let mut rows: Vec<((u16, u32), &str, f64)> = Vec::new();
        for level in 0..nest.levels() {
            for area in 0..nest.ids(level).len() {
                for (category, name) in &categories {
                    let count = figures.at(name, level, area);
                    let place = (level as u16, area as u32);
                    rows.extend(count.map(|count| (place, *category, count.low)));
                }
            }
        }
        let mut columns = Columns::default();
        self.areas_of(&mut columns, rows.iter().map(|(place, ..)| *place));
        columns.word(
            "category",
            rows.iter().map(|(_, category, _)| Some(*category)),
        );
        columns.whole(
            "facilities",
            rows.iter().map(|(.., count)| Some(*count as i64)),
        );
        table("inventory", columns)
    }
}
