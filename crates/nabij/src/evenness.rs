//! How evenly things are spread: over kinds, over areas, and what would be a fair share.
//!
//! An unknown number makes an unknown result: nothing is filled in. Sums are made in the order of
//! the numbers, so that the order of the input does not matter.

mod fair;

pub use fair::{FairShare, Holding, proportional_share};

/// Shannon's evenness of counts over a fixed number of kinds: 0 where all is of one kind, 1 where
/// every kind has as much.
///
/// −Σ p ln p ÷ ln K. K is the size of the catalogue of kinds, not the number of kinds found: else
/// an area without some kinds would seem more even. Kinds that are not there may be left out or
/// have count 0.
///
/// Nothing where a count is unknown, negative or not finite, where all are 0, where there are more
/// counts than kinds, or fewer than two kinds. Source: Shannon 1948; Pielou 1966.
///
/// ```
/// let shares = [Some(0.5), Some(0.3), Some(0.2)];
/// let found = nabij::evenness(&shares, 3).ok_or("unknown")?;
/// assert_eq!(format!("{found:.6}"), "0.937231");
/// assert!(nabij::evenness(&shares, 4) < Some(found)); // one kind is missing
/// assert_eq!(nabij::evenness(&[Some(1.0), None], 3), None);
/// # Ok::<(), &str>(())
/// ```
pub fn evenness(counts: &[Option<f64>], kinds: usize) -> Option<f64> {
    if kinds < 2 || counts.len() > kinds {
        return None;
    }
    let terms = shares(counts)?.into_iter().filter(|share| *share > 0.0);
    let entropy = terms.fold(0.0, |sum, share| sum - share * share.ln());
    Some((entropy / (kinds as f64).ln()).clamp(0.0, 1.0))
}

/// The Gini–Simpson index 1 − Σ p²: the chance that two taken at random differ in kind.
///
/// Nothing where [`concentration`] is nothing. Source: Simpson 1949.
///
/// ```
/// let found = nabij::simpson(&[Some(50.0), Some(30.0), Some(20.0)]).ok_or("unknown")?;
/// assert_eq!(format!("{found:.2}"), "0.62");
/// # Ok::<(), &str>(())
/// ```
pub fn simpson(counts: &[Option<f64>]) -> Option<f64> {
    concentration(counts).map(|index| 1.0 - index)
}

/// The Herfindahl–Hirschman index Σ p²: 1 where one provider has all, 1 ÷ n where n have as much.
///
/// Nothing where a count is unknown, negative or not finite, or all are 0. Source: Hirschman 1964.
///
/// ```
/// assert_eq!(nabij::concentration(&[Some(40.0)]), Some(1.0));
/// assert_eq!(nabij::concentration(&[Some(3.0), Some(1.0)]), Some(0.625)); // 9/16 + 1/16
/// assert_eq!(nabij::concentration(&[Some(3.0), None]), None);
/// ```
pub fn concentration(counts: &[Option<f64>]) -> Option<f64> {
    Some(shares(counts)?.into_iter().map(|share| share * share).sum())
}

/// The location quotient (v ÷ d) ÷ (V ÷ D) of an area within a city: above 1 the area has more
/// than its share.
///
/// `part` and `whole` are (number, base) of the area and of the city: places for attention groups
/// and dwellings, say. Nothing where one is unknown, negative or not finite, and where either base
/// or the city's number is 0.
///
/// ```
/// let city = (Some(100.0), Some(10_000.0));
/// assert_eq!(nabij::location_quotient((Some(30.0), Some(2_000.0)), city), Some(1.5));
/// assert_eq!(nabij::location_quotient((None, Some(2_000.0)), city), None);
/// ```
pub fn location_quotient(
    part: (Option<f64>, Option<f64>),
    whole: (Option<f64>, Option<f64>),
) -> Option<f64> {
    let [own, base, all, all_base] = [part.0, part.1, whole.0, whole.1].map(number);
    let (base, all, all_base) = (above_0(base?)?, above_0(all?)?, above_0(all_base?)?);
    Some((own? * all_base) / (base * all))
}

/// The dissimilarity index ½ Σ |a ÷ A − b ÷ B| of two groups over areas: the share of either that
/// would have to move for both to be spread alike. 0 is alike, 1 is apart.
///
/// It is a number of the whole city, and small groups over many areas raise it. Nothing where a
/// number is unknown, negative or not finite, or a group is empty. Source: Duncan and Duncan 1955.
///
/// ```
/// let areas = [(100.0, 0.0), (60.0, 40.0), (40.0, 60.0), (0.0, 100.0)];
/// let found = nabij::dissimilarity(&areas.map(|(a, b)| (Some(a), Some(b)))).ok_or("unknown")?;
/// assert_eq!(format!("{found:.6}"), "0.600000");
/// # Ok::<(), &str>(())
/// ```
pub fn dissimilarity(areas: &[(Option<f64>, Option<f64>)]) -> Option<f64> {
    let known = |(a, b): &(Option<f64>, Option<f64>)| Some((number(*a)?, number(*b)?));
    let areas: Vec<(f64, f64)> = areas.iter().map(known).collect::<Option<_>>()?;
    let a = above_0(sum(areas.iter().map(|(a, _)| *a)))?;
    let b = above_0(sum(areas.iter().map(|(_, b)| *b)))?;
    let apart = areas.iter().map(|(x, y)| (x / a - y / b).abs());
    Some((sum(apart) / 2.0).clamp(0.0, 1.0))
}

/// The Gini coefficient of values (value, people) weighted by people: 0 where everybody has as
/// much. 1 − Σ (L₋₁ + L) p over the Lorenz curve.
///
/// Nothing where a number is unknown, negative or not finite, or the values or weights are all 0.
///
/// ```
/// let values = [1.0, 2.0, 3.0, 4.0, 5.0].map(|value| (Some(value), Some(1.0)));
/// let found = nabij::gini(&values).ok_or("unknown")?;
/// assert_eq!(format!("{found:.6}"), "0.266667");
/// # Ok::<(), &str>(())
/// ```
pub fn gini(values: &[(Option<f64>, Option<f64>)]) -> Option<f64> {
    let known =
        |(value, people): &(Option<f64>, Option<f64>)| Some((number(*value)?, number(*people)?));
    let mut values: Vec<(f64, f64)> = values.iter().map(known).collect::<Option<_>>()?;
    values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let people = above_0(values.iter().map(|(_, people)| people).sum())?;
    let total = above_0(values.iter().map(|(value, people)| value * people).sum())?;
    let (mut curve, mut under) = (0.0, 0.0);
    for (value, weight) in values {
        let next = curve + value * weight / total;
        under += (curve + next) * weight / people;
        curve = next;
    }
    Some((1.0 - under).clamp(0.0, 1.0))
}

/// Each count's share of all, the smallest first.
fn shares(counts: &[Option<f64>]) -> Option<Vec<f64>> {
    let counts = counts.iter().map(|count| number(*count));
    let mut counts: Vec<f64> = counts.collect::<Option<_>>()?;
    counts.sort_by(f64::total_cmp);
    let all = above_0(counts.iter().sum())?;
    Some(counts.into_iter().map(|count| count / all).collect())
}

/// A sum that does not depend on the order.
fn sum(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.into_iter().sum()
}

/// A count, if it is one.
fn number(number: Option<f64>) -> Option<f64> {
    number.filter(|number| number.is_finite() && *number >= 0.0)
}

fn above_0(number: f64) -> Option<f64> {
    (number.is_finite() && number > 0.0).then_some(number)
}

#[cfg(test)]
mod tests;
