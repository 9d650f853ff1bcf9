//! A column of texts in one buffer: millions of ids without an allocation each.

use serde::{Deserialize, Serialize};

/// A column of texts.
///
/// While all are the same text it is kept once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Texts {
    buffer: String,
    ends: Vec<usize>,
    /// How many texts are the whole buffer; then there are no ends.
    same: usize,
}

impl Texts {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.same + self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text at a position, which must be below [`Texts::len`].
    pub fn get(&self, at: usize) -> &str {
        if at < self.same {
            return &self.buffer;
        }
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.buffer[start..self.ends[at]]
    }

    /// Adds a text behind the others.
    pub(crate) fn push(&mut self, text: &str) {
        if self.is_empty() {
            self.buffer.push_str(text);
            self.same = 1;
            return;
        }
        if self.same > 0 {
            // Processors take long to see that nothing is nothing, where it has no address.
            if text.is_empty() && self.buffer.is_empty() || self.buffer == text {
                self.same += 1;
                return;
            }
            let (count, length) = (std::mem::take(&mut self.same), self.buffer.len());
            self.buffer = self.buffer.repeat(count);
            self.ends.extend((1..=count).map(|number| number * length));
        }
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
    }

    /// Every text in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }
}

impl From<Vec<String>> for Texts {
    fn from(texts: Vec<String>) -> Self {
        texts.into_iter().collect()
    }
}

impl From<Texts> for Vec<String> {
    fn from(texts: Texts) -> Self {
        texts.iter().map(str::to_owned).collect()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut all = Texts::default();
        for text in texts {
            all.push(text.as_ref());
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_went_in() {
        let columns: [&[&str]; 9] = [
            &[],
            &[""],
            &["", ""],
            &["", "", "a"],
            &["a", "a", "a"],
            &["a", "a", "", "a", "aa"],
            &["a", "b", "b"],
            &["aa", "a", "aaa"],
            &["é", "é", "e"],
        ];
        for column in columns {
            let texts: Texts = column.iter().collect();
            assert_eq!(texts.iter().collect::<Vec<_>>(), column);
            assert_eq!(
                (texts.len(), texts.is_empty()),
                (column.len(), column.is_empty())
            );
            assert_eq!(texts, column.iter().collect());
        }
        let one: Texts = ["a", "a"].into_iter().collect();
        assert_ne!(one, ["a"].into_iter().collect());
    }
}
