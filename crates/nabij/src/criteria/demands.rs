//! What must be found out about origins for each measure.

use super::{
    evidence::Demand,
    measure::{Measure, mm},
};

impl Measure {
    /// What must be found out about origins for it.
    pub fn demands(&self) -> Vec<Demand> {
        let reach = |category: &str| Demand::Reach {
            profile: None,
            category: category.to_owned(),
            min_area_m2: None,
        };
        match self {
            Measure::ShareWithin(within) => {
                let (_, categories) = within.categories();
                let of = |category: &&str| Demand::Reach {
                    profile: within.profile.clone(),
                    category: (*category).to_owned(),
                    min_area_m2: within.min_area_m2.map(|area| area.round() as u64),
                };
                categories.iter().map(of).collect()
            }
            Measure::CountWithin { categories, .. } => {
                categories.iter().map(|c| reach(c)).collect()
            }
            Measure::Seats { to, gap, .. } => {
                let of = |category: &String| Demand::Seats {
                    category: category.clone(),
                    gap_mm: mm(*gap),
                };
                to.iter().map(of).collect()
            }
            Measure::Light {
                to, lamps, radius, ..
            } => {
                let of = |category: &String| Demand::Light {
                    category: category.clone(),
                    lamps: lamps.clone(),
                    radius_mm: mm(*radius),
                };
                to.iter().map(of).collect()
            }
            Measure::Detour { to, .. } => {
                let of = |category: &String| Demand::Detour {
                    category: category.clone(),
                };
                to.iter().map(of).collect()
            }
            Measure::Capacity(capacity) => {
                let last = capacity.steps.last().map_or(0.0, |(limit, _)| *limit);
                vec![Demand::Pairs {
                    category: capacity.category.clone(),
                    limit_mm: mm(last),
                }]
            }
            Measure::Route(own) => {
                let spacing = [own.lamp, own.bench, own.bin, own.green, own.spot, own.reach];
                vec![Demand::Routes {
                    spacing_mm: spacing.map(mm),
                }]
            }
            _ => Vec::new(),
        }
    }
}
