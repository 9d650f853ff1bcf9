//! CSV.

use std::{fs::File, io::Write, path::Path};

use ::csv::{QuoteStyle, Writer, WriterBuilder};

use super::{
    OutTable, Pieces, WriteError,
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
        write_csv_pieces(path, self, style)
    }
}

/// Writes a table that comes in pieces. Whether it has points is seen from the first.
pub(crate) fn write_csv_pieces(
    path: &Path,
    table: &dyn Pieces,
    style: &CsvStyle,
) -> Result<(), WriteError> {
    let wrong = |message: &str| WriteError::Table {
        table: table.name().to_owned(),
        message: message.to_string(),
    };
    let separator = u8::try_from(style.separator).ok().filter(u8::is_ascii);
    let separator = separator.ok_or_else(|| wrong("the separator must be ASCII"))?;
    if style.decimal_comma && separator == b',' {
        return Err(wrong("decimal commas need another separator"));
    }
    complete_or_absent(path, |beside| {
        let io = |source: std::io::Error| WriteError::Io {
            path: path.display().to_string(),
            source,
        };
        let mut file = File::create(beside).map_err(io)?;
        if style.byte_order_mark {
            file.write_all(b"\xef\xbb\xbf").map_err(io)?;
        }
        let mut builder = WriterBuilder::new();
        builder
            .delimiter(separator)
            .quote_style(QuoteStyle::Necessary);
        let mut writer = builder.from_writer(file);
        let mut points = None;
        table.each(&mut |piece| {
            let header = points.is_none();
            let with_points = match points {
                Some(known) => known,
                None => {
                    let types = piece.geometries()?.map(shape::type_names);
                    types.is_some_and(|all| !all.is_empty() && all.iter().all(|n| *n == "Point"))
                }
            };
            points = Some(with_points);
            append(piece, &mut writer, style, (with_points, header)).map_err(
                |failure| match failure {
                    Failure::Table(error) => error,
                    Failure::Csv(error) => io(error.into()),
                },
            )
        })?;
        writer.flush().map_err(io)
    })
}

/// Why rows cannot be appended.
enum Failure {
    Table(WriteError),
    Csv(::csv::Error),
}

impl From<::csv::Error> for Failure {
    fn from(error: ::csv::Error) -> Self {
        Failure::Csv(error)
    }
}

fn append<W: Write>(
    piece: &OutTable,
    writer: &mut Writer<W>,
    style: &CsvStyle,
    (with_points, header): (bool, bool),
) -> Result<(), Failure> {
    let columns = cells::columns(&piece.name, &piece.batch).map_err(Failure::Table)?;
    let places = piece.geometries().map_err(Failure::Table)?;
    let places = places.filter(|_| with_points);
    if header {
        let mut names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
        if with_points {
            names.extend([piece.free_name("x"), piece.free_name("y")]);
        }
        writer.write_record(&names)?;
    }
    let mut record = Vec::new();
    for row in 0..piece.batch.num_rows() {
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
        writer.write_record(&record)?;
    }
    Ok(())
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
