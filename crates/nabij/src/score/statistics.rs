//! Distances of many added up in exact integers, and weighted percentiles.

use super::area_cell::ratio;
use crate::length::Length;

/// Distances with their weights; not found is farther than every distance.
#[derive(Clone, Debug, Default)]
pub(super) struct Distances {
    found: i128,
    not_found: i128,
    /// Mm times weight.
    mm: i128,
}

impl Distances {
    pub fn add(&mut self, distance: Option<Length>, weight: i128) {
        match distance {
            Some(distance) => {
                self.found += weight;
                self.mm += i128::from(distance.mm()) * weight;
            }
            None => self.not_found += weight,
        }
    }

    pub fn join(&mut self, other: &Distances) {
        self.found += other.found;
        self.not_found += other.not_found;
        self.mm += other.mm;
    }

    /// The weight of those who found one, and of those who did not.
    pub fn weights(&self) -> (i128, i128) {
        (self.found, self.not_found)
    }

    /// For each of some percents the smallest distance that at least so many percent of the weight
    /// do not exceed; none where that falls among those who found nothing, or nobody weighs
    /// anything. `sorted` are the distances found, ascending, each with its weight.
    pub fn percentiles<const N: usize>(
        &self,
        percents: [i128; N],
        sorted: impl Iterator<Item = (Length, i128)>,
    ) -> [Option<Length>; N] {
        let total = self.found + self.not_found;
        let mut percentiles = [None; N];
        let mut below = 0;
        for (distance, weight) in sorted.filter(|(_, weight)| *weight > 0) {
            below += weight;
            for (percent, found) in percents.iter().zip(&mut percentiles) {
                if found.is_none() && below * 100 >= total * percent {
                    *found = Some(distance);
                }
            }
            if percentiles.iter().all(Option::is_some) {
                break;
            }
        }
        percentiles
    }

    /// The weighted mean in metres of those who found one.
    pub fn mean_m(&self) -> Option<f64> {
        ratio(self.mm, self.found).map(|mm| mm / 1000.0)
    }

    /// The share of those who found one.
    pub fn found_share(&self) -> Option<f64> {
        ratio(self.found, self.found + self.not_found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distances, and their percentiles.
    fn of(list: &[(Option<u32>, i128)], percents: [i128; 2]) -> (Distances, [Option<Length>; 2]) {
        let mut distances = Distances::default();
        let mut found = Vec::new();
        for (metres, weight) in list {
            let distance = metres.map(Length::metres);
            distances.add(distance, *weight);
            found.extend(distance.map(|distance| (distance, *weight)));
        }
        found.sort_unstable();
        let percentiles = distances.percentiles(percents, found.into_iter());
        (distances, percentiles)
    }

    #[test]
    fn equal_means_can_hide_opposite_shares() {
        let list = [100, 150, 200, 250, 1800].map(|m| (Some(m), 1));
        let (spread, percentiles) = of(&list, [50, 90]);
        assert_eq!(spread.mean_m(), Some(500.0));
        assert_eq!(percentiles, [200, 1800].map(|m| Some(Length::metres(m))));
    }

    #[test]
    fn not_found_is_farther_than_everything() {
        let (half, percentiles) = of(&[(Some(100), 5), (None, 5)], [50, 51]);
        assert_eq!(percentiles, [Some(Length::metres(100)), None]);
        assert_eq!(half.found_share(), Some(0.5));
        let (nobody, percentiles) = of(&[(Some(100), 0)], [50, 90]);
        assert_eq!(percentiles, [None; 2]);
        assert_eq!(nobody.mean_m(), None);
    }
}
