//! A scored city that follows changes.

use std::{
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use nabij::{
    AreaChange, Category, Change, Facility, Kept, Origins, Row, RowChange, StudyError, Updated,
    WalkerChange, Whole,
};

use crate::{
    city::City,
    error::JobError,
    tables::{Changed, Named, Sides, changed_areas, changed_rows},
    write::OutTable,
};

/// What is asked of the thread that keeps a city.
enum Order {
    Update(Box<Change>, Sender<Result<Told, StudyError>>),
    Whole(Sender<Result<Whole, StudyError>>),
}

/// What an update did, with names instead of numbers.
struct Told {
    updated: Updated,
    rows: Vec<Changed>,
}

/// Facilities and origins that come to a kept city, and ids of those that go. What goes and comes
/// under one id moves.
#[derive(Clone, Debug, Default)]
pub struct CityChange {
    /// Facilities that come.
    pub add: Vec<Facility>,
    /// Ids of facilities that go, of whatever category.
    pub remove: Vec<String>,
    /// Origins that come.
    pub add_origins: Option<Origins>,
    /// Ids of origins that go.
    pub remove_origins: Vec<String>,
}

/// A city that has been scored and follows changes at the cost of what changes: see
/// [`Kept`].
///
/// It lives on a thread of its own, which ends with it.
pub struct KeptCity {
    city: Arc<City>,
    orders: Mutex<Sender<Order>>,
    /// The categories of each facility's id, as far as they are known.
    facilities: Mutex<Vec<(String, Category)>>,
}

impl KeptCity {
    /// Scores a city, and keeps what is needed to follow changes.
    ///
    /// # Errors
    /// [`JobError::Study`] when the study cannot be scored, or measures walks with rests: such a
    /// study must be scored anew.
    pub fn new(city: Arc<City>) -> Result<Self, JobError> {
        let (orders, received) = channel();
        let (ready, made) = channel();
        let own = Arc::clone(&city);
        thread::spawn(move || keep(&own, &received, &ready));
        made.recv().map_err(|_| ended())??;
        let facilities = city.facilities.iter();
        let facilities = facilities.map(|(_, one)| (one.id.clone(), one.category.clone()));
        Ok(KeptCity {
            facilities: Mutex::new(facilities.collect()),
            orders: Mutex::new(orders),
            city,
        })
    }

    /// The city as it was read.
    pub fn city(&self) -> &Arc<City> {
        &self.city
    }

    /// Follows a change: the rows that are others now, and the rows of areas, each as it was and as
    /// it is.
    ///
    /// # Errors
    /// [`JobError::Study`] when something is to go that is not there, or to come that is.
    pub fn update(&self, change: CityChange) -> Result<Vec<OutTable>, JobError> {
        let mut known = self.facilities.lock().map_err(|_| ended())?;
        let mut gone = Vec::new();
        for id in &change.remove {
            let own = known.iter().filter(|(other, _)| other == id);
            let before = gone.len();
            gone.extend(own.map(|(id, category)| (category.clone(), id.clone())));
            if gone.len() == before {
                let (what, id) = ("facility", id.clone());
                return Err(StudyError::NotFound { what, id }.into());
            }
        }
        let came: Vec<_> = change
            .add
            .iter()
            .map(|one| (one.id.clone(), one.category.clone()))
            .collect();
        let (answer, told) = channel();
        let change = Change {
            remove_facilities: gone,
            add_facilities: change.add,
            remove_origins: change.remove_origins,
            add_origins: change.add_origins,
        };
        let removed = change.remove_facilities.clone();
        self.order(Order::Update(Box::new(change), answer))?;
        let told = told.recv().map_err(|_| ended())??;
        known.retain(|(id, category)| {
            !removed
                .iter()
                .any(|(of, gone)| of == category && gone == id)
        });
        known.extend(came);
        Ok(self.tables(&told, Sides::Both))
    }

    /// Everything as it is now.
    ///
    /// # Errors
    /// [`JobError::Study`] as [`Kept::whole`].
    pub fn whole(&self) -> Result<Whole, JobError> {
        let (answer, told) = channel();
        self.order(Order::Whole(answer))?;
        Ok(told.recv().map_err(|_| ended())??)
    }

    /// What is other than in a city kept before, such as one with other streets: rows by the ids of
    /// their origins. Both must have the same norms, profiles and areas.
    ///
    /// # Errors
    /// As [`KeptCity::whole`].
    pub fn changes_since(&self, before: &KeptCity) -> Result<Vec<OutTable>, JobError> {
        let (before, after) = (before.whole()?, self.whole()?);
        let updated = before.compare(&after);
        let rows = named(
            &updated,
            |row| named_in(&before, row),
            |row| named_in(&after, row),
        );
        Ok(self.tables(&Told { updated, rows }, Sides::Both))
    }

    /// All rows and all rows of areas as they are now, with the columns that updates have.
    ///
    /// # Errors
    /// As [`KeptCity::whole`].
    pub fn results(&self) -> Result<Vec<OutTable>, JobError> {
        let whole = self.whole()?;
        let mut updated = Updated::default();
        for scored in &whole.walkers {
            let rows = scored.rows.iter().zip(&scored.causes);
            let rows = rows.map(|(row, cause)| RowChange {
                before: None,
                after: Some(*row),
                causes: [None, *cause],
            });
            let areas = scored
                .areas
                .iter()
                .flat_map(|own| own.rows.iter().enumerate());
            let areas = areas.map(|(at, row)| AreaChange {
                at,
                before: row.clone(),
                after: row.clone(),
            });
            updated.walkers.push(WalkerChange {
                rows: rows.collect(),
                areas: areas.collect(),
            });
        }
        let name = |row: &Row| named_in(&whole, row);
        let rows = named(&updated, name, name);
        Ok(self.tables(&Told { updated, rows }, Sides::Now))
    }

    fn tables(&self, told: &Told, sides: Sides) -> Vec<OutTable> {
        let mut tables = vec![changed_rows(&self.city, &told.rows, sides)];
        tables.extend(changed_areas(&self.city, &told.updated, sides));
        tables
    }

    fn order(&self, order: Order) -> Result<(), JobError> {
        let orders = self.orders.lock().map_err(|_| ended())?;
        orders.send(order).map_err(|_| ended())
    }
}

/// Keeps a city until nobody has orders any more.
fn keep(city: &City, orders: &Receiver<Order>, ready: &Sender<Result<(), StudyError>>) {
    let study = city.study().prepare();
    let study = match study {
        Ok(study) => study,
        Err(error) => return drop(ready.send(Err(error))),
    };
    let areas = city.areas.as_ref().map(|own| &own.areas);
    let mut kept = match study.keep(city.origins.clone(), areas, true) {
        Ok(kept) => kept,
        Err(error) => return drop(ready.send(Err(error))),
    };
    // Nobody listens any more where it cannot be sent.
    let _ = ready.send(Ok(()));
    for order in orders {
        match order {
            Order::Update(change, answer) => {
                let told = kept.update(*change).map(|updated| {
                    let name = |row: &Row| name(&kept, row);
                    let rows = named(&updated, name, name);
                    Told { updated, rows }
                });
                let _ = answer.send(told);
            }
            Order::Whole(answer) => {
                let _ = answer.send(kept.whole());
            }
        }
    }
}

/// The ids of a row's origin and facility.
fn name(kept: &Kept<'_, '_>, row: &Row) -> Named {
    let facility = row.facility.map(|id| kept.facility(id).id.clone());
    (kept.origin(row.origin).to_owned(), facility)
}

/// The same of a whole.
fn named_in(whole: &Whole, row: &Row) -> Named {
    let facility = row.facility.map(|id| whole.facilities.get(id).id.clone());
    let origin = whole.origins.ids().get(row.origin as usize);
    (origin.to_owned(), facility)
}

/// Changed rows with ids for numbers.
fn named(
    updated: &Updated,
    before: impl Fn(&Row) -> Named,
    after: impl Fn(&Row) -> Named,
) -> Vec<Changed> {
    let mut all = Vec::new();
    for (profile, walker) in updated.walkers.iter().enumerate() {
        for row in &walker.rows {
            all.push(Changed {
                profile,
                names: [
                    row.before.as_ref().map(&before),
                    row.after.as_ref().map(&after),
                ],
                change: row.clone(),
            });
        }
    }
    all
}

fn ended() -> JobError {
    JobError::Incomplete("is not kept any more: its thread has ended".to_owned())
}
