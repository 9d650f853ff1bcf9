//! Things that many rows name, each with a number.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Different things in the order in which they came first.
pub(super) struct Numbered<T> {
    all: Vec<T>,
    numbers: FxHashMap<T, u32>,
}

impl<T: Copy + Eq + Hash> Numbered<T> {
    /// Numbers things; fewer than 2^32 of them, since rows are.
    pub fn new(things: impl Iterator<Item = T>) -> Self {
        let mut all = Vec::new();
        let mut numbers = FxHashMap::default();
        for thing in things {
            numbers.entry(thing).or_insert_with(|| {
                all.push(thing);
                all.len() as u32 - 1
            });
        }
        Numbered { all, numbers }
    }

    /// The number of a thing.
    pub fn number(&self, thing: &T) -> Option<u32> {
        self.numbers.get(thing).copied()
    }

    /// The things in order of number.
    pub fn all(&self) -> std::slice::Iter<'_, T> {
        self.all.iter()
    }
}
