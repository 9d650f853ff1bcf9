//! Wrong inputs through the command: a clear error or a listed rejection, never a panic, a wrong
//! number or half a result.

#[path = "../door/mod.rs"]
mod door;

mod files;
mod good;
mod rows;
mod studies;
