//! Small towns, drawn by hand, in metres.

use super::*;
use crate::{
    attributes::{Access, EdgeAttributes},
    facility::Facility,
    network::Network,
    norm::{Norm, NormSet},
    origin::Origin,
    point::Point,
    profile::Profile,
    study::{Parameters, Study},
};

const M: fn(u32) -> Length = Length::metres;

fn p(x: i32, y: i32) -> Point {
    Point::new(x * 1000, y * 1000)
}

fn gp() -> Category {
    Category::new("gp").unwrap()
}

/// Streets from x, y to x, y.
type Streets<'s> = &'s [((i32, i32), (i32, i32), EdgeAttributes)];

struct Town {
    network: Network,
    barriers: Barriers,
    parameters: Parameters,
    facilities: Facilities,
}

impl Town {
    fn new(streets: Streets<'_>) -> Town {
        let edges = streets.iter().cloned();
        let network = edges.fold(Network::builder(), |all, (from, to, attributes)| {
            all.edge(p(from.0, from.1), p(to.0, to.1), attributes)
        });
        Town {
            network: network.build().unwrap(),
            barriers: Barriers::default(),
            parameters: Parameters {
                min_component: Length::ZERO,
                ..Parameters::default()
            },
            facilities: Facilities::new([]).unwrap().declare(gp()),
        }
    }

    /// One street of 2 km to the east.
    fn street() -> Town {
        Town::new(&[((0, 0), (2000, 0), EdgeAttributes::default())])
    }

    fn scored<T>(
        &self,
        homes: &[Origin],
        who: usize,
        read: impl FnOnce(&Prepared<'_>, &Scored<'_>) -> T,
    ) -> T {
        let norms = NormSet::new([Norm::new("gp").upper(M(500))]).unwrap();
        let origins = Origins::new(homes.to_vec()).unwrap();
        let study = Study::new(&self.network, &self.facilities, &norms)
            .others([Profile::ADULT.without_steps("step_free")])
            .parameters(self.parameters)
            .barriers(&self.barriers);
        let study = study.prepare().unwrap();
        read(&study, &study.score_each(&origins).unwrap()[who])
    }

    /// The pairs of homes and sites, each as (home, site, mm).
    fn pairs(
        &self,
        who: usize,
        homes: &[Origin],
        sites: &[Facility],
        (limit, indoor): (Length, bool),
    ) -> Vec<(u32, u32, u32)> {
        let sites = Facilities::new(sites.to_vec()).unwrap();
        let pairs = self.scored(homes, who, |study, scored| {
            study.pairs_to(scored, &sites, limit, indoor).unwrap()
        });
        let told = |pair: Pair| (pair.origin, pair.facility, pair.mm);
        pairs.into_iter().map(told).collect()
    }
}

fn site(id: &str, x: i32, y: i32) -> Facility {
    Facility::new(id, Category::new("site").unwrap(), p(x, y))
}

fn home(x: i32, y: i32) -> Origin {
    Origin::new("home", p(x, y))
}

#[test]
fn legs_count_and_the_limit_is_inclusive() {
    let found = |limit| {
        let limit = Length::millimetres(limit);
        Town::street().pairs(0, &[home(10, 4)], &[site("a", 500, 3)], (limit, false))
    };
    assert_eq!(found(496_999), []);
    assert_eq!(found(497_000), [(0, 0, 497_000)]); // 4 + 490 + 3
    assert_eq!(found(497_001), [(0, 0, 497_000)]);
}

#[test]
fn sites_are_numbered_by_id_and_off_the_network_nobody_comes() {
    let sites = [site("c", 100, 0), site("a", 300, 0), site("b", 100, 101)];
    let homes = [home(0, 0), Origin::new("nowhere", p(0, 500))];
    let found = Town::street().pairs(0, &homes, &sites, (M(500), false));
    assert_eq!(found, [(0, 0, 300_000), (0, 2, 100_000)]);
}

#[test]
fn next_door_unless_a_canal_is_between() {
    let mut town = Town::street();
    town.parameters.barred_legs = false;
    let found = |town: &Town| town.pairs(0, &[home(10, 4)], &[site("a", 10, 12)], (M(500), false));
    assert_eq!(found(&town), [(0, 0, 8_000)]);
    town.barriers = Barriers::new([(vec![p(0, 8), p(20, 8)], false)]);
    assert_eq!(found(&town), [(0, 0, 16_000)]);
}

/// The study's own facility next door is not taken for a candidate of the same number.
#[test]
fn next_door_to_another() {
    let mut town = Town::street();
    town.facilities = Facilities::new([Facility::new("g", gp(), p(10, 5))]).unwrap();
    let found = town.pairs(0, &[home(10, 4)], &[site("a", 110, 0)], (M(500), false));
    assert_eq!(found, [(0, 0, 104_000)]);
}

#[test]
fn private_ways_lead_in_and_not_through() {
    let public = EdgeAttributes::default;
    let private = EdgeAttributes {
        access: Some(Access::Private),
        ..public()
    };
    let town = Town::new(&[
        ((0, 0), (500, 0), public()),
        ((500, 0), (1000, 0), public()),
        ((500, 0), (500, 200), private),
        ((1000, 0), (1000, 200), public()),
        ((500, 200), (1000, 200), public()),
    ]);
    let sites = [site("beyond", 600, 200), site("in", 500, 100)];
    let found = town.pairs(0, &[home(400, 0)], &sites, (M(1500), false));
    assert_eq!(found, [(0, 0, 1_200_000), (0, 1, 200_000)]);
}

#[test]
fn each_walker_goes_its_own_way() {
    let steps = EdgeAttributes {
        steps: Some(true),
        ..EdgeAttributes::default()
    };
    let public = EdgeAttributes::default;
    let town = Town::new(&[
        ((0, 0), (200, 0), public()),
        ((200, 0), (400, 0), public()),
        ((200, 0), (200, 50), steps),
        ((400, 0), (400, 50), public()),
        ((200, 50), (400, 50), public()),
    ]);
    let found = |who| town.pairs(who, &[home(0, 0)], &[site("a", 210, 50)], (M(1000), false));
    assert_eq!(found(0), [(0, 0, 260_000)]);
    assert_eq!(found(1), [(0, 0, 640_000)]);
}

#[test]
fn in_ones_own_building_or_complex_it_is_0_mm_where_that_counts() {
    let flat = [Origin {
        building: Some("flat".into()),
        complex: Some("park".into()),
        ..home(10, 4)
    }];
    let mut sites = [site("a", 500, 3), site("b", 600, 3), site("c", 700, 3)];
    (sites[0].building, sites[1].complex) = (Some("flat".into()), Some("park".into()));
    sites[2].building = Some("park".into()); // a building is no complex
    let found = |indoor| Town::street().pairs(0, &flat, &sites, (M(800), indoor));
    let outside = [(0, 0, 497_000), (0, 1, 597_000), (0, 2, 697_000)];
    assert_eq!(found(false), outside);
    assert_eq!(found(true), [(0, 0, 0), (0, 1, 0), outside[2]]);
}

#[test]
fn own_facilities_are_numbered_within_their_category() {
    let mut town = Town::street();
    town.facilities = Facilities::new([
        Facility::new("bench", Category::BENCH, p(100, 0)),
        Facility::new("g2", gp(), p(200, 0)),
        Facility::new("g1", gp(), p(300, 0)),
        Facility::new("p", Category::PHARMACY, p(400, 0)),
    ])
    .unwrap()
    .declare(Category::SUPERMARKET);
    let of = |category: Category| {
        town.scored(&[home(0, 0)], 0, |study, scored| {
            study.pairs(scored, &category, M(300), false).unwrap()
        })
    };
    let pair = |facility, m: u32| Pair {
        origin: 0,
        facility,
        mm: m * 1000,
    };
    assert_eq!(of(gp()), [pair(0, 300), pair(1, 200)]);
    assert_eq!(of(Category::PHARMACY), []);
    assert_eq!(of(Category::SUPERMARKET), []);
}

#[test]
fn beyond_the_horizon_and_for_strangers_there_is_no_answer() {
    let town = Town::street();
    town.scored(&[home(0, 0)], 0, |study, scored| {
        let wrong = study.pairs(scored, &Category::BENCH, M(9), false);
        let says = "there is no category \"bench\"";
        assert_eq!(wrong.map_err(|e| e.to_string()), Err(says.to_owned()));
        let wrong = study.pairs(scored, &gp(), Length::millimetres(2_000_001), false);
        let says = "limit is 2000.001 m, it must be at most the horizon";
        assert_eq!(wrong.map_err(|e| e.to_string()), Err(says.to_owned()));
        assert_eq!(study.pairs(scored, &gp(), M(2000), false), Ok(Vec::new()));
        let mut stranger = scored.clone();
        stranger.profile = Profile::named("wheelchair").unwrap();
        let none = Facilities::new([]).unwrap();
        let wrong = study.pairs_to(&stranger, &none, M(9), false);
        let says = "there is no profile \"wheelchair\"";
        assert_eq!(wrong.map_err(|e| e.to_string()), Err(says.to_owned()));
    });
}
