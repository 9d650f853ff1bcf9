//! The work itself: search once per category, then judge every origin.

use std::sync::{Arc, OnceLock};

use super::{
    Study,
    indoor::Indoor,
    walker::{Found, Layer, Walker},
};
use crate::{
    access::Accessibility,
    area::Areas,
    category::Category,
    components::Components,
    coverage::Coverage,
    error::StudyError,
    facility::FacilityId,
    length::Length,
    norm::NormSet,
    origin::{Origins, WeightColumn},
    profile::Profile,
    score::{AreaScores, AreaTally, Finding, Judge, RestRows, Row},
    snap::{AttachedFacilities, AttachedOrigins, Snapper},
};

/// A study ready to score: nothing in it depends on the origins.
pub struct Prepared<'a> {
    pub(crate) study: Study<'a>,
    /// The first counts where only one is asked for; there always is one.
    first: Walker<'a>,
    others: Vec<Walker<'a>>,
    /// The first facility by rank in each building and complex, found when somebody asks.
    pub(super) indoor: OnceLock<Indoor>,
}

/// Origins scored for one profile: rows in order of origin, then norm.
#[derive(Clone, Debug)]
pub struct Scored<'a> {
    /// Who walks.
    pub profile: Profile,
    /// One row per origin and norm that applies to it.
    pub rows: Vec<Row>,
    /// Where the origins are on the network.
    pub attached: AttachedOrigins,
    /// What rests make of the rows, where the study asks for them.
    pub rests: Option<RestRows>,
    pub(super) norms: &'a NormSet,
    pub(super) origins: &'a Origins,
}

impl Scored<'_> {
    /// Adds the rows up by area, for every level and weight.
    pub fn areas(&self, areas: &Areas) -> AreaScores {
        self.areas_by(areas, self.origins.weights())
    }

    /// The same with other columns of weights, which must have a value per origin: what if people
    /// lived elsewhere?
    pub fn areas_by(&self, areas: &Areas, weights: &[WeightColumn]) -> AreaScores {
        let mut tally = AreaTally::new(self.norms, self.origins, areas, weights);
        tally.add(&self.rows, self.rests.as_ref());
        tally.finish()
    }
}

impl<'a> Prepared<'a> {
    pub(super) fn new(study: Study<'a>) -> Self {
        let base = match study.groundwork {
            Some(laid) => Arc::clone(&laid.base),
            None => Arc::new(Components::new(study.network, &Profile::ADULT)),
        };
        let first = Walker::new(&study, &study.profile, &base);
        let others = study.others.iter();
        Prepared {
            others: others.map(|own| Walker::beside(&first, own)).collect(),
            indoor: OnceLock::new(),
            first,
            study,
        }
    }

    /// A study whose walkers are made already; nothing where nobody walks.
    pub(super) fn placed(study: Study<'a>, walkers: Vec<Walker<'a>>) -> Option<Self> {
        let mut walkers = walkers.into_iter();
        Some(Prepared {
            first: walkers.next()?,
            others: walkers.collect(),
            indoor: OnceLock::new(),
            study,
        })
    }

    /// The study.
    pub fn study(&self) -> &Study<'a> {
        &self.study
    }

    /// Everybody who walks, in the order of the study's profiles.
    pub fn walkers(&self) -> impl Iterator<Item = &Walker<'a>> + Clone {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The walker of the study's first profile.
    pub fn walker(&self) -> &Walker<'a> {
        &self.first
    }

    /// Measures distances for the study's first profile, for questions that are no norms.
    pub fn accessibility(&self) -> Accessibility<'_> {
        self.first.accessibility()
    }

    /// Attaches doors for the study's first profile.
    pub fn snapper(&self) -> &Snapper<'a> {
        self.first.snapper()
    }

    /// The facilities' places on the network, for the study's first profile.
    pub fn facilities(&self) -> &AttachedFacilities {
        self.first.facilities()
    }

    /// The connected parts of the network as the study's first profile sees it.
    pub fn components(&self) -> &Components {
        self.first.components()
    }

    /// The origins' places on the network, and the facilities next door to them, for the study's
    /// first profile.
    pub fn attach(&self, origins: &Origins) -> AttachedOrigins {
        self.first.attach(origins)
    }

    /// Scores every origin against every norm that applies to it, for the study's first profile.
    ///
    /// # Errors
    /// [`StudyError::UnknownCategory`] when a norm that applies asks for a category that the study
    /// holds no layer of; [`StudyError::Interrupted`] when the caller asked to stop.
    pub fn score<'o>(&self, origins: &'o Origins) -> Result<Scored<'o>, StudyError>
    where
        'a: 'o,
    {
        self.check_categories(origins)?;
        self.score_for(&self.first, None, origins, (0, 1))
    }

    /// Scores every origin against every norm that applies to it, for every profile of the study.
    ///
    /// # Errors
    /// As [`Prepared::score`].
    pub fn score_each<'o>(&self, origins: &'o Origins) -> Result<Vec<Scored<'o>>, StudyError>
    where
        'a: 'o,
    {
        self.check_categories(origins)?;
        let count = 1 + self.others.len();
        let mut each: Vec<Scored<'o>> = Vec::with_capacity(count);
        for (at, walker) in self.walkers().enumerate() {
            let first = each.first().map(|first| &first.attached);
            let scored = self.score_for(walker, first, origins, (at, count))?;
            each.push(scored);
        }
        Ok(each)
    }

    /// Scores for one walker, of so many, given where the first one's doors are.
    fn score_for<'o>(
        &self,
        walker: &Walker<'a>,
        first: Option<&AttachedOrigins>,
        origins: &'o Origins,
        (at, count): (usize, usize),
    ) -> Result<Scored<'o>, StudyError>
    where
        'a: 'o,
    {
        let each = self.study.norms.categories().len() + 2;
        self.report("snap", at * each, count * each)?;
        let (attached, ()) = crate::parallel::both(
            || self.attach_for(walker, first, origins),
            || walker.make_graphs(),
        );
        self.score_attached(walker, (origins, attached), (at, count))
    }

    /// The places of origins for a walker, given those for the first one.
    pub(super) fn attach_for(
        &self,
        walker: &Walker<'a>,
        first: Option<&AttachedOrigins>,
        origins: &Origins,
    ) -> AttachedOrigins {
        match first {
            Some(first) => walker.attach_beside((&self.first, first), origins),
            None => walker.attach(origins),
        }
    }

    /// Scores for one walker, of so many, origins whose places are known.
    pub(super) fn score_attached<'o>(
        &self,
        walker: &Walker<'a>,
        (origins, attached): (&'o Origins, AttachedOrigins),
        (at, count): (usize, usize),
    ) -> Result<Scored<'o>, StudyError>
    where
        'a: 'o,
    {
        let norms = self.study.norms;
        let categories = norms.categories();
        let each = categories.len() + 2;
        let report = |what, done| self.report(what, at * each + done, count * each);
        let nearest = walker.nearest(&categories, &attached, |done| report("search", done + 1))?;
        report("score", each - 1)?;
        let indoor = self.indoor();
        let place = |category: &Category| categories.iter().position(|c| *c == category);
        let places: Vec<Option<usize>> = norms
            .norms()
            .iter()
            .map(|norm| norm.category().and_then(place))
            .collect();
        let rows = crate::parallel::map(origins.len(), |origin| {
            let street = |norm: usize| {
                let found = places[norm].and_then(|at| nearest.get(at));
                found.map_or_else(Found::default, |own| own.of(origin))
            };
            self.judge(walker, (origins, &attached, origin), indoor, street)
        });
        let rows: Vec<Row> = rows.into_iter().flatten().collect();
        let rests = self.rests(walker, (origins, &attached), &rows);
        report("score", each)?;
        Ok(Scored {
            profile: walker.profile().clone(),
            rows,
            attached,
            rests,
            norms,
            origins,
        })
    }

    /// The rows of one origin, given its answer at best and for certain for each simple norm.
    pub(crate) fn judge(
        &self,
        walker: &Walker<'_>,
        (origins, attached, origin): (&Origins, &AttachedOrigins, usize),
        indoor: &Indoor,
        found: impl Fn(usize) -> Found,
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
                let parts: Vec<&Row> = rows.iter().filter(part).collect();
                let row = judge.composite(id, &norm.test, &parts);
                rows.push(row);
                continue;
            };
            let inside = norm
                .indoor
                .then(|| self.inside(indoor, category, origins, origin));
            let inside = inside.flatten();
            let found = found(number);
            let [answer, certain] =
                [found.best, found.certain].map(|street| inside.into_iter().chain(street).min());
            let walks = answer.is_some_and(|answer| answer.street.is_some());
            let layer = walker.layers.get(category);
            let coverage = self.study.coverage.get(category);
            let finding = Finding {
                answer,
                certain,
                unknown_mm: if walks { found.unknown_mm } else { 0 },
                coverage_mm: coverage.and_then(|c| self.to_edge(c, origins, origin)),
                unsnapped_mm: layer.and_then(|l| self.to_unsnapped(l, origins, origin)),
                extent_mm,
                extent_known: self.study.extent.is_some(),
                snapped: !attached.of(origin).is_empty(),
                reachable: layer.is_some_and(|l| reaches(walker, l, attached, origin)),
            };
            let facility = answer.map(|answer| walker.attached.facility_of_door(answer.door));
            rows.push(judge.simple(id, norm, &finding, facility));
        }
        rows
    }

    pub(super) fn to_edge(
        &self,
        known: &Coverage,
        origins: &Origins,
        origin: usize,
    ) -> Option<u32> {
        let doors = origins.doors(origin).iter();
        doors
            .filter_map(|door| known.straight_mm(*door, self.study.horizon()))
            .min()
    }

    pub(super) fn to_unsnapped(
        &self,
        layer: &Layer,
        origins: &Origins,
        origin: usize,
    ) -> Option<u32> {
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

    pub(super) fn check_categories(&self, origins: &Origins) -> Result<(), StudyError> {
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

    pub(super) fn report(&self, what: &str, done: usize, of: usize) -> Result<(), StudyError> {
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

/// Whether an origin's component holds a facility of a layer.
fn reaches(walker: &Walker<'_>, layer: &Layer, attached: &AttachedOrigins, origin: usize) -> bool {
    let mut parts = attached
        .of(origin)
        .iter()
        .filter_map(|a| walker.components.of(a.edge));
    parts.any(|part| layer.reaching[part])
}
