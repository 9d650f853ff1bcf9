//! Need, stock, plans and the gap between them, per area, housing type and year.
//!
//! Numbers stay with the areas that they are given for: no number of a larger area is ever split
//! over its parts. A larger area has its own numbers, else the sums over all its parts where each
//! of them is known. What is not known is unknown, never 0.

mod sums;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::BalanceError;
use sums::Sums;
use table::{Key, Table};

/// So many dwellings of a type in an area, in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The area's code.
    pub area: String,
    /// The housing type.
    pub kind: String,
    /// The year.
    pub year: u16,
    /// How many dwellings; unknown where nothing.
    pub number: Option<f64>,
}

/// How firm a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hardness {
    /// Decided.
    Hard,
    /// Hoped for.
    Soft,
}

impl Hardness {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Hardness::Hard => "hard",
            Hardness::Soft => "soft",
        }
    }
}

/// Dwellings to be added in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Where, of which type, in which year, and how many.
    pub entry: Entry,
    /// How firm it is.
    pub hardness: Hardness,
}

/// One area, housing type and year. Numbers are dwellings; nothing is unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct BalanceRow {
    /// The area's code.
    pub area: String,
    /// The housing type.
    pub kind: String,
    /// The year.
    pub year: u16,
    /// The task: how many there should be.
    pub need: Option<f64>,
    /// How many there are, by the latest count at or before the year.
    pub stock: Option<f64>,
    /// The year of that count; nothing where there is none, and where parts have different ones.
    pub stock_year: Option<u16>,
    /// Decided plans that are realised after the stock's year, up to the year.
    pub hard: Option<f64>,
    /// Hoped-for plans of these years.
    pub soft: Option<f64>,
    /// Need − stock − hard plans; below 0 there are more than needed.
    pub gap: Option<f64>,
    /// The gap if soft plans are realised too.
    pub gap_with_soft: Option<f64>,
    /// Numbers that are sums over the area's parts: "need", "stock", "hard", "soft".
    pub summed: Vec<&'static str>,
}

impl BalanceRow {
    /// The numbers that are not known: "need", "stock", "hard", "soft".
    pub fn unknown(&self) -> Vec<&'static str> {
        let numbers = [self.need, self.stock, self.hard, self.soft];
        let named = sums::NAMES.into_iter().zip(numbers);
        let unknown = named.filter(|(_, number)| number.is_none());
        unknown.map(|(name, _)| name).collect()
    }
}

/// Supply and demand of housing types.
///
/// ```
/// use nabij::{Balance, Entry, Hardness, Plan};
/// let entry = |year, number| Entry {
///     area: "WK051829".to_owned(), kind: "clustered".to_owned(), year, number: Some(number),
/// };
/// let plans = [
///     Plan { entry: entry(2024, 99.0), hardness: Hardness::Hard }, // in the stock already
///     Plan { entry: entry(2026, 40.0), hardness: Hardness::Hard },
///     Plan { entry: entry(2030, 25.0), hardness: Hardness::Soft },
/// ];
/// let task = [entry(2030, 300.0)];
/// let balance = Balance::new(&task, &[entry(2024, 180.0)], &plans, &Default::default())?;
/// let row = &balance.rows()[0];
/// assert_eq!((row.gap, row.gap_with_soft), (Some(80.0), Some(55.0))); // 300 − 180 − 40, − 25
/// # Ok::<(), nabij::BalanceError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    rows: Vec<BalanceRow>,
}

impl Balance {
    /// The balance of every area, type and year.
    ///
    /// Years are those of the task for the type; where a type has no task, those of its stock and
    /// plans. An area's plans are known where it has a row among the plans of the type, of whatever
    /// year and hardness (0 is a number): the others are then 0. `parents` gives the larger area
    /// of each part; every part of it must be there, with numbers or not.
    ///
    /// # Errors
    /// [`BalanceError`] when a table has two rows for one area, type and year (and hardness), a
    /// number is no number of dwellings, or an area is a part of itself.
    pub fn new(
        task: &[Entry],
        stock: &[Entry],
        plans: &[Plan],
        parents: &BTreeMap<String, String>,
    ) -> Result<Self, BalanceError> {
        let of = |hardness: Hardness| {
            let plans = plans.iter().filter(move |plan| plan.hardness == hardness);
            plans.map(|plan| &plan.entry)
        };
        let sums = Sums {
            need: Table::new("task", task)?,
            stock: Table::new("stock", stock)?,
            plans: [
                Table::new("hard plans", of(Hardness::Hard))?,
                Table::new("soft plans", of(Hardness::Soft))?,
            ],
            parts: sums::parts(parents)?,
        };
        let mut rows = Vec::new();
        for (area, kind) in places(&sums, parents) {
            for year in years(&sums, kind) {
                rows.extend(sums.row(Key { area, kind }, year));
            }
        }
        Ok(Balance { rows })
    }

    /// The rows, by the byte order of area and type, then by year.
    pub fn rows(&self) -> &[BalanceRow] {
        &self.rows
    }
}

/// Every area and type that has a number, and the areas around it.
fn places<'e>(
    sums: &Sums<'e>,
    parents: &'e BTreeMap<String, String>,
) -> BTreeSet<(&'e str, &'e str)> {
    let mut places = BTreeSet::new();
    for key in sums.tables().flat_map(Table::keys) {
        let mut area = Some(key.area);
        while let Some(code) = area.filter(|code| places.insert((*code, key.kind))) {
            area = parents.get(code).map(String::as_str);
        }
    }
    places
}

fn years(sums: &Sums<'_>, kind: &str) -> BTreeSet<u16> {
    let task: BTreeSet<u16> = sums.need.years(kind).collect();
    if task.is_empty() {
        return sums.tables().flat_map(|table| table.years(kind)).collect();
    }
    task
}

#[cfg(test)]
mod tests;
