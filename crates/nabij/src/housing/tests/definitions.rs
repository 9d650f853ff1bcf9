use super::*;
use crate::{clustered::Clustered, score::Outcome};

#[test]
fn h2_the_profile_of_den_haag_agrees_with_the_three_results_of_a_complex() {
    let rules = built_in();
    for dwellings in [None, Some(1), Some(11), Some(12), Some(13)] {
        for (room, room_near) in [
            (None, None),
            (Some(Outcome::Met), Some(true)),
            (Some(Outcome::NotMet), Some(false)),
            (Some(Outcome::Uncertain), None),
        ] {
            for zero_step in KNOWN {
                let complex = Clustered::new(dwellings.map(u64::from), room, zero_step);
                let dwelling = Features {
                    complex_dwellings: dwellings,
                    room_near,
                    all_zero_step: Truth::known(zero_step),
                    ..Features::default()
                };
                let found = rules.test(Clustered::DEFINITION, &dwelling).unwrap();
                assert_eq!(found.is, complex.clustered());
                let clustered = rules.classify(&dwelling).get(HousingType::Clustered);
                assert_eq!(clustered, found);
            }
        }
    }
}

#[test]
fn n3_amb_12_the_limits_of_the_three_definitions_are_inclusive() {
    let rules = built_in();
    let test = |at: usize, dwellings, share_55| {
        let dwelling = Features {
            complex_dwellings: Some(dwellings),
            share_55: Some(share_55),
            room_inside: Some(true),
            all_zero_step: Truth::YES,
            ..Features::default()
        };
        rules
            .test(HousingRules::DEFINITIONS[at], &dwelling)
            .unwrap()
            .is
            .unwrap()
    };
    assert_eq!([test(0, 11, 0.0), test(0, 12, 0.0)], [false, true]);
    assert_eq!([test(1, 11, 0.5), test(1, 12, 0.5)], [false, true]);
    assert_eq!([test(1, 12, 0.499), test(1, 12, 0.5)], [false, true]);
    assert_eq!([test(2, 4, 0.0), test(2, 5, 0.0)], [false, true]);
}

#[test]
fn n2_amb_12_the_definitions_ask_for_different_rooms() {
    let rules = built_in();
    let test = |inside, near, residents| {
        let dwelling = Features {
            complex_dwellings: Some(20),
            share_55: Some(1.0),
            all_zero_step: Truth::YES,
            room_inside: inside,
            room_near: near,
            room_for_residents: residents,
            ..Features::default()
        };
        HousingRules::DEFINITIONS.map(|name| rules.test(name, &dwelling).unwrap().is)
    };
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(test(yes, None, None), [yes, yes, yes]);
    assert_eq!(test(no, yes, None), [yes, no, None]);
    assert_eq!(test(no, no, yes), [no, no, yes]);
    assert_eq!(test(None, no, no), [no, no, no]); // not near is not inside
    assert_eq!(test(None, yes, None), [yes, None, None]);
    assert_eq!(test(None, None, None), [None, None, None]);
}
