//! Street lamps, by rule.

use super::amenities::Amenity;
use super::areas::{self, Buurt};
use super::geometry::{Point, beside, inside, length, squared_to_line};
use super::plan::Plan;
use super::random::Random;
use super::way::Class;

/// From lamp to lamp, mm.
const LAMPS_APART: i64 = 36_000;
/// The buurten whose lamps are listed.
const LAMPS_IN: [&str; 4] = ["BU99990101", "BU99990104", "BU99990201", "BU99990202"];

/// Lamps on alternate sides of nine in ten of the streets of four buurten; no lamp on unpaved paths, bridges, in tunnels,
/// on another street or in water.
pub fn lamps(plan: &Plan, buurten: &[Buurt]) -> Vec<Amenity> {
    let mut all = Vec::new();
    for (index, way) in plan.ways.iter().enumerate() {
        let dark = matches!(way.class, Class::Path | Class::Steps | Class::Cycleway);
        let mut chance = Random::named(&format!("lamps {} {index}", way.street));
        if dark || way.passes() || way.private || !chance.percent(90) {
            continue;
        }
        let places = (0..length(&way.points) / LAMPS_APART).filter_map(|at| {
            let left = if at % 2 == 0 { 3_000 } else { -3_000 };
            beside(&way.points, LAMPS_APART / 2 + at * LAMPS_APART, left)
        });
        all.extend(
            places
                .filter(|&p| LAMPS_IN.contains(&areas::find(buurten, p)))
                .filter(|&p| free(plan, index, p))
                .map(|point| Amenity {
                    category: "street_lamp",
                    name: None,
                    point,
                    fte: None,
                    dementia_friendly: None,
                }),
        );
    }
    all
}

/// Neither on another way nor in water.
fn free(plan: &Plan, own: usize, p: Point) -> bool {
    let mut others = plan.ways.iter().enumerate().filter(|way| way.0 != own);
    let mut water = plan.barriers.iter().filter(|barrier| barrier.polygon);
    others.all(|(_, way)| squared_to_line(&way.points, p) > 2_500 * 2_500)
        && water.all(|barrier| barrier.rings.iter().filter(|ring| inside(ring, p)).count() % 2 == 0)
}
