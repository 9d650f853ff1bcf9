//! The town's layers as GeoJSON, one feature a line, coordinates in metres with three decimals.

use super::areas::{self, Buurt};
use super::csv::building;
use super::facilities::Facility;
use super::geometry::{Point, twice_area};
use super::plan::Plan;
use super::random::Random;
use super::way::{Class, Way};

/// Where the town's own origin lies in RD New: in the open water of the IJsselmeer.
pub const EAST: i64 = 148_000_000;
/// See [`EAST`].
pub const NORTH: i64 = 530_000_000;

/// Millimetres as metres with three decimals.
pub fn decimal(mm: i64) -> String {
    format!("{}.{:03}", mm / 1000, mm % 1000)
}

fn xy(p: Point) -> String {
    format!("[{},{}]", decimal(p.x + EAST), decimal(p.y + NORTH))
}

fn list(points: &[Point]) -> String {
    let all: Vec<String> = points.iter().map(|&p| xy(p)).collect();
    format!("[{}]", all.join(","))
}

/// A polygon: outer ring anticlockwise, holes clockwise, first points repeated.
pub(super) fn polygon(rings: &[Vec<Point>]) -> String {
    let closed: Vec<String> = rings
        .iter()
        .enumerate()
        .map(|(at, ring)| {
            let mut ring = ring.clone();
            if (twice_area(&ring) > 0) != (at == 0) {
                ring.reverse();
            }
            ring.push(ring[0]);
            list(&ring)
        })
        .collect();
    format!(
        "{{\"type\":\"Polygon\",\"coordinates\":[{}]}}",
        closed.join(",")
    )
}

pub(super) fn point(p: Point) -> String {
    format!("{{\"type\":\"Point\",\"coordinates\":{}}}", xy(p))
}

pub(super) fn line(points: &[Point]) -> String {
    let points = list(points);
    format!("{{\"type\":\"LineString\",\"coordinates\":{points}}}")
}

/// Text, or null where unknown. No name in the town needs escaping.
pub(super) fn text(value: Option<&str>) -> String {
    value.map_or("null".to_owned(), |value| format!("\"{value}\""))
}

fn yes(value: Option<bool>) -> String {
    text(value.map(|yes| if yes { "yes" } else { "no" }))
}

pub(super) fn collection(name: &str, features: &[(String, String)]) -> String {
    let rows: Vec<String> = features
        .iter()
        .map(|(properties, geometry)| {
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}"
            )
        })
        .collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"name\":\"{name}\",\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:EPSG::28992\"}}}},\"features\":[\n{}\n]}}\n",
        rows.join(",\n")
    )
}

/// The streets. Some attributes are left unknown, as in every real register.
pub fn streets(plan: &Plan) -> String {
    let rows: Vec<_> = plan
        .ways
        .iter()
        .enumerate()
        .map(|(at, way)| (street(at, way), line(&way.points)))
        .collect();
    collection("streets", &rows)
}

fn street(at: usize, way: &Way) -> String {
    let mut chance = Random::named(&format!("{} {at}", way.street));
    let mut known = |percent| chance.percent(percent);
    let (surface, width, sidewalk) = match way.class {
        Class::Residential => ("paving_stones", "5.0", Some("both")),
        Class::Tertiary => ("asphalt", "6.5", Some("both")),
        Class::Pedestrian => ("sett", "8.0", None),
        Class::Service => ("paving_stones", "3.5", Some("no")),
        Class::Footway => ("paving_stones", "2.0", None),
        Class::Path => ("gravel", "1.2", None),
        Class::Cycleway => ("asphalt", "3.0", None),
        Class::Steps => ("concrete", "1.8", None),
    };
    let named = (!way.street.is_empty()).then_some(way.street);
    let path = matches!(way.class, Class::Path | Class::Footway);
    let fields = [
        ("id", (at + 1).to_string()),
        ("street", text(named)),
        ("class", text(Some(way.class.word()))),
        (
            "access",
            text(Some(if way.private { "private" } else { "public" })),
        ),
        ("steps", yes(Some(way.class == Class::Steps))),
        ("bridge", yes(Some(way.bridge))),
        ("tunnel", yes(Some(way.tunnel))),
        ("crossing", yes(Some(way.crossing))),
        ("level", "null".to_owned()),
        ("direction", text(Some("both"))),
        ("surface", text(known(90).then_some(surface))),
        ("width", if known(70) { width } else { "null" }.to_owned()),
        (
            "lit",
            yes(known(if path { 50 } else { 90 }).then_some(way.class != Class::Path)),
        ),
        ("sidewalk", text(sidewalk.filter(|_| known(80)))),
        (
            "incline",
            match (way.bridge, way.class) {
                (true, _) => "null".to_owned(),
                (_, Class::Steps) => "null".to_owned(),
                _ => if known(60) { "0" } else { "null" }.to_owned(),
            },
        ),
    ];
    properties(&fields)
}

pub(super) fn properties(fields: &[(&str, String)]) -> String {
    let all: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    all.join(",")
}

/// Gates, bollards and kerbs.
pub fn nodes(plan: &Plan) -> String {
    let rows: Vec<_> = plan
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let fields = [
                ("id", (at + 1).to_string()),
                ("barrier", text(node.barrier)),
                ("blocked", yes(node.blocked)),
                ("kerb", text(node.kerb)),
            ];
            (properties(&fields), point(node.point))
        })
        .collect();
    collection("nodes", &rows)
}

/// Squares.
pub fn squares(plan: &Plan) -> String {
    let first = plan.ways.len() + 1;
    let rows: Vec<_> = plan
        .squares
        .iter()
        .enumerate()
        .map(|(at, square)| {
            let fields = [
                ("id", (first + at).to_string()),
                ("street", text(Some(square.name))),
                ("class", text(Some("pedestrian"))),
                ("access", text(Some("public"))),
                ("surface", text(Some("sett"))),
                ("lit", yes(Some(true))),
            ];
            (properties(&fields), polygon(&square.rings))
        })
        .collect();
    collection("squares", &rows)
}

/// Water and the railway.
pub fn barriers(plan: &Plan) -> String {
    barriers_of(plan, "barriers", &["water", "railway"])
}

/// Fences and walls.
pub fn walls(plan: &Plan) -> String {
    barriers_of(plan, "walls", &["fence", "wall"])
}

fn barriers_of(plan: &Plan, name: &str, kinds: &[&str]) -> String {
    let all = plan.barriers.iter();
    let rows: Vec<_> = all
        .filter(|barrier| kinds.contains(&barrier.kind))
        .enumerate()
        .map(|(at, barrier)| {
            let fields = [
                ("id", (at + 1).to_string()),
                ("kind", text(Some(barrier.kind))),
                ("name", text(Some(barrier.name))),
            ];
            let shape = if barrier.polygon {
                polygon(&barrier.rings)
            } else {
                line(&barrier.rings[0])
            };
            (properties(&fields), shape)
        })
        .collect();
    collection(name, &rows)
}

/// Facilities.
pub fn facilities(all: &[Facility]) -> String {
    let rows: Vec<_> = all
        .iter()
        .map(|facility| {
            let pand = facility.building.map(building);
            let fields = [
                ("id", text(Some(&facility.id))),
                ("category", text(Some(facility.category))),
                ("name", text(Some(facility.name))),
                ("building", text(pand.as_deref())),
                ("complex", text(facility.complex)),
            ];
            let shape = match (facility.polygon, facility.points.as_slice()) {
                (true, ring) => polygon(&[ring.to_vec()]),
                (false, [door]) => point(*door),
                (false, doors) => {
                    let doors = list(doors);
                    format!("{{\"type\":\"MultiPoint\",\"coordinates\":{doors}}}")
                }
            };
            (properties(&fields), shape)
        })
        .collect();
    collection("facilities", &rows)
}

/// Buurten.
pub fn buurten(all: &[Buurt]) -> String {
    let rows: Vec<_> = all
        .iter()
        .map(|buurt| {
            let fields = [
                ("buurtcode", text(Some(buurt.code))),
                ("buurtnaam", text(Some(buurt.name))),
                ("wijkcode", text(Some(buurt.wijk))),
                ("wijknaam", text(Some(buurt.wijk_name))),
                ("gemeentecode", text(Some("GM9999"))),
                ("gemeentenaam", text(Some("Loopveen"))),
            ];
            (
                properties(&fields),
                polygon(std::slice::from_ref(&buurt.ring)),
            )
        })
        .collect();
    collection("buurten", &rows)
}

/// The polygon within which the data are complete.
pub fn extent() -> String {
    let row = (
        properties(&[("name", text(Some("extent")))]),
        polygon(&[areas::extent()]),
    );
    collection("extent", &[row])
}

/// The polygon within which pharmacies are known.
pub fn coverage_pharmacy() -> String {
    let row = (
        properties(&[("category", text(Some("pharmacy")))]),
        polygon(&[areas::pharmacy_coverage()]),
    );
    collection("coverage_pharmacy", &[row])
}
