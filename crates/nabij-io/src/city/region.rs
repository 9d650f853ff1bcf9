//! Larger areas that are no level of CBS, by the codes that they consist of.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::JobError;

const PRESETS: &str = include_str!("../../areas/presets.toml");

/// A region, and the codes that it consists of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    name: String,
    codes: Vec<String>,
    /// Where that comes from, for readers of the file.
    #[serde(rename = "source")]
    _source: String,
}

impl Region {
    /// The region of a name.
    pub fn named(name: &str) -> Result<Self, JobError> {
        let mut all: BTreeMap<String, Region> =
            toml::from_str(PRESETS).map_err(|error| JobError::Incomplete(error.to_string()))?;
        let known = all.keys().cloned().collect::<Vec<_>>().join(", ");
        all.remove(name).ok_or_else(|| {
            JobError::Incomplete(format!("asks for the areas {name:?}; there are {known}"))
        })
    }

    /// The region's name, where an area with this code is part of it.
    pub fn part(&self, code: &str) -> Option<&str> {
        let is_part = |own: &String| {
            digits(code).is_some_and(|code| digits(own).is_some_and(|own| code.starts_with(own)))
        };
        self.codes.iter().any(is_part).then_some(self.name.as_str())
    }
}

/// What follows the two letters of a code of CBS.
fn digits(code: &str) -> Option<&str> {
    let (letters, digits) = code.split_at_checked(2)?;
    ["BU", "WK", "GM"].contains(&letters).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_7_zuidwest_is_three_wijken() {
        let zuidwest = Region::named("zuidwest").unwrap();
        let part = |code| zuidwest.part(code).is_some();
        // Bouwlust-Vrederust, Morgenstond, Moerwijk.
        assert!(part("BU05183387") && part("WK051834") && part("BU05183600"));
        // Leyenburg, Zuiderpark, Wateringse Veld with Kerketuinen, another municipality.
        assert!(!part("BU05183200") && !part("WK051835") && !part("BU05184006"));
        assert!(!part("BU05033387") && !part("051833") && !part("é") && !part(""));
    }

    #[test]
    fn section_7_two_regions_are_called_haaglanden() {
        let (care, housing) = (
            Region::named("haaglanden-zorg").unwrap(),
            Region::named("haaglanden-wonen").unwrap(),
        );
        assert_eq!((care.codes.len(), housing.codes.len()), (5, 9));
        assert!(care.codes.iter().all(|code| housing.codes.contains(code)));
        // Delft takes part in housing alone.
        assert_eq!(care.part("BU05030101"), None);
        assert_eq!(housing.part("BU05030101"), Some("Haaglanden (wonen)"));
        let error = Region::named("haaglanden")
            .err()
            .map(|error| error.to_string());
        assert!(error.is_some_and(|text| text.contains("haaglanden-wonen")));
    }
}
