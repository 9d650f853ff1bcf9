//! What the fuzz targets of vector tables share.

use std::{env, fs, process};

use nabij_io::{Crs, Extracted, Frame, ReadError, ReadOptions, Table};

/// Takes everything out of a table that was read; one that was refused says why.
///
/// # Panics
/// When a row is lost, or a refusal says nothing.
pub fn take_out(table: Result<Table, ReadError>) {
    let table = match table {
        Ok(table) => table,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    every_row_is_accounted_for(&table, table.points(None));
    every_row_is_accounted_for(&table, table.lines(None));
    every_row_is_accounted_for(&table, table.polygons(None));
    take_cells(&table);
    project(&table);
}

fn every_row_is_accounted_for<T>(table: &Table, found: Result<Extracted<T>, ReadError>) {
    if let Ok(found) = found {
        assert_eq!(found.rows.len() + found.rejected.len(), table.len());
    }
}

fn take_cells(table: &Table) {
    for name in table.column_names() {
        for row in 0..table.len() {
            let _ = table.text(&name, row);
            let _ = table.number(&name, row);
            let _ = table.integer(&name, row);
            let _ = table.yes_no(&name, row);
        }
    }
}

fn project(table: &Table) {
    let Ok(Some(bounds)) = table.lonlat_bounds() else {
        return;
    };
    let Ok(frame) = Frame::for_lonlat_bounds(bounds) else {
        return;
    };
    let (Ok(projector), Ok(points)) = (table.projector(&frame), table.points(None)) else {
        return;
    };
    for (_, point) in points.rows {
        let _ = projector.point(point.x_y());
    }
}

/// Reads bytes by way of a file with this extension.
///
/// # Panics
/// When the file cannot be written.
pub fn read_file(extension: &str, bytes: &[u8]) -> Result<Table, ReadError> {
    // In memory where the system has such a place.
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        memory.to_owned()
    } else {
        env::temp_dir()
    };
    let path = folder.join(format!("nabij-fuzz-{}.{extension}", process::id()));
    fs::write(&path, bytes).expect("a scratch file can be written");
    let table = Table::read(&path, &ReadOptions::default());
    let _ = fs::remove_file(&path);
    table
}

/// Options for points in columns `x` and `y`, in RD New.
///
/// # Panics
/// Never: PROJ knows RD New.
pub fn points_in_rd() -> ReadOptions {
    ReadOptions {
        x: Some("x".to_owned()),
        y: Some("y".to_owned()),
        crs: Some(Crs::parse(Crs::RD_NEW).expect("RD New is known")),
        ..ReadOptions::default()
    }
}
