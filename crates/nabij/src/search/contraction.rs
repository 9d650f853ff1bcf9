//! A smaller graph with the same distances: vertices with few neighbours are taken out, and
//! shortcuts join what was joined through them.
//!
//! A shortest path then climbs from its seed to what is left, crosses that, and comes down again
//! (Geisberger et al. 2008, Contraction Hierarchies). Coming down is one pass over all that was
//! taken out, last first (Delling et al. 2011, PHAST): it follows memory and guesses nothing.

use super::{
    LONGEST,
    arcs::{Arc, Arcs, row},
};

/// No arc in this direction.
const NONE: u32 = u32::MAX;

/// A vertex with more neighbours than this is not taken out.
const MOST: usize = 6;

/// The smaller graph, and the way back to every vertex. Vertices are numbered anew: first those
/// that are left, then those taken out, the last one first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contraction {
    /// Per vertex its arcs to vertices that were taken out later, or never.
    pub up: Arcs,
    /// Per vertex that was taken out, in order of its number: the arcs that lead to it from
    /// vertices that were taken out later, or never.
    pub crossings: Vec<[Arc; MOST]>,
    /// The same for the vertices after those.
    pub corners: Vec<[Arc; 4]>,
    /// The same for the vertices after those, on chains of streets.
    pub links: Vec<[Arc; 2]>,
    /// The same for the last, at dead ends.
    pub ends: Vec<[Arc; 1]>,
}

/// A neighbour, and the mm to it and from it.
#[derive(Clone, Copy, Debug)]
struct Neighbour {
    vertex: u32,
    to: u32,
    from: u32,
}

impl Neighbour {
    /// What stands in a place that is not used.
    const NOWHERE: Neighbour = Neighbour {
        vertex: 0,
        to: NONE,
        from: NONE,
    };
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
        let mut most = 1;
        // How many had gone when the last with so few neighbours went.
        let (mut ends, mut links, mut corners) = (0, 0, 0);
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
                match most {
                    MOST => break,
                    1 => ends = taken.len(),
                    2 => links = taken.len(),
                    4 => corners = taken.len(),
                    _ => {}
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
        let (cornered, linked, ended) = (all - corners, all - links, all - ends);
        let contraction = Contraction {
            up,
            crossings: left.rows_into(count..cornered, &vertices, number),
            corners: left.rows_into(cornered..linked, &vertices, number),
            links: left.rows_into(linked..ended, &vertices, number),
            ends: left.rows_into(ended..all, &vertices, number),
        };
        (contraction, vertices)
    }

    /// How many vertices were not taken out: they are numbered first.
    pub fn left(&self) -> u32 {
        (self.up.len() - self.taken()) as u32
    }

    /// How many were.
    pub fn taken(&self) -> usize {
        self.crossings.len() + self.corners.len() + self.links.len() + self.ends.len()
    }

    /// Brings labels down to the vertices that were taken out.
    pub fn descend(&self, labels: &mut [u64]) {
        let mut first = self.left() as usize;
        lower(labels, &mut first, &self.crossings);
        lower(labels, &mut first, &self.corners);
        lower(labels, &mut first, &self.links);
        lower(labels, &mut first, &self.ends);
    }
}

/// Lowers the labels of the vertices from `first` on along the arcs that lead to each.
fn lower<const N: usize>(labels: &mut [u64], first: &mut usize, rows: &[[Arc; N]]) {
    for (vertex, row) in (*first..).zip(rows) {
        let mut best = labels[vertex];
        for (from, mm) in row {
            best = best.min(labels[*from as usize] + (u64::from(*mm) << 32));
        }
        labels[vertex] = best;
    }
    *first += rows.len();
}

/// What is left of a graph while vertices are taken out. A vertex that was taken out keeps the
/// neighbours of its last moment; they no longer know it.
#[derive(Debug)]
struct Left {
    /// Per vertex where its places are.
    places: Vec<Places>,
    neighbours: Vec<Neighbour>,
}

/// Where a vertex's neighbours start, how many there are, and room for how many.
#[derive(Clone, Copy, Debug)]
struct Places {
    start: u32,
    used: u32,
    room: u32,
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
        let places = degree.iter().map(|degree| {
            let (used, room) = (0, *degree);
            start += room;
            Places {
                start: start - room,
                used,
                room,
            }
        });
        let places = places.collect();
        let mut left = Left {
            places,
            neighbours: vec![Neighbour::NOWHERE; start as usize],
        };
        for (from, to, mm) in arcs {
            left.join(from, to, mm, NONE);
            left.join(to, from, NONE, mm);
        }
        left
    }

    /// The arcs that lead to vertices, by their new numbers.
    fn rows_into<const N: usize>(
        &self,
        numbers: std::ops::Range<usize>,
        vertices: &[u32],
        number: impl Fn(u32) -> u32,
    ) -> Vec<[Arc; N]> {
        let into = |new: usize| {
            let arcs = self.of(vertices[new]).iter().filter(|n| n.from != NONE);
            row(new as u32, &mut arcs.map(|n| (number(n.vertex), n.from)))
        };
        numbers.map(into).collect()
    }

    fn of(&self, vertex: u32) -> &[Neighbour] {
        let Places { start, used, .. } = self.places[vertex as usize];
        &self.neighbours[start as usize..(start + used) as usize]
    }

    /// Whether a vertex has few enough neighbours.
    fn can_lose(&self, vertex: u32, most: usize) -> bool {
        self.of(vertex).len() <= most
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
        let Places { start, used, .. } = self.places[vertex as usize];
        let own = &mut self.neighbours[start as usize..(start + used) as usize];
        if let Some(at) = own.iter().position(|n| n.vertex == neighbour) {
            own.swap(at, own.len() - 1);
            self.places[vertex as usize].used -= 1;
        }
    }

    /// Makes `other` a neighbour of `vertex`, or shortens the way to or from it.
    fn join(&mut self, vertex: u32, other: u32, to: u32, from: u32) {
        let place = &mut self.places[vertex as usize];
        let own = place.start as usize..(place.start + place.used) as usize;
        if let Some(known) = self.neighbours[own.clone()]
            .iter_mut()
            .find(|n| n.vertex == other)
        {
            known.to = known.to.min(to);
            known.from = known.from.min(from);
            return;
        }
        if place.used == place.room {
            // No room: they move to the end of all.
            place.start = self.neighbours.len() as u32;
            place.room *= 2;
            self.neighbours.extend_from_within(own);
            let end = (place.start + place.room) as usize;
            self.neighbours.resize(end, Neighbour::NOWHERE);
        }
        let at = (place.start + place.used) as usize;
        self.neighbours[at] = Neighbour {
            vertex: other,
            to,
            from,
        };
        place.used += 1;
    }
}

/// The length of two arcs in a row; none where no search looks so far.
fn sum(first: u32, second: u32) -> u32 {
    match first.checked_add(second) {
        Some(mm) if mm <= LONGEST => mm,
        _ => NONE,
    }
}
