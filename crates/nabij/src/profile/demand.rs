//! What a walker asks of edges and nodes, one thing at a time.

use serde::{Deserialize, Serialize};

use super::{Ends, Profile, Words};
use crate::attributes::{EdgeAttributes, NodeAttributes};

/// Whether a walker can use something. The worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pass {
    /// Certainly not.
    No,
    /// It depends on what is not known.
    Unknown,
    /// Certainly.
    Yes,
}

impl Pass {
    pub(super) fn known(holds: bool) -> Self {
        if holds { Pass::Yes } else { Pass::No }
    }
}

/// Something that a walker asks of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// That it is open to walkers.
    Access,
    /// That it is no staircase.
    Steps,
    /// That it is no moving staircase.
    Escalator,
    /// That it is no lift.
    Lift,
    /// That a barrier can be passed.
    Barrier,
    /// A crossing of a kind that will do.
    Crossing,
    /// A low kerb.
    Kerb,
    /// A gentle slope.
    Incline,
    /// Width.
    Width,
    /// Firm ground.
    Surface,
    /// Smooth ground.
    Smoothness,
}

impl Demand {
    /// Every demand.
    pub const ALL: [Demand; 11] = [
        Demand::Access,
        Demand::Steps,
        Demand::Escalator,
        Demand::Lift,
        Demand::Barrier,
        Demand::Crossing,
        Demand::Kerb,
        Demand::Incline,
        Demand::Width,
        Demand::Surface,
        Demand::Smoothness,
    ];

    /// The word in tables: the attribute that answers it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Demand::Access => "access",
            Demand::Steps => "steps",
            Demand::Escalator => "escalator",
            Demand::Lift => "lift",
            Demand::Barrier => "barrier",
            Demand::Crossing => "crossing",
            Demand::Kerb => "kerb",
            Demand::Incline => "incline",
            Demand::Width => "width",
            Demand::Surface => "surface",
            Demand::Smoothness => "smoothness",
        }
    }
}

impl Profile {
    /// What this walker asks of an edge that it goes along (or against its direction), and whether
    /// it gets it.
    pub(super) fn of_edge(
        &self,
        edge: &EdgeAttributes,
        ends: Ends<'_>,
        along: bool,
    ) -> impl Iterator<Item = (Demand, Pass)> {
        let class = edge.class.as_deref();
        // Something that a walker cannot use must not be there.
        let absent = |may: bool, is: Option<bool>| match (may, is) {
            (true, _) | (_, Some(false)) => Some(Pass::Yes),
            (_, Some(true)) => Some(Pass::No),
            (_, None) => Some(Pass::Unknown),
        };
        let (crossing, kerb) = if edge.crossing == Some(true) {
            (self.of_crossing(edge, ends), self.of_kerb(edge, ends))
        } else {
            let kerb = edge.kerb.and_then(|kerb| self.kerb_pass(Some(kerb)));
            (None, kerb)
        };
        let slope = edge
            .incline
            .map(|slope| if along { slope } else { slope.saturating_neg() });
        let steepest = [self.incline_up, self.incline_down];
        let incline = steepest.iter().any(Option::is_some).then(|| match slope {
            None => Pass::Unknown,
            Some(up) if up >= 0 => Pass::known(self.incline_up.is_none_or(|most| up <= most)),
            Some(down) => {
                let down = down.saturating_neg();
                Pass::known(self.incline_down.is_none_or(|most| down <= most))
            }
        });
        let width = self.width.map(|least| match edge.width {
            None => Pass::Unknown,
            Some(width) => Pass::known(width >= least),
        });
        let (surface, smoothness) = self.ground(edge);
        let access = match edge.access {
            Some(_) => Pass::Yes,
            None => Pass::Unknown,
        };
        [
            (Demand::Access, Some(access)),
            (Demand::Steps, absent(self.steps, edge.steps)),
            (Demand::Escalator, absent(self.escalators, edge.escalator)),
            (Demand::Lift, absent(self.lifts, edge.lift)),
            (Demand::Crossing, crossing),
            (Demand::Kerb, kerb),
            (Demand::Incline, incline),
            (Demand::Width, width),
            (Demand::Surface, surface),
            (Demand::Smoothness, smoothness),
        ]
        .map(|(demand, pass)| (demand, pass.map(|pass| self.assume(demand, class, pass))))
        .into_iter()
        .filter_map(|(demand, pass)| Some((demand, pass?)))
    }

    /// The kind of a crossing: its own, else that of the crossing's node on the road.
    fn of_crossing(&self, edge: &EdgeAttributes, ends: Ends<'_>) -> Option<Pass> {
        let at_ends = || {
            let mut ends = ends.into_iter().flatten();
            ends.find_map(|node| node.crossing_kind.as_deref())
        };
        let kind = edge.crossing_kind.as_deref().or_else(at_ends);
        (!self.crossing.is_empty()).then(|| self.crossing.pass(kind))
    }

    /// The kerbs of a crossing: its own, else those of the crossing's node on the road, else that
    /// of the kerb at its end, which is passed there.
    fn of_kerb(&self, edge: &EdgeAttributes, ends: Ends<'_>) -> Option<Pass> {
        if edge.kerb.is_some() {
            return self.kerb_pass(edge.kerb);
        }
        let known = |node: &&NodeAttributes| node.kerb.is_some();
        let at_ends = || ends.into_iter().flatten().filter(known);
        let on_road = at_ends().filter(|node| node.crossing == Some(true));
        let worst = on_road.filter_map(|node| self.kerb_pass(node.kerb)).min();
        let passed = at_ends().next().map(|_| Pass::Yes);
        worst
            .or(passed)
            .or(Some(Pass::Unknown))
            .filter(|_| self.kerb.is_some())
    }

    /// What this walker asks of a node, and whether it gets it.
    pub(super) fn of_node(&self, node: &NodeAttributes) -> impl Iterator<Item = (Demand, Pass)> {
        let class = node.barrier.as_deref();
        let barrier = match (node.blocked, class) {
            (Some(true), _) => Some(Pass::No),
            (_, Some(_)) if self.barrier.pass(class) == Pass::No => Some(Pass::No),
            (None, Some(_)) if self.barrier.pass(class) != Pass::Yes => Some(Pass::Unknown),
            _ => None,
        };
        // A kerb on a crossing's own node is the kerb of those who cross, not of those along the road.
        let is_kerb = node.crossing != Some(true) && (node.kerb.is_some() || class == Some("kerb"));
        let kerb = is_kerb.then(|| self.kerb_pass(node.kerb)).flatten();
        let lift = (node.lift == Some(true) && !self.lifts).then_some(Pass::No);
        [
            (Demand::Barrier, barrier),
            (Demand::Kerb, kerb),
            (Demand::Lift, lift),
        ]
        .map(|(demand, pass)| (demand, pass.map(|pass| self.assume(demand, class, pass))))
        .into_iter()
        .filter_map(|(demand, pass)| Some((demand, pass?)))
    }

    /// Surface and smoothness: each can refuse; where one is not tagged the other answers for it.
    fn ground(&self, edge: &EdgeAttributes) -> (Option<Pass>, Option<Pass>) {
        let asked = |demand, words: &Words, word: Option<&str>| {
            let pass = self.assume(demand, edge.class.as_deref(), words.pass(word));
            (!words.is_empty()).then_some(pass)
        };
        let surface = asked(Demand::Surface, &self.surface, edge.surface.as_deref());
        let smooth = edge.smoothness.as_deref();
        let smoothness = asked(Demand::Smoothness, &self.smoothness, smooth);
        match (surface, smoothness) {
            (Some(Pass::Yes), Some(Pass::Unknown)) => (surface, None),
            (Some(Pass::Unknown), Some(Pass::Yes)) => (None, smoothness),
            both => both,
        }
    }

    /// What is not known, and is taken to be good enough on this class of way.
    fn assume(&self, demand: Demand, class: Option<&str>, pass: Pass) -> Pass {
        let fits = |assumed: &String| assumed == "*" || Some(assumed.as_str()) == class;
        let taken = || {
            self.assumed
                .get(&demand)
                .is_some_and(|own| own.iter().any(fits))
        };
        if pass == Pass::Unknown && taken() {
            Pass::Yes
        } else {
            pass
        }
    }
}

/// The demands that are not known to be met, each once, in order.
pub(super) fn unknown(demands: impl Iterator<Item = (Demand, Pass)>) -> Vec<Demand> {
    let unknown = demands.filter(|(_, pass)| *pass == Pass::Unknown);
    let mut found = Vec::new();
    join(&mut found, unknown.map(|(demand, _)| demand));
    found
}

/// Adds demands to those there are, each once, in order.
pub(crate) fn join(known: &mut Vec<Demand>, more: impl IntoIterator<Item = Demand>) {
    known.extend(more);
    known.sort_unstable();
    known.dedup();
}
