//! The names that colleagues read, in their language: one file of pairs, used both ways.

use std::{collections::BTreeMap, sync::OnceLock};

use serde::Deserialize;

use crate::language::Language;

/// The pairs that are compiled in.
const DUTCH: &str = include_str!("../names/nl.toml");

/// Names of tables, columns and words: English as in the code, and as people read them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    tables: BTreeMap<String, String>,
    columns: BTreeMap<String, String>,
    words: BTreeMap<String, BTreeMap<String, String>>,
    cells: BTreeMap<String, String>,
}

/// The names in one language.
///
/// ```
/// use nabij_io::{Language, Names};
/// let names = Names::of(Language::Dutch);
/// let holes = [("c", "pharmacy"), ("limit", "500"), ("g", "65+")];
/// assert_eq!(names.column("{c}_{limit}_pct_{g}", &holes), "apotheek_500_pct_65");
/// assert_eq!(names.english_column("apotheek_500_pct_65").as_deref(), Some("pharmacy_500_pct_65+"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Names {
    language: Language,
    pairs: Option<&'static Pairs>,
}

impl Names {
    /// The names in a language. English names are those of the code.
    pub fn of(language: Language) -> Self {
        static PAIRS: OnceLock<Option<Pairs>> = OnceLock::new();
        // A test reads the file: at run time it cannot be broken.
        let pairs = PAIRS.get_or_init(|| toml::from_str(DUTCH).ok()).as_ref();
        Names {
            language,
            pairs: pairs.filter(|_| language == Language::Dutch),
        }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The name of a table, from its English pattern and what stands in the pattern's holes.
    pub fn table(&self, pattern: &str, holes: &[(&str, &str)]) -> String {
        self.fill(self.pairs.map(|pairs| &pairs.tables), pattern, holes)
    }

    /// The name of a column, from its English pattern and what stands in the pattern's holes.
    pub fn column(&self, pattern: &str, holes: &[(&str, &str)]) -> String {
        // A whole name may have a translation of its own, such as gm_code for gemeente_code.
        let whole = filled(pattern, holes.iter().copied());
        match self.pairs.and_then(|pairs| pairs.columns.get(&whole)) {
            Some(name) => name.clone(),
            None => self.fill(self.pairs.map(|pairs| &pairs.columns), pattern, holes),
        }
    }

    /// A word in a cell; a word without a translation stays as it is.
    pub fn cell(&self, word: &'static str) -> &'static str {
        let known = self.pairs.and_then(|pairs| pairs.cells.get(word));
        known.map_or(word, String::as_str)
    }

    /// A word that the data bring, such as a category.
    pub fn data_word<'w>(&self, word: &'w str) -> &'w str {
        let known = self.pairs.and_then(|pairs| pairs.cells.get(word));
        known.map_or(word, String::as_str)
    }

    /// Yes, no or unknown.
    pub fn yes_no(&self, known: Option<bool>) -> &'static str {
        self.cell(match known {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        })
    }

    /// The English name of a column; none where no pair has made it.
    pub fn english_column(&self, name: &str) -> Option<String> {
        let Some(pairs) = self.pairs else {
            return Some(name.to_owned());
        };
        self.english(&pairs.columns, name)
    }

    /// The English name of a table; none where no pair has made it.
    pub fn english_table(&self, name: &str) -> Option<String> {
        let Some(pairs) = self.pairs else {
            return Some(name.to_owned());
        };
        self.english(&pairs.tables, name)
    }

    fn fill(
        &self,
        names: Option<&'static BTreeMap<String, String>>,
        pattern: &str,
        holes: &[(&str, &str)],
    ) -> String {
        let own = names.and_then(|names| names.get(pattern));
        let own = own.map_or(pattern, String::as_str);
        let words = holes.iter().map(|(hole, word)| {
            let list = self.pairs.and_then(|pairs| pairs.words.get(*hole));
            let known = list.and_then(|list| list.get(*word));
            (*hole, known.map_or(*word, String::as_str))
        });
        filled(own, words)
    }

    /// Tries every pattern; a plain name beats one with holes, then the one with most letters of
    /// its own.
    fn english(&self, names: &BTreeMap<String, String>, name: &str) -> Option<String> {
        let found = names.iter().filter_map(|(english, own)| {
            let mut words = Vec::new();
            self.matches(own, name, &mut words).then(|| {
                let letters = own.split(['{', '}']).step_by(2).map(str::len);
                let words = words.iter().map(|(hole, word)| (*hole, word.as_str()));
                (letters.sum::<usize>(), filled(english, words))
            })
        });
        found
            .max_by_key(|(letters, _)| *letters)
            .map(|(_, name)| name)
    }

    /// Whether a name is made by a pattern, and the English words of its holes.
    fn matches<'p>(
        &self,
        pattern: &'p str,
        name: &str,
        words: &mut Vec<(&'p str, String)>,
    ) -> bool {
        let Some((before, rest)) = pattern.split_once('{') else {
            return pattern == name;
        };
        let (Some(name), Some((hole, after))) = (name.strip_prefix(before), rest.split_once('}'))
        else {
            return false;
        };
        let list = self.pairs.and_then(|pairs| pairs.words.get(hole));
        let known = |word: &str| {
            let mut list = list.into_iter().flatten();
            list.find(|(_, own)| *own == word)
                .map(|(english, _)| english.clone())
        };
        let ends = (1..=name.len()).filter(|end| name.is_char_boundary(*end));
        let mut ends: Vec<usize> = ends.collect();
        // Words that the list knows come first.
        ends.sort_by_key(|end| known(&name[..*end]).is_none());
        for end in ends {
            let (word, rest) = name.split_at(end);
            let number = word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            if hole == "limit" && !number && known(word).is_none() {
                continue;
            }
            words.push((hole, known(word).unwrap_or_else(|| word.to_owned())));
            if self.matches(after, rest, words) {
                return true;
            }
            words.pop();
        }
        false
    }
}

/// A pattern with its holes filled.
fn filled<'w>(pattern: &str, holes: impl Iterator<Item = (&'w str, &'w str)>) -> String {
    holes.fold(pattern.to_owned(), |text, (hole, word)| {
        text.replace(&format!("{{{hole}}}"), word)
    })
}

#[cfg(test)]
mod tests;
