//! Facilities from tables and OSM extracts.

use std::collections::BTreeMap;

use nabij::{Category, Door, Facilities, Facility, Polygon};

use super::{
    address_book::AddressBook,
    details,
    matching::{self, Ground},
    sources::{Sources, name},
};
use crate::{
    error::JobError,
    osm::OsmFacility,
    reason::Reason,
    study_file::{FacilityLayer, FileLayer, StudyFile},
    table::{Column, Table},
};

/// What columns of facilities say, by category and id.
pub type FacilityDetails = BTreeMap<(Category, String), BTreeMap<String, String>>;

/// Reads every layer of facilities. Ids carry no prefix as long as there is one layer a category.
pub(super) fn facilities(
    file: &StudyFile,
    book: &AddressBook,
    sources: &mut Sources<'_>,
) -> Result<(Facilities, FacilityDetails), JobError> {
    let mut all = Vec::new();
    let mut looked_for = Vec::new();
    let mut details = FacilityDetails::new();
    for layer in file.facilities.iter().filter(|layer| !layer.sensitive) {
        if layer.is_osm() {
            let Some(extract) = sources.osm(&layer.file) else {
                continue;
            };
            let found: Vec<Facility> = extract.facilities.drain(..).map(from_osm).collect();
            looked_for.extend(extract.report.facilities.keys().cloned());
            sources.tally("facilities", &layer.file, found.len(), found.len());
            all.extend(found);
        } else {
            let (table, grounds) = matching::grounds(layer, book, sources)?;
            all.extend(from_table(&table, layer, grounds, sources, &mut details)?);
        }
    }
    let wrong = |source| JobError::Places {
        file: file_names(file.facilities.iter().map(|layer| &layer.file)),
        source,
    };
    let facilities = Facilities::new(all).map_err(wrong)?;
    let facilities = looked_for.into_iter().fold(facilities, Facilities::declare);
    Ok((facilities, details))
}

fn file_names<'f>(files: impl Iterator<Item = &'f std::path::PathBuf>) -> String {
    let names: Vec<String> = files.map(|file| name(file)).collect();
    names.join(", ")
}

fn from_osm(facility: OsmFacility) -> Facility {
    let door = |door: &crate::osm::OsmDoor| Door {
        point: door.place.point,
        level: None,
    };
    let ring = |ring: &Vec<crate::osm::OsmPlace>| ring.iter().map(|p| p.point).collect();
    let polygon = |p: &crate::osm::OsmPolygon| Polygon::new(p.rings.iter().map(ring));
    Facility {
        id: facility.id.to_string(),
        category: facility.category,
        name: facility.name.map(|name| name.to_string()),
        doors: facility.doors.iter().map(door).collect(),
        polygon: facility.outline.first().map(polygon),
        building: facility.outline_of.map(|id| id.to_string()),
        complex: None,
    }
}

fn from_table(
    table: &Table,
    layer: &FacilityLayer,
    grounds: Vec<Result<Ground, Reason>>,
    sources: &mut Sources<'_>,
    details: &mut FacilityDetails,
) -> Result<Vec<Facility>, JobError> {
    let ids = table.column(layer.id.as_deref().unwrap_or("id"))?;
    let only = layer.only.clone().map(Category::new).transpose();
    let only = only.map_err(|error| JobError::Incomplete(format!("has {error}")))?;
    let categories = match &only {
        Some(_) => None,
        None => Some(table.column(layer.category.as_deref().unwrap_or("category"))?),
    };
    let (names, buildings, complexes) = (
        optional(table, &layer.name)?,
        optional(table, &layer.building)?,
        optional(table, &layer.complex)?,
    );
    let more = details::named(table, &layer.columns, &details::OF_FACILITIES)?;
    let mut found = Vec::new();
    for (row, ground) in grounds.into_iter().enumerate() {
        let read = || -> Result<Facility, Reason> {
            let category = match (&only, &categories) {
                (Some(only), _) => only.clone(),
                (None, Some(column)) => {
                    let text = column.text(row).unwrap_or_default();
                    Category::new(text.clone()).map_err(|_| Reason::Value {
                        column: column.name().to_owned(),
                        value: text,
                        wanted: "a category of small letters a-z, digits and underscores",
                    })?
                }
                (None, None) => return Err(Reason::NoGeometry),
            };
            let ground = ground?;
            let building = buildings.as_ref().and_then(|column| column.text(row));
            Ok(Facility {
                id: required(&ids, row)?,
                category,
                name: names.as_ref().and_then(|column| column.text(row)),
                doors: ground.doors,
                polygon: ground.polygon,
                building: building.or(ground.building),
                complex: complexes.as_ref().and_then(|column| column.text(row)),
            })
        };
        match read() {
            Ok(facility) => {
                let told = more
                    .iter()
                    .filter_map(|(what, column)| Some((what.clone(), column.text(row)?)));
                let told: BTreeMap<String, String> = told.collect();
                if !told.is_empty() {
                    details.insert((facility.category.clone(), facility.id.clone()), told);
                }
                found.push(facility);
            }
            Err(reason) => sources.reject(table.rejected(row, ids.text(row), reason)),
        }
    }
    sources.tally("facilities", &layer.file, table.len(), found.len());
    Ok(found)
}

/// An error where a table has no geometries at all: it says which columns to name.
pub(super) fn need_places(table: &Table) -> Result<(), JobError> {
    if !table.has_geometry() {
        table.points(None)?;
    }
    Ok(())
}

pub(super) fn optional<'t>(
    table: &'t Table,
    column: &'t Option<String>,
) -> Result<Option<Column<'t>>, JobError> {
    Ok(column.as_ref().map(|c| table.column(c)).transpose()?)
}

pub(super) fn required(ids: &Column<'_>, row: usize) -> Result<String, Reason> {
    ids.text(row)
        .filter(|id| !id.is_empty())
        .ok_or_else(|| Reason::Value {
            column: ids.name().to_owned(),
            value: String::new(),
            wanted: "an id",
        })
}
