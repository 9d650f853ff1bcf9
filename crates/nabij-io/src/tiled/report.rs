//! Results from parts: rows are read a run of origins at a time, and never all at once.

use std::ops::Range;

use nabij::{Missing, Survey};

use super::{Gathering, Tiled};
use crate::{
    error::JobError,
    job::{Piece, Source, VisitPiece},
};

/// Rows of so many origins are in memory together, and as many that come next.
const PIECE: usize = 50_000;

/// The rows of all tiles, in order of the origins.
pub struct TiledRows<'t, 'p, 'c> {
    tiled: &'t Tiled<'p, 'c>,
    parts: &'t Gathering,
}

impl<'t, 'p, 'c> TiledRows<'t, 'p, 'c> {
    /// The rows of these parts.
    pub fn new(tiled: &'t Tiled<'p, 'c>, parts: &'t Gathering) -> Self {
        TiledRows { tiled, parts }
    }
}

impl Source for TiledRows<'_, '_, '_> {
    fn each(&self, walker: usize, visit: &mut VisitPiece<'_>) -> Result<(), JobError> {
        let all = self.tiled.city.origins.len();
        let wrong = || JobError::Incomplete(format!("has no profile of number {walker}"));
        let tiles = self.tiled.tiles();
        let attached = tiles.attached().get(walker).ok_or_else(wrong)?;
        let ranges = (0..all.max(1)).step_by(PIECE);
        let ranges = ranges.map(|start| start..(start + PIECE).min(all));
        let read = |range: &Range<usize>| {
            let rows = self
                .parts
                .rows(walker, range.start as u32..range.end as u32);
            Some(rows.map(|rows| {
                let rests = rows.rests.map(|rests| tiles.whole_rests(walker, rests));
                (rows.rows, rows.causes, rests)
            }))
        };
        let mut ranges = ranges.peekable();
        let mut ready = ranges.peek().and_then(read);
        while let (Some(origins), Some(rows)) = (ranges.next(), ready.take()) {
            let (rows, causes, rests) = rows?;
            let piece = Piece {
                origins,
                rows: &rows,
                causes: &causes,
                attached,
                rests: rests.as_ref(),
            };
            // The next is read meanwhile.
            rayon::in_place_scope(|beside| {
                if let Some(next) = ranges.peek() {
                    beside.spawn(|_| ready = read(next));
                }
                visit(piece)
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
