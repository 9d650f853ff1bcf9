//! What hangs together: connected parts of the network that one profile can use.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    network::{Edge, EdgeId, Network},
    packed::{Bytes, Proof},
    profile::{Pass, Profile},
    usable::Usable,
};

/// No component: the profile cannot use the edge.
const NONE: u32 = u32::MAX;

/// The connected parts of a network for one profile, directions left aside.
///
/// Components are made of public edges. A private piece (edges that serve only the ends of a walk)
/// belongs to every public component it touches; one that touches none is a component of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Components {
    /// Per edge: its component, or its private piece.
    of_edge: Vec<u32>,
    /// Per component or piece: the length of its own edges in mm.
    length: Vec<u64>,
    /// Per component or piece: the public components that a private piece touches.
    touches: Vec<Vec<u32>>,
}

impl Components {
    /// Finds the components that a profile sees, unknowns passing.
    pub fn new(network: &Network, profile: &Profile) -> Self {
        Self::of_usable(network, &Usable::new(network, profile))
    }

    pub(crate) fn of_usable(network: &Network, usable: &Usable) -> Self {
        let passable = usable.passable_nodes(Pass::Unknown);
        let uses = |edge: &Edge<'_>| usable.edge(edge.id()) != Pass::No;
        let count = network.node_count();
        let (mut public, mut private) = (Sets::new(count), Sets::new(count));
        let mut has_public = vec![false; count];
        for edge in network.edges().filter(uses) {
            let (from, to) = network.ends(edge.id());
            let is_private = edge.attributes().is_private();
            for end in [from, to] {
                has_public[end as usize] |= !is_private;
            }
            if passable[from as usize] && passable[to as usize] {
                if is_private {
                    &mut private
                } else {
                    &mut public
                }
                .join(from, to);
            }
        }
        let mut parts = Parts {
            of_root: [vec![NONE; count], vec![NONE; count]],
            length: Vec::new(),
            touches: Vec::new(),
        };
        let mut of_edge = vec![NONE; network.edge_count()];
        let mut doorsteps = Vec::new();
        for edge in network.edges().filter(uses) {
            let (from, to) = network.ends(edge.id());
            let is_private = edge.attributes().is_private();
            let sets = if is_private {
                &mut private
            } else {
                &mut public
            };
            let ends = [from, to].into_iter().filter(|end| passable[*end as usize]);
            let root = ends.clone().next().map(|end| sets.root(end));
            let part = parts.number(root, is_private);
            of_edge[edge.id().index()] = part;
            parts.length[part as usize] += u64::from(edge.length().mm());
            if is_private {
                doorsteps.extend(
                    ends.filter(|end| has_public[*end as usize])
                        .map(|end| (part, end)),
                );
            }
        }
        for (piece, node) in doorsteps {
            let component = parts.of_root[0][public.root(node) as usize];
            if component != NONE {
                parts.touches[piece as usize].push(component);
            }
        }
        for touched in &mut parts.touches {
            touched.sort_unstable();
            touched.dedup();
        }
        Components {
            of_edge,
            length: parts.length,
            touches: parts.touches,
        }
    }

    /// Whether it tells of so many edges, and names only parts that there are.
    pub(crate) fn is_whole(&self, edges: usize) -> bool {
        let part = |part: &u32| (*part as usize) < self.count();
        self.of_edge.len() == edges
            && self.touches.len() == self.count()
            && self.of_edge.iter().all(|own| *own == NONE || part(own))
            && self.touches.iter().flatten().all(part)
    }

    /// How many components and private pieces there are.
    pub fn count(&self) -> usize {
        self.length.len()
    }

    /// The component or private piece of an edge; none where the profile cannot use it.
    pub fn of(&self, edge: EdgeId) -> Option<usize> {
        let part = self.of_edge[edge.index()];
        (part != NONE).then_some(part as usize)
    }

    /// The public components that a private piece touches; empty for components themselves.
    pub fn touched_by(&self, part: usize) -> &[u32] {
        &self.touches[part]
    }

    /// The length in mm of the component an edge belongs to: for a private piece that of the
    /// longest component it touches, its own where it touches none.
    pub fn length_mm(&self, edge: EdgeId) -> u64 {
        let Some(part) = self.of(edge) else { return 0 };
        let touched = self.touches[part].iter().map(|t| self.length[*t as usize]);
        touched.max().unwrap_or(self.length[part])
    }

    /// Of some edges, ascending, what they belong to, and the numbers of those components and pieces
    /// here.
    pub(crate) fn part(&self, edges: &[u32]) -> (Components, Vec<usize>) {
        let of_edge = edges.iter().map(|edge| self.of_edge[*edge as usize]);
        let own = of_edge.clone().filter(|part| *part != NONE);
        let touched = own.clone().flat_map(|part| &self.touches[part as usize]);
        let used: BTreeSet<u32> = own.clone().chain(touched.copied()).collect();
        let used: Vec<u32> = used.into_iter().collect();
        let number = |part: u32| used.binary_search(&part).map_or(NONE, |at| at as u32);
        let at = |part: &u32| *part as usize;
        let touches = |part: &u32| {
            let touched = self.touches[at(part)].iter().map(|t| number(*t));
            touched.filter(|t| *t != NONE).collect()
        };
        let part = Components {
            of_edge: of_edge.map(number).collect(),
            length: used.iter().map(|part| self.length[at(part)]).collect(),
            touches: used.iter().map(touches).collect(),
        };
        (part, used.iter().map(at).collect())
    }

    /// Per component or piece: whether somebody who starts there can reach one of the edges,
    /// directions left aside.
    pub(crate) fn reaching(&self, edges: impl Iterator<Item = EdgeId>) -> Vec<bool> {
        let mut own = vec![false; self.count()];
        for part in edges.filter_map(|edge| self.of(edge)) {
            own[part] = true;
        }
        // From a private piece one comes into every component it touches, and back.
        let mut reach = own.clone();
        for (piece, touched) in self.touches.iter().enumerate() {
            if own[piece] {
                touched.iter().for_each(|t| reach[*t as usize] = true);
            }
        }
        let components = reach.clone();
        for (piece, touched) in self.touches.iter().enumerate() {
            reach[piece] |= touched.iter().any(|t| components[*t as usize]);
        }
        reach
    }
}

struct Parts {
    of_root: [Vec<u32>; 2],
    length: Vec<u64>,
    touches: Vec<Vec<u32>>,
}

impl Parts {
    /// The number of the part with this root; an edge between two closed nodes is its own part.
    fn number(&mut self, root: Option<u32>, is_private: bool) -> u32 {
        let fresh = self.length.len() as u32;
        let mut own = NONE;
        let slot = match root {
            Some(root) => &mut self.of_root[usize::from(is_private)][root as usize],
            None => &mut own,
        };
        if *slot == NONE {
            *slot = fresh;
            self.length.push(0);
            self.touches.push(Vec::new());
        }
        *slot
    }
}

/// Disjoint sets of nodes.
struct Sets(Vec<u32>);

impl Sets {
    fn new(count: usize) -> Self {
        Sets((0..count as u32).collect())
    }

    fn root(&mut self, mut of: u32) -> u32 {
        while self.0[of as usize] != of {
            let up = self.0[self.0[of as usize] as usize];
            self.0[of as usize] = up;
            of = up;
        }
        of
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// Components as columns.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredComponents<'a> {
    #[serde(borrow)]
    of_edge: Bytes<'a>,
    #[serde(borrow)]
    length: Bytes<'a>,
    /// Piece and component.
    #[serde(borrow)]
    touches: Bytes<'a>,
}

impl Components {
    pub(crate) fn stored(&self) -> StoredComponents<'static> {
        let pieces = (0..).zip(&self.touches);
        let touches = pieces.flat_map(|(piece, all)| all.iter().map(move |one| [piece, *one]));
        let touches: Vec<[u32; 2]> = touches.collect();
        StoredComponents {
            of_edge: Bytes::of(&self.of_edge),
            length: Bytes::of(&self.length),
            touches: Bytes::of(&touches),
        }
    }
}

impl StoredComponents<'_> {
    /// The same, where they are of this network.
    pub fn check(&self, network: &Network, proof: Proof) -> Option<Components> {
        let of_edge: Vec<u32> = self.of_edge.rows()?;
        let length: Vec<u64> = self.length.rows()?;
        if proof == Proof::Whole {
            let mut sums = vec![0_u64; length.len()];
            let edges = of_edge.iter().zip(network.lengths());
            for (part, mm) in edges.filter(|(part, _)| **part != NONE) {
                *sums.get_mut(*part as usize)? += u64::from(*mm);
            }
            if sums != length {
                return None;
            }
        }
        let mut touches = vec![Vec::new(); length.len()];
        for [piece, component] in self.touches.rows::<[u32; 2], 2>()? {
            touches.get(component as usize)?;
            touches.get_mut(piece as usize)?.push(component);
        }
        (of_edge.len() == network.edge_count()).then_some(Components {
            of_edge,
            length,
            touches,
        })
    }
}
