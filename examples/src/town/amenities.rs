//! What makes a street good to walk and a quarter good to live in: lamps, benches, bins, spots, partners, support.

use super::areas::Buurt;
use super::geojson::{collection, point, properties, text};
use super::geometry::{Point, beside};
use super::plan::Plan;
use super::{lamps, route};

/// An amenity: a point with what is known of it.
pub struct Amenity {
    /// Category, in the project's words.
    pub category: &'static str,
    /// Name; lamps have none.
    pub name: Option<String>,
    /// Where.
    pub point: Point,
    /// Full-time staff, as written in the file.
    pub fte: Option<&'static str>,
    /// Staff trained to help people with dementia.
    pub dementia_friendly: Option<bool>,
}

/// Along the exercise route: metres from its start. Between 440 and 720 there is no bench, between 470 and 900 no bin,
/// between 420 and 1050 no spot to exercise.
const ON_ROUTE: [(&str, &str, &[i64]); 3] = [
    (
        "bench",
        "Routebank",
        &[
            10, 110, 220, 330, 440, 720, 830, 940, 1050, 1170, 1290, 1400,
        ],
    ),
    (
        "waste_basket",
        "Routebak",
        &[100, 280, 470, 900, 1080, 1260, 1430],
    ),
    ("activity_spot", "Beweegplek", &[80, 420, 1050, 1300]),
];

/// Elsewhere: category, name, street, thousandths down the street, decimetres to the left.
const PLACES: &[(&str, &str, &str, i64, i64)] = &[
    ("bench", "Bank Wilgenpad", "Wilgenpad", 300, 15),
    ("bench", "Bank Wilgenpad Oost", "Wilgenpad", 800, 15),
    (
        "bench",
        "Bank Sweelincklaan Noord",
        "Sweelincklaan",
        200,
        20,
    ),
    (
        "bench",
        "Bank Sweelincklaan Midden",
        "Sweelincklaan",
        460,
        20,
    ),
    ("bench", "Bank Koekoekstraat", "Koekoekstraat", 400, 20),
    ("bench", "Bank Roodborststraat", "Roodborststraat", 450, 20),
    ("bench", "Bank Hoogstraat", "Hoogstraat", 350, 20),
    ("bench", "Bank Zuiderstraat", "Zuiderstraat", 500, 20),
    ("bench", "Bank Stationsstraat", "Stationsstraat", 400, 20),
    ("waste_basket", "Bak Hoogstraat", "Hoogstraat", 300, -20),
    (
        "waste_basket",
        "Bak Stationsplein",
        "Stationsplein",
        250,
        -20,
    ),
    ("waste_basket", "Bak Brink", "Brink", 460, 20),
    (
        "waste_basket",
        "Bak Sweelincklaan",
        "Sweelincklaan",
        520,
        20,
    ),
    (
        "activity_spot",
        "Beweegplek Plantsoen",
        "Plantsoenlaan",
        300,
        -60,
    ),
    (
        "activity_spot",
        "Beweegplek Componisten",
        "Pijperstraat",
        500,
        60,
    ),
    (
        "day_support",
        "Dagopvang De Wilg",
        "Diepenbrocklaan",
        640,
        90,
    ),
    (
        "day_support",
        "Dagopvang De Ooievaar",
        "Oosterstraat",
        820,
        -90,
    ),
    (
        "service_point_xl",
        "Servicepunt Zuid",
        "Sweelincklaan",
        350,
        90,
    ),
    (
        "service_point_xl",
        "Servicepunt Vaart",
        "Oosterstraat",
        120,
        90,
    ),
    (
        "haags_ontmoeten",
        "Ontmoeten aan de Markt",
        "Hoogstraat",
        750,
        60,
    ),
    (
        "haags_ontmoeten",
        "Ontmoeten in Zuid",
        "Zweersstraat",
        350,
        90,
    ),
    ("sport", "Gymzaal Componisten", "Andriessenlaan", 200, 120),
    ("sport", "Sportpark De Dijk", "Ringdijkpad", 700, 120),
    ("hospitality", "Café De Waag", "Hoogstraat", 900, -60),
    ("hospitality", "Eetcafé Markt", "Kerkstraat", 150, 60),
    ("hospitality", "Stationskoffie", "Stationsplein", 150, -70),
    ("hospitality", "Lunchroom Ooievaar", "Oosterstraat", 620, 90),
    ("hospitality", "Cafetaria Zuiderweg", "Zuiderweg", 400, 90),
    ("hospitality", "Herberg Verlaat", "Verlaat", 120, 80),
    ("convenience", "Bakkerij De Korenaar", "Hoogstraat", 450, 60),
    ("convenience", "Drogist De Vijzel", "Zuiderstraat", 250, 60),
    ("convenience", "Buurtwinkel Lindelaan", "Lindelaan", 300, 60),
    ("convenience", "Bakkerij Zuid", "Sweelincklaan", 700, -90),
    ("convenience", "Groenteman Vaart", "Oosterstraat", 300, 90),
    ("place_of_worship", "Grote Kerk", "Kerkstraat", 700, 90),
    ("place_of_worship", "Kapel Verlaat", "Kerkweg", 500, 90),
    (
        "social_enterprise",
        "Werkplaats De Draaischijf",
        "Handelsweg",
        300,
        120,
    ),
    (
        "social_enterprise",
        "Buurtfietsen Achterom",
        "Achterstraat",
        500,
        60,
    ),
    (
        "rehabilitation",
        "Revalidatie De Dijk",
        "Noorderweg",
        300,
        140,
    ),
    ("hospice", "Hospice De Plas", "Plasweg", 300, -120),
];

/// Full-time staff, where listed.
const FTE: [(&str, &str); 3] = [
    ("Dagopvang De Wilg", "1.5"),
    ("Revalidatie De Dijk", "6.0"),
    ("Hospice De Plas", "8.0"),
];

/// Daily outlets whose staff is trained (`true`) or is not; of the others it is unknown.
const TRAINED: [(&str, bool); 8] = [
    ("Bakkerij De Korenaar", true),
    ("Drogist De Vijzel", false),
    ("Bakkerij Zuid", true),
    ("Groenteman Vaart", false),
    ("Café De Waag", false),
    ("Eetcafé Markt", true),
    ("Lunchroom Ooievaar", true),
    ("Cafetaria Zuiderweg", false),
];

/// All amenities; `None` when a street is not in the plan.
pub fn amenities(plan: &Plan, buurten: &[Buurt]) -> Option<String> {
    let mut all = lamps::lamps(plan, buurten);
    let route = route::line(plan)?;
    let plain = |category, name, point| Amenity {
        category,
        name: Some(name),
        point,
        fte: None,
        dementia_friendly: None,
    };
    for (category, name, places) in ON_ROUTE {
        for metre in places {
            let point = beside(&route, metre * 1000, 2_000)?;
            all.push(plain(category, format!("{name} {metre}"), point));
        }
    }
    for &(category, name, street, along, left) in PLACES {
        let point = plan.beside(street, along, left * 100)?;
        let mut one = plain(category, name.to_owned(), point);
        one.fte = FTE.iter().find(|row| row.0 == name).map(|row| row.1);
        let trained = TRAINED.iter().find(|row| row.0 == name);
        one.dementia_friendly = trained.map(|row| row.1);
        all.push(one);
    }
    all.sort_by_key(|one| one.category);
    // the town's other benches have the first 19 numbers
    let taken = |category| if category == "bench" { 19 } else { 0 };
    let mut number = 0;
    let mut rows = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let same = at > 0 && all[at - 1].category == one.category;
        number = if same { number } else { taken(one.category) } + 1;
        let yes = |yes| if yes { "yes" } else { "no" };
        let fields = [
            ("id", text(Some(&format!("{}-{number:02}", one.category)))),
            ("category", text(Some(one.category))),
            ("name", text(one.name.as_deref())),
            ("fte", one.fte.unwrap_or("null").to_owned()),
            ("dementia_friendly", text(one.dementia_friendly.map(yes))),
        ];
        rows.push((properties(&fields), point(one.point)));
    }
    Some(collection("amenities", &rows))
}
