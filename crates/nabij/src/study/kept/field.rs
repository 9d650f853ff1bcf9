//! The labels of one category on one graph, kept exact while facilities come and go.

use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
    ops::Range,
};

use rustc_hash::FxHashMap;

use super::roster::Roster;
use crate::{
    length::Length,
    search::{Graph, Incoming, LONGEST, Label, Search},
    snap::AttachedFacilities,
};

/// Ranks are the order in which facilities came; ties go by what their ranks would be anew.
#[derive(Clone, Copy)]
pub(super) struct Ties<'s> {
    pub roster: &'s Roster,
    pub attached: &'s AttachedFacilities,
}

impl Ties<'_> {
    /// Whether a label comes before another.
    pub fn less(&self, a: Label, b: Label) -> bool {
        match a.mm().cmp(&b.mm()) {
            Ordering::Equal => a != b && self.compare(a.rank(), b.rank()).is_lt(),
            order => order.is_lt(),
        }
    }

    /// The order of two attachments.
    pub fn compare(&self, a: u32, b: u32) -> Ordering {
        let facility = |rank: u32| self.attached.facility(rank).0;
        let facilities = self.roster.compare(facility(a), facility(b));
        facilities.then(a.cmp(&b))
    }

    /// The order of two doors.
    pub fn compare_doors(&self, a: u32, b: u32) -> Ordering {
        let facility = |door: u32| self.attached.facility_of_door(door).0;
        let facilities = self.roster.compare(facility(a), facility(b));
        facilities.then(a.cmp(&b))
    }
}

/// A graph with the ways back along its arcs, and how far searches look.
#[derive(Clone, Copy)]
pub(super) struct Ground<'s> {
    pub graph: &'s Graph,
    pub incoming: &'s Incoming,
    pub horizon: Length,
}

/// What a search from all facilities of a category found, vertex by vertex.
pub(super) struct Field {
    labels: Vec<Label>,
    /// Where searches start, by vertex.
    seeds: FxHashMap<u32, Vec<Label>>,
}

type Heap = BinaryHeap<Reverse<(u32, u32)>>;

impl Field {
    /// What a search has just found that started at these.
    pub fn new(search: &Search, graph: &Graph, seeds: impl Iterator<Item = (u32, Label)>) -> Self {
        let mut by_vertex: FxHashMap<u32, Vec<Label>> = FxHashMap::default();
        for (vertex, label) in seeds {
            by_vertex.entry(vertex).or_default().push(label);
        }
        let vertices = 0..graph.vertex_count() as u32;
        Field {
            labels: vertices.map(|vertex| search.label(vertex)).collect(),
            seeds: by_vertex,
        }
    }

    #[inline]
    pub fn label(&self, vertex: u32) -> Label {
        self.labels[vertex as usize]
    }

    /// Whether a search starts at a vertex with the label that it has.
    pub fn is_seed(&self, vertex: u32) -> bool {
        let own = self.seeds.get(&vertex);
        own.is_some_and(|own| own.contains(&self.label(vertex)))
    }

    /// Takes new places to start from, and adds the vertices whose labels change to `changed`.
    pub fn add(
        &mut self,
        ground: Ground<'_>,
        ties: Ties<'_>,
        seeds: &[(u32, Label)],
        changed: &mut Vec<u32>,
    ) {
        let mut heap = Heap::new();
        for (vertex, label) in seeds {
            self.seeds.entry(*vertex).or_default().push(*label);
            self.offer(ground, ties, (*vertex, *label), &mut heap);
        }
        self.spread(ground, ties, heap, changed);
    }

    /// Forgets the places to start from that these ranks have, and adds the vertices whose labels
    /// change to `changed`.
    pub fn remove(
        &mut self,
        ground: Ground<'_>,
        ties: Ties<'_>,
        (ranks, seeds): (Range<u32>, &[(u32, Label)]),
        changed: &mut Vec<u32>,
    ) {
        let first = changed.len();
        for (vertex, label) in seeds {
            if let Some(all) = self.seeds.get_mut(vertex) {
                all.retain(|other| other != label);
            }
        }
        // Along a shortest walk every label names the same facility: from the seeds all are found.
        let mut open: Vec<u32> = seeds.iter().map(|(vertex, _)| *vertex).collect();
        while let Some(vertex) = open.pop() {
            let label = self.label(vertex);
            if label == Label::NONE || !ranks.contains(&label.rank()) {
                continue;
            }
            self.labels[vertex as usize] = Label::NONE;
            changed.push(vertex);
            open.extend(ground.graph.arcs_with_edges(vertex).map(|(to, ..)| to));
        }
        // What others reach of them: from their own seeds, and from all around.
        let mut heap = Heap::new();
        let lost = changed[first..].to_vec();
        let mut offers: Vec<(u32, Label)> = Vec::new();
        for vertex in &lost {
            for seed in self.seeds.get(vertex).into_iter().flatten() {
                offers.push((*vertex, *seed));
            }
            for (from, mm, _) in ground.incoming.of(*vertex) {
                offers.extend(further(self.label(*from), *mm).map(|label| (*vertex, label)));
            }
        }
        for offer in offers {
            self.offer(ground, ties, offer, &mut heap);
        }
        self.spread(ground, ties, heap, changed);
    }

    /// Takes a label where it is better.
    fn offer(
        &mut self,
        ground: Ground<'_>,
        ties: Ties<'_>,
        (vertex, label): (u32, Label),
        heap: &mut Heap,
    ) {
        let within = label.mm() <= ground.horizon.mm().min(LONGEST);
        if within && ties.less(label, self.label(vertex)) {
            self.labels[vertex as usize] = label;
            heap.push(Reverse((label.mm(), vertex)));
        }
    }

    /// Offers labels onwards, nearest first; a vertex comes again when a tie lowers it again.
    fn spread(
        &mut self,
        ground: Ground<'_>,
        ties: Ties<'_>,
        mut heap: Heap,
        changed: &mut Vec<u32>,
    ) {
        while let Some(Reverse((mm, vertex))) = heap.pop() {
            let label = self.label(vertex);
            if label.mm() != mm {
                continue; // came nearer before
            }
            changed.push(vertex);
            for (to, length, _) in ground.graph.arcs_with_edges(vertex) {
                if let Some(label) = further(label, length) {
                    self.offer(ground, ties, (to, label), &mut heap);
                }
            }
        }
    }
}

/// A label so many mm farther; none where there is none.
fn further(label: Label, mm: u32) -> Option<Label> {
    if label == Label::NONE {
        return None;
    }
    let mm = label.mm().checked_add(mm)?;
    Some(Label::new(Length::millimetres(mm), label.rank()))
}
