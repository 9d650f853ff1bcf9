//! Published tables whose columns, codes and gaps are known: rule files, compiled in.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    error::JobError,
    reason::Reason,
    study_file::Prefix,
    table::{Table, there_is},
};

/// What is known of a published table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preset {
    /// Its name.
    #[serde(skip)]
    pub name: &'static str,
    /// Who publishes it, and the licence.
    pub source: String,
    /// What a zone is called.
    pub level: String,
    code: CodeRule,
    no_number: NoNumber,
    columns: Columns,
    /// Rows to keep, by a column.
    #[serde(default)]
    pub keep: Vec<Keep>,
    /// Larger areas, from fine to coarse.
    #[serde(default)]
    pub parents: Vec<ParentRule>,
}

/// By what it holds, the names that a column may have.
pub(crate) type Columns = BTreeMap<String, Vec<String>>;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeRule {
    pattern: String,
    #[serde(default)]
    other_levels: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoNumber {
    at_most: f64,
    words: Vec<String>,
}

/// Rows to keep: those with one of these values.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keep {
    pub column: Vec<String>,
    pub values: Vec<String>,
    /// The word under which the others are listed.
    pub code: String,
}

/// A larger area: its code follows from the finer one, its name from a column, where there is one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParentRule {
    pub level: String,
    pub name: Vec<String>,
    pub prefix: Prefix,
}

/// What a code of a row is.
pub(crate) enum Code {
    /// A zone's, in one spelling.
    Zone(String),
    /// A larger area's: such rows are no zones.
    OtherLevel,
    /// None that is known.
    Wrong,
}

/// What a cell of a published table holds.
pub(crate) enum Number {
    Known(f64),
    /// Nothing, or a code for "no number": the code is the reason.
    None(Option<String>),
}

const PRESETS: [(&str, &str); 3] = [
    ("cbs-buurten", include_str!("../rules/cbs-buurten.toml")),
    ("pc6", include_str!("../rules/pc6.toml")),
    (
        "cbs-vierkanten",
        include_str!("../rules/cbs-vierkanten.toml"),
    ),
];

impl Preset {
    /// The rules of a built-in preset.
    pub fn named(name: &str) -> Result<Self, JobError> {
        let known = PRESETS.iter().find(|(known, _)| *known == name);
        let Some((name, text)) = known else {
            let known: Vec<&str> = PRESETS.iter().map(|(name, _)| *name).collect();
            let known = known.join(", ");
            return Err(JobError::Incomplete(format!(
                "asks for preset {name:?}; there is: {known}"
            )));
        };
        let wrong =
            |error: toml::de::Error| JobError::Incomplete(format!("has preset {name}: {error}"));
        Ok(Preset {
            name,
            ..toml::from_str(text).map_err(wrong)?
        })
    }

    /// The table's column for a thing of the rules; none where it has none.
    pub fn column(&self, table: &Table, thing: &str) -> Result<Option<String>, JobError> {
        let stems = self.columns.get(thing).map_or(&[][..], Vec::as_slice);
        find(table, stems)
    }

    /// The same, but the table must have it.
    pub fn needed(&self, table: &Table, thing: &str) -> Result<String, JobError> {
        self.column(table, thing)?.ok_or_else(|| {
            let stems = self.columns.get(thing).map(|stems| stems.join(", "));
            JobError::Incomplete(format!(
                "reads {} as preset {:?}, but it has no column for {thing} ({}); {}",
                table.source(),
                self.name,
                stems.unwrap_or_default(),
                there_is(&table.column_names().join(", ")),
            ))
        })
    }

    /// A code in one spelling: without spaces, with its letters and leading zeros.
    pub fn code(&self, text: &str) -> Code {
        let code: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_uppercase();
        let filled = filled(&self.code.pattern, &code);
        if fits(&self.code.pattern, &filled) {
            Code::Zone(filled)
        } else if self
            .code
            .other_levels
            .iter()
            .any(|level| fits(level, &code))
        {
            Code::OtherLevel
        } else {
            Code::Wrong
        }
    }

    /// A cell that may hold a code for "no number".
    pub fn number(&self, table: &Table, column: &str, row: usize) -> Result<Number, Reason> {
        let Ok(column) = table.column(column) else {
            return Ok(Number::None(None));
        };
        if let Some(text) = column.text(row)
            && self.no_number.words.iter().any(|word| word == text.trim())
        {
            return Ok(Number::None(Some(text.trim().to_owned())));
        }
        Ok(match column.number(row)? {
            Some(number) if number <= self.no_number.at_most => {
                Number::None(Some(number.to_string()))
            }
            Some(number) => Number::Known(number),
            None => Number::None(None),
        })
    }
}

/// The first of these stems that the table has a column for. An exact name goes before one with a
/// number at its end, such as the `_106` of StatLine.
pub(crate) fn find(table: &Table, stems: &[String]) -> Result<Option<String>, JobError> {
    let names = table.column_names();
    for stem in stems {
        let stem = bare(stem);
        let same: Vec<&String> = names.iter().filter(|name| bare(name) == stem).collect();
        let like: Vec<&String> = match same.is_empty() {
            true => names
                .iter()
                .filter(|name| bare(without_number(name)) == stem)
                .collect(),
            false => same,
        };
        match like.as_slice() {
            [] => {}
            [only] => return Ok(Some((*only).clone())),
            several => {
                let several: Vec<&str> = several.iter().map(|name| name.as_str()).collect();
                return Err(JobError::Incomplete(format!(
                    "finds several columns of one kind in {}: {}; name one of them",
                    table.source(),
                    several.join(", ")
                )));
            }
        }
    }
    Ok(None)
}

fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .to_lowercase()
}

fn without_number(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((stem, number))
            if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) =>
        {
            stem
        }
        _ => name,
    }
}

/// Whether a code has this pattern: 9 is a digit, A a letter, all else itself.
pub(crate) fn fits(pattern: &str, code: &str) -> bool {
    let fits = |(wanted, found): (char, char)| match wanted {
        '9' => found.is_ascii_digit(),
        'A' => found.is_ascii_uppercase(),
        _ => wanted == found,
    };
    pattern.chars().count() == code.chars().count() && pattern.chars().zip(code.chars()).all(fits)
}

/// A code that a spreadsheet took for a number, with its letters and leading zeros again.
fn filled(pattern: &str, code: &str) -> String {
    let letters = pattern.trim_end_matches('9');
    let digits = pattern.len() - letters.len();
    let number = !code.is_empty() && code.chars().all(|c| c.is_ascii_digit());
    match number
        && !letters.is_empty()
        && digits > 0
        && !letters.contains(['9', 'A'])
        && code.len() <= digits
    {
        true => format!("{letters}{code:0>digits$}"),
        false => code.to_owned(),
    }
}

#[cfg(test)]
mod tests;
