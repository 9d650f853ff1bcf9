//! The bundled town of Loopveen, which does not exist: data to try everything on.

use std::{fs, io, path::Path};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The files of the town by name, the studies `study.toml` and `criteria.toml` among them.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../town/", $name)))),*];
    };
}

files!(
    "README.md",
    "addresses.csv",
    "amenities.geojson",
    "barriers.geojson",
    "buurten.geojson",
    "candidates.geojson",
    "corporations.csv",
    "coverage_lists.geojson",
    "coverage_pharmacy.geojson",
    "coverage_street_lamp.geojson",
    "criteria.toml",
    "dwellings.csv",
    "extent.geojson",
    "facilities.geojson",
    "figures.csv",
    "fte.csv",
    "green.geojson",
    "network.geojson",
    "nodes.geojson",
    "plans.csv",
    "routes.geojson",
    "squares.geojson",
    "stock.csv",
    "streets.geojson",
    "study.toml",
    "task.csv",
    "walls.geojson",
);

/// Writes the town's files into a folder, which is made if need be.
///
/// # Errors
/// What the file system says.
pub fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    FILES
        .iter()
        .try_for_each(|(name, text)| fs::write(folder.join(name), text))
}
