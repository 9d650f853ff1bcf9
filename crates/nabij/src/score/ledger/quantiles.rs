//! Percentiles of an area that are selected anew when distances change.

use crate::{
    length::Length,
    origin::{Weight, WeightColumn},
    score::{Row, Verdict},
};

/// The percentiles of the tables.
const PERCENTS: [i128; 2] = [50, 90];

/// An area with more found distances than this is narrowed down first.
const FEW: usize = 256;

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
}

impl Quantiles {
    pub fn new(areas: usize, measured: &[bool]) -> Self {
        let far = measured.iter().map(|held| held.then(Vec::new));
        Quantiles {
            members: vec![Vec::new(); areas],
            far: far.collect(),
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

    /// The percentiles for addresses and each column of weights, of all who live in some areas of
    /// the finest level, given the weight of those who found something and of those who did not.
    pub fn of(
        &self,
        norm: u16,
        areas: &[u32],
        columns: &[WeightColumn],
        totals: &[(i128, i128)],
    ) -> Vec<[Option<Length>; 2]> {
        let Some(far) = &self.far[usize::from(norm)] else {
            return vec![[None; 2]; totals.len()];
        };
        let members = areas.iter().flat_map(|area| &self.members[*area as usize]);
        let found = members.filter_map(|origin| {
            let mm = far[*origin as usize].told()??;
            Some((mm, *origin))
        });
        let mut found: Vec<(u32, u32)> = found.collect();
        let weight = |kind: usize, origin: u32| {
            let column = kind.checked_sub(1).and_then(|at| columns.get(at));
            let weight = column.map_or(Weight::ONE, |own| own.values[origin as usize]);
            i128::from(weight.millionths().unwrap_or(0))
        };
        // What lies below the distances that are looked at.
        let mut wanted: Vec<Wanted> = Vec::new();
        for (kind, (found, not_found)) in totals.iter().enumerate() {
            wanted.extend(PERCENTS.map(|percent| Wanted {
                kind,
                least: (found + not_found) * percent,
                below: 0,
                step: None,
                answer: None,
            }));
        }
        if found.len() > FEW {
            narrow(&mut found, &mut wanted, weight);
        }
        found.sort_unstable();
        for one in &mut wanted {
            let own = |(mm, _): &&(u32, u32)| one.step.is_none_or(|step| step.holds(*mm));
            for (mm, origin) in found.iter().filter(own) {
                let weight = weight(one.kind, *origin);
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
}

/// A percentile that is looked for.
struct Wanted {
    kind: usize,
    /// A hundred times the weight that must not be farther.
    least: i128,
    /// The weight of what is known to be nearer.
    below: i128,
    /// Where it lies, if that is known.
    step: Option<Step>,
    answer: Option<Length>,
}

/// A run of distances: those that are the same but for the last bits.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Step {
    bits: u32,
    number: u32,
}

impl Step {
    fn holds(self, mm: u32) -> bool {
        mm >> self.bits == self.number
    }
}

/// Keeps the distances among which the percentiles are, by counting in steps.
fn narrow(
    found: &mut Vec<(u32, u32)>,
    wanted: &mut [Wanted],
    weight: impl Fn(usize, u32) -> i128,
) {
    let farthest = found.iter().map(|(mm, _)| *mm).max().unwrap_or(0);
    let bits = (32 - farthest.leading_zeros()).saturating_sub(STEPS.trailing_zeros());
    let mut sought = vec![false; STEPS];
    for pair in wanted.chunks_mut(PERCENTS.len()) {
        let Some(kind) = pair.first().map(|one| one.kind) else {
            continue;
        };
        let mut sums = vec![0_i128; STEPS];
        for (mm, origin) in found.iter() {
            sums[(mm >> bits) as usize] += weight(kind, *origin);
        }
        for one in pair {
            // Nowhere, where it falls among those who found nothing.
            one.step = Some(Step {
                bits,
                number: u32::MAX,
            });
            for (number, sum) in (0..).zip(&sums) {
                if *sum > 0 && (one.below + sum) * 100 >= one.least {
                    one.step = Some(Step { bits, number });
                    sought[number as usize] = true;
                    break;
                }
                one.below += sum;
            }
        }
    }
    found.retain(|(mm, _)| sought[(mm >> bits) as usize]);
}
