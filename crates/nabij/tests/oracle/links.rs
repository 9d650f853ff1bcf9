//! What hangs on a finding: the town is walked with its link and without.

use std::collections::BTreeSet;

use nabij::{
    AuditFinding, AuditKind, AuditParameters, Facilities, Length, Norm, NormSet, Origins,
    Parameters, Scene, Stake, Study,
};
use proptest::{collection::vec, prelude::*};

use crate::{
    answers::{Oracle, rank},
    case::Case,
    core,
    edges::Streets,
    faults::{Fault, Spot, classes, found, parameters, told},
    grid, lattice,
    random::many,
    snap::{Doors, Join},
    walk::Split,
};

/// The library's findings with what hangs on each, by categories' upper limits.
pub fn stakes(
    case: &Case,
    parameters: &AuditParameters,
    limits: &[(String, u32)],
) -> Vec<(AuditFinding, Stake)> {
    let network = core::network(case).unwrap();
    let facilities = Facilities::new(case.facilities.clone()).unwrap();
    let origins = Origins::new(case.origins.clone()).unwrap();
    let norm = |(category, mm): &(String, u32)| Norm::new(category).upper(Length::millimetres(*mm));
    let norms = NormSet::new(limits.iter().map(norm)).unwrap();
    let barriers = core::barriers(case);
    let mm = Length::millimetres;
    let study = Study::new(&network, &facilities, &norms)
        .profile(core::profile(case))
        .barriers(&barriers)
        .parameters(Parameters {
            max_snap: mm(case.max_snap),
            min_component: mm(case.min_component),
            direct: mm(case.direct),
            horizon: Some(mm(case.horizon)),
            barred_legs: case.barred,
            named_street: case.named_street.map_or(Length::ZERO, mm),
            ..Parameters::default()
        });
    let prepared = study.prepare().unwrap();
    let scored = prepared.score(&origins).unwrap();
    let findings = found(&network, parameters);
    let scene = Scene {
        access: prepared.walker().certain(),
        snapper: prepared.snapper(),
        max_snap: mm(case.max_snap),
        norms: &norms,
        origins: &origins,
        attached: &scored.attached,
        rows: &scored.rows,
    };
    let stakes = scene.stakes(&findings);
    findings.into_iter().zip(stakes).collect()
}

/// Per origin and category the distance to the nearest facility, over a link if there is one.
fn distances(case: &Case, oracle: &Oracle, link: Option<&Fault>) -> Vec<Vec<(String, u64)>> {
    let join = |spot: &Spot| Join::Edge {
        edge: spot.edge,
        offset: spot.offset,
        leg: 0,
    };
    let facilities = oracle
        .facility_joins
        .iter()
        .flatten()
        .map(|(_, join)| *join);
    let origins = oracle.origin_joins.iter().flatten().copied();
    let ends = link
        .iter()
        .flat_map(|link| [Some(link.place), link.to])
        .flatten();
    let cuts = ends
        .filter(|spot| spot.node.is_none())
        .map(|spot| join(&spot));
    let joins: Vec<Join> = facilities.chain(origins).chain(cuts).collect();
    let mut split = Split::new(&oracle.streets, case.step_free, joins);
    if let Some(link) = link {
        let place = |spot: &Spot| match spot.node {
            Some(node) => Some(node),
            None => split.cut(spot.edge, spot.offset),
        };
        if let (Some(a), Some(b)) = (place(&link.place), place(&link.to.unwrap())) {
            split.link(a, b, link.gap.unwrap());
        }
    }
    let mut all = vec![Vec::new(); case.origins.len()];
    for (facility, joins) in oracle.facility_joins.iter().enumerate() {
        for (_, to) in joins {
            let tree = split.towards(*to);
            for (origin, joins) in oracle.origin_joins.iter().enumerate() {
                for from in joins {
                    if let Some((mm, _)) = split.from(&tree, *from) {
                        let category = oracle.ranked[facility].category.clone();
                        all[origin].push((category, mm + from.leg() + to.leg()));
                    }
                }
            }
        }
        for (origin, all) in all.iter_mut().enumerate() {
            let best = oracle.best[origin][facility]; // next door, perhaps
            let category = oracle.ranked[facility].category.clone();
            all.extend(best.map(|best| (category, best.mm)));
        }
    }
    all
}

/// The origins whose nearest edge that doors may open onto, fragments allowed, is in a fragment: no
/// farther than the one that they do open onto.
fn refused(case: &Case, oracle: &Oracle, edges: &[usize]) -> Vec<u32> {
    let base = crate::parts::Parts::new(&oracle.streets, false);
    let doors = Doors {
        streets: &oracle.streets,
        base: &base,
        case,
    };
    let kept_off = |door: &nabij::Point| {
        let chosen = doors.chosen(*door, None).map(|(edge, ..)| edge);
        let ways = doors.by_distance(*door).into_iter();
        let mut ways = ways.map(|(edge, _, leg)| {
            let mut why = doors.refusals(edge);
            why.retain(|why| *why != nabij::Refusal::Fragment);
            let would = why.is_empty() && doors.barred(edge, *door).is_none();
            (edge, leg, would, doors.refusals(edge).is_empty())
        });
        // Up to the one that it opens onto, though only buildings let it.
        ways.find(|(edge, _, would, _)| *would || Some(*edge) == chosen)
            .is_some_and(|(edge, leg, _, may)| {
                !may && leg <= u64::from(case.max_snap).min(10_000_000) && edges.contains(&edge)
            })
    };
    let origins = (0..).zip(&case.origins);
    origins
        .filter(|(_, origin)| origin.doors.iter().any(kept_off))
        .map(|(number, _)| number)
        .collect()
}

/// The town with nothing in doubt: what is unknown passes.
fn known(mut case: Case) -> Case {
    let squares = case.squares.iter_mut().map(|square| &mut square.attributes);
    for known in case
        .lines
        .iter_mut()
        .map(|line| &mut line.attributes)
        .chain(squares)
    {
        known.access = known.access.or(Some(nabij::Access::Public));
        known.steps = known.steps.or(Some(false));
        known.escalator = known.escalator.or(Some(false));
    }
    for (_, known) in &mut case.nodes {
        known.blocked = known.blocked.or(Some(false));
    }
    case
}

fn alike(case: &Case, parameters: AuditParameters, share: u32) -> Result<(), TestCaseError> {
    let categories: BTreeSet<String> = rank(case).into_iter().map(|f| f.category).collect();
    if categories.is_empty() {
        return Ok(());
    }
    let case = &known(Case {
        horizon: case.horizon.min(100_000_000),
        max_snap: case.max_snap.min(10_000_000),
        direct: case.direct.min(case.horizon).min(100_000_000),
        ..case.clone()
    });
    let limits: Vec<(String, u32)> = (1..)
        .zip(categories)
        .map(|(at, category)| {
            (
                category,
                (case.horizon / 100 * share / at).min(case.horizon),
            )
        })
        .collect();
    let parameters = AuditParameters {
        min_component: Length::millimetres(case.min_component),
        ..parameters
    };
    let oracle = Oracle::new(case);
    let streets = Streets::new(case);
    let network = core::network(case).unwrap();
    let before = distances(case, &oracle, None);
    for (finding, stake) in stakes(case, &parameters, &limits) {
        let fault = told(&network, &streets, std::slice::from_ref(&finding)).remove(0);
        let met = |distances: &[(String, u64)], (category, limit): &(String, u32)| {
            let mut own = distances.iter().filter(|(of, _)| of == category);
            own.any(|(_, mm)| *mm <= u64::from(*limit))
        };
        let linked = fault.to.is_some() && finding.kind != AuditKind::Fragment;
        let after = match linked {
            true => distances(case, &oracle, Some(&fault)),
            false => before.clone(),
        };
        let turned: Vec<u32> = (0..case.origins.len())
            .filter(|at| {
                let mut limits = limits.iter();
                limits.any(|limit| !met(&before[*at], limit) && met(&after[*at], limit))
            })
            .map(|at| at as u32)
            .collect();
        let told = format!("{finding:#?}\n{parameters:?} {limits:?}\n--- the case:\n{case}---");
        prop_assert_eq!(stake.turned, turned, "turned by {}", told);
        let edges = fault.fragment.map(|(edges, _)| edges).unwrap_or_default();
        let kept_off = refused(case, &oracle, &edges);
        prop_assert_eq!(stake.refused, kept_off, "refused by {}", told);
    }
    Ok(())
}

proptest! {
    #![proptest_config(many(3000))]

    #[test]
    fn as_many_verdicts_turn_as_with_the_link_added(
        case in lattice::towns(false), genes in vec(any::<u8>(), 1..9), parameters in parameters(),
        share in 5..100_u32,
    ) {
        alike(&classes(case, &genes), parameters, share)?;
    }

    #[test]
    fn as_many_verdicts_turn_where_there_is_a_square(
        case in lattice::towns(true), genes in vec(any::<u8>(), 1..9), parameters in parameters(),
        share in 5..100_u32,
    ) {
        alike(&classes(case, &genes), parameters, share)?;
    }
}

proptest! {
    #![proptest_config(many(30))]

    #[test]
    fn as_many_verdicts_turn_in_towns_as_they_are(
        seed in any::<u64>(), genes in vec(any::<u8>(), 1..9), near in 0..30_000_u32,
        step_free in any::<bool>(), share in 5..100_u32,
    ) {
        let case = classes(grid::town(seed, 4, 5, 20, step_free), &genes);
        let parameters = AuditParameters {
            near: Length::millimetres(near / 4),
            reach: Length::millimetres(near),
            ..AuditParameters::default()
        };
        alike(&case, parameters, share)?;
    }
}
