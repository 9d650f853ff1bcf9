//! What is asked: norms, and the numbers that they do not give.

use nabij::{Length, NormSet, Parameters};

use crate::{
    error::JobError,
    study_file::{NormsKey, StudyFile},
};

/// A norm set by the name of a built-in one or the path of a TOML file.
///
/// # Errors
/// [`JobError::Norms`] with the name, and for files the line and reason.
pub fn read_norms(name: &str, folder: &std::path::Path) -> Result<NormSet, JobError> {
    let wrong = |source| JobError::Norms {
        name: name.to_owned(),
        source,
    };
    if !name.ends_with(".toml") {
        return NormSet::built_in(name).map_err(wrong);
    }
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).map_err(|source| JobError::Io { path, source })?;
    NormSet::from_toml(&text).map_err(wrong)
}

/// The norms of a study.
///
/// # Errors
/// [`JobError::Norms`] with their name, and for files the line and reason.
pub fn norms_of(file: &StudyFile) -> Result<NormSet, JobError> {
    let table = match &file.norms {
        NormsKey::Named(name) => return read_norms(name, &file.folder),
        NormsKey::Own(table) => table,
    };
    NormSet::from_toml(&table.to_string()).map_err(|source| JobError::Norms {
        name: file.norms.to_string(),
        source,
    })
}

/// A length that a study sets.
pub(super) fn length(name: &str, metres: f64) -> Result<Length, JobError> {
    Length::from_metres(metres)
        .map_err(|error| JobError::Incomplete(format!("sets {name}: {error}")))
}

/// The numbers that the norms do not give, as a study says.
pub(super) fn parameters(file: &StudyFile) -> Result<Parameters, JobError> {
    let given = file.parameters;
    let usual = Parameters::default();
    let length =
        |name: &str, metres: Option<f64>| metres.map(|metres| length(name, metres)).transpose();
    Ok(Parameters {
        max_snap: length("max_snap", given.max_snap)?.unwrap_or(usual.max_snap),
        min_component: length("min_component", given.min_component)?.unwrap_or(usual.min_component),
        direct: length("direct", given.direct)?.unwrap_or(usual.direct),
        near: length("near", given.near)?.unwrap_or(usual.near),
        horizon: length("horizon", given.horizon)?,
        named_street: length("named_street", given.named_street)?.unwrap_or(usual.named_street),
        barred_legs: given.barred_legs.unwrap_or(usual.barred_legs),
    })
}
