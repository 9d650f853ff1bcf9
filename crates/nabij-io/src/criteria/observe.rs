//! Evidence: what walks say of origins, from a scored study.

use std::collections::{BTreeMap, btree_map::Entry};

use nabij::{
    Along, AreaScores, Category, Length, Lights, Point, Row, Scored, Verdict, Weight,
    criteria::{Catalogue, Demand, Evidence, Reach, Seen, Unknown},
};

use super::{
    norms::{COMPLEX, large, norm_id},
    routes::Routes,
};
use crate::{city::City, error::JobError, job::Job};

/// The lit network, by the category of lamps and how far they light.
type Lit = BTreeMap<(String, u32), Lights>;

/// What is asked of walks, and with what.
pub(super) struct Observer<'o, 'c> {
    pub job: &'o Job<'c>,
    pub routes: &'o Routes,
    /// Supply by category and id.
    pub supply: &'o BTreeMap<(Category, String), f64>,
}

impl<'c> Observer<'_, 'c> {
    fn city(&self) -> &'c City {
        self.job.city
    }

    /// Which origins count, and where.
    pub fn counted(city: &City, areas: Option<&AreaScores>) -> Evidence {
        let origins = &city.origins;
        Evidence {
            counts: (0..origins.len())
                .map(|at| origins.kind(at) != Some(COMPLEX))
                .collect(),
            area_of: areas.map_or_else(|| vec![None; origins.len()], |own| own.area_of.clone()),
            seen: BTreeMap::new(),
        }
    }

    /// Finds out all that a catalogue demands and is not known yet.
    pub fn observe(&self, catalogue: &Catalogue, evidence: &mut Evidence) -> Result<(), JobError> {
        let nowhere = self.city().streets.network.edge_count() == 0;
        let mut lit = Lit::new();
        for demand in catalogue.demands() {
            let walks = !matches!(demand, Demand::Routes { .. });
            if nowhere && walks {
                let missing = Unknown::Layer("streets".to_owned());
                evidence.seen.insert(demand, Seen::Missing(missing));
                continue;
            }
            if let Entry::Vacant(unseen) = evidence.seen.entry(demand) {
                let seen = self.seen(unseen.key(), &mut lit)?;
                unseen.insert(seen);
            }
        }
        Ok(())
    }

    fn seen(&self, demand: &Demand, lit: &mut Lit) -> Result<Seen, JobError> {
        let missing = |category: &str| Ok(Seen::Missing(Unknown::Layer(category.to_owned())));
        match demand {
            Demand::Reach {
                profile,
                category,
                min_area_m2,
            } => {
                let Some(scored) = self.scored(profile.as_deref()) else {
                    return missing(category);
                };
                let found = match min_area_m2 {
                    None => self.reach(scored, category),
                    Some(least) => {
                        let [surely, maybe] = large(category, *least);
                        let surely = self.reach(scored, &surely);
                        match (surely, self.reach(scored, &maybe)) {
                            (Some(surely), Some(maybe)) => Some(between(surely, &maybe)),
                            (surely, _) => surely,
                        }
                    }
                };
                found.map_or_else(|| missing(category), |reach| Ok(Seen::Reach(reach)))
            }
            Demand::Seats { category, gap_mm } => {
                if !self.knows("bench") {
                    return missing("bench");
                }
                let Some(norm) = self.norm(category) else {
                    return missing(category);
                };
                let gap = Length::millimetres(*gap_mm);
                let prepared = &self.job.prepared;
                Ok(Seen::Along(prepared.seats_along(
                    &self.job.scored,
                    norm,
                    gap,
                )))
            }
            Demand::Light {
                category,
                lamps,
                radius_mm,
            } => {
                let Some(norm) = self.norm(category) else {
                    return missing(category);
                };
                let known = self.knows(lamps);
                // One network is lit the same way wherever one goes.
                let lights = lit
                    .entry((lamps.clone(), *radius_mm))
                    .or_insert_with(|| self.lights(lamps, *radius_mm));
                let along = self
                    .job
                    .prepared
                    .light_along(&self.job.scored, norm, lights);
                let any = |part: &Along| part.unknown_mm < part.whole_mm;
                if !known && !along.iter().flatten().any(any) {
                    return missing(lamps);
                }
                Ok(Seen::Along(along))
            }
            Demand::Detour { category } => match self.norm(category) {
                Some(norm) => Ok(Seen::Ratio(self.detours(norm))),
                None => missing(category),
            },
            Demand::Pairs { category, limit_mm } => {
                let Ok(name) = Category::new(category.clone()) else {
                    return missing(category);
                };
                if !self.knows(category) {
                    return missing(category);
                }
                let limit = Length::millimetres(*limit_mm);
                let pairs = self
                    .job
                    .prepared
                    .pairs(&self.job.scored, &name, limit, false)?;
                let supply = self.city().facilities.of(&name).map(|id| {
                    let facility = self.city().facilities.get(id);
                    let own = self.supply.get(&(name.clone(), facility.id.clone()));
                    let own = own.and_then(|own| Weight::new(*own).ok());
                    own.unwrap_or(Weight::UNKNOWN)
                });
                let supply = supply.collect();
                let origins = &self.city().origins;
                let coverage = self.city().coverage.get(&name);
                let ends = |at: usize| {
                    let edge = coverage.and_then(|own| own.straight_mm(origins.place(at), limit));
                    edge.is_some()
                };
                Ok(Seen::Pairs {
                    pairs,
                    supply,
                    open: (0..origins.len()).map(ends).collect(),
                })
            }
            Demand::Routes { spacing_mm } => {
                if self.routes.is_empty() {
                    return Ok(Seen::Missing(Unknown::Routes));
                }
                Ok(Seen::Routes(self.routes.parts(spacing_mm)))
            }
        }
    }

    fn knows(&self, category: &str) -> bool {
        Category::new(category).is_ok_and(|own| self.city().facilities.knows(&own))
    }

    /// Where lamps of a category, as far as there are any, and tags light the network.
    fn lights(&self, lamps: &str, radius_mm: u32) -> Lights {
        let city = self.city();
        let places = places(city, lamps).unwrap_or_default();
        let complete = Category::new(lamps).ok();
        let complete = complete.and_then(|lamps| city.coverage.get(&lamps));
        let radius = Length::millimetres(radius_mm);
        Lights::new(&city.streets.network, &places, radius, complete)
    }

    fn norm(&self, category: &str) -> Option<usize> {
        self.city().norms.position(&norm_id(category))
    }

    /// What was scored for a profile; for the study's first without one.
    pub fn scored(&self, profile: Option<&str>) -> Option<&Scored<'c>> {
        let others = self.job.others.iter().map(|other| &other.scored);
        let mut all = std::iter::once(&self.job.scored).chain(others);
        match profile {
            None => all.next(),
            Some(name) => all.find(|own| own.profile.id() == name),
        }
    }

    fn rows<'r>(
        &self,
        scored: &'r Scored<'c>,
        norm: usize,
    ) -> impl Iterator<Item = &'r Row> + use<'r, 'c> {
        let rows = scored.rows.iter();
        rows.filter(move |row| usize::from(row.norm) == norm)
    }

    fn reach(&self, scored: &Scored<'c>, category: &str) -> Option<Vec<Reach>> {
        let norm = self.norm(category)?;
        let mut all = vec![Reach::default(); self.city().origins.len()];
        for row in self.rows(scored, norm) {
            if let Some(reach) = all.get_mut(row.origin as usize) {
                *reach = Reach {
                    low: row.low.map(Length::mm),
                    high: row.high.map(Length::mm),
                    snapped: row.verdict != Verdict::Unsnapped,
                };
            }
        }
        Some(all)
    }

    /// Walking distance over the straight line from door to door.
    fn detours(&self, norm: usize) -> Vec<Option<f64>> {
        let city = self.city();
        let mut all = vec![None; city.origins.len()];
        for row in self.rows(&self.job.scored, norm) {
            let Some((answer, facility)) = row.answer.zip(row.facility) else {
                continue;
            };
            let from = city.origins.place(row.origin as usize);
            let doors = city.facilities.get(facility).doors.iter();
            let straight = doors.map(|door| {
                let (dx, dy) = (
                    f64::from(door.point.x) - f64::from(from.x),
                    f64::from(door.point.y) - f64::from(from.y),
                );
                dx.hypot(dy)
            });
            let straight = straight.fold(f64::INFINITY, f64::min);
            if let Some(own) = all.get_mut(row.origin as usize).filter(|_| straight > 0.0) {
                *own = Some(f64::from(answer.mm) / straight);
            }
        }
        all
    }
}

/// The first doors of a category's facilities; none where there is no such layer.
pub(super) fn places(city: &City, category: &str) -> Option<Vec<Point>> {
    let category = Category::new(category).ok()?;
    if !city.facilities.knows(&category) {
        return None;
    }
    let all = city
        .facilities
        .of(&category)
        .map(|id| city.facilities.get(id));
    Some(
        all.filter_map(|one| Some(one.doors.first()?.point))
            .collect(),
    )
}

/// What is surely so at most, and may be so at least.
fn between(surely: Vec<Reach>, maybe: &[Reach]) -> Vec<Reach> {
    let both = surely.into_iter().zip(maybe);
    both.map(|(surely, maybe)| Reach {
        low: maybe.low,
        ..surely
    })
    .collect()
}
