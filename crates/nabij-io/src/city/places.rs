//! Facilities and origins from tables and OSM extracts.

use geo::InteriorPoint;
use geo_types::Geometry;
use nabij::{Category, Door, Facilities, Facility, Origin, Origins, Point, Polygon, Weight};

use super::{
    OriginPlace,
    people::{OVER_65, OriginPeople, RESIDENTS},
    sources::{Sources, Unused, name},
};
use crate::{
    crs::Crs,
    error::JobError,
    osm::OsmFacility,
    projector::Projector,
    reason::Reason,
    study_file::{FacilityLayer, FileLayer, OriginLayer, StudyFile, WeightSection},
    table::{Column, Table},
};

/// Reads every layer of facilities. Ids carry no prefix as long as there is one layer a category.
pub(super) fn facilities(
    file: &StudyFile,
    sources: &mut Sources<'_>,
) -> Result<Facilities, JobError> {
    let mut all = Vec::new();
    let mut looked_for = Vec::new();
    for layer in &file.facilities {
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
            all.extend(from_table(&table, layer, &projector, sources)?);
        }
    }
    let wrong = |source| JobError::Places {
        file: file_names(file.facilities.iter().map(|layer| &layer.file)),
        source,
    };
    let facilities = Facilities::new(all).map_err(wrong)?;
    Ok(looked_for.into_iter().fold(facilities, Facilities::declare))
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
            Ok(facility) => found.push(facility),
            Err(reason) => sources.reject(table.rejected(row, ids.text(row), reason)),
        }
    }
    sources.tally("facilities", &layer.file, table.len(), found.len());
    Ok(found)
}

/// Origins, and what their table says of them.
pub(super) struct ReadOrigins {
    pub origins: Origins,
    pub places: Vec<OriginPlace>,
    pub crs: Crs,
    pub people: OriginPeople,
}

/// Reads the origins, in the order of the file.
pub(super) fn origins(
    file: &StudyFile,
    layer: &OriginLayer,
    sources: &mut Sources<'_>,
) -> Result<ReadOrigins, JobError> {
    let (read, crs) = if layer.is_osm() {
        let read = origins_of_osm(layer, sources);
        (read, Crs::parse(Crs::LON_LAT)?)
    } else {
        let (table, projector) = sources.table(layer)?;
        need_places(&table)?;
        let read = origins_of_table(&table, layer, file.weights.as_ref(), &projector, sources)?;
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
    Ok(ReadOrigins {
        origins,
        places: read.places,
        crs,
        people: read.people,
    })
}

#[derive(Default)]
struct Read {
    rows: usize,
    origins: Vec<Origin>,
    places: Vec<OriginPlace>,
    weights: Vec<(String, Vec<Weight>)>,
    people: OriginPeople,
}

fn origins_of_osm(layer: &OriginLayer, sources: &mut Sources<'_>) -> Read {
    let found = sources
        .osm(&layer.file)
        .map(|extract| std::mem::take(&mut extract.origins));
    let mut read = Read::default();
    for origin in found.into_iter().flatten() {
        read.rows += 1;
        read.people.postcodes.push(None);
        let street = origin.street.as_deref().unwrap_or_default();
        read.places.push(OriginPlace {
            place: (origin.place.degrees[0], origin.place.degrees[1]),
            address: Some(format!("{street} {}", origin.number).trim().to_owned()),
        });
        read.origins.push(Origin {
            id: origin.id.to_string(),
            doors: vec![origin.place.point],
            kind: Some(origin.kind.as_str().to_owned()),
            ..Origin::default()
        });
    }
    read
}

fn origins_of_table(
    table: &Table,
    layer: &OriginLayer,
    section: Option<&WeightSection>,
    projector: &Projector,
    sources: &mut Sources<'_>,
) -> Result<Read, JobError> {
    let ids = table.column(layer.id.as_deref().unwrap_or("id"))?;
    let (kinds, buildings, complexes) = (
        optional(table, &layer.kind)?,
        optional(table, &layer.building)?,
        optional(table, &layer.complex)?,
    );
    let (postcodes, areas) = (
        optional(table, &layer.postcode)?,
        optional(table, &layer.area)?,
    );
    let mut address = Vec::new();
    for column in &layer.address {
        address.push(table.column(column)?);
    }
    let mut weights = Vec::new();
    for (weight, column) in &layer.weights {
        if section.is_some() && [RESIDENTS, OVER_65].contains(&weight.as_str()) {
            return Err(JobError::Incomplete(format!(
                "gives [origins] weights the name {weight:?}, which [weights] gives its own"
            )));
        }
        weights.push((weight.clone(), table.column(column)?, Vec::new()));
    }
    let own_weights = weights.len();
    let columns = section.map(|s| [&s.dwellings, &s.capacity, &s.own.residents, &s.own.over_65]);
    for column in columns
        .iter()
        .flatten()
        .filter_map(|column| column.as_ref())
    {
        weights.push((column.clone(), table.column(column)?, Vec::new()));
    }
    let mut read = Read {
        rows: table.len(),
        ..Read::default()
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
                area: text(&areas).map(|code| code.trim().to_owned()),
            };
            Ok((origin, place))
        };
        match origin() {
            Ok((origin, place)) => {
                read.origins.push(origin);
                let postcode = postcodes.as_ref().and_then(|column| column.text(row));
                read.people.postcodes.push(postcode);
                let parts: Vec<String> = address.iter().filter_map(|c| c.text(row)).collect();
                let address = parts.join(" ").trim().to_owned();
                read.places.push(OriginPlace {
                    place,
                    address: (!address.is_empty()).then_some(address),
                });
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
    let mut of_people = read.weights.split_off(own_weights).into_iter();
    if let Some(columns) = columns {
        let mut next = |column: &Option<String>| column.as_ref().and(of_people.next());
        let [dwellings, capacity, residents, over_65] =
            columns.map(|column| next(column).map(|(_, values)| values));
        (read.people.dwellings, read.people.capacity) = (dwellings, capacity);
        (read.people.residents, read.people.over_65) = (residents, over_65);
    }
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

/// The doors of a place: its points, or a point inside its outline.
fn places(geometry: &Geometry<f64>) -> Result<Vec<(f64, f64)>, Reason> {
    let inside = |point: Option<geo_types::Point<f64>>| {
        point.map(|p| vec![(p.x(), p.y())]).ok_or(Reason::Empty)
    };
    let found = match geometry {
        Geometry::Point(point) => vec![(point.x(), point.y())],
        Geometry::MultiPoint(points) => points.iter().map(|p| (p.x(), p.y())).collect(),
        Geometry::Polygon(polygon) => inside(polygon.interior_point())?,
        Geometry::MultiPolygon(polygons) => inside(polygons.interior_point())?,
        Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_) => {
            return Err(Reason::WrongType {
                found: "line".to_owned(),
                wanted: "point or polygon",
            });
        }
        _ => {
            return Err(Reason::WrongType {
                found: "collection of geometries".to_owned(),
                wanted: "point or polygon",
            });
        }
    };
    if found.is_empty() {
        Err(Reason::Empty)
    } else {
        Ok(found)
    }
}

fn doors(geometry: &Geometry<f64>, projector: &Projector) -> Result<Vec<Point>, Reason> {
    places(geometry)?
        .into_iter()
        .map(|place| projector.point(place))
        .collect()
}

fn outline(geometry: &Geometry<f64>, projector: &Projector) -> Result<Option<Polygon>, Reason> {
    let polygon = match geometry {
        Geometry::Polygon(polygon) => Some(polygon),
        Geometry::MultiPolygon(polygons) => polygons.0.first(),
        _ => None,
    };
    polygon
        .map(|polygon| super::ground::polygon(polygon, projector))
        .transpose()
}
