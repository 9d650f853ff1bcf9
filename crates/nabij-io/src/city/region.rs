//! Larger areas by code: those that are no level of CBS, and those an area is known to be part of.

use std::collections::BTreeMap;

use nabij::{Areas, Level};
use serde::Deserialize;

use crate::error::JobError;

const PRESETS: &str = include_str!("../../areas/presets.toml");

/// A larger area, and the codes that it consists of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    code: String,
    name: String,
    codes: Vec<String>,
    /// Where that comes from, for readers of the file.
    #[serde(rename = "source")]
    _source: String,
}

/// The larger areas of a preset.
#[derive(Debug)]
pub(super) struct Regions(Vec<Region>);

impl Regions {
    /// The larger areas of the preset of a name.
    pub fn named(name: &str) -> Result<Self, JobError> {
        let mut all: BTreeMap<String, Vec<Region>> =
            toml::from_str(PRESETS).map_err(|error| JobError::Incomplete(error.to_string()))?;
        let known = all.keys().cloned().collect::<Vec<_>>().join(", ");
        let found = all.remove(name).ok_or_else(|| {
            JobError::Incomplete(format!("asks for the areas {name:?}; there are {known}"))
        })?;
        Ok(Regions(found))
    }

    /// Code and name of the larger area that an area with this code is part of.
    pub fn parent(&self, code: &str) -> Option<(String, String)> {
        let code = digits(code)?;
        let is_part = |own: &String| digits(own).is_some_and(|own| code.starts_with(own));
        let mut all = self.0.iter();
        let region = all.find(|region| region.codes.iter().any(is_part))?;
        Some((region.code.clone(), region.name.clone()))
    }
}

/// By code of the finest level the codes of the larger areas known so far, finer ones first.
pub(super) fn codes_above(areas: &Areas) -> BTreeMap<String, Vec<String>> {
    let Some((finest, coarser)) = areas.levels().split_first() else {
        return BTreeMap::new();
    };
    let above = |at: usize| {
        let code = |level: &Level| {
            let own = level.of.get(at).copied().flatten()?;
            level.ids.get(own as usize).cloned()
        };
        coarser.iter().filter_map(code).collect()
    };
    let codes = finest.ids.iter().enumerate();
    codes.map(|(at, id)| (id.clone(), above(at))).collect()
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
        let zuidwest = Regions::named("zuidwest").unwrap();
        let part = |code| zuidwest.parent(code).is_some();
        // Bouwlust-Vrederust, Morgenstond, Moerwijk.
        assert!(part("BU05183387") && part("WK051834") && part("BU05183600"));
        // Leyenburg, Zuiderpark, Wateringse Veld with Kerketuinen, another municipality.
        assert!(!part("BU05183200") && !part("WK051835") && !part("BU05184006"));
        assert!(!part("BU05033387") && !part("051833") && !part("é") && !part(""));
    }

    #[test]
    fn section_7_the_14_buurten_are_more_than_zuidwest() {
        let zuidwest = Regions::named("zuidwest").unwrap();
        // What is often given as Zuidwest, with the inhabitants of 2019 (CBS 84583NED).
        let buurten = [
            ("BU05181785", 55),     // Kerketuinen en Zichtenburg
            ("BU05183284", 15_010), // Leyenburg
            ("BU05183387", 8_730),
            ("BU05183396", 7_955),
            ("BU05183398", 10_820),
            ("BU05183399", 1_525),
            ("BU05183480", 6_205),
            ("BU05183488", 7_505),
            ("BU05183489", 5_630),
            ("BU05183536", 155), // Zuiderpark
            ("BU05183620", 3_245),
            ("BU05183637", 6_245),
            ("BU05183638", 7_035),
            ("BU05183639", 4_765),
        ];
        let wijken = [
            ("WK051833", 29_040),
            ("WK051834", 19_345),
            ("WK051836", 21_300),
        ];
        assert!(
            wijken
                .iter()
                .all(|(code, _)| zuidwest.parent(code).is_some())
        );
        assert_eq!(wijken.iter().map(|(_, n)| n).sum::<u32>(), 69_685);
        assert_eq!(buurten.iter().map(|(_, n)| n).sum::<u32>(), 84_880);
        let outside = buurten
            .iter()
            .filter(|(code, _)| zuidwest.parent(code).is_none());
        let outside: Vec<&str> = outside.map(|(code, _)| *code).collect();
        assert_eq!(outside, ["BU05181785", "BU05183284", "BU05183536"]);
    }

    #[test]
    fn section_7_bouwlust_is_part_of_a_wijk_and_regentes_valkenbos_is_two() {
        let regions = ["zuidwest", "regentes-valkenbos"].map(|name| Regions::named(name).unwrap());
        let [zuidwest, regentes] = &regions;
        // All of the wijk Bouwlust-Vrederust: CBS knows no Bouwlust.
        for buurt in ["BU05183387", "BU05183396", "BU05183398", "BU05183399"] {
            assert_eq!(zuidwest.parent(buurt).unwrap().0, "zuidwest");
        }
        assert_eq!(regentes.0[0].codes, ["WK051820", "WK051821"]);
        assert_eq!(
            regentes.parent("BU05182074").unwrap().1,
            "Regentes/Valkenbos"
        );
        assert_eq!(regentes.parent("BU05182271"), None);
    }

    #[test]
    fn section_7_two_regions_are_called_haaglanden() {
        let regions =
            ["haaglanden-zorg", "haaglanden-wonen"].map(|name| Regions::named(name).unwrap());
        let [care, housing] = regions.each_ref().map(|Regions(all)| all[0].codes.clone());
        assert_eq!((care.len(), housing.len()), (5, 9));
        assert!(care.iter().all(|code| housing.contains(code)));
        // Delft takes part in housing alone.
        assert_eq!(regions[0].parent("BU05030101"), None);
        let delft = regions[1].parent("BU05030101").unwrap();
        assert_eq!(delft.1, "Haaglanden (wonen)");
        let error = Regions::named("haaglanden")
            .err()
            .map(|error| error.to_string());
        assert!(error.is_some_and(|text| text.contains("haaglanden-wonen")));
    }

    #[test]
    fn section_7_eight_stadsdelen_of_44_wijken() {
        let stadsdelen = Regions::named("stadsdelen-denhaag").unwrap();
        let mut wijken = BTreeMap::new();
        for number in 1..=44 {
            let code = format!("WK0518{number:02}");
            let (_, name) = stadsdelen.parent(&code).unwrap();
            *wijken.entry(name).or_insert(0) += 1;
        }
        let counted = [
            ("Centrum", 8),
            ("Escamp", 7),
            ("Haagse Hout", 4),
            ("Laak", 2),
            ("Leidschenveen-Ypenburg", 4),
            ("Loosduinen", 5),
            ("Scheveningen", 9),
            ("Segbroek", 5),
        ];
        assert!(
            wijken
                .into_iter()
                .eq(counted.map(|(name, n)| (name.to_owned(), n)))
        );
        let codes: Vec<&String> = stadsdelen.0.iter().flat_map(|one| &one.codes).collect();
        assert_eq!(codes.len(), 44, "each wijk once");
        assert_eq!(stadsdelen.parent("WK051845"), None);
        assert_eq!(stadsdelen.parent("GM0518"), None);
        // Regentes and Valkenbos are in Segbroek; all of Zuidwest is in Escamp.
        let escamp = Some(("escamp".to_owned(), "Escamp".to_owned()));
        let Regions(zuidwest) = Regions::named("zuidwest").unwrap();
        for code in &zuidwest[0].codes {
            assert_eq!(stadsdelen.parent(code), escamp);
        }
        assert_eq!(stadsdelen.parent("BU05183387"), escamp);
        for code in ["WK051820", "WK051821"] {
            assert_eq!(stadsdelen.parent(code).unwrap().1, "Segbroek");
        }
    }
}
