//! What is wrong with small towns, drawn above each. Every case is also compared with the oracle.
//! `o` node, `F` facility, `O` origin.

use nabij::{AuditParameters, Length};

use crate::{
    case::Case,
    core,
    edges::Streets,
    faults::{faults, found, told},
    links::stakes,
};

/// The findings as "kind size edge@offset edge@offset", in the library's order.
fn told_of(text: &str) -> Vec<String> {
    let case = Case::parse(text);
    let network = core::network(&case).unwrap();
    let parameters = AuditParameters {
        min_component: Length::millimetres(case.min_component),
        ..AuditParameters::default()
    };
    let findings = found(&network, &parameters);
    let streets = Streets::new(&case);
    assert_eq!(
        told(&network, &streets, &findings),
        faults(&streets, parameters)
    );
    let place = |place: &nabij::AuditPlace| {
        let line = network.edge(place.edge).key().line.id;
        format!(" w{line}@{}", place.offset.mm())
    };
    findings
        .iter()
        .map(|finding| {
            let to = finding.to.as_ref().map(place).unwrap_or_default();
            let (kind, size) = (finding.kind.as_str(), finding.size_mm);
            format!("{kind} {size}{}{to}", place(&finding.place))
        })
        .collect()
}

/// ```text
/// o────────────────o  street
///     o                a footway that ends 3 m from it
///     │
///     o
/// ```
#[test]
fn a_footway_ends_near_a_street() {
    let town = "line w1: 0,0 90000,0 ; residential\n";
    let end =
        |y: i32, kind: &str| told_of(&format!("{town}line w2: 50000,{y} 50000,99000 ; {kind}"));
    assert_eq!(end(3_000, "footway"), ["dead_end 3000 w2@0 w1@50000"]);
    assert_eq!(end(5_000, "footway"), ["dead_end 5000 w2@0 w1@50000"]);
    assert!(end(5_001, "footway").is_empty());
    // A class that is not known may be a path; a street's dead end is as it should be.
    assert_eq!(end(3_000, "").len(), 1);
    assert!(end(3_000, "residential").is_empty());
    // Nearer than a metre it is a missed junction, whatever the classes; on the line it lies on it.
    assert_eq!(end(1_000, "residential"), ["near_miss 1000 w2@0 w1@50000"]);
    assert!(end(1_001, "residential").is_empty());
    assert_eq!(end(1, "residential"), ["end_on_line 1 w2@0 w1@50000"]);
    assert_eq!(end(0, "footway"), ["end_on_line 0 w2@0 w1@50000"]);
    // On another storey, on a bridge and in a tunnel it passes.
    assert!(end(3_000, "footway upstairs").is_empty());
    assert!(end(3_000, "footway bridge").is_empty());
    assert!(end(0, "footway tunnel").is_empty());
}

/// ```text
/// o────o─────────  street         the stub's end is 3 m from the street and 3 m along it:
///      └╴                         joined within 4 times the gap
/// ```
#[test]
fn a_short_way_joins() {
    let stub = |x: i32| {
        told_of(&format!(
            "line w1: 0,0 50000,0 90000,0 ; residential\nline w2: 50000,0 {x},3000 ; footway"
        ))
    };
    assert!(stub(50_000).is_empty());
    // The street's place beside the end is 9 m along it: 9 + √(9² + 3²) = 18.487 m is more than 12 m.
    assert_eq!(stub(59_000), ["dead_end 3000 w2@9487 w1@9000"]);
}

/// A door of a building is where a path should end; so is a closed gate.
#[test]
fn paths_may_end_at_doors_and_closed_gates() {
    let town = "line w1: 0,0 90000,0 ; residential\nline w2: 50000,3000 50000,99000 ; footway\n";
    assert_eq!(told_of(town).len(), 1);
    assert!(told_of(&format!("{town}node 50000,3000 ; entrance")).is_empty());
    assert!(told_of(&format!("{town}node 50000,3000 ; blocked")).is_empty());
    assert_eq!(told_of(&format!("{town}node 50000,3000 ; gate")).len(), 1);
}

/// ```text
///      │              two ways cross; one ends 2 m beyond: one finding
/// ─────┼─────
///      ╵
/// ```
#[test]
fn lines_cross_without_a_node() {
    let cross = |kind: &str, end: i32| {
        told_of(&format!(
            "line w1: 0,0 90000,0 ; footway\nline w2: 30000,-{end} 30000,40000 ; {kind}"
        ))
    };
    assert_eq!(cross("footway", 20_000), ["crossing 0 w1@30000 w2@20000"]);
    assert_eq!(cross("footway", 2_000), ["crossing 0 w1@30000 w2@2000"]);
    assert!(cross("footway bridge", 20_000).is_empty());
    assert!(cross("footway upstairs", 20_000).is_empty());
    assert_eq!(cross("footway ground", 20_000).len(), 1);
    // With a common vertex they meet.
    let meet = "line w1: 0,0 30000,0 90000,0\nline w2: 30000,-9000 30000,0 30000,40000";
    assert!(told_of(meet).is_empty());
    // Two vertices of OSM at one place are no node.
    let twice =
        "line w1: 0,0#1 30000,0#2 90000,0#3\nline w2: 30000,-9000#4 30000,0#5 30000,40000#6";
    assert_eq!(told_of(twice), ["crossing 0 w1@30000 w2@9000"]);
}

/// ```text
/// ──o o──      two junctions half a metre apart
///   │ │
/// ```
#[test]
fn junctions_miss_each_other() {
    let town = "line w1: 0,0 20000,0\nline w2: 20000,0 20000,30000\n\
                line w3: 20500,0 40000,0\nline w4: 20500,0 27000,30000\n";
    let told = told_of(town);
    assert_eq!(told, ["near_miss 500 w1@20000 w3@0"]);
    assert!(told_of(&format!("{town}line w5: 20000,0 20500,0")).is_empty());
}

/// ```text
/// O   o──o   fragment of 100 m, 30 m from the street
/// ───────────────── street
/// ```
#[test]
fn a_fragment_keeps_doors_off() {
    let town = "set min_component 500000\nset horizon 900000\n\
                line w1: 0,0 600000,0 ; residential\nline w2: 100000,30000 200000,30000 ; footway\n\
                origin o: 150000,25000\norigin p: 150000,14000\norigin q: 150000,16000\nfacility a: 10000,0\n";
    assert_eq!(told_of(town), ["fragment 100000 w2@0 w1@100000"]);
    let parameters = AuditParameters {
        min_component: Length::metres(500),
        ..AuditParameters::default()
    };
    let found = stakes(
        &Case::parse(town),
        &parameters,
        &[("pharmacy".into(), 500_000)],
    );
    assert_eq!(
        found[0].1.refused,
        [0, 2],
        "o and q are nearer to the fragment"
    );
    // Where its end is 4 m from the street, that place is told, and the fragment with it.
    let near = format!("{town}line w3: 200000,30000 200000,4000 ; footway\n");
    assert_eq!(told_of(&near), ["dead_end 4000 w3@26000 w1@200000"]);
    let found = stakes(
        &Case::parse(&near),
        &parameters,
        &[("pharmacy".into(), 500_000)],
    );
    assert_eq!(found[0].0.fragment.as_ref().unwrap().mm, 126_000);
    assert_eq!(found[0].1.refused, [0, 2]);
}

/// ```text
///  ══════════  pavement for the first 40 m
///  ──────────────────────────  street of 100 m with `sidewalk=separate`
/// ```
#[test]
fn a_pavement_was_not_drawn() {
    let street = "line w1: 0,0 100000,0 ; residential separate\n";
    assert_eq!(told_of(street), ["no_sidewalk 100000 w1@5000"]);
    // Parts of 10 m; the middles at 45 and 55 m are still within 20 m of its end at 40 m.
    let beside = "line w2: 0,8000 40000,8000 ; footway";
    assert_eq!(
        told_of(&format!("{street}{beside}")),
        ["no_sidewalk 40000 w1@65000"]
    );
    // A path across is no pavement, and neither is another street.
    let across = "line w2: 50000,-90000 50000,0 50000,90000 ; footway bridge";
    assert_eq!(
        told_of(&format!("{street}{across}")),
        ["no_sidewalk 100000 w1@5000"]
    );
    let other = "line w2: 0,8000 100000,8000 ; residential";
    assert_eq!(
        told_of(&format!("{street}{other}")),
        ["no_sidewalk 100000 w1@5000"]
    );
    let whole = "line w2: 0,20000 100000,20000 ; footway";
    assert!(told_of(&format!("{street}{whole}")).is_empty());
}

/// ```text
/// O───────o o──F     a gap of 2 m: 100 + 2 + 50 m
/// ```
#[test]
fn verdicts_hang_on_a_gap() {
    let town = "set horizon 900000\nline w1: 0,0 100000,0 ; footway public\nline w2: 102000,0 152000,0 ; footway public\n\
                origin o: 0,0\norigin p: 90000,7000\nfacility a: 152000,0\n";
    let turned = |limit: u32| {
        let found = stakes(
            &Case::parse(town),
            &AuditParameters {
                min_component: Length::ZERO,
                ..AuditParameters::default()
            },
            &[("pharmacy".into(), limit)],
        );
        assert_eq!(found.len(), 1);
        found[0].1.turned.clone()
    };
    assert_eq!(turned(152_000), [0, 1]);
    assert_eq!(turned(151_999), [1]);
    assert_eq!(turned(69_000), [1]); // 7 + 10 + 2 + 50
    assert!(turned(68_999).is_empty());
}

/// Over the link into a private way: it may be the facility's end, and not the middle of the walk.
#[test]
fn private_ways_serve_only_the_ends_of_walks_over_a_link() {
    let town = |rest: &str| {
        let text = format!(
            "set horizon 900000\nline w1: 0,0 100000,0 ; footway public\n\
             line w2: 102000,0 152000,0 ; footway private\norigin o: 0,0\n{rest}"
        );
        let parameters = AuditParameters {
            min_component: Length::ZERO,
            ..AuditParameters::default()
        };
        let found = stakes(
            &Case::parse(&text),
            &parameters,
            &[("pharmacy".into(), 900_000)],
        );
        found[0].1.turned.clone()
    };
    assert_eq!(town("facility a: 152000,0"), [0]);
    assert!(town("line w3: 152000,0 200000,0 ; footway public\nfacility a: 200000,0").is_empty());
}
