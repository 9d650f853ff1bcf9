//! Streets whose pavement is said to be drawn apart, and is not.

use super::{
    AuditFinding, AuditKind,
    ground::{Ground, between, pieces},
};
use crate::{attributes::Sidewalk, network::EdgeId, point::Point, segments::Segment};

/// Streets are looked at every so many mm, or more often.
const STEP: u64 = 10_000;

/// Streets tagged `sidewalk=separate` that lack a path alongside for longer than `alongside`: one
/// finding per source line, at the middle of its longest piece without.
///
/// Every straight piece of a street is cut into equal parts of at most 10 m. A part has a pavement if a path that
/// could meet the street, and does not merely cross a carriageway, passes its middle within
/// `alongside` and less than 45° askew.
pub(super) fn findings(ground: &Ground<'_>) -> Vec<AuditFinding> {
    let network = ground.network;
    let streets = network.edges().filter(|edge| {
        let known = edge.attributes();
        known.sidewalk == Some(Sidewalk::Separate) && !known.visibility
    });
    let streets: Vec<EdgeId> = streets.map(|edge| edge.id()).collect();
    let without = crate::parallel::map(streets.len(), |at| {
        let edge = streets[at];
        pieces(network, edge)
            .map(|piece| lacking(ground, &piece))
            .filter(|(mm, _)| *mm > 0)
            .collect::<Vec<_>>()
    });
    let bare: Vec<(EdgeId, Vec<(u64, Middle)>)> = streets.into_iter().zip(without).collect();
    let line = |edge: EdgeId| network.edge(edge).key().line;
    let lines = bare.chunk_by(|a, b| line(a.0) == line(b.0));
    lines.filter_map(|line| finding(ground, line)).collect()
}

/// A place on an edge: offset and point.
type Middle = (u32, Point);

fn finding(ground: &Ground<'_>, line: &[(EdgeId, Vec<(u64, Middle)>)]) -> Option<AuditFinding> {
    let all = line
        .iter()
        .flat_map(|(edge, pieces)| pieces.iter().map(move |(mm, middle)| (*edge, *mm, *middle)));
    let size_mm = all.clone().map(|(_, mm, _)| mm).sum();
    let longest = all.reduce(|best, next| if next.1 > best.1 { next } else { best });
    let (edge, _, (offset, point)) = longest?;
    let edges = line.iter().filter(|(_, pieces)| !pieces.is_empty());
    (size_mm > u64::from(ground.parameters.alongside.mm())).then(|| AuditFinding {
        kind: AuditKind::NoSidewalk,
        place: ground.place(edge, offset, point),
        to: None,
        gap: None,
        size_mm,
        edges: edges.map(|(edge, _)| *edge).collect(),
        fragment: None,
    })
}

/// How many mm of a straight piece have no pavement alongside, and the middle of the first such
/// part.
fn lacking(ground: &Ground<'_>, piece: &Segment) -> (u64, Middle) {
    let whole = piece.a.distance_mm(piece.b);
    let parts = whole.div_ceil(STEP).max(1);
    let mut lacking = 0;
    let mut first = None;
    for part in 0..parts {
        let over = i128::from(2 * part + 1);
        let middle = between(piece, over, i128::from(2 * parts));
        if !has_path(ground, piece, middle) {
            // Parts as whole mm that sum to the piece.
            lacking += whole * (part + 1) / parts - whole * part / parts;
            let offset = u64::from(piece.at) + whole * (2 * part + 1) / (2 * parts);
            first = first.or(Some((u32::try_from(offset).unwrap_or(u32::MAX), middle)));
        }
    }
    (lacking, first.unwrap_or((piece.at, piece.a)))
}

/// Whether a path runs alongside a piece of street near a point of it.
fn has_path(ground: &Ground<'_>, piece: &Segment, middle: Point) -> bool {
    let reach = ground.parameters.alongside.mm();
    let street = EdgeId(piece.owner);
    let (ux, uy) = piece.a.to(piece.b);
    let mut found = false;
    ground.index.within(middle, reach, |other| {
        let edge = EdgeId(other.owner);
        let known = ground.network.edge(edge).attributes();
        if found || edge == street || !ground.may_be_path(edge) || known.crossing == Some(true) {
            return;
        }
        let (vx, vy) = other.a.to(other.b);
        let [ux, uy, vx, vy] = [ux, uy, vx, vy].map(i128::from);
        let along = ux * vx + uy * vy;
        let across = ux * vy - uy * vx;
        let near = other.squared_distance(middle);
        let reach = u128::from(reach).pow(2) * near.denominator;
        found = across.abs() < along.abs()
            && near.numerator <= reach
            && ground.could_meet(street, edge);
    });
    found
}
