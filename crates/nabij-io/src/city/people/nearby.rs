//! Zones in the surroundings of origins.

use std::collections::BTreeSet;

use nabij::{Dwellings, Origins};

use super::People;
use crate::{crs::Crs, error::JobError, frame::Frame};

/// The square of 100 m that each origin lies in, by its south-western corner.
pub(super) fn squares(origins: &Origins, frame: &Frame) -> Result<Vec<Option<String>>, JobError> {
    if frame.crs().text() != Crs::RD_NEW {
        return Err(JobError::Incomplete(format!(
            "has [weights.squares], which are squares of RD New, but is measured in {}: set crs = \"EPSG:28992\"",
            frame.crs().name()
        )));
    }
    let square = |origin: usize| {
        let (x, y) = frame.metres(origins.place(origin));
        Some(format!(
            "E{:04.0}N{:04.0}",
            (x / 100.0).floor(),
            (y / 100.0).floor()
        ))
    };
    Ok((0..origins.len()).map(square).collect())
}

impl People {
    /// National tables hold zones all over the country: those without any origin in their
    /// surroundings (the four digits, the square kilometre) are not the study's.
    pub(super) fn leave_out_elsewhere(
        &mut self,
        dwellings: &Dwellings,
        postcodes: &[Option<String>],
        origins: &Origins,
        frame: &Frame,
    ) {
        let digits = |code: &str| code.get(..4).unwrap_or(code).to_owned();
        let kilometre = |code: &str| {
            format!(
                "{}{}",
                code.get(..4).unwrap_or_default(),
                code.get(5..9).unwrap_or_default()
            )
        };
        let near: Vec<BTreeSet<String>> = dwellings
            .zonings()
            .map(|zoning| match zoning {
                "pc6" => postcodes
                    .iter()
                    .flatten()
                    .map(|code| digits(code))
                    .collect(),
                _ => {
                    let codes = squares(origins, frame).unwrap_or_default();
                    codes.iter().flatten().map(|code| kilometre(code)).collect()
                }
            })
            .collect();
        let names: Vec<String> = dwellings.zonings().map(str::to_owned).collect();
        for spread in &mut self.spreads {
            let before = spread.unplaced.len();
            spread.unplaced.retain(|unplaced| {
                let Some(zoning) = unplaced.zoning.map(usize::from) else {
                    return true;
                };
                let around = match names.get(zoning).map(String::as_str) {
                    Some("pc6") => digits(&unplaced.code),
                    _ => kilometre(&unplaced.code),
                };
                near.get(zoning).is_some_and(|near| near.contains(&around))
            });
            self.elsewhere = self.elsewhere.max(before - spread.unplaced.len());
        }
    }
}
