//! Origins from the BAG: which objects are homes, where they are, what their address is.

mod rules;

use std::collections::{BTreeMap, BTreeSet};

use nabij::Origin;

pub(super) use rules::Rules;
use rules::{LayerRule, holds};

use super::{
    BagAddress, OriginPlace, RuleCount,
    address_book::Entry,
    details,
    doors::{doors, places},
    origins::{Houses, Read},
    sources::{Sources, Unused},
};
use crate::{
    crs::Crs,
    error::JobError,
    input_file::file_name,
    projector::Projector,
    reason::Reason,
    study_file::{FileLayer, OriginLayer, StudyFile},
    table::{Column, ReadErrorKind, Table},
};

/// Reads the layers of the BAG.
pub(super) fn read(
    file: &StudyFile,
    layer: &OriginLayer,
    sources: &mut Sources<'_>,
) -> Result<(Read, Crs), JobError> {
    if layer.preset.as_deref() != Some("bag") {
        let preset = layer.preset.as_deref().unwrap_or_default();
        return Err(JobError::Incomplete(format!(
            "asks for preset {preset:?} of origins; there is: bag"
        )));
    }
    let known = [
        ("layer", &layer.layer),
        ("id", &layer.id),
        ("postcode", &layer.postcode),
        ("huisnummer", &layer.huisnummer),
        ("huisletter", &layer.huisletter),
        ("toevoeging", &layer.toevoeging),
        ("kind", &layer.kind),
        ("building", &layer.building),
        ("complex", &layer.complex),
        ("area", &layer.area),
    ];
    let own = layer.address.first().map(|_| "address");
    let own = own.or(layer.columns.first_key_value().map(|_| "columns"));
    if let Some(key) = known
        .iter()
        .find_map(|(key, given)| given.as_ref().map(|_| *key))
        .or(own)
    {
        return Err(JobError::Incomplete(format!(
            "reads origins by preset \"bag\", which knows layers and columns: leave out `{key}`"
        )));
    }
    let rules = Rules::read()?;
    let flagged = flagged_buildings(file, layer, &rules)?;
    let mut reader = Reader {
        rules: &rules,
        flagged,
        file: file_name(&layer.file),
        read: Read::default(),
        seen: BTreeSet::new(),
        counts: BTreeMap::new(),
        notes: Vec::new(),
    };
    let section = file.weights.as_ref();
    let columns = section.map_or([None; 4], |s| {
        [&s.dwellings, &s.capacity, &s.own.residents, &s.own.over_65].map(Option::as_ref)
    });
    if let Some(column) = columns
        .into_iter()
        .flatten()
        .chain(layer.weights.values())
        .next()
    {
        return Err(JobError::Incomplete(format!(
            "names column {column:?} of origins that are read by preset \"bag\", which has no such counts: give a table of them in [weights.addresses]"
        )));
    }
    let mut crs = None;
    for rule in &rules.layers {
        let Some(table) = table(file, layer, &rule.name, rule.required)? else {
            continue;
        };
        let projector = table.projector(sources.frame()?)?;
        reader.layer(rule, &table, &projector, sources)?;
        crs.get_or_insert(table.checked_crs()?.clone());
    }
    sources.notes.append(&mut reader.notes);
    for ((layer, rule), count) in reader.counts {
        sources.rules.push(RuleCount {
            file: reader.file.clone(),
            layer,
            rule,
            count,
        });
    }
    reader.read.details = details::of_register(&reader.read.places);
    let crs = crs.ok_or_else(|| JobError::Incomplete("finds no layer of the BAG".to_owned()))?;
    Ok((reader.read, crs))
}

/// A layer; nothing where the file has none of this name and needs none.
fn table(
    file: &StudyFile,
    layer: &OriginLayer,
    name: &str,
    required: bool,
) -> Result<Option<Table>, JobError> {
    let mut options = layer.options()?;
    options.layer = Some(name.to_owned());
    match Table::read(file.path(&layer.file), &options) {
        Ok(table) => Ok(Some(table)),
        Err(error) if !required && matches!(error.kind, ReadErrorKind::NoLayer { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The buildings with a status to flag, and that status.
fn flagged_buildings(
    file: &StudyFile,
    layer: &OriginLayer,
    rules: &Rules,
) -> Result<BTreeMap<String, String>, JobError> {
    let mut flagged = BTreeMap::new();
    let Some(table) = table(file, layer, &rules.building.layer, false)? else {
        return Ok(flagged);
    };
    let (ids, statuses) = (rules.needed(&table, "id")?, rules.needed(&table, "status")?);
    let (ids, statuses) = (table.column(&ids)?, table.column(&statuses)?);
    for row in 0..table.len() {
        let status = statuses.text(row).unwrap_or_default().to_lowercase();
        if let Some(id) = ids
            .text(row)
            .filter(|_| holds(&rules.building.flagged, &status))
        {
            flagged.insert(rules.id(&id), status);
        }
    }
    Ok(flagged)
}

struct Reader<'r> {
    rules: &'r Rules,
    flagged: BTreeMap<String, String>,
    file: String,
    read: Read,
    seen: BTreeSet<String>,
    counts: BTreeMap<(String, String), usize>,
    notes: Vec<Unused>,
}

impl Reader<'_> {
    fn layer(
        &mut self,
        rule: &LayerRule,
        table: &Table,
        projector: &Projector,
        sources: &mut Sources<'_>,
    ) -> Result<(), JobError> {
        let rules = self.rules;
        let (id, status) = (rules.needed(table, "id")?, rules.needed(table, "status")?);
        let (ids, statuses) = (table.column(&id)?, table.column(&status)?);
        let purpose = match &rule.purpose {
            Some(word) => Some((rules.needed(table, "use")?, word)),
            None => None,
        };
        let purpose = match &purpose {
            Some((name, word)) => Some((table.column(name)?, word.as_str())),
            None => None,
        };
        let names = [
            "main_address",
            "building",
            "building_status",
            "street",
            "number",
            "letter",
            "addition",
            "postcode",
        ];
        let mut found = Vec::new();
        for thing in names {
            found.push(rules.column(table, thing)?);
        }
        let mut columns: Vec<Option<Column<'_>>> = Vec::new();
        for name in &found {
            columns.push(name.as_ref().map(|name| table.column(name)).transpose()?);
        }
        let of = |at: usize| columns.get(at).copied().flatten();
        let houses = Houses {
            postcode: of(7),
            number: of(4),
            letter: of(5),
            addition: of(6),
        };
        for row in 0..table.len() {
            let id = ids.text(row).map(|id| rules.id(&id)).unwrap_or_default();
            let status = statuses.text(row).unwrap_or_default().trim().to_lowercase();
            let text = |at: usize| {
                of(at)?
                    .text(row)
                    .map(|text| text.trim().to_owned())
                    .filter(|text| !text.is_empty())
            };
            let digits = |text: String| rules.id(&text);
            let register = BagAddress {
                nummeraanduiding_id: text(0).map(digits),
                pand_id: text(1).map(digits),
                street: text(3),
                number: text(4),
                letter: text(5),
                addition: text(6),
                postcode: text(7)
                    .map(|text| text.split_whitespace().collect::<String>().to_uppercase()),
            };
            let place = || -> Result<_, Reason> {
                if id.is_empty() {
                    return Err(Reason::Value {
                        column: ids.name().to_owned(),
                        value: String::new(),
                        wanted: "an id",
                    });
                }
                let geometry = table.geometry(row)?;
                let place = places(&geometry)?.into_iter().next().ok_or(Reason::Empty)?;
                Ok((place, doors(&geometry, projector)?))
            };
            let is_home = purpose.as_ref().is_none_or(|(column, word)| {
                let uses = column.text(row).unwrap_or_default().to_lowercase();
                uses.split(|c: char| !c.is_alphabetic())
                    .any(|one| one == *word)
            });
            if holds(&rule.planned, &status) {
                self.count(rule, "planned stock, not an origin");
                if is_home {
                    self.note(
                        &id,
                        "planned",
                        format!("{status}: planned stock, not an origin"),
                    );
                }
                continue;
            }
            let (place, doors) = match place() {
                Ok(placed) => placed,
                Err(reason) => {
                    self.count(rule, "without a usable place");
                    sources.reject(table.rejected(row, Some(id), reason));
                    continue;
                }
            };
            if !self.seen.insert(id.clone()) {
                self.count(rule, "the same object again");
                continue;
            }
            let building = register
                .pand_id
                .as_ref()
                .and_then(|ids| ids.split(',').next())
                .map(str::to_owned);
            // Facilities are in objects that are no homes, too.
            if let (Some(address), Some(door)) = (houses.address(row), doors.first()) {
                self.read.book.add(Entry {
                    address,
                    id: id.clone(),
                    door: *door,
                    building: building.clone(),
                });
            }
            if !is_home {
                self.count(rule, "no home by its use");
                continue;
            }
            if !holds(&rule.status, &status) {
                self.count(rule, &format!("left out by its status: {status}"));
                continue;
            }
            self.count(rule, "origin");
            let own = text(2)
                .unwrap_or_default()
                .to_lowercase()
                .replace("pand ", "");
            let flag = building
                .as_ref()
                .and_then(|id| self.flagged.get(id).cloned());
            if let Some(flag) =
                flag.or_else(|| Some(own).filter(|own| holds(&rules.building.flagged, own)))
            {
                self.count(rule, &format!("origin in a building with: {flag}"));
                self.note(
                    &id,
                    "building_status",
                    format!("its building has the status {flag}"),
                );
            }
            self.read.people.postcodes.push(register.postcode.clone());
            self.read.places.push(OriginPlace {
                place,
                address: words(&register),
                register: Some(Box::new(register)),
            });
            self.read.origins.push(Origin {
                id,
                doors,
                kind: Some(rule.kind.clone()),
                building,
                ..Origin::default()
            });
        }
        self.read.rows += table.len();
        Ok(())
    }

    fn count(&mut self, rule: &LayerRule, what: &str) {
        let key = (rule.name.clone(), what.to_owned());
        *self.counts.entry(key).or_default() += 1;
    }

    fn note(&mut self, id: &str, code: &str, reason: String) {
        self.notes.push(Unused {
            file: self.file.clone(),
            place: id.to_owned(),
            id: Some(id.to_owned()),
            code: code.to_owned(),
            reason,
        });
    }
}

/// Street, number, letter and addition as people write them.
fn words(register: &BagAddress) -> Option<String> {
    let number = register.number.as_ref()?;
    let letter = register.letter.as_deref().unwrap_or_default();
    let addition = register
        .addition
        .as_ref()
        .map(|addition| format!("-{addition}"))
        .unwrap_or_default();
    let street = register.street.as_deref().unwrap_or_default();
    Some(
        format!("{street} {number}{letter}{addition}")
            .trim()
            .to_owned(),
    )
}
