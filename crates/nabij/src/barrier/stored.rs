//! Barriers as columns, and read back.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::Lines;
use crate::{packed::Bytes, segments::SegmentIndex};

/// The columns of lines of one kind, not looked at yet.
#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    #[serde(borrow)]
    vertices: Bytes<'a>,
    #[serde(borrow)]
    ends: Bytes<'a>,
    #[serde(borrow)]
    closed: Bytes<'a>,
    /// In which order the index keeps segments: cheaper to read than its boxes.
    #[serde(borrow)]
    order: Bytes<'a>,
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // Where the segments of each line start; a line has one less than vertices, a ring as many.
        let starts = self.all().scan(0_u32, |next, (line, closed)| {
            let start = *next;
            *next += (line.len() - usize::from(!closed && !line.is_empty())) as u32;
            Some(start)
        });
        let starts: Vec<u32> = starts.collect();
        let segments = self.index.segments().iter();
        let order = segments.map(|own| starts[own.owner as usize] + own.at);
        Stored {
            vertices: Bytes::of(&self.vertices),
            ends: Bytes::of(&self.ends),
            closed: Bytes::of_codes(self.closed.iter().map(|closed| u8::from(*closed))),
            order: Bytes::of(&order.collect::<Vec<u32>>()),
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(from)?;
        let lines = stored.check();
        lines.ok_or_else(|| D::Error::custom("barriers are cut off, or name what is not there"))
    }
}

impl Stored<'_> {
    fn check(&self) -> Option<Lines> {
        let mut lines = Lines {
            vertices: self.vertices.rows()?,
            ends: self.ends.rows()?,
            closed: self.closed.0.iter().map(|code| *code != 0).collect(),
            index: SegmentIndex::default(),
        };
        let fits = lines.ends.is_sorted()
            && lines.ends.len() == lines.closed.len()
            && lines.ends.last().map_or(0, |end| *end as usize) == lines.vertices.len()
            && self.closed.0.iter().all(|code| *code < 2);
        if !fits {
            return None;
        }
        let order: Vec<u32> = self.order.rows()?;
        lines.index = SegmentIndex::ordered(&lines.segments(), &order)?;
        Some(lines)
    }
}
