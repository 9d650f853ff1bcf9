//! A smaller graph with the same distances: vertices with few neighbours are taken out, and
//! shortcuts join what was joined through them.
//!
//! A shortest path then climbs from its seed to what is left, crosses that, and comes down again
//! (Geisberger et al. 2008, Contraction Hierarchies). Coming down is one pass over all that was
//! taken out, last first (Delling et al. 2011, PHAST): it follows memory and guesses nothing.

use super::arcs::{Arcs, Row, WIDTH, row};

/// No arc in this direction.
const NONE: u32 = u32::MAX;

/// A vertex with more neighbours than this is not taken out: a row holds them all.
const MOST: usize = WIDTH;

/// The smaller graph, and the way back to every vertex. Vertices are numbered anew: first those
/// that are left, then those taken out, the last one first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contraction {
    /// Per vertex its arcs to vertices that were taken out later, or never.
    pub up: Arcs,
    /// Per vertex that was taken out, in order of its number: the arcs that lead to it from
    /// vertices that were taken out later, or never.
    pub down: Vec<Row>,
}

/// A neighbour, and the mm to it and from it.
#[derive(Clone, Copy, Debug)]
struct Neighbour {
    vertex: u32,
    to: u32,
    from: u32,
}

impl Contraction {
    /// Takes out what can be taken out, and tells which vertex has which number now.
    pub fn new(
        all: usize,
        arcs: impl Iterator<Item = (u32, u32, u32)> + Clone,
    ) -> (Self, Vec<u32>) {
        let mut left = Left::new(all, arcs);
        let mut vertices: Vec<u32> = (0..all as u32).collect();
        let mut taken = Vec::with_capacity(all);
        // In a round no two neighbours go: what goes in a round comes back independently.
        let mut blocked = vec![0_u32; all];
        let mut round = 0;
        let mut most = 2;
        loop {
            round += 1;
            let before = vertices.len();
            vertices.retain(|vertex| {
                if blocked[*vertex as usize] == round || !left.can_lose(*vertex, most) {
                    return true;
                }
                left.take_out(*vertex);
                for neighbour in left.of(*vertex) {
                    blocked[neighbour.vertex as usize] = round;
                }
                taken.push(*vertex);
                false
            });
            if before - vertices.len() <= before / 10 {
                if most == MOST {
                    break;
                }
                most += 1;
            }
        }
        let count = vertices.len();
        vertices.extend(taken.iter().rev());
        let mut number = vec![0_u32; all];
        for (new, vertex) in (0..).zip(&vertices) {
            number[*vertex as usize] = new;
        }
        let number = |vertex: u32| number[vertex as usize];
        let mut up = Arcs::with_capacity(all);
        for vertex in &vertices {
            let arcs = left.of(*vertex).iter().filter(|n| n.to != NONE);
            up.push(arcs.map(|n| (number(n.vertex), n.to)));
        }
        let down = (count as u32..).zip(&vertices[count..]);
        let down = down.map(|(new, vertex)| {
            let arcs = left.of(*vertex).iter().filter(|n| n.from != NONE);
            row(new, &mut arcs.map(|n| (number(n.vertex), n.from)))
        });
        let down = down.collect();
        (Contraction { up, down }, vertices)
    }
}

/// What is left of a graph while vertices are taken out. A vertex that was taken out keeps the
/// neighbours of its last moment; they no longer know it.
#[derive(Debug)]
struct Left {
    /// Per vertex: where its places start, and how many are used.
    places: Vec<(u32, u32)>,
    neighbours: Vec<Neighbour>,
}

impl Left {
    fn new(all: usize, arcs: impl Iterator<Item = (u32, u32, u32)> + Clone) -> Self {
        let mut degree = vec![0_u32; all];
        for (from, to, _) in arcs.clone() {
            degree[from as usize] += 1;
            degree[to as usize] += 1;
        }
        // Streets lead both ways: half of what was counted is the same neighbour again. The rest is
        // room for shortcuts.
        let mut start = 0;
        let places: Vec<(u32, u32)> = degree
            .iter()
            .map(|degree| {
                let place = (start, 0);
                start += (*degree).max(2 * WIDTH as u32);
                place
            })
            .collect();
        let empty = Neighbour {
            vertex: 0,
            to: NONE,
            from: NONE,
        };
        let mut left = Left {
            places,
            neighbours: vec![empty; start as usize],
        };
        for (from, to, mm) in arcs {
            left.join(from, to, mm, NONE);
            left.join(to, from, NONE, mm);
        }
        left
    }

    fn of(&self, vertex: u32) -> &[Neighbour] {
        let (start, used) = self.places[vertex as usize];
        &self.neighbours[start as usize..(start + used) as usize]
    }

    /// How many more neighbours a vertex has room for.
    fn room(&self, vertex: u32) -> u32 {
        let (start, used) = self.places[vertex as usize];
        let next = self.places.get(vertex as usize + 1);
        let end = next.map_or(self.neighbours.len() as u32, |(start, _)| *start);
        end - start - used
    }

    /// Whether a vertex has few enough neighbours, and these have room for the shortcuts.
    fn can_lose(&self, vertex: u32, most: usize) -> bool {
        let neighbours = self.of(vertex);
        let more = neighbours.len().saturating_sub(2) as u32;
        neighbours.len() <= most
            && neighbours.iter().all(|n| self.room(n.vertex) >= more)
            // A shortcut longer than a length can be would be lost.
            && neighbours.iter().all(|n| {
                let short = |mm: u32| mm == NONE || mm < NONE / 2;
                short(n.to) && short(n.from)
            })
    }

    /// Takes a vertex out and joins its neighbours with each other.
    fn take_out(&mut self, vertex: u32) {
        for at in 0..self.of(vertex).len() {
            let one = self.of(vertex)[at];
            self.forget(one.vertex, vertex);
            for before in 0..at {
                let other = self.of(vertex)[before];
                let (there, back) = (sum(one.from, other.to), sum(other.from, one.to));
                if there != NONE || back != NONE {
                    self.join(one.vertex, other.vertex, there, back);
                    self.join(other.vertex, one.vertex, back, there);
                }
            }
        }
    }

    /// Makes `vertex` no longer know a neighbour.
    fn forget(&mut self, vertex: u32, neighbour: u32) {
        let (start, used) = self.places[vertex as usize];
        let own = &mut self.neighbours[start as usize..(start + used) as usize];
        if let Some(at) = own.iter().position(|n| n.vertex == neighbour) {
            own.swap(at, own.len() - 1);
            self.places[vertex as usize].1 -= 1;
        }
    }

    /// Makes `other` a neighbour of `vertex`, or shortens the way to or from it.
    fn join(&mut self, vertex: u32, other: u32, to: u32, from: u32) {
        let (start, used) = self.places[vertex as usize];
        let own = &mut self.neighbours[start as usize..];
        match own[..used as usize].iter_mut().find(|n| n.vertex == other) {
            Some(known) => {
                known.to = known.to.min(to);
                known.from = known.from.min(from);
            }
            None => {
                own[used as usize] = Neighbour {
                    vertex: other,
                    to,
                    from,
                };
                self.places[vertex as usize].1 += 1;
            }
        }
    }
}

/// The length of two arcs in a row.
fn sum(first: u32, second: u32) -> u32 {
    first.checked_add(second).unwrap_or(NONE)
}
