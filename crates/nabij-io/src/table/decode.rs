//! Geometries in Arrow columns.

use arrow_array::{Array, ArrayRef, Float64Array, cast::AsArray, types::Float64Type};
use arrow_schema::DataType;
use geo_types::{Geometry, Point};

use super::wkb;
use crate::reason::Reason;

type Geometries = Vec<Result<Geometry<f64>, Reason>>;

/// The geometries of a column of well-known binary or of GeoArrow points; what is wrong otherwise.
pub(super) fn geometries(array: &ArrayRef) -> Result<Geometries, String> {
    match array.data_type() {
        DataType::Binary => Ok(binary(array.as_binary::<i32>().iter())),
        DataType::LargeBinary => Ok(binary(array.as_binary::<i64>().iter())),
        DataType::BinaryView => Ok(binary(array.as_binary_view().iter())),
        DataType::Struct(_) => separated_points(array),
        DataType::FixedSizeList(_, _) => interleaved_points(array),
        other => Err(format!(
            "is {other} and no geometry that is read: write it with geometry_encoding=\"WKB\""
        )),
    }
}

fn binary<'a>(values: impl Iterator<Item = Option<&'a [u8]>>) -> Geometries {
    let decode = |value: Option<&[u8]>| wkb::read(value.ok_or(Reason::NoGeometry)?);
    values.map(decode).collect()
}

fn point(x: f64, y: f64) -> Result<Geometry<f64>, Reason> {
    match x.is_nan() && y.is_nan() {
        true => Err(Reason::Empty), // how GeoArrow writes an empty point
        false => Ok(Geometry::Point(Point::new(x, y))),
    }
}

/// Points as a struct of x and y.
fn separated_points(array: &ArrayRef) -> Result<Geometries, String> {
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
fn interleaved_points(array: &ArrayRef) -> Result<Geometries, String> {
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
