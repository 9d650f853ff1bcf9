//! Numbers that hold for areas as a whole, averaged over larger ones.

use super::Quantities;
use crate::criteria::measures::{Measured, Unknown};

impl Quantities<'_> {
    /// The share of people in the parts that have something; it holds for all parts of its area.
    pub(super) fn presence(
        &self,
        of: &str,
        level: usize,
        area: usize,
    ) -> Result<Measured, Unknown> {
        let (mut there, mut known, mut all, mut year) = (0.0, 0.0, 0.0, None);
        for part in self.nest().parts(level, area) {
            let part = *part as usize;
            let weight = self.people(0, part);
            all += weight;
            let figure = self.figures.around(of, 0, part);
            if let Some(figure) = figure.filter(|figure| figure.known().is_some()) {
                known += weight;
                there += weight * figure.low;
                year = figure.year;
            }
        }
        if known <= 0.0 {
            return Err(Unknown::Figure(of.to_owned()));
        }
        Ok(Measured {
            value: Some(there / known),
            low: Some(there / all),
            high: Some((there + all - known) / all),
            total: all,
            failing: Some(known - there),
            known: known / all,
            year,
            ..Measured::default()
        })
    }

    /// A number from elsewhere: as given, else averaged over the parts.
    pub(super) fn figure(
        &self,
        of: &str,
        weight: &str,
        level: usize,
        area: usize,
    ) -> Result<Measured, Unknown> {
        let missing = || Unknown::Figure(of.to_owned());
        let given = |level, area| self.figures.given(of, level, area);
        let (mut sum, mut known, mut all, mut year) = (0.0, 0.0, 0.0, None);
        let direct = given(level, area).filter(|figure| figure.known().is_some());
        if let Some(figure) = direct {
            (sum, known, all, year) = (figure.low, 1.0, 1.0, figure.year);
        } else {
            for part in self.nest().parts(level, area) {
                let part = *part as usize;
                let homes = self.figures.at(weight, 0, part);
                let homes = homes.and_then(|homes| homes.known());
                let homes = homes.unwrap_or_else(|| self.people(0, part));
                all += homes;
                if let Some(figure) = given(0, part).filter(|figure| figure.known().is_some()) {
                    sum += homes * figure.low;
                    known += homes;
                    year = figure.year;
                }
            }
        }
        if known <= 0.0 {
            return Err(missing());
        }
        if known < self.coverage * all {
            return Err(Unknown::Parts);
        }
        let value = Some(sum / known);
        Ok(Measured {
            value,
            low: value,
            high: value,
            total: all,
            known: known / all,
            year,
            ..Measured::default()
        })
    }
}
