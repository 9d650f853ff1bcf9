//! The facilities of a study that is kept up to date: each keeps its number when others come and go.

use rustc_hash::FxHashMap;
use std::cmp::Ordering;

use crate::{
    category::Category,
    error::PlaceError,
    facility::{Door, DoorIndex, Facilities, Facility, FacilityId},
    length::Length,
    norm::NormSet,
    point::Point,
};

/// What a facility is in with others: a building or a complex, of a category, by name.
type Shelter = (Place, u16, String);

/// Buildings and complexes have names of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Building,
    Complex,
}

/// Facilities in the order of their coming, the first ones in order of rank. One that has gone
/// keeps its number.
pub(super) struct Roster {
    facilities: Vec<Facility>,
    there: Vec<bool>,
    first_door: Vec<u32>,
    /// Per facility: which of the categories that norms ask for.
    asked: Vec<Option<u16>>,
    /// The categories that norms ask for, in byte order.
    categories: Vec<Category>,
    /// Every category that the study holds a layer of, though it may be empty.
    known: Vec<Category>,
    by_id: FxHashMap<(Category, String), u32>,
    /// Per category that norms ask for.
    doors: Vec<DoorIndex>,
    /// In order of rank.
    sheltered: FxHashMap<Shelter, Vec<u32>>,
}

impl Roster {
    /// What a study has.
    pub fn new(facilities: &Facilities, norms: &NormSet) -> Self {
        let categories: Vec<Category> = norms.categories().into_iter().cloned().collect();
        let mut roster = Roster {
            facilities: Vec::with_capacity(facilities.len()),
            there: Vec::new(),
            first_door: vec![0],
            asked: Vec::new(),
            doors: categories
                .iter()
                .map(|_| DoorIndex::new(0, 0, &[]))
                .collect(),
            categories,
            known: facilities.known().cloned().collect(),
            by_id: FxHashMap::default(),
            sheltered: FxHashMap::default(),
        };
        for (_, facility) in facilities.iter() {
            roster.push(facility.clone());
        }
        roster
    }

    /// Adds a facility with its doors in order, each once.
    pub fn push(&mut self, facility: Facility) -> u32 {
        let number = self.facilities.len() as u32;
        let at = self.categories.binary_search(&facility.category);
        self.asked.push(at.ok().map(|at| at as u16));
        let doors = self.first_door.last().copied().unwrap_or(0);
        self.first_door.push(doors + facility.doors.len() as u32);
        if !self.known.contains(&facility.category) {
            self.known.push(facility.category.clone());
        }
        self.there.push(true);
        self.facilities.push(facility);
        self.enter(number, true);
        number
    }

    /// Takes a facility out.
    pub fn take(&mut self, number: u32) {
        self.there[number as usize] = false;
        self.enter(number, false);
    }

    /// Notes in every index that a facility is there, or is no more.
    fn enter(&mut self, number: u32, there: bool) {
        let own = &self.facilities[number as usize];
        let key = (own.category.clone(), own.id.clone());
        if there {
            self.by_id.insert(key, number);
        } else {
            self.by_id.remove(&key);
        }
        let Some(asked) = self.asked[number as usize] else {
            return;
        };
        self.doors[asked as usize].set(number, self.first_door[number as usize], own, there);
        let own = [
            (Place::Building, &own.building),
            (Place::Complex, &own.complex),
        ];
        for (place, name) in own {
            let Some(name) = name else { continue };
            let facilities = &self.facilities;
            let held = self.sheltered.entry((place, asked, name.clone()));
            let held = held.or_default();
            let id = |at: u32| &facilities[at as usize].id;
            let at = held.partition_point(|other| id(*other) < id(number));
            if there {
                held.insert(at, number);
            } else {
                held.retain(|other| *other != number);
            }
        }
    }

    pub fn get(&self, number: u32) -> &Facility {
        &self.facilities[number as usize]
    }

    pub fn is_there(&self, number: u32) -> bool {
        self.there[number as usize]
    }

    /// The one of this category and id.
    pub fn find(&self, category: &Category, id: &str) -> Option<u32> {
        let key = (category.clone(), id.to_owned());
        self.by_id.get(&key).copied()
    }

    pub fn knows(&self, category: &Category) -> bool {
        self.known.contains(category)
    }

    /// Every category that is known.
    pub fn known(&self) -> &[Category] {
        &self.known
    }

    /// The categories that norms ask for, in byte order.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Which of the categories that norms ask for a facility is of.
    pub fn asked(&self, number: u32) -> Option<u16> {
        self.asked[number as usize]
    }

    /// How many numbers are taken.
    pub fn len(&self) -> u32 {
        self.facilities.len() as u32
    }

    /// The ranks of a facility's doors.
    pub fn doors(&self, number: u32) -> std::ops::Range<u32> {
        self.first_door[number as usize]..self.first_door[number as usize + 1]
    }

    /// As ranks would compare if all were numbered anew.
    pub fn compare(&self, a: u32, b: u32) -> Ordering {
        if a == b {
            return Ordering::Equal;
        }
        let key = |at: u32| (&self.get(at).category, &self.get(at).id, at);
        key(a).cmp(&key(b))
    }

    /// The first facility of a category by rank in one of these: a building and a complex.
    pub fn inside(
        &self,
        asked: u16,
        building: Option<&str>,
        complex: Option<&str>,
    ) -> Option<FacilityId> {
        let own = [(Place::Building, building), (Place::Complex, complex)];
        let find = |(place, name): (Place, Option<&str>)| {
            let held = self.sheltered.get(&(place, asked, name?.to_owned()))?;
            held.first().copied()
        };
        let found = own.into_iter().filter_map(find);
        found.min_by(|a, b| self.compare(*a, *b)).map(FacilityId)
    }

    /// The doors of a category at most so far away, with their ranks.
    pub fn doors_within(
        &self,
        of: Point,
        asked: u16,
        radius: Length,
    ) -> impl Iterator<Item = (u32, &Door)> + '_ {
        let near = self.doors[asked as usize].within(of, radius.mm());
        near.filter_map(|(facility, rank, _)| {
            let at = rank - self.doors(facility.0).start;
            Some((rank, self.get(facility.0).doors.get(at as usize)?))
        })
    }

    /// Those that are there, numbered anew, and per number the new one.
    ///
    /// # Errors
    /// [`PlaceError`] as [`Facilities::new`]; what is there has passed it before.
    pub fn whole(&self) -> Result<(Facilities, Vec<Option<FacilityId>>), PlaceError> {
        let mut order: Vec<u32> = (0..self.len()).filter(|at| self.is_there(*at)).collect();
        order.sort_unstable_by(|a, b| self.compare(*a, *b));
        let mut numbers = vec![None; self.facilities.len()];
        for (new, old) in (0..).zip(&order) {
            numbers[*old as usize] = Some(FacilityId(new));
        }
        let facilities = Facilities::new(order.iter().map(|at| self.get(*at).clone()))?;
        let known = self.known.iter().cloned();
        Ok((known.fold(facilities, Facilities::declare), numbers))
    }
}
