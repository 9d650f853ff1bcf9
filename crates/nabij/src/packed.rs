//! Columns as bytes: rows of 32-bit words, little-endian, one after the other. They are read,
//! checked and copied, never mapped.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::point::Point;

/// How much of what was stored is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// What is quickly seen; the rest is believed.
    Glance,
    /// All that it promises.
    Whole,
}

/// Bytes that a format of serde may hand over without copying them.
#[derive(Debug, Default)]
pub(crate) struct Bytes<'a>(pub Cow<'a, [u8]>);

/// What is always so many words.
pub(crate) trait Row<const WORDS: usize>: Sized + Send {
    /// Its words.
    fn words(&self) -> [u32; WORDS];
    /// The row of these words.
    fn of(words: [u32; WORDS]) -> Self;
}

impl Bytes<'_> {
    /// A column as bytes.
    pub fn of<T: Row<WORDS>, const WORDS: usize>(rows: &[T]) -> Bytes<'static> {
        let mut bytes = Vec::with_capacity(rows.len() * WORDS * size_of::<u32>());
        for row in rows {
            bytes.extend_from_slice(row.words().map(u32::to_le_bytes).as_flattened());
        }
        Bytes(Cow::Owned(bytes))
    }

    /// A column of single bytes.
    pub fn of_codes(codes: impl IntoIterator<Item = u8>) -> Bytes<'static> {
        Bytes(Cow::Owned(codes.into_iter().collect()))
    }

    /// The column again; nothing where the bytes are no whole rows.
    pub fn rows<T: Row<WORDS>, const WORDS: usize>(&self) -> Option<Vec<T>> {
        let (words, rest) = self.0.as_chunks::<4>();
        let (rows, over) = words.as_chunks::<WORDS>();
        let row = |row: &[[u8; 4]; WORDS]| T::of(row.map(u32::from_le_bytes));
        (rest.is_empty() && over.is_empty()).then(|| rows.iter().map(row).collect())
    }
}

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Bytes<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_bytes(Reader)
    }
}

struct Reader;

impl<'de> de::Visitor<'de> for Reader {
    type Value = Bytes<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_borrowed_bytes<E: de::Error>(self, bytes: &'de [u8]) -> Result<Bytes<'de>, E> {
        Ok(Bytes(Cow::Borrowed(bytes)))
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes<'de>, E> {
        Ok(Bytes(Cow::Owned(bytes.to_owned())))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut all: A) -> Result<Bytes<'de>, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = all.next_element()? {
            bytes.push(byte);
        }
        Ok(Bytes(Cow::Owned(bytes)))
    }
}

impl Row<1> for u32 {
    fn words(&self) -> [u32; 1] {
        [*self]
    }

    fn of([word]: [u32; 1]) -> Self {
        word
    }
}

impl Row<2> for u64 {
    fn words(&self) -> [u32; 2] {
        [*self as u32, (*self >> 32) as u32] // the lower half first
    }

    fn of([low, high]: [u32; 2]) -> Self {
        u64::from(high) << 32 | u64::from(low)
    }
}

impl Row<2> for Point {
    fn words(&self) -> [u32; 2] {
        [self.x.cast_unsigned(), self.y.cast_unsigned()]
    }

    fn of([x, y]: [u32; 2]) -> Self {
        Point::new(x.cast_signed(), y.cast_signed())
    }
}

impl<const WORDS: usize> Row<WORDS> for [u32; WORDS] {
    fn words(&self) -> [u32; WORDS] {
        *self
    }

    fn of(words: [u32; WORDS]) -> Self {
        words
    }
}

/// Rows of pairs.
macro_rules! pairs {
    ($($pairs:literal, $words:literal);*) => { $(
        impl Row<$words> for [(u32, u32); $pairs] {
            fn words(&self) -> [u32; $words] {
                let mut words = [0; $words];
                for (place, (a, b)) in words.as_chunks_mut::<2>().0.iter_mut().zip(self) {
                    *place = [*a, *b];
                }
                words
            }

            fn of(words: [u32; $words]) -> Self {
                let mut pairs = [(0, 0); $pairs];
                for (pair, [a, b]) in pairs.iter_mut().zip(words.as_chunks::<2>().0) {
                    *pair = (*a, *b);
                }
                pairs
            }
        }
    )* };
}

pairs!(1, 2; 2, 4; 4, 8; 6, 12);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_back_and_halves_do_not() {
        let points = vec![Point::new(i32::MIN, 7), Point::new(-1, i32::MAX)];
        let bytes = Bytes::of(&points);
        assert_eq!(bytes.0[..8], [0, 0, 0, 128, 7, 0, 0, 0]);
        assert_eq!(bytes.rows(), Some(points));
        assert_eq!(
            Bytes(Cow::Borrowed(&bytes.0[..15])).rows::<Point, 2>(),
            None
        );
        assert_eq!(
            Bytes(Cow::Borrowed(&bytes.0[..12])).rows::<Point, 2>(),
            None
        );
        let long = vec![1_u64 << 40, 3];
        assert_eq!(Bytes::of(&long).rows(), Some(long));
        let pairs = vec![[(1, 2), (3, u32::MAX)]];
        assert_eq!(Bytes::of(&pairs).rows(), Some(pairs));
    }
}
