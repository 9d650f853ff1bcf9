//! Pieces of network too short for doors to open onto.

use rustc_hash::FxHashMap;

use super::{
    AuditFinding, AuditFragment, AuditKind, AuditPlace, Link,
    ground::{Ground, nearest_on, pieces},
};
use crate::{
    length::{Length, round_root},
    network::{EdgeId, NodeId},
    segments::Squared,
};

/// How far around a fragment the rest of the network is looked for.
const REACH: Length = Length::metres(1000);

/// Short components with the private pieces that only lead to them.
pub(super) struct Fragments {
    /// The number of the fragment of each edge that is in one.
    of_edge: FxHashMap<EdgeId, usize>,
    all: Vec<AuditFragment>,
}

impl Fragments {
    /// Edges of components shorter than `min_component` that hang together.
    pub fn new(ground: &Ground<'_>) -> Self {
        let network = ground.network;
        let mut found = Fragments {
            of_edge: FxHashMap::default(),
            all: Vec::new(),
        };
        for start in network.edges().map(|edge| edge.id()) {
            if !is_short(ground, start) || found.of_edge.contains_key(&start) {
                continue;
            }
            let number = found.all.len();
            let mut own = vec![start];
            found.of_edge.insert(start, number);
            let mut done = 0;
            while let Some(edge) = own.get(done).copied() {
                done += 1;
                let (from, to) = network.ends(edge);
                let ends = [NodeId(from), NodeId(to)].into_iter();
                for node in ends.filter(|node| !ground.is_blocked(*node)) {
                    for next in ground.edges_at(node) {
                        // All at a short piece's nodes are short, unless a private piece leads on.
                        if is_short(ground, *next) && !found.of_edge.contains_key(next) {
                            found.of_edge.insert(*next, number);
                            own.push(*next);
                        }
                    }
                }
            }
            own.sort_unstable();
            let streets = own.iter().map(|edge| network.edge(*edge));
            let streets = streets.filter(|edge| !edge.attributes().visibility);
            let mm = streets.map(|edge| u64::from(edge.length().mm())).sum();
            found.all.push(AuditFragment { edges: own, mm });
        }
        found
    }

    /// The fragment that a link joins to the rest of the network.
    pub fn joined(&self, link: &Link) -> Option<&AuditFragment> {
        let (a, b) = (self.of(link.a.edge), self.of(link.b.edge));
        let number = match (a, b) {
            (Some(one), None) | (None, Some(one)) => one,
            _ => return None,
        };
        self.all.get(number)
    }

    fn of(&self, edge: EdgeId) -> Option<usize> {
        self.of_edge.get(&edge).copied()
    }

    /// A finding for every fragment that no link joins to the rest.
    pub fn findings(&self, ground: &Ground<'_>, links: &[Link]) -> Vec<AuditFinding> {
        let mut told = vec![false; self.all.len()];
        for link in links.iter().filter(|link| self.joined(link).is_some()) {
            for number in [link.a.edge, link.b.edge].map(|edge| self.of(edge)) {
                if let Some(told) = number.and_then(|number| told.get_mut(number)) {
                    *told = true;
                }
            }
        }
        let found = crate::parallel::map(self.all.len(), |number| {
            (!told[number]).then(|| finding(ground, &self.all[number]))
        });
        found.into_iter().flatten().collect()
    }
}

fn finding(ground: &Ground<'_>, fragment: &AuditFragment) -> AuditFinding {
    let (place, to) = nearest(ground, &fragment.edges);
    AuditFinding {
        kind: AuditKind::Fragment,
        place,
        to: to.map(|(to, _)| to),
        gap: to.map(|(_, gap)| gap),
        size_mm: fragment.mm,
        edges: fragment.edges.clone(),
        fragment: Some(fragment.clone()),
    }
}

/// The vertex of a fragment nearest to the rest of the network, the first one by edge and
/// offset, with the place there; its very first vertex where there is nothing around.
fn nearest(ground: &Ground<'_>, edges: &[EdgeId]) -> (AuditPlace, Option<(AuditPlace, Length)>) {
    let network = ground.network;
    let mut best: Option<(Squared, AuditPlace, AuditPlace)> = None;
    for edge in edges {
        let mut vertices: Vec<_> = pieces(network, *edge)
            .map(|segment| (segment.at, segment.a))
            .collect();
        let last = network.edge(*edge);
        vertices.extend(last.geometry().last().map(|p| (last.length().mm(), *p)));
        for (offset, point) in vertices {
            let outside = |other: u32| !is_short(ground, EdgeId(other));
            let near = ground.index.nearest(point, REACH.mm(), outside);
            let there = near.iter().map(|segment| {
                let (offset, there) = nearest_on(segment, point);
                ground.place(EdgeId(segment.owner), offset, there)
            });
            let square = near.first().map(|segment| segment.squared_distance(point));
            let square = square.filter(|square| gap(*square) <= REACH);
            if let (Some(square), Some(there)) = (square, there.min())
                && best.is_none_or(|(known, ..)| square.compare(known).is_lt())
            {
                best = Some((square, ground.place(*edge, offset, point), there));
            }
        }
    }
    let first = edges.first().copied().unwrap_or(EdgeId(0));
    match best {
        Some((square, place, there)) => (place, Some((there, gap(square)))),
        None => (ground.end(first, network.edge(first).from()), None),
    }
}

fn gap(square: Squared) -> Length {
    let mm = round_root(square.numerator, square.denominator);
    Length::millimetres(u32::try_from(mm).unwrap_or(u32::MAX))
}

fn is_short(ground: &Ground<'_>, edge: EdgeId) -> bool {
    ground.base.length_mm(edge) < u64::from(ground.parameters.min_component.mm())
}
