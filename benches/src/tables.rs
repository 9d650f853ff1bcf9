//! What the file libraries themselves take for the cells of a wide GeoPackage.
//!
//! `nabij-benches tables FILE.gpkg FOLDER` reads every layer into memory, then writes the same cells
//! of the same types as a GeoPackage (rusqlite, one transaction, no journal) and as a workbook
//! (rust_xlsxwriter, constant memory), with nothing around it but the loops.

use std::{error::Error, path::Path};

use rusqlite::{Connection, types::Value};
use rust_xlsxwriter::Workbook;

use crate::clock::{Clock, Took};

/// A layer as it stands in the file: how it was made, its columns and its cells.
struct Layer {
    name: String,
    made_by: String,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// Measures both libraries, and tells the seconds of each and the number of rows as JSON.
pub fn run(from: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let layers = read(from)?;
    let rows: usize = layers.iter().map(|layer| layer.rows.len()).sum();
    let package = package(&layers, &folder.join("own.gpkg"))?;
    let book = book(&layers, &folder.join("own.xlsx"))?;
    println!(
        "{{\"rows\": {rows}, \"gpkg\": {:.4}, \"xlsx\": {:.4}}}",
        package.processor, book.processor
    );
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn read(path: &Path) -> rusqlite::Result<Vec<Layer>> {
    let db = Connection::open(path)?;
    let mut all = db.prepare(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name IN
         (SELECT table_name FROM gpkg_contents) ORDER BY rowid",
    )?;
    let named = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut layers = Vec::new();
    for found in named {
        let (name, made_by): (String, String) = found?;
        let mut statement = db.prepare(&format!("SELECT * FROM {}", quoted(&name)))?;
        let columns: Vec<String> = statement
            .column_names()
            .into_iter()
            .map(Into::into)
            .collect();
        let cells =
            statement.query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect())?;
        let rows = cells.collect::<rusqlite::Result<_>>()?;
        layers.push(Layer {
            name,
            made_by,
            columns,
            rows,
        });
    }
    Ok(layers)
}

fn package(layers: &[Layer], path: &Path) -> Result<Took, Box<dyn Error>> {
    let clock = Clock::start();
    let mut db = Connection::open(path)?;
    db.pragma_update(None, "journal_mode", "OFF")?;
    db.pragma_update(None, "synchronous", "OFF")?;
    let all = db.transaction()?;
    for layer in layers {
        all.execute(&layer.made_by, [])?;
        let holes = vec!["?"; layer.columns.len()].join(", ");
        let insert = format!("INSERT INTO {} VALUES ({holes})", quoted(&layer.name));
        let mut statement = all.prepare(&insert)?;
        for row in &layer.rows {
            statement.execute(rusqlite::params_from_iter(row))?;
        }
    }
    all.commit()?;
    db.close().map_err(|(_, error)| error)?;
    Ok(clock.stop()?)
}

fn book(layers: &[Layer], path: &Path) -> Result<Took, Box<dyn Error>> {
    let clock = Clock::start();
    let mut book = Workbook::new();
    for layer in layers {
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(layer.name.chars().take(31).collect::<String>())?;
        for (number, name) in (0..).zip(&layer.columns) {
            sheet.write_string(0, number, name)?;
        }
        for (at, row) in (1..).zip(&layer.rows) {
            for (number, cell) in (0..).zip(row) {
                match cell {
                    Value::Text(text) => sheet.write_string(at, number, text)?,
                    Value::Integer(whole) => sheet.write_number(at, number, *whole as f64)?,
                    Value::Real(value) => sheet.write_number(at, number, *value)?,
                    // Places are in no workbook.
                    Value::Null | Value::Blob(_) => continue,
                };
            }
        }
    }
    book.save(path)?;
    Ok(clock.stop()?)
}
