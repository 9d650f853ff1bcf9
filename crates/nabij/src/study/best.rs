//! The best of several places for one facility more.

#[cfg(test)]
mod tests;

use crate::{
    catchment::{Catchment, CatchmentAccess, Pair, Share},
    error::CatchmentError,
    length::Length,
    origin::Weight,
};

/// The candidate that one facility more does most good at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Best {
    /// Its position among the candidates.
    pub candidate: u32,
    /// The weight it gains: residents who then have what they wanted.
    pub gained: f64,
    /// Origins that gain too, and whose weight is not known.
    pub weight_unknown: u64,
}

/// What the candidates so far would gain.
#[derive(Default)]
struct Contest {
    /// Candidate, weight in millionths, origins of unknown weight.
    best: Option<(u32, i128, u64)>,
}

impl Contest {
    /// One candidate after another, by rising position.
    fn enter(&mut self, candidate: u32, gaining: impl Iterator<Item = Weight>) {
        let (mut gained, mut unknown) = (0_i128, 0);
        for weight in gaining {
            match weight.millionths() {
                Some(known) => gained += i128::from(known),
                None => unknown += 1,
            }
        }
        let better = self.best.is_none_or(|(_, known, _)| gained > known);
        if (gained > 0 || unknown > 0) && better {
            self.best = Some((candidate, gained, unknown));
        }
    }

    fn winner(self) -> Option<Best> {
        let (candidate, gained, weight_unknown) = self.best?;
        Some(Best {
            candidate,
            gained: gained as f64 / 1e6,
            weight_unknown,
        })
    }
}

/// The candidate that has most weight within a limit, inclusively, counting only the origins that
/// are `wanting`; of equals the first. Nothing where none brings anybody within it.
///
/// `pairs` are those of [`Prepared::pairs_to`](crate::Prepared::pairs_to); `weights` and `wanting`
/// have a value per origin. Origins of unknown weight decide nothing and are counted apart; those
/// beyond the end of `weights` have none that is known.
///
/// ```
/// use nabij::{Length, Pair, Weight, best_site};
/// let pair = |origin, facility, mm| Pair { origin, facility, mm };
/// let pairs = [pair(0, 0, 500_000), pair(1, 0, 500_001), pair(1, 1, 20), pair(2, 1, 9)];
/// let weights = [2.5, 4.0, 9.0].map(|residents| Weight::new(residents).unwrap());
/// let best = best_site(&pairs, &weights, &[true, true, false], Length::metres(500)).unwrap();
/// assert_eq!((best.candidate, best.gained), (1, 4.0)); // the last one has a facility already
/// ```
pub fn best_site(
    pairs: &[Pair],
    weights: &[Weight],
    wanting: &[bool],
    limit: Length,
) -> Option<Best> {
    let wants = |origin: u32| wanting.get(origin as usize) == Some(&true);
    let within = pairs.iter().filter(|pair| pair.mm <= limit.mm());
    let mut gains: Vec<(u32, u32)> = within
        .filter(|pair| wants(pair.origin))
        .map(|pair| (pair.facility, pair.origin))
        .collect();
    gains.sort_unstable();
    gains.dedup();
    let mut contest = Contest::default();
    for own in gains.chunk_by(|a, b| a.0 == b.0) {
        let weight = |(_, origin): &(u32, u32)| weights.get(*origin as usize).copied();
        let gaining = own.iter().map(|one| weight(one).unwrap_or(Weight::UNKNOWN));
        contest.enter(own.first().map_or(0, |one| one.0), gaining);
    }
    contest.winner()
}

/// The candidate that, added with `supply`, lifts most demand to the norm: from surely less than
/// one unit of supply for every `norm` units of demand to that much
/// ([`Supplied::meets`](crate::Supplied::meets)); of equals the first. Nothing where none lifts
/// anybody.
///
/// `before` is what [`Catchment::access`] says of this catchment and `demand`; `pairs` are those of
/// [`Prepared::pairs_to`](crate::Prepared::pairs_to) as far as [`Catchment::farthest`]. Who reaches
/// a facility of unknown supply is not known to have less, and is not counted.
///
/// # Errors
/// [`CatchmentError::Pair`] when a pair names an origin without demand in the list.
///
/// ```
/// use nabij::{Catchment, Length, Pair, Weight, best_supply};
/// let pair = |origin, facility, mm| Pair { origin, facility, mm };
/// let demand = [2000.0, 1000.0, 1500.0].map(|residents| Weight::new(residents).unwrap());
/// let catchment = Catchment::binary(Length::metres(500));
/// // One practice of one full-time GP, among 3,000 residents.
/// let before = catchment.access(&[pair(0, 0, 90), pair(1, 0, 90)], &demand, &[Weight::ONE])?;
/// // The first place is shared by everybody, the second by those who have no GP.
/// let places = [pair(0, 0, 10), pair(1, 0, 10), pair(2, 0, 10), pair(2, 1, 10)];
/// let best = best_supply(&catchment, &before, &places, &demand, Weight::ONE, 2095.0)?.unwrap();
/// assert_eq!((best.candidate, best.gained), (0, 3000.0)); // 1 ÷ 3000 + 1 ÷ 4500 > 1 ÷ 2095
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn best_supply(
    catchment: &Catchment,
    before: &CatchmentAccess,
    pairs: &[Pair],
    demand: &[Weight],
    supply: Weight,
    norm: f64,
) -> Result<Option<Best>, CatchmentError> {
    let mut contest = Contest::default();
    let reached = catchment.reached(pairs, demand.len(), None)?;
    for own in reached.chunk_by(|a, b| a.facility == b.facility) {
        let share = Share::new(own, demand, supply);
        let lifted = own.iter().filter(|one| {
            let supplied = before.per_origin.get(one.origin as usize);
            supplied.is_some_and(|had| {
                let has = had.with(share, one.weight);
                had.meets(norm) == Some(false) && has.meets(norm) == Some(true)
            })
        });
        let candidate = own.first().map_or(0, |one| one.facility);
        contest.enter(candidate, lifted.map(|one| one.demand(demand)));
    }
    Ok(contest.winner())
}
