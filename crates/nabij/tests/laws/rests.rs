//! More benches, longer stretches, and none at all.

use nabij::{Category, Forest, Length, Rested, Rests};
use proptest::prelude::*;

use crate::{
    case::Case,
    core::Core,
    towns::{CATEGORIES, many, towns},
};

const SEATS: [Category; 1] = [Category::SUPERMARKET];

/// The rested walks of every origin for a radius.
fn rested(case: &Case, core: &Core, category: &Category, radius: u32) -> Vec<Option<Rested>> {
    let (access, points) = (core.access(), core.rest_points(case, &SEATS));
    let ordinary = access.nearest(category, &core.origins);
    let rests = Rests::new(&access, &points, &core.origins, Length::millimetres(radius));
    let chains = rests.chains(category);
    chains.nearest(Length::millimetres(radius), &ordinary)
}

fn mm(rested: &Option<Rested>) -> u64 {
    rested.map_or(u64::MAX, |rested| rested.mm.into())
}

/// Radii that matter in small towns and in large ones.
fn radius() -> impl Strategy<Value = u32> {
    prop_oneof![0..40_u32, 0..40_000_u32, 40_000..200_000_u32]
}

proptest! {
    #![proptest_config(many(1500))]

    /// One bench more never lengthens a rested walk.
    #[test]
    fn a_bench_more(case in towns(), left in any::<prop::sample::Index>(), radius in radius()) {
        prop_assume!(!case.benches.is_empty());
        let core = Core::new(&case);
        let mut fewer = case.clone();
        fewer.benches.remove(left.index(case.benches.len()));
        for category in CATEGORIES {
            let after = rested(&case, &core, &category, radius);
            let before = rested(&fewer, &core, &category, radius);
            prop_assert!(after.iter().zip(&before).all(|(after, before)| mm(after) <= mm(before)));
        }
    }

    /// Who can walk farther at once never walks farther in all; who can walk all of it does; and
    /// nobody's rested walk is shorter than the ordinary one.
    #[test]
    fn a_longer_stretch(case in towns(), radius in radius(), more in 0..50_000_u32) {
        let core = Core::new(&case);
        for category in CATEGORIES {
            let ordinary = core.access().nearest(&category, &core.origins);
            let near = rested(&case, &core, &category, radius);
            let far = rested(&case, &core, &category, radius + more);
            for ((near, far), ordinary) in near.iter().zip(&far).zip(ordinary) {
                prop_assert!(mm(far) <= mm(near));
                let at_once = ordinary.map_or(u64::MAX, |answer| answer.mm.into());
                prop_assert!(at_once <= mm(far));
                if at_once <= radius.into() {
                    prop_assert_eq!(mm(near), at_once);
                }
            }
        }
    }

    /// Where every bench stands on the street itself, an ordinary walk with seats in time is a
    /// rested walk.
    #[test]
    fn seats_on_the_way(mut case in towns(), radius in radius()) {
        let core = Core::new(&case);
        let on_the_street = |bench: &(String, nabij::Point)| {
            let alone = Case { benches: vec![bench.clone()], ..case.clone() };
            let points = core.rest_points(&alone, &[]);
            points.iter().all(|(id, _)| points.attachments(id).iter().all(|a| a.leg.mm() == 0))
        };
        case.benches = case.benches.iter().filter(|bench| on_the_street(bench)).cloned().collect();
        let (access, points) = (core.access(), core.rest_points(&case, &[]));
        for category in CATEGORIES {
            let ordinary = access.nearest(&category, &core.origins);
            let forest = Forest::new(&access, &category);
            let longest = points.longest_stretches(&access, &forest, &core.origins, &ordinary);
            let rests = Rests::new(&access, &points, &core.origins, Length::millimetres(radius));
            let rested = rests.chains(&category).nearest(Length::millimetres(radius), &ordinary);
            for ((longest, rested), ordinary) in longest.into_iter().zip(rested).zip(ordinary) {
                if longest.is_some_and(|longest| longest <= radius) {
                    prop_assert_eq!(rested.map(|rested| rested.mm), ordinary.map(|answer| answer.mm));
                }
            }
        }
    }

    /// Neither the order of benches nor the number of threads matters.
    #[test]
    fn benches_in_another_order(case in towns(), radius in radius()) {
        let core = Core::new(&case);
        let mut turned = case.clone();
        turned.benches.reverse();
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        for category in CATEGORIES {
            let once = rested(&case, &core, &category, radius);
            let again = alone.install(|| rested(&turned, &core, &category, radius));
            prop_assert_eq!(once, again);
        }
    }
}
