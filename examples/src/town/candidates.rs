//! Places for new facilities.

use super::geojson::{collection, point, properties, text};
use super::plan::Plan;

/// Places where something could be built.
const CANDIDATES: [(&str, &str, i64, i64); 12] = [
    ("Hoek Spoorlaan", "Spoorlaan", 250, -120),
    ("Oude gymzaal", "Andriessenlaan", 700, 90),
    ("Plein Obrechtlaan", "Obrechtlaan", 600, -120),
    ("Voormalig postkantoor", "Stationsstraat", 250, 80),
    ("Kop Zuiderstraat", "Zuiderstraat", 900, 80),
    ("Visafslag", "Westeind", 300, 100),
    ("Hoek Plasweg", "Plasweg", 700, 100),
    ("Oude school Tuindorp", "Lindelaan", 500, 100),
    ("Kavel Weidering Noord", "Weidering", 300, 120),
    ("Kavel Weidering Zuid", "Weidering", 900, 120),
    ("Loods Zuiderweg", "Zuiderweg", 300, -120),
    ("Dorpsschool Verlaat", "Kerkweg", 300, 100),
];

/// Places for new facilities.
pub fn layer(plan: &Plan) -> Option<String> {
    let rows: Option<Vec<_>> = CANDIDATES
        .iter()
        .enumerate()
        .map(|(at, &(name, street, along, left))| {
            let id = format!("K{:02}", at + 1);
            let fields = [("id", text(Some(&id))), ("name", text(Some(name)))];
            let place = plan.beside(street, along, left * 100)?;
            Some((properties(&fields), point(place)))
        })
        .collect();
    Some(collection("candidates", &rows?))
}
