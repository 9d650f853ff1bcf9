//! Arcs out of every vertex, in rows of equal width.

/// Arcs come in rows of this many: a search works row by row, and wrongly guesses how many follow
/// half as often as arc by arc.
pub(crate) const WIDTH: usize = 2;

/// The vertex at the other end, and how many mm.
pub(crate) type Arc = (u32, u32);

/// Arcs at one vertex. Unused places lead back to the vertex itself.
pub(crate) type Row = [Arc; WIDTH];

/// The arcs out of every vertex.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arcs {
    /// Per vertex where its rows start, and the end of all.
    pub(super) starts: Vec<u32>,
    pub(super) rows: Vec<Row>,
}

impl Arcs {
    /// No arcs yet, and room for those of so many vertices.
    pub fn with_capacity(vertices: usize) -> Self {
        let mut starts = Vec::with_capacity(vertices + 1);
        starts.push(0);
        Arcs {
            starts,
            rows: Vec::with_capacity(vertices),
        }
    }

    /// Adds the arcs of the next vertex.
    pub fn push(&mut self, arcs: impl IntoIterator<Item = Arc>) {
        let vertex = self.starts.len() as u32 - 1;
        let mut arcs = arcs.into_iter().peekable();
        while arcs.peek().is_some() {
            self.rows.push(row(vertex, &mut arcs));
        }
        self.starts.push(self.rows.len() as u32);
    }

    /// How many vertices there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Where the rows of a vertex lie among all.
    #[inline]
    pub fn range(&self, vertex: u32) -> std::ops::Range<usize> {
        let at = vertex as usize;
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// The arcs out of a vertex, in rows.
    #[inline]
    pub fn rows(&self, vertex: u32) -> &[Row] {
        &self.rows[self.range(vertex)]
    }
}

/// The next arcs of a vertex in a row.
pub(crate) fn row<const N: usize>(vertex: u32, arcs: &mut impl Iterator<Item = Arc>) -> [Arc; N] {
    std::array::from_fn(|_| arcs.next().unwrap_or((vertex, 0)))
}
