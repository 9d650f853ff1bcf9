//! The norms of a study: by name, by file, or as they are.

use std::fmt;

use serde::Deserialize;

/// Which norms a study is tested against.
///
/// ```
/// use nabij_io::StudyFile;
/// let study = StudyFile::parse(r#"
///     [norms]
///     name = "own"
///     [[norms.norm]]
///     id = "gp"
///     category = "gp"
///     upper = 800
/// "#)?;
/// assert_eq!(study.norms.to_string(), "own");
/// # Ok::<(), nabij_io::JobError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "norms must be a name, a .toml file, or a table of norms"
)]
pub enum NormsKey {
    /// The name of a built-in set, or the path of a TOML file.
    Named(String),
    /// The set itself.
    Own(toml::Table),
}

impl NormsKey {
    /// The file, where it is one.
    pub fn file(&self) -> Option<&str> {
        match self {
            NormsKey::Named(name) => name.ends_with(".toml").then_some(name),
            NormsKey::Own(_) => None,
        }
    }
}

impl Default for NormsKey {
    fn default() -> Self {
        NormsKey::Named("denhaag-2024".to_owned())
    }
}

impl From<String> for NormsKey {
    fn from(name: String) -> Self {
        NormsKey::Named(name)
    }
}

impl fmt::Display for NormsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NormsKey::Named(name) => f.write_str(name),
            NormsKey::Own(table) => {
                let name = table.get("name").and_then(toml::Value::as_str);
                f.write_str(name.unwrap_or("own norms"))
            }
        }
    }
}
