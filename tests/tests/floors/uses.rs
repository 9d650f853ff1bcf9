//! Which modules of its own crate a source file names.

use crate::code::is_word;

/// A top-level module named in a file, and the line where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    pub line: usize,
    pub module: String,
}

/// Every module that `code`, the shipped code of the module with this path,
/// reaches through `crate::` or `super::`, anywhere in the file.
pub fn modules_used(path: &[&str], code: &str) -> Vec<Use> {
    let mut uses = Vec::new();
    for (start, word) in words(code) {
        let after = &code[start + word.len()..];
        let mut rest = match after.strip_prefix("::") {
            Some(rest) => rest,
            None => continue,
        };
        let mut ups = match word {
            "crate" => path.len(),
            // The second `super` of `super::super::` was counted by the first.
            "super" if !code[..start].ends_with("super::") => 1,
            _ => continue,
        };
        while let Some(further) = rest.strip_prefix("super::") {
            ups += 1;
            rest = further;
        }
        let line = code[..start].matches('\n').count() + 1;
        match path.len().checked_sub(ups) {
            None | Some(0) => {
                uses.extend(heads(rest).into_iter().map(|module| Use { line, module }))
            }
            Some(_) => uses.push(Use {
                line,
                module: path[0].to_owned(),
            }),
        }
    }
    uses
}

fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.split(|c: char| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - code.as_ptr() as usize, word))
}

/// The first names of a path: `a` of `a::b`, and `a`, `c` of `{a::b, c::{d}}`.
fn heads(rest: &str) -> Vec<String> {
    let Some(list) = rest.strip_prefix('{') else {
        return vec![head(rest)];
    };
    let (mut depth, mut heads, mut item_starts) = (0_usize, Vec::new(), true);
    for (at, c) in list.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => item_starts = true,
            _ if item_starts && !c.is_whitespace() => {
                heads.push(head(&list[at..]));
                item_starts = false;
            }
            _ => {}
        }
    }
    heads
}

fn head(path: &str) -> String {
    let word: String = path.chars().take_while(|&c| is_word(c)).collect();
    if word.is_empty() {
        "*".to_owned()
    } else {
        word
    }
}

#[test]
fn every_way_to_name_a_module_is_found() {
    let code = "use crate::{\n  a::{B, C}, d,\n};\nuse super::{E, f};\nfn g() { crate::h::i() }\nuse super::super::j::K;\npub(crate) fn l() {}\nuse crate::*;";
    let found = |path: &[&str]| -> Vec<(usize, String)> {
        let uses = modules_used(path, code);
        uses.into_iter().map(|it| (it.line, it.module)).collect()
    };
    let expected = |list: &[(usize, &str)]| -> Vec<(usize, String)> {
        list.iter().map(|&(line, m)| (line, m.to_owned())).collect()
    };
    let top = [
        (1, "a"),
        (1, "d"),
        (4, "E"),
        (4, "f"),
        (5, "h"),
        (6, "j"),
        (8, "*"),
    ];
    assert_eq!(found(&["m"]), expected(&top));
    let inner = [(1, "a"), (1, "d"), (4, "m"), (5, "h"), (6, "j"), (8, "*")];
    assert_eq!(found(&["m", "n"]), expected(&inner));
    let deep = [(1, "a"), (1, "d"), (4, "m"), (5, "h"), (6, "m"), (8, "*")];
    assert_eq!(found(&["m", "n", "o"]), expected(&deep));
}
