//! More facilities, other profiles, other limits and other doors to the same distances.

use nabij::{Access, Accessibility, Answer, AttachedOrigins, Length, Reached, Search};
use proptest::prelude::*;

use crate::{
    case::Case,
    core::Core,
    towns::{CATEGORIES, many, rows, towns},
};

fn mm(answer: &Option<Answer>) -> u64 {
    answer.map_or(u64::MAX, |answer| answer.mm.into())
}

fn named(access: &Accessibility, answer: Answer) -> (u32, String, u32, nabij::How) {
    let facility = access.facilities.get(access.facility(answer));
    (answer.mm, facility.id.clone(), answer.door, answer.how)
}

proptest! {
    #![proptest_config(many(1500))]

    /// One facility more never raises a distance or lowers a count.
    #[test]
    fn a_facility_more(case in towns(), left in any::<prop::sample::Index>()) {
        let all = Core::new(&case);
        let mut fewer = case.clone();
        fewer.facilities.remove(left.index(case.facilities.len()));
        let fewer = Core::new(&fewer);
        for category in CATEGORIES {
            let (before, after) = (fewer.access(), all.access());
            let pairs = before.nearest(&category, &fewer.origins).into_iter().zip(after.nearest(&category, &all.origins));
            for (before, after) in pairs {
                prop_assert!(mm(&after) <= mm(&before));
            }
            let ranked = before.nearest_k(&category, &fewer.origins, 3).into_iter().zip(after.nearest_k(&category, &all.origins, 3));
            for (before, after) in ranked {
                prop_assert!(after.len() >= before.len());
                prop_assert!(after.iter().zip(&before).all(|(after, before)| after.mm <= before.mm));
            }
            let counts = before.counts(&category, &fewer.origins, fewer.horizon).into_iter().zip(after.counts(&category, &all.origins, all.horizon));
            for (before, after) in counts {
                prop_assert!((before..=before + 1).contains(&after));
            }
        }
    }

    /// Doors open onto the same places for every profile (nobody's door is on stairs), and who
    /// cannot take stairs never walks less far.
    #[test]
    fn a_stricter_profile(case in towns()) {
        let adult = Core::new(&Case { step_free: false, ..case.clone() });
        let strict = Core::new(&Case { step_free: true, ..case.clone() });
        let places = |origins: &AttachedOrigins| -> Vec<Vec<(nabij::EdgeId, Length, Length)>> {
            let place = |at: &nabij::Attachment| (at.edge, at.offset, at.leg);
            (0..origins.len()).map(|origin| origins.of(origin).iter().map(place).collect()).collect()
        };
        prop_assume!(places(&adult.origins) == places(&strict.origins));
        let same = adult.facilities.iter().all(|(id, _)| {
            let places = |core: &Core| -> Vec<_> {
                core.attached.of(id).map(|rank| core.attached.attachment(rank)).map(|at| (at.edge, at.offset, at.leg)).collect()
            };
            places(&adult) == places(&strict)
        });
        prop_assume!(same);
        for category in CATEGORIES {
            let pairs = adult.access().nearest(&category, &adult.origins).into_iter()
                .zip(strict.access().nearest(&category, &strict.origins));
            for (adult, strict) in pairs {
                prop_assert!(mm(&adult) <= mm(&strict));
            }
        }
    }

    /// Without squares the doors are the same for every profile.
    #[test]
    fn doors_do_not_depend_on_the_profile(case in crate::lattice::towns(false)) {
        let adult = Core::new(&Case { step_free: false, ..case.clone() });
        let strict = Core::new(&Case { step_free: true, ..case.clone() });
        for origin in 0..case.origins.len() {
            prop_assert_eq!(adult.origins.of(origin), strict.origins.of(origin));
        }
    }

    /// What may be walked by the public is never longer than where the same ways are private, and
    /// never longer than where they are one-way.
    #[test]
    fn freer_ways(case in crate::lattice::towns(false)) {
        let mut free = case.clone();
        free.min_component = 0;
        let bound = free.clone();
        for line in &mut free.lines {
            line.attributes.access = Some(Access::Public);
            line.attributes.direction = nabij::Direction::Both;
        }
        let (free, bound) = (Core::new(&free), Core::new(&bound));
        for category in CATEGORIES {
            let pairs = free.access().nearest(&category, &free.origins).into_iter()
                .zip(bound.access().nearest(&category, &bound.origins));
            for (free, bound) in pairs {
                prop_assert!(mm(&free) <= mm(&bound));
            }
        }
    }

    /// A vertex more that is kept as a node cuts an edge in two and changes no distance.
    #[test]
    fn an_edge_cut_in_two(mut case in crate::lattice::towns(false)) {
        // Barriers and names refuse whole edges, not places on them.
        (case.barred, case.named_street) = (false, None);
        let whole = rows(&case, &Core::new(&case));
        let told: Vec<_> = case.nodes.iter().map(|(vertex, _)| vertex.point).collect();
        for line in case.lines.clone() {
            for vertex in line.vertices.iter().filter(|vertex| !told.contains(&vertex.point)) {
                case.nodes.push((*vertex, nabij::NodeAttributes::default()));
            }
        }
        prop_assert_eq!(rows(&case, &Core::new(&case)), whole);
    }

    /// Nearest, k nearest, rows, counts and a facility's own origins tell the same, in a fresh
    /// workspace or a used one; a smaller limit gives the rows within it.
    #[test]
    fn every_door_tells_the_same(case in towns(), limit in 0..200_000_u32) {
        let core = Core::new(&case);
        let access = core.access();
        let mut used = Search::new(&core.graph);
        let mut reached = Reached::new(&access, &core.origins);
        for category in CATEGORIES {
            let all = access.matrix(&category, &core.origins, core.horizon);
            let limit = Length::millimetres(limit.min(case.horizon));
            let fewer: Vec<_> = all.iter().filter(|row| row.2.mm <= limit.mm()).copied().collect();
            prop_assert_eq!(&access.matrix(&category, &core.origins, limit), &fewer);
            let nearest = access.nearest(&category, &core.origins);
            prop_assert_eq!(&access.nearest_with(&mut used, &category, &core.origins), &nearest);
            let ranked = access.nearest_k(&category, &core.origins, 1000);
            let counts = access.counts(&category, &core.origins, limit);
            for origin in 0..case.origins.len() {
                let own = all.iter().filter(|row| row.0 as usize == origin);
                let answers: Vec<_> = own.map(|row| named(&access, row.2)).collect();
                let kept: Vec<_> = ranked[origin].iter().map(|answer| named(&access, *answer)).collect();
                prop_assert_eq!(&kept, &answers);
                prop_assert_eq!(nearest[origin].map(|answer| named(&access, answer)), answers.first().cloned());
                prop_assert_eq!(counts[origin] as usize, fewer.iter().filter(|row| row.0 as usize == origin).count());
            }
            for facility in core.facilities.of(&category) {
                let own: Vec<_> = fewer.iter().filter(|row| row.1 == facility).map(|row| (row.0, row.2)).collect();
                prop_assert_eq!(reached.origins(facility, limit), own);
            }
        }
    }
}
