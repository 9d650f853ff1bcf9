//! The cells that the tables would show, and what their addresses tell of them.

use nabij::{AreaRow, AreaScores};

use super::{Figure, three};
use crate::{city::CityAreas, wide::Wide};

/// People in one cell, and the addresses that they may live at.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub people: f64,
    pub addresses: u64,
}

/// The cells that the tables would show.
pub(super) struct Cells<'c, 'r> {
    wide: &'c Wide<'r>,
    scores: &'c AreaScores,
    own: &'c CityAreas,
    sizes: Vec<usize>,
}

impl<'c, 'r> Cells<'c, 'r> {
    pub fn new(wide: &'c Wide<'r>, scores: &'c AreaScores, own: &'c CityAreas) -> Self {
        Cells {
            own,
            wide,
            scores,
            sizes: own
                .areas
                .levels()
                .iter()
                .map(|level| level.ids.len())
                .collect(),
        }
    }

    pub fn areas(&self) -> Vec<(usize, usize)> {
        let levels = self.sizes.iter().enumerate();
        levels
            .flat_map(|(level, size)| (0..*size).map(move |area| (level, area)))
            .collect()
    }

    fn row(&self, (level, area): (usize, usize), norm: usize, weight: usize) -> Option<&AreaRow> {
        self.scores.row(level, area, norm, weight.checked_sub(1))
    }

    /// The areas of the finest level that an area consists of.
    fn finest(&self, (level, area): (usize, usize)) -> Vec<(usize, usize)> {
        let of = self
            .own
            .areas
            .levels()
            .get(level)
            .map(|level| level.of.iter());
        let parts = of.into_iter().flatten().enumerate();
        let mine = parts.filter(|(_, of)| of.map(|of| of as usize) == Some(area));
        mine.map(|(part, _)| (0, part)).collect()
    }

    /// Whether the addresses of a finest area are all in one cell: met, not met or not known.
    fn is_single(&self, at: (usize, usize), figure: Figure) -> bool {
        let Figure::Met(norm, limit) = figure else {
            return false;
        };
        let tested = self.wide.tested.get(norm);
        let homes = tested.and_then(|tested| self.row(at, tested.number, 0));
        let cells = homes.and_then(|row| {
            let share = if limit == 0 {
                row.lower
            } else {
                Some(row.upper)
            };
            Some(three(row, share?))
        });
        cells.is_none_or(|cells| cells.iter().filter(|count| **count > 0.0).count() < 2)
    }

    /// Whether anything is left to find out: some part has addresses in more than one cell.
    pub fn is_secret(&self, at: (usize, usize), weight: usize, figure: Figure) -> bool {
        let free = self.free(at, weight, figure);
        free.iter().any(|cell| cell.addresses > 0)
    }

    /// The cells of a figure without the parts of which the addresses tell all.
    pub fn free(&self, at: (usize, usize), weight: usize, figure: Figure) -> Vec<Cell> {
        let mut parts = self.finest(at);
        parts.retain(|part| !self.is_single(*part, figure));
        let cells = parts.into_iter().map(|part| self.of(part, weight, figure));
        let sum = cells.reduce(|mut sum, cells| {
            for (sum, cell) in sum.iter_mut().zip(cells) {
                sum.people += cell.people;
                sum.addresses += cell.addresses;
            }
            sum
        });
        sum.unwrap_or_default()
    }

    /// All people of a weight.
    pub fn sum(&self, weight: usize) -> f64 {
        let areas = 0..self.sizes.first().copied().unwrap_or(0);
        areas.map(|area| self.people((0, area), weight)).sum()
    }

    /// The people of a weight in an area.
    pub fn people(&self, at: (usize, usize), weight: usize) -> f64 {
        let all = self.of(at, weight, Figure::People);
        all.iter().map(|cell| cell.people).sum()
    }

    /// Figures between which a difference is known: a norm made of norms and its parts, and the
    /// two limits of a norm.
    pub fn pairs(&self) -> Vec<(Figure, Figure)> {
        let tested = &self.wide.tested;
        let mut pairs = Vec::new();
        for (number, own) in tested.iter().enumerate() {
            pairs.push((Figure::Met(number, 0), Figure::Met(number, 1)));
            let parts = own
                .norm
                .test
                .parts()
                .map(|(_, parts)| parts)
                .unwrap_or_default();
            for (other, part) in tested.iter().enumerate() {
                if parts.contains(&part.norm.id) {
                    let at = |limit| (Figure::Met(number, limit), Figure::Met(other, limit));
                    pairs.extend([at(0), at(1)]);
                }
            }
        }
        pairs
    }

    /// The cells of a figure: everybody, or those who meet the norm and those who do not.
    pub fn of(&self, at: (usize, usize), weight: usize, figure: Figure) -> Vec<Cell> {
        let number = match figure {
            Figure::People => 0,
            Figure::Met(norm, _) => norm,
        };
        let Some(tested) = self.wide.tested.get(number) else {
            return Vec::new();
        };
        let both = [weight, 0].map(|weight| self.row(at, tested.number, weight));
        let [Some(people), Some(addresses)] = both else {
            return Vec::new();
        };
        let Figure::Met(_, limit) = figure else {
            return vec![Cell {
                people: people.total,
                addresses: addresses.origins,
            }];
        };
        let share = |row: &AreaRow| {
            if limit == 0 {
                row.lower
            } else {
                Some(row.upper)
            }
        };
        let (Some(own), Some(homes)) = (share(people), share(addresses)) else {
            return Vec::new();
        };
        let cell = |people, addresses: f64| Cell {
            people,
            addresses: addresses.round() as u64,
        };
        vec![cell(own.met, homes.met), cell(own.not_met, homes.not_met)]
    }
}
