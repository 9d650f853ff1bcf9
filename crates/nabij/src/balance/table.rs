//! One table of numbers, by area and type.

use std::collections::BTreeMap;

use super::Entry;
use crate::error::BalanceError;

/// An area and a housing type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'e> {
    pub(super) area: &'e str,
    pub(super) kind: &'e str,
}

/// Numbers by area and type, then by year.
pub(super) struct Table<'e>(BTreeMap<Key<'e>, BTreeMap<u16, Option<f64>>>);

impl<'e> Table<'e> {
    pub(super) fn new(
        table: &'static str,
        entries: impl IntoIterator<Item = &'e Entry>,
    ) -> Result<Self, BalanceError> {
        let mut numbers: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for entry in entries {
            let Entry {
                area,
                kind,
                year,
                number,
            } = entry;
            if let Some(number) = number.filter(|number| !(0.0..=1e9).contains(number)) {
                return Err(BalanceError::Number {
                    table,
                    area: area.clone(),
                    kind: kind.clone(),
                    year: *year,
                    number,
                });
            }
            let own = numbers.entry(Key { area, kind }).or_default();
            if own.insert(*year, *number).is_some() {
                return Err(BalanceError::Duplicate {
                    table,
                    area: area.clone(),
                    kind: kind.clone(),
                    year: *year,
                });
            }
        }
        Ok(Table(numbers))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = Key<'e>> {
        self.0.keys().copied()
    }

    pub(super) fn has(&self, key: Key<'_>) -> bool {
        self.0.contains_key(&key)
    }

    /// The years that a type has numbers for anywhere.
    pub(super) fn years(&self, kind: &str) -> impl Iterator<Item = u16> {
        let own = self.0.iter().filter(move |(key, _)| key.kind == kind);
        own.flat_map(|(_, years)| years.keys().copied())
    }

    /// The row of a year, if there is one.
    pub(super) fn of(&self, key: Key<'_>, year: u16) -> Option<Option<f64>> {
        self.0.get(&key)?.get(&year).copied()
    }

    /// The latest row at or before a year, if there is one.
    pub(super) fn latest(&self, key: Key<'_>, year: u16) -> Option<(u16, Option<f64>)> {
        let (year, number) = self.0.get(&key)?.range(..=year).next_back()?;
        Some((*year, *number))
    }

    /// The sum of the rows after a year, up to another; unknown if one of them is.
    pub(super) fn sum(&self, key: Key<'_>, after: Option<u16>, until: u16) -> Option<f64> {
        let Some(years) = self.0.get(&key) else {
            return Some(0.0);
        };
        let rows = years
            .range(..=until)
            .filter(|(year, _)| Some(**year) > after);
        total(rows.map(|(_, number)| *number))
    }
}

/// A sum; unknown if one of the numbers is.
pub(super) fn total(mut numbers: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    numbers.try_fold(0.0, |sum, number| Some(sum + number?))
}
