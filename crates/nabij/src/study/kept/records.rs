//! The rows of one walker, and the sums of areas made of them.

use super::judged::Told;
use crate::{
    area::Areas,
    origin::Origins,
    score::{AreaLedger, AreaRow, Cause, Entry, Row},
    study::Study,
};

/// Rows by the number of their origin, then norm.
pub(super) struct Records {
    told: Vec<Told>,
    /// Per origin where its rows start, and the end of all.
    first: Vec<u32>,
    pub ledger: Option<AreaLedger>,
}

impl Records {
    /// The rows that a study has when it is scored as a whole, with their causes.
    pub fn new(
        study: &Study<'_>,
        (origins, areas): (&Origins, Option<&Areas>),
        rows: Vec<Row>,
        causes: Option<Vec<Option<Cause>>>,
    ) -> Self {
        let sums = |areas| AreaLedger::new(study.norms, origins, areas, study.horizon());
        let mut ledger = areas.map(sums);
        let mut first = vec![0_u32; origins.len() + 1];
        for row in &rows {
            first[row.origin as usize + 1] += 1;
        }
        for origin in 0..origins.len() {
            first[origin + 1] += first[origin];
        }
        if let Some(ledger) = &mut ledger {
            for row in &rows {
                ledger.book(row, Entry::Comes, origins);
            }
            ledger.settle(origins);
        }
        let cause = |at: usize| {
            causes
                .as_ref()
                .and_then(|all| all.get(at).copied().flatten())
        };
        let told = rows.into_iter().enumerate();
        Records {
            told: told.map(|(at, row)| (row, cause(at))).collect(),
            first,
            ledger,
        }
    }

    /// Where an origin's rows are.
    pub fn range(&self, origin: u32) -> std::ops::Range<usize> {
        let at = origin as usize;
        self.first[at] as usize..self.first[at + 1] as usize
    }

    /// An origin's rows.
    pub fn of(&self, origin: u32) -> &[Told] {
        &self.told[self.range(origin)]
    }

    /// Puts another row in the place of one.
    pub fn replace(&mut self, at: usize, told: Told, origins: &Origins) -> Told {
        let before = std::mem::replace(&mut self.told[at], told);
        if let Some(ledger) = &mut self.ledger
            && before.0 != told.0
        {
            ledger.book(&before.0, Entry::Goes, origins);
            ledger.book(&told.0, Entry::Comes, origins);
        }
        before
    }

    /// The rows of the next origin.
    pub fn push(&mut self, rows: &[Told], origins: &Origins, areas: Option<&Areas>) {
        let origin = self.first.len() - 1;
        if let (Some(ledger), Some(areas)) = (&mut self.ledger, areas) {
            ledger.locate(crate::score::located(origins, origin, areas));
            for (row, _) in rows {
                ledger.book(row, Entry::Comes, origins);
            }
        }
        self.told.extend(rows);
        self.first.push(self.told.len() as u32);
    }

    /// An origin has gone; its rows stay where they are.
    pub fn take(&mut self, origin: u32, origins: &Origins) {
        let own = self.range(origin);
        if let Some(ledger) = &mut self.ledger {
            for (row, _) in &self.told[own] {
                ledger.book(row, Entry::Goes, origins);
            }
            ledger.leave(origin);
        }
    }

    pub fn area_rows(&self) -> &[AreaRow] {
        self.ledger.as_ref().map_or(&[], AreaLedger::rows)
    }
}
