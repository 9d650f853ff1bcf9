//! Service areas beside each other: larger limits, several facilities.

use nabij::{EdgeId, FacilityId, Length, ServiceAreas, Stretch};
use proptest::prelude::*;

use crate::{
    core::Core,
    towns::{CATEGORIES, many, towns},
};

/// Whether every stretch lies within one of the other area's.
fn contains(larger: &[Stretch], smaller: &[Stretch]) -> bool {
    smaller.iter().all(|small| {
        larger.iter().any(|large| {
            large.edge == small.edge && large.start <= small.start && small.end <= large.end
        })
    })
}

fn total(area: &[Stretch]) -> u64 {
    area.iter()
        .map(|stretch| u64::from(stretch.length().mm()))
        .sum()
}

/// Stretches of several areas as one, the plain way.
fn united(areas: &[Vec<Stretch>]) -> Vec<(EdgeId, u32, u32)> {
    let all = areas.iter().flatten();
    let mut all: Vec<_> = all
        .map(|stretch| (stretch.edge, stretch.start.mm(), stretch.end.mm()))
        .collect();
    all.sort_unstable();
    let mut united: Vec<(EdgeId, u32, u32)> = Vec::new();
    for (edge, start, end) in all {
        match united.last_mut() {
            Some(last) if last.0 == edge && start <= last.2 => last.2 = last.2.max(end),
            _ => united.push((edge, start, end)),
        }
    }
    united
}

proptest! {
    #![proptest_config(many(1000))]

    /// A larger limit takes in the smaller one's area, and is never shorter.
    #[test]
    fn a_larger_limit(case in towns(), limit in 0..300_000_u32, more in 0..50_000_u32) {
        let core = Core::new(&case);
        let areas = ServiceAreas::new(&core.access());
        let all: Vec<FacilityId> = core.facilities.iter().map(|(id, _)| id).collect();
        let limits = [limit % 40, limit % 40 + more % 8, limit, limit + more];
        for pair in limits.windows(2).filter(|pair| pair[0] <= pair[1]) {
            let [small, large] = [0, 1].map(|at| areas.each(&all, Length::millimetres(pair[at])));
            for (small, large) in small.iter().zip(&large) {
                prop_assert!(contains(large, small));
                prop_assert!(total(small) <= total(large));
            }
        }
    }

    /// The area of all is that of each put together, in a fresh workspace or a used one, whatever
    /// the order of the facilities.
    #[test]
    fn the_area_of_all(case in towns(), limit in 0..200_000_u32) {
        let core = Core::new(&case);
        let areas = ServiceAreas::new(&core.access());
        for limit in [limit, limit % 60] {
            let limit = Length::millimetres(limit);
            for category in CATEGORIES {
                let mut of: Vec<FacilityId> = core.facilities.of(&category).collect();
                let each = areas.each(&of, limit);
                let merged = areas.merged(&of, limit);
                let plain: Vec<_> = merged.iter().map(|s| (s.edge, s.start.mm(), s.end.mm())).collect();
                prop_assert_eq!(&plain, &united(&each));
                for (facility, area) in of.iter().zip(&each) {
                    prop_assert_eq!(&areas.merged(&[*facility], limit), area);
                }
                of.reverse();
                prop_assert_eq!(&areas.merged(&of, limit), &merged);
                let mut backwards = areas.each(&of, limit);
                backwards.reverse();
                prop_assert_eq!(backwards, each);
            }
        }
    }
}
