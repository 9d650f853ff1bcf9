//! Exact walking distances from every address to daily facilities, tested against norms.

mod access;
mod area;
mod attributes;
mod barrier;
mod category;
mod components;
mod coverage;
mod error;
mod explain;
mod facility;
mod length;
mod line;
mod network;
mod norm;
mod origin;
mod parallel;
mod point;
mod polygon;
mod profile;
mod route;
mod score;
mod search;
mod segments;
mod snap;
mod study;
mod texts;

pub use access::{Accessibility, Answer, How, Reached};
pub use area::{Area, Areas, Level, Located};
pub use attributes::{Access, Direction, EdgeAttributes, Kerb, NodeAttributes, Refusal, Sidewalk};
pub use barrier::Barriers;
pub use category::Category;
pub use components::Components;
pub use coverage::Coverage;
pub use error::{
    CategoryError, LengthError, NetworkError, NormError, PlaceError, PointError, StudyError,
};
pub use explain::Explanation;
pub use facility::{Door, Facilities, Facility, FacilityId};
pub use length::Length;
pub use line::{EdgeKey, Joint, LineKey, SourceKind, SourceLine, SourceSquare, Vertex};
pub use network::{Corner, Edge, EdgeId, Network, NetworkBuilder, NodeId, Square};
pub use norm::{Kinds, Norm, NormSet, Source, Standing, Test};
pub use origin::{Origin, Origins, Weight, WeightColumn};
pub use point::Point;
pub use polygon::{Polygon, Side};
pub use profile::{Pass, Profile};
pub use route::{Route, Step};
pub use score::{AreaRow, AreaScores, Finding, LimitShare, Outcome, Reason, Row, Verdict};
pub use search::{Graph, Label, Search};
pub use snap::{AttachedFacilities, AttachedOrigins, Attachment, Candidate, Snapper};
pub use study::{Parameters, Prepared, Progress, Scored, Study};
pub use texts::Texts;
