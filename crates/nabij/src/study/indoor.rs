//! Facilities in an origin's own building or complex.

use rustc_hash::FxHashMap;

use super::Prepared;
use crate::{
    access::{Answer, How},
    category::Category,
    facility::FacilityId,
    origin::Origins,
};

impl Prepared<'_> {
    /// The first facility by rank in each building and complex, for norms that count indoors.
    pub(crate) fn indoor(&self) -> &Indoor {
        self.indoor.get_or_init(|| self.find_indoor())
    }

    fn find_indoor(&self) -> Indoor {
        let mut indoor = Indoor::default();
        for (id, facility) in self.study.facilities.iter() {
            let mut note = |place: Place, name: &Option<String>| {
                if let Some(name) = name {
                    let key = (place, facility.category.clone(), name.clone());
                    indoor.0.entry(key).or_insert(id);
                }
            };
            note(Place::Building, &facility.building);
            note(Place::Complex, &facility.complex);
        }
        indoor
    }

    /// The answer indoors: a facility in the origin's own building or complex.
    pub(super) fn inside(
        &self,
        indoor: &Indoor,
        category: &Category,
        origins: &Origins,
        origin: usize,
    ) -> Option<Answer> {
        let own = [
            (Place::Building, origins.building(origin)),
            (Place::Complex, origins.complex(origin)),
        ];
        let find = |(place, name): (Place, Option<&str>)| {
            let key = (place, category.clone(), name?.to_owned());
            indoor.0.get(&key).copied()
        };
        let facility = own.into_iter().filter_map(find).min()?;
        let (door, _) = self.study.facilities.doors(facility).next()?;
        Some(Answer {
            mm: 0,
            door,
            how: How::Indoor,
            street: None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Building,
    Complex,
}

/// Facilities by the building and the complex they are in.
#[derive(Debug, Default)]
pub(crate) struct Indoor(FxHashMap<(Place, Category, String), FacilityId>);
