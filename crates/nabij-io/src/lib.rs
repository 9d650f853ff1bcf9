//! Files and tables for nabij: OSM PBF, GeoPackage, GeoJSON, GeoParquet, CSV, CRS.

mod audit;
mod bounds;
mod check;
mod city;
mod compare;
mod criteria;
mod crs;
mod distribute;
mod dutch_address;
mod error;
mod frame;
mod framed;
mod input_file;
mod job;
mod kept;
mod language;
mod map;
mod names;
mod netherlands;
pub mod osm;
mod preset;
mod projector;
mod reason;
mod safe_name;
mod story;
mod study_file;
mod table;
mod tables;
mod tiled;
pub mod town;
mod wide;
mod write;

pub use audit::{Audit, Audited};
pub use bounds::Bounds;
pub use check::{CheckFinding, Weight, check};
pub use city::{
    Additions, BagAddress, City, CityAreas, Details, Entrance, LabelledComplex, LabelledComplexes,
    Matched, OriginPlace, OutlineDoors, People, RuleCount, SensitiveTotal, Streets, Tally, Unused,
    ZoneSource, norms_of, place_tables, read_norms,
};
pub use compare::{Comparison, Correspondence, Transition, compare};
pub use criteria::{
    AreaPage, Counterfactual, Criteria, CriteriaCity, Dwelling, Remedy, catalogue_of,
};
pub use crs::{Crs, CrsError, SpatialRefSys};
pub use distribute::{Distributed, Distribution, DistributionZones, distribute};
pub use dutch_address::DutchAddress;
pub use error::JobError;
pub use frame::Frame;
pub use input_file::InputFile;
pub use job::{
    Job, Manifest, Other, Piece, Seats, Source, Sums, Totals, UniformShare, VisitPiece,
    WalkerTotals, Written, write_whole,
};
pub use kept::{CityChange, KeptCity};
pub use language::{Language, Limits};
pub use map::{
    GroundKind, LineKind, Map, MapArea, MapFacilities, MapGround, MapLine, MapWalk, svg as map_svg,
};
pub use names::Names;
pub use projector::Projector;
pub use reason::{Position, Reason, Rejected};
pub use story::{AreaStory, explanations_json, norm_label, profile_label, readable, tell};
pub use study_file::{
    AddressColumns, AreaLayer, Audience, AuditTable, BuildingLayer, CountLayer, Dialect, DoorLayer,
    FacilityLayer, FacilitySource, Format, LabelLayer, Layer, LineLayer, NormsKey, OriginLayer,
    Output, OwnCounts, ParameterTable, ParentLevel, Prefix, ProfilesKey, RuleFiles, StudyFile,
    WeightSection, WideFormat, ZoneLayer,
};
pub use table::{Column, Extracted, ReadError, ReadErrorKind, ReadOptions, Table};
pub use tables::{
    Distances, Failing, Failures, Report, Results, component_table, edge_table, named_categories,
    node_table, norm_rows, service_area_table, step_table, unused_table, walk_table,
};
pub use tiled::{
    Gathering, OpenStoredLand, Parts, ScoredTile, StoredHomes, StoredLand, StoredTile, Tiled,
    Tiling, needs_all_rows,
};
pub use wide::{Wide, WideTable, printed_metres};
pub use write::{CsvStyle, LayerStyle, OutTable, WriteError, write_geopackage};
