//! Workbooks (`.xlsx`): a sheet per table, written row by row so that memory stays flat.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    OutTable, Pieces, WriteError,
    cells::{self, Cell},
    complete_or_absent,
};

/// Rows that a sheet of Excel holds, the header among them.
const MOST_ROWS: u32 = 1_048_576;
/// Characters that the name of a sheet may have.
const MOST_LETTERS: usize = 31;
/// A sheet's columns are this wide, in characters, between these two.
const WIDTH: (usize, usize) = (9, 40);

/// Writes tables as the sheets of one workbook. Ids are text, places are left out; a table that is
/// longer than a sheet goes on in another one. Equal tables make equal files.
///
/// # Errors
/// [`WriteError`]; then there is no file, or the old one is untouched.
pub(crate) fn write_workbook(path: &Path, tables: &[&dyn Pieces]) -> Result<(), WriteError> {
    complete_or_absent(path, |beside| {
        let wrong = |table: &str, e: XlsxError| WriteError::Table {
            table: table.to_owned(),
            message: e.to_string(),
        };
        let file = path.display().to_string();
        let mut book = Workbook::new();
        // A moment that is always the same.
        let moment = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|e| wrong(&file, e))?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&moment));
        let mut names = Vec::new();
        for table in tables {
            let mut sheet: Option<(Worksheet, u32)> = None;
            let mut width = 0;
            table.each(&mut |piece| {
                let wrong = |e: XlsxError| wrong(&piece.name, e);
                let columns = cells::columns(&piece.name, &piece.batch)?;
                let styles = Styles::of(&columns);
                width = columns.len();
                let mut at = 0;
                loop {
                    let (own, next) = match &mut sheet {
                        Some(begun) => begun,
                        none => {
                            let own = book.new_worksheet_with_constant_memory();
                            let own = own.map_err(wrong)?;
                            let name = free(&piece.name, &mut names);
                            none.insert((begin(own, &name, &columns).map_err(wrong)?, 1))
                        }
                    };
                    let room = (MOST_ROWS - *next) as usize;
                    let end = piece.batch.num_rows().min(at + room);
                    for row in at..end {
                        write_row(own, *next, &columns, &styles, row).map_err(wrong)?;
                        *next += 1;
                    }
                    at = end;
                    if at == piece.batch.num_rows() {
                        break;
                    }
                    if let Some((own, next)) = sheet.take() {
                        book.push_worksheet(end_sheet(own, next, width).map_err(wrong)?);
                    }
                }
                Ok(())
            })?;
            if let Some((own, next)) = sheet {
                book.push_worksheet(end_sheet(own, next, width).map_err(|e| wrong(&file, e))?);
            }
        }
        book.save(beside).map_err(|e| wrong(&file, e))
    })
}

/// How cells of a column look.
struct Styles(Vec<Option<Format>>);

impl Styles {
    fn of(columns: &[cells::Column]) -> Self {
        let percentage = Format::new().set_num_format("0.0");
        let style =
            |column: &cells::Column| column.name.contains("_pct_").then(|| percentage.clone());
        Styles(columns.iter().map(style).collect())
    }
}

/// A new sheet with its header.
fn begin(
    mut sheet: Worksheet,
    name: &str,
    columns: &[cells::Column],
) -> Result<Worksheet, XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(name)?;
    for (number, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, number, &column.name, &bold)?;
        let letters = column.name.chars().count() + 3;
        sheet.set_column_width(number, letters.clamp(WIDTH.0, WIDTH.1) as f64)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(sheet)
}

/// The filter spans all rows, so it is set when they are known.
fn end_sheet(mut sheet: Worksheet, next: u32, columns: usize) -> Result<Worksheet, XlsxError> {
    if let Some(last) = columns
        .checked_sub(1)
        .and_then(|last| u16::try_from(last).ok())
    {
        sheet.autofilter(0, 0, next - 1, last)?;
    }
    Ok(sheet)
}

fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    columns: &[cells::Column],
    styles: &Styles,
    row: usize,
) -> Result<(), XlsxError> {
    for (number, (column, style)) in (0..).zip(columns.iter().zip(&styles.0)) {
        match (column.cell(row), style) {
            (Cell::Null, _) => continue,
            (Cell::Text(text), _) => sheet.write_string(at, number, text)?,
            (Cell::YesNo(yes), _) => sheet.write_boolean(at, number, yes)?,
            (Cell::Whole(whole), _) => sheet.write_number(at, number, whole as f64)?,
            (Cell::Number(value), None) => sheet.write_number(at, number, value)?,
            (Cell::Number(value), Some(style)) => {
                sheet.write_number_with_format(at, number, value, style)?
            }
        };
    }
    Ok(())
}

/// A name that no other sheet has, as Excel allows it.
fn free(wanted: &str, names: &mut Vec<String>) -> String {
    let plain: String = wanted
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) { '_' } else { c })
        .collect();
    let cut = |text: &str, letters: usize| text.chars().take(letters).collect::<String>();
    let numbered = (2..).map(|n| {
        let end = format!("_{n}");
        cut(&plain, MOST_LETTERS - end.len()) + &end
    });
    let taken = |name: &String| names.iter().any(|own| own.eq_ignore_ascii_case(name));
    let name = std::iter::once(cut(&plain, MOST_LETTERS))
        .chain(numbered)
        .find(|name| !taken(name));
    let name = name.unwrap_or_default();
    names.push(name.clone());
    name
}

impl OutTable {
    /// The rows whose text in a column is `value`; none where there is no such column.
    pub(crate) fn only(&self, column: &str, value: &str) -> Option<OutTable> {
        let columns = cells::columns(&self.name, &self.batch).ok()?;
        let column = columns.iter().find(|own| own.name == column)?;
        let kept = (0..self.batch.num_rows()).map(|row| column.cell(row) == Cell::Text(value));
        let kept: arrow_array::BooleanArray = kept.map(Some).collect();
        let batch = arrow_select::filter::filter_record_batch(&self.batch, &kept).ok()?;
        let geometry = self.geometry.as_ref().map(|all| {
            let own = all.iter().zip(kept.iter());
            own.filter(|(_, kept)| *kept == Some(true))
                .map(|(place, _)| place.clone())
                .collect()
        });
        Some(OutTable {
            name: self.name.clone(),
            batch,
            geometry,
            crs: self.crs.clone(),
        })
    }

    /// The texts of a column, in order, each once.
    pub(crate) fn distinct(&self, column: &str) -> Vec<String> {
        let Ok(columns) = cells::columns(&self.name, &self.batch) else {
            return Vec::new();
        };
        let column = columns.iter().find(|own| own.name == column);
        let cells = (0..self.batch.num_rows()).filter_map(|row| match column?.cell(row) {
            Cell::Text(text) => Some(text.to_owned()),
            _ => None,
        });
        cells
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}
