//! Files and tables for nabij: OSM PBF, GeoPackage, GeoJSON, GeoParquet, CSV, CRS.

mod bounds;
mod crs;
mod frame;
mod map;
mod netherlands;
mod projector;
mod reason;
mod table;
mod write;

pub use bounds::Bounds;
pub use crs::{Crs, CrsError, SpatialRefSys};
pub use frame::Frame;
pub use map::{
    GroundKind, Language, Limits, LineKind, Map, MapArea, MapFacilities, MapGround, MapLine,
    MapWalk, svg as map_svg,
};
pub use projector::Projector;
pub use reason::{Position, Reason, Rejected};
pub use table::{Column, Extracted, ReadError, ReadErrorKind, ReadOptions, Table};
pub use write::{CsvStyle, OutTable, WriteError, write_geopackage};
