//! Where people go: shops, stops, doctors, meeting rooms, schools, benches, toilets.

use super::addresses::Shop;
use super::geometry::{Point, metres};
use super::plan::Plan;

/// A facility.
#[derive(Clone, Debug)]
pub struct Facility {
    /// Unique name of the row.
    pub id: String,
    /// Category, in the project's words.
    pub category: &'static str,
    /// Name.
    pub name: &'static str,
    /// Its doors; for a polygon its ring.
    pub points: Vec<Point>,
    /// Whether the points are the ring of a polygon.
    pub polygon: bool,
    /// The street of its own address, when it has one.
    pub street: Option<&'static str>,
    /// Its building, once the addresses are numbered.
    pub building: Option<u32>,
    /// The clustered complex that it belongs to.
    pub complex: Option<&'static str>,
}

/// Beside a street: category, name, street, thousandths down the street, decimetres to the left.
const BESIDE: &[(&str, &str, &str, i64, i64)] = &[
    ("supermarket", "Supermarkt De Korf", "Zuiderstraat", 380, 70),
    ("supermarket", "Supermarkt De Brink", "Beukenlaan", 120, -80),
    ("supermarket", "Buurtsuper Zuid", "Sweelincklaan", 420, 110),
    ("supermarket", "Eilandwinkel", "Middenpad", 80, 60),
    ("pharmacy", "Apotheek De Gaper", "Hoogstraat", 160, -55),
    ("pharmacy", "Apotheek Noorderweg", "Noorderweg", 450, 100),
    ("gp", "Huisartsen Binnenstad", "Stationsstraat", 620, 80),
    ("gp", "Huisartsen Vaartoost", "Oosterstraat", 560, 100),
    ("physiotherapist", "Fysio Singel", "Westerstraat", 500, 60),
    ("physiotherapist", "Fysio Nieuwland", "Weidering", 60, 90),
    ("dentist", "Tandarts Kerkstraat", "Kerkstraat", 400, 60),
    ("library", "Bibliotheek Loopveen", "Markt", 120, -70),
    (
        "meeting_place",
        "Buurthuis De Tunnel",
        "Sweelincklaan",
        110,
        -120,
    ),
    (
        "meeting_place",
        "Buurthuis De Reiger",
        "Reigerstraat",
        400,
        60,
    ),
    ("meeting_place", "Dorpshuis Verlaat", "Verlaat", 200, 80),
    ("meeting_place", "Eilandhuis", "Middenpad", 550, -60),
    (
        "meeting_room",
        "Ontmoetingsruimte Achterom",
        "Hoogstraat",
        560,
        60,
    ),
    (
        "meeting_room",
        "Zaal Componisten",
        "Diepenbrocklaan",
        880,
        -90,
    ),
    ("meeting_room", "Brinkzaal", "Eikenlaan", 150, 80),
    ("school", "Brinkschool", "Esdoornstraat", 300, 120),
    ("school", "Weideschool", "Noorderweg", 700, -140),
];

/// Beside a street and without an address of its own.
const STREETSIDE: &[(&str, &str, &str, i64, i64)] = &[
    (
        "public_transport",
        "Station Loopveen",
        "Stationsplein",
        235,
        -60,
    ),
    ("public_transport", "Halte Marktbrug", "Oude Kade", 470, 30),
    ("public_transport", "Halte Westeind", "Westeind", 480, 30),
    (
        "public_transport",
        "Halte Sweelincklaan",
        "Sweelincklaan",
        540,
        40,
    ),
    ("public_transport", "Halte Zuiderbrug", "Zuiderweg", 60, 40),
    ("public_transport", "Halte Overweg", "Zuiderweg", 800, 40),
    (
        "public_transport",
        "Halte Zwaluwstraat",
        "Oosterstraat",
        640,
        -40,
    ),
    (
        "public_transport",
        "Halte Kastanjelaan",
        "Kastanjelaan",
        820,
        30,
    ),
    (
        "public_transport",
        "Halte Noorderweg",
        "Noorderweg",
        200,
        -40,
    ),
    (
        "public_transport",
        "Halte Ringdijk",
        "Ringdijkpad",
        310,
        -30,
    ),
    (
        "public_transport",
        "Halte Ambachtsweg",
        "Handelsweg",
        600,
        40,
    ),
    ("public_transport", "Halte Verlaat", "Verlaat", 60, -30),
    ("bench", "Bank Markt", "Markt", 620, 20),
    ("bench", "Bank Brink", "Brink", 480, 20),
    ("bench", "Bank Oude Kade", "Oude Kade", 300, 20),
    ("bench", "Bank Oude Kade Zuid", "Oude Kade", 760, 20),
    ("bench", "Bank Nieuwe Kade", "Nieuwe Kade", 620, -20),
    ("bench", "Bank Binnensingel", "Binnensingel", 400, -20),
    ("bench", "Bank Binnensingel West", "Binnensingel", 780, -20),
    ("bench", "Bank Plantsoen", "Plantsoenlaan", 500, -20),
    ("bench", "Bank Plasweg", "Plasweg", 480, 20),
    ("bench", "Bank Ringdijk West", "Ringdijkpad", 120, -15),
    ("bench", "Bank Weidepark", "Weidepark", 250, 15),
    ("bench", "Bank Weidepark Zuid", "Weidepark", 750, 15),
    ("bench", "Bank Sweelincklaan", "Sweelincklaan", 800, 20),
    ("bench", "Bank Diepenbrocklaan", "Diepenbrocklaan", 300, 20),
    ("bench", "Bank Oosterstraat", "Oosterstraat", 250, 20),
    ("bench", "Bank Spoorkade", "Spoorkade", 300, -20),
    ("bench", "Bank Zuiderweg", "Zuiderweg", 500, 20),
    ("bench", "Bank Eilandpad", "Eilandpad", 300, 15),
    ("bench", "Bank Sluisweg", "Sluisweg", 500, 15),
    ("toilet", "Toilet Markt", "Markt", 300, -60),
    ("toilet", "Toilet Station", "Stationsplein", 300, -60),
    ("toilet", "Toilet Brink", "Brink", 950, -70),
    ("toilet", "Toilet Steiger", "Steigerpad", 60, 40),
    ("playground", "Speeltuin Weidepark", "Weidepark", 500, 80),
    ("playground", "Speeltuin Merelpad", "Merelpad", 750, 60),
    (
        "playground",
        "Speelplek Componisten",
        "Badingsstraat",
        500,
        90,
    ),
];

/// All facilities, drawn on the joined plan; `None` when a street is not in the plan.
pub fn build(plan: &Plan) -> Option<Vec<Facility>> {
    let mut all = Vec::new();
    let mut add = |category, name, points, polygon, street, complex| {
        all.push(Facility {
            id: String::new(),
            category,
            name,
            points,
            polygon,
            street,
            building: None,
            complex,
        });
    };
    for &(category, name, street, along, left) in BESIDE {
        let points = vec![plan.beside(street, along, left * 100)?];
        add(category, name, points, false, Some(street), None);
    }
    for &(category, name, street, along, left) in STREETSIDE {
        let points = vec![plan.beside(street, along, left * 100)?];
        add(category, name, points, false, None, None);
    }
    // two doors on two streets
    let doors = vec![
        plan.beside("Oosterstraat", 700, 9_000)?,
        plan.beside("Zwaluwstraat", 430, -9_000)?,
    ];
    add(
        "supermarket",
        "Supermarkt De Ooievaar",
        doors,
        false,
        Some("Oosterstraat"),
        None,
    );
    // inside the complex
    let linde = plan
        .doors
        .iter()
        .find(|door| door.complex == Some("C-LINDE"))?;
    add(
        "meeting_room",
        "Huiskamer De Linde",
        vec![linde.point],
        false,
        None,
        Some("C-LINDE"),
    );
    // a building drawn as its outline
    let school = [(345, 168), (400, 166), (401, 194), (346, 196)];
    let ring = school.iter().map(|&(x, y)| metres(x, y)).collect();
    add("school", "Componistenschool", ring, true, None, None);
    // more than 500 m from any street
    add(
        "toilet",
        "Toilet Natuurhuis",
        vec![metres(2900, 1500)],
        false,
        None,
        None,
    );
    all.sort_by_key(|facility| facility.category);
    let mut number = 0;
    for at in 0..all.len() {
        let same = at > 0 && all[at - 1].category == all[at].category;
        number = if same { number + 1 } else { 1 };
        all[at].id = format!("{}-{number:02}", all[at].category);
    }
    Some(all)
}

/// The facilities that have an address of their own.
pub fn shops(facilities: &[Facility]) -> Vec<Shop> {
    facilities
        .iter()
        .filter_map(|facility| {
            Some(Shop {
                street: facility.street?,
                point: *facility.points.first()?,
            })
        })
        .collect()
}

/// Writes the numbers of the buildings into the facilities that have an address.
pub fn give_buildings(facilities: &mut [Facility], buildings: &[u32]) {
    let housed = facilities
        .iter_mut()
        .filter(|facility| facility.street.is_some());
    for (facility, &building) in housed.zip(buildings) {
        facility.building = Some(building);
    }
}
