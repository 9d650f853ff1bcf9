//! Walks to the nearest facility in the hard small cases, drawn above each. Every case is also
//! compared with the oracle. `F` facility, `O` origin, `o` node, `=` private way, `>` one way.

use nabij::{Category, Forest, Step};

use crate::{case::Case, check::check, core::Core};

/// "w1 0..10, w2 5..0" for the walk of the first origin: way of each step, from mm to mm.
fn walk(text: &str) -> String {
    let case = Case::parse(text);
    check(&case);
    let core = Core::new(&case);
    let access = core.access();
    let nearest = access.nearest(&Category::PHARMACY, &core.origins)[0].unwrap();
    let forest = Forest::new(&access, &Category::PHARMACY);
    let home = core.origins.of(0)[nearest.street.unwrap().1 as usize];
    let one = |step: &Step| {
        let way = core.network.edge(step.edge).key().line.id;
        format!("w{way} {}..{}", step.start.mm(), step.end.mm())
    };
    let steps: Vec<String> = forest
        .walk(&home, nearest)
        .unwrap()
        .iter()
        .map(one)
        .collect();
    steps.join(", ")
}

/// ```text
/// o<─36──O─4─o      the walk is 4 + 16 = 20 long, and the offsets on the two edges are as far
///            16     apart: 36 from the first vertex of one, 16 from that of the other
///            F
/// ```
#[test]
fn offsets_on_two_edges() {
    let town = "line w1: 40,0 0,0\nline w2: 0,0 0,40\nfacility a: 0,16\norigin o: 4,0";
    assert_eq!(walk(town), "w1 36..40, w2 0..16");
}

/// ```text
///     ┌──>──F──┐
/// O───o        │      one way round: not by the end that is nearer
///     └──<─────┘
/// ```
#[test]
fn a_one_way_loop() {
    let town = "line w1: 0,0 10,0\nline w2: 10,0 10,10 20,10 20,-10 10,-10 10,0 ; forward\n";
    assert_eq!(
        walk(&format!("{town}facility a: 10,-5\norigin o: 0,0")),
        "w1 0..10, w2 0..55"
    );
    assert_eq!(
        walk(&format!("{town}facility a: 0,0\norigin o: 10,5")),
        "w2 5..60, w1 10..0"
    );
}

/// ```text
///     ┌─w2─┐ ┌─w5─┐
/// O───o    o─o    o──F      four walks of one length: the first edge that differs tells
///     └─w3─┘ └─w4─┘
/// ```
#[test]
fn walks_of_one_length() {
    let town = "line w1: 0,0 10,0\nline w2: 10,0 15,5 20,0\nline w3: 10,0 15,-5 20,0\n\
                line w4: 20,0 25,-5 30,0\nline w5: 20,0 25,5 30,0\nline w6: 30,0 40,0\n";
    assert_eq!(
        walk(&format!("{town}facility a: 40,0\norigin o: 0,0")),
        "w1 0..10, w2 0..14, w4 0..14, w6 0..10"
    );
    // An edge fewer goes before smaller edges.
    let town = "line w0: 10,0 15,5\nline w1: 15,5 20,0\nline w3: 10,0 15,-5 20,0\n\
                line w5: 0,0 10,0\nline w6: 20,0 30,0\n";
    assert_eq!(
        walk(&format!("{town}facility a: 25,0\norigin o: 5,0")),
        "w5 5..10, w3 0..14, w6 0..5"
    );
}

/// ```text
/// O===o===o───F      out of a private court by the same street in two phases
/// ```
#[test]
fn out_of_a_court() {
    let town = "line w1: 0,0 10,0 ; private\nline w2: 10,0 20,0 ; private\nline w3: 20,0 30,0\n";
    assert_eq!(
        walk(&format!("{town}facility a: 25,0\norigin o: 5,0")),
        "w1 5..10, w2 0..10, w3 0..5"
    );
}
