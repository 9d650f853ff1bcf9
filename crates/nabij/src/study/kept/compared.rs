//! Two results of the same origins and norms, row by row.

use rustc_hash::FxHashMap;

use super::{AreaChange, RowChange, Updated, WalkerChange, Whole, WholeScored};
use crate::{
    access::Answer,
    point::Point,
    score::{AreaRow, Row},
};

/// An answer in words: the facility's id and door, how and how far.
type Told<'w> = (&'w str, Point, &'static str, u32);

impl Whole {
    /// What is other in another result of the same norms, profiles and areas, such as one on other
    /// streets: rows of the same origin, profile and norm, by id, and areas one by one. Rows before
    /// carry the numbers of this one, rows after those of the other.
    pub fn compare(&self, after: &Whole) -> Updated {
        let walkers = self.walkers.iter().zip(&after.walkers);
        let walkers = walkers.map(|(old, new)| WalkerChange {
            rows: self.rows_changed(old, (after, new)),
            areas: areas_changed(old, new),
        });
        Updated {
            walkers: walkers.collect(),
        }
    }

    fn rows_changed(
        &self,
        old: &WholeScored,
        (after, new): (&Whole, &WholeScored),
    ) -> Vec<RowChange> {
        let mut known: FxHashMap<(&str, u16), usize> = FxHashMap::default();
        for (at, row) in old.rows.iter().enumerate() {
            let id = self.origins.ids().get(row.origin as usize);
            known.insert((id, row.norm), at);
        }
        let mut changes = Vec::new();
        for (at, row) in new.rows.iter().enumerate() {
            let id = after.origins.ids().get(row.origin as usize);
            let before = known.remove(&(id, row.norm));
            let same = before.is_some_and(|before| {
                let had = &old.rows[before];
                plain(had) == plain(row)
                    && self.told(had) == after.told(row)
                    && old.causes[before] == new.causes[at]
            });
            if !same {
                let cause = |before: usize| old.causes[before];
                changes.push(RowChange {
                    before: before.map(|before| old.rows[before]),
                    after: Some(*row),
                    causes: [before.and_then(cause), new.causes[at]],
                });
            }
        }
        let mut gone: Vec<usize> = known.into_values().collect();
        gone.sort_unstable();
        changes.extend(gone.into_iter().map(|at| RowChange {
            before: Some(old.rows[at]),
            after: None,
            causes: [old.causes[at], None],
        }));
        changes
    }

    /// A row's answers, at best and for certain.
    fn told(&self, row: &Row) -> [Option<Told<'_>>; 2] {
        let told = |answer: Answer| {
            let facility = self.facilities.of_door(answer.door)?;
            let mut doors = self.facilities.doors(facility);
            let (_, door) = doors.find(|(rank, _)| *rank == answer.door)?;
            let id = self.facilities.get(facility).id.as_str();
            Some((id, door.point, answer.how.as_str(), answer.mm))
        };
        [row.answer, row.certain].map(|answer| answer.and_then(told))
    }
}

/// A row without numbers that hang on what else there is.
fn plain(row: &Row) -> Row {
    Row {
        origin: 0,
        answer: None,
        certain: None,
        facility: None,
        ..*row
    }
}

fn areas_changed(old: &WholeScored, new: &WholeScored) -> Vec<AreaChange> {
    let (Some(old), Some(new)) = (&old.areas, &new.areas) else {
        return Vec::new();
    };
    let both = old.rows.iter().zip(&new.rows).enumerate();
    let changed = both.filter(|(_, (before, after))| before != after);
    let change = |(at, (before, after)): (usize, (&AreaRow, &AreaRow))| AreaChange {
        at,
        before: before.clone(),
        after: after.clone(),
    };
    changed.map(change).collect()
}
