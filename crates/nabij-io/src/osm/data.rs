//! A PBF, read and decoded: shapes of node numbers, in degrees, before a plane is chosen.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use nabij::{EdgeAttributes, NodeAttributes};

use super::{
    block::Place,
    date,
    error::OsmError,
    file::{Blocks, Header},
    found::{FoundArea, FoundDoor, FoundObject},
    id::OsmId,
    open::read,
    report::OsmReport,
    rings::Polygon,
    rules::OsmRules,
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
    /// Doors that ways in use pass, by node.
    pub(crate) doors: Vec<(u32, FoundDoor)>,
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
