mod definitions;

use super::*;
use crate::norm::Standing;

const KNOWN: [Option<bool>; 3] = [Some(true), Some(false), None];

fn built_in() -> HousingRules {
    HousingRules::built_in().unwrap()
}

fn is(dwelling: &Features, kind: HousingType) -> Option<bool> {
    built_in().classify(dwelling).get(kind).is
}

/// A dwelling with everything that makes it of every type.
fn best() -> Features {
    Features {
        step_free_access: Some(true),
        step_free_living: Some(true),
        step_free_kitchen: Some(true),
        step_free_bath: Some(true),
        step_free_toilet: Some(true),
        step_free_bedroom: Some(true),
        single_floor: Some(true),
        lift: Some(true),
        wheelchair_dwelling: Some(true),
        wheelchair_building: Some(true),
        care_space: Some(true),
        label_age: Some(55),
        complex_dwellings: Some(12),
        all_zero_step: Truth::YES,
        room_near: Some(true),
        activities: Some(true),
        care_team: Some(true),
        lead_provider: Some("Florence".to_owned()),
        ..Features::default()
    }
}

#[test]
fn every_type_has_a_rule_with_labels_and_a_source() {
    let rules = built_in();
    for kind in HousingType::ALL {
        assert_eq!(HousingType::from_id(kind.id()), Some(kind));
        assert_eq!(is(&best(), kind), Some(true), "{kind:?}");
        assert_eq!(is(&Features::default(), kind), None, "{kind:?}");
        let found = rules.classify(&best()).get(kind);
        assert!(!found.estimated);
    }
    let labels = HousingType::ALL.map(|kind| rules.get(kind.id()).unwrap().label["nl"].as_str());
    let wanted = [
        "nultreden",
        "geclusterd",
        "zorggeschikt",
        "passend",
        "plusflat",
        "55+-label",
    ];
    assert_eq!(labels, wanted);
    for rule in rules.rules().iter().filter(|rule| rule.id != "clustered") {
        assert!(rule.source.document.is_some() && rule.source.place.is_some());
        assert_ne!(rule.standing, Standing::Assumption);
        assert!(rule.label.contains_key("nl") && rule.label.contains_key("en"));
    }
    let ids = rules.rules().iter().map(|rule| rule.id.as_str());
    let definitions: Vec<_> = ids
        .filter(|id| HousingType::from_id(id).is_none())
        .collect();
    assert_eq!(definitions, HousingRules::DEFINITIONS);
    assert_eq!(rules.definition().unwrap().id, HousingRules::DEFINITIONS[0]);
}

#[test]
fn h1_zero_step_needs_the_way_in_and_five_rooms() {
    type Field = fn(&mut Features) -> &mut Option<bool>;
    let fields: [Field; 6] = [
        |f| &mut f.step_free_access,
        |f| &mut f.step_free_living,
        |f| &mut f.step_free_kitchen,
        |f| &mut f.step_free_bath,
        |f| &mut f.step_free_toilet,
        |f| &mut f.step_free_bedroom,
    ];
    for field in fields {
        for value in KNOWN {
            let mut dwelling = best();
            *field(&mut dwelling) = value;
            assert_eq!(is(&dwelling, HousingType::ZeroStep), value);
        }
    }
}

#[test]
fn h1_the_estimate_speaks_only_where_the_register_does_not() {
    let house = Features {
        year: Some(1950),
        floors: Some(2.0),
        building_dwellings: Some(1),
        ..Features::default()
    };
    let found = |dwelling: &Features| {
        let found = built_in().classify(dwelling);
        let truth = found.get(HousingType::ZeroStep);
        (
            truth.is,
            truth.estimated,
            found.zero_step_share,
            found.share_estimated,
        )
    };
    assert_eq!(found(&house), (Some(false), true, Some(0.0), true));
    let registered = Features {
        registered_zero_step: Some(true),
        ..house.clone()
    };
    assert_eq!(found(&registered), (Some(true), false, Some(1.0), false));
    let rooms = Features {
        year: house.year,
        floors: house.floors,
        building_dwellings: house.building_dwellings,
        ..best()
    };
    assert_eq!(found(&rooms), (Some(true), false, Some(1.0), false));
    let no_access = Features {
        step_free_access: Some(false),
        year: Some(2005),
        floors: Some(8.0),
        building_dwellings: Some(60),
        ..Features::default()
    };
    assert_eq!(found(&no_access), (Some(false), false, Some(0.0), false));
    let half = Features {
        year: Some(1985),
        area: Some(130.0),
        ..house
    };
    assert_eq!(found(&half), (None, false, Some(0.5), true));
    let told = Features {
        registered_zero_step: Some(false),
        ..half
    };
    assert_eq!(found(&told), (Some(false), false, Some(0.0), false));
    assert_eq!(found(&Features::default()), (None, false, None, false));
}

#[test]
fn h3_to_h6() {
    let with = |change: fn(&mut Features)| {
        let mut dwelling = best();
        change(&mut dwelling);
        dwelling
    };
    let (yes, no) = (Some(true), Some(false));
    use HousingType::{CareSuitable, Labelled, Plus, Suitable};
    // H3: clustered, both wheelchair questions, and room.
    assert_eq!(
        is(&with(|f| f.complex_dwellings = Some(11)), CareSuitable),
        no
    );
    assert_eq!(
        is(&with(|f| f.wheelchair_dwelling = None), CareSuitable),
        None
    );
    assert_eq!(
        is(&with(|f| f.wheelchair_building = Some(false)), CareSuitable),
        no
    );
    assert_eq!(is(&with(|f| f.care_space = Some(false)), CareSuitable), no);
    // H5: on one floor, with a lift or on the ground.
    assert_eq!(is(&with(|f| f.single_floor = Some(false)), Suitable), no);
    assert_eq!(is(&with(|f| f.lift = None), Suitable), None);
    let ground = with(|f| (f.lift, f.ground_floor) = (Some(false), Some(true)));
    assert_eq!(is(&ground, Suitable), yes);
    let stairs = with(|f| (f.lift, f.ground_floor) = (Some(false), Some(false)));
    assert_eq!(is(&stairs, Suitable), no);
    // H4: all of it, in a labelled complex.
    assert_eq!(is(&with(|f| f.lead_provider = None), Plus), None);
    assert_eq!(
        is(&with(|f| f.lead_provider = Some(String::new())), Plus),
        no
    );
    assert_eq!(is(&with(|f| f.care_team = Some(false)), Plus), no);
    assert_eq!(is(&with(|f| f.label_age = Some(0)), Plus), no);
    // H6: 54 is not the label, 55 and 65 are.
    let label = |age| {
        is(
            &Features {
                label_age: age,
                ..best()
            },
            Labelled,
        )
    };
    assert_eq!(
        [label(Some(54)), label(Some(55)), label(Some(65))],
        [no, yes, yes]
    );
    assert_eq!([label(Some(0)), label(None)], [no, None]);
}
