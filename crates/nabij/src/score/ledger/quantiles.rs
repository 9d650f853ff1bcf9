//! Percentiles of an area that are selected anew when distances change.

use rustc_hash::FxHashMap;

use crate::{
    length::Length,
    origin::{Weight, WeightColumn},
    score::{Row, Verdict},
};

/// The percentiles of the tables.
const PERCENTS: [i128; 2] = [50, 90];

/// An area with more found distances than this is narrowed down first.
const FEW: usize = 256;

/// One with more origins than this has them counted by distance all the time.
const MANY: usize = 4096;

/// Distances are counted in as many steps.
const STEPS: usize = 1 << 9;

/// How far somebody is from what a norm asks for, where that is known for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Far(u32);

impl Far {
    /// It is not known: it counts nowhere.
    const UNTOLD: Far = Far(u32::MAX);
    /// Nothing is found, which is farther than everything.
    const NOWHERE: Far = Far(u32::MAX - 1);

    /// What a row of a norm with metres says.
    pub fn of(row: &Row) -> Self {
        match (row.verdict, row.high) {
            (Verdict::Unsnapped | Verdict::Uncertain, _) => Far::UNTOLD,
            (_, Some(high)) => Far(high.mm()),
            (_, None) => Far::NOWHERE,
        }
    }

    /// Nothing where it is not known; else the mm, where something is found.
    pub fn told(self) -> Option<Option<u32>> {
        match self {
            Far::UNTOLD => None,
            Far::NOWHERE => Some(None),
            Far(mm) => Some(Some(mm)),
        }
    }
}

/// Distances by norm and origin, and the origins of every area.
pub(super) struct Quantiles {
    /// Per area of the finest level the origins in it.
    members: Vec<Vec<u32>>,
    /// Per norm with metres a distance for each origin.
    far: Vec<Option<Vec<Far>>>,
    /// How many bits of a distance a step leaves away.
    bits: u32,
    /// Per area and norm, by a number of its own: the weight in each step, for addresses and each
    /// column of weights, where many live there.
    counted: FxHashMap<usize, Vec<i128>>,
}

/// The weight of each member, and what they weigh together.
pub(super) struct Scales<'s> {
    pub columns: &'s [WeightColumn],
    /// For addresses and each column: of those who found something, and of those who did not.
    pub totals: Vec<(i128, i128)>,
}

impl Scales<'_> {
    fn weight(&self, kind: usize, origin: u32) -> i128 {
        let column = kind.checked_sub(1).and_then(|at| self.columns.get(at));
        let weight = column.map_or(Weight::ONE, |own| own.values[origin as usize]);
        i128::from(weight.millionths().unwrap_or(0))
    }
}

impl Quantiles {
    /// No origins yet; none will be farther away than the horizon.
    pub fn new(areas: usize, measured: &[bool], horizon: Length) -> Self {
        let far = measured.iter().map(|held| held.then(Vec::new));
        let used = u32::BITS - horizon.mm().leading_zeros();
        Quantiles {
            members: vec![Vec::new(); areas],
            far: far.collect(),
            bits: used.saturating_sub(STEPS.trailing_zeros()),
            counted: FxHashMap::default(),
        }
    }

    /// One more origin, in one of the areas or none.
    pub fn enter(&mut self, origin: u32, area: Option<u32>) {
        if let Some(own) = area.and_then(|area| self.members.get_mut(area as usize)) {
            own.push(origin);
        }
        for far in self.far.iter_mut().flatten() {
            far.push(Far::UNTOLD);
        }
    }

    /// An origin that is no more in an area.
    pub fn leave(&mut self, origin: u32, area: u32) {
        if let Some(own) = self.members.get_mut(area as usize) {
            own.retain(|other| *other != origin);
        }
    }

    /// Takes down a distance.
    pub fn set(&mut self, origin: u32, norm: u16, far: Far) {
        if let Some(own) = &mut self.far[usize::from(norm)] {
            own[origin as usize] = far;
        }
    }

    /// Counts a distance of so much weight, where this cell is counted all the time.
    pub fn count(&mut self, cell: usize, kind: usize, far: Far, weight: i128) {
        if let (Some(Some(mm)), Some(sums)) = (far.told(), self.counted.get_mut(&cell)) {
            sums[kind * STEPS + (mm >> self.bits) as usize] += weight;
        }
    }

    /// Begins to count a cell all the time, if many live in its areas of the finest level.
    pub fn watch(&mut self, cell: usize, norm: u16, areas: &[u32], scales: &Scales<'_>) {
        let many = || {
            let counts = areas.iter().map(|area| self.members[*area as usize].len());
            counts.sum::<usize>() > MANY
        };
        if !self.counted.contains_key(&cell) && many() {
            let sums = self.sums(&self.found(norm, areas), scales);
            self.counted.insert(cell, sums);
        }
    }

    /// Those in some areas of the finest level who found something: how far, and who.
    fn found(&self, norm: u16, areas: &[u32]) -> Vec<(u32, u32)> {
        let Some(far) = &self.far[usize::from(norm)] else {
            return Vec::new();
        };
        let members = areas.iter().flat_map(|area| &self.members[*area as usize]);
        let found = members.filter_map(|origin| {
            let mm = far[*origin as usize].told()??;
            Some((mm, *origin))
        });
        found.collect()
    }

    /// The weight in each step.
    fn sums(&self, found: &[(u32, u32)], scales: &Scales<'_>) -> Vec<i128> {
        let mut sums = vec![0; scales.totals.len() * STEPS];
        for (kind, sums) in sums.chunks_mut(STEPS).enumerate() {
            for (mm, origin) in found {
                sums[(mm >> self.bits) as usize] += scales.weight(kind, *origin);
            }
        }
        sums
    }

    /// The percentiles for addresses and each column of weights, of all who live in some areas of
    /// the finest level.
    pub fn of(
        &self,
        (cell, norm): (usize, u16),
        areas: &[u32],
        scales: &Scales<'_>,
    ) -> Vec<[Option<Length>; 2]> {
        // What lies below the distances that are looked at.
        let mut wanted: Vec<Wanted> = Vec::new();
        for (kind, (found, not_found)) in scales.totals.iter().enumerate() {
            wanted.extend(PERCENTS.map(|percent| Wanted {
                kind,
                least: (found + not_found) * percent,
                below: 0,
                step: None,
                answer: None,
            }));
        }
        let mut found = match self.counted.get(&cell) {
            Some(sums) => {
                let sought = narrow(sums, &mut wanted);
                self.sought(norm, areas, &sought)
            }
            None => {
                let mut found = self.found(norm, areas);
                if found.len() > FEW {
                    let sought = narrow(&self.sums(&found, scales), &mut wanted);
                    found.retain(|(mm, _)| sought[(mm >> self.bits) as usize]);
                }
                found
            }
        };
        found.sort_unstable();
        for one in &mut wanted {
            let own = |(mm, _): &&(u32, u32)| one.step.is_none_or(|step| mm >> self.bits == step);
            for (mm, origin) in found.iter().filter(own) {
                let weight = scales.weight(one.kind, *origin);
                one.below += weight;
                if weight > 0 && one.below * 100 >= one.least {
                    one.answer = Some(Length::millimetres(*mm));
                    break;
                }
            }
        }
        let pairs = wanted.chunks(PERCENTS.len());
        pairs.map(|pair| [0, 1].map(|at| pair[at].answer)).collect()
    }

    /// Those who found something in one of these steps.
    fn sought(&self, norm: u16, areas: &[u32], steps: &[bool]) -> Vec<(u32, u32)> {
        let Some(far) = &self.far[usize::from(norm)] else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for area in areas {
            for origin in &self.members[*area as usize] {
                let Far(mm) = far[*origin as usize];
                // Whoever found nothing is in no step.
                if steps.get((mm >> self.bits) as usize) == Some(&true) {
                    found.push((mm, *origin));
                }
            }
        }
        found
    }
}

/// A percentile that is looked for.
struct Wanted {
    kind: usize,
    /// A hundred times the weight that must not be farther.
    least: i128,
    /// The weight of what is known to be nearer.
    below: i128,
    /// The step that it lies in, if that is known.
    step: Option<u32>,
    answer: Option<Length>,
}

/// Finds the steps that the percentiles are in, given the weight in each.
fn narrow(sums: &[i128], wanted: &mut [Wanted]) -> Vec<bool> {
    let mut sought = vec![false; STEPS];
    for one in wanted {
        // Nowhere, where it falls among those who found nothing.
        one.step = Some(u32::MAX);
        for (step, sum) in (0..).zip(&sums[one.kind * STEPS..(one.kind + 1) * STEPS]) {
            if *sum > 0 && (one.below + sum) * 100 >= one.least {
                one.step = Some(step);
                sought[step as usize] = true;
                break;
            }
            one.below += sum;
        }
    }
    sought
}
