//! Tests of tags, as rule files write them: `key=a|b`, `key!=a`, `key`, `!key`, `key~text`.

use serde::Deserialize;
use toml::Spanned;

use super::{
    tags::Tags,
    vocabulary::{Symbol, Uses, Vocabulary},
};

/// The text of one test, with its place in the file.
pub(crate) type TestText = Spanned<String>;

/// One test of an object's tags.
#[derive(Clone, Debug)]
enum Test {
    Present(Symbol),
    Absent(Symbol),
    Is(Symbol, Vec<Symbol>),
    IsNot(Symbol, Vec<Symbol>),
    Contains(Symbol, Vec<String>),
}

/// When a rule fits: every test of `all`, at least one of `any` if there are any, none of `none`.
#[derive(Clone, Debug, Default)]
pub(crate) struct When {
    all: Vec<Test>,
    any: Vec<Test>,
    none: Vec<Test>,
}

/// The same as a rule file writes it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WhenText {
    pub(crate) all: Vec<TestText>,
    pub(crate) any: Vec<TestText>,
    pub(crate) none: Vec<TestText>,
}

/// A mistake in a rule file and the byte at which it stands.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) at: Option<usize>,
    pub(crate) what: String,
}

impl When {
    /// Reads the tests; the keys that an object must have are marked in the vocabulary.
    pub(crate) fn new(
        text: &WhenText,
        words: &mut Vocabulary,
        uses: Uses,
    ) -> Result<Self, Mistake> {
        let mut read = |tests: &[TestText]| -> Result<Vec<Test>, Mistake> {
            tests.iter().map(|test| Test::new(test, words)).collect()
        };
        let when = When {
            all: read(&text.all)?,
            any: read(&text.any)?,
            none: read(&text.none)?,
        };
        // `any` names what a rule is about; else it is what `all` asks to be there.
        let about = if when.any_is_positive() {
            &when.any
        } else {
            &when.all
        };
        for test in about {
            match test {
                Test::Is(key, values) => words.mark_values(*key, values, uses),
                Test::Present(key) | Test::Contains(key, _) => words.mark(*key, uses),
                Test::Absent(_) | Test::IsNot(..) => {}
            }
        }
        Ok(when)
    }

    /// What only refuses.
    pub(crate) fn none(none: Vec<TestText>, words: &mut Vocabulary) -> Result<Self, Mistake> {
        let text = WhenText {
            none,
            ..WhenText::default()
        };
        When::new(&text, words, Uses::NONE)
    }

    /// Whether it asks for something to be there.
    pub(crate) fn is_positive(&self) -> bool {
        self.any_is_positive() || self.all.iter().any(|test| test.needs().is_some())
    }

    fn any_is_positive(&self) -> bool {
        !self.any.is_empty() && self.any.iter().all(|test| test.needs().is_some())
    }

    pub(crate) fn fits(&self, tags: Tags<'_, '_>) -> bool {
        self.asks(tags) && !self.refuses(tags)
    }

    /// Whether it would fit but for `none`.
    pub(crate) fn asks(&self, tags: Tags<'_, '_>) -> bool {
        (self.any.is_empty() || self.any.iter().any(|test| test.holds(tags)))
            && self.all.iter().all(|test| test.holds(tags))
    }

    /// Whether a test of `none` holds.
    pub(crate) fn refuses(&self, tags: Tags<'_, '_>) -> bool {
        self.none.iter().any(|test| test.holds(tags))
    }
}

impl Test {
    fn new(text: &TestText, words: &mut Vocabulary) -> Result<Self, Mistake> {
        let mistake = |what: &str| Mistake {
            at: Some(text.span().start),
            what: format!(
                "{:?} {what}; write \"key\", \"!key\", \"key=value|value\", \"key!=value\" or \"key~text\"",
                text.get_ref()
            ),
        };
        let test = text.get_ref().trim();
        let (key, operator, values) = match test.find(['=', '~']) {
            None => match test.strip_prefix('!') {
                Some(key) => (key, "!", ""),
                None => (test, "", ""),
            },
            Some(at) => {
                let (key, rest) = test.split_at(at);
                match key.strip_suffix('!') {
                    Some(key) if rest.starts_with('=') => (key, "!=", rest),
                    _ => (key, "=~", rest),
                }
            }
        };
        let key = key.trim();
        if key.is_empty() || key.contains(['!', '|', ' ']) {
            return Err(mistake("names no key"));
        }
        let contains = values.starts_with('~');
        let values: Vec<&str> = values
            .get(1..)
            .unwrap_or("")
            .split('|')
            .map(str::trim)
            .collect();
        if matches!(operator, "!=" | "=~") && values.iter().any(|value| value.is_empty()) {
            return Err(mistake("has an empty value"));
        }
        let key = words.intern(key);
        Ok(match operator {
            "" => Test::Present(key),
            "!" => Test::Absent(key),
            "!=" => Test::IsNot(
                key,
                values
                    .into_iter()
                    .map(|value| words.intern(value))
                    .collect(),
            ),
            _ if contains => {
                Test::Contains(key, values.into_iter().map(str::to_lowercase).collect())
            }
            _ => Test::Is(
                key,
                values
                    .into_iter()
                    .map(|value| words.intern(value))
                    .collect(),
            ),
        })
    }

    /// The key that must be there for the test to hold.
    fn needs(&self) -> Option<Symbol> {
        match self {
            Test::Present(key) | Test::Is(key, _) | Test::Contains(key, _) => Some(*key),
            Test::Absent(_) | Test::IsNot(..) => None,
        }
    }

    fn holds(&self, tags: Tags<'_, '_>) -> bool {
        match self {
            Test::Present(key) => tags.has(*key),
            Test::Absent(key) => !tags.has(*key),
            Test::Is(key, values) => tags.is(*key, values),
            Test::IsNot(key, values) => !tags.is(*key, values),
            Test::Contains(key, texts) => tags.text(*key).is_some_and(|value| {
                let value = value.to_lowercase();
                texts.iter().any(|text| value.contains(text.as_str()))
            }),
        }
    }
}
