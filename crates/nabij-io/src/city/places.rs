//! Facilities and origins from tables and OSM extracts.

use std::collections::BTreeMap;

use nabij::{Category, Door, Facilities, Facility, Origin, Origins, Polygon, Texts, Weight};

use super::{
    OriginPlace,
    details::{self, Details},
    doors::{doors, outline, places},
    sources::{Sources, Unused, name},
};
use crate::{
    crs::Crs,
    error::JobError,
    osm::OsmFacility,
    projector::Projector,
    reason::Reason,
    study_file::{FacilityLayer, FileLayer, OriginLayer, StudyFile},
    table::{Column, Table},
};

/// What columns of facilities say, by category and id.
pub type FacilityDetails = BTreeMap<(Category, String), BTreeMap<String, String>>;

/// Reads every layer of facilities. Ids carry no prefix as long as there is one layer a category.
pub(super) fn facilities(
    file: &StudyFile,
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
            let (table, projector) = sources.table(layer)?;
            need_places(&table)?;
            all.extend(from_table(
                &table,
                layer,
                &projector,
                sources,
                &mut details,
            )?);
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
    projector: &Projector,
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
    for row in 0..table.len() {
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
            let geometry = table.geometry(row).map_err(Reason::clone)?;
            let doors = doors(geometry, projector)?;
            Ok(Facility {
                id: required(&ids, row)?,
                category,
                name: names.as_ref().and_then(|column| column.text(row)),
                doors: doors
                    .into_iter()
                    .map(|point| Door { point, level: None })
                    .collect(),
                polygon: outline(geometry, projector)?,
                building: buildings.as_ref().and_then(|column| column.text(row)),
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

/// Reads the origins, in the order of the file.
pub(super) fn origins(
    file: &StudyFile,
    layer: &OriginLayer,
    sources: &mut Sources<'_>,
) -> Result<(Origins, Vec<OriginPlace>, Details, Crs), JobError> {
    let (read, crs) = if layer.is_osm() {
        let read = origins_of_osm(layer, sources);
        (read, Crs::parse(Crs::LON_LAT)?)
    } else {
        let (table, projector) = sources.table(layer)?;
        need_places(&table)?;
        let read = origins_of_table(&table, layer, &projector, sources)?;
        (read, table.checked_crs()?.clone())
    };
    if read.origins.is_empty() {
        let path = file.path(&layer.file);
        let first = sources
            .unused
            .iter()
            .find(|unused| path.ends_with(&unused.file) || unused.file == path.to_string_lossy());
        let first = first.map_or(String::new(), |first| format!("; the first: {first}"));
        return Err(JobError::Incomplete(format!(
            "finds no usable origin in {}: {} rows{first}",
            path.display(),
            read.rows
        )));
    }
    let wrong = |source| JobError::Places {
        file: name(&layer.file),
        source,
    };
    sources.tally("origins", &layer.file, read.rows, read.origins.len());
    let mut origins = Origins::new(read.origins).map_err(wrong)?;
    for (column, values) in read.weights {
        origins = origins.weight(column, values).map_err(wrong)?;
    }
    Ok((origins, read.places, Details::new(read.details), crs))
}

struct Read {
    rows: usize,
    origins: Vec<Origin>,
    places: Vec<OriginPlace>,
    weights: Vec<(String, Vec<Weight>)>,
    details: Vec<(String, Texts)>,
}

fn origins_of_osm(layer: &OriginLayer, sources: &mut Sources<'_>) -> Read {
    let found = sources
        .osm(&layer.file)
        .map(|extract| std::mem::take(&mut extract.origins));
    let mut read = Read {
        rows: 0,
        origins: Vec::new(),
        places: Vec::new(),
        weights: Vec::new(),
        details: Vec::new(),
    };
    let (mut streets, mut numbers) = (Vec::new(), Vec::new());
    for origin in found.into_iter().flatten() {
        read.rows += 1;
        let street = origin.street.as_deref().unwrap_or_default();
        read.places.push(OriginPlace {
            place: (origin.place.degrees[0], origin.place.degrees[1]),
            address: Some(format!("{street} {}", origin.number).trim().to_owned()),
        });
        streets.push(street.to_owned());
        numbers.push(origin.number.to_string());
        read.origins.push(Origin {
            id: origin.id.to_string(),
            doors: vec![origin.place.point],
            kind: Some(origin.kind.as_str().to_owned()),
            ..Origin::default()
        });
    }
    let text = |what: &str, texts: Vec<String>| (what.to_owned(), texts.into_iter().collect());
    read.details = vec![text("street", streets), text("house_number", numbers)];
    read
}

fn origins_of_table(
    table: &Table,
    layer: &OriginLayer,
    projector: &Projector,
    sources: &mut Sources<'_>,
) -> Result<Read, JobError> {
    let ids = table.column(layer.id.as_deref().unwrap_or("id"))?;
    let (kinds, buildings, complexes) = (
        optional(table, &layer.kind)?,
        optional(table, &layer.building)?,
        optional(table, &layer.complex)?,
    );
    let mut address = Vec::new();
    for column in &layer.address {
        address.push(table.column(column)?);
    }
    let mut weights = Vec::new();
    for (weight, column) in &layer.weights {
        weights.push((weight.clone(), table.column(column)?, Vec::new()));
    }
    let more = details::named(table, &layer.columns, &details::OF_ORIGINS)?;
    let mut told: Vec<Vec<String>> = vec![Vec::new(); more.len()];
    let mut read = Read {
        rows: table.len(),
        origins: Vec::new(),
        places: Vec::new(),
        weights: Vec::new(),
        details: Vec::new(),
    };
    for row in 0..table.len() {
        let origin = || -> Result<(Origin, (f64, f64)), Reason> {
            let geometry = table.geometry(row).map_err(Reason::clone)?;
            let place = places(geometry)?.into_iter().next().ok_or(Reason::Empty)?;
            let text = |column: &Option<Column<'_>>| column.as_ref().and_then(|c| c.text(row));
            let origin = Origin {
                id: required(&ids, row)?,
                doors: doors(geometry, projector)?,
                kind: text(&kinds).or_else(|| Some("address".to_owned())),
                building: text(&buildings),
                complex: text(&complexes),
            };
            Ok((origin, place))
        };
        match origin() {
            Ok((origin, place)) => {
                read.origins.push(origin);
                let parts: Vec<String> = address.iter().filter_map(|c| c.text(row)).collect();
                let address = parts.join(" ").trim().to_owned();
                read.places.push(OriginPlace {
                    place,
                    address: (!address.is_empty()).then_some(address),
                });
                for ((_, column), texts) in more.iter().zip(&mut told) {
                    texts.push(column.text(row).unwrap_or_default());
                }
            }
            Err(reason) => {
                sources.reject(table.rejected(row, ids.text(row), reason));
                continue;
            }
        }
        for (_, column, values) in &mut weights {
            values.push(weight(table, column, row).unwrap_or_else(|reason| {
                let unused = Unused::from(table.rejected(row, ids.text(row), reason));
                sources.unused.push(Unused {
                    reason: format!(
                        "{}; the origin is kept, its weight is unknown",
                        unused.reason
                    ),
                    ..unused
                });
                Weight::UNKNOWN
            }));
        }
    }
    let named = |(name, _, values): (String, Column<'_>, Vec<Weight>)| (name, values);
    read.weights = weights.into_iter().map(named).collect();
    let told = more.into_iter().zip(told);
    let told = told.map(|((what, _), texts)| (what, texts.into_iter().collect()));
    read.details = told.collect();
    Ok(read)
}

fn weight(table: &Table, column: &Column<'_>, row: usize) -> Result<Weight, Reason> {
    let wrong = |_| Reason::Value {
        column: column.name().to_owned(),
        value: table
            .column(column.name())
            .ok()
            .and_then(|c| c.text(row))
            .unwrap_or_default(),
        wanted: "a number of at least 0",
    };
    match column.number(row)? {
        Some(number) => Weight::new(number).map_err(wrong),
        None => Ok(Weight::UNKNOWN),
    }
}

/// An error where a table has no geometries at all: it says which columns to name.
fn need_places(table: &Table) -> Result<(), JobError> {
    if !table.has_geometry() {
        table.points(None)?;
    }
    Ok(())
}

fn optional<'t>(
    table: &'t Table,
    column: &'t Option<String>,
) -> Result<Option<Column<'t>>, JobError> {
    Ok(column.as_ref().map(|c| table.column(c)).transpose()?)
}

fn required(ids: &Column<'_>, row: usize) -> Result<String, Reason> {
    ids.text(row)
        .filter(|id| !id.is_empty())
        .ok_or_else(|| Reason::Value {
            column: ids.name().to_owned(),
            value: String::new(),
            wanted: "an id",
        })
}
