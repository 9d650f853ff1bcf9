//! What each origin gets of each facility.

use crate::origin::Weight;

/// What one origin has: supply per unit of demand, summed over the facilities that it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supplied {
    /// In parts of [`Supplied::WHOLE`], so that sums do not depend on any order.
    parts: i128,
    known: bool,
}

impl Supplied {
    /// Who reaches nothing has this.
    pub(super) const NOTHING: Supplied = Supplied {
        parts: 0,
        known: true,
    };
    const WHOLE: f64 = 1e18;
    /// Who is short of a norm by less than this part of it meets it: shares are rounded.
    const SHORT: f64 = 1e-9;

    /// The least it can be, demand that is not known left out.
    pub fn low(self) -> f64 {
        self.parts as f64 / Self::WHOLE
    }

    /// The most it can be: the same as the least, none where something that it hangs on is not
    /// known.
    pub fn high(self) -> Option<f64> {
        self.known.then(|| self.low())
    }

    /// Whether there is at least one unit of supply for every `norm` units of demand (2,095
    /// residents per GP), short of a billionth part; none where nobody knows.
    pub fn meets(self, norm: f64) -> Option<bool> {
        let enough = self.low() * norm >= 1.0 - Self::SHORT;
        (enough || self.known).then_some(enough)
    }

    /// With the share in one facility more.
    pub(crate) fn with(self, share: Share, weight: i64) -> Self {
        match share {
            Share::Unused => self,
            Share::Unknown => Supplied {
                known: false,
                ..self
            },
            Share::Known { supply, demand } => {
                let own = supply.saturating_mul(weight.into()) as f64 / demand as f64;
                let own = (own * Self::WHOLE).round() as i128;
                Supplied {
                    parts: self.parts.saturating_add(own),
                    ..self
                }
            }
        }
    }
}

/// The ratio of one facility's supply to the demand around it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Share {
    /// Nobody asks for it.
    Unused,
    /// Its supply, or all demand around it, is not known.
    Unknown,
    /// Supply in millionths; demand times weight, in millionths and parts of a catchment's whole.
    Known { supply: i128, demand: i128 },
}

impl Share {
    /// Of a facility that these origins reach.
    pub(crate) fn new(reached: &[Reached], demand: &[Weight], supply: Weight) -> Self {
        let (mut sum, mut unknown) = (0_i128, false);
        for own in reached {
            match own.demand(demand).millionths() {
                Some(known) => {
                    let part = i128::from(known).saturating_mul(i128::from(own.weight));
                    sum = sum.saturating_add(part);
                }
                None => unknown = true,
            }
        }
        match supply.millionths() {
            _ if sum == 0 && !unknown => Share::Unused,
            Some(0) => Share::Known {
                supply: 0,
                demand: 1,
            },
            Some(supply) if sum > 0 => Share::Known {
                supply: supply.into(),
                demand: sum,
            },
            _ => Share::Unknown,
        }
    }
}

/// One facility reached from one origin, and what that counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    pub facility: u32,
    pub origin: u32,
    /// Above zero, in parts of a catchment's whole.
    pub weight: i64,
}

impl Reached {
    /// The demand at its origin.
    pub(crate) fn demand(&self, demand: &[Weight]) -> Weight {
        let own = demand.get(self.origin as usize);
        own.copied().unwrap_or(Weight::UNKNOWN)
    }
}
