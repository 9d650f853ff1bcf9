//! Scores of areas from rows that come in pieces.

use super::{
    AreaRow, AreaScores, RestRows, Row,
    area_cell::{Cell, counts},
    located,
};
use crate::{
    area::{Areas, Level, Located},
    length::Length,
    norm::NormSet,
    origin::{Origins, Weight, WeightColumn},
    parallel,
};

/// Adds rows up by area, a piece at a time: whichever way rows are cut into pieces, and in
/// whatever order these come, the scores are the same.
///
/// It keeps 4 bytes for each origin and norm that measures a distance, and sums per area.
///
/// ```
/// # use nabij::*;
/// # let square = [Point::new(0, 0), Point::new(9, 0), Point::new(9, 9), Point::new(0, 9)];
/// # let area = Area { id: "BU1".into(), name: None, polygons: vec![Polygon::new([square.to_vec()])] };
/// # let areas = Areas::new("buurt", [area])?;
/// # let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// # let origins = Origins::new([Origin::new("home", Point::new(1, 1))])?;
/// # let pieces: [Vec<Row>; 0] = [];
/// let mut tally = AreaTally::new(&norms, &origins, &areas, origins.weights());
/// for rows in &pieces {
///     tally.add(rows, None);
/// }
/// let scores = tally.finish();
/// assert_eq!(scores.row(0, 0, 0, None).map(|row| row.origins), Some(0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct AreaTally<'a> {
    norms: &'a NormSet,
    areas: &'a Areas,
    columns: &'a [WeightColumn],
    area_of: Vec<Option<u32>>,
    overlapping: Vec<(u32, u32, u32)>,
    /// Per area of the finest level, norm and weight, addresses first.
    cells: Vec<Cell>,
    measured: Measured,
}

/// Rows that one thread adds up at once, at most.
const RUN: usize = 1 << 12;
/// Runs of one area that one thread adds up at once, at most.
const RUNS: usize = 1 << 6;

impl<'a> AreaTally<'a> {
    /// Nothing added up yet. Addresses are counted, and each of the columns of weights, which must
    /// have a value per origin.
    pub fn new(
        norms: &'a NormSet,
        origins: &'a Origins,
        areas: &'a Areas,
        columns: &'a [WeightColumn],
    ) -> Self {
        let places = parallel::map(origins.len(), |origin| located(origins, origin, areas));
        let (mut area_of, mut overlapping) = (Vec::with_capacity(places.len()), Vec::new());
        for (origin, place) in (0..).zip(places) {
            area_of.push(match place {
                Located::In(area) => Some(area),
                Located::Overlap(a, b) => {
                    overlapping.push((origin, a, b));
                    None
                }
                Located::Nowhere => None,
            });
        }
        let kinds = columns.len() + 1;
        let finest = areas.levels().first().map_or(0, |level| level.ids.len());
        AreaTally {
            cells: vec![Cell::default(); finest * norms.norms().len() * kinds],
            measured: Measured::new(norms, origins.len()),
            norms,
            areas,
            columns,
            area_of,
            overlapping,
        }
    }

    /// Without percentiles of distances, which are then none: it keeps sums alone.
    pub fn without_percentiles(mut self) -> Self {
        self.measured = Measured::default();
        self
    }

    /// Adds rows, each with the number that its origin has among all, and what rests make of them.
    /// No row may be added twice.
    pub fn add(&mut self, rows: &[Row], rests: Option<&RestRows>) {
        self.measured.note(rows);
        let area = |row: &Row| self.area_of.get(row.origin as usize).copied().flatten();
        // Runs of rows in one area, those of the same area together.
        let mut runs = Vec::new();
        let mut start = 0;
        for of_area in rows.chunk_by(|a, b| area(a) == area(b)) {
            let end = start + of_area.len();
            if let Some(area) = of_area.first().and_then(area) {
                let starts = (start..end).step_by(RUN);
                runs.extend(starts.map(|start| (area, start..end.min(start + RUN))));
            }
            start = end;
        }
        runs.sort_unstable_by_key(|(area, run)| (*area, run.start));
        let tasks: Vec<_> = runs
            .chunk_by(|a, b| a.0 == b.0)
            .flat_map(|of_area| of_area.chunks(RUNS))
            .collect();
        let width = self.norms.norms().len() * self.kinds();
        let added = parallel::map(tasks.len(), |task| {
            let mut cells = vec![Cell::default(); width];
            for number in tasks[task].iter().flat_map(|(_, run)| run.clone()) {
                self.add_one(&rows[number], rests.map(|own| (own, number)), &mut cells);
            }
            cells
        });
        for (task, added) in tasks.iter().zip(&added) {
            let start = task.first().map_or(0, |(area, _)| *area as usize * width);
            for (cell, added) in self.cells[start..].iter_mut().zip(added) {
                cell.join(added);
            }
        }
    }

    /// Per origin its area of the finest level.
    pub fn area_of(&self) -> &[Option<u32>] {
        &self.area_of
    }

    /// Adds one row to the cells of its area, given its number among those with rests.
    fn add_one(&self, row: &Row, rests: Option<(&RestRows, usize)>, cells: &mut [Cell]) {
        let norm = &self.norms.norms()[usize::from(row.norm)];
        let start = usize::from(row.norm) * self.kinds();
        for (kind, cell) in cells[start..start + self.kinds()].iter_mut().enumerate() {
            let weight = self.weight(kind, row.origin);
            cell.add(row, weight, norm.category().is_some(), 1);
            if let Some(rests) = rests {
                cell.rest(row, weight, rests);
            }
        }
    }

    /// Every area of every level, norm and weight.
    pub fn finish(self) -> AreaScores {
        let members = Groups::new(self.finest(), &self.area_of);
        let mut rows = Vec::new();
        for (number, level) in (0..).zip(self.areas.levels()) {
            let parts = Groups::new(level.ids.len(), &level.of);
            rows.extend(self.level(number, level, &parts, &members));
        }
        AreaScores {
            rows,
            area_of: self.area_of,
            overlapping: self.overlapping,
        }
    }

    /// The rows of a level, given the parts of its areas and the origins in each of these.
    fn level(&self, number: u16, level: &Level, parts: &Groups, members: &Groups) -> Vec<AreaRow> {
        let (norms, kinds) = (self.norms.norms().len(), self.kinds());
        let each = parallel::map(level.ids.len() * norms, |at| {
            let (area, norm) = (at / norms, at % norms);
            let mut cells = vec![Cell::default(); kinds];
            for part in parts.of(area) {
                let start = (*part as usize * norms + norm) * kinds;
                for (cell, part) in cells.iter_mut().zip(&self.cells[start..]) {
                    cell.join(part);
                }
            }
            let origins = parts.of(area).iter();
            let origins = origins.flat_map(|part| members.of(*part as usize));
            let sorted = self.measured.sorted(norm, origins.copied());
            let row = |(kind, cell): (usize, &Cell)| {
                let found = sorted.iter().map(|(distance, origin)| {
                    let weight = self.weight(kind, *origin).millionths();
                    (*distance, i128::from(weight.unwrap_or(0)))
                });
                let row = AreaRow {
                    level: number,
                    area: area as u32,
                    norm: norm as u16,
                    weight: kind.checked_sub(1).map(|column| column as u16),
                    ..AreaRow::empty()
                };
                cell.finish(cell.distances.percentiles([50, 90], found), row)
            };
            cells.iter().enumerate().map(row).collect::<Vec<_>>()
        });
        each.into_iter().flatten().collect()
    }

    /// Addresses, and the columns of weights.
    fn kinds(&self) -> usize {
        self.columns.len() + 1
    }

    fn finest(&self) -> usize {
        self.areas
            .levels()
            .first()
            .map_or(0, |level| level.ids.len())
    }

    /// What an origin weighs; the first kind counts addresses.
    fn weight(&self, kind: usize, origin: u32) -> Weight {
        let column = kind.checked_sub(1).and_then(|at| self.columns.get(at));
        column.map_or(Weight::ONE, |column| column.values[origin as usize])
    }
}

/// The distances found that count, per origin and norm that measures one.
#[derive(Default)]
struct Measured {
    /// Per norm its place among those that measure.
    places: Vec<Option<usize>>,
    /// How many measure.
    count: usize,
    mm: Vec<u32>,
    /// Origins and places of norms whose distance is [`Length::MAX`].
    longest: Vec<(u32, usize)>,
}

/// No distance. The longest there is stands in a list of its own.
const NONE: u32 = u32::MAX;

impl Measured {
    fn new(norms: &NormSet, origins: usize) -> Self {
        let mut count = 0;
        let places = norms.norms().iter().map(|norm| {
            norm.category()?;
            count += 1;
            Some(count - 1)
        });
        let places = places.collect();
        Measured {
            places,
            count,
            mm: vec![NONE; origins * count],
            longest: Vec::new(),
        }
    }

    fn note(&mut self, rows: &[Row]) {
        for row in rows.iter().filter(|row| counts(row)) {
            let place = self.places.get(usize::from(row.norm)).copied().flatten();
            let (Some(place), Some(high)) = (place, row.high) else {
                continue;
            };
            match high.mm() {
                NONE => self.longest.push((row.origin, place)),
                mm => self.mm[row.origin as usize * self.count + place] = mm,
            }
        }
    }

    /// The distances of a norm to some origins, ascending, each with its origin.
    fn sorted(&self, norm: usize, origins: impl Iterator<Item = u32>) -> Vec<(Length, u32)> {
        let Some(place) = self.places.get(norm).copied().flatten() else {
            return Vec::new();
        };
        let found = |origin: u32| {
            let mm = self.mm[origin as usize * self.count + place];
            let found = mm != NONE || self.longest.contains(&(origin, place));
            found.then_some((Length::millimetres(mm), origin))
        };
        let mut sorted: Vec<_> = origins.filter_map(found).collect();
        sorted.sort_unstable();
        sorted
    }
}

/// Numbers by the group that they are in, ascending.
struct Groups {
    members: Vec<u32>,
    /// Where each group ends, after a 0.
    ends: Vec<usize>,
}

impl Groups {
    /// Given the group of each number, where it has one.
    fn new(groups: usize, group_of: &[Option<u32>]) -> Self {
        let mut next = vec![0; groups + 1];
        for group in group_of.iter().flatten() {
            next[*group as usize + 1] += 1;
        }
        for group in 0..groups {
            next[group + 1] += next[group];
        }
        let ends = next.clone();
        let mut members = vec![0; ends.last().copied().unwrap_or(0)];
        for (number, group) in (0..).zip(group_of) {
            if let Some(group) = group {
                members[next[*group as usize]] = number;
                next[*group as usize] += 1;
            }
        }
        Groups { members, ends }
    }

    fn of(&self, group: usize) -> &[u32] {
        &self.members[self.ends[group]..self.ends[group + 1]]
    }
}

#[cfg(test)]
mod tests;
