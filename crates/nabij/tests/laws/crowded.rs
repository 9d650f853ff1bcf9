//! Networks with many more streets at a corner than a city has: what is left of them after vertices
//! were taken out is not empty.

use nabij::{
    Access, Direction, EdgeAttributes, Graph, Label, Length, Network, Point, Profile, Search,
};
use proptest::{collection::vec, prelude::*};

use crate::towns::many;

/// Straight edges between places on a grid: from, to, one-way, private.
type Edges = Vec<(usize, usize, bool, bool)>;

fn network(side: usize, edges: &Edges) -> Network {
    let place = |at: usize| {
        let at = at % (side * side);
        // Not quite a grid: few paths are equally long.
        let (x, y) = ((at % side) as i32, (at / side) as i32);
        Point::new(1000 * x + 7 * y, 1000 * y + 3 * x * x)
    };
    let edges = edges
        .iter()
        .filter(|(from, to, ..)| place(*from) != place(*to));
    let lines = edges.map(|(from, to, one_way, private)| {
        let attributes = EdgeAttributes {
            direction: if *one_way {
                Direction::Forward
            } else {
                Direction::Both
            },
            access: Some(if *private {
                Access::Private
            } else {
                Access::Public
            }),
            ..EdgeAttributes::default()
        };
        (place(*from), place(*to), attributes)
    });
    let start = Network::builder().edge(place(0), place(1), EdgeAttributes::default());
    lines
        .fold(start, |all, (from, to, attributes)| {
            all.edge(from, to, attributes)
        })
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(many(400))]

    /// A run goes by shortcuts, the rising search along every single edge.
    #[test]
    fn a_run_finds_what_the_rising_search_finds(
        side in 3..12_usize,
        edges in vec((0..144_usize, 0..144_usize, prop::bool::weighted(0.2), prop::bool::weighted(0.1)), 1..500),
        picks in vec((any::<prop::sample::Index>(), 0..3000_u32), 1..9),
        horizon in prop_oneof![0..6_000_u32, Just(100_000_000)],
    ) {
        let network = network(side, &edges);
        let graph = Graph::new(&network, &Profile::ADULT);
        let nodes: Vec<_> = network.nodes().collect();
        let seeds = || (0..).zip(&picks).map(|(rank, (node, mm))| {
            let label = Label::new(Length::millimetres(*mm), rank);
            (graph.public(nodes[node.index(nodes.len())]), label)
        });
        let (mut run, mut rising) = (Search::new(&graph), Search::new(&graph));
        for horizon in [horizon, horizon / 3, horizon] {
            let horizon = Length::millimetres(horizon);
            run.run(&graph, seeds(), horizon, |rank| rank);
            let count = rising.rising(&graph, seeds(), horizon).count();
            let mut found = 0;
            for vertex in 0..graph.vertex_count() as u32 {
                prop_assert_eq!(run.label(vertex), rising.label(vertex));
                found += usize::from(run.label(vertex) != Label::NONE);
            }
            prop_assert_eq!(found, count);
        }
    }
}
