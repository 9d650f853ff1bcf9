//! What holds for every input.

use proptest::prelude::*;

use super::{Codes, Home, People, dwellings, oracle, people, spread};

const ZONES: [&str; 4] = ["A", "B", "C", "D"];

fn codes(most: u32) -> impl Strategy<Value = Codes> {
    let total = proptest::option::weighted(0.8, (0..most).prop_map(f64::from));
    proptest::collection::btree_map(
        proptest::sample::select(&ZONES[..]).prop_map(str::to_owned),
        total,
        0..5,
    )
}

fn totals() -> impl Strategy<Value = People> {
    (codes(60), codes(60), codes(200)).prop_map(|(pc6, square, buurten)| People {
        zones: [pc6, square],
        buurten,
    })
}

fn homes() -> impl Strategy<Value = Vec<Home>> {
    let zone = || {
        proptest::option::weighted(
            0.9,
            proptest::sample::select(&ZONES[..]).prop_map(str::to_owned),
        )
    };
    let home = (
        0_u32..4,
        proptest::option::weighted(0.15, 0_u32..30),
        zone(),
        zone(),
        zone(),
    );
    proptest::collection::vec(home, 1..25).prop_map(|homes| {
        let home =
            |(at, (dwellings, own, pc6, square, buurt)): (usize, (u32, Option<u32>, _, _, _))| {
                Home {
                    id: format!("{:02}", at * 7 % 25),
                    dwellings,
                    own: own.map(f64::from),
                    zones: [pc6, square],
                    buurt,
                }
            };
        homes.into_iter().enumerate().map(home).collect()
    })
}

proptest! {
    #[test]
    fn as_the_oracle_says((homes, totals) in (homes(), totals())) {
        let (found, wanted) = (people(&spread(&homes, &totals)), oracle::spread(&homes, &totals));
        for ((home, found), wanted) in homes.iter().zip(found).zip(wanted) {
            match (found, wanted) {
                // Rounding to millionths in the zones is scaled with the area.
                (Some(found), Some(wanted)) => prop_assert!((found - wanted).abs() < 1e-3, "{home:?}: {found}, {wanted}"),
                (found, wanted) => prop_assert_eq!(found, wanted, "{:?}", home),
            }
        }
    }

    #[test]
    fn totals_of_buurten_are_met_exactly((homes, totals) in (homes(), totals())) {
        let found = spread(&homes, &totals);
        for area in &found.areas {
            let Some(total) = area.total.millionths() else { continue };
            let inside = homes.iter().zip(&found.weights).filter(|(home, _)| home.buurt.as_deref() == Some(&area.area));
            let sum: i64 = inside.filter_map(|(_, w)| w.millionths()).sum();
            let nowhere = found.unplaced.iter().filter(|u| u.zoning.is_none() && u.code == area.area);
            let nowhere: i64 = nowhere.filter_map(|u| u.people.millionths()).sum();
            prop_assert_eq!(sum + nowhere, total);
            prop_assert!(nowhere == 0 || area.factor.is_none());
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter((homes, totals, turn) in (homes(), totals(), 0_usize..25)) {
        let mut turned = homes.clone();
        turned.reverse();
        let by = turn % homes.len();
        turned.rotate_left(by);
        let (found, other) = (spread(&homes, &totals), spread(&turned, &totals));
        for (home, weight) in homes.iter().zip(&found.weights) {
            let at = turned.iter().position(|one| one.id == home.id).unwrap();
            prop_assert_eq!(*weight, other.weights[at]);
        }
        prop_assert_eq!(&found.areas, &other.areas);
        prop_assert_eq!(&found.unplaced, &other.unplaced);
    }

    #[test]
    fn a_part_is_within_the_whole_and_keeps_its_sum((homes, all, part) in (homes(), totals(), totals())) {
        let dwellings = dwellings(&homes);
        let (whole, raw) = (spread(&homes, &all), spread(&homes, &part));
        let lowered = raw.clone().within(&whole, &dwellings);
        let sum = |spread: &nabij::Spread| spread.weights.iter().filter_map(|w| w.millionths()).sum::<i64>();
        let listed: i64 = lowered.unplaced[raw.unplaced.len()..].iter().filter_map(|u| u.people.millionths()).sum();
        prop_assert_eq!(sum(&lowered) + listed, sum(&raw));
        for (part, whole) in lowered.weights.iter().zip(&whole.weights) {
            if let (Some(part), Some(whole)) = (part.millionths(), whole.millionths()) {
                prop_assert!(0 <= part && part <= whole);
            }
        }
        let unknown = |spread: &nabij::Spread| spread.weights.iter().map(|w| w.millionths().is_none()).collect::<Vec<_>>();
        prop_assert_eq!(unknown(&raw), unknown(&lowered));
    }
}
