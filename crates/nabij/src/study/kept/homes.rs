//! The origins of a study that is kept up to date, and where to find those that something concerns.

use rustc_hash::FxHashMap;

use crate::{coverage::Coverage, origin::Origins, point::Point, study::Study};

/// Nothing is that near.
const NONE: u32 = u32::MAX;

/// Places are looked up in squares of 2¹⁸ mm.
const SQUARE_BITS: u32 = 18;

/// Origins in the order of their coming. One that has gone keeps its number; one that has moved
/// has a new one, and stands where it stood.
pub(super) struct Homes {
    pub origins: Origins,
    there: Vec<bool>,
    /// Per origin its place in the order of the output.
    sequence: Vec<u32>,
    next: u32,
    /// Origins with a door there.
    squares: FxHashMap<(i32, i32), Vec<u32>>,
    /// Origins by building and by complex, where a norm asks.
    sheltered: Option<[FxHashMap<String, Vec<u32>>; 2]>,
    /// Per origin the straight mm to the edge of the data, [`NONE`] beyond the horizon.
    extent: Vec<u32>,
    /// The same to the edge of what is known of a category.
    coverage: Vec<Option<Vec<u32>>>,
}

impl Homes {
    /// The origins of a study; `coverage` has one for each category that norms ask for.
    pub fn new(study: &Study<'_>, origins: Origins) -> Self {
        let indoor = study.norms.norms().iter().any(|norm| norm.indoor);
        let count = origins.len();
        let edge = |known: &Coverage| {
            crate::parallel::map(count, |at| to_edge(study, known, &origins, at))
        };
        let categories = study.norms.categories().into_iter();
        let coverage = categories.map(|one| study.coverage.get(one).map(|known| edge(known)));
        let mut homes = Homes {
            there: Vec::with_capacity(count),
            sequence: Vec::with_capacity(count),
            next: 0,
            squares: FxHashMap::default(),
            sheltered: indoor.then(Default::default),
            extent: study.extent.map_or_else(Vec::new, edge),
            coverage: coverage.collect(),
            origins,
        };
        for origin in 0..count as u32 {
            homes.enter(origin, homes.next);
        }
        homes
    }

    /// Adds one of other origins, in the place of one that went or at the end.
    pub fn push(
        &mut self,
        study: &Study<'_>,
        (others, at): (&Origins, usize),
        instead: Option<u32>,
    ) -> u32 {
        let number = self.origins.len() as u32;
        self.origins.push(others, at);
        let place = instead.and_then(|other| self.sequence.get(other as usize));
        self.enter(number, place.copied().unwrap_or(self.next));
        let edge = |known: &Coverage| to_edge(study, known, &self.origins, number as usize);
        self.extent.extend(study.extent.map(edge));
        let categories = study.norms.categories();
        for (known, category) in self.coverage.iter_mut().zip(categories) {
            if let (Some(all), Some(known)) = (known, study.coverage.get(category)) {
                all.push(edge(known));
            }
        }
        number
    }

    fn enter(&mut self, origin: u32, place: u32) {
        self.there.push(true);
        self.sequence.push(place);
        self.next = self.next.max(place + 1);
        let mut squares: Vec<(i32, i32)> = Vec::new();
        for door in self.origins.doors(origin as usize) {
            let square = square(*door);
            if !squares.contains(&square) {
                squares.push(square);
                self.squares.entry(square).or_default().push(origin);
            }
        }
        if let Some(sheltered) = &mut self.sheltered {
            let at = origin as usize;
            let own = [self.origins.building(at), self.origins.complex(at)];
            for (held, name) in sheltered.iter_mut().zip(own) {
                if let Some(name) = name {
                    held.entry(name.to_owned()).or_default().push(origin);
                }
            }
        }
    }

    /// Takes an origin out.
    pub fn take(&mut self, origin: u32) {
        self.there[origin as usize] = false;
        for door in self.origins.doors(origin as usize) {
            if let Some(own) = self.squares.get_mut(&square(*door)) {
                own.retain(|other| *other != origin);
            }
        }
    }

    /// How many are there.
    pub fn count(&self) -> usize {
        self.there.iter().filter(|there| **there).count()
    }

    pub fn is_there(&self, origin: u32) -> bool {
        self.there[origin as usize]
    }

    /// Those that are there, by the ids asked for.
    pub fn named(&self, ids: &[&str]) -> FxHashMap<String, u32> {
        let mut found = FxHashMap::default();
        if ids.is_empty() {
            return found;
        }
        let wanted: rustc_hash::FxHashSet<&str> = ids.iter().copied().collect();
        for (at, id) in (0..).zip(self.origins.ids().iter()) {
            if self.is_there(at) && wanted.contains(id) {
                found.insert(id.to_owned(), at);
            }
        }
        found
    }

    /// Those that are there, in the order of the output.
    pub fn ordered(&self) -> Vec<u32> {
        let mut all: Vec<u32> = (0..self.there.len() as u32)
            .filter(|at| self.is_there(*at))
            .collect();
        all.sort_unstable_by_key(|at| self.sequence[*at as usize]);
        all
    }

    /// Those with a door at most so many mm away in a straight line, and that distance for each of
    /// their doors.
    pub fn within(&self, of: Point, radius: u32, mut found: impl FnMut(u32, Point, u32)) {
        let reach = i64::from(radius) + 1;
        let number = |at: i32, by: i64| ((i64::from(at) + by) >> SQUARE_BITS) as i32;
        for x in number(of.x, -reach)..=number(of.x, reach) {
            for y in number(of.y, -reach)..=number(of.y, reach) {
                for origin in self.squares.get(&(x, y)).into_iter().flatten() {
                    for door in self.origins.doors(*origin as usize) {
                        let mm = door.distance_mm(of);
                        // A door in another square is found there, or here once more.
                        if mm <= u64::from(radius) {
                            found(*origin, *door, mm as u32);
                        }
                    }
                }
            }
        }
    }

    /// Those in a building, and those in a complex.
    pub fn inside<'s>(
        &'s self,
        building: Option<&'s str>,
        complex: Option<&'s str>,
    ) -> impl Iterator<Item = u32> + 's {
        let held = self.sheltered.iter().flatten().zip([building, complex]);
        let own = held.filter_map(|(held, name)| held.get(name?));
        own.flatten().copied()
    }

    /// The straight mm to the edge of the data.
    pub fn extent_mm(&self, origin: u32) -> Option<u32> {
        let known = self.extent.get(origin as usize).copied();
        known.filter(|mm| *mm != NONE)
    }

    /// The straight mm to the edge of what is known of a category that norms ask for.
    pub fn coverage_mm(&self, asked: u16, origin: u32) -> Option<u32> {
        let known = self.coverage.get(asked as usize)?.as_ref()?;
        let known = known.get(origin as usize).copied();
        known.filter(|mm| *mm != NONE)
    }
}

fn square(place: Point) -> (i32, i32) {
    (place.x >> SQUARE_BITS, place.y >> SQUARE_BITS)
}

fn to_edge(study: &Study<'_>, known: &Coverage, origins: &Origins, origin: usize) -> u32 {
    let doors = origins.doors(origin).iter();
    let found = doors.filter_map(|door| known.straight_mm(*door, study.horizon()));
    found.min().unwrap_or(NONE)
}
