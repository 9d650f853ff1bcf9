//! The rows of one origin, worked out anew from what is kept.

use std::cmp::Ordering;

use super::{
    footing::{Footing, Purpose, View},
    homes::Homes,
    roster::Roster,
    tracks::Tracks,
};
use crate::{
    access::{Answer, How},
    category::Category,
    facility::FacilityId,
    forest::Forest,
    norm::{Norm, NormSet},
    score::{Cause, Finding, Judge, Outcome, Row},
    study::causes,
};

/// Facilities in a straight line next door: per origin doors with their mm.
pub(super) type NextDoor = rustc_hash::FxHashMap<u32, Vec<(u32, u32)>>;

/// Notes that a door is next door to an origin, or is no more.
pub(super) fn note(next_door: &mut NextDoor, origin: u32, (door, mm): (u32, u32), there: bool) {
    let own = next_door.entry(origin).or_default();
    let known = own.iter().position(|(other, _)| *other == door);
    match known {
        Some(at) if there => own[at].1 = own[at].1.min(mm),
        Some(at) => {
            own.swap_remove(at);
        }
        None if there => own.push((door, mm)),
        None => {}
    }
}

/// A row, and why its norm is not met, where that is asked.
pub(super) type Told = (Row, Option<Cause>);

/// What a norm tests.
pub(super) enum Tested {
    /// One of the categories that norms ask for.
    Category(u16),
    /// Norms that stand before it.
    Parts(Vec<u16>),
}

impl Tested {
    /// Per norm what it tests, given the categories that norms ask for.
    pub fn all(norms: &NormSet, categories: &[Category]) -> Vec<Tested> {
        let each = norms.norms().iter().map(|norm| {
            let asked = norm
                .category()
                .and_then(|own| categories.binary_search(own).ok());
            let ids = norm.test.parts().map_or(&[][..], |(_, ids)| ids).iter();
            asked.map_or_else(
                || {
                    Tested::Parts(
                        ids.filter_map(|id| Some(norms.position(id)? as u16))
                            .collect(),
                    )
                },
                |asked| Tested::Category(asked as u16),
            )
        });
        each.collect()
    }
}

/// Everything that rows of one walker are made of.
pub(super) struct Bench<'s, 'p, 'a> {
    pub footing: &'s Footing<'p, 'a>,
    pub roster: &'s Roster,
    pub homes: &'s Homes,
    pub next_door: &'s NextDoor,
    /// Per category, where something is in doubt.
    pub tracks: &'s [Tracks],
    pub forests: &'s [Forest<'s>],
    /// Per norm what it tests.
    pub tested: &'s [Tested],
    pub causes: bool,
}

impl Bench<'_, '_, '_> {
    /// All rows of an origin, in order of norm.
    pub fn rows(&self, origin: u32) -> Vec<Told> {
        let kind = self.homes.origins.kind(origin as usize);
        let mut rows: Vec<Told> = Vec::new();
        for (number, norm) in (0..).zip(self.footing.study.norms.norms()) {
            if !norm.applies(kind) {
                continue;
            }
            let row = match &self.tested[usize::from(number)] {
                Tested::Category(asked) => self.simple((origin, number), norm, *asked),
                Tested::Parts(parts) => {
                    let part = |row: &&Row| parts.contains(&row.norm);
                    let parts: Vec<&Row> = rows.iter().map(|(row, _)| row).filter(part).collect();
                    (
                        self.judge().composite((origin, number), &norm.test, &parts),
                        None,
                    )
                }
            };
            rows.push(row);
        }
        rows
    }

    /// The rows of an origin that are others now, given all that it had, by position, and whether a
    /// category may have changed for it.
    pub fn changed(&self, known: &[Told], stale: impl Fn(u16) -> bool) -> Vec<(usize, Told)> {
        let norms = self.footing.study.norms.norms();
        let mut changed: Vec<(usize, Told)> = Vec::new();
        for (at, before) in known.iter().enumerate() {
            let id = (before.0.origin, before.0.norm);
            let norm = &norms[usize::from(id.1)];
            let row = match &self.tested[usize::from(id.1)] {
                Tested::Category(asked) if stale(*asked) => self.simple(id, norm, *asked),
                Tested::Parts(parts)
                    if changed.iter().any(|(_, new)| parts.contains(&new.0.norm)) =>
                {
                    let now = |(at, old)| {
                        let new = changed.iter().find(|(other, _)| *other == at);
                        new.map_or(old, |(_, new)| new)
                    };
                    let rows = known.iter().enumerate().map(|told| &now(told).0);
                    let parts: Vec<&Row> = rows.filter(|row| parts.contains(&row.norm)).collect();
                    (self.judge().composite(id, &norm.test, &parts), None)
                }
                _ => continue,
            };
            if row != *before {
                changed.push((at, row));
            }
        }
        changed
    }

    fn judge(&self) -> Judge {
        let study = self.footing.study;
        Judge {
            horizon: study.horizon(),
            near: study.parameters.near,
        }
    }

    fn simple(&self, id: (u32, u16), norm: &Norm, asked: u16) -> Told {
        let (origin, at) = (id.0, id.0 as usize);
        let views = &self.footing.views;
        let (mut best, mut certain) = (None, None);
        for view in views {
            match view.purpose {
                Purpose::Best => best = self.nearest(view, asked, origin),
                Purpose::Certain => certain = self.nearest(view, asked, origin),
                Purpose::Cause(_) => {}
            }
        }
        let in_doubt = self.footing.walker.has_doubts();
        let certain = if in_doubt { certain } else { best };
        let unknown_mm = best.and_then(|best| self.unknown_mm(asked, at, best));
        let origins = &self.homes.origins;
        let (building, complex) = (origins.building(at), origins.complex(at));
        let inside = norm
            .indoor
            .then(|| self.roster.inside(asked, building, complex));
        let inside = inside.flatten().map(|facility| Answer {
            mm: 0,
            door: self.roster.doors(facility.0).start,
            how: How::Indoor,
            street: None,
        });
        let [answer, certain] = [best, certain].map(|street| {
            let both = inside.into_iter().chain(street);
            both.min_by(|a, b| self.compare(a, b))
        });
        let walks = answer.is_some_and(|answer| answer.street.is_some());
        let footing = self.footing;
        let finding = Finding {
            answer,
            certain,
            unknown_mm: unknown_mm.filter(|_| walks).unwrap_or(0),
            coverage_mm: self.homes.coverage_mm(asked, origin),
            unsnapped_mm: footing.unsnapped_mm(self.roster, asked, origins.doors(at)),
            extent_mm: self.homes.extent_mm(origin),
            extent_known: footing.study.extent.is_some(),
            snapped: !footing.origins.of(at).is_empty(),
            reachable: footing.reaches(asked, at),
        };
        let facility = answer.map(|answer| footing.facilities.facility_of_door(answer.door));
        let row = self.judge().simple(id, norm, &finding, facility);
        let cause = self.causes.then(|| self.cause(&row, asked)).flatten();
        (row, cause)
    }

    /// The best answer of all in a category on one graph.
    fn nearest(&self, view: &View<'_>, asked: u16, origin: u32) -> Option<Answer> {
        let footing = self.footing;
        let access = footing.access(&view.graph);
        let field = &view.fields[asked as usize];
        let mut best: Option<Answer> = None;
        let mut offer = |answer: Answer| {
            if best.is_none_or(|known| self.compare(&answer, &known).is_lt()) {
                best = Some(answer);
            }
        };
        for (at, place) in (0..).zip(footing.origins.of(origin as usize)) {
            for (end, rest) in access.ways_on(place) {
                let along = u64::from(rest) + u64::from(place.leg.mm());
                for vertex in view.graph.reading(place.edge, end) {
                    let label = field.label(vertex);
                    if label != crate::search::Label::NONE {
                        let mm = u64::from(label.mm()) + along;
                        access.street(mm, label.rank(), at).map(&mut offer);
                    }
                }
            }
            for rank in footing.on_edge(self.roster, asked, place.edge) {
                if let Some(mm) = access.along_edge(place, rank) {
                    access.street(mm, rank, at).map(&mut offer);
                }
            }
        }
        for (door, mm) in self.next_door.get(&origin).into_iter().flatten() {
            let facility = footing.facilities.facility_of_door(*door);
            let own = self.roster.asked(facility.0) == Some(asked);
            if own && *mm <= access.horizon.mm() {
                offer(Answer {
                    mm: *mm,
                    door: *door,
                    how: How::Direct,
                    street: None,
                });
            }
        }
        best
    }

    /// How much of an answer's walk is in doubt.
    fn unknown_mm(&self, asked: u16, origin: usize, best: Answer) -> Option<u32> {
        let forest = self.forests.get(asked as usize)?;
        let tracks = self.tracks.get(asked as usize)?;
        let (_, at) = best.street?;
        let home = self.footing.origins.of(origin).get(at as usize)?;
        tracks.unknown_mm(self.footing.walker, forest, home, best)
    }

    /// As answers compare whose facilities are ranked anew.
    fn compare(&self, a: &Answer, b: &Answer) -> Ordering {
        let ties = self.footing.ties(self.roster);
        a.mm.cmp(&b.mm)
            .then_with(|| ties.compare_doors(a.door, b.door))
            .then_with(|| a.how.cmp(&b.how))
            .then_with(|| a.street.cmp(&b.street))
    }

    /// Why a row's norm is not met.
    fn cause(&self, row: &Row, asked: u16) -> Option<Cause> {
        if let Some(told) = causes::told_by(row) {
            return Some(told);
        }
        if row.outcome_upper != Outcome::NotMet {
            return None;
        }
        let study = self.footing.study;
        let limit = causes::limit_of(study, row);
        for view in &self.footing.views {
            if let Purpose::Cause(cause) = view.purpose {
                let answer = self.nearest(view, asked, row.origin);
                if answer.is_some_and(|answer| answer.mm <= limit.mm()) {
                    return Some(cause);
                }
            }
        }
        let homes = self.homes.origins.doors(row.origin as usize).iter();
        let near = homes.flat_map(|home| {
            let doors = self.roster.doors_within(*home, asked, limit);
            doors.map(|(_, door)| (*home, door.point))
        });
        Some(causes::in_between(study.barriers, row.verdict, near))
    }

    /// Whether two rows say the same, whatever the numbers of their facilities.
    pub fn same(&self, a: &Row, b: &Row) -> bool {
        let facilities = &self.footing.facilities;
        // A facility that came anew has other numbers, perhaps in the same place.
        let door = |answer: Answer| {
            let FacilityId(number) = facilities.facility_of_door(answer.door);
            let own = self.roster.get(number);
            let at = answer.door - self.roster.doors(number).start;
            let street = answer.street;
            let street = street.map(|(rank, at)| (facilities.attachment(rank), at));
            let door = own.doors.get(at as usize);
            (&own.category, &own.id, door, street, answer.mm, answer.how)
        };
        let plain = |row: &Row| Row {
            answer: None,
            certain: None,
            facility: None,
            ..*row
        };
        // The legs of an origin that has moved are others, whatever else is the same.
        plain(a) == plain(b)
            && a.answer.map(door) == b.answer.map(door)
            && a.certain.map(door) == b.certain.map(door)
    }
}
