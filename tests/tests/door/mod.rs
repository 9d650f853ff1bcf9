//! The command as people run it, and the tables it leaves.
#![allow(
    dead_code,
    reason = "every test program uses its own part of this module"
)]

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// What the command said, and its exit code.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The command `nabij`, which stands beside the tests' own folder.
pub fn command() -> Command {
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().and_then(Path::parent).unwrap();
    let path = folder.join(format!("nabij{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{} is missing: build it first, with `make test` or `cargo build --release --bin nabij`",
        path.display()
    );
    Command::new(path)
}

/// Runs the command in a folder. It never panics, whatever it is given.
pub fn nabij(folder: &Path, args: &[&str]) -> Ran {
    ran(command().current_dir(folder).args(args).output().unwrap())
}

pub fn ran(output: Output) -> Ran {
    let ran = Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    ran
}

impl Ran {
    /// Standard output of a run that must succeed.
    pub fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stdout, self.stderr);
        self.stdout
    }
}

/// A row of a CSV table by the names of its columns.
pub type Line = BTreeMap<String, String>;

/// The rows of a CSV file.
pub fn csv(path: &Path) -> Vec<Line> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows = reader.deserialize().map(Result::unwrap);
    rows.collect()
}

/// The rows of a CSV of the dialect `excel-nl`.
pub fn excel_nl(path: &Path) -> Vec<Line> {
    let bytes = fs::read(path).unwrap();
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text);
    reader.deserialize().map(Result::unwrap).collect()
}

/// The names of the files in a folder, hidden ones too; none where there is no folder.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
    names.sort();
    names
}

/// Every file of two folders is there in both and has the same bytes.
pub fn assert_same_files(a: &Path, b: &Path) {
    assert_eq!(names(a), names(b));
    for name in names(a) {
        let read = |folder: &Path| fs::read(folder.join(&name)).unwrap();
        assert!(read(a) == read(b), "{name} differs");
    }
}

/// A new folder with the bundled town in it.
pub fn town() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let town = folder.path().join("town");
    nabij_io::town::write(&town).unwrap();
    (folder, town)
}

/// The town with Dutch output of every kind, and the folder of its results.
pub fn dutch_town(output: &str) -> (tempfile::TempDir, PathBuf) {
    let (folder, town) = town();
    let study = town.join("study.toml");
    replace(
        &study,
        "profile = \"adult\"",
        "profile = \"adult\"\nlanguage = \"nl\"",
    );
    replace(
        &study,
        "weights = {",
        "columns = { street = \"straat\", house_number = \"huisnummer\", addition = \"toevoeging\", \
         postcode = \"postcode\", dwellings = \"woningen\", owner = \"complex_id\" }\nweights = {",
    );
    replace(&study, "format = \"parquet\"", output);
    let out = folder.path().join("out");
    nabij(&town, &["score", arg(&study), "--out", arg(&out)]).good();
    (folder, out)
}

/// Replaces text in a file; it must be there.
pub fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{}: no {from}", path.display());
    fs::write(path, text.replace(from, to)).unwrap();
}

/// A path as an argument.
pub fn arg(path: &impl AsRef<OsStr>) -> &str {
    path.as_ref().to_str().unwrap()
}
