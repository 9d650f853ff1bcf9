//! What is added up of scored rows while they pass by, once for everybody who walks.

use std::collections::BTreeMap;

use nabij::{AreaScores, AreaTally, Length, Prepared, RestRows, Row, Verdict};

use super::{Source, UniformShare, uniform};
use crate::{city::City, error::JobError, tables::Failures};

/// Everything that is added up: small beside the rows.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// For everybody who walks, in the order of the profiles.
    pub walkers: Vec<WalkerTotals>,
    /// Per row of the first one's areas: its shares if people were spread evenly; none where they
    /// were not spread.
    pub uniform: Vec<Option<UniformShare>>,
}

/// What is added up for one who walks.
#[derive(Clone, Debug, Default)]
pub struct WalkerTotals {
    /// The areas, where the city has them.
    pub areas: Option<AreaScores>,
    /// Everything else.
    pub sums: Sums,
}

/// What is counted for one who walks, besides areas.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// How many rows per norm and verdict.
    pub verdicts: BTreeMap<(u16, Verdict), usize>,
    /// Where people can sit down, where the study asks for rests.
    pub rests: Option<Seats>,
    pub(crate) failures: Failures,
}

/// Where people can sit down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// How far somebody goes without sitting down, ascending.
    pub radii: Vec<Length>,
    /// Benches on the network, and doors that offer a seat.
    pub seats: usize,
    /// How many benches are too far from any street to be sat on.
    pub off: usize,
}

impl Totals {
    /// Goes through all rows once for everybody who walks.
    ///
    /// # Errors
    /// Why the source cannot give a piece.
    pub fn new(
        city: &City,
        prepared: &Prepared<'_>,
        source: &dyn Source,
    ) -> Result<Self, JobError> {
        let mut totals = Totals::default();
        let (norms, origins) = (&city.norms, &city.origins);
        let evenly = uniform::columns(city);
        for walker in 0..prepared.walkers().count() {
            let areas = city.areas.as_ref().map(|own| &own.areas);
            let tally = |columns| Some(AreaTally::new(norms, origins, areas?, columns));
            let mut own = tally(origins.weights());
            // Compared for the first profile only.
            let even = evenly.as_ref().filter(|_| walker == 0);
            let mut even = even
                .and_then(|own| tally(own))
                .map(AreaTally::without_percentiles);
            let mut sums = Sums::default();
            source.each(walker, &mut |piece| {
                for tally in own.iter_mut().chain(&mut even) {
                    tally.add(piece.rows, piece.rests);
                }
                if let Some(area_of) = own.as_ref().map(AreaTally::area_of) {
                    sums.failures.add(city, area_of, piece.rows, piece.causes);
                }
                sums.add(piece.rows, piece.rests);
                Ok(())
            })?;
            let areas = own.map(AreaTally::finish);
            if let (Some(own), Some(even), Some(columns)) = (&areas, even, &evenly) {
                totals.uniform = uniform::compare(city, own, &even.finish(), columns);
            }
            totals.walkers.push(WalkerTotals { areas, sums });
        }
        Ok(totals)
    }
}

impl Sums {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.verdicts.values().sum()
    }

    fn add(&mut self, rows: &[Row], rests: Option<&RestRows>) {
        for row in rows {
            *self.verdicts.entry((row.norm, row.verdict)).or_default() += 1;
        }
        self.rests = self.rests.take().or_else(|| {
            let rests = rests?;
            Some(Seats {
                radii: rests.radii.clone(),
                seats: rests.seats,
                off: rests.off.len(),
            })
        });
    }
}
