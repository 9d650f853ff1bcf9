//! What an OSM file yields, in the study's plane.

use std::sync::Arc;

use nabij::{Category, NodeAttributes, Point, SourceLine, SourceSquare};

use super::{id::OsmId, report::OsmReport};

/// All that was read from a PBF and projected. Every list is sorted by id.
#[derive(Clone, Debug, Default)]
pub struct OsmExtract {
    /// Walkable ways. A way clipped at the edge of the extract yields one line per piece inside,
    /// whose `part` is the ordinal of the piece's first node in the way.
    pub lines: Vec<SourceLine>,
    /// Vertices of lines and squares that are tagged as barrier, kerb, crossing, lift or entrance, by node id.
    pub nodes: Vec<(i64, NodeAttributes)>,
    /// Closed pedestrian areas.
    pub squares: Vec<SourceSquare>,
    /// What nobody walks across: water, railways.
    pub barriers: Vec<OsmBarrier>,
    /// Walls, fences and ditches around plots.
    pub walls: Vec<OsmBarrier>,
    /// Outlines of buildings: the outer rings, without courtyards.
    pub buildings: Vec<OsmBarrier>,
    /// Facilities: one per object and category, sorted by category, then id.
    pub facilities: Vec<OsmFacility>,
    /// Entrances that ways in use pass.
    pub entrances: Vec<OsmEntrance>,
    /// Objects with a house number.
    pub origins: Vec<OsmOrigin>,
    /// Administrative areas.
    pub areas: Vec<OsmArea>,
    /// The header's bounding box: west, south, east, north in degrees.
    pub bbox: Option<[f64; 4]>,
    /// Up to when edits are in the data, such as `2023-02-21T03:31:14Z`, where the header says so.
    pub date: Option<String>,
    /// Counts, merged and rejected objects.
    pub report: OsmReport,
}

/// A line or ring that nobody crosses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OsmBarrier {
    /// The object it comes from.
    pub id: OsmId,
    /// The rule's id, such as `water`.
    pub kind: Arc<str>,
    /// Its points; those of a ring do not repeat the first.
    pub points: Vec<Point>,
    /// Whether it is a ring.
    pub closed: bool,
}

/// A place in degrees and in the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OsmPlace {
    /// Longitude and latitude in degrees.
    pub degrees: [f64; 2],
    /// The same in the plane.
    pub point: Point,
}

/// A door of a facility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OsmDoor {
    /// Where it is.
    pub place: OsmPlace,
    /// The entrance node that it is, if it is one.
    pub node: Option<i64>,
}

/// A polygon with holes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OsmPolygon {
    /// Its rings, the outer one first; the last place does not repeat the first.
    pub rings: Vec<Vec<OsmPlace>>,
}

/// An entrance on an outline that is no service door.
#[derive(Clone, Debug, PartialEq)]
pub struct OsmEntrance {
    /// The node.
    pub id: i64,
    /// Where it is.
    pub place: OsmPlace,
    /// Whether it is a door only for those who live there.
    pub residents: bool,
    /// Whether it is a door only for those who do not, such as that of a shop.
    pub visitors: bool,
    /// The street of its own address.
    pub street: Option<Arc<str>>,
    /// The house number of its own address.
    pub number: Option<Arc<str>>,
}

/// A facility of one category.
#[derive(Clone, Debug, PartialEq)]
pub struct OsmFacility {
    /// The object it comes from.
    pub id: OsmId,
    /// Its category.
    pub category: Category,
    /// Its name.
    pub name: Option<Arc<str>>,
    /// Its doors, at least one: entrances on its outline, else a point inside.
    pub doors: Vec<OsmDoor>,
    /// Whether it is open ground, which one comes to where ways cross its edge.
    pub gates: bool,
    /// Its outline, or that of the building that was merged into it; empty for a point.
    pub outline: Vec<OsmPolygon>,
    /// The object that the outline comes from.
    pub outline_of: Option<OsmId>,
    /// The street of its address.
    pub street: Option<Arc<str>>,
    /// The tags that the rules keep.
    pub tags: Vec<(Arc<str>, Arc<str>)>,
}

/// Whether an origin is an address or a business that has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginKind {
    /// An address.
    Address,
    /// A shop, an office, an amenity that has an address.
    Other,
}

impl OriginKind {
    /// The word for it in tables: `address` or `other`.
    pub const fn as_str(self) -> &'static str {
        match self {
            OriginKind::Address => "address",
            OriginKind::Other => "other",
        }
    }
}

/// An object with a house number.
#[derive(Clone, Debug, PartialEq)]
pub struct OsmOrigin {
    /// The object it comes from.
    pub id: OsmId,
    /// Where it is: the node, or a point inside the outline.
    pub place: OsmPlace,
    /// Street, or place where houses are numbered by place.
    pub street: Option<Arc<str>>,
    /// House number as it stands, a list or range included.
    pub number: Arc<str>,
    /// Postcode, its own or that of an object merged into it.
    pub postcode: Option<Arc<str>>,
    /// Address or business.
    pub kind: OriginKind,
}

/// An administrative area.
#[derive(Clone, Debug, PartialEq)]
pub struct OsmArea {
    /// The relation.
    pub id: OsmId,
    /// Its name.
    pub name: Option<Arc<str>>,
    /// Its level: 8 is a municipality in the Netherlands, 9 and 10 its parts.
    pub admin_level: Option<u8>,
    /// Its `ref`.
    pub code: Option<Arc<str>>,
    /// Its polygons.
    pub polygons: Vec<OsmPolygon>,
}
