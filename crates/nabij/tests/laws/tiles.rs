//! However a study is cut, the rows of its tiles are those of the whole, in every field.

use std::collections::BTreeMap;

use nabij::{
    Category, Cause, Coverage, Cut, Facilities, Land, Length, Missing, Norm, NormSet, Origins,
    Parameters, Part, Point, Polygon, Prepared, Profile, RestedWalk, Row, Scored, Study, Test,
    Tile, TileHomes, TileScores, WalkerScores, Weight,
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    case::Case,
    core::{barriers, network, profile},
    towns::{CATEGORIES, many, towns},
};

/// A row with everything that is said beside it.
type Told = (Row, Option<Cause>, Option<Length>, Vec<RestedWalk>);

/// Verdicts and people by part of the network.
type Hanging = BTreeMap<Part, (u64, i128)>;

/// What a study asks beside what stands in its case.
#[derive(Clone, Debug)]
struct Asked {
    limits: [u32; 2],
    rests: Vec<u32>,
    /// Where facilities, benches and streets are known: from the west to here.
    known: Option<i32>,
    /// Every how many-th origin is in the building of a facility.
    indoor: usize,
    near: u32,
}

fn asked() -> impl Strategy<Value = Asked> {
    let limit = || prop_oneof![0..40_u32, 0..400_000_u32];
    let rests = prop_oneof![
        3 => Just(Vec::new()),
        1 => proptest::collection::vec(prop_oneof![1..40_u32, 1..120_000_u32], 1..3),
    ];
    let known = proptest::option::of(prop_oneof![-5..40_i32, 0..400_000_i32]);
    (limit(), limit(), rests, known, 1..5_usize, 0..20_000_u32).prop_map(
        |(a, b, rests, known, indoor, near)| Asked {
            limits: [a.min(b), a.max(b)],
            rests,
            known,
            indoor,
            near,
        },
    )
}

fn norms(asked: &Asked) -> NormSet {
    let [lower, upper] = asked.limits;
    let simple = |category: &Category, id: &str| {
        let test = Test::Nearest(category.clone());
        let norm = Norm {
            test,
            ..Norm::new(id)
        };
        norm.lower(Length::millimetres(lower + 1))
            .upper(Length::millimetres(upper + 2))
    };
    let [pharmacy, shop] = &CATEGORIES;
    let composite = |id: &str, test| Norm {
        test,
        ..Norm::new(id)
    };
    let ids = || vec!["a".to_owned(), "b".to_owned()];
    NormSet::new([
        simple(pharmacy, "a"),
        Norm {
            indoor: true,
            ..simple(shop, "b")
        },
        Norm {
            lower: None,
            ..simple(shop, "c")
        },
        composite("all", Test::AllOf(ids())),
        composite("any", Test::AnyOf(ids())),
    ])
    .unwrap()
}

/// All that a case and what is asked of it hold, so that a study can borrow it.
struct World {
    network: nabij::Network,
    facilities: Facilities,
    origins: Origins,
    barriers: nabij::Barriers,
    norms: NormSet,
    known: Option<Coverage>,
}

fn world(case: &Case, asked: &Asked) -> World {
    let mut facilities = case.facilities.clone();
    let mut origins = case.origins.clone();
    for (at, origin) in origins.iter_mut().enumerate() {
        if at % asked.indoor == 0 && !facilities.is_empty() {
            let facility = &mut facilities[at % case.facilities.len()];
            facility.building = Some(format!("house {at}"));
            origin.building = facility.building.clone();
        }
    }
    let benches = case.benches.iter();
    facilities.extend(benches.map(|(id, at)| nabij::Facility::new(id, Category::BENCH, *at)));
    let mut facilities = Facilities::new(facilities).unwrap();
    for category in CATEGORIES.into_iter().chain([Category::BENCH]) {
        facilities = facilities.declare(category);
    }
    let people = (0..origins.len()).map(|at| Weight::new(at as f64 / 4.0).unwrap());
    let people = people.collect();
    let known = asked.known.map(|east| {
        let p = Point::new;
        let (west, south, north) = (-2_000_000, -2_000_000, 2_000_000);
        let far = Polygon::new([vec![
            p(900_000_000, 0),
            p(900_000_009, 0),
            p(900_000_000, 9),
        ]]);
        let ring = vec![
            p(west, south),
            p(east, south),
            p(east, north),
            p(west, north),
        ];
        Coverage::new([Polygon::new([ring]), far])
    });
    World {
        network: network(case).unwrap(),
        facilities,
        origins: Origins::new(origins)
            .unwrap()
            .weight("people", people)
            .unwrap(),
        barriers: barriers(case),
        norms: norms(asked),
        known,
    }
}

impl World {
    fn study<'w>(&'w self, case: &Case, asked: &Asked) -> Study<'w> {
        let mm = Length::millimetres;
        let [_, _, rollator, wheelchair] = Profile::built_in();
        let horizon = mm(case.horizon).min(Length::metres(100_000));
        let horizon = horizon.max(self.norms.longest());
        let mut study = Study::new(&self.network, &self.facilities, &self.norms)
            .profile(profile(case))
            .others([rollator, wheelchair])
            .barriers(&self.barriers)
            .rests(asked.rests.iter().map(|own| mm(*own)))
            .parameters(Parameters {
                max_snap: mm(case.max_snap).min(Length::metres(10_000)),
                min_component: mm(case.min_component),
                direct: mm(case.direct).min(horizon),
                near: mm(asked.near),
                named_street: mm(case.named_street.unwrap_or(0)),
                barred_legs: case.barred,
                horizon: Some(horizon),
            });
        if let Some(known) = &self.known {
            study = study.extent(known);
            for category in [Category::PHARMACY, Category::BENCH] {
                study = study.coverage(category, known);
            }
        }
        study
    }
}

fn told(scored: &Scored<'_>, causes: Vec<Option<Cause>>) -> Vec<Told> {
    told_of(&WalkerScores {
        rows: scored.rows.clone(),
        causes,
        rests: scored.rests.clone(),
    })
}

fn told_of(scores: &WalkerScores) -> Vec<Told> {
    let rests = scores.rests.as_ref();
    let rows = scores.rows.iter().zip(&scores.causes).enumerate();
    rows.map(|(at, (row, cause))| {
        let longest = rests.and_then(|rests| rests.longest(at));
        let walks = rests.map_or(Vec::new(), |rests| rests.walks(at).to_vec());
        (*row, *cause, longest, walks)
    })
    .collect()
}

fn hanging<'m>(missing: impl IntoIterator<Item = &'m Missing>) -> Hanging {
    let mut sums = Hanging::new();
    for one in missing {
        let sum = sums.entry(one.part).or_default();
        sum.0 += one.verdicts;
        sum.1 += one.people;
    }
    sums
}

/// The whole, walker by walker.
fn whole(prepared: &Prepared<'_>, origins: &Origins) -> (Vec<Vec<Told>>, Hanging) {
    let each = prepared.score_each(origins).unwrap();
    let rows = each.iter();
    let rows = rows.map(|scored| told(scored, prepared.causes(origins, scored)));
    let all: Vec<_> = each.iter().collect();
    (
        rows.collect(),
        hanging(&prepared.survey(origins, &all, Some(0))),
    )
}

/// Something stored and read again.
fn sent<T: Serialize + DeserializeOwned>(own: &T) -> T {
    postcard::from_bytes(&postcard::to_allocvec(own).unwrap()).unwrap()
}

/// The same from tiles, each stored and read again, and each cut by who has only the land.
fn tiled(prepared: &Prepared<'_>, origins: &Origins, cut: Cut<'_>) -> (Vec<Vec<Told>>, Hanging) {
    let tiles = prepared.tiles(origins, cut).unwrap();
    let land: Land<'_> = sent(&prepared.land().unwrap());
    let elsewhere = land.open().unwrap();
    let scores: Vec<TileScores> = tiles.each(|at, tile| {
        let bytes = postcard::to_allocvec(&tile).unwrap();
        let homes: TileHomes = sent(&tiles.homes_of(at).unwrap());
        let same = elsewhere.tile(homes).unwrap();
        assert!(bytes == postcard::to_allocvec(&same).unwrap(), "tile {at}");
        let tile: Tile = postcard::from_bytes(&bytes).unwrap();
        sent(&tile.score_by(Some(0)).unwrap())
    });
    let walker = |number: usize| {
        // In pieces, as files hold them.
        let own = scores.iter().map(|one| one.walkers[number].pieces(2));
        let own: Vec<WalkerScores> = own.flatten().collect();
        let count = origins.len() as u32;
        let halves = [0..count / 2, count / 2..count];
        let halves = halves.map(|range| WalkerScores::gathered(&own, range));
        halves.iter().flat_map(told_of).collect()
    };
    let walkers = (0..prepared.walkers().count()).map(walker).collect();
    (walkers, hanging(scores.iter().flat_map(|one| &one.missing)))
}

proptest! {
    #![proptest_config(many(1500))]

    #[test]
    fn tiles_are_the_whole(
        case in towns(),
        asked in asked(),
        size in 1..9_usize,
        areas in proptest::collection::vec(proptest::option::of(0..3_u32), 1..6),
    ) {
        prop_assume!(asked.rests.is_empty() || !case.benches.is_empty());
        let world = world(&case, &asked);
        let prepared = world.study(&case, &asked).prepare().unwrap();
        let expected = whole(&prepared, &world.origins);
        prop_assert_eq!(&tiled(&prepared, &world.origins, Cut::Size(size)), &expected);
        let area_of = areas.iter().cycle().take(world.origins.len());
        let area_of: Vec<Option<u32>> = area_of.copied().collect();
        let cut = Cut::Areas(&area_of, size);
        prop_assert_eq!(&tiled(&prepared, &world.origins, cut), &expected);
    }
}

/// A town that is larger than its horizon: tiles really leave most of it out.
#[test]
fn tiles_of_a_larger_town_are_the_whole() {
    for seed in 0..6 {
        let case = Case {
            horizon: 250_000,
            ..crate::grid::town(seed, 14, 40, 250, seed % 2 == 0)
        };
        let asked = Asked {
            limits: [80_000, 240_000],
            rests: if seed < 2 { vec![60_000] } else { Vec::new() },
            known: (seed % 3 == 0).then_some(700_000),
            indoor: 3,
            near: 10_000,
        };
        let world = world(&case, &asked);
        let prepared = world.study(&case, &asked).prepare().unwrap();
        let expected = whole(&prepared, &world.origins);
        for size in [10, 60] {
            assert_eq!(tiled(&prepared, &world.origins, Cut::Size(size)), expected);
        }
        let tiles = prepared.tiles(&world.origins, Cut::Size(10)).unwrap();
        let largest = tiles.each(|_, tile| tile.edges().len()).into_iter().max();
        let edges = world.network.edge_count();
        assert!(largest.unwrap() < edges, "{largest:?} of {edges}");
    }
}

/// The door that is just within the horizon, behind a corner that is too.
///
/// ```text
/// home ── 1 m ── 2 m ── … ── 99.999 m ─ door ── 200 m
/// ```
#[test]
fn a_tile_reaches_as_far_as_the_horizon_to_the_millimetre() {
    let horizon = 100_000;
    for door in horizon - 2..=horizon + 2 {
        let text = format!(
            "set horizon {horizon}\nset max_snap 1000\n\
             line w1: 0,0#1 1000,0#2 ; public\nline w2: 1000,0#2 {before},0#3 ; public\n\
             line w3: {before},0#3 200000,0#4 ; public\n\
             facility a: {door},0\norigin home: 0,0",
            before = horizon - 1,
        );
        let case = Case::parse(&text);
        let asked = Asked {
            limits: [50_000, horizon as u32 - 2],
            rests: Vec::new(),
            known: None,
            indoor: 2,
            near: 0,
        };
        let mut world = world(&case, &asked);
        world.facilities = Facilities::new(case.facilities.clone()).unwrap();
        for category in CATEGORIES {
            world.facilities = world.facilities.declare(category);
        }
        let prepared = world.study(&case, &asked).prepare().unwrap();
        let (walkers, _) = tiled(&prepared, &world.origins, Cut::Size(1));
        let found = walkers[0][0].0.high;
        let within = (door <= horizon).then(|| Length::millimetres(door as u32));
        assert_eq!(found, within, "a door {door} mm away");
        assert_eq!(whole(&prepared, &world.origins).0, walkers);
    }
}

/// Homes of a larger town do not fit the land of a smaller one, and land that was tampered with is
/// no land.
#[test]
fn homes_that_are_elsewhere_are_refused() {
    let [small, large] = [4, 14].map(|side| crate::grid::town(1, side, 40, 20, true));
    let asked = Asked {
        limits: [80_000, 240_000],
        rests: Vec::new(),
        known: None,
        indoor: 3,
        near: 10_000,
    };
    let [here, there] = [&small, &large].map(|case| world(case, &asked));
    let here_prepared = here.study(&small, &asked).prepare().unwrap();
    let there_prepared = there.study(&large, &asked).prepare().unwrap();
    let tiles = there_prepared
        .tiles(&there.origins, Cut::Size(1000))
        .unwrap();
    assert!(tiles.homes_of(1).is_none());
    let homes = tiles.homes_of(0).unwrap();
    assert_eq!(homes.len(), there.origins.len());
    let land = here_prepared.land().unwrap();
    let refused = land.open().unwrap().tile(homes).unwrap_err();
    let reason = "this is no tile of a study: these homes are not on this land";
    assert_eq!(refused.to_string(), reason);

    let bytes = postcard::to_allocvec(&land).unwrap();
    for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        assert!(postcard::from_bytes::<Land<'_>>(&bytes[..cut]).is_err());
    }
}
