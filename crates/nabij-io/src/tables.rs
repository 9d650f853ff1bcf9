//! Results as tables: the same columns at every door.

mod addresses;
mod areas;
mod causes;
mod changed;
pub(crate) mod columns;
mod distances;
mod explanation;
mod facilities;
mod failing;
mod findings;
mod network;
mod norms;
mod numbered;
mod people;
mod pieces;
mod report;
mod rests;
mod rows;
mod service_area;
mod survey;
mod unused;

pub(crate) use addresses::places as origin_places;
pub(crate) use changed::{Changed, Named, Sides, changed_areas, changed_rows};
pub use distances::{Distances, named_categories};
pub use explanation::{step_table, walk_table};
pub(crate) use facilities::places as facility_places;
pub use failing::{Failing, Failures};
pub(crate) use findings::finding_tables;
pub use network::{component_table, edge_table, node_table};
pub use norms::norm_rows;
pub(crate) use people::tables as people_tables;
pub use report::Report;
pub use service_area::service_area_table;
pub(crate) use survey::weight as survey_weight;
pub use unused::unused_table;

pub(crate) use areas::{outline, weight_name};
pub(crate) use rows::{RowNames, point, table as rows_table};

use nabij::{AreaScores, Cause, Prepared, Scored, Walker};

use crate::{
    city::City,
    error::JobError,
    job::{Other, Piece, Source, Sums, UniformShare},
    write::OutTable,
};

/// A result that is in memory, and its tables.
#[derive(Clone, Copy)]
pub struct Results<'r> {
    /// The city.
    pub city: &'r City,
    /// The study as it was prepared.
    pub prepared: &'r Prepared<'r>,
    /// The scored origins.
    pub scored: &'r Scored<'r>,
    /// The rows of the entrances of labelled complexes.
    pub labelled: Option<&'r Scored<'r>>,
    /// The areas, where the city has them.
    pub areas: Option<&'r AreaScores>,
    /// What was scored for other profiles.
    pub others: &'r [Other<'r>],
    /// Per walker and row why its norm is not met.
    pub causes: &'r [Vec<Option<Cause>>],
    /// Per row of the areas: its shares if people were spread evenly.
    pub uniform: &'r [Option<UniformShare>],
    /// What else is counted, for everybody who walks.
    pub sums: &'r [Sums],
    /// The rows once more, as they are gone through.
    pub source: &'r dyn Source,
}

impl<'r> Results<'r> {
    /// Everybody who walks, with what was scored for them.
    pub(crate) fn walkers(
        &self,
    ) -> impl Iterator<Item = (&'r Walker<'r>, &'r Scored<'r>)> + Clone + Send + use<'r> {
        let others = self.others.iter().map(|other| &other.scored);
        let scored = std::iter::once(self.scored).chain(others);
        self.prepared.walkers().zip(scored)
    }

    /// What its tables are made from.
    pub fn report(&self) -> Report<'r> {
        let others = self.others.iter().map(|other| other.areas.as_ref());
        Report {
            city: self.city,
            prepared: self.prepared,
            source: self.source,
            areas: std::iter::once(self.areas).chain(others).collect(),
            uniform: self.uniform,
            sums: self.sums.iter().collect(),
        }
    }

    /// One row per profile, origin and norm.
    pub fn rows(&self) -> OutTable {
        let each = self.walkers().zip(self.causes);
        let told = each.map(|((walker, scored), causes)| (walker, Piece::whole(scored, causes)));
        rows::of_city(
            (self.city, self.prepared.study()),
            &told.collect::<Vec<_>>(),
        )
    }

    /// One row per origin, norms side by side.
    pub fn addresses(&self) -> OutTable {
        let causes = self.causes.first().map_or(&[][..], Vec::as_slice);
        addresses::Addresses::new(&self.report()).table(&Piece::whole(self.scored, causes))
    }

    /// One row per profile, area, norm and weight; nothing without areas.
    pub fn areas(&self) -> Option<OutTable> {
        self.report().long_areas()
    }

    /// One row per area of every level, with its ground; nothing without areas.
    pub fn outlines(&self) -> Option<OutTable> {
        areas::outlines(self.city)
    }

    /// One row per profile, area, norm, weight and cause; nothing without areas.
    pub fn causes(&self) -> Option<OutTable> {
        self.report().causes()
    }

    /// How people were spread over addresses, and who could not be; none where they were not.
    pub fn people(&self) -> Vec<OutTable> {
        self.report().people()
    }

    /// One row per part of the network whose missing attributes outcomes hang on, those with most
    /// people first (for the public: most addresses); nothing where nothing is in doubt.
    ///
    /// # Errors
    /// Why it cannot be found out.
    pub fn survey(&self, public: bool) -> Result<Option<OutTable>, JobError> {
        self.report().survey(public)
    }

    /// One row per facility: whether it is on the network, and where.
    pub fn facilities(&self) -> OutTable {
        self.report().facilities()
    }
}
