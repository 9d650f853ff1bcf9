//! The geometries of one type, and the rows that have another.

use geo_types::{Geometry, LineString, MultiLineString, MultiPolygon, Point};

use super::{Column, ReadError, ReadErrorKind, Table, validity};
use crate::reason::{Reason, Rejected};

/// The rows with a usable geometry, in the order of the table, and the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Extracted<T> {
    /// Row and geometry.
    pub rows: Vec<(usize, T)>,
    /// The rows that are not used, each with its reason.
    pub rejected: Vec<Rejected>,
}

impl Table {
    /// The rows that are points, a multi-point of one point included; `id` is the column that
    /// identifies rejected rows.
    ///
    /// # Errors
    /// When there is no geometry at all or no column `id`.
    pub fn points(&self, id: Option<&str>) -> Result<Extracted<Point<f64>>, ReadError> {
        self.extract(id, "point", |geometry| match geometry {
            Geometry::Point(point) => Some(Ok(*point)),
            Geometry::MultiPoint(points) => match points.0.as_slice() {
                [point] => Some(Ok(*point)),
                _ => None,
            },
            _ => None,
        })
    }

    /// The rows that are lines, in one or several parts.
    ///
    /// # Errors
    /// When there is no geometry at all or no column `id`.
    pub fn lines(&self, id: Option<&str>) -> Result<Extracted<MultiLineString<f64>>, ReadError> {
        let checked = |lines: Vec<LineString<f64>>| {
            lines.iter().try_for_each(validity::check_line)?;
            Ok(MultiLineString(lines))
        };
        self.extract(id, "line", |geometry| match geometry {
            Geometry::LineString(line) => Some(checked(vec![line.clone()])),
            Geometry::MultiLineString(lines) => Some(checked(lines.0.clone())),
            _ => None,
        })
    }

    /// The rows that are areas, in one or several parts; an outline that crosses itself is
    /// rejected with the place.
    ///
    /// # Errors
    /// When there is no geometry at all or no column `id`.
    pub fn polygons(&self, id: Option<&str>) -> Result<Extracted<MultiPolygon<f64>>, ReadError> {
        let checked = |polygons: MultiPolygon<f64>| {
            validity::check_polygon(&polygons)?;
            Ok(polygons)
        };
        self.extract(id, "polygon", |geometry| match geometry {
            Geometry::Polygon(polygon) => Some(checked(MultiPolygon(vec![polygon.clone()]))),
            Geometry::MultiPolygon(polygons) => Some(checked(polygons.clone())),
            _ => None,
        })
    }

    fn extract<T>(
        &self,
        id: Option<&str>,
        wanted: &'static str,
        pick: impl Fn(&Geometry<f64>) -> Option<Result<T, Reason>>,
    ) -> Result<Extracted<T>, ReadError> {
        if !self.has_geometry() {
            let hint = ": name the columns of its x and y, or give a file with geometries";
            let kind = ReadErrorKind::NoGeometry { hint };
            return Err(ReadError::new(self.source(), kind));
        }
        let ids: Option<Column<'_>> = id.map(|id| self.column(id)).transpose()?;
        let mut found = Extracted {
            rows: Vec::new(),
            rejected: Vec::new(),
        };
        for row in 0..self.len() {
            let picked = self
                .geometry(row)
                .map_err(Reason::clone)
                .and_then(|geometry| {
                    validity::check(geometry)?;
                    pick(geometry).unwrap_or_else(|| {
                        Err(Reason::WrongType {
                            found: type_name(geometry),
                            wanted,
                        })
                    })
                });
            match picked {
                Ok(geometry) => found.rows.push((row, geometry)),
                Err(reason) => {
                    let id = ids.as_ref().and_then(|ids| ids.text(row));
                    found.rejected.push(self.rejected(row, id, reason));
                }
            }
        }
        Ok(found)
    }
}

fn type_name(geometry: &Geometry<f64>) -> String {
    match geometry {
        Geometry::Point(_) => "point".to_string(),
        Geometry::Line(_) | Geometry::LineString(_) => "line".to_string(),
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "polygon".to_string(),
        Geometry::MultiPoint(points) => format!("multi-point of {} points", points.0.len()),
        Geometry::MultiLineString(_) => "line in several parts".to_string(),
        Geometry::MultiPolygon(_) => "polygon in several parts".to_string(),
        Geometry::GeometryCollection(_) => "collection of geometries".to_string(),
    }
}
