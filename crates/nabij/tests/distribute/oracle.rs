//! The rules again, in plain floating point and without sharing a line.

use std::collections::BTreeMap;

use super::{Home, People};

/// People per address, as the rules say, to about a millionth.
pub fn spread(homes: &[Home], people: &People) -> Vec<Option<f64>> {
    let mut found: Vec<Option<f64>> = homes.iter().map(|home| home.own).collect();
    for at in 0..2 {
        let before = found.clone();
        for (number, home) in homes.iter().enumerate() {
            let total = home.zones[at]
                .as_ref()
                .and_then(|zone| people.zones[at].get(zone)?.as_ref());
            if before[number].is_some() || home.dwellings == 0 {
                continue;
            }
            if let Some(total) = total {
                let mates = homes.iter().filter(|mate| mate.zones[at] == home.zones[at]);
                let own: f64 = mates.clone().filter_map(|mate| mate.own).sum();
                let all: u32 = mates
                    .filter(|mate| mate.own.is_none())
                    .map(|mate| mate.dwellings)
                    .sum();
                found[number] =
                    Some((total - own).max(0.0) * f64::from(home.dwellings) / f64::from(all));
            }
        }
    }
    let mut buurten: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (number, home) in homes.iter().enumerate() {
        if let Some(buurt) = &home.buurt {
            buurten.entry(buurt).or_default().push(number);
        }
    }
    for (buurt, mates) in buurten {
        let Some(Some(total)) = people.buurten.get(buurt) else {
            continue;
        };
        let lived_in = |at: &&usize| homes[**at].dwellings > 0 || homes[**at].own.is_some();
        let mates: Vec<usize> = mates.iter().filter(lived_in).copied().collect();
        let published: f64 = mates.iter().filter_map(|at| found[*at]).sum();
        let open: Vec<usize> = mates
            .iter()
            .copied()
            .filter(|at| found[*at].is_none())
            .collect();
        let number = |at: &usize| f64::from(homes[*at].dwellings);
        let all: f64 = open.iter().map(number).sum();
        for at in &open {
            found[*at] = Some((total - published).max(0.0) * number(at) / all);
        }
        let placed: f64 = mates.iter().filter_map(|at| found[*at]).sum();
        let all: f64 = mates.iter().map(number).sum();
        for at in &mates {
            found[*at] = match placed > 0.0 {
                true => found[*at].map(|people| people * total / placed),
                false if all > 0.0 => Some(total * number(at) / all),
                false => found[*at],
            };
        }
    }
    let nobody =
        |(home, people): (&Home, Option<f64>)| people.or((home.dwellings == 0).then_some(0.0));
    homes.iter().zip(found).map(nobody).collect()
}
