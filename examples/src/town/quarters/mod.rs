//! The quarters of the town, one file each, in whole metres.

mod centre;
mod east;
mod north;
mod outskirts;
mod south;
mod water;
mod west;

use super::plan::Plan;

pub use water::{railway, singel, vaart};

/// The whole town, drawn but not yet joined.
pub fn draw() -> Plan {
    let mut plan = Plan::new();
    water::draw(&mut plan);
    centre::draw(&mut plan);
    west::draw(&mut plan);
    south::draw(&mut plan);
    east::draw(&mut plan);
    north::draw(&mut plan);
    outskirts::draw(&mut plan);
    plan
}
