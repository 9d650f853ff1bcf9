//! GeoPackage: one layer of an SQLite file.

use std::{fs, path::Path};

use rusqlite::{Connection, OpenFlags, OptionalExtension, types::ValueRef};

use super::{
    Positions, ReadError, ReadErrorKind, ReadOptions, Table, arrow,
    cells::{self, Cell},
    decode::Geometries,
    wkb,
};
use crate::{crs::Crs, reason::Reason};

const FORMAT: &str = "GeoPackage";

/// A column of the layer.
struct Field {
    name: String,
    declared: String,
    is_key: bool,
}

pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<Table, ReadError> {
    let file = path.display().to_string();
    // SQLite would say no more than "unable to open".
    fs::File::open(path).map_err(|e| ReadError::new(&file, ReadErrorKind::Io(e)))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = |e: rusqlite::Error| ReadError::malformed(&file, FORMAT, e);
    let db = Connection::open_with_flags(path, flags).map_err(sql)?;
    let layer = layer(&db, &file, options.layer.as_deref())?;
    let source = format!("{file} (layer {layer})");
    let sql = |e: rusqlite::Error| ReadError::malformed(&source, FORMAT, e);

    let geometry: Option<(String, i64)> = db
        .query_row(
            "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1",
            [&layer],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .or_else(|e| no_such_table(e).map(|()| None))
        .map_err(sql)?;
    let fields = fields(&db, &layer).map_err(sql)?;
    let geometry_name = geometry.as_ref().map(|(name, _)| name.as_str());
    if let Some(name) = geometry_name
        && !fields.iter().any(|field| field.name == name)
    {
        let message = format!("its geometry column {name:?} is missing");
        return Err(ReadError::malformed(&source, FORMAT, message));
    }

    let names: Vec<String> = fields.iter().map(|field| quoted(&field.name)).collect();
    let mut query = format!("SELECT {} FROM {}", names.join(", "), quoted(&layer));
    if let Some(key) = fields.iter().find(|field| field.is_key) {
        query.push_str(&format!(" ORDER BY {}", quoted(&key.name)));
    }
    let mut statement = db.prepare(&query).map_err(sql)?;
    let mut rows = statement.query([]).map_err(sql)?;
    let mut columns: Vec<Vec<Cell>> = fields.iter().map(|_| Vec::new()).collect();
    let mut geometries = Vec::new();
    let mut fids = Vec::new();
    let mut count = 0;
    while let Some(row) = rows.next().map_err(sql)? {
        count += 1;
        for (at, (field, column)) in fields.iter().zip(&mut columns).enumerate() {
            let value = row.get_ref(at).map_err(sql)?;
            if geometry_name == Some(field.name.as_str()) {
                geometries.push(match value {
                    ValueRef::Null => Err(Reason::NoGeometry),
                    ValueRef::Blob(blob) => wkb::read_geopackage(blob),
                    _ => Err(Reason::Damaged("it is no blob".to_string())),
                });
                continue;
            }
            if let (true, ValueRef::Integer(fid)) = (field.is_key, value) {
                fids.push(fid);
            }
            column.push(cell(value, &field.declared));
        }
    }

    let properties = fields.into_iter().zip(columns).filter(|(field, _)| {
        geometry_name != Some(field.name.as_str()) && !field.declared.starts_with("BLOB")
    });
    let properties = properties.map(|(field, cells)| (field.name, cells::column(cells)));
    Ok(Table {
        batch: arrow::batch(&source, properties.collect(), count)?,
        geometries: geometry
            .is_some()
            .then_some(Geometries::Decoded(geometries)),
        around: Default::default(),
        crs: match geometry {
            Some((_, srs_id)) => crs(&db, &source, srs_id)?,
            None => None,
        },
        positions: match fids.len() == count {
            true => Positions::Fids(fids),
            false => Positions::Rows,
        },
        decimal_comma: options.decimal_comma,
        source,
    })
}

/// The layer named, or the only one.
fn layer(db: &Connection, file: &str, wanted: Option<&str>) -> Result<String, ReadError> {
    let contents = || -> rusqlite::Result<Vec<(String, String)>> {
        let query = "SELECT table_name, data_type FROM gpkg_contents ORDER BY table_name";
        let mut statement = db.prepare(query)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    };
    let contents = contents().map_err(|e| match no_such_table(e) {
        Ok(()) => ReadError::malformed(file, FORMAT, "it has no list of contents (gpkg_contents)"),
        Err(e) => ReadError::malformed(file, FORMAT, e),
    })?;
    let of_kind = |kind: &str| -> Vec<&str> {
        let layers = contents.iter().filter(|(_, found)| found == kind);
        layers.map(|(name, _)| name.as_str()).collect()
    };
    let (features, attributes) = (of_kind("features"), of_kind("attributes"));
    let all = [features.clone(), attributes.clone()].concat();
    let layers = match all.is_empty() {
        true => "none".to_string(),
        false => all.join(", "),
    };
    if let Some(layer) = wanted {
        return match all.contains(&layer) {
            true => Ok(layer.to_string()),
            false => {
                let layer = layer.to_string();
                Err(ReadError::new(
                    file,
                    ReadErrorKind::NoLayer { layer, layers },
                ))
            }
        };
    }
    match (features.as_slice(), attributes.as_slice()) {
        ([only], _) | ([], [only]) => Ok((*only).to_string()),
        ([], []) => Err(ReadError::malformed(file, FORMAT, "it has no layers")),
        _ => Err(ReadError::new(file, ReadErrorKind::ManyLayers { layers })),
    }
}

fn fields(db: &Connection, layer: &str) -> rusqlite::Result<Vec<Field>> {
    let mut statement = db.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?;
    let rows = statement.query_map([layer], |row| {
        Ok(Field {
            name: row.get(0)?,
            declared: row.get::<_, String>(1)?.to_ascii_uppercase(),
            is_key: row.get::<_, i64>(2)? == 1,
        })
    })?;
    rows.collect()
}

fn cell(value: ValueRef<'_>, declared: &str) -> Cell {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Cell::Null,
        ValueRef::Integer(0) if declared == "BOOLEAN" => Cell::YesNo(false),
        ValueRef::Integer(1) if declared == "BOOLEAN" => Cell::YesNo(true),
        ValueRef::Integer(value) => Cell::Whole(value),
        ValueRef::Real(value) => Cell::Number(value),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
    }
}

/// The CRS of a row of `gpkg_spatial_ref_sys`; none for the two that mean "undefined".
fn crs(db: &Connection, source: &str, srs_id: i64) -> Result<Option<Crs>, ReadError> {
    if srs_id == 0 || srs_id == -1 {
        return Ok(None);
    }
    let (organization, code, definition): (String, i64, String) = db
        .query_row(
            "SELECT organization, organization_coordsys_id, definition
             FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
            [srs_id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .map_err(|e| {
            let message = format!("its CRS number {srs_id} is not explained: {e}");
            ReadError::malformed(source, FORMAT, message)
        })?;
    let coded = !organization.eq_ignore_ascii_case("NONE");
    let by_code = coded.then(|| Crs::parse(&format!("{organization}:{code}")));
    match by_code {
        Some(Ok(crs)) => Ok(Some(crs)),
        _ => Crs::parse(&definition)
            .map(Some)
            .map_err(|e| ReadError::crs(source, e)),
    }
}

fn no_such_table(e: rusqlite::Error) -> Result<(), rusqlite::Error> {
    match e.to_string().contains("no such table") {
        true => Ok(()),
        false => Err(e),
    }
}

/// A name as SQL writes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
