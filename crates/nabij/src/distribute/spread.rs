//! Zone totals over dwellings, own counts first, areas met last.

use std::collections::BTreeMap;

use super::{
    AreaSpread, Basis, Dwellings, Spread, Totals, Unplaced, UnplacedBecause,
    dwellings::{Zoning, check_sum},
};
use crate::{apportion::apportion, error::PlaceError, origin::Weight};

impl Dwellings {
    /// Spreads totals over the addresses, by dwellings.
    ///
    /// # Errors
    /// [`PlaceError`] when there is another number of own counts than addresses or of zonings than
    /// the dwellings have, or when people sum to more than 10⁹.
    pub fn spread(&self, totals: &Totals) -> Result<Spread, PlaceError> {
        let length = |column: &str, found, expected| PlaceError::ColumnLength {
            column: format!("{}: {column}", totals.name),
            found,
            expected,
        };
        if totals.zones.len() != self.zonings.len() {
            let (found, expected) = (totals.zones.len(), self.zonings.len());
            return Err(length("totals per zoning", found, expected));
        }
        let none = vec![Weight::UNKNOWN; self.len()];
        let own = totals.own.as_ref().unwrap_or(&none);
        if own.len() != self.len() {
            return Err(length("own counts", own.len(), self.len()));
        }
        check_sum(&totals.name, own.iter())?;
        for zones in totals.zones.iter().chain([&totals.areas]) {
            check_sum(&totals.name, zones.values())?;
        }
        let mut work = Work {
            dwellings: self,
            own: own.iter().map(|w| w.millionths().map(i128::from)).collect(),
            given: Vec::new(),
            unplaced: Vec::new(),
        };
        work.given = work
            .own
            .iter()
            .map(|own| own.map(|own| (own, Some(Basis::Own))))
            .collect();
        for (number, (zoning, totals)) in (0..).zip(self.zonings.iter().zip(&totals.zones)) {
            work.zones(number, zoning, totals);
        }
        let (areas, uniform) = work.areas(&totals.areas);
        // Nobody dwells where there is no dwelling, whatever else is unknown.
        for (given, number) in work.given.iter_mut().zip(&self.number) {
            if given.is_none() && *number == 0 {
                *given = Some((0, None));
            }
        }
        Ok(Spread {
            name: totals.name.clone(),
            weights: work
                .given
                .iter()
                .map(|given| weight(given.map(|(people, _)| people)))
                .collect(),
            bases: work
                .given
                .iter()
                .map(|given| given.and_then(|(_, basis)| basis))
                .collect(),
            uniform,
            areas,
            unplaced: work.unplaced,
        })
    }
}

struct Work<'d> {
    dwellings: &'d Dwellings,
    own: Vec<Option<i128>>,
    /// People so far and where they come from.
    given: Vec<Option<(i128, Option<Basis>)>>,
    unplaced: Vec<Unplaced>,
}

impl Work<'_> {
    /// The addresses of a zone that have dwellings and no count of their own, and those dwellings.
    fn without_own(&self, members: &[u32]) -> (Vec<usize>, Vec<i128>) {
        let number = |address: usize| self.dwellings.number[address];
        let open = members.iter().map(|address| *address as usize);
        let open = open.filter(|address| self.own[*address].is_none() && number(*address) > 0);
        open.map(|address| (address, number(address))).unzip()
    }

    /// Gives addresses that have nothing yet their part of the zone they lie in. What a finer
    /// zoning gave is an estimate and takes nothing off; own counts do.
    fn zones(&mut self, number: u8, zoning: &Zoning, totals: &BTreeMap<String, Weight>) {
        for (code, total) in totals {
            let Some(total) = total.millionths().map(i128::from) else {
                continue;
            };
            let zone = zoning.codes.binary_search(code).ok();
            let members = zone.map_or(&[][..], |zone| &zoning.members[zone]);
            let own: i128 = members.iter().filter_map(|a| self.own[*a as usize]).sum();
            let left = (total - own).max(0);
            let (open, dwellings) = self.without_own(members);
            if open.is_empty() {
                self.nowhere(Some(number), code, left);
            }
            for (address, part) in open.iter().zip(apportion(left, &dwellings)) {
                self.given[*address].get_or_insert((part, Some(Basis::Zone(number))));
            }
        }
    }

    fn nowhere(&mut self, zoning: Option<u8>, code: &str, people: i128) {
        if people > 0 {
            self.unplaced.push(Unplaced {
                zoning,
                code: code.to_owned(),
                people: weight(Some(people)),
                because: UnplacedBecause::NoDwelling,
            });
        }
    }

    /// Meets the totals of the areas; also spreads them evenly, to compare with.
    fn areas(&mut self, totals: &BTreeMap<String, Weight>) -> (Vec<AreaSpread>, Vec<Weight>) {
        let zoning = &self.dwellings.areas;
        let mut uniform = vec![Weight::UNKNOWN; self.dwellings.len()];
        let mut codes: Vec<&str> = zoning.codes.iter().map(String::as_str).collect();
        codes.extend(totals.keys().map(String::as_str));
        codes.sort_unstable();
        codes.dedup();
        let areas = codes.into_iter().map(|code| {
            let zone = zoning
                .codes
                .binary_search_by(|known| known.as_str().cmp(code))
                .ok();
            let members = zone.map_or(&[][..], |zone| &zoning.members[zone]);
            let total = totals.get(code).copied().unwrap_or(Weight::UNKNOWN);
            self.area(code, members, total, &mut uniform)
        });
        let areas = areas.collect();
        (areas, uniform)
    }

    fn area(
        &mut self,
        code: &str,
        members: &[u32],
        total: Weight,
        uniform: &mut [Weight],
    ) -> AreaSpread {
        let people = |given: &Option<(i128, _)>| given.map_or(0, |(people, _)| people);
        let published: i128 = members
            .iter()
            .map(|a| people(&self.given[*a as usize]))
            .sum();
        let mut area = AreaSpread {
            area: code.to_owned(),
            total,
            published: units(published),
            residual: 0.0,
            factor: None,
            addresses: 0,
        };
        let number = |address: &usize| self.dwellings.number[*address];
        let all: Vec<usize> = members.iter().map(|address| *address as usize).collect();
        let dwell: Vec<usize> = all
            .iter()
            .copied()
            .filter(|a| number(a) > 0 || self.own[*a].is_some())
            .collect();
        area.addresses = dwell.len() as u64;
        let Some(total) = total.millionths().map(i128::from) else {
            return area;
        };
        let dwellings: Vec<i128> = all.iter().map(number).collect();
        if dwellings.iter().any(|number| *number > 0) {
            for (address, part) in all.iter().zip(apportion(total, &dwellings)) {
                uniform[*address] = weight(Some(part));
            }
        }
        let open: Vec<usize> = dwell
            .iter()
            .copied()
            .filter(|a| self.given[*a].is_none())
            .collect();
        let residual = if open.is_empty() {
            0
        } else {
            (total - published).max(0)
        };
        area.residual = units(residual);
        let shares: Vec<i128> = open.iter().map(number).collect();
        for (address, part) in open.iter().zip(apportion(residual, &shares)) {
            self.given[*address] = Some((part, Some(Basis::Area)));
        }
        let placed = published + residual;
        if placed == total {
            area.factor = Some(1.0);
            if dwell.is_empty() {
                area.factor = None;
            }
            return area;
        }
        // Where nothing is published there is nothing to multiply: the dwellings share alike.
        let shares: Vec<i128> = match placed {
            0 => dwell.iter().map(number).collect(),
            _ => dwell.iter().map(|a| people(&self.given[*a])).collect(),
        };
        if shares.iter().all(|share| *share == 0) {
            self.nowhere(None, code, total);
            return area;
        }
        area.factor = (placed > 0).then(|| total as f64 / placed as f64);
        for (address, part) in dwell.iter().zip(apportion(total, &shares)) {
            let basis = self.given[*address].and_then(|(_, basis)| basis);
            let basis = if placed == 0 {
                Some(Basis::Area)
            } else {
                basis
            };
            self.given[*address] = Some((part, basis));
        }
        area
    }
}

/// People from millionths that are at most a total.
pub(super) fn weight(millionths: Option<i128>) -> Weight {
    let millionths = millionths.and_then(|millionths| i64::try_from(millionths).ok());
    millionths.map_or(Weight::UNKNOWN, Weight::from_millionths)
}

fn units(millionths: i128) -> f64 {
    millionths as f64 / 1e6
}
