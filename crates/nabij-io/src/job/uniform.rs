//! How much the shares of areas depend on where inside an area its people were put.

use nabij::{AreaRow, AreaScores, WeightColumn};

use crate::city::City;

/// An area's shares if its people were spread evenly over the dwellings of each area of the finest
/// level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UniformShare {
    /// The share within the lower limit.
    pub lower: Option<f64>,
    /// The share within the upper limit.
    pub upper: Option<f64>,
    /// Whether the share within the lower limit differs from it by more than 5 points; none where
    /// there is nothing to compare.
    pub lower_sensitive: Option<bool>,
    /// The same at the upper limit.
    pub upper_sensitive: Option<bool>,
}

impl UniformShare {
    /// More than this, as a share, and it depends on where people were put.
    pub const POINTS: f64 = 0.05;

    /// Whether the share differs at one of the limits; none where there is nothing to compare.
    pub fn sensitive(&self) -> Option<bool> {
        let both = [self.lower_sensitive, self.upper_sensitive];
        let known = both.into_iter().flatten();
        known.reduce(|one, other| one || other)
    }

    /// Whether two shares differ by more than 5 points.
    pub(crate) fn differ(one: f64, other: f64) -> bool {
        (one - other).abs() > Self::POINTS + 1e-9
    }
}

/// Everybody spread evenly, where people were spread.
pub(super) fn columns(city: &City) -> Option<Vec<WeightColumn>> {
    let spreads = city.people.as_ref()?.spreads.iter();
    let columns = spreads.map(|spread| WeightColumn {
        name: spread.name.clone(),
        values: spread.uniform.clone(),
    });
    Some(columns.collect())
}

/// For each row of the areas: the shares to compare with, where its weight was spread. `uniform`
/// counts the columns of people who were spread evenly.
pub(super) fn compare(
    city: &City,
    areas: &AreaScores,
    uniform: &AreaScores,
    columns: &[WeightColumn],
) -> Vec<Option<UniformShare>> {
    let weights = city.origins.weights();
    // Rows stand in order of level, area, norm, weight (addresses first).
    let cells = areas.rows.chunks(weights.len() + 1);
    let cells = cells.zip(uniform.rows.chunks(columns.len() + 1));
    let compared = |row: &AreaRow, evenly: &[AreaRow]| {
        let name = &weights.get(usize::from(row.weight?))?.name;
        let spread = columns.iter().position(|column| column.name == *name)?;
        Some(share(row, evenly.get(spread + 1)?))
    };
    cells
        .flat_map(|(rows, evenly)| rows.iter().map(move |row| compared(row, evenly)))
        .collect()
}

fn share(row: &AreaRow, evenly: &AreaRow) -> UniformShare {
    let lower = |row: &AreaRow| row.lower.and_then(|lower| lower.share);
    let pairs = [
        (lower(row), lower(evenly)),
        (row.upper.share, evenly.upper.share),
    ];
    let differ =
        |(own, evenly): (Option<f64>, Option<f64>)| Some(UniformShare::differ(own?, evenly?));
    let [lower_sensitive, upper_sensitive] = pairs.map(differ);
    UniformShare {
        lower: pairs[0].1,
        upper: pairs[1].1,
        lower_sensitive,
        upper_sensitive,
    }
}
