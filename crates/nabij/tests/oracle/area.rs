//! Service areas: every millimetre of every street, or those beside every place where an area could
//! begin or end, against the oracle's distances.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{FacilityId, Length, ServiceAreas, Stretch};
use proptest::prelude::*;

use crate::{
    answers::Oracle, case::Case, core::Core, edges::Streets, grid, lattice, random::many,
    snap::Join, walk::Split,
};

/// Edges up to this many mm are compared millimetre by millimetre.
const EVERY: u64 = 60;

/// A millimetre of an edge, by number: it lies in an area where its middle does, because areas
/// begin and end at whole millimetres.
type Piece = (usize, u64);

/// The oracle's streets in half millimetres.
fn halved(streets: &Streets) -> Streets {
    let mut halved = streets.clone();
    for edge in &mut halved.edges {
        edge.length *= 2;
        edge.pieces.iter_mut().for_each(|piece| *piece *= 2);
    }
    halved
}

fn halves(join: Join) -> Join {
    match join {
        Join::Edge { edge, offset, leg } => Join::Edge {
            edge,
            offset: 2 * offset,
            leg: 2 * leg,
        },
        Join::Corner { node, square, leg } => Join::Corner {
            node,
            square,
            leg: 2 * leg,
        },
    }
}

/// What the oracle knows of every facility: half millimetres to it from places and nodes.
struct Distances {
    pieces: Vec<BTreeMap<Piece, u64>>,
    nodes: Vec<BTreeSet<u64>>,
}

impl Distances {
    fn new(case: &Case, oracle: &Oracle, pieces: &BTreeSet<Piece>) -> Distances {
        let streets = halved(&oracle.streets);
        let middle = |(edge, at): &Piece| Join::Edge {
            edge: *edge,
            offset: 2 * at + 1,
            leg: 0,
        };
        let walked: Vec<&Piece> = pieces
            .iter()
            .filter(|(edge, _)| streets.edges[*edge].usable(case.step_free))
            .collect();
        let joins = oracle.facility_joins.iter().flatten();
        let joins = joins.map(|(_, join)| halves(*join));
        let places = walked.iter().map(|piece| middle(piece));
        let split = Split::new(&streets, case.step_free, joins.chain(places));
        let count = oracle.facility_joins.len();
        let mut distances = Distances {
            pieces: vec![BTreeMap::new(); count],
            nodes: vec![BTreeSet::new(); count],
        };
        for (facility, joins) in oracle.facility_joins.iter().enumerate() {
            for join in joins.iter().map(|(_, join)| halves(*join)) {
                let tree = split.towards(join);
                for piece in &walked {
                    if let Some((walk, _)) = split.from(&tree, middle(piece)) {
                        let known = distances.pieces[facility].entry(**piece);
                        let known = known.or_insert(u64::MAX);
                        *known = (*known).min(walk + join.leg());
                    }
                }
                let nodes = (0..streets.nodes.len()).filter_map(|node| tree.at(node));
                distances.nodes[facility].extend(nodes.map(|walk| walk + join.leg()));
            }
        }
        distances
    }

    /// Limits at which areas are cut exactly at a node, and a millimetre beside it.
    fn limits(&self, case: &Case) -> BTreeSet<u32> {
        let mut limits = BTreeSet::from([0, 1, case.horizon, u32::MAX]);
        for nodes in self.nodes.iter().take(3) {
            let nodes: Vec<u64> = nodes.iter().copied().collect();
            for at in [0, nodes.len() / 2, nodes.len().saturating_sub(1)] {
                let Some(mm) = nodes.get(at).and_then(|half| u32::try_from(half / 2).ok()) else {
                    continue;
                };
                limits.extend([mm.saturating_sub(1), mm, mm.saturating_add(1)]);
            }
        }
        limits
    }
}

/// Every millimetre of short edges; of long ones those at both ends, beside every door and beside
/// every cut of the library's, and some in between.
fn pieces<'s>(
    oracle: &Oracle,
    cuts: impl Iterator<Item = (usize, &'s Stretch)>,
) -> BTreeSet<Piece> {
    let mut near: BTreeSet<Piece> = BTreeSet::new();
    let mut beside = |edge: usize, at: u64| near.extend([(edge, at), (edge, at.saturating_sub(1))]);
    for (number, edge) in oracle.streets.edges.iter().enumerate() {
        let step = if edge.length <= EVERY {
            1
        } else {
            edge.length / 9
        };
        (0..=edge.length)
            .step_by(step.max(1) as usize)
            .for_each(|at| beside(number, at));
        beside(number, edge.length);
    }
    for (_, join) in oracle.facility_joins.iter().flatten() {
        if let Join::Edge { edge, offset, .. } = join {
            beside(*edge, *offset);
        }
    }
    for (edge, stretch) in cuts {
        beside(edge, stretch.start.mm().into());
        beside(edge, stretch.end.mm().into());
    }
    near.retain(|(edge, at)| *at < oracle.streets.edges[*edge].length);
    near
}

/// What the library found for one limit: the area of each facility, and that of all.
struct Found {
    limit: u32,
    each: Vec<Vec<Stretch>>,
    merged: Vec<Stretch>,
}

/// The first difference between library and oracle, on a case whose doors are attached alike.
pub fn compare(case: &Case) -> Result<(), String> {
    let (oracle, core) = (Oracle::new(case), Core::new(case));
    let areas = ServiceAreas::new(&core.access());
    let all: Vec<FacilityId> = core.facilities.iter().map(|(id, _)| id).collect();
    let limits = Distances::new(case, &oracle, &BTreeSet::new()).limits(case);
    let of = |limit: &u32| Found {
        limit: *limit,
        each: areas.each(&all, Length::millimetres(*limit)),
        merged: areas.merged(&all, Length::millimetres(*limit)),
    };
    let found: Vec<Found> = limits.iter().map(of).collect();
    let number: BTreeMap<_, usize> = core.network.edges().map(|e| e.id()).zip(0..).collect();
    let stretches = found
        .iter()
        .flat_map(|found| found.each.iter().chain([&found.merged]).flatten());
    let pieces = pieces(
        &oracle,
        stretches.map(|stretch| (number[&stretch.edge], stretch)),
    );
    let distances = Distances::new(case, &oracle, &pieces);
    for Found {
        limit,
        each,
        merged,
    } in &found
    {
        let reached = |facility: usize, piece: &Piece| {
            let walk = distances.pieces[facility].get(piece);
            walk.is_some_and(|walk| *walk <= 2 * u64::from(*limit))
        };
        let same = |what: String, area: &[Stretch], expected: &dyn Fn(&Piece) -> bool| {
            tidy(&core, area).map_err(|fault| format!("{what}: {fault}"))?;
            for piece in &pieces {
                let covers = |stretch: &&Stretch| {
                    let (start, end) = (u64::from(stretch.start.mm()), u64::from(stretch.end.mm()));
                    number[&stretch.edge] == piece.0 && start <= piece.1 && piece.1 < end
                };
                let library = area.iter().find(covers);
                if library.is_some() != expected(piece) {
                    let key = oracle.streets.edges[piece.0].key;
                    return Err(format!(
                        "{what}: mm {} of edge {key}: library {library:?}, oracle {}",
                        piece.1,
                        expected(piece)
                    ));
                }
            }
            Ok(())
        };
        for (facility, area) in each.iter().enumerate() {
            let what = format!("area of facility {facility} within {limit}");
            same(what, area, &|piece| reached(facility, piece))?;
        }
        same(format!("area of all within {limit}"), merged, &|piece| {
            (0..all.len()).any(|facility| reached(facility, piece))
        })?;
    }
    Ok(())
}

/// In order, none empty, none beyond its edge, and a gap between any two on one edge.
fn tidy(core: &Core, area: &[Stretch]) -> Result<(), String> {
    for stretch in area {
        let length = core.network.edge(stretch.edge).length();
        if stretch.start >= stretch.end || stretch.end > length {
            return Err(format!("{stretch:?} on an edge of {length}"));
        }
    }
    let apart = |a: &Stretch, b: &Stretch| a.edge < b.edge || (a.edge == b.edge && a.end < b.start);
    match area.windows(2).find(|pair| !apart(&pair[0], &pair[1])) {
        Some(pair) => Err(format!("{:?} before {:?}", pair[0], pair[1])),
        None => Ok(()),
    }
}

fn alike(case: &Case) -> Result<(), TestCaseError> {
    compare(case).map_err(|difference| {
        TestCaseError::fail(format!("{difference}\n--- the case:\n{case}---"))
    })
}

proptest! {
    #![proptest_config(many(1200))]

    #[test]
    fn areas_in_small_towns_full_of_ties(case in lattice::towns(false)) {
        alike(&case)?;
    }

    #[test]
    fn areas_in_small_towns_with_a_square(case in lattice::towns(true)) {
        alike(&case)?;
    }
}

proptest! {
    #![proptest_config(many(20))]

    #[test]
    fn areas_in_towns_as_they_are(seed in any::<u64>(), side in 3..6_i32, facilities in 1..8_usize, step_free in any::<bool>()) {
        alike(&grid::town(seed, side, facilities, 3, step_free))?;
    }
}
