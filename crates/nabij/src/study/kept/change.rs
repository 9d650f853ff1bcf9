//! What comes, goes and moves, and what that does to rows and areas.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Kept;
use crate::{
    category::Category,
    error::{PlaceError, StudyError},
    facility::Facility,
    origin::Origins,
    score::{AreaRow, Cause, Row},
};

/// Facilities and origins that come, go or move. What is removed and added under the same id moves.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Facilities that go, by category and id.
    pub remove_facilities: Vec<(Category, String)>,
    /// Facilities that come.
    pub add_facilities: Vec<Facility>,
    /// Origins that go, by id.
    pub remove_origins: Vec<String>,
    /// Origins that come. Their weights are those of columns that the study's origins have too; a
    /// weight is not known where they have no such column.
    pub add_origins: Option<Origins>,
}

/// What a change did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Updated {
    /// For every one who walks, in the order of the study's profiles.
    pub walkers: Vec<WalkerChange>,
}

/// What a change did to one walker's results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WalkerChange {
    /// Rows that are others now, that are new or that are no more, and all of origins that moved:
    /// those of origins that stayed first, by number, then norm.
    pub rows: Vec<RowChange>,
    /// Rows of areas that are others now, in their order.
    pub areas: Vec<AreaChange>,
}

/// One row before and after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct RowChange {
    /// As it was; none where it is new.
    pub before: Option<Row>,
    /// As it is; none where it is no more.
    pub after: Option<Row>,
    /// Why its norm was not met, and why it is not met now, where the study is asked for causes.
    pub causes: [Option<Cause>; 2],
}

/// One row of an area before and after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaChange {
    /// Its position among [`Kept::area_rows`].
    pub at: usize,
    /// As it was.
    pub before: AreaRow,
    /// As it is.
    pub after: AreaRow,
}

/// A change that makes sense, by numbers.
pub(super) struct Checked {
    pub gone: Vec<u32>,
    pub opened: Vec<Facility>,
    pub left: Vec<u32>,
    pub origins: Option<Origins>,
    /// Per origin that comes the one in whose place it does.
    pub came: Vec<Option<u32>>,
}

impl Kept<'_, '_> {
    /// Looks whether a change makes sense, before anything is changed.
    pub(super) fn check(&self, change: Change) -> Result<Checked, StudyError> {
        let mut gone = Vec::new();
        for (category, id) in change.remove_facilities {
            let found = self.roster.find(&category, &id);
            let found = found.filter(|number| !gone.contains(number));
            gone.push(found.ok_or_else(|| not_found("facility", &id))?);
        }
        let mut new = FxHashSet::default();
        let mut opened = Vec::new();
        for mut facility in change.add_facilities {
            let what = || format!("facility of category {}", facility.category);
            let id = facility.id.clone();
            facility.doors.sort_unstable();
            facility.doors.dedup();
            if facility.doors.is_empty() {
                return Err(PlaceError::NoDoor { what: what(), id }.into());
            }
            let known = self.roster.find(&facility.category, &id);
            let known = known.is_some_and(|number| !gone.contains(&number));
            if known || !new.insert((facility.category.clone(), id.clone())) {
                return Err(PlaceError::DuplicateId { what: what(), id }.into());
            }
            opened.push(facility);
        }
        let added = change.add_origins.as_ref();
        let added = || added.into_iter().flat_map(|origins| origins.ids().iter());
        let removed = change.remove_origins.iter().map(String::as_str);
        let known = self
            .homes
            .named(&removed.chain(added()).collect::<Vec<_>>());
        let mut left: FxHashMap<&str, u32> = FxHashMap::default();
        for id in &change.remove_origins {
            let found = known.get(id).filter(|_| !left.contains_key(id.as_str()));
            let found = found.ok_or_else(|| not_found("origin", id))?;
            left.insert(id, *found);
        }
        let twice = added().find(|id| known.contains_key(*id) && !left.contains_key(id));
        if let Some(id) = twice.map(str::to_owned) {
            let what = "origin".to_owned();
            return Err(PlaceError::DuplicateId { what, id }.into());
        }
        if let Some(origins) = &change.add_origins {
            self.check_categories(origins, &opened)?;
        }
        Ok(Checked {
            gone,
            opened,
            came: added().map(|id| left.get(id).copied()).collect(),
            left: left.into_values().collect(),
            origins: change.add_origins,
        })
    }

    /// Looks whether the study holds what norms ask for that apply to new origins.
    fn check_categories(&self, origins: &Origins, opened: &[Facility]) -> Result<(), StudyError> {
        for norm in self.prepared.study.norms.norms() {
            let Some(category) = norm.category() else {
                continue;
            };
            let comes = opened.iter().any(|one| &one.category == category);
            let applies = || (0..origins.len()).any(|at| norm.applies(origins.kind(at)));
            if !self.roster.knows(category) && !comes && applies() {
                let known = self.roster.known().iter();
                let known: Vec<&str> = known.map(Category::as_str).collect();
                return Err(StudyError::UnknownCategory {
                    norm: norm.id.clone(),
                    category: category.to_string(),
                    known: known.join(", "),
                });
            }
        }
        Ok(())
    }
}

fn not_found(what: &'static str, id: &str) -> StudyError {
    let id = id.to_owned();
    StudyError::NotFound { what, id }
}
