//! Round the town: the island, the fenced bungalow park, the road to the hamlet, the farms.

use crate::town::geometry::{Frame, smooth};
use crate::town::plan::Plan;
use crate::town::way::{Class, Dwelling, Side, row};

/// Draws all of it.
pub fn draw(plan: &mut Plan) {
    plan.frame = Frame::TOWN;
    island(plan);
    bungalow_park(plan);
    hamlet(plan);
}

/// More than 1,000 m of paths in the lake, reached by boat only: a component of its own.
fn island(plan: &mut Plan) {
    let cottage = row(Dwelling::Detached, 210, 80);
    let round = smooth(&plan.frame.place(&[
        (-85, 800),
        (-135, 722),
        (-255, 705),
        (-365, 768),
        (-385, 893),
        (-292, 968),
        (-155, 960),
        (-92, 890),
        (-85, 800),
    ]));
    plan.draw("Eilandpad", Class::Footway, round)
        .row(cottage.on(Side::Right));
    plan.way(
        "Middenpad",
        Class::Footway,
        &[(-85, 800), (-235, 835), (-378, 845)],
    )
    .row(cottage);
    plan.way(
        "Steigerpad",
        Class::Path,
        &[(-255, 714), (-235, 835), (-225, 965)],
    )
    .row(cottage.on(Side::Left));
}

/// Less than 1,000 m of paths behind a fence: no component that doors may open onto.
fn bungalow_park(plan: &mut Plan) {
    plan.way(
        "De Fuut",
        Class::Service,
        &[(84, 1188), (86, 1300), (0, 1312), (-22, 1205), (84, 1188)],
    )
    .row(row(Dwelling::Detached, 280, 90));
    plan.barrier(
        "fence",
        "De Fuut",
        &[
            (110, 1165),
            (112, 1325),
            (-15, 1340),
            (-50, 1185),
            (110, 1165),
        ],
    );
}

fn hamlet(plan: &mut Plan) {
    let lone = row(Dwelling::Detached, 260, 110);
    plan.way(
        "Verlaatseweg",
        Class::Tertiary,
        &[
            (1531, 770),
            (1645, 800),
            (1900, 790),
            (2300, 740),
            (2800, 760),
            (3300, 720),
            (3700, 760),
            (4000, 800),
        ],
    )
    .row(row(Dwelling::Detached, 1700, 120));
    plan.way(
        "Verlaat",
        Class::Residential,
        &[(4000, 800), (4080, 797), (4160, 788), (4270, 760)],
    )
    .row(lone);
    plan.way(
        "Kerkweg",
        Class::Residential,
        &[(4000, 800), (4050, 860), (4130, 880), (4160, 788)],
    )
    .row(lone);
    plan.way(
        "Sluisweg",
        Class::Residential,
        &[(4080, 797), (4095, 700), (4060, 610)],
    )
    .row(row(Dwelling::Detached, 180, 90));
    plan.way(
        "Molenpad",
        Class::Path,
        &[(4130, 880), (4150, 960), (4210, 1010)],
    )
    .row(lone.on(Side::Left));
    // farms with no street within 100 m
    plan.door("Polderweg", (2510, 1010), 1);
    plan.door("Polderweg", (3120, 470), 2);
    plan.door("Polderweg", (2050, 1180), 1);
}
