//! Geometries in Arrow columns.

use std::borrow::Cow;

use arrow_array::{Array, ArrayRef, BinaryArray, Float64Array, cast::AsArray, types::Float64Type};
use arrow_schema::{DataType, Field};
use geo_traits::to_geo::ToGeoGeometry;
use geo_types::{Geometry, Point};
use geoarrow_array::{GeoArrowArrayAccessor, array::from_arrow_array, downcast_geoarrow_array};

use super::wkb;
use crate::reason::Reason;

/// One geometry per row, or why there is none.
#[derive(Clone, Debug)]
pub(super) enum Geometries {
    /// As they will be asked for.
    Decoded(Decoded),
    /// Well-known binary, decoded whenever one is asked for: millions of lines take a third of
    /// the memory.
    Wkb(BinaryArray),
}

type Decoded = Vec<Result<Geometry<f64>, Reason>>;

impl Geometries {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Geometries::Decoded(all) => all.len(),
            Geometries::Wkb(all) => all.len(),
        }
    }

    /// The geometry of a row, or why it has none.
    pub fn get(&self, row: usize) -> Result<Cow<'_, Geometry<f64>>, Reason> {
        match self {
            Geometries::Decoded(all) => match all.get(row) {
                Some(Ok(geometry)) => Ok(Cow::Borrowed(geometry)),
                Some(Err(reason)) => Err(reason.clone()),
                None => Err(Reason::NoGeometry),
            },
            Geometries::Wkb(all) if row < all.len() && all.is_valid(row) => {
                wkb::read(all.value(row)).map(Cow::Owned)
            }
            Geometries::Wkb(_) => Err(Reason::NoGeometry),
        }
    }
}

/// The geometries of a column of well-known binary or of GeoArrow; what is wrong otherwise.
pub(super) fn geometries(array: &ArrayRef, field: &Field) -> Result<Geometries, String> {
    let decoded = match array.data_type() {
        DataType::Binary => return Ok(Geometries::Wkb(array.as_binary::<i32>().clone())),
        DataType::LargeBinary => Ok(binary(array.as_binary::<i64>().iter())),
        DataType::BinaryView => Ok(binary(array.as_binary_view().iter())),
        DataType::Struct(_) => separated_points(array),
        DataType::FixedSizeList(_, _) => interleaved_points(array),
        DataType::List(_) | DataType::LargeList(_) => {
            nested(array, field).map_err(|error| format!("cannot be read: {error}"))
        }
        other => Err(format!(
            "is {other} and no geometry that is read: write it with geometry_encoding=\"WKB\""
        )),
    };
    decoded.map(Geometries::Decoded)
}

fn binary<'a>(values: impl Iterator<Item = Option<&'a [u8]>>) -> Decoded {
    let decode = |value: Option<&[u8]>| wkb::read(value.ok_or(Reason::NoGeometry)?);
    values.map(decode).collect()
}

fn point(x: f64, y: f64) -> Result<Geometry<f64>, Reason> {
    match x.is_nan() && y.is_nan() {
        true => Err(Reason::Empty), // how GeoArrow writes an empty point
        false => Ok(Geometry::Point(Point::new(x, y))),
    }
}

/// Lines and polygons as lists of places, and lists of such lists.
fn nested(
    array: &ArrayRef,
    field: &Field,
) -> Result<Decoded, Box<dyn std::error::Error + Send + Sync>> {
    let array = from_arrow_array(array, field)?;
    let array = array.as_ref();
    Ok(downcast_geoarrow_array!(array, each))
}

fn each<'a>(array: &'a impl GeoArrowArrayAccessor<'a>) -> Decoded {
    let read = |row: usize| {
        if array.is_null(row) {
            return Err(Reason::NoGeometry);
        }
        let geometry = array.value(row);
        let geometry = geometry.map_err(|error| Reason::Invalid(error.to_string()))?;
        geometry.try_to_geometry().ok_or(Reason::Empty)
    };
    (0..array.len()).map(read).collect()
}

/// Points as a struct of x and y.
fn separated_points(array: &ArrayRef) -> Result<Decoded, String> {
    let places = array.as_struct();
    let axis = |name: &str| -> Option<&Float64Array> {
        places
            .column_by_name(name)?
            .as_primitive_opt::<Float64Type>()
    };
    let (Some(x), Some(y)) = (axis("x"), axis("y")) else {
        return Err("is a struct without numbers x and y".to_string());
    };
    let place = |row| match places.is_null(row) || x.is_null(row) || y.is_null(row) {
        true => Err(Reason::NoGeometry),
        false => point(x.value(row), y.value(row)),
    };
    Ok((0..places.len()).map(place).collect())
}

/// Points as lists of two to four numbers.
fn interleaved_points(array: &ArrayRef) -> Result<Decoded, String> {
    let places = array.as_fixed_size_list();
    let place = |row| {
        if places.is_null(row) {
            return Ok(Err(Reason::NoGeometry));
        }
        let place = places.value(row);
        match place.as_primitive_opt::<Float64Type>().map(|p| p.values()) {
            Some(values) => match **values {
                [x, y, ..] => Ok(point(x, y)),
                _ => Err("holds lists of fewer than two numbers".to_string()),
            },
            None => Err("holds lists of something else than 64-bit numbers".to_string()),
        }
    };
    (0..places.len()).map(place).collect()
}
