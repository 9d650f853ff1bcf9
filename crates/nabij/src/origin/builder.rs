//! Origins that come one by one.

use std::{collections::BTreeMap, hash::BuildHasher};

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::{Origin, Origins};
use crate::{error::PlaceError, texts::Texts};

/// Takes origins one by one into columns, so that millions of them are never there twice.
///
/// ```
/// use nabij::{Origin, OriginsBuilder, Point};
/// let mut origins = OriginsBuilder::default();
/// origins.push(Origin::new("home", Point::new(0, 0)));
/// assert_eq!(origins.build()?.len(), 1);
/// # Ok::<(), nabij::PlaceError>(())
/// ```
#[derive(Clone, Debug)]
pub struct OriginsBuilder {
    origins: Origins,
    complexes: BTreeMap<usize, String>,
}

impl Default for OriginsBuilder {
    fn default() -> Self {
        OriginsBuilder::with_capacity(0)
    }
}

impl OriginsBuilder {
    /// No origins, with room for so many of one door each.
    pub fn with_capacity(count: usize) -> Self {
        let mut first_door = Vec::with_capacity(count + 1);
        first_door.push(0);
        OriginsBuilder {
            origins: Origins {
                ids: Texts::default(),
                places: Vec::with_capacity(count),
                doors: Vec::with_capacity(count),
                first_door,
                kinds: Texts::default(),
                buildings: Texts::default(),
                complexes: Texts::default(),
                areas: Texts::default(),
                streets: Texts::default(),
                weights: Vec::new(),
            },
            complexes: BTreeMap::new(),
        }
    }

    /// Adds one behind the others.
    pub fn push(&mut self, origin: Origin) {
        let all = &mut self.origins;
        all.ids.push(&origin.id);
        all.places
            .push(origin.doors.first().copied().unwrap_or_default());
        all.doors.extend(&origin.doors);
        all.first_door.push(all.doors.len() as u32);
        for (column, text) in [
            (&mut all.kinds, &origin.kind),
            (&mut all.buildings, &origin.building),
            (&mut all.complexes, &origin.complex),
            (&mut all.areas, &origin.area),
            (&mut all.streets, &origin.street),
        ] {
            column.push(text.as_deref().unwrap_or_default());
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// The user's ids so far.
    pub fn ids(&self) -> &Texts {
        &self.origins.ids
    }

    /// Puts one of them in another complex.
    pub fn complex(&mut self, origin: usize, complex: String) {
        self.complexes.insert(origin, complex);
    }

    /// Says of every origin which street its address names; an empty text is unknown. Origins that
    /// the column is too short for keep what they have.
    pub fn streets(mut self, streets: Texts) -> Self {
        let own = &self.origins.streets;
        self.origins.streets = if streets.len() == own.len() {
            streets
        } else {
            let left = streets.len().min(own.len())..own.len();
            let left = left.map(|at| own.get(at));
            streets.iter().take(own.len()).chain(left).collect()
        };
        self
    }

    /// The origins, in the order in which they came.
    ///
    /// # Errors
    /// [`PlaceError`] when two carry the same id, or one has no door.
    pub fn build(self) -> Result<Origins, PlaceError> {
        let mut origins = self.origins;
        let mut doors = origins.first_door.windows(2);
        if doors.any(|pair| pair[0] == pair[1]) || repeated(&origins.ids) {
            let mut known = FxHashSet::default();
            for (at, id) in origins.ids.iter().enumerate() {
                let what = "origin".to_owned();
                if !known.insert(id) {
                    let id = id.to_owned();
                    return Err(PlaceError::DuplicateId { what, id });
                }
                if origins.doors(at).is_empty() {
                    let id = id.to_owned();
                    return Err(PlaceError::NoDoor { what, id });
                }
            }
        }
        if !self.complexes.is_empty() {
            let told = |at: usize| self.complexes.get(&at).map(String::as_str);
            let own = &origins.complexes;
            let all = (0..own.len()).map(|at| told(at).unwrap_or(own.get(at)));
            origins.complexes = all.collect();
        }
        Ok(origins)
    }
}

/// Whether two texts may be the same: always true where two are. Hashes in order take a third of the
/// memory of a set of texts.
fn repeated(texts: &Texts) -> bool {
    let hash = |text: &str| FxBuildHasher.hash_one(text);
    let mut hashes: Vec<u64> = texts.iter().map(hash).collect();
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| pair[0] == pair[1])
}
