//! One complete result folder, whatever its format.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    error::JobError,
    table::{ReadOptions, Table},
};

/// A result folder with its manifest.
pub(super) struct Folder {
    path: PathBuf,
    pub manifest: Value,
}

impl Folder {
    /// Opens a folder.
    pub fn open(path: &Path) -> Result<Self, JobError> {
        let wrong = |what: String| {
            JobError::Compare(format!("{} is no complete result: {what}", path.display()))
        };
        let text = fs::read_to_string(path.join("manifest.json"))
            .map_err(|error| wrong(format!("its manifest.json cannot be read: {error}")))?;
        let manifest = serde_json::from_str(&text)
            .map_err(|error| wrong(format!("its manifest.json is damaged: {error}")))?;
        Ok(Folder {
            path: path.to_owned(),
            manifest,
        })
    }

    /// The name of the norm set.
    pub fn norm_set(&self) -> &str {
        self.manifest["norm_set"]["name"]
            .as_str()
            .unwrap_or_default()
    }

    /// The rows of a table that are about the first profile: comparisons are about no other.
    pub fn first_profile(&self, table: &Table) -> Vec<usize> {
        let first = self.manifest["profile"].as_str();
        let profiles = table.column("profile").ok();
        let own = |row: &usize| match (&profiles, first) {
            (Some(profiles), Some(first)) => profiles.text(*row).as_deref() == Some(first),
            _ => true,
        };
        (0..table.len()).filter(own).collect()
    }

    /// What each norm tests, by id: without the words about it.
    pub fn norms(&self) -> BTreeMap<String, Value> {
        let all = self.manifest["norm_set"]["norms"].as_array();
        let all = all.into_iter().flatten().filter_map(|norm| {
            let keys = ["test", "lower_m", "upper_m", "indoor", "kinds", "not_kinds"];
            let own: Vec<Value> = keys.iter().map(|key| norm[*key].clone()).collect();
            Some((norm["id"].as_str()?.to_owned(), Value::from(own)))
        });
        all.collect()
    }

    /// The year of the areas' borders; none where it is not stated.
    pub fn area_year(&self) -> Option<i64> {
        self.manifest["area_year"].as_i64()
    }

    /// Whether there is no table of areas: the study names none, or the public may not see them.
    fn has_no_areas(&self) -> bool {
        let none = self.manifest["scored"]["outside_all_areas"].is_null();
        none || self.manifest["audience"] == "openbaar"
    }

    /// A table by name; none where there is no such file.
    pub fn table(&self, name: &str) -> Result<Option<Table>, JobError> {
        let package = self.path.join("results.gpkg");
        let mut options = ReadOptions::default();
        if package.is_file() {
            options.layer = Some(name.to_owned());
            return Ok(match name {
                "areas" if self.has_no_areas() => None,
                _ => Some(Table::read(package, &options)?),
            });
        }
        let path = |extension: &str| self.path.join(format!("{name}.{extension}"));
        let found = ["parquet", "geojson", "csv"]
            .into_iter()
            .map(path)
            .find(|path| path.is_file());
        let Some(path) = found else {
            return Ok(None);
        };
        // The dialect excel-nl is known by its byte order mark.
        let mut start = [0; 3];
        let marked = path.extension().is_some_and(|end| end == "csv")
            && File::open(&path)
                .and_then(|mut file| file.read_exact(&mut start))
                .is_ok()
            && start == *b"\xef\xbb\xbf";
        if marked {
            options.separator = Some(';');
            options.decimal_comma = true;
        }
        Ok(Some(Table::read(path, &options)?))
    }

    /// A table that every result has.
    pub fn needed(&self, name: &str) -> Result<Table, JobError> {
        self.table(name)?.ok_or_else(|| {
            JobError::Compare(format!(
                "{} is no complete result: it has no table {name}",
                self.path.display()
            ))
        })
    }
}
