//! Sensitive layers, such as shelters: only totals of larger areas are kept. Their points, ids and
//! names go no farther than this file.

use std::collections::BTreeMap;

use nabij::{Areas, Located};

use super::{
    address_book::AddressBook,
    matching,
    sources::{Sources, Unused},
};
use crate::{
    error::JobError,
    input_file::file_name,
    study_file::{FileLayer, StudyFile},
    table::Table,
};

/// How many there are of one category in one area, which is a wijk or larger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitiveTotal {
    /// The position of the level.
    pub level: usize,
    /// The position of the area in its level.
    pub area: usize,
    /// What they are.
    pub category: String,
    /// How many.
    pub count: u64,
}

/// Levels that are large enough even where they are the finest.
const LARGE: [&str; 3] = ["wijk", "stadsdeel", "gemeente"];

/// Counts the rows of every sensitive layer by area, in order of level, area and category; areas
/// without any count 0.
pub(super) fn read(
    file: &StudyFile,
    areas: Option<&Areas>,
    book: &AddressBook,
    sources: &mut Sources<'_>,
) -> Result<Vec<SensitiveTotal>, JobError> {
    let layers: Vec<_> = file
        .facilities
        .iter()
        .filter(|layer| layer.sensitive)
        .collect();
    if layers.is_empty() {
        return Ok(Vec::new());
    }
    let levels = areas.map(Areas::levels).unwrap_or_default();
    let large = |(number, level): &(usize, &nabij::Level)| {
        *number > 0 || LARGE.contains(&level.name.as_str())
    };
    let levels: Vec<_> = levels.iter().enumerate().filter(large).collect();
    let Some(areas) = areas.filter(|_| !levels.is_empty()) else {
        return Err(JobError::Incomplete(
            "marks a layer as sensitive: its totals are kept per wijk or larger, so [areas] must \
             name such a level, as a parent of the finest"
                .to_owned(),
        ));
    };
    let mut found: BTreeMap<(usize, usize, String), u64> = BTreeMap::new();
    for layer in layers {
        if layer.is_osm() {
            return Err(JobError::Incomplete(format!(
                "marks {} as sensitive; only tables can be, not OSM extracts",
                file_name(&layer.file)
            )));
        }
        let (table, grounds) = matching::grounds(layer, book, sources)?;
        let column = layer.category.as_deref().unwrap_or("category");
        let categories = match &layer.only {
            Some(_) => None,
            None => Some(table.column(column)?),
        };
        let mut used = 0;
        for (row, ground) in grounds.into_iter().enumerate() {
            let category = layer
                .only
                .clone()
                .or_else(|| categories.as_ref()?.text(row));
            let place = ground
                .ok()
                .and_then(|ground| Some(ground.doors.first()?.point));
            let (Some(category), Some(place)) = (category, place) else {
                sources.unused.push(silent(&table, row));
                continue;
            };
            used += 1;
            for (number, level) in &levels {
                for area in 0..level.ids.len() {
                    found.entry((*number, area, category.clone())).or_default();
                }
            }
            if let Located::In(finest) = areas.locate(place) {
                for (number, level) in &levels {
                    if let Some(area) = level.of.get(finest as usize).copied().flatten() {
                        *found
                            .entry((*number, area as usize, category.clone()))
                            .or_default() += 1;
                    }
                }
            }
        }
        sources.tally("sensitive", &layer.file, table.len(), used);
    }
    let total = |((level, area, category), count)| SensitiveTotal {
        level,
        area,
        category,
        count,
    };
    Ok(found.into_iter().map(total).collect())
}

/// A row that cannot be used, without a word of what it holds.
fn silent(table: &Table, row: usize) -> Unused {
    Unused {
        file: file_name(std::path::Path::new(table.source())),
        place: table.position(row).to_string(),
        id: None,
        code: "sensitive".to_owned(),
        reason: "it has no usable place or category; more is not told of a sensitive layer"
            .to_owned(),
    }
}
