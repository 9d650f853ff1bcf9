//! What can be wrong with a CRS.

use crate::bounds::Bounds;

/// A CRS that is not known, or data that cannot be in it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CrsError {
    /// The text is no way to name a CRS.
    #[error(
        "{text:?} names no CRS: write a code such as \"EPSG:28992\", a PROJ string, WKT or PROJJSON"
    )]
    Unreadable {
        /// The text.
        text: String,
    },
    /// PROJ has no such CRS.
    #[error("PROJ knows no CRS {text:?}: {message}")]
    Unknown {
        /// The text.
        text: String,
        /// What PROJ says.
        message: String,
    },
    /// A CRS of heights, of time, from the centre of the earth …
    #[error("CRS {text:?} is a {kind}: only degrees and projected planes are read")]
    Unsupported {
        /// The text.
        text: String,
        /// Its kind, in PROJ's words.
        kind: String,
    },
    /// Degrees named for the network.
    #[error(
        "{crs} has degrees: distances need a CRS in metres, such as \"EPSG:28992\"; leave it out to have one chosen"
    )]
    NotPlanar {
        /// The CRS.
        crs: String,
    },
    /// Feet named for the network.
    #[error("{crs} counts in {unit}: distances need a CRS in metres")]
    NotMetres {
        /// The CRS.
        crs: String,
        /// Its unit.
        unit: String,
    },
    /// A plane that is no measure of distance here.
    #[error(
        "{crs} changes distances by {percent:.1} % here (0.5 % is allowed): name a CRS made for this area, or leave it out to have one chosen"
    )]
    Scale {
        /// The CRS.
        crs: String,
        /// How much longer or shorter, in percent.
        percent: f64,
    },
    /// The data lie where the CRS is not meant to be used.
    #[error("the data ({bounds}) lie outside the area of {crs}: {area}")]
    OutsideArea {
        /// The CRS.
        crs: String,
        /// Where the data lie.
        bounds: Bounds,
        /// What the CRS covers.
        area: String,
    },
    /// Coordinates that look like degrees in a CRS that has none.
    #[error(
        "the CRS {crs} counts in {unit}, but all coordinates ({bounds}) look like degrees: state the CRS they are in, such as \"OGC:CRS84\""
    )]
    DegreesAsMetres {
        /// The CRS stated.
        crs: String,
        /// Its unit.
        unit: String,
        /// Where the coordinates lie.
        bounds: Bounds,
    },
    /// Coordinates beyond any degree in a CRS of degrees.
    #[error(
        "the CRS {crs} has degrees, but the coordinates ({bounds}) are none: state the CRS they are in, such as \"EPSG:28992\""
    )]
    MetresAsDegrees {
        /// The CRS stated.
        crs: String,
        /// Where the coordinates lie.
        bounds: Bounds,
    },
    /// PROJ cannot bring coordinates from one to the other.
    #[error("no way from {from} to {to}: {message}")]
    NoTransformation {
        /// From which CRS.
        from: String,
        /// To which.
        to: String,
        /// What PROJ says.
        message: String,
    },
}
