//! Neighbourhoods and the larger areas they are part of.

mod parents;

use std::collections::BTreeMap;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use nabij::{Area, Areas};

use super::{
    ground,
    region::{Regions, codes_above},
    sources::{Sources, Unused},
};
use crate::{
    crs::Crs,
    error::JobError,
    input_file::file_name,
    osm::OsmArea,
    preset::{self, Code, Preset},
    reason::Reason,
    safe_name::safe_name,
    study_file::{AreaLayer, FileLayer, ParentLevel, StudyFile},
    table::{Column, Table},
};

/// Areas, with the outlines of the finest level as they stand in their file.
pub struct CityAreas {
    /// The areas in the plane.
    pub areas: Areas,
    /// Outlines of the finest level, in the order of the codes.
    pub outlines: Vec<MultiPolygon<f64>>,
    /// The CRS of the outlines.
    pub crs: Crs,
}

/// Reads the areas that a study names.
pub(super) fn read(
    file: &StudyFile,
    sources: &mut Sources<'_>,
) -> Result<Option<CityAreas>, JobError> {
    let Some(layer) = &file.areas else {
        return Ok(None);
    };
    let mut layer = layer.clone();
    let preset = layer.preset.as_deref().map(Preset::named).transpose()?;
    let (mut found, crs, table) = if layer.is_osm() {
        (of_osm(&layer, sources), Crs::parse(Crs::LON_LAT)?, None)
    } else {
        let (table, projector) = sources.table(&layer)?;
        let crs = table.checked_crs()?.clone();
        if let Some(preset) = &preset {
            complete(&mut layer, preset, &table, file.area_year)?;
        }
        let found = of_table(&table, &layer, preset.as_ref(), &projector, sources)?;
        (found, crs, Some(table))
    };
    let layer = &layer;
    check_levels(layer)?;
    found.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let outlines = found.iter().map(|(_, outline)| outline.clone()).collect();
    let level = layer.level.as_deref().unwrap_or("area");
    let mut areas =
        Areas::new(level, found.into_iter().map(|(area, _)| area)).map_err(|source| {
            JobError::Places {
                file: file_name(&layer.file),
                source,
            }
        })?;
    for parent in &layer.parents {
        parents::check(parent)?;
        if let Some(name) = &parent.preset {
            let regions = Regions::named(name)?;
            let by_code = |code: &str| regions.parent(code).map(|(code, name)| (code, Some(name)));
            areas = areas.level(&parent.level, by_code);
            continue;
        }
        let above = codes_above(&areas);
        let parents = parents::read(sources, layer, preset.as_ref(), parent, table.as_ref())?;
        let by_code = |code: &str| match &parent.prefix {
            Some(prefix) => {
                let name = parents.get(code).and_then(|(_, name)| name.clone());
                prefix.parent(code).map(|parent| (parent, name))
            }
            None => {
                let above = above.get(code).into_iter().flatten();
                let mut found = above.filter_map(|code| parents.get(code));
                parents.get(code).or_else(|| found.next()).cloned()
            }
        };
        areas = areas.level(&parent.level, by_code);
    }
    Ok(Some(CityAreas {
        areas,
        outlines,
        crs,
    }))
}

/// An error where two levels would write their tables under one name.
fn check_levels(layer: &AreaLayer) -> Result<(), JobError> {
    // Some file systems do not tell capitals from small letters.
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    let finest = layer.level.as_deref().unwrap_or("area");
    for level in std::iter::once(finest).chain(layer.parents.iter().map(|own| own.level.as_str())) {
        let name = safe_name(level).to_lowercase();
        if name.is_empty() {
            return Err(JobError::Incomplete(
                "has a level of [areas] without a name".to_owned(),
            ));
        }
        if let Some(other) = names.insert(name.clone(), level) {
            return Err(JobError::Incomplete(format!(
                "calls two levels of [areas] {other:?} and {level:?}, whose tables would share the \
                 name areas_{name}: give one of them another name"
            )));
        }
    }
    Ok(())
}

fn of_table(
    table: &Table,
    layer: &AreaLayer,
    preset: Option<&Preset>,
    projector: &crate::projector::Projector,
    sources: &mut Sources<'_>,
) -> Result<Vec<(Area, MultiPolygon<f64>)>, JobError> {
    let id = layer.id.as_deref().unwrap_or("id");
    let ids = table.column(id)?;
    let names = layer
        .name
        .as_ref()
        .map(|name| table.column(name))
        .transpose()?;
    let extracted = table.polygons(Some(id))?;
    extracted
        .rejected
        .into_iter()
        .for_each(|rejected| sources.reject(rejected));
    let kept = kept(table, preset)?;
    let mut found = Vec::new();
    for (row, outline) in extracted.rows {
        if let Some((column, values, code)) = kept
            .iter()
            .find(|(column, values, _)| !column.text(row).is_some_and(|text| holds(values, &text)))
        {
            let value = column.text(row).unwrap_or_default();
            sources.notes.push(Unused {
                file: file_name(&layer.file),
                place: table.position(row).to_string(),
                id: ids.text(row),
                code: (*code).to_owned(),
                reason: format!(
                    "{} is {value:?}, kept are {}",
                    column.name(),
                    values.join(", ")
                ),
            });
            continue;
        }
        let polygons: Result<Vec<nabij::Polygon>, Reason> = outline
            .0
            .iter()
            .map(|part| ground::polygon(part, projector))
            .collect();
        let text = ids.text(row).filter(|code| !code.is_empty());
        let code = match preset {
            None => text.clone(),
            Some(preset) => text.as_ref().and_then(|text| match preset.code(text) {
                Code::Zone(code) => Some(code),
                Code::OtherLevel | Code::Wrong => None,
            }),
        };
        let code = code.ok_or_else(|| Reason::Value {
            column: id.to_owned(),
            value: text.unwrap_or_default(),
            wanted: "a code of an area",
        });
        match (polygons, code) {
            (Ok(polygons), Ok(code)) => found.push((
                Area {
                    id: code,
                    name: names.as_ref().and_then(|names| names.text(row)),
                    polygons,
                },
                outline,
            )),
            (Err(reason), _) | (_, Err(reason)) => {
                sources.reject(table.rejected(row, ids.text(row), reason));
            }
        }
    }
    sources.tally("areas", &layer.file, table.len(), found.len());
    Ok(found)
}

/// Columns and levels that a preset knows and the study does not name itself.
fn complete(
    layer: &mut AreaLayer,
    preset: &Preset,
    table: &Table,
    year: Option<i32>,
) -> Result<(), JobError> {
    let Some(year) = year else {
        return Err(JobError::Incomplete(format!(
            "uses preset {:?} for its areas without area_year (indeling_jaar): borders and codes change every year",
            preset.name
        )));
    };
    let column = preset.column(table, "year")?;
    let column = column
        .as_ref()
        .map(|column| table.column(column))
        .transpose()?;
    for row in 0..table.len() {
        let stated = column
            .as_ref()
            .and_then(|column| column.integer(row).ok().flatten());
        if let Some(stated) = stated.filter(|stated| *stated != i64::from(year)) {
            return Err(JobError::Incomplete(format!(
                "has area_year = {year}, but {}, {} is of {stated}",
                table.source(),
                table.position(row)
            )));
        }
    }
    if layer.id.is_none() {
        layer.id = Some(preset.needed(table, "code")?);
    }
    if layer.name.is_none() {
        layer.name = preset.column(table, "name")?;
    }
    layer.level.get_or_insert_with(|| preset.level.clone());
    if layer.parents.is_empty() {
        for parent in &preset.parents {
            layer.parents.push(ParentLevel {
                level: parent.level.clone(),
                name: preset::find(table, &parent.name)?,
                prefix: Some(parent.prefix.clone()),
                id: None,
                table: None,
                preset: None,
            });
        }
    }
    Ok(())
}

/// The columns that say which rows to keep, the values to keep, and the word for the others.
type Kept<'t> = Vec<(Column<'t>, &'t [String], &'t str)>;

fn kept<'t>(table: &'t Table, preset: Option<&'t Preset>) -> Result<Kept<'t>, JobError> {
    let mut kept = Vec::new();
    for keep in preset.iter().flat_map(|preset| &preset.keep) {
        let names = table.batch().schema_ref().fields();
        let wanted = preset::find(table, &keep.column)?;
        if let Some(field) = names
            .iter()
            .find(|field| Some(field.name()) == wanted.as_ref())
        {
            kept.push((
                table.column(field.name())?,
                keep.values.as_slice(),
                keep.code.as_str(),
            ));
        }
    }
    Ok(kept)
}

/// Whether one of the values stands in a cell, in capitals or not.
fn holds(values: &[String], text: &str) -> bool {
    let is = |value: &String| value.eq_ignore_ascii_case(text.trim());
    values.iter().any(is)
}

fn of_osm(layer: &AreaLayer, sources: &mut Sources<'_>) -> Vec<(Area, MultiPolygon<f64>)> {
    let all = sources
        .osm(&layer.file)
        .map(|extract| std::mem::take(&mut extract.areas));
    let all = all.unwrap_or_default();
    let wanted = |area: &&OsmArea| {
        layer
            .admin_level
            .is_none_or(|level| area.admin_level == Some(level))
    };
    let found: Vec<_> = all.iter().filter(wanted).map(from_osm).collect();
    sources.tally("areas", &layer.file, all.len(), found.len());
    found
}

fn from_osm(area: &OsmArea) -> (Area, MultiPolygon<f64>) {
    let planar = |p: &crate::osm::OsmPolygon| {
        nabij::Polygon::new(
            p.rings
                .iter()
                .map(|ring| ring.iter().map(|v| v.point).collect()),
        )
    };
    let degrees = |p: &crate::osm::OsmPolygon| {
        let mut rings = p.rings.iter().map(|ring| {
            let places = ring.iter().map(|v| Coord {
                x: v.degrees[0],
                y: v.degrees[1],
            });
            LineString::new(places.collect())
        });
        let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(outer, rings.collect())
    };
    let built = Area {
        id: area
            .code
            .as_ref()
            .map_or_else(|| area.id.to_string(), |code| code.to_string()),
        name: area.name.as_ref().map(|name| name.to_string()),
        polygons: area.polygons.iter().map(planar).collect(),
    };
    (
        built,
        MultiPolygon(area.polygons.iter().map(degrees).collect()),
    )
}
