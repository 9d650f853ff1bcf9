//! Where the Netherlands are: only there is RD New the plane of a study that names none.

use geo::{Contains, LineString, Point, Polygon};

use crate::bounds::Bounds;

/// The area of use that EPSG states for RD New (degrees): the land and the inner waters.
const AREA_OF_USE: Bounds = Bounds::new(3.2, 50.75, 7.22, 53.7);

/// A coarse outline in degrees, some kilometres wide of the border.
/// It decides only which plane a study gets: either plane gives right distances on both sides.
const OUTLINE: [(f64, f64); 44] = [
    (3.20, 51.36),
    (3.37, 51.25),
    (3.80, 51.19),
    (4.24, 51.33),
    (4.40, 51.42),
    (4.60, 51.40),
    (4.93, 51.38),
    (5.10, 51.42),
    (5.22, 51.24),
    (5.55, 51.19),
    (5.75, 51.14),
    (5.70, 50.98),
    (5.60, 50.82),
    (5.70, 50.74),
    (6.03, 50.74),
    (6.12, 50.90),
    (5.98, 50.97),
    (5.90, 51.04),
    (6.19, 51.14),
    (6.10, 51.22),
    (6.25, 51.36),
    (6.24, 51.49),
    (6.12, 51.65),
    (5.98, 51.74),
    (6.00, 51.81),
    (6.17, 51.83),
    (6.42, 51.81),
    (6.74, 51.88),
    (6.86, 51.97),
    (6.74, 52.06),
    (7.08, 52.22),
    (7.09, 52.38),
    (7.00, 52.47),
    (6.74, 52.50),
    (6.76, 52.61),
    (7.08, 52.63),
    (7.22, 53.00),
    (7.22, 53.26),
    (6.95, 53.45),
    (6.80, 53.65),
    (5.00, 53.60),
    (4.50, 53.00),
    (3.90, 52.05),
    (3.20, 51.70),
];

/// Whether data within these bounds (degrees) lie in the Netherlands: within RD New's area of
/// use, with their middle inside the outline.
pub(crate) fn holds(lonlat: Bounds) -> bool {
    let outline = Polygon::new(LineString::from(OUTLINE.to_vec()), Vec::new());
    AREA_OF_USE.covers(lonlat) && outline.contains(&Point::from(lonlat.centre()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> bool {
        holds(Bounds::new(lon, lat, lon, lat).grown(0.01))
    }

    #[test]
    fn dutch_towns_are_inside_and_their_neighbours_are_not() {
        for (name, lon, lat) in [
            ("Den Haag", 4.31, 52.08),
            ("Maastricht", 5.69, 50.85),
            ("Vaals", 6.01, 50.775),
            ("Kerkrade", 6.06, 50.87),
            ("Sittard", 5.87, 51.00),
            ("Sluis", 3.39, 51.31),
            ("Sas van Gent", 3.80, 51.23),
            ("Baarle-Nassau", 4.93, 51.45),
            ("Venlo", 6.17, 51.37),
            ("Winterswijk", 6.72, 51.97),
            ("Enschede", 6.89, 52.22),
            ("Coevorden", 6.74, 52.66),
            ("Emmer-Compascuum", 7.05, 52.81),
            ("Delfzijl", 6.92, 53.33),
            ("Den Burg", 4.80, 53.05),
            ("Schiermonnikoog", 6.16, 53.48),
            ("Westkapelle", 3.44, 51.53),
        ] {
            assert!(at(lon, lat), "{name}");
        }
        for (name, lon, lat) in [
            ("Brussel", 4.35, 50.85),
            ("Antwerpen", 4.40, 51.22),
            ("Hasselt", 5.34, 50.93),
            ("Aachen", 6.14, 50.77),
            ("Duesseldorf", 6.77, 51.22),
            ("Nordhorn", 7.07, 52.44),
            ("Gent", 3.72, 51.05),
            ("Las Palmas", -15.43, 28.12),
        ] {
            assert!(!at(lon, lat), "{name}");
        }
        assert!(!holds(Bounds::new(3.0, 52.0, 5.0, 52.5)));
    }
}
