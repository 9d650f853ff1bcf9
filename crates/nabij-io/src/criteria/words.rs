//! Words for criteria, in the language of the reader.

use std::collections::BTreeMap;

use nabij::criteria::{BasisLabel, Catalogue, Status, Unknown};

use crate::{language::Language, names::Names};

/// A text by language; the other one where this is missing.
pub(super) fn of<'l>(
    label: &'l BTreeMap<String, String>,
    language: Language,
    id: &'l str,
) -> &'l str {
    let own = label.get(language.code()).or_else(|| label.values().next());
    own.map_or(id, String::as_str)
}

/// A quantity in words, where the catalogue has some.
pub(super) fn quantity<'c>(catalogue: &'c Catalogue, id: &'c str, language: Language) -> &'c str {
    catalogue
        .quantities
        .get(id)
        .map_or(id, |label| of(label, language, id))
}

/// A category in words.
pub(super) fn category(id: &str, language: Language) -> String {
    match language {
        Language::English => match id {
            "gp" => "GP".to_owned(),
            "green" => "green space".to_owned(),
            "haags_ontmoeten" => "place of Haags Ontmoeten".to_owned(),
            "public_transport" => "stop".to_owned(),
            "service_point_xl" => "Servicepunt XL".to_owned(),
            "toilet" => "public toilet".to_owned(),
            other => other.replace('_', " "),
        },
        Language::Dutch => Names::of(language).data_word(id).to_owned(),
    }
}

/// Who counts, in words.
pub(super) fn people(weight: &str, language: Language) -> &str {
    match weight {
        "residents" => language.word("residents", "inwoners"),
        "65+" => language.word("residents of 65 and older", "65-plussers"),
        "75+" => language.word("residents of 75 and older", "75-plussers"),
        "addresses" => language.word("addresses", "adressen"),
        other => other,
    }
}

/// Who a row of the norm panel counts, in words.
pub(super) fn group<'c>(catalogue: &'c Catalogue, id: &'c str, language: Language) -> &'c str {
    match catalogue.quantities.contains_key(id) {
        true => quantity(catalogue, id, language),
        false => people(id, language),
    }
}

/// Where a number stands.
pub(super) fn basis(label: BasisLabel, language: Language) -> &'static str {
    match label {
        BasisLabel::Seed => language.word("the client's document", "document van de gemeente"),
        BasisLabel::Pub => language.word("published", "gepubliceerd"),
        BasisLabel::Assumption => language.word("assumption", "aanname"),
    }
}

pub(super) fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Met => language.word("met", "voldoet"),
        Status::Partly => language.word("partly", "deels"),
        Status::NotMet => language.word("not met", "voldoet niet"),
        Status::Unknown => language.word("unknown", "onbekend"),
        Status::Context => language.word("context", "context"),
    }
}

/// Why there is no value: a word for counting, and a sentence.
pub(super) fn unknown(why: &Unknown, language: Language) -> (&'static str, String) {
    let text = |english: String, dutch: String| match language {
        Language::English => english,
        Language::Dutch => dutch,
    };
    match why {
        Unknown::Layer(category) => (
            "no_layer",
            text(
                format!("the study has no layer of {category}"),
                format!("de studie heeft geen laag {category}"),
            ),
        ),
        Unknown::Figure(quantity) => (
            "no_figure",
            text(
                format!("of {quantity} nothing is known here"),
                format!("van {quantity} is hier niets bekend"),
            ),
        ),
        Unknown::Level(level) => (
            "no_level",
            text(
                format!("the study has no areas of level {level}"),
                format!("de studie heeft geen gebieden van niveau {level}"),
            ),
        ),
        Unknown::Routes => (
            "no_routes",
            text(
                "the study names no routes".to_owned(),
                "de studie noemt geen routes".to_owned(),
            ),
        ),
        Unknown::Weight => (
            "no_people",
            text(
                "the study does not know how many people live where".to_owned(),
                "de studie weet niet hoeveel mensen waar wonen".to_owned(),
            ),
        ),
        Unknown::Parts => (
            "insufficient_data",
            text(
                "insufficient data: too few of its parts are known".to_owned(),
                "onvoldoende gegevens: van te weinig delen bekend".to_owned(),
            ),
        ),
        Unknown::Interval => (
            "interval",
            text(
                "part of it is not known".to_owned(),
                "een deel is onbekend".to_owned(),
            ),
        ),
        Unknown::Nobody => (
            "nothing_to_count",
            text(
                "there is nothing to count here".to_owned(),
                "hier valt niets te tellen".to_owned(),
            ),
        ),
        Unknown::Small => (
            "small_number",
            text(
                "the number is too small to show".to_owned(),
                "het aantal is te klein om te tonen".to_owned(),
            ),
        ),
    }
}
