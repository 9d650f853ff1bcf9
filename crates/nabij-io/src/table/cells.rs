//! Columns from formats whose cells carry their own type.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, StringArray};

/// One cell of a GeoJSON or GeoPackage file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Null,
    YesNo(bool),
    Whole(i64),
    Number(f64),
    Text(String),
}

/// The narrowest column that holds all cells exactly: yes/no, whole numbers, numbers, else text.
pub(super) fn column(cells: Vec<Cell>) -> ArrayRef {
    let all = |fits: fn(&Cell) -> bool| cells.iter().all(|c| *c == Cell::Null || fits(c));
    if cells.iter().all(|cell| *cell == Cell::Null) {
        return Arc::new(cells.iter().map(|_| None::<&str>).collect::<StringArray>());
    }
    if all(|c| matches!(c, Cell::YesNo(_))) {
        let values = cells.iter().map(|c| match c {
            Cell::YesNo(value) => Some(*value),
            _ => None,
        });
        return Arc::new(values.collect::<BooleanArray>());
    }
    if all(|c| matches!(c, Cell::Whole(_))) {
        let values = cells.iter().map(|c| match c {
            Cell::Whole(value) => Some(*value),
            _ => None,
        });
        return Arc::new(values.collect::<Int64Array>());
    }
    if all(|c| match c {
        Cell::Whole(value) => value.unsigned_abs() <= 1 << 53,
        Cell::Number(_) => true,
        _ => false,
    }) {
        let values = cells.iter().map(|c| match c {
            Cell::Whole(value) => Some(*value as f64), // exact: at most 2^53
            Cell::Number(value) => Some(*value),
            _ => None,
        });
        return Arc::new(values.collect::<Float64Array>());
    }
    let values = cells.into_iter().map(|c| match c {
        Cell::Null => None,
        Cell::YesNo(value) => Some(value.to_string()),
        Cell::Whole(value) => Some(value.to_string()),
        Cell::Number(value) => Some(value.to_string()),
        Cell::Text(value) => Some(value),
    });
    Arc::new(values.collect::<StringArray>())
}
