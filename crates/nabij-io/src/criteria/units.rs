//! Values of indicators as people read them.

use crate::language::Language;

/// A value in its unit: a share as a percentage, and so on.
pub(super) fn shown(value: f64, unit: &str, language: Language) -> String {
    let (number, decimals, sign) = match unit {
        "share" => (value * 100.0, 1, " %"),
        "persons" | "count" => (value, 1, ""),
        "per_100" => (value, 1, language.word(" per 100", " per 100")),
        "per_1000" => (value, 1, language.word(" per 1,000", " per 1.000")),
        "class" => (value, 1, ""),
        _ => (value, 2, ""),
    };
    format!("{}{sign}", decimal(number, decimals, language))
}

/// A number with so many decimals, less zeros at its end.
pub(super) fn decimal(number: f64, decimals: usize, language: Language) -> String {
    let text = format!("{number:.decimals$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    let text = if text == "-0" { "0".to_owned() } else { text };
    match language {
        Language::English => text,
        Language::Dutch => text.replace('.', ","),
    }
}
