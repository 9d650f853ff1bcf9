//! Origins: the addresses that walks start from, with doors and weights.

mod builder;

pub use builder::OriginsBuilder;
use serde::{Deserialize, Serialize};

use crate::{error::PlaceError, point::Point, texts::Texts};

/// One origin, as it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The user's own id.
    pub id: String,
    /// At least one door.
    pub doors: Vec<Point>,
    /// What it is: `address`, `other`, `complex`. Norms choose by it.
    pub kind: Option<String>,
    /// The building it is in.
    pub building: Option<String>,
    /// The complex it belongs to.
    pub complex: Option<String>,
    /// The code of the area it is in, where a register tells: it beats the place.
    pub area: Option<String>,
    /// The street that its address names.
    pub street: Option<String>,
}

impl Origin {
    /// An origin with one door.
    pub fn new(id: impl Into<String>, door: Point) -> Self {
        Origin {
            id: id.into(),
            doors: vec![door],
            ..Origin::default()
        }
    }
}

/// A weight in millionths, or nothing where it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight(i64); // negative where it is not known

impl Weight {
    /// Nobody knows.
    pub const UNKNOWN: Weight = Weight(-1);
    /// Exactly one.
    pub const ONE: Weight = Weight(1_000_000);
    /// Nobody.
    pub const ZERO: Weight = Weight(0);

    /// A weight rounded to millionths.
    ///
    /// # Errors
    /// [`PlaceError::Weight`] when it is negative, not finite or too large.
    pub fn new(value: f64) -> Result<Self, PlaceError> {
        let millionths = (value * 1e6).round();
        if (0.0..9.2e18).contains(&millionths) {
            Ok(Weight(millionths as i64))
        } else {
            Err(PlaceError::Weight { value })
        }
    }

    /// So many millionths; a negative number is 0.
    pub(crate) fn from_millionths(millionths: i64) -> Self {
        Weight(millionths.max(0))
    }

    /// Millionths, or nothing where it is not known.
    pub fn millionths(self) -> Option<i64> {
        (self.0 >= 0).then_some(self.0)
    }
}

/// A named column of weights: residents, residents of 65 and older.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightColumn {
    /// Its name.
    pub name: String,
    /// One weight per origin.
    pub values: Vec<Weight>,
}

/// Origins as columns, in the order of the input.
///
/// ```
/// use nabij::{Origin, Origins, Point, Weight};
/// let origins = Origins::new([Origin::new("2541SV 12", Point::new(0, 0))])?
///     .weight("residents", vec![Weight::new(2.1)?])?;
/// assert_eq!(origins.len(), 1);
/// assert_eq!(origins.weights()[0].values[0].millionths(), Some(2_100_000));
/// # Ok::<(), nabij::PlaceError>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Origins {
    ids: Texts,
    places: Vec<Point>,
    doors: Vec<Point>,
    first_door: Vec<u32>,
    kinds: Texts,
    buildings: Texts,
    complexes: Texts,
    areas: Texts,
    streets: Texts,
    weights: Vec<WeightColumn>,
}

impl Origins {
    /// Origins in the order given.
    ///
    /// # Errors
    /// [`PlaceError`] when two carry the same id, or one has no door.
    pub fn new(origins: impl IntoIterator<Item = Origin>) -> Result<Self, PlaceError> {
        let mut builder = OriginsBuilder::default();
        for origin in origins {
            builder.push(origin);
        }
        builder.build()
    }

    /// Adds a column of weights.
    ///
    /// # Errors
    /// [`PlaceError::ColumnLength`] when it has another length than there are origins.
    pub fn weight(
        mut self,
        name: impl Into<String>,
        values: Vec<Weight>,
    ) -> Result<Self, PlaceError> {
        let (name, found, expected) = (name.into(), values.len(), self.len());
        if found != expected {
            return Err(PlaceError::ColumnLength {
                column: name,
                found,
                expected,
            });
        }
        self.weights.push(WeightColumn { name, values });
        Ok(self)
    }

    /// Adds one of others behind these. Its weights are those of columns of the same name, and not
    /// known where the others have none.
    pub(crate) fn push(&mut self, others: &Origins, at: usize) {
        self.ids.push(others.ids.get(at));
        self.places.push(others.place(at));
        self.doors.extend(others.doors(at));
        self.first_door.push(self.doors.len() as u32);
        self.kinds.push(others.kinds.get(at));
        self.buildings.push(others.buildings.get(at));
        self.complexes.push(others.complexes.get(at));
        self.areas.push(others.areas.get(at));
        self.streets.push(others.streets.get(at));
        for column in &mut self.weights {
            let own = others.weights.iter().find(|own| own.name == column.name);
            let weight = own.and_then(|own| own.values.get(at));
            column
                .values
                .push(weight.copied().unwrap_or(Weight::UNKNOWN));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The user's ids.
    pub fn ids(&self) -> &Texts {
        &self.ids
    }

    /// Where an origin's doors are.
    pub fn doors(&self, origin: usize) -> &[Point] {
        &self.doors[self.first_door[origin] as usize..self.first_door[origin + 1] as usize]
    }

    /// Where an origin is on the map, and in which area: its first door, as it was given.
    pub fn place(&self, origin: usize) -> Point {
        self.places[origin]
    }

    /// The same origins in the same places with other doors, for those that `doors` gives some.
    ///
    /// ```
    /// use nabij::{Origin, Origins, Point};
    /// let (flat, door) = (Point::new(0, 0), Point::new(9_000, 0));
    /// let origins = Origins::new([Origin::new("flat", flat)])?.with_doors(|_| Some(vec![door]));
    /// assert_eq!((origins.place(0), origins.doors(0)), (flat, &[door][..]));
    /// # Ok::<(), nabij::PlaceError>(())
    /// ```
    pub fn with_doors(self, mut doors: impl FnMut(usize) -> Option<Vec<Point>>) -> Self {
        let (mut all, mut first_door) = (Vec::with_capacity(self.doors.len()), vec![0]);
        for origin in 0..self.len() {
            match doors(origin).filter(|doors| !doors.is_empty()) {
                Some(doors) => all.extend(doors),
                None => all.extend(self.doors(origin)),
            }
            first_door.push(all.len() as u32);
        }
        Origins {
            doors: all,
            first_door,
            ..self
        }
    }

    /// What an origin is, where given.
    pub fn kind(&self, origin: usize) -> Option<&str> {
        given(&self.kinds, origin)
    }

    /// The building an origin is in, where given.
    pub fn building(&self, origin: usize) -> Option<&str> {
        given(&self.buildings, origin)
    }

    /// The complex an origin belongs to, where given.
    pub fn complex(&self, origin: usize) -> Option<&str> {
        given(&self.complexes, origin)
    }

    /// The code of the area an origin is in, where given.
    pub fn area(&self, origin: usize) -> Option<&str> {
        given(&self.areas, origin)
    }

    /// The street that an origin's address names, where given.
    pub fn street(&self, origin: usize) -> Option<&str> {
        given(&self.streets, origin)
    }

    /// Whether all columns have a value per origin, and every origin a door.
    pub(crate) fn is_whole(&self) -> bool {
        let count = self.len();
        let columns = [
            &self.kinds,
            &self.buildings,
            &self.complexes,
            &self.areas,
            &self.streets,
        ];
        let starts = &self.first_door;
        columns.iter().all(|column| column.len() == count)
            && self.weights.iter().all(|own| own.values.len() == count)
            && self.places.len() == count
            && starts.len() == count + 1
            && starts.is_sorted_by(|a, b| a < b)
            && starts
                .last()
                .is_some_and(|end| *end as usize == self.doors.len())
    }

    /// Some of the origins, by number, in the order given, with their weights.
    pub(crate) fn part(&self, numbers: &[u32]) -> Origins {
        let at = || numbers.iter().map(|number| *number as usize);
        let texts = |column: &Texts| at().map(|origin| column.get(origin)).collect();
        let (mut doors, mut first_door) = (Vec::new(), vec![0]);
        for origin in at() {
            doors.extend(self.doors(origin));
            first_door.push(doors.len() as u32);
        }
        let weight = |column: &WeightColumn| WeightColumn {
            name: column.name.clone(),
            values: at().map(|origin| column.values[origin]).collect(),
        };
        Origins {
            ids: texts(&self.ids),
            places: at().map(|origin| self.place(origin)).collect(),
            doors,
            first_door,
            kinds: texts(&self.kinds),
            buildings: texts(&self.buildings),
            complexes: texts(&self.complexes),
            areas: texts(&self.areas),
            streets: texts(&self.streets),
            weights: self.weights.iter().map(weight).collect(),
        }
    }

    /// The columns of weights.
    pub fn weights(&self) -> &[WeightColumn] {
        &self.weights
    }
}

fn given(column: &Texts, at: usize) -> Option<&str> {
    Some(column.get(at)).filter(|text| !text.is_empty())
}
