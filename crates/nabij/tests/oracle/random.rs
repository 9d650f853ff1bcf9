//! Random towns: library and oracle answer alike.

use nabij::{Category, EdgeAttributes, Facility, LineKey, Origin, Point, SourceLine, Vertex};
use proptest::{collection::vec, prelude::*, test_runner::Config};

use crate::{case::Case, check, exact::straight, grid, lattice};

/// Random cases; failures are printed as text for [`Case::parse`], so no file of seeds is kept.
/// `PROPTEST_CASES` asks for another number of them.
pub fn many(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|count| count.parse().ok());
    let usual = if cfg!(debug_assertions) {
        cases / 10 + 1
    } else {
        cases
    };
    let cases = asked.unwrap_or(usual);
    Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    }
}

fn alike(case: &Case) -> Result<(), TestCaseError> {
    let compared = std::panic::catch_unwind(|| check::compare(case));
    let found = compared.unwrap_or_else(|_| Err("a panic".to_owned()));
    found.map_err(|difference| {
        TestCaseError::fail(format!("{difference}\n--- the case:\n{case}---"))
    })
}

proptest! {
    #![proptest_config(many(4000))]

    #[test]
    fn small_towns_full_of_ties(case in lattice::towns(false)) {
        alike(&case)?;
    }

    #[test]
    fn small_towns_with_a_square(case in lattice::towns(true)) {
        alike(&case)?;
    }
}

proptest! {
    #![proptest_config(Config { max_shrink_iters: 200, ..many(60) })]

    #[test]
    fn towns_as_they_are(seed in any::<u64>(), side in 3..9_i32, facilities in 1..25_usize, step_free in any::<bool>()) {
        alike(&grid::town(seed, side, facilities, 20, step_free))?;
    }
}

/// Streets from one end of the plane to the other: vertices near four places up to 1,800 km apart,
/// doors around them.
fn continents() -> impl Strategy<Value = Case> {
    const PLACES: [(i32, i32); 4] = [
        (900_000_000, 900_000_000),
        (900_000_000, 0),
        (0, 0),
        (300_000_000, 450_000_000),
    ];
    let near =
        |(place, x, y): (usize, i32, i32)| Point::new(PLACES[place].0 + x, PLACES[place].1 + y);
    let vertex = (0..4_usize, -3_000..3_000_i32, -3_000..3_000_i32).prop_map(near);
    let door = (
        0..4_usize,
        -9_000_000..9_000_000_i32,
        -9_000_000..9_000_000_i32,
    )
        .prop_map(near);
    let close = (0..4_usize, -9_000..9_000_i32, -9_000..9_000_i32).prop_map(near);
    let door = move || prop_oneof![door.clone(), close.clone()];
    (
        vec(vec(vertex, 2..4), 2..5),
        vec(door(), 1..4),
        vec(door(), 1..4),
    )
        .prop_map(|(mut lines, shops, homes)| {
            // No piece is longer than 1,000 km.
            for line in &mut lines {
                for at in 1..line.len() {
                    if straight(line[at - 1], line[at]) > 1_000_000_000 {
                        line[at] = line[at - 1];
                    }
                }
            }
            let mut case = Case {
                max_snap: 20_000_000,
                horizon: 1_000_000_000,
                ..Case::default()
            };
            for (id, line) in (0..).zip(&mut lines) {
                // All meet in one place.
                line[0] = Point::new(300_000_000, 450_000_000);
                if straight(line[0], line[1]) > 1_000_000_000 {
                    line[1] = line[0];
                }
                case.lines.push(SourceLine {
                    key: LineKey::way(0, id),
                    vertices: line.iter().map(|point| Vertex::at(*point)).collect(),
                    attributes: EdgeAttributes::default(),
                });
            }
            let named = |(id, door): (usize, &Point)| {
                Facility::new(format!("f{id}"), Category::PHARMACY, *door)
            };
            case.facilities = shops.iter().enumerate().map(named).collect();
            let named = |(id, door): (usize, &Point)| Origin::new(format!("o{id}"), *door);
            case.origins = homes.iter().enumerate().map(named).collect();
            case
        })
}

proptest! {
    #![proptest_config(many(100))]

    #[test]
    fn towns_of_a_continent(case in continents()) {
        // A bend may still be too far from the one before it.
        let short = |line: &SourceLine| line.vertices.windows(2).all(|pair| straight(pair[0].point, pair[1].point) <= 1_000_000_000);
        prop_assume!(case.lines.iter().all(short));
        alike(&case)?;
    }
}
