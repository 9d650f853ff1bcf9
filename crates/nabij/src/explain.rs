//! Why an origin's row is what it is: the walk, the choice, and what was passed over.

use crate::{
    access::{Accessibility, Answer},
    barrier::{Across, Barriers},
    category::Category,
    doubt::Doubt,
    facility::FacilityId,
    length::Length,
    norm::Norm,
    point::Point,
    profile::Profile,
    rest::{RestPoints, Rests, Seat},
    route::{Route, Step},
    score::{RestRows, RestedWalk, Row},
    snap::{Attachment, Candidate, Doorway, Snapper},
};

/// The whole story of one origin and one norm.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Who walks.
    pub profile: Profile,
    /// The row, equal to the one that scoring gives.
    pub row: Row,
    /// The stretches of street from home to the facility; with both legs they sum to the mm of the
    /// row's answer.
    pub steps: Vec<Step>,
    /// The straight legs at home and at the facility; 0 where the walk is not along streets.
    pub legs: [Length; 2],
    /// The line of the walk from door to door, legs included; empty where there is none.
    pub line: Vec<Point>,
    /// The walk for certain, where it is another one: on streets of which enough is known.
    pub certain: Option<Walk>,
    /// What is not known along the walk, and decides whether this walker can make it.
    pub doubts: Vec<Doubt>,
    /// The next best facilities of the category within the horizon, nearest first.
    pub runners_up: Vec<(FacilityId, Answer)>,
    /// Per door of the origin the edges near it, up to the one it is attached to, each with why it
    /// was refused.
    pub candidates: Vec<Vec<Candidate>>,
    /// The facility that is nearest in a straight line, and what that line goes across; none for a
    /// composite norm.
    pub straight: Option<Straight>,
    /// What rests make of it, where the study asks for them.
    pub rests: Option<Resting>,
    /// For a composite norm, the stories of its parts.
    pub parts: Vec<Explanation>,
    /// The same for everybody else who walks.
    pub others: Vec<Explanation>,
}

/// The nearest facility in a straight line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Straight {
    /// Which one.
    pub facility: FacilityId,
    /// How far it is.
    pub mm: u64,
    /// What is in between.
    pub across: Across,
}

/// How far somebody goes without sitting down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resting {
    /// The longest stretch without a known seat on the ordinary walk, legs included; none where
    /// there is no walk.
    pub longest: Option<Length>,
    /// One for each radius, ascending.
    pub walks: Vec<RestingWalk>,
}

/// A walk on which no stretch is longer than a radius.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestingWalk {
    /// The radius.
    pub radius: Length,
    /// How long the walk is, and what norms say of it: equal to what scoring gives.
    pub walk: RestedWalk,
    /// Its stretches from home to the facility, each with the seat that it ends at, none at the
    /// facility; empty where no such walk is known, and for norms made of others.
    pub stages: Vec<(Option<Seat>, Length)>,
}

/// A walk from door to door.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// The stretches of street from home to the facility.
    pub steps: Vec<Step>,
    /// The straight legs at home and at the facility.
    pub legs: [Length; 2],
    /// Its line, legs included.
    pub line: Vec<Point>,
}

/// How many facilities are told of beside the one that counts.
pub(crate) const RUNNERS_UP: usize = 3;

/// What a story is told from: one origin, its rows and its answers.
pub(crate) struct Story<'s> {
    pub profile: &'s Profile,
    pub access: Accessibility<'s>,
    pub certain: Accessibility<'s>,
    pub snapper: &'s Snapper<'s>,
    pub barriers: Option<&'s Barriers>,
    pub doors: &'s [Doorway],
    pub attached: &'s [Attachment],
    pub norms: &'s [Norm],
    /// The origin's rows.
    pub rows: &'s [Row],
    /// Per norm the best answers, the one that counts first.
    pub answers: &'s [Vec<Answer>],
    /// What rests make of the rows, in their order.
    pub rests: Option<&'s Restful<'s>>,
}

/// The rests of one origin.
pub(crate) struct Restful<'s> {
    pub rows: RestRows,
    pub points: &'s RestPoints,
    /// On what can be used for certain, for this origin alone.
    pub rests: Rests<'s>,
}

impl Restful<'_> {
    /// What rests make of a row, given its number and its answer for certain.
    fn tell(&self, row: usize, category: Option<&Category>, certain: Option<Answer>) -> Resting {
        let chains = category.map(|category| self.rests.chains(category));
        let radii = self.rows.radii.iter().zip(self.rows.walks(row));
        let walks = radii.map(|(radius, walk)| {
            let chains = chains.as_ref();
            let stages = chains.and_then(|chains| chains.stages(*radius, 0, certain));
            let stages = stages.into_iter().flatten().map(|stage| {
                let seat = stage.to.map(|id| self.points.seat(id).clone());
                (seat, Length::millimetres(stage.mm))
            });
            RestingWalk {
                radius: *radius,
                walk: *walk,
                stages: stages.collect(),
            }
        });
        Resting {
            longest: self.rows.longest(row),
            walks: walks.collect(),
        }
    }
}

impl Story<'_> {
    /// The story of one norm, by its position; nothing where it does not apply.
    pub fn tell(&self, number: usize) -> Option<Explanation> {
        let at = self
            .rows
            .iter()
            .position(|row| row.norm as usize == number)?;
        let row = self.rows[at];
        let parts = self.norms[number]
            .test
            .parts()
            .map_or(&[][..], |(_, parts)| parts);
        let position = |id: &String| self.norms.iter().position(|norm| &norm.id == id);
        let walk = |access, answer: Option<Answer>| answer.map(|one| self.walk(access, one));
        let Walk { steps, legs, line } = walk(&self.access, row.answer).unwrap_or_default();
        let certain = row.certain.filter(|one| Some(*one) != row.answer);
        let others = self.answers[number].iter().copied();
        let others = others
            .map(|answer| (self.access.facility(answer), answer))
            .filter(|(facility, _)| Some(*facility) != row.facility);
        Some(Explanation {
            profile: self.profile.clone(),
            row,
            certain: walk(&self.certain, certain),
            doubts: Doubt::along(self.access.network, self.profile, &steps),
            steps,
            legs,
            line,
            runners_up: others.take(RUNNERS_UP).collect(),
            candidates: self
                .doors
                .iter()
                .map(|door| self.snapper.candidates(*door))
                .collect(),
            straight: self.norms[number]
                .category()
                .and_then(|category| self.straight(category)),
            rests: self
                .rests
                .map(|rests| rests.tell(at, self.norms[number].category(), row.certain)),
            parts: parts
                .iter()
                .filter_map(position)
                .filter_map(|at| self.tell(at))
                .collect(),
            others: Vec::new(),
        })
    }

    /// The nearest facility in a straight line from any of the doors.
    fn straight(&self, category: &Category) -> Option<Straight> {
        let facilities = self.access.facilities;
        let from = |home: &Doorway| {
            let (facility, mm) = *facilities.nearest(home.point, category, 1).first()?;
            Some((mm, facility, home.point))
        };
        let (mm, facility, home) = self.doors.iter().filter_map(from).min()?;
        let doors = facilities.doors(facility).map(|(_, door)| door.point);
        let door = doors.min_by_key(|door| (home.distance_mm(*door), *door))?;
        let across = self.barriers.map(|barriers| barriers.across(home, door));
        Some(Straight {
            facility,
            mm,
            across: across.unwrap_or_default(),
        })
    }

    /// The walk behind an answer.
    fn walk(&self, access: &Accessibility<'_>, answer: Answer) -> Walk {
        let mut walk = Walk::default();
        let facility = access.facility(answer);
        let door = access.facilities.doors(facility);
        let target = door.into_iter().find(|(rank, _)| *rank == answer.door);
        let end = target.map(|(_, door)| door.point);
        let home = answer
            .street
            .and_then(|(_, at)| self.attached.get(at as usize));
        let route = home.and_then(|home| Route::new(access, home, answer));
        walk.line.extend(self.home(answer, end));
        if let (Some(home), Some((rank, _))) = (home, answer.street) {
            walk.legs = [home.leg, access.attached.attachment(rank).leg];
        }
        if let Some(route) = route {
            walk.line.extend(route.line(access));
            walk.steps = route.steps;
        }
        walk.line.extend(end);
        walk
    }

    /// The door that the walk starts at.
    fn home(&self, answer: Answer, end: Option<Point>) -> Option<Point> {
        let doors = self.doors;
        let Some((_, at)) = answer.street else {
            return doors
                .iter()
                .map(|door| door.point)
                .min_by_key(|door| end.map(|end| door.distance_mm(end)));
        };
        // Attachments stand in the order of the doors.
        let mut before = 0;
        let found = doors.iter().find(|door| {
            before += self.snapper.attach(**door).len();
            before > at as usize
        });
        found.map(|door| door.point)
    }
}
