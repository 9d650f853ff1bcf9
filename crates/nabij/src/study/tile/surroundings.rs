//! The streets that a walk from some homes can lead along.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    sync::Mutex,
};

use crate::{
    length::Length,
    network::{EdgeId, Network},
    rest::RestPoints,
    snap::Attachment,
};

/// The edges at every node, and what joins edges beside nodes.
pub(super) struct Surroundings<'n> {
    network: &'n Network,
    /// Per node: where its edges start.
    first: Vec<u32>,
    edges: Vec<u32>,
    /// From a seat one comes to each of its places at once: edges that seats join.
    joined: BTreeMap<u32, Vec<u32>>,
    /// Those that nobody works in now.
    workspaces: Mutex<Vec<Workspace>>,
}

/// Per node how far it is from the nearest home, and which edges are taken.
struct Workspace {
    mm: Vec<u32>,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
    /// A bit per edge.
    taken: Vec<u64>,
}

const FAR: u32 = u32::MAX;

impl<'n> Surroundings<'n> {
    pub fn new<'s>(network: &'n Network, seats: impl Iterator<Item = &'s RestPoints>) -> Self {
        let mut first = vec![0_u32; network.node_count() + 1];
        let ends = |edge: u32| {
            let (from, to) = network.ends(EdgeId(edge));
            [Some(from), (from != to).then_some(to)]
                .into_iter()
                .flatten()
        };
        let all = 0..network.edge_count() as u32;
        for end in all.clone().flat_map(ends) {
            first[end as usize + 1] += 1;
        }
        for node in 1..first.len() {
            first[node] += first[node - 1];
        }
        let mut free = first.clone();
        let mut edges = vec![0; free.last().copied().unwrap_or(0) as usize];
        for edge in all {
            for end in ends(edge) {
                let at = &mut free[end as usize];
                edges[*at as usize] = edge;
                *at += 1;
            }
        }
        let mut joined: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for points in seats {
            for (id, _) in points.iter() {
                let places = points.attachments(id);
                for place in places.iter().filter(|_| places.len() > 1) {
                    let others = places.iter().map(|other| other.edge.0);
                    joined.entry(place.edge.0).or_default().extend(others);
                }
            }
        }
        Surroundings {
            network,
            first,
            edges,
            joined,
            workspaces: Mutex::default(),
        }
    }

    fn workspace(&self) -> Workspace {
        let free = self.workspaces.lock().ok().and_then(|mut all| all.pop());
        free.unwrap_or_else(|| Workspace {
            mm: vec![FAR; self.network.node_count()],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
            taken: vec![0; self.network.edge_count().div_ceil(64)],
        })
    }

    /// Every edge that a walk of at most `horizon` from one of these homes touches, ascending,
    /// whoever walks: directions, access and attributes bar nobody here.
    pub fn around<'h>(
        &self,
        homes: impl Iterator<Item = &'h Attachment>,
        horizon: Length,
    ) -> Vec<u32> {
        let mut space = self.workspace();
        for home in homes {
            let (from, to) = self.network.ends(home.edge);
            let (offset, leg) = (home.offset.mm(), home.leg.mm());
            let rest = self.network.length_mm(home.edge) - offset;
            space.offer(from, leg.saturating_add(offset), horizon);
            space.offer(to, leg.saturating_add(rest), horizon);
            self.take(home.edge.0, leg, horizon, &mut space);
        }
        while let Some(Reverse((mm, node))) = space.heap.pop() {
            if mm > space.mm[node as usize] {
                continue;
            }
            let at = node as usize;
            let own = &self.edges[self.first[at] as usize..self.first[at + 1] as usize];
            for edge in own {
                let (from, to) = self.network.ends(EdgeId(*edge));
                let there = if from == node { to } else { from };
                let length = self.network.length_mm(EdgeId(*edge));
                space.offer(there, mm.saturating_add(length), horizon);
                self.take(*edge, mm, horizon, &mut space);
            }
        }
        let taken = space.emptied();
        if let Ok(mut free) = self.workspaces.lock() {
            free.push(space);
        }
        taken
    }

    /// Takes an edge that is reached after so many mm, and what seats join it to.
    fn take(&self, edge: u32, mm: u32, horizon: Length, space: &mut Workspace) {
        space.take(edge);
        for other in self.joined.get(&edge).into_iter().flatten() {
            let (from, to) = self.network.ends(EdgeId(*other));
            space.take(*other);
            space.offer(from, mm, horizon);
            space.offer(to, mm, horizon);
        }
    }
}

impl Workspace {
    fn take(&mut self, edge: u32) {
        self.taken[edge as usize / 64] |= 1 << (edge % 64);
    }

    /// The edges that were taken, ascending; afterwards it is as new.
    fn emptied(&mut self) -> Vec<u32> {
        for node in self.touched.drain(..) {
            self.mm[node as usize] = FAR;
        }
        let mut all = Vec::new();
        for (at, word) in (0..).zip(&mut self.taken) {
            while *word != 0 {
                all.push(at * 64 + word.trailing_zeros());
                *word &= *word - 1;
            }
        }
        all
    }

    fn offer(&mut self, node: u32, mm: u32, horizon: Length) {
        let known = &mut self.mm[node as usize];
        if mm > horizon.mm() || mm >= *known {
            return;
        }
        if *known == FAR {
            self.touched.push(node);
        }
        *known = mm;
        self.heap.push(Reverse((mm, node)));
    }
}
