//! Parts of a line, in whole millimetres from where it begins.

/// Parts of a line in rising order, each from one offset to another: none is empty, and no two meet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spans(Vec<(u32, u32)>);

impl Spans {
    /// The union of parts, each `(from, to)` with `from` at most `to`.
    pub fn new(mut parts: Vec<(u32, u32)>) -> Self {
        parts.retain(|(from, to)| from < to);
        unite(&mut parts);
        Spans(parts)
    }

    /// All of a line.
    pub fn whole(mm: u32) -> Self {
        Spans::new(vec![(0, mm)])
    }

    pub fn parts(&self) -> &[(u32, u32)] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How much of them lies between two offsets.
    pub fn within(&self, low: u32, high: u32) -> u64 {
        let first = self.0.partition_point(|(_, to)| *to <= low);
        let parts = self.0.iter().skip(first);
        let parts = parts.take_while(|(from, _)| *from < high);
        let mm = |(from, to): &(u32, u32)| u64::from((*to).min(high) - (*from).max(low));
        parts.map(mm).sum()
    }

    /// What these leave of a line of so many mm.
    pub fn gaps(&self, whole: u32) -> Spans {
        let ends = self.0.iter().map(|(_, to)| *to);
        let starts = self.0.iter().map(|(from, _)| *from);
        let gaps = std::iter::once(0).chain(ends);
        let gaps = gaps.zip(starts.chain([whole]));
        Spans(gaps.filter(|(from, to)| from < to).collect())
    }

    /// These and others.
    pub fn and(self, others: &Spans) -> Spans {
        let mut parts = self.0;
        parts.extend(&others.0);
        Spans::new(parts)
    }
}

/// Sorts parts, which may be empty, and makes one of those that meet or overlap.
pub(crate) fn unite(parts: &mut Vec<(u32, u32)>) {
    parts.sort_unstable();
    parts.dedup_by(|next, kept| {
        let meets = next.0 <= kept.1;
        if meets {
            kept.1 = kept.1.max(next.1);
        }
        meets
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_meet_are_one() {
        let spans = Spans::new(vec![(7, 9), (3, 3), (0, 2), (1, 4), (4, 5)]);
        assert_eq!(spans.parts(), [(0, 5), (7, 9)]);
        assert_eq!(spans.within(0, 100), 7);
        assert_eq!(spans.gaps(12).parts(), [(5, 7), (9, 12)]);
        assert_eq!(spans.gaps(9).parts(), [(5, 7)]);
        assert_eq!(Spans::default().gaps(0), Spans::default());
        assert_eq!(spans.and(&Spans::whole(7)).parts(), [(0, 9)]);
    }

    #[test]
    fn what_lies_between_two_offsets() {
        let spans = Spans::new(vec![(2, 5), (7, 9)]);
        let told = [(0, 10), (3, 8), (5, 7), (4, 4), (2, 5), (8, 100)];
        let found = told.map(|(low, high)| spans.within(low, high));
        assert_eq!(found, [5, 3, 0, 0, 3, 1]);
    }
}
