//! What the public may see: counts of people rounded to 5, cells under 10 hidden, and with them
//! what would let somebody work them out.
//!
//! People are counted only by weights; addresses and their verdicts are public, so a cell without
//! addresses is known to be nobody. A cell is met or not met, of one area, weight, norm and limit;
//! both are hidden together.

mod cells;

use nabij::{AreaRow, AreaScores, LimitShare};

use super::{Wide, areas::parent};
use crate::city::CityAreas;
use cells::{Cell, Cells};

/// The fewest people that a cell may show.
const LEAST: f64 = 10.0;
/// Hidden cells that add up to a number that is known hold at least this many together, so that
/// none of them is known within 10; counts that differ by less tell of each other.
const TOGETHER: f64 = 20.0;
/// Counts are shown in steps of this.
const STEP: f64 = 5.0;

/// One figure of an area and weight: its number of people, or those who meet a norm at a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// How many there are.
    People,
    /// By position among the norms that are shown: at the lower limit (0) or the upper (1).
    Met(usize, usize),
}

/// What is hidden, by level, area, weight (from 1; addresses are never hidden) and figure.
pub(super) struct Veil {
    hidden: Vec<Vec<Vec<Vec<bool>>>>,
}

/// The position of a figure among those of an area and weight.
fn slot(figure: Figure) -> usize {
    match figure {
        Figure::People => 0,
        Figure::Met(norm, limit) => 1 + 2 * norm + limit,
    }
}

impl Veil {
    /// Decides what is hidden.
    pub fn new(wide: &Wide<'_>, scores: &AreaScores, own: &CityAreas) -> Self {
        let weights = wide.results.city.origins.weights().len();
        let norms = wide.tested.len();
        let none = vec![vec![false; 1 + 2 * norms]; weights + 1];
        let levels = own.areas.levels().iter();
        let mut veil = Veil {
            hidden: levels
                .map(|level| vec![none.clone(); level.ids.len()])
                .collect(),
        };
        let cells = Cells::new(wide, scores, own);
        // Larger counts first: what is hidden of all residents is hidden of the elderly too.
        let mut order: Vec<usize> = (1..=weights).collect();
        order.sort_by(|a, b| cells.sum(*b).total_cmp(&cells.sum(*a)).then(a.cmp(b)));
        let figures: Vec<Figure> = (0..norms)
            .flat_map(|norm| [Figure::Met(norm, 0), Figure::Met(norm, 1)])
            .collect();
        let groups = groups(own);
        let mut before = usize::MAX;
        while before != veil.count() {
            before = veil.count();
            for (at, weight) in order.iter().enumerate() {
                for figure in figures.iter().chain([&Figure::People]) {
                    veil.primary(&cells, *weight, *figure);
                    for larger in order.iter().take(at) {
                        veil.inherit(&cells, (*larger, *weight), *figure);
                    }
                    veil.complement(&cells, &groups, *weight, *figure);
                }
                veil.alike(&cells, *weight);
            }
        }
        veil.show_what_is_no_secret(&cells, weights, &figures);
        veil
    }

    /// Shows what the addresses and the numbers of people tell anyway.
    fn show_what_is_no_secret(
        &mut self,
        cells: &Cells<'_, '_>,
        weights: usize,
        figures: &[Figure],
    ) {
        for (level, area) in cells.areas() {
            for weight in 1..=weights {
                for figure in figures {
                    let known = !cells.is_secret((level, area), weight, *figure);
                    if known && !self.hides((level, area), weight, Figure::People) {
                        let areas = self.hidden.get_mut(level).and_then(|all| all.get_mut(area));
                        let own = areas.and_then(|all| all.get_mut(weight));
                        if let Some(hidden) = own.and_then(|own| own.get_mut(slot(*figure))) {
                            *hidden = false;
                        }
                    }
                }
            }
        }
    }

    /// Whether a figure of an area and weight is hidden.
    pub fn hides(&self, (level, area): (usize, usize), weight: usize, figure: Figure) -> bool {
        let areas = self.hidden.get(level).and_then(|areas| areas.get(area));
        let own = areas.and_then(|all| all.get(weight));
        own.and_then(|own| own.get(slot(figure)))
            .copied()
            .unwrap_or(false)
    }

    fn count(&self) -> usize {
        let all = self.hidden.iter().flatten().flatten().flatten();
        all.filter(|hidden| **hidden).count()
    }

    fn hide(&mut self, (level, area): (usize, usize), weight: usize, figure: Figure) {
        let areas = self
            .hidden
            .get_mut(level)
            .and_then(|areas| areas.get_mut(area));
        let Some(own) = areas.and_then(|all| all.get_mut(weight)) else {
            return;
        };
        match figure {
            // Without the number of people no part of it is shown.
            Figure::People => own.fill(true),
            Figure::Met(..) => {
                if let Some(hidden) = own.get_mut(slot(figure)) {
                    *hidden = true;
                }
            }
        }
    }

    /// Cells under 10.
    fn primary(&mut self, cells: &Cells<'_, '_>, weight: usize, figure: Figure) {
        for at in cells.areas() {
            let small = |cell: &Cell| cell.addresses > 0 && cell.people < LEAST;
            if cells.of(at, weight, figure).iter().any(small) {
                self.hide(at, weight, figure);
            }
        }
    }

    /// A smaller count hides what a larger one hides; and where nearly everybody of the larger
    /// count is in the smaller one, they tell of each other.
    fn inherit(
        &mut self,
        cells: &Cells<'_, '_>,
        (larger, smaller): (usize, usize),
        figure: Figure,
    ) {
        for at in cells.areas() {
            let close = cells.people(at, larger) - cells.people(at, smaller) < TOGETHER;
            if self.hides(at, larger, figure) {
                self.hide(at, smaller, figure);
            }
            if close && self.hides(at, smaller, figure) {
                self.hide(at, larger, figure);
            }
        }
    }

    /// Norms that nearly the same people fail tell of each other, and so do the limits of one.
    fn alike(&mut self, cells: &Cells<'_, '_>, weight: usize) {
        for at in cells.areas() {
            for (one, other) in cells.pairs() {
                let (a, b) = (cells.of(at, weight, one), cells.of(at, weight, other));
                let differ = |(a, b): (&Cell, &Cell)| (a.people - b.people).abs() >= TOGETHER;
                let close = !a.iter().zip(&b).all(differ);
                if close && self.hides(at, weight, one) != self.hides(at, weight, other) {
                    self.hide(at, weight, one);
                    self.hide(at, weight, other);
                }
            }
        }
    }

    /// Hides more of each group of areas with a common sum until what is hidden cannot be worked
    /// out: at least two of the group, together 20 people or more in every cell that is not empty;
    /// where the group has no more, the sum itself.
    fn complement(
        &mut self,
        cells: &Cells<'_, '_>,
        groups: &[Group],
        weight: usize,
        figure: Figure,
    ) {
        for group in groups {
            let hidden = |veil: &Veil, at: &(usize, usize)| veil.hides(*at, weight, figure);
            // Where everybody is in one cell, as the addresses show, hiding it hides nothing.
            let mut parts = group.parts.clone();
            parts.retain(|at| cells.is_secret(*at, weight, figure));
            let mut rest = parts.clone();
            rest.retain(|at| !hidden(self, at));
            // Those with the fewest addresses first: these are public, so that the choice tells
            // nothing of people, and it stays the same from year to year.
            let size = |at: &(usize, usize)| cells.people(*at, 0);
            rest.sort_by(|a, b| size(a).total_cmp(&size(b)).then(a.cmp(b)));
            let mut rest = rest.into_iter();
            loop {
                let own = parts.iter().filter(|at| hidden(self, at));
                let own: Vec<Vec<Cell>> = own.map(|at| cells.free(*at, weight, figure)).collect();
                let sum_is_hidden = hidden(self, &group.whole);
                if own.is_empty() && !sum_is_hidden || (own.len() > 1 && safe(&own)) {
                    break;
                }
                match rest.next() {
                    Some(next) => self.hide(next, weight, figure),
                    None => {
                        self.hide(group.whole, weight, figure);
                        break;
                    }
                }
            }
        }
    }
}

/// Whether what is hidden together is enough of every cell that anybody can be in.
fn safe(hidden: &[Vec<Cell>]) -> bool {
    let kinds = hidden.iter().map(Vec::len).max().unwrap_or(0);
    (0..kinds).all(|kind| {
        let own = hidden.iter().filter_map(|cells| cells.get(kind));
        let own = own.filter(|cell| cell.addresses > 0);
        let (mut areas, mut people) = (0, 0.0);
        for cell in own {
            areas += 1;
            people += cell.people;
        }
        // One area alone would have the whole sum; where nobody is, there is nothing to know.
        areas == 0 || (areas > 1 && people >= TOGETHER)
    })
}

/// Areas that add up to a larger one.
struct Group {
    whole: (usize, usize),
    parts: Vec<(usize, usize)>,
}

/// Every larger area with the areas of the next finer level that is nested in its own.
fn groups(own: &CityAreas) -> Vec<Group> {
    let levels = own.areas.levels();
    let mut groups = Vec::new();
    for (number, level) in levels.iter().enumerate().skip(1) {
        let nests = |finer: &usize| {
            let areas = levels.get(*finer).map_or(0, |level| level.ids.len());
            (0..areas).all(|area| parent(own, (*finer, area), number).is_some())
        };
        // The finest level is nested in every other, but some areas may be outside.
        let finer = (1..number).rev().find(nests).unwrap_or(0);
        let areas = levels.get(finer).map_or(0, |level| level.ids.len());
        for area in 0..level.ids.len() {
            let mine = |part: &usize| parent(own, (finer, *part), number) == Some(area);
            let parts = (0..areas).filter(mine).map(|part| (finer, part)).collect();
            groups.push(Group {
                whole: (number, area),
                parts,
            });
        }
    }
    groups
}

/// Met, not met, and not known.
pub(super) fn three(row: &AreaRow, share: LimitShare) -> [f64; 3] {
    [share.met, share.not_met, share.uncertain + row.unsnapped]
}

/// A count as the public sees it.
pub(super) fn rounded(count: f64) -> f64 {
    (count / STEP).round() * STEP
}

/// Shares as the public sees them, from rounded counts; none where the denominator is under 10.
/// How the share would be if all unknowns failed or passed is told where these are none (of
/// `addresses` that are not known) or 10 or more.
pub(super) fn public_share(row: &AreaRow, share: LimitShare, addresses: f64) -> LimitShare {
    let [_, _, exact] = three(row, share);
    let [met, not_met, unknown] = three(row, share).map(rounded);
    let (known, total) = (met + not_met, met + not_met + unknown);
    let of = |part: f64, whole: f64| (whole >= LEAST).then(|| part / whole);
    let told = addresses == 0.0 || exact >= LEAST;
    LimitShare {
        share: of(met, known),
        share_low: of(met, total).filter(|_| told),
        share_high: of(met + unknown, total).filter(|_| told),
        met,
        not_met,
        ..LimitShare::default()
    }
}
