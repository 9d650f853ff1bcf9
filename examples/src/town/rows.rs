//! Doors along the ways: beside their own street, clear of every other street, water and rails.

use super::geometry::{Point, beside, inside, length, squared, squared_to_line};
use super::plan::{Barrier, Plan};
use super::random::Random;
use super::way::{Dwelling, Row, Side, Way};

/// A door before it has numbers.
pub struct Spot {
    /// Street in its address.
    pub street: &'static str,
    /// Where.
    pub point: Point,
    /// The facility whose address it is, by its place in the list.
    pub shop: Option<usize>,
    /// Dwellings behind it.
    pub dwellings: u32,
    /// Whether these are above each other, with letters.
    pub upstairs: bool,
    /// The clustered complex.
    pub complex: Option<&'static str>,
    /// A workshop or shop, no dwelling.
    pub works: bool,
}

/// Sets doors along a way, leaving out those that would stand in a junction, a square, water or another row.
pub fn stand(plan: &Plan, index: usize, way: &Way, row: &Row, spots: &mut Vec<Spot>) {
    let all = length(&way.points);
    let sides: &[bool] = match row.side {
        Side::Left => &[true],
        Side::Right => &[false],
        Side::Both => &[true, false],
    };
    for &left in sides {
        let mut along = if matches!(row.dwelling, Dwelling::Flat(_)) {
            row.spacing / 2
        } else {
            9_000.min(row.spacing)
        };
        let mut place = 1_u64;
        while along < all - 4_000 {
            let mut chance = Random::named(&format!("{} {index} {left} {place}", way.street));
            let vary = match row.dwelling {
                Dwelling::Detached => chance.below(3_000) as i64 - 1_000,
                Dwelling::Upstairs => chance.below(1_000) as i64,
                _ => 0,
            };
            let away = (row.setback + vary) * if left { 1 } else { -1 };
            let point = beside(&way.points, along, away);
            along += row.spacing;
            if matches!(row.dwelling, Dwelling::Detached) {
                along += chance.below(row.spacing as u64 / 4) as i64;
            }
            place += 1;
            // after seven houses an alley to the back gardens, as wide as two
            let alley = row.dwelling == Dwelling::Terrace && place % 9 < 2;
            // and in the old streets some fronts are no dwellings
            let front = row.dwelling == Dwelling::Upstairs && chance.percent(42);
            if alley || front {
                continue;
            }
            let Some(point) = point.filter(|&p| clear(plan, index, row, p, spots)) else {
                continue;
            };
            let dwellings = match row.dwelling {
                Dwelling::Flat(dwellings) => dwellings,
                Dwelling::Upstairs if chance.percent(12) => 2 + u32::from(chance.percent(25)),
                Dwelling::Works => 0,
                _ => 1,
            };
            spots.push(Spot {
                street: way.street,
                point,
                shop: None,
                dwellings,
                upstairs: row.dwelling == Dwelling::Upstairs,
                complex: row.complex,
                works: row.dwelling == Dwelling::Works,
            });
        }
    }
}

fn clear(plan: &Plan, own: usize, row: &Row, p: Point, spots: &[Spot]) -> bool {
    let own_away = squared_to_line(&plan.ways[own].points, p);
    // Its own street must be the nearest one by a metre, so that the address attaches to it.
    let next = (own_away.isqrt() + 1_000).max(4_500);
    let streets = plan
        .ways
        .iter()
        .enumerate()
        .all(|(other, way)| other == own || squared_to_line(&way.points, p) > next * next);
    // A bend may bring the row nearer to its own street than it should stand.
    let bend = own_away.isqrt() * 10 >= row.setback * 6;
    let apart = match row.dwelling {
        Dwelling::Flat(_) | Dwelling::Works => 16_000,
        Dwelling::Detached => 9_000,
        _ => row.spacing * 7 / 10,
    };
    let neighbours = spots
        .iter()
        .all(|spot| squared(spot.point, p) > apart * apart);
    let barriers = plan.barriers.iter().all(|barrier| clear_of(barrier, p));
    let squares = plan
        .squares
        .iter()
        .all(|square| !inside(&square.rings[0], p));
    streets && bend && neighbours && barriers && squares
}

/// Not in water, and not close to a shore, fence or wall; farther from rails.
fn clear_of(barrier: &Barrier, p: Point) -> bool {
    let room: i64 = if barrier.kind == "railway" {
        18_000
    } else {
        4_000
    };
    let beside = barrier.rings.iter().all(|ring| {
        let mut line = ring.clone();
        if barrier.polygon {
            line.push(ring[0]);
        }
        squared_to_line(&line, p) > room * room
    });
    let around = barrier.rings.iter().filter(|ring| inside(ring, p));
    beside && !(barrier.polygon && around.count() % 2 == 1)
}
