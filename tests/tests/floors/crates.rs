//! Who depends on whom among the crates.

use std::collections::BTreeSet;

use toml::Table;

use crate::tree;

/// A crate's own dependencies: what it ships with, not what its tests use.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let manifest: Table = manifest.parse().expect("a manifest is TOML");
    let mut names = BTreeSet::new();
    collect(&manifest, &mut names);
    if let Some(targets) = manifest.get("target").and_then(|it| it.as_table()) {
        for table in targets.values().filter_map(|it| it.as_table()) {
            collect(table, &mut names);
        }
    }
    names
}

fn collect(table: &Table, names: &mut BTreeSet<String>) {
    for section in ["dependencies", "build-dependencies"] {
        let Some(dependencies) = table.get(section).and_then(|it| it.as_table()) else {
            continue;
        };
        for (name, value) in dependencies {
            let renamed = value.get("package").and_then(|it| it.as_str());
            names.insert(renamed.unwrap_or(name).to_owned());
        }
    }
}

fn of(folder: &str) -> BTreeSet<String> {
    dependencies(&tree::read(&format!("{folder}/Cargo.toml")))
}

fn ours(folder: &str) -> Vec<String> {
    let mut names = of(folder);
    names.retain(|name| name.starts_with("nabij"));
    names.into_iter().collect()
}

#[test]
fn crates_depend_downwards() {
    assert!(ours("crates/nabij").is_empty());
    assert_eq!(ours("crates/nabij-io"), ["nabij"]);
    assert_eq!(ours("crates/nabij-cli"), ["nabij", "nabij-io"]);
    assert_eq!(ours("python"), ["nabij", "nabij-io"]);
}

#[test]
fn the_core_stays_small() {
    let allowed = ["rayon", "rstar", "rustc-hash", "serde", "thiserror", "toml"];
    let found: Vec<String> = of("crates/nabij").into_iter().collect();
    assert_eq!(found, allowed);
}

#[test]
fn every_crate_takes_the_shared_lints() {
    let workspace: Table = tree::read("Cargo.toml").parse().unwrap();
    let lints = &workspace["workspace"]["lints"]["rust"];
    assert_eq!(lints["unsafe_code"].as_str(), Some("forbid"));
    assert!(lints["missing_docs"].as_str().is_some());
    for member in workspace["workspace"]["members"].as_array().unwrap() {
        let folder = member.as_str().unwrap();
        let manifest: Table = tree::read(&format!("{folder}/Cargo.toml")).parse().unwrap();
        let shared = manifest.get("lints").and_then(|it| it.get("workspace"));
        assert_eq!(shared.and_then(|it| it.as_bool()), Some(true), "{folder}");
    }
}

#[test]
fn every_kind_of_dependency_is_seen() {
    let manifest = r#"
        [dependencies]
        a = "1"
        b = { package = "nabij-io", version = "1" }
        [build-dependencies]
        c.workspace = true
        [dev-dependencies]
        not_shipped = "1"
        [target.'cfg(unix)'.dependencies]
        d = "1"
    "#;
    let found: Vec<String> = dependencies(manifest).into_iter().collect();
    assert_eq!(found, ["a", "c", "d", "nabij-io"]);
}
