//! Where the people of areas come from: counted per address, or spread from which totals.

use std::collections::BTreeSet;

use nabij::{AreaScores, Basis, Spread};

use super::Wide;
use crate::city::CityAreas;

/// A source of people, in the order in which sources are asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Own,
    Zone(u8),
    Area,
    Unknown,
}

/// The spread of a weight, where it is one; weight 0 counts addresses.
fn spread<'w>(wide: &'w Wide<'_>, weight: usize) -> Option<&'w Spread> {
    let city = wide.results.city;
    let name = &city.origins.weights().get(weight.checked_sub(1)?)?.name;
    let mut spreads = city.people.iter().flat_map(|people| &people.spreads);
    spreads.find(|spread| spread.name == *name)
}

/// Whether a weight was spread over addresses from the totals of zones.
pub(super) fn was_spread(wide: &Wide<'_>, weight: usize) -> bool {
    spread(wide, weight).is_some()
}

/// For each area of a level the sources of its people, such as `pc6 + buurt`, by weight where they
/// differ; none where nobody is counted.
pub(super) fn sources(
    wide: &Wide<'_>,
    scores: &AreaScores,
    own: &CityAreas,
    level: usize,
) -> Vec<Option<String>> {
    let Some(of) = own.areas.levels().get(level) else {
        return Vec::new();
    };
    let weights = wide.results.city.origins.weights();
    let mut found = vec![vec![BTreeSet::new(); weights.len()]; of.ids.len()];
    for (number, weight) in weights.iter().enumerate() {
        let spread = spread(wide, number + 1);
        for home in wide.homes.iter().map(|home| *home as usize) {
            let finest = scores.area_of.get(home).copied().flatten();
            let area = finest.and_then(|area| of.of.get(area as usize).copied().flatten());
            let known = weight.values.get(home).and_then(|w| w.millionths());
            let basis = match (spread, known) {
                (_, None) => Some(Source::Unknown),
                (None, Some(_)) => Some(Source::Own),
                // Where nobody dwells nobody is counted.
                (Some(spread), Some(_)) => spread.bases.get(home).copied().flatten().map(source),
            };
            let cell = area.and_then(|area| found.get_mut(area as usize)?.get_mut(number));
            if let (Some(basis), Some(cell)) = (basis, cell) {
                cell.insert(basis);
            }
        }
    }
    let named = weights.iter().map(|weight| weight.name.as_str());
    let named: Vec<String> = named
        .map(|name| wide.names.column("{total}", &[("total", name)]))
        .collect();
    let text = |cells: &Vec<BTreeSet<Source>>| {
        let texts: Vec<String> = cells.iter().map(|cell| words(wide, own, cell)).collect();
        let first = texts.first()?;
        if texts.iter().all(|text| text == first) {
            return Some(first.clone()).filter(|text| !text.is_empty());
        }
        let each = named.iter().zip(&texts);
        let each = each.map(|(name, text)| format!("{name}: {text}"));
        Some(each.collect::<Vec<_>>().join("; "))
    };
    found.iter().map(text).collect()
}

fn source(basis: Basis) -> Source {
    match basis {
        Basis::Own => Source::Own,
        Basis::Zone(zoning) => Source::Zone(zoning),
        Basis::Area => Source::Area,
    }
}

fn words(wide: &Wide<'_>, own: &CityAreas, sources: &BTreeSet<Source>) -> String {
    let people = wide.results.city.people.as_ref();
    let word = |source: &Source| match source {
        Source::Own => "own",
        Source::Zone(zoning) => {
            let source = people.and_then(|people| people.sources.get(usize::from(*zoning)));
            source.map_or("", |source| source.zones.as_str())
        }
        Source::Area => {
            let finest = own.areas.levels().first();
            finest.map_or("", |level| level.name.as_str())
        }
        Source::Unknown => "unknown",
    };
    let words: Vec<&str> = sources
        .iter()
        .map(|s| wide.names.data_word(word(s)))
        .collect();
    words.join(" + ")
}
