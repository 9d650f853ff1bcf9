//! A PBF, read and decoded: shapes of node numbers, in degrees, before a plane is chosen.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use nabij::EdgeAttributes;
use nabij::NodeAttributes;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    block::{OsmKind, Place},
    columns::{self, Ways},
    date,
    error::OsmError,
    file::{Blocks, Header},
    found::{Counts, Found, FoundArea, FoundObject, FoundRelation, Site},
    id::OsmId,
    inside::inside,
    report::{Clipped, OsmReport, Rejected},
    rings::{self, NoRings, Polygon},
    rules::OsmRules,
    vocabulary::Uses,
};

/// Which parts of a file are wanted; all, unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OsmParts {
    /// Lines, squares and nodes to walk on.
    pub streets: bool,
    /// Facilities.
    pub facilities: bool,
    /// Origins.
    pub origins: bool,
    /// Barriers.
    pub barriers: bool,
    /// Administrative areas.
    pub areas: bool,
}

impl Default for OsmParts {
    fn default() -> Self {
        OsmParts {
            streets: true,
            facilities: true,
            origins: true,
            barriers: true,
            areas: true,
        }
    }
}

/// What was read, before it is projected. Every list is sorted by id.
#[derive(Debug)]
pub struct OsmData {
    pub(crate) header: Header,
    pub(crate) nodes: NodeTable,
    pub(crate) lines: Vec<Line>,
    pub(crate) squares: Vec<Square>,
    pub(crate) barriers: Vec<Barrier>,
    pub(crate) node_attributes: Vec<(u32, NodeAttributes)>,
    pub(crate) objects: Vec<Object>,
    pub(crate) areas: Vec<Area>,
    pub(crate) stop_areas: Vec<(OsmId, i64)>,
    pub(crate) report: OsmReport,
    pub(crate) rules: OsmRules,
}

/// The nodes that any shape needs.
#[derive(Debug, Default)]
pub(crate) struct NodeTable {
    /// Sorted, each once.
    pub(crate) ids: Vec<i64>,
    pub(crate) places: Vec<Option<Place>>,
}

impl NodeTable {
    pub(crate) fn find(&self, id: i64) -> Option<u32> {
        self.ids
            .binary_search(&id)
            .ok()
            .and_then(|at| u32::try_from(at).ok())
    }

    pub(crate) fn id(&self, node: u32) -> i64 {
        self.ids.get(node as usize).copied().unwrap_or(0)
    }

    pub(crate) fn place(&self, node: u32) -> Option<Place> {
        self.places.get(node as usize).copied().flatten()
    }
}

#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) id: i64,
    pub(crate) nodes: Vec<u32>,
    pub(crate) attributes: EdgeAttributes,
}

#[derive(Debug)]
pub(crate) struct Square {
    pub(crate) id: OsmId,
    pub(crate) polygons: Vec<Polygon>,
    pub(crate) attributes: EdgeAttributes,
}

#[derive(Debug)]
pub(crate) struct Barrier {
    pub(crate) id: OsmId,
    pub(crate) kind: usize,
    pub(crate) nodes: Vec<u32>,
    pub(crate) closed: bool,
}

#[derive(Debug)]
pub(crate) struct Area {
    pub(crate) id: i64,
    pub(crate) found: FoundArea,
    pub(crate) polygons: Vec<Polygon>,
}

/// A facility or an origin with its place.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) found: FoundObject,
    pub(crate) shape: Shape,
    /// A facility's doors, at least one; with the node where a door is one.
    pub(crate) doors: Vec<(Place, Option<i64>)>,
    /// A place on or inside it.
    pub(crate) place: Place,
}

/// The shape of an object, of nodes that are all in the file.
#[derive(Debug)]
pub(crate) enum Shape {
    Point,
    Line(Vec<u32>),
    Polygons(Vec<Polygon>),
}

impl OsmData {
    /// Reads a file.
    ///
    /// # Errors
    /// [`OsmError`] where the file as a whole cannot be read. Objects that are wrong are in the report.
    pub fn open(path: &Path, rules: &OsmRules, parts: OsmParts) -> Result<Self, OsmError> {
        read(Blocks::<BufReader<File>>::open(path)?, path, rules, parts)
    }

    /// Reads from any source; `name` stands for the file in messages.
    ///
    /// # Errors
    /// As [`OsmData::open`].
    pub fn from_reader(
        source: impl Read + Send,
        name: &str,
        rules: &OsmRules,
        parts: OsmParts,
    ) -> Result<Self, OsmError> {
        let path = PathBuf::from(name);
        read(Blocks::new(path.clone(), source), &path, rules, parts)
    }

    /// The header's bounding box: west, south, east, north in degrees.
    pub fn bbox(&self) -> Option<[f64; 4]> {
        self.header.bbox
    }

    /// Up to when edits are in the data, such as `2023-02-21T03:31:14Z`, where the header says so.
    pub fn date(&self) -> Option<String> {
        self.header.timestamp.and_then(date::utc)
    }

    /// The bounds of the streets, or of all that was read where there are none: west, south, east, north in degrees.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let streets = self
            .lines
            .iter()
            .flat_map(|line| &line.nodes)
            .filter_map(|&node| self.nodes.place(node));
        let places = self.nodes.places.iter().flatten().copied();
        let objects = self.objects.iter().map(|object| object.place);
        bounds(streets).or_else(|| bounds(places.chain(objects)))
    }

    /// What reading came upon so far.
    pub fn report(&self) -> &OsmReport {
        &self.report
    }
}

/// Degrees of a place.
pub(crate) fn degrees(place: Place) -> [f64; 2] {
    place.map(|coordinate| f64::from(coordinate) / 1e7)
}

fn bounds(places: impl Iterator<Item = Place>) -> Option<[f64; 4]> {
    let [west, south, east, north] = places.fold(None, |bounds: Option<[i32; 4]>, [x, y]| {
        let [west, south, east, north] = bounds.unwrap_or([x, y, x, y]);
        Some([west.min(x), south.min(y), east.max(x), north.max(y)])
    })?;
    let ([west, south], [east, north]) = (degrees([west, south]), degrees([east, north]));
    Some([west, south, east, north])
}

fn read<R: Read + Send>(
    mut blocks: Blocks<R>,
    path: &Path,
    rules: &OsmRules,
    parts: OsmParts,
) -> Result<OsmData, OsmError> {
    let header = blocks.header()?;
    let wanted = [
        (parts.streets, Uses::WALK | Uses::NODE),
        (parts.facilities, Uses::FACILITY | Uses::NODE),
        (parts.origins, Uses::ORIGIN),
        (parts.barriers, Uses::BARRIER),
        (parts.areas, Uses::AREA),
    ];
    let wanted = wanted
        .into_iter()
        .filter(|(wanted, _)| *wanted)
        .fold(Uses::NONE, |all, (_, uses)| all | uses);
    let mut found: Vec<(usize, Result<Found, OsmError>)> = blocks
        .enumerate()
        .par_bridge()
        .filter_map(|(at, block)| match block {
            Ok(block) if !block.is_data() => None,
            Ok(block) => Some((at, block)).map(|(at, block)| {
                let found = block.unpack(path).and_then(|bytes| {
                    Found::in_block(&bytes, rules, wanted).map_err(|wrong| block.wrong(path, wrong))
                });
                (at, found)
            }),
            Err(error) => Some((at, Err(error))),
        })
        .collect();
    // The first error in the file is the one told, whichever thread came first.
    found.sort_by_key(|(at, _)| *at);
    let found: Vec<Found> = found
        .into_iter()
        .map(|(_, found)| found)
        .collect::<Result<_, _>>()?;
    Ok(Reading::new(header, found, rules.clone()).finish())
}

/// A way, by its block and its position there.
type WayAt = (usize, usize);

/// What stands between the blocks and the data.
struct Reading {
    data: OsmData,
    found: Vec<Found>,
    /// The ways in use, sorted, and their nodes.
    ways: Vec<WayAt>,
    way_nodes: Vec<u32>,
    /// Where the nodes of each way end.
    way_ends: Vec<usize>,
    /// The members of relations in use.
    members: FxHashMap<i64, WayAt>,
}

impl Reading {
    fn new(header: Header, found: Vec<Found>, rules: OsmRules) -> Self {
        let mut counts = Counts::default();
        found.iter().for_each(|found| counts.add(&found.counts));
        let mut reading = Reading {
            data: OsmData {
                header,
                nodes: NodeTable::default(),
                lines: Vec::new(),
                squares: Vec::new(),
                barriers: Vec::new(),
                node_attributes: Vec::new(),
                objects: Vec::new(),
                areas: Vec::new(),
                stop_areas: Vec::new(),
                report: OsmReport::default(),
                rules,
            },
            found,
            ways: Vec::new(),
            way_nodes: Vec::new(),
            way_ends: Vec::new(),
            members: FxHashMap::default(),
        };
        reading.count(&counts);
        reading.find_members();
        reading.find_nodes();
        reading
    }

    fn count(&mut self, counts: &Counts) {
        let (report, rules) = (&mut self.data.report, &self.data.rules);
        report.objects = counts.objects;
        let mut add = |name: String, count: u64| {
            if count > 0 {
                *report.rules.entry(name).or_default() += count;
            }
        };
        for (rule, &count) in rules.ways.iter().zip(&counts.ways) {
            add(format!("way: {}", rule.id), count);
        }
        add("way: no rule".to_owned(), counts.no_way_rule);
        for (rule, &count) in rules.squares.iter().zip(&counts.squares) {
            add(format!("square: {}", rule.id), count);
        }
        for (rule, &count) in rules.barriers.iter().zip(&counts.barriers) {
            add(format!("barrier: {}", rule.kind), count);
        }
    }

    /// Where the member ways of the relations in use are.
    fn find_members(&mut self) {
        let relations = self.found.iter().flat_map(|found| &found.relations);
        let members: FxHashSet<i64> = relations
            .filter(|relation| !relation.stop_area)
            .flat_map(|relation| &relation.members)
            .filter(|(kind, _)| *kind == OsmKind::Way)
            .map(|&(_, id)| id)
            .collect();
        if members.is_empty() {
            return;
        }
        for (block, found) in self.found.iter().enumerate() {
            for (at, id) in found.ways.ids.iter().enumerate() {
                if members.contains(id) {
                    self.members.entry(*id).or_insert((block, at));
                }
            }
        }
    }

    /// Unpacks the ways in use and finds the places of their nodes.
    fn find_nodes(&mut self) {
        let mut ways: Vec<WayAt> = self.members.values().copied().collect();
        for (block, found) in self.found.iter().enumerate() {
            let lines = found
                .lines
                .iter()
                .chain(&found.squares)
                .map(|line| line.way);
            let barriers = found.barriers.iter().map(|barrier| barrier.way);
            let objects = found.objects.iter().filter_map(|object| match object.site {
                Site::Way(way) => Some(way),
                _ => None,
            });
            ways.extend(lines.chain(barriers).chain(objects).map(|way| (block, way)));
        }
        ways.par_sort_unstable();
        ways.dedup();
        let found = &self.found;
        let (mut refs, mut ends) = (Vec::new(), Vec::with_capacity(ways.len()));
        for &(block, at) in &ways {
            found
                .get(block)
                .into_iter()
                .for_each(|found| found.ways.refs(at, &mut refs));
            ends.push(refs.len());
        }
        let mut ids = refs.clone();
        ids.par_sort_unstable();
        ids.dedup();
        // More than 4,000 million nodes do not fit in memory; those beyond would count as missing.
        ids.truncate(u32::MAX as usize);
        let runs: Vec<_> = found.iter().flat_map(|found| &found.nodes).collect();
        let places = columns::places(&runs, &ids);
        let nodes = NodeTable { ids, places };
        self.way_nodes = refs
            .par_iter()
            .map(|&id| nodes.find(id).unwrap_or(u32::MAX))
            .collect();
        self.way_ends = ends;
        self.ways = ways;
        self.data.nodes = nodes;
        self.found.iter_mut().for_each(|found| {
            found.nodes = Vec::new();
            found.ways = Ways::default();
        });
    }

    fn way(&self, way: WayAt) -> &[u32] {
        let Ok(at) = self.ways.binary_search(&way) else {
            return &[];
        };
        let start = at
            .checked_sub(1)
            .and_then(|before| self.way_ends.get(before));
        let start = start.copied().unwrap_or(0);
        let nodes = self
            .way_ends
            .get(at)
            .and_then(|&end| self.way_nodes.get(start..end));
        nodes.unwrap_or_default()
    }

    fn missing(&self, nodes: &[u32]) -> usize {
        nodes
            .iter()
            .filter(|&&node| self.data.nodes.place(node).is_none())
            .count()
    }

    fn reject(&mut self, id: OsmId, what: &'static str, reason: impl Into<String>) {
        self.data.report.rejected.push(Rejected {
            id,
            what,
            reason: reason.into(),
        });
    }

    fn finish(mut self) -> OsmData {
        let found = std::mem::take(&mut self.found);
        let doors: FxHashSet<i64> = found
            .iter()
            .flat_map(|found| &found.doors)
            .copied()
            .collect();
        let mut objects: Vec<(usize, FoundObject)> = Vec::new();
        let mut relations: Vec<FoundRelation> = Vec::new();
        let mut nodes = Vec::new();
        for (block, found) in found.into_iter().enumerate() {
            for line in found.lines {
                self.line(line.id, (block, line.way), line.attributes);
            }
            for square in found.squares {
                self.way_square(square.id, (block, square.way), square.attributes);
            }
            for barrier in found.barriers {
                let id = OsmId::way(barrier.id);
                let nodes = self.way((block, barrier.way)).to_vec();
                self.barrier(id, barrier.kind, nodes);
            }
            objects.extend(found.objects.into_iter().map(|object| (block, object)));
            relations.extend(found.relations);
            nodes.extend(found.node_attributes);
            for (id, what) in found.refused {
                self.reject(
                    id,
                    what,
                    "its tags say that it is not in use (`none` in the rules)",
                );
            }
        }
        relations.sort_by_key(|relation| relation.id);
        relations.dedup_by_key(|relation| relation.id);
        let outlines = self.relations(relations);
        self.objects(objects, &outlines, &doors);
        self.nodes(nodes);
        self.unique();
        self.data
    }

    fn line(&mut self, id: i64, way: WayAt, attributes: EdgeAttributes) {
        let nodes = self.way(way).to_vec();
        let missing = self.missing(&nodes);
        if missing > 0 {
            self.data.report.clipped.push(Clipped {
                id: OsmId::way(id),
                present: nodes.len() - missing,
                missing,
            });
        }
        match nodes.len() {
            0 | 1 => self.reject(OsmId::way(id), "line", "it has fewer than two nodes"),
            _ => self.data.lines.push(Line {
                id,
                nodes,
                attributes,
            }),
        }
    }

    fn way_square(&mut self, id: i64, way: WayAt, attributes: EdgeAttributes) {
        let nodes = self.way(way);
        let missing = self.missing(nodes);
        let id = OsmId::way(id);
        match ring(nodes) {
            _ if missing > 0 => self.reject(id, "square", not_in_file(missing, nodes.len())),
            None => self.reject(id, "square", "it has fewer than three different nodes"),
            Some(outer) => self.data.squares.push(Square {
                id,
                polygons: vec![Polygon {
                    outer,
                    holes: Vec::new(),
                }],
                attributes,
            }),
        }
    }

    fn barrier(&mut self, id: OsmId, kind: usize, nodes: Vec<u32>) {
        let closed = nodes.len() > 3 && nodes.first() == nodes.last();
        match nodes.len() {
            0 | 1 => self.reject(id, "barrier", "it has fewer than two nodes"),
            _ => self.data.barriers.push(Barrier {
                id,
                kind,
                nodes,
                closed,
            }),
        }
    }

    /// Squares, barriers, areas and outlines of objects that are relations.
    fn relations(
        &mut self,
        relations: Vec<FoundRelation>,
    ) -> FxHashMap<i64, Result<Vec<Polygon>, String>> {
        let shapes: Vec<Result<Vec<Polygon>, String>> = relations
            .par_iter()
            .map(|relation| self.polygons(relation))
            .collect();
        let mut outlines = FxHashMap::default();
        for (relation, shape) in relations.into_iter().zip(shapes) {
            let id = OsmId::relation(relation.id);
            if relation.stop_area {
                let members = relation
                    .members
                    .iter()
                    .map(|&(kind, member)| (OsmId { kind, id: member }, relation.id));
                self.data.stop_areas.extend(members);
            }
            if let Some(attributes) = relation.square {
                match &shape {
                    Ok(polygons) => self.data.squares.push(Square {
                        id,
                        polygons: polygons.clone(),
                        attributes,
                    }),
                    Err(reason) => self.reject(id, "square", reason.as_str()),
                }
            }
            if let Some(kind) = relation.barrier {
                match &shape {
                    Ok(polygons) => {
                        for ring in polygons
                            .iter()
                            .flat_map(|polygon| polygon.holes.iter().chain([&polygon.outer]))
                        {
                            self.barrier(
                                id,
                                kind,
                                ring.iter().chain(ring.first()).copied().collect(),
                            );
                        }
                    }
                    // The shores that are there hold back a walker all the same.
                    Err(reason) => {
                        self.reject(
                            id,
                            "barrier",
                            format!("{reason}; its lines are used one by one"),
                        );
                        for nodes in self.member_ways(&relation.members).0 {
                            self.barrier(id, kind, nodes);
                        }
                    }
                }
            }
            if let Some(found) = relation.area {
                match &shape {
                    Ok(polygons) => self.data.areas.push(Area {
                        id: relation.id,
                        found,
                        polygons: polygons.clone(),
                    }),
                    Err(reason) => self.reject(id, "area", reason.as_str()),
                }
            }
            if relation.object {
                outlines.insert(relation.id, shape);
            }
        }
        outlines
    }

    /// The nodes of the member ways, each way once, and the members that are not in the file.
    fn member_ways(&self, members: &[(OsmKind, i64)]) -> (Vec<Vec<u32>>, Vec<i64>) {
        let mut ids: Vec<i64> = members
            .iter()
            .filter(|(kind, _)| *kind == OsmKind::Way)
            .map(|&(_, id)| id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let (mut ways, mut missing) = (Vec::new(), Vec::new());
        for id in ids {
            match self.members.get(&id) {
                Some(&way) => ways.push(self.way(way).to_vec()),
                None => missing.push(id),
            }
        }
        (ways, missing)
    }

    fn polygons(&self, relation: &FoundRelation) -> Result<Vec<Polygon>, String> {
        if let Some(kind) = &relation.shapeless {
            return Err(format!("a relation of type {kind:?} has no outline"));
        }
        let (ways, missing) = self.member_ways(&relation.members);
        if let Some(first) = missing.first() {
            return Err(format!(
                "{} of its ways are not in the file, the first is w{first}",
                missing.len()
            ));
        }
        let gaps: usize = ways.iter().map(|nodes| self.missing(nodes)).sum();
        if gaps > 0 {
            return Err(not_in_file(gaps, ways.iter().map(Vec::len).sum()));
        }
        rings::assemble(&ways, |node| self.data.nodes.place(node)).map_err(|error| match error {
            NoRings::OpenAt(node) => {
                format!("its ways do not close at n{}", self.data.nodes.id(node))
            }
            NoRings::Degenerate => "its ways enclose nothing".to_owned(),
        })
    }

    fn objects(
        &mut self,
        objects: Vec<(usize, FoundObject)>,
        outlines: &FxHashMap<i64, Result<Vec<Polygon>, String>>,
        doors: &FxHashSet<i64>,
    ) {
        let this = &*self;
        let placed: Vec<Result<Object, (FoundObject, String)>> = objects
            .into_par_iter()
            .map(|(block, found)| {
                let shape = match &found.site {
                    Site::Node(_) => Ok(Shape::Point),
                    Site::Way(way) => this.outline(this.way((block, *way))),
                    Site::Relation => match outlines.get(&found.id.id) {
                        Some(Ok(polygons)) => Ok(Shape::Polygons(polygons.clone())),
                        Some(Err(reason)) => Err(reason.clone()),
                        None => Err("it has no outline".to_owned()),
                    },
                };
                match shape.and_then(|shape| this.placed(&found, shape, doors)) {
                    Ok((shape, doors, place)) => Ok(Object {
                        found,
                        shape,
                        doors,
                        place,
                    }),
                    Err(reason) => Err((found, reason)),
                }
            })
            .collect();
        for object in placed {
            match object {
                Ok(object) => self.data.objects.push(object),
                Err((found, reason)) => {
                    if !found.categories.is_empty() {
                        self.reject(found.id, "facility", reason.as_str());
                    }
                    if found.origin.is_some() {
                        self.reject(found.id, "origin", reason);
                    }
                }
            }
        }
    }

    fn outline(&self, nodes: &[u32]) -> Result<Shape, String> {
        let missing = self.missing(nodes);
        if missing > 0 {
            return Err(not_in_file(missing, nodes.len()));
        }
        Ok(match ring(nodes) {
            Some(outer) => Shape::Polygons(vec![Polygon {
                outer,
                holes: Vec::new(),
            }]),
            None => Shape::Line(nodes.to_vec()),
        })
    }

    #[allow(clippy::type_complexity)]
    fn placed(
        &self,
        found: &FoundObject,
        shape: Shape,
        door_nodes: &FxHashSet<i64>,
    ) -> Result<(Shape, Vec<(Place, Option<i64>)>, Place), String> {
        let nodes = &self.data.nodes;
        let places = |ring: &[u32]| -> Vec<Place> {
            ring.iter().filter_map(|&node| nodes.place(node)).collect()
        };
        let mut doors: Vec<(Place, Option<i64>)> = Vec::new();
        match &shape {
            Shape::Point => {
                let Site::Node(Some(place)) = found.site else {
                    return Err("its place is not on the globe".to_owned());
                };
                doors.push((place, Some(found.id.id)));
            }
            Shape::Line(line) => doors.extend(middle(&places(line)).map(|place| (place, None))),
            Shape::Polygons(polygons) => {
                for polygon in polygons {
                    let rings: Vec<Vec<Place>> = [&polygon.outer]
                        .into_iter()
                        .chain(&polygon.holes)
                        .map(|ring| places(ring))
                        .collect();
                    let rings: Vec<&[Place]> = rings.iter().map(Vec::as_slice).collect();
                    doors.extend(inside(&rings).map(|place| (place, None)));
                }
            }
        }
        let &(place, _) = doors.first().ok_or("it has no nodes")?;
        if found.categories.is_empty() {
            doors.clear();
        }
        if let Shape::Polygons(polygons) = &shape
            && !found.categories.is_empty()
        {
            let mut entrances: Vec<(Place, Option<i64>)> = polygons
                .iter()
                .flat_map(|polygon| &polygon.outer)
                .filter(|&&node| door_nodes.contains(&nodes.id(node)))
                .filter_map(|&node| Some((nodes.place(node)?, Some(nodes.id(node)))))
                .collect();
            entrances.sort_by_key(|&(_, node)| node);
            entrances.dedup();
            if !entrances.is_empty() {
                doors = entrances;
            }
        }
        // An origin is a point: only facilities keep their outline.
        let shape = if found.categories.is_empty() {
            Shape::Point
        } else {
            shape
        };
        Ok((shape, doors, place))
    }

    /// Keeps the tagged nodes that streets and squares pass.
    fn nodes(&mut self, found: Vec<super::found::FoundNode>) {
        let data = &mut self.data;
        let mut walked = vec![false; data.nodes.ids.len()];
        let rings = data.squares.iter().flat_map(|square| &square.polygons);
        let rings = rings.flat_map(|polygon| polygon.holes.iter().chain([&polygon.outer]));
        for &node in data
            .lines
            .iter()
            .map(|line| &line.nodes)
            .chain(rings)
            .flatten()
        {
            if let Some(walked) = walked.get_mut(node as usize) {
                *walked = true;
            }
        }
        for found in found {
            let Some(node) = data
                .nodes
                .find(found.id)
                .filter(|&node| walked.get(node as usize) == Some(&true))
            else {
                continue;
            };
            if let Some(rule) = found.rule.and_then(|rule| data.rules.nodes.get(rule)) {
                *data
                    .report
                    .rules
                    .entry(format!("node: {}", rule.id))
                    .or_default() += 1;
            }
            data.node_attributes.push((node, found.attributes));
        }
    }

    /// Sorts everything by id, and leaves out what stands in the file twice.
    fn unique(&mut self) {
        let data = &mut self.data;
        let mut twice = Vec::new();
        data.lines.sort_by_key(|line| line.id);
        data.lines.dedup_by(|line, first| {
            let same = line.id == first.id;
            if same {
                twice.push((OsmId::way(line.id), "line"));
            }
            same
        });
        data.squares.sort_by_key(|square| square.id);
        data.squares.dedup_by(|square, first| {
            let same = square.id == first.id;
            if same {
                twice.push((square.id, "square"));
            }
            same
        });
        data.objects.sort_by_key(|object| object.found.id);
        data.objects.dedup_by(|object, first| {
            let same = object.found.id == first.found.id;
            if same {
                twice.push((object.found.id, "facility or origin"));
            }
            same
        });
        data.barriers
            .sort_by(|a, b| (a.id, a.kind, &a.nodes).cmp(&(b.id, b.kind, &b.nodes)));
        data.barriers
            .dedup_by(|a, b| (a.id, a.kind, &a.nodes) == (b.id, b.kind, &b.nodes));
        data.node_attributes.sort_by_key(|(node, _)| *node);
        data.node_attributes.dedup_by_key(|(node, _)| *node);
        data.areas.sort_by_key(|area| area.id);
        data.stop_areas.sort_unstable();
        data.stop_areas.dedup();
        for (id, what) in twice {
            self.reject(
                id,
                what,
                "its id occurs twice in the file; the first one is used",
            );
        }
    }
}

fn not_in_file(missing: usize, all: usize) -> String {
    format!("{missing} of its {all} nodes are not in the file")
}

/// The ring of a closed way, in its own order: the last node does not repeat the first.
fn ring(nodes: &[u32]) -> Option<Vec<u32>> {
    let (first, rest) = nodes.split_first()?;
    let (last, _) = rest.split_last()?;
    let second = nodes.iter().find(|node| *node != first)?;
    let is_ring = nodes.iter().any(|node| node != first && node != second);
    let mut ring: Vec<u32> = nodes.iter().take(nodes.len() - 1).copied().collect();
    ring.dedup();
    (first == last && is_ring).then_some(ring)
}

/// The place half-way along a line.
fn middle(line: &[Place]) -> Option<Place> {
    let &[_, y0] = line.first()?;
    let narrowing = (f64::from(y0) / 1e7).to_radians().cos();
    let legs: Vec<(&Place, &Place, f64)> = line
        .iter()
        .zip(line.iter().skip(1))
        .map(|(a, b)| {
            let dx = (f64::from(b[0]) - f64::from(a[0])) * narrowing;
            (a, b, dx.hypot(f64::from(b[1]) - f64::from(a[1])))
        })
        .collect();
    let mut left = legs.iter().map(|(_, _, length)| length).sum::<f64>() / 2.0;
    for (a, b, length) in legs {
        if left <= length && length > 0.0 {
            let part = left / length;
            let between = |a: i32, b: i32| {
                (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as i32
            };
            return Some([between(a[0], b[0]), between(a[1], b[1])]);
        }
        left -= length;
    }
    line.last().copied()
}
