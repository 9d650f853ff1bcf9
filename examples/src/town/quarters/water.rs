//! Water and railway, the quays along it and the few bridges over it.

use crate::town::geometry::{Point, line, parallel, smooth, smooth_ring};
use crate::town::plan::Plan;
use crate::town::way::{Class, Dwelling, Side, row};

/// Middle of the Vaart, from north to south.
const VAART: [(i64, i64); 12] = [
    (905, 1900),
    (900, 1500),
    (890, 1250),
    (882, 985),
    (900, 800),
    (930, 600),
    (945, 420),
    (950, 322),
    (948, 250),
    (940, 0),
    (928, -420),
    (925, -600),
];

/// Shore of the lake, before smoothing.
const LAKE: [(i64, i64); 9] = [
    (85, 580),
    (-150, 480),
    (-440, 540),
    (-580, 780),
    (-540, 1040),
    (-300, 1150),
    (-60, 1100),
    (70, 980),
    (95, 760),
];

/// Shore of the island, before smoothing.
const ISLAND: [(i64, i64); 8] = [
    (-50, 800),
    (-120, 690),
    (-260, 670),
    (-400, 750),
    (-425, 905),
    (-300, 1005),
    (-140, 995),
    (-55, 905),
];

/// Middle of the railway, from west to east.
const RAILWAY: [(i64, i64); 7] = [
    (-740, 395),
    (300, 350),
    (606, 336),
    (950, 322),
    (1500, 300),
    (2600, 250),
    (4700, 190),
];

/// Middle of the Vaart.
pub fn vaart() -> Vec<Point> {
    line(&VAART)
}

/// Middle of the railway.
pub fn railway() -> Vec<Point> {
    line(&RAILWAY)
}

/// Middle of the Singel, the old moat, from the Vaart round the north and west of the centre.
pub fn singel() -> Vec<Point> {
    smooth(&line(&[
        (882, 985),
        (760, 1003),
        (650, 990),
        (555, 940),
        (490, 850),
        (462, 740),
        (468, 630),
        (505, 545),
        (545, 500),
    ]))
}

/// A strip of water around its middle.
fn strip(middle: &[Point], half: i64) -> Vec<Point> {
    let mut ring = parallel(middle, half);
    ring.extend(parallel(middle, -half).into_iter().rev());
    ring
}

/// Draws water, railway, quays and bridges.
pub fn draw(plan: &mut Plan) {
    plan.water("Vaart", vec![strip(&vaart(), 11_000)]);
    plan.water("Singel", vec![strip(&singel(), 8_000)]);
    plan.water(
        "De Plas",
        vec![smooth_ring(&line(&LAKE)), smooth_ring(&line(&ISLAND))],
    );
    plan.barrier("railway", "Spoorlijn", &RAILWAY);

    let old = row(Dwelling::Upstairs, 80, 60);
    let new = row(Dwelling::Terrace, 78, 80);
    plan.way(
        "Oude Kade",
        Class::Residential,
        &[
            (864, 955),
            (880, 800),
            (895, 700),
            (910, 600),
            (925, 420),
            (929, 362),
        ],
    )
    .row(old.on(Side::Right));
    plan.way(
        "Nieuwe Kade",
        Class::Residential,
        &[
            (923, 1560),
            (920, 1500),
            (910, 1250),
            (902, 985),
            (920, 800),
            (935, 700),
            (950, 600),
            (965, 420),
            (969, 348),
        ],
    )
    .row(row(Dwelling::Upstairs, 95, 70).on(Side::Left));
    plan.way(
        "Tuindorpskade",
        Class::Residential,
        &[(883, 1560), (880, 1500), (870, 1250), (862, 1014)],
    )
    .row(new.on(Side::Right));
    plan.way(
        "Zuiderkade",
        Class::Residential,
        &[(929, 283), (923, 92), (920, 0), (914, -125)],
    )
    .row(new.on(Side::Right));
    plan.way(
        "Spoorkade",
        Class::Residential,
        &[(968, 270), (963, 92), (960, 0), (955, -120)],
    )
    .row(new.on(Side::Left));

    let moat = singel();
    let inner = parallel(&moat, 17_000);
    let outer = parallel(&moat, -17_000);
    let between = |quay: &[Point], from: (i64, i64), to: (i64, i64)| {
        let mut quay = quay[1..quay.len() - 1].to_vec();
        quay.insert(0, line(&[from])[0]);
        quay.push(line(&[to])[0]);
        quay
    };
    plan.draw(
        "Binnensingel",
        Class::Residential,
        between(&inner, (864, 955), (575, 484)),
    )
    .row(old.on(Side::Left));
    plan.draw(
        "Buitensingel",
        Class::Residential,
        between(&outer, (862, 1014), (524, 478)),
    )
    .row(row(Dwelling::Detached, 170, 110).on(Side::Right));

    for (street, from, to) in [
        ("Marktbrug", (895, 700), (935, 700)),
        ("Ringbrug", (883, 1560), (923, 1560)),
        ("Zuiderbrug", (923, 92), (963, 92)),
        ("Molenbrug", (674, 976), (668, 1010)),
        ("Westerbrug", (482, 690), (447, 691)),
    ] {
        let class = if street == "Ringbrug" {
            Class::Footway
        } else {
            Class::Residential
        };
        plan.way(street, class, &[from, to]).bridge();
    }
}
