//! West and north-west: Westeind between Singel and lake, and the garden village around the Brink.

use crate::town::geometry::{Frame, metres, smooth};
use crate::town::plan::{Plan, Square};
use crate::town::way::{Class, Dwelling, Side, row};

/// Draws both quarters.
pub fn draw(plan: &mut Plan) {
    westeind(plan);
    garden_village(plan);
}

fn westeind(plan: &mut Plan) {
    plan.frame = Frame::TOWN;
    let terrace = row(Dwelling::Terrace, 80, 70);
    let semi = row(Dwelling::Detached, 140, 80);
    let villas = row(Dwelling::Detached, 190, 115);
    let plasweg = smooth(&plan.frame.place(&[
        (170, 400),
        (140, 470),
        (128, 580),
        (137, 700),
        (142, 800),
        (170, 910),
        (240, 980),
        (348, 1002),
    ]));
    plan.draw("Plasweg", Class::Residential, plasweg)
        .row(villas);
    plan.way(
        "Westeind",
        Class::Residential,
        &[(447, 691), (332, 682), (235, 690), (137, 700)],
    )
    .row(terrace);
    plan.way(
        "Visserstraat",
        Class::Residential,
        &[(332, 682), (337, 800), (347, 900), (348, 1002)],
    )
    .row(terrace);
    plan.way(
        "Snoekstraat",
        Class::Residential,
        &[(142, 800), (237, 795), (337, 800), (457, 806)],
    )
    .row(semi);
    plan.way(
        "Baarsstraat",
        Class::Residential,
        &[(163, 885), (252, 888), (347, 900), (495, 887)],
    )
    .row(semi);
    plan.way(
        "Karperstraat",
        Class::Residential,
        &[(235, 690), (237, 795), (252, 888), (262, 985)],
    )
    .row(terrace);
    plan.way(
        "Zeeltstraat",
        Class::Residential,
        &[(128, 580), (240, 582), (340, 576), (469, 584)],
    )
    .row(semi);
    plan.way("Voornstraat", Class::Residential, &[(340, 576), (332, 682)])
        .row(terrace);
    plan.way(
        "Brasemstraat",
        Class::Residential,
        &[(240, 582), (235, 690)],
    );
    plan.way(
        "Forelstraat",
        Class::Residential,
        &[(240, 582), (246, 480), (244, 396)],
    )
    .row(semi);
    plan.way(
        "Westerspoorlaan",
        Class::Residential,
        &[(170, 400), (300, 391), (430, 386), (520, 388)],
    )
    .row(terrace.on(Side::Left));
    plan.path(Class::Footway, &[(520, 388), (521, 440), (524, 478)]);
    plan.path(
        Class::Cycleway,
        &[(246, 480), (340, 488), (430, 470), (524, 478)],
    );
}

fn garden_village(plan: &mut Plan) {
    // axes of the Brink
    plan.frame = Frame {
        origin: metres(500, 1190),
        c: 40,
        s: 9,
        h: 41,
    };
    let terrace = row(Dwelling::Detached, 135, 80);
    let semi = row(Dwelling::Detached, 150, 90);
    let brink = [(-60, -60), (60, -60), (60, 0), (0, 0), (0, 60), (-60, 60)];
    let mut around = brink.to_vec();
    around.push(brink[0]);
    plan.way("Brink", Class::Residential, &around)
        .row(terrace.on(Side::Right));
    // The kiosk stands where the line of sight from corner to corner would pass.
    let rings = vec![
        plan.frame.place(&brink),
        plan.frame
            .place(&[(-31, 19), (-31, 31), (-19, 31), (-19, 19)]),
    ];
    plan.squares.push(Square {
        name: "Brink",
        rings,
    });

    plan.way(
        "Lindelaan",
        Class::Residential,
        &[(60, -60), (95, -130), (122, -212)],
    )
    .row(semi);
    plan.way(
        "Beukenlaan",
        Class::Residential,
        &[(-60, 60), (-108, 128), (-150, 196)],
    )
    .row(terrace);
    plan.way(
        "Eikenlaan",
        Class::Residential,
        &[(0, 60), (8, 132), (0, 214)],
    )
    .row(terrace);
    plan.way(
        "Kastanjelaan",
        Class::Residential,
        &[(60, 0), (150, 5), (250, -30), (363, -71)],
    )
    .row(semi);
    plan.way(
        "Iepenlaan",
        Class::Residential,
        &[(-60, -60), (-120, -112), (-192, -148)],
    )
    .row(terrace);
    let loop_line = smooth(&plan.frame.place(&[
        (-192, -148),
        (-238, -20),
        (-215, 110),
        (-150, 200),
        (0, 222),
        (130, 195),
        (222, 100),
        (252, -30),
        (205, -125),
        (108, -170),
    ]));
    plan.draw("Acaciastraat", Class::Residential, loop_line)
        .row(terrace);
    plan.way(
        "Esdoornstraat",
        Class::Residential,
        &[(-108, 128), (8, 132), (108, 90), (150, 5)],
    )
    .row(terrace);
    plan.way(
        "Meidoornstraat",
        Class::Residential,
        &[(-60, 0), (-140, 10), (-234, -18)],
    )
    .row(terrace);
    plan.way(
        "Vlierstraat",
        Class::Residential,
        &[(150, 5), (122, -70), (95, -130)],
    )
    .row(terrace);
    plan.way(
        "Berkenstraat",
        Class::Residential,
        &[(-60, -60), (-40, -120), (-40, -175), (-50, -222)],
    )
    .row(terrace);
    plan.way(
        "Buitenpad",
        Class::Footway,
        &[(-192, -148), (-110, -190), (-50, -222), (-15, -245)],
    );
    plan.path(Class::Path, &[(0, 214), (4, 250), (-3, 304)]);
    plan.path(Class::Footway, &[(-222, 60), (-290, 78), (-345, 130)]);
    // The car park behind the Brink: yards that stop short of each other.
    plan.way("Elzenhof", Class::Service, &[(108, 90), (70, 40), (40, 30)]);
}
