//! Edges and nodes from raw lines: an edge is the run of a line between kept vertices.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{
    Access, Direction, EdgeAttributes, EdgeKey, Joint, LineKey, NodeAttributes, Point,
    SourceSquare, Vertex,
};

use crate::{
    case::Case,
    exact::{cross, straight, vector},
    sight,
};

/// What makes vertices one node: an id of the source, or a place on a storey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Junction {
    Id(i64),
    Place(Point, i16),
}

#[derive(Clone, Debug)]
pub struct Node {
    pub point: Point,
    pub attributes: Option<NodeAttributes>,
}

impl Node {
    /// Nobody passes; unknown passes. The same for every profile so far.
    pub fn blocked(&self) -> bool {
        self.attributes
            .as_ref()
            .is_some_and(|known| known.blocked == Some(true))
    }
}

#[derive(Clone, Debug)]
pub struct Edge {
    pub key: EdgeKey,
    pub from: usize,
    pub to: usize,
    pub points: Vec<Point>,
    /// The stored lengths of its segments.
    pub pieces: Vec<u64>,
    pub length: u64,
    pub attributes: EdgeAttributes,
}

impl Edge {
    pub fn private(&self) -> bool {
        self.attributes.access == Some(Access::Private)
    }

    /// For somebody who cannot take stairs, or as `class` says: `open` or `closed`.
    pub fn usable(&self, strict: bool) -> bool {
        let stairs = [self.attributes.steps, self.attributes.escalator];
        let closed = match self.attributes.class.as_deref() {
            Some("open") => false,
            Some("closed") => true,
            _ => stairs.contains(&Some(true)),
        };
        !(strict && closed)
    }

    /// Whether a walk may go from the first vertex to the last, and back.
    pub fn ways(&self) -> (bool, bool) {
        match self.attributes.direction {
            Direction::Both => (true, true),
            Direction::Forward => (true, false),
            Direction::Backward => (false, true),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Square {
    pub rings: Vec<Vec<Point>>,
    pub attributes: EdgeAttributes,
    /// Nodes at entries and reflex corners; none where the square is too large to be crossed.
    pub corners: Vec<usize>,
    /// Its rings and lines of sight.
    pub edges: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
pub struct Streets {
    pub nodes: Vec<Node>,
    /// In the order of their keys.
    pub edges: Vec<Edge>,
    pub squares: Vec<Square>,
}

/// One line to cut: its name, its vertices, what is known of it.
type Line = (LineKey, Vec<Vertex>, EdgeAttributes);

/// The key of a ring: rings count on from the square's own part.
fn part(square: &SourceSquare, ring: u32) -> LineKey {
    LineKey {
        part: square.key.part + ring,
        ..square.key
    }
}

/// The key of a line of sight between two vertices, counted through all rings.
fn sight_key(square: &SourceSquare, a: u32, b: u32) -> LineKey {
    LineKey {
        part: 1 << 31 | square.key.part << 16 | a << 8 | b,
        ..square.key
    }
}

/// The rings as closed lines.
fn rings(square: &SourceSquare) -> impl Iterator<Item = Line> {
    (0..).zip(&square.rings).map(|(number, ring)| {
        let closed = ring.iter().chain(ring.first()).copied().collect();
        (part(square, number), closed, square.attributes.clone())
    })
}

/// Whether the walkable side of a ring bends by more than 180° at this vertex.
fn reflex(ring: &[Vertex], at: usize, hole: bool) -> bool {
    let count = ring.len();
    let point = |at: usize| ring[at % count].point;
    let twice_area: i128 = (0..count)
        .map(|at| {
            let from = |p: Point| (i128::from(p.x), i128::from(p.y));
            cross(from(point(at)), from(point(at + 1)))
        })
        .sum();
    let bend = cross(
        vector(point(at + count - 1), point(at)),
        vector(point(at), point(at + 1)),
    );
    let inward = if hole {
        -twice_area.signum()
    } else {
        twice_area.signum()
    };
    bend.signum() * inward < 0
}

impl Streets {
    pub fn new(case: &Case) -> Streets {
        let mut lines: Vec<Line> = case
            .lines
            .iter()
            .map(|line| (line.key, line.vertices.clone(), line.attributes.clone()))
            .collect();
        lines.extend(case.squares.iter().flat_map(rings));

        // Of several source ids at one place the smallest connects with other layers' ground.
        let mut grounded: BTreeMap<Point, i64> = BTreeMap::new();
        for vertex in lines.iter().flat_map(|(_, vertices, _)| vertices) {
            if let Joint::Id(id) = vertex.joint {
                let known = grounded.entry(vertex.point).or_insert(id);
                *known = id.min(*known);
            }
        }
        let junction = |vertex: &Vertex| match vertex.joint {
            Joint::Id(id) => Junction::Id(id),
            Joint::Place(level) => match grounded.get(&vertex.point) {
                Some(id) if level == 0 => Junction::Id(*id),
                _ => Junction::Place(vertex.point, level),
            },
        };

        let mut kept: BTreeSet<Junction> = BTreeSet::new();
        let mut used_by: BTreeMap<Junction, BTreeSet<LineKey>> = BTreeMap::new();
        for (key, vertices, _) in &lines {
            kept.insert(junction(&vertices[0]));
            kept.insert(junction(&vertices[vertices.len() - 1]));
            let mut own: BTreeSet<Junction> = BTreeSet::new();
            for vertex in vertices {
                let here = junction(vertex);
                if !own.insert(here) {
                    kept.insert(here); // the line meets itself
                }
                let users = used_by.entry(here).or_default();
                users.insert(*key);
                if users.len() > 1 {
                    kept.insert(here);
                }
            }
        }
        kept.extend(case.nodes.iter().map(|(vertex, _)| junction(vertex)));

        let mut corners: Vec<Vec<Junction>> = Vec::new();
        let mut sights: Vec<Line> = Vec::new();
        for square in &case.squares {
            let mut found: Vec<(u32, Vertex)> = Vec::new();
            let mut ordinal = 0;
            for (number, ring) in (0_u32..).zip(&square.rings) {
                for (at, vertex) in ring.iter().enumerate() {
                    let own = part(square, number);
                    let entry = used_by[&junction(vertex)].iter().any(|key| *key != own);
                    if entry || reflex(ring, at, number > 0) {
                        found.push((ordinal, *vertex));
                    }
                    ordinal += 1;
                }
            }
            if ordinal > 200 {
                found.clear();
            }
            kept.extend(found.iter().map(|(_, vertex)| junction(vertex)));
            let outline = outline(square);
            for (at, (a, from)) in found.iter().enumerate() {
                for (b, to) in &found[at + 1..] {
                    if from.point != to.point && sight::sees(&outline, from.point, to.point) {
                        let attributes = EdgeAttributes {
                            visibility: true,
                            ..square.attributes.clone()
                        };
                        let key = sight_key(square, *a, *b);
                        sights.push((key, vec![*from, *to], attributes));
                    }
                }
            }
            corners.push(found.iter().map(|(_, vertex)| junction(vertex)).collect());
        }
        lines.extend(sights);

        let mut streets = Streets::default();
        let mut number: BTreeMap<Junction, usize> = BTreeMap::new();
        lines.sort_by_key(|(key, ..)| *key);
        for (key, vertices, attributes) in &lines {
            let cuts: Vec<usize> = (0..vertices.len())
                .filter(|at| kept.contains(&junction(&vertices[*at])))
                .collect();
            for pair in cuts.windows(2) {
                let run = &vertices[pair[0]..=pair[1]];
                let points: Vec<Point> = run.iter().map(|vertex| vertex.point).collect();
                let pieces: Vec<u64> = points
                    .windows(2)
                    .map(|pair| straight(pair[0], pair[1]))
                    .collect();
                let mut node = |vertex: &Vertex| {
                    *number.entry(junction(vertex)).or_insert_with(|| {
                        streets.nodes.push(Node {
                            point: vertex.point,
                            attributes: None,
                        });
                        streets.nodes.len() - 1
                    })
                };
                let (from, to) = (node(&run[0]), node(&run[run.len() - 1]));
                streets.edges.push(Edge {
                    key: EdgeKey {
                        line: *key,
                        first: pair[0] as u32,
                        last: pair[1] as u32,
                    },
                    from,
                    to,
                    length: pieces.iter().sum(),
                    points,
                    pieces,
                    attributes: attributes.clone(),
                });
            }
        }
        for (vertex, attributes) in &case.nodes {
            if let Some(node) = number.get(&junction(vertex)) {
                streets.nodes[*node].attributes = Some(attributes.clone());
            }
        }
        for (source, corners) in case.squares.iter().zip(corners) {
            let owned = |edge: &Edge| {
                let key = edge.key.line;
                let ring = key.part.wrapping_sub(source.key.part);
                let part = match edge.attributes.visibility {
                    true => (key.part >> 16 & 0x7FFF) == source.key.part,
                    false => (ring as usize) < source.rings.len(),
                };
                part && LineKey { part: 0, ..key }
                    == LineKey {
                        part: 0,
                        ..source.key
                    }
            };
            streets.squares.push(Square {
                rings: outline(source),
                attributes: source.attributes.clone(),
                corners: corners.iter().map(|corner| number[corner]).collect(),
                edges: (0..streets.edges.len())
                    .filter(|at| owned(&streets.edges[*at]))
                    .collect(),
            });
        }
        streets
    }
}

fn outline(square: &SourceSquare) -> Vec<Vec<Point>> {
    let points = |ring: &Vec<Vertex>| ring.iter().map(|vertex| vertex.point).collect();
    square.rings.iter().map(points).collect()
}
