//! Measures of quantities: what tables of areas say, brought to one number.

mod averaged;

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
                match names.is_empty() {
                    true => Err(Unknown::Figure(of.clone())),
                    false => self.over_classes(&names, level, area, concentration),
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
            Measure::Presence { of, .. } => self.presence(of, level, area),
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
            let (of, per) = self.figures.beside((of, per), level, area)?;
            Ok(vec![of, per])
        };
        let (figures, known) = self.gathered(level, area, both)?;
        match figures[..] {
            [of, per] => Ok(Pair { of, per, known }),
            _ => Err(Unknown::Parts),
        }
    }

    /// Figures of an area where something is known of each; else their sums over the parts of which
    /// that holds, if these hold enough of the people. With the share of the people that they hold.
    fn gathered(
        &self,
        level: usize,
        area: usize,
        of: impl Fn(usize, usize) -> Result<Vec<Figure>, Unknown>,
    ) -> Result<(Vec<Figure>, f64), Unknown> {
        let missing = match of(level, area) {
            Ok(all) => return Ok((all, 1.0)),
            Err(missing) => missing,
        };
        let (mut all, mut known, mut sums) = (0.0, 0.0, Vec::<Figure>::new());
        for part in self.nest().parts(level, area).iter().filter(|_| level > 0) {
            let part = *part as usize;
            let weight = self.people(0, part);
            all += weight;
            if let Ok(own) = of(0, part) {
                known += weight;
                sums = match sums.is_empty() {
                    true => own,
                    false => sums
                        .iter()
                        .zip(own)
                        .map(|(sum, own)| sum.plus(own))
                        .collect(),
                };
            }
        }
        if known <= 0.0 {
            return Err(missing);
        }
        if known < self.coverage * all {
            return Err(Unknown::Parts);
        }
        Ok((sums, known / all))
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
        let missing = || {
            let quantity = names.first().and_then(|name| name.split_once(':'));
            Unknown::Figure(quantity.map_or_else(String::new, |(quantity, _)| quantity.to_owned()))
        };
        if there.is_empty() {
            return Err(missing());
        }
        let counts = |level, area| {
            let all = there.iter().map(|name| {
                let figure = self.figures.at(name, level, area);
                let figure = figure.filter(|figure| !figure.is_nothing());
                figure.ok_or_else(missing)
            });
            all.collect::<Result<Vec<Figure>, Unknown>>()
        };
        let (figures, covered) = self.gathered(level, area, counts)?;
        let sum = figures.iter().copied().reduce(Figure::plus);
        let sum = sum.ok_or_else(missing)?;
        if sum.high.is_some_and(|all| all <= 0.0) {
            return Err(Unknown::Nobody);
        }
        // What belongs to no class that is known may belong to any: it is left out, if it is little.
        let mut unknown = figures
            .iter()
            .map(|one| one.high.map(|high| high - one.low));
        let unknown = unknown.try_fold(0.0, |most: f64, one| Some(most.max(one?)));
        let known = covered * unknown.map_or(0.0, |unknown| sum.low / (sum.low + unknown));
        let counts: Vec<Option<f64>> = figures.iter().map(|one| Some(one.low)).collect();
        let enough = known > 0.0 && known >= self.coverage;
        let value = if enough { number(&counts) } else { None };
        let exact = value.filter(|_| known >= 1.0);
        Ok(Measured {
            value,
            low: exact,
            high: exact,
            total: sum.low,
            known,
            estimated: sum.estimated,
            year: sum.year,
            unknown: value.is_none().then_some(Unknown::Parts),
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
        let both = [sides(&own), sides(&all)];
        let is_known = both
            .iter()
            .all(|(part, whole)| part.is_some() && whole.is_some());
        Ok(Measured {
            value,
            low: value,
            high: value,
            total: own.per.low,
            known: own.known.min(all.known),
            estimated: own.of.estimated || own.per.estimated,
            year: own.of.plus(own.per).year,
            unknown: (value.is_none() && !is_known).then_some(Unknown::Interval),
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
}
