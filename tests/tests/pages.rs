//! The pages for readers: study files on them can be read, links lead somewhere, and columns and
//! presets that they name are known.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use nabij_io::StudyFile;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every page in a folder and its folders.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The pages at the top, those under `docs`, and the town's own.
fn all_pages() -> Vec<PathBuf> {
    let mut all = pages(&root().join("docs"));
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "python/README.md",
        "fuzz/README.md",
        "crates/nabij-io/town/README.md",
    ] {
        all.push(root().join(name));
    }
    all
}

/// The text between fences of a language, and the text outside all fences.
fn blocks(text: &str, language: &str) -> (Vec<String>, String) {
    let (mut found, mut outside, mut inside) = (Vec::new(), String::new(), None);
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut inside) {
            (Some(name), None) => inside = Some((name == language, String::new())),
            (Some(_), Some((wanted, block))) => {
                found.extend(wanted.then(|| block.clone()));
                inside = None;
            }
            (None, Some((_, block))) => block.push_str(&format!("{line}\n")),
            (None, None) => outside.push_str(&format!("{line}\n")),
        }
    }
    assert!(inside.is_none(), "a block is not closed");
    (found, outside)
}

/// What stands between two marks, each time.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    let parts = text.split(open).skip(1);
    parts
        .filter_map(|part| part.split_once(close))
        .map(|(inner, _)| inner)
        .collect()
}

/// The pages whose TOML is a study.
fn study_pages() -> Vec<PathBuf> {
    let mut all = pages(&root().join("docs/how-to"));
    all.extend(["README.md", "docs/study-file.md"].map(|name| root().join(name)));
    all
}

#[test]
fn every_study_on_a_page_can_be_read() {
    let mut count = 0;
    for page in study_pages() {
        for block in blocks(&read(&page), "toml").0 {
            if let Err(error) = StudyFile::parse(&block) {
                panic!("{}: {error}\n{block}", page.display());
            }
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn every_preset_on_a_page_is_there() {
    let regions = read(&root().join("crates/nabij-io/areas/presets.toml"));
    let mut seen = BTreeSet::new();
    for page in study_pages() {
        for block in blocks(&read(&page), "toml").0 {
            for name in between(&block, "preset = \"", "\"") {
                let rules = root().join(format!("crates/nabij-io/rules/{name}.toml"));
                let known = rules.is_file() || regions.contains(&format!("[[{name}]]"));
                assert!(known, "{}: {name:?}", page.display());
                seen.insert(name.to_owned());
            }
        }
    }
    for name in [
        "bag",
        "cbs-buurten",
        "pc6",
        "cbs-vierkanten",
        "stadsdelen-denhaag",
    ] {
        assert!(seen.contains(name), "no page shows {name}");
    }
}

/// A name of a column as presets compare it: without capitals, underscores and a number at its end.
fn stem(name: &str) -> String {
    let name = name.to_lowercase();
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = stem.strip_suffix('_').unwrap_or(&name);
    stem.replace('_', "")
}

#[test]
fn columns_on_the_page_of_dutch_data_are_known_to_a_preset() {
    let page = read(&root().join("docs/how-to/dutch-data.md"));
    let mut known = BTreeSet::new();
    for name in ["bag", "cbs-buurten", "pc6", "cbs-vierkanten"] {
        let rules = read(&root().join(format!("crates/nabij-io/rules/{name}.toml")));
        // Between every second pair of quotation marks.
        known.extend(rules.split('"').skip(1).step_by(2).map(stem));
    }
    let mut count = 0;
    for line in page.lines() {
        let rows = ["| columns |", "| code |", "| residents |", "| 65+ |"];
        let Some(row) = rows.iter().find_map(|row| line.strip_prefix(row)) else {
            continue;
        };
        for name in between(row, " `", "`")
            .iter()
            .chain(&between(row, "(`", "`"))
        {
            // A code, given as an example.
            if !name.starts_with("E0") {
                assert!(known.contains(&stem(name)), "{name}");
                count += 1;
            }
        }
    }
    assert!(count > 20, "{count}");
}

/// The anchor that a heading gets.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        _ => c.is_alphanumeric().then_some(c),
    });
    kept.collect()
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    let mut count = 0;
    for page in all_pages() {
        let (_, text) = blocks(&read(&page), "");
        for link in between(&text, "](", ")") {
            if link.contains("://") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                _ => page.parent().unwrap().join(file),
            };
            assert!(target.exists(), "{}: {link}", page.display());
            count += 1;
            if place.is_empty() {
                continue;
            }
            let (_, text) = blocks(&read(&target), "");
            let mut headings = text.lines().filter(|line| line.starts_with('#'));
            assert!(
                headings.any(|heading| anchor(heading) == place),
                "{}: {link}",
                page.display()
            );
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn every_how_to_page_is_reached_from_the_front_page() {
    let front = read(&root().join("README.md"));
    for page in pages(&root().join("docs/how-to")) {
        let name = page.file_name().unwrap().to_string_lossy();
        assert!(front.contains(&format!("(docs/how-to/{name})")), "{name}");
    }
}
