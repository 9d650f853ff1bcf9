//! Facilities from lists of addresses, found among the addresses there are. No geocoder is asked.

use nabij::{Door, Polygon};

use super::{
    address_book::AddressBook,
    doors::{doors, outlines},
    origins::Houses,
    places::need_places,
    sources::Sources,
};
use crate::{
    error::JobError, input_file::file_name, projector::Projector, reason::Reason,
    study_file::FacilityLayer, table::Table,
};

/// How many rows of a list of addresses found a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The file.
    pub file: String,
    /// Rows of the list.
    pub rows: usize,
    /// Rows that found none.
    pub unmatched: usize,
}

impl Matched {
    /// More than this share of a list without a place is a warning.
    pub const MOST_UNMATCHED: f64 = 0.02;

    /// Whether too many rows found no place.
    pub fn is_poor(&self) -> bool {
        self.unmatched as f64 > Self::MOST_UNMATCHED * self.rows as f64
    }
}

/// Where a facility is.
pub(super) struct Ground {
    pub doors: Vec<Door>,
    /// Its ground, where that is more than points.
    pub outlines: Vec<Polygon>,
    pub building: Option<String>,
}

/// The table of a layer, and where each of its rows is.
pub(super) fn grounds(
    layer: &FacilityLayer,
    book: &AddressBook,
    sources: &mut Sources<'_>,
) -> Result<(Table, Vec<Result<Ground, Reason>>), JobError> {
    let Some(columns) = &layer.matching else {
        let (table, projector) = sources.table(layer)?;
        need_places(&table)?;
        let all = (0..table.len()).map(|row| of_geometry(&table, row, &projector));
        let all = all.collect();
        return Ok((table, all));
    };
    if book.is_empty() {
        return Err(JobError::Incomplete(format!(
            "looks up the addresses of {}, but its origins have none: read them by preset = \"bag\", or name their columns `postcode` and `huisnummer`",
            file_name(&layer.file)
        )));
    }
    let table = sources.rows(layer)?;
    let houses = Houses::looked_up(&table, columns)?;
    let all: Vec<_> = (0..table.len())
        .map(|row| of_address(&houses, row, book))
        .collect();
    let unmatched = all.iter().filter(|ground| ground.is_err()).count();
    sources.looked_up(&layer.file, all.len(), unmatched);
    Ok((table, all))
}

fn of_geometry(table: &Table, row: usize, projector: &Projector) -> Result<Ground, Reason> {
    let geometry = table.geometry(row)?;
    let doors = doors(&geometry, projector)?;
    Ok(Ground {
        doors: doors.into_iter().map(Door::from).collect(),
        outlines: outlines(&geometry, projector)?,
        building: None,
    })
}

fn of_address(houses: &Houses<'_>, row: usize, book: &AddressBook) -> Result<Ground, Reason> {
    let found = houses.find(row, book)?;
    Ok(Ground {
        doors: vec![found.door.into()],
        outlines: Vec::new(),
        building: found.building.clone(),
    })
}
