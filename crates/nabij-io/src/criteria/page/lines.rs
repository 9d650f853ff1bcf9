//! One indicator, and one remedy, in words.

use std::fmt::Write as _;

use nabij::criteria::{Catalogue, Indicator, IndicatorScore, Measured, Status};

use crate::{
    criteria::{
        Remedy,
        units::{decimal, shown},
        words,
    },
    language::Language,
};

/// One indicator in a line or two.
pub(super) fn line(
    text: &mut String,
    indicator: &Indicator,
    row: &Measured,
    score: &IndicatorScore,
    language: Language,
) {
    let label = words::of(&indicator.label, language, &indicator.id);
    let number = |value: f64| shown(value, &indicator.unit, language);
    let between = match (row.low, row.high) {
        (Some(low), Some(high)) if low != high => format!(" [{}–{}]", number(low), number(high)),
        (Some(low), None) => format!(
            " [{} {}]",
            language.word("at least", "ten minste"),
            number(low)
        ),
        _ => String::new(),
    };
    let value = match (row.value, &row.unknown) {
        (Some(value), _) => format!("{}{between}", number(value)),
        (None, Some(why)) => {
            let (_, why) = words::unknown(why, language);
            format!("{}{between}: {why}", language.word("unknown", "onbekend"))
        }
        (None, None) => language.word("unknown", "onbekend").to_owned(),
    };
    let scored = match (score.status, score.score) {
        (Status::Context, _) => language.word("context", "context").to_owned(),
        (status, Some(own)) => format!(
            "{} · {}",
            words::status(status, language),
            decimal(own, 2, language)
        ),
        (status, None) => words::status(status, language).to_owned(),
    };
    let mut notes = vec![words::basis(indicator.standing(), language).to_owned()];
    if row.estimated {
        notes.push(language.word("estimate", "schatting").to_owned());
    }
    notes.extend(row.year.map(|year| year.to_string()));
    let _ = writeln!(text, "  {label:<52} {value}");
    let target = indicator.utility.as_ref().map(|_| {
        let name = if indicator
            .utility
            .as_ref()
            .is_some_and(|own| own.points().len() > 2)
        {
            "knots"
        } else {
            "target"
        };
        format!(
            ", {} {}",
            language.word("target:", "streefwaarde:"),
            words::basis(indicator.basis_of(name).label, language)
        )
    });
    let _ = writeln!(
        text,
        "  {:<52} {scored} ({}{})",
        "",
        notes.join(", "),
        target.unwrap_or_default()
    );
}

/// A remedy in words, with how many people it helps.
pub(in crate::criteria) fn told(
    catalogue: &Catalogue,
    remedy: &Remedy,
    indicator: &Indicator,
    row: &Measured,
    language: Language,
) -> (f64, String) {
    let label = words::of(&indicator.label, language, &indicator.id);
    let people = words::people(row.weight.as_deref().unwrap_or("residents"), language);
    let thing = |id: &str| words::quantity(catalogue, id, language).to_owned();
    match remedy {
        Remedy::Site {
            category,
            site,
            name,
            limit_m,
            gained,
            ..
        } => {
            let count = decimal(*gained, 0, language);
            let what = words::category(category, language);
            let place = match name {
                Some(name) => format!("{name} ({site})"),
                None => site.clone(),
            };
            let reach = match limit_m {
                Some(limit) => format!(
                    "{} {} m",
                    language.word("within", "binnen"),
                    decimal(*limit, 0, language)
                ),
                None => language.word("to the norm", "op de norm").to_owned(),
            };
            let text = match language {
                Language::English => {
                    format!("{label}: a {what} at {place} would bring {count} {people} {reach}")
                }
                Language::Dutch => {
                    format!("{label}: een {what} op {place} brengt {count} {people} {reach}")
                }
            };
            (*gained, text)
        }
        Remedy::More { quantity, amount } => {
            let count = decimal(amount.ceil(), 0, language);
            let what = thing(quantity);
            let text = match language {
                Language::English => format!("{label}: {count} more {what} would reach the target"),
                Language::Dutch => format!("{label}: {count} {what} erbij haalt de streefwaarde"),
            };
            (*amount, text)
        }
        Remedy::There { quantity } => {
            let failing = row.failing.unwrap_or(0.0);
            let count = decimal(failing, 0, language);
            let what = thing(quantity);
            let text = match language {
                Language::English => {
                    format!("{label}: {what} would serve {count} {people} who have none")
                }
                Language::Dutch => {
                    format!("{label}: {what} bedient {count} {people} die het missen")
                }
            };
            (failing, text)
        }
    }
}
