//! One street, and what comes and goes along it.
//!
//! ```text
//!  0 ────── a 400 ── home 500 ── b 600 ────── 1000
//! ```

use crate::{
    Access, Area, Areas, Category, Change, EdgeAttributes, Facilities, Facility, Length, Network,
    Norm, NormSet, Origin, Origins, Outcome, Parameters, PlaceError, Point, Polygon, Study,
    StudyError, Verdict,
};

fn p(x: i32) -> Point {
    Point::new(x, 0)
}

fn pharmacy(id: &str, x: i32) -> Facility {
    Facility::new(id, Category::PHARMACY, p(x))
}

fn add(facility: Facility) -> Change {
    Change {
        add_facilities: vec![facility],
        ..Change::default()
    }
}

fn remove(id: &str) -> Change {
    Change {
        remove_facilities: vec![(Category::PHARMACY, id.to_owned())],
        ..Change::default()
    }
}

/// A home at 500 m with a norm of 100 m, and two pharmacies at the ends of the street.
fn on_street(told: impl FnOnce(&mut super::Kept<'_, '_>)) {
    let street = EdgeAttributes {
        access: Some(Access::Public),
        ..EdgeAttributes::default()
    };
    let network = Network::builder().edge(p(0), p(1_000_000), street);
    let network = network.build().unwrap();
    let facilities = Facilities::new([pharmacy("east", 1_000_000), pharmacy("west", 0)]).unwrap();
    let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(100))]).unwrap();
    let ring = [(-1, -1), (1_000_001, -1), (1_000_001, 1), (-1, 1)];
    let ring = ring.map(|(x, y)| Point::new(x, y)).to_vec();
    let area = Area {
        id: "a".to_owned(),
        polygons: vec![Polygon::new([ring])],
        ..Area::default()
    };
    let areas = Areas::new("buurt", [area]).unwrap();
    let parameters = Parameters {
        direct: Length::ZERO,
        ..Parameters::default()
    };
    let study = Study::new(&network, &facilities, &norms).parameters(parameters);
    let study = study.prepare().unwrap();
    let homes = Origins::new([Origin::new("home", p(500_000))]).unwrap();
    told(&mut study.keep(homes, Some(&areas), true).unwrap());
}

#[test]
fn a_facility_in_the_middle_of_a_street_is_seen_from_it() {
    // It is the nearest of neither end, so that no label changes.
    on_street(|kept| {
        for (mm, met) in [(99_999, true), (100_000, true), (100_001, false)] {
            let updated = kept.update(add(pharmacy("new", 500_000 - mm))).unwrap();
            let rows = &updated.walkers[0].rows;
            let after = rows[0].after.unwrap();
            assert_eq!(after.high, Some(Length::millimetres(mm as u32)));
            assert_eq!(after.outcome_upper == Outcome::Met, met);
            assert_eq!(rows[0].before.unwrap().high, Some(Length::metres(500)));
            let area = &updated.walkers[0].areas[0];
            let share = if met { 1.0 } else { 0.0 };
            assert_eq!(area.after.upper.share, Some(share));
            assert_eq!(area.after.median, Some(Length::millimetres(mm as u32)));
            assert_eq!(area.before.median, Some(Length::metres(500)));
            let back = kept.update(remove("new")).unwrap();
            assert_eq!(back.walkers[0].areas[0].after, area.before);
        }
    });
}

#[test]
fn ties_go_by_id_whoever_came_first() {
    on_street(|kept| {
        kept.update(add(pharmacy("b", 600_000))).unwrap();
        let updated = kept.update(add(pharmacy("a", 400_000))).unwrap();
        let row = updated.walkers[0].rows[0].after.unwrap();
        assert_eq!(kept.facility(row.facility.unwrap()).id, "a");
        // The larger id changes nothing.
        let updated = kept.update(add(pharmacy("c", 400_000))).unwrap();
        assert_eq!(updated.walkers[0].rows, []);
        assert_eq!(updated.walkers[0].areas, []);
        let gone = kept.update(remove("a")).unwrap();
        let row = gone.walkers[0].rows[0].after.unwrap();
        assert_eq!(kept.facility(row.facility.unwrap()).id, "b");
    });
}

#[test]
fn without_any_facility_none_is_reached() {
    on_street(|kept| {
        kept.update(remove("west")).unwrap();
        let updated = kept.update(remove("east")).unwrap();
        let row = updated.walkers[0].rows[0].after.unwrap();
        assert_eq!((row.verdict, row.high), (Verdict::Unreachable, None));
        assert_eq!(updated.walkers[0].areas[0].after.unreachable, 1.0);
        assert_eq!(updated.walkers[0].areas[0].after.median, None);
        let again = kept.update(add(pharmacy("west", 0))).unwrap();
        assert_eq!(
            again.walkers[0].rows[0].after.unwrap().verdict,
            Verdict::Beyond
        );
    });
}

#[test]
fn a_facility_off_the_streets_is_told_of_as_far_as_the_horizon() {
    on_street(|kept| {
        let off = |y| Facility::new("off", Category::PHARMACY, Point::new(500_000, y));
        // 2,000 m is how far a search looks.
        let updated = kept.update(add(off(2_000_001))).unwrap();
        assert_eq!(updated.walkers[0].rows, []);
        kept.update(remove("off")).unwrap();
        let updated = kept.update(add(off(100_001))).unwrap();
        let row = updated.walkers[0].rows[0].after.unwrap();
        assert_eq!(row.low, Some(Length::millimetres(100_001)));
        assert_eq!(row.outcome_upper, Outcome::NotMet);
    });
}

#[test]
fn what_makes_no_sense_changes_nothing() {
    on_street(|kept| {
        let before = kept.whole().unwrap().walkers;
        let both = Change {
            remove_facilities: vec![(Category::PHARMACY, "west".to_owned())],
            ..add(pharmacy("east", 7))
        };
        let known = |what: &str, id: &str| PlaceError::DuplicateId {
            what: what.to_owned(),
            id: id.to_owned(),
        };
        let error = kept.update(both).unwrap_err();
        let pharmacies = "facility of category pharmacy";
        assert_eq!(error, StudyError::Place(known(pharmacies, "east")));
        let error = kept.update(remove("nowhere")).unwrap_err();
        assert_eq!(error.to_string(), "there is no facility \"nowhere\"");
        let closed = Facility {
            doors: Vec::new(),
            ..pharmacy("new", 0)
        };
        let error = kept.update(add(closed)).unwrap_err();
        assert!(matches!(
            error,
            StudyError::Place(PlaceError::NoDoor { .. })
        ));
        let home = Origins::new([Origin::new("home", p(3))]).unwrap();
        let twice = Change {
            add_origins: Some(home),
            ..remove("west")
        };
        let error = kept.update(twice).unwrap_err();
        assert_eq!(error, StudyError::Place(known("origin", "home")));
        let nobody = Change {
            remove_origins: vec!["nobody".to_owned()],
            ..remove("west")
        };
        let error = kept.update(nobody).unwrap_err();
        assert_eq!(error.to_string(), "there is no origin \"nobody\"");
        assert_eq!(kept.whole().unwrap().walkers, before);
    });
}
