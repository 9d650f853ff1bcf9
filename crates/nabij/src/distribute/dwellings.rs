//! Addresses, how many dwellings each has, and the zones they lie in.

use crate::{error::PlaceError, origin::Weight, texts::Texts};

/// More than this, in millionths, is a mistake, and sums of it would no longer be exact.
pub(super) const MOST: i128 = 1_000_000_000_000_000;

/// Addresses over which people are spread: their dwellings and zones.
#[derive(Clone, Debug)]
pub struct Dwellings {
    /// Positions of the addresses in the byte order of their ids.
    pub(super) by_id: Vec<u32>,
    /// Dwellings per address in millionths.
    pub(super) number: Vec<i128>,
    pub(super) zonings: Vec<Zoning>,
    pub(super) areas: Zoning,
}

/// One division of addresses into zones.
#[derive(Clone, Debug, Default)]
pub(super) struct Zoning {
    pub name: String,
    /// Codes in byte order.
    pub codes: Vec<String>,
    /// Per zone its addresses, in the byte order of their ids.
    pub members: Vec<Vec<u32>>,
}

impl Dwellings {
    /// Addresses with one dwelling each, in no zone.
    pub fn new(ids: &Texts) -> Self {
        let mut by_id: Vec<u32> = (0..ids.len() as u32).collect();
        by_id.sort_by(|a, b| ids.get(*a as usize).cmp(ids.get(*b as usize)));
        Dwellings {
            number: vec![1_000_000; by_id.len()],
            by_id,
            zonings: Vec::new(),
            areas: Zoning::default(),
        }
    }

    /// How many addresses there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Sets how many dwellings each address has; one where that is unknown.
    ///
    /// # Errors
    /// [`PlaceError`] when there is another number of values than addresses, or they sum to more
    /// than 10⁹.
    pub fn number(mut self, dwellings: &[Weight]) -> Result<Self, PlaceError> {
        self.check("dwellings", dwellings.len())?;
        check_sum("dwellings", dwellings.iter())?;
        let number = |weight: &Weight| weight.millionths().map_or(1_000_000, i128::from);
        self.number = dwellings.iter().map(number).collect();
        Ok(self)
    }

    /// Adds a zoning, such as postcodes: the zone each address lies in. Zonings that are added
    /// earlier are asked first.
    ///
    /// # Errors
    /// [`PlaceError::ColumnLength`] when there is another number of codes than addresses.
    pub fn zones<T: AsRef<str>>(
        mut self,
        name: &str,
        codes: &[Option<T>],
    ) -> Result<Self, PlaceError> {
        self.check(name, codes.len())?;
        let zoning = self.zoning(name, codes);
        self.zonings.push(zoning);
        Ok(self)
    }

    /// Sets the area each address lies in: the zones whose totals are met.
    ///
    /// # Errors
    /// [`PlaceError::ColumnLength`] when there is another number of codes than addresses.
    pub fn areas<T: AsRef<str>>(mut self, codes: &[Option<T>]) -> Result<Self, PlaceError> {
        self.check("areas", codes.len())?;
        self.areas = self.zoning("areas", codes);
        Ok(self)
    }

    /// The names of the zonings, in their order.
    pub fn zonings(&self) -> impl Iterator<Item = &str> {
        self.zonings.iter().map(|zoning| zoning.name.as_str())
    }

    fn check(&self, column: &str, found: usize) -> Result<(), PlaceError> {
        if found == self.len() {
            return Ok(());
        }
        Err(PlaceError::ColumnLength {
            column: column.to_owned(),
            found,
            expected: self.len(),
        })
    }

    fn zoning<T: AsRef<str>>(&self, name: &str, codes: &[Option<T>]) -> Zoning {
        let code = |address: &u32| codes[*address as usize].as_ref().map(AsRef::as_ref);
        let mut known: Vec<&str> = self.by_id.iter().filter_map(code).collect();
        known.sort_unstable();
        known.dedup();
        let mut members = vec![Vec::new(); known.len()];
        for address in &self.by_id {
            if let Some(zone) = code(address).and_then(|code| known.binary_search(&code).ok()) {
                members[zone].push(*address);
            }
        }
        Zoning {
            name: name.to_owned(),
            codes: known.into_iter().map(str::to_owned).collect(),
            members,
        }
    }
}

/// An error where there are more people or dwellings than can be counted exactly.
pub(super) fn check_sum<'w>(
    column: &str,
    weights: impl Iterator<Item = &'w Weight>,
) -> Result<(), PlaceError> {
    let sum: i128 = weights.filter_map(|w| w.millionths()).map(i128::from).sum();
    if sum <= MOST {
        return Ok(());
    }
    Err(PlaceError::TooMany {
        column: column.to_owned(),
        sum: sum as f64 / 1e6,
    })
}
