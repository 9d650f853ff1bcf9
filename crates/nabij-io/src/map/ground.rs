//! What lies under the origins: water, squares, lines, and the borders of areas.

use std::collections::BTreeMap;

use geo_types::MultiPolygon;

use super::{
    GroundKind, LineKind, Map,
    path::PathData,
    view::{View, line_places},
};

/// Everything under the origins, as paths by kind.
pub(super) struct Ground {
    pub grounds: BTreeMap<GroundKind, PathData>,
    pub lines: BTreeMap<LineKind, PathData>,
    pub borders: PathData,
    /// Width of a street in tenths of a pixel.
    street: i64,
}

impl Ground {
    /// Draws what is in view. `areas` are the visible parts of the map's areas.
    pub fn new(map: &Map<'_>, areas: &[MultiPolygon<f64>], view: &View) -> Self {
        let mut ground = Ground {
            grounds: BTreeMap::new(),
            lines: BTreeMap::new(),
            borders: PathData::default(),
            street: view.units(6_000, 6).min(60), // an ordinary street is some 6 m wide
        };
        for piece in &map.grounds {
            let path = ground.grounds.entry(piece.kind).or_default();
            polygons(path, &view.polygon(piece.polygon));
        }
        for line in &map.lines {
            for part in view.line(line.line) {
                ground.lines.entry(line.kind).or_default().line(&part);
            }
        }
        for area in areas {
            polygons(&mut ground.borders, area);
        }
        ground.grounds.retain(|_, path| !path.is_empty());
        ground.lines.retain(|_, path| !path.is_empty());
        ground
    }

    /// Writes it all.
    pub fn write(&self, out: &mut String) {
        for (kind, path) in &self.grounds {
            write_ground(out, *kind, path);
        }
        for (kind, path) in &self.lines {
            write_line(out, *kind, path, self.street);
        }
        write_border(out, &self.borders);
    }
}

/// A piece of ground.
pub(super) fn write_ground(out: &mut String, kind: GroundKind, path: &PathData) {
    let colour = match kind {
        GroundKind::Water => "#d3e8f5",
        GroundKind::Square => "#f0e8d8",
    };
    for piece in path.pieces() {
        out.push_str(&format!(
            "<path fill=\"{colour}\" fill-rule=\"evenodd\" d=\"{piece}\"/>\n"
        ));
    }
}

/// A line in the manner of its kind, where a street has the given width.
pub(super) fn write_line(out: &mut String, kind: LineKind, path: &PathData, street: i64) {
    let mut stroke = |colour: &str, width: i64, dashes: Option<(i64, i64)>| {
        let dashes = dashes.map_or_else(String::new, |(on, off)| {
            format!(" stroke-dasharray=\"{on} {off}\"")
        });
        for piece in path.pieces() {
            out.push_str(&format!(
                "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dashes} d=\"{piece}\"/>\n"
            ));
        }
    };
    match kind {
        LineKind::Street => stroke("#d4d4d4", street, None),
        LineKind::Private => stroke("#c4c4c4", street * 3 / 4, Some((2 * street, street))),
        LineKind::Tunnel => stroke("#b4b4b4", street, Some((street, street))),
        LineKind::Steps => stroke(
            "#7a7a7a",
            street * 3 / 2,
            Some((street / 2 + 1, street / 2 + 1)),
        ),
        LineKind::Bridge => {
            stroke("#8c8c8c", street * 2, None);
            stroke("#f4f4f4", street, None);
        }
        LineKind::Railway => {
            stroke("#8c8c8c", street, None);
            stroke("#fff", street / 2, Some((4 * street, 4 * street)));
        }
        LineKind::Wall => stroke("#b39a7d", street * 2 / 3, None),
    }
}

/// The border of areas.
pub(super) fn write_border(out: &mut String, path: &PathData) {
    for piece in path.pieces() {
        out.push_str(&format!(
            "<path fill=\"none\" stroke=\"#9b8bb5\" stroke-width=\"10\" stroke-linejoin=\"round\" d=\"{piece}\"/>\n"
        ));
    }
}

fn polygons(path: &mut PathData, polygons: &MultiPolygon<f64>) {
    for polygon in polygons {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        path.polygon(rings.map(line_places));
    }
}
