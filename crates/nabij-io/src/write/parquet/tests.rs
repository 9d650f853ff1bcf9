//! Pieces of a table in one file.

use std::{fs, sync::Arc};

use arrow_array::{Array, ArrayRef, DictionaryArray, Int64Array, cast::AsArray, types::Int32Type};
use geo_types::{Geometry, LineString, Point};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::*;
use crate::write::Visit;

struct Several(Vec<OutTable>);

impl Pieces for Several {
    fn name(&self) -> &str {
        "several"
    }

    fn has_places(&self) -> bool {
        true
    }

    fn each(&self, visit: &mut Visit<'_>) -> Result<(), WriteError> {
        self.0.iter().try_for_each(visit)
    }
}

/// Rows of these numbers: each with a word, and on every third a line, on every fifth nothing.
fn piece(numbers: std::ops::Range<i64>) -> OutTable {
    let words: DictionaryArray<Int32Type> = numbers
        .clone()
        .map(|number| (number % 7 != 0).then_some(["b", "a", "c"][(number % 3) as usize]))
        .collect();
    let place = |number: i64| {
        let at = Point::new(number as f64, -number as f64);
        match (number % 3, number % 5) {
            (_, 0) => None,
            (0, _) => Some(Geometry::from(LineString::from(vec![
                at,
                Point::new(0.0, 1.0),
            ]))),
            _ => Some(Geometry::from(at)),
        }
    };
    let whole: ArrayRef = Arc::new(Int64Array::from_iter_values(numbers.clone()));
    let columns = [("number", whole, true), ("word", Arc::new(words), true)];
    OutTable {
        name: "several".to_owned(),
        batch: RecordBatch::try_from_iter_with_nullable(columns).unwrap(),
        geometry: Some(numbers.map(place).collect()),
        crs: Some(Crs::parse("EPSG:28992").unwrap()),
    }
}

/// A row: its number, its text and its geometry.
type Row = (i64, Option<String>, Option<Vec<u8>>);

/// What stands in a file: how many rows each group has, what is said of geometries, and all rows.
fn told(path: &Path) -> (Vec<i64>, Value, Vec<Row>) {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let metadata = reader.metadata();
    let groups = metadata
        .row_groups()
        .iter()
        .map(|group| group.num_rows())
        .collect();
    let known = metadata.file_metadata().key_value_metadata().unwrap();
    let geo = known.iter().find(|pair| pair.key == "geo").unwrap();
    let geo = serde_json::from_str(geo.value.as_ref().unwrap()).unwrap();
    let mut rows = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let numbers: &Int64Array = batch.column(0).as_primitive();
        let words = batch.column(1).as_dictionary::<Int32Type>();
        let words = words.downcast_dict::<arrow_array::StringArray>().unwrap();
        let places = batch.column(2).as_binary::<i32>();
        for (row, word) in words.into_iter().enumerate() {
            let place = places.is_valid(row).then(|| places.value(row).to_vec());
            rows.push((numbers.value(row), word.map(str::to_owned), place));
        }
    }
    (groups, geo, rows)
}

#[test]
fn pieces_are_told_as_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let [one, many] = ["one.parquet", "many.parquet"].map(|name| folder.path().join(name));
    piece(0..5000).write_parquet(&one).unwrap();
    let cuts = [0, 0, 1, 6, 1024, 1025, 4999, 5000];
    let pieces = cuts
        .windows(2)
        .map(|pair| piece(pair[0]..pair[1]))
        .collect();
    write_parquet_pieces(&many, &Several(pieces)).unwrap();
    let (one, many) = (told(&one), told(&many));
    assert_eq!(many, one);
    let ground = &one.1["columns"]["geometry"];
    assert_eq!(one.0, [5000]);
    assert_eq!(ground["geometry_types"], json!(["LineString", "Point"]));
    assert_eq!(ground["bbox"], json!([0.0, -4999.0, 4999.0, 1.0]));
}

#[test]
fn groups_are_filled_whatever_the_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("groups.parquet");
    let end = GROUP as i64 + 10;
    let cuts = [0, 900_000, GROUP as i64 + 3, end];
    let pieces = cuts.windows(2).map(|pair| OutTable {
        geometry: None,
        ..piece(pair[0]..pair[1])
    });
    write_parquet_pieces(&path, &Several(pieces.collect())).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
    let groups = reader.metadata().row_groups().iter();
    let rows: Vec<i64> = groups.map(|group| group.num_rows()).collect();
    assert_eq!(rows, [GROUP as i64, 10]);
    let mut next = 0;
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        for number in batch
            .column(0)
            .as_primitive::<arrow_array::types::Int64Type>()
            .values()
        {
            assert_eq!(*number, next);
            next += 1;
        }
    }
    assert_eq!(next, end);
    fs::remove_file(path).unwrap();
}
