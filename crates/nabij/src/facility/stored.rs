//! Facilities as they are stored, and read back.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{Facilities, Facility};
use crate::category::Category;

impl Serialize for Facilities {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (&self.facilities, &self.empty).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Facilities {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (all, empty): (Vec<Facility>, Vec<Category>) = Deserialize::deserialize(from)?;
        let key = |one: &Facility| (one.category.clone(), one.id.clone());
        let doors = |one: &Facility| one.doors.is_sorted_by(|a, b| a < b);
        // Others name them by their numbers.
        if !all.is_sorted_by(|a, b| key(a) < key(b)) || !all.iter().all(doors) {
            return Err(D::Error::custom("its facilities are not in order"));
        }
        let facilities = Facilities::new(all).map_err(D::Error::custom)?;
        Ok(empty.into_iter().fold(facilities, Facilities::declare))
    }
}
