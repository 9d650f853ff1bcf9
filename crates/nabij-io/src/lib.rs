//! Files and tables for nabij: OSM PBF, GeoPackage, GeoJSON, GeoParquet, CSV, CRS.

mod bounds;
mod crs;
mod frame;
mod netherlands;
pub mod osm;
mod projector;
mod reason;
mod table;
mod write;

pub use bounds::Bounds;
pub use crs::{Crs, CrsError, SpatialRefSys};
pub use frame::Frame;
pub use projector::Projector;
pub use reason::{Position, Reason, Rejected};
pub use table::{Column, Extracted, ReadError, ReadErrorKind, ReadOptions, Table};
pub use write::{CsvStyle, OutTable, WriteError, write_geopackage};
