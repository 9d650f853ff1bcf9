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
        self.extract(id, |row| {
            self.picked(row, "point", |geometry| match geometry {
                Geometry::Point(point) => Ok(Ok(point)),
                Geometry::MultiPoint(points) => match points.0.as_slice() {
                    [point] => Ok(Ok(*point)),
                    _ => Err(Geometry::MultiPoint(points)),
                },
                other => Err(other),
            })
        })
    }

    /// The rows that are lines, in one or several parts.
    ///
    /// # Errors
    /// When there is no geometry at all or no column `id`.
    pub fn lines(&self, id: Option<&str>) -> Result<Extracted<MultiLineString<f64>>, ReadError> {
        self.extract(id, |row| self.line(row))
    }

    /// The line of a row, in one or several parts.
    pub(crate) fn line(&self, row: usize) -> Result<MultiLineString<f64>, Reason> {
        let checked = |lines: Vec<LineString<f64>>| {
            lines.iter().try_for_each(validity::check_line)?;
            Ok(MultiLineString(lines))
        };
        self.picked(row, "line", |geometry| match geometry {
            Geometry::LineString(line) => Ok(checked(vec![line])),
            Geometry::MultiLineString(lines) => Ok(checked(lines.0)),
            other => Err(other),
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
        self.extract(id, |row| {
            self.picked(row, "polygon", |geometry| match geometry {
                Geometry::Polygon(polygon) => Ok(checked(MultiPolygon(vec![polygon]))),
                Geometry::MultiPolygon(polygons) => Ok(checked(polygons)),
                other => Err(other),
            })
        })
    }

    /// The geometry of a row, which `pick` takes or gives back where it is of another type.
    fn picked<T>(
        &self,
        row: usize,
        wanted: &'static str,
        pick: impl Fn(Geometry<f64>) -> Result<Result<T, Reason>, Geometry<f64>>,
    ) -> Result<T, Reason> {
        let geometry = self.geometry(row)?;
        validity::check(&geometry)?;
        pick(geometry.into_owned()).unwrap_or_else(|other| {
            Err(Reason::WrongType {
                found: type_name(&other),
                wanted,
            })
        })
    }

    /// An error where there are no geometries at all.
    pub(crate) fn need_geometry(&self) -> Result<(), ReadError> {
        if self.has_geometry() {
            return Ok(());
        }
        let hint = ": name the columns of its x and y, or give a file with geometries";
        let kind = ReadErrorKind::NoGeometry { hint };
        Err(ReadError::new(self.source(), kind))
    }

    fn extract<T>(
        &self,
        id: Option<&str>,
        pick: impl Fn(usize) -> Result<T, Reason>,
    ) -> Result<Extracted<T>, ReadError> {
        self.need_geometry()?;
        let ids: Option<Column<'_>> = id.map(|id| self.column(id)).transpose()?;
        let mut found = Extracted {
            rows: Vec::new(),
            rejected: Vec::new(),
        };
        for row in 0..self.len() {
            match pick(row) {
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
