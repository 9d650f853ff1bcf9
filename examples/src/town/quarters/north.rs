//! North-east: the new quarter with its cul-de-sacs, and the path along the ring road's dike.

use crate::town::geometry::{Frame, smooth};
use crate::town::plan::Plan;
use crate::town::way::{Class, Dwelling, Side, Way, row};

/// Draws the quarter.
pub fn draw(plan: &mut Plan) {
    plan.frame = Frame::TOWN;
    let terrace = row(Dwelling::Terrace, 80, 80);
    let semi = row(Dwelling::Detached, 130, 90);
    plan.way(
        "Noorderweg",
        Class::Tertiary,
        &[(1306, 971), (1296, 1005), (1280, 1040)],
    );
    // anticlockwise from the Noorderweg, so that left is inside
    let ring = smooth(&plan.frame.place(&[
        (1280, 1040),
        (1400, 1045),
        (1500, 1050),
        (1545, 1130),
        (1505, 1250),
        (1540, 1370),
        (1470, 1445),
        (1330, 1425),
        (1220, 1470),
        (1080, 1455),
        (1020, 1380),
        (1035, 1260),
        (990, 1150),
        (1030, 1060),
        (1150, 1075),
        (1280, 1040),
    ]));
    plan.draw("Weidering", Class::Residential, ring).row(semi);
    // cul-de-sacs: thousandths along the ring, metres inwards (negative: outwards), thousandths of bend
    for (street, at, deep, bend) in [
        ("Lupine", 75, 85, 8),
        ("Kamille", 195, 95, 12),
        ("Distel", 285, 120, 0),
        ("Klaver", 400, 100, -8),
        ("Zuring", 475, 90, 6),
        ("Margriet", 560, 105, -6),
        ("Boterbloem", 695, 110, 8),
        ("Korenbloem", 775, 100, -10),
        ("Klaproos", 915, 110, 10),
        ("Wederik", 250, -75, 0),
        ("Dotterbloem", 345, -60, -8),
        ("Kattenstaart", 480, -72, 0),
        ("Waterlelie", 605, -70, -8),
        ("Lisdodde", 735, -55, 0),
    ] {
        cul_de_sac(plan, street, at, deep, bend).row(if deep > 0 { terrace } else { semi });
    }
    // the park in the middle: three of the cul-de-sacs open onto it
    let park = smooth(&plan.frame.place(&[
        (1190, 1240),
        (1230, 1200),
        (1300, 1210),
        (1330, 1260),
        (1290, 1300),
        (1220, 1290),
        (1190, 1240),
    ]));
    plan.draw("Weidepark", Class::Path, park);
    for (at, deep, entrance) in [
        (925, 110, (1200, 1230)),
        (481, 90, (1282, 1292)),
        (285, 120, (1319, 1252)),
    ] {
        from_ring(plan, "", Class::Footway, at, deep, entrance);
    }

    let dike = smooth(&plan.frame.place(&[
        (923, 1560),
        (1050, 1562),
        (1200, 1560),
        (1400, 1535),
        (1620, 1440),
        (1700, 1250),
        (1700, 1000),
        (1645, 800),
    ]));
    plan.draw("Ringdijkpad", Class::Footway, dike);
    let west = smooth(&plan.frame.place(&[
        (883, 1560),
        (700, 1548),
        (450, 1502),
        (250, 1420),
        (150, 1300),
        (130, 1150),
        (150, 1030),
        (170, 910),
    ]));
    plan.draw("Ringdijkpad", Class::Footway, west);
    // The stairs up the dike are the only way from the cul-de-sacs to the path on it.
    from_ring(plan, "Dijktrap", Class::Steps, 480, -72, (1318, 1547));

    plan.way(
        "Vaartdijk",
        Class::Residential,
        &[(923, 1560), (928, 1640), (932, 1740)],
    )
    .row(row(Dwelling::Detached, 160, 90).on(Side::Right));
}

/// A street that leaves the ring and ends in its bend.
fn cul_de_sac<'p>(
    plan: &'p mut Plan,
    street: &'static str,
    at: i64,
    deep: i64,
    bend: i64,
) -> &'p mut Way {
    let points = [(at, 0), (at, deep * 500), (at + bend, deep * 1000)]
        .into_iter()
        .filter_map(|(at, left)| plan.beside("Weidering", at, left))
        .collect();
    plan.draw(street, Class::Residential, points)
}

/// A path from the end of a cul-de-sac to a place in town.
fn from_ring(
    plan: &mut Plan,
    street: &'static str,
    class: Class,
    at: i64,
    deep: i64,
    to: (i64, i64),
) {
    let start = plan.beside("Weidering", at, deep * 1000);
    let points = start.into_iter().chain(plan.frame.place(&[to])).collect();
    plan.draw(street, class, points);
}
