//! East of the Vaart: the terraces of Vaartoost and the works along the railway.

use crate::town::geometry::{Frame, metres};
use crate::town::plan::Plan;
use crate::town::way::{Class, Dwelling, Side, row};

/// Draws both quarters.
pub fn draw(plan: &mut Plan) {
    terraces(plan);
    works(plan);
}

fn terraces(plan: &mut Plan) {
    // axes square to the Vaart, from the Marktbrug
    plan.frame = Frame {
        origin: metres(935, 700),
        c: 144,
        s: 17,
        h: 145,
    };
    let terrace = row(Dwelling::Terrace, 80, 70);
    let stately = row(Dwelling::Upstairs, 86, 90);
    plan.way(
        "Oosterstraat",
        Class::Tertiary,
        &[(0, 0), (130, 0), (265, 0), (400, 0), (545, 0), (600, 0)],
    )
    .row(stately);
    let semi = row(Dwelling::Detached, 120, 80);
    for (street, from, to, v, houses) in [
        ("Merelstraat", 130, 545, 56, semi),
        ("Lijsterstraat", 130, 545, 112, semi),
        ("Vinkenstraat", 130, 400, 168, terrace),
        ("Spreeuwstraat", -2, 545, 226, semi),
        ("Mezenstraat", 130, 545, -56, semi),
        ("Koekoekstraat", 130, 400, -112, terrace),
        ("Roodborststraat", -2, 545, -168, semi.on(Side::Left)),
    ] {
        plan.way(street, Class::Residential, &[(from, v), (to, v)])
            .row(houses);
    }
    plan.way(
        "Nachtegaalstraat",
        Class::Residential,
        &[(130, 226), (130, 0), (130, -168)],
    )
    .row(terrace.on(Side::Right));
    plan.way(
        "Zwaluwstraat",
        Class::Residential,
        &[(400, 226), (400, 0), (400, -168)],
    );
    plan.way(
        "Ooievaarlaan",
        Class::Residential,
        &[(545, 226), (545, 0), (545, -168)],
    )
    .row(row(Dwelling::Detached, 150, 110).on(Side::Left));
    plan.way(
        "Reigerstraat",
        Class::Residential,
        &[(-2, 112), (62, 112), (62, 226)],
    )
    .row(terrace);
    plan.way(
        "Kievitstraat",
        Class::Residential,
        &[(4, -84), (70, -84), (70, -168)],
    )
    .row(terrace);
    // Public footpath to the Lijsterstraat; beyond it the courtyard is private, and would be the shorter way.
    plan.way(
        "Merelpad",
        Class::Footway,
        &[(265, 0), (265, 56), (265, 112)],
    );
    plan.node((265, 90), Some("cycle_barrier"), Some(false));
    plan.way("Kloosterhof", Class::Service, &[(265, 112), (265, 168)])
        .private()
        .row(row(Dwelling::Terrace, 70, 50));
    plan.path(Class::Footway, &[(265, -56), (265, -112), (265, -168)]);
    plan.way(
        "Roodborsthof",
        Class::Service,
        &[(460, -168), (460, -112), (500, -112)],
    )
    .row(terrace);
    // the complex with a meeting room inside
    for at in [(338, -101), (360, -101)] {
        plan.door("Koekoekstraat", at, 12).complex = Some("C-LINDE");
    }
    plan.frame = Frame::TOWN;
    plan.way(
        "Spoorzicht",
        Class::Residential,
        &[(969, 348), (1200, 350), (1415, 344)],
    )
    .row(row(Dwelling::Terrace, 80, 80).on(Side::Left));
    plan.way(
        "Havenstraat",
        Class::Residential,
        &[(1200, 350), (1190, 440), (1165, 560)],
    )
    .row(row(Dwelling::Terrace, 80, 70).on(Side::Right));
}

fn works(plan: &mut Plan) {
    let works = row(Dwelling::Works, 450, 110);
    plan.way(
        "Handelsweg",
        Class::Tertiary,
        &[(1415, 344), (1565, 348), (1900, 338), (2210, 326)],
    )
    .row(works.on(Side::Left));
    plan.way(
        "Ambachtsweg",
        Class::Service,
        &[
            (1565, 348),
            (1575, 452),
            (1900, 446),
            (2180, 440),
            (2210, 326),
        ],
    )
    .row(works);
    plan.way(
        "Werfweg",
        Class::Cycleway,
        &[(1575, 452), (1560, 600), (1531, 770)],
    );
    plan.way(
        "Scheepmakerspad",
        Class::Residential,
        &[(1900, 446), (1905, 505), (1960, 512)],
    )
    .row(row(Dwelling::Terrace, 70, 70));
}
