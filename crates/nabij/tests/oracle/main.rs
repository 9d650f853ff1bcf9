//! An oracle that shares no code with the library: edges, components, doors and distances from raw
//! coordinates, by linear scans and a textbook Dijkstra on the explicitly split graph.

mod answers;
mod area;
mod case;
mod check;
mod core;
mod courses;
mod edges;
mod exact;
mod faults;
mod forest;
mod grid;
mod lattice;
mod lined;
mod links;
mod middles;
mod outline;
mod parts;
mod places;
mod random;
mod random_lined;
mod rest;
mod sight;
mod small;
mod small_areas;
mod small_courses;
mod small_doors;
mod small_faults;
mod small_lined;
mod small_rests;
mod small_walks;
mod snap;
mod study_lined;
mod walk;
mod walkers;
