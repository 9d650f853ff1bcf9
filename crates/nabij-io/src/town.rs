//! The bundled town of Loopveen, which does not exist: data to try everything on.

use std::{fs, io, path::Path};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The files of the town by name, `study.toml` among them.
        pub const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../town/", $name)))),*];
    };
}

files!(
    "README.md",
    "addresses.csv",
    "barriers.geojson",
    "buurten.geojson",
    "corporations.csv",
    "coverage_pharmacy.geojson",
    "extent.geojson",
    "facilities.geojson",
    "nodes.geojson",
    "squares.geojson",
    "streets.geojson",
    "study.toml",
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
