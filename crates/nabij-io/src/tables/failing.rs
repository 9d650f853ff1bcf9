//! Who fails a norm in an area, and why.

use std::collections::BTreeMap;

use nabij::{Cause, Weight};

use super::{
    Results,
    areas::{outline, weight_name},
    columns::Columns,
};
use crate::write::OutTable;

/// The origins of one area that do not meet a norm at its upper limit for one cause.
pub struct Failing {
    /// Position of who walks.
    pub profile: usize,
    /// Position of the level of areas.
    pub level: usize,
    /// Position of the area in its level.
    pub area: usize,
    /// Position of the norm.
    pub norm: usize,
    /// Why.
    pub cause: Cause,
    /// Who, ascending.
    pub origins: Vec<u32>,
}

impl Failing {
    /// How much of a weight they are, in millionths of those whose weight is known, and of how many
    /// it is not; without a column of weights each counts once.
    pub fn amount(&self, results: &Results<'_>, weight: Option<usize>) -> (i128, u64) {
        let column = weight.and_then(|at| results.city.origins.weights().get(at));
        let (mut sum, mut unknown) = (0, 0);
        for origin in &self.origins {
            let own = column.map_or(Some(&Weight::ONE), |own| own.values.get(*origin as usize));
            match own.and_then(|own| own.millionths()) {
                Some(millionths) => sum += i128::from(millionths),
                None => unknown += 1,
            }
        }
        (sum, unknown)
    }
}

impl Results<'_> {
    /// Who fails what in every area of every level, and why: in the order of the rows of areas,
    /// then by cause. None without areas.
    pub fn failing(&self) -> Vec<Failing> {
        let (Some(scores), Some(own)) = (self.areas, &self.city.areas) else {
            return Vec::new();
        };
        let mut all: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        let each = self.walkers().zip(self.causes).enumerate();
        for (profile, ((_, scored), causes)) in each {
            for (row, cause) in scored.rows.iter().zip(causes) {
                let area = scores.area_of.get(row.origin as usize).copied().flatten();
                let (Some(cause), Some(area)) = (*cause, area) else {
                    continue;
                };
                for (level, of) in own.areas.levels().iter().enumerate() {
                    if let Some(area) = of.of.get(area as usize).copied().flatten() {
                        let key = (profile, level, area as usize, usize::from(row.norm), cause);
                        all.entry(key).or_default().push(row.origin);
                    }
                }
            }
        }
        let failing = |((profile, level, area, norm, cause), origins)| Failing {
            profile,
            level,
            area,
            norm,
            cause,
            origins,
        };
        all.into_iter().map(failing).collect()
    }

    /// One row per profile, area, norm, weight and cause; nothing without areas.
    pub fn causes(&self) -> Option<OutTable> {
        let (scores, own) = (self.areas?, self.city.areas.as_ref()?);
        let all = self.failing();
        let kinds = self.city.origins.weights().len();
        let each = all.iter().flat_map(|one| {
            let weights = std::iter::once(None).chain((0..kinds).map(Some));
            weights.map(move |weight| (one, weight))
        });
        let rows: Vec<_> = each
            .map(|(one, weight)| (one, weight, one.amount(self, weight)))
            .collect();
        let levels = own.areas.levels();
        let level = |one: &Failing| levels.get(one.level);
        let profiles: Vec<&str> = self.walkers().map(|(_, own)| own.profile.id()).collect();
        let norms = self.city.norms.norms();
        let total = |one: &Failing, weight| {
            let of_profile = match one.profile.checked_sub(1) {
                None => Some(scores),
                Some(other) => self.others.get(other)?.areas.as_ref(),
            };
            Some(
                of_profile?
                    .row(one.level, one.area, one.norm, weight)?
                    .total,
            )
        };
        let mut columns = Columns::default();
        columns.word(
            "level",
            rows.iter().map(|(one, ..)| Some(level(one)?.name.as_str())),
        );
        columns.text(
            "area",
            rows.iter().map(|(one, ..)| level(one)?.ids.get(one.area)),
        );
        let name = |one: &Failing| level(one)?.names.get(one.area)?.as_deref();
        columns.text("area_name", rows.iter().map(|(one, ..)| name(one)));
        columns.word(
            "norm",
            rows.iter()
                .map(|(one, ..)| Some(norms.get(one.norm)?.id.as_str())),
        );
        columns.own_word(
            "profile",
            rows.iter()
                .map(|(one, ..)| profiles.get(one.profile).copied()),
        );
        let weight =
            |at: Option<usize>| weight_name(self, at.and_then(|at| u16::try_from(at).ok()));
        columns.word("weight", rows.iter().map(|(_, at, _)| Some(weight(*at))));
        columns.own_word(
            "cause",
            rows.iter().map(|(one, ..)| Some(one.cause.as_str())),
        );
        columns.whole(
            "origins",
            rows.iter()
                .map(|(one, ..)| i64::try_from(one.origins.len()).ok()),
        );
        let unknown = rows
            .iter()
            .map(|(.., (_, unknown))| i64::try_from(*unknown).ok());
        columns.whole("weight_unknown", unknown);
        columns.number(
            "amount",
            rows.iter().map(|(.., (sum, _))| Some(*sum as f64 / 1e6)),
        );
        let share = |(one, weight, (sum, _)): &(&Failing, Option<usize>, (i128, u64))| {
            let total = total(one, *weight).filter(|total| *total > 0.0)?;
            Some(*sum as f64 / 1e6 / total)
        };
        columns.number("share", rows.iter().map(share));
        let ground = |one: &Failing| {
            let level = u16::try_from(one.level).ok()?;
            outline(own, level, u32::try_from(one.area).ok()?)
        };
        Some(OutTable {
            name: "causes".to_owned(),
            geometry: Some(rows.iter().map(|(one, ..)| ground(one)).collect()),
            batch: columns.finish(),
            crs: Some(own.crs.clone()),
        })
    }
}
