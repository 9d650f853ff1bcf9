//! Facilities from tables and OSM extracts.

use std::{collections::BTreeMap, path::Path};

use nabij::{Category, Door, Facilities, Facility, Polygon};

use super::{
    address_book::AddressBook,
    details,
    matching::{self, Ground},
    openings::{Open, Openings},
    own_doors::OwnDoors,
    precedence::{self, Found, Provided},
    sources::{Sources, Unused},
};
use crate::{
    error::JobError,
    input_file::file_name,
    osm::OsmFacility,
    reason::Reason,
    study_file::{FacilityLayer, FacilitySource, FileLayer, StudyFile},
    table::{Column, Table},
};

/// What columns of facilities say, by category and id.
pub type FacilityDetails = BTreeMap<(Category, String), BTreeMap<String, String>>;

/// Facilities, and what their tables say of them.
pub(super) struct ReadFacilities {
    /// With points inside of outlines for doors.
    pub facilities: Facilities,
    pub openings: Openings,
    pub details: FacilityDetails,
    pub sources: BTreeMap<Category, FacilitySource>,
}

/// Reads every layer of facilities, and chooses between tables and OSM.
pub(super) fn facilities(
    file: &StudyFile,
    book: &AddressBook,
    own: &mut OwnDoors,
    sources: &mut Sources<'_>,
) -> Result<ReadFacilities, JobError> {
    let mut all: Vec<Found> = Vec::new();
    let mut provided = Provided::default();
    let mut rows = Vec::new();
    let layers = file.facilities.iter().enumerate();
    for (number, layer) in layers.filter(|(_, layer)| !layer.sensitive) {
        let found = if layer.is_osm() {
            let Some(extract) = sources.osm(&layer.file) else {
                continue;
            };
            provided
                .osm
                .extend(extract.report.facilities.keys().cloned());
            let objects = extract.facilities.drain(..);
            let found: Vec<Found> = objects
                .map(|object| from_osm(object, number, &layer.file))
                .collect();
            rows.push((number, found.len()));
            found
        } else {
            let (table, grounds) = matching::grounds(layer, book, sources)?;
            rows.push((number, table.len()));
            from_table(&table, (number, layer), grounds, sources, &mut provided)?
        };
        all.extend(found);
    }
    let wrong = |source| JobError::Places {
        file: file_names(file.facilities.iter().map(|layer| &layer.file)),
        source,
    };
    let looked_for = provided.osm.clone();
    let mut chosen = precedence::choose(&file.source, provided, all, wrong)?;
    let (closed, kept): (Vec<Found>, Vec<Found>) = chosen
        .kept
        .into_iter()
        .partition(|one| details::is_closed(&one.told));
    let (without, kept) = without(file, kept)?;
    chosen.kept = kept;
    for (number, read) in rows {
        let used = chosen.kept.iter().filter(|one| one.layer == number);
        if let Some(layer) = file.facilities.get(number) {
            sources.tally("facilities", &layer.file, read, used.count());
        }
    }
    sources.unused.extend(chosen.unused);
    sources.rules.extend(chosen.rules);
    let mut categories = Vec::new();
    let not_theirs = "residents may not use it, and it is not known that the neighbourhood may";
    let asked = "the study asks what would be without it";
    let closed = closed.into_iter();
    let closed = closed.map(|found| (found, "closed_to_residents", not_theirs));
    let without = without.into_iter().map(|found| (found, "without", asked));
    for (found, code, reason) in closed.chain(without) {
        sources.unused.push(Unused {
            file: found.file,
            place: found.place,
            id: Some(found.facility.id),
            code: code.to_owned(),
            reason: reason.to_owned(),
        });
        categories.push(found.facility.category);
    }
    let (mut details, mut openings) = (FacilityDetails::new(), Openings::new());
    let mut kept = Vec::new();
    for mut one in chosen.kept {
        let outlines = match &one.open {
            Some(open) => open.outlines.as_slice(),
            None => one.facility.polygon.as_slice(),
        };
        let is_ground = one.open.as_ref().is_some_and(|open| open.gates);
        let doors = own.of_facility(&one.facility, outlines, is_ground);
        if !doors.is_empty() {
            one.facility.doors = doors;
            one.open = None;
        }
        let key = || (one.facility.category.clone(), one.facility.id.clone());
        if !one.told.is_empty() {
            details.insert(key(), one.told);
        }
        if let Some(open) = one.open {
            openings.insert(key(), open);
        }
        kept.push(one.facility);
    }
    let facilities = Facilities::new(kept).map_err(wrong)?;
    // That OSM has none says nothing where OSM's do not count.
    let looked_for = looked_for
        .into_iter()
        .filter(|category| chosen.sources.get(category).copied() != Some(FacilitySource::Own));
    let facilities = looked_for
        .chain(categories)
        .fold(facilities, Facilities::declare);
    Ok(ReadFacilities {
        facilities,
        openings,
        details,
        sources: chosen.sources,
    })
}

/// The facilities that the study does without, and the rest.
fn without(file: &StudyFile, all: Vec<Found>) -> Result<(Vec<Found>, Vec<Found>), JobError> {
    let is_there = |id: &&String| all.iter().any(|one| one.facility.id == **id);
    if let Some(unknown) = file.without.iter().find(|id| !is_there(id)) {
        return Err(JobError::Incomplete(format!(
            "says without {unknown:?}, but no facility has that id; ids are as in the results, \
             such as {}",
            all.first().map_or("none", |one| one.facility.id.as_str())
        )));
    }
    let left_out = |one: &Found| file.without.contains(&one.facility.id);
    Ok(all.into_iter().partition(left_out))
}

/// The column of categories of a layer that holds more than one.
fn category_column<'t>(table: &'t Table, layer: &'t FacilityLayer) -> Result<Column<'t>, JobError> {
    let given = layer.category.as_deref();
    let found = table.column(given.unwrap_or("category"));
    if given.is_none() && found.is_err() {
        return Err(JobError::Incomplete(format!(
            "must say of which category the rows of {} are: name their column as `category`, or the \
             one they all are of as `only`; its columns are {}",
            table.source(),
            table.column_names().join(", ")
        )));
    }
    Ok(found?)
}

fn file_names<'f>(files: impl Iterator<Item = &'f std::path::PathBuf>) -> String {
    let names: Vec<String> = files.map(|file| file_name(file)).collect();
    names.join(", ")
}

fn from_osm(facility: OsmFacility, layer: usize, file: &Path) -> Found {
    let door = |door: &crate::osm::OsmDoor| Door::from(door.place.point);
    let has_doors = facility.doors.iter().any(|door| door.node.is_some());
    let ring = |ring: &Vec<crate::osm::OsmPlace>| ring.iter().map(|p| p.point).collect();
    let polygon = |p: &crate::osm::OsmPolygon| Polygon::new(p.rings.iter().map(ring));
    let id = facility.id.to_string();
    let outlines: Vec<Polygon> = facility.outline.iter().map(polygon).collect();
    let gates = facility.gates;
    let is_open = !outlines.is_empty() && (gates || !has_doors);
    Found {
        told: BTreeMap::new(),
        is_osm: true,
        layer,
        file: file_name(file),
        place: id.clone(),
        facility: Facility {
            id,
            category: facility.category,
            name: facility.name.map(|name| name.to_string()),
            doors: facility.doors.iter().map(door).collect(),
            polygon: outlines.first().cloned(),
            building: facility.outline_of.map(|id| id.to_string()),
            complex: None,
            street: facility.street.map(|street| street.to_string()),
        },
        open: is_open.then_some(Open {
            outlines,
            gates,
            has_doors,
        }),
    }
}

fn from_table(
    table: &Table,
    (number, layer): (usize, &FacilityLayer),
    grounds: Vec<Result<Ground, Reason>>,
    sources: &mut Sources<'_>,
    provided: &mut Provided,
) -> Result<Vec<Found>, JobError> {
    let ids = table.column(layer.id.as_deref().unwrap_or("id"))?;
    let only = layer.only.clone().map(Category::new).transpose();
    let only = only.map_err(|error| JobError::Incomplete(format!("has {error}")))?;
    provided.own.extend(only.clone());
    let categories = match &only {
        Some(_) => None,
        None => Some(category_column(table, layer)?),
    };
    let (names, buildings, complexes, streets) = (
        optional(table, &layer.name)?,
        optional(table, &layer.building)?,
        optional(table, &layer.complex)?,
        optional(table, &layer.street)?,
    );
    let more = details::named(table, &layer.columns, &details::OF_FACILITIES)?;
    let mut found = Vec::new();
    for (row, ground) in grounds.into_iter().enumerate() {
        let read = || -> Result<(Facility, Option<Open>), Reason> {
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
            let facility = Facility {
                id: required(&ids, row)?,
                category,
                name: names.as_ref().and_then(|column| column.text(row)),
                doors: ground.doors,
                polygon: ground.outlines.first().cloned(),
                building: building.or(ground.building),
                complex: complexes.as_ref().and_then(|column| column.text(row)),
                street: streets.as_ref().and_then(|column| column.text(row)),
            };
            let open = (!ground.outlines.is_empty()).then_some(Open {
                outlines: ground.outlines,
                gates: layer.gates,
                has_doors: false,
            });
            Ok((facility, open))
        };
        match read() {
            Ok((facility, open)) => {
                let told = details::of_facility(table, row, &facility.id, &more, sources);
                found.push(Found {
                    facility,
                    told,
                    open,
                    is_osm: false,
                    layer: number,
                    file: file_name(&layer.file),
                    place: table.position(row).to_string(),
                });
            }
            Err(reason) => sources.reject(table.rejected(row, ids.text(row), reason)),
        }
    }
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
