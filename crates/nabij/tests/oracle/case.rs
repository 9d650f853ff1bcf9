//! A case as text that can be pasted back: a small town, its doors and the parameters.
//!
//! ```text
//! set horizon 500000            min_component, max_snap, direct, horizon, named_street in mm;
//!                               scale; step_free; barred: barriers and buildings bar legs
//! line w1: 0,0 10,0 10,5#7      key, vertices (#7: OSM node 7, @10: storey 1), attributes
//! line w2: 0,0 0,9 ; private forward street=Kade
//! square f9: 0,0 9,0 9,9 / 2,2 2,4 4,4 ; public
//! node 10,0 ; blocked
//! facility a: 1,2 3,4           doors; other categories: facility supermarket/a: 1,2
//! origin home: 5,5 ; street=Kade
//! wall 0,0 10,0                 ring 0,0 1,0 1,1           building 0,0 1,0 1,1
//! fence 0,0 10,0                yard 0,0 1,0 1,1
//! bench b1: 3,4                 set reach: how far from a street one may stand
//! ```

use std::{fmt, str::FromStr};

use nabij::{
    Access, Category, Direction, Door, EdgeAttributes, Facility, Joint, LineKey, NodeAttributes,
    Origin, Point, Sidewalk, SourceKind, SourceLine, SourceSquare, Vertex,
};

#[derive(Clone, PartialEq)]
pub struct Case {
    pub lines: Vec<SourceLine>,
    pub squares: Vec<SourceSquare>,
    pub nodes: Vec<(Vertex, NodeAttributes)>,
    pub facilities: Vec<Facility>,
    pub origins: Vec<Origin>,
    pub barriers: Vec<(Vec<Point>, bool)>,
    /// Walls and fences, which bar no legs.
    pub fences: Vec<(Vec<Point>, bool)>,
    pub buildings: Vec<Vec<Point>>,
    pub barred: bool,
    pub named_street: Option<u32>,
    pub benches: Vec<(String, Point)>,
    pub reach: u32,
    pub step_free: bool,
    pub min_component: u32,
    pub max_snap: u32,
    pub direct: u32,
    pub horizon: u32,
}

impl Default for Case {
    fn default() -> Self {
        Case {
            lines: Vec::new(),
            squares: Vec::new(),
            nodes: Vec::new(),
            facilities: Vec::new(),
            origins: Vec::new(),
            barriers: Vec::new(),
            fences: Vec::new(),
            buildings: Vec::new(),
            barred: false,
            named_street: None,
            benches: Vec::new(),
            reach: 15_000,
            step_free: false,
            min_component: 0,
            max_snap: 100_000,
            direct: 0,
            horizon: 2_000_000,
        }
    }
}

impl Case {
    pub fn parse(text: &str) -> Case {
        text.parse()
            .unwrap_or_else(|line| panic!("not a line of a case: {line}"))
    }
}

/// A word, and what it sets.
type Word<T> = (&'static str, fn(&mut T));

/// The words for attributes, each with what it sets.
const WORDS: [Word<EdgeAttributes>; 18] = [
    ("private", |a| a.access = Some(Access::Private)),
    ("public", |a| a.access = Some(Access::Public)),
    ("forward", |a| a.direction = Direction::Forward),
    ("backward", |a| a.direction = Direction::Backward),
    ("steps", |a| a.steps = Some(true)),
    ("escalator", |a| a.escalator = Some(true)),
    ("lift", |a| a.lift = Some(true)),
    ("crossing", |a| a.crossing = Some(true)),
    ("bridge", |a| a.bridge = Some(true)),
    ("tunnel", |a| a.tunnel = Some(true)),
    ("indoor", |a| a.indoor = Some(true)),
    ("upstairs", |a| a.level = Some(10)),
    ("ground", |a| a.level = Some(0)),
    ("footway", |a| a.class = Some("footway".into())),
    ("residential", |a| a.class = Some("residential".into())),
    ("lit", |a| a.lit = Some(true)),
    ("dark", |a| a.lit = Some(false)),
    ("separate", |a| a.sidewalk = Some(Sidewalk::Separate)),
];

/// The words for nodes.
const NODE_WORDS: [Word<NodeAttributes>; 4] = [
    ("blocked", |a| a.blocked = Some(true)),
    ("open", |a| a.blocked = Some(false)),
    ("gate", |a| a.barrier = Some("gate".into())),
    ("entrance", |a| a.entrance = Some(true)),
];

fn words<T: Default + Clone + PartialEq>(attributes: &T, all: &[Word<T>]) -> String {
    let holds = |set: &fn(&mut T)| {
        let (mut same, mut fresh) = (attributes.clone(), T::default());
        set(&mut same);
        set(&mut fresh);
        same == *attributes && fresh != T::default()
    };
    all.iter()
        .filter(|(_, set)| holds(set))
        .map(|(word, _)| format!(" {word}"))
        .collect()
}

/// What stands behind `street=`, and the words without it.
fn read_street(text: &str) -> (Option<String>, String) {
    let (street, words): (Vec<&str>, Vec<&str>) = text
        .split_whitespace()
        .partition(|word| word.starts_with("street="));
    let name = street.first().and_then(|word| word.split_once('='));
    (name.map(|(_, name)| name.to_owned()), words.join(" "))
}

fn show_street<T: AsRef<str>>(street: &Option<T>) -> String {
    let name = street.as_ref().map(AsRef::as_ref);
    name.map_or(String::new(), |name| format!(" street={name}"))
}

fn read_words<T: Default>(text: &str, all: &[Word<T>]) -> Option<T> {
    let mut attributes = T::default();
    for word in text.split_whitespace() {
        all.iter().find(|(known, _)| *known == word)?.1(&mut attributes);
    }
    Some(attributes)
}

fn read_point(text: &str, scale: i32) -> Option<Point> {
    let (x, y) = text.split_once(',')?;
    let read = |text: &str| Some(text.parse::<i32>().ok()? * scale);
    Some(Point::new(read(x)?, read(y)?))
}

fn read_points(text: &str, scale: i32) -> Option<Vec<Point>> {
    text.split_whitespace()
        .map(|text| read_point(text, scale))
        .collect()
}

fn read_vertex(text: &str, scale: i32) -> Option<Vertex> {
    if let Some((point, id)) = text.split_once('#') {
        return Some(Vertex::osm(id.parse().ok()?, read_point(point, scale)?));
    }
    let (point, level) = text.split_once('@').unwrap_or((text, "0"));
    let joint = Joint::Place(level.parse().ok()?);
    Some(Vertex {
        point: read_point(point, scale)?,
        joint,
    })
}

fn read_vertices(text: &str, scale: i32) -> Option<Vec<Vertex>> {
    text.split_whitespace()
        .map(|text| read_vertex(text, scale))
        .collect()
}

fn read_key(text: &str) -> Option<LineKey> {
    let (layer, text) = text.split_once(':').unwrap_or(("0", text));
    let kind = match text.chars().next()? {
        'w' => SourceKind::Way,
        'r' => SourceKind::Relation,
        'f' => SourceKind::Feature,
        _ => return None,
    };
    let (id, part) = text[1..].split_once('.').unwrap_or((&text[1..], "0"));
    let (layer, id, part) = (layer.parse().ok()?, id.parse().ok()?, part.parse().ok()?);
    Some(LineKey {
        layer,
        kind,
        id,
        part,
    })
}

impl FromStr for Case {
    type Err = String;

    fn from_str(text: &str) -> Result<Case, String> {
        let (mut case, mut scale) = (Case::default(), 1);
        for line in text.lines() {
            let line = line.split("//").next().unwrap_or_default().trim();
            if !line.is_empty() {
                case.add(line, &mut scale).ok_or(line)?;
            }
        }
        Ok(case)
    }
}

impl Case {
    fn add(&mut self, line: &str, scale: &mut i32) -> Option<()> {
        let (verb, rest) = line.split_once(' ')?;
        let (body, attributes) = rest.split_once(';').unwrap_or((rest, ""));
        let named = || body.split_once(": ");
        let (street, attributes) = read_street(attributes);
        match verb {
            "set" => match body.split_once(' ').unwrap_or((body, "")) {
                ("step_free", _) => self.step_free = true,
                ("barred", _) => self.barred = true,
                ("named_street", n) => self.named_street = Some(n.parse().ok()?),
                ("scale", n) => *scale = n.parse().ok()?,
                ("min_component", n) => self.min_component = n.parse().ok()?,
                ("max_snap", n) => self.max_snap = n.parse().ok()?,
                ("direct", n) => self.direct = n.parse().ok()?,
                ("reach", n) => self.reach = n.parse().ok()?,
                ("horizon", n) => self.horizon = n.parse().ok()?,
                _ => return None,
            },
            "line" => self.lines.push(SourceLine {
                key: read_key(named()?.0)?,
                vertices: read_vertices(named()?.1, *scale)?,
                attributes: EdgeAttributes {
                    street: street.map(Into::into),
                    ..read_words(&attributes, &WORDS)?
                },
            }),
            "square" => self.squares.push(SourceSquare {
                key: read_key(named()?.0)?,
                rings: named()?
                    .1
                    .split('/')
                    .map(|ring| read_vertices(ring, *scale))
                    .collect::<Option<_>>()?,
                attributes: read_words(&attributes, &WORDS)?,
            }),
            "node" => self.nodes.push((
                read_vertex(body.trim(), *scale)?,
                read_words(&attributes, &NODE_WORDS)?,
            )),
            "facility" => {
                let (name, doors) = named()?;
                let (category, id) = name.split_once('/').unwrap_or(("pharmacy", name));
                let door = |point| Door::from(point);
                self.facilities.push(Facility {
                    doors: read_points(doors, *scale)?.into_iter().map(door).collect(),
                    street,
                    ..Facility::new(id, Category::new(category).ok()?, Point::default())
                });
            }
            "origin" => self.origins.push(Origin {
                id: named()?.0.to_owned(),
                doors: read_points(named()?.1, *scale)?,
                street,
                ..Origin::default()
            }),
            "bench" => self
                .benches
                .push((named()?.0.to_owned(), read_point(named()?.1, *scale)?)),
            "wall" => self.barriers.push((read_points(body, *scale)?, false)),
            "fence" => self.fences.push((read_points(body, *scale)?, false)),
            "yard" => self.fences.push((read_points(body, *scale)?, true)),
            "building" => self.buildings.push(read_points(body, *scale)?),
            "ring" => self.barriers.push((read_points(body, *scale)?, true)),
            _ => return None,
        }
        Some(())
    }
}

fn show(point: &Point) -> String {
    format!(" {},{}", point.x, point.y)
}

fn show_vertex(vertex: &Vertex) -> String {
    let point = show(&vertex.point);
    match vertex.joint {
        Joint::Place(0) => point,
        Joint::Place(level) => format!("{point}@{level}"),
        Joint::Id(id) => format!("{point}#{id}"),
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.step_free {
            writeln!(f, "set step_free")?;
        }
        if self.barred {
            writeln!(f, "set barred")?;
        }
        if let Some(reach) = self.named_street {
            writeln!(f, "set named_street {reach}")?;
        }
        writeln!(f, "set min_component {}", self.min_component)?;
        writeln!(f, "set max_snap {}", self.max_snap)?;
        writeln!(f, "set direct {}", self.direct)?;
        writeln!(f, "set horizon {}", self.horizon)?;
        for line in &self.lines {
            let vertices: String = line.vertices.iter().map(show_vertex).collect();
            let words = words(&line.attributes, &WORDS);
            let street = show_street(&line.attributes.street);
            writeln!(f, "line {}:{vertices} ;{words}{street}", line.key)?;
        }
        for square in &self.squares {
            let ring = |ring: &Vec<Vertex>| ring.iter().map(show_vertex).collect::<String>();
            let rings: Vec<String> = square.rings.iter().map(ring).collect();
            let words = words(&square.attributes, &WORDS);
            writeln!(f, "square {}:{} ;{words}", square.key, rings.join(" /"))?;
        }
        for (vertex, attributes) in &self.nodes {
            writeln!(
                f,
                "node{} ;{}",
                show_vertex(vertex),
                words(attributes, &NODE_WORDS)
            )?;
        }
        for facility in &self.facilities {
            let doors: String = facility
                .doors
                .iter()
                .map(|door| show(&door.point))
                .collect();
            let (category, id) = (&facility.category, &facility.id);
            let street = show_street(&facility.street);
            writeln!(f, "facility {category}/{id}:{doors} ;{street}")?;
        }
        for origin in &self.origins {
            let doors: String = origin.doors.iter().map(show).collect();
            writeln!(
                f,
                "origin {}:{doors} ;{}",
                origin.id,
                show_street(&origin.street)
            )?;
        }
        if !self.benches.is_empty() {
            writeln!(f, "set reach {}", self.reach)?;
        }
        for (id, point) in &self.benches {
            writeln!(f, "bench {id}:{}", show(point))?;
        }
        for (points, closed) in &self.barriers {
            let points: String = points.iter().map(show).collect();
            writeln!(f, "{}{points}", if *closed { "ring" } else { "wall" })?;
        }
        for (points, closed) in &self.fences {
            let points: String = points.iter().map(show).collect();
            writeln!(f, "{}{points}", if *closed { "yard" } else { "fence" })?;
        }
        for ring in &self.buildings {
            let points: String = ring.iter().map(show).collect();
            writeln!(f, "building{points}")?;
        }
        Ok(())
    }
}

/// As text, so that a failure can be pasted back.
impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

#[test]
fn a_printed_case_can_be_pasted_back() {
    let case = Case::parse(
        "set step_free\nset direct 7\nset barred\nset named_street 9
         line w1: 0,0 10,0@10 3,4#5 ; private forward steps street=Kade
         square 2:f9: 0,0 9,0 9,9 / 2,2 2,4 4,4\nnode 3,4#5 ; blocked gate
         facility supermarket/a: 1,2 3,4 ; street=Hof\norigin h: 5,5 ; street=Kade
         set reach 3\nbench b: 1,1\nbuilding 0,0 1,0 1,1\nfence 0,0 1,1\nyard 0,0 1,0 1,1
         wall 0,0 1,1\nring 0,0 1,0 1,1",
    );
    assert_eq!(Case::parse(&case.to_string()), case);
    assert_eq!(case.squares[0].key.layer, 2);
}
