//! Where scored rows come from: memory, or pieces that are made or read one after the other.

use std::ops::Range;

use nabij::{AttachedOrigins, Cause, Missing, RestRows, Row, Scored};

use super::Job;
use crate::error::JobError;

/// What was scored of a run of origins, for one who walks.
#[derive(Clone)]
pub struct Piece<'p> {
    /// The origins, by their position among all.
    pub origins: Range<usize>,
    /// Their rows, in order of origin, then norm; each with the position of its origin among all.
    pub rows: &'p [Row],
    /// Per row why its norm is not met.
    pub causes: &'p [Option<Cause>],
    /// Where all origins are on the whole network, as rows and edges number them.
    pub attached: &'p AttachedOrigins,
    /// What rests make of the rows, where the study asks for them: one walk per row and radius;
    /// seats and benches of the whole study.
    pub rests: Option<&'p RestRows>,
}

/// Scored rows that can be gone through again and again, a piece at a time.
pub trait Source: Sync {
    /// Has `visit` see what was scored for one who walks, by position among the profiles: at least
    /// one piece, in order, every origin in one of them. An error of `visit` ends it.
    ///
    /// # Errors
    /// What `visit` says, or why a piece cannot be had.
    fn each(&self, walker: usize, visit: &mut VisitPiece<'_>) -> Result<(), JobError>;

    /// What is not known of the network and what hangs on it, with the people of a column of
    /// weights, as [`nabij::Prepared::survey`] finds it.
    ///
    /// # Errors
    /// Why it cannot be found out.
    fn survey(&self, weight: Option<usize>) -> Result<Vec<Missing>, JobError>;
}

/// What is done with a piece.
pub type VisitPiece<'v> = dyn FnMut(Piece<'_>) -> Result<(), JobError> + 'v;

impl<'p> Piece<'p> {
    /// All that was scored for one who walks.
    pub(crate) fn whole(scored: &'p Scored<'_>, causes: &'p [Option<Cause>]) -> Self {
        Piece {
            origins: 0..scored.attached.len(),
            rows: &scored.rows,
            causes,
            attached: &scored.attached,
            rests: scored.rests.as_ref(),
        }
    }

    /// The same in pieces of at most so many origins.
    ///
    /// # Errors
    /// What `visit` says.
    pub fn cut(&self, most: usize, visit: &mut VisitPiece<'_>) -> Result<(), JobError> {
        if self.origins.len() <= most {
            return visit(self.clone());
        }
        let mut first = 0;
        for start in self.origins.clone().step_by(most) {
            let end = (start + most).min(self.origins.end);
            let own = self.rows.get(first..).unwrap_or_default();
            let last = first + own.partition_point(|row| (row.origin as usize) < end);
            let rests = self.rests.map(|rests| rests.part(first..last));
            visit(Piece {
                origins: start..end,
                rows: self.rows.get(first..last).unwrap_or_default(),
                causes: self.causes.get(first..last).unwrap_or_default(),
                attached: self.attached,
                rests: rests.as_ref(),
            })?;
            first = last;
        }
        Ok(())
    }
}

impl Job<'_> {
    /// What was scored for everybody who walks.
    pub(super) fn each_scored(&self) -> impl Iterator<Item = &Scored<'_>> {
        std::iter::once(&self.scored).chain(self.others.iter().map(|other| &other.scored))
    }
}

impl Source for Job<'_> {
    fn each(&self, walker: usize, visit: &mut VisitPiece<'_>) -> Result<(), JobError> {
        let mut all = self.each_scored().zip(&self.causes);
        let wrong = || JobError::Incomplete(format!("has no profile of number {walker}"));
        let (scored, causes) = all.nth(walker).ok_or_else(wrong)?;
        visit(Piece::whole(scored, causes))
    }

    fn survey(&self, weight: Option<usize>) -> Result<Vec<Missing>, JobError> {
        let scored: Vec<_> = self.each_scored().collect();
        Ok(self.prepared.survey(&self.city.origins, &scored, weight))
    }
}
