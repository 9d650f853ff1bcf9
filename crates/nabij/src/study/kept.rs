//! A scored study that is kept up to date: what a change cannot reach is not looked at again.

mod change;
mod compared;
mod field;
mod following;
mod footing;
mod homes;
mod judged;
mod nodes;
mod records;
mod roster;
#[cfg(test)]
mod tests;
mod tracks;
mod whole;

pub use change::{AreaChange, Change, RowChange, Updated, WalkerChange};
pub use whole::{Whole, WholeScored};

use super::Prepared;
use crate::{
    area::Areas,
    error::StudyError,
    facility::{Facility, FacilityId},
    origin::Origins,
    score::AreaRow,
};
use following::Moves;
use footing::Footing;
use homes::Homes;
use judged::{NextDoor, Tested};
use records::Records;
use roster::Roster;

/// A scored study that facilities and origins can be added to, removed from and moved in, at the
/// cost of what changes.
///
/// It keeps the labels of every category and walker, so that one facility more or less touches
/// only the streets from which it is, or becomes, the nearest. Whatever came and went, rows and
/// areas are those of a study that is scored anew with the facilities and origins that are there
/// now; [`Kept::whole`] gives all of them.
///
/// Facilities and origins keep their numbers while others come and go: those of
/// [`Row`](crate::Row)s here are numbers of [`Kept::facility`] and [`Kept::origin`].
///
/// ```
/// use nabij::*;
/// let p = |x, y| Point::new(x * 1000, y * 1000);
/// let street = EdgeAttributes { access: Some(Access::Public), ..Default::default() };
/// let network = Network::builder().edge(p(0, 0), p(2000, 0), street).build()?;
/// let pharmacy = |id, x| Facility::new(id, Category::PHARMACY, p(x, 0));
/// let facilities = Facilities::new([pharmacy("far", 1500)])?;
/// let norms = NormSet::new([Norm::new("pharmacy").upper(Length::metres(500))])?;
/// let origins = Origins::new([Origin::new("west", p(10, 0)), Origin::new("east", p(1400, 0))])?;
/// let study = Study::new(&network, &facilities, &norms).prepare()?;
/// let mut kept = study.keep(origins, None, false)?;
///
/// let updated = kept.update(Change {
///     add_facilities: vec![pharmacy("new", 400)],
///     ..Change::default()
/// })?;
/// let rows = &updated.walkers[0].rows; // of the first walker
/// assert_eq!(rows.len(), 1);
/// let (before, after) = (rows[0].before.ok_or("none")?, rows[0].after.ok_or("none")?);
/// assert_eq!(kept.origin(after.origin), "west");
/// assert_eq!(before.high, Some(Length::metres(1490)));
/// assert_eq!(after.high, Some(Length::metres(390)));
/// assert_eq!(kept.facility(after.facility.ok_or("none")?).id, "new");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Kept<'p, 'a> {
    prepared: &'p Prepared<'a>,
    areas: Option<&'p Areas>,
    causes: bool,
    roster: Roster,
    homes: Homes,
    next_door: NextDoor,
    /// Per norm.
    tested: Vec<Tested>,
    /// Per walker.
    footings: Vec<Footing<'p, 'a>>,
    records: Vec<Records>,
}

impl<'a> Prepared<'a> {
    /// Scores every origin for every profile, and keeps what is needed to follow changes: areas are
    /// added up where they are given, and `causes` asks why norms are not met.
    ///
    /// # Errors
    /// As [`Prepared::score`]; [`StudyError::Parameter`] for a study with rests, which must be
    /// scored anew.
    pub fn keep<'p>(
        &'p self,
        origins: Origins,
        areas: Option<&'p Areas>,
        causes: bool,
    ) -> Result<Kept<'p, 'a>, StudyError> {
        if let Some(longest) = self.study.rests.last() {
            return Err(StudyError::Parameter {
                parameter: "rests",
                found: longest.to_string(),
                allowed: "left out where results are to follow changes: score such a study anew",
            });
        }
        let study = &self.study;
        let roster = Roster::new(study.facilities, study.norms);
        let mut footings = Vec::new();
        let mut records = Vec::new();
        let mut next_door = NextDoor::default();
        for (walker, scored) in self.walkers().zip(self.score_each(&origins)?) {
            let why = causes.then(|| self.causes(&origins, &scored));
            if footings.is_empty() {
                for origin in 0..origins.len() {
                    let own = scored.attached.direct(origin);
                    if !own.is_empty() {
                        next_door.insert(origin as u32, own.to_vec());
                    }
                }
            }
            records.push(Records::new(study, (&origins, areas), scored.rows, why));
            footings.push(Footing::new(
                (study, walker),
                &roster,
                scored.attached,
                causes,
            ));
        }
        Ok(Kept {
            prepared: self,
            areas,
            causes,
            tested: Tested::all(study.norms, roster.categories()),
            homes: Homes::new(study, origins),
            roster,
            next_door,
            footings,
            records,
        })
    }
}

impl Kept<'_, '_> {
    /// The facility of this number.
    pub fn facility(&self, number: FacilityId) -> &Facility {
        self.roster.get(number.0)
    }

    /// The id of the origin of this number.
    pub fn origin(&self, number: u32) -> &str {
        self.homes.origins.ids().get(number as usize)
    }

    /// The rows of the areas for a walker, in the order of [`AreaScores`](crate::AreaScores::rows);
    /// none where the study is kept without areas.
    pub fn area_rows(&self, walker: usize) -> &[AreaRow] {
        let records = self.records.get(walker);
        records.map_or(&[], Records::area_rows)
    }

    /// How many origins there are.
    pub fn origin_count(&self) -> usize {
        self.homes.count()
    }

    /// Follows a change, and tells which rows and areas are others now.
    ///
    /// A facility or origin that is removed and added under the same id has moved; an origin that
    /// has moved keeps its place among the others, a new one stands behind them.
    ///
    /// # Errors
    /// [`StudyError::NotFound`] when something is to be removed that is not there;
    /// [`StudyError::Place`] when an id is there already, or a facility has no door;
    /// [`StudyError::UnknownCategory`] when a norm applies to an origin that is added
    /// and the study holds no layer of what it asks for. Then nothing has changed.
    pub fn update(&mut self, change: Change) -> Result<Updated, StudyError> {
        let checked = self.check(change)?;
        for number in &checked.gone {
            self.turn(*number, false);
        }
        for facility in checked.opened {
            let number = self.roster.push(facility);
            self.turn(number, true);
        }
        for footing in &mut self.footings {
            footing.spread();
        }
        for origin in &checked.left {
            self.homes.take(*origin);
        }
        let mut moves = Moves {
            left: checked.left,
            came: Vec::new(),
        };
        for (at, instead) in checked.came.into_iter().enumerate() {
            if let Some(origins) = &checked.origins {
                moves
                    .came
                    .push((self.come((origins, at), instead), instead));
            }
        }
        let walkers = (0..self.footings.len()).map(|walker| self.follow(walker, &moves));
        Ok(Updated {
            walkers: walkers.collect(),
        })
    }
}
