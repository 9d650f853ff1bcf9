//! Origins from tables and OSM extracts.

use std::path::Path;

use nabij::{Origin, Origins, OriginsBuilder, Texts, Weight};

use super::{
    OriginPlace,
    address_book::{AddressBook, Entry},
    bag,
    details::{self, Details},
    doors::{doors, places},
    labels,
    people::{OVER_65, OriginPeople, RESIDENTS},
    places::{need_places, optional, required},
    sources::{Sources, Unused},
};
use crate::{
    crs::Crs,
    dutch_address::DutchAddress,
    error::JobError,
    input_file::file_name,
    projector::Projector,
    reason::Reason,
    study_file::{AddressColumns, FileLayer, OriginLayer, StudyFile, WeightSection},
    table::{Column, Table},
};

/// Origins, and what their table says of them.
pub(super) struct ReadOrigins {
    pub origins: Origins,
    pub places: Vec<OriginPlace>,
    pub details: Details,
    pub crs: Crs,
    pub people: OriginPeople,
    pub book: AddressBook,
}

/// Reads the origins, in the order of the file; none where the study names none.
pub(super) fn origins(
    file: &StudyFile,
    sources: &mut Sources<'_>,
) -> Result<ReadOrigins, JobError> {
    let Some(layer) = &file.origins else {
        let lon_lat = Crs::parse(Crs::LON_LAT)?;
        return collected(Path::new("origins"), Read::default(), lon_lat);
    };
    let (mut read, crs) = if layer.is_osm() {
        let read = origins_of_osm(layer, sources);
        (read, Crs::parse(Crs::LON_LAT)?)
    } else if layer.preset.is_some() {
        bag::read(file, layer, sources)?
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
    labels::tell(file, &mut read, sources)?;
    sources.tally("origins", &layer.file, read.rows, read.origins.len());
    collected(&layer.file, read, crs)
}

fn collected(file: &Path, read: Read, crs: Crs) -> Result<ReadOrigins, JobError> {
    let wrong = |source| JobError::Places {
        file: file_name(file),
        source,
    };
    let mut origins = read.origins;
    let streets = read.details.iter().rfind(|(what, _)| what == "street");
    if let Some((_, texts)) = streets {
        origins = origins.streets(texts.clone());
    }
    let mut origins = origins.build().map_err(wrong)?;
    for (column, values) in read.weights {
        origins = origins.weight(column, values).map_err(wrong)?;
    }
    Ok(ReadOrigins {
        origins,
        places: read.places,
        details: Details::new(read.details),
        crs,
        people: read.people,
        book: read.book,
    })
}

/// Origins as they are read.
#[derive(Default)]
pub(super) struct Read {
    pub rows: usize,
    pub origins: OriginsBuilder,
    pub places: Vec<OriginPlace>,
    pub weights: Vec<(String, Vec<Weight>)>,
    pub details: Vec<(String, Texts)>,
    pub people: OriginPeople,
    pub book: AddressBook,
}

fn origins_of_osm(layer: &OriginLayer, sources: &mut Sources<'_>) -> Read {
    let found = sources
        .osm(&layer.file)
        .map(|extract| std::mem::take(&mut extract.origins));
    let mut read = Read::default();
    let (mut streets, mut numbers) = (Vec::new(), Vec::new());
    for origin in found.into_iter().flatten() {
        read.rows += 1;
        let street = origin.street.as_deref().unwrap_or_default();
        read.places.push(OriginPlace {
            place: (origin.place.degrees[0], origin.place.degrees[1]),
            address: Some(format!("{street} {}", origin.number).trim().to_owned()),
            register: None,
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
    let areas = optional(table, &layer.area)?;
    let houses = Houses {
        postcode: optional(table, &layer.postcode)?,
        number: optional(table, &layer.huisnummer)?,
        letter: optional(table, &layer.huisletter)?,
        addition: optional(table, &layer.toevoeging)?,
    };
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
    let more = details::of_origins(table, layer)?;
    let mut told: Vec<Vec<String>> = vec![Vec::new(); more.len()];
    let mut read = Read {
        rows: table.len(),
        // As much as is needed: what grows by itself is copied, and ends up too large.
        origins: OriginsBuilder::with_capacity(table.len()),
        places: Vec::with_capacity(table.len()),
        ..Read::default()
    };
    for (_, _, values) in &mut weights {
        values.reserve_exact(table.len());
    }
    for row in 0..table.len() {
        let origin = || -> Result<(Origin, (f64, f64)), Reason> {
            let geometry = table.geometry(row)?;
            let place = places(&geometry)?.into_iter().next().ok_or(Reason::Empty)?;
            let text = |column: &Option<Column<'_>>| column.as_ref().and_then(|c| c.text(row));
            let origin = Origin {
                id: required(&ids, row)?,
                doors: doors(&geometry, projector)?,
                kind: text(&kinds).or_else(|| Some("address".to_owned())),
                building: text(&buildings),
                complex: text(&complexes),
                area: text(&areas).map(|code| code.trim().to_owned()),
                street: None, // among the details
            };
            Ok((origin, place))
        };
        match origin() {
            Ok((origin, place)) => {
                if let (Some(address), Some(door)) = (houses.address(row), origin.doors.first()) {
                    read.book.add(Entry {
                        address,
                        id: origin.id.clone(),
                        door: *door,
                        building: origin.building.clone(),
                    });
                }
                read.origins.push(origin);
                if let Some(column) = &houses.postcode {
                    read.people.postcodes.push(column.text(row));
                }
                let parts: Vec<String> = address.iter().filter_map(|c| c.text(row)).collect();
                let address = parts.join(" ").trim().to_owned();
                read.places.push(OriginPlace {
                    place,
                    address: (!address.is_empty()).then_some(address),
                    register: None,
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

/// The columns of the parts of an address.
pub(super) struct Houses<'t> {
    pub postcode: Option<Column<'t>>,
    pub number: Option<Column<'t>>,
    pub letter: Option<Column<'t>>,
    pub addition: Option<Column<'t>>,
}

impl<'t> Houses<'t> {
    /// The columns of a list of addresses.
    pub fn looked_up(table: &'t Table, columns: &'t AddressColumns) -> Result<Self, JobError> {
        Ok(Houses {
            postcode: Some(table.column(&columns.postcode)?),
            number: Some(table.column(&columns.huisnummer)?),
            letter: optional(table, &columns.huisletter)?,
            addition: optional(table, &columns.toevoeging)?,
        })
    }

    /// What stands in the columns of a row, for messages.
    pub fn text(&self, row: usize) -> String {
        let columns = [&self.postcode, &self.number, &self.letter, &self.addition];
        let texts = columns
            .into_iter()
            .filter_map(|column| column.as_ref()?.text(row));
        texts.collect::<Vec<_>>().join(" ")
    }

    /// The entry of the address of a row.
    pub fn find<'b>(&self, row: usize, book: &'b AddressBook) -> Result<&'b Entry, Reason> {
        let not = |address: String, code, why| Reason::Address { address, code, why };
        let Some(address) = self.address(row) else {
            let why = "a postcode of four digits and two letters and a house number are needed";
            return Err(not(self.text(row), "address_incomplete", why.to_owned()));
        };
        let found = book.find(&address);
        found.map_err(|no| not(address.to_string(), no.code(), no.to_string()))
    }

    /// The address of a row; none where its postcode or number is none.
    pub fn address(&self, row: usize) -> Option<DutchAddress> {
        let text = |column: &Option<Column<'_>>| column.as_ref()?.text(row);
        DutchAddress::new(
            &text(&self.postcode)?,
            &text(&self.number)?,
            &text(&self.letter).unwrap_or_default(),
            &text(&self.addition).unwrap_or_default(),
        )
    }
}

/// A number of at least 0; unknown where the cell is empty.
pub(super) fn weight(table: &Table, column: &Column<'_>, row: usize) -> Result<Weight, Reason> {
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
