//! Barriers, the extent of the data and the coverage of layers.

use std::collections::BTreeMap;

use geo_types::{Geometry, LineString};
use nabij::{Category, Coverage, Point, Polygon};

use super::sources::Sources;
use crate::{
    crs::Crs,
    error::JobError,
    osm::OsmExtract,
    projector::Projector,
    reason::Reason,
    study_file::{BarrierKind, FileLayer, Layer, StudyFile},
};

/// Lines, each with whether it closes on itself.
pub(super) type Lines = Vec<(Vec<Point>, bool)>;

/// Barriers of one kind as the study names them, else those of the OSM streets.
pub(super) fn barriers(
    kind: BarrierKind,
    file: &StudyFile,
    sources: &mut Sources<'_>,
) -> Result<Lines, JobError> {
    let mut lines = Lines::new();
    let osm = |extract: Option<&mut OsmExtract>| {
        let all = extract.map(|extract| match kind {
            BarrierKind::Barrier => std::mem::take(&mut extract.barriers),
            BarrierKind::Wall => std::mem::take(&mut extract.walls),
            BarrierKind::Building => std::mem::take(&mut extract.buildings),
        });
        let all = all.into_iter().flatten();
        all.map(|barrier| (barrier.points, barrier.closed))
    };
    let Some(layers) = file.barriers_of(kind) else {
        let streets = file.streets.iter().filter(|layer| layer.is_osm());
        streets.for_each(|layer| lines.extend(osm(sources.osm(&layer.file))));
        return Ok(lines);
    };
    for layer in layers {
        if layer.is_osm() {
            lines.extend(osm(sources.osm(&layer.file)));
            continue;
        }
        let (table, projector) = sources.table(layer)?;
        let mut used = 0;
        for row in 0..table.len() {
            let read = table
                .geometry(row)
                .and_then(|geometry| of_geometry(&geometry, kind, &projector));
            match read {
                Ok(found) => {
                    lines.extend(found);
                    used += 1;
                }
                Err(reason) => sources.reject(table.rejected(row, None, reason)),
            }
        }
        let role = match kind {
            BarrierKind::Barrier => "barriers",
            BarrierKind::Wall => "walls",
            BarrierKind::Building => "buildings",
        };
        sources.tally(role, &layer.file, table.len(), used);
    }
    Ok(lines)
}

fn of_geometry(
    geometry: &Geometry<f64>,
    kind: BarrierKind,
    projector: &Projector,
) -> Result<Lines, Reason> {
    let line = |line: &LineString<f64>, closed| Ok((projector.line(line)?, closed));
    match geometry {
        // Whoever is in its courtyard is in the building.
        Geometry::Polygon(polygon) if kind == BarrierKind::Building => {
            Ok(vec![line(polygon.exterior(), true)?])
        }
        Geometry::MultiPolygon(polygons) if kind == BarrierKind::Building => {
            polygons.iter().map(|p| line(p.exterior(), true)).collect()
        }
        _ if kind == BarrierKind::Building => Err(Reason::WrongType {
            found: "point, line or collection".to_owned(),
            wanted: "polygon",
        }),
        Geometry::LineString(single) => Ok(vec![line(single, false)?]),
        Geometry::MultiLineString(lines) => lines.iter().map(|l| line(l, false)).collect(),
        Geometry::Polygon(polygon) => rings(polygon).map(|ring| line(ring, true)).collect(),
        Geometry::MultiPolygon(polygons) => polygons
            .iter()
            .flat_map(rings)
            .map(|ring| line(ring, true))
            .collect(),
        _ => Err(Reason::WrongType {
            found: "point or collection".to_owned(),
            wanted: "line or polygon",
        }),
    }
}

fn rings(polygon: &geo_types::Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// A polygon in the plane.
pub(crate) fn polygon(
    polygon: &geo_types::Polygon<f64>,
    projector: &Projector,
) -> Result<Polygon, Reason> {
    let rings: Result<Vec<Vec<Point>>, Reason> =
        rings(polygon).map(|ring| projector.line(ring)).collect();
    Ok(Polygon::new(rings?))
}

/// Where the data are complete: as the study says, else the bounding box of the OSM extracts.
pub(super) fn extent(
    file: &StudyFile,
    sources: &mut Sources<'_>,
) -> Result<Option<Coverage>, JobError> {
    if let Some(layer) = &file.extent {
        return Ok(Some(known_ground("extent", layer, sources)?));
    }
    let projector = Projector::new(&Crs::parse(Crs::LON_LAT)?, sources.frame()?)?;
    let mut boxes = Vec::new();
    for layer in file.streets.iter().filter(|layer| layer.is_osm()) {
        let bbox = sources.osm(&layer.file).and_then(|extract| extract.bbox);
        let Some(bbox) = bbox else { return Ok(None) };
        boxes.push(box_polygon(bbox, &projector));
    }
    Ok((!boxes.is_empty()).then(|| Coverage::new(boxes)))
}

/// A box of degrees in the plane: its sides are curves there, so they are cut into small pieces.
fn box_polygon([west, south, east, north]: [f64; 4], projector: &Projector) -> Polygon {
    const PIECES: u32 = 64;
    let corners = [
        (west, south),
        (east, south),
        (east, north),
        (west, north),
        (west, south),
    ];
    let mut ring = Vec::new();
    for side in corners.windows(2) {
        for piece in 0..PIECES {
            let share = f64::from(piece) / f64::from(PIECES);
            let place = (
                side[0].0 + (side[1].0 - side[0].0) * share,
                side[0].1 + (side[1].1 - side[0].1) * share,
            );
            // A corner of a box may lie beyond the plane's area: the rest bounds the data still.
            ring.extend(projector.point(place).ok());
        }
    }
    Polygon::new([ring])
}

/// By category the ground within which its facilities are known.
pub(super) fn coverage(
    file: &StudyFile,
    sources: &mut Sources<'_>,
) -> Result<BTreeMap<Category, Coverage>, JobError> {
    let mut all = BTreeMap::new();
    for (category, path) in &file.coverage {
        let category = Category::new(category.clone())
            .map_err(|error| JobError::Incomplete(format!("has [coverage] for {error}")))?;
        let layer = Layer {
            file: path.clone(),
            ..Layer::default()
        };
        all.insert(category, known_ground("coverage", &layer, sources)?);
    }
    Ok(all)
}

fn known_ground(
    role: &'static str,
    layer: &Layer,
    sources: &mut Sources<'_>,
) -> Result<Coverage, JobError> {
    let (table, projector) = sources.table(layer)?;
    let found = table.polygons(None)?;
    // Half a coverage would call known what nobody looked at: every polygon must be usable.
    if let Some(rejected) = found.rejected.first() {
        return Err(JobError::Incomplete(format!(
            "needs every polygon of its {role}: {rejected}"
        )));
    }
    let mut polygons = Vec::new();
    for (row, shape) in &found.rows {
        for part in &shape.0 {
            polygons.push(polygon(part, &projector).map_err(|reason| table.error(*row, reason))?);
        }
    }
    sources.tally(role, layer.file(), table.len(), found.rows.len());
    Ok(Coverage::new(polygons))
}
