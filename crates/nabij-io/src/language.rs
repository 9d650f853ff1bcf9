//! The languages of texts for people, and the words for verdicts.

use nabij::{Length, Norm, Verdict};
use serde::Deserialize;

/// The language that people read the output in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
pub enum Language {
    /// English, `en`.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Dutch, `nl`.
    #[serde(rename = "nl")]
    Dutch,
}

/// The limits that verdicts are read against; none where the parts of a norm differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The stricter of two.
    pub lower: Option<Length>,
    /// The limit.
    pub upper: Option<Length>,
}

impl Limits {
    /// The limits of a norm.
    pub fn of(norm: &Norm) -> Self {
        Limits {
            lower: norm.lower,
            upper: norm.upper,
        }
    }
}

impl Language {
    /// The language of a code, `en` or `nl`.
    ///
    /// ```
    /// use nabij_io::Language;
    /// assert_eq!(Language::from_code("nl"), Some(Language::Dutch));
    /// assert_eq!(Language::from_code("NL"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "en" => Some(Language::English),
            "nl" => Some(Language::Dutch),
            _ => None,
        }
    }

    /// Its code.
    pub const fn code(self) -> &'static str {
        self.word("en", "nl")
    }

    /// One of two words.
    pub const fn word(self, english: &'static str, dutch: &'static str) -> &'static str {
        match self {
            Language::English => english,
            Language::Dutch => dutch,
        }
    }

    /// A verdict in words, with the limits it is about.
    ///
    /// ```
    /// use nabij::{Length, Verdict};
    /// use nabij_io::{Language, Limits};
    /// let limits = Limits { lower: Some(Length::metres(300)), upper: Some(Length::metres(500)) };
    /// assert_eq!(Language::English.verdict(Verdict::WithinUpper, limits), "300–500 m");
    /// assert_eq!(Language::Dutch.verdict(Verdict::Beyond, limits), "verder dan 500 m");
    /// ```
    pub fn verdict(self, verdict: Verdict, limits: Limits) -> String {
        let number = |limit: Length| self.metres(limit);
        let (within, beyond) = (
            self.word("within", "binnen"),
            self.word("farther than", "verder dan"),
        );
        match (verdict, limits.lower, limits.upper) {
            (Verdict::WithinLower, Some(lower), _) => format!("{within} {} m", number(lower)),
            (Verdict::WithinLower, None, _) => self
                .word("within the lower limits", "binnen de ondergrenzen")
                .into(),
            (Verdict::WithinUpper, Some(lower), Some(upper)) => {
                format!("{}–{} m", number(lower), number(upper))
            }
            (Verdict::WithinUpper, None, Some(upper)) => format!("{within} {} m", number(upper)),
            (Verdict::WithinUpper, _, None) => {
                self.word("within the limits", "binnen de grenzen").into()
            }
            (Verdict::Beyond, _, Some(upper)) => format!("{beyond} {} m", number(upper)),
            (Verdict::Beyond, _, None) => self
                .word("not within the limits", "niet binnen de grenzen")
                .into(),
            (Verdict::BeyondHorizon, ..) => self
                .word("beyond the search horizon", "verder dan zoekgrens")
                .into(),
            (Verdict::Unreachable, ..) => self.word("unreachable", "niet bereikbaar").into(),
            (Verdict::Unsnapped, ..) => self
                .word("not attached to a street", "niet aan straat gekoppeld")
                .into(),
            (Verdict::Uncertain, ..) => self.word("uncertain", "onzeker").into(),
        }
    }

    /// A number of metres without its unit: whole ones as such, others to the millimetre.
    fn metres(self, length: Length) -> String {
        let (whole, rest) = (length.mm() / 1000, length.mm() % 1000);
        if rest == 0 {
            return whole.to_string();
        }
        let decimals = format!("{rest:03}");
        format!(
            "{whole}{}{}",
            self.word(".", ","),
            decimals.trim_end_matches('0')
        )
    }

    /// A count with its thousands set apart.
    pub(crate) fn count(self, count: usize) -> String {
        let digits = count.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(self.word(",", "."));
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: Limits = Limits {
        lower: Some(Length::metres(300)),
        upper: Some(Length::metres(500)),
    };

    #[test]
    fn section_8_labels_of_the_verdicts_in_both_languages() {
        let words = |language: Language| Verdict::ALL.map(|v| language.verdict(v, BOTH));
        assert_eq!(
            words(Language::English),
            [
                "within 300 m",
                "300–500 m",
                "farther than 500 m",
                "beyond the search horizon",
                "unreachable",
                "not attached to a street",
                "uncertain"
            ]
        );
        assert_eq!(
            words(Language::Dutch),
            [
                "binnen 300 m",
                "300–500 m",
                "verder dan 500 m",
                "verder dan zoekgrens",
                "niet bereikbaar",
                "niet aan straat gekoppeld",
                "onzeker"
            ]
        );
    }

    #[test]
    fn section_8_labels_of_limits_that_are_single_broken_or_missing() {
        let single = Limits {
            lower: None,
            upper: Some(Length::millimetres(100_250)),
        };
        let (en, nl) = (Language::English, Language::Dutch);
        assert_eq!(en.verdict(Verdict::WithinUpper, single), "within 100.25 m");
        assert_eq!(nl.verdict(Verdict::WithinUpper, single), "binnen 100,25 m");
        let none = Limits::default();
        assert_eq!(
            nl.verdict(Verdict::WithinLower, none),
            "binnen de ondergrenzen"
        );
        assert_eq!(en.verdict(Verdict::Beyond, none), "not within the limits");
    }

    #[test]
    fn thousands_are_set_apart() {
        let counts = [0, 999, 1000, 16_780, 1_234_567];
        assert_eq!(
            counts.map(|n| Language::English.count(n)),
            ["0", "999", "1,000", "16,780", "1,234,567"]
        );
        assert_eq!(Language::Dutch.count(16_780), "16.780");
    }
}
