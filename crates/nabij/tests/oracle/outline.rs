//! Doors of outlines and gates of parks, against brute force in floating point; hard small cases
//! by hand.

use nabij::{
    AttachedFacilities, Attachment, Category, Components, Door, EdgeAttributes, Facilities,
    Facility, How, Length, Network, Norm, NormSet, Origin, Origins, Parameters, Point, Polygon,
    Profile, Snapper, Study,
};
use proptest::prelude::*;

fn p(x: i32, y: i32) -> Point {
    Point::new(x * 1000, y * 1000)
}

fn named(name: &str) -> EdgeAttributes {
    EdgeAttributes {
        street: Some(name.into()),
        ..EdgeAttributes::default()
    }
}

fn plain() -> EdgeAttributes {
    EdgeAttributes::default()
}

fn network(edges: &[(Point, Point, EdgeAttributes)]) -> Network {
    let edges = edges.iter();
    let all = edges.fold(Network::builder(), |all, (a, b, attributes)| {
        all.edge(*a, *b, attributes.clone())
    });
    all.build().unwrap()
}

fn snapper<'n>(network: &'n Network, profile: &Profile) -> Snapper<'n> {
    let base = Components::new(network, &Profile::ADULT);
    Snapper::new(network, profile, &base, Length::ZERO, Length::metres(100))
        .named_street(Length::metres(50))
}

/// The park of most cases: 100 m by 100 m.
fn park() -> Polygon {
    Polygon::new([vec![p(0, 0), p(100, 0), p(100, 100), p(0, 100)]])
}

/// Gates as "line:offset in m".
fn gates(network: &Network, ground: &Polygon) -> Vec<String> {
    let snapper = snapper(network, &Profile::ADULT);
    let gates = snapper.gates_of(ground).into_iter();
    let told = gates.map(|door| {
        let gate = door.gate.unwrap();
        format!(
            "{}:{}",
            gate.edge.line.id,
            f64::from(gate.offset.mm()) / 1e3
        )
    });
    told.collect()
}

#[test]
fn gates_lie_where_paths_cross_the_edge() {
    let tunnel = EdgeAttributes {
        tunnel: Some(true),
        ..plain()
    };
    let bridge = EdgeAttributes {
        bridge: Some(true),
        ..plain()
    };
    let upstairs = EdgeAttributes {
        level: Some(10),
        ..plain()
    };
    let steps = EdgeAttributes {
        steps: Some(true),
        ..plain()
    };
    let all = network(&[
        (p(-30, 50), p(50, 50), plain()),    // through the west side
        (p(50, 50), p(50, 130), steps),      // by stairs through the north side
        (p(-30, -10), p(130, -10), plain()), // past it
        (p(-30, 0), p(130, 0), plain()),     // along its edge
        (p(-30, 20), p(130, 20), tunnel),    // under it
        (p(-30, 30), p(130, 30), bridge),    // over it
        (p(-30, 70), p(130, 70), upstairs),
    ]);
    assert_eq!(gates(&all, &park()), ["0:30", "1:50"]);
}

#[test]
fn a_node_on_the_edge_is_a_gate_where_a_path_leads_in() {
    let all = network(&[
        (p(-30, 0), p(40, 0), plain()), // a street along the edge, to the gate
        (p(40, 0), p(130, 0), plain()),
        (p(40, 0), p(40, 60), plain()), // the path
    ]);
    assert_eq!(gates(&all, &park()), ["2:0"]);
    // An enclave within the park has its own edge.
    let hole = vec![p(30, 40), p(50, 40), p(50, 60), p(30, 60)];
    let outer = vec![p(0, 0), p(100, 0), p(100, 100), p(0, 100)];
    assert_eq!(gates(&all, &Polygon::new([outer, hole])), ["2:0", "2:40"]);
}

/// A park whose one gate is a flight of stairs, and a street just behind its fence.
#[test]
fn a_gate_is_reached_on_its_own_edge_only() {
    let steps = EdgeAttributes {
        steps: Some(true),
        ..plain()
    };
    let all = network(&[
        (p(-30, 50), p(0, 50), plain()),
        (p(-30, 50), p(-2, 0), plain()), // passes the fence 2 m off
        (p(0, 50), p(50, 50), steps),
    ]);
    let ground = park();
    let gates = snapper(&all, &Profile::ADULT).gates_of(&ground);
    assert_eq!(gates.len(), 1);
    let facilities = Facilities::new([Facility {
        doors: gates,
        ..Facility::new("park", Category::new("green").unwrap(), p(50, 50))
    }])
    .unwrap();
    let (id, _) = facilities.iter().next().unwrap();
    let adult = snapper(&all, &Profile::ADULT);
    let base = AttachedFacilities::new(&facilities, &adult);
    let of = |own: &AttachedFacilities| -> Vec<Attachment> {
        own.of(id).map(|rank| own.attachment(rank)).collect()
    };
    let places = |profile: &Profile| {
        let own = snapper(&all, profile);
        let alone = of(&AttachedFacilities::new(&facilities, &own));
        let like = AttachedFacilities::like(&base, &facilities, &adult.for_profile(profile));
        assert_eq!(alone, of(&like));
        alone
    };
    let [there] = places(&Profile::ADULT)[..] else {
        panic!("the adult walks up the stairs");
    };
    assert_eq!((there.leg, there.offset), (Length::ZERO, Length::ZERO));
    assert_eq!(all.edge(there.edge).key().line.id, 2);
    assert_eq!(
        places(&Profile::ADULT.without_steps("wheels")),
        [],
        "no other street will do"
    );
}

#[test]
fn no_straight_line_next_door_leads_to_a_gate() {
    let all = network(&[
        (p(-30, 50), p(0, 50), plain()),
        (p(0, 50), p(50, 50), plain()),
    ]);
    let gates = snapper(&all, &Profile::ADULT).gates_of(&park());
    let green = Category::new("green").unwrap();
    let norms = NormSet::new([Norm::new("green").upper(Length::metres(300))]).unwrap();
    // 3 m before the fence and 4 m beside the way: 5 m in a straight line.
    let homes = Origins::new([Origin::new("home", p(-3, 54))]).unwrap();
    let answer = |doors: Vec<Door>| {
        let place = Facility {
            doors,
            ..Facility::new("park", green.clone(), p(0, 50))
        };
        let places = Facilities::new([place]).unwrap();
        let parameters = Parameters {
            min_component: Length::ZERO,
            ..Parameters::default()
        };
        let study = Study::new(&all, &places, &norms).parameters(parameters);
        let answer = study.score(&homes).unwrap().rows[0].answer.unwrap();
        (answer.mm, answer.how)
    };
    assert_eq!(answer(vec![p(0, 50).into()]), (5000, How::Direct));
    assert_eq!(answer(gates), (7000, How::Street));
}

#[test]
fn an_outline_has_its_door_at_its_point_nearest_to_a_street() {
    let doors = |edges: &[(Point, Point, EdgeAttributes)], street: Option<&str>| {
        let all = network(edges);
        let snapper = snapper(&all, &Profile::ADULT);
        let street = street.and_then(|name| snapper.street_named(name));
        let doors = snapper.doors_of(&park(), street).into_iter();
        doors.map(|door| door.point).collect::<Vec<_>>()
    };
    let front = (p(-50, -20), p(150, -19), named("Voor")); // nearer in the east
    let back = (p(-50, 110), p(150, 110), named("Achter"));
    let edges = [front, back];
    // The whole north side is 10 m from Achter: the smallest offset decides.
    assert_eq!(doors(&edges, None), [p(0, 100)]);
    assert_eq!(doors(&edges, Some("voor")), [p(100, 0)]);
    assert_eq!(doors(&edges, Some("Elders")), [p(0, 100)]);
    // Out of reach of its name: 60 m.
    let far = [(p(-50, -60), p(150, -60), named("Voor")), edges[1].clone()];
    assert_eq!(doors(&far, Some("Voor")), [p(0, 100)]);
    assert_eq!(
        doors(&[(p(0, 201), p(9, 201), plain())], None),
        [],
        "too far"
    );
    // The end of a street in front of a side, between the corners.
    let towards = (p(30, 300), p(30, 104), plain());
    assert_eq!(doors(&[towards, edges[1].clone()], None), [p(30, 100)]);
    // Where streets lead in, they do.
    let into = (p(30, 300), p(30, 60), plain());
    let through = (p(-50, 70), p(150, 70), plain());
    assert_eq!(
        doors(&[into, through, edges[1].clone()], None),
        [p(0, 70), p(30, 100), p(100, 70)]
    );
    // Doors open onto no stairs.
    let steps = EdgeAttributes {
        steps: Some(true),
        ..plain()
    };
    let stairs = (p(30, 300), p(30, 60), steps);
    assert_eq!(doors(&[stairs, edges[1].clone()], None), [p(0, 100)]);
}

/// A ring around the middle of the case, and lines anywhere.
fn cases() -> impl Strategy<Value = (Vec<Point>, Vec<(Point, Point)>)> {
    let radius = prop::collection::vec(20_000..80_000_i32, 3..9);
    let place = || (-99_999..99_999_i32, -99_999..99_999_i32);
    let lines = prop::collection::vec((place(), place()), 1..12);
    (radius, lines).prop_map(|(radius, lines)| {
        let turn = std::f64::consts::TAU / radius.len() as f64;
        let ring = radius.iter().enumerate().map(|(at, radius)| {
            let angle = turn * (at as f64 + 0.13);
            let of = |part: f64| (part * f64::from(*radius)).round() as i32;
            Point::new(of(angle.cos()), of(angle.sin()))
        });
        let lines = lines.into_iter();
        let point = |(x, y)| Point::new(x, y);
        let lines = lines.map(|(a, b)| (point(a), point(b)));
        (ring.collect(), lines.filter(|(a, b)| a != b).collect())
    })
}

fn xy(point: Point) -> (f64, f64) {
    (f64::from(point.x), f64::from(point.y))
}

/// From a place to a line, in floating point.
fn distance(place: (f64, f64), (a, b): (Point, Point)) -> f64 {
    let ((ax, ay), (bx, by)) = (xy(a), xy(b));
    let (ux, uy, vx, vy) = (bx - ax, by - ay, place.0 - ax, place.1 - ay);
    let share = ((ux * vx + uy * vy) / (ux * ux + uy * uy)).clamp(0.0, 1.0);
    (vx - share * ux).hypot(vy - share * uy)
}

/// Shares of the line at which it crosses a side.
fn crossings(ring: &[Point], (a, b): (Point, Point)) -> Vec<f64> {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    let shares = sides.filter_map(|(c, d)| {
        let ((ax, ay), (bx, by), (cx, cy), (dx, dy)) = (xy(a), xy(b), xy(*c), xy(*d));
        let turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
        let t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
        let s = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn;
        ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&s)).then_some(t)
    });
    let mut shares: Vec<f64> = shares.collect();
    shares.sort_by(f64::total_cmp);
    shares
}

proptest! {
    #[test]
    fn gates_and_doors_are_those_of_brute_force((ring, lines) in cases()) {
        let edges: Vec<_> = lines.iter().map(|(a, b)| (*a, *b, plain())).collect();
        prop_assume!(!edges.is_empty());
        let all = network(&edges);
        let ground = Polygon::new([ring.clone()]);
        let snapper = snapper(&all, &Profile::ADULT);
        let mut expected: Vec<(i64, u32)> = Vec::new();
        for (number, line) in (0..).zip(&lines) {
            let length = line.0.distance_mm(line.1) as f64;
            let offsets = crossings(&ring, *line).into_iter();
            expected.extend(offsets.map(|t| (number, (t * length).round() as u32)));
        }
        let gates = snapper.gates_of(&ground);
        let found: Vec<(i64, u32)> = gates
            .iter()
            .filter_map(|door| door.gate)
            .map(|gate| (gate.edge.line.id, gate.offset.mm()))
            .collect();
        // Lines of one another's crossings are not cut: each edge is a line.
        expected.dedup();
        prop_assert_eq!(&found, &expected);
        let doors = snapper.doors_of(&ground, None);
        if expected.is_empty() {
            let sides = || ring.iter().copied().zip(ring.iter().copied().cycle().skip(1));
            let corners = ring.iter().flat_map(|corner| {
                lines.iter().map(|line| distance(xy(*corner), *line))
            });
            let ends = lines.iter().flat_map(|(a, b)| [*a, *b]);
            let ends = ends.flat_map(|end| sides().map(move |side| distance(xy(end), side)));
            let least = corners.chain(ends).fold(f64::INFINITY, f64::min);
            match &doors[..] {
                [] => prop_assert!(least > 100_000.0),
                [door] => {
                    let legs = lines.iter().map(|line| distance(xy(door.point), *line));
                    let leg = legs.fold(f64::INFINITY, f64::min);
                    prop_assert!((leg - least).abs() < 1.0, "{leg} for {least}");
                    let on = sides().map(|side| distance(xy(door.point), side));
                    prop_assert!(on.fold(f64::INFINITY, f64::min) < 1.0);
                }
                more => prop_assert!(false, "{} doors", more.len()),
            }
        } else {
            let mut points: Vec<Point> = gates.iter().map(|door| door.point).collect();
            points.sort_unstable();
            points.dedup();
            let doors: Vec<Point> = doors.iter().map(|door| door.point).collect();
            prop_assert_eq!(doors, points);
        }
    }
}
