//! What a table holds, as one number.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{Column, Table, decode::Geometries};

impl Table {
    /// The SHA-256 of all cells, geometries and the CRS: another one for any other content.
    pub(crate) fn sha256(&self) -> [u8; 32] {
        let names = self.column_names();
        let columns = names.par_iter().filter_map(|name| self.column(name).ok());
        let cells: Vec<_> = columns
            .map(|column| of_cells(&column, self.len()))
            .collect();
        let mut all = Sha256::new();
        let crs = self.crs.as_ref().map(crate::crs::Crs::text);
        all.update(format!("{} {} {crs:?} {names:?}", self.source, self.len()));
        cells.iter().for_each(|own| all.update(own));
        if let Some(geometries) = &self.geometries {
            all.update(of_geometries(geometries));
        }
        all.finalize().into()
    }
}

fn of_cells(column: &Column<'_>, rows: usize) -> [u8; 32] {
    let mut hash = Sha256::new();
    (0..rows).for_each(|row| add(&mut hash, column.text(row).as_deref().map(str::as_bytes)));
    hash.finalize().into()
}

fn of_geometries(geometries: &Geometries) -> [u8; 32] {
    let mut hash = Sha256::new();
    match geometries {
        Geometries::Wkb(all) => all.iter().for_each(|bytes| add(&mut hash, bytes)),
        Geometries::Decoded(all) => {
            let texts = all.iter().map(|one| format!("{one:?}"));
            texts.for_each(|text| add(&mut hash, Some(text.as_bytes())));
        }
    }
    hash.finalize().into()
}

/// Adds a cell with its length, so that no two rows of cells are one text; an unknown one is no
/// empty one.
fn add(hash: &mut Sha256, cell: Option<&[u8]>) {
    let length = cell.map_or(u64::MAX, |cell| cell.len() as u64);
    hash.update(length.to_le_bytes());
    hash.update(cell.unwrap_or_default());
}
