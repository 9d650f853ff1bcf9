//! People per address, by the rules of Dutch practice: each rule has a test of its name, and an
//! oracle in plain floating point spreads random cases again.

mod laws;
mod oracle;
mod rules;

use std::collections::BTreeMap;

use nabij::{Dwellings, Spread, Texts, Totals, Weight};

/// One address: id, dwellings, own count, postcode, square, buurt.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub id: String,
    pub dwellings: u32,
    pub own: Option<f64>,
    pub zones: [Option<String>; 2],
    pub buurt: Option<String>,
}

/// Totals by code; none is suppressed.
pub(crate) type Codes = BTreeMap<String, Option<f64>>;

/// What is to be spread.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    pub zones: [Codes; 2],
    pub buurten: Codes,
}

pub(crate) fn weight(people: Option<f64>) -> Weight {
    people.map_or(Weight::UNKNOWN, |people| Weight::new(people).unwrap())
}

pub(crate) fn dwellings(homes: &[Home]) -> Dwellings {
    let ids: Texts = homes.iter().map(|home| &home.id).collect();
    let number: Vec<Weight> = homes
        .iter()
        .map(|home| weight(Some(home.dwellings.into())))
        .collect();
    let zone = |at: usize| {
        homes
            .iter()
            .map(|home| home.zones[at].clone())
            .collect::<Vec<_>>()
    };
    let buurten: Vec<_> = homes.iter().map(|home| home.buurt.clone()).collect();
    let built = Dwellings::new(&ids).number(&number).unwrap();
    let built = built
        .zones("pc6", &zone(0))
        .unwrap()
        .zones("square", &zone(1))
        .unwrap();
    built.areas(&buurten).unwrap()
}

pub(crate) fn spread(homes: &[Home], people: &People) -> Spread {
    let codes = |codes: &Codes| -> BTreeMap<String, Weight> {
        codes
            .iter()
            .map(|(code, people)| (code.clone(), weight(*people)))
            .collect()
    };
    let totals = Totals {
        name: "inw_est".to_owned(),
        own: Some(homes.iter().map(|home| weight(home.own)).collect()),
        zones: people.zones.iter().map(codes).collect(),
        areas: codes(&people.buurten),
    };
    dwellings(homes).spread(&totals).unwrap()
}

/// People per address, none where unknown.
pub(crate) fn people(spread: &Spread) -> Vec<Option<f64>> {
    let people = |w: &Weight| w.millionths().map(|millionths| millionths as f64 / 1e6);
    spread.weights.iter().map(people).collect()
}
