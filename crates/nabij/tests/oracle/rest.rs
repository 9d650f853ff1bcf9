//! Rested walks by the textbook: every stretch by a search on the split graph, a complete graph of
//! rest points in each phase, and relaxing until nothing changes.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{Category, Forest, Length, RestPoints, Rested, Rests, Route, Seat, Step};

use crate::{
    answers::Oracle,
    case::Case,
    check::same,
    core::Core,
    snap::{Doors, Join},
    walk::Split,
};

/// The categories whose doors offer a seat.
pub const SEATS: [Category; 1] = [Category::SUPERMARKET];

/// A rest point: its name, and where it joins the network.
struct Place {
    name: String,
    joins: Vec<Join>,
}

/// mm, rank of the facility, rank of the door.
type Label = (u64, usize, usize);

/// A rest point, and the phase of the walk there.
type State = (usize, usize);

/// What the oracle knows of one town.
struct Town<'o> {
    oracle: &'o Oracle,
    case: &'o Case,
    places: Vec<Place>,
    /// Stretches between rest points: from, to, mm.
    between: Vec<(State, State, u64)>,
    /// From origins: origin, to, mm.
    from_home: Vec<(usize, State, u64)>,
    /// To facilities: from, the facility, its door, mm.
    to_shop: Vec<(State, usize, usize, u64)>,
}

impl<'o> Town<'o> {
    fn new(case: &'o Case, oracle: &'o Oracle) -> Self {
        let near = Case {
            max_snap: case.reach,
            ..case.clone()
        };
        let doors = Doors {
            case: &near,
            streets: &oracle.streets,
            base: &oracle.base,
        };
        // Both ends of a one-way edge of 0 mm are in one place: no rest there.
        let joins_something = |join: &Join| match join {
            Join::Edge { edge, .. } => {
                let edge = &oracle.streets.edges[*edge];
                edge.length > 0 || edge.ways() == (true, true)
            }
            Join::Corner { .. } => true,
        };
        let mut places: Vec<Place> = Vec::new();
        let mut benches = case.benches.clone();
        benches.sort();
        for (name, point) in benches {
            let joins = doors.attach(point, None);
            places.push(Place { name, joins });
        }
        for (facility, ranked) in oracle.ranked.iter().enumerate() {
            if SEATS
                .iter()
                .any(|category| category.as_str() == ranked.category)
            {
                for (door, _) in &ranked.doors {
                    let own = oracle.facility_joins[facility].iter();
                    let joins = own.filter(|(rank, _)| rank == door).map(|(_, join)| *join);
                    places.push(Place {
                        name: format!("door {door}"),
                        joins: joins.collect(),
                    });
                }
            }
        }
        for place in &mut places {
            place.joins.retain(joins_something);
        }
        places.retain(|place| !place.joins.is_empty());
        let shops = oracle
            .facility_joins
            .iter()
            .flatten()
            .map(|(_, join)| *join);
        let homes = oracle.origin_joins.iter().flatten().copied();
        let rests = places.iter().flat_map(|place| place.joins.iter().copied());
        let split = Split::new(
            &oracle.streets,
            case.step_free,
            shops.chain(homes).chain(rests),
        );
        let mut town = Town {
            oracle,
            case,
            places,
            between: Vec::new(),
            from_home: Vec::new(),
            to_shop: Vec::new(),
        };
        town.stretches(&split);
        town
    }

    fn stretches(&mut self, split: &Split) {
        for (to, place) in self.places.iter().enumerate() {
            for join in &place.joins {
                for then in 0..3 {
                    let tree = split.towards_in(*join, then);
                    for (from, place) in self.places.iter().enumerate() {
                        for start in &place.joins {
                            for (phase, mm) in split.phases(&tree, *start).into_iter().enumerate() {
                                let legs = start.leg() + join.leg();
                                self.between
                                    .extend(mm.map(|mm| ((from, phase), (to, then), mm + legs)));
                            }
                        }
                    }
                    for (origin, joins) in self.oracle.origin_joins.iter().enumerate() {
                        for start in joins {
                            let all = split.phases(&tree, *start).into_iter().flatten();
                            let legs = start.leg() + join.leg();
                            self.from_home
                                .extend(all.map(|mm| (origin, (to, then), mm + legs)));
                        }
                    }
                }
            }
        }
        for (facility, joins) in self.oracle.facility_joins.iter().enumerate() {
            for (door, join) in joins {
                let tree = split.towards(*join);
                for (from, place) in self.places.iter().enumerate() {
                    for start in &place.joins {
                        for (phase, mm) in split.phases(&tree, *start).into_iter().enumerate() {
                            let legs = start.leg() + join.leg();
                            self.to_shop
                                .extend(mm.map(|mm| ((from, phase), facility, *door, mm + legs)));
                        }
                    }
                }
            }
        }
    }

    /// The rested distance of every origin.
    fn rested(&self, category: &str, radius: u64) -> Vec<Option<Label>> {
        let mut best: BTreeMap<State, Label> = BTreeMap::new();
        for (from, facility, door, mm) in &self.to_shop {
            if self.oracle.ranked[*facility].category == category && *mm <= radius {
                let label = (*mm, *facility, *door);
                let known = best.entry(*from).or_insert(label);
                *known = label.min(*known);
            }
        }
        loop {
            let mut changed = false;
            for (from, to, mm) in self.between.iter().filter(|(.., mm)| *mm <= radius) {
                if let Some((far, facility, door)) = best.get(to).copied() {
                    let label = (far + mm, facility, door);
                    if best.get(from).is_none_or(|known| label < *known) {
                        best.insert(*from, label);
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let origins = 0..self.case.origins.len();
        origins
            .map(|origin| {
                let ordinary = self.oracle.within(origin, category, self.case.horizon);
                let ordinary = ordinary
                    .first()
                    .map(|best| (best.mm, best.facility, best.door));
                if let Some(at_once) = ordinary.filter(|(mm, ..)| *mm <= radius) {
                    return Some(at_once);
                }
                let own = self
                    .from_home
                    .iter()
                    .filter(|(from, _, mm)| *from == origin && *mm <= radius);
                let via = own.filter_map(|(_, to, mm)| {
                    let (far, facility, door) = best.get(to)?;
                    Some((far + mm, *facility, *door))
                });
                let (mm, facility, door) = via
                    .min()
                    .filter(|(mm, ..)| *mm <= self.case.horizon.into())?;
                // Legs across a square are rounded one by one.
                Some((mm.max(ordinary.map_or(0, |best| best.0)), facility, door))
            })
            .collect()
    }

    /// Radii at and beside true distances.
    fn radii(&self, category: &str) -> BTreeSet<u32> {
        let mut lengths: Vec<u64> = self.between.iter().map(|(.., mm)| *mm).collect();
        lengths.extend(self.from_home.iter().map(|(.., mm)| *mm));
        lengths.extend(self.to_shop.iter().map(|(.., mm)| *mm));
        for origin in 0..self.case.origins.len() {
            let first = self.oracle.within(origin, category, self.case.horizon);
            lengths.extend(first.first().map(|best| best.mm));
        }
        lengths.retain(|mm| *mm < 2_000_000);
        lengths.sort_unstable();
        let mut radii = BTreeSet::from([0, 100_000]);
        if let Some(last) = lengths.len().checked_sub(1) {
            for at in [0, last / 8, last / 4, last / 2, last] {
                let mm = lengths[at] as u32;
                radii.extend([mm.saturating_sub(1), mm, mm + 1]);
            }
        }
        radii
    }
}

fn label(core: &Core, rested: Rested) -> Label {
    let facility = core
        .facilities
        .iter()
        .position(|(id, _)| id == rested.facility);
    (rested.mm.into(), facility.unwrap(), rested.door as usize)
}

/// Compares every rested walk, and the longest stretch of every ordinary walk.
pub fn compare(case: &Case, core: &Core, oracle: &Oracle) -> Result<(), String> {
    let town = Town::new(case, oracle);
    let points = core.rest_points(case, &SEATS);
    let names = points.iter().map(|(_, seat)| match seat {
        Seat::Bench(id) => id.clone(),
        Seat::Door(_, door) => format!("door {door}"),
    });
    let own = town.places.iter().map(|place| place.name.clone()).collect();
    same("rest points", names.collect::<Vec<_>>(), own)?;
    let access = core.access();
    for category in core.facilities.categories() {
        let ordinary = access.nearest(category, &core.origins);
        let radii = town.radii(category.as_str());
        let farthest = radii.last().copied().unwrap_or_default();
        let rests = Rests::new(
            &access,
            &points,
            &core.origins,
            Length::millimetres(farthest),
        );
        let chains = rests.chains(category);
        for radius in radii {
            let radius = Length::millimetres(radius);
            let found = chains.nearest(radius, &ordinary);
            let library = found
                .iter()
                .map(|rested| rested.map(|rested| label(core, rested)));
            let own = town.rested(category.as_str(), radius.mm().into());
            same(
                &format!("rested to {category}, {radius} at once"),
                library.collect(),
                own,
            )?;
            for (origin, rested) in found.iter().enumerate() {
                let stages = chains.stages(radius, origin, ordinary[origin]);
                same(
                    "stages of a rested walk",
                    stages.is_some(),
                    rested.is_some(),
                )?;
                let Some((stages, rested)) = stages.zip(*rested) else {
                    continue;
                };
                let longest = stages.iter().map(|stage| stage.mm).max();
                same("a stage too long", longest <= Some(radius.mm()), true)?;
                let sum = stages.iter().map(|stage| stage.mm).sum::<u32>();
                let least = ordinary[origin].map_or(0, |answer| answer.mm);
                same("the stages' sum", sum.max(least), rested.mm)?;
                let last = stages.iter().position(|stage| stage.to.is_none());
                same("where the last stage ends", last, Some(stages.len() - 1))?;
            }
            if radius.mm() < 50 {
                // Prepared for this radius alone.
                let rests = Rests::new(&access, &points, &core.origins, radius);
                same(
                    "rests of one radius",
                    rests.chains(category).nearest(radius, &ordinary),
                    found,
                )?;
            }
        }
        passed(core, &town, &points, category)?;
    }
    Ok(())
}

/// Compares the longest stretches without a seat with those of each walk on its own.
fn passed(
    core: &Core,
    town: &Town,
    points: &RestPoints,
    category: &Category,
) -> Result<(), String> {
    let access = core.access();
    let nearest = access.nearest(category, &core.origins);
    let forest = Forest::new(&access, category);
    let library = points.longest_stretches(&access, &forest, &core.origins, &nearest);
    let seats = seats(core, town.case, points);
    for (origin, answer) in nearest.iter().enumerate() {
        let own = answer.map(|answer| {
            let Some((rank, at)) = answer.street else {
                return u64::from(answer.mm);
            };
            let home = core.origins.of(origin)[at as usize];
            let steps = Route::new(&access, &home, answer).unwrap().steps;
            let legs =
                [home.leg, core.attached.attachment(rank).leg].map(|leg| u64::from(leg.mm()));
            let stops = stops((core, town.oracle), &seats, &steps, legs);
            let stretches = stops.windows(2).map(|pair| pair[1] - pair[0]);
            stretches.max().unwrap()
        });
        let what = format!("longest stretch of origin {origin} to {category}");
        same(&what, library[origin].map(u64::from), own)?;
    }
    Ok(())
}

/// Where one passes by a seat: number of an edge, and offset.
pub fn seats(core: &Core, case: &Case, points: &RestPoints) -> Vec<(usize, u64)> {
    let mut seats: Vec<(usize, u64)> = Vec::new();
    for (id, _) in points.iter() {
        // Where they are joined was compared with the oracle's doors before.
        for place in points.attachments(id) {
            if place.leg.mm() <= case.reach {
                let number = core
                    .network
                    .edges()
                    .position(|edge| edge.id() == place.edge)
                    .unwrap();
                seats.push((number, place.offset.mm().into()));
            }
        }
    }
    seats
}

/// How far from home the stops of one walk are, home and the facility's door included: every seat
/// is looked at on every step.
pub fn stops(
    (core, oracle): (&Core, &Oracle),
    seats: &[(usize, u64)],
    steps: &[Step],
    legs: [u64; 2],
) -> Vec<u64> {
    let edges = &oracle.streets.edges;
    let number = |step: &Step| {
        core.network
            .edges()
            .position(|edge| edge.id() == step.edge)
            .unwrap()
    };
    let mut walked = legs[0];
    let mut stops = vec![0];
    for (at, step) in steps.iter().enumerate() {
        let edge = number(step);
        let (start, end) = (u64::from(step.start.mm()), u64::from(step.end.mm()));
        for (own, offset) in seats {
            if *own == edge && start.min(end) <= *offset && *offset <= start.max(end) {
                stops.push(walked + start.abs_diff(*offset));
            }
        }
        walked += start.abs_diff(end);
        // At the node between two steps: seats at the end of any public edge there, if the walk
        // comes or goes by one.
        let Some(next) = steps.get(at + 1) else {
            continue;
        };
        let ahead = number(next);
        if edges[edge].private() && edges[ahead].private() {
            continue;
        }
        let ends = |edge: usize, offset: u64| {
            let edge = &edges[edge];
            let both = [(edge.from, 0), (edge.to, edge.length)];
            both.into_iter()
                .filter(move |(_, at)| *at == offset)
                .map(|(node, _)| node)
                .collect::<BTreeSet<_>>()
        };
        let common: BTreeSet<usize> = &ends(edge, end) & &ends(ahead, next.start.mm().into());
        let here = |(own, offset): &(usize, u64)| {
            !edges[*own].private() && !ends(*own, *offset).is_disjoint(&common)
        };
        if seats.iter().any(here) {
            stops.push(walked);
        }
    }
    stops.push(walked + legs[1]);
    stops.sort_unstable();
    stops
}
