//! Every address there is, to find the place of one that a list or a person names.

use std::collections::BTreeMap;

use nabij::Point;

use crate::dutch_address::DutchAddress;

/// Addresses with their places.
#[derive(Clone, Debug, Default)]
pub(crate) struct AddressBook {
    entries: Vec<Entry>,
    by_number: BTreeMap<(String, u32), Vec<usize>>,
}

/// One address.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub address: DutchAddress,
    pub id: String,
    pub door: Point,
    pub building: Option<String>,
}

/// Why an address has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoMatch {
    /// No such house number at that postcode.
    NoNumber,
    /// The number is there, but only with these letters and additions.
    Ambiguous(Vec<String>),
}

impl NoMatch {
    /// A short fixed word for counting.
    pub fn code(&self) -> &'static str {
        match self {
            NoMatch::NoNumber => "address_unknown",
            NoMatch::Ambiguous(_) => "address_ambiguous",
        }
    }
}

impl std::fmt::Display for NoMatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoMatch::NoNumber => write!(f, "there is no such house number at that postcode"),
            NoMatch::Ambiguous(there) => write!(f, "there are several: {}", there.join(", ")),
        }
    }
}

impl AddressBook {
    pub fn add(&mut self, entry: Entry) {
        let key = (entry.address.postcode.clone(), entry.address.number);
        self.by_number
            .entry(key)
            .or_default()
            .push(self.entries.len());
        self.entries.push(entry);
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry of an address: exactly; else with letter and addition in one; else the only one
    /// of its number and letter whatever the addition. Several objects of one address are not guessed at.
    pub fn find(&self, wanted: &DutchAddress) -> Result<&Entry, NoMatch> {
        let key = (wanted.postcode.clone(), wanted.number);
        let there = self.by_number.get(&key).ok_or(NoMatch::NoNumber)?;
        let there: Vec<&Entry> = there
            .iter()
            .filter_map(|at| self.entries.get(*at))
            .collect();
        let only = |same: &dyn Fn(&DutchAddress) -> bool| {
            let mut found = there.iter().filter(|entry| same(&entry.address));
            match (found.next(), found.next()) {
                (Some(only), None) => Some(*only),
                _ => None,
            }
        };
        let suffix = wanted.suffix();
        if let Some(exact) =
            only(&|one| one == wanted).or_else(|| only(&|one| one.suffix() == suffix))
        {
            return Ok(exact);
        }
        // Two objects with this very address: leaving out the addition would not tell them apart.
        let exists = there.iter().any(|entry| entry.address.suffix() == suffix);
        let without = only(&|one| one.letter == wanted.letter).filter(|_| !exists);
        without.ok_or_else(|| {
            let mut there: Vec<String> = there
                .iter()
                .map(|entry| format!("{} ({})", entry.address, entry.id))
                .collect();
            there.sort();
            NoMatch::Ambiguous(there)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(addresses: &[&str]) -> AddressBook {
        let mut book = AddressBook::default();
        for (at, text) in (1..).zip(addresses) {
            book.add(Entry {
                address: DutchAddress::parse(text).unwrap(),
                id: at.to_string(),
                door: Point::new(at, 0),
                building: None,
            });
        }
        book
    }

    fn find(book: &AddressBook, text: &str) -> Result<String, &'static str> {
        let found = book.find(&DutchAddress::parse(text).unwrap());
        found.map(|entry| entry.id.clone()).map_err(|no| no.code())
    }

    #[test]
    fn section_4_exact_first_then_without_addition_only_where_unique() {
        let all = book(&[
            "2541SV 12",
            "2541SV 12A",
            "2541SV 14-1",
            "2541SV 14-2",
            "2541SV 16-1",
            "2541SV 18A-1",
        ]);
        let (unknown, ambiguous) = (Err("address_unknown"), Err("address_ambiguous"));
        assert_eq!(find(&all, "2541sv 12"), Ok("1".to_owned()));
        assert_eq!(find(&all, "2541sv 12a"), Ok("2".to_owned()));
        assert_eq!(find(&all, "2541SV 14-2"), Ok("4".to_owned()));
        assert_eq!(find(&all, "2541SV 14"), ambiguous);
        assert_eq!(find(&all, "2541SV 14-3"), ambiguous);
        assert_eq!(find(&all, "2541SV 16"), Ok("5".to_owned()));
        assert_eq!(find(&all, "2541SV 16-9"), Ok("5".to_owned()));
        assert_eq!(find(&all, "2541SV 18A"), Ok("6".to_owned()));
        assert_eq!(find(&all, "2541SV 18"), ambiguous); // another letter is another house
        assert_eq!(find(&all, "2541SV 12B"), ambiguous);
        assert_eq!(find(&all, "2541SV 13"), unknown);
        assert_eq!(find(&all, "2541SW 12"), unknown);
    }

    #[test]
    fn a_letter_kept_as_an_addition_is_found() {
        let mut all = book(&["2541SV 12"]);
        let address = DutchAddress::new("2541SV", "12", "", "-A").unwrap();
        all.add(Entry {
            address,
            id: "A".to_owned(),
            door: Point::new(0, 0),
            building: None,
        });
        assert_eq!(find(&all, "2541SV 12A"), Ok("A".to_owned()));
    }

    #[test]
    fn two_objects_of_one_address_are_not_guessed_at() {
        let all = book(&["2541SV 12", "2541SV 12"]);
        assert_eq!(find(&all, "2541SV 12"), Err("address_ambiguous"));
    }
}
