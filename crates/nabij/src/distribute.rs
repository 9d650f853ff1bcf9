//! People per address, from the totals of the zones they live in.
//!
//! Nobody outside the municipality's register knows who lives where; statistics give totals per
//! postcode, square and neighbourhood. [`Dwellings::spread`] divides them over addresses by
//! dwellings:
//!
//! 1. An address with its own count has that count.
//! 2. Another one takes from the first zoning whose zone it lies in has a known total:
//!    (total − own counts in the zone) × dwellings at the address ÷ dwellings in the zone.
//! 3. What an area's total leaves over goes to its other dwellings, at least 0.
//! 4. The area is scaled once to its total, which is then met exactly.
//!
//! Everything is counted in whole millionths, so that sums are exact and the order of the input
//! does not matter: a millionth that cannot be divided goes to the largest remainder, then to the
//! smallest id.
//!
//! ```
//! use std::collections::BTreeMap;
//! use nabij::{Dwellings, Texts, Totals, Weight};
//! let ids: Texts = ["a", "b", "c"].into_iter().collect();
//! let dwellings = Dwellings::new(&ids)
//!     .zones("pc6", &[Some("2541SV"), Some("2541SV"), Some("2541SW")])?
//!     .areas(&[Some("BU1"), Some("BU1"), Some("BU1")])?;
//! let known = |code: &str, people| Ok::<_, nabij::PlaceError>((code.to_owned(), Weight::new(people)?));
//! let spread = dwellings.spread(&Totals {
//!     name: "residents".to_owned(),
//!     own: None,
//!     zones: vec![BTreeMap::from([known("2541SV", 5.0)?, ("2541SW".to_owned(), Weight::UNKNOWN)])],
//!     areas: BTreeMap::from([known("BU1", 8.0)?]),
//! })?;
//! let people: Vec<_> = spread.weights.iter().map(|w| w.millionths()).collect();
//! assert_eq!(people, [Some(2_500_000), Some(2_500_000), Some(3_000_000)]);
//! # Ok::<(), nabij::PlaceError>(())
//! ```

mod dwellings;
mod spread;
mod within;

use std::collections::BTreeMap;

pub use dwellings::Dwellings;

use crate::origin::Weight;

/// How many people there are, by zone: what is to be spread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Name of the weights, such as `inw_est`.
    pub name: String,
    /// Counts known per address, unknown where not.
    pub own: Option<Vec<Weight>>,
    /// Per zoning of the dwellings, in their order: totals by code. A zone that is unknown or not
    /// listed is suppressed.
    pub zones: Vec<BTreeMap<String, Weight>>,
    /// Totals by the code of the area.
    pub areas: BTreeMap<String, Weight>,
}

/// Where an address has its people from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Its own count.
    Own,
    /// The zone of this zoning.
    Zone(u8),
    /// What its area's total leaves over.
    Area,
}

/// How an area met its total.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaSpread {
    /// Its code.
    pub area: String,
    /// Its total; unknown areas are not scaled.
    pub total: Weight,
    /// What own counts and zones gave its addresses.
    pub published: f64,
    /// What the total left over for the other dwellings.
    pub residual: f64,
    /// What everything was multiplied by; none where there was nothing to multiply or no total.
    pub factor: Option<f64>,
    /// Addresses that share in it.
    pub addresses: u64,
}

impl AreaSpread {
    /// Factors outside these deserve a look: the sources contradict each other.
    pub const USUAL: (f64, f64) = (0.9, 1.1);

    /// Whether the sources contradict each other: a known total that had to be met by a factor
    /// outside [`AreaSpread::USUAL`], or without anything published to multiply.
    pub fn is_unusual(&self) -> bool {
        let usual = |factor| (Self::USUAL.0..=Self::USUAL.1).contains(&factor);
        self.total.millionths().is_some() && self.addresses > 0 && !self.factor.is_some_and(usual)
    }
}

/// Why people are at no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnplacedBecause {
    /// There is no dwelling in their zone.
    NoDwelling,
    /// Every address of the area is full: a part may not be larger than the whole.
    NoRoom,
}

/// People who are at no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The zoning; none for an area.
    pub zoning: Option<u8>,
    /// The zone's or area's code; empty for addresses outside all areas.
    pub code: String,
    /// How many.
    pub people: Weight,
    /// Why.
    pub because: UnplacedBecause,
}

/// People per address.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Name of the weights.
    pub name: String,
    /// Per address; unknown where no total is known.
    pub weights: Vec<Weight>,
    /// Per address where they come from; none where unknown, and where nobody dwells.
    pub bases: Vec<Option<Basis>>,
    /// The area's total spread evenly over its dwellings, to compare with.
    pub uniform: Vec<Weight>,
    /// Every area, by the byte order of codes.
    pub areas: Vec<AreaSpread>,
    /// People who are at no address: zonings in their order, then areas, by the byte order of codes.
    pub unplaced: Vec<Unplaced>,
}
