//! Where data are missing an indicator is unknown, and never 0.

use std::fs;

use crate::{AREAS, Found, criteria, door, files::text, loopveen, town};

/// The only facility that is known, which no indicator asks for, and the only norm.
const HOSPICE: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:28992"}},"features":[
{"type":"Feature","properties":{"id":"h1","category":"hospice"},"geometry":{"type":"Point","coordinates":[148779.0,530672.0]}}]}"#;
const NORM: &str =
    "name = \"own\"\n[[norm]]\nid = \"hospice\"\ncategory = \"hospice\"\nupper = 500\n";

/// Streets, addresses without a count of people, areas: what everybody can get, and no more.
const BARE: &str = r#"
crs = "EPSG:28992"
profile = ["adult", "rollator"]
area_year = 2024
norms = "own.toml"

[[streets]]
file = "streets.geojson"
columns = { id = "id", class = "class", access = "access", steps = "steps" }

[[facilities]]
file = "hospice.geojson"

[origins]
file = "addresses.csv"
crs = "EPSG:28992"
x = "x"
y = "y"
id = "adres_id"
kind = "kind"

[areas]
file = "buurten.geojson"
id = "buurtcode"
level = "buurt"
parents = [{ level = "wijk", id = "wijkcode" }, { level = "gemeente", id = "gemeentecode" }]

[criteria]
year = 2024
"#;

#[test]
fn without_their_data_all_37_are_unknown_in_every_area() {
    let (_folder, study) = town();
    let study = study.with_file_name("bare.toml");
    fs::write(&study, BARE).unwrap();
    fs::write(study.with_file_name("hospice.geojson"), HOSPICE).unwrap();
    fs::write(study.with_file_name("own.toml"), NORM).unwrap();
    let found = Found(criteria(&study).unwrap());
    let ids: Vec<&str> = found
        .0
        .catalogue
        .indicators
        .iter()
        .map(|own| own.id.as_str())
        .collect();
    assert_eq!(ids.len(), 37);
    let mut seen = 0;
    for id in &ids {
        let mut measured = 0;
        for area in AREAS {
            let Some(own) = found.row(area, id) else {
                continue;
            };
            assert_eq!(own.value, None, "{id} in {area}");
            assert!(own.unknown.is_some(), "{id} in {area} does not say why");
            let bounds = (own.low, own.high);
            assert!(
                bounds == (None, None) || own.low < own.high,
                "{id} in {area}: {bounds:?}"
            );
            measured += 1;
        }
        assert!(measured > 0, "{id} is measured nowhere");
        seen += measured;
    }
    assert_eq!(seen, found.0.measures.rows.len());
    for own in &found.0.scores.indicators {
        assert_eq!(own.score, None);
    }
    // Insufficient data, said of every heading.
    for own in &found.0.scores.headings {
        assert_eq!((own.score, own.coverage, own.priority), (None, 0.0, None));
    }
    // Nobody is said to fail a norm of which nothing is known.
    for row in &found.0.panel {
        assert!(
            row.measured.failing.is_none_or(|failing| failing == 0.0),
            "{row:?}"
        );
    }
}

/// An indicator, and an area of the town of which its data are missing.
const MISSING: [(&str, &str); 27] = [
    ("residents_75plus_growth", "BU99990203"),
    ("dementia_estimate", "BU99990202"),
    ("resident_initiatives_density", "BU99990202"),
    ("informal_care_rate", "BU99990203"),
    ("zero_step_dwelling_ratio", "BU99990204"),
    ("clustered_dwelling_ratio", "BU99990204"),
    ("clustered_complex_compliance", "BU99990102"),
    ("care_suitable_dwelling_ratio", "BU99990204"),
    ("housing_form_diversity", "BU99990203"),
    ("price_segment_diversity", "BU99990204"),
    ("senior_label_accessible_share", "BU99990103"),
    ("lit_route_share", "BU99990204"),
    ("green_access_share", "BU99990204"),
    ("public_toilet_access_share", "BU99990204"),
    ("step_free_reach_share", "BU99990101"),
    ("supermarket_within_norm", "BU99990204"),
    ("pharmacy_within_norm", "BU99990202"),
    ("gp_capacity_ratio", "BU99990204"),
    ("day_support_access_share", "BU99990204"),
    ("local_partner_mix", "BU99990204"),
    ("dementia_friendly_outlets_share", "BU99990102"),
    ("livability_score", "BU99990204"),
    ("service_point_access", "BU99990204"),
    ("haags_ontmoeten_access", "BU99990204"),
    ("care_team_presence", "BU99990204"),
    ("provider_concentration", "BU99990203"),
    ("network_coverage", "BU99990204"),
];

#[test]
fn what_the_town_lacks_is_unknown_and_scores_nothing_known() {
    for (id, area) in MISSING {
        loopveen().is_unknown(area, id);
        let own = loopveen().measured(area, id);
        let rows = &loopveen().0.measures.rows;
        let position = rows.iter().position(|row| std::ptr::eq(row, own)).unwrap();
        let score = loopveen().0.scores.indicators[position];
        // A score that is known to a tenth counts, whatever the value is.
        let sure = score.high - score.low <= loopveen().0.catalogue.tolerance;
        assert_eq!(
            score.score.is_some(),
            sure && score.status.as_str() != "context",
            "{id} in {area}"
        );
    }
}

#[test]
fn each_of_the_37_has_a_value_somewhere_in_the_town() {
    for own in &loopveen().0.catalogue.indicators {
        let areas = AREAS.iter().filter(|area| {
            let row = loopveen().row(area, &own.id);
            // Of the rollator little is known for certain, and care-suitable dwellings are few.
            row.is_some_and(|row| row.value.is_some())
        });
        assert!(areas.count() > 0, "{} has a value nowhere", own.id);
    }
}

/// The town without the lines of a file that hold a text.
fn town_without(file: &str, part: &str) -> Found {
    let (_folder, study) = town();
    let all = text(file);
    let kept: Vec<&str> = all.lines().filter(|line| !line.contains(part)).collect();
    assert!(kept.len() < all.lines().count(), "{file} has no {part}");
    fs::write(study.with_file_name(file), kept.join("\n")).unwrap();
    Found(criteria(&study).unwrap())
}

#[test]
fn figures_that_nobody_gives_leave_their_indicators_unknown_everywhere() {
    let found = town_without("figures.csv", ";social_rent_dwellings;");
    for area in ["WK999901", "WK999902", "GM9999"] {
        found.is_unknown(area, "social_rent_balance");
        assert_eq!(found.three(area, "social_rent_balance"), [None; 3]);
    }
    // And nothing else.
    found.is(
        "WK999901",
        "vulnerable_housing_quotient",
        (84.0 / 2100.0) / (108.0 / 3600.0),
    );
    let found = town_without("figures.csv", ";attention_places;");
    for area in ["WK999901", "WK999902", "GM9999"] {
        found.is_unknown(area, "vulnerable_housing_quotient");
    }
    found.is_unknown("GM9999", "spreading_dissimilarity");
}

#[test]
fn without_a_count_of_people_what_counts_people_is_unknown_or_counts_addresses() {
    let (_folder, study) = town();
    door::replace(
        &study,
        "weights = { residents = \"inwoners\", \"65+\" = \"inw65\", \"75+\" = \"inw75\" }\n",
        "",
    );
    let found = Found(criteria(&study).unwrap());
    for id in [
        "residents_65plus_share",
        "dementia_estimate",
        "clustered_dwelling_ratio",
        "gp_capacity_ratio",
    ] {
        found.is_unknown("BU99990104", id);
    }
    let own = found.measured("BU99990104", "supermarket_within_norm");
    assert_eq!(own.weight.as_deref(), Some("addresses"));
}

#[test]
fn a_layer_without_benches_is_no_layer_of_none() {
    let (_folder, study) = town();
    for file in ["facilities.geojson", "amenities.geojson"] {
        let all = text(file);
        let kept: Vec<&str> = all
            .lines()
            .filter(|own| !own.contains("\"category\":\"bench\""))
            .collect();
        fs::write(
            study.with_file_name(file),
            kept.join("\n").replace("}},\n]}", "}}\n]}"),
        )
        .unwrap();
    }
    door::replace(&study, "bench = \"coverage_lists.geojson\"\n", "");
    let found = Found(criteria(&study).unwrap());
    found.is_unknown("BU99990101", "bench_gap_ok_share");
    assert_eq!(found.three("BU99990101", "bench_gap_ok_share"), [None; 3]);
    // The route lacks one of its five elements: an interval a fifth wide.
    let [value, low, high] = found.three("GM9999", "exercise_route_quality");
    assert_eq!(value, None);
    crate::close("route", high.map(|high| high - low.unwrap()), 0.2, 1e-12);
}
