//! Who fails a norm in an area, and why.

use std::collections::BTreeMap;

use nabij::{Cause, Row, Weight, WeightColumn};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Results;
use crate::city::City;

/// The origins of one area that do not meet a norm at its upper limit for one cause.
pub struct Failing {
    /// Position of who walks.
    pub profile: usize,
    /// Position of the level of areas.
    pub level: usize,
    /// Position of the area in its level.
    pub area: usize,
    /// Position of the norm.
    pub norm: usize,
    /// Why.
    pub cause: Cause,
    /// Who, ascending.
    pub origins: Vec<u32>,
}

impl Failing {
    /// How much of a weight they are, in millionths of those whose weight is known, and of how many
    /// it is not; without a column of weights each counts once.
    pub fn amount(&self, results: &Results<'_>, weight: Option<usize>) -> (i128, u64) {
        let column = weight.and_then(|at| results.city.origins.weights().get(at));
        let (mut sum, mut unknown) = (0, 0);
        for origin in &self.origins {
            let own = column.map_or(Some(&Weight::ONE), |own| own.values.get(*origin as usize));
            match own.and_then(|own| own.millionths()) {
                Some(millionths) => sum += i128::from(millionths),
                None => unknown += 1,
            }
        }
        (sum, unknown)
    }
}

impl Results<'_> {
    /// Who fails what in every area of every level, and why: in the order of the rows of areas,
    /// then by cause. None without areas.
    pub fn failing(&self) -> Vec<Failing> {
        let (Some(scores), Some(own)) = (self.areas, &self.city.areas) else {
            return Vec::new();
        };
        let mut all: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        let each = self.walkers().zip(self.causes).enumerate();
        for (profile, ((_, scored), causes)) in each {
            for (row, cause) in scored.rows.iter().zip(causes) {
                let area = scores.area_of.get(row.origin as usize).copied().flatten();
                let (Some(cause), Some(area)) = (*cause, area) else {
                    continue;
                };
                for (level, of) in own.areas.levels().iter().enumerate() {
                    if let Some(area) = of.of.get(area as usize).copied().flatten() {
                        let key = (profile, level, area as usize, usize::from(row.norm), cause);
                        all.entry(key).or_default().push(row.origin);
                    }
                }
            }
        }
        let failing = |((profile, level, area, norm, cause), origins)| Failing {
            profile,
            level,
            area,
            norm,
            cause,
            origins,
        };
        all.into_iter().map(failing).collect()
    }
}

/// How many do not meet a norm at its upper limit for a cause, and what they weigh.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Amount {
    /// How many origins.
    pub origins: usize,
    /// Per column of weights the millionths of those whose weight is known, and of how many it is
    /// not.
    pub weights: Vec<(i128, u64)>,
}

impl Amount {
    fn add(&mut self, origin: u32, columns: &[WeightColumn]) {
        self.origins += 1;
        self.weights.resize(columns.len(), (0, 0));
        for ((sum, unknown), column) in self.weights.iter_mut().zip(columns) {
            match column
                .values
                .get(origin as usize)
                .and_then(|own| own.millionths())
            {
                Some(millionths) => *sum += i128::from(millionths),
                None => *unknown += 1,
            }
        }
    }

    pub fn join(&mut self, other: &Amount) {
        self.origins += other.origins;
        self.weights
            .resize(other.weights.len().max(self.weights.len()), (0, 0));
        for (own, other) in self.weights.iter_mut().zip(&other.weights) {
            own.0 += other.0;
            own.1 += other.1;
        }
    }
}

/// Who fails what, and why, per area of the finest level: rows are added as they pass by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures(pub(super) FxHashMap<(u32, u16, Cause), Amount>);

impl Failures {
    /// Adds rows, given the area of the finest level of each origin, on all threads.
    pub(crate) fn add(
        &mut self,
        city: &City,
        area_of: &[Option<u32>],
        rows: &[Row],
        causes: &[Option<Cause>],
    ) {
        const RUN: usize = 1 << 16;
        let columns = city.origins.weights();
        let runs = rows.par_chunks(RUN).zip(causes.par_chunks(RUN));
        let added = runs.map(|(rows, causes)| {
            let mut added = Failures::default();
            for (row, cause) in rows.iter().zip(causes) {
                let area = area_of.get(row.origin as usize).copied().flatten();
                if let (Some(cause), Some(area)) = (*cause, area) {
                    let amount = added.0.entry((area, row.norm, cause)).or_default();
                    amount.add(row.origin, columns);
                }
            }
            added
        });
        for Failures(added) in added.collect::<Vec<_>>() {
            for (key, amount) in added {
                self.0.entry(key).or_default().join(&amount);
            }
        }
    }
}
