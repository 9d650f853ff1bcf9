//! The plan that the quarters are drawn on: ways with their rows of houses, water, squares, doors.

use super::geometry::{Frame, Point, beside, length, line};
use super::way::{Class, Way};

/// A place at a node of the network: a gate, a bollard, a kerb.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where; it becomes a vertex of the nearest way.
    pub point: Point,
    /// OSM's word for the barrier, if there is one.
    pub barrier: Option<&'static str>,
    /// Whether nobody can pass, where known.
    pub blocked: Option<bool>,
    /// OSM's word for the kerb, where known.
    pub kerb: Option<&'static str>,
}

/// A polygon that is walked across in straight lines.
#[derive(Clone, Debug)]
pub struct Square {
    /// Name.
    pub name: &'static str,
    /// The outer ring, then holes; first points are not repeated.
    pub rings: Vec<Vec<Point>>,
}

/// What nobody can cross.
#[derive(Clone, Debug)]
pub struct Barrier {
    /// `water`, `railway`, `fence` or `wall`.
    pub kind: &'static str,
    /// Name.
    pub name: &'static str,
    /// A line, or the rings of a polygon.
    pub rings: Vec<Vec<Point>>,
    /// Whether the rings are a polygon's.
    pub polygon: bool,
}

/// One door set apart from the rows: a farm, the entrance of a block.
#[derive(Clone, Debug)]
pub struct Door {
    /// Street in its address.
    pub street: &'static str,
    /// Where.
    pub point: Point,
    /// Dwellings behind it.
    pub dwellings: u32,
    /// The clustered complex.
    pub complex: Option<&'static str>,
}

/// The whole plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Ways in the order drawn; a way's id is its place plus one.
    pub ways: Vec<Way>,
    /// Gates, bollards, kerbs.
    pub nodes: Vec<Node>,
    /// Squares.
    pub squares: Vec<Square>,
    /// Water, fences, the railway.
    pub barriers: Vec<Barrier>,
    /// Doors apart.
    pub doors: Vec<Door>,
    /// The axes now drawn on.
    pub frame: Frame,
}

impl Plan {
    /// An empty plan on the town's own axes.
    pub fn new() -> Self {
        Plan {
            ways: Vec::new(),
            nodes: Vec::new(),
            squares: Vec::new(),
            barriers: Vec::new(),
            doors: Vec::new(),
            frame: Frame::TOWN,
        }
    }

    /// Draws a way through these places, in whole metres of the present axes.
    pub fn way(&mut self, street: &'static str, class: Class, at: &[(i64, i64)]) -> &mut Way {
        let points = self.frame.place(at);
        self.draw(street, class, points)
    }

    /// Draws a way through these vertices.
    pub fn draw(&mut self, street: &'static str, class: Class, points: Vec<Point>) -> &mut Way {
        let at = self.ways.len();
        self.ways.push(Way {
            street,
            class,
            points,
            private: false,
            bridge: false,
            tunnel: false,
            crossing: false,
            rows: Vec::new(),
        });
        &mut self.ways[at]
    }

    /// A footpath, path or flight of steps without a name or houses.
    pub fn path(&mut self, class: Class, at: &[(i64, i64)]) -> &mut Way {
        self.way("", class, at)
    }

    /// Water, a fence or a railway, in whole metres of the town's axes.
    pub fn barrier(&mut self, kind: &'static str, name: &'static str, at: &[(i64, i64)]) {
        self.barriers.push(Barrier {
            kind,
            name,
            rings: vec![line(at)],
            polygon: false,
        });
    }

    /// Water with its rings.
    pub fn water(&mut self, name: &'static str, rings: Vec<Vec<Point>>) {
        self.barriers.push(Barrier {
            kind: "water",
            name,
            rings,
            polygon: true,
        });
    }

    /// A gate, bollard or kerb on the way that passes here.
    pub fn node(&mut self, at: (i64, i64), barrier: Option<&'static str>, blocked: Option<bool>) {
        let point = self.frame.place(&[at])[0];
        self.nodes.push(Node {
            point,
            barrier,
            blocked,
            kerb: None,
        });
    }

    /// A kerb on the way that passes here.
    pub fn kerb(&mut self, at: (i64, i64), kerb: &'static str) {
        self.node(at, None, None);
        if let Some(node) = self.nodes.last_mut() {
            node.kerb = Some(kerb);
        }
    }

    /// A door apart, in whole metres of the present axes.
    pub fn door(&mut self, street: &'static str, at: (i64, i64), dwellings: u32) -> &mut Door {
        let point = self.frame.place(&[at])[0];
        let index = self.doors.len();
        self.doors.push(Door {
            street,
            point,
            dwellings,
            complex: None,
        });
        &mut self.doors[index]
    }

    /// The place so many thousandths down a street, `left` mm beside it.
    pub fn beside(&self, street: &str, thousandths: i64, left: i64) -> Option<Point> {
        let way = self.ways.iter().find(|way| way.street == street)?;
        beside(&way.points, length(&way.points) * thousandths / 1000, left)
    }
}
