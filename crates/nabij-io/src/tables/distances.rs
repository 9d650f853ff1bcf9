//! Distances that are asked for without a norm: the nearest, counts, and sparse pairs.

use nabij::{Answer, AttachedOrigins, Category, FacilityId, Length, Prepared};

use super::columns::Columns;
use crate::{city::City, error::JobError, write::OutTable};

/// A city that distances are asked of.
pub struct Distances<'c> {
    city: &'c City,
    prepared: &'c Prepared<'c>,
    attached: AttachedOrigins,
    categories: Vec<Category>,
    goes_on: &'c (dyn Fn(usize, usize) -> bool + Sync),
}

/// One found pair, or an origin that found none.
struct Pair<'c> {
    origin: u32,
    category: &'c Category,
    rank: u32,
    found: Option<(FacilityId, Answer)>,
}

/// The categories of these names; all that the city has facilities of if none is named.
///
/// # Errors
/// [`JobError::Incomplete`] when the city has no layer of one.
pub fn named_categories(city: &City, names: &[String]) -> Result<Vec<Category>, JobError> {
    let known = || city.facilities.categories();
    if names.is_empty() {
        return Ok(known().cloned().collect());
    }
    let find = |name: &String| {
        let named = Category::new(name.clone()).ok();
        let named = named.filter(|category| city.facilities.knows(category));
        named.ok_or_else(|| {
            let known: Vec<&str> = known().map(Category::as_str).collect();
            JobError::Incomplete(format!(
                "has no facilities of category {name:?}; it has {}",
                known.join(", ")
            ))
        })
    };
    names.iter().map(find).collect()
}

impl<'c> Distances<'c> {
    /// Attaches the origins. Of these categories distances are asked; all that the city has if
    /// none is named. `goes_on` is told how many of how many categories are done, and says whether
    /// to go on.
    ///
    /// # Errors
    /// [`JobError::Incomplete`] when the city has no facilities of a category that is named.
    pub fn new(
        city: &'c City,
        prepared: &'c Prepared<'c>,
        categories: &[String],
        goes_on: &'c (dyn Fn(usize, usize) -> bool + Sync),
    ) -> Result<Self, JobError> {
        let categories = named_categories(city, categories)?;
        Ok(Distances {
            city,
            prepared,
            attached: prepared.attach(&city.origins),
            categories,
            goes_on,
        })
    }

    /// The `k` nearest facilities of each category for every origin, nearest first. An origin that
    /// finds none within the horizon has a row without facility.
    ///
    /// # Errors
    /// [`JobError::Study`] when it was asked to stop.
    pub fn nearest(&self, k: usize) -> Result<OutTable, JobError> {
        let access = self.prepared.accessibility();
        let mut pairs = Vec::new();
        self.each(|category| {
            let found = access.nearest_k(category, &self.attached, k);
            for (origin, answers) in (0..).zip(found) {
                let pair = |rank, found| Pair {
                    origin,
                    category,
                    rank,
                    found,
                };
                if answers.is_empty() {
                    pairs.push(pair(1, None));
                }
                let answers = (1..).zip(answers);
                pairs.extend(
                    answers
                        .map(|(rank, answer)| pair(rank, Some((access.facility(answer), answer)))),
                );
            }
        })?;
        pairs.sort_by_key(|pair| pair.origin);
        Ok(self.table("distances", &pairs))
    }

    /// Every pair of an origin and a facility at most `limit` apart, inclusively: in order of
    /// origin, category and distance.
    ///
    /// # Errors
    /// [`JobError::Study`] when it was asked to stop.
    pub fn matrix(&self, limit: Length) -> Result<OutTable, JobError> {
        let access = self.prepared.accessibility();
        let mut pairs = Vec::new();
        self.each(|category| {
            let mut before = (u32::MAX, 0);
            for (origin, facility, answer) in access.matrix(category, &self.attached, limit) {
                let rank = if before.0 == origin { before.1 + 1 } else { 1 };
                before = (origin, rank);
                pairs.push(Pair {
                    origin,
                    category,
                    rank,
                    found: Some((facility, answer)),
                });
            }
        })?;
        pairs.sort_by_key(|pair| pair.origin);
        Ok(self.table("matrix", &pairs))
    }

    /// How many facilities of each category every origin reaches within each limit, inclusively:
    /// one row per origin, a column such as `pharmacy_500` per category and limit. Of origins
    /// that are not on the network the numbers are not known.
    ///
    /// # Errors
    /// [`JobError::Study`] when it was asked to stop.
    pub fn counts(&self, limits: &[Length]) -> Result<OutTable, JobError> {
        let access = self.prepared.accessibility();
        let mut columns = Columns::default();
        columns.text("origin", self.city.origins.ids().iter().map(Some));
        let farthest = limits.iter().copied().max().unwrap_or_default();
        let known = |origin: usize| !self.attached.of(origin).is_empty();
        self.each(|category| {
            let mut counts = vec![vec![0_i64; self.city.origins.len()]; limits.len()];
            for (origin, _, answer) in access.matrix(category, &self.attached, farthest) {
                for (limit, counts) in limits.iter().zip(&mut counts) {
                    if let Some(count) = counts.get_mut(origin as usize) {
                        *count += i64::from(answer.mm <= limit.mm());
                    }
                }
            }
            for (limit, counts) in limits.iter().zip(counts) {
                let counts = counts.into_iter().enumerate();
                let counts: Vec<_> = counts.map(|(at, n)| known(at).then_some(n)).collect();
                columns.whole(&format!("{category}_{}", limit.in_metres()), counts);
            }
        })?;
        Ok(OutTable {
            name: "counts".to_owned(),
            batch: columns.finish(),
            geometry: None,
            crs: None,
        })
    }

    fn each<'s>(&'s self, mut work: impl FnMut(&'s Category)) -> Result<(), JobError> {
        for (done, category) in self.categories.iter().enumerate() {
            if !(self.goes_on)(done, self.categories.len()) {
                return Err(nabij::StudyError::Interrupted.into());
            }
            work(category);
        }
        Ok(())
    }

    fn table(&self, name: &str, pairs: &[Pair<'_>]) -> OutTable {
        let metres = |mm: u32| Length::millimetres(mm).in_metres();
        let answer = |pair: &Pair<'_>| pair.found.map(|(_, answer)| answer);
        let home = |pair: &Pair<'_>| {
            let (_, at) = answer(pair)?.street?;
            let doors = self.attached.of(pair.origin as usize);
            doors.get(at as usize).map(|door| door.leg.in_metres())
        };
        let door = |pair: &Pair<'_>| {
            let (rank, _) = answer(pair)?.street?;
            Some(self.prepared.facilities().attachment(rank).leg.in_metres())
        };
        let facility = |pair: &Pair<'_>| {
            let (id, _) = pair.found?;
            Some(self.city.facilities.get(id).id.as_str())
        };
        let mut columns = Columns::default();
        columns.shared(
            "origin",
            self.city.origins.ids().iter(),
            pairs.iter().map(|pair| Some(pair.origin)),
        );
        columns.word("category", pairs.iter().map(|p| Some(p.category.as_str())));
        columns.whole("rank", pairs.iter().map(|p| Some(i64::from(p.rank))));
        columns.word("facility", pairs.iter().map(facility));
        let far = pairs.iter().map(|pair| answer(pair).map(|a| metres(a.mm)));
        columns.number("distance_m", far);
        columns.number("origin_leg_m", pairs.iter().map(home));
        columns.number("facility_leg_m", pairs.iter().map(door));
        let how = pairs
            .iter()
            .map(|pair| answer(pair).map(|a| a.how.as_str()));
        columns.own_word("how", how);
        OutTable {
            name: name.to_owned(),
            batch: columns.finish(),
            geometry: None,
            crs: None,
        }
    }
}
