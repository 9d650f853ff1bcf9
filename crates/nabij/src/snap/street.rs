//! Names of streets: which edges carry the one that an address names.

use rustc_hash::FxHashMap;

use crate::network::{EdgeId, Network};

/// Number of a street's name in its network. Spellings of one name share a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StreetId(u32);

/// The names of a network's streets.
#[derive(Clone, Debug)]
pub(super) struct StreetNames {
    numbers: FxHashMap<String, u32>,
    /// Per edge: the number of its name; 0 where nobody knows one.
    of_edge: Vec<u32>,
}

impl StreetNames {
    pub fn new(network: &Network) -> Self {
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let of_edge = network.edges().map(|edge| {
            let Some(name) = edge.attributes().street.as_deref() else {
                return 0;
            };
            *known.entry(name).or_insert_with(|| {
                let words = same_words(name);
                let fresh = numbers.len() as u32 + 1;
                match words.is_empty() {
                    true => 0,
                    false => *numbers.entry(words).or_insert(fresh),
                }
            })
        });
        StreetNames {
            of_edge: of_edge.collect(),
            numbers,
        }
    }

    /// The number of a name, where a street carries it.
    pub fn find(&self, name: &str) -> Option<StreetId> {
        self.numbers.get(&same_words(name)).copied().map(StreetId)
    }

    /// The name of an edge, where it has one.
    pub fn of(&self, edge: EdgeId) -> Option<StreetId> {
        let number = self.of_edge.get(edge.index()).copied();
        number.filter(|number| *number > 0).map(StreetId)
    }
}

/// Kinds of street at the end of a word, and how they are shortened.
const KINDS: [(&str, &str); 5] = [
    ("straat", "str"),
    ("strasse", "str"),
    ("laan", "ln"),
    ("weg", "wg"),
    ("plein", "pln"),
];

/// Words that are shortened with a point, or with a stroke.
const SHORTENED: [(&str, &str); 11] = [
    ("st.", "sint"),
    ("burg.", "burgemeester"),
    ("dr.", "doctor"),
    ("ds.", "dominee"),
    ("gen.", "generaal"),
    ("jhr.", "jonkheer"),
    ("mr.", "meester"),
    ("pres.", "president"),
    ("prof.", "professor"),
    ("avda.", "avenida"),
    ("c/", "calle"),
];

/// Small letters with an accent, and what they are without.
const ACCENTS: [(&str, &str); 13] = [
    ("àáâãäåāăą", "a"),
    ("çćč", "c"),
    ("ďđ", "d"),
    ("èéêëēėęě", "e"),
    ("ìíîïīį", "i"),
    ("ł", "l"),
    ("ñńň", "n"),
    ("òóôõöøō", "o"),
    ("ùúûüūůű", "u"),
    ("ýÿ", "y"),
    ("šśžźż", "s"),
    ("ß", "ss"),
    ("æ", "ae"),
];

/// The words of a name, so that spellings of one name are equal: small letters without accents, no
/// punctuation, one space between, kinds of street shortened and titles written out. Nothing but
/// what stands in the lists is shortened or written out; order and number of words count.
fn same_words(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match ACCENTS.iter().find(|(with, _)| with.contains(letter)) {
            Some((_, without)) => plain.push_str(without),
            // Accents that stand behind their letter, and apostrophes, part no words.
            None if matches!(letter, '\u{300}'..='\u{36f}' | '\'' | '’' | '`') => {}
            None => plain.push(letter),
        }
    }
    let mut words: Vec<String> = Vec::new();
    for written in plain.split([' ', '\t', '\u{a0}', '-', '–']) {
        let long = SHORTENED.iter().find(|(short, _)| *short == written);
        let written = long.map_or(written, |(_, long)| long);
        let parts = written.split(|letter: char| !letter.is_alphanumeric());
        words.extend(parts.filter(|part| !part.is_empty()).map(|part| {
            let kind = KINDS
                .iter()
                .find_map(|(long, short)| Some((part.strip_suffix(long)?, short)));
            kind.map_or(part.to_owned(), |(stem, short)| format!("{stem}{short}"))
        }));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::same_words;

    #[test]
    fn spellings_of_one_name() {
        for (one, other) in [
            ("Kerkstraat", "KERKSTR."),
            ("Kerkstraat", " kerkstr "),
            ("Goudenregenstraat", "Goudenregenstr."),
            ("Hauptstraße", "Hauptstr."),
            ("Burg. de Monchyplein", "Burgemeester de Monchypln."),
            ("Laan van 's-Gravenmade", "Laan van ’s Gravenmade"),
            ("Sint-Jansstraat", "St. Jansstraat"),
            ("P.C. Hooftstraat", "P C Hooftstraat"),
            ("Calle León y Castillo", "C/ Leon y  Castillo"),
            ("Cafe\u{301}weg", "Caféwg."),
        ] {
            assert_eq!(same_words(one), same_words(other), "{one}, {other}");
        }
    }

    #[test]
    fn names_that_are_not_the_same() {
        for (one, other) in [
            ("Kerkstraat", "Kerklaan"),
            ("1e Kerkstraat", "2e Kerkstraat"),
            ("Oude Kerkstraat", "Kerkstraat"),
            ("Kerk straat", "Kerkstraat"),
            ("Straat", ""),
        ] {
            assert_ne!(same_words(one), same_words(other), "{one}, {other}");
        }
        assert_eq!(same_words(" -. "), "", "no words at all");
    }
}
