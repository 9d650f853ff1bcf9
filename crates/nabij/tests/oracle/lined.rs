//! What lies along walks, millimetre by millimetre: for each of them the next seat ahead is looked
//! for among all, and every lamp and every side of the ground on which things are known.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{Along, Coverage, Forest, Length, Lights, Point, Polygon, Route, Step};

use crate::{
    answers::Oracle,
    case::Case,
    check::same,
    core::Core,
    middles::{Middle, middles},
    rest::{SEATS, seats, stops},
};

/// What stands along the streets of a case, and where that is known.
#[derive(Clone, Debug)]
pub struct Scene {
    pub lamps: Vec<Point>,
    pub radius: u32,
    /// Rings of polygons without holes; none where nothing is said.
    pub known: Option<Vec<Vec<Point>>>,
    pub gaps: BTreeSet<u32>,
}

impl Scene {
    pub fn coverage(&self) -> Option<Coverage> {
        let rings = self.known.clone()?;
        Some(Coverage::new(
            rings.into_iter().map(|ring| Polygon::new([ring])),
        ))
    }

    /// Whether everything of a kind is known at most `radius` from a place.
    fn knows(&self, middle: &Middle, radius: u32) -> bool {
        let Some(rings) = &self.known else {
            return false;
        };
        let sides = |ring: &Vec<Point>| crate::sight::sides(ring).collect::<Vec<_>>();
        let mut all = rings.iter().flat_map(sides);
        let inside = rings
            .iter()
            .any(|ring| middle.inside(std::slice::from_ref(ring)));
        inside && !all.any(|(c, d)| middle.near(c, d, radius.max(1)))
    }
}

/// What is known of one millimetre of a street.
#[derive(Clone, Copy)]
struct Mark {
    /// Lit, not lit, or unknown.
    lit: Option<bool>,
    /// A bench may stand here that is not known.
    bench: bool,
}

/// The marks of edges, looked at when they are asked for.
struct Streets<'s> {
    oracle: &'s Oracle,
    scene: &'s Scene,
    reach: u32,
    of_edge: BTreeMap<usize, Vec<Mark>>,
}

impl Streets<'_> {
    fn marks(&mut self, number: usize) -> &[Mark] {
        let Streets { scene, reach, .. } = *self;
        let edge = &self.oracle.streets.edges[number];
        self.of_edge.entry(number).or_insert_with(|| {
            let mark = |middle: Middle| {
                let mut lamps = scene.lamps.iter();
                let lamp = lamps.any(|lamp| middle.near(*lamp, *lamp, scene.radius));
                let lit = match edge.attributes.lit {
                    _ if lamp => Some(true),
                    None if scene.knows(&middle, scene.radius) => Some(false),
                    tagged => tagged,
                };
                let bench = !scene.knows(&middle, reach + 2);
                Mark { lit, bench }
            };
            middles(&edge.points).map(mark).collect()
        })
    }
}

/// What the oracle finds along one walk: light, then seats for each gap.
fn along(
    streets: &mut Streets,
    (core, gaps): (&Core, &BTreeSet<u32>),
    (seats, steps, legs): (&[(usize, u64)], &[Step], [u64; 2]),
) -> (Along, Vec<Along>) {
    let mut light = Along::default();
    let mut stops = stops((core, streets.oracle), seats, steps, legs);
    let whole = stops[stops.len() - 1];
    let mut sure = vec![false; whole as usize]; // where a bench may be anywhere
    let mut perhaps: Vec<u64> = Vec::new();
    let mut walked = legs[0];
    for step in steps {
        let mut edges = core.network.edges();
        let number = edges.position(|edge| edge.id() == step.edge).unwrap();
        let marks = streets.marks(number);
        let (start, end) = (step.start.mm() as usize, step.end.mm() as usize);
        let (low, high) = (start.min(end), start.max(end));
        for (at, mark) in marks.iter().enumerate().take(high).skip(low) {
            light.whole_mm += 1;
            light.met_mm += u64::from(mark.lit == Some(true));
            light.unknown_mm += u64::from(mark.lit.is_none());
            let ahead = if start < end {
                at - start
            } else {
                high - 1 - at
            };
            sure[walked as usize + ahead] = mark.bench;
        }
        for at in low..=high {
            let beside = [at.checked_sub(1), Some(at)].into_iter().flatten();
            if beside
                .into_iter()
                .any(|mm| marks.get(mm).is_some_and(|mark| mark.bench))
            {
                perhaps.push(walked + at.abs_diff(start) as u64);
            }
        }
        walked += start.abs_diff(end) as u64;
    }
    stops.dedup();
    perhaps.sort_unstable();
    let each = gaps.iter().map(|gap| {
        let mut found = Along {
            whole_mm: whole,
            ..Along::default()
        };
        for at in 0..whole {
            let ahead = |stops: &[u64]| {
                let next = stops.partition_point(|stop| *stop <= at);
                stops
                    .get(next)
                    .is_some_and(|stop| stop - at <= u64::from(*gap))
            };
            if ahead(&stops) {
                found.met_mm += 1;
            } else if sure[at as usize] || ahead(&perhaps) {
                found.unknown_mm += 1;
            }
        }
        found
    });
    (light, each.collect())
}

/// Compares what lies along every walk to a nearest facility.
pub fn compare(case: &Case, scene: &Scene) -> Result<(), String> {
    let (core, oracle) = (Core::new(case), Oracle::new(case));
    let (access, points) = (core.access(), core.rest_points(case, &SEATS));
    let seats = seats(&core, case, &points);
    let coverage = scene.coverage();
    let mm = Length::millimetres;
    let lights = Lights::new(
        &core.network,
        &scene.lamps,
        mm(scene.radius),
        coverage.as_ref(),
    );
    let mut streets = Streets {
        oracle: &oracle,
        scene,
        reach: case.reach,
        of_edge: BTreeMap::new(),
    };
    for category in core.facilities.categories() {
        let forest = Forest::new(&access, category);
        let nearest = access.nearest(category, &core.origins);
        let mut own_lights = Vec::new();
        let mut own_seats = Vec::new();
        let mut gaps = scene.gaps.clone();
        for answer in nearest.iter().flatten() {
            gaps.extend([answer.mm.saturating_sub(1), answer.mm, answer.mm + 1]);
        }
        for (origin, answer) in nearest.iter().enumerate() {
            let own = answer.map(|answer| {
                let Some((rank, at)) = answer.street else {
                    let whole_mm = u64::from(answer.mm);
                    let met = |gap: &u32| Along {
                        whole_mm,
                        met_mm: whole_mm.min(u64::from(*gap)),
                        unknown_mm: 0,
                    };
                    return (Along::default(), gaps.iter().map(met).collect());
                };
                let home = core.origins.of(origin)[at as usize];
                let steps = Route::new(&access, &home, answer).unwrap().steps;
                let legs = [home.leg, core.attached.attachment(rank).leg];
                let legs = legs.map(|leg| u64::from(leg.mm()));
                along(&mut streets, (&core, &gaps), (&seats, &steps, legs))
            });
            let (light, seats): (Option<Along>, Option<Vec<Along>>) = own.unzip();
            own_lights.push(light);
            own_seats.push(seats);
        }
        let what = format!("light to {category}");
        same(
            &what,
            lights.along(&forest, &core.origins, &nearest),
            own_lights,
        )?;
        for (at, gap) in gaps.iter().enumerate() {
            let own = own_seats.iter();
            let own: Vec<Option<Along>> = own.map(|all| Some(all.as_ref()?[at])).collect();
            let found = points.seats_ahead(
                &access,
                &forest,
                &core.origins,
                &nearest,
                mm(*gap),
                coverage.as_ref(),
            );
            same(&format!("seats to {category}, {gap} ahead"), found, own)?;
        }
    }
    Ok(())
}
