//! Laws that hold for every network, whatever the distances are.

mod areas;
#[path = "../oracle/case.rs"]
mod case;
#[path = "../oracle/core.rs"]
mod core;
mod crowded;
mod distances;
#[path = "../oracle/grid.rs"]
mod grid;
mod kept;
#[path = "../oracle/lattice.rs"]
mod lattice;
mod order;
mod rests;
mod rising;
mod sites;
mod tiles;
mod towns;
