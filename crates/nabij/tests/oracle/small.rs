//! The hard small cases by name, drawn above each. Every case is also compared with the oracle.
//! `F` facility, `O` origin, `o` node, `=` private way, `>` one way, `#` wall, `X` locked gate.

use nabij::{Category, Facilities, How, Length, Network, Origins};

use crate::{
    case::Case,
    check::check,
    core::{Core, network},
};

/// Every origin with every pharmacy it reaches, nearest first: mm, id, how.
fn rows(text: &str) -> Vec<(String, u32, String, How)> {
    let case = Case::parse(text);
    check(&case);
    let core = Core::new(&case);
    let rows = core
        .access()
        .matrix(&Category::PHARMACY, &core.origins, core.horizon);
    rows.into_iter()
        .map(|(origin, facility, answer)| {
            let id = core.facilities.get(facility).id.clone();
            (
                case.origins[origin as usize].id.clone(),
                answer.mm,
                id,
                answer.how,
            )
        })
        .collect()
}

/// The same as "o: a 12, b 30 direct" in mm; origins that reach nothing are left out.
fn told(text: &str) -> String {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for (origin, mm, id, how) in rows(text) {
        let how = if how == How::Street {
            String::new()
        } else {
            format!(" {}", how.as_str())
        };
        let row = format!("{id} {mm}{how}");
        match told.last_mut() {
            Some((last, rows)) if *last == origin => rows.push(row),
            _ => told.push((origin, vec![row])),
        }
    }
    let lines: Vec<String> = told
        .into_iter()
        .map(|(origin, rows)| format!("{origin}: {}", rows.join(", ")))
        .collect();
    lines.join("\n")
}

/// ```text
///    F0 F1 F2 … F39
/// o──┴──┴──┴──…──┴──O──o      forty shops on one edge, a metre apart, doors 2 m off the street
/// ```
#[test]
fn forty_shops_on_one_edge() {
    let mut text = "set scale 1000\nline w1: 0,0 50,0\norigin o: 45,0\norigin p: 20,0\n".to_owned();
    for shop in 0..40 {
        text += &format!("facility s{shop:02}: {shop},2\n");
    }
    let rows = rows(&text);
    assert_eq!(rows.len(), 80);
    for (at, (origin, mm, id, _)) in rows[..40].iter().enumerate() {
        let shop = 39 - at as u32;
        assert_eq!(
            (origin.as_str(), *mm, id.clone()),
            ("o", (45 - shop) * 1000 + 2000, format!("s{shop:02}"))
        );
    }
    // On both sides of p, one as far as the other: the smaller id first.
    let ids: Vec<&str> = rows[40..45].iter().map(|row| row.2.as_str()).collect();
    assert_eq!(ids, ["s20", "s19", "s21", "s18", "s22"]);
}

/// ```text
/// o──F┐          one shop with a door on each of two streets
///     │shop
/// o──F┘
/// ```
#[test]
fn two_doors_on_two_edges() {
    let town =
        "set scale 1000\nline w1: 0,0 0,20 50,20\nline w2: 0,0 50,0\nfacility a: 10,1 20,19\n";
    assert_eq!(told(&format!("{town}origin o: 40,0")), "o: a 31000");
    assert_eq!(told(&format!("{town}origin o: 40,20")), "o: a 21000");
    // Halfway between the two doors by the streets: 1 + 10 + 5 = 16 against 1 + 20 + 15 = 36.
    assert_eq!(told(&format!("{town}origin o: 0,5")), "o: a 16000");
    let core = Core::new(&Case::parse(&format!(
        "{town}origin o: 40,0\norigin p: 40,20"
    )));
    let nearest = core.access().nearest(&Category::PHARMACY, &core.origins);
    let doors: Vec<u32> = nearest.iter().flatten().map(|answer| answer.door).collect();
    assert_eq!(doors, [0, 1], "doors rank by x, then y");
}

/// ```text
///     ┌──────┐
/// O───o      F     a loop: both ends of one edge are one node
///     └──────┘
/// ```
#[test]
fn a_loop() {
    let town = "set scale 1000\nline w1: 0,0 10,0\nline w2: 10,0 10,10 20,10 20,-10 10,-10 10,0\n";
    // Along the loop to (20, 0): 10 + 10 + 10 either way round.
    assert_eq!(
        told(&format!("{town}facility a: 20,0\norigin o: 0,0")),
        "o: a 40000"
    );
    // Both on the loop: along it (20 m) and not round by the node (40 m) …
    assert_eq!(
        told(&format!("{town}facility a: 10,5\norigin o: 15,10")),
        "o: a 10000"
    );
    // … and round by the node (10 m) and not along it (50 m).
    assert_eq!(
        told(&format!("{town}facility a: 10,5\norigin o: 10,-5")),
        "o: a 10000"
    );
}

/// ```text
/// O───o·o───F     two OSM nodes at one place with an edge of 0 mm between them
/// ```
#[test]
fn a_zero_length_edge() {
    let town =
        "set scale 1000\nline w1: 0,0#1 10,0#2\nline w2: 10,0#2 10,0#3\nline w3: 10,0#3 20,0#4\n";
    assert_eq!(
        told(&format!("{town}facility a: 15,0\norigin o: 5,0")),
        "o: a 10000"
    );
    // Doors on the edge of 0 mm itself: a tie of three edges, the first by key takes it.
    assert_eq!(
        told(&format!("{town}facility a: 10,1\norigin o: 10,-1")),
        "o: a 2000"
    );
    let only = "line w2: 10,0#2 10,0#3\nfacility a: 10,4\norigin o: 10,-3";
    assert_eq!(told(only), "o: a 7");
    // Two nodes at one place and no edge: no way from one to the other.
    let cut = "set scale 1000\nline w1: 0,0#1 10,0#2\nline w3: 10,0#3 20,0#4\n";
    assert_eq!(told(&format!("{cut}facility a: 15,0\norigin o: 5,0")), "");
}

/// ```text
///   ┌─────────┐
/// F─┤         ├─O      the curve is one edge of 220 m; a straight path joins its ends
///   o─────────o
/// ```
#[test]
fn a_curved_edge_with_a_shortcut() {
    let town = "set scale 1000\nline w1: 0,0 0,60 100,60 100,0\nline w2: 0,0 100,0\n";
    // Near the ends round by the shortcut …
    assert_eq!(
        told(&format!("{town}facility a: 0,5\norigin o: 100,5")),
        "o: a 110000"
    );
    // … near the top along the curve …
    assert_eq!(
        told(&format!("{town}facility a: 0,55\norigin o: 100,55")),
        "o: a 110000"
    );
    // … and both at once where they are as far.
    assert_eq!(
        told(&format!("{town}facility a: 0,30\norigin o: 100,30")),
        "o: a 160000"
    );
}

/// ```text
/// Fb──10──o──10──Fa      as far to one as to the other: the smaller id in byte order
///         O
/// ```
#[test]
fn a_tie() {
    let town = "set scale 1000\nline w1: 0,0 10,0 20,0\nline w2: 10,0 10,-5\n";
    let shops =
        "facility b: 0,0\nfacility a: 20,0\nfacility Z: 20,0\nfacility é: 0,0\nfacility a1: 0,0\n";
    let told = told(&format!("{town}{shops}origin o: 10,-5"));
    assert_eq!(told, "o: Z 15000, a 15000, a1 15000, b 15000, é 15000");
}

/// ```text
/// o────┬────o      the door is as near to both streets: the smaller key takes it,
///      F           whatever the order in which they are given
/// o────┴────o
/// ```
#[test]
fn a_door_between_two_streets() {
    for town in [
        "line 0:w9: 0,0 20,0\nline 0:w7: 0,10 20,10\n",
        "line 0:w7: 0,10 20,10\nline 0:w9: 0,0 20,0\n",
        "line 1:w1: 0,0 20,0\nline 0:w7: 0,10 20,10\n",
        "line 0:f1: 0,0 20,0\nline 0:r7: 0,10 20,10\n",
        "line 0:w7.1: 0,0 20,0\nline 0:w7.0: 0,10 20,10\n",
    ] {
        let above = told(&format!("{town}facility a: 5,5\norigin o: 10,10"));
        assert_eq!(above, "o: a 10", "{town}");
        assert_eq!(
            told(&format!("{town}facility a: 5,5\norigin o: 10,0")),
            "",
            "{town}"
        );
    }
    // On one edge the smallest offset.
    let hairpin = "line w1: 0,0 10,0 10,10 0,10\nfacility a: 2,5\norigin o: 0,0";
    assert_eq!(told(hairpin), "o: a 7");
}

/// ```text
/// o──F──────O──o     along the edge (60) or round by its ends (20 + 20 + bridge of 10)
/// └────────────┘
/// ```
#[test]
fn one_edge_joined_along_it_or_round_by_its_ends() {
    let town = |over| {
        format!("set scale 1000\nline w1: 0,0 0,50 100,50 100,0\nline w2: 0,0 100,{over} 100,0\n")
    };
    let doors = "facility a: 0,10\norigin o: 100,10";
    assert_eq!(told(&format!("{}{doors}", town(0))), "o: a 120000");
    assert_eq!(told(&format!("{}{doors}", town(80))), "o: a 180000");
}

/// ```text
/// O──o──X──o──F      the gate X is locked; a detour of 60 m in the second town
///    └──60─┘
/// ```
#[test]
fn a_locked_gate() {
    let street = "set scale 1000\nline w1: 0,0 10,0 20,0 30,0 40,0\nnode 20,0 ; blocked gate\n";
    let doors = "facility a: 40,0\norigin o: 0,0\n";
    assert_eq!(told(&format!("{street}{doors}")), "");
    let detour = "line w2: 10,0 10,20 30,20 30,0\n";
    assert_eq!(told(&format!("{street}{detour}{doors}")), "o: a 80000");
    // Unknown is not locked.
    assert_eq!(
        told(&format!("{}{doors}", street.replace("blocked ", ""))),
        "o: a 40000"
    );
}

/// ```text
/// O──o──────F──X     a dead end behind it: the edge up to the gate is reached along itself
/// ```
#[test]
fn a_dead_end_up_to_a_locked_gate() {
    let street = "set scale 1000\nline w1: 0,0 10,0\nline w2: 10,0 30,0\nnode 30,0 ; blocked\n";
    assert_eq!(
        told(&format!("{street}facility a: 28,0\norigin o: 5,0")),
        "o: a 23000"
    );
    // Exactly at the gate, and from the gate.
    assert_eq!(
        told(&format!("{street}facility a: 30,0\norigin o: 5,0")),
        "o: a 25000"
    );
    assert_eq!(
        told(&format!("{street}facility a: 5,0\norigin o: 30,0")),
        "o: a 25000"
    );
    // Two doors on one edge whose both ends are locked: along it, and nowhere else.
    let locked = format!("{street}node 10,0 ; blocked\n");
    assert_eq!(
        told(&format!(
            "{locked}facility a: 28,0\norigin o: 12,0\norigin p: 5,0"
        )),
        "o: a 16000"
    );
}

/// ```text
/// o══20══o         a private way is no short cut between two public doors
/// O──60──F
/// ```
#[test]
fn a_private_short_cut() {
    let town = "set scale 1000\nline w1: 0,0 0,-20 20,-20 20,0\nline w2: 0,0 20,0 ; private\n";
    assert_eq!(
        told(&format!("{town}facility a: 20,-1\norigin o: 0,-1")),
        "o: a 58000"
    );
    // Who lives on it may walk it, and whoever goes there.
    assert_eq!(
        told(&format!("{town}facility a: 20,-1\norigin o: 5,0")),
        "o: a 16000"
    );
    assert_eq!(
        told(&format!("{town}facility a: 15,0\norigin o: 0,-1")),
        "o: a 16000"
    );
    assert_eq!(
        told(&format!("{town}facility a: 15,0\norigin o: 5,0")),
        "o: a 10000"
    );
}

/// ```text
/// O══o───o══F══o      home and shop in two courtyards: private, public, private;
///    └══════┘         a third private way between the two is of no use
/// ```
#[test]
fn private_to_private_through_public() {
    let town = "set scale 1000\nline w1: 0,0 10,0 ; private\nline w2: 10,0 40,0\nline w3: 40,0 50,0 ; private\n";
    let doors = "facility a: 45,0\norigin o: 5,0";
    assert_eq!(told(&format!("{town}{doors}")), "o: a 40000");
    // public – private – public – private: the middle courtyard is not to be crossed.
    let crossed =
        "set scale 1000\nline w1: 0,0 10,0\nline w2: 10,0 30,0 ; private\nline w3: 30,0 40,0\n";
    assert_eq!(
        told(&format!("{crossed}facility a: 40,0\norigin o: 0,0")),
        ""
    );
    // A courtyard as the last piece of one walk and the first of another.
    assert_eq!(
        told(&format!("{crossed}facility a: 40,0\norigin o: 20,0")),
        "o: a 20000"
    );
    // Home in one courtyard that touches the other: all private, never public.
    let touching = "set scale 1000\nline w1: 0,0 10,0 ; private\nline w2: 10,0 30,0 ; private\nline w3: 30,0 30,9\n";
    assert_eq!(
        told(&format!("{touching}facility a: 25,0\norigin o: 5,0")),
        "o: a 20000"
    );
}

/// ```text
/// O══o══F    o──o      wholly private: its own component, walked like any other
/// ```
#[test]
fn a_wholly_private_piece() {
    let town = "set scale 1000\nline w1: 0,0 20,0 ; private\nline w2: 20,0 60,0 ; private\nline w3: 100,0 140,0\n";
    assert_eq!(
        told(&format!(
            "{town}facility a: 50,0\norigin o: 10,0\norigin p: 120,0"
        )),
        "o: a 40000"
    );
    // Its length is its own: 60 m. Below the least component doors open onto the public street.
    let small =
        format!("set min_component 60001\n{town}line w4: 140,0 200,0\nset max_snap 1000000\n");
    assert_eq!(
        told(&format!(
            "{small}facility a: 50,0\norigin o: 10,0\norigin p: 120,0"
        )),
        "o: a 140000\np: a 70000"
    );
}

/// ```text
/// o──O══o══F══o──o     a private piece belongs to the longest component it touches
/// ```
#[test]
fn a_courtyard_in_a_long_component() {
    let town = "set scale 1000\nset max_snap 30000\nline w1: 0,0 0,2000\nline w2: 0,0 20,0 ; private\nline w3: 20,0 25,0\n";
    let doors = "facility a: 10,1\norigin o: 0,50\norigin p: 24,0";
    // w3 is a piece of 5 m: p is not on it but on the private way, 4 m away.
    assert_eq!(
        told(&format!("set min_component 1000000\n{town}{doors}")),
        "o: a 61000\np: a 15000"
    );
    assert_eq!(
        told(&format!("set min_component 2000001\n{town}{doors}")),
        ""
    );
}

/// ```text
/// o──>──F──>──O──>──o     past the shop there is no way back but round
/// └────────<────────┘
/// ```
#[test]
fn a_one_way_edge_with_the_facility_before_and_after() {
    let town = "set scale 1000\nline w1: 0,0 100,0 ; forward\n";
    let back = "line w2: 100,0 100,30 0,30 0,0\n";
    let doors = "facility a: 30,0\norigin before: 10,0\norigin after: 70,0\n";
    assert_eq!(told(&format!("{town}{doors}")), "before: a 20000");
    // 30 to the end, 160 round, 30 along.
    assert_eq!(
        told(&format!("{town}{back}{doors}")),
        "before: a 20000\nafter: a 220000"
    );
    let other = town.replace("forward", "backward");
    assert_eq!(told(&format!("{other}{doors}")), "after: a 40000");
    // Exactly at the shop's place on the street.
    assert_eq!(
        told(&format!("{town}facility a: 30,2\norigin o: 30,-3")),
        "o: a 5000"
    );
}

/// ```text
///      o
///      │
/// o────F────o     a door exactly on a node hangs on the edge first by key,
///                 and is as near from all sides, one-way or not
/// ```
#[test]
fn a_door_exactly_on_a_node() {
    let town = "set scale 1000\nline w1: 10,0 0,0\nline w2: 10,0 20,0\nline w3: 10,0 10,10\n";
    let doors = "facility a: 10,0\norigin o: 0,0\norigin p: 20,0\norigin q: 10,10\norigin r: 10,0";
    let all = "o: a 10000\np: a 10000\nq: a 10000\nr: a 0 direct";
    assert_eq!(told(&format!("{town}{doors}")), all);
    // w1 leads away from the node: to be at its beginning is no step against it.
    let one_way = town.replace("0,0\nline w2", "0,0 ; forward\nline w2");
    assert_eq!(
        told(&format!("{one_way}{doors}")),
        "p: a 10000\nq: a 10000\nr: a 0 direct"
    );
    let swapped = "facility a: 20,0\norigin r: 10,0";
    assert_eq!(told(&format!("{one_way}{swapped}")), "r: a 10000");
}

/// ```text
/// o───┌────────┐        from the west entry to the east one round the hole;
///     │  ┌──┐  │        the ring is the longer way
///     │  └──┘  │───o
///     └────────┘
/// ```
#[test]
fn a_square_with_a_hole() {
    let town = "set scale 1000\nline w1: -10,40 0,40\nline w2: 100,60 110,60
        square w9: 0,0 100,0 100,60 100,100 0,100 0,40 / 30,30 30,70 70,70 70,30\n";
    // 10 + √(30² + 30²) + √(40² + 0²) + √(30² + 10²) + 10 by (30, 70) and (70, 70), or by
    // (30, 30) and (70, 30): √(30² + 10²) + 40 + √(30² + 30²): as long.
    let across = 10_000 + 42_426 + 40_000 + 31_623 + 10_000;
    assert_eq!(
        told(&format!("{town}facility a: 110,60\norigin o: -10,40")),
        format!("o: a {across}")
    );
}

/// ```text
/// ┌─────────┐
/// │  O      │     a door inside joins every corner and entry that it sees
/// │   ┌─────┘──F
/// └───┘
/// ```
#[test]
fn a_door_inside_a_square() {
    let town =
        "set scale 1000\nline w1: 100,60 150,60\nsquare w9: 0,0 40,0 40,60 100,60 100,100 0,100\n";
    // Sees the entry (100, 60) along √(70² + 30²).
    assert_eq!(
        told(&format!("{town}facility a: 150,60\norigin o: 30,90")),
        "o: a 126158"
    );
    // From the other arm round the reflex corner (40, 60): √(20² + 40²) + 60 + 50.
    assert_eq!(
        told(&format!("{town}facility a: 150,60\norigin o: 20,20")),
        "o: a 154721"
    );
    // However far: a leg inside is no longer a matter of snapping.
    let far = format!("set max_snap 10000\n{town}facility a: 150,60\norigin o: 30,90");
    assert_eq!(told(&far), "o: a 126158");
}

/// ```text
///  F┌┬┬┬…┬┐
/// ──┤      ├──O     200 vertices are crossed in straight lines, 201 only along the ring
///   └──────┘
/// ```
#[test]
fn squares_of_200_and_201_vertices() {
    let town = |count: i32| {
        let top: String = (1..=count - 6)
            .map(|at| format!(" {},100000", 100_000 - at * 500))
            .collect();
        told(&format!(
            "line w1: -10000,50000 0,50000\nline w2: 100000,50000 110000,50000
            square w9: 0,0 100000,0 100000,50000 100000,100000{top} 0,100000 0,50000
            facility a: -10000,50000\norigin o: 110000,50000"
        ))
    };
    assert_eq!(town(200), "o: a 120000");
    assert_eq!(town(201), "o: a 220000");
}

/// ```text
///     ┌────────┐
/// F─≡≡┤  O     ├──o     the square's west entry is at the head of stairs, its east entry not;
/// └────────────────┘    what ends at an entry besides the square is of no matter to the door
/// ```
#[test]
fn a_square_at_the_head_of_stairs() {
    let town = "set scale 1000\nline w1: -20,10 0,10 ; steps\nline w2: 20,10 40,10
        line w3: 40,10 40,40 -20,40 -20,10\nsquare w9: 0,0 20,0 20,10 20,20 0,20 0,10\n";
    let doors = "facility a: -20,10\norigin o: 5,10";
    assert_eq!(told(&format!("{town}{doors}")), "o: a 25000");
    assert_eq!(
        told(&format!("set step_free\n{town}{doors}")),
        "o: a 155000"
    );
    // Out of the way of the stairs the west entry still leads along the square's own ring.
    let inside = "set step_free\nfacility a: 0,12\norigin o: 5,10";
    assert_eq!(told(&format!("{town}{inside}")), "o: a 7000");
}

/// ```text
///     ┌──────┐
/// F───X  O   ├──o     the west entry is a locked gate: the way is round by the east
/// └─────────────┘
/// ```
#[test]
fn a_square_with_a_locked_gate() {
    let town = "set scale 1000\nline w1: -20,10 0,10\nline w2: 20,10 40,10
        line w3: 40,10 40,40 -20,40 -20,10\nsquare w9: 0,0 20,0 20,10 20,20 0,20 0,10\n";
    let doors = "facility a: -20,10\norigin o: 5,10\nfacility b: -20,40";
    assert_eq!(told(&format!("{town}{doors}")), "o: a 25000, b 55000");
    let locked = format!("{town}node 0,10 ; blocked\n");
    assert_eq!(told(&format!("{locked}{doors}")), "o: b 125000, a 155000");
}

/// ```text
///     ┌──────┐
/// o─<─┤  O   │     the street at the only entry is one-way, away from it or towards it
///     └──────┘
/// ```
#[test]
fn a_square_at_a_one_way_street() {
    let square = "square w9: 0,0 20,0 20,20 0,20 0,10\n";
    let doors = "facility inside: 5,10\nfacility a: -20,10\norigin o: 5,15\norigin p: -20,10";
    let town = |line: &str| told(&format!("set scale 1000\n{line}\n{square}{doors}"));
    let by_entry = "o: inside 12071";
    assert_eq!(
        town("line w1: 0,10 -20,10 ; forward"),
        format!("{by_entry}, a 27071\np: a 0 direct")
    );
    assert_eq!(
        town("line w1: 0,10 -20,10 ; backward"),
        format!("{by_entry}\np: a 0 direct, inside 25000")
    );
    // A second street, first by key, leads away: the way in is by the other.
    let two = "line w1: 0,10 -20,30 ; forward\nline w2: 0,10 -20,10";
    assert_eq!(
        town(two),
        format!("{by_entry}, a 27071\np: a 0 direct, inside 25000")
    );
}

/// ```text
/// ╔══════╗  ═════o      home in a private square; from its only entry a private path leads on
/// ║  O   ╠══╡           to one street, and another street begins right there
/// ╚══════╝  ─────F
/// ```
#[test]
fn a_private_square_with_a_private_path() {
    let town =
        "set scale 1000\nline w1: 20,10 60,10\nline w2: 20,10 20,40 ; private\nline w3: 20,40 60,40
        square w9: 0,0 20,0 20,10 20,20 0,20 ; private\n";
    // Out by the private path to the upper street: 10 + 30 + 40; and back home.
    let both = "facility a: 60,40\norigin o: 10,10";
    assert_eq!(told(&format!("{town}{both}")), "o: a 80000");
    let back = "facility a: 10,10\norigin o: 60,40";
    assert_eq!(told(&format!("{town}{back}")), "o: a 80000");
    // Nobody crosses it from the lower street to the upper.
    assert_eq!(
        told(&format!("{town}facility a: 60,40\norigin o: 60,10")),
        ""
    );
}

/// ```text
///  ┌──────┐
///  │  O   ┝━━━o     a fenced-off square at a short tunnel is a fragment: its doors open onto
///  └──────┘         the street outside
/// ─────────────F
/// ```
#[test]
fn a_square_on_a_fragment() {
    let town = "set scale 1000\nset min_component 500000\nline w1: 20,10 40,10 ; tunnel
        square w9: 0,0 20,0 20,10 20,20 0,20\nline w2: -300,-5 300,-5\n";
    assert_eq!(
        told(&format!("{town}facility a: 100,-5\norigin o: 10,10")),
        "o: a 105000"
    );
}

/// ```text
/// F   #        F
/// │7m #   and  │7m #     through the wall there is no direct line; past its end there is
/// O   #        O   #
/// ```
#[test]
fn direct_across_a_wall_or_touching_it() {
    let town = |wall: &str| {
        told(&format!(
            "set scale 1000\nset direct 10000\nline w1: 0,-50 100,-50\n{wall}\nfacility a: 0,0\norigin o: 7,0"
        ))
    };
    assert_eq!(town(""), "o: a 7000 direct");
    assert_eq!(town("wall 3,-5 3,5"), "o: a 107000", "across");
    assert_eq!(town("wall 3,0 3,5"), "o: a 7000 direct", "up to the walk");
    assert_eq!(town("wall 7,-5 7,5"), "o: a 7000 direct", "at the door");
    assert_eq!(town("wall -3,0 10,0"), "o: a 7000 direct", "along it");
    assert_eq!(
        town("wall 2,5 3,0 4,5"),
        "o: a 7000 direct",
        "touching with a corner"
    );
    assert_eq!(
        town("wall 2,5 3,0 4,-5"),
        "o: a 107000",
        "across at a corner"
    );
    assert_eq!(
        town("wall 2,5 3,0 5,0 6,-5"),
        "o: a 107000",
        "along and across"
    );
    assert_eq!(
        town("ring 3,-1 4,-1 4,1 3,1"),
        "o: a 107000",
        "through a pond"
    );
    assert_eq!(
        town("ring 3,0 4,0 4,1 3,1"),
        "o: a 7000 direct",
        "along a pond"
    );
}

/// ```text
/// #####┐           the wall runs along the walk and turns off beyond its end: the walker goes
///   F──#──O        along it and stands at it, but is never on its other side
/// ```
#[test]
fn a_wall_that_crosses_only_beyond_the_walk() {
    let town = |wall: &str| {
        told(&format!(
            "set scale 1000\nset direct 10000\nline w1: 0,-50 100,-50\n{wall}\nfacility a: 0,0\norigin o: 7,0"
        ))
    };
    assert_eq!(town("wall 3,5 4,0 9,0 9,-5"), "o: a 7000 direct");
    assert_eq!(town("wall 3,5 4,0 7,0 7,-5"), "o: a 7000 direct");
}

/// 10.000 m is next door, 10.001 m is not; a direct line shorter than the street wins, a tie of
/// millimetres goes to the direct line.
#[test]
fn direct_up_to_its_limit() {
    let town = "set direct 10000\nline w1: 0,0 0,100000 30000,100000 30000,0\n";
    assert_eq!(
        told(&format!(
            "{town}facility a: 10000,50000\norigin o: 20000,50000"
        )),
        "o: a 10000 direct"
    );
    assert_eq!(
        told(&format!(
            "{town}facility a: 9999,50000\norigin o: 20000,50000"
        )),
        "o: a 149999"
    );
    let along = "set direct 10000\nline w1: 0,0 20000,0\nfacility a: 4000,0\norigin o: 9000,0";
    assert_eq!(told(along), "o: a 5000 direct");
    // Without a street near, the direct line stands alone.
    let far = "set direct 10000\nset max_snap 5\nline w1: 0,0 20000,0\nfacility a: 4000,900\norigin o: 9000,900";
    assert_eq!(told(far), "o: a 5000 direct");
}

/// Nothing is farther than the horizon, not even next door.
#[test]
fn a_direct_line_beyond_the_horizon() {
    let case = "set direct 100\nset horizon 6\nline w1: 0,0 20,0\nfacility a: 0,0\norigin o: 7,0";
    assert_eq!(told(case), "");
}

/// ```text
/// O──F(é)F(z)F(B)F(10)F(9)     several in one place: the byte order of the ids
/// ```
#[test]
fn facilities_in_one_place() {
    let town = "line w1: 0,0 100,0\nfacility é: 50,0\nfacility z: 50,0\nfacility B: 50,0
        facility 10: 50,0\nfacility 9: 50,0\nfacility supermarket/0: 50,0\norigin o: 20,0";
    assert_eq!(told(town), "o: 10 30, 9 30, B 30, z 30, é 30");
}

/// A node told by its place is the OSM node that lies there, whether or not any line has a vertex
/// by place.
#[test]
fn a_node_told_by_place() {
    let street =
        "line w1: 0,0#1 10,0#2 20,0#3\nnode 10,0 ; blocked\nfacility a: 20,0\norigin o: 0,0\n";
    assert_eq!(told(&format!("{street}line w2: 0,90 5,90")), "");
    assert_eq!(told(street), "");
}

/// Doors have the profile of who walks: stairs are no way for the step-free, and lead nobody to
/// another door.
#[test]
fn stairs() {
    let town = "set scale 1000\nline w1: 0,0 10,0\nline w2: 10,0 20,0 ; steps\nline w3: 20,0 30,0\nline w4: 10,0 10,20 20,20 20,0\n";
    let doors = "facility a: 30,0\norigin o: 0,0\n";
    assert_eq!(told(&format!("{town}{doors}")), "o: a 30000");
    assert_eq!(told(&format!("set step_free\n{town}{doors}")), "o: a 70000");
    // A door beside the stairs opens onto the nearest other street, for everybody: 4 m to (10, 1).
    let beside = "facility a: 30,0\norigin o: 14,1\n";
    assert_eq!(told(&format!("{town}{beside}")), "o: a 25000");
}

/// 499.999 m, 500.000 m and 500.001 m against a limit of 500 m, for counts, rows and radii.
#[test]
fn limits_are_inclusive_to_the_millimetre() {
    let case = Case::parse(
        "line w1: 0,0 1000000,0\nfacility a: 500000,0\norigin o: 0,0\norigin p: 1,0\norigin q: 999999,0\norigin r: 1000000,0\norigin s: 1000000,1",
    );
    check(&case);
    let core = Core::new(&case);
    let facilities = Facilities::new(case.facilities.clone()).unwrap();
    for (limit, reached) in [
        (499_998, vec![]),
        (499_999, vec![1, 2]),
        (500_000, vec![0, 1, 2, 3]),
        (500_001, vec![0, 1, 2, 3, 4]),
    ] {
        let limit = Length::millimetres(limit);
        let access = core.access();
        let counts = access.counts(&Category::PHARMACY, &core.origins, limit);
        let rows = access.matrix(&Category::PHARMACY, &core.origins, limit);
        let found: Vec<u32> = rows.iter().map(|row| row.0).collect();
        assert_eq!(found, reached, "{limit}");
        assert_eq!(
            counts,
            (0..5)
                .map(|o| u32::from(reached.contains(&o)))
                .collect::<Vec<_>>()
        );
    }
    let radius = |limit| {
        facilities
            .within(
                case.origins[0].doors[0],
                &Category::PHARMACY,
                Length::millimetres(limit),
            )
            .len()
    };
    assert_eq!(
        (radius(499_999), radius(500_000), radius(500_001)),
        (0, 1, 1)
    );
    // A leg at max_snap, and a millimetre longer.
    let leg = |y: u32| {
        told(&format!(
            "set max_snap 100000\nline w1: 0,0 10,0\nfacility a: 0,0\norigin o: 5,{y}"
        ))
    };
    assert_eq!(
        (leg(100_000).as_str(), leg(100_001).as_str()),
        ("o: a 100005", "")
    );
    // A component of exactly the least length counts.
    let part = |least: u32| {
        told(&format!(
            "set min_component {least}\nline w1: 0,0 10,0\nfacility a: 0,0\norigin o: 5,0"
        ))
    };
    assert_eq!((part(10).as_str(), part(11).as_str()), ("o: a 5", ""));
}

/// Nobody walks on nothing, and a line of one vertex is no line.
#[test]
fn lines_that_make_no_network() {
    let empty = Case::default();
    assert!(network(&empty).is_err());
    let dot = Case::parse("line w1: 0,0");
    assert_eq!(
        network(&dot).unwrap_err().to_string(),
        "line 0:w1.0 has 1 vertices, at least 2 are needed"
    );
    let twice = Case::parse("line w1: 0,0 1,1\nline w1: 5,5 6,6");
    assert_eq!(
        network(&twice).unwrap_err().to_string(),
        "line 0:w1.0 occurs twice: ids must be unique within a layer"
    );
    assert!(Network::builder().build().is_err());
    assert!(Origins::new([]).unwrap().is_empty());
}

/// ```text
/// F═══A────o────O     4,600 km from O to F is more than a length holds: beyond every horizon,
///                     never a wrapped and far too small number
/// ```
#[test]
fn sums_beyond_the_longest_length() {
    let town = "set scale 1000000\nset horizon 4294967295\nset max_snap 10000000
        line w0: 300,450 900,0 900,900\nline w1: 300,450 890,892 300,451 890,893 300,452\n";
    assert_eq!(
        told(&format!("{town}facility a: 300,452\norigin o: 900,900")),
        ""
    );
}
