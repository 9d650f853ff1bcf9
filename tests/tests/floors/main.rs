//! The layout of the project as tests: who may use whom, how long a file may
//! be, and what shipped code never does.

mod code;
mod crates;
mod habits;
mod table;
mod tree;
mod uses;

use std::collections::BTreeSet;

#[test]
fn modules_use_lower_floors_only() {
    let mut objections = Vec::new();
    for source in core_sources() {
        objections.extend(objections_to(&source.path, &source.text));
    }
    assert!(objections.is_empty(), "\n{}", objections.join("\n"));
}

#[test]
fn every_module_has_one_floor() {
    let mut listed: Vec<&str> = table::FLOORS.concat();
    listed.sort_unstable();
    let mut modules: Vec<String> = core_sources()
        .iter()
        .map(|source| module_path(&source.path)[0].to_owned())
        .collect();
    modules.sort_unstable();
    modules.dedup();
    assert_eq!(listed, modules);
}

#[test]
fn every_listed_exception_is_needed() {
    let mut used = BTreeSet::new();
    for source in core_sources() {
        let path = module_path(&source.path);
        for found in uses::modules_used(&path, &code::shipped(&source.text)) {
            used.insert((path[0].to_owned(), found.module));
        }
    }
    for &(from, to, _) in table::SAME_FLOOR {
        assert_eq!(table::floor(from), table::floor(to), "{from}, {to}");
        let pair = (from.to_owned(), to.to_owned());
        assert!(used.contains(&pair), "`{from}` no longer uses `{to}`");
    }
}

#[test]
fn a_use_of_a_higher_floor_is_found_with_its_line() {
    let source = "//! Docs.\nuse crate::{length::Length, score::Row};\n";
    let found = objections_to("crates/nabij/src/access/reached.rs", source);
    assert_eq!(
        found,
        [
            "crates/nabij/src/access/reached.rs:2: `access` (floor 4) uses `score` (floor 5): \
          a module uses lower floors only"
        ]
    );
}

/// The shipped sources of the core.
fn core_sources() -> Vec<tree::Source> {
    let mut sources = tree::sources("crates/nabij/src");
    sources.retain(|source| !source.is_test());
    sources
}

fn objections_to(path: &str, text: &str) -> Vec<String> {
    let module = module_path(path);
    uses::modules_used(&module, &code::shipped(text))
        .into_iter()
        .filter_map(|found| {
            let objection = table::objection(module[0], &found.module)?;
            Some(format!("{path}:{}: {objection}", found.line))
        })
        .collect()
}

/// `["access", "reached"]` of `crates/nabij/src/access/reached.rs`.
fn module_path(path: &str) -> Vec<&str> {
    let path = path.strip_prefix("crates/nabij/src/").unwrap();
    let path = path.strip_suffix(".rs").unwrap();
    path.strip_suffix("/mod")
        .unwrap_or(path)
        .split('/')
        .collect()
}
