//! From degrees to the plane: builds the extract out of the data.

use nabij::{LineKey, Point, SourceKind, SourceLine, SourceSquare, Vertex};
use rayon::prelude::*;

use super::{
    block::OsmKind,
    data::{Object, OsmData, Shape, degrees},
    extract::{OsmArea, OsmBarrier, OsmDoor, OsmExtract, OsmPlace, OsmPolygon},
    facility,
    id::OsmId,
    origin,
    report::{Merged, Rejected},
    rings::Polygon,
    rules::BarrierSort,
};

/// Projects pairs of longitude and latitude in degrees, in order; nothing for places outside the plane.
pub type ToPlane<'a> = dyn Fn(&[(f64, f64)]) -> Vec<Option<Point>> + Sync + 'a;

/// The points of nodes and objects.
pub(crate) struct Plane {
    nodes: Vec<Option<Point>>,
    doors: Vec<Option<Point>>,
}

/// An object in the plane.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) object: Object,
    pub(crate) doors: Vec<OsmDoor>,
    /// The place where an origin is.
    pub(crate) place: OsmPlace,
}

impl OsmData {
    /// Projects everything and merges what is one facility or one origin.
    ///
    /// `layer` is the number of the streets' layer in the study. `to_plane` is called from several threads.
    pub fn project(self, layer: u16, to_plane: &ToPlane<'_>) -> OsmExtract {
        let plane = self.plane(to_plane);
        let mut data = self;
        let mut extract = OsmExtract {
            bbox: data.bbox(),
            date: data.date(),
            report: std::mem::take(&mut data.report),
            ..OsmExtract::default()
        };
        for (node, attributes) in std::mem::take(&mut data.node_attributes) {
            extract.nodes.push((data.nodes.id(node), attributes));
        }
        extract.entrances = data.entrances(&plane);
        data.lines(layer, &plane, &mut extract);
        data.squares(layer, &plane, &mut extract);
        data.barriers(&plane, &mut extract);
        data.areas(&plane, &mut extract);
        let placed = data.placed(&plane, &mut extract);
        let mut homes = OsmExtract::default();
        rayon::join(
            || facility::merge(&data, &placed, &plane, &mut extract),
            || origin::merge(&data.rules, &placed, &mut homes),
        );
        extract.origins = homes.origins;
        let (report, own) = (&mut extract.report, homes.report);
        report.addressed = own.addressed;
        report.other_origins = own.other_origins;
        report.without_street = own.without_street;
        report.numbers = own.numbers;
        report.rejected.extend(own.rejected);
        report.merged.extend(own.merged);
        let order = |merged: &Merged| (merged.category.clone(), merged.kept, merged.dropped);
        report.merged.sort_by_cached_key(order);
        report.sort();
        extract
    }

    /// The points of all nodes of shapes that go on, and of all objects' doors and places.
    fn plane(&self, to_plane: &ToPlane<'_>) -> Plane {
        let mut wanted = vec![false; self.nodes.ids.len()];
        let rings = |polygons: &[Polygon], wanted: &mut Vec<bool>| {
            for polygon in polygons {
                polygon
                    .holes
                    .iter()
                    .chain([&polygon.outer])
                    .for_each(|ring| mark(ring, wanted));
            }
        };
        self.lines
            .iter()
            .for_each(|line| mark(&line.nodes, &mut wanted));
        self.barriers
            .iter()
            .for_each(|barrier| mark(&barrier.nodes, &mut wanted));
        self.squares
            .iter()
            .for_each(|square| rings(&square.polygons, &mut wanted));
        self.areas
            .iter()
            .for_each(|area| rings(&area.polygons, &mut wanted));
        for object in self
            .objects
            .iter()
            .filter(|object| !object.found.categories.is_empty())
        {
            match &object.shape {
                Shape::Point => {}
                Shape::Line(nodes) => mark(nodes, &mut wanted),
                Shape::Polygons(polygons) => rings(polygons, &mut wanted),
            }
        }
        let nodes: Vec<(usize, [f64; 2])> = wanted
            .iter()
            .zip(&self.nodes.places)
            .enumerate()
            .filter_map(|(at, (wanted, place))| Some((at, degrees((*place).filter(|_| *wanted)?))))
            .collect();
        let doors = self.objects.iter().flat_map(|object| {
            let doors = object.doors.iter().map(|&(place, _)| place);
            [object.place].into_iter().chain(doors).map(degrees)
        });
        let degrees: Vec<(f64, f64)> = nodes
            .iter()
            .map(|(_, place)| *place)
            .chain(doors)
            .map(|[x, y]| (x, y))
            .collect();
        // Few calls, each with many points: to set up a projection takes time.
        let size = degrees
            .len()
            .div_ceil(rayon::current_num_threads())
            .max(4096);
        let points: Vec<Option<Point>> = degrees
            .par_chunks(size)
            .flat_map_iter(|chunk| {
                let mut points = to_plane(chunk);
                points.resize(chunk.len(), None);
                points
            })
            .collect();
        let mut by_node = vec![None; self.nodes.ids.len()];
        for ((at, _), point) in nodes.iter().zip(&points) {
            by_node
                .get_mut(*at)
                .into_iter()
                .for_each(|slot| *slot = *point);
        }
        Plane {
            nodes: by_node,
            doors: points.get(nodes.len()..).unwrap_or_default().to_vec(),
        }
    }

    fn lines(&mut self, layer: u16, plane: &Plane, extract: &mut OsmExtract) {
        for line in std::mem::take(&mut self.lines) {
            let vertex = |&node: &u32| Some(Vertex::osm(self.nodes.id(node), plane.node(node)?));
            let key = LineKey::way(layer, line.id);
            let mut used = false;
            for (first, vertices) in runs(&line.nodes, vertex) {
                used = true;
                let part = u32::try_from(first).unwrap_or(0);
                extract.lines.push(SourceLine {
                    key: LineKey { part, ..key },
                    vertices,
                    attributes: line.attributes.clone(),
                });
            }
            if !used {
                reject(
                    extract,
                    OsmId::way(line.id),
                    "line",
                    "no two nodes in a row are in the file and in the plane",
                );
            }
        }
    }

    fn squares(&mut self, layer: u16, plane: &Plane, extract: &mut OsmExtract) {
        for square in std::mem::take(&mut self.squares) {
            let key = LineKey {
                layer,
                kind: match square.id.kind {
                    OsmKind::Relation => SourceKind::Relation,
                    _ => SourceKind::Way,
                },
                id: square.id.id,
                part: 0,
            };
            for (part, polygon) in square.polygons.iter().enumerate() {
                let vertex =
                    |&node: &u32| Some(Vertex::osm(self.nodes.id(node), plane.node(node)?));
                let rings = [&polygon.outer].into_iter().chain(&polygon.holes);
                let rings: Option<Vec<Vec<Vertex>>> = rings
                    .map(|ring| ring.iter().map(vertex).collect())
                    .collect();
                match (rings, u32::try_from(part)) {
                    (Some(rings), Ok(part)) => extract.squares.push(SourceSquare {
                        key: LineKey { part, ..key },
                        rings,
                        attributes: square.attributes.clone(),
                    }),
                    _ => reject(extract, square.id, "square", OUTSIDE),
                }
            }
        }
    }

    fn barriers(&mut self, plane: &Plane, extract: &mut OsmExtract) {
        for barrier in std::mem::take(&mut self.barriers) {
            let Some(rule) = self.rules.barriers.get(barrier.kind) else {
                continue;
            };
            let pieces = runs(&barrier.nodes, |&node| plane.node(node));
            let mut used = false;
            for (_, mut points) in pieces {
                let closed = barrier.closed && points.len() == barrier.nodes.len();
                if closed {
                    points.pop();
                } else if rule.sort == BarrierSort::Building {
                    continue;
                }
                used = true;
                let list = match rule.sort {
                    BarrierSort::Barrier => &mut extract.barriers,
                    BarrierSort::Wall => &mut extract.walls,
                    BarrierSort::Building => &mut extract.buildings,
                };
                list.push(OsmBarrier {
                    id: barrier.id,
                    kind: rule.kind.clone(),
                    points,
                    closed,
                });
            }
            if !used {
                let reason = match rule.sort {
                    BarrierSort::Building => {
                        "its outline does not close within the file and the plane"
                    }
                    _ => "no two nodes in a row are in the file and in the plane",
                };
                reject(extract, barrier.id, "barrier", reason);
            }
        }
    }

    fn areas(&mut self, plane: &Plane, extract: &mut OsmExtract) {
        for area in std::mem::take(&mut self.areas) {
            let id = OsmId::relation(area.id);
            match self.outline(&area.polygons, plane) {
                Some(polygons) => extract.areas.push(OsmArea {
                    id,
                    name: area.found.name,
                    admin_level: area.found.admin_level,
                    code: area.found.code,
                    polygons,
                }),
                None => reject(extract, id, "area", OUTSIDE),
            }
        }
    }

    /// The polygons in degrees and in the plane, or nothing where any node is outside the plane.
    pub(crate) fn outline(&self, polygons: &[Polygon], plane: &Plane) -> Option<Vec<OsmPolygon>> {
        let place = |&node: &u32| {
            Some(OsmPlace {
                degrees: degrees(self.nodes.place(node)?),
                point: plane.node(node)?,
            })
        };
        polygons
            .iter()
            .map(|polygon| {
                let rings = [&polygon.outer].into_iter().chain(&polygon.holes);
                let rings: Option<_> = rings.map(|ring| ring.iter().map(place).collect()).collect();
                Some(OsmPolygon { rings: rings? })
            })
            .collect()
    }

    /// The objects with their doors in the plane.
    fn placed(&mut self, plane: &Plane, extract: &mut OsmExtract) -> Vec<Placed> {
        let mut placed = Vec::new();
        let mut points = plane.doors.iter().copied();
        for object in std::mem::take(&mut self.objects) {
            let mut next = |place| {
                Some(OsmPlace {
                    degrees: degrees(place),
                    point: points.next()??,
                })
            };
            let place = next(object.place);
            let doors: Vec<Option<OsmDoor>> = object
                .doors
                .iter()
                .map(|&(place, node)| {
                    Some(OsmDoor {
                        place: next(place)?,
                        node,
                    })
                })
                .collect();
            match (place, doors.into_iter().collect::<Option<Vec<_>>>()) {
                (Some(place), Some(doors)) => placed.push(Placed {
                    object,
                    doors,
                    place,
                }),
                _ => {
                    if !object.found.categories.is_empty() {
                        reject(extract, object.found.id, "facility", OUTSIDE);
                    }
                    if object.found.origin.is_some() {
                        reject(extract, object.found.id, "origin", OUTSIDE);
                    }
                }
            }
        }
        placed
    }
}

const OUTSIDE: &str = "it lies outside the plane of the study";

impl Plane {
    pub(crate) fn node(&self, node: u32) -> Option<Point> {
        self.nodes.get(node as usize).copied().flatten()
    }
}

pub(crate) fn reject(extract: &mut OsmExtract, id: OsmId, what: &'static str, reason: &str) {
    extract.report.rejected.push(Rejected {
        id,
        what,
        reason: reason.to_owned(),
    });
}

fn mark(nodes: &[u32], wanted: &mut [bool]) {
    for &node in nodes {
        wanted
            .get_mut(node as usize)
            .into_iter()
            .for_each(|wanted| *wanted = true);
    }
}

/// The longest runs of at least two things that are there, each with the ordinal of its first.
fn runs<'n, T>(nodes: &'n [u32], thing: impl Fn(&'n u32) -> Option<T>) -> Vec<(usize, Vec<T>)> {
    let mut runs = Vec::new();
    let mut run = Vec::with_capacity(nodes.len());
    let mut first = 0;
    for (at, node) in nodes.iter().enumerate() {
        match thing(node) {
            Some(thing) => run.push(thing),
            None => {
                if run.len() > 1 {
                    runs.push((first, std::mem::take(&mut run)));
                }
                run.clear();
                first = at + 1;
            }
        }
    }
    if run.len() > 1 {
        runs.push((first, run));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn runs_of_nodes_that_are_there() {
        let some = |&node: &u32| (node > 0).then_some(node);
        assert_eq!(runs(&[1, 2, 3], some), [(0, vec![1, 2, 3])]);
        assert_eq!(
            runs(&[0, 1, 2, 0, 3, 0, 4, 5, 6], some),
            [(1, vec![1, 2]), (6, vec![4, 5, 6])]
        );
        assert!(runs(&[1, 0, 2], some).is_empty());
    }
}
