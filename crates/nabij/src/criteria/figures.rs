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

    /// Whether nothing at all is known of it.
    pub fn is_nothing(&self) -> bool {
        self.low == 0.0 && self.high.is_none()
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
    /// Per quantity what is counted in each area of the finest level, address by address.
    counted: BTreeMap<String, BTreeMap<usize, Figure>>,
}

impl Figures {
    /// No figures yet.
    pub fn new(nest: Nest) -> Self {
        Figures {
            nest,
            given: BTreeMap::new(),
            counted: BTreeMap::new(),
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

    /// Tells what is counted at the addresses of an area of the finest level. It stands in where
    /// nothing is given.
    pub fn count(&mut self, quantity: &str, area: usize, figure: Figure) {
        let own = self.counted.entry(quantity.to_owned()).or_default();
        own.insert(area, figure);
    }

    /// What is counted at the addresses of an area, where all of its parts have a count.
    pub fn counted(&self, quantity: &str, level: usize, area: usize) -> Option<Figure> {
        let counted = self.counted.get(quantity)?;
        let parts = self.nest.parts(level, area).iter();
        let mut sum: Option<Figure> = None;
        for part in parts {
            let figure = *counted.get(&(*part as usize))?;
            sum = Some(sum.map_or(figure, |sum| sum.plus(figure)));
        }
        sum
    }

    /// Whether tables give it, of whatever area.
    pub fn is_given(&self, quantity: &str) -> bool {
        self.given.contains_key(quantity)
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
        if !self.is_given(quantity) {
            return self.counted(quantity, level, area);
        }
        if let Some(figure) = self.given(quantity, level, area) {
            return Some(figure);
        }
        let summed = (0..level).rev().find_map(|finer| {
            let mut sum: Option<Figure> = None;
            for piece in self.nest.pieces(finer, (level, area))? {
                let figure = self.at(quantity, finer, piece)?;
                if figure.is_nothing() {
                    return None;
                }
                sum = Some(sum.map_or(figure, |sum| sum.plus(figure)));
            }
            sum
        });
        summed.or_else(|| self.counted(quantity, level, area))
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
        self.sum_of(all, |quantity| self.at(quantity, level, area))
    }

    /// Quantities above and below a line. Where one of them is only counted at addresses and all of
    /// them are, all are taken from there: a count that misses some people is not divided by a
    /// published number that misses none.
    ///
    /// # Errors
    /// As [`Figures::sum`].
    pub fn beside(
        &self,
        (of, per): (&[String], &[String]),
        level: usize,
        area: usize,
    ) -> Result<(Figure, Figure), Unknown> {
        let mut all = of.iter().chain(per);
        let some_only_counted = all.clone().any(|quantity| !self.is_given(quantity));
        if some_only_counted && all.all(|quantity| self.counted.contains_key(quantity)) {
            let counted = |quantity: &str| self.counted(quantity, level, area);
            return Ok((self.sum_of(of, counted)?, self.sum_of(per, counted)?));
        }
        Ok((self.sum(of, level, area)?, self.sum(per, level, area)?))
    }

    fn sum_of(
        &self,
        all: &[String],
        figure: impl Fn(&str) -> Option<Figure>,
    ) -> Result<Figure, Unknown> {
        let mut sum: Option<Figure> = None;
        for quantity in all {
            let figure = figure(quantity).filter(|figure| !figure.is_nothing());
            let figure = figure.ok_or_else(|| Unknown::Figure(quantity.clone()))?;
            sum = Some(sum.map_or(figure, |sum| sum.plus(figure)));
        }
        sum.ok_or(Unknown::Figure(String::new()))
    }
}
