//! How much walks along every street on the way to a category.

use super::{Forest, Start};
use crate::{
    access::Answer,
    length::Length,
    network::{EdgeId, Network, NodeId},
    route::Step,
    service_area::Stretch,
    snap::AttachedOrigins,
};

/// The weight of the walks along every edge and through every node.
///
/// Weights are whole numbers of any unit, such as residents or millionths of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    nodes: Vec<i128>,
    whole: Vec<i128>,
    /// Where walks begin and end: parts of edges, sorted, each once.
    parts: Vec<(Stretch, i128)>,
    /// Walks with both ends on an edge, though they go round, are counted once there.
    twice: Vec<(EdgeId, i128)>,
}

impl Forest<'_> {
    /// Lets a weight walk from every origin to its nearest facility.
    ///
    /// `answers` are the nearest of this category, per origin; answers of another kind than along
    /// streets walk nowhere.
    pub fn flow(
        &self,
        origins: &AttachedOrigins,
        answers: &[Option<Answer>],
        weight: impl Fn(usize) -> i128,
    ) -> Flow {
        let network = self.access.network;
        let mut flow = Flow {
            nodes: vec![0; network.node_count()],
            whole: vec![0; network.edge_count()],
            ..Flow::default()
        };
        let mut at: Vec<i128> = vec![0; self.onward.len()];
        for (origin, answer) in answers.iter().enumerate().take(origins.len()) {
            let walk = answer.and_then(|answer| {
                let (rank, number) = answer.street?;
                let home = origins.of(origin).get(number as usize)?;
                Some((self.start(home, answer)?, rank))
            });
            match walk {
                Some((Start::Along(step), _)) => flow.part(step, weight(origin)),
                Some((Start::By(step, vertex), rank)) => {
                    at[vertex as usize] += weight(origin);
                    flow.part(step, weight(origin));
                    if self.access.attached.attachment(rank).edge == step.edge {
                        flow.twice.push((step.edge, weight(origin)));
                    }
                }
                None => {}
            }
        }
        for vertex in self.order.iter().rev() {
            let weight = at[*vertex as usize];
            if weight == 0 {
                continue;
            }
            flow.nodes[self.access.graph.node(*vertex).index()] += weight;
            if let Some((step, next)) = self.next(*vertex) {
                flow.whole[step.edge.index()] += weight;
                at[next as usize] += weight;
            } else if let Some(step) = self.last(*vertex) {
                flow.part(step, weight);
            }
        }
        sum_up(&mut flow.parts);
        sum_up(&mut flow.twice);
        flow
    }
}

impl Flow {
    /// The weight of the walks through a node.
    pub fn through(&self, node: NodeId) -> i128 {
        self.nodes[node.index()]
    }

    /// The weight of the walks that use an edge, whole or in part: those that would have to go
    /// another way without it. A walk from or to a door at the very end of an edge uses it too.
    pub fn using(&self, edge: EdgeId) -> i128 {
        let parts = self.parts_on(edge).iter().map(|(_, weight)| weight);
        let first = self.twice.partition_point(|(other, _)| *other < edge);
        let twice = self.twice.get(first).filter(|(other, _)| *other == edge);
        self.whole[edge.index()] + parts.sum::<i128>() - twice.map_or(0, |(_, weight)| *weight)
    }

    /// The weight along an edge, from its first vertex to its last: stretches that are walked
    /// equally much, with what walks along each, both directions together. Stretches that nobody
    /// walks are left out, and so is an edge of 0 mm.
    pub fn along(&self, network: &Network, edge: EdgeId) -> Vec<(Stretch, i128)> {
        let whole = self.whole[edge.index()];
        let mut changes = vec![(Length::ZERO, whole), (network.edge(edge).length(), -whole)];
        for (part, weight) in self.parts_on(edge) {
            changes.extend([(part.start, *weight), (part.end, -weight)]);
        }
        changes.sort_unstable();
        let (mut found, mut weight): (Vec<(Stretch, i128)>, i128) = (Vec::new(), 0);
        for pair in changes.windows(2) {
            let ((start, change), (end, _)) = (pair[0], pair[1]);
            weight += change;
            match found.last_mut() {
                _ if start == end || weight == 0 => {}
                Some((last, same)) if last.end == start && *same == weight => last.end = end,
                _ => found.push((Stretch { edge, start, end }, weight)),
            }
        }
        found
    }

    /// What begins or ends on an edge.
    fn parts_on(&self, edge: EdgeId) -> &[(Stretch, i128)] {
        let start = self.parts.partition_point(|(part, _)| part.edge < edge);
        let end = self.parts.partition_point(|(part, _)| part.edge <= edge);
        &self.parts[start..end]
    }

    fn part(&mut self, step: Step, weight: i128) {
        let stretch = Stretch {
            edge: step.edge,
            start: step.start.min(step.end),
            end: step.start.max(step.end),
        };
        self.parts.push((stretch, weight));
    }
}

/// Sorts by key and makes one of entries with the same.
fn sum_up<K: Ord + Copy>(entries: &mut Vec<(K, i128)>) {
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}
