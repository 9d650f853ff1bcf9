//! Walkers of every kind on streets of which much is unknown: the library judges tags and walks at
//! best and for certain; the oracle judges the tags anew, closes what does not pass, and walks as a
//! plain walker.

use std::collections::BTreeMap;

use nabij::{
    Access, Demand, Direction, Doubt, EdgeAttributes, Facilities, Graph, Kerb, Length,
    NodeAttributes, Norm, NormSet, Origins, Outcome, Parameters, Part, Pass, Profile, Route, Step,
    Study, Survey, Vertex, Weight, Words,
};
use proptest::{prelude::*, test_runner::Config};

use crate::{
    answers::Oracle,
    case::Case,
    check,
    core::Core,
    grid::{Dice, town},
    random::many,
};

const MATERIALS: [&str; 4] = ["asphalt", "gravel", "sand", "velvet"];
const CLASSES: [&str; 3] = ["residential", "footway", "road"];

/// One of several, or unknown.
fn one<T: Clone>(dice: &mut Dice, known: &[T]) -> Option<T> {
    // Unknown now and then only: walks are long.
    let at = dice.roll(-1, 7 * known.len() as i32);
    (at >= 0).then(|| known[at as usize / 7].clone())
}

fn kerbs() -> Vec<Kerb> {
    let height = |mm| Kerb::Height(Length::millimetres(mm));
    let mut all = vec![Kerb::Flush; 9];
    all.extend([Kerb::Lowered, Kerb::Rolled, Kerb::Raised]);
    all.extend([height(29), height(30), height(31)]);
    all
}

fn decorate_edge(dice: &mut Dice, edge: &mut EdgeAttributes, single: bool) {
    edge.class = one(dice, &CLASSES).map(Into::into);
    edge.steps = edge.steps.or(one(dice, &[false]));
    edge.escalator = edge.escalator.or(one(dice, &[false]));
    edge.lift = edge.lift.or(one(dice, &[false, false, false, true]));
    edge.surface = one(
        dice,
        &["asphalt", "asphalt", "asphalt", "gravel", "sand", "velvet"],
    )
    .map(Into::into);
    edge.smoothness = one(dice, &["good", "good", "good", "bad"]).map(Into::into);
    edge.incline = one(dice, &[0, 0, 0, 10, -10, 59, 60, 61, -59, -60, -61]);
    edge.width = one(dice, &[2000, 2000, 899, 900, 901]).map(Length::millimetres);
    // A crossing's edges look to their own ends: the oracle reads them off the line's.
    let crossing = dice.once_in(6).then_some(true);
    edge.crossing = crossing.filter(|_| single);
    edge.crossing_kind = one(dice, &["zebra", "unmarked"]).map(Into::into);
    edge.kerb = dice.once_in(3).then(|| one(dice, &kerbs())).flatten();
}

/// A town with much more known of it, and much unknown.
fn decorated(seed: u64, side: i32) -> Case {
    let mut case = town(seed, side, 12, 12, true);
    case.min_component = 0;
    let dice = &mut Dice(seed ^ 0xABCD);
    let rings: Vec<_> = case
        .squares
        .iter()
        .flat_map(|s| s.rings.iter().flatten())
        .map(|v| v.point)
        .collect();
    // Doors see a square's corners at best: whether a corner can be passed is no doubt here.
    case.nodes
        .retain(|(vertex, node)| node.blocked.is_some() || !rings.contains(&vertex.point));
    for line in &mut case.lines {
        let single = line.vertices.len() == 2;
        decorate_edge(dice, &mut line.attributes, single);
    }
    for square in &mut case.squares {
        decorate_edge(dice, &mut square.attributes, false);
    }
    let ends: Vec<Vertex> = case
        .lines
        .iter()
        .flat_map(|l| [l.vertices[0], l.vertices[l.vertices.len() - 1]])
        .collect();
    for vertex in ends {
        let known = case
            .nodes
            .iter()
            .any(|(other, _)| other.point == vertex.point);
        if dice.once_in(5) && !known && !rings.contains(&vertex.point) {
            let node = NodeAttributes {
                barrier: dice
                    .once_in(3)
                    .then(|| one(dice, &["kerb", "stile", "gate"]))
                    .flatten()
                    .map(Into::into),
                blocked: one(dice, &[false, false, false, true]),
                crossing: dice.once_in(2).then_some(true),
                crossing_kind: one(dice, &["zebra", "unmarked"]).map(Into::into),
                kerb: one(dice, &kerbs()),
                ..Default::default()
            };
            case.nodes.push((vertex, node));
        }
    }
    case
}

/// A walker who asks for some things and not for others.
fn walker(dice: &mut Dice) -> Profile {
    let words = |dice: &mut Dice, yes: &[&str], no: &[&str]| {
        let own = |words: &[&str]| words.iter().map(|w| w.to_string()).collect();
        if dice.once_in(2) {
            Words {
                yes: own(yes),
                no: own(no),
            }
        } else {
            Words::default()
        }
    };
    let mut assumed = BTreeMap::new();
    for demand in [
        Demand::Surface,
        Demand::Smoothness,
        Demand::Width,
        Demand::Incline,
        Demand::Kerb,
        Demand::Access,
    ] {
        if dice.once_in(3) {
            let class = ["residential", "*"][usize::from(dice.once_in(2))];
            assumed.insert(demand, vec![class.to_owned()]);
        }
    }
    Profile {
        steps: dice.once_in(2),
        escalators: dice.once_in(2),
        lifts: dice.once_in(2),
        kerb: one(dice, &[29, 30, 31]).map(Length::millimetres),
        incline_up: one(dice, &[60]),
        incline_down: one(dice, &[60]),
        width: one(dice, &[900]).map(Length::millimetres),
        surface: words(dice, &MATERIALS[..1], &MATERIALS[1..2]),
        smoothness: words(dice, &["good"], &["bad"]),
        barrier: words(dice, &["gate"], &["stile"]),
        crossing: words(dice, &["zebra"], &["unmarked"]),
        assumed,
        ..Profile::ADULT
    }
}

/// The oracle's reading of one thing: fine (2), unknown (1), not (0).
type Mark = u8;

fn three(known: Option<bool>) -> Mark {
    known.map_or(1, |fine| if fine { 2 } else { 0 })
}

fn word(words: &Words, word: Option<&str>) -> Option<bool> {
    let word = word.map(str::to_owned);
    if word.iter().any(|w| words.no.contains(w)) {
        Some(false)
    } else {
        word.iter().any(|w| words.yes.contains(w)).then_some(true)
    }
}

fn kerb_mark(most: u32, kerb: Option<Kerb>) -> Mark {
    match kerb {
        None => 1,
        Some(Kerb::Raised) | Some(Kerb::Rolled) => 0,
        Some(Kerb::Lowered) => 1 + u8::from(most >= 30),
        Some(Kerb::Flush) => 2,
        Some(Kerb::Height(height)) => 2 * u8::from(height.mm() <= most),
    }
}

/// How sure a walk along an edge is, or against it.
fn edge_mark(p: &Profile, e: &EdgeAttributes, ends: &[Option<NodeAttributes>], back: bool) -> Mark {
    if e.direction
        == if back {
            Direction::Forward
        } else {
            Direction::Backward
        }
    {
        return 0;
    }
    let mut marks: Vec<(Demand, Mark)> = vec![(Demand::Access, 1 + u8::from(e.access.is_some()))];
    for (may, is, demand) in [
        (p.steps, e.steps, Demand::Steps),
        (p.escalators, e.escalator, Demand::Escalator),
        (p.lifts, e.lift, Demand::Lift),
    ] {
        if !may {
            marks.push((demand, three(is.map(|is| !is))));
        }
    }
    let crosses = e.crossing == Some(true);
    let ends: Vec<&NodeAttributes> = ends.iter().flatten().collect();
    if let Some(most) = p.kerb {
        let of_road: Vec<Mark> = ends
            .iter()
            .filter(|n| n.crossing == Some(true) && n.kerb.is_some())
            .map(|n| kerb_mark(most.mm(), n.kerb))
            .collect();
        if e.kerb.is_some() {
            marks.push((Demand::Kerb, kerb_mark(most.mm(), e.kerb)));
        } else if crosses && !of_road.is_empty() {
            marks.extend(of_road.into_iter().map(|mark| (Demand::Kerb, mark)));
        } else if crosses && ends.iter().all(|n| n.kerb.is_none()) {
            marks.push((Demand::Kerb, 1));
        }
    }
    if crosses && p.crossing != Words::default() {
        let mut kinds = std::iter::once(e.crossing_kind.as_deref())
            .chain(ends.iter().map(|n| n.crossing_kind.as_deref()));
        marks.push((
            Demand::Crossing,
            three(word(&p.crossing, kinds.find_map(|kind| kind))),
        ));
    }
    if p.incline_up.is_some() || p.incline_down.is_some() {
        let up = e.incline.map(|slope| if back { -slope } else { slope });
        let steepest = |most: Option<i16>| most.map_or(i32::MAX, i32::from);
        let fine = up.map(|up| {
            i32::from(up) <= steepest(p.incline_up) && -i32::from(up) <= steepest(p.incline_down)
        });
        marks.push((Demand::Incline, three(fine)));
    }
    if let Some(least) = p.width {
        marks.push((Demand::Width, three(e.width.map(|width| width >= least))));
    }
    let (hard, smooth) = (
        p.surface != Words::default(),
        p.smoothness != Words::default(),
    );
    let class = e.class.as_deref().unwrap_or("?");
    let taken = |demand: &Demand| {
        p.assumed
            .get(demand)
            .is_some_and(|all| all.iter().any(|own| own == class || own == "*"))
    };
    // What is assumed of the ground counts as if it were tagged.
    let or_taken = |known: Option<bool>, demand| known.or(taken(&demand).then_some(true));
    let surface = or_taken(word(&p.surface, e.surface.as_deref()), Demand::Surface);
    let smoothness = or_taken(
        word(&p.smoothness, e.smoothness.as_deref()),
        Demand::Smoothness,
    );
    if hard && !(surface.is_none() && smooth && smoothness == Some(true)) {
        marks.push((Demand::Surface, three(surface)));
    }
    if smooth && !(smoothness.is_none() && hard && surface == Some(true)) {
        marks.push((Demand::Smoothness, three(smoothness)));
    }
    marks
        .iter()
        .map(|(demand, mark)| {
            if *mark == 1 && taken(demand) {
                2
            } else {
                *mark
            }
        })
        .min()
        .unwrap()
}

fn node_mark(p: &Profile, n: &NodeAttributes) -> Mark {
    let class = n.barrier.as_deref();
    let named = word(&p.barrier, class);
    let mut mark = match (n.blocked, class) {
        (Some(true), _) => 0,
        (_, Some(_)) if named == Some(false) => 0,
        (None, Some(_)) if named.is_none() => 1,
        _ => 2,
    };
    if let Some(most) = p
        .kerb
        .filter(|_| n.crossing != Some(true) && (n.kerb.is_some() || class == Some("kerb")))
    {
        let own = kerb_mark(most.mm(), n.kerb);
        let taken = p
            .assumed
            .get(&Demand::Kerb)
            .is_some_and(|all| all[0] == "*");
        mark = mark.min(if own == 1 && taken { 2 } else { own });
    }
    mark
}

/// The case with everything closed that does not pass so surely.
fn closed(case: &Case, p: &Profile, least: Mark) -> Case {
    let mut plain = case.clone();
    let node = |vertex: &Vertex| {
        let mut same = case
            .nodes
            .iter()
            .filter(|(other, _)| other.point == vertex.point);
        same.next().map(|(_, node)| node.clone())
    };
    let close = |edge: &mut EdgeAttributes, ends: &[Option<NodeAttributes>]| {
        let open = [false, true].map(|back| edge_mark(p, edge, ends, back) >= least);
        edge.class = Some(if open == [false; 2] { "closed" } else { "open" }.into());
        edge.direction = match open {
            [true, false] => Direction::Forward,
            [false, true] => Direction::Backward,
            _ => Direction::Both,
        };
        edge.access = Some(edge.access.unwrap_or(Access::Public));
    };
    for line in &mut plain.lines {
        let ends: Vec<_> = if line.vertices.len() == 2 {
            line.vertices.iter().map(node).collect()
        } else {
            Vec::new()
        };
        close(&mut line.attributes, &ends);
    }
    for square in &mut plain.squares {
        close(&mut square.attributes, &[]);
    }
    for (_, node) in &mut plain.nodes {
        node.blocked = Some(node_mark(p, node) < least);
    }
    plain
}

fn alike(seed: u64, side: i32) -> Result<(), String> {
    let case = decorated(seed, side);
    let profile = walker(&mut Dice(seed ^ 0x1234));
    let (best, certain) = (closed(&case, &profile, 1), closed(&case, &profile, 2));
    let mut core = Core::walking(&case, profile.clone());
    for (what, walked) in [("at best", &best), ("for certain", &certain)] {
        if what == "for certain" {
            core.graph = Graph::certain(&core.network, &profile);
        }
        let oracle = Oracle::walking(&best, walked);
        check::answers(&case, &core, &oracle)
            .map_err(|found| format!("{what}: {found}\n{profile:?}\n{case}"))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(Config { max_shrink_iters: 200, ..many(80) })]

    #[test]
    fn walkers_of_every_kind(seed in any::<u64>(), side in 3..6_i32) {
        alike(seed, side).map_err(TestCaseError::fail)?;
    }
}

/// The test above is worth something: walks differ between the bounds, and certain ones exist.
#[test]
fn bounds_differ_and_exist() {
    let (mut same, mut longer, mut none) = (0, 0, 0);
    for seed in 0..40 {
        let case = decorated(seed, 6);
        let profile = walker(&mut Dice(seed ^ 0x1234));
        let mut core = Core::walking(&case, profile.clone());
        let at_best = core
            .access()
            .nearest(&nabij::Category::PHARMACY, &core.origins);
        core.graph = Graph::certain(&core.network, &profile);
        let surely = core
            .access()
            .nearest(&nabij::Category::PHARMACY, &core.origins);
        for (best, certain) in at_best.into_iter().zip(surely) {
            match (best, certain) {
                (Some(best), Some(certain)) if best == certain => same += 1,
                (Some(best), Some(certain)) => {
                    assert!(best < certain);
                    longer += 1;
                }
                (Some(_), None) => none += 1,
                (None, certain) => assert_eq!(certain, None),
            }
        }
    }
    assert!(
        same > 20 && longer > 5 && none > 20,
        "{same} {longer} {none}"
    );
}

/// A walk without doubts is certain, and one with doubts is not: closing what is in doubt leaves
/// a walk as long only where another way is.
#[test]
fn doubts_are_what_makes_a_walk_uncertain() {
    let (mut certain, mut doubtful) = (0, 0);
    for seed in 0..60 {
        let case = decorated(seed, 5);
        let profile = walker(&mut Dice(seed ^ 0x1234));
        let mut core = Core::walking(&case, profile.clone());
        let best = core
            .access()
            .nearest(&nabij::Category::PHARMACY, &core.origins);
        let told: Vec<Option<Vec<Doubt>>> = best
            .iter()
            .enumerate()
            .map(|(origin, answer)| {
                let (_, at) = (*answer)?.street?;
                let home = core.origins.of(origin)[at as usize];
                let route = Route::new(&core.access(), &home, (*answer)?)?;
                Some(Doubt::along(&core.network, &profile, &route.steps))
            })
            .collect();
        core.graph = Graph::certain(&core.network, &profile);
        let surely = core
            .access()
            .nearest(&nabij::Category::PHARMACY, &core.origins);
        for ((best, certain_answer), told) in best.into_iter().zip(surely).zip(told) {
            let Some(told) = told else { continue };
            let same = best.map(|a| a.mm) == certain_answer.map(|a| a.mm);
            if told.is_empty() {
                assert!(
                    same,
                    "seed {seed}: {best:?} has no doubts, but {certain_answer:?}"
                );
                certain += 1;
            }
            if !same {
                assert!(!told.is_empty());
                doubtful += 1;
            }
        }
    }
    assert!(certain > 50 && doubtful > 50, "{certain} {doubtful}");
}

/// What is in doubt on each walk, and what hangs on each place in doubt, as told one walk at a time.
#[test]
fn lengths_and_places_in_doubt() {
    let (mut in_doubt, mut places) = (0, 0);
    for seed in 0..40 {
        let case = decorated(seed, 5);
        let profile = walker(&mut Dice(seed ^ 0x1234));
        let network = crate::core::network(&case).unwrap();
        let facilities = Facilities::new(case.facilities.clone()).unwrap();
        let mut dice = Dice(seed);
        let weights: Vec<Weight> = case
            .origins
            .iter()
            .map(|_| match dice.roll(0, 5) {
                0 => Weight::UNKNOWN,
                n => Weight::new(f64::from(n)).unwrap(),
            })
            .collect();
        let origins = Origins::new(case.origins.clone()).unwrap();
        let origins = origins.weight("residents", weights).unwrap();
        let limit = Length::millimetres;
        let norms = NormSet::new([
            Norm::new("pharmacy")
                .lower(limit(150_000))
                .upper(limit(300_000)),
            Norm::new("supermarket").upper(limit(300_000)),
        ]);
        let norms = norms.unwrap();
        let parameters = Parameters {
            min_component: Length::ZERO,
            ..Parameters::default()
        };
        let study = Study::new(&network, &facilities, &norms)
            .profile(profile.clone())
            .others([Profile::ADULT])
            .parameters(parameters);
        let study = study.prepare().unwrap();
        let scored = study.score_each(&origins).unwrap();
        let mut own: BTreeMap<Part, (u64, i128)> = BTreeMap::new();
        for (who, scored) in scored.iter().enumerate() {
            for row in &scored.rows {
                let origin = origins.ids().get(row.origin as usize);
                let norm = &norms.norms()[usize::from(row.norm)].id;
                let told = study.explain(&origins, origin, norm).unwrap();
                let told = if who == 0 {
                    told
                } else {
                    told.others[0].clone()
                };
                assert_eq!(told.row, *row);
                let doubtful = |step: &&Step| {
                    let edge = network.edge(step.edge);
                    let ends =
                        [edge.from(), edge.to()].map(|n| network.node_attributes(n).cloned());
                    let back = step.start > step.end;
                    edge_mark(&scored.profile, edge.attributes(), &ends, back) == 1
                };
                let mm: u32 = told
                    .steps
                    .iter()
                    .filter(doubtful)
                    .map(|s| s.length().mm())
                    .sum();
                assert_eq!(row.unknown_mm, mm, "{origin} {norm}");
                if let Some(answer) = row.answer.filter(|answer| answer.street.is_some()) {
                    let walked: u32 = told.steps.iter().map(|s| s.length().mm()).sum();
                    let legs: u32 = told.legs.iter().map(|leg| leg.mm()).sum();
                    assert_eq!(walked + legs, answer.mm, "{origin} {norm}");
                }
                in_doubt += usize::from(mm > 0);
                let uncertain = [row.outcome_lower, Some(row.outcome_upper)];
                if uncertain.contains(&Some(Outcome::Uncertain)) && row.answer != row.certain {
                    let weight = origins.weights()[0].values[row.origin as usize];
                    for doubt in told.doubts {
                        let known = own.entry(doubt.part).or_default();
                        known.0 += 1;
                        known.1 += i128::from(weight.millionths().unwrap_or(0));
                    }
                }
            }
        }
        // Whoever walks beside an adult, or is walked beside, finds what it finds alone.
        let pair = Study::new(&network, &facilities, &norms)
            .others([profile.clone()])
            .parameters(parameters);
        let pair = pair.prepare().unwrap().score_each(&origins).unwrap();
        assert_eq!(
            (&pair[1].rows, &pair[0].rows),
            (&scored[0].rows, &scored[1].rows)
        );
        let survey = study.survey(&origins, &scored.iter().collect::<Vec<_>>(), Some(0));
        // Of pieces of the rows, in any order, the same together.
        let mut together = Survey::default();
        for part in [1, 0, 2] {
            let mut pieces = scored.clone();
            for piece in &mut pieces {
                piece.rows.retain(|row| row.origin % 3 == part);
            }
            let pieces: Vec<_> = pieces.iter().collect();
            for missing in study.survey(&origins, &pieces, Some(0)) {
                together.add(missing);
            }
        }
        assert_eq!(together.finish(), survey, "seed {seed}");
        let told = survey
            .iter()
            .map(|one| (one.part, (one.verdicts, one.people)));
        assert_eq!(told.collect::<BTreeMap<_, _>>(), own, "seed {seed}");
        let ranked = survey
            .windows(2)
            .all(|pair| pair[0].people >= pair[1].people);
        assert!(ranked && survey.iter().all(|one| !one.demands.is_empty()));
        places += survey.len();
    }
    assert!(in_doubt > 100 && places > 100, "{in_doubt} {places}");
}

/// A pass per demand, by hand: the built-in walkers and the ways they meet.
#[test]
fn what_built_in_walkers_can_use() {
    let [adult, older, rollator, wheelchair] = Profile::built_in();
    let street = || EdgeAttributes {
        access: Some(Access::Public),
        class: Some("residential".into()),
        steps: Some(false),
        escalator: Some(false),
        lift: Some(false),
        incline: Some(0),
        surface: Some("asphalt".into()),
        ..Default::default()
    };
    let with = |change: fn(&mut EdgeAttributes)| {
        let mut edge = street();
        change(&mut edge);
        [&adult, &older, &rollator, &wheelchair].map(|walker| walker.edge(&edge))
    };
    let (y, n, u) = (Pass::Yes, Pass::No, Pass::Unknown);
    assert_eq!(with(|_| ()), [y, y, y, y]);
    assert_eq!(with(|e| e.steps = Some(true)), [y, y, n, n]);
    assert_eq!(with(|e| e.incline = None), [y, y, u, u]);
    assert_eq!(with(|e| e.incline = Some(60)), [y, y, y, y]);
    assert_eq!(with(|e| e.incline = Some(-61)), [y, y, y, n]);
    assert_eq!(with(|e| e.incline = Some(81)), [y, y, n, n]);
    assert_eq!(with(|e| e.incline = Some(151)), [y, n, n, n]);
    assert_eq!(with(|e| e.class = Some("footway".into())), [y, y, u, u]);
    let narrow = |mm| Some(Length::millimetres(mm));
    assert_eq!(
        with(|e| e.width = Some(Length::millimetres(899))),
        [y, y, n, n]
    );
    assert_eq!(narrow(900), Some(Length::millimetres(900)));
    assert_eq!(
        with(|e| e.width = Some(Length::millimetres(900))),
        [y, y, y, y]
    );
    assert_eq!(with(|e| e.surface = None), [y, y, u, u]);
    assert_eq!(with(|e| e.surface = Some("gravel".into())), [y, y, n, n]);
    assert_eq!(
        with(|e| e.surface = Some("fine_gravel".into())),
        [y, y, y, n]
    );
    assert_eq!(
        with(|e| e.smoothness = Some("intermediate".into())),
        [y, y, y, n]
    );
    assert_eq!(with(|e| e.crossing = Some(true)), [y, y, u, u]);
    assert_eq!(
        with(|e| e.kerb = Some(Kerb::Height(Length::millimetres(30)))),
        [y, y, y, y]
    );
    assert_eq!(
        with(|e| e.kerb = Some(Kerb::Height(Length::millimetres(31)))),
        [y, y, n, y]
    );
    assert_eq!(
        with(|e| e.kerb = Some(Kerb::Height(Length::millimetres(61)))),
        [y, y, n, n]
    );
    assert_eq!(with(|e| e.access = None), [u, u, u, u]);
}
