//! What shipped code never does: panic on purpose, be unsafe, grow long.

use crate::{code, tree};

const MOST_LINES: usize = 400;

const NEVER: [&str; 8] = [
    ".unwrap()",
    ".unwrap_err()",
    ".expect(",
    ".expect_err(",
    "panic!",
    "unreachable!",
    "todo!",
    "unimplemented!",
];

/// A file, what it may hold all the same, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

fn faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > MOST_LINES {
        faults.push(format!(
            "{path}: {lines} lines; at most {MOST_LINES}: split it"
        ));
    }
    for (at, line) in code::shipped(text).lines().enumerate() {
        for word in NEVER {
            let excepted = EXCEPTIONS
                .iter()
                .any(|&(file, it, _)| (file, it) == (path, word));
            if line.contains(word) && !excepted {
                faults.push(format!("{path}:{}: `{word}`: return an error", at + 1));
            }
        }
    }
    faults
}

#[test]
fn files_are_short_and_shipped_code_does_not_panic() {
    let faults: Vec<String> = tree::shipped_folders()
        .iter()
        .flat_map(|folder| tree::sources(folder))
        .filter(|source| !source.is_test())
        .flat_map(|source| faults(&source.path, &source.text))
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_fault_is_found() {
    let source = "fn f() { g().unwrap(); }\n/// x.unwrap()\n#[cfg(test)]\nmod tests { fn t() { panic!() } }\n";
    assert_eq!(
        faults("a.rs", source),
        ["a.rs:1: `.unwrap()`: return an error"]
    );
    assert_eq!(faults("a.rs", &"\n".repeat(401)).len(), 1);
    assert!(faults("a.rs", &"\n".repeat(400)).is_empty());
}
