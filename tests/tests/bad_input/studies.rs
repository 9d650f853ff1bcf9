//! Study files, norms and command lines that are wrong.

use crate::{
    door::nabij,
    good::{City, FACILITIES, collection},
};

#[test]
fn unknown_keys_are_named_with_their_line() {
    City::new()
        .study("norms = ", "norm = ")
        .fails(&["study.toml", "line 2", "norm"]);
    City::new()
        .study("name = \"naam\"", "naam = \"naam\"")
        .fails(&["study.toml", "line 21", "naam"]);
    City::new()
        .also("[output]\nformat = \"shp\"")
        .fails(&["study.toml", "shp", "parquet"]);
    City::new()
        .study("[origins]", "[origins")
        .fails(&["study.toml", "line 11"]);
    City::new()
        .study("x = \"x\"", "x = 3")
        .fails(&["study.toml", "line 14"]);
    City::new()
        .with("study.toml", b"\xff\xfe")
        .fails(&["study.toml"]);
}

#[test]
fn studies_that_leave_something_out() {
    City::new()
        .study("[[streets]]", "[[squares]]")
        .fails(&["[[streets]]"]);
    City::new()
        .study("[[facilities]]\nfile = \"facilities.geojson\"\n", "")
        .fails(&["[[facilities]]"]);
    City::new()
        .study("norms = ", "profile = \"robot\"\nnorms = ")
        .fails(&["robot", "adult"]);
    City::new()
        .study("denhaag-2024", "utopia")
        .fails(&["utopia", "denhaag-2024"]);
    City::new()
        .study("denhaag-2024", "nowhere.toml")
        .fails(&["nowhere.toml"]);
}

#[test]
fn levels_that_would_share_the_name_of_a_table() {
    let level = |name: &str| format!("parents = [{{ level = {name:?}, id = \"wijk\" }}]");
    for (other, said) in [
        ("school_area", "areas_school_area"),
        ("School/Area", "areas_school_area"),
        ("school area", "school area"),
        (" ", "without a name"),
    ] {
        City::new()
            .study("[areas]", "[areas]\nlevel = \"school area\"")
            .also(&level(other))
            .fails(&[said]);
    }
}

#[test]
fn parameters_out_of_range() {
    for (name, value) in [
        ("max_snap", "-1"),
        ("max_snap", "nan"),
        ("max_snap", "20000"),
        ("near", "inf"),
        ("horizon", "200000"),
        ("horizon", "100"),
        ("direct", "1e12"),
    ] {
        City::new()
            .also(&format!("[parameters]\n{name} = {value}"))
            .fails(&[name]);
    }
    City::new()
        .also("[parameters]\nsnap = 3")
        .fails(&["study.toml", "snap"]);
}

/// A norm set, and what must be said of it.
fn wrong_norms(text: &str, said: &[&str]) {
    let city = City::new()
        .with("own.toml", text)
        .study("denhaag-2024", "own.toml");
    let mut all = vec!["own.toml"];
    all.extend(said);
    city.fails(&all);
    let checked = nabij(city.path(), &["norms", "own.toml"]);
    assert_eq!(checked.code, Some(1));
    for words in all {
        assert!(
            checked.stderr.contains(words),
            "{words:?}: {}",
            checked.stderr
        );
    }
}

#[test]
fn norms_that_are_wrong() {
    let head = "name = \"own\"\n[[norm]]\nid = \"pharmacy\"\ncategory = \"pharmacy\"\n";
    wrong_norms(
        &format!("{head}upper = -5\n"),
        &["pharmacy", "line 3", "-5"],
    );
    wrong_norms(
        &format!("{head}upper = nan\n"),
        &["pharmacy", "line 3", "NaN"],
    );
    wrong_norms(&format!("{head}upper = \"far\"\n"), &["line 5"]);
    wrong_norms(
        &format!("{head}lower = 500\nupper = 300\n"),
        &["pharmacy", "line 3", "lower"],
    );
    wrong_norms(head, &["pharmacy", "line 3", "upper"]);
    wrong_norms(&format!("{head}uper = 500\n"), &["line 5", "uper"]);
    wrong_norms(
        &format!("{head}upper = 500\n[[norm]]\nid = \"all\"\nall_of = [\"gp\"]\n"),
        &["all", "line 7", "gp"],
    );
    wrong_norms(
        &format!(
            "{head}upper = 500\n[[norm]]\nid = \"pharmacy\"\ncategory = \"gp\"\nupper = 300\n"
        ),
        &["pharmacy", "line 7"],
    );
    wrong_norms("", &["name"]);
}

#[test]
fn a_set_without_norms() {
    wrong_norms("name = \"own\"\nnorm = []\n", &["norm"]);
}

#[test]
fn norms_for_facilities_that_are_not_there() {
    let norm = "name = \"own\"\n[[norm]]\nid = \"library\"\ncategory = \"library\"\nupper = 500\n";
    City::new()
        .with("own.toml", norm)
        .study("denhaag-2024", "own.toml")
        .fails(&["library", "pharmacy"]);
    City::new()
        .with("facilities.geojson", collection(&FACILITIES[1..]))
        .fails(&["supermarket", "meeting_room, pharmacy, public_transport"]);
    // Nobody here lives in a complex, so nobody needs a meeting room.
    City::new()
        .with("facilities.geojson", collection(&FACILITIES[..3]))
        .scores();
}

#[test]
fn misuse_is_told_apart_from_wrong_inputs() {
    let city = City::new();
    for args in [
        &[][..],
        &["scor"],
        &["score"],
        &["score", "study.toml", "--format", "shp"],
        &["score", "study.toml", "--no-such-option"],
        &["score", "study.toml", "--streets", "streets.geojson"],
        &["score", "--streets", "streets.geojson"],
        &["explain", "study.toml"],
        &["network", "study.toml"],
    ] {
        let ran = nabij(city.path(), args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("--help") || ran.stderr.contains("Usage"),
            "{args:?}: {}",
            ran.stderr
        );
    }
    for args in [&["--help"][..], &["--version"], &["score", "--help"]] {
        nabij(city.path(), args).good();
    }
    for (args, said) in [
        (&["score", "nowhere.toml"][..], "nowhere.toml"),
        (&["explain", "study.toml", "nobody"], "nobody"),
        (
            &["explain", "study.toml", "a1", "--norm", "library"],
            "library",
        ),
        (
            &["explain", "study.toml", "a1", "--norm", "meeting_room"],
            "meeting_room",
        ),
        (&["norms", "nowhere"], "nowhere"),
        (&["score", "study.toml", "--map", "library"], "library"),
        (
            &["score", "study.toml", "--out", "addresses.csv"],
            "addresses.csv",
        ),
        (
            &["network", "study.toml", "--out", "no/such/folder/n.gpkg"],
            "n.gpkg",
        ),
    ] {
        let ran = nabij(city.path(), args);
        assert_eq!(ran.code, Some(1), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
}
