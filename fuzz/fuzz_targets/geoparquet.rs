//! A GeoParquet file from any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nabij_fuzz::{read_file, take_out};

// The Parquet library panics on some damaged files; the reader catches that and refuses the file.
// The fuzzer's own hook would stop before the catch: without it only what escapes stops the run.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| take_out(
    read_file("parquet", bytes)
));
