//! How many addresses' verdicts hang on a finding.

use rustc_hash::FxHashSet;

use super::{AuditFinding, AuditKind, AuditPlace};
use crate::{
    access::{Accessibility, equal},
    attributes::Refusal,
    category::Category,
    length::Length,
    network::{EdgeId, NodeId},
    norm::NormSet,
    origin::Origins,
    score::{Outcome, Row},
    search::{Label, Search},
    snap::{AttachedOrigins, Attachment, Snapper},
};

/// What hangs on one finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stake {
    /// The origins, ascending, for which at least one norm that is not met at its upper limit
    /// would be, if the finding's two places were joined by a link as long as their gap that all may
    /// walk both ways. All doors keep their places on the network.
    pub turned: Vec<u32>,
    /// The origins, ascending, that are nearer to the fragment than to what they are attached to: it
    /// is too short for their doors to open onto.
    pub refused: Vec<u32>,
}

/// A scored study, as far as stakes depend on it.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What distances are measured with: for certain, so that a norm that is met is met whatever is
    /// not known.
    pub access: Accessibility<'a>,
    /// What doors were attached with.
    pub snapper: &'a Snapper<'a>,
    /// The longest leg.
    pub max_snap: Length,
    /// The norms.
    pub norms: &'a NormSet,
    /// The origins.
    pub origins: &'a Origins,
    /// Their places on the network.
    pub attached: &'a AttachedOrigins,
    /// Their rows.
    pub rows: &'a [Row],
}

/// Per origin the largest upper limit of a norm on one category that it does not meet.
struct Wanted<'a> {
    category: &'a Category,
    limits: Vec<Option<Length>>,
    largest: Length,
}

/// What a walk needs from either end of a link to a category's nearest facility.
type Ends = [Option<u64>; 2];

impl<'a> Scene<'a> {
    /// What hangs on each finding on its own, exactly.
    ///
    /// Walks over the link go in either direction and keep to the rules of the profile elsewhere: a
    /// link counts as public, so that private ways serve only the ends of the walk.
    pub fn stakes(&self, findings: &[AuditFinding]) -> Vec<Stake> {
        let wanted = self.wanted();
        let mut search = Search::new(self.access.graph);
        let onward: Vec<Vec<Ends>> = wanted
            .iter()
            .map(|wanted| self.onward(&mut search, wanted.category, findings))
            .collect();
        let homes = Homes {
            by_node: self.attached.by_node(|edge| self.access.ends(edge)),
            by_edge: self.attached.by_edge(),
        };
        let turned = crate::parallel::map_with(
            findings.len(),
            || Search::new(self.access.graph),
            |search, at| {
                let ends = onward.iter().map(|onward| onward[at]);
                let goals: Vec<(&Wanted<'_>, Ends)> = wanted.iter().zip(ends).collect();
                self.turned(search, &homes, &findings[at], &goals)
            },
        );
        let refused = self.refused(findings);
        let both = turned.into_iter().zip(refused);
        both.map(|(turned, refused)| Stake { turned, refused })
            .collect()
    }

    fn wanted(&self) -> Vec<Wanted<'a>> {
        let categories = self.norms.categories().into_iter();
        let mut all: Vec<Wanted<'a>> = categories
            .map(|category| Wanted {
                category,
                limits: vec![None; self.attached.len()],
                largest: Length::ZERO,
            })
            .collect();
        let norms = self.norms.norms();
        for row in self.rows.iter().filter(|r| r.outcome_upper != Outcome::Met) {
            let norm = &norms[usize::from(row.norm)];
            let own = all.iter_mut().find(|w| Some(w.category) == norm.category());
            if let (Some(own), Some(upper)) = (own, norm.upper) {
                let limit = &mut own.limits[row.origin as usize];
                *limit = (*limit).max(Some(upper));
                own.largest = own.largest.max(upper);
            }
        }
        all
    }

    /// From both ends of every finding's link on to the nearest facility of a category.
    fn onward(
        &self,
        search: &mut Search,
        category: &Category,
        findings: &[AuditFinding],
    ) -> Vec<Ends> {
        let access = &self.access;
        let ranks = access.spread(search, category).ranks;
        let from = |place: &AuditPlace| {
            let reads = |edge, end| access.graph.reading(edge, end);
            let label = |vertex: u32| Some(search.label(vertex)).filter(|l| *l != Label::NONE);
            if let Some(node) = place.node {
                // From a node a public walk, or the private end at the facility.
                let labels = reads(place.edge, node.0).take(2).filter_map(label);
                return labels.map(|label| u64::from(label.mm())).min();
            }
            let here = here(place);
            let (_, _, private) = access.graph.allows(place.edge);
            let streets = access.ways_on(&here).flat_map(|(end, rest)| {
                // A private way that comes after the link is the facility's private end.
                let (skipped, taken) = if private { (1, 1) } else { (0, 2) };
                let vertices = reads(place.edge, end).skip(skipped).take(taken);
                let labels = vertices.filter_map(label);
                labels.map(move |label| u64::from(label.mm()) + u64::from(rest))
            });
            let own = access.attached.on_edge(place.edge).iter();
            let own = own.filter(|rank| ranks.contains(rank));
            let along = own.filter_map(|rank| access.along_edge(&here, *rank));
            streets.chain(along).min()
        };
        let ends = |finding: &AuditFinding| match (finding.kind, &finding.to) {
            (AuditKind::Fragment, _) | (_, None) => [None, None],
            (_, Some(to)) => [from(&finding.place), from(to)],
        };
        findings.iter().map(ends).collect()
    }

    /// The origins that a finding's link would let meet a norm.
    fn turned(
        &self,
        search: &mut Search,
        homes: &Homes,
        finding: &AuditFinding,
        goals: &[(&Wanted<'_>, Ends)],
    ) -> Vec<u32> {
        let (Some(to), Some(gap)) = (&finding.to, finding.gap) else {
            return Vec::new();
        };
        let mut turned: FxHashSet<u32> = FxHashSet::default();
        for (near, far) in [(&finding.place, 1), (to, 0)] {
            // Over the link and on: what is left of the limits for the walk up to it.
            let goals: Vec<(&Wanted<'_>, u64)> = goals
                .iter()
                .filter_map(|(wanted, ends)| Some((*wanted, ends[far]? + u64::from(gap.mm()))))
                .collect();
            let budget = goals
                .iter()
                .filter_map(|(wanted, rest)| u64::from(wanted.largest.mm()).checked_sub(*rest));
            let Some(budget) = budget.max().and_then(|mm| u32::try_from(mm).ok()) else {
                continue;
            };
            self.homes_around(search, homes, near, budget, |origin, mm| {
                let meets = |(wanted, rest): &(&Wanted<'_>, u64)| {
                    let limit = wanted.limits[origin as usize];
                    limit.is_some_and(|limit| mm + rest <= u64::from(limit.mm()))
                };
                if goals.iter().any(meets) {
                    turned.insert(origin);
                }
            });
        }
        let mut turned: Vec<u32> = turned.into_iter().collect();
        turned.sort_unstable();
        turned
    }

    /// Tells of homes from which a walk of at most so many mm leads to a place, legs included, and
    /// perhaps of some farther ones; of some more than once.
    fn homes_around(
        &self,
        search: &mut Search,
        homes: &Homes,
        place: &AuditPlace,
        budget: u32,
        mut found: impl FnMut(u32, u64),
    ) {
        let access = &self.access;
        let closed = |node: NodeId| access.graph.leaving(place.edge, node.0).is_none();
        if place.node.is_some_and(closed) {
            return;
        }
        let horizon = self.norms.longest(); // the same for all: the workspace need not be cleared
        for (vertex, label) in search
            .rising(access.graph, self.before(place), horizon)
            .take_while(|(_, label)| label.mm() <= budget)
        {
            let node = access.graph.node(vertex);
            for (_, origin, at) in equal(&homes.by_node, |home| home.0, node) {
                let home = &self.attached.of(*origin as usize)[*at as usize];
                for mm in access.up_to(home, vertex) {
                    found(*origin, u64::from(label.mm()) + mm);
                }
            }
        }
        for (_, origin, at) in equal(&homes.by_edge, |home| home.0, place.edge) {
            let home = &self.attached.of(*origin as usize)[*at as usize];
            if let Some(mm) = access.along_edge_to(home, &here(place)) {
                found(*origin, mm);
            }
        }
    }

    /// Where a search for homes starts from a place, against the walk.
    fn before(&self, place: &AuditPlace) -> Vec<(u32, Label)> {
        let graph = self.access.graph;
        let seed = |vertex: u32, mm: u32| (vertex, Label::new(Length::millimetres(mm), 0));
        let passable = |end: u32| graph.leaving(place.edge, end).is_some();
        let (forward, backward, private) = graph.allows(place.edge);
        if let Some(node) = place.node {
            return vec![seed(graph.public(node), 0)];
        }
        let (from, to) = self.access.ends(place.edge);
        let offset = place.offset.mm();
        let rest = self.access.network.length_mm(place.edge) - offset;
        [(from, offset, forward), (to, rest, backward)]
            .into_iter()
            .filter(|(end, _, allowed)| *allowed && passable(*end))
            .filter_map(|(end, mm, _)| {
                // A private way before the link is the private end at home.
                let at = if private { 2 } else { 0 };
                let vertex = graph.reading(place.edge, end).nth(at)?;
                Some(seed(vertex, mm))
            })
            .collect()
    }

    /// Per finding the origins that a fragment keeps off.
    fn refused(&self, findings: &[AuditFinding]) -> Vec<Vec<u32>> {
        let refused = self.refused_by();
        let of = |finding: &AuditFinding| {
            let edges = finding.fragment.iter().flat_map(|fragment| &fragment.edges);
            let own = edges.flat_map(|edge| equal(&refused, |one| one.0, *edge));
            let mut origins: Vec<u32> = own.map(|(_, origin)| *origin).collect();
            origins.sort_unstable();
            origins.dedup();
            origins
        };
        findings.iter().map(of).collect()
    }

    /// The edges of fragments that doors would open onto if they were longer, with the origins.
    fn refused_by(&self) -> Vec<(EdgeId, u32)> {
        let of = |origin: usize| {
            let doors = self.origins.doors(origin).iter();
            let edges = doors.filter_map(|door| {
                let candidates = self.snapper.candidates(*door).into_iter();
                candidates
                    .map(|candidate| (candidate.attachment, candidate.refused))
                    .take_while(|(attachment, _)| attachment.leg <= self.max_snap)
                    .find(|(attachment, refused)| match refused {
                        None => true,
                        Some(Refusal::Fragment) => {
                            let edge = self.access.network.edge(attachment.edge);
                            edge.attributes().not_snappable().is_none()
                                && !self.snapper.is_barred(*door, attachment.edge)
                        }
                        Some(_) => false,
                    })
                    .filter(|(_, refused)| refused.is_some())
                    .map(|(attachment, _)| (attachment.edge, origin as u32))
            });
            edges.collect::<Vec<_>>()
        };
        let mut all: Vec<(EdgeId, u32)> = crate::parallel::map(self.attached.len(), of)
            .into_iter()
            .flatten()
            .collect();
        all.sort_unstable();
        all
    }
}

/// The origins by the nodes at the ends of their edges, and by edge, with the attachment within each.
struct Homes {
    by_node: Vec<(NodeId, u32, u32)>,
    by_edge: Vec<(EdgeId, u32, u32)>,
}

/// A place as if a door stood there.
fn here(place: &AuditPlace) -> Attachment {
    Attachment {
        edge: place.edge,
        offset: place.offset,
        leg: Length::ZERO,
    }
}
