//! Who lives at an address: drawn by chance, with a few unknown.

use super::random::Random;
use super::rows::Spot;

/// Residents of an address; `None` is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Residents {
    /// All.
    pub all: Option<u32>,
    /// Of 65 and older.
    pub over_65: Option<u32>,
    /// Of 75 and older.
    pub over_75: Option<u32>,
}

/// Draws who lives at an address. Three in a hundred households are unknown.
pub fn household(spot: &Spot, number: u32, addition: &str, buurt: &str) -> Residents {
    let mut chance = Random::named(&format!("{} {number}{addition}", spot.street));
    let flat = spot.dwellings > 3;
    let senior = match (spot.complex, buurt) {
        (Some(_), _) => 100,
        (None, "BU99990104") => 42,
        (None, "BU99990202") => 6,
        (None, "BU99990204") => 38,
        (None, "BU99990101" | "BU99990103") => 28,
        _ => 20,
    };
    if spot.complex.is_none() && chance.percent(3) {
        return Residents::default();
    }
    let (all, over_65) = if chance.percent(senior) {
        let all = 1 + u32::from(chance.percent(40));
        (all, all)
    } else {
        let sizes: &[u32] = if flat {
            &[1, 1, 1, 2, 2, 2, 3, 4]
        } else {
            &[1, 1, 2, 2, 2, 3, 3, 4, 4, 5]
        };
        let all = sizes[chance.below(sizes.len() as u64) as usize];
        (all, u32::from(all > 1 && chance.percent(5)))
    };
    let older = if spot.complex.is_some() { 70 } else { 42 };
    let over_75 = (0..over_65).map(|_| u32::from(chance.percent(older))).sum();
    // some registers know the total and the 65+, but not the 75+
    let known = spot.complex.is_some() || !chance.percent(2);
    Residents {
        all: Some(all),
        over_65: Some(over_65),
        over_75: known.then_some(over_75),
    }
}
