//! A place for a new facility promises what building it brings.

use nabij::{
    Barriers, Best, Catchment, Category, Facilities, Facility, Length, Norm, NormSet, Origins,
    Pair, Parameters, Prepared, Profile, Scored, Snapper, Study, Weight, best_site, best_supply,
};
use proptest::prelude::*;

use crate::{
    case::Case,
    core,
    towns::{many, towns},
};

/// A town whose facilities are of one category, some there and some only thought of.
struct Town {
    network: nabij::Network,
    barriers: Barriers,
    origins: Origins,
    there: Vec<Facility>,
    sites: Facilities,
    parameters: Parameters,
    profiles: [Profile; 2],
}

/// Weights of every size, and every fifth one unknown.
fn weights(count: usize) -> Vec<Weight> {
    let weight = |at: usize| Weight::new((at * at % 7) as f64 / 4.0 + 0.25).unwrap();
    let known = |at: usize| {
        if at % 5 == 4 {
            Weight::UNKNOWN
        } else {
            weight(at)
        }
    };
    (0..count).map(known).collect()
}

/// Full-time equivalents by the id of a facility; some are unknown.
fn supply(id: &str) -> Weight {
    match id.bytes().map(u32::from).sum::<u32>() % 6 {
        0 => Weight::UNKNOWN,
        sum => Weight::new(f64::from(sum) / 2.0).unwrap(),
    }
}

impl Town {
    /// `thought` tells by bits which facilities are not there yet.
    fn new(case: &Case, thought: u16) -> Town {
        let mut case = case.clone();
        let house = |at: usize| at.is_multiple_of(3).then(|| format!("house {}", at % 2));
        for (at, facility) in case.facilities.iter_mut().enumerate() {
            facility.category = Category::PHARMACY;
            facility.building = house(at);
            facility.complex = house(at + 1);
        }
        for (at, origin) in case.origins.iter_mut().enumerate() {
            origin.building = house(at);
            origin.complex = house(at + 2);
        }
        let numbered = (0..).zip(case.facilities.clone());
        let (sites, there): (Vec<_>, Vec<_>) =
            numbered.partition(|(at, _)| thought >> (at % 16) & 1 == 1);
        let only = |all: Vec<(u32, Facility)>| all.into_iter().map(|(_, one)| one);
        let mm = Length::millimetres;
        let horizon = mm(case.horizon).min(Length::metres(100_000));
        Town {
            network: core::network(&case).unwrap(),
            barriers: core::barriers(&case),
            origins: Origins::new(case.origins.clone()).unwrap(),
            there: only(there).collect(),
            sites: Facilities::new(only(sites)).unwrap(),
            parameters: Parameters {
                max_snap: mm(case.max_snap).min(Snapper::LONGEST_LEG),
                min_component: mm(case.min_component),
                direct: mm(case.direct).min(horizon),
                near: Length::ZERO,
                named_street: mm(case.named_street.unwrap_or(0)),
                barred_legs: case.barred,
                horizon: Some(horizon),
            },
            profiles: [core::profile(&case), Profile::named("wheelchair").unwrap()],
        }
    }

    /// Scores with what is there, and perhaps one facility more, for one of the profiles.
    fn scored<T>(
        &self,
        more: Option<&Facility>,
        (limit, indoor): (Length, bool),
        walker: usize,
        read: impl FnOnce(&Facilities, &Prepared<'_>, &Scored<'_>) -> T,
    ) -> T {
        let all = self.there.iter().chain(more).cloned();
        let facilities = Facilities::new(all).unwrap().declare(Category::PHARMACY);
        let norm = Norm::new("pharmacy").upper(limit);
        let norm = if indoor { norm.indoor() } else { norm };
        let norms = NormSet::new([norm]).unwrap();
        let [first, second] = self.profiles.clone();
        let study = Study::new(&self.network, &facilities, &norms)
            .profile(first)
            .others([second])
            .parameters(self.parameters)
            .barriers(&self.barriers);
        let study = study.prepare().unwrap();
        let scored = study.score_each(&self.origins).unwrap();
        read(&facilities, &study, &scored[walker])
    }
}

/// Who has none within the limit, at best.
fn without(scored: &Scored<'_>, limit: Length) -> Vec<bool> {
    let rows = scored.rows.iter();
    rows.map(|row| row.answer.is_none_or(|answer| answer.mm > limit.mm()))
        .collect()
}

/// The known weight of those who had it not and have it now, in millionths, and how many more.
fn gained(before: &[bool], after: &[bool], weights: &[Weight]) -> (i64, u64) {
    let gain = |at: &usize| before[*at] && !after[*at];
    let gaining: Vec<Weight> = (0..before.len())
        .filter(gain)
        .map(|at| weights[at])
        .collect();
    let known = gaining.iter().filter_map(|weight| weight.millionths());
    let unknown = gaining.iter().filter(|weight| **weight == Weight::UNKNOWN);
    (known.sum(), unknown.count() as u64)
}

/// The first candidate with the most, of what building each of them brought.
fn first_of_the_best(built: &[(i64, u64)]) -> Option<Best> {
    let good = (0..).zip(built).filter(|(_, gain)| **gain != (0, 0));
    let best = good.max_by_key(|(at, (known, _))| (*known, std::cmp::Reverse(*at)))?;
    let (candidate, (known, weight_unknown)) = best;
    Some(Best {
        candidate,
        gained: *known as f64 / 1e6,
        weight_unknown: *weight_unknown,
    })
}

fn of(pairs: &[Pair], facility: u32) -> Vec<(u32, u32)> {
    let own = pairs.iter().filter(|pair| pair.facility == facility);
    own.map(|pair| (pair.origin, pair.mm)).collect()
}

/// The limits that matter: each distance there is, and a millimetre less and more.
fn limit(pairs: &[Pair], pick: prop::sample::Index, off: u32, horizon: Length) -> Length {
    let mm = match pairs {
        [] => horizon.mm() / 2,
        pairs => pairs[pick.index(pairs.len())].mm,
    };
    Length::millimetres((mm + 1).saturating_sub(off).clamp(1, horizon.mm()))
}

proptest! {
    #![proptest_config(many(600))]

    /// One facility more at a candidate place, scored like any other: the same walks, and the
    /// weight that the best place promises.
    #[test]
    fn the_best_site_keeps_its_promise(
        case in towns(), thought in 1..u16::MAX, walker in 0..2_usize, indoor in any::<bool>(),
        pick in any::<prop::sample::Index>(), off in 0..3_u32,
    ) {
        let town = Town::new(&case, thought);
        let horizon = town.parameters.horizon.unwrap();
        prop_assume!(horizon > Length::ZERO);
        let all = town.scored(None, (horizon, indoor), walker, |_, study, scored| {
            study.pairs_to(scored, &town.sites, horizon, indoor).unwrap()
        });
        let limit = limit(&all, pick, off, horizon);
        let (pairs, before) = town.scored(None, (limit, indoor), walker, |_, study, scored| {
            let pairs = study.pairs_to(scored, &town.sites, limit, indoor).unwrap();
            (pairs, without(scored, limit))
        });
        let fewer: Vec<Pair> = all.iter().filter(|pair| pair.mm <= limit.mm()).copied().collect();
        prop_assert_eq!(&pairs, &fewer);
        let weights = weights(before.len());
        let mut built = Vec::new();
        for (candidate, (_, site)) in (0..).zip(town.sites.iter()) {
            let (own, after) = town.scored(Some(site), (limit, indoor), walker, |facilities, study, scored| {
                let pairs = study.pairs(scored, &Category::PHARMACY, limit, indoor).unwrap();
                let at = facilities.iter().position(|(_, one)| one.id == site.id).unwrap();
                (of(&pairs, at as u32), without(scored, limit))
            });
            prop_assert_eq!(of(&pairs, candidate), own);
            built.push(gained(&before, &after, &weights));
        }
        prop_assert_eq!(best_site(&all, &weights, &before, limit), first_of_the_best(&built));
    }

    /// One practice more, and everybody's access worked out again: the same people lifted to the
    /// norm.
    #[test]
    fn the_best_place_for_supply_keeps_its_promise(
        case in towns(), thought in 1..u16::MAX, walker in 0..2_usize,
        reach in 0.1..1.0_f64, decay in 0..3_usize, fte in 0..4_u32, norm in prop_oneof![Just(1.0), 0.1..9.0_f64],
    ) {
        let town = Town::new(&case, thought);
        let horizon = town.parameters.horizon.unwrap();
        let within = Length::millimetres((f64::from(horizon.mm()) * reach) as u32 + 1).min(horizon);
        prop_assume!(within > Length::ZERO);
        let half = Length::millimetres(within.mm() / 2);
        let catchment = match decay {
            0 => Catchment::binary(within),
            1 if half < within => Catchment::steps([(half, 1.0), (within, 0.5)]).unwrap(),
            _ => Catchment::gaussian(half.max(Length::millimetres(1)), within).unwrap(),
        };
        let demand = weights(town.origins.len());
        let access = |more: Option<(&Facility, Weight)>| {
            let site = more.map(|(site, _)| site);
            town.scored(site, (horizon, false), walker, |facilities, study, scored| {
                let pairs = study.pairs(scored, &Category::PHARMACY, within, false).unwrap();
                let supply: Vec<Weight> = facilities.iter().map(|(_, one)| match more {
                    Some((site, fte)) if site.id == one.id => fte,
                    _ => supply(&one.id),
                }).collect();
                let access = catchment.access(&pairs, &demand, &supply).unwrap();
                let sites = study.pairs_to(scored, &town.sites, within, false).unwrap();
                (access, sites)
            })
        };
        let (before, sites) = access(None);
        let fte = Weight::new(f64::from(fte) / 2.0).unwrap();
        let built: Vec<_> = town.sites.iter().map(|(_, site)| {
            let (after, _) = access(Some((site, fte)));
            let each = || before.per_origin.iter().zip(&after.per_origin);
            let lifted: Vec<bool> = each().map(|(had, has)| {
                had.meets(norm) == Some(false) && has.meets(norm) == Some(true)
            }).collect();
            gained(&lifted, &vec![false; lifted.len()], &demand)
        }).collect();
        let best = best_supply(&catchment, &before, &sites, &demand, fte, norm).unwrap();
        prop_assert_eq!(best, first_of_the_best(&built));
    }
}
