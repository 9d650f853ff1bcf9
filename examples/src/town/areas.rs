//! The municipality in 8 buurten and 2 wijken, put together from shared borders so that they tile.

use super::geometry::{Point, inside, line, metres, squared, twice_area};
use super::quarters::{railway, singel, vaart};

/// A neighbourhood.
#[derive(Clone, Debug)]
pub struct Buurt {
    /// `BU` and eight digits.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Code of its wijk.
    pub wijk: &'static str,
    /// Name of its wijk.
    pub wijk_name: &'static str,
    /// Its outer ring, anticlockwise; the first point is not repeated.
    pub ring: Vec<Point>,
}

/// The code of the buurt that a place lies in; empty outside the municipality.
pub fn find(buurten: &[Buurt], point: Point) -> &'static str {
    buurten
        .iter()
        .find(|buurt| inside(&buurt.ring, point))
        .map_or("", |buurt| buurt.code)
}

/// The outline of the town within which every layer is complete.
pub fn extent() -> Vec<Point> {
    line(&[
        (-2600, -40),
        (70, -225),
        (235, -420),
        (500, -1500),
        (7000, -1500),
        (7000, 3900),
        (-2600, 3900),
    ])
}

/// Where all pharmacies are known: the register of the municipality to the north is missing.
pub fn pharmacy_coverage() -> Vec<Point> {
    line(&[
        (-2600, -1600),
        (7000, -1600),
        (7000, 3200),
        (2700, 2300),
        (1750, 1650),
        (1000, 1640),
        (860, 2300),
        (-2600, 2500),
    ])
}

/// A border walked backwards.
fn back(border: &[Point]) -> Vec<Point> {
    border.iter().rev().copied().collect()
}

/// A ring of borders, each beginning where the one before ends.
fn ring(borders: &[&[Point]]) -> Vec<Point> {
    let mut ring: Vec<Point> = borders
        .iter()
        .flat_map(|border| border[..border.len() - 1].iter().copied())
        .collect();
    if twice_area(&ring) < 0 {
        ring.reverse();
    }
    ring
}

/// The eight buurten.
pub fn buurten() -> Vec<Buurt> {
    // inner borders: the Vaart, the railway, the Singel
    let vaart = vaart();
    let (vaart_north, vaart_mid, vaart_south) = (&vaart[..4], &vaart[3..8], &vaart[7..11]);
    let rails = railway();
    let mut rail_west = rails[..2].to_vec();
    rail_west.push(metres(500, 341));
    let mut rail_mid = vec![metres(500, 341)];
    rail_mid.extend(&rails[2..4]);
    let rail_east = &rails[3..5];
    let singel = singel();
    let fork = (0..singel.len())
        .min_by_key(|&at| squared(singel[at], metres(540, 930)))
        .unwrap_or(0);
    let singel_north = &singel[..=fork];
    let mut singel_south = singel[fork..].to_vec();
    singel_south.push(metres(500, 341));
    let mut lake = vec![singel[fork]];
    lake.extend(line(&[
        (400, 985),
        (345, 1020),
        (240, 1005),
        (140, 990),
        (60, 1080),
        (-100, 1200),
        (-730, 1230),
    ]));
    let north = line(&[
        (882, 985),
        (1150, 985),
        (1310, 1003),
        (1480, 1015),
        (1640, 1000),
    ]);
    let dike = line(&[(1760, 1850), (1760, 1300), (1740, 1000), (1640, 1000)]);
    let lane = line(&[(1640, 1000), (1610, 800), (1585, 640), (1540, 560)]);
    let yards = line(&[(1540, 560), (1500, 400), (1500, 300)]);
    let polder = line(&[(1540, 560), (2300, 560), (2360, -350)]);
    // the municipality's outline
    let out_north_west = line(&[(905, 1900), (-700, 1750), (-730, 1230)]);
    let out_west = line(&[(-730, 1230), (-740, 395)]);
    let out_south_west = line(&[
        (-740, 395),
        (-640, 60),
        (80, -190),
        (250, -380),
        (928, -420),
    ]);
    let out_south_east = line(&[(928, -420), (2360, -350)]);
    let out_east = line(&[(2360, -350), (4750, -150), (4800, 1450), (1760, 1850)]);
    let out_north_east = line(&[(1760, 1850), (905, 1900)]);

    let stad = ("WK999901", "Loopveen-Stad");
    let oost = ("WK999902", "Loopveen-Oost");
    let buurt = |code, name, (wijk, wijk_name), borders: &[&[Point]]| Buurt {
        code,
        name,
        wijk,
        wijk_name,
        ring: ring(borders),
    };
    vec![
        buurt(
            "BU99990101",
            "Binnenstad",
            stad,
            &[singel_north, &singel_south, &rail_mid, &back(vaart_mid)],
        ),
        buurt(
            "BU99990102",
            "Tuindorp",
            stad,
            &[
                &out_north_west,
                &back(&lake),
                &back(singel_north),
                &back(vaart_north),
            ],
        ),
        buurt(
            "BU99990103",
            "Westeind en De Plas",
            stad,
            &[&out_west, &rail_west, &back(&singel_south), &lake],
        ),
        buurt(
            "BU99990104",
            "Componistenwijk",
            stad,
            &[
                &out_south_west,
                &back(vaart_south),
                &back(&rail_mid),
                &back(&rail_west),
            ],
        ),
        buurt(
            "BU99990201",
            "Vaartoost",
            oost,
            &[
                vaart_mid,
                rail_east,
                &back(&yards),
                &back(&lane),
                &back(&north),
            ],
        ),
        buurt(
            "BU99990202",
            "Nieuwland",
            oost,
            &[vaart_north, &north, &back(&dike), &out_north_east],
        ),
        buurt(
            "BU99990203",
            "Spoorbuurt en Werven",
            oost,
            &[
                vaart_south,
                &out_south_east,
                &back(&polder),
                &yards,
                &back(rail_east),
            ],
        ),
        buurt(
            "BU99990204",
            "Verlaat",
            oost,
            &[&out_east, &dike, &lane, &polder],
        ),
    ]
}
