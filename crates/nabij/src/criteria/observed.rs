//! From origins to areas: exact sums of what is known, and of what may be.

use super::{evidence::Evidence, measures::Measured, nest::Nest};
use crate::origin::{Origins, Weight};

/// What one origin adds: between `low` and `high` of `of`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Observed {
    pub low: i64,
    /// None where there is no end to it.
    pub high: Option<i64>,
    pub of: i64,
}

impl Observed {
    /// Yes, no or unknown, as one of one.
    pub fn answer(answer: Option<bool>) -> Self {
        Observed {
            low: i64::from(answer == Some(true)),
            high: Some(i64::from(answer != Some(false))),
            of: 1,
        }
    }
}

/// The sums of an area, times millionths of weight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    known: i128,
    known_of: i128,
    low: i128,
    high: i128,
    endless: bool,
    of: i128,
}

impl Sums {
    fn add(&mut self, one: Observed, weight: i128) {
        let of = weight * i128::from(one.of);
        self.low += weight * i128::from(one.low);
        self.of += of;
        match one.high {
            Some(high) => self.high += weight * i128::from(high),
            None => self.endless |= weight > 0,
        }
        if one.high == Some(one.low) {
            self.known += weight * i128::from(one.low);
            self.known_of += of;
        }
    }

    fn merge(&mut self, other: &Sums) {
        self.known += other.known;
        self.known_of += other.known_of;
        self.low += other.low;
        self.high += other.high;
        self.endless |= other.endless;
        self.of += other.of;
    }

    /// Known ÷ what is known of, and what bounds the whole. `scale` is what one counts for.
    pub fn measured(&self, scale: f64) -> Measured {
        let over = |part: i128, whole: i128| (whole > 0).then(|| part as f64 / whole as f64);
        Measured {
            value: over(self.known, self.known_of),
            low: over(self.low, self.of),
            high: over(self.high, self.of).filter(|_| !self.endless),
            total: self.of as f64 / scale / 1e6,
            failing: (!self.endless).then(|| (self.of - self.high) as f64 / scale / 1e6),
            known: over(self.known_of, self.of).unwrap_or(0.0),
            ..Measured::default()
        }
    }
}

/// Who counts: the name of the weight, and how to find it.
pub(super) fn weight_of<'o>(origins: &'o Origins, wanted: &[String]) -> Option<(&'o str, usize)> {
    wanted.iter().find_map(|name| {
        if name == ADDRESSES {
            return Some((ADDRESSES, usize::MAX));
        }
        let column = origins.weights().iter().position(|own| own.name == *name)?;
        Some((origins.weights()[column].name.as_str(), column))
    })
}

/// The weight that counts every origin as one.
pub(super) const ADDRESSES: &str = "addresses";

/// The millionths of an origin's weight; none where it is not known.
pub(super) fn millionths(origins: &Origins, column: usize, origin: usize) -> Option<i128> {
    let column = origins.weights().get(column);
    let weight = column.map_or(Weight::ONE, |column| column.values[origin]);
    weight.millionths().map(i128::from)
}

/// Adds up what origins say, per level and area. An origin may say several things, or nothing.
pub(super) fn by_area(
    (evidence, origins, nest): (&Evidence, &Origins, &Nest),
    column: usize,
    of: impl Fn(usize, &mut dyn FnMut(Observed)),
) -> Vec<Vec<Sums>> {
    let mut finest = vec![Sums::default(); nest.ids(0).len()];
    for (origin, area) in evidence.counted() {
        let Some(sums) = finest.get_mut(area) else {
            continue;
        };
        if let Some(weight) = millionths(origins, column, origin) {
            of(origin, &mut |one| sums.add(one, weight));
        }
    }
    (0..nest.levels())
        .map(|level| {
            let whole = |area: usize| {
                let mut sums = Sums::default();
                for part in nest.parts(level, area) {
                    sums.merge(&finest[*part as usize]);
                }
                sums
            };
            (0..nest.ids(level).len()).map(whole).collect()
        })
        .collect()
}

/// Weighted lower medians of what origins say, with the share of the weight that says something.
pub(super) fn medians(
    (evidence, origins, nest): (&Evidence, &Origins, &Nest),
    column: usize,
    of: impl Fn(usize) -> Vec<f64>,
) -> Vec<Vec<Measured>> {
    let mut finest: Vec<Vec<(f64, i128)>> = vec![Vec::new(); nest.ids(0).len()];
    for (origin, area) in evidence.counted() {
        let weight = millionths(origins, column, origin).filter(|weight| *weight > 0);
        if let (Some(all), Some(weight)) = (finest.get_mut(area), weight) {
            let values = of(origin).into_iter();
            all.extend(values.map(|value| (value, weight)));
        }
    }
    (0..nest.levels())
        .map(|level| {
            let whole = |area: usize| {
                let parts = nest.parts(level, area).iter();
                let mut all: Vec<(f64, i128)> = parts
                    .flat_map(|part| finest[*part as usize].iter().copied())
                    .collect();
                all.sort_by(|a, b| a.0.total_cmp(&b.0));
                let total: i128 = all.iter().map(|(_, weight)| weight).sum();
                let mut run = 0;
                let half = all.iter().find(|(_, weight)| {
                    run += weight;
                    2 * run >= total
                });
                let median = half.map(|(value, _)| *value);
                Measured {
                    value: median,
                    low: median,
                    high: median,
                    total: total as f64 / 1e6,
                    known: f64::from(u8::from(median.is_some())),
                    ..Measured::default()
                }
            };
            (0..nest.ids(level).len()).map(whole).collect()
        })
        .collect()
}
