//! Files and tables for nabij: OSM PBF, GeoPackage, GeoJSON, GeoParquet, CSV, CRS.

mod bounds;
mod check;
mod city;
mod compare;
mod crs;
mod error;
mod frame;
mod job;
mod language;
mod map;
mod names;
mod netherlands;
pub mod osm;
mod projector;
mod reason;
mod story;
mod study_file;
mod table;
mod tables;
pub mod town;
mod wide;
mod write;

pub use bounds::Bounds;
pub use check::{CheckFinding, Weight, check};
pub use city::{City, CityAreas, Details, OriginPlace, SensitiveTotal, Tally, Unused, read_norms};
pub use compare::{Comparison, Correspondence, Transition, compare};
pub use crs::{Crs, CrsError, SpatialRefSys};
pub use error::JobError;
pub use frame::Frame;
pub use job::{Job, Manifest, Written, write_whole};
pub use language::{Language, Limits};
pub use map::{
    GroundKind, LineKind, Map, MapArea, MapFacilities, MapGround, MapLine, MapWalk, svg as map_svg,
};
pub use names::Names;
pub use projector::Projector;
pub use reason::{Position, Reason, Rejected};
pub use story::{norm_label, readable, tell};
pub use study_file::{
    AreaLayer, Audience, Dialect, FacilityLayer, Format, Layer, LineLayer, OriginLayer, Output,
    ParameterTable, ParentLevel, Prefix, RuleFiles, StudyFile, WideFormat,
};
pub use table::{Column, Extracted, ReadError, ReadErrorKind, ReadOptions, Table};
pub use tables::{Results, edge_table, node_table, unused_table};
pub use wide::{Wide, WideTable, printed_metres};
pub use write::{CsvStyle, LayerStyle, OutTable, WriteError, write_geopackage};
