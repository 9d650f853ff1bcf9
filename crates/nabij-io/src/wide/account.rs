//! What is not linked, the norms, and the account: every number that nobody measured, with its
//! source.

use nabij::{FacilityId, Length, Norm, Standing, Test, Verdict};

use super::{
    Wide,
    sheet::{Sheet, WideTable},
};
use crate::{city::TOUCHING_M, story::norm_label, study_file::FileLayer};

/// Rows that are not used, and addresses and facilities that are on no street.
pub(super) fn not_linked<'w>(wide: &'w Wide<'_>) -> WideTable<'w> {
    let city = wide.results.city;
    let file = |layer: Option<&dyn FileLayer>| {
        let name = layer.and_then(|layer| layer.file().file_name());
        name.map_or(String::new(), |name| name.to_string_lossy().into_owned())
    };
    let street = wide.names.cell("unsnapped").to_owned();
    let mut rows: Vec<(String, Option<String>, Option<String>, String)> = Vec::new();
    for unused in &city.unused {
        let place = Some(unused.place.clone());
        // A reason quotes what was refused, which may be a count of people.
        let reason = match wide.study.output.is_public() {
            true => &unused.code,
            false => &unused.reason,
        };
        rows.push((
            unused.file.clone(),
            place,
            unused.id.clone(),
            reason.clone(),
        ));
    }
    // Addresses with a label that are in no complex.
    for note in city
        .notes
        .iter()
        .filter(|note| note.code.starts_with("label_"))
    {
        let (place, id) = (Some(note.place.clone()), note.id.clone());
        rows.push((note.file.clone(), place, id, note.reason.clone()));
    }
    let origins = file(
        wide.study
            .origins
            .as_ref()
            .map(|layer| layer as &dyn FileLayer),
    );
    let mut last = None;
    for row in &wide.results.scored.rows {
        let unsnapped = wide
            .results
            .scored
            .attached
            .of(row.origin as usize)
            .is_empty()
            && row.verdict == Verdict::Unsnapped;
        if unsnapped && last != Some(row.origin) {
            last = Some(row.origin);
            let id = city.origins.ids().get(row.origin as usize).to_owned();
            rows.push((origins.clone(), None, Some(id), street.clone()));
        }
    }
    let attached = wide.results.prepared.facilities();
    let facilities: Vec<String> = wide
        .study
        .facilities
        .iter()
        .map(|layer| file(Some(layer as &dyn FileLayer)))
        .collect();
    let all: Vec<(FacilityId, &nabij::Facility)> = city.facilities.iter().collect();
    for (id, facility) in all {
        if attached.of(id).next().is_none() {
            let own = Some(facility.id.clone());
            rows.push((facilities.join(", "), None, own, street.clone()));
        }
    }
    let mut sheet = Sheet::new(wide, rows.len());
    sheet.text("file", &[], rows.iter().map(|(file, ..)| Some(file)));
    sheet.text(
        "place",
        &[],
        rows.iter().map(|(_, place, ..)| place.as_ref()),
    );
    sheet.text("id", &[], rows.iter().map(|(_, _, id, _)| id.as_ref()));
    sheet.text("reason", &[], rows.iter().map(|(.., reason)| Some(reason)));
    let name = wide.names.table("not_linked", &[]);
    WideTable::whole(sheet.finish(&name, None, None))
}

/// The norms in their own words.
pub(super) fn norms<'w>(wide: &'w Wide<'_>) -> WideTable<'w> {
    let norms = wide.results.city.norms.norms();
    let mut sheet = Sheet::new(wide, norms.len());
    sheet.text(
        "norm",
        &[],
        norms
            .iter()
            .map(|norm| Some(wide.names.data_word(&norm.id))),
    );
    let label = |norm: &Norm| Some(norm_label(norm, wide.language()).to_owned());
    sheet.text("label", &[], norms.iter().map(label));
    sheet.text("test", &[], norms.iter().map(|norm| Some(test(wide, norm))));
    let metres = |length: Option<Length>| length.map(Length::in_metres);
    sheet.number("lower_m", &[], norms.iter().map(|norm| metres(norm.lower)));
    sheet.number("upper_m", &[], norms.iter().map(|norm| metres(norm.upper)));
    sheet.text(
        "applies_to",
        &[],
        norms.iter().map(|norm| Some(kinds(wide, norm))),
    );
    sheet.text(
        "kind",
        &[],
        norms.iter().map(|norm| Some(standing(wide, norm))),
    );
    sheet.text(
        "quote",
        &[],
        norms.iter().map(|norm| norm.source.quote.as_deref()),
    );
    sheet.text(
        "document",
        &[],
        norms.iter().map(|norm| norm.source.document.as_deref()),
    );
    sheet.text(
        "document_place",
        &[],
        norms.iter().map(|norm| norm.source.place.as_deref()),
    );
    let name = wide.names.table("norms", &[]);
    WideTable::whole(sheet.finish(&name, None, None))
}

fn test(wide: &Wide<'_>, norm: &Norm) -> String {
    let words = |parts: &[String]| {
        let parts = parts.iter().map(|part| wide.names.data_word(part));
        parts.collect::<Vec<_>>().join(", ")
    };
    let word = |english, dutch| wide.language().word(english, dutch);
    match &norm.test {
        Test::Nearest(category) => wide.names.data_word(category.as_str()).to_owned(),
        Test::AllOf(parts) => format!("{}: {}", word("all of", "alle"), words(parts)),
        Test::AnyOf(parts) => format!("{}: {}", word("any of", "een van"), words(parts)),
        Test::AtLeast(count, parts) => {
            format!("{} {count}: {}", word("at least", "minstens"), words(parts))
        }
    }
}

fn kinds(wide: &Wide<'_>, norm: &Norm) -> String {
    let kinds = &norm.applies_to;
    let not = wide.language().word("not", "niet");
    match (kinds.kind.as_slice(), kinds.not_kind.as_slice()) {
        ([], []) => wide.names.cell("all_kinds").to_owned(),
        ([], except) => format!("{not} {}", except.join(", ")),
        (only, []) => only.join(", "),
        (only, except) => format!("{}, {not} {}", only.join(", "), except.join(", ")),
    }
}

fn standing(wide: &Wide<'_>, norm: &Norm) -> &'static str {
    match norm.standing {
        Standing::Norm => "SEED",
        Standing::GuideValue => wide.names.cell("guide_value"),
        Standing::Assumption => wide.names.cell("ASSUMPTION"),
    }
}

/// Parameters and inputs, each with its value, source and standing.
pub(super) fn account<'w>(wide: &'w Wide<'_>) -> WideTable<'w> {
    let city = wide.results.city;
    let own = city.parameters;
    let assumed = wide.names.cell("ASSUMPTION");
    let metres = |length: Length| format!("{} m", length.in_metres());
    let mut rows: Vec<[String; 4]> = Vec::new();
    let mut add = |parameter: &str, value: String, source: &str, kind: &str| {
        rows.push([parameter.into(), value, source.into(), kind.into()]);
    };
    if let Some(title) = &wide.study.title {
        add("title", title.clone(), "", "");
    }
    add("nabij", env!("CARGO_PKG_VERSION").into(), "", "");
    add(
        "crs",
        city.streets.frame.crs().name().to_owned(),
        "",
        assumed,
    );
    let audience = if wide.study.output.is_public() {
        "openbaar"
    } else {
        "intern"
    };
    add("audience", audience.to_owned(), "", "");
    add("profile", city.profile().id().to_owned(), "", assumed);
    for (name, length) in [
        ("max_snap", own.max_snap),
        ("min_component", own.min_component),
        ("direct", own.direct),
        ("near", own.near),
        ("horizon", wide.results.prepared.horizon()),
    ] {
        add(name, metres(length), "", assumed);
    }
    add("named_street", metres(own.named_street), "", assumed);
    add("barred_legs", own.barred_legs.to_string(), "", assumed);
    for norm in city.norms.norms() {
        let limits = norm.lower.into_iter().chain(norm.upper).map(metres);
        let limits: Vec<String> = limits.collect();
        if !limits.is_empty() {
            let document = norm.source.document.as_deref().unwrap_or_default();
            let place = norm.source.place.as_deref().unwrap_or_default();
            let source = [document, place].join(" ").trim().to_owned();
            add(&norm.id, limits.join(" – "), &source, standing(wide, norm));
        }
    }
    if !wide.complexes.is_empty() || city.labelled.is_some() {
        let least = nabij::Clustered::DWELLINGS.to_string();
        let source = nabij::Clustered::DEFINITION;
        add("scale_12", least, source, wide.names.cell("guide_value"));
    }
    if let Some(own) = city.labelled.as_ref().filter(|own| own.derived() > 0) {
        add("complex_derived_n", own.derived().to_string(), "", assumed);
        add("complex_across", metres(nabij::Linked::ACROSS), "", assumed);
        let touching = own.with_outlines.then(|| format!("{TOUCHING_M} m"));
        add("buildings_touch", touching.unwrap_or_default(), "", assumed);
    }
    for (input, date) in &wide.study.reference_dates {
        add(&format!("reference_date {input}"), date.clone(), "", "PUB");
    }
    for (file, date) in &city.data_dates {
        add(&format!("data_date {file}"), date.clone(), file, "PUB");
    }
    for tally in &city.tallies {
        let used = wide.language().word("used", "gebruikt");
        let value = format!("{} / {} {used}", tally.used, tally.read);
        add(&format!("read {}", tally.role), value, &tally.file, "");
    }
    if let Some(layer) = &wide.study.origins {
        for (weight, column) in &layer.weights {
            let file = layer
                .file()
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            add(
                &format!("weight {weight}"),
                column.clone(),
                &file.unwrap_or_default(),
                "",
            );
        }
    }
    let sources = city.people.iter();
    let sources = sources.flat_map(|people| people.counted.iter().chain(&people.sources));
    for source in sources {
        let year = source.year.map(|year| year.to_string());
        let publisher = source.source.as_deref().unwrap_or(&source.file);
        let kind = match source.over_65_estimated {
            true => assumed,
            false if source.zones == "addresses" => "",
            false => "PUB",
        };
        add(
            &format!("people {}", source.zones),
            year.unwrap_or_default(),
            publisher,
            kind,
        );
    }
    let mut sheet = Sheet::new(wide, rows.len());
    let [parameter, value, source, kind] = [0, 1, 2, 3].map(|at: usize| {
        let cells = rows.iter().map(move |row| row.get(at).cloned());
        cells
            .map(|cell| cell.filter(|text| !text.is_empty()))
            .collect::<Vec<_>>()
    });
    sheet.text("parameter", &[], parameter);
    sheet.text("value", &[], value);
    sheet.text("source", &[], source);
    sheet.text("kind", &[], kind);
    let name = wide.names.table("account", &[]);
    WideTable::whole(sheet.finish(&name, None, None))
}
