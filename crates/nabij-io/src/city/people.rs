//! People per address, from the totals of the zones they live in.

mod counts;
mod nearby;

use std::{collections::BTreeMap, path::Path};

use nabij::{Dwellings, Located, Origins, PlaceError, Spread, Totals, Weight, located};

use nearby::squares;

use super::{
    address_book::AddressBook,
    areas::CityAreas,
    sources::Sources,
    totals::{self, ZoneTotals},
};
use crate::{
    error::JobError,
    input_file::file_name,
    preset::{Code, Preset},
    study_file::{StudyFile, WeightSection, ZoneLayer},
};

/// The names of the columns, as they are known in the Netherlands.
pub(crate) const RESIDENTS: &str = "inw_est";
pub(crate) const OVER_65: &str = "n65_est";

/// People spread over the origins.
#[derive(Clone, Debug)]
pub struct People {
    /// Residents, then those of 65 and older, as far as their totals are known.
    pub spreads: Vec<Spread>,
    /// The zonings in the order they were asked, then the areas.
    pub sources: Vec<ZoneSource>,
    /// The table of counts per address, where they stand in one of their own.
    pub counted: Option<ZoneSource>,
    /// Zones of people far from every origin, as national tables have: they are not listed.
    pub elsewhere: usize,
}

/// A table of totals or counts that was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneSource {
    /// `addresses`, `pc6`, `squares` or `areas`; in a table of one's own, its name.
    pub zones: String,
    /// The file.
    pub file: String,
    /// Who publishes it, where a preset says so.
    pub source: Option<String>,
    /// The year that its numbers speak of.
    pub year: Option<i32>,
    /// Whether 65+ is a percentage times residents, ± 0.5 point.
    pub over_65_estimated: bool,
}

/// What the origins' table says of their people, a value per origin that is used.
#[derive(Default)]
pub(super) struct OriginPeople {
    pub postcodes: Vec<Option<String>>,
    pub dwellings: Option<Vec<Weight>>,
    pub capacity: Option<Vec<Weight>>,
    pub residents: Option<Vec<Weight>>,
    pub over_65: Option<Vec<Weight>>,
}

/// Spreads people over the origins, where the study asks for it.
pub(super) fn read(
    file: &StudyFile,
    origins: &Origins,
    (mut own, book): (OriginPeople, &AddressBook),
    areas: Option<&CityAreas>,
    sources: &mut Sources<'_>,
) -> Result<Option<People>, JobError> {
    let Some(section) = &file.weights else {
        return Ok(None);
    };
    let layer = section.addresses.as_ref();
    let counted =
        layer.map(|layer| counts::add(layer, section, (origins, book), &mut own, sources));
    let counted = counted.transpose()?;
    let mut dwellings = Dwellings::new(origins.ids());
    if let Some(number) = number(&own, origins.len()) {
        dwellings = dwellings.number(&number).map_err(wrong)?;
    }
    let (mut zones, mut used) = (Vec::new(), Vec::new());
    if let Some(layer) = &section.pc6 {
        let named = file
            .origins
            .as_ref()
            .is_some_and(|layer| layer.postcode.is_some());
        if !named && own.postcodes.iter().all(Option::is_none) {
            return Err(JobError::Incomplete(
                "spreads totals per postcode: name the column `postcode` of [origins]".to_owned(),
            ));
        }
        let preset = preset(layer)?;
        let rule = Preset::named("pc6")?;
        let codes: Vec<Option<String>> = (0..origins.len())
            .map(|origin| spelled(&rule, own.postcodes.get(origin)?.as_deref()?))
            .collect();
        dwellings = dwellings.zones("pc6", &codes).map_err(wrong)?;
        zones.push(source(
            layer,
            "pc6",
            preset.as_ref(),
            &|_| true,
            sources,
            &mut used,
        )?);
    }
    if let Some(layer) = &section.squares {
        let preset = preset(layer)?;
        let codes = squares(origins, sources.frame()?)?;
        dwellings = dwellings.zones("squares", &codes).map_err(wrong)?;
        zones.push(source(
            layer,
            "squares",
            preset.as_ref(),
            &|_| true,
            sources,
            &mut used,
        )?);
    }
    let mut of_areas = None;
    if let Some(areas) = areas {
        let codes: Vec<Option<&str>> = (0..origins.len())
            .map(|origin| match located(origins, origin, &areas.areas) {
                Located::In(area) => areas
                    .areas
                    .levels()
                    .first()?
                    .ids
                    .get(area as usize)
                    .map(String::as_str),
                _ => None,
            })
            .collect();
        dwellings = dwellings.areas(&codes).map_err(wrong)?;
        if let Some(layer) = area_layer(file, section) {
            let preset = preset(&layer)?;
            let inside = |code: &str| areas.areas.find(code).is_some();
            of_areas = Some(source(
                &layer,
                "areas",
                preset.as_ref(),
                &inside,
                sources,
                &mut used,
            )?);
        }
    } else if section.areas.is_some() {
        return Err(JobError::Incomplete(
            "has [weights.areas], but no [areas]".to_owned(),
        ));
    }
    let counts = [own.residents, own.over_65];
    if used.is_empty() && counts.iter().all(Option::is_none) {
        return Err(JobError::Incomplete(
            "has [weights] without totals: add [weights.pc6], [weights.squares] or [weights.areas], or `own` counts"
                .to_owned(),
        ));
    }
    let mut people = People {
        spreads: spread(&dwellings, &zones, of_areas.as_ref(), counts, own.capacity)?,
        sources: used,
        counted,
        elsewhere: 0,
    };
    people.leave_out_elsewhere(&dwellings, &own.postcodes, origins, sources.frame()?);
    Ok(Some(people))
}

/// Spreads residents, then those of 65 and older, as far as there are totals or counts of them.
/// A place in a nursing home is a resident there.
pub(crate) fn spread(
    dwellings: &Dwellings,
    zones: &[ZoneTotals],
    of_areas: Option<&ZoneTotals>,
    own: [Option<Vec<Weight>>; 2],
    capacity: Option<Vec<Weight>>,
) -> Result<Vec<Spread>, JobError> {
    let mut spreads: Vec<Spread> = Vec::new();
    let kinds = [
        (RESIDENTS, residents as Pick, capacity),
        (OVER_65, over_65 as Pick, None),
    ];
    for ((name, pick, more), own) in kinds.into_iter().zip(own) {
        let mut all = zones.iter().chain(of_areas);
        if own.is_none() && all.all(|zone| pick(zone).is_none()) {
            continue;
        }
        let totals = Totals {
            name: name.to_owned(),
            own: either(own, more),
            zones: zones
                .iter()
                .map(|zone| pick(zone).cloned().unwrap_or_default())
                .collect(),
            areas: of_areas.and_then(pick).cloned().unwrap_or_default(),
        };
        let spread = dwellings.spread(&totals).map_err(wrong)?;
        spreads.push(match spreads.first() {
            Some(residents) => spread.within(residents, dwellings),
            None => spread,
        });
    }
    Ok(spreads)
}

/// An error of the core, with the section it comes from.
pub(crate) fn wrong(source: PlaceError) -> JobError {
    JobError::Places {
        file: "[weights]".to_owned(),
        source,
    }
}

type Pick = fn(&ZoneTotals) -> Option<&BTreeMap<String, Weight>>;

fn residents(zone: &ZoneTotals) -> Option<&BTreeMap<String, Weight>> {
    zone.residents.as_ref()
}

fn over_65(zone: &ZoneTotals) -> Option<&BTreeMap<String, Weight>> {
    zone.over_65.as_ref()
}

/// Dwellings per origin; a place in a nursing home counts as one.
fn number(own: &OriginPeople, origins: usize) -> Option<Vec<Weight>> {
    either(own.capacity.clone(), own.dwellings.clone()).map(|mut number| {
        number.resize(origins, Weight::UNKNOWN);
        number
    })
}

/// The first that is known.
pub(crate) fn either(
    first: Option<Vec<Weight>>,
    second: Option<Vec<Weight>>,
) -> Option<Vec<Weight>> {
    match (first, second) {
        (Some(first), Some(second)) => {
            let known = |(first, second): (Weight, Weight)| match first.millionths() {
                Some(_) => first,
                None => second,
            };
            Some(first.into_iter().zip(second).map(known).collect())
        }
        (first, second) => first.or(second),
    }
}

/// The layer with the totals of the areas: as given, on the areas' own file where none is named;
/// an areas' preset says it all.
fn area_layer(file: &StudyFile, section: &WeightSection) -> Option<ZoneLayer> {
    let areas = file.areas.as_ref()?;
    let mut layer = match &section.areas {
        Some(layer) => layer.clone(),
        None => ZoneLayer {
            preset: Some(areas.preset.clone()?),
            ..ZoneLayer::default()
        },
    };
    if layer.file == Path::new("") {
        layer.file.clone_from(&areas.file);
        layer.layer = layer.layer.or_else(|| areas.layer.clone());
        layer.preset = layer.preset.or_else(|| areas.preset.clone());
        layer.year = layer.year.or(file.area_year);
        if layer.preset.is_none() {
            layer.code = layer
                .code
                .or_else(|| areas.id.clone())
                .or_else(|| Some("id".to_owned()));
        }
    }
    Some(layer)
}

fn preset(layer: &ZoneLayer) -> Result<Option<Preset>, JobError> {
    layer.preset.as_deref().map(Preset::named).transpose()
}

fn source(
    layer: &ZoneLayer,
    zones: &'static str,
    preset: Option<&Preset>,
    wanted: &dyn Fn(&str) -> bool,
    sources: &mut Sources<'_>,
    used: &mut Vec<ZoneSource>,
) -> Result<ZoneTotals, JobError> {
    if layer.file == Path::new("") {
        return Err(JobError::Incomplete(format!(
            "must name in [weights.{zones}] a `file`"
        )));
    }
    let table = sources.rows(layer)?;
    let spelling = match zones {
        "pc6" => Some("pc6"),
        "squares" => Some("cbs-vierkanten"),
        _ => sources
            .file
            .areas
            .as_ref()
            .and_then(|areas| areas.preset.as_deref()),
    };
    let spelling = spelling.map(Preset::named).transpose()?;
    let mut found = totals::read(layer, zones, &table, preset, spelling.as_ref(), wanted)?;
    sources.tally("totals", &layer.file, found.zones, found.zones);
    sources.unused.append(&mut found.unused);
    sources.notes.append(&mut found.gaps);
    used.push(ZoneSource {
        zones: zones.to_owned(),
        file: file_name(&layer.file),
        source: found.source.clone(),
        year: found.year,
        over_65_estimated: found.estimated,
    });
    Ok(found)
}

/// A postcode in one spelling, none where it is no postcode.
fn spelled(rule: &Preset, postcode: &str) -> Option<String> {
    match rule.code(postcode) {
        Code::Zone(code) => Some(code),
        Code::OtherLevel | Code::Wrong => None,
    }
}
