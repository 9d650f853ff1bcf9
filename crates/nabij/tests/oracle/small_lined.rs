//! What lies along walks in the hard small cases, drawn above each. Every case is also compared with
//! the oracle. `F` facility, `O` origin, `B` bench, `L` lamp; lengths in metres.

use nabij::{Along, Category, Coverage, Forest, Length, Lights, Point, Polygon};

use crate::{
    case::Case,
    core::Core,
    lined::{Scene, compare},
    rest::SEATS,
};

pub fn p(x: i32, y: i32) -> Point {
    Point::new(1000 * x, 1000 * y)
}

/// From one x to another, and far to the north and the south.
pub fn ground(west: i32, east: i32) -> Vec<Point> {
    vec![p(west, -900), p(east, -900), p(east, 900), p(west, 900)]
}

/// The first origin's mm: whole, met, unknown; for seats and for light.
fn told(text: &str, lamps: &[Point], limit: u32, known: Option<Vec<Point>>) -> [[u64; 3]; 2] {
    let case = Case::parse(&format!("set scale 1000\n{text}"));
    let scene = Scene {
        lamps: lamps.to_vec(),
        radius: limit,
        known: known.clone().map(|ring| vec![ring]),
        gaps: [limit].into(),
    };
    if let Err(difference) = compare(&case, &scene) {
        panic!("{difference}\n--- the case:\n{case}---");
    }
    let core = Core::new(&case);
    let (access, points) = (core.access(), core.rest_points(&case, &SEATS));
    let nearest = access.nearest(&Category::PHARMACY, &core.origins);
    let forest = Forest::new(&access, &Category::PHARMACY);
    let known = known.map(|ring| Coverage::new([Polygon::new([ring])]));
    let (limit, homes) = (Length::millimetres(limit), &core.origins);
    let seats = points.seats_ahead(&access, &forest, homes, &nearest, limit, known.as_ref());
    let lights = Lights::new(&core.network, lamps, limit, known.as_ref());
    let mm = |along: Option<Along>| {
        let along = along.unwrap();
        [along.whole_mm, along.met_mm, along.unknown_mm]
    };
    [mm(seats[0]), mm(lights.along(&forest, homes, &nearest)[0])]
}

/// Where all benches are known.
fn seats(text: &str, gap: u32) -> [u64; 2] {
    let [whole, met, unknown] = told(text, &[], gap, Some(ground(-900, 900)))[0];
    assert_eq!(unknown, 0);
    [whole, met]
}

/// ```text
/// O────90────B────90────F      the last mm before each seat
/// ```
#[test]
fn two_stretches() {
    let town = "line w1: 0,0 200,0\nfacility a: 180,0\norigin o: 0,0\nbench b: 90,3";
    assert_eq!(seats(town, 60_000), [180_000, 120_000]);
    assert_eq!(seats(town, 89_999), [180_000, 179_998]);
    assert_eq!(seats(town, 90_000), [180_000, 180_000]);
    assert_eq!(seats(town, 90_001), [180_000, 180_000]);
    assert_eq!(seats(town, 0), [180_000, 0]);
}

/// ```text
/// O─30─B─────────100─────────B─50─F      a short stretch counts as it is
/// ```
#[test]
fn stretches_of_different_length() {
    let town =
        "line w1: 0,0 200,0\nfacility a: 180,0\norigin o: 0,0\nbench b: 30,3\nbench c: 130,-3";
    assert_eq!(seats(town, 40_000), [180_000, 110_000]);
    assert_eq!(seats(town, 50_001), [180_000, 130_001]);
}

/// ```text
/// O                   F      10 m to the street, 20 m off it; a bench where the street begins
/// │10               20│
/// B────────180────────┘
/// ```
#[test]
fn legs_are_part_of_the_walk() {
    let town = "line w1: 0,0 180,0\nfacility a: 180,20\norigin o: 0,10";
    assert_eq!(seats(town, 25_000), [210_000, 25_000]);
    assert_eq!(seats(town, 15_000), [210_000, 15_000]);
    let bench = format!("{town}\nbench b: 0,-1");
    assert_eq!(seats(&bench, 25_000), [210_000, 35_000]);
    assert_eq!(seats(&bench, 9_999), [210_000, 19_998]);
    // A bench at the other end: home's leg is too far from it.
    let bench = format!("{town}\nbench b: 180,-1");
    assert_eq!(seats(&bench, 25_000), [210_000, 45_000]);
}

/// ```text
///        known │ not known       a bench that nobody knows stands 15 m off the street at most,
/// O────────────┼────────────F    and helps for 50 m before it
/// 0    35    85│100   130  180
/// ```
#[test]
fn where_benches_are_not_all_known() {
    let town = "line w1: 0,0 200,0\nfacility a: 180,0\norigin o: 0,0";
    let at = |known| told(town, &[], 50_000, known)[0];
    assert_eq!(at(Some(ground(-900, 900))), [180_000, 50_000, 0]);
    assert_eq!(at(Some(ground(-900, 100))), [180_000, 50_000, 95_002]);
    assert_eq!(at(None), [180_000, 50_000, 130_000]);
    // A bench in between is one that is known: nothing changes behind it but the last 50 m.
    let bench = format!("{town}\nbench b: 60,0");
    let along = told(&bench, &[], 50_000, Some(ground(-900, 100)))[0];
    assert_eq!(along, [180_000, 100_000, 70_000]);
}

/// ```text
/// O──F      next door: a line with a seat at its end, and no street to be lit
/// ```
#[test]
fn next_door() {
    let town = "set direct 9000\nline w1: 0,0 0,90\nline w2: 8,90 8,0\nline w3: 0,90 8,90\n\
                facility a: 8,1\norigin o: 0,1";
    assert_eq!(
        told(town, &[p(0, 0)], 5_000, None),
        [[8_000, 5_000, 0], [0; 3]]
    );
    assert_eq!(seats(town, 8_001), [8_000, 8_000]);
}

/// ```text
///      L           18 m off the street
/// O────┴────F
/// ```
#[test]
fn a_lamp_beside_the_street() {
    let town = "line w1: 0,0 200,0\nfacility a: 100,0\norigin o: 0,0";
    let lit = |radius| told(town, &[p(50, 18)], radius, None)[1];
    assert_eq!(lit(30_000), [100_000, 48_000, 52_000]);
    assert_eq!(lit(17_999), [100_000, 0, 100_000]);
    assert_eq!(lit(18_000), [100_000, 0, 100_000]);
    assert_eq!(lit(18_001), [100_000, 380, 99_620]); // √36,001 = 189.7
    let two = told(town, &[p(50, 18), p(70, -18)], 30_000, None)[1];
    assert_eq!(
        two,
        [100_000, 68_000, 32_000],
        "what both light counts once"
    );
}

/// ```text
///    lit       not lit      unknown
/// O───────┬───────L───────┬───────F      50 m each, a lamp on the street that is tagged as dark
/// ```
#[test]
fn tags_and_lamps() {
    let town = "line w1: 0,0 50,0 ; lit\nline w2: 50,0 100,0 ; dark\nline w3: 100,0 150,0\n\
                facility a: 150,30\norigin o: 0,20";
    let light = |lamps: &[Point], known| told(town, lamps, 10_000, known)[1];
    assert_eq!(light(&[], None), [150_000, 50_000, 50_000]);
    assert_eq!(light(&[p(75, 0)], None), [150_000, 70_000, 50_000]);
    assert_eq!(light(&[p(125, 0)], None), [150_000, 70_000, 30_000]);
    let everywhere = || Some(ground(-900, 900));
    assert_eq!(light(&[p(125, 0)], everywhere()), [150_000, 70_000, 0]);
    // Lamps are known up to 120 m: what they would light is, up to 110 m.
    assert_eq!(
        light(&[], Some(ground(-900, 120))),
        [150_000, 50_000, 40_000]
    );
    // Known from 120 m on: from 130 m.
    assert_eq!(
        light(&[], Some(ground(120, 900))),
        [150_000, 50_000, 30_000]
    );
}
