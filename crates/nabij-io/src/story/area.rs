//! Why people in an area do not meet a norm, in words and for programs.

use std::collections::BTreeMap;

use nabij::{Cause, Length, Norm};
use serde_json::{Value, json};

use super::{norm_label, profile_label};
use crate::{
    error::JobError,
    language::Language,
    tables::{Failing, Results, weight_name},
};

/// So many addresses are named for each cause.
const NAMED: usize = 5;

/// One area of a level, with all that fails there.
pub struct AreaStory<'r> {
    results: Results<'r>,
    level: usize,
    area: usize,
    failing: Vec<Failing>,
}

impl<'r> AreaStory<'r> {
    /// The story of the area of this code, of the finest level that has one; of one norm, if named.
    ///
    /// # Errors
    /// [`JobError::Incomplete`] when the study has no areas, no area of this code, or no such norm.
    pub fn new(results: Results<'r>, code: &str, norm: Option<&str>) -> Result<Self, JobError> {
        let own = results.city.areas.as_ref();
        let own = own.ok_or_else(|| JobError::Incomplete("has no areas".to_owned()))?;
        let levels = own.areas.levels().iter().enumerate();
        let mut found = levels.filter_map(|(level, of)| {
            let area = of.ids.iter().position(|id| id == code)?;
            Some((level, area))
        });
        let (level, area) = found.next().ok_or_else(|| {
            let some = own
                .areas
                .levels()
                .first()
                .and_then(|level| level.ids.first());
            let some = some.map_or("none", String::as_str);
            JobError::Incomplete(format!("has no area {code:?}; codes are such as {some}"))
        })?;
        let number = match norm {
            None => None,
            Some(id) => {
                let at = results.city.norms.position(id);
                Some(at.ok_or_else(|| JobError::Incomplete(format!("has no norm {id:?}")))?)
            }
        };
        let mut failing = results.failing();
        failing.retain(|one| (one.level, one.area) == (level, area));
        failing.retain(|one| number.is_none_or(|number| one.norm == number));
        Ok(AreaStory {
            results,
            level,
            area,
            failing,
        })
    }

    /// In words: for every walker and norm how many there are, and those who fail by cause.
    pub fn text(&self, language: Language) -> String {
        let city = self.results.city;
        let mut lines = vec![self.name()];
        let several = city.profiles.len() > 1;
        let mut last = None;
        for one in &self.failing {
            let norm = &city.norms.norms()[one.norm];
            if last != Some((one.profile, one.norm)) {
                last = Some((one.profile, one.norm));
                let who = city.profiles.get(one.profile).filter(|_| several);
                let who = who.map(|who| format!(" · {}", profile_label(who, language)));
                let total = self.total(one.profile, one.norm, language);
                lines.push(format!(
                    "\n{}{}, {total}:",
                    norm_label(norm, language),
                    who.unwrap_or_default()
                ));
            }
            let ids: Vec<&str> = one
                .origins
                .iter()
                .take(NAMED)
                .map(|at| city.origins.ids().get(*at as usize))
                .collect();
            let more = if one.origins.len() > NAMED {
                " …"
            } else {
                ""
            };
            let how_many = self.amounts(language, |weight| {
                let (sum, unknown) = one.amount(&self.results, weight);
                Some((sum as f64 / 1e6, unknown))
            });
            lines.push(format!(
                "  {}: {how_many} ({}{more})",
                cause_in_words(one.cause, norm, language),
                ids.join(", ")
            ));
        }
        if self.failing.is_empty() {
            lines.push(
                language
                    .word("nobody fails", "niemand valt erbuiten")
                    .to_owned(),
            );
        }
        lines.join("\n")
    }

    /// The same for programs: `docs/area-explanation.schema.json` says what is where.
    pub fn json(&self) -> Value {
        let city = self.results.city;
        let weights = |one: &Failing| -> BTreeMap<&str, Value> {
            let kinds = 0..city.origins.weights().len();
            kinds
                .map(|at| {
                    let (sum, unknown) = one.amount(&self.results, Some(at));
                    let name =
                        u16::try_from(at).map_or("", |at| weight_name(self.results.city, Some(at)));
                    (
                        name,
                        json!({ "amount": sum as f64 / 1e6, "unknown": unknown }),
                    )
                })
                .collect()
        };
        let each = self.failing.iter().map(|one| {
            let ids = one
                .origins
                .iter()
                .map(|at| city.origins.ids().get(*at as usize));
            json!({
                "norm": city.norms.norms()[one.norm].id,
                "profile": city.profiles.get(one.profile).map(nabij::Profile::id),
                "cause": one.cause.as_str(),
                "origins": ids.collect::<Vec<_>>(),
                "weights": weights(one),
            })
        });
        let level = self.level();
        json!({
            "level": level.map(|level| &level.name),
            "area": level.and_then(|level| level.ids.get(self.area)),
            "area_name": level.and_then(|level| level.names.get(self.area)),
            "failing": each.collect::<Vec<_>>(),
        })
    }

    fn level(&self) -> Option<&'r nabij::Level> {
        self.results
            .city
            .areas
            .as_ref()?
            .areas
            .levels()
            .get(self.level)
    }

    fn name(&self) -> String {
        let level = self.level();
        let code = level.and_then(|level| level.ids.get(self.area));
        let name = level
            .and_then(|level| level.names.get(self.area))
            .and_then(Option::as_deref);
        let name = name.map(|name| format!(" {name}")).unwrap_or_default();
        format!("{}{name}", code.map_or("", String::as_str))
    }

    /// All who the norm applies to.
    fn total(&self, profile: usize, norm: usize, language: Language) -> String {
        let scores = match profile.checked_sub(1) {
            None => self.results.areas,
            Some(other) => self
                .results
                .others
                .get(other)
                .and_then(|own| own.areas.as_ref()),
        };
        let of = language.word("of", "van");
        let total = self.amounts(language, |weight| {
            let row = scores?.row(self.level, self.area, norm, weight)?;
            Some((row.total, row.weight_unknown))
        });
        format!("{of} {total}")
    }

    /// `12 addresses, 30 residents`, by the names of the weights: how much, and of how many addresses
    /// it is not known.
    fn amounts(
        &self,
        language: Language,
        of: impl Fn(Option<usize>) -> Option<(f64, u64)>,
    ) -> String {
        let kinds = self.results.city.origins.weights();
        let addresses = language.word("addresses", "adressen");
        let named = kinds.iter().map(|own| own.name.as_str());
        let each = std::iter::once((None, addresses)).chain((0..).map(Some).zip(named));
        let told = each.filter_map(|(weight, name)| {
            let (amount, unknown) = of(weight)?;
            let amount = (amount * 10.0).round() / 10.0;
            let not_known =
                language.word("of {} addresses not known", "van {} adressen niet bekend");
            let not_known = not_known.replace("{}", &unknown.to_string());
            Some(match (amount, unknown) {
                (_, 0) => format!("{amount} {name}"),
                (0.0, _) => format!("{name} {not_known}"),
                _ => format!("{amount} {name} ({not_known})"),
            })
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

/// Why a norm is not met.
fn cause_in_words(cause: Cause, norm: &Norm, language: Language) -> String {
    let limit = norm.upper.map_or(Length::MAX, |upper| upper);
    let limit = super::readable(limit, &[]);
    let (english, dutch) = match cause {
        Cause::Unsnapped => ("on no street", "niet aan een straat"),
        Cause::Unknown => (
            "not known: it depends on what is not on the map",
            "niet bekend: het hangt af van wat niet op de kaart staat",
        ),
        Cause::Stairs => ("only by stairs", "alleen met een trap"),
        Cause::Walker => (
            "only by ways that this walker cannot use",
            "alleen over wegen waar deze wandelaar niet langs kan",
        ),
        Cause::TooFar => (
            "too far: none within {} in a straight line",
            "te ver: hemelsbreed geen binnen {}",
        ),
        Cause::CutOff => (
            "cut off: within {} in a straight line, across water or a railway",
            "afgesneden: hemelsbreed binnen {}, over water of spoor",
        ),
        Cause::Unreachable => (
            "no way there: within {} in a straight line, but not joined by streets",
            "geen weg erheen: hemelsbreed binnen {}, maar niet met straten verbonden",
        ),
        Cause::Detour => (
            "a long way round: within {} in a straight line",
            "een lange omweg: hemelsbreed binnen {}",
        ),
    };
    language.word(english, dutch).replace("{}", &limit)
}
