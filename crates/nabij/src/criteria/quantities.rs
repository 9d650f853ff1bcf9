//! Measures of quantities: what tables of areas say, brought to one number.

use super::{
    figures::{Figure, Figures},
    measure::Measure,
    measures::{Measured, Unknown},
    nest::Nest,
};
use crate::evenness::{concentration, dissimilarity, evenness, location_quotient};

/// The quantities, and how much of them must be known.
pub(super) struct Quantities<'a> {
    pub figures: &'a Figures,
    /// The share of residents in parts of which both quantities must be known.
    pub coverage: f64,
}

/// What is known above and below the line.
type Sides = (Option<f64>, Option<f64>);

/// Two sums that belong together, over the same parts.
struct Pair {
    of: Figure,
    per: Figure,
    known: f64,
}

impl Quantities<'_> {
    fn nest(&self) -> &Nest {
        self.figures.nest()
    }

    /// What a measure of quantities says of an area.
    pub fn measured(&self, measure: &Measure, level: usize, area: usize) -> Measured {
        let found = match measure {
            Measure::Ratio {
                of,
                per,
                times,
                minus,
            } => self.ratio((of, per), (*times, *minus), level, area),
            Measure::Sum {
                of,
                times,
                divided_by,
            } => self.sum(of, times / divided_by, level, area),
            Measure::Evenness { of, classes } => {
                let names: Vec<String> = classes.iter().map(|c| format!("{of}:{c}")).collect();
                self.over_classes(&names, level, area, |counts| {
                    evenness(counts, classes.len())
                })
            }
            Measure::Concentration { of } => {
                let names = self.figures.classes(of).into_iter();
                let names: Vec<String> = names.map(str::to_owned).collect();
                let there = names.into_iter();
                let there = there.filter(|name| self.figures.at(name, level, area).is_some());
                let there: Vec<String> = there.collect();
                if there.is_empty() {
                    Err(Unknown::Figure(of.clone()))
                } else {
                    self.over_classes(&there, level, area, concentration)
                }
            }
            Measure::LocationQuotient { of, per } => {
                self.beside_city((of, per), level, area, |own, city| {
                    location_quotient(own, city)
                })
            }
            Measure::GapToCity { of, per } => {
                self.beside_city((of, per), level, area, |own, city| {
                    let share =
                        |(part, whole): Sides| Some(part? / whole.filter(|whole| *whole > 0.0)?);
                    Some((share(own)? - share(city)?).abs())
                })
            }
            Measure::Dissimilarity { of, per, over } => self.spread((of, per), over, level, area),
            Measure::Figure { of, weight } => self.figure(of, weight, level, area),
            _ => Err(Unknown::Figure(String::new())),
        };
        found.unwrap_or_else(Measured::unknown)
    }

    /// Two sums, directly where both are known, else over the parts of which both are.
    fn pair(
        &self,
        (of, per): (&[String], &[String]),
        level: usize,
        area: usize,
    ) -> Result<Pair, Unknown> {
        let both = |level, area| {
            let of = self.figures.sum(of, level, area)?;
            Ok((of, self.figures.sum(per, level, area)?))
        };
        let is_known = |both: &(Figure, Figure)| both.0.known().and(both.1.known()).is_some();
        let whole = |(of, per)| Pair {
            of,
            per,
            known: 1.0,
        };
        let (direct, missing) = match both(level, area) {
            Ok(two) if is_known(&two) => return Ok(whole(two)),
            Ok(two) => (Some(two), Unknown::Interval),
            Err(missing) => (None, missing),
        };
        if level == 0 {
            return direct.map(whole).ok_or(missing);
        }
        let mut sum: Option<(Figure, Figure)> = None;
        let mut known = 0.0;
        let mut all = 0.0;
        for part in self.nest().parts(level, area) {
            let weight = self.people(0, *part as usize);
            all += weight;
            let two: Result<_, Unknown> = both(0, *part as usize);
            if let Ok((of, per)) =
                two.and_then(|two| is_known(&two).then_some(two).ok_or(Unknown::Parts))
            {
                known += weight;
                sum = Some(sum.map_or((of, per), |sum| (sum.0.plus(of), sum.1.plus(per))));
            }
        }
        let known = if all > 0.0 { known / all } else { 0.0 };
        let Some((of, per)) = sum.filter(|_| known >= self.coverage) else {
            let parts = if sum.is_some() {
                Unknown::Parts
            } else {
                missing
            };
            return direct.map(whole).ok_or(parts);
        };
        Ok(Pair { of, per, known })
    }

    /// How many people count for an area; one where nobody knows.
    pub fn people(&self, level: usize, area: usize) -> f64 {
        let residents = self.figures.at("residents", level, area);
        let residents = residents.and_then(|figure| figure.known());
        let addresses = || Some(self.figures.at("addresses", level, area)?.low);
        residents.or_else(addresses).unwrap_or(1.0)
    }

    fn ratio(
        &self,
        pair: (&[String], &[String]),
        (times, minus): (f64, f64),
        level: usize,
        area: usize,
    ) -> Result<Measured, Unknown> {
        let Pair { of, per, known } = self.pair(pair, level, area)?;
        let least = per.low;
        let most = per.high;
        if most.is_some_and(|most| most <= 0.0) {
            return Err(Unknown::Nobody);
        }
        let over = |part: f64, whole: f64| (whole > 0.0).then(|| times * part / whole - minus);
        let value = match (of.known(), per.known()) {
            (Some(part), Some(whole)) => over(part, whole),
            _ => None,
        };
        Ok(Measured {
            value,
            low: most.and_then(|most| over(of.low, most)),
            high: of.high.and_then(|part| over(part, least)),
            total: least,
            failing: None,
            known,
            estimated: of.estimated || per.estimated,
            year: of.plus(per).year,
            ..Measured::default()
        })
    }

    fn sum(
        &self,
        of: &[String],
        times: f64,
        level: usize,
        area: usize,
    ) -> Result<Measured, Unknown> {
        let figure = self.figures.sum(of, level, area)?;
        Ok(Measured {
            value: figure.known().map(|sum| sum * times),
            low: Some(figure.low * times),
            high: figure.high.map(|high| high * times),
            total: figure.low,
            known: 1.0,
            estimated: figure.estimated,
            year: figure.year,
            ..Measured::default()
        })
    }

    /// A number made of the counts of several classes.
    fn over_classes(
        &self,
        names: &[String],
        level: usize,
        area: usize,
        number: impl Fn(&[Option<f64>]) -> Option<f64>,
    ) -> Result<Measured, Unknown> {
        // A class that no table has is nowhere; one that some area has is not known in the others.
        let has = |name: &&String| self.figures.quantities().any(|own| own == name.as_str());
        let there: Vec<String> = names.iter().filter(has).cloned().collect();
        let sum = self.figures.sum(&there, level, area)?;
        let count = |name: &String| self.figures.at(name, level, area)?.known();
        let counts: Vec<Option<f64>> = there.iter().map(count).collect();
        if sum.high.is_some_and(|all| all <= 0.0) {
            return Err(Unknown::Nobody);
        }
        let known = counts.iter().all(Option::is_some);
        let value = number(&counts);
        Ok(Measured {
            value,
            low: value,
            high: value,
            total: sum.low,
            known: f64::from(u8::from(known)),
            estimated: sum.estimated,
            year: sum.year,
            unknown: (!known).then_some(Unknown::Interval),
            ..Measured::default()
        })
    }

    fn beside_city(
        &self,
        pair: (&[String], &[String]),
        level: usize,
        area: usize,
        number: impl Fn(Sides, Sides) -> Option<f64>,
    ) -> Result<Measured, Unknown> {
        let top = self.nest().levels().saturating_sub(1);
        let city = self.nest().city().max(level);
        let around = self.nest().around((level, area), city);
        let (city, whole) = around.map_or((top, 0), |whole| (city, whole));
        let own = self.pair(pair, level, area)?;
        let all = self.pair(pair, city, whole)?;
        let sides = |pair: &Pair| (pair.of.known(), pair.per.known());
        let value = number(sides(&own), sides(&all));
        Ok(Measured {
            value,
            low: value,
            high: value,
            total: own.per.low,
            known: own.known.min(all.known),
            estimated: own.of.estimated || own.per.estimated,
            year: own.of.plus(own.per).year,
            ..Measured::default()
        })
    }

    fn spread(
        &self,
        (of, per): (&[String], &[String]),
        over: &str,
        level: usize,
        area: usize,
    ) -> Result<Measured, Unknown> {
        let parts = self.nest().level_named(over);
        let parts = parts.ok_or_else(|| Unknown::Level(over.to_owned()))?;
        let pieces = self.nest().pieces(parts, (level, area)).unwrap_or_default();
        let mut rows = Vec::new();
        let mut year = None;
        let (mut known, mut all) = (0.0, 0.0);
        let mut missing = Unknown::Parts;
        for piece in pieces {
            let weight = self.people(parts, piece);
            all += weight;
            match self.pair((of, per), parts, piece) {
                Ok(pair) => {
                    let both = (pair.of.known(), pair.per.known());
                    if both.0.is_some() && both.1.is_some() {
                        known += weight;
                        rows.push(both);
                        year = pair.of.plus(pair.per).year;
                    }
                }
                Err(why) => missing = why,
            }
        }
        if rows.len() < 2 || known < self.coverage * all {
            return Err(missing);
        }
        let value = dissimilarity(&rows).ok_or(Unknown::Nobody)?;
        Ok(Measured {
            value: Some(value),
            low: Some(value),
            high: Some(value),
            total: rows.iter().filter_map(|(part, _)| *part).sum(),
            known: known / all,
            year,
            ..Measured::default()
        })
    }

    /// A number from elsewhere: as given, else averaged over the parts.
    fn figure(
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
