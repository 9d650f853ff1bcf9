//! A street of 600 m with the home at 0, benches at 90 and 180 m and a pharmacy at 270 m, all on it.

use crate::{
    Access, Category, Coverage, EdgeAttributes, Facilities, Facility, Length, Network, Norm,
    NormSet, Origin, Origins, Outcome, Point, Polygon, Profile, Row, Scored, Study, StudyError,
    Test,
};

fn p(x: i32, y: i32) -> Point {
    Point::new(x * 1000, y * 1000)
}

/// The street, in two halves: of the second one, from 200 m on, this much is known.
fn street(second: EdgeAttributes) -> Network {
    let halves = Network::builder().edge(p(0, 0), p(200, 0), known());
    let halves = halves.edge(p(200, 0), p(2000, 0), second);
    halves.build().unwrap()
}

/// All that anybody may want to know of a street.
fn known() -> EdgeAttributes {
    EdgeAttributes {
        class: Some("residential".into()),
        access: Some(Access::Public),
        surface: Some("asphalt".into()),
        smoothness: Some("good".into()),
        incline: Some(0),
        width: m(2),
        ..EdgeAttributes::default()
    }
}

fn bench(id: &str, x: i32, y: i32) -> Facility {
    Facility::new(id, Category::BENCH, p(x, y))
}

fn places(benches: impl IntoIterator<Item = Facility>) -> Facilities {
    let pharmacy = Facility::new("a", Category::PHARMACY, p(270, 0));
    let all = benches.into_iter().chain([pharmacy]);
    Facilities::new(all).unwrap().declare(Category::BENCH)
}

fn norms(upper: u32) -> NormSet {
    let own = Norm::new("pharmacy").lower(Length::metres(100));
    let mut both = Norm::new("both");
    both.test = Test::AllOf(vec!["pharmacy".into()]);
    NormSet::new([own.upper(Length::millimetres(upper)), both]).unwrap()
}

fn m(metres: u32) -> Option<Length> {
    Some(Length::metres(metres))
}

/// The home's rested walks as (low, high, outcome at the upper limit), and its longest stretch.
type Told = (
    Vec<(Option<Length>, Option<Length>, Outcome)>,
    Option<Length>,
);

fn told(scored: &Scored<'_>) -> Told {
    let rests = scored.rests.as_ref().unwrap();
    let walks = rests.walks(0).iter();
    let walks = walks.map(|walk| (walk.low, walk.high, walk.outcome_upper));
    (walks.collect(), rests.longest(0))
}

/// What rests make of the walk from home, going so far without sitting down.
fn rested(network: &Network, places: &Facilities, upper: u32, known: Option<&Coverage>) -> Told {
    let norms = norms(upper);
    let home = Origins::new([Origin::new("home", p(0, 0))]).unwrap();
    let radii = [270, 90, 89].map(Length::metres);
    let study = Study::new(network, places, &norms).rests(radii);
    let study = match known {
        Some(known) => study.coverage(Category::BENCH, known),
        None => study,
    };
    told(&study.score(&home).unwrap())
}

fn square(metres: i32) -> Coverage {
    let (a, b) = (-metres, metres);
    Coverage::new([Polygon::new([vec![p(a, a), p(b, a), p(b, b), p(a, b)]])])
}

#[test]
fn benches_that_nobody_has_mapped_may_stand_anywhere() {
    let network = street(known());
    let two = places([bench("b1", 90, 0), bench("b2", 180, 0)]);
    // 89 m is too short; 90 m and 270 m are enough.
    let (walks, longest) = rested(&network, &two, 270_000, None);
    let met = (m(270), m(270), Outcome::Met);
    assert_eq!(walks, [(m(270), None, Outcome::Uncertain), met, met]);
    assert_eq!(longest, m(90));
    let (walks, longest) = rested(&network, &places([]), 270_000, None);
    let open = (m(270), None, Outcome::Uncertain);
    assert_eq!((walks, longest), (vec![open, open, met], m(270)));
}

#[test]
fn where_all_benches_are_mapped_the_answer_is_no() {
    let network = street(known());
    let two = places([bench("b1", 90, 0), bench("b2", 180, 0)]);
    // The search looks 2,000 m far: so far the benches must be known.
    let no = (None, None, Outcome::NotMet);
    assert_eq!(
        rested(&network, &two, 270_000, Some(&square(2001))).0[0],
        no
    );
    let open = (m(270), None, Outcome::Uncertain);
    assert_eq!(
        rested(&network, &two, 270_000, Some(&square(2000))).0[0],
        open
    );
}

/// The bench stands 3 m beside the street: 90 + 3, and 3 + 180 m.
#[test]
fn the_limit_to_the_millimetre() {
    let network = street(known());
    let one = places([bench("b1", 90, 3)]);
    let norm = |upper| {
        let (norms, home) = (
            norms(upper),
            Origins::new([Origin::new("home", p(0, 0))]).unwrap(),
        );
        let known = square(3000);
        let study = Study::new(&network, &one, &norms).rests([Length::metres(183)]);
        let scored = study
            .coverage(Category::BENCH, &known)
            .score(&home)
            .unwrap();
        let rests = scored.rests.as_ref().unwrap();
        // The norm made of it says the same.
        assert_eq!(
            rests.walks(0)[0].outcome_upper,
            rests.walks(1)[0].outcome_upper
        );
        assert_eq!(rests.walks(0)[0].outcome_lower, Some(Outcome::NotMet));
        let walk = rests.walks(0)[0];
        assert_eq!((walk.low, walk.high), (m(276), m(276)));
        walk.outcome_upper
    };
    assert_eq!(norm(276_000), Outcome::Met);
    assert_eq!(norm(276_001), Outcome::Met);
    assert_eq!(norm(275_999), Outcome::NotMet);
}

/// Somebody with a rollator cannot be sure of a street without a surface: 70 m of it, from 200 m on.
/// Then nothing is certain, and at best it is as for everybody.
#[test]
fn what_is_not_known_of_streets_leaves_only_the_best() {
    let network = street(EdgeAttributes {
        surface: None,
        ..known()
    });
    let two = places([bench("b1", 90, 0), bench("b2", 180, 0)]);
    let (norms, cover) = (norms(270_000), square(3000));
    let home = Origins::new([Origin::new("home", p(0, 0))]).unwrap();
    let rollator = Profile::named("rollator").unwrap();
    let study = Study::new(&network, &two, &norms).profile(rollator);
    let study = study.rests([89, 90].map(Length::metres));
    let scored = study
        .coverage(Category::BENCH, &cover)
        .score(&home)
        .unwrap();
    assert_eq!(scored.rows[0].low, m(270));
    assert_eq!(scored.rows[0].high, None);
    let (walks, longest) = told(&scored);
    let open = (m(270), None, Outcome::Uncertain);
    assert_eq!(walks, [(None, None, Outcome::NotMet), open]);
    assert_eq!(longest, m(90));
}

/// Four homes: at 0 m, at 60 m, next to the pharmacy, and off the network.
#[test]
fn an_area_counts_who_gets_there_with_rests() {
    let network = street(known());
    let one = places([bench("b1", 120, 0)]);
    let homes = [("a", 0, 0), ("b", 60, 0), ("c", 265, 0), ("d", 0, 500)];
    let homes = Origins::new(homes.map(|(id, x, y)| Origin::new(id, p(x, y)))).unwrap();
    let (norms, known) = (norms(270_000), square(5000));
    let study = Study::new(&network, &one, &norms).rests([150, 149].map(Length::metres));
    let study = study.coverage(Category::BENCH, &known);
    let scored = study.score(&homes).unwrap();
    let ground = Polygon::new([vec![p(-9, -9), p(900, -9), p(900, 900), p(-9, 900)]]);
    let area = crate::Area {
        id: "A".into(),
        polygons: vec![ground],
        ..crate::Area::default()
    };
    let areas = crate::Areas::new("area", [area]).unwrap();
    let rows = scored.areas(&areas).rows;
    let [short, long] = &rows[0].rests[..] else {
        panic!("one for each radius")
    };
    // 149 m: only c. 150 m: a rests at 120 m, b too. One of four is not on the network.
    assert_eq!(short.upper, [Some(1.0 / 3.0), Some(0.25), Some(0.5)]);
    assert_eq!(long.upper, [Some(1.0), Some(0.75), Some(1.0)]);
    assert_eq!(long.lower, Some([Some(1.0 / 3.0), Some(0.25), Some(0.5)]));
    assert_eq!((short.stretch, long.stretch), (Some(1.0 / 3.0), Some(1.0)));
}

#[test]
fn rests_need_benches_and_a_length() {
    let network = street(known());
    let nothing = Facilities::new([Facility::new("a", Category::PHARMACY, p(270, 0))]).unwrap();
    let norms = norms(270_000);
    let prepared = |places: &Facilities, radius| {
        let study = Study::new(&network, places, &norms).rests([Length::millimetres(radius)]);
        study.prepare().err()
    };
    assert_eq!(prepared(&nothing, 1), Some(StudyError::NoBenches));
    assert_eq!(prepared(&places([]), 1), None);
    assert!(matches!(
        prepared(&places([]), 0),
        Some(StudyError::Parameter { .. })
    ));
}

/// Rows of the study itself do not change for it.
#[test]
fn the_ordinary_rows_stay_as_they_are() {
    let network = street(known());
    let (places, norms) = (places([bench("b1", 120, 0)]), norms(270_000));
    let home = Origins::new([Origin::new("home", p(0, 0))]).unwrap();
    let rows = |study: Study<'_>| -> Vec<Row> { study.score(&home).unwrap().rows };
    let study = Study::new(&network, &places, &norms);
    assert_eq!(rows(study.clone()), rows(study.rests([Length::metres(50)])));
}
