//! A GeoJSON layer from any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nabij_fuzz::take_out;
use nabij_io::{ReadOptions, Table};

fuzz_target!(|bytes: &[u8]| {
    take_out(Table::from_geojson(
        "fuzz.geojson",
        bytes,
        &ReadOptions::default(),
    ));
});
