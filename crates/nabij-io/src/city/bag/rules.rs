//! The rule file of the BAG.

use serde::Deserialize;

use crate::{
    error::JobError,
    preset::{Columns, find},
    table::Table,
};

/// The rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::city) struct Rules {
    #[serde(rename = "source")]
    _source: String,
    pub id_digits: usize,
    columns: Columns,
    pub(super) layers: Vec<LayerRule>,
    pub(super) building: BuildingRule,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayerRule {
    pub name: String,
    pub kind: String,
    #[serde(default)]
    pub required: bool,
    #[serde(rename = "use")]
    pub purpose: Option<String>,
    pub status: Vec<String>,
    #[serde(default)]
    pub planned: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BuildingRule {
    pub layer: String,
    pub flagged: Vec<String>,
}

impl Rules {
    /// The rules, compiled in.
    pub fn read() -> Result<Self, JobError> {
        toml::from_str(include_str!("../../../rules/bag.toml"))
            .map_err(|error| JobError::Incomplete(format!("has preset bag: {error}")))
    }

    /// The table's column for a thing of the rules; none where it has none.
    pub fn column(&self, table: &Table, thing: &str) -> Result<Option<String>, JobError> {
        find(
            table,
            self.columns.get(thing).map_or(&[][..], Vec::as_slice),
        )
    }

    /// The same, but the table must have it.
    pub fn needed(&self, table: &Table, thing: &str) -> Result<String, JobError> {
        self.column(table, thing)?.ok_or_else(|| {
            let wanted = self.columns.get(thing).map(|names| names.join(", "));
            JobError::Incomplete(format!(
                "reads {} as BAG, but it has no column {}; its columns are {}",
                table.source(),
                wanted.unwrap_or_default(),
                table.column_names().join(", ")
            ))
        })
    }

    /// An identification with the leading zeros that a register kept as a number has lost.
    pub fn id(&self, id: &str) -> String {
        let (id, digits) = (id.trim(), self.id_digits);
        match !id.is_empty() && id.chars().all(|c| c.is_ascii_digit()) {
            true => format!("{id:0>digits$}"),
            false => id.to_owned(),
        }
    }
}

/// Whether a word of the register is one of the rules'.
pub(super) fn holds(words: &[String], word: &str) -> bool {
    words.iter().any(|one| one == word.trim())
}
