//! Data as a Dutch analyst has it: a test per rule of practice, on files with the published columns.

#[path = "../door/mod.rs"]
mod door;

mod addresses;
mod bag;
mod cbs;
mod colleagues;
mod counts;
mod people;
mod squares;
mod study;
