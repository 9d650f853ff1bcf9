//! Exact walking distances from every address to daily facilities, tested against norms.

mod attributes;
mod category;
mod error;
mod length;
mod line;
mod point;

pub use attributes::{Access, Direction, EdgeAttributes, Kerb, NodeAttributes, Sidewalk};
pub use category::Category;
pub use error::{
    CategoryError, LengthError, NetworkError, NormError, PlaceError, PointError, StudyError,
};
pub use length::Length;
pub use line::{EdgeKey, Joint, LineKey, SourceKind, SourceLine, SourceSquare, Vertex};
pub use point::Point;
