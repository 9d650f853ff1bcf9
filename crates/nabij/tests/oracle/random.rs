//! Random towns: library and oracle answer alike.

use proptest::{prelude::*, test_runner::Config};

use crate::{case::Case, check, grid, lattice};

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
