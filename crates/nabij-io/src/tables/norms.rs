//! Norms as rows, to show.

use nabij::{Length, Norm, NormSet, Test};

use super::columns::Columns;
use crate::{language::Language, story::norm_label, write::OutTable};

/// One row per norm: what it asks for, its limits, where it comes from.
pub fn norm_rows(set: &NormSet) -> OutTable {
    let norms = set.norms();
    let mut columns = Columns::default();
    columns.text("norm", norms.iter().map(|norm| Some(&norm.id)));
    for (name, language) in [("label", Language::English), ("label_nl", Language::Dutch)] {
        let labels = norms.iter();
        let labels = labels.map(move |norm| Some(norm_label(norm, language)));
        columns.text(name, labels);
    }
    columns.text("asks_for", norms.iter().map(|norm| Some(asks_for(norm))));
    let metres = |limit: Option<Length>| limit.map(Length::in_metres);
    columns.number("lower_m", norms.iter().map(|norm| metres(norm.lower)));
    columns.number("upper_m", norms.iter().map(|norm| metres(norm.upper)));
    let source = |norm: &Norm| norm.source.document.clone();
    columns.text("source", norms.iter().map(source));
    OutTable {
        name: "norms".to_owned(),
        batch: columns.finish(),
        geometry: None,
        crs: None,
    }
}

fn asks_for(norm: &Norm) -> String {
    match &norm.test {
        Test::Nearest(category) => category.to_string(),
        Test::AllOf(parts) => format!("all of {}", parts.join(", ")),
        Test::AnyOf(parts) => format!("any of {}", parts.join(", ")),
        Test::AtLeast(count, parts) => format!("at least {count} of {}", parts.join(", ")),
    }
}
