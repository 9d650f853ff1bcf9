//! Bounded shortest paths from many seeds at once, in a workspace that is used again and again.

mod arcs;
mod contraction;
mod graph;
mod incoming;
mod proven;
mod stored;

use arcs::{Arcs, Row, WIDTH};

pub use graph::Graph;
pub(crate) use incoming::Incoming;
pub(crate) use stored::StoredGraph;

use crate::length::Length;

/// A distance and what it leads to, in one number that compares as (mm, rank).
///
/// The upper half is the distance in millimetres, the lower half the rank of the target: adding
/// an edge's length to the upper half keeps the rank, and the smallest label is the nearest target
/// with ties by rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(u64);

impl Label {
    /// Nothing found.
    pub const NONE: Label = Label(u64::MAX);

    /// A label of a distance and a rank.
    pub const fn new(distance: Length, rank: u32) -> Self {
        Label((distance.mm() as u64) << 32 | rank as u64)
    }

    /// The distance in millimetres.
    pub const fn mm(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The rank of the target.
    pub const fn rank(self) -> u32 {
        self.0 as u32
    }
}

/// Buckets are this wide: 2¹⁴ mm, less than most edges are long.
const BUCKET_BITS: u32 = 32 + 14;

/// No search looks farther than this many millimetres, 2,147 km; longer edges lead nowhere. So
/// labels and lengths add up without overflow.
pub(crate) const LONGEST: u32 = i32::MAX as u32;

/// A bounded search and its memory: make one per thread, run it as often as needed.
///
/// Every vertex of a [`Graph`] keeps its `k` smallest labels with distinct targets. Memory is
/// cleared at the cost of what the last run touched.
///
/// ```
/// use nabij::{EdgeAttributes, Graph, Label, Length, Network, Point, Profile, Search};
/// let p = |x| Point::new(x, 0);
/// let plain = EdgeAttributes::default;
/// let network = Network::builder()
///     .edge(p(0), p(300_000), plain())
///     .edge(p(300_000), p(600_001), plain())
///     .build()?;
/// let graph = Graph::new(&network, &Profile::ADULT);
/// let start = network.edges().next().ok_or("no edge")?.from();
/// let mut search = Search::new(&graph);
/// let reached: Vec<u32> = search
///     .rising(&graph, [(graph.public(start), Label::new(Length::ZERO, 0))], Length::metres(600))
///     .map(|(_, label)| label.mm())
///     .collect();
/// assert_eq!(reached, [0, 300_000]); // 600.001 m lies beyond
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Search {
    /// `k` labels per vertex, ascending.
    labels: Vec<u64>,
    k: usize,
    /// Every vertex with a label, some of them several times.
    touched: Vec<u32>,
    /// Instead of that: any vertex may have a label.
    everywhere: bool,
    buckets: Vec<Vec<u32>>,
    spare: Vec<u32>,
    /// Vertices whose labels fell in the batch at hand, with the mm they had before.
    fallen: Vec<(u32, u32)>,
    /// Labels of the batch at hand with the arcs they go along.
    gathered: Vec<(u64, Row)>,
    current: usize,
    /// The smallest label beyond the horizon: that of vertices nothing was found for.
    none: u64,
}

impl Search {
    /// A search for the nearest target of each vertex.
    pub fn new(graph: &Graph) -> Self {
        Self::nearest_k(graph, 1)
    }

    /// A search for the `k` nearest distinct targets of each vertex.
    pub fn nearest_k(graph: &Graph, k: usize) -> Self {
        let k = k.max(1);
        Search {
            labels: vec![0; graph.vertex_count() * k],
            k,
            touched: Vec::new(),
            everywhere: false,
            buckets: Vec::new(),
            spare: Vec::new(),
            fallen: Vec::new(),
            gathered: Vec::new(),
            current: 0,
            none: 0,
        }
    }

    /// Finds the nearest targets of every vertex within the horizon, or within 2,147 km.
    ///
    /// Seeds are vertices with their first labels; `target` tells which target a rank stands for,
    /// so that two doors of one facility count once among the `k`.
    pub fn run(
        &mut self,
        graph: &Graph,
        seeds: impl IntoIterator<Item = (u32, Label)>,
        horizon: Length,
        target: impl Fn(u32) -> u32,
    ) {
        self.start(seeds, horizon, &target);
        if self.k == 1 {
            self.everywhere = true;
            while self.advance(&graph.contraction.up, &target, &mut |_| {}) {}
            graph.contraction.descend(&mut self.labels);
        } else {
            while self.advance(&graph.arcs, &target, &mut |_| {}) {}
        }
    }

    /// The vertices within the horizon with their labels, in rising order of label. Stop early to
    /// search no farther. Each vertex comes once, with its smallest label.
    pub fn rising<'s>(
        &'s mut self,
        graph: &'s Graph,
        seeds: impl IntoIterator<Item = (u32, Label)>,
        horizon: Length,
    ) -> impl Iterator<Item = (u32, Label)> + 's {
        self.start(seeds, horizon, &|rank| rank);
        std::iter::from_fn(move || {
            let mut settled: Vec<u32> = Vec::new();
            let more = self.advance(&graph.arcs, &|rank| rank, &mut |vertex| {
                settled.push(vertex)
            });
            more.then(|| {
                // A bucket is settled as a whole; within it the labels tell the order.
                let mut found: Vec<_> = settled.iter().map(|v| (self.label(*v), *v)).collect();
                found.sort_unstable();
                found.dedup();
                found.into_iter().map(|(label, vertex)| (vertex, label))
            })
        })
        .flatten()
    }

    /// The smallest label of a vertex after the last run.
    pub fn label(&self, vertex: u32) -> Label {
        let label = self.labels[vertex as usize * self.k];
        if label < self.none {
            Label(label)
        } else {
            Label::NONE
        }
    }

    /// The labels of a vertex after the last run, ascending, without the empty ones.
    pub fn labels(&self, vertex: u32) -> impl Iterator<Item = Label> + '_ {
        let start = vertex as usize * self.k;
        let labels = &self.labels[start..start + self.k];
        labels
            .iter()
            .take_while(|label| **label < self.none)
            .map(|label| Label(*label))
    }

    fn start(
        &mut self,
        seeds: impl IntoIterator<Item = (u32, Label)>,
        horizon: Length,
        target: &impl Fn(u32) -> u32,
    ) {
        let none = u64::from(horizon.mm().min(LONGEST) + 1) << 32;
        if self.everywhere || none != self.none {
            self.labels.fill(none);
            self.everywhere = false;
            self.none = none;
        } else {
            for vertex in &self.touched {
                let start = *vertex as usize * self.k;
                self.labels[start..start + self.k].fill(none);
            }
        }
        self.touched.clear();
        self.buckets.iter_mut().for_each(Vec::clear);
        self.current = 0;
        for (vertex, label) in seeds {
            self.offer(vertex, label.0, target);
        }
    }

    /// Settles the next bucket; false when nothing is left within the horizon.
    fn advance(
        &mut self,
        arcs: &Arcs,
        target: &impl Fn(u32) -> u32,
        settled: &mut impl FnMut(u32),
    ) -> bool {
        while self.buckets.get(self.current).is_some_and(Vec::is_empty) {
            self.current += 1;
        }
        if self.current >= self.buckets.len() {
            return false;
        }
        // Labels may fall while their bucket is worked on: then the vertex stands in it again.
        while !self.buckets[self.current].is_empty() {
            let mut batch = std::mem::replace(
                &mut self.buckets[self.current],
                std::mem::take(&mut self.spare),
            );
            if self.k == 1 {
                self.spread(arcs, &batch, settled);
            } else {
                for vertex in &batch {
                    self.spread_each(arcs, *vertex, target, settled);
                }
            }
            batch.clear();
            self.spare = batch;
        }
        true
    }

    /// Offers the labels of a batch along all arcs, where every vertex keeps a single label.
    ///
    /// Arcs are gathered first, so that the processor can wait for many of them at once. Nothing in
    /// the inner loop depends on whether a label falls: guessing that is wrong too often.
    fn spread(&mut self, arcs: &Arcs, batch: &[u32], settled: &mut impl FnMut(u32)) {
        let bucket = self.current as u64;
        let labels = self.labels.as_mut_slice();
        let mut fallen = std::mem::take(&mut self.fallen);
        let mut gathered = std::mem::take(&mut self.gathered);
        gathered.clear();
        for vertex in batch {
            let label = labels[*vertex as usize];
            if label >> BUCKET_BITS != bucket {
                continue; // settled before
            }
            settled(*vertex);
            gathered.extend(arcs.rows(*vertex).iter().map(|row| (label, *row)));
        }
        // One place for every arc: each may lower a label.
        let places = gathered.len() * WIDTH;
        if fallen.len() < places {
            fallen.resize(2 * places, (0, 0));
        }
        let mut count = 0;
        for (label, row) in &gathered {
            for (to, length) in row {
                let offered = label + (u64::from(*length) << 32);
                let known = &mut labels[*to as usize];
                fallen[count] = (*to, (*known >> 32) as u32);
                count += usize::from(offered < *known);
                *known = offered.min(*known);
            }
        }
        let none = (self.none >> 32) as u32;
        for (vertex, before) in &fallen[..count] {
            let label = self.labels[*vertex as usize];
            // It need not stand twice in one bucket, unless that is the one being emptied.
            let now = label >> BUCKET_BITS;
            let stands = *before < none && u64::from(*before) >> (BUCKET_BITS - 32) == now;
            if !stands || now == bucket {
                self.enqueue(*vertex, label);
            }
            if !self.everywhere && *before >= none {
                self.touched.push(*vertex);
            }
        }
        self.fallen = fallen;
        self.gathered = gathered;
    }

    /// Offers those labels of a vertex that fall into the current bucket along all its arcs.
    fn spread_each(
        &mut self,
        arcs: &Arcs,
        vertex: u32,
        target: &impl Fn(u32) -> u32,
        settled: &mut impl FnMut(u32),
    ) {
        let bucket = self.current as u64;
        for slot in 0..self.k {
            let label = self.labels[vertex as usize * self.k + slot];
            if label >> BUCKET_BITS != bucket {
                continue; // settled before, or still to come
            }
            if slot == 0 {
                settled(vertex);
            }
            for (to, length) in arcs.rows(vertex).iter().flatten() {
                if *to != vertex {
                    self.offer(*to, label + (u64::from(*length) << 32), target);
                }
            }
        }
    }

    #[inline]
    fn enqueue(&mut self, vertex: u32, label: u64) {
        let bucket = (label >> BUCKET_BITS) as usize;
        match self.buckets.get_mut(bucket) {
            Some(bucket) => bucket.push(vertex),
            None => {
                self.buckets.resize_with(bucket, Vec::new);
                self.buckets.push(vec![vertex]);
            }
        }
    }

    fn offer(&mut self, vertex: u32, label: u64, target: &impl Fn(u32) -> u32) {
        let start = vertex as usize * self.k;
        let slots = &mut self.labels[start..start + self.k];
        if label >= slots[self.k - 1] {
            return;
        }
        if slots[0] == self.none {
            self.touched.push(vertex);
        }
        if insert(slots, label, self.none, target) {
            self.enqueue(vertex, label);
        }
    }
}

/// Keeps the smallest labels with distinct targets, ascending; false where nothing changes.
fn insert(slots: &mut [u64], label: u64, none: u64, target: &impl Fn(u32) -> u32) -> bool {
    let same = |slot: &u64| *slot != none && target(*slot as u32) == target(label as u32);
    let last = match slots.iter().position(same) {
        Some(at) if slots[at] <= label => return false,
        Some(at) => at,
        None => slots.len() - 1,
    };
    slots[last] = label;
    slots[..=last].sort_unstable();
    true
}
