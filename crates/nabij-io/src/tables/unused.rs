//! Rows that are not used, each with its reason.

use super::columns::Columns;
use crate::{city::Unused, write::OutTable};

/// One row per row, object or value of the input that is not used.
pub fn unused_table(name: &str, unused: &[Unused]) -> OutTable {
    let mut columns = Columns::default();
    columns.text("file", unused.iter().map(|u| Some(&u.file)));
    columns.text("place", unused.iter().map(|u| Some(&u.place)));
    columns.text("id", unused.iter().map(|u| u.id.as_ref()));
    columns.text("code", unused.iter().map(|u| Some(&u.code)));
    columns.text("reason", unused.iter().map(|u| Some(&u.reason)));
    OutTable {
        name: name.to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }
}
