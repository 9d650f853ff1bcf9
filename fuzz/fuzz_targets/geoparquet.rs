//! A GeoParquet file from any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nabij_fuzz::{read_file, take_out};

fuzz_target!(|bytes: &[u8]| take_out(read_file("parquet", bytes)));
