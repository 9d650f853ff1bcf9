//! One column of a table, read cell by cell.

use arrow_array::{Array, BooleanArray, Float64Array, Int64Array, StringArray, cast::AsArray};
use arrow_schema::DataType;

use super::{ReadError, ReadErrorKind, Table};
use crate::reason::Reason;

/// A column of a [`Table`]. A null cell is `None`: unknown, never zero, empty or no.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    name: &'a str,
    cells: Cells<'a>,
    decimal_comma: bool,
}

#[derive(Clone, Copy, Debug)]
enum Cells<'a> {
    Text(&'a StringArray),
    Whole(&'a Int64Array),
    Number(&'a Float64Array),
    YesNo(&'a BooleanArray),
}

impl Table {
    /// The column of this name.
    ///
    /// # Errors
    /// [`ReadErrorKind::NoColumn`], naming the columns there are.
    pub fn column<'a>(&'a self, name: &'a str) -> Result<Column<'a>, ReadError> {
        let array = self.batch.column_by_name(name);
        let cells = array.and_then(|array| match array.data_type() {
            DataType::Utf8 => array.as_string_opt().map(Cells::Text),
            DataType::Int64 => array.as_primitive_opt().map(Cells::Whole),
            DataType::Float64 => array.as_primitive_opt().map(Cells::Number),
            DataType::Boolean => array.as_boolean_opt().map(Cells::YesNo),
            _ => None,
        });
        let cells = cells.ok_or_else(|| {
            let kind = ReadErrorKind::NoColumn {
                column: name.to_string(),
                columns: self.column_names().join(", "),
            };
            ReadError::new(self.source(), kind)
        })?;
        Ok(Column {
            name,
            cells,
            decimal_comma: self.decimal_comma,
        })
    }

    /// A cell as text; see [`Column::text`].
    ///
    /// # Errors
    /// When there is no such column.
    pub fn text(&self, column: &str, row: usize) -> Result<Option<String>, ReadError> {
        Ok(self.column(column)?.text(row))
    }

    /// A cell as a number; see [`Column::number`].
    ///
    /// # Errors
    /// When there is no such column or the cell holds something else, naming the place.
    pub fn number(&self, column: &str, row: usize) -> Result<Option<f64>, ReadError> {
        let cell = self.column(column)?.number(row);
        cell.map_err(|reason| self.error(row, reason))
    }

    /// A cell as a whole number; see [`Column::integer`].
    ///
    /// # Errors
    /// When there is no such column or the cell holds something else, naming the place.
    pub fn integer(&self, column: &str, row: usize) -> Result<Option<i64>, ReadError> {
        let cell = self.column(column)?.integer(row);
        cell.map_err(|reason| self.error(row, reason))
    }

    /// A cell as yes or no; see [`Column::yes_no`].
    ///
    /// # Errors
    /// When there is no such column or the cell holds something else, naming the place.
    pub fn yes_no(&self, column: &str, row: usize) -> Result<Option<bool>, ReadError> {
        let cell = self.column(column)?.yes_no(row);
        cell.map_err(|reason| self.error(row, reason))
    }
}

impl Column<'_> {
    /// Its name.
    pub fn name(&self) -> &str {
        self.name
    }

    fn is_null(&self, row: usize) -> bool {
        let array: &dyn Array = match self.cells {
            Cells::Text(a) => a,
            Cells::Whole(a) => a,
            Cells::Number(a) => a,
            Cells::YesNo(a) => a,
        };
        row >= array.len() || array.is_null(row)
    }

    /// The cell as text: text untouched, a whole number without a decimal point, a NaN as unknown.
    pub fn text(&self, row: usize) -> Option<String> {
        if self.is_null(row) {
            return None;
        }
        match self.cells {
            Cells::Text(a) => Some(a.value(row).to_string()),
            Cells::Whole(a) => Some(a.value(row).to_string()),
            Cells::Number(a) => Some(a.value(row))
                .filter(|value| !value.is_nan())
                .map(|value| (value + 0.0).to_string()), // no "-0"
            Cells::YesNo(a) => Some(a.value(row).to_string()),
        }
    }

    /// The cell as a finite number; empty text and NaN are unknown.
    ///
    /// # Errors
    /// [`Reason::Value`] when it holds something else.
    pub fn number(&self, row: usize) -> Result<Option<f64>, Reason> {
        if self.is_null(row) {
            return Ok(None);
        }
        let wanted = "a number";
        match self.cells {
            Cells::Text(a) => self.parse(a.value(row)),
            Cells::Whole(a) => Ok(Some(a.value(row) as f64)), // the nearest, as any reader would
            Cells::Number(a) => match a.value(row) {
                value if value.is_nan() => Ok(None),
                value if value.is_finite() => Ok(Some(value)),
                _ => Err(self.bad(row, wanted)),
            },
            Cells::YesNo(_) => Err(self.bad(row, wanted)),
        }
    }

    /// The cell as a whole number; empty text and NaN are unknown.
    ///
    /// # Errors
    /// [`Reason::Value`] when it holds something else, a fraction included.
    pub fn integer(&self, row: usize) -> Result<Option<i64>, Reason> {
        const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53: beyond, a float may not be the number meant
        if let Cells::Whole(a) = self.cells {
            return Ok((!self.is_null(row)).then(|| a.value(row)));
        }
        if let Cells::Text(a) = self.cells
            && !self.is_null(row)
            && let Ok(whole) = a.value(row).trim().parse()
        {
            return Ok(Some(whole));
        }
        let wanted = "a whole number";
        match self.number(row) {
            Ok(Some(value)) if value.fract() == 0.0 && value.abs() <= EXACT => {
                Ok(Some(value as i64))
            }
            Ok(None) => Ok(None),
            _ => Err(self.bad(row, wanted)),
        }
    }

    /// The cell as yes or no: yes/no, true/false, ja/nee, waar/onwaar, y/n, j/n, t/f, 1/0.
    ///
    /// # Errors
    /// [`Reason::Value`] when it holds something else.
    pub fn yes_no(&self, row: usize) -> Result<Option<bool>, Reason> {
        if self.is_null(row) {
            return Ok(None);
        }
        if let Cells::YesNo(a) = self.cells {
            return Ok(Some(a.value(row)));
        }
        let Some(text) = self.text(row) else {
            return Ok(None);
        };
        match text.trim().to_lowercase().as_str() {
            "" => Ok(None),
            "yes" | "true" | "ja" | "waar" | "y" | "j" | "t" | "1" => Ok(Some(true)),
            "no" | "false" | "nee" | "onwaar" | "n" | "f" | "0" => Ok(Some(false)),
            _ => Err(self.bad(row, "yes or no")),
        }
    }

    fn parse(&self, text: &str) -> Result<Option<f64>, Reason> {
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("nan") {
            return Ok(None);
        }
        let number = match self.decimal_comma {
            // A point beside a decimal comma would be a thousands separator: not guessed at.
            true if text.contains('.') => None,
            true => text.replace(',', ".").parse::<f64>().ok(),
            false => text.parse::<f64>().ok(),
        };
        match number {
            Some(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(Reason::Value {
                column: self.name.to_string(),
                value: text.to_string(),
                wanted: match (self.decimal_comma, text.contains(',')) {
                    (true, _) => "a number with a decimal comma",
                    (false, true) => {
                        "a number with a decimal point (or state decimal_comma = true)"
                    }
                    (false, false) => "a number",
                },
            }),
        }
    }

    fn bad(&self, row: usize, wanted: &'static str) -> Reason {
        Reason::Value {
            column: self.name.to_string(),
            value: self.text(row).unwrap_or_default(),
            wanted,
        }
    }
}
