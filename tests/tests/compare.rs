//! Two results of one study, year to year.

mod door;

use std::{collections::BTreeMap, fs, path::Path};

use door::{Line, arg, csv, nabij, names, replace, town};

/// Scores the town as it stands now.
fn score(town: &Path, out: &Path, format: &str) {
    nabij(
        town,
        &[
            "score",
            "study.toml",
            "--out",
            arg(&out),
            "--format",
            format,
        ],
    )
    .good();
}

/// The town with one pharmacy less.
fn close_a_pharmacy(town: &Path, id: &str) {
    let path = town.join("facilities.geojson");
    let mut all: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let features = all["features"].as_array_mut().unwrap();
    let before = features.len();
    features.retain(|feature| feature["properties"]["id"] != id);
    assert_eq!(features.len() + 1, before);
    fs::write(&path, all.to_string()).unwrap();
}

fn by_key(rows: &[Line]) -> BTreeMap<(&str, &str), &Line> {
    rows.iter()
        .map(|row| ((row["origin"].as_str(), row["norm"].as_str()), row))
        .collect()
}

#[test]
fn a_closed_pharmacy_shows_in_classes_and_points_whatever_the_format() {
    let (folder, town) = town();
    let out = |name: &str| folder.path().join(name);
    for format in ["csv", "parquet", "gpkg", "geojson"] {
        score(&town, &out(&format!("old_{format}")), format);
    }
    close_a_pharmacy(&town, "pharmacy-01");
    for format in ["csv", "parquet", "gpkg", "geojson"] {
        score(&town, &out(&format!("new_{format}")), format);
    }
    // What should change, from the long tables by hand.
    let (old, new) = (csv(&out("old_csv/rows.csv")), csv(&out("new_csv/rows.csv")));
    let (before, after) = (by_key(&old), by_key(&new));
    let wanted: Vec<(&str, &str, &str, &str)> = before
        .iter()
        .filter(|(key, row)| row["verdict"] != after[*key]["verdict"])
        .map(|(key, row)| {
            (
                key.0,
                key.1,
                row["verdict"].as_str(),
                after[key]["verdict"].as_str(),
            )
        })
        .collect();
    assert!(wanted.len() > 500);
    let mut told = Vec::new();
    for (a, b) in [("csv", "csv"), ("parquet", "gpkg"), ("geojson", "parquet")] {
        let to = out(&format!("compare_{a}_{b}"));
        let (a, b) = (out(&format!("old_{a}")), out(&format!("new_{b}")));
        let args = [
            "compare",
            arg(&a),
            arg(&b),
            "--out",
            arg(&to),
            "--format",
            "csv",
        ];
        told.push(nabij(&town, &args).good().replace(arg(&to), ""));
        let changes = csv(&to.join("changes.csv"));
        let found: Vec<(&str, &str, &str, &str)> = changes
            .iter()
            .map(|row| {
                assert_eq!(row["change"], "changed");
                (
                    row["origin"].as_str(),
                    row["norm"].as_str(),
                    row["old_verdict"].as_str(),
                    row["new_verdict"].as_str(),
                )
            })
            .collect();
        assert_eq!(found, wanted);
        assert_eq!(
            names(&to),
            [
                "area_changes.csv",
                "changes.csv",
                "compare.json",
                "transitions.csv"
            ]
        );
        // Points of areas, from the shares of both years.
        let shares = |folder: &str| -> BTreeMap<Vec<String>, String> {
            let rows = csv(&out(folder).join("areas.csv"));
            let key = |row: &Line| {
                ["level", "area", "norm", "weight"]
                    .map(|c| row[c].clone())
                    .to_vec()
            };
            rows.iter()
                .map(|row| (key(row), row["share_upper"].clone()))
                .collect()
        };
        let (was, is) = (shares("old_csv"), shares("new_csv"));
        for row in csv(&to.join("area_changes.csv")) {
            let key = ["level", "area", "norm", "weight"]
                .map(|c| row[c].clone())
                .to_vec();
            let (was, is) = (&was[&key], &is[&key]);
            assert_eq!(
                was.is_empty() || is.is_empty(),
                row["points_upper"].is_empty()
            );
            if let (Ok(was), Ok(is)) = (was.parse::<f64>(), is.parse::<f64>()) {
                let points: f64 = row["points_upper"].parse().unwrap();
                assert!((points - (is - was) * 100.0).abs() <= 0.05 + 1e-9);
                assert!(points <= 0.0 || key[2] != "pharmacy");
            }
        }
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(
        told[0].contains("supermarket: 0 of 3723 addresses changed class"),
        "{}",
        told[0]
    );
    assert!(told[0].contains("within_lower -> beyond"), "{}", told[0]);
}

#[test]
fn addresses_that_came_and_went_are_told_apart() {
    let (folder, town) = town();
    let (old, new, to) = (
        folder.path().join("o"),
        folder.path().join("n"),
        folder.path().join("c"),
    );
    score(&town, &old, "parquet");
    replace(
        &town.join("addresses.csv"),
        "9999010000000001,",
        "brand-new,",
    );
    score(&town, &new, "parquet");
    let args = [
        "compare",
        arg(&old),
        arg(&new),
        "--out",
        arg(&to),
        "--format",
        "csv",
    ];
    nabij(&town, &args).good();
    let changes = csv(&to.join("changes.csv"));
    let of = |id: &str, change: &str| {
        changes
            .iter()
            .filter(|row| row["origin"] == id && row["change"] == change)
            .count()
    };
    assert_eq!(
        (
            of("9999010000000001", "disappeared"),
            of("brand-new", "appeared")
        ),
        (4, 4)
    );
    assert_eq!(changes.len(), 8);
}

#[test]
fn different_norms_or_years_are_refused_without_a_correspondence() {
    let (folder, town) = town();
    let (old, new) = (folder.path().join("o"), folder.path().join("n"));
    score(&town, &old, "csv");
    let study = town.join("study.toml");
    replace(&study, "area_year = 2024", "area_year = 2025");
    score(&town, &new, "csv");
    let ran = nabij(&town, &["compare", arg(&old), arg(&new)]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("area_year 2024 and 2025") && ran.stderr.contains("--areas"),
        "{}",
        ran.stderr
    );
    // One buurt corresponds; one was split into two, which nothing can be said of.
    fs::write(
        town.join("codes.csv"),
        "old,new\nBU99990101,BU99990101\nBU99990102,BU99990102\nBU99990102,BU99990103\n",
    )
    .unwrap();
    let to = folder.path().join("c");
    let args = [
        "compare",
        arg(&old),
        arg(&new),
        "--areas",
        "codes.csv",
        "--out",
        arg(&to),
        "--format",
        "csv",
    ];
    nabij(&town, &args).good();
    let rows = csv(&to.join("area_changes.csv"));
    let known = rows.iter().filter(|row| !row["points_upper"].is_empty());
    assert!(known.clone().count() > 0 && known.clone().all(|row| row["area"] == "BU99990101"));

    // A stricter norm of the same name is another norm.
    let norms = nabij(&town, &["norms", "denhaag-2024"]).good();
    fs::write(
        town.join("own.toml"),
        norms.replacen("upper = 500", "upper = 400", 1),
    )
    .unwrap();
    replace(&study, "norms = \"denhaag-2024\"", "norms = \"own.toml\"");
    replace(&study, "area_year = 2025", "area_year = 2024");
    score(&town, &new, "csv");
    let ran = nabij(&town, &["compare", arg(&old), arg(&new)]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("norm sets differ") && ran.stderr.contains("supermarket"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("pharmacy"), "{}", ran.stderr);
    let told = nabij(
        &town,
        &[
            "compare",
            arg(&old),
            arg(&new),
            "--norm",
            "pharmacy=pharmacy",
        ],
    )
    .good();
    assert!(
        told.contains("pharmacy: 0 of 3723") && !told.contains("supermarket"),
        "{told}"
    );
    let ran = nabij(
        &town,
        &["compare", arg(&old), arg(&new), "--norm", "gp=pharmacy"],
    );
    assert!(ran.stderr.contains("no norm \"gp\""), "{}", ran.stderr);

    fs::remove_file(new.join("manifest.json")).unwrap();
    let ran = nabij(&town, &["compare", arg(&old), arg(&new)]);
    assert!(ran.stderr.contains("no complete result"), "{}", ran.stderr);
}

#[test]
fn other_sources_of_facilities_are_noted() {
    let (folder, town) = town();
    let [old, new] = ["o", "n"].map(|name| folder.path().join(name));
    for out in [&old, &new] {
        score(&town, out, "csv");
    }
    let compared = || nabij(&town, &["compare", arg(&old), arg(&new)]).good();
    assert!(!compared().contains("note:"));
    let own = "\"pharmacy\": \"own\"";
    replace(&new.join("manifest.json"), own, "\"pharmacy\": \"both\"");
    let told = compared();
    let note = "note: facility_sources differs: pharmacy own before, both now\n";
    assert!(told.starts_with(note), "{told}");
    // Results of before there were sources.
    replace(&old.join("manifest.json"), own, "\"gp_2\": \"own\"");
    let told = compared();
    let note = "differs: gp_2 own before, none now; pharmacy none before, both now\n";
    assert!(told.contains(note), "{told}");
}
