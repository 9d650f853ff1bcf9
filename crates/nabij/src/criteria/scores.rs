//! From measures to scores: what is weighed, what that rests on, and where need is greatest.

use super::{
    catalogue::{Catalogue, Direction, Indicator},
    figures::Figures,
    measures::{Measured, Measures},
    quantities::Quantities,
};

/// How an indicator stands in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// At its target.
    Met,
    /// Between nothing and its target.
    Partly,
    /// It scores nothing.
    NotMet,
    /// Nobody knows.
    Unknown,
    /// Need or context: it is not scored.
    Context,
}

impl Status {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::Partly => "partly",
            Status::NotMet => "not_met",
            Status::Unknown => "unknown",
            Status::Context => "context",
        }
    }

    fn of((low, high): (f64, f64)) -> Self {
        if low >= 1.0 {
            Status::Met
        } else if high <= 0.0 {
            Status::NotMet
        } else if (low > 0.0 && high < 1.0) || low == high {
            Status::Partly
        } else {
            Status::Unknown
        }
    }
}

/// The score of one indicator in one area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndicatorScore {
    /// Between 0 and 1; none where it is not known, or not scored.
    pub score: Option<f64>,
    /// The least that it can be.
    pub low: f64,
    /// The most that it can be.
    pub high: f64,
    /// How it stands.
    pub status: Status,
    /// What it adds to the mean of what is known of its heading.
    pub contribution: Option<f64>,
}

/// The score of one heading in one area; without a heading the total.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeadingScore {
    /// Position of the level, the finest first.
    pub level: u16,
    /// Position of the area in its level.
    pub area: u32,
    /// Position of the heading in the catalogue; none for the total.
    pub heading: Option<u16>,
    /// The weighted mean of what is known, moved to the nearest end of what it can be where it lies
    /// outside; none where too little is known.
    pub score: Option<f64>,
    /// The mean if all that is not known scores nothing.
    pub low: f64,
    /// The mean if all that is not known scores one.
    pub high: f64,
    /// The share of the weight that is known.
    pub coverage: f64,
    /// How many there are who need it, where that is known.
    pub need: Option<f64>,
    /// Need × (1 − score).
    pub priority: Option<f64>,
}

/// Scores of every area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// One for each row of the measures.
    pub indicators: Vec<IndicatorScore>,
    /// In order of level, area and heading; headings without scored indicators are left out. The
    /// total comes last, where it was asked for.
    pub headings: Vec<HeadingScore>,
}

impl Scores {
    /// Weighs what was measured; `total` adds a score of scores.
    ///
    /// An indicator is scored on the finest level that it is measured on. The score of a larger area
    /// is the mean over its parts, weighted by residents, of what is known of them: a good
    /// neighbourhood does not make up for a bad one before it is scored.
    pub fn new(catalogue: &Catalogue, measures: &Measures, figures: &Figures, total: bool) -> Self {
        let scoring = Scoring {
            catalogue,
            measures,
            quantities: Quantities {
                figures,
                coverage: catalogue.coverage,
            },
        };
        let rows = &measures.rows;
        let mut indicators = crate::parallel::map(rows.len(), |row| scoring.indicator(&rows[row]));
        let mut headings = Vec::new();
        let mut start = 0;
        while let Some(first) = rows.get(start) {
            let same = |row: &Measured| (row.level, row.area) == (first.level, first.area);
            let count = rows[start..].iter().take_while(|row| same(row)).count();
            let end = start + count;
            scoring.area(
                &rows[start..end],
                &mut indicators[start..end],
                total,
                &mut headings,
            );
            start = end;
        }
        Scores {
            indicators,
            headings,
        }
    }
}

/// What a mean is made of: a weight, a score, and what bounds it.
type Part = (f64, Option<f64>, f64, f64);

struct Scoring<'a> {
    catalogue: &'a Catalogue,
    measures: &'a Measures,
    quantities: Quantities<'a>,
}

impl Scoring<'_> {
    fn indicator(&self, row: &Measured) -> IndicatorScore {
        let unscored = |status, low, high| IndicatorScore {
            score: None,
            low,
            high,
            status,
            contribution: None,
        };
        let position = usize::from(row.indicator);
        let Some(indicator) = self.catalogue.indicators.get(position) else {
            return unscored(Status::Unknown, 0.0, 1.0);
        };
        if indicator.direction == Direction::Context {
            let known = row.value.is_some() || row.low.is_some();
            let status = if known {
                Status::Context
            } else {
                Status::Unknown
            };
            return unscored(status, 0.0, 1.0);
        }
        let level = usize::from(row.level);
        let finest = indicator.measured_from(self.nest()).unwrap_or(0);
        let tolerance = self.catalogue.tolerance;
        let (score, (low, high)) = match level <= finest {
            true => direct(indicator, row, tolerance),
            false => {
                let place = (level, row.area as usize);
                let parts = self.parts(position, finest, place, indicator);
                // What is known of the whole and of no part is scored as it is.
                match parts {
                    (None, (low, high)) if low <= 0.0 && high >= 1.0 => {
                        direct(indicator, row, tolerance)
                    }
                    parts => parts,
                }
            }
        };
        IndicatorScore {
            score,
            low,
            high,
            status: match score {
                Some(score) => Status::of((score, score)),
                None => Status::of((low, high)),
            },
            contribution: None,
        }
    }

    fn nest(&self) -> &super::nest::Nest {
        self.quantities.figures.nest()
    }

    /// The mean over the parts of an area.
    fn parts(
        &self,
        position: usize,
        finest: usize,
        whole: (usize, usize),
        indicator: &Indicator,
    ) -> (Option<f64>, (f64, f64)) {
        let pieces = self.nest().pieces(finest, whole).unwrap_or_default();
        let (mut known, mut sum, mut all) = (0.0, 0.0, 0.0);
        let (mut least, mut most) = (0.0, 0.0);
        for piece in pieces {
            let weight = self.quantities.people(finest, piece);
            all += weight;
            let row = self.measures.at(finest, piece, position);
            let (score, (low, high)) = row.map_or((None, (0.0, 1.0)), |row| {
                direct(indicator, row, self.catalogue.tolerance)
            });
            if let Some(score) = score {
                known += weight;
                sum += weight * score;
            }
            least += weight * low;
            most += weight * high;
        }
        if all <= 0.0 {
            return (None, (0.0, 1.0));
        }
        let enough = known > 0.0 && known >= self.catalogue.coverage * all;
        let bounds = (least / all, most / all);
        (enough.then(|| within(sum / known, bounds)), bounds)
    }

    /// The headings of one area.
    fn area(
        &self,
        rows: &[Measured],
        scores: &mut [IndicatorScore],
        total: bool,
        headings: &mut Vec<HeadingScore>,
    ) {
        let Some(first) = rows.first() else { return };
        let place = (usize::from(first.level), first.area as usize);
        let figures = self.quantities.figures;
        let need = figures.at(&self.catalogue.need, place.0, place.1);
        let need = need.and_then(|need| need.known());
        let mean = |parts: &[Part]| {
            let all: f64 = parts.iter().map(|part| part.0).sum();
            let known = parts.iter().filter_map(|part| Some((part.0, part.1?)));
            let (known, sum) = known.fold((0.0, 0.0), |so_far, (weight, score)| {
                (so_far.0 + weight, so_far.1 + weight * score)
            });
            let bound = |pick: fn(&Part) -> f64| {
                parts.iter().map(|part| part.0 * pick(part)).sum::<f64>() / all
            };
            let coverage = known / all;
            let enough = known > 0.0 && coverage >= self.catalogue.coverage;
            let (low, high) = (bound(|part| part.2), bound(|part| part.3));
            let score = enough.then(|| within(sum / known, (low, high)));
            HeadingScore {
                level: first.level,
                area: first.area,
                heading: None,
                score,
                low,
                high,
                coverage,
                need,
                priority: need.zip(score).map(|(need, score)| need * (1.0 - score)),
            }
        };
        let mut of_total = Vec::new();
        for (number, heading) in (0..).zip(&self.catalogue.headings) {
            let own: Vec<usize> = (0..rows.len())
                .filter(|at| {
                    let indicator = &self.catalogue.indicators[usize::from(rows[*at].indicator)];
                    indicator.heading == heading.id
                        && indicator.direction != Direction::Context
                        && indicator.weight > 0.0
                })
                .collect();
            if own.is_empty() {
                continue;
            }
            let weight =
                |at: usize| self.catalogue.indicators[usize::from(rows[at].indicator)].weight;
            let parts: Vec<Part> = own
                .iter()
                .map(|at| {
                    let own = scores[*at];
                    // What is known of the interval is known: a score bounds itself.
                    (weight(*at), own.score, own.low, own.high)
                })
                .collect();
            let score = mean(&parts);
            let known = own.iter().filter(|at| scores[**at].score.is_some());
            let known: f64 = known.map(|at| weight(*at)).sum();
            for at in own {
                let own = &mut scores[at];
                own.contribution = own.score.map(|score| weight(at) * score / known);
            }
            if heading.weight > 0.0 {
                of_total.push((heading.weight, score.score, score.low, score.high));
            }
            headings.push(HeadingScore {
                heading: Some(number),
                ..score
            });
        }
        if total && !of_total.is_empty() {
            headings.push(mean(&of_total));
        }
    }
}

/// The mean of what is known, moved to the nearest end of what the mean of all can be.
fn within(mean: f64, (low, high): (f64, f64)) -> f64 {
    mean.max(low).min(high)
}

/// The score of a value, and what bounds it. Where no value is known but whatever it is makes hardly
/// a difference, the score is the middle.
fn direct(indicator: &Indicator, row: &Measured, tolerance: f64) -> (Option<f64>, (f64, f64)) {
    let Some(utility) = &indicator.utility else {
        return (None, (0.0, 1.0));
    };
    let score = row.value.and_then(|value| utility.of(value));
    let (low, high) = match (row.low, row.high) {
        (None, None) => (0.0, 1.0),
        (low, high) => utility.range(low.unwrap_or(f64::NEG_INFINITY), high),
    };
    match score {
        // A value from what is known lies between what it can be.
        Some(score) => (Some(score), (low.min(score), high.max(score))),
        None => {
            let middle = (low + high) / 2.0;
            let sure = high - low <= tolerance;
            (sure.then_some(middle), (low, high))
        }
    }
}
