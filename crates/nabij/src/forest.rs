//! The shortest-path forest of one category: from every vertex the next step of the walk to its
//! facility.

mod flow;
mod regrown;

pub use flow::Flow;

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::{
    access::{Accessibility, Answer},
    category::Category,
    network::{EdgeId, NodeId},
    route::{Step, first_step, last_step, whole_step},
    search::{Label, Search},
    snap::{AttachedOrigins, Attachment},
};

/// No edge, no vertex, no count.
const NONE: u32 = u32::MAX;

/// The walks from everywhere to the nearest facility of a category, all at once: each vertex of the
/// graph knows the next one, and walks that meet go on together.
///
/// Whoever follows it from an origin walks the [`Route`](crate::Route) of that origin's answer, step
/// for step. What must be known of all walks together (who passes here, what lies on the way) is
/// found in one pass over the forest, however long the walks are.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let plain = EdgeAttributes::default;
/// let network = Network::builder()
///     .edge(p(0, 0), p(100, 0), plain())
///     .edge(p(100, 0), p(100, 100), plain())
///     .edge(p(100, 0), p(300, 0), plain())
///     .build()?;
/// let facilities = Facilities::new([Facility::new("a", Category::PHARMACY, p(250, 0))])?;
/// let origins = Origins::new([Origin::new("west", p(20, 0)), Origin::new("north", p(100, 70))])?;
/// let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// let study = Study::new(&network, &facilities, &norms)
///     .parameters(Parameters { min_component: Length::ZERO, ..Parameters::default() })
///     .prepare()?;
/// let (access, homes) = (study.accessibility(), study.attach(&origins));
/// let nearest = access.nearest(&Category::PHARMACY, &homes);
///
/// let forest = Forest::new(&access, &Category::PHARMACY);
/// let steps = forest.walk(&homes.of(0)[0], nearest[0].ok_or("none")?).ok_or("no walk")?;
/// assert_eq!(steps.len(), 2);
///
/// // Three people live in the west, four in the north: seven pass the junction.
/// let flow = forest.flow(&homes, &nearest, |origin| [3, 4][origin]);
/// let junction = network.nodes().find(|n| network.point(*n) == p(100, 0)).ok_or("no node")?;
/// assert_eq!(flow.through(junction), 7);
/// assert_eq!(flow.using(steps[0].edge), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Forest<'a> {
    access: Accessibility<'a>,
    /// Per vertex.
    onward: Vec<Onward>,
    /// The vertices that lead to a facility, each after the one it leads to.
    order: Vec<u32>,
}

/// The best way on from a vertex.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Onward {
    pub(super) label: Label,
    /// How many whole edges there are up to the facility's own.
    edges: u32,
    /// The next edge, and the vertex at its other end; none at the facility's own edge.
    edge: u32,
    vertex: u32,
}

impl Onward {
    /// Nothing but the label is known.
    fn unknown(label: Label) -> Self {
        Onward {
            label,
            edges: NONE,
            edge: NONE,
            vertex: NONE,
        }
    }
}

/// How a walk begins.
#[derive(Clone, Copy, Debug)]
enum Start {
    /// Along the home edge up to the facility.
    Along(Step),
    /// Along the home edge to one of its ends, and on from that vertex.
    By(Step, u32),
}

impl<'a> Forest<'a> {
    /// The forest of a category: one search from all its doors.
    pub fn new(access: &Accessibility<'a>, category: &Category) -> Self {
        Self::new_with(access, &mut Search::new(access.graph), category)
    }

    /// The same in a workspace made before with [`Search::new`].
    pub fn new_with(access: &Accessibility<'a>, search: &mut Search, category: &Category) -> Self {
        let target = access.spread(search, category);
        Self::grown(access, search, target.ranks)
    }

    /// The forest of the attachments that a search has just been run from.
    pub(crate) fn grown(
        access: &Accessibility<'a>,
        search: &Search,
        ranks: std::ops::Range<u32>,
    ) -> Self {
        let count = access.graph.vertex_count() as u32;
        let unknown = |vertex| Onward::unknown(search.label(vertex));
        let mut forest = Forest {
            access: *access,
            onward: (0..count).map(unknown).collect(),
            order: Vec::new(),
        };
        for (vertex, label) in ranks.flat_map(|rank| access.seeds(rank)) {
            let own = &mut forest.onward[vertex as usize];
            if own.label == label {
                own.edges = 0;
            }
        }
        let labels = (0..).zip(&forest.onward);
        let mut found: Vec<(Label, u32)> = labels
            .map(|(vertex, onward)| (onward.label, vertex))
            .filter(|(label, _)| *label != Label::NONE)
            .collect();
        found.sort_unstable();
        forest.order.reserve(found.len());
        for group in found.chunk_by(|a, b| a.0 == b.0) {
            forest.settle(group);
        }
        forest
    }

    /// Takes this way on from a vertex, where it is better; false where it is not.
    fn offer(&mut self, to: u32, (edges, edge, vertex): (u32, EdgeId, u32)) -> bool {
        let there = self.onward[to as usize];
        let better = self.is_better(&there, edges, edge, vertex);
        if better {
            self.onward[to as usize] = Onward {
                label: there.label,
                edges,
                edge: edge.0,
                vertex,
            };
        }
        better
    }

    /// Settles vertices with the same label, given all with smaller ones: fewest edges first, for
    /// edges of 0 mm may lead from one to another.
    fn settle(&mut self, group: &[(Label, u32)]) {
        let mut heap = BinaryHeap::new();
        for (_, vertex) in group {
            let edges = self.onward[*vertex as usize].edges;
            if edges != NONE {
                heap.push(Reverse((edges, *vertex)));
            }
        }
        while let Some(Reverse((edges, vertex))) = heap.pop() {
            let here = self.onward[vertex as usize];
            if here.edges != edges {
                continue; // came with more edges before
            }
            self.order.push(vertex);
            for (to, mm, edge) in self.access.graph.arcs_with_edges(vertex) {
                let label = u64::from(here.label.mm()) + u64::from(mm);
                let there = self.onward[to as usize];
                if u64::from(there.label.mm()) != label || there.label.rank() != here.label.rank() {
                    continue;
                }
                let taken = self.offer(to, (edges + 1, edge, vertex));
                if taken && there.label == here.label && edges + 1 < there.edges {
                    heap.push(Reverse((edges + 1, to)));
                }
            }
        }
    }

    /// Whether a way on is better than the one known: fewer edges, then the smaller edge, then the
    /// smaller edges after it.
    fn is_better(&self, known: &Onward, edges: u32, edge: EdgeId, vertex: u32) -> bool {
        let by = |edges, edge| (edges, edge);
        match by(edges, edge.0).cmp(&by(known.edges, known.edge)) {
            std::cmp::Ordering::Equal => self.comes_first(vertex, known.vertex),
            order => order.is_lt(),
        }
    }

    /// Whether the edges from one vertex come before those from another that are as many. Mostly
    /// the first tell; phases of one node may have more in common.
    fn comes_first(&self, one: u32, other: u32) -> bool {
        let (mut a, mut b) = (one, other);
        while a != b {
            let (x, y) = (self.onward[a as usize], self.onward[b as usize]);
            if x.edge != y.edge {
                return x.edge < y.edge;
            }
            if x.edge == NONE {
                break;
            }
            (a, b) = (x.vertex, y.vertex);
        }
        one < other
    }

    /// The walk of a nearest answer along streets, given the origin's attachment that it names;
    /// nothing for answers of another kind.
    pub fn walk(&self, home: &Attachment, answer: Answer) -> Option<Vec<Step>> {
        let (step, mut vertex) = match self.start(home, answer)? {
            Start::Along(step) => return Some(vec![step]),
            Start::By(step, vertex) => (step, vertex),
        };
        let mut steps = vec![step];
        while let Some((step, next)) = self.next(vertex) {
            steps.push(step);
            vertex = next;
        }
        steps.extend(self.last(vertex));
        Some(steps)
    }

    /// Carries a value from the facilities along all walks to the origins: `last` makes it of the
    /// rank of a facility's attachment and the walk's last step, `before` of what it is from a node
    /// on and the step that leads there.
    ///
    /// `answers` are the nearest of this category, per origin. Nothing for an origin without one
    /// along streets.
    ///
    /// ```
    /// # use nabij::*;
    /// # fn hops(forest: &Forest, homes: &AttachedOrigins, nearest: &[Option<Answer>]) {
    /// // How many steps each walk has.
    /// let steps: Vec<Option<u32>> = forest.carry(homes, nearest, |_, _| 1, |after, _, _| after + 1);
    /// # }
    /// ```
    pub fn carry<T: Clone + Send + Sync>(
        &self,
        origins: &AttachedOrigins,
        answers: &[Option<Answer>],
        last: impl Fn(u32, Step) -> T + Send + Sync,
        before: impl Fn(&T, NodeId, Step) -> T + Send + Sync,
    ) -> Vec<Option<T>> {
        let mut values: Vec<Option<T>> = vec![None; self.onward.len()];
        self.carry_into(&mut values, &last, &before);
        crate::parallel::map(origins.len().min(answers.len()), |origin| {
            let answer = answers[origin]?;
            let (_, at) = answer.street?;
            let home = origins.of(origin).get(at as usize)?;
            self.carried(&values, (home, answer), &last, &before)
        })
    }

    /// The values at the vertices in order, given those of vertices settled before.
    pub(crate) fn carry_into<T>(
        &self,
        values: &mut [Option<T>],
        last: impl Fn(u32, Step) -> T,
        before: impl Fn(&T, NodeId, Step) -> T,
    ) {
        for vertex in &self.order {
            let value = match self.next(*vertex) {
                Some((step, next)) => {
                    let after = values[next as usize].as_ref();
                    after.map(|after| before(after, self.access.graph.node(next), step))
                }
                None => {
                    let rank = self.onward[*vertex as usize].label.rank();
                    self.last(*vertex).map(|step| last(rank, step))
                }
            };
            values[*vertex as usize] = value;
        }
    }

    /// The value of one answer, given those at the vertices and the origin's attachment that it
    /// names.
    pub(crate) fn carried<T>(
        &self,
        values: &[Option<T>],
        (home, answer): (&Attachment, Answer),
        last: impl Fn(u32, Step) -> T,
        before: impl Fn(&T, NodeId, Step) -> T,
    ) -> Option<T> {
        let (rank, _) = answer.street?;
        match self.start(home, answer)? {
            Start::Along(step) => Some(last(rank, step)),
            Start::By(step, vertex) => {
                let after = values[vertex as usize].as_ref()?;
                Some(before(after, self.access.graph.node(vertex), step))
            }
        }
    }

    /// How the walk of an answer begins.
    fn start(&self, home: &Attachment, answer: Answer) -> Option<Start> {
        let access = &self.access;
        let (rank, _) = answer.street?;
        let target = access.attached.attachment(rank);
        if access.along_edge(home, rank) == Some(answer.mm.into()) {
            return Some(Start::Along(Step {
                edge: home.edge,
                start: home.offset,
                end: target.offset,
            }));
        }
        let mut best: Option<(u32, u32)> = None; // vertex, end of the home edge
        for (end, rest) in access.ways_on(home) {
            let walked = u64::from(rest) + u64::from(home.leg.mm());
            for vertex in access.graph.reading(home.edge, end) {
                let here = &self.onward[vertex as usize];
                let mm = u64::from(here.label.mm()) + walked;
                if mm != u64::from(answer.mm) || here.label.rank() != rank {
                    continue;
                }
                let better = best.is_none_or(|(known, _)| {
                    let fewest = self.onward[known as usize].edges;
                    here.edges < fewest || (here.edges == fewest && self.comes_first(vertex, known))
                });
                if better {
                    best = Some((vertex, end));
                }
            }
        }
        let (vertex, end) = best?;
        Some(Start::By(first_step(access, home, end)?, vertex))
    }

    /// The whole edge that is walked from a vertex, and the vertex at its other end; none where the
    /// walk turns onto the facility's own edge.
    fn next(&self, vertex: u32) -> Option<(Step, u32)> {
        let Onward {
            edge, vertex: next, ..
        } = self.onward[vertex as usize];
        let node = |vertex| self.access.graph.node(vertex).0;
        let step = || whole_step(&self.access, EdgeId(edge), node(vertex), node(next));
        (edge != NONE).then(|| (step(), next))
    }

    /// The step from a vertex at an end of the facility's own edge.
    fn last(&self, vertex: u32) -> Option<Step> {
        let rank = self.onward[vertex as usize].label.rank();
        let target = self.access.attached.attachment(rank);
        last_step(&self.access, &target, self.access.graph.node(vertex).0)
    }
}
