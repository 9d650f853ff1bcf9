//! Random towns on a small lattice, where ties, zero-length edges, parallel edges, loops and
//! collinear and touching lines are the rule.

use nabij::{
    Access, Category, Direction, Door, EdgeAttributes, Facility, LineKey, NodeAttributes, Origin,
    Point, SourceKind, SourceLine, SourceSquare, Vertex,
};
use proptest::{collection::vec, prelude::*};

use crate::case::Case;

/// Streets lie on every fourth line of a fine lattice; doors lie anywhere on it.
const STEP: i32 = 4;
const SIDE: i32 = 5;

/// Outlines in fine steps; later rings are holes. Some corners lie on the streets' lattice.
pub const OUTLINES: [&[&[(i32, i32)]]; 7] = [
    &[&[(0, 0), (8, 0), (8, 8), (0, 8)]],
    &[&[(0, 0), (12, 0), (12, 4), (4, 4), (4, 12), (0, 12)]],
    &[&[
        (0, 12),
        (12, 12),
        (12, 0),
        (8, 0),
        (8, 8),
        (4, 8),
        (4, 0),
        (0, 0),
    ]],
    &[
        &[(0, 0), (12, 0), (12, 12), (0, 12)],
        &[(4, 4), (4, 8), (8, 8), (8, 4)],
    ],
    &[
        &[(0, 0), (12, 4), (8, 12), (4, 8)],
        &[(5, 4), (8, 5), (6, 7)],
    ],
    &[&[
        (4, 0),
        (8, 4),
        (12, 0),
        (12, 8),
        (8, 12),
        (4, 8),
        (0, 12),
        (0, 4),
    ]],
    &[
        &[(0, 0), (4, 0), (8, 0), (8, 8), (0, 8)],
        &[(2, 2), (6, 2), (6, 6), (4, 3), (2, 6)],
    ],
];

fn attributes(gene: u8) -> EdgeAttributes {
    let mut known = EdgeAttributes::default();
    match gene {
        0..8 => known.access = Some(Access::Public),
        8..16 => known.access = Some(Access::Private),
        16 => known.tunnel = Some(true),
        17 => known.bridge = Some(true),
        18 | 19 => known.steps = Some(true),
        20 => known.level = Some(10),
        21 => known.crossing = Some(true),
        22 => known.escalator = Some(true),
        23 => known.indoor = Some(true),
        24 => known.lift = Some(true),
        _ => {}
    }
    known.direction = match gene % 8 {
        6 => Direction::Forward,
        7 => Direction::Backward,
        _ => Direction::Both,
    };
    known
}

/// Half of all streets and doors have a name.
fn name(gene: i32) -> Option<&'static str> {
    [Some("Kade"), None, Some("Gang"), None][gene as usize % 4]
}

fn street_point(at: i32, scale: i32) -> Point {
    Point::new(at % SIDE * STEP * scale, at / SIDE * STEP * scale)
}

fn fine_point((x, y): (i32, i32), scale: i32) -> Point {
    Point::new(x * scale, y * scale)
}

/// Some lattice points carry ids of the source, and a few carry two.
fn vertex(at: i32, layer: u16, scale: i32) -> Vertex {
    let point = street_point(at, scale);
    match (at % 3, layer) {
        (0, 0) => Vertex::osm(at.into(), point),
        (0, 1) if at % 2 == 0 => Vertex::osm(i64::from(at) + 1000, point),
        _ => Vertex::at(point),
    }
}

/// Numbers that make a town; small ones make a simple town, so that failures shrink.
#[derive(Clone, Debug)]
struct Genes {
    lines: Vec<(Vec<i32>, u8, u16)>,
    nodes: Vec<(i32, u8)>,
    /// Outline, place, attributes, and whether its key comes before all lines'.
    squares: Vec<(usize, (i32, i32), u8, bool)>,
    facilities: Vec<(Vec<(i32, i32)>, bool)>,
    origins: Vec<Vec<(i32, i32)>>,
    walls: Vec<(Vec<(i32, i32)>, bool)>,
    /// Outline and place.
    buildings: Vec<(usize, (i32, i32))>,
    barred: bool,
    named: usize,
    /// Where benches stand, and how far they reach.
    benches: (Vec<(i32, i32)>, usize),
    scale: usize,
    limits: (usize, usize, usize, usize),
    step_free: bool,
}

impl Genes {
    fn case(&self) -> Case {
        let scale = [1, 1000, 3, 7, 12_345][self.scale];
        let pick = |choices: [i32; 4], at: usize| (choices[at] * scale) as u32;
        let fine = |points: &[(i32, i32)]| -> Vec<Point> {
            points
                .iter()
                .map(|point| fine_point(*point, scale))
                .collect()
        };
        let direct = pick([0, 2, 5, 100], self.limits.2);
        let mut case = Case {
            step_free: self.step_free,
            min_component: pick([0, 1, 9, 30], self.limits.0),
            max_snap: pick([8_000, 0, 1, 4], self.limits.1),
            direct,
            horizon: pick([100_000, 50, 20, 6], self.limits.3).max(direct),
            barred: self.barred,
            named_street: (self.named > 0).then(|| pick([0, 100_000, 2, 5], self.named)),
            ..Case::default()
        };
        for (id, (vertices, gene, layer)) in (0..).zip(&self.lines) {
            case.lines.push(SourceLine {
                key: LineKey {
                    layer: *layer,
                    kind: SourceKind::Way,
                    id,
                    part: 0,
                },
                vertices: vertices
                    .iter()
                    .map(|at| vertex(*at, *layer, scale))
                    .collect(),
                attributes: EdgeAttributes {
                    street: name(vertices.iter().sum::<i32>() + i32::from(*gene)).map(Into::into),
                    ..attributes(*gene)
                },
            });
        }
        for (at, gene) in &self.nodes {
            let known = NodeAttributes {
                blocked: [Some(true), Some(false), None][usize::from(*gene % 3)],
                barrier: (*gene > 3).then(|| "gate".into()),
                ..NodeAttributes::default()
            };
            let place = Vertex::at(street_point(*at, scale));
            // Told by place or by the source's id, where it has one.
            let vertex = if *gene % 2 == 0 {
                place
            } else {
                vertex(*at, 0, scale)
            };
            if case
                .nodes
                .iter()
                .all(|(other, _)| other.point != vertex.point)
            {
                case.nodes.push((vertex, known));
            }
        }
        for (outline, (dx, dy), gene, first) in &self.squares {
            let ring = |ring: &&[(i32, i32)]| -> Vec<Vertex> {
                let place = |(x, y): &(i32, i32)| fine_point((x + dx, y + dy), scale);
                ring.iter().map(|point| Vertex::at(place(point))).collect()
            };
            case.squares.push(SourceSquare {
                key: LineKey::way(u16::from(!*first), if *first { -1 } else { 50 }),
                rings: OUTLINES[*outline].iter().map(ring).collect(),
                attributes: EdgeAttributes {
                    direction: Direction::Both,
                    ..attributes(*gene)
                },
            });
        }
        for (id, (doors, market)) in self.facilities.iter().enumerate() {
            let category = if *market {
                Category::SUPERMARKET
            } else {
                Category::PHARMACY
            };
            let door = |point| Door::from(point);
            case.facilities.push(Facility {
                doors: fine(doors).into_iter().map(door).collect(),
                street: name(id as i32).map(str::to_owned),
                ..Facility::new(
                    ["é", "a", "B", "10", "9", "aa"][id],
                    category,
                    Point::default(),
                )
            });
        }
        for (at, doors) in self.origins.iter().enumerate() {
            case.origins.push(Origin {
                id: format!("o{at}"),
                doors: fine(doors),
                street: name(at as i32).map(str::to_owned),
                ..Origin::default()
            });
        }
        for (id, point) in self.benches.0.iter().enumerate() {
            case.benches
                .push((format!("b{id}"), fine_point(*point, scale)));
        }
        case.reach = pick([100, 0, 1, 2], self.benches.1);
        for (points, closed) in &self.walls {
            // Every other one, told by its first corner, is a wall or a fence.
            let list = match points.first().is_some_and(|(x, _)| x % 2 == 0) {
                true => &mut case.barriers,
                false => &mut case.fences,
            };
            list.push((fine(points), *closed));
        }
        for (outline, (dx, dy)) in &self.buildings {
            let ring = OUTLINES[*outline][0].iter();
            let place = |(x, y): &(i32, i32)| fine_point((x + dx, y + dy), scale);
            case.buildings.push(ring.map(place).collect());
        }
        case
    }
}

/// Towns of one to nine lines, with or without a square.
pub fn towns(square: bool) -> impl Strategy<Value = Case> {
    let spot = || 0..SIDE * SIDE;
    let fine = || (0..=STEP * (SIDE - 1), 0..=STEP * (SIDE - 1));
    let line = (vec(spot(), 2..5), 0..40_u8, 0..2_u16);
    let outline = (
        0..OUTLINES.len(),
        (0..3_i32, 0..3_i32),
        0..24_u8,
        any::<bool>(),
    );
    let aligned = outline
        .prop_map(|(outline, (x, y), gene, first)| (outline, (x * STEP, y * STEP), gene, first));
    (
        vec(line, 1..10),
        vec((spot(), 0..8_u8), 0..3),
        vec(aligned, usize::from(square)),
        vec((vec(fine(), 1..4), proptest::bool::weighted(0.2)), 1..6),
        vec(vec(fine(), 1..3), 1..5),
        vec((vec(fine(), 2..5), any::<bool>()), 0..3),
        (vec(fine(), 0..6), 0..4_usize),
        (
            0..5_usize,
            (0..4_usize, 0..4_usize, 0..4_usize, 0..4_usize),
            any::<bool>(),
            vec((0..OUTLINES.len(), (-2..12_i32, -2..12_i32)), 0..3),
            any::<bool>(),
            0..4_usize,
        ),
    )
        .prop_map(
            |(lines, nodes, squares, facilities, origins, walls, benches, more)| {
                let (scale, limits, step_free, buildings, barred, named) = more;
                let genes = Genes {
                    lines,
                    nodes,
                    squares,
                    facilities,
                    origins,
                    walls,
                    buildings,
                    barred,
                    named,
                    benches,
                    scale,
                    limits,
                    step_free,
                };
                genes.case()
            },
        )
}
