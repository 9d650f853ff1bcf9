//! Following a change, from places on the network to rows.

use super::{
    Kept,
    change::{AreaChange, RowChange, WalkerChange},
    footing,
    judged::{self, Bench, Told},
};
use crate::{forest::Forest, origin::Origins};

/// Origins that went and came, by number: those that came with the one in whose place.
pub(super) struct Moves {
    pub left: Vec<u32>,
    pub came: Vec<(u32, Option<u32>)>,
}

impl Moves {
    /// Who came in the place of an origin that left.
    fn heir(&self, left: u32) -> Option<u32> {
        let heir = self.came.iter().find(|(_, instead)| *instead == Some(left));
        heir.map(|(number, _)| *number)
    }
}

impl Kept<'_, '_> {
    /// A facility has come or goes, in every index.
    pub(super) fn turn(&mut self, number: u32, there: bool) {
        if !there {
            self.roster.take(number);
        }
        let Some(asked) = self.roster.asked(number) else {
            if there {
                for footing in &mut self.footings {
                    footing.pass(&self.roster, number);
                }
            }
            return;
        };
        for footing in &mut self.footings {
            footing.turn(&self.roster, &self.homes, (number, asked), there);
        }
        let study = &self.prepared.study;
        let mut touched: Vec<u32> = Vec::new();
        let own = self.roster.get(number);
        // Who is next door, whose straight line it may be, and who is in the same building.
        for (rank, door) in self.roster.doors(number).zip(&own.doors) {
            let next_door = &mut self.next_door;
            let direct = study.parameters.direct.mm();
            self.homes.within(door.point, direct, |origin, home, mm| {
                let barred = || {
                    study
                        .barriers
                        .is_some_and(|all| all.between(home, door.point))
                };
                if door.gate.is_none() && (!there || !barred()) {
                    judged::note(next_door, origin, (rank, mm), there);
                    touched.push(origin);
                }
            });
            if self.causes {
                let reach = footing::longest(study, &own.category).mm();
                let near = |origin, _, _| touched.push(origin);
                self.homes.within(door.point, reach, near);
            }
        }
        let (building, complex) = (own.building.as_deref(), own.complex.as_deref());
        touched.extend(self.homes.inside(building, complex));
        for footing in &mut self.footings {
            footing.touched[asked as usize].extend(&touched);
        }
    }

    /// One of other origins has come, in every index; its number.
    pub(super) fn come(&mut self, origin: (&Origins, usize), instead: Option<u32>) -> u32 {
        let study = &self.prepared.study;
        let number = self.homes.push(study, origin, instead);
        for footing in &mut self.footings {
            footing.come(&self.homes);
        }
        for home in self.homes.origins.doors(number as usize) {
            for asked in 0..self.roster.categories().len() as u16 {
                let direct = study.parameters.direct;
                for (rank, door) in self.roster.doors_within(*home, asked, direct) {
                    let barred = || {
                        let barriers = study.barriers;
                        barriers.is_some_and(|all| all.between(*home, door.point))
                    };
                    if door.gate.is_none() && !barred() {
                        let mm = home.distance_mm(door.point) as u32;
                        judged::note(&mut self.next_door, number, (rank, mm), true);
                    }
                }
            }
        }
        number
    }

    /// Works out the rows and areas that may have changed for a walker.
    pub(super) fn follow(&mut self, walker: usize, moves: &Moves) -> WalkerChange {
        let footing = &mut self.footings[walker];
        let before = moves.came.first().map_or(u32::MAX, |(number, _)| *number);
        let mut work: Vec<(u32, u16)> = Vec::new();
        for (asked, touched) in (0..).zip(&mut footing.touched) {
            let old = touched.drain(..);
            let old = old.filter(|origin| *origin < before && self.homes.is_there(*origin));
            work.extend(old.map(|origin| (origin, asked)));
        }
        work.sort_unstable();
        let work: Vec<&[(u32, u16)]> = work.chunk_by(|a, b| a.0 == b.0).collect();

        let mut tracks = std::mem::take(&mut footing.tracks);
        let footing = &self.footings[walker];
        let graph = footing.walker.accessibility().graph;
        let access = footing.access(graph);
        let forests: Vec<Forest<'_>> = tracks.iter_mut().map(|own| own.lend(&access)).collect();
        let bench = Bench {
            footing,
            roster: &self.roster,
            homes: &self.homes,
            next_door: &self.next_door,
            tracks: &tracks,
            forests: &forests,
            tested: &self.tested,
            causes: self.causes,
        };
        let records = &mut self.records[walker];
        let old = &*records;
        let fresh = crate::parallel::map(work.len(), |at| {
            let stale = |asked: u16| work[at].iter().any(|(_, own)| *own == asked);
            let origin = work[at].first().map_or(0, |(origin, _)| *origin);
            (origin, bench.changed(old.of(origin), stale))
        });
        let mut changes: Vec<RowChange> = Vec::new();
        let mut note = |before: Option<Told>, after: Option<Told>| {
            let same = match (&before, &after) {
                (Some(a), Some(b)) => a.1 == b.1 && bench.same(&a.0, &b.0),
                (None, None) => true,
                _ => false,
            };
            if !same {
                changes.push(RowChange {
                    before: before.map(|told| told.0),
                    after: after.map(|told| told.0),
                    causes: [before, after].map(|told| told.and_then(|told| told.1)),
                });
            }
        };
        let origins = &self.homes.origins;
        for (origin, rows) in fresh {
            let first = records.range(origin).start;
            for (at, told) in rows {
                note(Some(records.replace(first + at, told, origins)), Some(told));
            }
        }
        for origin in &moves.left {
            records.take(*origin, origins);
            if moves.heir(*origin).is_none() {
                for told in records.of(*origin) {
                    note(Some(*told), None);
                }
            }
        }
        for (origin, instead) in &moves.came {
            let rows = bench.rows(*origin);
            records.push(&rows, origins, self.areas);
            let norms = 0..self.tested.len() as u16;
            for norm in norms {
                let of = |rows: &[Told]| rows.iter().find(|(row, _)| row.norm == norm).copied();
                let before = instead.and_then(|instead| of(records.of(instead)));
                let after = of(&rows);
                note(before, after);
            }
        }
        let areas = records.ledger.as_mut().map(|ledger| {
            let changed = ledger.settle(origins);
            let rows = ledger.rows();
            let change = |(at, before): (usize, _)| AreaChange {
                at,
                before,
                after: rows[at].clone(),
            };
            changed.into_iter().map(change).collect()
        });
        for (own, forest) in tracks.iter_mut().zip(forests) {
            own.put_back(forest);
        }
        self.footings[walker].tracks = tracks;
        WalkerChange {
            rows: changes,
            areas: areas.unwrap_or_default(),
        }
    }
}
