//! Chance that is the same on every machine: a counter hashed with SplitMix64's finisher.

/// A stream of whole numbers, fixed by a name.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream of this name. Naming it after a house keeps the rest of the town as it was when a street is added.
    pub fn named(name: &str) -> Self {
        // FNV-1a
        Random(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }

    /// The next number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end.max(1)
    }

    /// True this many times in a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
}
