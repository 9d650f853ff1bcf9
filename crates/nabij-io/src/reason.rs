//! Why a row of the input was not used.

use std::fmt;

/// Where in its file a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// A row of a table, from 1.
    Row(u64),
    /// A feature of a GeoJSON file, from 1.
    Feature(u64),
    /// A line of a text file, from 1; the header is line 1.
    Line(u64),
    /// The feature id of a GeoPackage.
    Fid(i64),
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Position::Row(n) => write!(f, "row {n}"),
            Position::Feature(n) => write!(f, "feature {n}"),
            Position::Line(n) => write!(f, "line {n}"),
            Position::Fid(n) => write!(f, "fid {n}"),
        }
    }
}

/// Why one row cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The geometry is null or missing.
    #[error("it has no geometry")]
    NoGeometry,
    /// A geometry without a single vertex.
    #[error("its geometry is empty")]
    Empty,
    /// A coordinate is NaN or infinite.
    #[error("a coordinate is not a finite number")]
    NotFinite,
    /// A point where a line is needed, and so on.
    #[error("its geometry is a {found}, wanted is a {wanted}")]
    WrongType {
        /// What it is.
        found: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// The bytes or numbers are no geometry.
    #[error("its geometry cannot be read: {0}")]
    Damaged(String),
    /// The outline of an area crosses itself.
    #[error("its outline crosses itself at ({x}, {y})")]
    SelfCrossing {
        /// Where, in the coordinates of the file.
        x: f64,
        /// Where, in the coordinates of the file.
        y: f64,
    },
    /// A polygon of no area, a line of one vertex.
    #[error("its geometry is not valid: {0}")]
    Invalid(String),
    /// Degrees that are no place on earth, mostly metres labelled as degrees.
    #[error("({x}, {y}) is no longitude and latitude in degrees")]
    NotDegrees {
        /// The value given for longitude.
        x: f64,
        /// The value given for latitude.
        y: f64,
    },
    /// The place lies where the CRS is not meant to be used.
    #[error("({x}, {y}) lies outside the area of {crs}: {area}")]
    OutsideArea {
        /// Its x in the file.
        x: f64,
        /// Its y in the file.
        y: f64,
        /// The CRS of the study.
        crs: String,
        /// What that CRS covers.
        area: String,
    },
    /// PROJ refused the place.
    #[error("({x}, {y}) cannot be projected: {message}")]
    Projection {
        /// Its x in the file.
        x: f64,
        /// Its y in the file.
        y: f64,
        /// What PROJ says.
        message: String,
    },
    /// An address that is found nowhere, or more than once.
    #[error("address {address:?} has no place: {why}")]
    Address {
        /// The address as it is looked for.
        address: String,
        /// A short fixed word for the cause.
        code: &'static str,
        /// Why.
        why: String,
    },
    /// A row of a list that tells of no origin, or of one that another row tells of.
    #[error("{named:?}: {why}")]
    Listed {
        /// The address or id that the row names.
        named: String,
        /// A short fixed word for the cause.
        code: &'static str,
        /// Why.
        why: &'static str,
    },
    /// A cell does not hold what its column should.
    #[error("column {column:?} holds {value:?}, wanted is {wanted}")]
    Value {
        /// Which column.
        column: String,
        /// What the cell holds.
        value: String,
        /// What it should hold.
        wanted: &'static str,
    },
}

impl Reason {
    /// A row of a list that speaks of none of the origins.
    pub(crate) fn not_an_origin(named: String) -> Self {
        Reason::Listed {
            named,
            code: "not_an_origin",
            why: "it is no origin: the rules leave it out, or the study does not hold it",
        }
    }

    /// A short fixed word for counting and for columns of reasons.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::NoGeometry => "no_geometry",
            Reason::Empty => "empty_geometry",
            Reason::NotFinite => "coordinate_not_finite",
            Reason::WrongType { .. } => "wrong_geometry_type",
            Reason::Damaged(_) => "damaged_geometry",
            Reason::SelfCrossing { .. } => "self_crossing",
            Reason::Invalid(_) => "invalid_geometry",
            Reason::NotDegrees { .. } => "not_degrees",
            Reason::OutsideArea { .. } => "outside_crs_area",
            Reason::Projection { .. } => "not_projectable",
            Reason::Address { code, .. } | Reason::Listed { code, .. } => code,
            Reason::Value { .. } => "bad_value",
        }
    }
}

/// A row that was read but is not used, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// The file, with the layer where it has several.
    pub file: String,
    /// Where in the file.
    pub position: Position,
    /// The user's id, where it is known.
    pub id: Option<String>,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.file, self.position)?;
        if let Some(id) = &self.id {
            write!(f, " (id {id:?})")?;
        }
        write!(f, ": {}", self.reason)
    }
}
