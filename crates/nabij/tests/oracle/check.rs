//! Compares the library with the oracle, part by part.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{
    Answer, Attachment, Category, Components, Doorway, FacilityId, How, Length, NodeId, Point,
    Profile, Refusal,
};

use crate::{
    answers::{Best, Oracle},
    case::Case,
    core::{Core, barriers, snapper},
    forest,
    parts::Parts,
    rest,
    snap::{Doors, Join},
};

/// Panics with the case as text, to be pasted back, where library and oracle differ.
pub fn check(case: &Case) {
    if let Err(difference) = compare(case) {
        panic!("{difference}\n--- the case:\n{case}---");
    }
}

/// The first difference between library and oracle.
pub fn compare(case: &Case) -> Result<(), String> {
    let oracle = Oracle::new(case);
    if let Some(walk) = &oracle.too_short {
        return Err(format!("the straight-line law fails: {walk}"));
    }
    let core = Core::new(case);
    let nodes = network(&core, &oracle)?;
    components(
        "base",
        &core,
        &Components::new(&core.network, &Profile::ADULT),
        &oracle.base,
    )?;
    components(
        "own",
        &core,
        &Components::new(&core.network, &core.profile),
        &oracle.own,
    )?;
    attachments(case, &core, &oracle, &nodes)?;
    answers(case, &core, &oracle)?;
    forest::compare(case, &core, &oracle)?;
    rest::compare(case, &core, &oracle)
}

pub fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    library: T,
    oracle: T,
) -> Result<(), String> {
    if library == oracle {
        Ok(())
    } else {
        Err(format!(
            "{what}:\n  library {library:?}\n  oracle  {oracle:?}"
        ))
    }
}

/// Edges by key with all that is known of them; returns the oracle's node for each of the library's.
fn network(core: &Core, oracle: &Oracle) -> Result<BTreeMap<NodeId, usize>, String> {
    let keys: Vec<_> = core.network.edges().map(|edge| edge.key()).collect();
    same(
        "edge keys",
        keys,
        oracle.streets.edges.iter().map(|edge| edge.key).collect(),
    )?;
    let mut nodes: BTreeMap<NodeId, usize> = BTreeMap::new();
    for (edge, own) in core.network.edges().zip(&oracle.streets.edges) {
        let what = |what| format!("{what} of edge {}", own.key);
        same(&what("length"), u64::from(edge.length().mm()), own.length)?;
        same(&what("geometry"), edge.geometry(), &own.points)?;
        same(&what("attributes"), edge.attributes(), &own.attributes)?;
        for (node, own) in [(edge.from(), own.from), (edge.to(), own.to)] {
            same(&what("node"), *nodes.entry(node).or_insert(own), own)?;
        }
    }
    same("nodes", nodes.len(), core.network.node_count())?;
    same(
        "distinct nodes",
        nodes.len(),
        nodes.values().collect::<BTreeSet<_>>().len(),
    )?;
    for (node, own) in &nodes {
        let own = &oracle.streets.nodes[*own];
        same("place of node", core.network.point(*node), own.point)?;
        same(
            "attributes of node",
            core.network.node_attributes(*node),
            own.attributes.as_ref(),
        )?;
    }
    Ok(nodes)
}

fn components(name: &str, core: &Core, library: &Components, oracle: &Parts) -> Result<(), String> {
    let mut part_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (edge, part) in core.network.edges().zip(&oracle.of) {
        let what = format!("{name} component of edge {}", edge.key());
        let found = library.of(edge.id());
        same(&format!("{what}, used"), found.is_some(), part.is_some())?;
        if let (Some(found), Some(part)) = (found, *part) {
            same(&what, *part_of.entry(found).or_insert(part), part)?;
        }
    }
    let distinct: BTreeSet<_> = part_of.values().collect();
    same(&format!("{name} components"), part_of.len(), distinct.len())?;
    same(
        &format!("number of {name} components"),
        library.count(),
        oracle.length.len(),
    )?;
    for (found, part) in &part_of {
        let touched = library
            .touched_by(*found)
            .iter()
            .map(|part| part_of[&(*part as usize)]);
        same(
            &format!("{name} touched"),
            touched.collect(),
            oracle.touched[*part].clone(),
        )?;
    }
    for (number, edge) in core
        .network
        .edges()
        .enumerate()
        .filter(|(at, _)| oracle.of[*at].is_some())
    {
        let what = format!("{name} component length of edge {}", edge.key());
        same(&what, library.length_mm(edge.id()), oracle.reach(number))?;
    }
    Ok(())
}

/// The library's attachment in the oracle's words; at a corner of a square any edge may be named
/// that ends there.
fn join(
    core: &Core,
    nodes: &BTreeMap<NodeId, usize>,
    found: Attachment,
    corners: &[Join],
) -> Result<Join, String> {
    let edge = core.network.edge(found.edge);
    let (offset, leg) = (u64::from(found.offset.mm()), u64::from(found.leg.mm()));
    if corners.is_empty() {
        return Ok(Join::Edge {
            edge: number(core, found),
            offset,
            leg,
        });
    }
    let mut ends = Vec::new();
    if offset == 0 {
        ends.push(nodes[&edge.from()]);
    }
    if offset == u64::from(edge.length().mm()) {
        ends.push(nodes[&edge.to()]);
    }
    let matching = corners.iter().find(|corner| {
        matches!(corner, Join::Corner { node, leg: own, .. } if ends.contains(node) && *own == leg)
    });
    let what = || {
        format!(
            "{found:?} at edge {} is at no corner of {corners:?}",
            edge.key()
        )
    };
    matching.copied().ok_or_else(what)
}

fn number(core: &Core, found: Attachment) -> usize {
    core.network
        .edges()
        .position(|edge| edge.id() == found.edge)
        .unwrap()
}

fn attachments(
    case: &Case,
    core: &Core,
    oracle: &Oracle,
    nodes: &BTreeMap<NodeId, usize>,
) -> Result<(), String> {
    let doors = Doors {
        case,
        streets: &oracle.streets,
        base: &oracle.base,
    };
    let barriers = barriers(case);
    let snapper = snapper(case, &core.network, &core.profile, &core.base, &barriers);
    for edge in core.network.edges() {
        let at = oracle
            .streets
            .edges
            .iter()
            .position(|own| own.key == edge.key())
            .unwrap();
        let (library, own) = (snapper.refusal(edge.id()), doors.refusals(at));
        if library.map_or(!own.is_empty(), |reason| !own.contains(&reason)) {
            return Err(format!(
                "refusal of edge {}: {library:?}, oracle {own:?}",
                edge.key()
            ));
        }
    }
    let places = case.origins.iter().flat_map(|origin| {
        let street = origin.street.as_deref();
        origin.doors.iter().map(move |door| (*door, street))
    });
    let shops = oracle.ranked.iter().flat_map(|facility| {
        let street = facility.street.as_deref();
        facility.doors.iter().map(move |door| (door.1, street))
    });
    for (door, street) in places.chain(shops) {
        let mut own = doors.attach(door, street);
        let corners = doors.corners(door);
        let doorway = Doorway {
            point: door,
            street: street.and_then(|name| snapper.street_named(name)),
            gate: None,
        };
        let all = snapper.attach(doorway).into_iter();
        let mut library: Vec<Join> = all
            .map(|found| join(core, nodes, found, &corners))
            .collect::<Result<_, _>>()?;
        own.sort();
        library.sort();
        same(
            &format!("attachments of door {},{}", door.x, door.y),
            &library,
            &own,
        )?;
        if corners.is_empty() {
            candidates(core, &doors, &snapper.candidates(doorway), door, &own)?;
        }
    }
    for (id, _) in core.facilities.iter() {
        let at = core
            .facilities
            .iter()
            .position(|(known, _)| known == id)
            .unwrap();
        let joins = &oracle.facility_joins[at];
        same(
            "number of attachments of a facility",
            core.attached.of(id).len(),
            joins.len(),
        )?;
        for rank in core.attached.of(id) {
            same(
                "facility of an attachment",
                core.attached.facility(rank),
                id,
            )?;
        }
    }
    for (origin, joins) in oracle.origin_joins.iter().enumerate() {
        let found = core.origins.of(origin).len();
        same(
            &format!("number of attachments of origin {origin}"),
            found,
            joins.len(),
        )?;
    }
    same("number of origins", core.origins.len(), case.origins.len())
}

/// Candidates come from the nearest on, with true reasons, up to the edge that is chosen.
fn candidates(
    core: &Core,
    doors: &Doors,
    found: &[nabij::Candidate],
    door: Point,
    joins: &[Join],
) -> Result<(), String> {
    let order = doors.by_distance(door);
    for (candidate, (edge, offset, leg)) in found.iter().zip(&order) {
        let seen = candidate.attachment;
        let seen = (
            number(core, seen),
            seen.offset.mm().into(),
            seen.leg.mm().into(),
        );
        same(
            &format!("candidate of door {door:?}"),
            seen,
            (*edge, *offset, *leg),
        )?;
        let mut reasons = doors.refusals(*edge);
        if *leg > doors.cap() {
            reasons.push(Refusal::TooFar);
        }
        let chosen = joins
            .iter()
            .any(|join| matches!(join, Join::Edge { edge: own, .. } if own == edge));
        let barred = doors.barred(*edge, door);
        let across = barred.filter(|_| chosen);
        same(
            &format!("in front of {candidate:?}"),
            candidate.across,
            across,
        )?;
        if reasons.is_empty() && !chosen {
            reasons.extend(barred);
        }
        if reasons.is_empty() && !chosen {
            reasons.push(Refusal::OtherStreet);
        }
        let fits = match candidate.refused {
            None => chosen && reasons.is_empty(),
            Some(reason) => reasons.contains(&reason),
        };
        if !fits {
            return Err(format!(
                "{candidate:?} of door {door:?}: oracle {reasons:?}, chosen {chosen}"
            ));
        }
    }
    let chosen = found
        .iter()
        .filter(|candidate| candidate.refused.is_none())
        .count();
    same(&format!("chosen of door {door:?}"), chosen, joins.len())?;
    let shown = found.last().map(|candidate| candidate.attachment.leg.mm());
    let ends = chosen > 0
        || found.len() == order.len()
        || shown.is_some_and(|leg| u64::from(leg) > doors.cap());
    same(
        &format!("end of the candidates of door {door:?}"),
        ends || order[found.len()].2 > 10_000_000,
        true,
    )
}

/// An answer of the library in the oracle's words.
fn best(core: &Core, answer: Answer, facility: FacilityId) -> Best {
    Best {
        mm: answer.mm.into(),
        facility: core
            .facilities
            .iter()
            .position(|(id, _)| id == facility)
            .unwrap(),
        door: answer.door as usize,
        how: answer.how,
    }
}

/// The attachments that an answer names lead to its distance.
fn named(core: &Core, oracle: &Oracle, origin: usize, answer: Answer) -> Result<(), String> {
    let what = format!("attachments of {answer:?} from origin {origin}");
    let Some((rank, at)) = answer.street else {
        return same(&what, answer.how == How::Street, false);
    };
    let facility = core.attached.facility(rank);
    let number = (rank - core.attached.of(facility).start) as usize;
    let place = core
        .facilities
        .iter()
        .position(|(id, _)| id == facility)
        .unwrap();
    let joins: Vec<_> = oracle.facility_joins[place]
        .iter()
        .map(|(door, join)| (*door, join.leg()))
        .collect();
    let leg = u64::from(core.attached.attachment(rank).leg.mm());
    if !joins.contains(&(answer.door as usize, leg)) {
        return Err(format!("{what}: no such leg from that door in {joins:?}"));
    }
    // Corners of one door come in an order of the library's own; distances are compared where
    // every door has one place.
    let plain = |join: &Join| matches!(join, Join::Edge { .. });
    if oracle.facility_joins[place]
        .iter()
        .all(|(_, join)| plain(join))
        && oracle.origin_joins[origin].iter().all(plain)
    {
        let mm = oracle
            .between
            .get(&(origin, at as usize, place, number))
            .copied();
        same(&what, Some(u64::from(answer.mm)), mm)?;
    }
    Ok(())
}

pub fn answers(case: &Case, core: &Core, oracle: &Oracle) -> Result<(), String> {
    let access = core.access();
    let categories: BTreeSet<&str> = oracle.ranked.iter().map(|f| f.category.as_str()).collect();
    for name in categories {
        let category = Category::new(name).unwrap();
        let nearest = access.nearest(&category, &core.origins);
        for k in [1, 2, 3, 50] {
            let found = access.nearest_k(&category, &core.origins, k);
            for (origin, answers) in found.iter().enumerate() {
                let library: Vec<Best> = answers
                    .iter()
                    .map(|a| best(core, *a, access.facility(*a)))
                    .collect();
                let mut own = oracle.within(origin, name, case.horizon);
                own.truncate(k);
                same(
                    &format!("{k} nearest {name} of origin {origin}"),
                    library,
                    own,
                )?;
                for answer in answers {
                    named(core, oracle, origin, *answer)?;
                }
                if k == 1 {
                    let what = format!("nearest {name} of origin {origin}");
                    let first = nearest[origin].map(|a| best(core, a, access.facility(a)));
                    same(
                        &what,
                        first,
                        oracle.within(origin, name, case.horizon).first().copied(),
                    )?;
                }
            }
        }
        for limit in limits(case, oracle, name) {
            let rows = access.matrix(&category, &core.origins, Length::millimetres(limit));
            let library: Vec<(usize, Best)> = rows
                .iter()
                .map(|(origin, facility, a)| (*origin as usize, best(core, *a, *facility)))
                .collect();
            let per_origin = (0..case.origins.len()).map(|at| (at, oracle.within(at, name, limit)));
            let own: Vec<(usize, Best)> = per_origin
                .clone()
                .flat_map(|(at, all)| all.into_iter().map(move |b| (at, b)))
                .collect();
            same(&format!("matrix of {name} within {limit}"), library, own)?;
            let counts = access.counts(&category, &core.origins, Length::millimetres(limit));
            let own = per_origin.map(|(_, all)| all.len() as u32).collect();
            same(&format!("counts of {name} within {limit}"), counts, own)?;
        }
    }
    Ok(())
}

/// Limits at and beside true distances, none beyond the horizon.
fn limits(case: &Case, oracle: &Oracle, category: &str) -> Vec<u32> {
    let mut distances: Vec<u32> = (0..case.origins.len())
        .flat_map(|origin| oracle.within(origin, category, case.horizon))
        .map(|best| best.mm as u32)
        .collect();
    distances.sort_unstable();
    let mut limits = vec![case.horizon];
    if !distances.is_empty() {
        for at in [0, distances.len() / 2, distances.len() - 1] {
            let mm = distances[at];
            limits.extend([mm.saturating_sub(1), mm, (mm + 1).min(case.horizon)]);
        }
    }
    limits
}
