//! Areas: public green, local networks of housing and care, where the municipality's lists are complete.

use super::areas::Buurt;
use super::geojson::{collection, polygon, properties, text};
use super::geometry::line;

/// Public green in whole metres. What it has to do with streets shows on the map: most are crossed by a way, the
/// Rietland by none.
const GREEN: [(&str, &[(i64, i64)]); 8] = [
    (
        "Weidepark",
        &[
            (1183, 1215),
            (1215, 1190),
            (1300, 1188),
            (1340, 1215),
            (1352, 1265),
            (1330, 1305),
            (1295, 1318),
            (1225, 1312),
            (1185, 1280),
        ],
    ),
    (
        "Vestplantsoen",
        &[
            (548, 472),
            (612, 452),
            (608, 425),
            (592, 400),
            (562, 402),
            (545, 425),
        ],
    ),
    (
        "Componistenpark",
        &[(465, 165), (580, 160), (582, 240), (467, 245)],
    ),
    (
        "Werfbos",
        &[
            (1515, 610),
            (1575, 600),
            (1570, 690),
            (1530, 750),
            (1512, 745),
        ],
    ),
    (
        "Dijkweide",
        &[(395, 1440), (520, 1442), (530, 1535), (400, 1505)],
    ),
    (
        "Eilandbos",
        &[
            (-238, 848),
            (-120, 845),
            (-125, 900),
            (-150, 920),
            (-215, 930),
            (-222, 880),
            (-238, 862),
        ],
    ),
    (
        "Baanwachtersveld",
        &[(1590, 229), (1710, 229), (1715, 270), (1585, 275)],
    ),
    (
        "Rietland",
        &[(1150, -130), (1290, -130), (1290, -270), (1150, -270)],
    ),
];

/// Where every lamp is listed: Binnenstad, Componistenwijk, Vaartoost and Nieuwland.
const LAMPS: [(i64, i64); 16] = [
    (180, -420),
    (932, -420),
    (938, 310),
    (1500, 300),
    (1600, 800),
    (1640, 1000),
    (1740, 1000),
    (1760, 1850),
    (905, 1900),
    (882, 985),
    (700, 1000),
    (540, 930),
    (460, 700),
    (540, 495),
    (500, 341),
    (180, 355),
];

/// Where the municipality's other lists are complete: all but Verlaat, which joined the municipality last.
const LISTS: [(i64, i64); 4] = [(-2600, -1600), (3200, -1600), (3200, 4000), (-2600, 4000)];

/// Public green.
pub fn green() -> String {
    let rows: Vec<_> = GREEN
        .iter()
        .enumerate()
        .map(|(at, (name, ring))| {
            let id = format!("green-{:02}", at + 1);
            let fields = [("id", text(Some(&id))), ("name", text(Some(name)))];
            (properties(&fields), polygon(&[line(ring)]))
        })
        .collect();
    collection("green", &rows)
}

/// Active local networks: two whole buurten and the eastern half of the Binnenstad.
pub fn networks(buurten: &[Buurt]) -> String {
    let whole = |code| {
        let found = buurten.iter().find(|buurt| buurt.code == code);
        found.map(|buurt| buurt.ring.clone()).unwrap_or_default()
    };
    let half = line(&[(700, 420), (905, 420), (880, 960), (700, 960)]);
    let rows: Vec<_> = [
        ("Woonservicewijk Vaartoost", whole("BU99990201")),
        ("Woonservicewijk Zuid", whole("BU99990104")),
        ("Woonservicewijk Markt", half),
    ]
    .into_iter()
    .map(|(name, ring)| {
        let fields = [("name", text(Some(name)))];
        (properties(&fields), polygon(&[ring]))
    })
    .collect();
    collection("network", &rows)
}

/// Where street lamps are listed.
pub fn coverage_lamps() -> String {
    coverage("coverage_street_lamp", &LAMPS)
}

/// Where all other lists are complete.
pub fn coverage_lists() -> String {
    coverage("coverage_lists", &LISTS)
}

fn coverage(name: &str, ring: &[(i64, i64)]) -> String {
    let row = (
        properties(&[("name", text(Some(name)))]),
        polygon(&[line(ring)]),
    );
    collection(name, &[row])
}
