//! What one walker of a study that is kept up to date knows of facilities and streets.

use std::{borrow::Cow, ops::Range};

use rustc_hash::FxHashMap;

use super::{
    field::{Field, Ground, Ties},
    homes::Homes,
    nodes::Nodes,
    roster::Roster,
    tracks::Tracks,
};
use crate::{
    access::Accessibility,
    category::Category,
    forest::Forest,
    length::Length,
    network::EdgeId,
    point::Point,
    profile::Pass,
    score::Cause,
    search::{Graph, Incoming, Label, Search},
    snap::{AttachedFacilities, AttachedOrigins},
    study::{Study, Walker, causes},
};

/// What a graph is walked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// For the best answer, unknowns passing.
    Best,
    /// For what is certain.
    Certain,
    /// To see whether this is why somebody does not get there.
    Cause(Cause),
}

/// One graph of a walker, searched for every category.
pub(super) struct View<'p> {
    pub purpose: Purpose,
    pub graph: Cow<'p, Graph>,
    pub incoming: Incoming,
    /// Per category that norms ask for.
    pub fields: Vec<Field>,
    /// Per category the vertices whose labels changed.
    changed: Vec<Vec<u32>>,
}

/// What is known of one category as a whole.
struct Layer {
    /// Per component: how many attachments it holds, and whether one is reached from there.
    held: Vec<u32>,
    reaching: Vec<bool>,
    /// Facilities that are not on the network.
    unsnapped: Vec<u32>,
}

/// One walker's facilities, labels and origins on the network.
pub(super) struct Footing<'p, 'a> {
    pub walker: &'p Walker<'a>,
    pub study: &'p Study<'a>,
    pub facilities: AttachedFacilities,
    pub origins: AttachedOrigins,
    pub views: Vec<View<'p>>,
    /// Per category, where something is in doubt.
    pub tracks: Vec<Tracks>,
    nodes: Nodes,
    on_edge: FxHashMap<EdgeId, Vec<u32>>,
    layers: Vec<Layer>,
    /// Per category the origins whose rows may change, some of them several times.
    pub touched: Vec<Vec<u32>>,
    /// Per origin whether it stands in a list; false when no list is being made.
    seen: Vec<bool>,
}

impl<'p, 'a> Footing<'p, 'a> {
    pub fn new(
        (study, walker): (&'p Study<'a>, &'p Walker<'a>),
        roster: &Roster,
        origins: AttachedOrigins,
        with_causes: bool,
    ) -> Self {
        let network = study.network;
        let mut graphs = vec![(Purpose::Best, Cow::Borrowed(walker.accessibility().graph))];
        if walker.has_doubts() {
            graphs.push((Purpose::Certain, Cow::Borrowed(walker.certain().graph)));
        }
        if with_causes {
            for (cause, usable) in causes::others(study, walker) {
                let graph = Graph::of_usable(network, &usable, Pass::Unknown);
                graphs.push((Purpose::Cause(cause), Cow::Owned(graph)));
            }
        }
        let categories = roster.categories();
        let mut footing = Footing {
            nodes: Nodes::new(network, &origins),
            facilities: walker.facilities().clone(),
            on_edge: FxHashMap::default(),
            layers: categories.iter().map(|_| Layer::new(walker)).collect(),
            touched: vec![Vec::new(); categories.len()],
            seen: Vec::new(),
            views: Vec::new(),
            tracks: Vec::new(),
            walker,
            study,
            origins,
        };
        for number in 0..roster.len() {
            if let Some(asked) = roster.asked(number) {
                footing.stand(roster, (number, asked), true);
            }
        }
        for (at, layer) in footing.layers.iter_mut().enumerate() {
            layer.reach(walker, &footing.facilities, own(roster, at as u16));
        }
        for (purpose, graph) in graphs {
            let view = footing.look(purpose, graph, categories);
            footing.views.push(view);
        }
        footing
    }

    /// Searches a graph for every category.
    fn look(
        &mut self,
        purpose: Purpose,
        graph: Cow<'p, Graph>,
        categories: &[Category],
    ) -> View<'p> {
        let mut search = Search::new(&graph);
        let mut fields = Vec::new();
        for category in categories {
            let access = self.access(&graph);
            let target = access.spread(&mut search, category);
            let ranks = target.ranks.clone();
            let seeds = ranks.flat_map(|rank| access.seeds(rank));
            fields.push(Field::new(&search, &graph, seeds));
            if purpose == Purpose::Best && self.walker.has_doubts() {
                let access = self.walker.accessibility();
                let forest = Forest::grown(&access, &search, target.ranks);
                self.tracks.push(Tracks::new(self.walker, forest));
            }
        }
        View {
            purpose,
            incoming: Incoming::new(&graph),
            graph,
            fields,
            changed: vec![Vec::new(); categories.len()],
        }
    }

    /// Measures on one of the graphs, with the facilities that there are now.
    pub fn access<'s>(&'s self, graph: &'s Graph) -> Accessibility<'s> {
        Accessibility {
            network: self.study.network,
            graph,
            facilities: self.study.facilities,
            attached: &self.facilities,
            horizon: self.study.horizon(),
        }
    }

    pub fn ties<'s>(&'s self, roster: &'s Roster) -> Ties<'s> {
        Ties {
            roster,
            attached: &self.facilities,
        }
    }

    /// Puts a facility on its edges and components, or takes it off; true where the first came to a
    /// component, or the last has gone.
    fn stand(&mut self, roster: &Roster, (number, asked): (u32, u16), there: bool) -> bool {
        let layer = &mut self.layers[asked as usize];
        let ranks = self.facilities.of(crate::facility::FacilityId(number));
        let mut turned = false;
        for rank in ranks.clone() {
            let edge = self.facilities.attachment(rank).edge;
            let on_edge = self.on_edge.entry(edge).or_default();
            if there {
                on_edge.push(rank);
            } else {
                on_edge.retain(|other| *other != rank);
            }
            if let Some(part) = self.walker.components().of(edge) {
                let held = &mut layer.held[part];
                let before = *held;
                *held = if there { before + 1 } else { before - 1 };
                turned |= (before == 0) != (*held == 0);
            }
        }
        // Gates lie on the network: who cannot walk there knows that.
        let mut doors = roster.get(number).doors.iter();
        if ranks.is_empty() && doors.any(|door| door.gate.is_none()) {
            if there {
                layer.unsnapped.push(number);
            } else {
                layer.unsnapped.retain(|other| *other != number);
            }
        }
        turned
    }

    /// Takes the next facility of the roster in, which is of no category that norms ask for.
    pub fn pass(&mut self, roster: &Roster, number: u32) {
        self.facilities
            .push(roster.get(number), self.walker.snapper());
    }

    /// A facility has come (the next of the roster) or gone.
    pub fn turn(
        &mut self,
        roster: &Roster,
        homes: &Homes,
        (number, asked): (u32, u16),
        there: bool,
    ) {
        if there {
            self.pass(roster, number);
        }
        let at = asked as usize;
        let ranks = self.facilities.of(crate::facility::FacilityId(number));
        if self.stand(roster, (number, asked), there) {
            self.components_turned(roster, asked);
        }
        for rank in ranks.clone() {
            let edge = self.facilities.attachment(rank).edge;
            let (from, to) = self.study.network.ends(edge);
            for node in [from, to] {
                let near = self.nodes.of(crate::network::NodeId(node));
                self.touched[at].extend(near);
            }
        }
        if ranks.is_empty() {
            let reach = self.study.horizon().mm();
            for door in &roster.get(number).doors {
                homes.within(door.point, reach, |origin, _, _| {
                    self.touched[at].push(origin)
                });
            }
        }
        let mut views = std::mem::take(&mut self.views);
        for view in &mut views {
            let seeds = self.seeds(&view.graph, ranks.clone());
            let ground = Ground {
                graph: &view.graph,
                incoming: &view.incoming,
                horizon: self.study.horizon(),
            };
            let (field, changed) = (&mut view.fields[at], &mut view.changed[at]);
            let ties = self.ties(roster);
            if there {
                field.add(ground, ties, &seeds, changed);
            } else {
                field.remove(ground, ties, (ranks.clone(), &seeds), changed);
            }
        }
        self.views = views;
    }

    fn seeds(&self, graph: &Graph, ranks: Range<u32>) -> Vec<(u32, Label)> {
        let access = self.access(graph);
        ranks.flat_map(|rank| access.seeds(rank)).collect()
    }

    /// Looks anew from where facilities of a category are reached.
    fn components_turned(&mut self, roster: &Roster, asked: u16) {
        let at = asked as usize;
        let before = self.layers[at].reaching.clone();
        self.layers[at].reach(self.walker, &self.facilities, own(roster, asked));
        let turned = |part: usize| before[part] != self.layers[at].reaching[part];
        for origin in 0..self.origins.len() {
            let own = self.origins.of(origin).iter();
            let mut parts = own.filter_map(|place| self.walker.components().of(place.edge));
            if parts.any(turned) {
                self.touched[at].push(origin as u32);
            }
        }
    }

    /// Who reads a label that has changed; ways in doubt are found anew.
    pub fn spread(&mut self) {
        let mut views = std::mem::take(&mut self.views);
        for view in &mut views {
            for (at, changed) in view.changed.iter_mut().enumerate() {
                if changed.is_empty() {
                    continue;
                }
                changed.sort_unstable();
                changed.dedup();
                if view.purpose == Purpose::Best && !self.tracks.is_empty() {
                    let mut tracks = std::mem::take(&mut self.tracks);
                    let access = self.access(&view.graph);
                    let on = (&view.fields[at], &view.incoming);
                    tracks[at].regrow((self.walker, &access), on, changed);
                    self.tracks = tracks;
                }
                for vertex in changed.drain(..) {
                    self.touched[at].extend(self.nodes.of(view.graph.node(vertex)));
                }
            }
        }
        self.views = views;
        for touched in &mut self.touched {
            self.seen.resize(self.origins.len(), false);
            let seen = &mut self.seen;
            touched.retain(|origin| !std::mem::replace(&mut seen[*origin as usize], true));
            touched
                .iter()
                .for_each(|origin| seen[*origin as usize] = false);
        }
    }

    /// Takes the next origin in, given all of them.
    pub fn come(&mut self, homes: &Homes) {
        let number = self.origins.len() as u32;
        self.origins.push(&homes.origins, self.walker.snapper());
        self.nodes.push(self.study.network, &self.origins, number);
    }

    /// The ranks of a category on an edge.
    pub fn on_edge<'s>(
        &'s self,
        roster: &'s Roster,
        asked: u16,
        edge: EdgeId,
    ) -> impl Iterator<Item = u32> + 's {
        let all = self.on_edge.get(&edge).into_iter().flatten().copied();
        all.filter(move |rank| roster.asked(self.facilities.facility(*rank).0) == Some(asked))
    }

    /// Whether an origin's component holds a facility of a category.
    pub fn reaches(&self, asked: u16, origin: usize) -> bool {
        let own = self.origins.of(origin).iter();
        let mut parts = own.filter_map(|place| self.walker.components().of(place.edge));
        parts.any(|part| self.layers[asked as usize].reaching[part])
    }

    /// The straight mm to the nearest facility of a category that is not on the network.
    pub fn unsnapped_mm(&self, roster: &Roster, asked: u16, doors: &[Point]) -> Option<u32> {
        let horizon = u64::from(self.study.horizon().mm());
        let unsnapped = self.layers[asked as usize].unsnapped.iter();
        let off = unsnapped.flat_map(|number| &roster.get(*number).doors);
        let all = off.flat_map(|door| doors.iter().map(|home| home.distance_mm(door.point)));
        all.min().filter(|mm| *mm <= horizon).map(|mm| mm as u32)
    }
}

/// The facilities of a category that are there.
fn own(roster: &Roster, asked: u16) -> impl Iterator<Item = u32> + '_ {
    (0..roster.len()).filter(move |at| roster.is_there(*at) && roster.asked(*at) == Some(asked))
}

impl Layer {
    fn new(walker: &Walker<'_>) -> Self {
        Layer {
            held: vec![0; walker.components().count()],
            reaching: Vec::new(),
            unsnapped: Vec::new(),
        }
    }

    fn reach(
        &mut self,
        walker: &Walker<'_>,
        attached: &AttachedFacilities,
        facilities: impl Iterator<Item = u32>,
    ) {
        let ranks = facilities.flat_map(|number| attached.of(crate::facility::FacilityId(number)));
        let edges = ranks.map(|rank| attached.attachment(rank).edge);
        self.reaching = walker.components().reaching(edges);
    }
}

/// Distances that somebody is asked about, and no farther.
pub(super) fn longest(study: &Study<'_>, category: &Category) -> Length {
    let norms = study.norms.norms().iter();
    let own = norms.filter(|norm| norm.category() == Some(category));
    let limits = own.map(|norm| norm.upper.unwrap_or(study.horizon()));
    limits.max().unwrap_or(Length::ZERO)
}
