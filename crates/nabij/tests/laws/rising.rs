//! The search as an iterator and in rounds, against Bellman and Ford.

use std::collections::BTreeMap;

use nabij::{
    Access, Direction, EdgeAttributes, Graph, Label, Length, Network, NodeId, Point, Profile,
    Search,
};
use proptest::{collection::vec, prelude::*};

use crate::{case::Case, core, grid, lattice, towns::many};

/// Labels and lengths add up without overflow: what is longer than 2,147 km leads nowhere.
#[test]
fn no_search_looks_farther_than_2_147_km() {
    for (mm, reached) in [(i32::MAX as u32, true), (1 << 31, false)] {
        let east = |mm: i64| Point::new((mm - (1 << 30)) as i32, 0);
        let stops = [0, 1_000_000_000, 2_000_000_000, i64::from(mm)].map(east);
        let network = stops.windows(2).fold(Network::builder(), |builder, ends| {
            builder.edge(ends[0], ends[1], EdgeAttributes::default())
        });
        let network = network.build().unwrap();
        let graph = Graph::new(&network, &Profile::ADULT);
        let mut nodes: Vec<_> = network.nodes().collect();
        nodes.sort_by_key(|node| network.point(*node));
        let ends: Vec<u32> = nodes.iter().map(|node| graph.public(*node)).collect();
        let seed = || [(ends[0], Label::new(Length::ZERO, u32::MAX))];
        let mut search = Search::new(&graph);
        search.run(&graph, seed(), Length::millimetres(u32::MAX), |rank| rank);
        let label = search.label(ends[3]);
        let expected = Label::new(Length::millimetres(mm), u32::MAX);
        assert_eq!(label, if reached { expected } else { Label::NONE });
        let found = search.rising(&graph, seed(), Length::millimetres(u32::MAX));
        assert_eq!(found.count(), 3 + usize::from(reached));
    }
}

/// Ways against the walk: from, to, mm, private.
type Way = (NodeId, NodeId, u64, bool);

fn ways(case: &Case, network: &Network) -> Vec<Way> {
    let passable = |node| {
        network
            .node_attributes(node)
            .is_none_or(|known| known.blocked != Some(true))
    };
    let mut ways = Vec::new();
    for edge in network.edges() {
        let known = edge.attributes();
        let stairs = known.steps == Some(true) || known.escalator == Some(true);
        // A loop leads from a node to itself and is part of no shortest way.
        let loops = edge.from() == edge.to();
        if loops || case.step_free && stairs || !passable(edge.from()) || !passable(edge.to()) {
            continue;
        }
        let (mm, private) = (
            edge.length().mm().into(),
            known.access == Some(Access::Private),
        );
        if known.direction != Direction::Backward {
            ways.push((edge.to(), edge.from(), mm, private));
        }
        if known.direction != Direction::Forward {
            ways.push((edge.from(), edge.to(), mm, private));
        }
    }
    ways
}

/// The smallest (mm, rank) of every node in phases 1 and 2, relaxed until nothing changes.
fn relaxed(
    ways: &[Way],
    seeds: &[(NodeId, u64, u32)],
    horizon: u64,
) -> [BTreeMap<NodeId, (u64, u32)>; 2] {
    let mut best = [BTreeMap::new(), BTreeMap::new()];
    for (node, mm, rank) in seeds.iter().filter(|seed| seed.1 <= horizon) {
        let known = best[0].entry(*node).or_insert((*mm, *rank));
        *known = (*mm, *rank).min(*known);
    }
    loop {
        let mut changed = false;
        for (from, to, mm, private) in ways {
            let steps: &[(usize, usize)] = if *private {
                &[(0, 1), (1, 1)]
            } else {
                &[(0, 0)]
            };
            for (phase, next) in steps {
                let Some((so_far, rank)) = best[*phase].get(from).copied() else {
                    continue;
                };
                let new = (so_far + mm, rank);
                if new.0 <= horizon && best[*next].get(to).is_none_or(|known| new < *known) {
                    best[*next].insert(*to, new);
                    changed = true;
                }
            }
        }
        if !changed {
            return best;
        }
    }
}

fn sorted(labels: impl Iterator<Item = (NodeId, Label)>) -> Vec<(NodeId, u64, u32)> {
    let mut all: Vec<_> = labels
        .map(|(node, label)| (node, label.mm().into(), label.rank()))
        .collect();
    all.sort_unstable();
    all
}

fn agrees(
    case: &Case,
    picks: &[(prop::sample::Index, u32)],
    horizon: u32,
) -> Result<(), TestCaseError> {
    let network = core::network(case).unwrap();
    let graph = Graph::new(&network, &core::profile(case));
    let passable: Vec<NodeId> = network
        .nodes()
        .filter(|node| {
            network
                .node_attributes(*node)
                .is_none_or(|known| known.blocked != Some(true))
        })
        .collect();
    prop_assume!(!passable.is_empty());
    let seeds: Vec<(NodeId, u64, u32)> = (0..)
        .zip(picks)
        .map(|(rank, (node, mm))| (passable[node.index(passable.len())], (*mm).into(), rank))
        .collect();
    let labels = || {
        seeds.iter().map(|(node, mm, rank)| {
            (
                graph.public(*node),
                Label::new(Length::millimetres(*mm as u32), *rank),
            )
        })
    };
    let mut search = Search::new(&graph);
    let ways = ways(case, &network);
    // Twice, farther and less far: a used workspace is as good as a new one.
    for horizon in [horizon, horizon / 2, horizon, horizon] {
        let own = relaxed(&ways, &seeds, horizon.into());
        let found: Vec<(u32, Label)> = search
            .rising(&graph, labels(), Length::millimetres(horizon))
            .collect();
        prop_assert!(
            found.windows(2).all(|pair| pair[0].1 <= pair[1].1),
            "{found:?}"
        );
        let of = |public: bool| {
            let nodes = found
                .iter()
                .map(|(vertex, label)| (*vertex, graph.node(*vertex), *label));
            let phase =
                nodes.filter(|(vertex, node, _)| (graph.public(*node) == *vertex) == public);
            sorted(phase.map(|(_, node, label)| (node, label)))
        };
        for (phase, public) in [(0, true), (1, false)] {
            let expected: Vec<(NodeId, u64, u32)> = own[phase]
                .iter()
                .map(|(node, (mm, rank))| (*node, *mm, *rank))
                .collect();
            prop_assert_eq!(of(public), expected, "phase {}", phase + 1);
        }
        search.run(&graph, labels(), Length::millimetres(horizon), |rank| rank);
        for node in network.nodes() {
            let label = search.label(graph.public(node));
            let expected = own[0]
                .get(&node)
                .map(|(mm, rank)| Label::new(Length::millimetres(*mm as u32), *rank));
            prop_assert_eq!(label, expected.unwrap_or(Label::NONE));
        }
    }
    // The k nearest targets, two ranks to a target: the best of each target on its own.
    let target = |rank: u32| rank / 2;
    for k in [2, 3] {
        let mut search = Search::nearest_k(&graph, k);
        search.run(&graph, labels(), Length::millimetres(horizon), target);
        let targets = 0..(seeds.len() as u32).div_ceil(2);
        let own: Vec<_> = targets
            .map(|wanted| {
                let of: Vec<_> = seeds
                    .iter()
                    .filter(|seed| target(seed.2) == wanted)
                    .copied()
                    .collect();
                relaxed(&ways, &of, horizon.into())
            })
            .collect();
        for node in network.nodes() {
            let mut expected: Vec<(u64, u32)> = own
                .iter()
                .filter_map(|best| best[0].get(&node).copied())
                .collect();
            expected.sort_unstable();
            expected.truncate(k);
            let found: Vec<(u64, u32)> = search
                .labels(graph.public(node))
                .map(|label| (label.mm().into(), label.rank()))
                .collect();
            prop_assert_eq!(found, expected, "{} nearest", k);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(many(2000))]

    #[test]
    fn labels_rise_and_are_the_smallest(
        case in lattice::towns(true),
        picks in vec((any::<prop::sample::Index>(), 0..9_u32), 1..7),
        horizon in 0..60_u32,
    ) {
        agrees(&case, &picks, horizon)?;
    }
}

proptest! {
    #![proptest_config(many(60))]

    #[test]
    fn labels_in_towns_as_they_are(
        seed in any::<u64>(), side in 3..9_i32, step_free in any::<bool>(),
        picks in vec((any::<prop::sample::Index>(), 0..100_000_u32), 1..7),
        horizon in 0..2_000_000_u32,
    ) {
        agrees(&grid::town(seed, side, 0, 0, step_free), &picks, horizon)?;
    }
}
