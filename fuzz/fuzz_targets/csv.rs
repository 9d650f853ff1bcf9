//! A CSV file from any bytes, with points in columns `x` and `y`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use nabij_fuzz::{points_in_rd, take_out};
use nabij_io::{ReadOptions, Table};

static POINTS: LazyLock<ReadOptions> = LazyLock::new(points_in_rd);

fuzz_target!(|bytes: &[u8]| {
    take_out(Table::from_csv("fuzz.csv", bytes, &POINTS));
    let other = ReadOptions {
        encoding: Some("windows-1252".to_owned()),
        decimal_comma: true,
        ..ReadOptions::default()
    };
    take_out(Table::from_csv("fuzz.csv", bytes, &other));
});
