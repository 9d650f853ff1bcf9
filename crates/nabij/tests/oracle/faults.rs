//! What is wrong with a town, by comparing everything with everything.

use std::{cmp::Ordering, collections::BTreeSet};

use nabij::{
    AuditFinding, AuditKind, AuditParameters, Components, Length, Network, Point, Profile,
    Sidewalk, audit,
};
use proptest::{collection::vec, prelude::*};

use crate::{
    case::Case,
    core,
    edges::{Edge, Streets},
    exact::{Fraction, cross, dot, project, round_root, straight, turn, vector},
    grid, lattice,
    parts::Parts,
    random::many,
};

/// A place on an edge, and the node there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub edge: usize,
    pub offset: u64,
    pub point: Point,
    pub node: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub kind: AuditKind,
    pub gap: Option<u64>,
    pub place: Spot,
    pub to: Option<Spot>,
    pub size: u64,
    pub edges: Vec<usize>,
    pub fragment: Option<(Vec<usize>, u64)>,
}

/// A straight piece of an edge with its offset.
#[derive(Clone, Copy)]
struct Piece {
    edge: usize,
    at: u64,
    a: Point,
    b: Point,
}

struct Town<'s> {
    streets: &'s Streets,
    base: &'s Parts,
    parameters: AuditParameters,
}

/// Not words for a carriageway in the cases here.
fn path(edge: &Edge) -> bool {
    edge.attributes.class.as_deref() != Some("residential")
}

impl Town<'_> {
    fn edge(&self, edge: usize) -> &Edge {
        &self.streets.edges[edge]
    }

    fn pieces(&self, edge: usize) -> Vec<Piece> {
        let mut at = 0;
        let own = self.edge(edge);
        let ends = own.points.windows(2).zip(&own.pieces);
        ends.map(|(ends, length)| {
            let piece = Piece {
                edge,
                at,
                a: ends[0],
                b: ends[1],
            };
            at += length;
            piece
        })
        .collect()
    }

    fn streets(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.streets.edges.len()).filter(|at| !self.edge(*at).attributes.visibility)
    }

    fn at(&self, node: usize) -> Vec<usize> {
        let mut all = Vec::new();
        for (number, edge) in self.streets.edges.iter().enumerate() {
            for end in [edge.from, edge.to] {
                if end == node {
                    all.push(number);
                }
            }
        }
        all
    }

    fn could_meet(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.edge(a).attributes, &self.edge(b).attributes);
        let off = |known: &nabij::EdgeAttributes| {
            [known.bridge, known.tunnel, known.lift, known.escalator].contains(&Some(true))
                || known.visibility
        };
        let inside = |known: &nabij::EdgeAttributes| known.indoor.unwrap_or(false);
        let level = |known: &nabij::EdgeAttributes| known.level.unwrap_or(0);
        !off(a) && !off(b) && inside(a) == inside(b) && level(a) == level(b)
    }

    fn spot(&self, edge: usize, offset: u64, point: Point) -> Spot {
        let own = self.edge(edge);
        let node = if offset == 0 {
            Some(own.from)
        } else {
            (offset == own.length).then_some(own.to)
        };
        let point = node.map_or(point, |node| self.streets.nodes[node].point);
        Spot {
            edge,
            offset,
            point,
            node,
        }
    }

    fn end(&self, edge: usize, node: usize) -> Spot {
        let own = self.edge(edge);
        Spot {
            edge,
            offset: if own.from == node { 0 } else { own.length },
            point: self.streets.nodes[node].point,
            node: Some(node),
        }
    }

    fn open(&self, spot: &Spot) -> bool {
        spot.node
            .is_none_or(|node| !self.streets.nodes[node].blocked())
    }

    /// By relaxing every edge until nothing changes.
    fn joined(&self, a: &Spot, b: &Spot, gap: u64) -> bool {
        let bound = gap.max(self.parameters.near.mm().into()) * u64::from(self.parameters.detour);
        if a.edge == b.edge && a.offset.abs_diff(b.offset) <= bound {
            return true;
        }
        let starts = |spot: &Spot| {
            let edge = self.edge(spot.edge);
            match spot.node {
                Some(node) => vec![(node, 0)],
                None => vec![
                    (edge.from, spot.offset),
                    (edge.to, edge.length - spot.offset),
                ],
            }
        };
        let mut known = vec![u64::MAX / 2; self.streets.nodes.len()];
        for (node, mm) in starts(a) {
            known[node] = known[node].min(mm);
        }
        let mut changed = true;
        while changed {
            changed = false;
            for edge in &self.streets.edges {
                for (from, to) in [(edge.from, edge.to), (edge.to, edge.from)] {
                    if known[from] + edge.length < known[to] {
                        known[to] = known[from] + edge.length;
                        changed = true;
                    }
                }
            }
        }
        let mut ways = starts(b).into_iter();
        ways.any(|(node, mm)| known[node] + mm <= bound)
    }

    fn link(&self, kind: AuditKind, gap: u64, a: Spot, b: Spot) -> Fault {
        Fault {
            kind,
            gap: Some(gap),
            place: a,
            to: Some(b),
            size: gap,
            edges: vec![a.edge.min(b.edge), a.edge.max(b.edge)],
            fragment: None,
        }
    }

    fn dead_end(&self, node: usize, edge: usize) -> Option<Fault> {
        let here = self.end(edge, node);
        let mut near: Vec<(Fraction, Spot)> = Vec::new();
        for other in self.streets().filter(|other| *other != edge) {
            let places = self.pieces(other).into_iter().map(|piece| {
                let (square, along) = project(piece.a, piece.b, here.point);
                let point = nearest(&piece, here.point);
                (square, self.spot(other, piece.at + along, point))
            });
            near.extend(places.min_by(|x, y| x.0.cmp(y.0).then(x.1.offset.cmp(&y.1.offset))));
        }
        near.sort_by(|x, y| x.0.cmp(y.0).then(x.1.cmp(&y.1)));
        near.into_iter().find_map(|(square, there)| {
            let gap = round_root(square.over, square.under);
            let is_path = path(self.edge(edge)) || path(self.edge(there.edge));
            let known = self.streets.nodes[node].attributes.as_ref();
            let door = known.is_some_and(|known| known.entrance == Some(true));
            let kind = if gap <= 1 {
                AuditKind::EndOnLine
            } else if gap <= self.parameters.near.mm().into() {
                AuditKind::NearMiss
            } else if gap <= self.parameters.reach.mm().into() && is_path && !door {
                AuditKind::DeadEnd
            } else {
                return None;
            };
            let fits = self.could_meet(edge, there.edge) && self.open(&there);
            (fits && !self.joined(&here, &there, gap)).then(|| self.link(kind, gap, here, there))
        })
    }

    fn junction(&self, node: usize) -> Option<Fault> {
        let mut near: Vec<(u128, Spot, Spot)> = Vec::new();
        for (other, known) in self.streets.nodes.iter().enumerate() {
            let (mine, theirs) = (self.at(node), self.at(other));
            let own = |edge: &usize| self.edge(*edge).key.line;
            let shared = mine.iter().any(|a| theirs.iter().any(|b| own(a) == own(b)));
            let mut pairs = mine
                .iter()
                .flat_map(|a| theirs.iter().map(move |b| (*a, *b)));
            let meeting = pairs.find(|(a, b)| self.could_meet(*a, *b));
            let apart = vector(self.streets.nodes[node].point, known.point);
            let square = dot(apart, apart).unsigned_abs();
            let is_near = round_root(square, 1) <= self.parameters.near.mm().into();
            if let Some((a, b)) = meeting
                && is_near
                && !shared
                && theirs.len() > 1
                && !known.blocked()
            {
                near.push((square, self.end(b, other), self.end(a, node)));
            }
        }
        near.sort();
        near.into_iter().find_map(|(square, there, here)| {
            let gap = round_root(square, 1);
            let (a, b) = (here.min(there), here.max(there));
            (!self.joined(&here, &there, gap)).then(|| self.link(AuditKind::NearMiss, gap, a, b))
        })
    }

    fn crossings(&self) -> Vec<Fault> {
        let pieces: Vec<Piece> = self.streets().flat_map(|edge| self.pieces(edge)).collect();
        let mut faults = Vec::new();
        for one in &pieces {
            for other in pieces.iter().filter(|other| one.edge < other.edge) {
                let ends = |piece: &Piece| {
                    let edge = self.edge(piece.edge);
                    let mut nodes = BTreeSet::new();
                    if piece.at == 0 {
                        nodes.insert(edge.from);
                    }
                    if piece.at + straight(piece.a, piece.b) == edge.length {
                        nodes.insert(edge.to);
                    }
                    nodes
                };
                let Some(point) = meeting(one, other) else {
                    continue;
                };
                let spot = |piece: &Piece| {
                    let along = straight(piece.a, point).min(straight(piece.a, piece.b));
                    self.spot(piece.edge, piece.at + along, point)
                };
                let (a, b) = (spot(one), spot(other));
                if self.could_meet(one.edge, other.edge)
                    && ends(one).is_disjoint(&ends(other))
                    && self.open(&a)
                    && self.open(&b)
                    && !self.joined(&a, &b, 0)
                {
                    faults.push(self.link(AuditKind::Crossing, 0, a, b));
                }
            }
        }
        faults
    }

    fn short(&self, edge: usize) -> bool {
        self.base.reach(edge) < self.parameters.min_component.mm().into()
    }

    /// Short edges that share a node somebody can pass, again and again.
    fn fragments(&self) -> Vec<Vec<usize>> {
        let mut of: Vec<usize> = (0..self.streets.edges.len()).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for a in 0..of.len() {
                for b in 0..of.len() {
                    let (one, other) = (self.edge(a), self.edge(b));
                    let meets = [one.from, one.to].iter().any(|node| {
                        [other.from, other.to].contains(node)
                            && !self.streets.nodes[*node].blocked()
                    });
                    if self.short(a) && self.short(b) && meets && of[b] < of[a] {
                        of[a] = of[b];
                        changed = true;
                    }
                }
            }
        }
        let roots: BTreeSet<usize> = of.iter().copied().collect();
        let edges = |root: &usize| -> Vec<usize> {
            (0..of.len())
                .filter(|at| of[*at] == *root && self.short(*at))
                .collect()
        };
        roots
            .iter()
            .map(edges)
            .filter(|own| !own.is_empty())
            .collect()
    }

    fn fragment(&self, edges: &[usize]) -> Fault {
        let size = self.length(edges);
        let mut best: Option<(Fraction, Spot, Spot)> = None;
        for edge in edges {
            let mut at = 0;
            let own = self.edge(*edge);
            for (number, point) in own.points.iter().enumerate() {
                if number > 0 {
                    at += own.pieces[number - 1];
                }
                for other in self.streets().filter(|other| !self.short(*other)) {
                    for piece in self.pieces(other) {
                        let (square, along) = project(piece.a, piece.b, *point);
                        let there = nearest(&piece, *point);
                        let there = self.spot(other, piece.at + along, there);
                        let new = (square, self.spot(*edge, at, *point), there);
                        let better = best.is_none_or(|(known, place, to)| {
                            let less = square.cmp(known);
                            let same = place == new.1 && there < to;
                            less.is_lt() || (less == Ordering::Equal && same)
                        });
                        if better {
                            best = Some(new);
                        }
                    }
                }
            }
        }
        let gap = best.map(|(square, ..)| round_root(square.over, square.under));
        let best = best.filter(|_| gap.is_some_and(|gap| gap <= 1_000_000));
        let first = self.end(edges[0], self.edge(edges[0]).from);
        Fault {
            kind: AuditKind::Fragment,
            gap: gap.filter(|_| best.is_some()),
            place: best.map_or(first, |(_, place, _)| place),
            to: best.map(|(_, _, to)| to),
            size,
            edges: edges.to_vec(),
            fragment: Some((edges.to_vec(), size)),
        }
    }

    fn length(&self, edges: &[usize]) -> u64 {
        let streets = edges.iter().map(|edge| self.edge(*edge));
        let streets = streets.filter(|edge| !edge.attributes.visibility);
        streets.map(|edge| edge.length).sum()
    }

    fn sidewalks(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut lines: Vec<_> = self
            .streets
            .edges
            .iter()
            .map(|edge| edge.key.line)
            .collect();
        lines.dedup();
        for line in lines {
            let mut longest: Option<(u64, Spot)> = None;
            let (mut size, mut edges) = (0, Vec::new());
            for edge in self.streets() {
                let own = self.edge(edge);
                let separate = own.attributes.sidewalk == Some(Sidewalk::Separate);
                if own.key.line != line || !separate {
                    continue;
                }
                for piece in self.pieces(edge) {
                    let (bare, first) = self.bare(&piece);
                    size += bare;
                    if bare > 0 {
                        edges.push(edge);
                        if longest.as_ref().is_none_or(|(known, _)| bare > *known) {
                            longest = Some((bare, first));
                        }
                    }
                }
            }
            edges.dedup();
            if size > self.parameters.alongside.mm().into()
                && let Some((_, place)) = longest
            {
                faults.push(Fault {
                    kind: AuditKind::NoSidewalk,
                    gap: None,
                    place,
                    to: None,
                    size,
                    edges,
                    fragment: None,
                });
            }
        }
        faults
    }

    fn bare(&self, piece: &Piece) -> (u64, Spot) {
        let whole = straight(piece.a, piece.b);
        let parts = whole.div_ceil(10_000).max(1);
        let (mut bare, mut first) = (0, None);
        let u = vector(piece.a, piece.b);
        for part in 0..parts {
            let middle = share(piece, (2 * part + 1).into(), (2 * parts).into());
            let beside = self.streets().any(|other| {
                let known = self.edge(other);
                let walked = path(known) && known.attributes.crossing != Some(true);
                let near = |other: Piece| {
                    let v = vector(other.a, other.b);
                    let (square, _) = project(other.a, other.b, middle);
                    let reach = Fraction {
                        over: u128::from(self.parameters.alongside.mm()).pow(2),
                        under: 1,
                    };
                    cross(u, v).abs() < dot(u, v).abs() && square.cmp(reach).is_le()
                };
                other != piece.edge
                    && walked
                    && self.could_meet(piece.edge, other)
                    && self.pieces(other).into_iter().any(near)
            });
            if !beside {
                bare += whole * (part + 1) / parts - whole * part / parts;
                let offset = piece.at + whole * (2 * part + 1) / (2 * parts);
                first = first.or(Some(self.spot(piece.edge, offset, middle)));
            }
        }
        (
            bare,
            first.unwrap_or(self.spot(piece.edge, piece.at, piece.a)),
        )
    }

    fn faults(&self) -> Vec<Fault> {
        let mut links = Vec::new();
        for (node, known) in self.streets.nodes.iter().enumerate() {
            match self.at(node)[..] {
                _ if known.blocked() => {}
                [edge] => links.extend(self.dead_end(node, edge)),
                _ => links.extend(self.junction(node)),
            }
        }
        links.extend(self.crossings());
        links.sort();
        let line = |spot: &Spot| self.edge(spot.edge).key.line;
        let mut kept: Vec<Fault> = Vec::new();
        for link in links {
            let places = |fault: &Fault| [fault.place, fault.to.unwrap()];
            let lines = |fault: &Fault| {
                let mut lines = places(fault).map(|spot| line(&spot));
                lines.sort();
                lines
            };
            let near = |other: &Fault| {
                places(other).iter().any(|a| {
                    places(&link).iter().any(|b| {
                        let apart = vector(a.point, b.point);
                        let reach = i128::from(self.parameters.reach.mm());
                        dot(apart, apart) <= reach * reach
                    })
                })
            };
            if !kept
                .iter()
                .any(|other| lines(other) == lines(&link) && near(other))
            {
                kept.push(link);
            }
        }
        let mut alone = Vec::new();
        for own in self.fragments() {
            let mut told = false;
            for link in &mut kept {
                let inside = [link.place.edge, link.to.unwrap().edge].map(|e| own.contains(&e));
                let other = if inside[0] {
                    link.to.unwrap()
                } else {
                    link.place
                };
                if inside[0] != inside[1] && !self.short(other.edge) {
                    link.fragment = Some((own.clone(), self.length(&own)));
                    told = true;
                }
            }
            if !told {
                alone.push(self.fragment(&own));
            }
        }
        kept.extend(alone);
        kept.extend(self.sidewalks());
        kept.sort();
        kept
    }
}

/// The point of a piece nearest to `p`, rounded to the mm, halves up.
fn nearest(piece: &Piece, p: Point) -> Point {
    let (ab, ap) = (vector(piece.a, piece.b), vector(piece.a, p));
    let (along, whole) = (dot(ab, ap), dot(ab, ab));
    if along <= 0 {
        piece.a
    } else if along >= whole {
        piece.b
    } else {
        share(piece, along, whole)
    }
}

fn share(piece: &Piece, over: i128, under: i128) -> Point {
    let (dx, dy) = vector(piece.a, piece.b);
    let part = |from: i32, d: i128| {
        let twice = (2 * d * over).div_euclid(under); // floor(2x); floor(x + ½) = floor((floor(2x) + 1) ÷ 2)
        from + i32::try_from((twice + 1).div_euclid(2)).unwrap()
    };
    Point::new(part(piece.a.x, dx), part(piece.a.y, dy))
}

fn on(piece: &Piece, p: Point) -> bool {
    let v = vector(piece.a, piece.b);
    let w = vector(piece.a, p);
    cross(v, w) == 0 && dot(v, w) >= 0 && dot(v, w) <= dot(v, v) && (v != (0, 0) || w == (0, 0))
}

/// Where two pieces cross, or the first of the ends that lie on both.
fn meeting(one: &Piece, other: &Piece) -> Option<Point> {
    let ends = [one.a, one.b, other.a, other.b];
    let touching = ends.into_iter().filter(|p| on(one, *p) && on(other, *p));
    let sides =
        |piece: &Piece, by: &Piece| turn(piece.a, piece.b, by.a) * turn(piece.a, piece.b, by.b) < 0;
    let crossing = || {
        let (u, v) = (vector(one.a, one.b), vector(other.a, other.b));
        let (over, under) = (cross(vector(one.a, other.a), v), cross(u, v));
        share(one, over * under.signum(), under.abs())
    };
    touching
        .min()
        .or_else(|| (sides(one, other) && sides(other, one)).then(crossing))
}

/// The oracle's findings in the order of their fields.
pub fn faults(streets: &Streets, parameters: AuditParameters) -> Vec<Fault> {
    let base = Parts::new(streets, false);
    let town = Town {
        streets,
        base: &base,
        parameters,
    };
    town.faults()
}

/// The library's findings in the same words.
pub fn told(network: &Network, streets: &Streets, findings: &[AuditFinding]) -> Vec<Fault> {
    let ids: Vec<_> = network.edges().map(|edge| edge.id()).collect();
    let number = |edge| ids.iter().position(|id| *id == edge).unwrap();
    let spot = |place: &nabij::AuditPlace| {
        let edge = number(place.edge);
        let own = network.edge(place.edge);
        let node = place
            .node
            .map(|node| match (own.from() == node, own.to() == node) {
                (true, _) => streets.edges[edge].from,
                (_, true) => streets.edges[edge].to,
                _ => panic!("a place at a node that is no end of its edge"),
            });
        Spot {
            edge,
            offset: place.offset.mm().into(),
            point: place.point,
            node,
        }
    };
    let all = |edges: &[nabij::EdgeId]| edges.iter().map(|edge| number(*edge)).collect();
    let mut told: Vec<Fault> = findings
        .iter()
        .map(|finding| Fault {
            kind: finding.kind,
            gap: finding.gap.map(|gap| gap.mm().into()),
            place: spot(&finding.place),
            to: finding.to.as_ref().map(spot),
            size: finding.size_mm,
            edges: all(&finding.edges),
            fragment: finding
                .fragment
                .as_ref()
                .map(|own| (all(&own.edges), own.mm)),
        })
        .collect();
    told.sort();
    told
}

/// What the library finds, in order.
pub fn found(network: &Network, parameters: &AuditParameters) -> Vec<AuditFinding> {
    audit(
        network,
        &Components::new(network, &Profile::ADULT),
        parameters,
    )
}

fn alike(case: &Case, parameters: AuditParameters) -> Result<(), TestCaseError> {
    let streets = Streets::new(case);
    let network = core::network(case).unwrap();
    let findings = found(&network, &parameters);
    // Edges of 0 mm have two nodes at one offset: either will do.
    let nameless = |mut faults: Vec<Fault>| {
        for fault in &mut faults {
            fault.place.node = None;
            fault.to = fault.to.map(|to| Spot { node: None, ..to });
        }
        faults.sort();
        faults
    };
    let library = nameless(told(&network, &streets, &findings));
    let oracle = nameless(faults(&streets, parameters));
    let differ = library != oracle;
    prop_assert!(
        !differ,
        "library {library:#?}\noracle {oracle:#?}\n{parameters:?}\n--- the case:\n{case}---"
    );
    Ok(())
}

/// Small numbers for small towns, larger ones for larger.
pub fn parameters() -> impl Strategy<Value = AuditParameters> {
    let mm = |choices: [u32; 5]| {
        proptest::sample::select(choices.to_vec()).prop_map(Length::millimetres)
    };
    (
        mm([2, 5, 9, 5_000, 40_000]),
        mm([0, 1, 3, 4_000, 12_345]),
        0..5_u32,
        mm([4, 8, 100, 9_000, 50_000]),
        mm([0, 9, 30, 12_000, 300_000]),
    )
        .prop_map(
            |(reach, near, detour, alongside, min_component)| AuditParameters {
                reach,
                near,
                detour,
                alongside,
                min_component,
            },
        )
}

/// Gives the lines of a town classes and pavements, and doors to some places.
pub fn classes(mut case: Case, genes: &[u8]) -> Case {
    let genes = genes.iter().cycle();
    for (line, gene) in case.lines.iter_mut().zip(genes.clone()) {
        let known = &mut line.attributes;
        known.class =
            [None, Some("footway"), Some("residential")][usize::from(gene % 3)].map(Into::into);
        known.sidewalk = (gene % 5 < 2).then_some(Sidewalk::Separate);
    }
    for ((_, known), gene) in case.nodes.iter_mut().zip(genes) {
        known.entrance = (gene % 2 == 0).then_some(true);
    }
    case
}

proptest! {
    #![proptest_config(many(3000))]

    #[test]
    fn small_towns_are_audited_alike(
        case in lattice::towns(false), genes in vec(any::<u8>(), 1..9), parameters in parameters(),
    ) {
        alike(&classes(case, &genes), parameters)?;
    }

    #[test]
    fn small_towns_with_a_square_are_audited_alike(
        case in lattice::towns(true), genes in vec(any::<u8>(), 1..9), parameters in parameters(),
    ) {
        alike(&classes(case, &genes), parameters)?;
    }
}

proptest! {
    #![proptest_config(many(30))]

    #[test]
    fn towns_as_they_are_audited_alike(
        seed in any::<u64>(), genes in vec(any::<u8>(), 1..9), near in 0..30_000_u32,
    ) {
        let case = classes(grid::town(seed, 4, 3, 3, false), &genes);
        let parameters = AuditParameters {
            near: Length::millimetres(near / 4),
            reach: Length::millimetres(near),
            ..AuditParameters::default()
        };
        alike(&case, parameters)?;
    }
}
