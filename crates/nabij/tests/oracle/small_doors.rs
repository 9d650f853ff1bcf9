//! The first metres by name, drawn above each: what bars a leg, and the street that an address
//! names. Every case is also compared with the oracle. `D` door, `─` street, `#` barrier, `▒` house.

use nabij::Doorway;

use crate::{
    case::Case,
    check::check,
    core::{Core, barriers, snapper},
};

/// The edges near the first origin's door up to the one it opens onto: line, leg in mm, reason.
fn told(text: &str) -> Vec<String> {
    let case = Case::parse(&format!("set scale 1000\nset barred\n{text}"));
    check(&case);
    let core = Core::new(&case);
    let barriers = barriers(&case);
    let snapper = snapper(&case, &core.network, &core.profile, &core.base, &barriers);
    let origin = &case.origins[0];
    let street = origin.street.as_deref();
    let candidates = snapper.candidates(Doorway {
        point: origin.doors[0],
        street: street.and_then(|name| snapper.street_named(name)),
        gate: None,
    });
    let told = candidates.iter().map(|candidate| {
        let line = core.network.edge(candidate.attachment.edge).key().line.id;
        let chosen = match candidate.across {
            None => "chosen".to_owned(),
            Some(across) => format!("chosen across {}", across.as_str()),
        };
        let why = candidate
            .refused
            .map_or(chosen, |why| why.as_str().to_owned());
        format!("w{line} {} {why}", candidate.attachment.leg.mm())
    });
    told.collect()
}

/// Two streets, 20 m to the south and 30 m to the north of the door.
const TWO: &str = "line w1: 0,0 90,0\nline w2: 0,50 90,50\norigin o: 40,20\n";

/// ```text
/// ──────── w2
///
///    D
/// ######
/// ──────── w1     the way to the nearer street leads over water
/// ```
#[test]
fn a_leg_does_not_cross_a_barrier() {
    assert_eq!(told(TWO), ["w1 20000 chosen"]);
    let both = ["w1 20000 barrier", "w2 30000 chosen"];
    assert_eq!(told(&format!("{TWO}wall 0,10 90,10")), both);
    assert_eq!(told(&format!("{TWO}ring 30,5 50,5 50,10 30,10")), both);
    // It ends on the leg, or the door stands on it, or the street does: touching is not crossing.
    assert_eq!(told(&format!("{TWO}wall 40,10 90,10")), ["w1 20000 chosen"]);
    assert_eq!(told(&format!("{TWO}wall 0,20 90,20")), ["w1 20000 chosen"]);
    assert_eq!(told(&format!("{TWO}wall 0,0 90,0")), ["w1 20000 chosen"]);
    assert_eq!(told(&format!("{TWO}wall 40,0 40,20")), ["w1 20000 chosen"]);
}

/// A house of its own bars nobody; another one does.
///
/// ```text
///   ▒▒▒▒▒          ▒▒ ▒▒             D
///   ▒ D ▒          ▒D ▒▒            ▒▒▒
///   ▒▒▒▒▒          ▒▒▒▒▒            ▒▒▒
/// ────────  w1   ────────  w1     ────────  w1
/// ```
#[test]
fn only_another_building_bars_a_leg() {
    let own = ["w1 20000 chosen"];
    assert_eq!(told(&format!("{TWO}building 30,10 50,10 50,40 30,40")), own);
    // In the fork of a U: the door is on its edge, and the leg crosses one ring twice more.
    let fork = "building 30,5 50,5 50,10 30,10 30,15 50,15 50,20 30,20";
    assert_eq!(told(&format!("{TWO}{fork}")), own);
    let on_the_corner = "building 40,20 60,20 60,5 30,5 30,10";
    assert_eq!(told(&format!("{TWO}{on_the_corner}")), own);
    let another = ["w1 20000 building", "w2 30000 chosen"];
    assert_eq!(
        told(&format!("{TWO}building 30,5 50,5 50,19 30,19")),
        another
    );
    // In its own house, that of the neighbours in front of it.
    let houses = "building 30,15 50,15 50,25 30,25\nbuilding 30,5 50,5 50,15 30,15";
    assert_eq!(told(&format!("{TWO}{houses}")), another);
    // Along the wall of another house, and past its corner.
    assert_eq!(told(&format!("{TWO}building 40,5 60,5 60,15 40,15")), own);
    assert_eq!(told(&format!("{TWO}building 40,10 60,5 60,15")), own);
    assert_eq!(told(&format!("{TWO}building 39,10 60,5 60,15")), another);
    // The street runs through another house: whoever gets there goes through its wall.
    assert_eq!(
        told(&format!("{TWO}building 30,-5 50,-5 50,5 30,5")),
        another
    );
    // A barrier is named before a building.
    let all = format!("{TWO}building 30,5 50,5 50,9 30,9\nwall 0,10 90,10");
    assert_eq!(told(&all), ["w1 20000 barrier", "w2 30000 chosen"]);
}

/// Its own house with a courtyard, which has a house in it that is not its own.
#[test]
fn through_its_own_courtyard() {
    let ring = "building 20,2 60,2 60,30 20,30\n";
    assert_eq!(told(&format!("{TWO}{ring}")), ["w1 20000 chosen"]);
    assert_eq!(
        told(&format!("{TWO}{ring}building 35,5 45,5 45,15 35,15")),
        ["w1 20000 building", "w2 30000 chosen"]
    );
}

/// The wall of a garden bars no leg, open or closed: there is a gate in it.
#[test]
fn no_wall_bars_a_leg() {
    for wall in [
        "fence 30,10 50,10",
        "yard 30,10 50,10 50,30 30,30",
        "yard 30,5 50,5 50,15 30,15",
    ] {
        assert_eq!(told(&format!("{TWO}{wall}")), ["w1 20000 chosen"], "{wall}");
    }
}

/// ```text
/// ──────── w2
///   #####
///   # D #     a boat leaves its water
///   #####
/// ──────── w1
/// ```
#[test]
fn a_boat_leaves_its_water() {
    let water = "ring 30,10 50,10 50,30 30,30";
    assert_eq!(told(&format!("{TWO}{water}")), ["w1 20000 chosen"]);
    // Another water behind the shore, or the line of a river on this side of it.
    let other = ["w1 20000 barrier", "w2 30000 chosen"];
    assert_eq!(told(&format!("{TWO}{water}\nwall 30,5 50,5")), other);
    assert_eq!(told(&format!("{TWO}{water}\nwall 30,15 50,15")), other);
    // A lake with an island in it, or the water of others: no boat.
    let lake = format!("{TWO}{water}\nring 20,5 60,5 60,40 20,40");
    assert_eq!(told(&lake), ["w1 20000 barrier", "w2 30000 barrier"]);
    let pond = format!("{TWO}ring 30,5 50,5 50,15 30,15");
    assert_eq!(told(&pond), other);
    // Who stands on the shore is not in the water.
    let shore = format!("{TWO}ring 30,20 50,20 50,10 30,10");
    assert_eq!(told(&shore), other);
}

/// Houses on all sides: a passage is not drawn, and they do not count. Water does.
#[test]
fn nobody_is_walled_in() {
    let town = format!("{TWO}building 30,5 50,5 50,10 30,10\n");
    let both = format!("{town}building 30,40 50,40 50,45 30,45");
    assert_eq!(told(&both), ["w1 20000 chosen across building"]);
    let canal = format!("{both}\nwall 30,12 50,12");
    assert_eq!(
        told(&canal),
        ["w1 20000 barrier", "w2 30000 chosen across building"]
    );
    // The street of the address then too.
    let home = format!("set named_street 50000\n{KADE}origin o: 40,20 ; street=Kade\n");
    assert_eq!(
        told(&format!(
            "{home}building 30,5 50,5 50,10 30,10\nbuilding 30,40 50,40 50,45 30,45"
        )),
        ["w1 20000 building", "w2 30000 chosen across building"]
    );
}

/// Around a house one goes to a street twice as far away, and no farther; around water to any.
///
/// ```text
/// ──────── w2    as far as it takes
///    D
///   ▒▒▒
/// ──────── w1    10 m
/// ```
#[test]
fn another_street_is_at_most_twice_as_far() {
    let told = |far: i32, between: &str| {
        told(&format!(
            "set scale 1\nline w1: 0,0 90000,0\nline w2: 0,{far} 90000,{far}
             origin o: 40000,10000\n{between}"
        ))
    };
    let house = "building 30000,5000 50000,5000 50000,8000 30000,8000";
    assert_eq!(
        told(30_000, house),
        ["w1 10000 building", "w2 20000 chosen"]
    );
    assert_eq!(told(30_001, house), ["w1 10000 chosen across building"]);
    let canal = "wall 30000,5000 50000,5000";
    assert_eq!(told(30_001, canal), ["w1 10000 barrier", "w2 20001 chosen"]);
}

/// Nothing is left within `max_snap`: the door is not on the network.
#[test]
fn barred_on_all_sides() {
    let around = format!("{TWO}wall 30,10 50,10\nwall 30,40 50,40\n");
    assert_eq!(
        told(&format!("{around}set max_snap 30000")),
        ["w1 20000 barrier", "w2 30000 barrier"]
    );
    assert_eq!(
        told(&format!("{around}set max_snap 29999")),
        ["w1 20000 barrier", "w2 30000 too_far"]
    );
    let case = format!("set scale 1000\nset barred\n{around}facility a: 0,1\n");
    assert!(Core::new(&Case::parse(&case)).origins.of(0).is_empty());
    let free = case.replace("set barred\n", "");
    assert_eq!(Core::new(&Case::parse(&free)).origins.of(0).len(), 1);
}

/// A leg that ends between millimetres: the door at (0, 0), the street from (4, 0) to (0, 2), the
/// leg's end at (0.8, 1.6). A wall through (0, 1) and (2, 3) passes it at y = x + 1 > 1.6.
#[test]
fn a_leg_that_ends_between_millimetres() {
    let town = "line w1: 4,0 0,2\nline w2: 0,-9 9,-9\norigin o: 0,0\nset scale 1\n";
    let told = |wall: &str| {
        let case = format!("set barred\n{}{wall}", town.replace("set scale 1\n", ""));
        let case = Case::parse(&case);
        check(&case);
        let core = Core::new(&case);
        let edge = core.origins.of(0)[0].edge;
        core.network.edge(edge).key().line.id
    };
    assert_eq!(told("wall 0,1 2,3"), 1);
    assert_eq!(
        told("wall 0,1 2,2"),
        2,
        "y = x/2 + 1 meets it at (2/3, 4/3)"
    );
    assert_eq!(told("wall 0,2 2,1"), 1, "along the street itself");
    assert_eq!(told("wall 0,2 1,1"), 2, "y = 2 − x meets it at (2/3, 4/3)");
}

/// ```text
///  o────────────o     a door inside a square joins the corners that it sees
///  │  ▒▒        │
///  │  ▒▒  D     │     and that no house hides
///  o────────────o
/// ```
#[test]
fn a_house_on_a_square_hides_its_corners() {
    let town = "line w1: -50,0 0,0\nline w2: 40,0 90,0\nline w3: -50,40 0,40\nline w4: 40,40 90,40
         square f9: 0,0 40,0 40,40 0,40\norigin o: 30,20\nset min_component 0\n";
    let corners = |house: &str| {
        let case = Case::parse(&format!("set scale 1000\nset barred\n{town}{house}"));
        check(&case);
        Core::new(&case).origins.of(0).len()
    };
    assert_eq!(corners(""), 4);
    assert_eq!(corners("building 5,5 20,5 20,35 5,35"), 2);
    assert_eq!(corners("building 25,15 35,15 35,25 25,25"), 4, "its own");
    // All hidden, and every edge too.
    assert_eq!(corners("wall 29,19 31,19 31,21 29,21\nwall 29,22 29,18"), 0);
}

/// ```text
/// ════════ w2 Kade     the address names the Kade
///
///    D
/// ──────── w1          an alley without a name, or of another name, behind the house
/// ```
const KADE: &str = "line w1: 0,0 200,0\nline w2: 0,50 200,50 ; street=Kade\n";

#[test]
fn the_street_of_the_address_comes_before_the_alley_behind() {
    let at = |reach: u32, rest: &str| told(&format!("set named_street {reach}\n{KADE}{rest}"));
    let home = "origin o: 40,20 ; street=Kade";
    assert_eq!(
        at(50_000, home),
        ["w1 20000 other_street", "w2 30000 chosen"]
    );
    assert_eq!(at(50_000, "origin o: 40,20"), ["w1 20000 chosen"]);
    assert_eq!(
        at(50_000, "origin o: 40,20 ; street=Dijk"),
        ["w1 20000 chosen"]
    );
    let alley = KADE.replace("200,0\n", "200,0 ; street=Gang\n");
    let at = |rest: &str| told(&format!("set named_street 50000\n{alley}{rest}"));
    assert_eq!(at(home), ["w1 20000 other_street", "w2 30000 chosen"]);
    // The canal is between: the alley it is.
    assert_eq!(
        at(&format!("{home}\nwall 0,40 200,40")),
        ["w1 20000 chosen"]
    );
    // Between door and alley: there is no other choice, and the reason is told.
    let fence = format!("{home}\nwall 0,10 200,10");
    assert_eq!(at(&fence), ["w1 20000 barrier", "w2 30000 chosen"]);
}

/// The reach of a name: 50 m less a millimetre, 50 m, 50 m and a millimetre.
#[test]
fn a_named_street_is_in_reach_up_to_its_limit() {
    for (leg, chosen) in [(49_999, 2), (50_000, 2), (50_001, 1)] {
        let case = Case::parse(&format!(
            "set named_street 50000\nline w1: 0,0 99000,0
             line w2: 0,60000 99000,60000 ; street=Kade
             origin o: 40000,{} ; street=Kade",
            60_000 - leg
        ));
        check(&case);
        let core = Core::new(&case);
        let edge = core.origins.of(0)[0].edge;
        assert_eq!(core.network.edge(edge).key().line.id, chosen, "{leg} mm");
    }
    // It may not be farther than a leg may be long either.
    let far = format!("set named_street 50000\nset max_snap 29999\n{KADE}");
    let home = "origin o: 40,20 ; street=Kade";
    assert_eq!(told(&format!("{far}{home}")), ["w1 20000 chosen"]);
}

/// ```text
/// ════════ w2 Kade
/// ──────── w3          the pavement of the Kade: nearer, without a name, on the way to it
///    D
/// ──────── w1          the alley
/// ```
#[test]
fn the_pavement_of_the_street_is_not_skipped() {
    let town = format!("set named_street 50000\n{KADE}origin o: 40,20 ; street=Kade\n");
    let pavement = "line w3: 0,45 200,45\n";
    assert_eq!(
        told(&format!("{town}{pavement}")),
        ["w1 20000 other_street", "w3 25000 chosen"]
    );
    // Short of the leg to the Kade it is not on the way; touched at its end it is.
    let short = |end: i32| told(&format!("{town}line w3: 0,45 {end},45\n"));
    assert_eq!(
        short(39).last().map(String::as_str),
        Some("w2 30000 chosen")
    );
    assert_eq!(
        short(40).last().map(String::as_str),
        Some("w3 25000 chosen")
    );
    // With another name it is another street, and behind a fence no way there.
    assert_eq!(
        told(&format!("{town}line w3: 0,45 200,45 ; street=Pad\n")),
        [
            "w1 20000 other_street",
            "w3 25000 other_street",
            "w2 30000 chosen"
        ]
    );
    // Two pavements: the first that is met.
    assert_eq!(
        told(&format!("{town}{pavement}line w4: 0,40 200,40\n")),
        ["w1 20000 other_street", "w4 20000 chosen"]
    );
}
