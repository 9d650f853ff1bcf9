//! Service areas: every stretch of street from which a facility lies within a limit.

use rustc_hash::FxHashMap;

use crate::{
    access::Accessibility,
    facility::FacilityId,
    length::Length,
    network::{EdgeId, Network},
    point::Point,
    search::Search,
};

/// A part of one edge, between two offsets from the edge's first vertex: `start` comes before
/// `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// The edge.
    pub edge: EdgeId,
    /// Where it begins.
    pub start: Length,
    /// Where it ends.
    pub end: Length,
}

impl Stretch {
    /// How long it is.
    pub fn length(&self) -> Length {
        self.end.saturating_sub(self.start)
    }

    /// Its line for a map, cut ends rounded to the mm. A stretch of few mm may come out as a single
    /// point.
    pub fn line(&self, network: &Network) -> Vec<Point> {
        network.edge(self.edge).part(self.start, self.end)
    }
}

/// Finds the streets around facilities: where one can set out and be there within a limit.
///
/// A place on a street belongs to the area of a facility when the walk from that place to a door
/// of the facility is at most the limit long, to the millimetre and inclusively. The walk is one
/// from home: along one-way streets in their direction, on private ways only at its ends, never
/// across a node that cannot be passed. The facility's own leg counts; there is no leg at the other
/// end, because the place is on the street. Lines of sight across squares are streets here as in
/// every walk; the attributes of the edge tell them apart.
///
/// On one edge stretches that meet or overlap are one. What has no length is left out: places where
/// a street is reached in a single point, and edges of 0 mm.
///
/// The horizon of the [`Accessibility`] plays no part: the limit is asked for. No search looks
/// farther than 2,147 km.
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let network = Network::builder().edge(p(0, 0), p(2000, 0), EdgeAttributes::default()).build()?;
/// let facilities = Facilities::new([Facility::new("a", Category::PHARMACY, p(500, 3))])?;
/// let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// let study = Study::new(&network, &facilities, &norms).prepare()?;
///
/// let areas = ServiceAreas::new(&study.accessibility());
/// let all: Vec<FacilityId> = facilities.of(&Category::PHARMACY).collect();
/// let around = areas.each(&all, Length::metres(300));
/// let stretch = around[0][0];
/// assert_eq!(stretch.start, Length::metres(203)); // 297 m along the street and 3 m off it
/// assert_eq!(stretch.end, Length::metres(797));
/// assert_eq!(stretch.line(&network), [p(203, 0), p(797, 0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ServiceAreas<'a> {
    access: Accessibility<'a>,
    /// Edges that are read at a vertex though no arc runs along them: loops, and those whose other
    /// end nobody passes. True where the vertex is at the edge's first end.
    stubs: FxHashMap<u32, Vec<(EdgeId, bool)>>,
}

impl<'a> ServiceAreas<'a> {
    /// Prepares to look around facilities.
    pub fn new(access: &Accessibility<'a>) -> Self {
        let mut stubs: FxHashMap<u32, Vec<(EdgeId, bool)>> = FxHashMap::default();
        for edge in access.network.edges().map(|edge| edge.id()) {
            if access.graph.has_arcs(access.network, edge) {
                continue;
            }
            let (from, to) = access.ends(edge);
            let (forward, backward, _) = access.graph.allows(edge);
            for (end, first, allowed) in [(from, true, backward), (to, false, forward)] {
                let read = access.graph.reading(edge, end).filter(|_| allowed);
                read.for_each(|vertex| stubs.entry(vertex).or_default().push((edge, first)));
            }
        }
        ServiceAreas {
            access: *access,
            stubs,
        }
    }

    /// The area of each facility on its own, in the order given, on all threads with feature
    /// `rayon`; stretches in order of edge and offset. Empty for a facility that is not on the
    /// network.
    pub fn each(&self, facilities: &[FacilityId], limit: Length) -> Vec<Vec<Stretch>> {
        crate::parallel::map_with(
            facilities.len(),
            || Search::new(self.access.graph),
            |search, at| self.around(search, &facilities[at..=at], limit),
        )
    }

    /// The area of all these facilities together, in order of edge and offset: from where one of
    /// them lies within the limit.
    pub fn merged(&self, facilities: &[FacilityId], limit: Length) -> Vec<Stretch> {
        let mut search = Search::new(self.access.graph);
        self.around(&mut search, facilities, limit)
    }

    fn around(
        &self,
        search: &mut Search,
        facilities: &[FacilityId],
        limit: Length,
    ) -> Vec<Stretch> {
        let access = &self.access;
        let ranks = || {
            let facilities = facilities.iter();
            facilities.flat_map(|facility| access.attached.of(*facility))
        };
        let mut found: Vec<Stretch> = Vec::new();
        // On a door's own edge: towards it from either side.
        for attachment in ranks().map(|rank| access.attached.attachment(rank)) {
            let Some(left) = limit.mm().checked_sub(attachment.leg.mm()) else {
                continue;
            };
            let (forward, backward, _) = access.graph.allows(attachment.edge);
            let (at, left) = (attachment.offset, Length::millimetres(left));
            let before = if forward { left } else { Length::ZERO };
            let after = if backward { left } else { Length::ZERO };
            let whole = access.network.length_mm(attachment.edge);
            let stretch = Stretch {
                edge: attachment.edge,
                start: at.saturating_sub(before),
                end: Length::millimetres(at.mm().saturating_add(after.mm()).min(whole)),
            };
            found.extend((stretch.start < stretch.end).then_some(stretch));
        }
        // From a vertex back into every street that leads to it, as far as the rest of the limit
        // goes.
        let seeds: Vec<_> = ranks().flat_map(|rank| access.seeds(rank)).collect();
        for (vertex, label) in search.rising(access.graph, seeds, limit) {
            let left = limit.mm().saturating_sub(label.mm());
            let node = access.graph.node(vertex).0;
            for (_, length, edge) in access.graph.arcs_with_edges(vertex) {
                let first = access.ends(edge).0 == node;
                found.extend(reach(edge, length, first, left));
            }
            for (edge, first) in self.stubs.get(&vertex).into_iter().flatten() {
                let length = access.network.length_mm(*edge);
                found.extend(reach(*edge, length, *first, left));
            }
        }
        unite(&mut found);
        found
    }
}

/// The part of an edge that lies at most `left` mm from one of its ends.
fn reach(edge: EdgeId, length: u32, first: bool, left: u32) -> Option<Stretch> {
    let reach = left.min(length);
    let (start, end) = if first {
        (0, reach)
    } else {
        (length - reach, length)
    };
    (start < end).then(|| Stretch {
        edge,
        start: Length::millimetres(start),
        end: Length::millimetres(end),
    })
}

/// Sorts stretches, and makes one of those that meet or overlap.
fn unite(stretches: &mut Vec<Stretch>) {
    stretches.sort_unstable();
    stretches.dedup_by(|next, kept| {
        let meets = next.edge == kept.edge && next.start <= kept.end;
        if meets {
            kept.end = kept.end.max(next.end);
        }
        meets
    });
}
