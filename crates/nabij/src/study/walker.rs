//! One walker of a study: what does not depend on the origins.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};

use super::Study;
use crate::{
    access::{Accessibility, Answer},
    barrier::Barriers,
    category::Category,
    components::Components,
    error::StudyError,
    facility::FacilityId,
    forest::Forest,
    length::Length,
    origin::Origins,
    profile::{Pass, Profile},
    rest::RestPoints,
    route::{Route, Step},
    search::{Graph, Search},
    segments::SegmentIndex,
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
    pub(super) components: Arc<Components>,
    usable: Arc<Usable>,
    /// What can be used at best, made when somebody searches.
    graph: OnceLock<Arc<Graph>>,
    /// What can be used for certain; none where nothing is in doubt.
    certain: Option<OnceLock<Arc<Graph>>>,
    pub(super) rest_points: OnceLock<RestPoints>,
    pub(super) layers: BTreeMap<Category, Layer>,
    pub(super) study: Study<'a>,
}

/// What is known of one category's facilities as a whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Layer {
    /// Per component of the profile's network: whether it holds one.
    pub reaching: Vec<bool>,
    /// Those that are not on the network.
    pub unsnapped: Vec<FacilityId>,
}

/// What was found for one category, per origin.
#[derive(Default)]
pub(super) struct Nearest {
    /// The best answer, unknowns passing.
    best: Vec<Option<Answer>>,
    /// The best answer for certain; none where nothing is in doubt: then it is the best.
    certain: Option<Vec<Option<Answer>>>,
    /// Mm of the walk at best along edges that cannot be used for certain.
    unknown: Vec<Option<u32>>,
}

impl Nearest {
    /// What is known of one origin.
    pub fn of(&self, origin: usize) -> Found {
        let answer = |all: &Vec<Option<Answer>>| all.get(origin).copied().flatten();
        Found {
            best: answer(&self.best),
            certain: answer(self.certain.as_ref().unwrap_or(&self.best)),
            unknown_mm: self.unknown.get(origin).copied().flatten().unwrap_or(0),
        }
    }
}

/// What was found for one origin and category.
#[derive(Clone, Copy, Default)]
pub(crate) struct Found {
    pub best: Option<Answer>,
    pub certain: Option<Answer>,
    pub unknown_mm: u32,
}

impl<'a> Walker<'a> {
    /// The walker that others go beside. `base` are the components of the base walkable network.
    pub(super) fn new(study: &Study<'a>, profile: &Profile, base: &Components) -> Self {
        let doors = |usable: &Usable| {
            let index = match study.groundwork {
                Some(laid) => Arc::clone(&laid.segments),
                None => Arc::new(SegmentIndex::new(study.network.segments())),
            };
            let snapper = Snapper::of_usable(
                (study.network, index),
                usable,
                base,
                study.parameters.min_component,
                study.parameters.max_snap,
            );
            let snapper = match study.parameters.named_street {
                Length::ZERO => snapper, // names are not asked for
                reach => snapper.named_street(reach),
            };
            let barriers = study.barriers.filter(|_| study.parameters.barred_legs);
            let snapper = match barriers {
                Some(barriers) => snapper.barred_by(barriers),
                None => snapper,
            };
            (AttachedFacilities::new(study.facilities, &snapper), snapper)
        };
        Self::with_doors(study, profile, doors)
    }

    /// One more: its doors are looked for anew only where the first one's will not do.
    pub(super) fn beside(first: &Walker<'a>, profile: &Profile) -> Self {
        let study = &first.study;
        let doors = |usable: &Usable| {
            let snapper = first.snapper.for_usable(usable);
            let attached = if usable.is_within(&first.usable) {
                AttachedFacilities::like(&first.attached, study.facilities, &snapper)
            } else {
                AttachedFacilities::new(study.facilities, &snapper)
            };
            (attached, snapper)
        };
        Self::with_doors(study, profile, doors)
    }

    fn with_doors(
        study: &Study<'a>,
        profile: &Profile,
        doors: impl FnOnce(&Usable) -> (AttachedFacilities, Snapper<'a>) + Send,
    ) -> Self {
        let network = study.network;
        let laid = study.groundwork.and_then(|laid| laid.of(profile));
        let known = laid.map(|own| Arc::clone(&own.usable));
        let usable = known.unwrap_or_else(|| Arc::new(Usable::new(network, profile)));
        let components = || match laid {
            Some(own) => Arc::clone(&own.components),
            None => Arc::new(Components::of_usable(network, &usable)),
        };
        let ((attached, snapper), components) =
            crate::parallel::both(|| doors(&usable), components);
        let made =
            |graph: Option<&Arc<Graph>>| graph.cloned().map_or_else(OnceLock::new, OnceLock::from);
        let certain = laid.and_then(|own| own.certain.as_ref());
        let layer = |category: &Category| {
            let ranks = attached.of_category(study.facilities, category);
            let edges = ranks.map(|rank| attached.attachment(rank).edge);
            // Gates lie on the network: who cannot walk there knows that.
            let at_doors = |id: FacilityId| {
                let mut doors = study.facilities.get(id).doors.iter();
                doors.any(|door| door.gate.is_none())
            };
            let off = |id: &FacilityId| attached.of(*id).is_empty() && at_doors(*id);
            Layer {
                reaching: components.reaching(edges),
                unsnapped: study.facilities.of(category).filter(off).collect(),
            }
        };
        let categories = study.norms.categories().into_iter();
        Walker {
            layers: categories.map(|one| (one.clone(), layer(one))).collect(),
            profile: profile.clone(),
            certain: (!usable.is_certain()).then(|| made(certain)),
            graph: made(laid.map(|own| &own.graph)),
            rest_points: OnceLock::new(),
            snapper,
            attached,
            components,
            usable,
            study: study.clone(),
        }
    }

    /// One whose doors have their places already.
    pub(super) fn placed(
        study: &Study<'a>,
        profile: &Profile,
        attached: AttachedFacilities,
        components: Components,
        (layers, rest_points): (BTreeMap<Category, Layer>, Option<RestPoints>),
    ) -> Self {
        let usable = Usable::new(study.network, profile);
        Walker {
            profile: profile.clone(),
            snapper: Snapper::nowhere(study.network),
            certain: (!usable.is_certain()).then(OnceLock::new),
            graph: OnceLock::new(),
            rest_points: rest_points.map_or_else(OnceLock::new, OnceLock::from),
            attached,
            components: Arc::new(components),
            usable: Arc::new(usable),
            layers,
            study: study.clone(),
        }
    }

    /// What can be used at best.
    fn graph(&self) -> &Graph {
        let make = || Graph::of_usable(self.study.network, &self.usable, Pass::Unknown);
        self.graph.get_or_init(|| Arc::new(make()))
    }

    /// What can be used for certain, where that is less.
    fn certain_graph(&self) -> Option<&Graph> {
        let make = || Graph::of_usable(self.study.network, &self.usable, Pass::Yes);
        Some(self.certain.as_ref()?.get_or_init(|| Arc::new(make())))
    }

    /// Makes what searches need, on all threads.
    pub(super) fn make_graphs(&self) {
        crate::parallel::both(|| self.graph(), || self.certain_graph());
    }

    /// Who walks.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Measures distances for this walker, unknowns passing.
    pub fn accessibility(&self) -> Accessibility<'_> {
        self.on(self.graph())
    }

    /// Measures distances on what this walker can use for certain.
    pub fn certain(&self) -> Accessibility<'_> {
        self.on(self.certain_graph().unwrap_or_else(|| self.graph()))
    }

    /// Whether something that is not known of the streets could change a distance.
    pub fn has_doubts(&self) -> bool {
        self.certain.is_some()
    }

    pub(super) fn usable(&self) -> &Usable {
        &self.usable
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

    /// The same, given the places that the first walker's doors have.
    pub(super) fn attach_beside(
        &self,
        first: (&Walker<'_>, &AttachedOrigins),
        origins: &Origins,
    ) -> AttachedOrigins {
        let (walker, attached) = first;
        if self.usable.is_within(&walker.usable) {
            AttachedOrigins::like(attached, origins, &self.snapper)
        } else {
            self.attach(origins)
        }
    }

    /// How far one walk at best leads along edges that cannot be used for certain, of the first of
    /// these origins.
    pub(super) fn unknown_of(&self, origins: &AttachedOrigins, best: Answer) -> Option<u32> {
        let (_, at) = best.street?;
        let home = origins.of(0).get(at as usize)?;
        let steps = Route::new(&self.accessibility(), home, best)?.steps;
        Some(
            steps
                .into_iter()
                .fold(0, |sum: u32, step| sum.saturating_add(self.in_doubt(step))),
        )
    }

    /// The length of a step, where it is not certain that this walker can make it.
    pub(super) fn in_doubt(&self, step: Step) -> u32 {
        let [forward, backward] = self.usable.ways(step.edge);
        let pass = if step.start <= step.end {
            forward
        } else {
            backward
        };
        if pass == Pass::Unknown {
            step.length().mm()
        } else {
            0
        }
    }

    /// How far each walk at best leads along edges that cannot be used for certain.
    fn unknown(
        &self,
        forest: &Forest<'_>,
        origins: &AttachedOrigins,
        best: &[Option<Answer>],
    ) -> Vec<Option<u32>> {
        let before = |after: &u32, _, step| after.saturating_add(self.in_doubt(step));
        forest.carry(origins, best, |_, step| self.in_doubt(step), before)
    }

    /// The nearest facility of each category for every origin, at best and for certain.
    pub(super) fn nearest(
        &self,
        categories: &[&Category],
        origins: &AttachedOrigins,
        mut before: impl FnMut(usize) -> Result<(), StudyError>,
    ) -> Result<Vec<Nearest>, StudyError> {
        self.make_graphs();
        let mut search = Search::new(self.graph());
        let mut surely = self.certain_graph().map(Search::new);
        let mut found = Vec::with_capacity(categories.len());
        for (at, category) in categories.iter().enumerate() {
            before(at)?;
            let best = self
                .accessibility()
                .nearest_with(&mut search, category, origins);
            let Some(surely) = surely.as_mut() else {
                found.push(Nearest {
                    best,
                    ..Nearest::default()
                });
                continue;
            };
            let ranks = self.attached.of_category(self.study.facilities, category);
            let forest = Forest::grown(&self.accessibility(), &search, ranks);
            found.push(Nearest {
                certain: Some(self.certain().nearest_with(surely, category, origins)),
                unknown: self.unknown(&forest, origins, &best),
                best,
            });
        }
        Ok(found)
    }
}
