//! South of the railway: the flats of the 1960s west of the Vaart, the Spoorbuurt east of it.

use crate::town::geometry::Frame;
use crate::town::plan::Plan;
use crate::town::way::{Class, Dwelling, Side, row};

/// Draws both quarters.
pub fn draw(plan: &mut Plan) {
    plan.frame = Frame::TOWN;
    flats(plan);
    spoorbuurt(plan);
}

fn flats(plan: &mut Plan) {
    let slab = row(Dwelling::Flat(10), 560, 110);
    let low = row(Dwelling::Flat(4), 360, 90);
    let terrace = row(Dwelling::Terrace, 80, 80);
    // The only way under the railway on this side of the Vaart.
    plan.way(
        "Stationstunnel",
        Class::Footway,
        &[(610, 374), (608, 340), (606, 300)],
    )
    .tunnel();
    plan.way(
        "Spoorlaan",
        Class::Residential,
        &[
            (200, 318),
            (300, 314),
            (452, 307),
            (606, 300),
            (752, 292),
            (929, 283),
        ],
    )
    .row(low.on(Side::Right));
    plan.way(
        "Sweelincklaan",
        Class::Tertiary,
        &[(606, 300), (598, 100), (590, -112)],
    )
    .row(low);
    plan.way(
        "Diepenbrocklaan",
        Class::Tertiary,
        &[
            (190, 112),
            (292, 109),
            (445, 105),
            (598, 100),
            (742, 96),
            (923, 92),
        ],
    )
    .row(low.on(Side::Left));
    plan.way(
        "Andriessenlaan",
        Class::Residential,
        &[
            (186, -95),
            (284, -100),
            (440, -106),
            (590, -112),
            (736, -118),
            (914, -125),
        ],
    )
    .row(terrace.on(Side::Right));
    for (street, from, to, houses) in [
        (
            "Röntgenstraat",
            (300, 314),
            (292, 109),
            slab.on(Side::Right),
        ),
        ("Pijperstraat", (452, 307), (445, 105), slab.on(Side::Right)),
        ("Zweersstraat", (752, 292), (742, 96), slab),
        (
            "Wagenaarstraat",
            (292, 109),
            (284, -100),
            terrace.on(Side::Right),
        ),
        (
            "Badingsstraat",
            (445, 105),
            (440, -106),
            terrace.on(Side::Left),
        ),
        ("Escherstraat", (742, 96), (736, -118), terrace),
        ("Obrechtlaan", (200, 318), (186, -95), slab.on(Side::Left)),
    ] {
        plan.way(street, Class::Residential, &[from, to])
            .row(houses);
    }
    plan.way(
        "Andriessenhof",
        Class::Service,
        &[(440, -106), (438, -160), (500, -166)],
    )
    .row(terrace);
    plan.way(
        "Valeriushof",
        Class::Service,
        &[(736, -118), (734, -172), (800, -176)],
    )
    .row(terrace);
    // paths across the greens; the one behind the school is locked
    plan.path(Class::Footway, &[(296, 212), (372, 206), (448, 204)]);
    plan.node((372, 206), Some("gate"), Some(true));
    plan.way(
        "Wilgenpad",
        Class::Footway,
        &[(602, 200), (672, 196), (747, 194)],
    );
    plan.path(Class::Footway, &[(448, 204), (522, 202), (602, 200)]);
    plan.path(Class::Path, &[(594, 0), (664, -6), (739, -10)]);
    plan.path(Class::Path, &[(288, 5), (364, 0), (443, -4)]);
    plan.node((664, -6), Some("bollard"), None);
    // the complex without a meeting room
    for at in [(664, 205), (690, 204)] {
        plan.door("Wilgenpad", at, 15).complex = Some("C-WILGEN");
    }
}

fn spoorbuurt(plan: &mut Plan) {
    let terrace = row(Dwelling::Terrace, 76, 65);
    plan.way(
        "Wisselstraat",
        Class::Residential,
        &[(968, 270), (1200, 260), (1425, 250)],
    )
    .row(terrace.on(Side::Right));
    plan.way(
        "Zuiderweg",
        Class::Tertiary,
        &[(963, 92), (1200, 85), (1445, 80), (1520, 95)],
    )
    .row(row(Dwelling::Terrace, 80, 90).on(Side::Left));
    for (street, from, to) in [
        ("Perronstraat", (1056, 266), (1050, 90)),
        ("Seinhuisstraat", (1140, 263), (1134, 87)),
        ("Tenderstraat", (1224, 259), (1218, 84)),
        ("Wagonstraat", (1308, 255), (1302, 83)),
    ] {
        plan.way(street, Class::Residential, &[from, to])
            .row(terrace);
    }
    plan.way(
        "Overweg",
        Class::Tertiary,
        &[(1445, 80), (1432, 180), (1425, 250), (1421, 288)],
    )
    .row(terrace.on(Side::Right));
    plan.way("Overweg", Class::Tertiary, &[(1421, 288), (1417, 320)])
        .crossing();
    plan.way(
        "Overweg",
        Class::Tertiary,
        &[(1417, 320), (1415, 344), (1450, 440), (1496, 597)],
    );
    plan.kerb((1421, 288), "flush");
    plan.kerb((1417, 320), "lowered");
    plan.way(
        "Baanwachterspad",
        Class::Path,
        &[(1520, 95), (1600, 150), (1640, 240)],
    )
    .row(row(Dwelling::Detached, 300, 120).on(Side::Right));
}
