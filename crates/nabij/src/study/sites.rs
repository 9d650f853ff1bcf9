//! Who reaches what within a limit: the study's own facilities, and places for a new one.

#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use super::{Prepared, Scored, Walker};
use crate::{
    access::{Accessibility, Reached},
    barrier::Barriers,
    catchment::Pair,
    category::Category,
    error::StudyError,
    facility::{Facilities, FacilityId},
    length::Length,
    origin::Origins,
    snap::{AttachedFacilities, AttachedOrigins},
};

impl<'a> Prepared<'a> {
    /// Every pair of an origin and one of the study's facilities of a category within a limit,
    /// inclusively, for the walker that `scored` was made for: by origin, then facility.
    ///
    /// Distances are those of [rows](crate::Row) at best, what is not known of streets passing.
    /// Facilities are numbered within their category, from 0 by the byte order of their ids, as
    /// [`Facilities::of`] lists them. `indoor`: one in the origin's own building or complex is
    /// 0 mm away, as in a [norm that says so](crate::Norm::indoor).
    ///
    /// # Errors
    /// [`StudyError::Parameter`] when the limit is beyond the horizon; [`StudyError::NotFound`]
    /// when the study holds no layer of the category, and when nobody in it walks like the profile
    /// that was scored.
    ///
    /// ```
    /// use nabij::*;
    /// let p = |x, y| Point::new(x * 1000, y * 1000);
    /// let network = Network::builder().edge(p(0, 0), p(2000, 0), EdgeAttributes::default()).build()?;
    /// let gp = Category::new("gp")?;
    /// let facilities = Facilities::new([Facility::new("g1", gp.clone(), p(500, 3))])?;
    /// let limit = Length::metres(500);
    /// let norms = NormSet::new([Norm::new("gp").upper(limit)])?;
    /// let origins = Origins::new([Origin::new("west", p(10, 4)), Origin::new("east", p(1400, 4))])?
    ///     .weight("residents", vec![Weight::new(2.0)?, Weight::new(3.0)?])?;
    /// let residents = &origins.weights()[0].values;
    /// let study = Study::new(&network, &facilities, &norms).prepare()?;
    /// let scored = study.score(&origins)?;
    /// let pairs = study.pairs(&scored, &gp, limit, false)?;
    /// assert_eq!(pairs, [Pair { origin: 0, facility: 0, mm: 497_000 }]); // 4 + 490 + 3
    ///
    /// // Where would a second one bring most residents within the limit who are not?
    /// let site = |id, x| Facility::new(id, gp.clone(), p(x, 0));
    /// let sites = Facilities::new([site("a", 100), site("b", 1800)])?;
    /// let wanting: Vec<bool> = scored.rows.iter().map(|row| row.answer.is_none_or(|a| a.mm > limit.mm())).collect();
    /// let pairs = study.pairs_to(&scored, &sites, limit, false)?;
    /// let best = best_site(&pairs, residents, &wanting, limit).unwrap();
    /// assert_eq!((best.candidate, best.gained), (1, 3.0)); // "b": 4 + 400 m
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pairs(
        &self,
        scored: &Scored<'_>,
        category: &Category,
        limit: Length,
        indoor: bool,
    ) -> Result<Vec<Pair>, StudyError> {
        let walker = self.within(scored, limit)?;
        if !self.study.facilities.knows(category) {
            return Err(not_found("category", category.as_str()));
        }
        let own = || self.study.facilities.of(category);
        let access = walker.accessibility();
        let mut pairs = pairs(&access, &scored.attached, own(), limit);
        if indoor {
            inside(&mut pairs, scored.origins, self.study.facilities, own());
        }
        Ok(shortest(pairs))
    }

    /// The same for places that are no facilities yet: as if each of them were one of the study's.
    /// They are numbered over all of `candidates`, from 0, as [`Facilities::iter`] lists them.
    ///
    /// # Errors
    /// [`StudyError::Parameter`] and [`StudyError::NotFound`] as [`Prepared::pairs`].
    pub fn pairs_to(
        &self,
        scored: &Scored<'_>,
        candidates: &Facilities,
        limit: Length,
        indoor: bool,
    ) -> Result<Vec<Pair>, StudyError> {
        let walker = self.within(scored, limit)?;
        let attached = AttachedFacilities::new(candidates, walker.snapper());
        let none = Barriers::default();
        let barriers = self.study.barriers.unwrap_or(&none);
        let direct = self.study.parameters.direct;
        let origins = scored
            .attached
            .among(scored.origins, &attached, direct, barriers);
        let access = Accessibility {
            facilities: candidates,
            attached: &attached,
            ..walker.accessibility()
        };
        let all = || candidates.iter().map(|(id, _)| id);
        let mut pairs = pairs(&access, &origins, all(), limit);
        if indoor {
            inside(&mut pairs, scored.origins, candidates, all());
        }
        Ok(shortest(pairs))
    }

    /// Who was scored, where searches look as far as the limit.
    fn within(&self, scored: &Scored<'_>, limit: Length) -> Result<&Walker<'a>, StudyError> {
        if limit > self.horizon() {
            return Err(StudyError::Parameter {
                parameter: "limit",
                found: limit.to_string(),
                allowed: "at most the horizon",
            });
        }
        let mut walkers = self.walkers();
        let own = walkers.find(|own| own.profile() == &scored.profile);
        own.ok_or_else(|| not_found("profile", scored.profile.id()))
    }
}

fn not_found(what: &'static str, id: &str) -> StudyError {
    let id = id.to_owned();
    StudyError::NotFound { what, id }
}

/// Door to door, facilities numbered as they come.
fn pairs(
    access: &Accessibility<'_>,
    origins: &AttachedOrigins,
    facilities: impl Iterator<Item = FacilityId>,
    limit: Length,
) -> Vec<Pair> {
    let mut reached = Reached::new(access, origins);
    let mut pairs = Vec::new();
    for (facility, id) in (0..).zip(facilities) {
        let found = reached.origins(id, limit).into_iter();
        pairs.extend(found.map(|(origin, answer)| Pair {
            origin,
            facility,
            mm: answer.mm,
        }));
    }
    pairs
}

/// Adds those in an origin's own building or complex.
fn inside(
    pairs: &mut Vec<Pair>,
    origins: &Origins,
    facilities: &Facilities,
    numbered: impl Iterator<Item = FacilityId>,
) {
    let mut buildings: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    let mut complexes = buildings.clone();
    for (number, id) in (0..).zip(numbered) {
        let own = facilities.get(id);
        let places = [
            (&mut buildings, &own.building),
            (&mut complexes, &own.complex),
        ];
        for (held, name) in places {
            if let Some(name) = name {
                held.entry(name).or_default().push(number);
            }
        }
    }
    for origin in 0..origins.len() {
        let own = [
            (&buildings, origins.building(origin)),
            (&complexes, origins.complex(origin)),
        ];
        let held = own
            .into_iter()
            .filter_map(|(held, name)| held.get(name?))
            .flatten();
        pairs.extend(held.map(|facility| Pair {
            origin: origin as u32,
            facility: *facility,
            mm: 0,
        }));
    }
}

/// By origin, then facility, each once.
fn shortest(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_unstable();
    pairs.dedup_by_key(|pair| (pair.origin, pair.facility));
    pairs
}
