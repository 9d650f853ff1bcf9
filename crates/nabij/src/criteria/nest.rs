//! Areas within areas: which parts make up a larger one.

use crate::area::Areas;

/// The levels of areas with the parts of each, and one of all areas together above them where the
/// coarsest level has several.
#[derive(Clone, Debug, Default)]
pub struct Nest {
    /// Per level its name and the ids of its areas, the finest first.
    levels: Vec<(String, Vec<String>)>,
    /// Per level and area its areas of the finest level.
    parts: Vec<Vec<Vec<u32>>>,
    /// Per level and area of the finest level what it is part of.
    of: Vec<Vec<Option<u32>>>,
}

impl Nest {
    /// The level above all others, and its only area.
    pub const ALL: &'static str = "all";

    /// The levels of areas.
    pub fn new(areas: &Areas) -> Self {
        let mut nest = Nest::default();
        let finest = areas.levels().first().map_or(0, |level| level.ids.len());
        for level in areas.levels() {
            nest.add(&level.name, level.ids.clone(), level.of.clone());
        }
        if areas
            .levels()
            .last()
            .is_some_and(|level| level.ids.len() > 1)
        {
            nest.add(Self::ALL, vec![Self::ALL.to_owned()], vec![Some(0); finest]);
        }
        nest
    }

    fn add(&mut self, name: &str, ids: Vec<String>, of: Vec<Option<u32>>) {
        let mut parts = vec![Vec::new(); ids.len()];
        for (part, whole) in (0..).zip(&of) {
            if let Some(parts) = whole.and_then(|whole| parts.get_mut(whole as usize)) {
                parts.push(part);
            }
        }
        self.levels.push((name.to_owned(), ids));
        self.parts.push(parts);
        self.of.push(of);
    }

    /// How many levels there are.
    pub fn levels(&self) -> usize {
        self.levels.len()
    }

    /// The name of a level.
    pub fn level_name(&self, level: usize) -> &str {
        self.levels.get(level).map_or("", |(name, _)| name)
    }

    /// The level of this name.
    pub fn level_named(&self, name: &str) -> Option<usize> {
        self.levels.iter().position(|(own, _)| own == name)
    }

    /// The level of the city: the one called so, else the topmost.
    pub fn city(&self) -> usize {
        let named = ["gemeente", "municipality", "city"].into_iter();
        let named = named.filter_map(|name| self.level_named(name)).next();
        named.unwrap_or(self.levels.len().saturating_sub(1))
    }

    /// The ids of a level's areas.
    pub fn ids(&self, level: usize) -> &[String] {
        self.levels.get(level).map_or(&[], |(_, ids)| ids)
    }

    /// The parts of an area, of the finest level.
    pub fn parts(&self, level: usize, area: usize) -> &[u32] {
        let parts = self.parts.get(level).and_then(|parts| parts.get(area));
        parts.map_or(&[], Vec::as_slice)
    }

    /// What an area of the finest level is part of on another one.
    pub fn whole(&self, level: usize, part: usize) -> Option<usize> {
        Some((*self.of.get(level)?.get(part)?)? as usize)
    }

    /// The areas of a level that together make up one of a coarser level; none where some straddle
    /// its border or a piece of it is in none.
    pub fn pieces(&self, level: usize, whole: (usize, usize)) -> Option<Vec<usize>> {
        let parts = self.parts(whole.0, whole.1);
        let mut pieces = Vec::new();
        for part in parts {
            pieces.push(self.whole(level, *part as usize)?);
        }
        pieces.sort_unstable();
        pieces.dedup();
        let held: usize = pieces.iter().map(|at| self.parts(level, *at).len()).sum();
        (held == parts.len() && !parts.is_empty()).then_some(pieces)
    }

    /// The area of a coarser level that holds all of this one.
    pub fn around(&self, area: (usize, usize), level: usize) -> Option<usize> {
        let mut parts = self.parts(area.0, area.1).iter();
        let first = self.whole(level, *parts.next()? as usize)?;
        parts
            .all(|part| self.whole(level, *part as usize) == Some(first))
            .then_some(first)
    }
}
