//! Rested walks of the hard small cases, drawn above each. Every case is also compared with the
//! oracle. `F` facility, `O` origin, `B` bench, `o` node, `=` private way, `>` one way.

use nabij::{Category, Forest, Length, Rests, Seat};

use crate::{case::Case, check::check, core::Core, rest::SEATS};

/// "90 b1, 90" for the rested walk of the first origin: the stretches in metres, and the bench that
/// each ends at; then the longest stretch of its ordinary walk.
fn told(text: &str, radius: u32) -> (String, u32) {
    let case = Case::parse(&format!("set scale 1000\n{text}"));
    check(&case);
    let core = Core::new(&case);
    let (access, points) = (core.access(), core.rest_points(&case, &SEATS));
    let nearest = access.nearest(&Category::PHARMACY, &core.origins);
    let rests = Rests::new(&access, &points, &core.origins, Length::metres(1000));
    let stages =
        rests
            .chains(&Category::PHARMACY)
            .stages(Length::millimetres(radius), 0, nearest[0]);
    let one = |stage: &nabij::Stage| {
        let metres = f64::from(stage.mm) / 1000.0;
        let seat = stage.to.map(|to| points.seat(to).clone());
        match seat {
            Some(Seat::Bench(id)) => format!("{metres} {id}"),
            Some(Seat::Door(..)) => format!("{metres} inside"),
            None => metres.to_string(),
        }
    };
    let stages = stages.unwrap_or_default();
    let forest = Forest::new(&access, &Category::PHARMACY);
    let longest = points.longest_stretches(&access, &forest, &core.origins, &nearest);
    let walk: Vec<String> = stages.iter().map(one).collect();
    (walk.join(", "), longest[0].unwrap_or_default())
}

fn walk(text: &str, radius: u32) -> String {
    told(text, radius).0
}

/// ```text
///          B          3 m off the way, halfway: there and back again
/// O────────┴───────F
/// ```
#[test]
fn a_bench_off_the_way() {
    let town = "line w1: 0,0 200,0\nfacility a: 180,0\norigin o: 0,0\nbench b: 90,3";
    assert_eq!(told(town, 93_000), ("93 b, 93".into(), 90_000));
    assert_eq!(walk(town, 93_001), "93 b, 93");
    assert_eq!(walk(town, 92_999), "");
    // In one go.
    assert_eq!(walk(town, 180_000), "180");
    assert_eq!(walk(town, 179_999), "93 b, 93");
}

/// ```text
/// O───…───F────B      a bench beyond the shop helps nobody who comes from this side
/// ```
#[test]
fn a_bench_behind_the_shop() {
    let town = "line w1: 0,0 200,0\nfacility a: 100,0\norigin o: 0,0\nbench b: 120,0";
    assert_eq!(told(town, 99_000), (String::new(), 100_000));
    assert_eq!(walk(town, 100_000), "100");
}

/// ```text
/// O──────B1──────B2──────F
/// ```
#[test]
fn two_benches_are_needed() {
    let town =
        "line w1: 0,0 300,0\nfacility a: 270,0\norigin o: 0,0\nbench b2: 180,0\nbench b1: 90,0";
    assert_eq!(told(town, 90_000), ("90 b1, 90 b2, 90".into(), 90_000));
    assert_eq!(walk(town, 89_999), "");
    assert_eq!(walk(town, 180_000), "90 b1, 180");
    let one = "line w1: 0,0 300,0\nfacility a: 270,0\norigin o: 0,0\nbench b2: 180,0";
    assert_eq!(told(one, 100_000), (String::new(), 180_000));
}

/// ```text
/// B────O──────────F      first the other way, to sit down, then back past home: no use, for home
///                        is a seat as well
/// ```
#[test]
fn home_is_a_seat() {
    let town = "line w1: 0,0 200,0\nfacility a: 150,0\norigin o: 50,0\nbench b: 20,0";
    assert_eq!(walk(town, 99_000), "");
}

/// ```text
/// O────────o────────F
///          │  40        the bench is at the end of a dead end: in and out again
///          B
/// ```
#[test]
fn a_dead_end() {
    let town = "line w1: 0,0 100,0 200,0\nline w2: 100,0 100,-40\nfacility a: 160,0\norigin o: 40,0\nbench b: 100,-40";
    assert_eq!(told(town, 100_000), ("100 b, 100".into(), 120_000));
    assert_eq!(walk(town, 99_999), "");
}

/// ```text
/// ┌─────B─────┐
/// O           F      120 m by the short side without a seat, 200 m by the long one with one
/// └───────────┘
/// ```
#[test]
fn round_by_the_side_with_a_bench() {
    let town = "line w1: 0,0 0,50 100,50 100,0\nline w2: 0,0 0,-10 100,-10 100,0\n\
                facility a: 100,0\norigin o: 0,0\nbench b: 50,50";
    assert_eq!(told(town, 100_000), ("100 b, 100".into(), 120_000));
    assert_eq!(walk(town, 120_000), "120");
}

/// ```text
/// Fa──────80──────O──40──B──70──Fb      the nearer shop in one go, the farther one with a rest
/// ```
#[test]
fn another_shop_than_the_nearest() {
    let town =
        "line w1: 0,0 300,0\nfacility a: 0,0\nfacility b: 190,0\norigin o: 80,0\nbench b: 120,0";
    assert_eq!(walk(town, 80_000), "80");
    assert_eq!(walk(town, 79_999), "40 b, 70");
}

/// ```text
/// O──────o······o──────F      the only bench is in a court that is private: whoever passes may not
///        ║ B             sit there; who lives there may, and who goes there
///        ║
/// ```
#[test]
fn a_bench_in_a_private_court() {
    let town = "line w1: 0,0 100,0 200,0\nline w2: 100,0 100,60 ; private\nbench b: 100,20\n";
    let to = |text: &str| walk(&format!("{town}{text}"), 100_000);
    assert_eq!(to("facility a: 170,0\norigin o: 40,0"), "");
    assert_eq!(to("facility a: 170,0\norigin o: 100,50"), "30 b, 90");
    assert_eq!(to("facility a: 100,50\norigin o: 40,0"), "80 b, 30");
    // From a court to another one, with a seat in each.
    let courts = format!("{town}line w3: 200,0 200,60 ; private\nbench c: 200,20\n");
    let between = walk(
        &format!("{courts}facility a: 200,60\norigin o: 100,60"),
        140_000,
    );
    assert_eq!(between, "40 b, 140 c, 40");
    // The way into a court and out of it again at its other end is no way for those who pass.
    let through = "line w1: 0,0 100,0\nline w2: 100,0 160,0 ; private\nline w3: 160,0 260,0\n\
                   bench b: 130,0\nfacility a: 200,0\norigin o: 60,0";
    assert_eq!(walk(through, 70_000), "");
}

/// ```text
/// O──────o>>>B>>>o──────F      with the street, not against it
/// ```
#[test]
fn a_bench_on_a_one_way_street() {
    let town = |word| {
        format!(
            "line w1: 0,0 50,0\nline w2: 50,0 150,0 ; {word}\nline w3: 150,0 200,0\n\
                 facility a: 200,0\norigin o: 0,0\nbench b: 100,0"
        )
    };
    assert_eq!(
        told(&town("forward"), 100_000),
        ("100 b, 100".into(), 100_000)
    );
    assert_eq!(walk(&town("backward"), 100_000), "");
}

/// ```text
/// O────────o────────F
///         B│            nearest to the corner: at the end of the side street, and passed by all
/// ```
#[test]
fn a_bench_on_a_corner() {
    let town = "line w2: 0,0 100,0\nline w3: 100,0 200,0\nline w1: 100,0 100,50\n\
                facility a: 200,0\norigin o: 0,0\nbench b: 99,0";
    assert_eq!(told(town, 101_000), ("99 b, 101".into(), 101_000));
    let corner = town
        .replace("99,0", "100,-2")
        .replace("w1: 100,0 100,50", "w1: 100,0 110,50");
    assert_eq!(told(&corner, 102_000), ("102 b, 102".into(), 100_000));
}

/// ```text
/// O─────S─────F      a shop of another kind with a chair inside
/// ```
#[test]
fn a_seat_inside() {
    let town = "line w1: 0,0 200,0\nfacility a: 180,0\nfacility supermarket/s: 90,5\norigin o: 0,0";
    assert_eq!(told(town, 95_000), ("95 inside, 95".into(), 90_000));
}

/// ```text
/// O──F      next door in a straight line
/// ```
#[test]
fn next_door() {
    let town = "set direct 9000\nline w1: 0,0 0,90\nline w2: 8,90 8,0\nline w3: 0,90 8,90\n\
                facility a: 8,1\norigin o: 0,1";
    assert_eq!(told(town, 50_000), ("8".into(), 8_000));
    // Too far for the weakest: by the streets it is farther.
    assert_eq!(walk(town, 7_999), "");
}

/// ```text
/// O──────…──────F      a bench 16 m off the street is none of its
/// ```
#[test]
fn how_far_a_bench_may_stand() {
    let town = |y| format!("line w1: 0,0 200,0\nfacility a: 180,0\norigin o: 0,0\nbench b: 90,{y}");
    assert_eq!(walk(&town(15), 110_000), "105 b, 105");
    assert_eq!(told(&town(16), 110_000), (String::new(), 180_000));
}
