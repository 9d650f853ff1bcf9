//! An area's numbers: its own, else the sums over its parts.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    BalanceRow,
    table::{self, Key, Table},
};
use crate::error::BalanceError;

/// The numbers of a row.
pub(super) const NAMES: [&str; 4] = ["need", "stock", "hard", "soft"];

/// No hierarchy of areas is this high, unless it goes round.
const LEVELS: usize = 50;

/// A number, and whether it is a sum over parts.
#[derive(Clone, Copy)]
struct Sum {
    number: Option<f64>,
    summed: bool,
}

/// Stock, and the years of the counts it is made of.
#[derive(Clone, Default)]
struct Stock {
    number: Option<f64>,
    years: BTreeSet<u16>,
    summed: bool,
}

/// All tables, and what the areas are made of.
pub(super) struct Sums<'e> {
    pub(super) need: Table<'e>,
    pub(super) stock: Table<'e>,
    /// Hard and soft.
    pub(super) plans: [Table<'e>; 2],
    /// The parts of each larger area.
    pub(super) parts: BTreeMap<&'e str, Vec<&'e str>>,
}

impl<'e> Sums<'e> {
    pub(super) fn tables(&self) -> impl Iterator<Item = &Table<'e>> {
        [&self.need, &self.stock].into_iter().chain(&self.plans)
    }

    /// A row; nothing where no number is given for the area or follows from its parts.
    pub(super) fn row(&self, key: Key<'e>, year: u16) -> Option<BalanceRow> {
        let need = self.need(key, year);
        let stock = self.stock(key, year);
        let [hard, soft] = [0, 1].map(|hardness| self.plans(key, year, hardness, None));
        let numbers = [need.number, stock.number, hard.number, soft.number];
        let given = self.tables().any(|table| table.has(key));
        if !given && numbers.iter().all(Option::is_none) {
            return None;
        }
        let summed = [need.summed, stock.summed, hard.summed, soft.summed];
        let summed = NAMES.into_iter().zip(summed).filter(|(_, summed)| *summed);
        let minus = |a: Option<f64>, b: Option<f64>| Some(a? - b?);
        let gap = minus(minus(need.number, stock.number), hard.number);
        let mut years = stock.years.iter().copied();
        Some(BalanceRow {
            area: key.area.to_owned(),
            kind: key.kind.to_owned(),
            year,
            need: need.number,
            stock: stock.number,
            stock_year: years.next().filter(|_| years.next().is_none()),
            hard: hard.number,
            soft: soft.number,
            gap,
            gap_with_soft: minus(gap, soft.number),
            summed: summed.map(|(name, _)| name).collect(),
        })
    }

    fn need(&self, key: Key<'e>, year: u16) -> Sum {
        match self.need.of(key, year) {
            Some(number) => given(number),
            None => self.over_parts(key, |part| self.need(part, year)),
        }
    }

    fn stock(&self, key: Key<'e>, year: u16) -> Stock {
        if let Some((counted, number)) = self.stock.latest(key, year) {
            return Stock {
                number,
                years: BTreeSet::from([counted]),
                summed: false,
            };
        }
        let each: Vec<Stock> = self.parts(key).map(|part| self.stock(part, year)).collect();
        let number = table::total(each.iter().map(|stock| stock.number));
        match number.filter(|_| !each.is_empty()) {
            None => Stock::default(),
            Some(number) => Stock {
                number: Some(number),
                years: each.into_iter().flat_map(|stock| stock.years).collect(),
                summed: true,
            },
        }
    }

    /// Plans after the year of the stock, or after the year `counted` of a larger area's own stock.
    fn plans(&self, key: Key<'e>, year: u16, hardness: usize, counted: Option<u16>) -> Sum {
        let own = self.stock.latest(key, year).map(|(counted, _)| counted);
        let after = counted.or(own);
        if self.plans.iter().any(|table| table.has(key)) {
            let table = self.plans.get(hardness);
            return given(table.and_then(|table| table.sum(key, after, year)));
        }
        self.over_parts(key, |part| self.plans(part, year, hardness, after))
    }

    /// The sum over all parts; unknown where there are none or one is unknown.
    fn over_parts(&self, key: Key<'e>, of: impl Fn(Key<'e>) -> Sum) -> Sum {
        let each: Vec<_> = self.parts(key).map(|part| of(part).number).collect();
        let number = table::total(each.iter().copied()).filter(|_| !each.is_empty());
        Sum {
            number,
            summed: number.is_some(),
        }
    }

    fn parts(&self, key: Key<'e>) -> impl Iterator<Item = Key<'e>> {
        let parts = self.parts.get(key.area).into_iter().flatten();
        parts.map(move |area| Key { area, ..key })
    }
}

fn given(number: Option<f64>) -> Sum {
    Sum {
        number,
        summed: false,
    }
}

/// The parts of each larger area, in byte order.
pub(super) fn parts(
    parents: &BTreeMap<String, String>,
) -> Result<BTreeMap<&str, Vec<&str>>, BalanceError> {
    let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (part, parent) in parents {
        parts.entry(parent).or_default().push(part);
        let mut area = Some(parent);
        for _ in 0..LEVELS {
            area = area.and_then(|area| parents.get(area));
        }
        if area.is_some() {
            return Err(BalanceError::Cycle { area: part.clone() });
        }
    }
    Ok(parts)
}
