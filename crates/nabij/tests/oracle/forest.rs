//! Walks step by step, and what walks along every street: each walk on its own by a textbook
//! search that keeps the whole list of edges of every walk.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

use nabij::{Answer, Attachment, Category, EdgeId, Flow, Forest, Length, Route, Step, Stretch};

use crate::{answers::Oracle, case::Case, check::same, core::Core, edges::Streets};

/// A walk: mm, number of whole edges, and which. Smaller is better.
type Walk = (u64, usize, Vec<usize>);

/// The best walk from every (node, phase) to a place on an edge, without the last leg.
fn walks(
    streets: &Streets,
    step_free: bool,
    edge: usize,
    offset: u64,
) -> BTreeMap<(usize, usize), Walk> {
    let own = &streets.edges[edge];
    let (along, against) = own.ways();
    let rest = own.length - offset;
    let phase = usize::from(!own.private());
    let mut queue = BinaryHeap::new();
    for (node, mm, allowed) in [(own.from, offset, along), (own.to, rest, against)] {
        if own.usable(step_free) && (allowed || mm == 0) && !streets.nodes[node].blocked() {
            queue.push(Reverse(((mm, 0, Vec::new()), (node, phase))));
        }
    }
    let mut best = BTreeMap::new();
    while let Some(Reverse((walk, (node, phase)))) = queue.pop() {
        if best.contains_key(&(node, phase)) {
            continue;
        }
        best.insert((node, phase), walk.clone());
        for (number, edge) in streets.edges.iter().enumerate() {
            let (along, against) = edge.ways();
            for (from, to, allowed) in [(edge.from, edge.to, along), (edge.to, edge.from, against)]
            {
                let before = match (phase, edge.private()) {
                    (0, true) => 0,
                    (0 | 1, false) => 1,
                    (1 | 2, true) => 2,
                    _ => continue,
                };
                if to == node && allowed && edge.usable(step_free) && !streets.nodes[from].blocked()
                {
                    let mut edges = vec![number];
                    edges.extend(&walk.2);
                    queue.push(Reverse((
                        (walk.0 + edge.length, walk.1 + 1, edges),
                        (from, before),
                    )));
                }
            }
        }
    }
    best
}

/// What is looked up again and again.
struct Places<'c> {
    core: &'c Core,
    streets: &'c Streets,
    number: BTreeMap<EdgeId, usize>,
}

impl Places<'_> {
    /// The nodes of a walk's joints, in the oracle's numbers; steps that do not meet are a fault.
    fn joints(&self, steps: &[Step]) -> Result<Vec<usize>, String> {
        let node = |edge: EdgeId, at: Length| {
            let edge = &self.streets.edges[self.number[&edge]];
            let at = u64::from(at.mm());
            let ends = [(edge.from, 0), (edge.to, edge.length)];
            ends.into_iter()
                .filter(move |(_, offset)| *offset == at)
                .map(|(node, _)| node)
        };
        let mut joints: Vec<usize> = Vec::new();
        for (at, pair) in steps.windows(2).enumerate() {
            let ahead: BTreeSet<usize> = node(pair[1].edge, pair[1].start).collect();
            let common: Vec<usize> = node(pair[0].edge, pair[0].end)
                .filter(|n| ahead.contains(n))
                .collect();
            // On an edge of 0 mm either end will do: the one that is not where it came from.
            let fresh = common
                .iter()
                .find(|n| at == 0 || joints[at - 1] != **n)
                .or(common.first());
            joints.push(*fresh.ok_or_else(|| format!("{pair:?} do not meet"))?);
        }
        Ok(joints)
    }

    /// Whether a step goes in a direction that its edge allows.
    fn allowed(&self, step: &Step) -> bool {
        let (along, against) = self.streets.edges[self.number[&step.edge]].ways();
        step.start == step.end
            || if step.start < step.end {
                along
            } else {
                against
            }
    }

    /// Compares one walk with the textbook's best.
    fn route(
        &self,
        case: &Case,
        home: &Attachment,
        target: &Attachment,
        answer: Answer,
        steps: &[Step],
    ) -> Result<(), String> {
        let legs = u64::from(home.leg.mm()) + u64::from(target.leg.mm());
        let walked: u64 = steps.iter().map(|step| u64::from(step.length().mm())).sum();
        same("a walk's steps and legs", walked + legs, answer.mm.into())?;
        same(
            "where a walk begins",
            (steps[0].edge, steps[0].start),
            (home.edge, home.offset),
        )?;
        let last = steps[steps.len() - 1];
        same(
            "where a walk ends",
            (last.edge, last.end),
            (target.edge, target.offset),
        )?;
        same(
            "steps against the direction",
            steps.iter().all(|step| self.allowed(step)),
            true,
        )?;
        let own: Vec<bool> = steps
            .iter()
            .map(|s| self.streets.edges[self.number[&s.edge]].private())
            .collect();
        let mut kinds = own.clone();
        kinds.dedup();
        let through = kinds.len() > 3 || kinds.len() == 3 && kinds[1];
        same("a walk through private ground", through, false)?;
        if steps.len() == 1 {
            return Ok(());
        }
        self.joints(steps)?;
        let best = walks(
            self.streets,
            case.step_free,
            self.number[&target.edge],
            target.offset.mm().into(),
        );
        let edge = &self.streets.edges[self.number[&home.edge]];
        let (along, against) = edge.ways();
        let offset = u64::from(home.offset.mm());
        let rest = edge.length - offset;
        let mut all: Vec<Walk> = Vec::new();
        for (end, mm, allowed) in [(edge.from, offset, against), (edge.to, rest, along)] {
            let phases = if edge.private() { 0..3 } else { 0..2 };
            for (so_far, count, edges) in phases.filter_map(|phase| best.get(&(end, phase))) {
                if allowed || mm == 0 {
                    all.push((so_far + mm + legs, *count, edges.clone()));
                }
            }
        }
        let middle: Vec<usize> = steps[1..steps.len() - 1]
            .iter()
            .map(|s| self.number[&s.edge])
            .collect();
        same(
            "the best walk",
            Some((answer.mm.into(), middle.len(), middle)),
            all.into_iter().min(),
        )
    }
}

/// Compares every walk to a nearest facility, and what they add up to.
pub fn compare(case: &Case, core: &Core, oracle: &Oracle) -> Result<(), String> {
    let number = (0..)
        .zip(core.network.edges())
        .map(|(at, edge)| (edge.id(), at));
    let places = Places {
        core,
        streets: &oracle.streets,
        number: number.collect(),
    };
    let access = core.access();
    for category in core.facilities.categories() {
        let forest = Forest::new(&access, category);
        let nearest = access.nearest(category, &core.origins);
        let mut all: Vec<Option<Vec<Step>>> = Vec::new();
        for (origin, answer) in nearest.iter().enumerate() {
            let street = answer.and_then(|answer| Some((answer, answer.street?)));
            let Some((answer, (rank, at))) = street else {
                all.push(None);
                continue;
            };
            let home = &core.origins.of(origin)[at as usize];
            let route = Route::new(&access, home, answer).ok_or("no route")?;
            places.route(
                case,
                home,
                &core.attached.attachment(rank),
                answer,
                &route.steps,
            )?;
            let what = format!("walk from origin {origin} to the nearest {category}");
            same(&what, forest.walk(home, answer), Some(route.steps.clone()))?;
            all.push(Some(route.steps));
        }
        carried(core, category, &forest, &all)?;
        let weight =
            |origin: usize| [5, 0, 700, 11_000, 130_000, 1_700_000][origin % 6] + origin as i128;
        let flow = forest.flow(&core.origins, &nearest, weight);
        let walks = all.iter().enumerate();
        let walks: Vec<(i128, &[Step])> = walks
            .filter_map(|(at, steps)| Some((weight(at), steps.as_deref()?)))
            .collect();
        flows(&places, &flow, &walks)?;
    }
    Ok(())
}

/// Carried values: the steps themselves, from the facility back to home.
fn carried(
    core: &Core,
    category: &Category,
    forest: &Forest,
    all: &[Option<Vec<Step>>],
) -> Result<(), String> {
    let nearest = core.access().nearest(category, &core.origins);
    let steps = forest.carry(
        &core.origins,
        &nearest,
        |_, step| vec![step],
        |after: &Vec<Step>, _, step| {
            let mut steps = vec![step];
            steps.extend(after);
            steps
        },
    );
    same("carried steps", &steps[..], all)
}

/// Weights walk by walk, edge by edge.
fn flows(places: &Places, flow: &Flow, walks: &[(i128, &[Step])]) -> Result<(), String> {
    let mut through: BTreeMap<usize, i128> = BTreeMap::new();
    for (weight, steps) in walks {
        for node in places.joints(steps)? {
            *through.entry(node).or_default() += weight;
        }
    }
    let nodes = places.core.network.edges().flat_map(|edge| {
        let own = &places.streets.edges[places.number[&edge.id()]];
        [(edge.from(), own.from), (edge.to(), own.to)]
    });
    for (node, own) in nodes {
        let expected = through.get(&own).copied().unwrap_or_default();
        same("weight through a node", flow.through(node), expected)?;
    }
    for edge in places.core.network.edges() {
        let what = |what| format!("{what} edge {}", edge.key());
        let on = |steps: &[Step]| steps.iter().any(|step| step.edge == edge.id());
        let using = walks
            .iter()
            .filter(|(_, steps)| on(steps))
            .map(|(weight, _)| weight)
            .sum();
        same(&what("weight using"), flow.using(edge.id()), using)?;
        // Millimetre by millimetre would do; between all cuts is the same.
        let steps = || {
            let all = walks
                .iter()
                .flat_map(|(weight, steps)| steps.iter().map(move |step| (*weight, *step)));
            all.filter(|(_, step)| step.edge == edge.id())
        };
        let mut cuts = BTreeSet::from([Length::ZERO, edge.length()]);
        steps().for_each(|(_, step)| cuts.extend([step.start, step.end]));
        let cuts: Vec<Length> = cuts.into_iter().collect();
        let mut own: Vec<(Stretch, i128)> = Vec::new();
        for pair in cuts.windows(2) {
            let covers = |step: &Step| {
                step.start.min(step.end) <= pair[0] && pair[1] <= step.start.max(step.end)
            };
            let weight: i128 = steps()
                .filter(|(_, step)| covers(step))
                .map(|(weight, _)| weight)
                .sum();
            match own.last_mut() {
                _ if weight == 0 => {}
                Some((last, same)) if last.end == pair[0] && *same == weight => last.end = pair[1],
                _ => own.push((
                    Stretch {
                        edge: edge.id(),
                        start: pair[0],
                        end: pair[1],
                    },
                    weight,
                )),
            }
        }
        same(
            &what("weight along"),
            flow.along(&places.core.network, edge.id()),
            own,
        )?;
    }
    Ok(())
}
