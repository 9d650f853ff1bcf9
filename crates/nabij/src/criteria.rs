//! The criteria of a caring neighbourhood: what is measured of an area, and what follows from it.
//!
//! A [`Catalogue`] says what to measure and on what grounds. [`Evidence`] is what walks say of
//! origins, [`Figures`] is what tables say of areas; [`Measures`] brings both to one number, or an
//! interval, per area and indicator. [`Scores`] weighs those. Only evidence needs searching.

mod catalogue;
mod demands;
mod evidence;
mod figures;
mod file;
mod measure;
mod measures;
mod nest;
mod observed;
mod panel;
mod quantities;
mod scores;
mod utility;

pub use catalogue::{
    Ambition, Availability, Basis, BasisLabel, Catalogue, DataNeed, Direction, Heading, Indicator,
    IndicatorLevel, Reference,
};
pub use evidence::{Demand, Evidence, Reach, RouteParts, Seen};
pub use figures::{Figure, Figures};
pub use measure::{Capacity, Measure, RouteSpacing, Within};
pub use measures::{Measured, Measures, Unknown};
pub use nest::Nest;
pub use panel::PanelRow;
pub use scores::{HeadingScore, IndicatorScore, Scores, Status};
pub use utility::Utility;
