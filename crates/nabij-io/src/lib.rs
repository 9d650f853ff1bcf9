//! Files and tables for nabij.

pub mod osm;
