//! Exact walking distances from every address to daily facilities, tested against norms.
//!
//! Values and algorithms on planar millimetres: no files, no printing, no projections. The crate
//! `nabij-io` reads cities into these types and writes results.
//!
//! ```
//! use nabij::*;
//! let p = |x, y| Point::new(x * 1000, y * 1000);
//! let street = EdgeAttributes { access: Some(Access::Public), ..Default::default() };
//! let network = Network::builder().edge(p(0, 0), p(2000, 0), street).build()?;
//! let facilities = Facilities::new([
//!     Facility::new("p1", Category::PHARMACY, p(500, 3)),
//!     Facility::new("p2", Category::PHARMACY, p(1400, 3)),
//! ])?;
//! let norms = NormSet::new([
//!     Norm::new("pharmacy").lower(Length::metres(300)).upper(Length::metres(500)),
//! ])?;
//! let origins = Origins::new([Origin::new("home", p(10, 4))])?;
//!
//! let study = Study::new(&network, &facilities, &norms).prepare()?;
//! let row = study.score(&origins)?.rows[0];
//! assert_eq!(row.high, Some(Length::metres(497))); // 4 + 490 + 3
//! assert_eq!(row.verdict, Verdict::WithinUpper);
//!
//! let why = study.explain(&origins, "home", "pharmacy")?;
//! assert_eq!(why.steps[0].length(), Length::metres(490));
//! assert_eq!(facilities.get(why.runners_up[0].0).id, "p2");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | the field's word | here |
//! |---|---|
//! | network, node, edge | [`Network`], [`NodeId`], [`Edge`] |
//! | address, origin | [`Origins`] |
//! | facility, amenity, category | [`Facilities`], [`Category`] |
//! | snapping, map matching | [`Snapper`], [`Attachment`] |
//! | walking profile | [`Profile`] |
//! | shortest path, nearest facility | [`Search`], [`Accessibility::nearest`] |
//! | origin–destination matrix, cumulative opportunities | [`Accessibility::matrix`], [`Accessibility::counts`] |
//! | shortest-path tree, betweenness of nearest trips | [`Forest`], [`Flow`] |
//! | benches, walking with rests | [`RestPoints`], [`Rests`] |
//! | seats and light along walks | [`RestPoints::seats_ahead`], [`Lights`], [`Along`] |
//! | named route, exercise route | [`Course`], [`Covered`] |
//! | service area, isochrone | [`ServiceAreas`] |
//! | norm, threshold | [`Norm`], [`NormSet`] |
//! | neighbourhood, zone | [`Areas`] |
//! | people per address, dasymetric mapping | [`Dwellings::spread`] |
//! | floating catchments, 2SFCA, E2SFCA | [`Catchment`] |
//! | siting, maximal covering with one facility more | [`Prepared::pairs_to`], [`best_site`], [`best_supply`] |
//! | criteria, indicators, a score | [`criteria::Catalogue`], [`criteria::Measures`], [`criteria::Scores`] |
//! | housing types | [`HousingRules`], [`HousingType`], [`Features`] |
//! | task, stock, plans | [`Balance`] |
//! | diversity, segregation, fair share | [`evenness`], [`dissimilarity`], [`proportional_share`] |
//! | result | [`Row`], [`AreaRow`], [`Explanation`] |

mod access;
mod apportion;
mod area;
mod attributes;
mod audit;
mod balance;
mod barrier;
mod beside;
mod catchment;
mod category;
mod clustered;
mod components;
mod course;
mod coverage;
pub mod criteria;
mod distribute;
mod doubt;
mod error;
mod evenness;
mod explain;
mod facility;
mod forest;
mod groundwork;
mod housing;
mod leg;
mod length;
mod line;
mod lined;
mod network;
mod norm;
mod origin;
mod packed;
mod parallel;
mod point;
mod polygon;
mod polyline;
mod profile;
mod rest;
mod route;
mod score;
mod search;
mod segments;
mod service_area;
mod snap;
mod spans;
mod study;
mod texts;
mod usable;

pub use access::{Accessibility, Answer, How, Reached};
pub use area::{Area, Areas, Level, Located};
pub use attributes::{Access, Direction, EdgeAttributes, Kerb, NodeAttributes, Refusal, Sidewalk};
pub use audit::{
    AuditFinding, AuditFragment, AuditKind, AuditParameters, AuditPlace, Scene, Stake, audit,
};
pub use balance::{Balance, BalanceRow, Entry, Hardness, Plan};
pub use barrier::{Across, Barriers};
pub use catchment::{Catchment, CatchmentAccess, Pair, Supplied};
pub use category::Category;
pub use clustered::{Clustered, Labelled, Linked};
pub use components::Components;
pub use course::{Course, Covered};
pub use coverage::Coverage;
pub use distribute::{AreaSpread, Basis, Dwellings, Spread, Totals, Unplaced, UnplacedBecause};
pub use doubt::{Doubt, Part};
pub use error::{
    BalanceError, CatchmentError, CategoryError, CourseError, CriteriaError, HousingError,
    LengthError, NetworkError, NormError, PlaceError, PointError, ProfileError, ShareError,
    StudyError,
};
pub use evenness::{
    FairShare, Holding, concentration, dissimilarity, evenness, gini, location_quotient,
    proportional_share, simpson,
};
pub use explain::{Explanation, Resting, RestingWalk, Straight, Walk};
pub use facility::{Door, Facilities, Facility, FacilityId, Gate};
pub use forest::{Flow, Forest};
pub use groundwork::{Groundwork, StoredGroundwork};
pub use housing::{Classified, Features, HousingRule, HousingRules, HousingType, Tally, Truth};
pub use length::Length;
pub use line::{EdgeKey, Joint, LineKey, SourceKind, SourceLine, SourceSquare, Vertex};
pub use lined::{Along, Lights};
pub use network::{Corner, Edge, EdgeId, Network, NetworkBuilder, NodeId, Square, StoredNetwork};
pub use norm::{Kinds, Norm, NormSet, Source, Standing, Test};
pub use origin::{Origin, Origins, OriginsBuilder, Weight, WeightColumn};
pub use point::Point;
pub use polygon::{Polygon, Side};
pub use profile::{Demand, Pass, Profile, Rest, Words};
pub use rest::{Bench, Chains, RestFinding, RestId, RestPoints, Rested, Rests, Seat, Stage};
pub use route::{Route, Step};
pub use score::{
    AreaRow, AreaScores, AreaTally, Cause, Finding, LimitShare, Outcome, Reason, RestRows,
    RestShare, RestedWalk, Row, Verdict, located,
};
pub use search::{Graph, Label, Search};
pub use service_area::{ServiceAreas, Stretch};
pub use snap::{
    AttachedFacilities, AttachedOrigins, Attachment, Candidate, Doorway, Snapper, StreetId,
};
pub use study::{
    AreaChange, Best, Change, Cut, Kept, Land, Missing, OpenLand, Parameters, Prepared, Progress,
    RowChange, Scored, Study, Survey, Tile, TileHomes, TileScores, Tiles, Updated, Walker,
    WalkerChange, WalkerScores, Whole, WholeScored, WithCauses, best_site, best_supply,
};
pub use texts::Texts;
pub use usable::Usable;
