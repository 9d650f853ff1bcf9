//! Numbers for the keys and values that rules and attributes speak of, so that tags are compared as numbers.

use std::ops::{BitAnd, BitOr};

use rustc_hash::FxHashMap;

/// The number of a text; 0 for texts that nobody asks for.
pub(crate) type Symbol = u32;

/// What an object with some key may be: a filter that lets most objects pass by unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Uses(u8);

impl Uses {
    pub(crate) const NONE: Uses = Uses(0);
    pub(crate) const ALL: Uses = Uses(u8::MAX);
    pub(crate) const WALK: Uses = Uses(1);
    pub(crate) const NODE: Uses = Uses(2);
    pub(crate) const FACILITY: Uses = Uses(4);
    pub(crate) const ORIGIN: Uses = Uses(8);
    pub(crate) const BARRIER: Uses = Uses(16);
    pub(crate) const AREA: Uses = Uses(32);

    pub(crate) fn has(self, other: Uses) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Uses {
    type Output = Uses;

    fn bitor(self, other: Uses) -> Uses {
        Uses(self.0 | other.0)
    }
}

impl BitAnd for Uses {
    type Output = Uses;

    fn bitand(self, other: Uses) -> Uses {
        Uses(self.0 & other.0)
    }
}

macro_rules! keys {
    ($($name:ident $text:literal)*) => {
        #[derive(Clone, Copy)]
        #[allow(dead_code, non_camel_case_types, clippy::upper_case_acronyms)]
        enum Ordinal { Nothing, $($name),* }
        /// Keys that the code itself asks for.
        pub(crate) mod key {
            use super::{Ordinal, Symbol};
            $(pub(crate) const $name: Symbol = Ordinal::$name as Symbol;)*
        }
        const KEYS: &[&str] = &[$($text),*];
    };
}

keys! {
    TYPE "type"
    NAME "name"
    HIGHWAY "highway"
    RAILWAY "railway"
    PUBLIC_TRANSPORT "public_transport"
    BARRIER "barrier"
    CROSSING "crossing"
    ENTRANCE "entrance"
    BUILDING "building"
    KERB "kerb"
    KERB_HEIGHT "kerb:height"
    MAN_MADE "man_made"
    FOOTWAY "footway"
    PATH "path"
    CYCLEWAY "cycleway"
    CONVEYING "conveying"
    ONEWAY_FOOT "oneway:foot"
    FOOT_FORWARD "foot:forward"
    FOOT_BACKWARD "foot:backward"
    BRIDGE "bridge"
    TUNNEL "tunnel"
    INDOOR "indoor"
    LEVEL "level"
    LIT "lit"
    SURFACE "surface"
    SMOOTHNESS "smoothness"
    INCLINE "incline"
    WIDTH "width"
    SIDEWALK "sidewalk"
    SIDEWALK_BOTH "sidewalk:both"
    SIDEWALK_LEFT "sidewalk:left"
    SIDEWALK_RIGHT "sidewalk:right"
    BOUNDARY "boundary"
    ADMIN_LEVEL "admin_level"
    REF "ref"
    HOUSENUMBER "addr:housenumber"
    POSTCODE "addr:postcode"
    BUS "bus"
    TRAM "tram"
    TRAIN "train"
    SUBWAY "subway"
    LIGHT_RAIL "light_rail"
    FERRY "ferry"
    TROLLEYBUS "trolleybus"
}

/// All texts asked for.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    symbols: FxHashMap<Box<str>, Symbol>,
    marks: Vec<Marks>,
}

/// What a text is of use for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marks {
    /// As a key, whatever the value.
    any: Uses,
    /// As a key, where the value is marked too.
    key: Uses,
    /// As such a value.
    pub(crate) value: Uses,
}

impl Marks {
    pub(crate) const NONE: Marks = Marks {
        any: Uses::NONE,
        key: Uses::NONE,
        value: Uses::NONE,
    };

    /// What a tag of this key and a value marked so is of use for.
    pub(crate) fn with(self, value: Uses) -> Uses {
        self.any | (self.key & value)
    }
}

impl Vocabulary {
    pub(crate) fn new() -> Self {
        let mut vocabulary = Vocabulary {
            symbols: FxHashMap::default(),
            marks: vec![Marks::NONE],
        };
        for key in KEYS {
            vocabulary.intern(key);
        }
        vocabulary
    }

    /// The number of a text, a new one where it has none.
    pub(crate) fn intern(&mut self, text: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(text) {
            return symbol;
        }
        // Rule files hold some thousands of words; a file of four thousand million does not fit in memory.
        let symbol = Symbol::try_from(self.marks.len()).unwrap_or(0);
        self.symbols.insert(text.into(), symbol);
        self.marks.push(Marks::NONE);
        symbol
    }

    /// Notes that objects with this key may be of use.
    pub(crate) fn mark(&mut self, key: Symbol, uses: Uses) {
        if let Some(marks) = self.marks.get_mut(key as usize) {
            marks.any = marks.any | uses;
        }
    }

    /// Notes that objects with this key and one of these values may be of use.
    pub(crate) fn mark_values(&mut self, key: Symbol, values: &[Symbol], uses: Uses) {
        if let Some(marks) = self.marks.get_mut(key as usize) {
            marks.key = marks.key | uses;
        }
        for &value in values {
            if let Some(marks) = self.marks.get_mut(value as usize) {
                marks.value = marks.value | uses;
            }
        }
    }

    pub(crate) fn find(&self, text: &str) -> Symbol {
        self.symbols.get(text).copied().unwrap_or(0)
    }

    pub(crate) fn marks(&self, symbol: Symbol) -> Marks {
        self.marks
            .get(symbol as usize)
            .copied()
            .unwrap_or(Marks::NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_and_the_rules_number_keys_alike() {
        let mut vocabulary = Vocabulary::new();
        assert_eq!(vocabulary.find("type"), key::TYPE);
        assert_eq!(vocabulary.find("trolleybus"), key::TROLLEYBUS);
        assert_eq!(vocabulary.intern("highway"), key::HIGHWAY);
        assert_eq!(vocabulary.find("nothing asked for"), 0);
    }
}
