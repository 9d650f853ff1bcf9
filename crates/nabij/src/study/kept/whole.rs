//! A study that is kept up to date, as if it had been scored anew.

use super::{Kept, judged::Told, roster::Roster};
use crate::{
    access::Answer,
    area::Located,
    error::StudyError,
    facility::{Facilities, FacilityId},
    origin::Origins,
    profile::Profile,
    score::{AreaScores, Cause, Row},
    snap::AttachedFacilities,
};

/// Facilities and origins that are there now, with their rows, numbered as a study of them numbers
/// them.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The facilities.
    pub facilities: Facilities,
    /// The origins, in the order of the output.
    pub origins: Origins,
    /// For every one who walks, in the order of the study's profiles.
    pub walkers: Vec<WholeScored>,
}

/// The results of one walker.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeScored {
    /// Who walks.
    pub profile: Profile,
    /// As [`Scored::rows`](crate::Scored::rows).
    pub rows: Vec<Row>,
    /// As [`Prepared::causes`](crate::Prepared::causes); all none where they are not asked for.
    pub causes: Vec<Option<Cause>>,
    /// As [`Scored::areas`](crate::Scored::areas), where the study is kept with areas.
    pub areas: Option<AreaScores>,
}

impl Kept<'_, '_> {
    /// Everything as it is now: equal to a study of these facilities and origins that is scored
    /// anew. It takes time in proportion to all rows.
    ///
    /// # Errors
    /// [`StudyError::Place`] as [`Facilities::new`]; what is there has passed it before.
    pub fn whole(&self) -> Result<Whole, StudyError> {
        let (facilities, numbers) = self.roster.whole()?;
        let order = self.homes.ordered();
        let mut walkers = Vec::new();
        for (footing, records) in self.footings.iter().zip(&self.records) {
            let anew = Anew::new(&self.roster, &footing.facilities, &facilities, &numbers);
            let rows = (0..).zip(&order).flat_map(|(new, old): (u32, &u32)| {
                let anew = &anew;
                let told = records.of(*old).iter();
                told.map(move |(row, cause)| (anew.row(row, new), *cause))
            });
            let (rows, causes) = rows.unzip();
            let areas = records.ledger.as_ref().map(|ledger| {
                let mut scores = AreaScores {
                    rows: ledger.rows().to_vec(),
                    ..AreaScores::default()
                };
                for (new, old) in (0..).zip(&order) {
                    scores.area_of.push(match ledger.place(*old) {
                        Located::In(area) => Some(area),
                        Located::Overlap(a, b) => {
                            scores.overlapping.push((new, a, b));
                            None
                        }
                        Located::Nowhere => None,
                    });
                }
                scores
            });
            walkers.push(WholeScored {
                profile: footing.walker.profile().clone(),
                rows,
                causes,
                areas,
            });
        }
        Ok(Whole {
            origins: self.homes.origins.part(&order),
            facilities,
            walkers,
        })
    }

    /// Per row of one walker its origin's number and cause, in the order of the output.
    pub fn rows(&self, walker: usize) -> impl Iterator<Item = (&Row, Option<Cause>)> {
        let order = self.homes.ordered();
        let records = self.records.get(walker);
        let of = move |origin: u32| records.map_or(&[][..], |records| records.of(origin));
        let all = order.into_iter().flat_map(of);
        all.map(|(row, cause): &Told| (row, *cause))
    }
}

/// Numbers as they are given anew.
struct Anew<'s> {
    attached: &'s AttachedFacilities,
    facilities: &'s [Option<FacilityId>],
    /// Per door, and per attachment, its new rank.
    doors: Vec<u32>,
    ranks: Vec<u32>,
}

impl<'s> Anew<'s> {
    fn new(
        roster: &Roster,
        attached: &'s AttachedFacilities,
        whole: &Facilities,
        numbers: &'s [Option<FacilityId>],
    ) -> Self {
        let mut order: Vec<(FacilityId, u32)> = Vec::with_capacity(whole.len());
        for (old, new) in (0..).zip(numbers) {
            order.extend(new.map(|new| (new, old)));
        }
        order.sort_unstable();
        let mut doors = Vec::new();
        let mut ranks = vec![0; attached.count() as usize];
        let (mut door, mut rank) = (0, 0);
        for (_, old) in order {
            let own = roster.doors(old);
            doors.resize(doors.len().max(own.end as usize), 0);
            for one in own {
                doors[one as usize] = door;
                door += 1;
            }
            for one in attached.of(FacilityId(old)) {
                ranks[one as usize] = rank;
                rank += 1;
            }
        }
        Anew {
            attached,
            facilities: numbers,
            doors,
            ranks,
        }
    }

    fn row(&self, row: &Row, origin: u32) -> Row {
        let answer = |answer: Answer| Answer {
            door: self.doors[answer.door as usize],
            street: answer
                .street
                .map(|(rank, at)| (self.ranks[rank as usize], at)),
            ..answer
        };
        let facility = row.answer.and_then(|answer| {
            let old = self.attached.facility_of_door(answer.door);
            self.facilities[old.0 as usize]
        });
        Row {
            origin,
            answer: row.answer.map(answer),
            certain: row.certain.map(answer),
            facility,
            ..*row
        }
    }
}
