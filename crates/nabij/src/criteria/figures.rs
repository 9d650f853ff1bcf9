//! What tables say of areas: quantities, each with what is not known of it.

use std::collections::BTreeMap;

use super::{measures::Unknown, nest::Nest};

/// A number, or an interval where part of it is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// At least this much.
    pub low: f64,
    /// At most this much; none where nobody knows.
    pub high: Option<f64>,
    /// Whether it is an estimate.
    pub estimated: bool,
    /// The year that it speaks of.
    pub year: Option<i32>,
}

impl Figure {
    /// A number that is known.
    pub const fn exact(number: f64) -> Self {
        Figure {
            low: number,
            high: Some(number),
            estimated: false,
            year: None,
        }
    }

    /// The number, where it is known.
    pub fn known(&self) -> Option<f64> {
        self.high.filter(|high| *high == self.low)
    }

    /// Both together. Of two years the earlier one is told.
    pub fn plus(self, other: Figure) -> Figure {
        Figure {
            low: self.low + other.low,
            high: self.high.zip(other.high).map(|(a, b)| a + b),
            estimated: self.estimated || other.estimated,
            year: match (self.year, other.year) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }
}

/// Quantities of areas on every level.
///
/// What is not given of an area is the sum over the parts that make it up, if all of them are
/// given. What is given of an area is never split over its parts.
///
/// ```
/// use nabij::{Area, Areas, criteria::{Figure, Figures, Nest}};
/// let area = |id: &str| Area { id: id.to_owned(), ..Area::default() };
/// let areas = Areas::new("buurt", [area("BU1"), area("BU2")])?;
/// let mut figures = Figures::new(Nest::new(&areas));
/// figures.give("homes", 0, 0, Figure::exact(3.0));
/// assert_eq!(figures.at("homes", 1, 0), None); // of one part nothing is known
/// figures.give("homes", 0, 1, Figure::exact(4.0));
/// assert_eq!(figures.at("homes", 1, 0), Some(Figure::exact(7.0)));
/// # Ok::<(), nabij::PlaceError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Figures {
    nest: Nest,
    /// Per quantity what is given of each level's areas.
    given: BTreeMap<String, Vec<BTreeMap<usize, Figure>>>,
}

impl Figures {
    /// No figures yet.
    pub fn new(nest: Nest) -> Self {
        Figures {
            nest,
            given: BTreeMap::new(),
        }
    }

    /// The areas.
    pub fn nest(&self) -> &Nest {
        &self.nest
    }

    /// Gives a quantity of an area; says whether it is the first time.
    pub fn give(&mut self, quantity: &str, level: usize, area: usize, figure: Figure) -> bool {
        let levels = self.nest.levels();
        let own = self.given.entry(quantity.to_owned());
        let own = own.or_insert_with(|| vec![BTreeMap::new(); levels]);
        let Some(own) = own.get_mut(level) else {
            return false;
        };
        own.insert(area, figure).is_none()
    }

    /// The quantities of which something is given.
    pub fn quantities(&self) -> impl Iterator<Item = &str> {
        self.given.keys().map(String::as_str)
    }

    /// The quantities that are classes of this one: what follows `quantity:`, with the whole name.
    pub fn classes(&self, quantity: &str) -> Vec<&str> {
        let all = self.quantities();
        let own = |name: &&str| {
            let rest = name
                .strip_prefix(quantity)
                .and_then(|r| r.strip_prefix(':'));
            rest.is_some_and(|class| !class.contains('@'))
        };
        all.filter(own).collect()
    }

    /// What is given of an area itself.
    pub fn given(&self, quantity: &str, level: usize, area: usize) -> Option<Figure> {
        self.given.get(quantity)?.get(level)?.get(&area).copied()
    }

    /// A quantity of an area.
    pub fn at(&self, quantity: &str, level: usize, area: usize) -> Option<Figure> {
        if let Some(figure) = self.given(quantity, level, area) {
            return Some(figure);
        }
        (0..level).rev().find_map(|finer| {
            let mut sum: Option<Figure> = None;
            for piece in self.nest.pieces(finer, (level, area))? {
                let figure = self.at(quantity, finer, piece)?;
                sum = Some(sum.map_or(figure, |sum| sum.plus(figure)));
            }
            sum
        })
    }

    /// A quantity of an area, or of the smallest area around it of which it is given.
    pub fn around(&self, quantity: &str, level: usize, area: usize) -> Option<Figure> {
        (level..self.nest.levels()).find_map(|coarser| {
            let whole = self.nest.around((level, area), coarser)?;
            self.given(quantity, coarser, whole)
        })
    }

    /// Several quantities of an area together.
    ///
    /// # Errors
    /// [`Unknown::Figure`] with the first that is not known at all.
    pub fn sum(&self, all: &[String], level: usize, area: usize) -> Result<Figure, Unknown> {
        let mut sum: Option<Figure> = None;
        for quantity in all {
            let figure = self.at(quantity, level, area);
            let figure = figure.ok_or_else(|| Unknown::Figure(quantity.clone()))?;
            sum = Some(sum.map_or(figure, |sum| sum.plus(figure)));
        }
        sum.ok_or(Unknown::Figure(String::new()))
    }
}
