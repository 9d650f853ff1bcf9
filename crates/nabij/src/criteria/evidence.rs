//! What walks say of origins: all that a catalogue needs searched.

use std::collections::BTreeMap;

use super::measures::Unknown;
use crate::{catchment::Pair, lined::Along, origin::Weight};

/// Something to find out about every origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// The distance to the nearest facility.
    Reach {
        /// Who walks; the study's first profile if not given.
        profile: Option<String>,
        /// The category.
        category: String,
        /// Only ground of at least so many square metres.
        min_area_m2: Option<u64>,
    },
    /// How much of the walk to the nearest facility has a seat near enough ahead.
    Seats {
        /// The category.
        category: String,
        /// The distance to the next seat in mm.
        gap_mm: u32,
    },
    /// How much of the walk to the nearest facility is lit.
    Light {
        /// The category.
        category: String,
        /// The category of lamps.
        lamps: String,
        /// How far a lamp lights, in mm.
        radius_mm: u32,
    },
    /// Walking distance over straight distance.
    Detour {
        /// The category.
        category: String,
    },
    /// Every facility within a limit.
    Pairs {
        /// The category.
        category: String,
        /// The limit in mm.
        limit_mm: u32,
    },
    /// What stands along the named routes.
    Routes {
        /// Spacing in mm: lamp, bench, bin, green, spot, reach.
        spacing_mm: [u32; 6],
    },
}

/// How near the nearest facility is: between these many mm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// At least; none where nothing can be found.
    pub low: Option<u32>,
    /// At most; none where nobody knows.
    pub high: Option<u32>,
    /// Whether the origin is on the network.
    pub snapped: bool,
}

impl Reach {
    /// Whether it is within a limit, inclusive; none where that is not known.
    pub fn within(&self, limit_mm: u32) -> Option<bool> {
        if !self.snapped {
            return self.high.filter(|high| *high <= limit_mm).map(|_| true);
        }
        if self.high.is_some_and(|high| high <= limit_mm) {
            return Some(true);
        }
        let beyond = self.low.is_none_or(|low| low > limit_mm);
        beyond.then_some(false)
    }
}

/// The parts of a named route that hold, in mm: lit, benches, bins, green, spots; none where
/// there is no such layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RouteParts {
    /// Its whole length.
    pub whole_mm: u64,
    /// What holds.
    pub met_mm: [Option<u64>; 5],
}

/// What was found out, per origin.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// Distances.
    Reach(Vec<Reach>),
    /// Parts of walks; none where there is no walk.
    Along(Vec<Option<Along>>),
    /// Ratios; none where there is no walk.
    Ratio(Vec<Option<f64>>),
    /// Pairs, and the supply of each facility.
    Pairs {
        /// The pairs.
        pairs: Vec<Pair>,
        /// By the facility's number in the pairs.
        supply: Vec<Weight>,
        /// Per origin whether the layer may miss a facility within the limit.
        open: Vec<bool>,
    },
    /// Named routes.
    Routes(Vec<RouteParts>),
    /// It could not be found out.
    Missing(Unknown),
}

/// What was found out about origins.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Per origin whether it counts as a place where people live.
    pub counts: Vec<bool>,
    /// Per origin its area of the finest level.
    pub area_of: Vec<Option<u32>>,
    /// By what was asked.
    pub seen: BTreeMap<Demand, Seen>,
}

impl Evidence {
    /// The origins that count, each with its area of the finest level; those in no area are left out.
    pub fn counted(&self) -> impl Iterator<Item = (usize, usize)> {
        let each = self.counts.iter().zip(&self.area_of).enumerate();
        each.filter_map(|(origin, (counts, area))| {
            Some((origin, area.filter(|_| *counts)? as usize))
        })
    }
}
