//! Results do not depend on the order of the input or on threads.

use nabij::{EdgeKey, Length};
use proptest::prelude::*;

use crate::{
    case::Case,
    core::Core,
    grid::Dice,
    towns::{Row, many, rows, towns},
};

/// Edges with their ends, and where doors open, by permanent keys; rows by names.
type Told = (
    Vec<(EdgeKey, u32, u32, Length)>,
    Vec<(String, Vec<(EdgeKey, Length, Length)>)>,
    Vec<Row>,
);

fn told(case: &Case) -> Told {
    let core = Core::new(case);
    let ends = |node: nabij::NodeId| {
        core.network
            .nodes()
            .position(|known| known == node)
            .unwrap() as u32
    };
    let edges = core
        .network
        .edges()
        .map(|edge| {
            (
                edge.key(),
                ends(edge.from()),
                ends(edge.to()),
                edge.length(),
            )
        })
        .collect();
    let mut doors: Vec<_> = case
        .origins
        .iter()
        .enumerate()
        .map(|(at, origin)| {
            let place =
                |at: &nabij::Attachment| (core.network.edge(at.edge).key(), at.offset, at.leg);
            (
                origin.id.clone(),
                core.origins.of(at).iter().map(place).collect(),
            )
        })
        .collect();
    doors.sort();
    let mut rows = rows(case, &core);
    // Stable: the rows of one origin stay in their order.
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    (edges, doors, rows)
}

/// As Fisher and Yates do.
fn shuffle<T>(dice: &mut Dice, list: &mut [T]) {
    for at in (1..list.len()).rev() {
        list.swap(at, dice.roll(0, at as i32 + 1) as usize);
    }
}

proptest! {
    #![proptest_config(many(1500))]

    #[test]
    fn input_order_is_irrelevant(case in towns(), seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut other = case.clone();
        shuffle(&mut dice, &mut other.lines);
        shuffle(&mut dice, &mut other.squares);
        shuffle(&mut dice, &mut other.nodes);
        shuffle(&mut dice, &mut other.facilities);
        shuffle(&mut dice, &mut other.origins);
        shuffle(&mut dice, &mut other.barriers);
        shuffle(&mut dice, &mut other.fences);
        shuffle(&mut dice, &mut other.buildings);
        for facility in &mut other.facilities {
            shuffle(&mut dice, &mut facility.doors);
        }
        prop_assert_eq!(told(&case), told(&other));
    }
}

/// One thread and many give the same.
#[cfg(feature = "rayon")]
#[test]
fn threads_are_irrelevant() {
    for seed in 0..10 {
        let case = crate::grid::town(seed, 6, 20, 300, seed % 2 == 0);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| told(&case))
        };
        assert_eq!(on(1), on(7));
    }
}
