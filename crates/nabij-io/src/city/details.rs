//! Columns of the input that no distance depends on, kept for the tables that colleagues read.

use std::collections::BTreeMap;

use nabij::Texts;

use super::{
    BagAddress, OriginPlace,
    sources::{Sources, Unused},
};
use crate::{
    error::JobError,
    study_file::OriginLayer,
    table::{Column, Table},
};

/// What the columns of origins may say.
const OF_ORIGINS: [&str; 13] = [
    "number_id",
    "street",
    "house_number",
    "house_letter",
    "addition",
    "postcode",
    "owner",
    "label",
    "name",
    "dwellings",
    "dwellings_source",
    "zero_step",
    "zero_step_source",
];

/// What the columns of facilities may say.
pub(super) const OF_FACILITIES: [&str; 7] = [
    "address",
    "source",
    "date",
    "open_residents",
    "open_neighbourhood",
    "fte",
    "dementia_friendly",
];

/// Those of them that say yes or no.
const OPEN: [&str; 3] = ["open_residents", "open_neighbourhood", "dementia_friendly"];

/// What the columns of a facility's row say. Who may go in is told as `yes` or `no`; a cell that is
/// neither is unknown, and listed.
pub(super) fn of_facility(
    table: &Table,
    row: usize,
    id: &str,
    columns: &[(String, Column<'_>)],
    sources: &mut Sources<'_>,
) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    for (what, column) in columns {
        let text = if OPEN.contains(&what.as_str()) {
            column.yes_no(row).map_or_else(
                |reason| {
                    let unused = Unused::from(table.rejected(row, Some(id.to_owned()), reason));
                    sources.unused.push(Unused {
                        reason: format!("{}; the facility is kept, this is unknown", unused.reason),
                        ..unused
                    });
                    None
                },
                |known| known.map(|is_open| if is_open { "yes" } else { "no" }.to_owned()),
            )
        } else {
            column.text(row)
        };
        told.extend(text.map(|text| (what.clone(), text)));
    }
    told
}

/// Whether residents are known to be kept out: a room that the neighbourhood may use is open to
/// those who live near it, too. What is not known keeps nobody out.
pub(super) fn is_closed(told: &BTreeMap<String, String>) -> bool {
    let says = |what: &str, word: &str| told.get(what).is_some_and(|text| text == word);
    says("open_residents", "no") && !says("open_neighbourhood", "yes")
}

/// Texts beside the origins, by what they say.
#[derive(Clone, Debug, Default)]
pub struct Details(BTreeMap<String, Texts>);

impl Details {
    /// Columns that are all as long as there are origins.
    pub(super) fn new(columns: impl IntoIterator<Item = (String, Texts)>) -> Self {
        Details(columns.into_iter().collect())
    }

    /// What a column says of one origin; none where it is empty or there is no such column.
    pub fn get(&self, what: &str, origin: usize) -> Option<&str> {
        let column = self.0.get(what).filter(|column| origin < column.len())?;
        Some(column.get(origin)).filter(|text| !text.is_empty())
    }

    /// Whether there is a column that says this.
    pub fn has(&self, what: &str) -> bool {
        self.0.contains_key(what)
    }
}

/// What a table says of origins: the columns named for it, and those of the parts of addresses.
pub(super) fn of_origins<'t>(
    table: &'t Table,
    layer: &'t OriginLayer,
) -> Result<Vec<(String, Column<'t>)>, JobError> {
    let mut told = named(table, &layer.columns, &OF_ORIGINS)?;
    for (what, column) in [
        ("house_number", &layer.huisnummer),
        ("house_letter", &layer.huisletter),
        ("addition", &layer.toevoeging),
        ("postcode", &layer.postcode),
    ] {
        if let Some(column) = column
            .as_ref()
            .filter(|_| !layer.columns.contains_key(what))
        {
            told.push((what.to_owned(), table.column(column)?));
        }
    }
    Ok(told)
}

/// What the BAG says of the parts of addresses.
pub(super) fn of_register(places: &[OriginPlace]) -> Vec<(String, Texts)> {
    type Part = fn(&BagAddress) -> &Option<String>;
    let parts: [(&str, Part); 6] = [
        ("number_id", |own| &own.nummeraanduiding_id),
        ("street", |own| &own.street),
        ("house_number", |own| &own.number),
        ("house_letter", |own| &own.letter),
        ("addition", |own| &own.addition),
        ("postcode", |own| &own.postcode),
    ];
    let text = |place: &OriginPlace, part: Part| part(place.register.as_deref()?).clone();
    let column = |part| {
        let texts = places.iter().map(|place| text(place, part));
        texts.map(Option::unwrap_or_default).collect()
    };
    parts
        .into_iter()
        .map(|(what, part)| (what.to_owned(), column(part)))
        .collect()
}

/// The columns that a layer names, in the order of what they say.
pub(super) fn named<'t>(
    table: &'t Table,
    columns: &'t BTreeMap<String, String>,
    known: &[&str],
) -> Result<Vec<(String, Column<'t>)>, JobError> {
    let named = columns.iter().map(|(what, column)| {
        if !known.contains(&what.as_str()) {
            return Err(JobError::Incomplete(format!(
                "names a column of {} for {what:?}; there may be columns for {}",
                table.source(),
                known.join(", ")
            )));
        }
        Ok((what.clone(), table.column(column)?))
    });
    named.collect()
}
