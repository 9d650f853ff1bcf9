//! The old centre: crooked streets around the Markt, the hofje, the station.

use crate::town::geometry::Frame;
use crate::town::plan::{Plan, Square};
use crate::town::way::{Class, Dwelling, Side, row};

/// Draws the quarter.
pub fn draw(plan: &mut Plan) {
    plan.frame = Frame::TOWN;
    let houses = row(Dwelling::Upstairs, 78, 45);
    let wide = row(Dwelling::Upstairs, 84, 60);

    let markt = [(690, 620), (768, 606), (779, 672), (702, 688)];
    plan.way(
        "Markt",
        Class::Pedestrian,
        &[markt[0], markt[1], markt[2], markt[3], markt[0]],
    )
    .row(houses.on(Side::Right));
    let ring = plan.frame.place(&markt);
    plan.squares.push(Square {
        name: "Markt",
        rings: vec![ring],
    });

    plan.way(
        "Hoogstraat",
        Class::Pedestrian,
        &[(702, 688), (706, 760), (692, 840), (680, 905), (674, 976)],
    )
    .row(houses);
    plan.way(
        "Stationsstraat",
        Class::Residential,
        &[(610, 374), (640, 440), (668, 540), (690, 620)],
    )
    .row(wide);
    plan.way(
        "Kerkstraat",
        Class::Residential,
        &[(779, 672), (832, 690), (895, 700)],
    )
    .row(houses);
    plan.way(
        "Westerstraat",
        Class::Residential,
        &[(690, 620), (622, 642), (548, 660), (482, 690)],
    )
    .row(houses);
    plan.way(
        "Achterstraat",
        Class::Residential,
        &[(779, 672), (790, 750), (782, 850), (768, 984)],
    )
    .row(houses);
    plan.way(
        "Nieuwstraat",
        Class::Residential,
        &[(706, 760), (790, 750), (886, 756)],
    )
    .row(houses);
    plan.way(
        "Smidsteeg",
        Class::Footway,
        &[(692, 840), (740, 853), (782, 850), (875, 862)],
    )
    .row(houses);
    plan.way(
        "Kromme Elleboog",
        Class::Residential,
        &[(706, 760), (642, 768), (592, 806), (572, 850), (537, 885)],
    )
    .row(houses);
    plan.way(
        "Molensteeg",
        Class::Footway,
        &[(592, 806), (630, 880), (680, 905)],
    )
    .row(houses);
    plan.way(
        "Lange Gang",
        Class::Footway,
        &[(642, 768), (633, 705), (622, 642)],
    )
    .row(houses);
    plan.way(
        "Blauwe Steeg",
        Class::Footway,
        &[(633, 705), (560, 725), (484, 752)],
    )
    .row(houses);
    plan.way(
        "Zuiderstraat",
        Class::Residential,
        &[(768, 606), (782, 540), (802, 470), (815, 410)],
    )
    .row(wide);
    plan.way(
        "Kuiperstraat",
        Class::Residential,
        &[(668, 540), (725, 547), (782, 540), (913, 552)],
    )
    .row(houses);
    plan.way(
        "Vestpad",
        Class::Footway,
        &[(548, 660), (556, 590), (600, 535), (668, 540)],
    )
    .row(houses.on(Side::Left));
    plan.way(
        "Plantsoenlaan",
        Class::Residential,
        &[
            (524, 478),
            (575, 484),
            (640, 440),
            (722, 425),
            (815, 410),
            (926, 408),
        ],
    )
    .row(wide.on(Side::Left));
    plan.way(
        "Stationsplein",
        Class::Residential,
        &[(520, 388), (610, 374), (722, 370), (929, 362)],
    )
    .row(row(Dwelling::Flat(4), 420, 90).on(Side::Left));
    plan.path(Class::Footway, &[(722, 370), (722, 425)]);
    plan.path(Class::Path, &[(540, 480), (560, 430), (610, 374)]);

    // A hofje: almshouses round a garden, behind a gate that is not locked, on private paths.
    plan.way("Sint-Annahof", Class::Footway, &[(699, 800), (722, 803)])
        .private();
    plan.way(
        "Sint-Annahof",
        Class::Footway,
        &[
            (722, 803),
            (723, 785),
            (757, 787),
            (755, 824),
            (721, 822),
            (722, 803),
        ],
    )
    .private()
    .row(
        row(Dwelling::Terrace, 80, 40)
            .on(Side::Right)
            .of("C-ANNAHOF"),
    );
    plan.barrier(
        "wall",
        "Sint-Annahof",
        &[
            (711, 797),
            (711, 773),
            (770, 775),
            (768, 837),
            (710, 834),
            (711, 805),
        ],
    );
    plan.node((706, 801), Some("gate"), Some(false));
}
