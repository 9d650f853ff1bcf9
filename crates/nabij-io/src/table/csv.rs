//! CSV: every cell stays text, so that leading zeros survive; numbers are read where asked for.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use arrow_array::{ArrayRef, builder::StringBuilder};
use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::{Positions, ReadError, ReadErrorKind, ReadOptions, Table, arrow};
use crate::reason::Position;

/// What may separate cells, the likelier first.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<Table, ReadError> {
    let source = path.display().to_string();
    let bytes = fs::read(path).map_err(|e| ReadError::new(&source, ReadErrorKind::Io(e)))?;
    Table::from_csv(&source, &bytes, options)
}

impl Table {
    /// Reads CSV that is in memory already; `name` stands in messages.
    ///
    /// # Errors
    /// [`ReadError`], with the line where known.
    pub fn from_csv(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Self, ReadError> {
        let malformed = |message: &str| ReadError::malformed(name, "CSV", message);
        let text = decode(name, bytes, options.encoding.as_deref())?;
        let separator = match options.separator {
            Some(separator) => u8::try_from(separator)
                .ok()
                .filter(u8::is_ascii)
                .ok_or_else(|| malformed("the separator must be one ASCII character"))?,
            None => sniff(&text),
        };
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|e| error(name, &e))?.clone();
        if header.is_empty() {
            return Err(malformed(
                "it is empty; the first line must name the columns",
            ));
        }
        let names = names(name, &header)?;

        let mut columns: Vec<StringBuilder> = names.iter().map(|_| StringBuilder::new()).collect();
        let mut lines = Vec::new();
        for record in reader.into_records() {
            let record = record.map_err(|e| error(name, &e))?;
            lines.push(record.position().map_or(0, csv::Position::line));
            for (column, cell) in columns.iter_mut().zip(&record) {
                column.append_option((!cell.is_empty()).then_some(cell));
            }
        }
        let columns = columns
            .into_iter()
            .map(|mut column| Arc::new(column.finish()) as ArrayRef);
        let rows = lines.len();
        let table = Table {
            source: name.to_string(),
            batch: arrow::batch(name, names.into_iter().zip(columns).collect(), rows)?,
            geometries: None,
            around: Default::default(),
            crs: None,
            positions: Positions::Lines(lines),
            decimal_comma: options.decimal_comma,
        };
        table.with_places(options)
    }
}

fn decode(name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<String, ReadError> {
    let wrong = |message: String| ReadError::new(name, ReadErrorKind::Encoding { message });
    let label = encoding.unwrap_or("utf-8");
    let known = encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        wrong(format!(
            "there is no encoding {label:?}: use utf-8 or windows-1252"
        ))
    })?;
    if known == encoding_rs::UTF_8 {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            let advice = "it is UTF-16 text: save it as UTF-8 or add encoding = \"utf-16\"";
            return Err(wrong(advice.to_string()));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_string()),
            Err(e) => {
                let good = bytes.get(..e.valid_up_to()).unwrap_or_default();
                let line = good.iter().filter(|b| **b == b'\n').count() as u64 + 1;
                let advice =
                    "it is not UTF-8 text: save it as UTF-8 or add encoding = \"windows-1252\"";
                Err(wrong(advice.to_string()).at(Position::Line(line)))
            }
        };
    }
    let (text, _, malformed) = known.decode(bytes);
    match malformed {
        true => Err(wrong(format!("it is not {} text", known.name()))),
        false => Ok(text.into_owned()),
    }
}

/// The separator that occurs most in the first line, outside quotes.
fn sniff(text: &str) -> u8 {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted => break,
            _ if !quoted => {
                for (count, separator) in counts.iter_mut().zip(SEPARATORS) {
                    *count += usize::from(c == separator);
                }
            }
            _ => {}
        }
    }
    let most = SEPARATORS.iter().zip(counts).rev().max_by_key(|(_, n)| *n);
    most.map_or(b',', |(separator, _)| *separator as u8)
}

fn names(source: &str, header: &StringRecord) -> Result<Vec<String>, ReadError> {
    let mut seen = BTreeSet::new();
    let names = header.iter().enumerate().map(|(at, name)| {
        let name = match name.trim() {
            "" => format!("unnamed_{}", at + 1), // a data frame's row numbers have no name
            name => name.to_string(),
        };
        match seen.insert(name.clone()) {
            true => Ok(name),
            false => Err(
                ReadError::new(source, ReadErrorKind::DuplicateColumn { column: name })
                    .at(Position::Line(1)),
            ),
        }
    });
    names.collect()
}

fn error(source: &str, e: &csv::Error) -> ReadError {
    let message = match e.kind() {
        ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("it has {len} cells where the first line has {expected_len}"),
        _ => e.to_string(),
    };
    let error = ReadError::malformed(source, "CSV", message);
    match e.position() {
        Some(position) => error.at(Position::Line(position.line())),
        None => error,
    }
}
