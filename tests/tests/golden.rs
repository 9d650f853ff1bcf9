//! The bundled town's result folder, as it was when somebody last looked at it.
//!
//! `UPDATE_GOLDEN=1 cargo test --release --workspace --test golden` writes it anew: read the difference before it is
//! committed. Of the long tables every twentieth line is kept.

mod door;

use std::{
    fs,
    path::{Path, PathBuf},
};

const LONG: [&str; 2] = ["rows.csv", "addresses.csv"];

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/loopveen")
}

/// What is kept of a file.
fn kept(folder: &Path, name: &str) -> String {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    if !LONG.contains(&name) {
        return text;
    }
    text.lines()
        .step_by(20)
        .map(|line| line.to_owned() + "\n")
        .collect()
}

#[test]
fn the_town_gives_the_folder_that_was_looked_at() {
    let (_town, town) = door::town();
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("out");
    let arguments = ["score", "study.toml", "--format", "csv", "--out"];
    door::nabij(&town, &[&arguments[..], &[door::arg(&folder)]].concat()).good();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::remove_dir_all(golden()).ok();
        fs::create_dir_all(golden()).unwrap();
        for name in door::names(&folder) {
            fs::write(golden().join(&name), kept(&folder, &name)).unwrap();
        }
    }
    assert_eq!(door::names(&folder), door::names(&golden()));
    for name in door::names(&folder) {
        let (found, expected) = (
            kept(&folder, &name),
            fs::read_to_string(golden().join(&name)).unwrap(),
        );
        for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
            assert_eq!(found, expected, "{name}, line {} of those kept", number + 1);
        }
        assert_eq!(found.len(), expected.len(), "{name}");
    }
}
