//! Places and people, by hand.

use super::*;

fn pair(origin: u32, facility: u32, mm: u32) -> Pair {
    Pair {
        origin,
        facility,
        mm,
    }
}

fn weights(values: &[f64]) -> Vec<Weight> {
    values.iter().map(|v| Weight::new(*v).unwrap()).collect()
}

fn best(candidate: u32, gained: f64, weight_unknown: u64) -> Option<Best> {
    Some(Best {
        candidate,
        gained,
        weight_unknown,
    })
}

const LIMIT: Length = Length::metres(500);

#[test]
fn the_limit_is_inclusive_to_the_millimetre() {
    let of = |mm| best_site(&[pair(0, 3, mm)], &weights(&[2.5]), &[true], LIMIT);
    assert_eq!(of(499_999), best(3, 2.5, 0));
    assert_eq!(of(500_000), best(3, 2.5, 0));
    assert_eq!(of(500_001), None);
}

#[test]
fn of_equals_the_first_in_any_order() {
    let pairs = [pair(1, 7, 9), pair(0, 2, 9), pair(2, 5, 9), pair(0, 2, 8)];
    let gained = |pairs: &[Pair]| best_site(pairs, &weights(&[3.0, 3.0, 2.0]), &[true; 3], LIMIT);
    let turned: Vec<Pair> = pairs.iter().rev().copied().collect();
    assert_eq!(gained(&pairs), best(2, 3.0, 0)); // the origin counts once
    assert_eq!(gained(&turned), best(2, 3.0, 0));
}

#[test]
fn unknown_weight_decides_nothing_and_is_told() {
    let some = [Weight::ONE, Weight::UNKNOWN, Weight::UNKNOWN];
    let pairs = [pair(0, 1, 9), pair(1, 0, 9), pair(2, 0, 9), pair(1, 1, 9)];
    let gained = |wanting| best_site(&pairs, &some, wanting, LIMIT);
    assert_eq!(gained(&[true; 3]), best(1, 1.0, 1));
    assert_eq!(gained(&[false, true, true]), best(0, 0.0, 2));
    assert_eq!(gained(&[false; 3]), None);
    // Lists that are too short: nobody there wants anything, or weighs anything that is known.
    assert_eq!(gained(&[true]), best(1, 1.0, 0));
    assert_eq!(best_site(&pairs, &[], &[true; 3], LIMIT), best(0, 0.0, 2));
    assert_eq!(
        best_site(&pairs, &weights(&[0.0; 3]), &[true; 3], LIMIT),
        None
    );
}

/// Two practices of one GP each among 2,000 and 3,000 residents, and 1,000 without. A new GP is
/// shared like the others: where 3,000 can come it lifts 3,000, to 2 ÷ 3000 each.
#[test]
fn a_gp_more_where_it_lifts_most_to_the_norm() {
    let catchment = Catchment::binary(LIMIT);
    let demand = weights(&[2000.0, 3000.0, 1000.0]);
    let own = [pair(0, 0, 9), pair(1, 1, 9)];
    let of = |supply: [Weight; 2], sites: &[Pair], fte| {
        let before = catchment.access(&own, &demand, &supply).unwrap();
        best_supply(&catchment, &before, sites, &demand, fte, 2095.0)
    };
    let one = [Weight::ONE; 2];
    let sites = [
        pair(2, 0, 9),
        pair(1, 1, 500_000),
        pair(2, 2, 9),
        pair(0, 1, 500_001), // beyond the catchment
    ];
    assert_eq!(of(one, &sites, Weight::ONE), Ok(best(1, 3000.0, 0)));
    assert_eq!(of(one, &sites[..1], Weight::ONE), Ok(best(0, 1000.0, 0)));
    // Who is near enough to the norm already is lifted by nobody.
    assert_eq!(of(one, &[pair(0, 0, 9)], Weight::ONE), Ok(None));
    // Half a GP for 1,000 is 1 for 2,000; for 3,000 together with what they have, 1.5 for 3,000.
    let half = Weight::new(0.5).unwrap();
    assert_eq!(of(one, &sites, half), Ok(best(1, 3000.0, 0)));
    let third = Weight::new(0.3).unwrap();
    assert_eq!(of(one, &sites, third), Ok(None)); // 1.3 for 3,000 and 0.3 for 1,000
    // Nobody knows whether those who reach a practice of unknown size have too little.
    let unknown = [Weight::ONE, Weight::UNKNOWN];
    assert_eq!(of(unknown, &sites, Weight::ONE), Ok(best(0, 1000.0, 0)));
    assert_eq!(of(one, &sites, Weight::UNKNOWN), Ok(None));
    assert_eq!(of(one, &sites, Weight::new(0.0).unwrap()), Ok(None));
    let wrong = of(one, &[pair(3, 0, 9)], Weight::ONE);
    assert!(matches!(
        wrong,
        Err(CatchmentError::Pair { position: 3, .. })
    ));
}
