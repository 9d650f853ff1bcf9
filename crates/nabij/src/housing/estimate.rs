//! Whether a dwelling is zero-step, as far as the register of buildings lets guess.

use serde::Deserialize;

use super::Features;

/// What is likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Estimate {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It could be made so: it counts for a half, and is neither.
    Half,
    /// No telling.
    Unknown,
}

impl Estimate {
    /// Yes or no.
    pub(super) fn is(self) -> Option<bool> {
        match self {
            Estimate::Yes => Some(true),
            Estimate::No => Some(false),
            Estimate::Half | Estimate::Unknown => None,
        }
    }

    /// What the first row that fits says. Where that depends on what is not known, the rows that
    /// may fit must agree.
    pub(super) fn of(rows: &[EstimateRow], dwelling: &Features) -> Self {
        let mut found = None;
        for row in rows {
            let fits = row.fits(dwelling);
            if fits == Some(false) {
                continue;
            }
            if found.is_some_and(|found| found != row.zero_step) {
                return Estimate::Unknown;
            }
            if fits == Some(true) {
                return row.zero_step;
            }
            found = Some(row.zero_step);
        }
        Estimate::Unknown
    }
}

/// Numbers from one inclusive to another exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Range {
    from: Option<f64>,
    below: Option<f64>,
}

impl Range {
    /// Whether a number lies in it; a range without ends asks for nothing.
    fn holds(self, number: Option<f64>) -> Option<bool> {
        if self == Range::default() {
            return Some(true);
        }
        let number = number.filter(|number| number.is_finite())?;
        let enough = self.from.is_none_or(|from| number >= from);
        Some(enough && self.below.is_none_or(|below| number < below))
    }

    fn is_empty(self) -> bool {
        let ends = [self.from, self.below];
        let upside_down = |from: f64, below: f64| from >= below;
        ends.into_iter().flatten().any(f64::is_nan)
            || self
                .from
                .zip(self.below)
                .is_some_and(|(from, below)| upside_down(from, below))
    }
}

/// One row of the table of estimates.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EstimateRow {
    #[serde(default)]
    dwellings: Range,
    #[serde(default)]
    floors: Range,
    #[serde(default)]
    year: Range,
    #[serde(default)]
    area: Range,
    zero_step: Estimate,
    /// Why.
    why: String,
}

impl EstimateRow {
    fn fits(&self, dwelling: &Features) -> Option<bool> {
        let tests = [
            self.dwellings
                .holds(dwelling.building_dwellings.map(f64::from)),
            self.floors.holds(dwelling.floors),
            self.year.holds(dwelling.year.map(f64::from)),
            self.area.holds(dwelling.area),
        ];
        if tests.contains(&Some(false)) {
            return Some(false);
        }
        tests.iter().all(Option::is_some).then_some(true)
    }

    /// What is wrong with it.
    pub(super) fn check(&self) -> Result<(), String> {
        let ranges = [self.dwellings, self.floors, self.year, self.area];
        if ranges.into_iter().any(Range::is_empty) {
            return Err("a range holds no number: `from` must lie below `below`".to_owned());
        }
        if self.why.is_empty() {
            return Err("`why` is empty: say why this is likely".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::housing::{HousingRules, HousingType};

    /// The estimate from year, floors, dwellings in the building and area: share and answer.
    fn of(year: u16, floors: f64, dwellings: u32, area: f64) -> (Option<f64>, Option<bool>) {
        let found = HousingRules::built_in().unwrap().classify(&Features {
            year: (year > 0).then_some(year),
            floors: (floors > 0.0).then_some(floors),
            building_dwellings: (dwellings > 0).then_some(dwellings),
            area: (area > 0.0).then_some(area),
            ..Features::default()
        });
        let truth = found.get(HousingType::ZeroStep);
        assert_eq!(found.share_estimated, found.zero_step_share.is_some());
        assert_eq!(truth.estimated, truth.is.is_some());
        (found.zero_step_share, truth.is)
    }

    const YES: (Option<f64>, Option<bool>) = (Some(1.0), Some(true));
    const NO: (Option<f64>, Option<bool>) = (Some(0.0), Some(false));
    const HALF: (Option<f64>, Option<bool>) = (Some(0.5), None);
    const UNKNOWN: (Option<f64>, Option<bool>) = (None, None);

    #[test]
    fn b9_the_estimate_from_the_building_register() {
        assert_eq!(of(1960, 1.0, 1, 80.0), YES); // a bungalow
        assert_eq!(of(1969, 2.0, 1, 140.0), NO);
        assert_eq!(of(1970, 2.0, 1, 100.0), HALF);
        assert_eq!(of(1970, 2.0, 1, 99.9), NO);
        assert_eq!(of(1930, 1.0, 12, 40.0), YES); // a courtyard of one floor
        assert_eq!(of(1965, 5.0, 40, 70.0), YES);
        assert_eq!(of(1964, 5.0, 40, 70.0), UNKNOWN);
        assert_eq!(of(1999, 4.0, 40, 70.0), UNKNOWN);
        assert_eq!(of(2000, 4.0, 40, 70.0), YES);
        assert_eq!(of(2020, 3.9, 40, 70.0), UNKNOWN);
    }

    #[test]
    fn what_is_not_known_leaves_it_open_unless_every_row_that_may_fit_agrees() {
        assert_eq!(of(0, 0.0, 0, 0.0), UNKNOWN);
        assert_eq!(of(0, 1.0, 0, 0.0), YES); // a house or not
        assert_eq!(of(1950, 2.0, 1, 0.0), NO); // large or not
        assert_eq!(of(1980, 2.0, 1, 0.0), UNKNOWN); // no or a half
        assert_eq!(of(1980, 0.0, 40, 0.0), UNKNOWN);
        assert_eq!(of(2010, 6.0, 0, 0.0), UNKNOWN); // a tall house?
        assert_eq!(of(0, 6.0, 40, 0.0), UNKNOWN); // yes or unknown
    }
}
