//! Published examples, limits and what is not known.

mod laws;

use super::*;
use crate::length::Length;

const M: fn(u32) -> Length = Length::metres;

fn weights(values: &[f64]) -> Vec<Weight> {
    values.iter().map(|v| Weight::new(*v).unwrap()).collect()
}

/// All pairs of a matrix of whole metres: a row per origin.
fn pairs<const F: usize>(metres: &[[u32; F]]) -> Vec<Pair> {
    let rows = (0..).zip(metres);
    let pair = |(origin, row): (u32, &[u32; F])| -> Vec<Pair> {
        let own = (0..).zip(row).map(|(facility, m)| Pair {
            origin,
            facility,
            mm: m * 1000,
        });
        own.collect()
    };
    rows.flat_map(pair).collect()
}

fn low(access: &CatchmentAccess) -> Vec<f64> {
    access.per_origin.iter().map(|own| own.low()).collect()
}

fn near(found: &[f64], wanted: &[f64], within: f64) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found - wanted).abs() <= within, "{found} is not {wanted}");
    }
}

/// PyPI, sdc-catchment: three places on a line, supply at both ends, exp(−d² ÷ 2).
#[test]
fn b6_h1_a_gaussian_on_a_line() {
    let catchment = Catchment::gaussian(M(1), M(2)).unwrap();
    let pairs = pairs(&[[0, 2], [1, 1], [2, 0]]);
    let access = catchment
        .access(&pairs, &weights(&[100.0; 3]), &weights(&[10.0; 2]))
        .unwrap();
    near(&low(&access), &[0.065179, 0.069641, 0.065179], 5e-7);
}

/// Tests of egrueebler/fca: everybody reaches everything.
#[test]
fn b6_h2_all_supply_for_all_demand() {
    let access = Catchment::binary(M(9)).access(
        &pairs(&[[1, 2, 3, 4, 5, 6]; 4]),
        &weights(&[1.0, 2.0, 3.0, 4.0]),
        &weights(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    );
    near(&low(&access.unwrap()), &[2.1; 4], 1e-15);
}

/// Tests of tetraptych/aceso.
#[test]
fn b6_h6_shared_alone_and_out_of_reach() {
    let catchment = Catchment::binary(M(6));
    let metres = pairs(&[[5, 5], [10, 0], [15, 15]]);
    let access = catchment.access(&metres, &weights(&[1.0; 3]), &weights(&[1.0; 2]));
    assert_eq!(low(&access.unwrap()), [1.5, 0.5, 0.0]);
}

const H7: [[u32; 2]; 3] = [[5, 70], [50, 40], [25, 30]];

fn h7(catchment: &Catchment) -> CatchmentAccess {
    let (demand, supply) = (weights(&[5.0, 10.0, 50.0]), weights(&[50.0, 100.0]));
    catchment.access(&pairs(&H7), &demand, &supply).unwrap()
}

/// The example in the documentation of uva-bi-sdad/catchment, in steps.
#[test]
fn b6_h7_e2sfca_in_steps() {
    let steps = Catchment::steps([(M(20), 1.0), (M(40), 0.68), (M(60), 0.22)]).unwrap();
    near(&low(&h7(&steps)), &[1.213592, 1.933657, 2.491909], 5e-7);
}

/// The same, binary: 30 m is within 30 m.
#[test]
fn b6_h7_2sfca_limits_are_inclusive() {
    let within = low(&h7(&Catchment::binary(M(30))));
    near(&within, &[50.0 / 55.0, 0.0, 50.0 / 55.0 + 2.0], 1e-15);
    let less = h7(&Catchment::binary(Length::millimetres(29_999)));
    near(&low(&less), &[50.0 / 55.0, 0.0, 50.0 / 55.0], 1e-15);
    assert_eq!(less.unused, [1]);
}

#[test]
fn limits_are_inclusive_to_the_millimetre() {
    let mm = Length::millimetres;
    let steps = Catchment::steps([(mm(1000), 1.0), (mm(2000), 0.5)]).unwrap();
    let of = |catchment: &Catchment, all: [u32; 3]| all.map(|at| catchment.weight(mm(at)));
    assert_eq!(of(&steps, [999, 1000, 1001]), [1.0, 1.0, 0.5]);
    assert_eq!(of(&steps, [1999, 2000, 2001]), [0.5, 0.5, 0.0]);
    let binary = Catchment::binary(mm(500_000));
    assert_eq!(of(&binary, [499_999, 500_000, 500_001]), [1.0, 1.0, 0.0]);
    let bell = Catchment::gaussian(mm(1_000_000), mm(2000)).unwrap();
    let [before, at, after] = of(&bell, [1999, 2000, 2001]);
    assert!(before > at && at > 0.999_99 && after == 0.0);
    assert_eq!(bell.weight(Length::ZERO), 1.0);
}

#[test]
fn what_is_no_catchment_is_refused() {
    let steps = |all: &[(u32, f64)]| {
        let steps = all.iter().map(|(m, weight)| (M(*m), *weight));
        Catchment::steps(steps).map_err(|wrong| wrong.to_string())
    };
    let says = |all: &[(u32, f64)], text: &str| assert_eq!(steps(all), Err(text.to_owned()));
    assert!(steps(&[(1, 1.0), (2, 1.0), (3, 0.0)]).is_ok());
    says(
        &[],
        "a stepped catchment needs at least one step: a limit and a weight",
    );
    says(
        &[(5, 1.0), (5, 0.5)],
        "step 2 ends at 5.000 m, it must end beyond the step before it, at 5.000 m",
    );
    says(
        &[(5, 0.5), (6, 0.6)],
        "step 2 weighs 0.6, it must weigh between 0 and 0.5",
    );
    says(
        &[(5, 1.1)],
        "step 1 weighs 1.1, it must weigh between 0 and 1",
    );
    assert!(steps(&[(5, -0.1)]).is_err() && steps(&[(5, f64::NAN)]).is_err());
    let bell = Catchment::gaussian(Length::ZERO, M(1));
    assert_eq!(bell, Err(CatchmentError::Sigma));
    let of = |demand: usize, supply: usize| {
        let (demand, supply) = (vec![Weight::ONE; demand], vec![Weight::ONE; supply]);
        let access = Catchment::binary(M(9)).access(&pairs(&[[1, 1], [1, 1]]), &demand, &supply);
        access.map_err(|wrong| wrong.to_string())
    };
    assert!(of(2, 2).is_ok());
    let wrong = "a pair names origin 1, counted from 0, but there are 1";
    assert_eq!(of(1, 2), Err(wrong.to_owned()));
    let wrong = "a pair names facility 1, counted from 0, but there are 1";
    assert_eq!(of(2, 1), Err(wrong.to_owned()));
}

/// What is not known is neither 0 nor left out in silence.
#[test]
fn unknown_supply_and_demand() {
    // The third facility is reached by nobody, the fourth by one whose demand is not known.
    let far = 99;
    let metres = pairs(&[
        [1, 1, far, far],
        [1, far, far, far],
        [far; 4],
        [1, far, far, 1],
    ]);
    let supply = [Weight::ONE, Weight::UNKNOWN, Weight::ONE, Weight::ONE];
    let mut demand = weights(&[1.0, 3.0, 7.0, 0.0]);
    demand[3] = Weight::UNKNOWN;
    let access = Catchment::binary(M(9))
        .access(&metres, &demand, &supply)
        .unwrap();
    let own = |at: usize| (access.per_origin[at].low(), access.per_origin[at].high());
    assert_eq!(own(0), (0.25, None));
    assert_eq!(own(1), (0.25, Some(0.25)));
    assert_eq!(own(2), (0.0, Some(0.0)));
    assert_eq!(own(3), (0.25, None));
    assert_eq!((&access.unused[..], access.demand_unknown), (&[2][..], 1));
    // With no demand at all it is unused, and gives nothing.
    demand[3] = Weight::new(0.0).unwrap();
    let access = Catchment::binary(M(9))
        .access(&metres, &demand, &supply)
        .unwrap();
    assert_eq!(access.per_origin[3].high(), Some(0.25));
    assert_eq!(
        (&access.unused[..], access.demand_unknown),
        (&[2, 3][..], 0)
    );
}

#[test]
fn a_norm_is_met_exactly_at_it() {
    let binary = Catchment::binary(M(9));
    let one = |residents: f64, supply: Weight| {
        let access = binary.access(&pairs(&[[1]]), &weights(&[residents]), &[supply]);
        access.unwrap().per_origin[0].meets(2095.0)
    };
    assert_eq!(one(2095.0, Weight::ONE), Some(true));
    assert_eq!(one(2095.001, Weight::ONE), Some(false));
    assert_eq!(one(1.0, Weight::UNKNOWN), None);
    // Three thirds are one, though a third is no whole number of parts.
    let thirds = binary.access(
        &pairs(&[[1; 3]; 3]),
        &weights(&[1000.0; 3]),
        &[Weight::ONE; 3],
    );
    assert_eq!(thirds.unwrap().per_origin[0].meets(1000.0), Some(true));
}
