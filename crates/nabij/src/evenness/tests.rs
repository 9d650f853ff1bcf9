use proptest::prelude::*;

use super::*;

fn some<const N: usize>(numbers: [f64; N]) -> [Option<f64>; N] {
    numbers.map(Some)
}

fn close(found: Option<f64>, wanted: f64) {
    let found = found.unwrap();
    assert!((found - wanted).abs() < 5e-7, "{found} is not {wanted}");
}

#[test]
fn b7_shannon_evenness_of_5_3_2() {
    // −(.5 ln .5 + .3 ln .3 + .2 ln .2) = 1.029653; ln 3 = 1.098612.
    close(evenness(&some([0.5, 0.3, 0.2]), 3), 0.937_231);
    close(evenness(&some([50.0, 30.0, 20.0]), 3), 0.937_231);
    // A fourth kind of which there is none: 1.029653 ÷ ln 4.
    close(evenness(&some([0.5, 0.3, 0.2]), 4), 0.742_738);
    assert_eq!(
        evenness(&some([0.5, 0.3, 0.2]), 4),
        evenness(&some([0.0, 0.2, 0.3, 0.5]), 4)
    );
}

#[test]
fn one_kind_is_0_and_all_alike_is_1() {
    assert_eq!(evenness(&some([7.0]), 5), Some(0.0));
    assert_eq!(evenness(&some([7.0, 0.0]), 2), Some(0.0));
    assert!(evenness(&some([7.0]), 5).is_some_and(f64::is_sign_positive));
    for kinds in 2..12 {
        close(evenness(&vec![Some(3.0); kinds], kinds), 1.0);
    }
}

#[test]
fn what_is_not_known_is_not_zero() {
    let odd = [None, Some(f64::NAN), Some(f64::INFINITY), Some(-1.0)];
    for odd in odd {
        assert_eq!(evenness(&[Some(1.0), odd], 3), None);
        assert_eq!(simpson(&[Some(1.0), odd]), None);
        assert_eq!(concentration(&[Some(1.0), odd]), None);
        assert_eq!(
            dissimilarity(&[(Some(1.0), Some(1.0)), (Some(1.0), odd)]),
            None
        );
        assert_eq!(gini(&[(Some(1.0), Some(1.0)), (odd, Some(1.0))]), None);
        let whole = (Some(1.0), Some(1.0));
        assert_eq!(location_quotient((odd, Some(1.0)), whole), None);
        assert_eq!(location_quotient((Some(1.0), odd), whole), None);
        assert_eq!(location_quotient(whole, (odd, Some(1.0))), None);
        assert_eq!(location_quotient(whole, (Some(1.0), odd)), None);
    }
    assert_eq!(evenness(&[], 3), None);
    assert_eq!(evenness(&some([0.0, 0.0]), 3), None);
    assert_eq!(evenness(&some([1.0, 1.0]), 1), None); // more counts than kinds
    assert_eq!(evenness(&some([1.0]), 1), None);
    assert_eq!(concentration(&[]), None);
    assert_eq!(dissimilarity(&[]), None);
    assert_eq!(dissimilarity(&[(Some(1.0), Some(0.0))]), None);
    assert_eq!(gini(&[]), None);
    let none = (Some(0.0), Some(5.0));
    assert_eq!(location_quotient((Some(0.0), Some(1.0)), none), None);
}

#[test]
fn b7_simpson_and_concentration() {
    close(simpson(&some([0.5, 0.3, 0.2])), 0.62);
    close(concentration(&some([0.5, 0.3, 0.2])), 0.38);
    assert_eq!(concentration(&some([12.0])), Some(1.0));
    assert_eq!(concentration(&some([5.0, 5.0, 5.0, 5.0])), Some(0.25));
}

#[test]
fn b7_location_quotients() {
    // 30 of 2 000 dwellings against 100 of 10 000: 0.015 ÷ 0.010.
    let city = (Some(100.0), Some(10_000.0));
    let quotient = |places, dwellings| location_quotient((Some(places), Some(dwellings)), city);
    assert_eq!(quotient(30.0, 2_000.0), Some(1.5));
    assert_eq!(quotient(25.0, 2_000.0), Some(1.25)); // exactly at the limit of the band
    assert_eq!(quotient(0.0, 2_000.0), Some(0.0));
    assert_eq!(quotient(0.0, 0.0), None);
}

#[test]
fn b7_dissimilarity_of_two_patterns_is_the_same() {
    let pairs = |a: [f64; 4], b: [f64; 4]| -> Vec<_> {
        let pairs = a.into_iter().zip(b);
        pairs.map(|(a, b)| (Some(a), Some(b))).collect()
    };
    let m1 = pairs([100.0, 60.0, 40.0, 0.0], [0.0, 40.0, 60.0, 100.0]);
    let m2 = pairs([80.0, 80.0, 20.0, 20.0], [20.0, 20.0, 80.0, 80.0]);
    close(dissimilarity(&m1), 0.6);
    close(dissimilarity(&m2), 0.6);
    let apart = pairs([1.0, 0.0, 0.0, 0.0], [0.0, 5.0, 0.0, 0.0]);
    assert_eq!(dissimilarity(&apart), Some(1.0));
    let alike = pairs([1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0]);
    close(dissimilarity(&alike), 0.0);
}

#[test]
fn b7_gini_of_1_to_5() {
    let of = |values: &[(f64, f64)]| {
        let values = values.iter().map(|(v, w)| (Some(*v), Some(*w)));
        gini(&values.collect::<Vec<_>>())
    };
    close(
        of(&[(1., 1.), (2., 1.), (3., 1.), (4., 1.), (5., 1.)]),
        0.266_667,
    );
    // Two people of value 1 are one row of weight 2.
    close(
        of(&[(5., 1.), (1., 2.)]),
        of(&[(1., 1.), (1., 1.), (5., 1.)]).unwrap(),
    );
    close(of(&[(3., 1.), (3., 9.)]), 0.0);
}

proptest! {
    #[test]
    fn order_does_not_matter(
        numbers in prop::collection::vec((0.0..1e6, 0.0..1e6), 1..9).prop_shuffle(),
    ) {
        let counts: Vec<_> = numbers.iter().map(|(a, _)| Some(*a)).collect();
        let pairs: Vec<_> = numbers.iter().map(|(a, b)| (Some(*a), Some(*b))).collect();
        let (mut turned, mut turned_pairs) = (counts.clone(), pairs.clone());
        turned.reverse();
        turned_pairs.reverse();
        prop_assert_eq!(evenness(&counts, 9), evenness(&turned, 9));
        prop_assert_eq!(concentration(&counts), concentration(&turned));
        prop_assert_eq!(dissimilarity(&pairs), dissimilarity(&turned_pairs));
        prop_assert_eq!(gini(&pairs), gini(&turned_pairs));
        let least = 1.0 / counts.len() as f64 - 1e-9;
        prop_assert!(concentration(&counts).is_none_or(|c| (least..1.0 + 1e-9).contains(&c)));
    }
}
