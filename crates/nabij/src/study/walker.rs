//! One walker of a study: what does not depend on the origins.

use std::collections::BTreeMap;

use super::Study;
use crate::{
    access::{Accessibility, Answer},
    barrier::Barriers,
    category::Category,
    components::Components,
    facility::FacilityId,
    origin::Origins,
    profile::{Pass, Profile},
    search::{Graph, Search},
    snap::{AttachedFacilities, AttachedOrigins, Snapper},
    usable::Usable,
};

/// One profile's view of a study: where doors open for it, and what it can walk on.
///
/// Doors are attached once, on what the profile may use at best; distances on what it can use for
/// certain start and end at the same places.
pub struct Walker<'a> {
    pub(super) profile: Profile,
    pub(super) snapper: Snapper<'a>,
    pub(super) attached: AttachedFacilities,
    pub(super) components: Components,
    pub(super) graph: Graph,
    /// What can be used for certain; none where nothing is in doubt.
    certain: Option<Graph>,
    pub(super) layers: BTreeMap<Category, Layer>,
    study: Study<'a>,
}

/// What is known of one category's facilities as a whole.
pub(super) struct Layer {
    /// Per component of the profile's network: whether it holds one.
    pub reaching: Vec<bool>,
    /// Those that are not on the network.
    pub unsnapped: Vec<FacilityId>,
}

/// The best answer per origin at best and for certain.
pub(super) type Nearest = [Vec<Option<Answer>>; 2];

impl<'a> Walker<'a> {
    pub(super) fn new(study: &Study<'a>, profile: &Profile, base: &Components) -> Self {
        let network = study.network;
        let usable = Usable::new(network, profile);
        let doors = || {
            let snapper = Snapper::new(
                network,
                profile,
                base,
                study.parameters.min_component,
                study.parameters.max_snap,
            );
            let attached = AttachedFacilities::new(study.facilities, &snapper);
            let certain =
                (!usable.is_certain()).then(|| Graph::of_usable(network, &usable, Pass::Yes));
            (snapper, attached, certain)
        };
        let graphs = || {
            let graph = Graph::of_usable(network, &usable, Pass::Unknown);
            (graph, Components::of_usable(network, &usable))
        };
        let ((snapper, attached, certain), (graph, components)) =
            crate::parallel::both(doors, graphs);
        let layer = |category: &Category| {
            let ranks = attached.of_category(study.facilities, category);
            let edges = ranks.map(|rank| attached.attachment(rank).edge);
            let off = |id: &FacilityId| attached.of(*id).is_empty();
            Layer {
                reaching: components.reaching(edges),
                unsnapped: study.facilities.of(category).filter(off).collect(),
            }
        };
        let categories = study.norms.categories().into_iter();
        Walker {
            layers: categories.map(|one| (one.clone(), layer(one))).collect(),
            profile: profile.clone(),
            snapper,
            attached,
            components,
            graph,
            certain,
            study: study.clone(),
        }
    }

    /// Who walks.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Measures distances for this walker, unknowns passing.
    pub fn accessibility(&self) -> Accessibility<'_> {
        self.on(&self.graph)
    }

    /// Measures distances on what this walker can use for certain.
    pub fn certain(&self) -> Accessibility<'_> {
        self.on(self.certain.as_ref().unwrap_or(&self.graph))
    }

    /// Whether something that is not known of the streets could change a distance.
    pub fn has_doubts(&self) -> bool {
        self.certain.is_some()
    }

    fn on<'w>(&'w self, graph: &'w Graph) -> Accessibility<'w> {
        Accessibility {
            network: self.study.network,
            graph,
            facilities: self.study.facilities,
            attached: &self.attached,
            horizon: self.study.horizon(),
        }
    }

    /// Attaches doors for this walker.
    pub fn snapper(&self) -> &Snapper<'a> {
        &self.snapper
    }

    /// The facilities' places on the network.
    pub fn facilities(&self) -> &AttachedFacilities {
        &self.attached
    }

    /// The connected parts of the network as this walker sees it, unknowns passing.
    pub fn components(&self) -> &Components {
        &self.components
    }

    /// The origins' places on the network, and the facilities next door to them.
    pub fn attach(&self, origins: &Origins) -> AttachedOrigins {
        let none = Barriers::default();
        let barriers = self.study.barriers.unwrap_or(&none);
        let direct = self.study.parameters.direct;
        AttachedOrigins::new(origins, &self.snapper, &self.attached, direct, barriers)
    }

    /// The nearest facility of each category for every origin, at best and for certain.
    pub(super) fn nearest(
        &self,
        categories: &[&Category],
        origins: &AttachedOrigins,
        mut before: impl FnMut(usize) -> Result<(), crate::error::StudyError>,
    ) -> Result<Vec<Nearest>, crate::error::StudyError> {
        let mut search = Search::new(&self.graph);
        let mut surely = self.certain.as_ref().map(Search::new);
        let mut found = Vec::with_capacity(categories.len());
        for (at, category) in categories.iter().enumerate() {
            before(at)?;
            let best = self
                .accessibility()
                .nearest_with(&mut search, category, origins);
            let certain = surely.as_mut().map_or_else(Vec::new, |surely| {
                self.certain().nearest_with(surely, category, origins)
            });
            found.push([best, certain]);
        }
        Ok(found)
    }
}
