//! What lies along the walks of a whole study: the same as its parts say.

use nabij::{
    Along, Bench, Category, Coverage, Facilities, Length, Lights, Norm, NormSet, Origins,
    Parameters, Polygon, Profile, RestPoints, Study, Test,
};

use crate::{
    case::Case,
    core::network,
    small_lined::{ground, p},
};

/// A study of one's own says the same as its parts, and nothing where there is no walk.
#[test]
fn along_the_walks_of_a_study() {
    let case = Case::parse(
        "set scale 1000\nline w1: 0,0 200,0\nline w2: 0,500 9,500\nfacility a: 180,0\n\
         facility supermarket/s: 100,0\nfacility bench/b: 90,3\n\
         origin o: 0,0\norigin p: 200,0\norigin q: 4,500",
    );
    let network = network(&case).unwrap();
    let facilities = Facilities::new(case.facilities.clone()).unwrap();
    let mut origins = case.origins.clone();
    origins.sort_by(|a, b| a.id.cmp(&b.id));
    let origins = Origins::new(origins).unwrap();
    let upper = |norm: &str| Norm::new(norm).upper(Length::metres(500));
    let both = ["pharmacy", "supermarket"].map(String::from).to_vec();
    let norms = NormSet::new([
        upper("pharmacy"),
        upper("supermarket"),
        Norm::new("both").test(Test::AllOf(both)),
    ])
    .unwrap();
    let benches = Coverage::new([Polygon::new([ground(-900, 900)])]);
    let parameters = Parameters {
        min_component: Length::ZERO,
        ..Parameters::default()
    };
    let study = || {
        Study::new(&network, &facilities, &norms)
            .parameters(parameters)
            .others([Profile::ADULT.without_steps("step_free")])
    };
    let along = |whole_mm, met_mm, unknown_mm| {
        Some(Along {
            whole_mm,
            met_mm,
            unknown_mm,
        })
    };
    let gap = Length::metres(60);
    let known = study()
        .coverage(Category::BENCH, &benches)
        .prepare()
        .unwrap();
    let all = known.score_each(&origins).unwrap();
    for scored in &all {
        // A bench halfway: 60 m before it and 60 m before the door.
        let found = known.seats_along(scored, 0, gap);
        assert_eq!(
            found,
            [along(180_000, 120_000, 0), along(20_000, 20_000, 0), None]
        );
        let found = known.seats_along(scored, 1, gap);
        assert_eq!(
            found,
            [along(100_000, 70_000, 0), along(100_000, 60_000, 0), None]
        );
        assert_eq!(known.seats_along(scored, 2, gap), [None; 3]);
        assert_eq!(known.seats_along(scored, 3, gap), [None; 3]);
        let lights = Lights::new(&network, &[p(100, 18)], Lights::RADIUS, None);
        let found = known.light_along(scored, 0, &lights);
        assert_eq!(
            found,
            [
                along(180_000, 48_000, 132_000),
                along(20_000, 0, 20_000),
                None
            ]
        );
        assert_eq!(known.light_along(scored, 2, &lights), [None; 3]);
    }
    let unknown = study().prepare().unwrap();
    let scored = unknown.score(&origins).unwrap();
    let found = unknown.seats_along(&scored, 0, gap);
    assert_eq!(found[0], along(180_000, 120_000, 60_000));
    // The same seats as the walker's own.
    let bench = Bench {
        id: "b".into(),
        point: p(90, 3),
    };
    let points = RestPoints::new([bench], &network, unknown.snapper(), RestPoints::REACH);
    assert_eq!(unknown.walker().rest_points().len(), points.len());
}
