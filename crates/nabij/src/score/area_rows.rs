//! Shares and distances per area, from addresses and never from centroids.

use super::{
    Outcome, RestRows, RestedWalk, Row, Verdict,
    statistics::{Distances, Sums},
};
use crate::{
    area::{Areas, Located},
    length::Length,
    norm::NormSet,
    origin::{Origins, Weight, WeightColumn},
};

/// The share of an area within one limit. All three are between 0 and 1, none where nobody counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LimitShare {
    /// Met ÷ (total − unsnapped − uncertain at this limit).
    pub share: Option<f64>,
    /// The share if all unsnapped and uncertain fail.
    pub share_low: Option<f64>,
    /// The share if all unsnapped and uncertain pass.
    pub share_high: Option<f64>,
    /// Weight that surely meets the limit.
    pub met: f64,
    /// Weight that surely does not, unsnapped left out.
    pub not_met: f64,
    /// Weight that is uncertain, unsnapped left out.
    pub uncertain: f64,
    /// Weight near the limit, where input errors could turn the outcome.
    pub near: f64,
}

/// What rests make of the shares of an area, for people who go no farther than a radius without
/// sitting down. None where nobody counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RestShare {
    /// At the lower limit, where the norm has one: share, share_low and share_high as in
    /// [`LimitShare`].
    pub lower: Option<[Option<f64>; 3]>,
    /// At the upper limit.
    pub upper: [Option<f64>; 3],
    /// Of those who found a facility, the share on whose ordinary walk no stretch between known
    /// seats is longer than the radius.
    pub stretch: Option<f64>,
}

/// One area, norm and weight.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    /// Position of the level, the finest first.
    pub level: u16,
    /// Position of the area in its level.
    pub area: u32,
    /// Position of the norm in its set.
    pub norm: u16,
    /// The column of weights; none counts addresses.
    pub weight: Option<u16>,
    /// Origins that the norm is tested for.
    pub origins: u64,
    /// Origins left out because their weight is not known.
    pub weight_unknown: u64,
    /// All weight together.
    pub total: f64,
    /// Weight that is not on the network.
    pub unsnapped: f64,
    /// Weight in parts of the network without a facility.
    pub unreachable: f64,
    /// At the lower limit, where the norm has one.
    pub lower: Option<LimitShare>,
    /// At the upper limit.
    pub upper: LimitShare,
    /// Weighted lower median of the distance, not found counting as infinitely far.
    pub median: Option<Length>,
    /// The same for the 90th percentile.
    pub percentile_90: Option<Length>,
    /// Weighted mean distance in metres over those who found one.
    pub mean_found_m: Option<f64>,
    /// The share of those who found one within the horizon.
    pub found_share: Option<f64>,
    /// Of all metres walked to what was found at best, legs included, the share along streets that
    /// cannot be used for certain.
    pub unknown_share: Option<f64>,
    /// What rests make of it: one for each radius that the study asks for.
    pub rests: Vec<RestShare>,
}

/// Every area of every level, norm and weight, and the origins that no area counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaScores {
    /// In order of level, area, norm, weight (addresses first).
    pub rows: Vec<AreaRow>,
    /// Per origin: its area of the finest level.
    pub area_of: Vec<Option<u32>>,
    /// Origins in two areas that overlap: they count in neither.
    pub overlapping: Vec<(u32, u32, u32)>,
}

impl AreaScores {
    /// Adds rows up, counting addresses and each of the columns of weights.
    pub(crate) fn new(
        (rows, rests): (&[Row], Option<&RestRows>),
        norms: &NormSet,
        origins: &Origins,
        areas: &Areas,
        columns: &[WeightColumn],
    ) -> Self {
        let mut scores = AreaScores::default();
        let places = crate::parallel::map(origins.len(), |origin| located(origins, origin, areas));
        for (origin, place) in places.into_iter().enumerate() {
            scores.area_of.push(match place {
                Located::In(area) => Some(area),
                Located::Overlap(a, b) => {
                    scores.overlapping.push((origin as u32, a, b));
                    None
                }
                Located::Nowhere => None,
            });
        }
        let weights = columns.len();
        for (level, of) in (0..).zip(areas.levels()) {
            let (norm_count, kinds) = (norms.norms().len(), weights + 1);
            let mut cells = vec![Cell::default(); of.ids.len() * norm_count * kinds];
            for (number, row) in rows.iter().enumerate() {
                let area = scores.area_of[row.origin as usize];
                let Some(area) = area.and_then(|area| of.of[area as usize]) else {
                    continue;
                };
                let start = (area as usize * norm_count + row.norm as usize) * kinds;
                for (kind, cell) in cells[start..start + kinds].iter_mut().enumerate() {
                    let column = kind.checked_sub(1).and_then(|at| columns.get(at));
                    let weight = column.map_or(Weight::ONE, |c| c.values[row.origin as usize]);
                    let measured = norms.norms()[row.norm as usize].category().is_some();
                    cell.add(row, weight, measured);
                    if let Some(rests) = rests {
                        cell.rest(row, weight, (rests, number));
                    }
                }
            }
            for (at, cell) in cells.iter_mut().enumerate() {
                let norm = at / kinds % norm_count;
                scores.rows.push(cell.finish(AreaRow {
                    level,
                    area: (at / kinds / norm_count) as u32,
                    norm: norm as u16,
                    weight: (at % kinds).checked_sub(1).map(|column| column as u16),
                    ..AreaRow::empty()
                }));
            }
        }
        scores
    }

    /// The row of an area, norm and column of weights, all by position; without a column the one
    /// that counts addresses.
    pub fn row(
        &self,
        level: usize,
        area: usize,
        norm: usize,
        weight: Option<usize>,
    ) -> Option<&AreaRow> {
        self.rows.get(self.position(level, area, norm, weight)?)
    }

    /// The position of that row among [`AreaScores::rows`].
    pub fn position(
        &self,
        level: usize,
        area: usize,
        norm: usize,
        weight: Option<usize>,
    ) -> Option<usize> {
        let place = |row: &AreaRow| {
            let (level, norm) = (usize::from(row.level), usize::from(row.norm));
            (level, row.area as usize, norm, row.weight.map(usize::from))
        };
        let wanted = (level, area, norm, weight);
        self.rows.binary_search_by_key(&wanted, place).ok()
    }
}

/// The area that an origin counts in: the one its register says, else the one it is in.
/// A code of none of the areas says nothing.
pub fn located(origins: &Origins, origin: usize, areas: &Areas) -> Located {
    let said = origins.area(origin).and_then(|code| areas.find(code));
    said.map_or_else(|| areas.locate(origins.place(origin)), Located::In)
}

impl AreaRow {
    pub(super) fn empty() -> Self {
        AreaRow {
            level: 0,
            area: 0,
            norm: 0,
            weight: None,
            origins: 0,
            weight_unknown: 0,
            total: 0.0,
            unsnapped: 0.0,
            unreachable: 0.0,
            lower: None,
            upper: LimitShare::default(),
            median: None,
            percentile_90: None,
            mean_found_m: None,
            found_share: None,
            unknown_share: None,
            rests: Vec::new(),
        }
    }
}

/// What is added up for one area, norm and weight.
#[derive(Clone, Debug, Default)]
struct Cell {
    origins: u64,
    unknown: u64,
    total: i128,
    unsnapped: i128,
    unreachable: i128,
    lower: Option<Sums>,
    upper: Sums,
    distances: Distances,
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
    fn add(&mut self, row: &Row, weight: Weight, measured: bool) {
        self.origins += 1;
        let Some(weight) = weight.millionths().map(i128::from) else {
            self.unknown += 1;
            return;
        };
        self.total += weight;
        let unsnapped = row.verdict == Verdict::Unsnapped;
        if unsnapped {
            self.unsnapped += weight;
        }
        if row.verdict == Verdict::Unreachable {
            self.unreachable += weight;
        }
        if let (Some(outcome), Some(near)) = (row.outcome_lower, row.near_lower) {
            let sums = self.lower.get_or_insert_default();
            sums.add(outcome, near, unsnapped, weight);
        }
        self.upper
            .add(row.outcome_upper, row.near_upper, unsnapped, weight);
        if let Some(answer) = row.answer {
            self.walked[0] += weight * i128::from(answer.mm);
            self.walked[1] += weight * i128::from(row.unknown_mm);
        }
        // Composite norms have no metres.
        if measured && !unsnapped && row.verdict != Verdict::Uncertain {
            self.distances.add(row.high, weight);
        }
    }

    /// Adds what rests make of a row, given its number.
    fn rest(&mut self, row: &Row, weight: Weight, (rests, number): (&RestRows, usize)) {
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

    fn finish(&mut self, row: AreaRow) -> AreaRow {
        let rests = self.rests.iter();
        let rests = rests.map(|sums| sums.share(self.total, self.unsnapped));
        let rests = rests.collect();
        let share = |sums: &Sums| sums.share(self.total, self.unsnapped);
        AreaRow {
            origins: self.origins,
            weight_unknown: self.unknown,
            total: units(self.total),
            unsnapped: units(self.unsnapped),
            unreachable: units(self.unreachable),
            lower: self.lower.as_ref().map(share),
            upper: share(&self.upper),
            median: self.distances.percentile(50),
            percentile_90: self.distances.percentile(90),
            mean_found_m: self.distances.mean_m(),
            found_share: self.distances.found_share(),
            unknown_share: ratio(self.walked[1], self.walked[0]),
            rests,
            ..row
        }
    }
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

impl Sums {
    pub(super) fn add(&mut self, outcome: Outcome, near: bool, unsnapped: bool, weight: i128) {
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

    pub(super) fn share(&self, total: i128, unsnapped: i128) -> LimitShare {
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

pub(super) fn units(millionths: i128) -> f64 {
    millionths as f64 / 1e6
}

pub(super) fn ratio(part: i128, whole: i128) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
