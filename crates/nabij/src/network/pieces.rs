//! The straight pieces of all edges.

use super::Network;
use crate::{packed::Proof, parallel, segments::Segment};

impl Network {
    /// Every straight piece of every edge, in order; they count in mm along the edge.
    pub(crate) fn segments(&self) -> Vec<Segment> {
        self.segments_of(&self.pieces())
    }

    /// Pieces of this network as segments.
    pub(crate) fn segments_of(&self, pieces: &[[u32; 3]]) -> Vec<Segment> {
        parallel::map(pieces.len(), |at| self.segment(pieces[at]))
    }

    /// All of them as edge, vertex that it begins at, and mm along the edge.
    pub(crate) fn pieces(&self) -> Vec<[u32; 3]> {
        let vertices = self.edges.first.iter().zip(&self.edges.last);
        let count = vertices.map(|(first, last)| (last - first) as usize).sum();
        let mut pieces = Vec::with_capacity(count);
        for edge in self.edges() {
            let first = edge.line().first_vertex + self.edges.first[edge.id().index()];
            let mut along = 0_u64;
            pieces.extend(
                (first..)
                    .zip(edge.geometry().windows(2))
                    .map(|(vertex, ends)| {
                        let at = u32::try_from(along).unwrap_or(u32::MAX); // no edge is longer
                        along += ends[0].distance_mm(ends[1]);
                        [edge.id().0, vertex, at]
                    }),
            );
        }
        pieces
    }

    /// A piece with its ends.
    fn segment(&self, [owner, vertex, at]: [u32; 3]) -> Segment {
        let first = vertex as usize;
        let (a, b) = (self.vertices[first], self.vertices[first + 1]);
        Segment { a, b, owner, at }
    }

    /// Pieces that were stored, as segments; nothing where they name what is not there or, when that
    /// is to be proven, are not each piece of the network once.
    pub(crate) fn stored_segments(
        &self,
        pieces: &[[u32; 3]],
        proof: Proof,
    ) -> Option<Vec<Segment>> {
        let last = self.vertices.len().saturating_sub(1);
        let is_there = |[edge, vertex, _]: &[u32; 3]| {
            (*edge as usize) < self.edge_count() && (*vertex as usize) < last
        };
        let fits = match proof {
            Proof::Glance => pieces.iter().all(is_there),
            Proof::Whole => self.has_each_once(pieces),
        };
        fits.then(|| self.segments_of(pieces))
    }

    fn has_each_once(&self, pieces: &[[u32; 3]]) -> bool {
        let all = self.pieces();
        let mut left = vec![None; self.vertices.len()];
        for [edge, vertex, at] in &all {
            left[*vertex as usize] = Some((*edge, *at));
        }
        let mut once = pieces.iter().map(|[edge, vertex, at]| {
            let own = left.get_mut(*vertex as usize);
            own.is_some_and(|own| own.take() == Some((*edge, *at)))
        });
        pieces.len() == all.len() && once.all(|once| once)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attributes::EdgeAttributes,
        line::{LineKey, SourceLine, Vertex},
        point::Point,
    };

    #[test]
    fn pieces_are_proven_to_be_each_piece_once() {
        let line = |(id, line): (i64, [i32; 3])| SourceLine {
            key: LineKey::feature(0, id),
            vertices: line.map(|x| Vertex::at(Point::new(x, 0))).to_vec(),
            attributes: EdgeAttributes::default(),
        };
        let lines = (0..).zip([[0, 300, 700], [700, 900, 1000]]).map(line);
        let network = Network::builder().lines(lines).build().unwrap();
        let pieces = network.pieces();
        assert_eq!(pieces.len(), 4);
        let proven = |pieces: &[[u32; 3]]| network.stored_segments(pieces, Proof::Whole);
        let glanced = |pieces: &[[u32; 3]]| network.stored_segments(pieces, Proof::Glance);
        assert_eq!(proven(&pieces), Some(network.segments()));
        assert_eq!(glanced(&pieces), Some(network.segments()));
        let mut turned = pieces.clone();
        turned.reverse();
        assert!(proven(&turned).is_some(), "the order is the index's affair");
        let changed = |at: usize, word: usize, value: u32| {
            let mut changed = pieces.clone();
            changed[at][word] = value;
            changed
        };
        for (at, word, value) in [(0, 0, 1), (0, 1, 1), (1, 2, 299), (1, 2, 301)] {
            assert_eq!(proven(&changed(at, word, value)), None, "{at} {word}");
        }
        for (word, beyond) in [(0, 2), (1, 5), (1, u32::MAX)] {
            let changed = changed(3, word, beyond);
            assert_eq!((proven(&changed), glanced(&changed)), (None, None));
        }
        assert_eq!(proven(&pieces[1..]), None);
        assert_eq!(proven(&[&pieces[..], &pieces[..1]].concat()), None);
    }
}
