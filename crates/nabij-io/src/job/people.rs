//! What the manifest and `check` say of people that were spread over addresses.

use std::collections::BTreeMap;

use nabij::{Basis, Spread};
use serde_json::{Value, json};

use crate::city::People;

/// The method in one sentence, for the manifest.
const METHOD: &str = "Own counts first; else zone total less own counts, by dwellings; what an area's total leaves \
over to its other dwellings; each area scaled once to its total; 65+ never above residents.";

/// Sources, method and counts; no counts for the public, who gets rounded numbers alone.
pub(super) fn manifest(people: &People, is_public: bool) -> Value {
    let sources = people.counted.iter().chain(&people.sources);
    let sources: Vec<Value> = sources
        .map(|source| {
            json!({
                "zones": source.zones,
                "file": source.file,
                "source": source.source,
                "year": source.year,
                "over_65": source.over_65_estimated.then_some("percentage x residents, +/- 0.5 point"),
            })
        })
        .collect();
    let weights: BTreeMap<&str, Value> = people
        .spreads
        .iter()
        .map(|spread| (spread.name.as_str(), weight(people, spread)))
        .collect();
    json!({
        "method": METHOD,
        "sources": sources,
        "weights": (!is_public).then_some(weights),
        "zones_far_from_every_address": people.elsewhere,
    })
}

fn weight(people: &People, spread: &Spread) -> Value {
    let mut bases: BTreeMap<&str, usize> = BTreeMap::new();
    for (weight, basis) in spread.weights.iter().zip(&spread.bases) {
        let word = match (weight.millionths(), basis) {
            (None, _) => "unknown",
            (_, None) => "no_dwelling",
            (_, Some(Basis::Own)) => "own",
            (_, Some(Basis::Zone(zoning))) => {
                let source = people.sources.get(usize::from(*zoning));
                source.map_or("zone", |source| source.zones.as_str())
            }
            (_, Some(Basis::Area)) => "areas",
        };
        *bases.entry(word).or_default() += 1;
    }
    let factors = spread.areas.iter().filter_map(|area| area.factor);
    let (low, high) = factors.fold((None::<f64>, None::<f64>), |(low, high), factor| {
        let low = low.map_or(factor, |low| low.min(factor));
        (
            Some(low),
            Some(high.map_or(factor, |high| high.max(factor))),
        )
    });
    json!({
        "addresses_by_source": bases,
        "areas": spread.areas.len(),
        "areas_without_total": spread.areas.iter().filter(|a| a.total.millionths().is_none()).count(),
        "smallest_factor": low,
        "largest_factor": high,
        "areas_with_unusual_factor": spread.areas.iter().filter(|area| area.is_unusual()).count(),
        "not_placed": not_placed(spread),
    })
}

/// People in areas who are at no address. Zones of finer zonings give way to their area.
pub(crate) fn not_placed(spread: &Spread) -> f64 {
    let areas = spread.unplaced.iter().filter(|one| one.zoning.is_none());
    let millionths: i128 = areas
        .filter_map(|one| one.people.millionths())
        .map(i128::from)
        .sum();
    millionths as f64 / 1e6
}
