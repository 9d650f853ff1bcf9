//! The strings of a block and the tags that point into them.

use std::{cell::OnceCell, sync::Arc};

use rustc_hash::FxHashMap;

use super::{
    vocabulary::{Marks, Symbol, Uses, Vocabulary},
    wire::{Message, Wrong},
};

/// A string of a block: its text and what the rules know it as.
struct Entry<'b> {
    text: &'b str,
    symbol: Symbol,
    marks: Marks,
    shared: OnceCell<Arc<str>>,
}

/// The table of strings of a block.
pub(crate) struct Strings<'b> {
    entries: Vec<Entry<'b>>,
    /// The parts of values such as `supermarket;bakery`.
    lists: FxHashMap<u32, Vec<Symbol>>,
}

/// One tag: string numbers, checked to exist, and the key's symbol.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    key: Symbol,
    key_at: u32,
    value_at: u32,
}

impl<'b> Strings<'b> {
    pub(crate) fn new(table: &'b [u8], vocabulary: &Vocabulary) -> Result<Self, Wrong> {
        let mut strings = Strings {
            entries: Vec::new(),
            lists: FxHashMap::default(),
        };
        let mut message = Message(table);
        while let Some((field, value)) = message.field()? {
            if field != 1 {
                continue;
            }
            let text =
                std::str::from_utf8(value.bytes()?).map_err(|_| Wrong("a string is not UTF-8"))?;
            let symbol = vocabulary.find(text);
            let mut marks = vocabulary.marks(symbol);
            if symbol == 0 && text.contains(';') {
                let parts: Vec<Symbol> = text
                    .split(';')
                    .map(|part| vocabulary.find(part.trim()))
                    .filter(|&part| part != 0)
                    .collect();
                if !parts.is_empty() {
                    marks.value = Uses::ALL;
                    let at = u32::try_from(strings.entries.len())
                        .map_err(|_| Wrong("too many strings"))?;
                    strings.lists.insert(at, parts);
                }
            }
            strings.entries.push(Entry {
                text,
                symbol,
                marks,
                shared: OnceCell::new(),
            });
        }
        Ok(strings)
    }

    /// The tag made of these two strings.
    #[inline]
    pub(crate) fn pair(&self, key: u64, value: u64) -> Result<Pair, Wrong> {
        let at = |number: u64| {
            let at = u32::try_from(number).ok()?;
            Some((at, self.entries.get(at as usize)?))
        };
        match (at(key), at(value)) {
            (Some((key_at, entry)), Some((value_at, _))) => Ok(Pair {
                key: entry.symbol,
                key_at,
                value_at,
            }),
            _ => Err(Wrong("a tag points outside the table of strings")),
        }
    }

    /// What the rules may use the tag for.
    #[inline]
    pub(crate) fn uses(&self, pair: Pair) -> Uses {
        let marks = |at: u32| {
            self.entries
                .get(at as usize)
                .map_or(Marks::NONE, |entry| entry.marks)
        };
        marks(pair.key_at).with(marks(pair.value_at).value)
    }
}

/// The tags of one object.
#[derive(Clone, Copy)]
pub(crate) struct Tags<'s, 'b> {
    pub(crate) strings: &'s Strings<'b>,
    pub(crate) pairs: &'s [Pair],
}

impl<'s, 'b> Tags<'s, 'b> {
    #[inline]
    fn entry(self, key: Symbol) -> Option<(u32, &'s Entry<'b>)> {
        let pair = self.pairs.iter().find(|pair| pair.key == key)?;
        Some((
            pair.value_at,
            self.strings.entries.get(pair.value_at as usize)?,
        ))
    }

    pub(crate) fn has(self, key: Symbol) -> bool {
        self.pairs.iter().any(|pair| pair.key == key)
    }

    /// The value as it stands.
    pub(crate) fn text(self, key: Symbol) -> Option<&'b str> {
        self.entry(key).map(|(_, entry)| entry.text)
    }

    /// The value, one copy for all objects of the block; none where it is blank.
    pub(crate) fn shared(self, key: Symbol) -> Option<Arc<str>> {
        let (_, entry) = self.entry(key)?;
        let text = entry.text.trim();
        (!text.is_empty()).then(|| entry.shared.get_or_init(|| text.into()).clone())
    }

    /// Whether the value, or a part of the list that it is, is one of these.
    pub(crate) fn is(self, key: Symbol, values: &[Symbol]) -> bool {
        let Some((at, entry)) = self.entry(key) else {
            return false;
        };
        if entry.symbol != 0 {
            return values.contains(&entry.symbol);
        }
        !self.strings.lists.is_empty()
            && self
                .strings
                .lists
                .get(&at)
                .is_some_and(|parts| parts.iter().any(|part| values.contains(part)))
    }
}
