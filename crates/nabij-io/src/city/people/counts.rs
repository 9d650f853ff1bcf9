//! Dwellings, places in nursing homes and people counted per address, from a table of their own.

use std::collections::BTreeMap;

use nabij::{Origins, Weight};

use super::{OriginPeople, ZoneSource};
use crate::{
    city::{
        address_book::AddressBook,
        bag::Rules,
        origins::{Houses, weight},
        sources::{Sources, Unused},
    },
    error::JobError,
    input_file::file_name,
    reason::Reason,
    study_file::{CountLayer, WeightSection},
    table::{Column, Table},
};

/// Reads the counts of the origins that the table names; of the others nothing is known.
pub(super) fn add(
    layer: &CountLayer,
    section: &WeightSection,
    (origins, book): (&Origins, &AddressBook),
    own: &mut OriginPeople,
    sources: &mut Sources<'_>,
) -> Result<ZoneSource, JobError> {
    let table = sources.rows(layer)?;
    let mut counts = columns(layer, section, &table, origins.len(), own)?;
    let of = Rows::new(layer, &table, book, sources)?;
    let ids = (0..origins.len()).map(|at| (origins.ids().get(at), at));
    let by_id: BTreeMap<&str, usize> = ids.collect();
    let (mut seen, mut unmatched, mut used) = (BTreeMap::new(), 0, 0);
    for row in 0..table.len() {
        let (id, words) = match of.id(row) {
            Ok(named) => named,
            Err(reason) => {
                unmatched += 1;
                sources.reject(table.rejected(row, None, reason));
                continue;
            }
        };
        if let Some(before) = seen.insert(id.clone(), row) {
            return Err(JobError::Incomplete(format!(
                "has {words} twice in {} ({} and {}): an address has one count",
                table.source(),
                table.position(before),
                table.position(row)
            )));
        }
        let Some(origin) = by_id.get(id.as_str()) else {
            sources.reject(table.rejected(row, Some(id), Reason::not_an_origin(words)));
            continue;
        };
        used += 1;
        for (column, values) in &mut counts {
            let count = weight(&table, column, row).unwrap_or_else(|reason| {
                let unused = Unused::from(table.rejected(row, Some(id.clone()), reason));
                let reason = format!("{}; it is unknown", unused.reason);
                sources.unused.push(Unused { reason, ..unused });
                Weight::UNKNOWN
            });
            if let Some(value) = values.get_mut(*origin) {
                *value = count;
            }
        }
    }
    sources.tally("counts", &layer.file, table.len(), used);
    if layer.matching.is_some() {
        sources.looked_up(&layer.file, table.len(), unmatched);
    }
    Ok(ZoneSource {
        zones: "addresses".to_owned(),
        file: file_name(&layer.file),
        source: None,
        year: layer.year,
        over_65_estimated: false,
    })
}

/// The columns of counts, each with what it fills.
type Counts<'t, 'p> = Vec<(Column<'t>, &'p mut Vec<Weight>)>;

fn columns<'t, 'p>(
    layer: &'t CountLayer,
    section: &WeightSection,
    table: &'t Table,
    origins: usize,
    own: &'p mut OriginPeople,
) -> Result<Counts<'t, 'p>, JobError> {
    let all = [
        (
            "dwellings",
            &layer.dwellings,
            &section.dwellings,
            &mut own.dwellings,
        ),
        (
            "capacity",
            &layer.capacity,
            &section.capacity,
            &mut own.capacity,
        ),
        (
            "own.residents",
            &layer.own.residents,
            &section.own.residents,
            &mut own.residents,
        ),
        (
            "own.over_65",
            &layer.own.over_65,
            &section.own.over_65,
            &mut own.over_65,
        ),
    ];
    let mut counts = Vec::new();
    for (key, here, elsewhere, values) in all {
        let Some(column) = here else { continue };
        if elsewhere.is_some() {
            return Err(JobError::Incomplete(format!(
                "names `{key}` in [weights] and in [weights.addresses]: keep one of them"
            )));
        }
        let values = values.insert(vec![Weight::UNKNOWN; origins]);
        counts.push((table.column(column)?, values));
    }
    if counts.is_empty() {
        return Err(JobError::Incomplete(format!(
            "must name in [weights.addresses] the column `dwellings`, `capacity` or `own`: {} has {}",
            table.source(),
            table.column_names().join(", ")
        )));
    }
    Ok(counts)
}

/// Which address each row speaks of.
enum Rows<'t> {
    /// The column of ids, and how the BAG spells them.
    Ids(Column<'t>, Option<Rules>),
    Addresses(Houses<'t>, &'t AddressBook),
}

impl<'t> Rows<'t> {
    fn new(
        layer: &'t CountLayer,
        table: &'t Table,
        book: &'t AddressBook,
        sources: &Sources<'_>,
    ) -> Result<Self, JobError> {
        let origins = sources.file.origins.as_ref();
        let is_bag = origins.is_some_and(|origins| origins.preset.is_some());
        match (&layer.id, &layer.matching) {
            (Some(id), None) => {
                let spelling = is_bag.then(Rules::read).transpose()?;
                Ok(Rows::Ids(table.column(id)?, spelling))
            }
            (None, Some(_)) if book.is_empty() => Err(JobError::Incomplete(format!(
                "looks up the addresses of {}, but its origins have none: read them by preset = \"bag\", or name their columns `postcode` and `huisnummer`",
                file_name(&layer.file)
            ))),
            (None, Some(columns)) => Ok(Rows::Addresses(Houses::looked_up(table, columns)?, book)),
            _ => Err(JobError::Incomplete(
                "must name in [weights.addresses] either the column `id` or the columns to `match`"
                    .to_owned(),
            )),
        }
    }

    /// The id of the address of a row, and how to call it in messages.
    fn id(&self, row: usize) -> Result<(String, String), Reason> {
        match self {
            Rows::Ids(column, spelling) => {
                let id = column.text(row).unwrap_or_default().trim().to_owned();
                if id.is_empty() {
                    return Err(Reason::Value {
                        column: column.name().to_owned(),
                        value: id,
                        wanted: "an id of an origin",
                    });
                }
                let id = spelling.as_ref().map_or(id.clone(), |rules| rules.id(&id));
                let words = format!("{id:?}");
                Ok((id, words))
            }
            Rows::Addresses(houses, book) => {
                let entry = houses.find(row, book)?;
                Ok((
                    entry.id.clone(),
                    format!("{} ({})", entry.address, entry.id),
                ))
            }
        }
    }
}
