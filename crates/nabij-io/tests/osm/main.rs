//! What is read from OSM files, one test per rule, on files written by the tests themselves.

mod bad;
mod facilities;
mod order;
mod origins;
mod pbf;
mod shapes;
mod stops;
mod walk;
