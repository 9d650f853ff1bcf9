//! Neighbourhoods and the larger areas they are part of.

use std::collections::BTreeMap;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use nabij::{Area, Areas};

use super::{
    ground,
    preset::Preset,
    sources::{Sources, name},
};
use crate::{
    crs::Crs,
    error::JobError,
    osm::OsmArea,
    reason::Reason,
    study_file::{AreaLayer, FileLayer, Layer, ParentLevel, Prefix, StudyFile},
    table::{ReadOptions, Table},
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

/// By code the larger area it is part of, and that one's name.
type Parents = BTreeMap<String, (String, Option<String>)>;

/// Reads the areas that a study names.
pub(super) fn read(
    file: &StudyFile,
    sources: &mut Sources<'_>,
) -> Result<Option<CityAreas>, JobError> {
    let Some(layer) = &file.areas else {
        return Ok(None);
    };
    let (mut found, crs, table) = if layer.is_osm() {
        (of_osm(layer, sources), Crs::parse(Crs::LON_LAT)?, None)
    } else {
        let (table, projector) = sources.table(layer)?;
        let crs = table.checked_crs()?.clone();
        let found = of_table(&table, layer, &projector, sources)?;
        (found, crs, Some(table))
    };
    found.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let outlines = found.iter().map(|(_, outline)| outline.clone()).collect();
    let level = layer.level.as_deref().unwrap_or("area");
    let mut areas =
        Areas::new(level, found.into_iter().map(|(area, _)| area)).map_err(|source| {
            JobError::Places {
                file: name(&layer.file),
                source,
            }
        })?;
    for parent in &layer.parents {
        if let Some(name) = &parent.preset {
            let preset = Preset::named(name)?;
            let region = |code: &str| Some((name.clone(), Some(preset.part(code)?.to_owned())));
            areas = areas.level(&parent.level, region);
            continue;
        }
        let parents = parents(file, layer, parent, table.as_ref())?;
        let by_code = |code: &str| match &parent.prefix {
            Some(prefix) => prefix.parent(code).map(|code| (code, None)),
            None => parents.get(code).cloned(),
        };
        areas = areas.level(&parent.level, by_code);
    }
    Ok(Some(CityAreas {
        areas,
        outlines,
        crs,
    }))
}

fn of_table(
    table: &Table,
    layer: &AreaLayer,
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
    let mut found = Vec::new();
    for (row, outline) in extracted.rows {
        let polygons: Result<Vec<nabij::Polygon>, Reason> = outline
            .0
            .iter()
            .map(|part| ground::polygon(part, projector))
            .collect();
        let code = ids.text(row).filter(|code| !code.is_empty());
        let code = code.ok_or_else(|| Reason::Value {
            column: id.to_owned(),
            value: String::new(),
            wanted: "a code",
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

/// The larger areas by the code of the finest level, from columns or a table of their own.
fn parents(
    file: &StudyFile,
    layer: &AreaLayer,
    parent: &ParentLevel,
    areas: Option<&Table>,
) -> Result<Parents, JobError> {
    let (table, code, id, name) = match (&parent.table, &parent.id, areas) {
        (Some(path), ..) => {
            let own = Layer {
                file: path.clone(),
                ..Layer::default()
            };
            let table = Table::read(file.path(own.file()), &ReadOptions::default())?;
            let name = table
                .column_names()
                .contains(&"name".to_owned())
                .then_some("name");
            (table, "code", "parent", name)
        }
        (None, Some(id), Some(areas)) => {
            let code = layer.id.as_deref().unwrap_or("id");
            (areas.clone(), code, id.as_str(), parent.name.as_deref())
        }
        _ if parent.prefix.is_some() => return Ok(Parents::new()),
        _ => {
            return Err(JobError::Incomplete(format!(
                "must say how level {:?} follows: `id` (a column), `prefix`, `table` or `preset`",
                parent.level
            )));
        }
    };
    let (codes, ids) = (table.column(code)?, table.column(id)?);
    let names = name.map(|name| table.column(name)).transpose()?;
    let mut parents = Parents::new();
    for row in 0..table.len() {
        if let (Some(code), Some(id)) = (codes.text(row), ids.text(row)) {
            let name = names.as_ref().and_then(|names| names.text(row));
            parents.insert(code, (id, name));
        }
    }
    Ok(parents)
}

impl Prefix {
    /// The code of the larger area.
    fn parent(&self, code: &str) -> Option<String> {
        let shared = code.strip_prefix(&self.from)?.get(..self.length)?;
        Some(format!("{}{shared}", self.to))
    }
}
