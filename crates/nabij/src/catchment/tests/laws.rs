//! What must hold for every town.

use proptest::{collection::vec, prelude::*};

use super::*;

type Town = (Vec<f64>, Vec<f64>, Vec<Vec<u32>>);

/// Demand, supply and metres, where many are 0 and many distances are equal.
fn towns() -> impl Strategy<Value = Town> {
    (1..9_usize, 1..6_usize).prop_flat_map(|(origins, facilities)| {
        let amount = |most: u32| (0..most).prop_map(|v| f64::from(v) / 4.0);
        let row = vec(0..1500_u32, facilities);
        (
            vec(amount(4000), origins),
            vec(amount(20), facilities),
            vec(row, origins),
        )
    })
}

/// The weight at so many metres.
type Decay = fn(f64) -> f64;

fn catchments() -> [(Catchment, Decay); 3] {
    let steps = Catchment::steps([(M(400), 1.0), (M(800), 0.68), (M(1200), 0.22)]);
    [
        (Catchment::binary(M(1000)), |d| f64::from(d <= 1000.0)),
        (steps.unwrap(), |d| match d {
            d if d <= 400.0 => 1.0,
            d if d <= 800.0 => 0.68,
            d if d <= 1200.0 => 0.22,
            _ => 0.0,
        }),
        (Catchment::gaussian(M(500), M(1400)).unwrap(), |d| {
            f64::from(d <= 1400.0) * (-d * d / 500_000.0).exp()
        }),
    ]
}

fn sparse(metres: &[Vec<u32>]) -> Vec<Pair> {
    let rows = (0..).zip(metres);
    let pair = |(origin, row): (u32, &Vec<u32>)| -> Vec<Pair> {
        let pair = |(facility, m): (u32, &u32)| Pair {
            origin,
            facility,
            mm: m * 1000,
        };
        (0..).zip(row).map(pair).collect()
    };
    rows.flat_map(pair).collect()
}

/// As in the books: dense matrices of f64.
fn dense((demand, supply, metres): &Town, weight: Decay) -> Vec<f64> {
    let w = |i: usize, j: usize| weight(f64::from(metres[i][j]));
    let ratio = |j: usize| {
        let around: f64 = (0..demand.len()).map(|i| demand[i] * w(i, j)).sum();
        if around > 0.0 {
            supply[j] / around
        } else {
            0.0
        }
    };
    let of = |i: usize| (0..supply.len()).map(|j| ratio(j) * w(i, j)).sum();
    (0..demand.len()).map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn c9_as_dense_matrices_say_and_all_supply_is_shared(town in towns()) {
        for (catchment, weight) in catchments() {
            let (demand, supply) = (weights(&town.0), weights(&town.1));
            let access = catchment.access(&sparse(&town.2), &demand, &supply).unwrap();
            let found = low(&access);
            for (found, wanted) in found.iter().zip(dense(&town, weight)) {
                prop_assert!((found - wanted).abs() <= 1e-9 * wanted.max(1e-6), "{} {}", found, wanted);
            }
            let used = (0..).zip(&town.1).filter(|(j, _)| !access.unused.contains(j));
            let shared: f64 = used.map(|(_, supply)| supply).sum();
            let given: f64 = found.iter().zip(&town.0).map(|(a, p)| a * p).sum();
            prop_assert!((given - shared).abs() <= 1e-9, "{} of {}", given, shared);
        }
    }

    #[test]
    fn c9_scaling_and_splitting(town in towns(), half in 0..9_usize) {
        for (catchment, _) in catchments() {
            let (demand, supply, metres) = town.clone();
            let of = |demand: &[f64], supply: &[f64], metres: &[Vec<u32>]| {
                low(&catchment.access(&sparse(metres), &weights(demand), &weights(supply)).unwrap())
            };
            let found = of(&demand, &supply, &metres);
            let tripled = of(&demand, &supply.iter().map(|s| 3.0 * s).collect::<Vec<_>>(), &metres);
            for (own, three) in found.iter().zip(&tripled) {
                prop_assert!((3.0 * own - three).abs() <= 1e-9 * three);
            }
            // One half stays, the other one comes last.
            let at = half % demand.len();
            let (mut demand, mut metres) = (demand, metres);
            demand[at] /= 2.0;
            demand.push(demand[at]);
            metres.push(metres[at].clone());
            let split = of(&demand, &supply, &metres);
            prop_assert_eq!(&split[..found.len()], &found);
            prop_assert_eq!(split.last(), found.get(at));
        }
    }

    /// Neither the order of pairs, nor that of origins or facilities, changes a bit.
    #[test]
    fn c9_order_changes_nothing(town in towns(), seed in any::<u64>()) {
        for (catchment, _) in catchments() {
            let (mut demand, mut supply, mut metres) = town.clone();
            let access = catchment.access(&sparse(&metres), &weights(&demand), &weights(&supply)).unwrap();
            let mut pairs = sparse(&metres);
            pairs.sort_by_key(|pair| (u64::from(pair.mm) ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            pairs.extend(pairs.clone().iter().map(|pair| Pair { mm: pair.mm + 1, ..*pair })); // longer: not counted
            let again = catchment.access(&pairs, &weights(&demand), &weights(&supply)).unwrap();
            prop_assert_eq!(&again, &access);
            demand.reverse();
            supply.reverse();
            metres.reverse();
            metres.iter_mut().for_each(|row| row.reverse());
            let mut turned = catchment.access(&sparse(&metres), &weights(&demand), &weights(&supply)).unwrap();
            turned.per_origin.reverse();
            prop_assert_eq!(turned.per_origin, access.per_origin);
        }
    }
}
