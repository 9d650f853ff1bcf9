//! Results from parts: rows are read a run of origins at a time, and never all at once.

use nabij::{Missing, Survey};

use super::{Gathering, Tiled};
use crate::{
    error::JobError,
    job::{Piece, Source, VisitPiece},
};

/// Rows of so many origins are in memory together.
const PIECE: usize = 100_000;

/// The rows of all tiles, in order of the origins.
pub struct TiledRows<'t> {
    tiled: &'t Tiled<'t, 't>,
    parts: &'t Gathering,
}

impl<'t> TiledRows<'t> {
    /// The rows of these parts.
    pub fn new(tiled: &'t Tiled<'t, 't>, parts: &'t Gathering) -> Self {
        TiledRows { tiled, parts }
    }
}

impl Source for TiledRows<'_> {
    fn each(&self, walker: usize, visit: &mut VisitPiece<'_>) -> Result<(), JobError> {
        let all = self.tiled.city.origins.len();
        let wrong = || JobError::Incomplete(format!("has no profile of number {walker}"));
        let tiles = self.tiled.tiles();
        let attached = tiles.homes().get(walker).ok_or_else(wrong)?;
        for start in (0..all.max(1)).step_by(PIECE) {
            let end = (start + PIECE).min(all);
            let rows = self.parts.rows(walker, start as u32..end as u32)?;
            let rests = rows.rests.map(|rests| tiles.whole_rests(walker, rests));
            visit(Piece {
                origins: start..end,
                rows: &rows.rows,
                causes: &rows.causes,
                attached,
                rests: rests.as_ref(),
            })?;
        }
        Ok(())
    }

    fn survey(&self, _: Option<usize>) -> Result<Vec<Missing>, JobError> {
        let mut survey = Survey::default();
        self.parts
            .missing()
            .cloned()
            .for_each(|one| survey.add(one));
        Ok(survey.finish())
    }
}
