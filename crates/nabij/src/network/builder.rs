//! Cuts source lines into edges where they meet.

use rustc_hash::FxHashMap;

use super::{
    Edges, Line, Network, NodeId,
    square::{self, Plan},
};
use crate::{
    attributes::{EdgeAttributes, NodeAttributes},
    error::NetworkError,
    line::{Joint, LineKey, SourceLine, SourceSquare, Vertex},
    point::Point,
};

/// Collects walkable lines and squares, then cuts them into a [`Network`].
///
/// Lines connect where vertices are the same [`Joint`], never where they merely cross. A place
/// joint on the ground also connects with an OSM vertex at the same millimetre.
#[derive(Clone, Debug, Default)]
pub struct NetworkBuilder {
    lines: Vec<SourceLine>,
    squares: Vec<SourceSquare>,
    nodes: Vec<(Vertex, NodeAttributes)>,
    straight: i64,
}

impl NetworkBuilder {
    /// Adds a straight edge between two places, numbered in the order of the calls.
    pub fn edge(mut self, a: Point, b: Point, attributes: EdgeAttributes) -> Self {
        let key = LineKey::feature(0, self.straight);
        self.straight += 1;
        self.line(SourceLine {
            key,
            vertices: vec![Vertex::at(a), Vertex::at(b)],
            attributes,
        })
    }

    /// Adds a line.
    pub fn line(mut self, line: SourceLine) -> Self {
        self.lines.push(line);
        self
    }

    /// Adds many lines.
    pub fn lines(mut self, lines: impl IntoIterator<Item = SourceLine>) -> Self {
        // Collecting the lines of a vector takes them as they are.
        match self.lines.is_empty() {
            true => self.lines = lines.into_iter().collect(),
            false => self.lines.extend(lines),
        }
        self
    }

    /// Adds a square. Its ring can be walked and doors open onto it; with at most
    /// [`Square::MAX_VERTICES`](super::Square::MAX_VERTICES) vertices it is also crossed along lines of sight.
    pub fn square(mut self, square: SourceSquare) -> Self {
        self.squares.push(square);
        self
    }

    /// Says what is known of a vertex; it becomes a node where it lies on a line.
    pub fn node(mut self, vertex: Vertex, attributes: NodeAttributes) -> Self {
        self.nodes.push((vertex, attributes));
        self
    }

    /// Cuts the lines into edges.
    ///
    /// # Errors
    /// [`NetworkError`] when two lines carry one key, a line has fewer than two vertices or is
    /// longer than a [`Length`](crate::Length) holds, or nothing may be walked.
    pub fn build(mut self) -> Result<Network, NetworkError> {
        let mut squares = std::mem::take(&mut self.squares);
        squares.sort_unstable_by_key(|square| square.key);
        for square in &squares {
            self.lines.extend(square::ring_lines(square));
        }
        self.lines.sort_by_key(|line| line.key);
        let mut joints = Joints::new(&self.lines, &self.nodes);
        let mut uses = Uses::new(&self.lines, &mut joints)?;
        for (vertex, _) in &self.nodes {
            let vertex = joints.number(*vertex);
            uses.keep(vertex);
        }
        let plans: Vec<Plan> = squares
            .iter()
            .map(|square| Plan::new(square, |vertex| uses.is_entry(joints.number(vertex))))
            .collect();
        let sights = crate::parallel::map(plans.len(), |plan| plans[plan].sight_lines());
        for plan in &plans {
            for vertex in plan.corners() {
                uses.keep(joints.number(vertex));
            }
        }
        self.lines.extend(sights.into_iter().flatten());
        self.lines.sort_by_key(|line| line.key); // most are sorted: few of them move
        if let Some(pair) = self
            .lines
            .windows(2)
            .find(|pair| pair[0].key == pair[1].key)
        {
            return Err(NetworkError::DuplicateLine { key: pair[0].key });
        }
        let mut network = cut(self.lines, &mut joints, &uses)?;
        let numbers = number_nodes(&mut network, joints.count);
        let node_of = |vertex: Vertex, joints: &mut Joints| {
            let vertex = joints.number(vertex);
            numbers.get(vertex as usize).copied().flatten()
        };
        for (vertex, attributes) in self.nodes {
            if let Some(node) = node_of(vertex, &mut joints) {
                network.node_attributes.insert(node, attributes);
            }
        }
        network.squares = plans
            .into_iter()
            .map(|plan| plan.finish(|vertex| node_of(vertex, &mut joints).map(NodeId)))
            .collect();
        let keys: Vec<LineKey> = squares.iter().map(|square| square.key).collect();
        square::attach_corners(&mut network, &keys);
        Ok(network)
    }
}

/// No straight piece is longer than 1,000 km: squares of distances to it stay exact.
const LONGEST_SEGMENT: u32 = 1_000_000_000;

/// Numbers for vertices: one number is one junction.
struct Joints {
    ids: FxHashMap<i64, u32>,
    places: FxHashMap<(Point, i16), u32>,
    count: u32,
}

impl Joints {
    /// Numbers every vertex with an id, so that places can connect with them afterwards.
    fn new(lines: &[SourceLine], nodes: &[(Vertex, NodeAttributes)]) -> Self {
        let mut joints = Joints {
            ids: FxHashMap::default(),
            places: FxHashMap::default(),
            count: 0,
        };
        // More than there will be: most vertices are on one line.
        joints
            .ids
            .reserve(lines.iter().map(|line| line.vertices.len()).sum());
        let by_place = lines
            .iter()
            .flat_map(|line| &line.vertices)
            .chain(nodes.iter().map(|(vertex, _)| vertex))
            .any(|vertex| matches!(vertex.joint, Joint::Place(_)));
        if !by_place {
            return joints; // nothing connects by place
        }
        let mut grounded: Vec<(Point, i64, u32)> = Vec::new();
        for vertex in lines.iter().flat_map(|line| &line.vertices) {
            if let Joint::Id(id) = vertex.joint {
                grounded.push((vertex.point, id, joints.number(*vertex)));
            }
        }
        // Of several OSM nodes at one place the smallest id connects with other layers.
        grounded.sort_unstable();
        for (point, _, number) in grounded {
            joints.places.entry((point, 0)).or_insert(number);
        }
        joints
    }

    fn number(&mut self, vertex: Vertex) -> u32 {
        let count = &mut self.count;
        let fresh = || {
            *count += 1;
            *count - 1
        };
        match vertex.joint {
            Joint::Id(id) => *self.ids.entry(id).or_insert_with(fresh),
            Joint::Place(level) => *self
                .places
                .entry((vertex.point, level))
                .or_insert_with(fresh),
        }
    }
}

/// How often each vertex is used, and which must become nodes.
struct Uses {
    lines: Vec<u8>,
    kept: Vec<bool>,
    ring: Vec<bool>,
}

impl Uses {
    fn new(lines: &[SourceLine], joints: &mut Joints) -> Result<Self, NetworkError> {
        let mut uses = Uses {
            lines: Vec::new(),
            kept: Vec::new(),
            ring: Vec::new(),
        };
        for line in lines {
            let [first, .., last] = line.vertices.as_slice() else {
                return Err(NetworkError::TooFewVertices {
                    key: line.key,
                    vertices: line.vertices.len(),
                });
            };
            for vertex in &line.vertices {
                let number = joints.number(*vertex);
                uses.grow(number);
                let count = &mut uses.lines[number as usize];
                *count = count.saturating_add(1);
            }
            for end in [first, last] {
                let number = joints.number(*end) as usize;
                // A ring's seam is an end of its line but no reason to enter a square.
                uses.ring[number] |= first.joint == last.joint && first.point == last.point;
                uses.kept[number] = true;
            }
        }
        Ok(uses)
    }

    fn grow(&mut self, number: u32) {
        let size = number as usize + 1;
        if self.lines.len() < size {
            self.lines.resize(size, 0);
            self.kept.resize(size, false);
            self.ring.resize(size, false);
        }
    }

    fn keep(&mut self, number: u32) {
        self.grow(number);
        self.kept[number as usize] = true;
    }

    fn is_node(&self, number: u32) -> bool {
        let at = number as usize;
        self.kept.get(at) == Some(&true) || self.lines.get(at).is_some_and(|uses| *uses > 1)
    }

    /// Whether another line than the square's own ring comes here. The seam counts twice.
    fn is_entry(&self, number: u32) -> bool {
        let at = number as usize;
        let own = if self.ring.get(at) == Some(&true) {
            2
        } else {
            1
        };
        self.lines.get(at).is_some_and(|uses| *uses > own)
    }
}

/// Cuts every line at its nodes; ends are vertex numbers still.
fn cut(lines: Vec<SourceLine>, joints: &mut Joints, uses: &Uses) -> Result<Network, NetworkError> {
    let mut network = Network::default();
    let vertices = lines.iter().map(|line| line.vertices.len()).sum();
    network.vertices.reserve_exact(vertices);
    network.lines.reserve_exact(lines.len());
    let mut edges = Edges::default();
    for line in lines {
        let first_vertex = narrow(network.vertices.len(), "vertices")?;
        let number = narrow(network.lines.len(), "lines")?;
        let mut previous = line.vertices[0];
        let mut from = joints.number(previous);
        let (mut first, mut length) = (0, 0_u32);
        network.vertices.push(previous.point);
        for (ordinal, vertex) in line.vertices.iter().enumerate().skip(1) {
            network.vertices.push(vertex.point);
            length = u32::try_from(previous.point.distance_mm(vertex.point))
                .ok()
                .filter(|piece| *piece <= LONGEST_SEGMENT)
                .and_then(|piece| length.checked_add(piece))
                .ok_or(NetworkError::TooLong { key: line.key })?;
            previous = *vertex;
            let here = joints.number(*vertex);
            if uses.is_node(here) || ordinal + 1 == line.vertices.len() {
                edges.from.push(from);
                edges.to.push(here);
                edges.length.push(length);
                edges.line.push(number);
                edges.first.push(first);
                edges.last.push(ordinal as u32);
                (from, first, length) = (here, ordinal as u32, 0);
            }
        }
        network.lines.push(Line {
            key: line.key,
            attributes: line.attributes,
            first_vertex,
        });
    }
    if edges.length.is_empty() {
        return Err(NetworkError::Empty);
    }
    narrow(edges.length.len(), "edges")?;
    network.edges = edges;
    Ok(network)
}

/// Gives nodes their numbers along the Hilbert curve; returns them by vertex number, where a vertex
/// is a node.
fn number_nodes(network: &mut Network, vertices: u32) -> Vec<Option<u32>> {
    let mut places: Vec<(u64, u32, Point)> = Vec::new();
    let mut order: Vec<Option<u32>> = vec![None; vertices as usize];
    for at in 0..network.edge_count() {
        let geometry = network.edge(super::EdgeId(at as u32)).geometry();
        let ends = [
            (network.edges.from[at], geometry.first()),
            (network.edges.to[at], geometry.last()),
        ];
        for (vertex, point) in ends {
            if let (None, Some(point)) = (order[vertex as usize], point) {
                order[vertex as usize] = Some(0);
                places.push((point.hilbert(), vertex, *point));
            }
        }
    }
    // Stable: nodes at one place stay in the order in which the sorted lines met them.
    places.sort_by_key(|(key, _, _)| *key);
    for (number, (_, vertex, point)) in places.into_iter().enumerate() {
        order[vertex as usize] = Some(number as u32);
        network.nodes.push(point);
    }
    for end in [&mut network.edges.from, &mut network.edges.to] {
        for vertex in end.iter_mut() {
            *vertex = order[*vertex as usize].unwrap_or_default();
        }
    }
    order
}

fn narrow(count: usize, what: &'static str) -> Result<u32, NetworkError> {
    // The last numbers are kept free for private phases of nodes.
    const LIMIT: u32 = 1 << 30;
    u32::try_from(count)
        .ok()
        .filter(|count| *count < LIMIT)
        .ok_or(NetworkError::TooLarge { what, limit: LIMIT })
}
