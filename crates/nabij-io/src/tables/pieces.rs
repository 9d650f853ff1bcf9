//! Tables that are made a piece at a time while they are written.

use crate::{
    error::JobError,
    write::{OutTable, Pieces, Visit, WriteError},
};

/// Has its argument see every piece.
type Make<'r> = Box<
    dyn Fn(&mut dyn FnMut(OutTable) -> Result<(), JobError>) -> Result<(), JobError> + Sync + 'r,
>;

/// A table with places whose pieces are made when it is written.
pub(super) struct TableInPieces<'r> {
    name: &'static str,
    make: Make<'r>,
}

impl<'r> TableInPieces<'r> {
    /// How many origins a piece has at most.
    pub const MOST: usize = 1 << 14;

    pub fn new(
        name: &'static str,
        make: impl Fn(&mut dyn FnMut(OutTable) -> Result<(), JobError>) -> Result<(), JobError>
        + Sync
        + 'r,
    ) -> Self {
        let make = Box::new(make);
        TableInPieces { name, make }
    }
}

impl Pieces for TableInPieces<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn has_places(&self) -> bool {
        true
    }

    fn each(&self, visit: &mut Visit<'_>) -> Result<(), WriteError> {
        // From a piece without rows nobody can tell what kind of places a table has.
        let mut empty = None;
        let mut any = false;
        (self.make)(&mut |piece| {
            if piece.batch.num_rows() == 0 {
                empty.get_or_insert(piece);
                return Ok(());
            }
            any = true;
            Ok(visit(&piece)?)
        })?;
        match empty.filter(|_| !any) {
            Some(empty) => visit(&empty),
            None => Ok(()),
        }
    }
}
