//! What the project shows itself with: the generator of the bundled fictional town.
//!
//! `cargo run -p nabij-examples --bin town` writes the town's files again, `-- --check` compares them.

#![forbid(unsafe_code)]

pub mod town;
