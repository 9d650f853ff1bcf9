//! The network from the layers of streets, squares and nodes.

use nabij::{
    Joint, LineKey, Network, NetworkBuilder, SourceKind, SourceLine, SourceSquare, Vertex,
};

use super::{attributes::Attributes, sources::Sources};
use crate::{
    error::JobError,
    projector::Projector,
    reason::Reason,
    study_file::{LineLayer, StudyFile},
    table::Table,
};

/// Everything that the network is made of.
pub(super) fn builder(
    file: &StudyFile,
    sources: &mut Sources<'_>,
) -> Result<NetworkBuilder, JobError> {
    let mut builder = Network::builder();
    for (number, layer) in file.streets.iter().enumerate() {
        let number = layer_number(number)?;
        let Some(table) = sources.street_table(usize::from(number)) else {
            builder = from_osm(builder, layer, sources);
            continue;
        };
        let projector = table.projector(sources.frame()?)?;
        let lines = lines(&table, layer, number, &projector, sources)?;
        sources.tally("streets", &layer.file, table.len(), lines.len());
        builder = builder.lines(lines);
    }
    for (number, layer) in file.squares.iter().enumerate() {
        let number = layer_number(file.streets.len() + number)?;
        let (table, projector) = sources.table(layer)?;
        for square in squares(&table, layer, number, &projector, sources)? {
            builder = builder.square(square);
        }
    }
    for layer in &file.nodes {
        let (table, projector) = sources.table(layer)?;
        let attributes = Attributes::of_nodes(&table, &layer.columns)?;
        let found = table.points(None)?;
        found
            .rejected
            .into_iter()
            .for_each(|rejected| sources.reject(rejected));
        sources.tally("nodes", &layer.file, table.len(), found.rows.len());
        for (row, place) in found.rows {
            match projector.point((place.x(), place.y())) {
                Ok(point) => builder = builder.node(Vertex::at(point), attributes.node(row)?),
                Err(reason) => sources.reject(table.rejected(row, None, reason)),
            }
        }
    }
    Ok(builder)
}

fn layer_number(number: usize) -> Result<u16, JobError> {
    let many = |_| JobError::Incomplete("names more than 65535 layers of streets".to_owned());
    u16::try_from(number).map_err(many)
}

fn from_osm(
    mut builder: NetworkBuilder,
    layer: &LineLayer,
    sources: &mut Sources<'_>,
) -> NetworkBuilder {
    let Some(extract) = sources.osm(&layer.file) else {
        return builder;
    };
    let lines = std::mem::take(&mut extract.lines);
    let squares = std::mem::take(&mut extract.squares);
    let nodes = std::mem::take(&mut extract.nodes);
    let count = lines.len() + squares.len();
    builder = builder.lines(lines);
    for square in squares {
        builder = builder.square(square);
    }
    for (id, attributes) in nodes {
        builder = builder.node(Vertex::osm(id, nabij::Point::default()), attributes);
    }
    sources.tally("streets", &layer.file, count, count);
    builder
}

fn lines(
    table: &Table,
    layer: &LineLayer,
    number: u16,
    projector: &Projector,
    sources: &mut Sources<'_>,
) -> Result<Vec<SourceLine>, JobError> {
    let attributes = Attributes::of_edges(table, &layer.columns)?;
    table.need_geometry()?;
    // Line by line, so that there is never a second copy of all coordinates. Rows without a line
    // are listed before those that cannot be projected.
    let (mut lines, mut outside) = (Vec::with_capacity(table.len()), Vec::new());
    for row in 0..table.len() {
        let parts = match table.line(row) {
            Ok(parts) => parts,
            Err(reason) => {
                sources.reject(table.rejected(row, None, reason));
                continue;
            }
        };
        let id = attributes
            .id(row)
            .map_err(|reason| table.error(row, reason))?;
        let known = attributes.edge(row)?;
        let level = known.level.unwrap_or(0);
        for (part, line) in (0..).zip(&parts.0) {
            match projector.line(line) {
                Ok(points) => lines.push(SourceLine {
                    key: key(number, id, part),
                    vertices: points
                        .into_iter()
                        .map(|point| vertex(point, level))
                        .collect(),
                    attributes: known.clone(),
                }),
                Err(reason) => outside.push(table.rejected(row, Some(id.to_string()), reason)),
            }
        }
    }
    for rejected in outside {
        sources.reject(rejected);
    }
    Ok(lines)
}

fn squares(
    table: &Table,
    layer: &LineLayer,
    number: u16,
    projector: &Projector,
    sources: &mut Sources<'_>,
) -> Result<Vec<SourceSquare>, JobError> {
    let attributes = Attributes::of_edges(table, &layer.columns)?;
    let found = table.polygons(None)?;
    found
        .rejected
        .into_iter()
        .for_each(|rejected| sources.reject(rejected));
    let mut squares = Vec::new();
    for (row, polygons) in found.rows {
        let id = attributes
            .id(row)
            .map_err(|reason| table.error(row, reason))?;
        let known = attributes.edge(row)?;
        let level = known.level.unwrap_or(0);
        let mut part = 0;
        for polygon in &polygons.0 {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            let rings: Result<Vec<Vec<Vertex>>, Reason> = rings
                .map(|ring| {
                    let mut points = projector.line(ring)?;
                    points.pop(); // rings in files repeat their first vertex
                    Ok(points
                        .into_iter()
                        .map(|point| vertex(point, level))
                        .collect())
                })
                .collect();
            match rings {
                Ok(rings) => {
                    let first = part;
                    part += rings.len() as u32;
                    squares.push(SourceSquare {
                        key: key(number, id, first),
                        rings,
                        attributes: known.clone(),
                    });
                }
                Err(reason) => sources.reject(table.rejected(row, Some(id.to_string()), reason)),
            }
        }
    }
    sources.tally("squares", &layer.file, table.len(), squares.len());
    Ok(squares)
}

fn key(layer: u16, id: i64, part: u32) -> LineKey {
    LineKey {
        layer,
        kind: SourceKind::Feature,
        id,
        part,
    }
}

fn vertex(point: nabij::Point, level: i16) -> Vertex {
    Vertex {
        point,
        joint: Joint::Place(level),
    }
}
