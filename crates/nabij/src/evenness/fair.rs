//! A proportional share: who already has more than that is spared.

use std::collections::BTreeSet;

use crate::{apportion::apportion, error::ShareError};

/// What an area has, and what its share is measured by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Its code.
    pub area: String,
    /// Places it has now.
    pub current: Option<u64>,
    /// What the share is in proportion to, such as dwellings. Which base is fair is a choice.
    pub base: Option<u64>,
}

/// What an area should have, lacks and gets.
#[derive(Clone, Debug, PartialEq)]
pub struct FairShare {
    /// Its code.
    pub area: String,
    /// Its share of all places, those it has and new ones: (Σ current + new) × base ÷ Σ base.
    pub fair: f64,
    /// What it lacks of that; 0 where it has as much or more.
    pub gap: f64,
    /// New places it gets.
    pub new: u64,
}

/// The most that numbers may sum to.
const MOST: u64 = 1_000_000_000;

/// Divides new places over areas in proportion to what each lacks of its fair share; areas that
/// have their share or more get none. Sorted by area.
///
/// The whole is met exactly in whole places: the largest remainders are rounded up, ties by the
/// byte order of areas. Source: Ontwerp Woonzorgvisie Den Haag 2024, "alle stadsdelen en
/// gebiedsteams een evenredig aandeel […] Gebieden die nu reeds een onevenredig aandeel leveren
/// worden daarbij ontzien" (lines 2322–2327); that the base is dwellings is an assumption.
///
/// # Errors
/// [`ShareError`] when an area occurs twice or a number of it is not known, when the bases sum to
/// 0, and when numbers sum to more than 10⁹.
///
/// ```
/// use nabij::{Holding, proportional_share};
/// let area = |area: &str, current, base| Holding {
///     area: area.to_owned(), current: Some(current), base: Some(base),
/// };
/// // 40 + 20 places over equal bases: a fair share is 20 each.
/// let areas = [area("a", 30, 500), area("b", 10, 500), area("c", 0, 500)];
/// let shares = proportional_share(20, &areas)?;
/// assert_eq!(shares.iter().map(|s| s.gap).collect::<Vec<_>>(), [0.0, 10.0, 20.0]);
/// assert_eq!(shares.iter().map(|s| s.new).collect::<Vec<_>>(), [0, 7, 13]); // 6.67, 13.33
/// # Ok::<(), nabij::ShareError>(())
/// ```
pub fn proportional_share(new: u64, areas: &[Holding]) -> Result<Vec<FairShare>, ShareError> {
    let mut codes = BTreeSet::new();
    let mut known = Vec::with_capacity(areas.len());
    for one in areas {
        let area = one.area.as_str();
        if !codes.insert(area) {
            let area = area.to_owned();
            return Err(ShareError::Duplicate { area });
        }
        let unknown = |what| ShareError::Unknown {
            area: area.to_owned(),
            what,
        };
        let current = one.current.ok_or_else(|| unknown("current number"))?;
        let base = one.base.ok_or_else(|| unknown("base"))?;
        known.push((area, current, base));
    }
    known.sort_unstable();
    let what = "current and new numbers";
    let all = sum(
        known.iter().map(|(_, current, _)| *current).chain([new]),
        what,
    )?;
    let bases = sum(known.iter().map(|(_, _, base)| *base), "bases")?;
    if bases == 0 {
        return Err(ShareError::NoBase);
    }
    // Gaps times the sum of bases are whole, so nothing is rounded: all factors are at most 10⁹.
    let gaps: Vec<i128> = known
        .iter()
        .map(|(_, current, base)| (all * i128::from(*base) - i128::from(*current) * bases).max(0))
        .collect();
    let parts = apportion(i128::from(new), &gaps);
    let rows = known.into_iter().zip(gaps).zip(parts);
    Ok(rows
        .map(|(((area, _, base), gap), part)| FairShare {
            area: area.to_owned(),
            fair: (all * i128::from(base)) as f64 / bases as f64,
            gap: gap as f64 / bases as f64,
            new: u64::try_from(part).unwrap_or(0),
        })
        .collect())
}

fn sum(numbers: impl Iterator<Item = u64>, what: &'static str) -> Result<i128, ShareError> {
    let mut sum = 0_u64;
    for number in numbers {
        sum = sum.saturating_add(number);
    }
    if sum > MOST {
        return Err(ShareError::TooMany { what });
    }
    Ok(i128::from(sum))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn area(area: &str, current: u64, base: u64) -> Holding {
        Holding {
            area: area.to_owned(),
            current: Some(current),
            base: Some(base),
        }
    }

    fn new(total: u64, areas: &[Holding]) -> Vec<u64> {
        let shares = proportional_share(total, areas).unwrap();
        shares.iter().map(|share| share.new).collect()
    }

    #[test]
    fn a4_an_area_with_more_than_its_share_is_spared() {
        // 100 + 50 places over 1 000, 2 000 and 2 000 dwellings: fair is 30, 60 and 60.
        let areas = [
            area("c", 10, 2_000),
            area("a", 60, 1_000),
            area("b", 30, 2_000),
        ];
        let shares = proportional_share(50, &areas).unwrap();
        let of = |at: usize| {
            let share = &shares[at];
            (share.area.as_str(), share.fair, share.gap, share.new)
        };
        // b lacks 30 and c lacks 50 of 80: 18.75 and 31.25.
        assert_eq!(of(0), ("a", 30.0, 0.0, 0));
        assert_eq!(of(1), ("b", 60.0, 30.0, 19));
        assert_eq!(of(2), ("c", 60.0, 50.0, 31));
    }

    #[test]
    fn c9_an_area_with_exactly_its_share_gets_nothing() {
        // 20 + 10 places over equal bases: fair is 10.
        assert_eq!(
            new(10, &[area("a", 10, 1), area("b", 9, 1), area("c", 1, 1)]),
            [0, 1, 9]
        );
    }

    #[test]
    fn ties_go_by_the_order_of_areas() {
        assert_eq!(
            new(2, &[area("c", 0, 1), area("b", 0, 1), area("a", 0, 1)]),
            [1, 1, 0]
        );
        assert_eq!(new(0, &[area("a", 5, 1), area("b", 0, 1)]), [0, 0]);
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        let mut areas = [area("a", 1, 1), area("b", 1, 1)];
        areas[1].current = None;
        let found = proportional_share(1, &areas).unwrap_err();
        assert_eq!(
            found.to_string(),
            r#"area "b" has no current number: a fair share needs it of every area"#
        );
        areas[1].current = Some(0);
        areas[1].base = None;
        assert!(proportional_share(1, &areas).is_err());
        let twice = [area("a", 1, 1), area("a", 1, 1)];
        assert!(proportional_share(1, &twice).is_err());
        assert_eq!(
            proportional_share(1, &[area("a", 1, 0)]),
            Err(ShareError::NoBase)
        );
        assert_eq!(proportional_share(0, &[]), Err(ShareError::NoBase));
        let large = [area("a", u64::MAX, 1), area("b", 0, 1)];
        assert!(proportional_share(1, &large).is_err());
    }

    proptest! {
        #[test]
        fn c9_new_places_sum_to_the_total_and_stay_within_the_gaps(
            total in 0_u64..=1_000_000,
            numbers in prop::collection::vec((0_u64..10_000, 0_u64..10_000), 1..12),
        ) {
            let areas: Vec<Holding> = numbers
                .iter()
                .enumerate()
                .map(|(at, (current, base))| area(&format!("{at:02}"), *current, *base))
                .collect();
            prop_assume!(numbers.iter().any(|(_, base)| *base > 0));
            let shares = proportional_share(total, &areas).unwrap();
            prop_assert_eq!(shares.iter().map(|share| share.new).sum::<u64>(), total);
            for (share, (current, _)) in shares.iter().zip(&numbers) {
                prop_assert!(share.new as f64 <= share.gap.ceil() + 1e-6);
                prop_assert!(share.new == 0 || (*current as f64) < share.fair);
            }
            let mut turned = areas;
            turned.reverse();
            prop_assert_eq!(proportional_share(total, &turned).unwrap(), shares);
        }
    }
}
