//! What the project shows itself with: the generators of the bundled fictional town and of test data.
//!
//! `cargo run -p nabij-examples --bin town` writes the town's files again, `-- --check` compares them;
//! `--bin bag` writes the small BAG GeoPackage of the tests.

#![forbid(unsafe_code)]

pub mod bag;
pub mod town;
