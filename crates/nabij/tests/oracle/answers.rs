//! What the oracle answers: every origin to every facility.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{How, Point};

use crate::{
    case::Case,
    edges::Streets,
    exact::straight,
    parts::Parts,
    sight,
    snap::{Doors, Join},
    walk::{Split, rounded},
};

/// One facility from one origin; the order of the fields decides ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Best {
    pub mm: u64,
    /// Rank among all facilities, by category and byte order of the id.
    pub facility: usize,
    /// Rank among all doors.
    pub door: usize,
    pub how: How,
}

/// A facility's place in the ranking, with its doors.
pub struct Ranked {
    pub category: String,
    pub street: Option<String>,
    pub doors: Vec<(usize, Point)>,
}

pub struct Oracle {
    pub streets: Streets,
    pub base: Parts,
    pub own: Parts,
    pub ranked: Vec<Ranked>,
    /// By rank of facility: its doors' joins.
    pub facility_joins: Vec<Vec<(usize, Join)>>,
    /// By origin: its doors' joins.
    pub origin_joins: Vec<Vec<Join>>,
    /// By origin and rank of facility, without any horizon.
    pub best: Vec<Vec<Option<Best>>>,
    /// Whether some walk is shorter than the straight line allows.
    pub too_short: Option<String>,
    /// Distances between joins: origin, number of its join, facility, number of its join.
    pub between: BTreeMap<(usize, usize, usize, usize), u64>,
}

pub fn rank(case: &Case) -> Vec<Ranked> {
    let mut order: Vec<_> = case.facilities.iter().collect();
    order.sort_by_key(|f| (f.category.as_str().as_bytes(), f.id.as_bytes()));
    let mut door = 0;
    order
        .into_iter()
        .map(|facility| {
            let places: BTreeSet<(i32, i32)> = facility
                .doors
                .iter()
                .map(|door| (door.point.x, door.point.y))
                .collect();
            let mut number = || {
                door += 1;
                door - 1
            };
            Ranked {
                category: facility.category.to_string(),
                street: facility.street.clone(),
                doors: places
                    .into_iter()
                    .map(|(x, y)| (number(), Point::new(x, y)))
                    .collect(),
            }
        })
        .collect()
}

impl Oracle {
    pub fn new(case: &Case) -> Oracle {
        Oracle::walking(case, case)
    }

    /// Doors open onto the streets of one case, walks lead over those of another with the same
    /// lines.
    pub fn walking(case: &Case, walked: &Case) -> Oracle {
        let streets = Streets::new(case);
        let (base, own) = (
            Parts::new(&streets, false),
            Parts::new(&streets, case.step_free),
        );
        let ranked = rank(case);
        let doors = Doors {
            case,
            streets: &streets,
            base: &base,
        };
        let facility_joins: Vec<Vec<(usize, Join)>> = ranked
            .iter()
            .map(|facility| {
                let all = facility.doors.iter();
                let street = facility.street.as_deref();
                all.flat_map(|(door, point)| {
                    let joins = doors.attach(*point, street).into_iter();
                    joins.map(|join| (*door, join))
                })
                .collect()
            })
            .collect();
        let origin_joins: Vec<Vec<Join>> = case
            .origins
            .iter()
            .map(|origin| {
                origin
                    .doors
                    .iter()
                    .flat_map(|door| doors.attach(*door, origin.street.as_deref()))
                    .collect()
            })
            .collect();
        let homes: Vec<Vec<Point>> = case
            .origins
            .iter()
            .map(|origin| {
                let all = origin.doors.iter();
                let street = origin.street.as_deref();
                all.flat_map(|door| doors.attach(*door, street).into_iter().map(|_| *door))
                    .collect()
            })
            .collect();
        let every = facility_joins.iter().flatten().map(|(_, join)| *join);
        let split = Split::new(
            &Streets::new(walked),
            walked.step_free,
            every.chain(origin_joins.iter().flatten().copied()),
        );

        let mut oracle = Oracle {
            best: vec![vec![None; ranked.len()]; case.origins.len()],
            too_short: None,
            between: BTreeMap::new(),
            streets,
            base,
            own,
            ranked,
            facility_joins,
            origin_joins,
        };
        oracle.direct(case);
        for (facility, joins) in oracle.facility_joins.iter().enumerate() {
            for (number, (door, to)) in joins.iter().enumerate() {
                let tree = split.towards(*to);
                for (origin, joins) in oracle.origin_joins.iter().enumerate() {
                    for (at, from) in joins.iter().enumerate() {
                        let Some((mm, walk)) = split.from(&tree, *from) else {
                            continue;
                        };
                        let mm = mm + from.leg() + to.leg();
                        oracle.between.insert((origin, at, facility, number), mm);
                        let best = Best {
                            mm,
                            facility,
                            door: *door,
                            how: How::Street,
                        };
                        offer(&mut oracle.best[origin][facility], best);

                        let places = &oracle.ranked[facility].doors;
                        let end = places.iter().find(|(known, _)| known == door).unwrap().1;
                        let (a, b) = (homes[origin][at], end);
                        let pieces = rounded(&oracle.streets, &walk) + 2;
                        let line = (f64::from(a.x) - f64::from(b.x))
                            .hypot(f64::from(a.y) - f64::from(b.y));
                        if (mm as f64) + 0.5 * (pieces as f64) + 1e-4 < line {
                            oracle.too_short = Some(format!("{mm} mm by {walk:?} for {line} mm"));
                        }
                    }
                }
            }
        }
        oracle
    }

    /// Straight lines next door that cross no barrier.
    fn direct(&mut self, case: &Case) {
        for (origin, source) in case.origins.iter().enumerate() {
            for (facility, ranked) in self.ranked.iter().enumerate() {
                for (door, b) in &ranked.doors {
                    for a in &source.doors {
                        let mm = straight(*a, *b);
                        let crossed =
                            case.barriers
                                .iter()
                                .chain(&case.fences)
                                .any(|(barrier, closed)| {
                                    let back =
                                        barrier.len() > 2 && barrier.first() == barrier.last();
                                    sight::crosses(barrier, *closed || back, *a, *b)
                                });
                        if mm <= case.direct.into() && !crossed {
                            let best = Best {
                                mm,
                                facility,
                                door: *door,
                                how: How::Direct,
                            };
                            offer(&mut self.best[origin][facility], best);
                        }
                    }
                }
            }
        }
    }

    /// The facilities of a category within a limit, nearest first.
    pub fn within(&self, origin: usize, category: &str, limit: u32) -> Vec<Best> {
        let mut found: Vec<Best> = self.best[origin]
            .iter()
            .flatten()
            .filter(|best| self.ranked[best.facility].category == category)
            .filter(|best| best.mm <= limit.into())
            .copied()
            .collect();
        found.sort();
        found
    }
}

fn offer(best: &mut Option<Best>, new: Best) {
    if best.is_none_or(|known| new < known) {
        *best = Some(new);
    }
}
