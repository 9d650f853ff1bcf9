//! What is not known of a walk, and decides whether somebody can make it.

use serde::{Deserialize, Serialize};

use crate::{
    network::{EdgeId, Network, NodeId},
    profile::{Demand, Profile, join},
    route::Step,
    usable::ends,
};

/// A part of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// An edge.
    Edge(EdgeId),
    /// A node.
    Node(NodeId),
}

/// A part of the network that a walk needs, and what must be known of it before it is certain that
/// this walker can use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Where.
    pub part: Part,
    /// What is not known.
    pub demands: Vec<Demand>,
}

impl Doubt {
    /// The doubts along a walk, from home to the facility, each part once.
    pub fn along(network: &Network, profile: &Profile, steps: &[Step]) -> Vec<Doubt> {
        let mut doubts: Vec<Doubt> = Vec::new();
        let mut note = |part: Part, demands: Vec<Demand>| {
            let known = doubts.iter_mut().find(|doubt| doubt.part == part);
            match known {
                Some(doubt) => join(&mut doubt.demands, demands),
                None if demands.is_empty() => {}
                None => doubts.push(Doubt { part, demands }),
            }
        };
        for (at, step) in steps.iter().enumerate() {
            let edge = network.edge(step.edge);
            let ways: &[bool] = match step.start.cmp(&step.end) {
                std::cmp::Ordering::Less => &[true],
                std::cmp::Ordering::Greater => &[false],
                std::cmp::Ordering::Equal => &[true, false],
            };
            for along in ways {
                let ends = ends(network, edge);
                note(
                    Part::Edge(step.edge),
                    profile.doubts_between(edge.attributes(), ends, *along),
                );
            }
            if at + 1 < steps.len() {
                let at_start = step.end.mm() == 0;
                let passed = if at_start { edge.from() } else { edge.to() };
                let known = network.node_attributes(passed);
                let demands = known.map(|node| profile.node_doubts(node));
                note(Part::Node(passed), demands.unwrap_or_default());
            }
        }
        doubts
    }
}
