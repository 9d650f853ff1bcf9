//! Sums of areas that rows can be added to and taken from.

mod quantiles;

use rustc_hash::FxHashSet;

use super::{Row, area_cell::Cell, area_rows::AreaRow};
use crate::{
    area::{Areas, Located},
    length::Length,
    norm::NormSet,
    origin::{Origins, Weight},
};
use quantiles::{Far, Quantiles, Scales};

/// What an origin's row does to the sums: it comes or it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Comes,
    Goes,
}

/// Every area of every level, norm and weight, ready for the next change.
///
/// Sums are whole numbers, so that what comes and goes again leaves nothing behind. Percentiles
/// are selected anew where distances changed.
pub(crate) struct AreaLedger {
    /// In order of level, area, norm, weight (addresses first).
    rows: Vec<AreaRow>,
    cells: Vec<Cell>,
    levels: Vec<Level>,
    /// Per norm whether it has metres.
    measured: Vec<bool>,
    /// Columns of weights, and one for addresses.
    kinds: usize,
    /// Per origin where it lies.
    places: Vec<Located>,
    quantiles: Quantiles,
    /// Numbers of the cells that changed, first of all weights.
    stale: FxHashSet<usize>,
}

/// A level of areas.
struct Level {
    /// The number of its first cell.
    start: usize,
    /// Per area of the finest level the one it is part of.
    of: Vec<Option<u32>>,
    /// Per area the areas of the finest level that are part of it.
    parts: Vec<Vec<u32>>,
}

impl AreaLedger {
    /// Sums of nothing yet, for origins whose rows are added afterwards and find nothing beyond the
    /// horizon.
    pub fn new(norms: &NormSet, origins: &Origins, areas: &Areas, horizon: Length) -> Self {
        let measured = norms.norms().iter().map(|norm| norm.category().is_some());
        let measured: Vec<bool> = measured.collect();
        let kinds = origins.weights().len() + 1;
        let mut rows = Vec::new();
        let mut levels = Vec::new();
        for (number, level) in (0..).zip(areas.levels()) {
            let mut parts = vec![Vec::new(); level.ids.len()];
            for (part, area) in (0..).zip(&level.of) {
                if let Some(area) = area {
                    parts[*area as usize].push(part);
                }
            }
            levels.push(Level {
                start: rows.len(),
                of: level.of.clone(),
                parts,
            });
            for cell in 0..level.ids.len() * measured.len() * kinds {
                rows.push(AreaRow {
                    level: number,
                    area: (cell / kinds / measured.len()) as u32,
                    norm: (cell / kinds % measured.len()) as u16,
                    weight: (cell % kinds).checked_sub(1).map(|column| column as u16),
                    ..AreaRow::empty()
                });
            }
        }
        let finest = areas.levels().first().map_or(0, |level| level.ids.len());
        let mut ledger = AreaLedger {
            cells: vec![Cell::default(); rows.len()],
            quantiles: Quantiles::new(finest, &measured, horizon),
            rows,
            levels,
            measured,
            kinds,
            places: Vec::new(),
            stale: FxHashSet::default(),
        };
        let place = |origin| super::located(origins, origin, areas);
        for place in crate::parallel::map(origins.len(), place) {
            ledger.locate(place);
        }
        ledger
    }

    /// One more origin, which lies there.
    pub fn locate(&mut self, place: Located) {
        let origin = self.places.len() as u32;
        self.places.push(place);
        let area = match place {
            Located::In(area) => Some(area),
            _ => None,
        };
        self.quantiles.enter(origin, area);
    }

    /// An origin is no more; its rows have gone before.
    pub fn leave(&mut self, origin: u32) {
        if let Some(Located::In(area)) = self.places.get(origin as usize) {
            self.quantiles.leave(origin, *area);
        }
    }

    /// Where an origin lies.
    pub fn place(&self, origin: u32) -> Located {
        self.places[origin as usize]
    }

    /// Adds a row, or takes it away again.
    pub fn book(&mut self, row: &Row, entry: Entry, origins: &Origins) {
        let far = self.measured[usize::from(row.norm)].then(|| Far::of(row));
        if let Some(far) = far.filter(|_| entry == Entry::Comes) {
            self.quantiles.set(row.origin, row.norm, far);
        }
        let Located::In(part) = self.place(row.origin) else {
            return;
        };
        for level in &self.levels {
            let Some(area) = level.of[part as usize] else {
                continue;
            };
            let first = (area as usize * self.measured.len() + usize::from(row.norm)) * self.kinds;
            let first = level.start + first;
            self.stale.insert(first);
            for (kind, cell) in self.cells[first..first + self.kinds].iter_mut().enumerate() {
                let column = kind.checked_sub(1).and_then(|at| origins.weights().get(at));
                let weight = column.map_or(Weight::ONE, |c| c.values[row.origin as usize]);
                let times = if entry == Entry::Comes { 1 } else { -1 };
                cell.add(row, weight, far.is_some(), times);
                if let (Some(far), Some(weight)) = (far, weight.millionths()) {
                    let weight = i128::from(weight) * i128::from(times);
                    self.quantiles.count(first, kind, far, weight);
                }
            }
        }
    }

    /// Every row of every area.
    pub fn rows(&self) -> &[AreaRow] {
        &self.rows
    }

    /// Works out the rows whose sums changed: the positions of those that are others now, with what
    /// they were.
    pub fn settle(&mut self, origins: &Origins) -> Vec<(usize, AreaRow)> {
        let mut stale: Vec<usize> = self.stale.drain().collect();
        stale.sort_unstable();
        for first in &stale {
            let (norm, level) = (self.rows[*first].norm, self.rows[*first].level);
            let area = self.rows[*first].area as usize;
            let parts = &self.levels[usize::from(level)].parts[area];
            let scales = scales(&self.cells[*first..*first + self.kinds], origins);
            self.quantiles.watch(*first, norm, parts, &scales);
        }
        let this = &*self;
        let fresh = crate::parallel::map(stale.len(), |at| this.fresh(stale[at], origins));
        let mut changed = Vec::new();
        for (first, fresh) in stale.into_iter().zip(fresh) {
            for (at, row) in (first..).zip(fresh) {
                let known = &mut self.rows[at];
                if *known != row {
                    changed.push((at, std::mem::replace(known, row)));
                }
            }
        }
        changed
    }

    /// The rows of an area and norm, one for each weight, from the number of the first.
    fn fresh(&self, first: usize, origins: &Origins) -> Vec<AreaRow> {
        let cells = &self.cells[first..first + self.kinds];
        let row = &self.rows[first];
        let level = &self.levels[usize::from(row.level)];
        let parts = &level.parts[row.area as usize];
        let scales = scales(cells, origins);
        let percentiles = self.quantiles.of((first, row.norm), parts, &scales);
        let rows = self.rows[first..].iter().zip(cells).zip(percentiles);
        rows.map(|((row, cell), percentiles)| cell.finish(percentiles, row.clone()))
            .collect()
    }
}

/// What the members of an area weigh for a norm.
fn scales<'s>(cells: &[Cell], origins: &'s Origins) -> Scales<'s> {
    let totals = cells.iter().map(|cell| cell.distances.weights());
    Scales {
        columns: origins.weights(),
        totals: totals.collect(),
    }
}
