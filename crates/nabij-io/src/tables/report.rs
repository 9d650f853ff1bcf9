//! What tables and manifest are made from, whether rows are in memory or come in pieces.

use nabij::{AreaScores, Prepared, Profile};

use super::{
    addresses, areas, causes, facilities, people_tables, pieces::TableInPieces, rows, survey,
};
use crate::{
    city::City,
    error::JobError,
    job::{Source, Sums, Totals, UniformShare},
    write::{OutTable, Pieces},
};

/// A result: rows that can be gone through, and what was added up of them.
#[derive(Clone)]
pub struct Report<'r> {
    /// The city.
    pub city: &'r City,
    /// The study as it was prepared.
    pub prepared: &'r Prepared<'r>,
    /// The rows.
    pub source: &'r dyn Source,
    /// For everybody who walks the areas, where the city has them.
    pub areas: Vec<Option<&'r AreaScores>>,
    /// Per row of the first one's areas: its shares if people were spread evenly.
    pub uniform: &'r [Option<UniformShare>],
    /// What else is counted, for everybody who walks.
    pub sums: Vec<&'r Sums>,
}

impl<'r> Report<'r> {
    /// Of rows, and what was added up of them.
    pub fn new(
        city: &'r City,
        prepared: &'r Prepared<'r>,
        source: &'r dyn Source,
        totals: &'r Totals,
    ) -> Self {
        let walkers = totals.walkers.iter();
        Report {
            city,
            prepared,
            source,
            areas: walkers.clone().map(|own| own.areas.as_ref()).collect(),
            uniform: &totals.uniform,
            sums: walkers.map(|own| &own.sums).collect(),
        }
    }

    /// Who walk, in order.
    pub(super) fn profiles(&self) -> impl Iterator<Item = &'r Profile> + Clone + Send + use<'r> {
        self.prepared.walkers().map(|walker| walker.profile())
    }

    /// The areas of one who walks.
    pub(crate) fn areas(&self, walker: usize) -> Option<&'r AreaScores> {
        self.areas.get(walker).copied().flatten()
    }

    /// One row per profile, origin and norm.
    pub(crate) fn rows(&self) -> impl Pieces + use<'r> {
        let own = self.clone();
        TableInPieces::new("rows", move |visit| {
            for (number, walker) in own.prepared.walkers().enumerate() {
                own.source.each(number, &mut |piece| {
                    piece.cut(TableInPieces::MOST, &mut |piece| {
                        visit(rows::of_city(
                            (own.city, own.prepared.study()),
                            &[(walker, piece)],
                        ))
                    })
                })?;
            }
            Ok(())
        })
    }

    /// One row per origin, norms side by side, without some of the columns.
    pub(crate) fn addresses(&self, left_out: Vec<String>) -> impl Pieces + use<'r> {
        let (source, addresses) = (self.source, addresses::Addresses::new(self));
        TableInPieces::new("addresses", move |visit| {
            source.each(0, &mut |piece| {
                piece.cut(TableInPieces::MOST, &mut |piece| {
                    visit(addresses.table(&piece).without(&left_out))
                })
            })
        })
    }

    /// One row per profile, area, norm and weight; nothing without areas.
    pub(crate) fn long_areas(&self) -> Option<OutTable> {
        areas::long(self)
    }

    /// One row per area, norms side by side, a table per level; none without areas.
    pub(crate) fn wide_areas(&self) -> Vec<OutTable> {
        areas::wide(self)
    }

    /// One row per profile, area, norm, weight and cause; nothing without areas.
    pub(crate) fn causes(&self) -> Option<OutTable> {
        causes::table(self)
    }

    /// How people were spread over addresses, and who could not be; none where they were not.
    pub(crate) fn people(&self) -> Vec<OutTable> {
        let people = self.city.people.iter();
        people
            .flat_map(|people| people_tables(Some(self.city), people))
            .collect()
    }

    /// One row per part of the network that outcomes hang on; nothing where nothing is in doubt.
    pub(crate) fn survey(&self, public: bool) -> Result<Option<OutTable>, JobError> {
        survey::table(self, public)
    }

    /// One row per facility.
    pub(crate) fn facilities(&self) -> OutTable {
        facilities::table(self)
    }
}
