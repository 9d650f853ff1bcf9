//! Who walks to which rest point in one stretch.

use super::{RestId, RestPoints};
use crate::{
    access::Accessibility,
    length::Length,
    network::EdgeId,
    search::Search,
    snap::{AttachedOrigins, Attachment},
};

/// The states of rest points: where a walk stands that rests there.
///
/// Private ground serves only the two ends of a walk. A walk that rests on public ground is in its
/// public middle: one state. A walk that rests on private ground is either still in its private end
/// at home (the first state: it may go on to public ground) or already in the one at the facility
/// (the second state: it stays on private ground). With states for rest points every chain of
/// stretches is a whole walk, and none crosses private ground in its middle.
#[derive(Clone, Debug)]
pub(super) struct States {
    /// Per rest point its first state, and how many states there are.
    first: Vec<u32>,
    /// Per state its rest point.
    rest: Vec<u32>,
}

impl States {
    pub fn new(access: &Accessibility<'_>, points: &RestPoints) -> Self {
        let mut states = States {
            first: vec![0],
            rest: Vec::new(),
        };
        for (id, _) in points.iter() {
            // All places of one rest point lie on the edges of one square, or on one edge.
            let private = points
                .attachments(id)
                .iter()
                .any(|a| access.graph.allows(a.edge).2);
            let count = if private { 2 } else { 1 };
            states.rest.extend(std::iter::repeat_n(id.0, count));
            states.first.push(states.rest.len() as u32);
        }
        states
    }

    pub fn len(&self) -> usize {
        self.rest.len()
    }

    pub fn rest(&self, state: u32) -> RestId {
        RestId(self.rest[state as usize])
    }

    /// The states of a rest point: at home's end or in the middle, and at the facility's end.
    pub fn of(&self, rest: RestId) -> (u32, Option<u32>) {
        let at = rest.0 as usize;
        let (first, end) = (self.first[at], self.first[at + 1]);
        (first, (end - first > 1).then_some(first + 1))
    }
}

/// Per state who walks there in one stretch, nearest first: (mm, number).
pub(super) type Lists = Vec<Vec<(u32, u32)>>;

/// Every stretch up to a rest point that is not longer than a radius.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    /// Per state the states that lead to it.
    pub rests: Lists,
    /// Per state the origins that lead to it.
    pub homes: Lists,
}

/// Somebody who may be met: a rest point, or an origin after all rest points; how far it is from
/// there, and whether wholly over private ground.
type Met = (u32, bool, u32);

/// Who sets out where.
struct Readers {
    /// Per vertex where those start who read its label.
    first: Vec<u32>,
    /// Number, mm up to the vertex, whether the vertex is one of a walk's private end at the
    /// facility and the reader on private ground.
    at_vertex: Vec<(u32, u32, bool)>,
    /// Edge, number, place.
    on_edge: Vec<(EdgeId, u32, Attachment)>,
}

impl Readers {
    fn new(
        access: &Accessibility<'_>,
        points: &RestPoints,
        origins: &AttachedOrigins,
        radius: Length,
    ) -> Self {
        let rests = points.iter().map(|(id, _)| points.attachments(id));
        let homes = (0..origins.len()).map(|origin| origins.of(origin));
        let mut entries: Vec<(u32, u32, u32, bool)> = Vec::new();
        let mut on_edge = Vec::new();
        for (number, places) in (0..).zip(rests.chain(homes)) {
            for place in places {
                on_edge.push((place.edge, number, *place));
                let is_private = access.graph.allows(place.edge).2;
                for (end, rest) in access.ways_on(place) {
                    let mm = rest.checked_add(place.leg.mm());
                    let Some(mm) = mm.filter(|mm| *mm <= radius.mm()) else {
                        continue;
                    };
                    // Who walks into it by private ground is in the facility's private end there.
                    let own = access.graph.leaving(place.edge, end).filter(|_| is_private);
                    for vertex in access.graph.reading(place.edge, end) {
                        entries.push((vertex, number, mm, own == Some(vertex)));
                    }
                }
            }
        }
        entries.sort_unstable();
        on_edge.sort_unstable_by_key(|(edge, number, _)| (*edge, *number));
        let mut first = vec![0; access.graph.vertex_count() + 1];
        for (vertex, ..) in &entries {
            first[*vertex as usize + 1] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let at_vertex = entries
            .into_iter()
            .map(|(_, number, mm, within)| (number, mm, within));
        Readers {
            first,
            at_vertex: at_vertex.collect(),
            on_edge,
        }
    }

    fn at(&self, vertex: u32) -> &[(u32, u32, bool)] {
        let at = vertex as usize;
        &self.at_vertex[self.first[at] as usize..self.first[at + 1] as usize]
    }

    fn on(&self, edge: EdgeId) -> &[(EdgeId, u32, Attachment)] {
        let start = self.on_edge.partition_point(|entry| entry.0 < edge);
        let end = self.on_edge.partition_point(|entry| entry.0 <= edge);
        &self.on_edge[start..end]
    }
}

impl Pairs {
    /// One bounded search from every rest point.
    pub fn new(
        access: &Accessibility<'_>,
        points: &RestPoints,
        states: &States,
        origins: &AttachedOrigins,
        radius: Length,
    ) -> Self {
        let readers = Readers::new(access, points, origins, radius);
        let met = crate::parallel::map_with(
            points.len(),
            || Search::new(access.graph),
            |search, rest| {
                let places = points.attachments(RestId(rest as u32));
                meet(access, search, &readers, places, radius)
            },
        );
        let mut pairs = Pairs {
            rests: vec![Vec::new(); states.len()],
            homes: vec![Vec::new(); states.len()],
        };
        let count = points.len() as u32;
        for (rest, met) in (0..).zip(met) {
            let (here, here_last) = states.of(RestId(rest));
            for (number, within, mm) in met {
                if number == rest {
                    continue;
                }
                // Over public ground one comes into the private end at the facility.
                let to = if within {
                    here
                } else {
                    here_last.unwrap_or(here)
                };
                if let Some(origin) = number.checked_sub(count) {
                    pairs.homes[to as usize].push((mm, origin));
                    continue;
                }
                let (from, from_last) = states.of(RestId(number));
                pairs.rests[to as usize].push((mm, from));
                if let (true, Some(from), Some(to)) = (within, from_last, here_last) {
                    pairs.rests[to as usize].push((mm, from));
                }
            }
        }
        for list in pairs.rests.iter_mut().chain(&mut pairs.homes) {
            list.sort_unstable();
        }
        pairs
    }
}

/// Who walks to a rest point within the radius: each once, and once more where it is wholly over
/// private ground.
fn meet(
    access: &Accessibility<'_>,
    search: &mut Search,
    readers: &Readers,
    places: &[Attachment],
    radius: Length,
) -> Vec<Met> {
    let mut met: Vec<Met> = Vec::new();
    let mut meet = |number: u32, within: bool, mm: u64| {
        if let Some(mm) = u32::try_from(mm).ok().filter(|mm| *mm <= radius.mm()) {
            met.push((number, false, mm));
            if within {
                met.push((number, true, mm));
            }
        }
    };
    let seeds: Vec<_> = places
        .iter()
        .flat_map(|place| access.seeds_at(*place, 0))
        .collect();
    for (vertex, label) in search.rising(access.graph, seeds, radius) {
        for (number, mm, within) in readers.at(vertex) {
            meet(*number, *within, u64::from(label.mm()) + u64::from(*mm));
        }
    }
    for place in places {
        for (edge, number, from) in readers.on(place.edge) {
            if let Some(mm) = access.along_edge_to(from, place) {
                let private = access.graph.allows(*edge).2;
                meet(*number, private, mm);
            }
        }
    }
    met.sort_unstable();
    met.dedup_by_key(|(number, within, _)| (*number, *within));
    met
}
