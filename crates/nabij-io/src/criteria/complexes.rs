//! Clustered housing: whether complexes comply, as quantities of areas.

use nabij::{
    Truth,
    criteria::{Evidence, Figure, Figures},
};

use crate::wide::complexes::Found;

/// Gives per area the dwellings in complexes, and of them those in complexes that comply: at least
/// 12 dwellings, and a meeting room. A complex counts where its first entrance is.
pub(super) fn give(found: &[Found], evidence: &Evidence, figures: &mut Figures) {
    let areas = figures.nest().ids(0).len();
    let nothing = Figure::exact(0.0);
    let mut sums = vec![[nothing; 4]; areas];
    let mut any = vec![false; areas];
    for complex in found {
        let area = complex
            .entrance
            .and_then(|at| evidence.area_of.get(at as usize));
        let Some(area) = area.copied().flatten().map(|area| area as usize) else {
            continue;
        };
        let (Some(sums), Some(any)) = (sums.get_mut(area), any.get_mut(area)) else {
            continue;
        };
        *any = true;
        let homes = complex.dwellings.map(|count| count as f64);
        let if_so = |holds: Option<bool>| Figure {
            low: if holds == Some(true) {
                homes.unwrap_or(0.0)
            } else {
                0.0
            },
            high: if holds == Some(false) {
                Some(0.0)
            } else {
                homes
            },
            ..nothing
        };
        let (scale, room) = (complex.results.scale_12, complex.results.room_100);
        let both = Truth::known(scale).and(Truth::known(room)).is;
        let all = Figure {
            low: homes.unwrap_or(0.0),
            high: homes,
            ..nothing
        };
        for (sum, own) in sums
            .iter_mut()
            .zip([all, if_so(both), if_so(scale), if_so(room)])
        {
            *sum = sum.plus(own);
        }
    }
    const NAMES: [&str; 4] = [
        "clusters.dwellings",
        "clusters.compliant",
        "clusters.scale",
        "clusters.room",
    ];
    // Where no complex is known of, none is: the list of complexes is the study's own.
    if any.contains(&true) {
        for (area, sums) in sums.into_iter().enumerate() {
            for (name, figure) in NAMES.into_iter().zip(sums) {
                figures.give(name, 0, area, figure);
            }
        }
    }
}
