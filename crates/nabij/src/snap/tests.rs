//! What a stricter profile makes of the base's answer.

use super::*;
use crate::{
    attributes::EdgeAttributes,
    category::Category,
    facility::{Facilities, Facility},
    origin::{Origin, Origins},
};

/// Small, quick and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: i32) -> i32 {
        let next = self.0.wrapping_mul(6364136223846793005);
        self.0 = next.wrapping_add(1442695040888963407);
        ((self.0 >> 33) % below as u64) as i32
    }

    fn place(&mut self) -> Point {
        Point::new(self.roll(40), self.roll(40))
    }

    fn name(&mut self) -> Option<&'static str> {
        [Some("Kade"), Some("Gang"), None, None][self.roll(4) as usize]
    }
}

/// A profile that may refuse any edge and any node, which no profile of the library does.
fn stricter<'n>(base: &Snapper<'n>, dice: &mut Dice) -> Snapper<'n> {
    let mut strict = base.for_profile(&Profile::ADULT);
    assert_eq!(strict.refused, base.refused);
    for refused in &mut strict.refused {
        *refused = refused.or((dice.roll(3) == 0).then_some(Refusal::Profile));
    }
    for passable in &mut strict.passable {
        *passable &= dice.roll(4) > 0;
    }
    strict
}

#[test]
fn the_base_s_answer_gives_the_same_as_a_search() {
    let (mut kept, mut searched) = (0, 0);
    for seed in 0..400 {
        let dice = &mut Dice(seed);
        let mut builder = Network::builder();
        for _ in 0..12 {
            let attributes = EdgeAttributes {
                street: dice.name().map(Into::into),
                ..EdgeAttributes::default()
            };
            builder = builder.edge(dice.place(), dice.place(), attributes);
        }
        let ring = [(5, 5), (20, 5), (20, 20), (5, 20)].map(|(x, y)| Point::new(x, y));
        if seed % 2 == 0 {
            let vertices = ring.map(crate::line::Vertex::at).into();
            builder = builder.square(crate::line::SourceSquare {
                key: crate::line::LineKey::feature(1, 0),
                rings: vec![vertices],
                attributes: EdgeAttributes::default(),
            });
        }
        let network = builder.build().unwrap();
        let corner = dice.place();
        let house = [(0, 0), (9, 0), (9, 9), (0, 9)];
        let house = house.map(|(x, y)| Point::new(corner.x + x, corner.y + y));
        let barriers = Barriers::new([(vec![dice.place(), dice.place()], false)]);
        let fence = (
            vec![dice.place(), dice.place(), dice.place()],
            dice.roll(2) == 0,
        );
        let barriers = barriers.walls([fence]).buildings([house.to_vec()]);
        let components = Components::new(&network, &Profile::ADULT);
        let (none, reach) = (Length::ZERO, Length::millimetres(12));
        let base = Snapper::new(&network, &Profile::ADULT, &components, none, reach)
            .barred_by(&barriers)
            .named_street(Length::millimetres(9));
        let strict = stricter(&base, dice);

        let origins = (0..20).map(|id| Origin {
            doors: (0..=id % 2).map(|_| dice.place()).collect(),
            street: dice.name().map(str::to_owned),
            ..Origin::new(id.to_string(), Point::default())
        });
        let origins = Origins::new(origins.collect::<Vec<_>>()).unwrap();
        let facilities = (0..20).map(|id| Facility {
            street: dice.name().map(str::to_owned),
            ..Facility::new(id.to_string(), Category::PHARMACY, dice.place())
        });
        let facilities = Facilities::new(facilities.collect::<Vec<_>>()).unwrap();
        for origin in 0..origins.len() {
            for door in doorways(&origins, origin, &base) {
                let answer = base.attach(door);
                let own = strict.attach(door);
                assert_eq!(
                    strict.attach_like(door, &answer),
                    own,
                    "seed {seed}, {door:?}"
                );
                if own == answer {
                    kept += 1
                } else {
                    searched += 1
                }
            }
        }
        let shops = AttachedFacilities::new(&facilities, &base);
        let like = AttachedFacilities::like(&shops, &facilities, &strict);
        let own = AttachedFacilities::new(&facilities, &strict);
        for rank in 0..facilities.len() {
            let id = crate::facility::FacilityId(rank as u32);
            let places = |all: &AttachedFacilities| -> Vec<_> {
                all.of(id).map(|rank| all.attachment(rank)).collect()
            };
            assert_eq!(places(&like), places(&own), "seed {seed}, facility {rank}");
        }
        let homes =
            |shops, snapper| AttachedOrigins::new(&origins, snapper, shops, reach, &barriers);
        let like = AttachedOrigins::like(&homes(&shops, &base), &origins, &strict);
        let own = homes(&own, &strict);
        for origin in 0..origins.len() {
            assert_eq!(
                like.of(origin),
                own.of(origin),
                "seed {seed}, origin {origin}"
            );
            assert_eq!(like.direct(origin), own.direct(origin));
        }
    }
    assert!(
        kept > 1000 && searched > 1000,
        "{kept} kept, {searched} searched"
    );
}
