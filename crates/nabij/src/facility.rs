//! Facilities: places that people walk to, with their doors, ranked for ties.

mod index;
mod stored;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{
    category::Category, error::PlaceError, length::Length, line::EdgeKey, point::Point,
    polygon::Polygon,
};
pub(crate) use index::DoorIndex;

/// Where one can go in: a place and its storey in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Door {
    /// Where it is.
    pub point: Point,
    /// Storey in tenths; unknown counts as the ground.
    pub level: Option<i16>,
    /// The place on the network that it is, where it is a gate.
    pub gate: Option<Gate>,
}

impl From<Point> for Door {
    fn from(point: Point) -> Self {
        Door {
            point,
            level: None,
            gate: None,
        }
    }
}

/// A door that lies on a way: where a path leads into a park. Who comes along that way is there;
/// who cannot walk there does not come in by it, however near another street is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Gate {
    /// The edge that leads in.
    pub edge: EdgeKey,
    /// How far along it, from its first vertex.
    pub offset: Length,
}

/// One facility: a shop, a stop, a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facility {
    /// The user's own id, unique within the category.
    pub id: String,
    /// What it is.
    pub category: Category,
    /// Its name, where known.
    pub name: Option<String>,
    /// At least one door.
    pub doors: Vec<Door>,
    /// Its ground, where it is more than a point.
    pub polygon: Option<Polygon>,
    /// The building it is in.
    pub building: Option<String>,
    /// The complex it belongs to.
    pub complex: Option<String>,
    /// The street that its address names.
    pub street: Option<String>,
}

impl Facility {
    /// A facility with one door.
    pub fn new(id: impl Into<String>, category: Category, door: Point) -> Self {
        Facility {
            id: id.into(),
            category,
            name: None,
            doors: vec![door.into()],
            polygon: None,
            building: None,
            complex: None,
            street: None,
        }
    }
}

/// Number of a facility in its collection: its rank among all, by category and then by the byte
/// order of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FacilityId(pub(crate) u32);

/// Facilities of several categories.
///
/// ```
/// use nabij::{Category, Facilities, Facility, Length, Point};
/// let at = |x| Point::new(x, 0);
/// let facilities = Facilities::new([
///     Facility::new("b", Category::PHARMACY, at(300_000)),
///     Facility::new("a", Category::PHARMACY, at(-300_000)),
/// ])?;
/// let near = facilities.nearest(at(0), &Category::PHARMACY, 1);
/// assert_eq!(facilities.get(near[0].0).id, "a"); // a tie: the smaller id
/// assert!(facilities.within(at(0), &Category::PHARMACY, Length::millimetres(299_999)).is_empty());
/// assert_eq!(facilities.within(at(0), &Category::PHARMACY, Length::metres(300)).len(), 2);
/// # Ok::<(), nabij::PlaceError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Facilities {
    /// In order of rank.
    facilities: Vec<Facility>,
    /// Where each facility's doors start among all doors.
    first_door: Vec<u32>,
    categories: Vec<(Category, Range<u32>, DoorIndex)>,
    /// Categories whose layer was read, though it holds none.
    empty: Vec<Category>,
}

impl Facilities {
    /// Ranks and indexes facilities; the order in which they come does not matter.
    ///
    /// # Errors
    /// [`PlaceError`] when two of one category carry the same id, or one has no door.
    pub fn new(facilities: impl IntoIterator<Item = Facility>) -> Result<Self, PlaceError> {
        let mut facilities: Vec<Facility> = facilities.into_iter().collect();
        facilities.sort_by(|a, b| (&a.category, &a.id).cmp(&(&b.category, &b.id)));
        let what = |facility: &Facility| format!("facility of category {}", facility.category);
        for pair in facilities.windows(2) {
            if (&pair[0].category, &pair[0].id) == (&pair[1].category, &pair[1].id) {
                return Err(PlaceError::DuplicateId {
                    what: what(&pair[0]),
                    id: pair[0].id.clone(),
                });
            }
        }
        let mut first_door = vec![0];
        for facility in &mut facilities {
            facility.doors.sort_unstable();
            facility.doors.dedup();
            if facility.doors.is_empty() {
                return Err(PlaceError::NoDoor {
                    what: what(facility),
                    id: facility.id.clone(),
                });
            }
            let last = first_door[first_door.len() - 1];
            first_door.push(last + facility.doors.len() as u32);
        }
        let mut categories: Vec<(Category, Range<u32>, DoorIndex)> = Vec::new();
        let mut start = 0;
        for chunk in facilities.chunk_by(|a, b| a.category == b.category) {
            let range = start..start + chunk.len() as u32;
            let index = DoorIndex::new(start, first_door[start as usize], chunk);
            start = range.end;
            categories.push((chunk[0].category.clone(), range, index));
        }
        Ok(Facilities {
            facilities,
            first_door,
            categories,
            empty: Vec::new(),
        })
    }

    /// The same with other doors for those that `doors` gives some; ranks among doors follow.
    ///
    /// # Errors
    /// [`PlaceError`] when it gives a facility none at all.
    pub fn with_doors(
        self,
        mut doors: impl FnMut(&Facility) -> Option<Vec<Door>>,
    ) -> Result<Self, PlaceError> {
        let facilities = self.facilities.into_iter().map(|facility| Facility {
            doors: doors(&facility).unwrap_or_else(|| facility.doors.clone()),
            ..facility
        });
        Ok(Facilities {
            empty: self.empty,
            ..Facilities::new(facilities)?
        })
    }

    /// Some of the facilities, ascending; categories that were looked for stay known.
    pub(crate) fn part(&self, ids: &[FacilityId]) -> Result<Self, PlaceError> {
        let own = |id: &FacilityId| Facility {
            polygon: None, // nothing is measured by it
            ..self.get(*id).clone()
        };
        let part = Facilities::new(ids.iter().map(own))?;
        Ok(self.known().cloned().fold(part, Facilities::declare))
    }

    /// Says that a category was looked for: that it has no facility is known, not an oversight.
    pub fn declare(mut self, category: Category) -> Self {
        if !self.knows(&category) {
            self.empty.push(category);
        }
        self
    }

    /// Whether a category was looked for, even if nothing was found.
    pub fn knows(&self, category: &Category) -> bool {
        self.category(category).is_some() || self.empty.contains(category)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.facilities.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.facilities.is_empty()
    }

    /// The categories that have facilities, in byte order.
    pub fn categories(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().map(|(category, ..)| category)
    }

    /// The categories that were looked for, found or not.
    pub fn known(&self) -> impl Iterator<Item = &Category> {
        self.categories().chain(&self.empty)
    }

    /// The facility of this number, which must come from this collection.
    pub fn get(&self, id: FacilityId) -> &Facility {
        &self.facilities[id.0 as usize]
    }

    /// Every facility, in order of rank.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FacilityId, &Facility)> {
        let number = |at: usize| FacilityId(at as u32);
        self.facilities
            .iter()
            .enumerate()
            .map(move |(at, facility)| (number(at), facility))
    }

    /// The facilities of a category, in order of rank.
    pub fn of(&self, category: &Category) -> impl ExactSizeIterator<Item = FacilityId> + use<> {
        self.range(category).map(FacilityId)
    }

    /// The `count` facilities of a category nearest as the crow flies, with the distance in mm;
    /// ties by rank.
    pub fn nearest(&self, to: Point, category: &Category, count: usize) -> Vec<(FacilityId, u64)> {
        self.index(category)
            .map_or_else(Vec::new, |index| index.nearest(to, count))
    }

    /// The facilities of a category at most `radius` away as the crow flies, in order of rank.
    pub fn within(&self, of: Point, category: &Category, radius: Length) -> Vec<FacilityId> {
        let mut found: Vec<FacilityId> = self
            .doors_within(of, category, radius.mm())
            .map(|(facility, ..)| facility)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The facilities of a category with a door in a polygon (borders by the half-open rule), in
    /// order of rank.
    pub fn inside(&self, polygon: &Polygon, category: &Category) -> Vec<FacilityId> {
        self.index(category)
            .map_or_else(Vec::new, |index| index.inside(polygon))
    }

    pub(crate) fn range(&self, category: &Category) -> Range<u32> {
        self.category(category)
            .map_or(0..0, |(_, range, _)| range.clone())
    }

    /// The doors of a category at most `radius` mm away: facility, door's rank, place.
    pub(crate) fn doors_within(
        &self,
        of: Point,
        category: &Category,
        radius: u32,
    ) -> impl Iterator<Item = (FacilityId, u32, Point)> + '_ {
        self.index(category)
            .into_iter()
            .flat_map(move |index| index.within(of, radius))
    }

    /// All doors of a facility with their ranks among all doors.
    pub(crate) fn doors(&self, id: FacilityId) -> impl Iterator<Item = (u32, &Door)> {
        (self.first_door[id.0 as usize]..).zip(&self.get(id).doors)
    }

    /// The facility that the door of this rank belongs to.
    pub(crate) fn of_door(&self, rank: u32) -> Option<FacilityId> {
        let after = self.first_door.partition_point(|first| *first <= rank);
        let at = after.checked_sub(1)?;
        (at < self.facilities.len()).then_some(FacilityId(at as u32))
    }

    fn category(&self, category: &Category) -> Option<&(Category, Range<u32>, DoorIndex)> {
        let at = self.categories.binary_search_by(|c| c.0.cmp(category));
        at.ok().and_then(|at| self.categories.get(at))
    }

    fn index(&self, category: &Category) -> Option<&DoorIndex> {
        self.category(category).map(|(_, _, index)| index)
    }
}
