//! CSV.

use std::{fs::File, io::Write, path::Path};

use ::csv::{QuoteStyle, WriterBuilder};

use super::{
    OutTable, WriteError,
    cells::{self, Cell},
    complete_or_absent, shape,
};

/// How CSV is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvStyle {
    /// What separates cells; an ASCII character.
    pub separator: char,
    /// Whether numbers have a decimal comma.
    pub decimal_comma: bool,
    /// Whether the file starts with a byte order mark, from which Excel sees that it is UTF-8.
    pub byte_order_mark: bool,
}

impl Default for CsvStyle {
    fn default() -> Self {
        CsvStyle {
            separator: ',',
            decimal_comma: false,
            byte_order_mark: false,
        }
    }
}

impl CsvStyle {
    /// As a Dutch Excel opens it: semicolons, decimal commas, a byte order mark.
    pub const EXCEL_NL: CsvStyle = CsvStyle {
        separator: ';',
        decimal_comma: true,
        byte_order_mark: true,
    };
}

impl OutTable {
    /// Writes the table as CSV. Points become columns `x` and `y` at the end, in the table's CRS;
    /// lines and polygons are left out. Yes and no are `true` and `false`.
    ///
    /// # Errors
    /// [`WriteError`]; then there is no file, or the old one is untouched.
    pub fn write_csv(&self, path: &Path, style: &CsvStyle) -> Result<(), WriteError> {
        let wrong = |message: &str| WriteError::Table {
            table: self.name.clone(),
            message: message.to_string(),
        };
        let separator = u8::try_from(style.separator).ok().filter(u8::is_ascii);
        let separator = separator.ok_or_else(|| wrong("the separator must be ASCII"))?;
        if style.decimal_comma && separator == b',' {
            return Err(wrong("decimal commas need another separator"));
        }
        let columns = cells::columns(&self.name, &self.batch)?;
        let places = self.geometries()?.filter(|all| {
            let types = shape::type_names(all);
            !types.is_empty() && types.iter().all(|name| *name == "Point")
        });
        complete_or_absent(path, |beside| {
            let io = |source: std::io::Error| WriteError::Io {
                path: path.display().to_string(),
                source,
            };
            let mut file = File::create(beside).map_err(io)?;
            if style.byte_order_mark {
                file.write_all(b"\xef\xbb\xbf").map_err(io)?;
            }
            let mut writer = WriterBuilder::new()
                .delimiter(separator)
                .quote_style(QuoteStyle::Necessary)
                .from_writer(file);
            let failed = |e: ::csv::Error| io(e.into());
            let mut header: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
            if places.is_some() {
                header.extend([self.free_name("x"), self.free_name("y")]);
            }
            writer.write_record(&header).map_err(failed)?;
            let mut record = Vec::new();
            for row in 0..self.batch.num_rows() {
                record.clear();
                record.extend(columns.iter().map(|column| text(column.cell(row), style)));
                if let Some(places) = places {
                    let place = places.get(row).and_then(Option::as_ref);
                    let (x, y) = match place.and_then(shape::point) {
                        Some(point) => (Cell::Number(point.x()), Cell::Number(point.y())),
                        None => (Cell::Null, Cell::Null),
                    };
                    record.extend([text(x, style), text(y, style)]);
                }
                writer.write_record(&record).map_err(failed)?;
            }
            writer.flush().map_err(io)
        })
    }
}

fn text(cell: Cell<'_>, style: &CsvStyle) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::YesNo(value) => value.to_string(),
        Cell::Whole(value) => value.to_string(),
        Cell::Text(value) => value.to_string(),
        Cell::Number(value) => {
            let text = (value + 0.0).to_string(); // no "-0"
            match style.decimal_comma {
                true => text.replace('.', ","),
                false => text,
            }
        }
    }
}
