//! What is added up for one area, norm and weight.

use super::{
    AreaRow, LimitShare, Outcome, RestRows, RestShare, RestedWalk, Row, Verdict,
    statistics::Distances,
};
use crate::{length::Length, origin::Weight};

/// Sums of one area, norm and weight: those of two pieces can be joined, and rows taken away again.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    origins: i64,
    unknown: i64,
    total: i128,
    unsnapped: i128,
    unreachable: i128,
    /// Rows with a known weight and a lower limit.
    with_lower: i64,
    lower: Sums,
    upper: Sums,
    pub distances: Distances,
    /// Mm walked at best, and of them in doubt, times weight.
    walked: [i128; 2],
    rests: Vec<RestSums>,
}

/// What is added up for one radius of rests.
#[derive(Clone, Debug, Default)]
struct RestSums {
    lower: Option<Sums>,
    upper: Sums,
    /// Who walks, and of them those who find seats often enough.
    stretches: [i128; 2],
}

impl Cell {
    /// Adds a row of a norm that measures a distance, or of one that does not: once, or minus once.
    pub fn add(&mut self, row: &Row, weight: Weight, measured: bool, times: i64) {
        self.origins += times;
        let Some(weight) = weight.millionths() else {
            self.unknown += times;
            return;
        };
        let weight = i128::from(weight) * i128::from(times);
        self.total += weight;
        let unsnapped = row.verdict == Verdict::Unsnapped;
        if unsnapped {
            self.unsnapped += weight;
        }
        if row.verdict == Verdict::Unreachable {
            self.unreachable += weight;
        }
        if let (Some(outcome), Some(near)) = (row.outcome_lower, row.near_lower) {
            self.with_lower += times;
            self.lower.add(outcome, near, unsnapped, weight);
        }
        self.upper
            .add(row.outcome_upper, row.near_upper, unsnapped, weight);
        if let Some(answer) = row.answer {
            self.walked[0] += weight * i128::from(answer.mm);
            self.walked[1] += weight * i128::from(row.unknown_mm);
        }
        if measured && counts(row) {
            self.distances.add(row.high, weight);
        }
    }

    /// Adds what rests make of a row, given its number.
    pub fn rest(&mut self, row: &Row, weight: Weight, (rests, number): (&RestRows, usize)) {
        let Some(weight) = weight.millionths().map(i128::from) else {
            return;
        };
        self.rests.resize_with(rests.radii.len(), RestSums::default);
        let unsnapped = row.verdict == Verdict::Unsnapped;
        let walks = rests.walks(number).iter().zip(&rests.radii);
        for (sums, (walk, radius)) in self.rests.iter_mut().zip(walks) {
            sums.add(walk, unsnapped, weight);
            if let Some(longest) = rests.longest(number) {
                sums.stretches[0] += weight;
                sums.stretches[1] += if longest <= *radius { weight } else { 0 };
            }
        }
    }

    /// Adds what was added to another.
    pub fn join(&mut self, other: &Cell) {
        self.origins += other.origins;
        self.unknown += other.unknown;
        self.total += other.total;
        self.unsnapped += other.unsnapped;
        self.unreachable += other.unreachable;
        self.with_lower += other.with_lower;
        self.lower.join(&other.lower);
        self.upper.join(&other.upper);
        self.distances.join(&other.distances);
        join(&mut self.walked, &other.walked);
        let radii = self.rests.len().max(other.rests.len());
        self.rests.resize_with(radii, RestSums::default);
        for (own, other) in self.rests.iter_mut().zip(&other.rests) {
            if let Some(lower) = &other.lower {
                own.lower.get_or_insert_default().join(lower);
            }
            own.upper.join(&other.upper);
            join(&mut own.stretches, &other.stretches);
        }
    }

    /// The row, given its median and 90th percentile.
    pub fn finish(&self, [median, percentile_90]: [Option<Length>; 2], row: AreaRow) -> AreaRow {
        let share = |sums: &Sums| sums.share(self.total, self.unsnapped);
        let rests = self.rests.iter();
        let rests = rests.map(|sums| sums.share(self.total, self.unsnapped));
        AreaRow {
            origins: self.origins as u64,
            weight_unknown: self.unknown as u64,
            total: units(self.total),
            unsnapped: units(self.unsnapped),
            unreachable: units(self.unreachable),
            lower: (self.with_lower > 0).then(|| share(&self.lower)),
            upper: share(&self.upper),
            median,
            percentile_90,
            mean_found_m: self.distances.mean_m(),
            found_share: self.distances.found_share(),
            unknown_share: ratio(self.walked[1], self.walked[0]),
            rests: rests.collect(),
            ..row
        }
    }
}

/// Whether the distance of a row counts among those of its area.
pub(super) fn counts(row: &Row) -> bool {
    !matches!(row.verdict, Verdict::Unsnapped | Verdict::Uncertain)
}

fn join(own: &mut [i128; 2], other: &[i128; 2]) {
    own[0] += other[0];
    own[1] += other[1];
}

impl RestSums {
    fn add(&mut self, walk: &RestedWalk, unsnapped: bool, weight: i128) {
        if let Some(outcome) = walk.outcome_lower {
            let sums = self.lower.get_or_insert_default();
            sums.add(outcome, false, unsnapped, weight);
        }
        self.upper.add(walk.outcome_upper, false, unsnapped, weight);
    }

    fn share(&self, total: i128, unsnapped: i128) -> RestShare {
        let share = |sums: &Sums| {
            let all = sums.share(total, unsnapped);
            [all.share, all.share_low, all.share_high]
        };
        RestShare {
            lower: self.lower.as_ref().map(share),
            upper: share(&self.upper),
            stretch: ratio(self.stretches[1], self.stretches[0]),
        }
    }
}

/// Weight in millionths by outcome at one limit.
#[derive(Clone, Debug, Default)]
struct Sums {
    met: i128,
    not_met: i128,
    uncertain: i128,
    near: i128,
}

impl Sums {
    fn join(&mut self, other: &Sums) {
        self.met += other.met;
        self.not_met += other.not_met;
        self.uncertain += other.uncertain;
        self.near += other.near;
    }

    fn add(&mut self, outcome: Outcome, near: bool, unsnapped: bool, weight: i128) {
        if near {
            self.near += weight;
        }
        if unsnapped {
            return;
        }
        *match outcome {
            Outcome::Met => &mut self.met,
            Outcome::NotMet => &mut self.not_met,
            Outcome::Uncertain => &mut self.uncertain,
        } += weight;
    }

    fn share(&self, total: i128, unsnapped: i128) -> LimitShare {
        let unknown = unsnapped + self.uncertain;
        LimitShare {
            share: ratio(self.met, total - unknown),
            share_low: ratio(self.met, total),
            share_high: ratio(self.met + unknown, total),
            met: units(self.met),
            not_met: units(self.not_met),
            uncertain: units(self.uncertain),
            near: units(self.near),
        }
    }
}

fn units(millionths: i128) -> f64 {
    millionths as f64 / 1e6
}

pub(super) fn ratio(part: i128, whole: i128) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
