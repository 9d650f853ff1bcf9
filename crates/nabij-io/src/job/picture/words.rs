//! The words on the map of a scored city.

use nabij::{Category, Norm};

use crate::{language::Language, names::Names, story::norm_label, study_file::StudyFile};

/// What the norm asks, and of when the data are.
pub(super) fn subtitle(study: &StudyFile, norm: &Norm) -> String {
    let label = norm_label(norm, study.language).to_owned();
    let dates = study.reference_dates.iter();
    let dates = dates.map(|(input, date)| format!("{input} {date}"));
    let parts: Vec<String> = std::iter::once(label).chain(dates).collect();
    parts.join(" · ")
}

/// What the shares of the areas are shares of.
pub(super) fn share_label(norm: &Norm, language: Language) -> String {
    let limit = norm.upper.map(|limit| limit.in_metres());
    match (language, limit) {
        (Language::English, Some(limit)) => format!("of addresses within {limit} m"),
        (Language::Dutch, Some(limit)) => format!("van de adressen binnen {limit} m"),
        (Language::English, None) => "of addresses within the upper limits".to_owned(),
        (Language::Dutch, None) => "van de adressen binnen de bovengrens".to_owned(),
    }
}

/// A share as whole percents: 0 and 100 only where it is none or all.
pub(super) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    let honest = if share > 0.0 && share < 1.0 {
        rounded.clamp(1.0, 99.0)
    } else {
        rounded
    };
    format!("{honest} %")
}

/// A category in words.
pub(super) fn category_label(category: &Category, language: Language) -> String {
    let word = Names::of(language).data_word(category.as_str());
    word.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_never_say_all_or_none_of_some() {
        assert_eq!(
            [0.0, 0.001, 0.414, 0.999, 1.0].map(percent),
            ["0 %", "1 %", "41 %", "99 %", "100 %"]
        );
    }

    #[test]
    fn categories_in_words() {
        let label = |category, language| category_label(&category, language);
        assert_eq!(label(Category::PHARMACY, Language::Dutch), "apotheek");
        assert_eq!(
            Category::new("public_transport").map(|c| label(c, Language::English)),
            Ok("public transport".to_owned())
        );
        let own = Category::new("own_kind");
        assert_eq!(
            own.map(|c| label(c, Language::Dutch)),
            Ok("own kind".to_owned())
        );
    }
}
