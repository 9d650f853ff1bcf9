//! Results as tables: the same columns at every door.

mod addresses;
mod areas;
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
pub use failing::Failing;
pub(crate) use findings::finding_tables;
pub use network::{component_table, edge_table, node_table};
pub use norms::norm_rows;
pub(crate) use people::tables as people_tables;
pub use service_area::service_area_table;
pub use unused::unused_table;

pub(crate) use areas::{outline, weight_name};
pub(crate) use rows::point;

use nabij::{AreaScores, Cause, Prepared, Scored, Walker};

use crate::{
    city::City,
    job::{Other, UniformShare},
    write::OutTable,
};

/// What is written in columns.
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

    /// One row per profile, origin and norm.
    pub fn rows(&self) -> OutTable {
        rows::table(self)
    }

    /// One row per origin, norms side by side.
    pub fn addresses(&self) -> OutTable {
        addresses::table(self)
    }

    /// One row per profile, area, norm and weight; nothing without areas.
    pub fn areas(&self) -> Option<OutTable> {
        areas::long(self)
    }

    /// One row per area of every level, with its ground; nothing without areas.
    pub fn outlines(&self) -> Option<OutTable> {
        areas::outlines(self)
    }

    /// One row per area, norms side by side, a table per level; none without areas.
    pub fn areas_wide(&self) -> Vec<OutTable> {
        areas::wide(self)
    }

    /// How people were spread over addresses, and who could not be; none where they were not.
    pub fn people(&self) -> Vec<OutTable> {
        let people = self.city.people.iter();
        people
            .flat_map(|people| people_tables(Some(self.city), people))
            .collect()
    }

    /// One row per part of the network whose missing attributes outcomes hang on, those with most
    /// people first (for the public: most addresses); nothing where nothing is in doubt.
    pub fn survey(&self, public: bool) -> Option<OutTable> {
        survey::table(self, public)
    }

    /// One row per facility: whether it is on the network, and where.
    pub fn facilities(&self) -> OutTable {
        facilities::table(self)
    }
}
