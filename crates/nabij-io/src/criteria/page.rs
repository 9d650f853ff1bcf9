//! The page of one area: the norms first, then every heading with what it is made of, where each
//! number comes from, and what would help most.

mod lines;

use std::fmt::Write as _;

use nabij::criteria::{HeadingScore, Indicator, IndicatorScore, Measured};
use serde_json::{Value, json};

use super::{
    Counterfactual, Criteria,
    units::{decimal, shown},
    words,
};
use crate::{error::JobError, language::Language};
use lines::line;
pub(super) use lines::told;

/// One area with all that is known of it.
pub struct AreaPage<'p> {
    criteria: &'p Criteria,
    level: u16,
    area: u32,
}

impl<'p> AreaPage<'p> {
    pub(super) fn new(criteria: &'p Criteria, code: &str) -> Result<Self, JobError> {
        let nest = criteria.nest();
        let mut found = (0..nest.levels()).filter_map(|level| {
            let area = nest.ids(level).iter().position(|id| id == code)?;
            Some((level as u16, area as u32))
        });
        let (level, area) = found.next().ok_or_else(|| {
            let some = nest.ids(0).first().map_or("none", String::as_str);
            JobError::Incomplete(format!("has no area {code:?}; codes are such as {some}"))
        })?;
        Ok(AreaPage {
            criteria,
            level,
            area,
        })
    }

    fn rows(&self) -> impl Iterator<Item = (&'p Indicator, &'p Measured, &'p IndicatorScore)> {
        let criteria = self.criteria;
        let all = criteria
            .measures
            .rows
            .iter()
            .zip(&criteria.scores.indicators);
        let own = all.filter(|(row, _)| (row.level, row.area) == (self.level, self.area));
        own.filter_map(|(row, score)| {
            let indicator = criteria
                .catalogue
                .indicators
                .get(usize::from(row.indicator))?;
            Some((indicator, row, score))
        })
    }

    fn heading(&self, heading: Option<u16>) -> Option<&'p HeadingScore> {
        let mut all = self.criteria.scores.headings.iter();
        all.find(|one| (one.level, one.area, one.heading) == (self.level, self.area, heading))
    }

    fn remedies(&self) -> impl Iterator<Item = &'p Counterfactual> {
        let all = self.criteria.remedies.iter();
        all.filter(|one| (one.level, one.area) == (self.level, self.area))
    }

    /// Name and code.
    pub fn name(&self) -> String {
        let id = self
            .criteria
            .area_id(self.level, self.area)
            .unwrap_or_default();
        match self.criteria.area_name(self.level, self.area) {
            Some(name) => format!("{name} ({id})"),
            None => id.to_owned(),
        }
    }

    /// In words.
    pub fn text(&self, language: Language) -> String {
        let mut text = self.name();
        text.push('\n');
        self.panel(&mut text, language);
        let catalogue = &self.criteria.catalogue;
        for (number, heading) in (0..).zip(&catalogue.headings) {
            let rows: Vec<_> = self
                .rows()
                .filter(|(own, ..)| own.heading == heading.id)
                .collect();
            if rows.is_empty() {
                continue;
            }
            let label = words::of(&heading.label, language, &heading.id);
            let _ = write!(text, "\n{label}{}\n", self.score(Some(number), language));
            for (indicator, row, score) in rows {
                line(&mut text, indicator, row, score, language);
            }
        }
        if self.heading(None).is_some() {
            let label = language.word(
                "Total, with weights of your own: no norm makes up for another",
                "Totaal, met eigen gewichten: geen norm maakt een andere goed",
            );
            let _ = write!(text, "\n{label}{}\n", self.score(None, language));
        }
        let best = self.best(language);
        if !best.is_empty() {
            let label = language.word("What would help most", "Wat het meest zou helpen");
            let _ = write!(text, "\n{label}\n");
            for one in best {
                let _ = writeln!(text, "  {one}");
            }
        }
        text.trim_end().to_owned()
    }

    fn panel(&self, text: &mut String, language: Language) {
        let of_area = |one: &&nabij::criteria::PanelRow| {
            (one.measured.level, one.measured.area) == (self.level, self.area)
        };
        let rows: Vec<_> = self.criteria.panel.iter().filter(of_area).collect();
        if rows.is_empty() {
            return;
        }
        let label = language.word(
            "Norms of the vision (nothing makes up for these)",
            "Normen uit de visie (niets maakt deze goed)",
        );
        let _ = write!(text, "\n{label}\n");
        let mut last = None;
        for row in rows {
            let one = &row.measured;
            let Some(indicator) = self
                .criteria
                .catalogue
                .indicators
                .get(usize::from(one.indicator))
            else {
                continue;
            };
            if last != Some(one.indicator) {
                last = Some(one.indicator);
                let label = words::of(&indicator.label, language, &indicator.id);
                let norm = indicator.panel.as_deref().unwrap_or_default();
                let _ = writeln!(text, "  {norm}  {label}");
            }
            let share = |value: Option<f64>| {
                value.map_or_else(
                    || language.word("unknown", "onbekend").to_owned(),
                    |value| shown(value, "share", language),
                )
            };
            let shares = match one.lower {
                Some(lower) => format!("{} / {}", share(lower[0]), share(one.value)),
                None => share(one.value),
            };
            let failing = match one.failing {
                Some(failing) => format!(
                    "{} {} {} {}",
                    decimal(failing, 0, language),
                    language.word("of", "van"),
                    decimal(one.total, 0, language),
                    language.word("fail", "buiten de norm")
                ),
                None => one
                    .unknown
                    .as_ref()
                    .map_or(String::new(), |why| words::unknown(why, language).1),
            };
            let group = words::group(&self.criteria.catalogue, &row.group, language);
            let _ = writeln!(text, "        {group:<28} {shares:<18} {failing}");
        }
    }

    fn score(&self, heading: Option<u16>, language: Language) -> String {
        let Some(one) = self.heading(heading) else {
            return String::new();
        };
        let number = |score: f64| decimal(score, 2, language);
        let coverage = shown(one.coverage, "share", language);
        let known = language.word("known", "bekend");
        match one.score {
            Some(score) => format!(
                ": {} [{}–{}], {coverage} {known}",
                number(score),
                number(one.low),
                number(one.high)
            ),
            None => format!(
                ": {} [{}–{}], {coverage} {known}",
                language.word("insufficient data", "onvoldoende gegevens"),
                number(one.low),
                number(one.high)
            ),
        }
    }

    /// What would help, the most people first.
    fn best(&self, language: Language) -> Vec<String> {
        let mut all: Vec<(f64, String)> = self
            .remedies()
            .filter_map(|one| {
                let indicator = self
                    .criteria
                    .catalogue
                    .indicators
                    .get(usize::from(one.indicator))?;
                let row = self.rows().find(|(own, ..)| own.id == indicator.id)?.1;
                Some(told(
                    &self.criteria.catalogue,
                    &one.remedy,
                    indicator,
                    row,
                    language,
                ))
            })
            .collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        all.into_iter().map(|(_, text)| text).collect()
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        self.json_in(Language::English)
    }

    /// The same with its sentences in a language.
    pub fn json_in(&self, language: Language) -> Value {
        let rows = self.rows().map(|(indicator, row, score)| {
            json!({
                "indicator": indicator.id,
                "heading": indicator.heading,
                "label": indicator.label,
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "value_lower_limit": row.lower.map(|lower| lower[0]),
                "unit": indicator.unit,
                "people": row.weight,
                "failing": row.failing,
                "known_share": row.known,
                "estimated": row.estimated,
                "year": row.year,
                "unknown": row.unknown.as_ref().map(|why| words::unknown(why, language).1),
                "status": score.status.as_str(),
                "score": score.score,
                "score_low": score.low,
                "score_high": score.high,
                "weight": indicator.weight,
                "contribution": score.contribution,
                "standing": indicator.standing().as_str(),
                "basis": indicator.basis.iter().map(|(number, basis)| (number.clone(), json!({
                    "label": basis.label.as_str(), "source": basis.source,
                }))).collect::<serde_json::Map<_, _>>(),
            })
        });
        let headings = self.criteria.scores.headings.iter();
        let headings = headings.filter(|one| (one.level, one.area) == (self.level, self.area));
        let headings = headings.map(|one| {
            let own = one
                .heading
                .and_then(|at| self.criteria.catalogue.headings.get(usize::from(at)));
            json!({
                "heading": own.map_or("total", |own| own.id.as_str()),
                "score": one.score,
                "low": one.low,
                "high": one.high,
                "coverage": one.coverage,
                "need": one.need,
                "priority": one.priority,
            })
        });
        json!({
            "area": self.criteria.area_id(self.level, self.area),
            "name": self.criteria.area_name(self.level, self.area),
            "level": self.criteria.nest().level_name(usize::from(self.level)),
            "headings": headings.collect::<Vec<_>>(),
            "indicators": rows.collect::<Vec<_>>(),
            "help": self.best(language),
        })
    }
}
