//! The register of dwellings: those of the complexes, and by rule some of the others.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::addresses::Address;
use super::dwelling::{Dwelling, cells, complex, house};

/// A complex, and where its dwellings are when the address list does not say so: a street and its last number.
struct Complex {
    id: &'static str,
    row: Option<(&'static str, u32)>,
}

const COMPLEXES: [Complex; 5] = [
    Complex {
        id: "C-ANNAHOF",
        row: None,
    },
    Complex {
        id: "C-BRINK",
        row: Some(("Brink", 20)),
    },
    Complex {
        id: "C-LINDE",
        row: None,
    },
    // a residential group of eleven, one too few for a cluster
    Complex {
        id: "C-SNOEK",
        row: Some(("Snoekstraat", 11)),
    },
    Complex {
        id: "C-WILGEN",
        row: None,
    },
];

/// How many of a buurt's other dwellings are registered, and their forms and price segments, each in as many.
struct Sample {
    buurt: &'static str,
    dwellings: usize,
    forms: &'static [(&'static str, usize)],
    prices: &'static [(&'static str, usize)],
}

const fn sample(
    buurt: &'static str,
    dwellings: usize,
    forms: &'static [(&'static str, usize)],
    prices: &'static [(&'static str, usize)],
) -> Sample {
    Sample {
        buurt,
        dwellings,
        forms,
        prices,
    }
}

/// None of Verlaat; an empty word is unknown.
const SAMPLES: [Sample; 7] = [
    sample(
        "BU99990101",
        40,
        &[("zelfstandig", 34), ("woongroep", 4), ("", 2)],
        &[("sociaal", 10), ("midden", 10), ("duur", 20)],
    ),
    sample(
        "BU99990102",
        40,
        &[("zelfstandig", 36), ("meergeneratie", 4)],
        &[("sociaal", 10), ("midden", 20), ("duur", 10)],
    ),
    sample(
        "BU99990103",
        40,
        &[("zelfstandig", 40)],
        &[("sociaal", 9), ("midden", 20), ("duur", 10), ("", 1)],
    ),
    sample(
        "BU99990104",
        40,
        &[("zelfstandig", 30), ("serviceflat", 10)],
        &[("sociaal", 30), ("midden", 10)],
    ),
    sample(
        "BU99990201",
        40,
        &[
            ("zelfstandig", 32),
            ("hofje", 2),
            ("woongroep", 4),
            ("meergeneratie", 2),
        ],
        &[("sociaal", 16), ("midden", 20), ("duur", 4)],
    ),
    sample(
        "BU99990202",
        40,
        &[("zelfstandig", 20), ("meergeneratie", 10), ("", 10)],
        &[("midden", 20), ("duur", 20)],
    ),
    sample("BU99990203", 20, &[("", 20)], &[("sociaal", 20)]),
];

/// The register.
pub fn register(all: &[Address]) -> String {
    let mut out = String::from(
        "woning_id;adres_id;complex_id;woonvorm;prijssegment;label;\
         toegang_zonder_trap;woonkamer_zonder_trap;keuken_zonder_trap;badkamer_zonder_trap;\
         toilet_zonder_trap;slaapkamer_zonder_trap;gelijkvloers;begane_grond;lift;\
         rolstoel_woning;rolstoel_gebouw;ruimte_voor_zorg;bouwjaar;bouwlagen;oppervlakte;\
         activiteiten;zorgteam;hoofdaanbieder\n",
    );
    let mut number = 0;
    let mut add = |address: &Address, complex: &str, dwelling: &Dwelling| {
        number += 1;
        let cells = cells(dwelling);
        // writing to a String cannot fail
        let _ = writeln!(out, "W{number:04};{};{complex};{cells}", address.id);
    };
    let homes: Vec<&Address> = all.iter().filter(|a| a.kind == "address").collect();
    let complex_of = |address: &Address| {
        COMPLEXES.iter().find(|complex| match complex.row {
            Some((street, last)) => address.street == street && address.number <= last,
            None => address.complex == Some(complex.id),
        })
    };
    for one in &COMPLEXES {
        let own = |address: &&&Address| complex_of(address).is_some_and(|c| c.id == one.id);
        for (at, address) in homes.iter().filter(own).enumerate() {
            add(address, one.id, &complex(one.id, at));
        }
    }
    let mut shared: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for home in &homes {
        shared.entry(home.building).or_default().push(&home.id);
    }
    for sample in &SAMPLES {
        let others: Vec<&&Address> = homes
            .iter()
            .filter(|address| address.buurt == sample.buurt && complex_of(address).is_none())
            .collect();
        let word = |words: &[(&'static str, usize)], at: usize| {
            let all = words.iter().flat_map(|&(word, n)| [word].repeat(n));
            all.clone().nth(at).unwrap_or("")
        };
        for at in 0..sample.dwellings {
            let Some(address) = others.get(at * others.len() / sample.dwellings) else {
                continue;
            };
            let neighbours = &shared[&address.building];
            let place = neighbours.iter().position(|id| *id == address.id);
            let mut dwelling = house(address, neighbours.len(), place.unwrap_or(0));
            dwelling.form = word(sample.forms, at * 7 % sample.dwellings);
            dwelling.price = word(sample.prices, at * 3 % sample.dwellings);
            add(address, "", &dwelling);
        }
    }
    out
}
