//! Sums and percentiles in exact integers.

use crate::{length::Length, score::area_rows::ratio};

/// Weight in millionths by outcome at one limit.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub met: i128,
    pub not_met: i128,
    pub uncertain: i128,
    pub near: i128,
}

/// Distances with their weights; not found is farther than every distance.
#[derive(Clone, Debug, Default)]
pub(super) struct Distances {
    found: Vec<(Length, i128)>,
    not_found: i128,
    sorted: bool,
}

impl Distances {
    pub fn add(&mut self, distance: Option<Length>, weight: i128) {
        match distance {
            Some(distance) => self.found.push((distance, weight)),
            None => self.not_found += weight,
        }
        self.sorted = false;
    }

    fn found_weight(&self) -> i128 {
        self.found.iter().map(|(_, weight)| weight).sum()
    }

    /// The smallest distance that at least so many percent of the weight do not exceed; none
    /// where that falls among those who found nothing, or nobody weighs anything.
    pub fn percentile(&mut self, percent: i128) -> Option<Length> {
        if !self.sorted {
            self.found.sort_unstable();
            self.sorted = true;
        }
        let total = self.found_weight() + self.not_found;
        let mut below = 0;
        self.found
            .iter()
            .find(|(_, weight)| {
                below += weight;
                *weight > 0 && below * 100 >= total * percent
            })
            .map(|(distance, _)| *distance)
    }

    /// The weighted mean in metres of those who found one.
    pub fn mean_m(&self) -> Option<f64> {
        let mm = |(distance, weight): &(Length, i128)| i128::from(distance.mm()) * weight;
        let sum: i128 = self.found.iter().map(mm).sum();
        ratio(sum, self.found_weight()).map(|mm| mm / 1000.0)
    }

    /// The share of those who found one.
    pub fn found_share(&self) -> Option<f64> {
        let found = self.found_weight();
        ratio(found, found + self.not_found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(list: &[(Option<u32>, i128)]) -> Distances {
        let mut distances = Distances::default();
        for (metres, weight) in list {
            distances.add(metres.map(Length::metres), *weight);
        }
        distances
    }

    #[test]
    fn equal_means_can_hide_opposite_shares() {
        let mut spread = of(&[100, 150, 200, 250, 1800].map(|m| (Some(m), 1)));
        assert_eq!(spread.mean_m(), Some(500.0));
        assert_eq!(spread.percentile(50), Some(Length::metres(200)));
        assert_eq!(spread.percentile(90), Some(Length::metres(1800)));
    }

    #[test]
    fn not_found_is_farther_than_everything() {
        let mut half = of(&[(Some(100), 5), (None, 5)]);
        assert_eq!(half.percentile(50), Some(Length::metres(100)));
        assert_eq!(half.percentile(51), None);
        assert_eq!(half.found_share(), Some(0.5));
        let mut nobody = of(&[(Some(100), 0)]);
        assert_eq!(nobody.percentile(50), None);
        assert_eq!(nobody.mean_m(), None);
    }
}
