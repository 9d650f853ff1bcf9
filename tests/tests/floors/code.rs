//! A source file without what is not shipped code: comments, the contents of
//! literals and `#[cfg(test)]` items become spaces, so that lines keep their
//! numbers.

/// The shipped code of `source`.
pub fn shipped(source: &str) -> String {
    without_test_items(without_comments_and_literals(source))
}

fn without_comments_and_literals(source: &str) -> Vec<char> {
    let chars: Vec<char> = source.chars().collect();
    let mut code = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match chars[at] {
            '/' if starts(&chars, at, "//") => find(&chars, at, "\n"),
            '/' if starts(&chars, at, "/*") => end_of_block_comment(&chars, at),
            '"' => end_of_quoted(&chars, at, '"'),
            'r' if !follows_a_word(&chars, at) && raw_hashes(&chars, at).is_some() => {
                let close = format!("\"{}", "#".repeat(raw_hashes(&chars, at).unwrap()));
                let open = at + 1 + close.len();
                find(&chars, open, &close) + close.len()
            }
            '\'' if is_char_literal(&chars, at) => end_of_quoted(&chars, at, '\''),
            _ => at,
        };
        if end == at {
            code.push(chars[at]);
            at += 1;
        } else {
            let end = end.min(chars.len());
            code.extend(chars[at..end].iter().map(|&c| blank(c)));
            at = end;
        }
    }
    code
}

fn without_test_items(mut code: Vec<char>) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut at = find(&code, 0, MARK);
    while at < code.len() {
        let end = end_of_item(&code, at + MARK.len());
        code[at..end].iter_mut().for_each(|c| *c = blank(*c));
        at = find(&code, end, MARK);
    }
    code.into_iter().collect()
}

/// An item ends at its first `;`, or with the braces it opens first.
fn end_of_item(code: &[char], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, &c) in code.iter().enumerate().skip(from) {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

fn blank(c: char) -> char {
    if c == '\n' { c } else { ' ' }
}

fn starts(chars: &[char], at: usize, with: &str) -> bool {
    chars[at..]
        .iter()
        .copied()
        .take(with.len())
        .eq(with.chars())
}

fn find(chars: &[char], from: usize, text: &str) -> usize {
    (from..chars.len())
        .find(|&at| starts(chars, at, text))
        .unwrap_or(chars.len())
}

fn end_of_block_comment(chars: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (1_usize, from + 2);
    while at < chars.len() && depth > 0 {
        if starts(chars, at, "/*") {
            depth += 1;
            at += 2;
        } else if starts(chars, at, "*/") {
            depth -= 1;
            at += 2;
        } else {
            at += 1;
        }
    }
    at
}

fn end_of_quoted(chars: &[char], from: usize, quote: char) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn follows_a_word(chars: &[char], at: usize) -> bool {
    // The `r` of `br"..."` and `cr"..."` follows a prefix, not a word.
    match at.checked_sub(1).map(|before| chars[before]) {
        Some('b' | 'c') => at >= 2 && is_word(chars[at - 2]),
        Some(before) => is_word(before),
        None => false,
    }
}

/// The number of `#` in `r#"`, where a raw string starts.
fn raw_hashes(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|&&c| c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

/// `'a'` and `'\n'` are literals; `'a` alone is a lifetime.
fn is_char_literal(chars: &[char], at: usize) -> bool {
    chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'')
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[test]
fn comments_literals_and_tests_are_not_code() {
    let source = r##"
/// crate::doc
use crate::a; /* crate::b /* nested */ still */
const S: &str = "crate::c \" {"; const R: &str = r#"crate::d " {"#;
fn f<'a>(x: &'a str) -> char { '"' } fn g() -> char { '\'' }
#[cfg(test)]
mod tests { use crate::e; fn t() { if true { } } }
use crate::f;
#[cfg(test)]
use crate::g;
use crate::h;
"##;
    let code = shipped(source);
    assert_eq!(code.lines().count(), source.lines().count());
    let named: Vec<&str> = code.matches("crate::").collect();
    assert_eq!(named.len(), 3, "{code}");
    for (module, kept) in [("a", true), ("f", true), ("h", true), ("b", false)] {
        assert_eq!(code.contains(&format!("crate::{module}")), kept, "{module}");
    }
    for gone in ["doc", "crate::c", "crate::d", "crate::e", "crate::g"] {
        assert!(!code.contains(gone), "{gone} should be blank in {code}");
    }
}
