//! A Dutch address: postcode, house number, letter and addition.

use std::fmt;

use crate::preset::fits;

/// An address as lists and people write it, in one spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DutchAddress {
    /// Six characters without a space: `2541SV`.
    pub postcode: String,
    /// The house number (huisnummer).
    pub number: u32,
    /// The letter (huisletter), a capital.
    pub letter: String,
    /// The addition (huisnummertoevoeging), in capitals.
    pub addition: String,
}

impl DutchAddress {
    /// An address from its parts, spaces and case aside. Where letter and addition are empty, what
    /// follows the digits of the number is taken for them. None where the postcode is no postcode
    /// or the number no number.
    ///
    /// ```
    /// use nabij_io::DutchAddress;
    /// let address = DutchAddress::new("2541 sv", "12a-3", "", "").map(|a| a.to_string());
    /// assert_eq!(address.as_deref(), Some("2541SV 12A-3"));
    /// assert_eq!(DutchAddress::new("2541", "12", "", ""), None);
    /// ```
    pub fn new(postcode: &str, number: &str, letter: &str, addition: &str) -> Option<Self> {
        let postcode = tight(postcode);
        if !fits("9999AA", &postcode) {
            return None;
        }
        let number = tight(number);
        let number = number.strip_suffix(".0").unwrap_or(&number); // a spreadsheet's number
        let digits = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        let (digits, rest) = number.split_at(digits);
        let (letter, addition) = (tight(letter), tight(addition));
        let (letter, addition) = match letter.is_empty() && addition.is_empty() {
            true => split(rest),
            // A whole suffix beside the parts must not be lost.
            false if !rest.is_empty() => split(&format!("{rest}{letter}{addition}")),
            false => (letter, bare(&addition)),
        };
        Some(DutchAddress {
            postcode,
            number: digits.parse().ok().filter(|number| *number > 0)?,
            letter,
            addition,
        })
    }

    /// An address in one text: `2541SV 12`, `2541 SV 12a-3`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = tight(text);
        let postcode = text.get(..6)?;
        Self::new(postcode, text.get(6..)?, "", "")
    }

    /// Letter and addition in one: some registers keep `A` as the one, some as the other.
    pub(crate) fn suffix(&self) -> String {
        format!("{}{}", self.letter, self.addition)
    }
}

impl fmt::Display for DutchAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.postcode, self.number, self.letter)?;
        match self.addition.is_empty() {
            true => Ok(()),
            false => write!(f, "-{}", self.addition),
        }
    }
}

/// Capitals without spaces.
fn tight(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.to_uppercase()
}

/// Without the hyphen that stands before an addition.
fn bare(addition: &str) -> String {
    addition.trim_start_matches(['-', '/']).to_owned()
}

/// `A-3` is letter A and addition 3; `A` a letter; `-3`, `BIS` and `HS` additions.
fn split(rest: &str) -> (String, String) {
    let mut chars = rest.chars();
    let first = chars.next().filter(char::is_ascii_uppercase);
    let letter_only = chars
        .next()
        .is_none_or(|second| !second.is_ascii_uppercase());
    match first.filter(|_| letter_only) {
        Some(letter) => (letter.to_string(), bare(&rest[letter.len_utf8()..])),
        None => (String::new(), bare(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::DutchAddress;

    #[test]
    fn section_4_spaces_and_case_are_normalised() {
        for text in ["2541SV 12", "2541 sv 12", " 2541sv12 ", "2541 SV  12"] {
            assert_eq!(
                DutchAddress::parse(text).unwrap().to_string(),
                "2541SV 12",
                "{text}"
            );
        }
        for (text, letter, addition) in [
            ("2541SV 12a", "A", ""),
            ("2541SV 12 A-3", "A", "3"),
            ("2541SV 12-3", "", "3"),
            ("2541SV 12bis", "", "BIS"),
            ("2541SV 12A3", "A", "3"),
        ] {
            let address = DutchAddress::parse(text).unwrap();
            assert_eq!(
                (address.letter.as_str(), address.addition.as_str()),
                (letter, addition),
                "{text}"
            );
        }
        for text in ["", "2541SV", "2541SV A", "Laan 12", "2541SV 0", "ëëëëëë 1"] {
            assert_eq!(DutchAddress::parse(text), None, "{text}");
        }
    }

    #[test]
    fn parts_and_one_cell_are_the_same() {
        let parts = DutchAddress::new("2541SV", "12", "a", " 3 ");
        assert_eq!(parts, DutchAddress::new("2541sv", "12A-3", "", ""));
        assert_eq!(parts, DutchAddress::new("2541sv", "12A", "", "-3"));
        assert_eq!(
            DutchAddress::new("2541SV", "12.0", "", "").unwrap().number,
            12
        );
    }
}
