//! A home south of a canal, a pharmacy 100 m north of it, and the ways there are between them.
//!
//! ```text
//!  P (0,100) ───────────────────── (900,100)
//!  ~~~~~~~~~~~~~~ canal ~~~~~~~~~~ │ bridge at x = 900
//!  H (0,0) ─────────────────────── (900,0)
//! ```

use crate::{
    Access, Barriers, Category, Cause, EdgeAttributes, Facilities, Facility, Length, Network, Norm,
    NormSet, Origin, Origins, Point, Profile, Study, Test,
};

fn p(x: i32, y: i32) -> Point {
    Point::new(x * 1000, y * 1000)
}

fn street() -> EdgeAttributes {
    EdgeAttributes {
        class: Some("residential".into()),
        access: Some(Access::Public),
        surface: Some("asphalt".into()),
        incline: Some(0),
        width: Some(Length::metres(2)),
        steps: Some(false),
        escalator: Some(false),
        ..EdgeAttributes::default()
    }
}

/// What the home's pharmacy fails by: with a bridge or not, a short cut over the canal, a canal that
/// is known or not, for a limit in mm.
fn cause(
    profile: &str,
    (bridge, canal): (bool, bool),
    short_cut: Option<EdgeAttributes>,
    limit: u32,
) -> Option<Cause> {
    let shores = [0, 100].map(|y| (p(0, y), p(900, y)));
    let mut network = Network::builder();
    for (from, to) in shores {
        network = network
            .edge(from, to, street())
            .edge(from, p(-900, from.y / 1000), street());
    }
    if bridge {
        network = network.edge(p(900, 0), p(900, 100), street());
    }
    if let Some(short_cut) = short_cut {
        network = network.edge(p(0, 0), p(0, 100), short_cut);
    }
    let network = network.build().unwrap();
    let places = [Facility::new("a", Category::PHARMACY, p(0, 100))];
    let places = Facilities::new(places).unwrap();
    let home = Origins::new([Origin::new("home", p(0, 0))]).unwrap();
    let mut both = Norm::new("both");
    both.test = Test::AllOf(vec!["pharmacy".into()]);
    let norms = [
        Norm::new("pharmacy").upper(Length::millimetres(limit)),
        both,
    ];
    let norms = NormSet::new(norms).unwrap();
    let water = Barriers::new([(vec![p(-950, 50), p(890, 50)], false)]);
    let study = Study::new(&network, &places, &norms).profile(Profile::named(profile).unwrap());
    let study = if canal { study.barriers(&water) } else { study };
    let prepared = study.prepare().unwrap();
    let scored = prepared.score(&home).unwrap();
    let causes = prepared.causes(&home, &scored);
    assert_eq!(causes[1], None, "parts explain a norm made of others");
    causes[0]
}

#[test]
fn the_bridge_is_far() {
    assert_eq!(
        cause("adult", (true, true), None, 500_000),
        Some(Cause::CutOff)
    );
    assert_eq!(
        cause("adult", (true, false), None, 500_000),
        Some(Cause::Detour)
    );
    assert_eq!(cause("adult", (true, true), None, 1_900_000), None);
}

#[test]
fn there_is_no_bridge() {
    assert_eq!(
        cause("adult", (false, true), None, 500_000),
        Some(Cause::CutOff)
    );
    assert_eq!(
        cause("adult", (false, false), None, 500_000),
        Some(Cause::Unreachable)
    );
}

/// 100 m in a straight line: what is within that is not too far.
#[test]
fn too_far_even_in_a_straight_line() {
    assert_eq!(
        cause("adult", (true, false), None, 99_999),
        Some(Cause::TooFar)
    );
    assert_eq!(
        cause("adult", (true, false), None, 100_000),
        Some(Cause::Detour)
    );
    assert_eq!(
        cause("adult", (true, true), None, 99_999),
        Some(Cause::TooFar)
    );
    assert_eq!(
        cause("adult", (true, true), None, 100_000),
        Some(Cause::CutOff)
    );
}

#[test]
fn a_short_cut_that_not_everybody_can_take() {
    let stairs = EdgeAttributes {
        steps: Some(true),
        ..street()
    };
    let sand = EdgeAttributes {
        surface: Some("sand".into()),
        ..street()
    };
    let sandy_stairs = EdgeAttributes {
        steps: Some(true),
        ..sand.clone()
    };
    let unknown = EdgeAttributes {
        surface: None,
        ..street()
    };
    let of = |who, way| cause(who, (true, true), Some(way), 100_000);
    assert_eq!(of("rollator", stairs.clone()), Some(Cause::Stairs));
    assert_eq!(of("rollator", sand), Some(Cause::Walker));
    assert_eq!(of("rollator", sandy_stairs), Some(Cause::Walker));
    assert_eq!(of("rollator", unknown), Some(Cause::Unknown));
    assert_eq!(of("adult", stairs.clone()), None);
    // One millimetre less, and stairs would not help either.
    let less = cause("rollator", (true, true), Some(stairs), 99_999);
    assert_eq!(less, Some(Cause::TooFar));
}

#[test]
fn a_home_on_no_street() {
    let network = Network::builder().edge(p(0, 0), p(2000, 0), street());
    let network = network.build().unwrap();
    let places = Facilities::new([Facility::new("a", Category::PHARMACY, p(0, 100))]).unwrap();
    let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))]).unwrap();
    let home = Origins::new([Origin::new("home", p(0, 101))]).unwrap();
    let prepared = Study::new(&network, &places, &norms).prepare().unwrap();
    let scored = prepared.score(&home).unwrap();
    // Next door counts without a street.
    assert_eq!(prepared.causes(&home, &scored), [None]);
    let home = Origins::new([Origin::new("home", p(0, 201))]).unwrap();
    let scored = prepared.score(&home).unwrap();
    assert_eq!(prepared.causes(&home, &scored), [Some(Cause::Unsnapped)]);
}
