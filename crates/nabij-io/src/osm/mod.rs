//! Streets, facilities, origins, barriers and administrative areas from an OSM PBF.
//!
//! Two steps, for the plane is chosen from the data: [`OsmData::open`] reads and applies the rules,
//! [`OsmData::project`] takes the study's projection and yields the [`OsmExtract`].
//!
//! ```no_run
//! use std::path::Path;
//! use nabij_io::osm::{OsmData, OsmParts, OsmRules};
//! let rules = OsmRules::built_in()?;
//! let data = OsmData::open(Path::new("city.osm.pbf"), &rules, OsmParts::default())?;
//! let plane = |places: &[(f64, f64)]| places.iter().map(|_| None).collect();
//! let extract = data.project(0, &plane);
//! println!("{} walkable lines", extract.lines.len());
//! # Ok::<(), nabij_io::osm::OsmError>(())
//! ```

mod attributes;
mod block;
mod columns;
mod data;
mod date;
mod entrance;
mod error;
mod extract;
mod facility;
mod file;
mod find;
mod found;
mod geometry;
mod id;
mod inside;
mod object;
mod open;
mod origin;
mod project;
mod reading;
mod relation;
mod report;
mod rings;
mod rule_file;
mod rule_text;
mod rules;
mod stop;
mod tags;
mod test;
mod values;
mod vocabulary;
mod wire;

pub use block::OsmKind;
pub use data::{OsmData, OsmParts};
pub use error::OsmError;
pub use extract::{
    OriginKind, OsmArea, OsmBarrier, OsmDoor, OsmEntrance, OsmExtract, OsmFacility, OsmOrigin,
    OsmPlace, OsmPolygon,
};
pub use id::OsmId;
pub use project::ToPlane;
pub use report::{Clipped, Merged, NumberList, OsmReport, Rejected};
pub use rules::{
    BARRIER_RULES, FACILITY_RULES, ORIGIN_RULES, OsmRules, RuleFile, RuleKind, WALK_RULES,
};
