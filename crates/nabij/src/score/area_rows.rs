//! Shares and distances per area, from addresses and never from centroids.

use crate::{
    area::{Areas, Located},
    length::Length,
    origin::Origins,
};

/// The share of an area within one limit. All three are between 0 and 1, none where nobody counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LimitShare {
    /// Met ÷ (total − unsnapped − uncertain at this limit).
    pub share: Option<f64>,
    /// The share if all unsnapped and uncertain fail.
    pub share_low: Option<f64>,
    /// The share if all unsnapped and uncertain pass.
    pub share_high: Option<f64>,
    /// Weight that surely meets the limit.
    pub met: f64,
    /// Weight that surely does not, unsnapped left out.
    pub not_met: f64,
    /// Weight that is uncertain, unsnapped left out.
    pub uncertain: f64,
    /// Weight near the limit, where input errors could turn the outcome.
    pub near: f64,
}

/// What rests make of the shares of an area, for people who go no farther than a radius without
/// sitting down. None where nobody counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RestShare {
    /// At the lower limit, where the norm has one: share, share_low and share_high as in
    /// [`LimitShare`].
    pub lower: Option<[Option<f64>; 3]>,
    /// At the upper limit.
    pub upper: [Option<f64>; 3],
    /// Of those who found a facility, the share on whose ordinary walk no stretch between known
    /// seats is longer than the radius.
    pub stretch: Option<f64>,
}

/// One area, norm and weight.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    /// Position of the level, the finest first.
    pub level: u16,
    /// Position of the area in its level.
    pub area: u32,
    /// Position of the norm in its set.
    pub norm: u16,
    /// The column of weights; none counts addresses.
    pub weight: Option<u16>,
    /// Origins that the norm is tested for.
    pub origins: u64,
    /// Origins left out because their weight is not known.
    pub weight_unknown: u64,
    /// All weight together.
    pub total: f64,
    /// Weight that is not on the network.
    pub unsnapped: f64,
    /// Weight in parts of the network without a facility.
    pub unreachable: f64,
    /// At the lower limit, where the norm has one.
    pub lower: Option<LimitShare>,
    /// At the upper limit.
    pub upper: LimitShare,
    /// Weighted lower median of the distance, not found counting as infinitely far.
    pub median: Option<Length>,
    /// The same for the 90th percentile.
    pub percentile_90: Option<Length>,
    /// Weighted mean distance in metres over those who found one.
    pub mean_found_m: Option<f64>,
    /// The share of those who found one within the horizon.
    pub found_share: Option<f64>,
    /// Of all metres walked to what was found at best, legs included, the share along streets that
    /// cannot be used for certain.
    pub unknown_share: Option<f64>,
    /// What rests make of it: one for each radius that the study asks for.
    pub rests: Vec<RestShare>,
}

/// Every area of every level, norm and weight, and the origins that no area counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaScores {
    /// In order of level, area, norm, weight (addresses first).
    pub rows: Vec<AreaRow>,
    /// Per origin: its area of the finest level.
    pub area_of: Vec<Option<u32>>,
    /// Origins in two areas that overlap: they count in neither.
    pub overlapping: Vec<(u32, u32, u32)>,
}

impl AreaScores {
    /// The row of an area, norm and column of weights, all by position; without a column the one
    /// that counts addresses.
    pub fn row(
        &self,
        level: usize,
        area: usize,
        norm: usize,
        weight: Option<usize>,
    ) -> Option<&AreaRow> {
        self.rows.get(self.position(level, area, norm, weight)?)
    }

    /// The position of that row among [`AreaScores::rows`].
    pub fn position(
        &self,
        level: usize,
        area: usize,
        norm: usize,
        weight: Option<usize>,
    ) -> Option<usize> {
        let place = |row: &AreaRow| {
            let (level, norm) = (usize::from(row.level), usize::from(row.norm));
            (level, row.area as usize, norm, row.weight.map(usize::from))
        };
        let wanted = (level, area, norm, weight);
        self.rows.binary_search_by_key(&wanted, place).ok()
    }
}

/// The area that an origin counts in: the one its register says, else the one it is in.
/// A code of none of the areas says nothing.
pub fn located(origins: &Origins, origin: usize, areas: &Areas) -> Located {
    let said = origins.area(origin).and_then(|code| areas.find(code));
    said.map_or_else(|| areas.locate(origins.place(origin)), Located::In)
}

impl AreaRow {
    pub(super) fn empty() -> Self {
        AreaRow {
            level: 0,
            area: 0,
            norm: 0,
            weight: None,
            origins: 0,
            weight_unknown: 0,
            total: 0.0,
            unsnapped: 0.0,
            unreachable: 0.0,
            lower: None,
            upper: LimitShare::default(),
            median: None,
            percentile_90: None,
            mean_found_m: None,
            found_share: None,
            unknown_share: None,
            rests: Vec::new(),
        }
    }
}
