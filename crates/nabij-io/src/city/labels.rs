//! A list of labelled dwellings: what it says is told of the origins it names.

use std::collections::BTreeMap;

use nabij::Texts;

use super::{
    details,
    origins::{Houses, Read},
    places::optional,
    sources::Sources,
};
use crate::{
    error::JobError,
    input_file::file_name,
    reason::Reason,
    study_file::{LabelLayer, StudyFile},
    table::{Column, Table},
};

/// What the list may say of a dwelling.
const OF_DWELLINGS: [&str; 6] = [
    "label",
    "owner",
    "name",
    "dwellings_source",
    "zero_step",
    "zero_step_source",
];

/// Tells the origins what the list says of them. Rows that name none are listed.
pub(super) fn tell(
    file: &StudyFile,
    read: &mut Read,
    sources: &mut Sources<'_>,
) -> Result<(), JobError> {
    let Some(layer) = &file.labels else {
        return Ok(());
    };
    if !layer.columns.contains_key("label") {
        return Err(JobError::Incomplete(format!(
            "reads {} as a list of labelled dwellings: name the column of the label in [labels] \
             columns, as label",
            file_name(&layer.file)
        )));
    }
    let table = sources.rows(layer)?;
    let columns = details::named(&table, &layer.columns, &OF_DWELLINGS)?;
    let complexes = optional(&table, &layer.complex)?;
    // Of rows at one address the first by what it says counts, wherever it stands in the file.
    let mut rows: BTreeMap<usize, Vec<(Vec<String>, usize)>> = BTreeMap::new();
    let mut unmatched = 0;
    for (row, found) in find(layer, &table, read)?.into_iter().enumerate() {
        match found {
            Ok(origin) => {
                let all = columns.iter().map(|(_, column)| column).chain(&complexes);
                let told = all.map(|column| column.text(row).unwrap_or_default());
                rows.entry(origin).or_default().push((told.collect(), row));
            }
            Err(reason) => {
                unmatched += 1;
                sources.reject(table.rejected(row, None, reason));
            }
        }
    }
    let mut told: Vec<Vec<String>> = columns.iter().map(|(what, _)| known(read, what)).collect();
    let used = rows.len();
    for (origin, mut own) in rows {
        own.sort();
        let mut own = own.into_iter();
        let Some((texts, _)) = own.next() else {
            continue;
        };
        for ((_, row), id) in own.zip(std::iter::repeat(origin_id(read, origin))) {
            let reason = Reason::Listed {
                named: id.clone(),
                code: "address_twice",
                why: "another row of the list names the same dwelling",
            };
            sources.reject(table.rejected(row, Some(id), reason));
        }
        let mut texts = texts.into_iter().map(|text| text.trim().to_owned());
        for (all, text) in told.iter_mut().zip(texts.by_ref().take(columns.len())) {
            if let Some(known) = all.get_mut(origin).filter(|_| !text.is_empty()) {
                *known = text;
            }
        }
        let complex = texts.next().filter(|id| !id.is_empty());
        if let Some(complex) = complex {
            read.origins.complex(origin, complex);
        }
    }
    sources.tally("labels", &layer.file, table.len(), used);
    if layer.matching.is_some() {
        sources.looked_up(&layer.file, table.len(), unmatched);
    }
    for ((what, _), all) in columns.iter().zip(told) {
        let all: Texts = all.into_iter().collect();
        read.details.retain(|(own, _)| own != what);
        read.details.push((what.clone(), all));
    }
    Ok(())
}

/// What is known of the origins so far, empty where nothing is.
fn known(read: &Read, what: &str) -> Vec<String> {
    let own = read.details.iter().find(|(own, _)| own == what);
    match own {
        Some((_, texts)) => texts.iter().map(str::to_owned).collect(),
        None => vec![String::new(); read.origins.len()],
    }
}

fn origin_id(read: &Read, origin: usize) -> String {
    let ids = read.origins.ids();
    match origin < ids.len() {
        true => ids.get(origin).to_owned(),
        false => String::new(),
    }
}

/// The origin that each row names.
fn find(
    layer: &LabelLayer,
    table: &Table,
    read: &Read,
) -> Result<Vec<Result<usize, Reason>>, JobError> {
    let by_id: BTreeMap<&str, usize> = read.origins.ids().iter().zip(0..).collect();
    let origin = |id: &str, named: &dyn Fn() -> String| {
        let found = by_id.get(id).copied();
        found.ok_or_else(|| Reason::not_an_origin(named()))
    };
    if let Some(column) = &layer.id {
        let ids: Column<'_> = table.column(column)?;
        let of_row = |row| {
            let id = ids.text(row).unwrap_or_default();
            origin(id.trim(), &|| id.clone())
        };
        return Ok((0..table.len()).map(of_row).collect());
    }
    let Some(columns) = layer.matching.as_ref().filter(|_| !read.book.is_empty()) else {
        return Err(JobError::Incomplete(format!(
            "reads {} as a list of labelled dwellings: name its column of the origins' ids as id, \
             or its addresses as match; for that the origins must have addresses (preset = \"bag\", \
             or the columns postcode and huisnummer)",
            file_name(&layer.file)
        )));
    };
    let houses = Houses::looked_up(table, columns)?;
    let of_row = |row| {
        let entry = houses.find(row, &read.book)?;
        let named = || houses.address(row).map(|address| address.to_string());
        origin(&entry.id, &|| named().unwrap_or_default())
    };
    Ok((0..table.len()).map(of_row).collect())
}
