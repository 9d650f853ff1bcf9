//! Service areas of the hard small cases, drawn above each. Every case is also compared with the
//! oracle. `F` facility, `o` node, `=` private way, `>` one way, `X` locked gate.

use nabij::{FacilityId, Length, ServiceAreas, Stretch};

use crate::{area, case::Case, check::check, core::Core};

/// "w1/0-1 203..797" for each stretch: id and vertices of the edge, from mm to mm.
fn told(core: &Core, stretches: &[Stretch]) -> String {
    let one = |stretch: &Stretch| {
        let key = core.network.edge(stretch.edge).key();
        let (start, end) = (stretch.start.mm(), stretch.end.mm());
        format!("w{}/{}-{} {start}..{end}", key.line.id, key.first, key.last)
    };
    let told: Vec<String> = stretches.iter().map(one).collect();
    told.join(", ")
}

fn prepared(text: &str) -> (Core, Vec<FacilityId>) {
    let case = Case::parse(text);
    check(&case);
    area::compare(&case).unwrap_or_else(|difference| panic!("{difference}"));
    let core = Core::new(&case);
    let all = core.facilities.iter().map(|(id, _)| id).collect();
    (core, all)
}

/// The area of the first facility.
fn around(text: &str, limit: u32) -> String {
    let (core, all) = prepared(text);
    let areas = ServiceAreas::new(&core.access());
    told(&core, &areas.each(&all, Length::millimetres(limit))[0])
}

/// The area of all facilities together.
fn together(text: &str, limit: u32) -> String {
    let (core, all) = prepared(text);
    let areas = ServiceAreas::new(&core.access());
    told(&core, &areas.merged(&all, Length::millimetres(limit)))
}

/// ```text
/// o───┬─────o    a door 1 m off the street: its leg is part of the walk
///     F
/// ```
#[test]
fn the_leg_of_the_facility_counts() {
    let town = "set scale 1000\nline w1: 0,0 10,0\nfacility a: 4,1";
    assert_eq!(around(town, 3_000), "w1/0-1 2000..6000");
    assert_eq!(around(town, 20_000), "w1/0-1 0..10000");
    // A single point of the street is as far as the limit: no stretch.
    assert_eq!(around(town, 1_000), "");
    assert_eq!(around(town, 1_001), "w1/0-1 3999..4001");
    assert_eq!(around(town, 999), "");
}

/// ```text
/// o────F────o
/// ```
#[test]
fn a_limit_of_zero_is_no_area() {
    let town = "set scale 1000\nline w1: 0,0 10,0\nfacility a: 5,0";
    assert_eq!(around(town, 0), "");
    assert_eq!(around(town, 1), "w1/0-1 4999..5001");
}

/// ```text
///     ┌──────┐
/// F───o      │     a loop of 60 m: both ends reach into it
///     └──────┘
/// ```
#[test]
fn a_loop_is_entered_from_both_ends() {
    let town = "set scale 1000\nline w1: 0,0 10,0\nline w2: 10,0 10,10 20,10 20,-10 10,-10 10,0\nfacility a: 0,0";
    assert_eq!(
        around(town, 20_000),
        "w1/0-1 0..10000, w2/0-5 0..10000, w2/0-5 50000..60000"
    );
    assert_eq!(
        around(town, 39_999),
        "w1/0-1 0..10000, w2/0-5 0..29999, w2/0-5 30001..60000"
    );
    // They meet at 30 m and are one.
    assert_eq!(around(town, 40_000), "w1/0-1 0..10000, w2/0-5 0..60000");
}

/// ```text
/// o──F──o·o─────o    two nodes at one place with an edge of 0 mm between them
/// ```
#[test]
fn a_zero_length_edge_is_passed_and_not_listed() {
    let town = "set scale 1000\nline w1: 0,0#1 10,0#2\nline w2: 10,0#2 10,0#3\nline w3: 10,0#3 20,0#4\nfacility a: 5,0";
    assert_eq!(around(town, 10_000), "w1/0-1 0..10000, w3/0-1 0..5000");
    assert_eq!(around(town, 5_000), "w1/0-1 0..10000");
}

/// ```text
/// o─────o>>F>>o─────o    towards the shop only
/// ```
#[test]
fn one_way_streets_are_walked_towards_the_facility() {
    let town = "set scale 1000\nline w1: 0,0 10,0 ; forward\nline w2: 10,0 20,0\nline w3: -10,0 0,0\nfacility a: 5,1";
    assert_eq!(around(town, 4_000), "w1/0-1 2000..5000");
    assert_eq!(around(town, 9_000), "w1/0-1 0..5000, w3/0-1 7000..10000");
    let back = town.replace("forward", "backward");
    assert_eq!(around(&back, 9_000), "w1/0-1 5000..10000, w2/0-1 0..3000");
    // A one-way street farther on is walked from its tail.
    let far = "set scale 1000\nline w1: 0,0 10,0\nline w2: 10,0 20,0 ; forward\nline w3: 10,0 10,9 ; backward\nfacility a: 5,1";
    assert_eq!(around(far, 10_000), "w1/0-1 0..10000, w3/0-1 0..4000");
}

/// ```text
/// o──F──o=====o─────o    who lives on the private way may set out; nobody comes through
/// ```
#[test]
fn a_private_way_is_only_an_end_of_the_walk() {
    let town =
        "set scale 1000\nline w1: 0,0 10,0\nline w2: 10,0 20,0 ; private\nline w3: 20,0 30,0\n";
    assert_eq!(
        around(&format!("{town}facility a: 5,1"), 100_000),
        "w1/0-1 0..10000, w2/0-1 0..10000"
    );
    assert_eq!(
        around(&format!("{town}facility a: 15,1"), 100_000),
        "w1/0-1 0..10000, w2/0-1 0..10000, w3/0-1 0..10000"
    );
    assert_eq!(
        around(&format!("{town}facility a: 15,1"), 8_000),
        "w1/0-1 8000..10000, w2/0-1 0..10000, w3/0-1 0..2000"
    );
}

/// ```text
/// o──┬───┬──o    one shop with two doors
///    └─F─┘
/// ```
#[test]
fn two_doors_meet_between() {
    let town = "set scale 1000\nline w1: 0,0 50,0\nfacility a: 10,1 20,1";
    assert_eq!(
        around(town, 4_000),
        "w1/0-1 7000..13000, w1/0-1 17000..23000"
    );
    assert_eq!(
        around(town, 5_999),
        "w1/0-1 5001..14999, w1/0-1 15001..24999"
    );
    assert_eq!(around(town, 6_000), "w1/0-1 5000..25000");
}

/// ```text
/// o──F──o──────o
///       │
///       o
/// ```
#[test]
fn a_cut_exactly_at_a_node() {
    let town = "set scale 1000\nline w1: 0,0 10,0 20,0\nline w2: 10,0 10,5\nfacility a: 4,0";
    assert_eq!(around(town, 5_999), "w1/0-1 0..9999");
    assert_eq!(around(town, 6_000), "w1/0-1 0..10000");
    assert_eq!(
        around(town, 6_001),
        "w1/0-1 0..10000, w1/1-2 0..1, w2/0-1 0..1"
    );
}

/// ```text
/// Fa───────────Fb
/// ```
#[test]
fn facilities_on_both_sides() {
    let town = "set scale 1000\nline w1: 0,0 30,0\nfacility a: 0,0\nfacility b: 30,0";
    assert_eq!(around(town, 10_000), "w1/0-1 0..10000");
    assert_eq!(
        together(town, 10_000),
        "w1/0-1 0..10000, w1/0-1 20000..30000"
    );
    assert_eq!(together(town, 15_000), "w1/0-1 0..30000");
}

/// ```text
/// ┌─────────┐
/// o──F──X───o    up to the gate from both sides, and never through it
/// ```
#[test]
fn a_locked_gate_is_reached_from_both_sides() {
    let town = "set scale 1000\nline w1: 0,0 10,0 20,0\nline w2: 0,0 0,5 20,5 20,0\nnode 10,0 ; blocked\nfacility a: 5,-1";
    assert_eq!(around(town, 7_000), "w1/0-1 0..10000, w2/0-3 0..1000");
    assert_eq!(
        around(town, 41_000),
        "w1/0-1 0..10000, w1/1-2 5000..10000, w2/0-3 0..30000"
    );
}

/// ```text
///   ┌────────┐
/// F─┤        │     two ways between the same nodes: 10 m and 20 m
///   └────────┘
/// ```
#[test]
fn parallel_edges() {
    let town = "set scale 1000\nline w1: 0,0 10,0\nline w2: 0,0 0,5 10,5 10,0\nfacility a: 0,-1";
    assert_eq!(
        around(town, 13_000),
        "w1/0-1 0..10000, w2/0-3 0..12000, w2/0-3 18000..20000"
    );
    assert_eq!(around(town, 16_000), "w1/0-1 0..10000, w2/0-3 0..20000");
}

/// ```text
/// o──F──o≡≡≡≡o    stairs, for somebody who cannot take them
/// ```
#[test]
fn streets_that_the_profile_does_not_use_are_left_out() {
    let town = "set scale 1000\nline w1: 0,0 10,0\nline w2: 10,0 20,0 ; steps\nfacility a: 5,0\n";
    assert_eq!(around(town, 8_000), "w1/0-1 0..10000, w2/0-1 0..3000");
    let strict = format!("set step_free\n{town}");
    assert_eq!(around(&strict, 8_000), "w1/0-1 0..10000");
}

/// A facility that is not on the network has no area, and no limit is too large.
#[test]
fn off_the_network() {
    let town = "set max_snap 500\nline w1: 0,0 1000,0\nfacility a: 0,501";
    assert_eq!(around(town, u32::MAX), "");
    let town = "line w1: 0,0 1000,0\nfacility a: 0,501";
    assert_eq!(around(town, u32::MAX), "w1/0-1 0..1000");
}
