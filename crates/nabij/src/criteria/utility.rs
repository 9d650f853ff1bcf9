//! From a raw value to a score between 0 and 1.

use serde::Deserialize;

/// How good a value is: straight lines between knots, or a table of classes.
///
/// ```
/// use nabij::criteria::Utility;
/// let share = Utility::between(0.0, 0.9);
/// assert_eq!(share.of(0.45), Some(0.5));
/// assert_eq!(share.of(0.95), Some(1.0)); // no better than the target
/// let band = Utility::knots([(0.0, 0.0), (0.75, 1.0), (1.25, 1.0), (2.0, 0.0)]).unwrap();
/// assert_eq!(band.range(0.5, Some(1.0)), (2.0 / 3.0, 1.0));
/// assert_eq!(band.range(1.0, None), (0.0, 1.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Utility(Shape);

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    /// Ascending in the first, at least one.
    Knots(Vec<(f64, f64)>),
    Classes(Vec<(f64, f64)>),
}

impl Utility {
    /// 0 at the floor, 1 at the target, which may lie below it.
    pub fn between(floor: f64, target: f64) -> Self {
        let mut knots = vec![(floor, 0.0), (target, 1.0)];
        knots.sort_by(|a, b| a.0.total_cmp(&b.0));
        Utility(Shape::Knots(knots))
    }

    /// Straight lines between knots of value and score, the same beyond the first and the last.
    ///
    /// # Errors
    /// What is wrong: no knots, values that do not rise, scores beyond 0 to 1.
    pub fn knots(knots: impl IntoIterator<Item = (f64, f64)>) -> Result<Self, String> {
        let knots: Vec<(f64, f64)> = knots.into_iter().collect();
        if knots.is_empty() {
            return Err("it has no knots".to_owned());
        }
        // Not a number is not above anything either.
        if !knots.windows(2).all(|pair| pair[0].0 < pair[1].0) {
            return Err("the values of its knots must rise".to_owned());
        }
        scores_fit(&knots)?;
        Ok(Utility(Shape::Knots(knots)))
    }

    /// A score for each of some values; of others nothing is known.
    ///
    /// # Errors
    /// What is wrong: no classes, or scores beyond 0 to 1.
    pub fn classes(classes: impl IntoIterator<Item = (f64, f64)>) -> Result<Self, String> {
        let classes: Vec<(f64, f64)> = classes.into_iter().collect();
        if classes.is_empty() {
            return Err("it has no classes".to_owned());
        }
        scores_fit(&classes)?;
        Ok(Utility(Shape::Classes(classes)))
    }

    /// The score of a value; none for a class that the table does not have.
    pub fn of(&self, value: f64) -> Option<f64> {
        match &self.0 {
            Shape::Knots(knots) => Some(on_lines(knots, value)),
            Shape::Classes(classes) => {
                let same = |(class, _): &&(f64, f64)| (class - value).abs() < 1e-9;
                classes.iter().find(same).map(|(_, score)| *score)
            }
        }
    }

    /// The least and the greatest score of values from `low` to `high`, without end where that is
    /// not known.
    pub fn range(&self, low: f64, high: Option<f64>) -> (f64, f64) {
        let high = high.unwrap_or(f64::INFINITY);
        let inside = |value: f64| low <= value && value <= high;
        let scores: Vec<f64> = match &self.0 {
            Shape::Knots(knots) => {
                let between = knots.iter().filter(|(value, _)| inside(*value));
                let ends = [on_lines(knots, low), on_lines(knots, high)];
                between.map(|(_, score)| *score).chain(ends).collect()
            }
            Shape::Classes(classes) => {
                let between = classes.iter().filter(|(class, _)| inside(*class));
                between.map(|(_, score)| *score).collect()
            }
        };
        if scores.is_empty() {
            return (0.0, 1.0);
        }
        let least = scores.iter().copied().fold(1.0, f64::min);
        (least, scores.iter().copied().fold(0.0, f64::max))
    }

    /// Its knots or classes: values with their scores.
    pub fn points(&self) -> &[(f64, f64)] {
        match &self.0 {
            Shape::Knots(points) | Shape::Classes(points) => points,
        }
    }

    /// Whether it is a table of classes.
    pub fn is_table(&self) -> bool {
        matches!(self.0, Shape::Classes(_))
    }

    /// The value nearest to `value` that scores 1, where there is one.
    pub fn target(&self, value: f64) -> Option<f64> {
        let best = self.points().iter().filter(|(_, score)| *score >= 1.0);
        let nearest = |a: &f64, b: &f64| (a - value).abs().total_cmp(&(b - value).abs());
        best.map(|(at, _)| *at).min_by(nearest)
    }
}

fn scores_fit(points: &[(f64, f64)]) -> Result<(), String> {
    let fits = |(value, score): &(f64, f64)| value.is_finite() && (0.0..=1.0).contains(score);
    if points.iter().all(fits) {
        return Ok(());
    }
    Err("its scores must lie between 0 and 1".to_owned())
}

fn on_lines(knots: &[(f64, f64)], value: f64) -> f64 {
    let after = knots.partition_point(|(at, _)| *at <= value);
    match (
        after.checked_sub(1).and_then(|at| knots.get(at)),
        knots.get(after),
    ) {
        (Some((from, low)), Some((to, high))) => {
            low + (high - low) * ((value - from) / (to - from))
        }
        (Some((_, score)), None) | (None, Some((_, score))) => *score,
        (None, None) => 0.0,
    }
}

/// A utility as it stands in a catalogue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UtilityText {
    floor: Option<f64>,
    target: Option<f64>,
    knots: Option<Vec<(f64, f64)>>,
    classes: Option<Vec<(f64, f64)>>,
}

impl UtilityText {
    pub(super) fn read(self) -> Result<Utility, String> {
        match (self.floor, self.target, self.knots, self.classes) {
            (Some(floor), Some(target), None, None) => {
                if floor.is_finite() && target.is_finite() && floor != target {
                    return Ok(Utility::between(floor, target));
                }
                Err("its floor and target must be two different numbers".to_owned())
            }
            (None, None, Some(knots), None) => Utility::knots(knots),
            (None, None, None, Some(classes)) => Utility::classes(classes),
            _ => Err("its utility needs `floor` and `target`, or `knots`, or `classes`".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_is_better_where_the_target_lies_below_the_floor() {
        let balance = Utility::between(0.3, 0.0);
        let of = |value| balance.of(value).unwrap();
        assert_eq!([of(0.0), of(0.15), of(0.3), of(0.4)], [1.0, 0.5, 0.0, 0.0]);
        assert_eq!(balance.range(0.0, Some(0.15)), (0.5, 1.0));
        assert_eq!(balance.target(0.2), Some(0.0));
    }

    #[test]
    fn a_range_knows_the_top_between_its_ends() {
        let band = Utility::knots([(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)]).unwrap();
        assert_eq!(band.range(0.5, Some(1.5)), (0.5, 1.0));
        assert_eq!(band.range(1.5, Some(3.0)), (0.0, 0.5));
    }

    #[test]
    fn a_table_knows_its_classes_only() {
        let classes = Utility::classes([(1.0, 0.0), (2.0, 0.4), (3.0, 1.0)]).unwrap();
        assert_eq!(classes.of(2.0), Some(0.4));
        assert_eq!(classes.of(2.5), None);
        assert_eq!(classes.range(2.0, Some(3.0)), (0.4, 1.0));
        assert_eq!(classes.range(2.2, Some(2.8)), (0.0, 1.0));
    }

    #[test]
    fn what_is_no_utility_is_refused() {
        assert!(Utility::knots([]).is_err());
        assert!(Utility::knots([(1.0, 0.0), (1.0, 1.0)]).is_err());
        assert!(Utility::knots([(f64::NAN, 0.0), (1.0, 1.0)]).is_err());
        assert!(Utility::knots([(0.0, 1.2)]).is_err());
        let text = |text: &str| toml::from_str::<UtilityText>(text).unwrap().read();
        assert!(text("floor = 1").is_err());
        assert!(text("floor = 1\ntarget = 1").is_err());
        assert!(text("floor = 0\ntarget = 1\nknots = [[0, 0]]").is_err());
    }
}
