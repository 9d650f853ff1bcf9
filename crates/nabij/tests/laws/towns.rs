//! The towns that the laws are tried on.

use nabij::{Category, How};
use proptest::{prelude::*, test_runner::Config};

use crate::{case::Case, core::Core, grid, lattice};

/// Fewer cases without optimisation; `PROPTEST_CASES` asks for another number of them.
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
        ..Config::default()
    }
}

/// Mostly small towns full of ties, now and then one as it is.
pub fn towns() -> impl Strategy<Value = Case> {
    let real = (any::<u64>(), 3..6_i32, 1..15_usize, any::<bool>()).prop_map(
        |(seed, side, facilities, step_free)| grid::town(seed, side, facilities, 15, step_free),
    );
    prop_oneof![12 => lattice::towns(false), 12 => lattice::towns(true), 1 => real]
}

/// A row of a matrix with names instead of numbers: origin, mm, facility, door's place, how.
pub type Row = (String, u32, String, How);

pub const CATEGORIES: [Category; 2] = [Category::PHARMACY, Category::SUPERMARKET];

/// Every row within the horizon.
pub fn rows(case: &Case, core: &Core) -> Vec<Row> {
    let mut rows = Vec::new();
    for category in CATEGORIES {
        for (origin, facility, answer) in
            core.access().matrix(&category, &core.origins, core.horizon)
        {
            let facility = core.facilities.get(facility);
            let name = format!("{category}/{}", facility.id);
            rows.push((
                case.origins[origin as usize].id.clone(),
                answer.mm,
                name,
                answer.how,
            ));
        }
    }
    rows
}
