//! Who reaches one facility: a bounded search from its doors.

use super::{Accessibility, Answer, How, equal};
use crate::{
    facility::FacilityId,
    length::Length,
    network::{EdgeId, NodeId},
    search::Search,
    snap::AttachedOrigins,
};

/// Finds the origins around one facility after another, in one workspace.
#[derive(Debug)]
pub struct Reached<'a> {
    access: Accessibility<'a>,
    origins: &'a AttachedOrigins,
    search: Search,
    by_node: Vec<(NodeId, u32, u32)>,
    /// Next door to a facility's door: (door, origin, mm).
    direct: Vec<(u32, u32, u32)>,
    /// Edge by edge: (edge, origin, attachment within the origin).
    by_edge: Vec<(EdgeId, u32, u32)>,
}

impl<'a> Reached<'a> {
    /// Prepares to search among these origins.
    pub fn new(access: &Accessibility<'a>, origins: &'a AttachedOrigins) -> Self {
        let next_door = |origin: usize| {
            let own = origins.direct(origin).iter();
            own.map(move |(door, mm)| (*door, origin as u32, *mm))
        };
        let mut direct: Vec<_> = (0..origins.len()).flat_map(next_door).collect();
        direct.sort_unstable();
        Reached {
            access: *access,
            origins,
            search: Search::new(access.graph),
            by_node: origins.by_node(|edge| access.ends(edge)),
            direct,
            by_edge: origins.by_edge(),
        }
    }

    /// The origins that reach a facility within a limit, inclusively, each with its best answer,
    /// in order of origin.
    pub fn origins(&mut self, facility: FacilityId, limit: Length) -> Vec<(u32, Answer)> {
        let access = self.access;
        let limit = limit.min(access.horizon);
        let mut found: Vec<(u32, Answer)> = Vec::new();
        let mut offer = |origin: u32, mm: u64, rank: u32, at: u32| {
            let answer = access.street(mm, rank, at);
            found.extend(answer.filter(|a| a.mm <= limit.mm()).map(|a| (origin, a)));
        };
        let ranks = access.attached.of(facility);
        let seeds: Vec<_> = ranks.clone().flat_map(|rank| access.seeds(rank)).collect();
        for (vertex, label) in self.search.rising(access.graph, seeds, limit) {
            let node = access.graph.node(vertex);
            for (_, origin, at) in equal(&self.by_node, |entry| entry.0, node) {
                let attachment = &self.origins.of(*origin as usize)[*at as usize];
                for mm in access.up_to(attachment, vertex) {
                    offer(*origin, u64::from(label.mm()) + mm, label.rank(), *at);
                }
            }
        }
        for rank in ranks {
            let edge = access.attached.attachment(rank).edge;
            for (_, origin, at) in equal(&self.by_edge, |entry| entry.0, edge) {
                let attachment = &self.origins.of(*origin as usize)[*at as usize];
                if let Some(mm) = access.along_edge(attachment, rank) {
                    offer(*origin, mm, rank, *at);
                }
            }
        }
        for (door, _) in access.facilities.doors(facility) {
            for (_, origin, mm) in equal(&self.direct, |entry| entry.0, door) {
                let answer = Answer {
                    mm: *mm,
                    door,
                    how: How::Direct,
                    street: None,
                };
                found.extend((*mm <= limit.mm()).then_some((*origin, answer)));
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(origin, _)| *origin);
        found
    }
}
