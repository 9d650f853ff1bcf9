//! The named exercise route: from the Markt to the Weidepark over streets that exist.

use super::geojson::{self, collection, properties, text};
use super::geometry::{Point, length};
use super::plan::Plan;
use super::way::Way;

/// Name of the route.
const NAME: &str = "Beweegroute Loopveen";

/// The streets that it follows, each to where the next one meets it; the empty name is a path without one.
const STREETS: [&str; 11] = [
    "Kerkstraat",
    "Marktbrug",
    "Oosterstraat",
    "Zwaluwstraat",
    "Noorderweg",
    "Weidering",
    "Klaproos",
    "",
    "Weidepark",
    "",
    "Zuring",
];

/// The route's vertices; `None` when two streets that follow each other do not meet.
pub fn line(plan: &Plan) -> Option<Vec<Point>> {
    let mut ways: Vec<&Way> = Vec::new();
    for (at, street) in STREETS.iter().enumerate() {
        let before = ways.last().copied();
        let after = STREETS.get(at + 1).copied();
        let way = plan.ways.iter().find(|way| {
            let follows = before.is_none_or(|before| meeting(before, way).is_some());
            let leads_on = after.is_none_or(|name| {
                let mut named = plan.ways.iter().filter(|next| next.street == name);
                named.any(|next| meeting(way, next).is_some())
            });
            way.street == *street && follows && leads_on
        })?;
        ways.push(way);
    }
    let mut route = Vec::new();
    for (at, way) in ways.iter().enumerate() {
        let from = match at.checked_sub(1) {
            Some(before) => meeting(ways[before], way)?,
            // it starts at the end that is not the way on
            None => way.points[0],
        };
        let to = match ways.get(at + 1) {
            Some(next) => meeting(way, next)?,
            None if way.points.first() == Some(&from) => *way.points.last()?,
            None => *way.points.first()?,
        };
        route.extend(part(way, from, to)?);
    }
    route.dedup();
    Some(route)
}

/// The first vertex of a way that the other one has as well.
fn meeting(a: &Way, b: &Way) -> Option<Point> {
    a.points.iter().copied().find(|p| b.points.contains(p))
}

/// The vertices of a way from one to another, in that order; round a ring the shorter way.
fn part(way: &Way, from: Point, to: Point) -> Option<Vec<Point>> {
    let at = |place| way.points.iter().position(|&p| p == place);
    let (start, end) = (at(from)?, at(to)?);
    let (low, high) = (start.min(end), start.max(end));
    let mut part = way.points[low..=high].to_vec();
    if start > end {
        part.reverse();
    }
    if way.points.first() == way.points.last() {
        let mut round = way.points[high..].to_vec();
        round.extend(&way.points[..=low]);
        if start < end {
            round.reverse();
        }
        if length(&round) < length(&part) {
            part = round;
        }
    }
    part.dedup();
    Some(part)
}

/// The exercise route.
pub fn layer(plan: &Plan) -> Option<String> {
    let fields = [("id", text(Some("R1"))), ("name", text(Some(NAME)))];
    let row = (properties(&fields), geojson::line(&line(plan)?));
    Some(collection("routes", &[row]))
}
