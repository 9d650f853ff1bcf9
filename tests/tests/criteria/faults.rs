//! Wrong inputs of criteria: what is wrong is named with file and row, and nothing else is lost.

use std::{fs, path::Path};

use nabij_io::Unused;

use crate::{Found, criteria, door, files::text, loopveen, town};

/// The town with one file that is changed.
fn changed(
    file: &str,
    change: impl Fn(String) -> String,
) -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, study) = town();
    fs::write(study.with_file_name(file), change(text(file))).unwrap();
    (folder, study)
}

fn found(file: &str, change: impl Fn(String) -> String) -> Found {
    let (_folder, study) = changed(file, change);
    Found(criteria(&study).unwrap())
}

/// The name of the file that a row stands in.
fn file(row: &Unused) -> &str {
    Path::new(&row.file).file_name().unwrap().to_str().unwrap()
}

fn message(study: &Path) -> String {
    match criteria(study) {
        Ok(_) => panic!("nothing is wrong"),
        Err(error) => {
            let mut text = error.to_string();
            let mut source = std::error::Error::source(&error);
            while let Some(own) = source {
                text = format!("{text}: {own}");
                source = own.source();
            }
            text
        }
    }
}

/// The rows that are not used, beside those of the town as it is.
fn unused(found: &Found) -> Vec<&Unused> {
    let all = found.0.known.unused.iter();
    let before = loopveen().0.known.unused.len();
    let all: Vec<&Unused> = all.collect();
    assert!(all.len() >= before);
    let new = |own: &&&Unused| {
        let mut old = loopveen().0.known.unused.iter();
        !old.any(|old| file(old) == file(own) && old.reason == own.reason)
    };
    all.iter().filter(new).copied().collect()
}

/// Everything else is measured as ever.
#[track_caller]
fn nothing_lost(found: &Found) {
    assert_eq!(found.0.measures, loopveen().0.measures);
}

#[test]
fn an_area_that_is_not_there() {
    let found = found("figures.csv", |text| {
        text + "BU99990109;residents;2024;400;x\n"
    });
    let [row] = unused(&found)[..] else {
        panic!("{:?}", unused(&found));
    };
    assert_eq!(file(row), "figures.csv");
    assert_eq!(row.code.as_str(), "no_area");
    assert!(row.reason.clone().contains("BU99990109"), "{}", row.reason);
    let rows = text("figures.csv").lines().count();
    assert!(row.place.contains(&(rows + 1).to_string()), "{}", row.place);
    nothing_lost(&found);
}

#[test]
fn a_year_that_is_none() {
    let found = found("figures.csv", |text| {
        text + "BU99990101;trees;twintig;400;x\n"
    });
    let [row] = unused(&found)[..] else {
        panic!("{:?}", unused(&found));
    };
    assert_eq!(file(row), "figures.csv");
    let reason = row.reason.clone();
    assert!(
        reason.contains("jaar") && reason.contains("twintig"),
        "{reason}"
    );
    nothing_lost(&found);
}

#[test]
fn a_negative_figure() {
    let found = found("figures.csv", |text| text + "BU99990101;trees;2024;-4;x\n");
    let [row] = unused(&found)[..] else {
        panic!("{:?}", unused(&found));
    };
    let reason = row.reason.clone();
    assert!(
        file(row) == "figures.csv" && reason.contains("waarde") && reason.contains("-4"),
        "{reason}"
    );
    nothing_lost(&found);
}

#[test]
fn a_figure_that_is_no_number() {
    let found = found("figures.csv", |text| {
        text + "BU99990101;trees;2024;veel;x\n"
    });
    let [row] = unused(&found)[..] else {
        panic!("{:?}", unused(&found));
    };
    assert!(row.reason.clone().contains("veel"), "{}", row.reason);
    nothing_lost(&found);
}

#[test]
fn a_figure_that_is_there_twice() {
    let (_folder, study) = changed("figures.csv", |text| {
        text + "BU99990101;residents;2024;1401;x\n"
    });
    let message = message(&study);
    let rows = text("figures.csv").lines().count();
    for part in ["residents", "twice", "figures.csv", &(rows + 1).to_string()] {
        assert!(message.contains(part), "{message}: no {part}");
    }
}

#[test]
fn a_route_in_two_pieces_that_do_not_meet() {
    let two = r#"{"type":"Feature","properties":{"id":"R2","name":"Twee stukken"},"geometry":{"type":"MultiLineString","coordinates":[[[148779.0,530672.0],[148832.0,530690.0]],[[148895.0,530700.0],[148935.0,530700.0]]]}},"#;
    let found = found("routes.geojson", |text| {
        let at = text.find("{\"type\":\"Feature\"").unwrap();
        // The first feature stands behind the list's opening.
        let at = text[at..].find("{\"type\":\"Feature\",").unwrap() + at;
        format!("{}{two}\n{}", &text[..at], &text[at..])
    });
    let [row] = unused(&found)[..] else {
        panic!("{:?}", unused(&found));
    };
    assert_eq!(
        (file(row), row.id.as_deref()),
        ("routes.geojson", Some("R2"))
    );
    nothing_lost(&found);
}

#[test]
fn a_feature_that_dwellings_do_not_have() {
    let (_folder, study) = town();
    door::replace(&study, "lift = \"lift\"", "lifft = \"lift\"");
    let message = message(&study);
    for part in ["lifft", "dwellings.csv", "ground_floor"] {
        assert!(message.contains(part), "{message}: no {part}");
    }
}

#[test]
fn a_column_that_the_register_does_not_have() {
    let (_folder, study) = town();
    door::replace(&study, "lift = \"lift\"", "lift = \"liften\"");
    let message = message(&study);
    for part in ["liften", "dwellings.csv"] {
        assert!(message.contains(part), "{message}: no {part}");
    }
}

#[test]
fn a_supply_of_a_practice_that_is_not_there() {
    let found = found("fte.csv", |text| text + "gp;gp-03;1.0\n");
    let [row] = unused(&found)[..] else {
        panic!("{:?}", unused(&found));
    };
    assert_eq!((file(row), row.code.as_str()), ("fte.csv", "no_facility"));
    assert!(row.reason.clone().contains("gp-03"), "{}", row.reason);
    nothing_lost(&found);
}

#[test]
fn a_negative_supply_is_no_supply() {
    let found = found("fte.csv", |text| {
        text.replace("gp;gp-02;1.5", "gp;gp-02;-1.5")
    });
    let rows = unused(&found);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(
        rows[0].reason.clone().contains("-1.5"),
        "{}",
        rows[0].reason
    );
    // What the practice has is then unknown, not nothing.
    found.is_unknown("BU99990201", "gp_capacity_ratio");
}

#[test]
fn a_dwelling_of_an_address_that_is_not_there_and_a_cell_that_is_neither_yes_nor_no() {
    let found = found("dwellings.csv", |text| {
        let text = text.replacen(";ja;", ";misschien;", 1);
        let row = text.lines().last().unwrap().to_owned();
        let (_, rest) = row.split_once(';').unwrap();
        let (_, rest) = rest.split_once(';').unwrap();
        format!("{text}W9999;1234567890;{rest}\n")
    });
    let rows = unused(&found);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| file(row) == "dwellings.csv"));
    let reasons: Vec<String> = rows.iter().map(|row| row.reason.clone()).collect();
    assert!(
        reasons.iter().any(|own| own.contains("misschien")),
        "{reasons:?}"
    );
    assert!(
        reasons.iter().any(|own| own.contains("1234567890")),
        "{reasons:?}"
    );
    assert_eq!(found.0.known.dwellings.len(), 348);
}

#[test]
fn an_empty_register_is_unknown_and_not_a_town_without_dwellings() {
    let found = found("dwellings.csv", |text| {
        text.lines().next().unwrap().to_owned() + "\n"
    });
    for id in [
        "zero_step_dwelling_ratio",
        "clustered_dwelling_ratio",
        "care_suitable_dwelling_ratio",
        "housing_form_diversity",
        "price_segment_diversity",
        "senior_label_accessible_share",
    ] {
        for area in ["BU99990101", "WK999902", "GM9999"] {
            found.is_unknown(area, id);
            assert_eq!(found.three(area, id), [None; 3], "{id} in {area}");
        }
    }
    // Complexes are told by their addresses.
    found.is("GM9999", "clustered_complex_compliance", 38.0 / 68.0);
}

#[test]
fn a_number_of_the_balance_in_an_area_that_is_not_there() {
    let found = found("task.csv", |text| text + "WK999909;zero_step;2030;10\n");
    let rows = unused(&found);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(
        (file(rows[0]), rows[0].code.as_str()),
        ("task.csv", "no_area")
    );
    nothing_lost(&found);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let (_folder, study) = town();
    fs::remove_file(study.with_file_name("figures.csv")).unwrap();
    assert!(message(&study).contains("figures.csv"));
}

#[test]
fn an_own_catalogue_that_makes_no_sense_names_file_and_indicator() {
    let (_folder, study) = town();
    let own = "extends = \"zorgzame-buurt-2024\"\n[[indicator]]\nid = \"pharmacy_within_norm\"\nweight = -1\n";
    fs::write(study.with_file_name("own-criteria.toml"), own).unwrap();
    door::replace(
        &study,
        "[criteria]\n",
        "[criteria]\ncatalogue = \"own-criteria.toml\"\n",
    );
    let message = message(&study);
    for part in ["own-criteria.toml", "pharmacy_within_norm", "-1"] {
        assert!(message.contains(part), "{message}: no {part}");
    }
}
