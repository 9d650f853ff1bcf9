//! How near is too near on a network.

use nabij::{AuditParameters, Length};
use serde::Deserialize;

use crate::error::JobError;

/// Numbers for [`Audit`](crate::Audit), in metres; those of [`AuditParameters`] where not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditTable {
    /// Dead ends this near a path are looked at; at most 100 m.
    pub reach: Option<f64>,
    /// Junctions and dead ends this near each other should be one; at most 100 m.
    pub near: Option<f64>,
    /// Places are joined where the network leads from one to the other within this many times their
    /// gap; at most 1,000.
    pub detour: Option<u32>,
    /// A pavement drawn apart is looked for this far from its street; at most 100 m.
    pub alongside: Option<f64>,
}

impl AuditTable {
    /// The parameters, with the study's own `min_component`.
    ///
    /// # Errors
    /// [`JobError::Incomplete`] when a number is out of its range.
    pub fn parameters(&self, min_component: Length) -> Result<AuditParameters, JobError> {
        let usual = AuditParameters::default();
        let wrong = |text: String| JobError::Incomplete(format!("sets {text}"));
        let length = |name: &str, metres: Option<f64>, usual: Length| {
            let Some(metres) = metres else {
                return Ok(usual);
            };
            let length = Length::from_metres(metres);
            let length = length.map_err(|error| wrong(format!("audit.{name}: {error}")))?;
            match length <= Length::metres(100) {
                true => Ok(length),
                false => Err(wrong(format!("audit.{name}: {metres} m; at most 100 m"))),
            }
        };
        let detour = self.detour.unwrap_or(usual.detour);
        if detour > 1000 {
            return Err(wrong(format!("audit.detour: {detour}; at most 1,000")));
        }
        Ok(AuditParameters {
            reach: length("reach", self.reach, usual.reach)?,
            near: length("near", self.near, usual.near)?,
            alongside: length("alongside", self.alongside, usual.alongside)?,
            detour,
            min_component,
        })
    }
}
