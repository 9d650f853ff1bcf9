//! Data as a Dutch analyst has it: a test per rule of practice, on files with the published columns.

#[path = "../door/mod.rs"]
mod door;
#[path = "../../../crates/nabij-io/tests/osm/pbf.rs"]
#[expect(dead_code, reason = "only what these tests write")]
mod pbf;

mod addresses;
mod bag;
mod cbs;
mod colleagues;
mod complexes;
mod counts;
mod doors;
mod facilities;
mod faults;
mod first_metres;
mod labels;
mod levels;
mod people;
mod practice;
mod squares;
mod study;
