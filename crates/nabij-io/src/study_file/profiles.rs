//! Who walks in a study: by name or by file, one or several.

use std::{collections::BTreeMap, path::Path};

use nabij::{Demand, Profile};
use serde::Deserialize;

use super::StudyFile;
use crate::error::JobError;

/// One profile, or several: names of built-in ones and TOML files of `[[profile]]`.
///
/// ```
/// use nabij_io::StudyFile;
/// let study = StudyFile::parse(r#"profile = ["older_adult", "rollator"]"#)?;
/// let ids: Vec<String> = study.profiles()?.iter().map(|one| one.id().to_owned()).collect();
/// assert_eq!(ids, ["older_adult", "rollator"]);
/// assert_eq!(StudyFile::parse("")?.profiles()?[0].id(), "adult");
/// # Ok::<(), nabij_io::JobError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "profile must be a name, a .toml file, or a list of them"
)]
pub enum ProfilesKey {
    /// One.
    One(String),
    /// Several; the first is the one of maps and tables that show only one.
    Several(Vec<String>),
}

impl Default for ProfilesKey {
    fn default() -> Self {
        ProfilesKey::One(Profile::ADULT.id().to_owned())
    }
}

impl ProfilesKey {
    /// Names and files, in order.
    pub fn names(&self) -> &[String] {
        match self {
            ProfilesKey::One(name) => std::slice::from_ref(name),
            ProfilesKey::Several(names) => names,
        }
    }

    /// Those that are files.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let files = self.names().iter().filter(|name| name.ends_with(".toml"));
        files.map(Path::new)
    }
}

impl StudyFile {
    /// Who walks, with what the study assumes of tags that are missing.
    ///
    /// # Errors
    /// [`JobError::Profiles`] with the name, and for files the line and reason.
    pub fn profiles(&self) -> Result<Vec<Profile>, JobError> {
        let mut profiles: Vec<Profile> = Vec::new();
        for name in self.profile.names() {
            let wrong = |source| JobError::Profiles {
                name: name.clone(),
                source,
            };
            let found = if name.ends_with(".toml") {
                let path = self.path(Path::new(name));
                let text = std::fs::read_to_string(&path);
                let text = text.map_err(|source| JobError::Io { path, source })?;
                Profile::from_toml(&text).map_err(wrong)?
            } else {
                vec![Profile::named(name).map_err(wrong)?]
            };
            for profile in found {
                if profiles.iter().any(|known| known.id() == profile.id()) {
                    return Err(JobError::Incomplete(format!(
                        "names profile {:?} twice",
                        profile.id()
                    )));
                }
                profiles.push(profile);
            }
        }
        if profiles.is_empty() {
            return Err(JobError::Incomplete("names no profile".to_owned()));
        }
        for profile in &mut profiles {
            for (demand, classes) in &self.assume {
                let own = profile.assumed.entry(*demand).or_default();
                own.extend(classes.iter().cloned());
            }
        }
        Ok(profiles)
    }
}

/// Where a tag is missing: the classes of way on which it is taken to be good enough.
pub type Assume = BTreeMap<Demand, Vec<String>>;
