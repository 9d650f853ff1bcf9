//! The work itself: search once per category, then judge every origin.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Study;
use crate::{
    access::{Accessibility, Answer, How},
    area::Areas,
    barrier::Barriers,
    category::Category,
    components::Components,
    coverage::Coverage,
    error::StudyError,
    facility::FacilityId,
    length::Length,
    norm::NormSet,
    origin::{Origins, WeightColumn},
    profile::Profile,
    score::{AreaScores, Finding, Judge, Row},
    search::Graph,
    snap::{AttachedFacilities, AttachedOrigins, Snapper},
};

/// A study ready to score: nothing in it depends on the origins.
pub struct Prepared<'a> {
    pub(crate) study: Study<'a>,
    pub(crate) snapper: Snapper<'a>,
    pub(crate) attached: AttachedFacilities,
    components: Components,
    graph: Graph,
    layers: BTreeMap<Category, Layer>,
}

/// What is known of one category's facilities as a whole.
struct Layer {
    /// Per component of the profile's network: whether it holds one.
    reaching: Vec<bool>,
    /// Those that are not on the network.
    unsnapped: Vec<FacilityId>,
}

/// Scored origins: rows in order of origin, then norm.
#[derive(Clone, Debug)]
pub struct Scored<'a> {
    /// One row per origin and norm that applies to it.
    pub rows: Vec<Row>,
    /// Where the origins are on the network.
    pub attached: AttachedOrigins,
    norms: &'a NormSet,
    origins: &'a Origins,
}

impl Scored<'_> {
    /// Adds the rows up by area, for every level and weight.
    pub fn areas(&self, areas: &Areas) -> AreaScores {
        self.areas_by(areas, self.origins.weights())
    }

    /// The same with other columns of weights, which must have a value per origin: what if people
    /// lived elsewhere?
    pub fn areas_by(&self, areas: &Areas, weights: &[WeightColumn]) -> AreaScores {
        AreaScores::new(&self.rows, self.norms, self.origins, areas, weights)
    }
}

impl<'a> Prepared<'a> {
    pub(super) fn new(study: Study<'a>) -> Self {
        let doors = || {
            let base = Components::new(study.network, &Profile::ADULT);
            let snapper = Snapper::new(
                study.network,
                &study.profile,
                &base,
                study.parameters.min_component,
                study.parameters.max_snap,
            )
            .named_street(study.parameters.named_street);
            let barriers = study.barriers.filter(|_| study.parameters.barred_legs);
            let snapper = match barriers {
                Some(barriers) => snapper.barred_by(barriers),
                None => snapper,
            };
            (AttachedFacilities::new(study.facilities, &snapper), snapper)
        };
        let graph = || Graph::new(study.network, &study.profile);
        let ((attached, snapper), graph) = crate::parallel::both(doors, graph);
        let components = Components::new(study.network, &study.profile);
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
        let layers = categories.map(|category| (category.clone(), layer(category)));
        Prepared {
            layers: layers.collect(),
            graph,
            snapper,
            attached,
            components,
            study,
        }
    }

    /// Measures distances for this study's profile, for questions that are no norms.
    pub fn accessibility(&self) -> Accessibility<'_> {
        Accessibility {
            network: self.study.network,
            graph: &self.graph,
            facilities: self.study.facilities,
            attached: &self.attached,
            horizon: self.study.horizon(),
        }
    }

    /// Attaches doors for this study's profile.
    pub fn snapper(&self) -> &Snapper<'a> {
        &self.snapper
    }

    /// The facilities' places on the network.
    pub fn facilities(&self) -> &AttachedFacilities {
        &self.attached
    }

    /// The connected parts of the network as the profile sees it.
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

    /// Scores every origin against every norm that applies to it.
    ///
    /// # Errors
    /// [`StudyError::UnknownCategory`] when a norm that applies asks for a category that the study
    /// holds no layer of; [`StudyError::Interrupted`] when the caller asked to stop.
    pub fn score<'o>(&self, origins: &'o Origins) -> Result<Scored<'o>, StudyError>
    where
        'a: 'o,
    {
        self.check_categories(origins)?;
        let norms = self.study.norms;
        let categories = norms.categories();
        let steps = categories.len() + 2;
        self.report("snap", 0, steps)?;
        let attached = self.attach(origins);
        let access = self.accessibility();
        let mut search = crate::search::Search::new(&self.graph);
        let mut nearest: Vec<Vec<Option<Answer>>> = Vec::new();
        for (done, category) in categories.iter().enumerate() {
            self.report("search", done + 1, steps)?;
            nearest.push(access.nearest_with(&mut search, category, &attached));
        }
        self.report("score", steps - 1, steps)?;
        let indoor = self.indoor();
        let place = |category: &Category| categories.iter().position(|c| *c == category);
        let places: Vec<Option<usize>> = norms
            .norms()
            .iter()
            .map(|norm| norm.category().and_then(place))
            .collect();
        let rows = crate::parallel::map(origins.len(), |origin| {
            let street = |norm: usize| places[norm].and_then(|at| nearest[at][origin]);
            self.judge(origins, &attached, origin, &indoor, street)
        });
        self.report("score", steps, steps)?;
        Ok(Scored {
            rows: rows.into_iter().flatten().collect(),
            attached,
            norms,
            origins,
        })
    }

    /// The rows of one origin, given its best answer for each simple norm.
    pub(crate) fn judge(
        &self,
        origins: &Origins,
        attached: &AttachedOrigins,
        origin: usize,
        indoor: &Indoor,
        answer: impl Fn(usize) -> Option<Answer>,
    ) -> Vec<Row> {
        let norms = self.study.norms.norms();
        let judge = Judge {
            horizon: self.study.horizon(),
            near: self.study.parameters.near,
        };
        let extent_mm = self
            .study
            .extent
            .and_then(|e| self.to_edge(e, origins, origin));
        let mut rows: Vec<Row> = Vec::with_capacity(norms.len());
        for (number, norm) in norms.iter().enumerate() {
            if !norm.applies(origins.kind(origin)) {
                continue;
            }
            let id = (origin as u32, number as u16);
            let Some(category) = norm.category() else {
                let ids = norm.test.parts().map_or(&[][..], |(_, ids)| ids);
                let part = |row: &&Row| ids.contains(&norms[row.norm as usize].id);
                let parts: Vec<Row> = rows.iter().filter(part).copied().collect();
                rows.push(judge.composite(id, &norm.test, &parts));
                continue;
            };
            let inside = norm
                .indoor
                .then(|| self.inside(indoor, category, origins, origin));
            let answer = inside.flatten().into_iter().chain(answer(number)).min();
            let layer = self.layers.get(category);
            let coverage = self.study.coverage.get(category);
            let finding = Finding {
                answer,
                coverage_mm: coverage.and_then(|c| self.to_edge(c, origins, origin)),
                unsnapped_mm: layer.and_then(|l| self.to_unsnapped(l, origins, origin)),
                extent_mm,
                extent_known: self.study.extent.is_some(),
                snapped: !attached.of(origin).is_empty(),
                reachable: layer.is_some_and(|l| self.reaches(l, attached, origin)),
            };
            let facility = answer.map(|answer| self.attached.facility_of_door(answer.door));
            rows.push(judge.simple(id, norm, &finding, facility));
        }
        rows
    }

    /// The first facility by rank in each building and complex, for norms that count indoors.
    pub(crate) fn indoor(&self) -> Indoor {
        let mut indoor = Indoor::default();
        for (id, facility) in self.study.facilities.iter() {
            let mut note = |place: Place, name: &Option<String>| {
                if let Some(name) = name {
                    let key = (place, facility.category.clone(), name.clone());
                    indoor.0.entry(key).or_insert(id);
                }
            };
            note(Place::Building, &facility.building);
            note(Place::Complex, &facility.complex);
        }
        indoor
    }

    /// The answer indoors: a facility in the origin's own building or complex.
    fn inside(
        &self,
        indoor: &Indoor,
        category: &Category,
        origins: &Origins,
        origin: usize,
    ) -> Option<Answer> {
        let own = [
            (Place::Building, origins.building(origin)),
            (Place::Complex, origins.complex(origin)),
        ];
        let find = |(place, name): (Place, Option<&str>)| {
            let key = (place, category.clone(), name?.to_owned());
            indoor.0.get(&key).copied()
        };
        let facility = own.into_iter().filter_map(find).min()?;
        let (door, _) = self.study.facilities.doors(facility).next()?;
        Some(Answer {
            mm: 0,
            door,
            how: How::Indoor,
            street: None,
        })
    }

    fn reaches(&self, layer: &Layer, attached: &AttachedOrigins, origin: usize) -> bool {
        let mut parts = attached
            .of(origin)
            .iter()
            .filter_map(|a| self.components.of(a.edge));
        parts.any(|part| layer.reaching[part])
    }

    fn to_edge(&self, known: &Coverage, origins: &Origins, origin: usize) -> Option<u32> {
        let doors = origins.doors(origin).iter();
        doors
            .filter_map(|door| known.straight_mm(*door, self.study.horizon()))
            .min()
    }

    fn to_unsnapped(&self, layer: &Layer, origins: &Origins, origin: usize) -> Option<u32> {
        let horizon = u64::from(self.study.horizon().mm());
        let doors = |id: &FacilityId| self.study.facilities.get(*id).doors.iter();
        let mut least: Option<u64> = None;
        for door in layer.unsnapped.iter().flat_map(doors) {
            for home in origins.doors(origin) {
                let mm = home.distance_mm(door.point);
                least = Some(least.map_or(mm, |known| known.min(mm)));
            }
        }
        least.filter(|mm| *mm <= horizon).map(|mm| mm as u32)
    }

    fn check_categories(&self, origins: &Origins) -> Result<(), StudyError> {
        for norm in self.study.norms.norms() {
            let Some(category) = norm.category() else {
                continue;
            };
            let applies = || (0..origins.len()).any(|at| norm.applies(origins.kind(at)));
            if !self.study.facilities.knows(category) && applies() {
                let known: Vec<&str> = self
                    .study
                    .facilities
                    .categories()
                    .map(Category::as_str)
                    .collect();
                return Err(StudyError::UnknownCategory {
                    norm: norm.id.clone(),
                    category: category.to_string(),
                    known: known.join(", "),
                });
            }
        }
        Ok(())
    }

    fn report(&self, what: &str, done: usize, of: usize) -> Result<(), StudyError> {
        match self.study.progress {
            Some(progress) if !progress(what, done, of) => Err(StudyError::Interrupted),
            _ => Ok(()),
        }
    }

    /// How far searches look.
    pub fn horizon(&self) -> Length {
        self.study.horizon()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Building,
    Complex,
}

/// Facilities by the building and the complex they are in.
#[derive(Debug, Default)]
pub(crate) struct Indoor(FxHashMap<(Place, Category, String), FacilityId>);
