//! One test per rule, worked out by hand.

use nabij::{Basis, UnplacedBecause};

use super::{Codes, Home, People, dwellings, people, spread};

/// `"id pc6 square buurt"`, `-` for none.
fn home(text: &str) -> Home {
    let words: Vec<&str> = text.split(' ').collect();
    let given = |at: usize| (words[at] != "-").then(|| words[at].to_owned());
    Home {
        id: words[0].to_owned(),
        dwellings: 1,
        own: None,
        zones: [given(1), given(2)],
        buurt: given(3),
    }
}

fn codes(pairs: &[(&str, Option<f64>)]) -> Codes {
    pairs
        .iter()
        .map(|(code, people)| ((*code).to_owned(), *people))
        .collect()
}

fn known(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

#[test]
fn section_2_a_zone_total_is_spread_by_dwellings() {
    let mut homes = vec![home("a P - -"), home("b P - -"), home("c P - -")];
    homes[2].dwellings = 2;
    let totals = People {
        zones: [codes(&[("P", Some(10.0))]), Codes::new()],
        ..People::default()
    };
    assert_eq!(people(&spread(&homes, &totals)), known(&[2.5, 2.5, 5.0]));
}

#[test]
fn section_2_sources_are_asked_in_order_own_count_pc6_square_buurt() {
    let mut homes = vec![
        home("a P S B"),
        home("b P S B"),
        home("c Q S B"),
        home("d Q T B"),
        home("e - - B"),
    ];
    homes[0].own = Some(6.0);
    let totals = People {
        zones: [
            codes(&[("P", Some(8.0)), ("Q", None)]),
            codes(&[("S", Some(14.0)), ("T", None)]),
        ],
        buurten: codes(&[("B", Some(20.0))]),
    };
    let found = spread(&homes, &totals);
    // P: 8 less the own 6. S: (14 less 6) over b and c. The buurt: 20 less 6, 2 and 4 over d and e.
    assert_eq!(people(&found), known(&[6.0, 2.0, 4.0, 4.0, 4.0]));
    let (zone, area) = (|at| Some(Basis::Zone(at)), Some(Basis::Area));
    assert_eq!(
        found.bases,
        [Some(Basis::Own), zone(0), zone(1), area, area]
    );
    assert_eq!(found.areas[0].factor, Some(1.0));
    assert_eq!(
        (found.areas[0].published, found.areas[0].residual),
        (12.0, 8.0)
    );
}

#[test]
fn section_2_the_residual_of_a_buurt_is_never_negative() {
    let homes = vec![home("a P - B"), home("b - - B")];
    let totals = People {
        zones: [codes(&[("P", Some(5.0))]), Codes::new()],
        buurten: codes(&[("B", Some(4.0))]),
    };
    let found = spread(&homes, &totals);
    assert_eq!(people(&found), known(&[4.0, 0.0]));
    assert_eq!(found.areas[0].residual, 0.0);
    assert_eq!(found.areas[0].factor, Some(0.8));
    assert!(found.areas[0].is_unusual());
}

#[test]
fn section_2_a_factor_outside_0_9_to_1_1_is_unusual() {
    let homes = vec![home("a P - B")];
    let with = |published: f64, total: f64| {
        let totals = People {
            zones: [codes(&[("P", Some(published))]), Codes::new()],
            buurten: codes(&[("B", Some(total))]),
        };
        let found = spread(&homes, &totals);
        assert_eq!(people(&found), known(&[total]));
        (found.areas[0].factor, found.areas[0].is_unusual())
    };
    assert_eq!(with(100.0, 90.0), (Some(0.9), false));
    assert_eq!(with(100.0, 110.0), (Some(1.1), false));
    assert_eq!(with(100.0, 89.0), (Some(0.89), true));
    assert_eq!(with(100.0, 111.0), (Some(1.11), true));
    assert_eq!(with(0.0, 7.0), (None, true)); // nothing to multiply
    assert_eq!(with(0.0, 0.0), (Some(1.0), false));
}

#[test]
fn section_2_a_square_that_straddles_a_border_is_split_by_dwellings() {
    let mut homes = vec![home("a - S B"), home("b - S C")];
    homes[1].dwellings = 3;
    let totals = People {
        zones: [Codes::new(), codes(&[("S", Some(8.0))])],
        ..People::default()
    };
    assert_eq!(people(&spread(&homes, &totals)), known(&[2.0, 6.0]));
}

#[test]
fn section_2_weights_stay_fractional_and_the_buurt_total_is_met_to_a_millionth() {
    let homes = vec![home("c P - B"), home("a P - B"), home("b P - B")];
    let totals = People {
        zones: [codes(&[("P", Some(11.0))]), Codes::new()],
        buurten: codes(&[("B", Some(10.0))]),
    };
    let found = spread(&homes, &totals);
    let millionths: Vec<_> = found
        .weights
        .iter()
        .map(|w| w.millionths().unwrap())
        .collect();
    assert_eq!(millionths.iter().sum::<i64>(), 10_000_000);
    // The millionth that cannot be divided goes to the largest remainder, here of the smallest ids.
    assert_eq!(millionths, [3_333_333, 3_333_334, 3_333_333]);
}

#[test]
fn section_2_pc6_sums_give_way_to_the_buurt_total() {
    let homes = vec![home("a P - B"), home("b Q - B")];
    let totals = People {
        zones: [codes(&[("P", Some(10.0)), ("Q", Some(30.0))]), Codes::new()],
        buurten: codes(&[("B", Some(42.0))]),
    };
    assert_eq!(people(&spread(&homes, &totals)), known(&[10.5, 31.5]));
}

#[test]
fn section_2_over_65_never_exceeds_residents_and_an_excess_goes_where_there_is_room() {
    let mut homes = vec![
        home("a - - B"),
        home("b - - B"),
        home("c - - B"),
        home("d - - C"),
    ];
    let residents = People {
        buurten: codes(&[("B", Some(12.0)), ("C", Some(3.0))]),
        ..People::default()
    };
    let mut older = People {
        buurten: codes(&[("B", Some(9.0)), ("C", Some(5.0))]),
        ..People::default()
    };
    let all = {
        homes[0].own = Some(2.0);
        spread(&homes, &residents) // 2, 5, 5 and 3
    };
    homes[0].own = Some(8.0);
    let part = spread(&homes, &older).within(&all, &dwellings(&homes));
    // a: 8 of 2, so 6 are over; b and c have 0.5 each and room for 4.5 each: 3 more each.
    assert_eq!(people(&part), known(&[2.0, 3.5, 3.5, 3.0]));
    let listed: Vec<_> = part
        .unplaced
        .iter()
        .map(|u| (u.code.as_str(), u.people.millionths(), u.because))
        .collect();
    assert_eq!(listed, [("C", Some(2_000_000), UnplacedBecause::NoRoom)]);
    older.buurten.clear();
    homes[3].buurt = None;
    homes[3].own = Some(4.0);
    let part = spread(&homes, &older).within(&all, &dwellings(&homes));
    // Outside all areas there is nobody to share with; a and d keep their own, the others know nothing.
    assert_eq!(people(&part), [Some(2.0), None, None, Some(3.0)]);
    let listed: Vec<_> = part
        .unplaced
        .iter()
        .map(|u| (u.code.as_str(), u.people.millionths()))
        .collect();
    assert_eq!(listed, [("B", Some(6_000_000)), ("", Some(1_000_000))]);
}

#[test]
fn section_2_people_without_dwellings_are_listed() {
    let mut homes = vec![home("a P - B"), home("b Q - B")];
    homes[1].dwellings = 0;
    let totals = People {
        zones: [
            codes(&[
                ("P", Some(2.0)),
                ("Q", Some(3.0)),
                ("R", Some(4.0)),
                ("S", None),
            ]),
            Codes::new(),
        ],
        buurten: codes(&[("B", Some(5.0)), ("D", Some(6.0)), ("E", Some(0.0))]),
    };
    let found = spread(&homes, &totals);
    let listed: Vec<_> = found
        .unplaced
        .iter()
        .map(|u| (u.zoning, u.code.as_str(), u.people.millionths()))
        .collect();
    assert_eq!(
        listed,
        [
            (Some(0), "Q", Some(3_000_000)),
            (Some(0), "R", Some(4_000_000)),
            (None, "D", Some(6_000_000)),
        ]
    );
    assert_eq!(people(&found), known(&[5.0, 0.0]));
}

#[test]
fn section_2_dwellings_whose_total_is_null_get_null_not_0() {
    let homes = vec![
        home("a P - B"),
        home("b Q - B"),
        home("c Q - C"),
        home("d - - -"),
    ];
    let totals = People {
        zones: [codes(&[("P", Some(2.0)), ("Q", None)]), Codes::new()],
        buurten: codes(&[("B", None), ("C", Some(3.0))]),
    };
    let found = spread(&homes, &totals);
    assert_eq!(people(&found), [Some(2.0), None, Some(3.0), None]);
    assert_eq!(found.bases[1], None);
    assert_eq!(found.uniform[0].millionths(), None);
}

#[test]
fn section_2_nursing_homes_have_their_own_capacity() {
    // 40 places at one address: they are taken off the postcode's total before it is spread.
    let mut homes = vec![home("home P - B"), home("a P - B"), home("b P - B")];
    homes[0].own = Some(40.0);
    let totals = People {
        zones: [codes(&[("P", Some(45.0))]), Codes::new()],
        buurten: codes(&[("B", Some(45.0))]),
    };
    assert_eq!(people(&spread(&homes, &totals)), known(&[40.0, 2.5, 2.5]));
}

#[test]
fn section_2_spreading_uniformly_per_buurt_stands_beside() {
    let mut homes = vec![home("a P - B"), home("b Q - B")];
    homes[1].dwellings = 3;
    let totals = People {
        zones: [codes(&[("P", Some(6.0)), ("Q", Some(2.0))]), Codes::new()],
        buurten: codes(&[("B", Some(8.0))]),
    };
    let found = spread(&homes, &totals);
    assert_eq!(people(&found), known(&[6.0, 2.0]));
    let uniform: Vec<_> = found.uniform.iter().map(|w| w.millionths()).collect();
    assert_eq!(uniform, [Some(2_000_000), Some(6_000_000)]);
}

#[test]
fn the_example_of_the_documentation() {
    let mut homes = vec![
        home("a SV - BU1"),
        home("b SV - BU1"),
        home("c SW - BU1"),
        home("d SW - BU1"),
    ];
    let older = People {
        buurten: codes(&[("BU1", Some(9.0))]),
        ..People::default()
    };
    let raw = spread(&homes, &older);
    homes[0].own = Some(6.0);
    let all = spread(
        &homes,
        &People {
            zones: [codes(&[("SV", Some(8.0)), ("SW", None)]), Codes::new()],
            buurten: codes(&[("BU1", Some(20.0))]),
        },
    );
    assert_eq!(people(&all), known(&[6.0, 2.0, 6.0, 6.0]));
    let part = raw.within(&all, &dwellings(&homes));
    let thirds = [2.333_334, 2.0, 2.333_333, 2.333_333];
    assert_eq!(people(&part), known(&thirds));
}
