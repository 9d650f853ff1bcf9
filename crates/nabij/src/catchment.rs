//! Floating catchments: supply shared among everybody who reaches it.

mod decay;
mod share;
#[cfg(test)]
mod tests;

pub use decay::Catchment;
pub use share::Supplied;
pub(crate) use share::{Reached, Share};

use crate::{error::CatchmentError, origin::Weight};

/// An origin, a facility, and how far it is from door to door.
///
/// Both are positions: of the origin among all origins, of the facility in a list of the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// Position of the origin.
    pub origin: u32,
    /// Position of the facility.
    pub facility: u32,
    /// Millimetres from door to door.
    pub mm: u32,
}

/// What every origin has, and what was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchmentAccess {
    /// One per origin, in their order; nothing reached is 0.
    pub per_origin: Vec<Supplied>,
    /// Facilities that nobody asks for, ascending: no origin with any demand reaches them, so that
    /// their supply is in no origin's share.
    pub unused: Vec<u32>,
    /// Origins that reach a facility and whose demand is not known: left out of the demand around
    /// it, so that everybody's shares there are at most what is said.
    pub demand_unknown: u64,
}

impl Catchment {
    /// The supply that every origin has, per unit of demand: enhanced two-step floating catchments
    /// (E2SFCA; Luo & Qi 2009, doi 10.1016/j.healthplace.2009.06.002), or with a binary catchment
    /// the plain ones (2SFCA; Luo & Wang 2003, doi 10.1068/b29120).
    ///
    /// First every facility's supply is divided by the demand around it, each origin counting for
    /// demand × weight; then every origin gets its weight times that ratio from each facility that
    /// it reaches. Over all origins, demand × access sums to the supply of the facilities that are
    /// asked for.
    ///
    /// `demand` has a value per origin (residents), `supply` one per facility (full-time
    /// equivalents). A facility whose supply is not known makes an interval of those who reach it:
    /// at least what the others give. Neither the order of the pairs nor that of origins and
    /// facilities changes a result; of two pairs of one origin and facility the shorter counts.
    ///
    /// # Errors
    /// [`CatchmentError::Pair`] when a pair names an origin without demand or a facility without
    /// supply in these lists.
    ///
    /// ```
    /// use nabij::{Catchment, Length, Pair, Weight};
    /// // Two practices; the second is known to be there, but not how large it is.
    /// let pair = |origin, facility, mm| Pair { origin, facility, mm };
    /// let pairs = [pair(0, 0, 400_000), pair(1, 0, 500_000), pair(1, 1, 90_000)];
    /// let demand = [1500.0, 2500.0, 10.0].map(|residents| Weight::new(residents).unwrap());
    /// let supply = [Weight::new(2.0)?, Weight::UNKNOWN];
    ///
    /// let access = Catchment::binary(Length::metres(500)).access(&pairs, &demand, &supply)?;
    /// let [first, second, last] = access.per_origin[..] else { panic!() };
    /// assert_eq!((first.low(), first.high()), (0.0005, Some(0.0005))); // 2 ÷ (1500 + 2500)
    /// assert_eq!((second.low(), second.high()), (0.0005, None));
    /// assert_eq!(first.meets(2095.0), Some(true)); // one GP for 2,000 residents
    /// assert_eq!(last.low(), 0.0); // reaches none
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn access(
        &self,
        pairs: &[Pair],
        demand: &[Weight],
        supply: &[Weight],
    ) -> Result<CatchmentAccess, CatchmentError> {
        let reached = self.reached(pairs, demand.len(), Some(supply.len()))?;
        let mut per_origin = vec![Supplied::NOTHING; demand.len()];
        let mut asked = vec![false; supply.len()];
        let mut unknown = vec![false; demand.len()];
        for own in reached.chunk_by(|a, b| a.facility == b.facility) {
            let facility = own.first().map_or(0, |one| one.facility as usize);
            let here = supply.get(facility).copied().unwrap_or(Weight::UNKNOWN);
            let share = Share::new(own, demand, here);
            if let Some(asked) = asked.get_mut(facility) {
                *asked = !matches!(share, Share::Unused);
            }
            for one in own {
                let origin = one.origin as usize;
                if let Some(supplied) = per_origin.get_mut(origin) {
                    *supplied = supplied.with(share, one.weight);
                }
                if let Some(unknown) = unknown.get_mut(origin) {
                    *unknown = one.demand(demand) == Weight::UNKNOWN;
                }
            }
        }
        let facilities = (0..).zip(&asked);
        Ok(CatchmentAccess {
            per_origin,
            unused: facilities
                .filter_map(|(facility, asked)| (!asked).then_some(facility))
                .collect(),
            demand_unknown: unknown.iter().filter(|unknown| **unknown).count() as u64,
        })
    }

    /// The pairs that count, by facility and then origin, each once.
    ///
    /// # Errors
    /// [`CatchmentError::Pair`] when one names a position beyond the ends; without a number of
    /// facilities, any goes.
    pub(crate) fn reached(
        &self,
        pairs: &[Pair],
        origins: usize,
        facilities: Option<usize>,
    ) -> Result<Vec<Reached>, CatchmentError> {
        let beyond = |what, position: u32, count: usize| {
            let wrong = CatchmentError::Pair {
                what,
                position,
                count,
            };
            if position as usize >= count {
                Err(wrong)
            } else {
                Ok(())
            }
        };
        for pair in pairs {
            beyond("origin", pair.origin, origins)?;
            if let Some(facilities) = facilities {
                beyond("facility", pair.facility, facilities)?;
            }
        }
        let mut sorted = pairs.to_vec();
        sorted.sort_unstable_by_key(|pair| (pair.facility, pair.origin, pair.mm));
        sorted.dedup_by_key(|pair| (pair.facility, pair.origin));
        let counted = sorted.into_iter().map(|pair| Reached {
            facility: pair.facility,
            origin: pair.origin,
            weight: self.parts(pair.mm),
        });
        Ok(counted.filter(|one| one.weight > 0).collect())
    }
}
