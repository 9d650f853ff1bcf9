//! The norm panel: the client's norms, with how many people fail them. Nothing makes up for these.

use super::{
    catalogue::Catalogue,
    evidence::Evidence,
    figures::Figures,
    measure::{Measure, Within},
    measures::{Measured, Measures},
};
use crate::origin::Origins;

/// One norm in one area, for one group of people.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelRow {
    /// What was measured; `failing` are those who surely fail.
    pub measured: Measured,
    /// Who: a weight of the origins, `addresses`, or the quantity that is counted.
    pub group: String,
}

impl PanelRow {
    /// The norms of the catalogue in every area, for addresses and for everybody that the origins
    /// have weights of; those of complexes for the dwellings in them.
    pub fn all(
        catalogue: &Catalogue,
        evidence: &Evidence,
        figures: &Figures,
        origins: &Origins,
    ) -> Vec<PanelRow> {
        let groups = origins.weights().iter().map(|weight| weight.name.clone());
        let groups: Vec<String> = std::iter::once("addresses".to_owned())
            .chain(groups)
            .collect();
        let mut rows: Vec<PanelRow> = Vec::new();
        for group in &groups {
            rows.extend(counted(catalogue, group, (evidence, figures, origins)));
        }
        rows.sort_by_key(|row| {
            let group = groups.iter().position(|group| *group == row.group);
            let own = &row.measured;
            (own.level, own.area, own.indicator, group)
        });
        rows
    }
}

/// The panel for one group. What does not count people is told with the addresses.
fn counted(
    catalogue: &Catalogue,
    group: &str,
    (evidence, figures, origins): (&Evidence, &Figures, &Origins),
) -> Vec<PanelRow> {
    let mut positions = Vec::new();
    let mut own = Catalogue {
        indicators: Vec::new(),
        ..catalogue.clone()
    };
    for (position, indicator) in catalogue.indicators.iter().enumerate() {
        if indicator.panel.is_none() {
            continue;
        }
        let mut indicator = indicator.clone();
        match &mut indicator.measure {
            Measure::ShareWithin(within) => {
                *within = Within {
                    weight: vec![group.to_owned()],
                    ..within.clone()
                };
            }
            _ if group != "addresses" => continue,
            _ => {}
        }
        positions.push(position);
        own.indicators.push(indicator);
    }
    let measured = Measures::new(&own, evidence, figures, origins).rows;
    let row = |one: Measured| {
        let at = usize::from(one.indicator);
        let (group, failing) = match own.indicators.get(at).map(|own| &own.measure) {
            // Who surely fails of a share of quantities.
            Some(Measure::Ratio { per, .. }) => {
                let failing = one.high.map(|share| one.total * (1.0 - share));
                (per.join(" + "), failing)
            }
            _ => (group.to_owned(), one.failing),
        };
        PanelRow {
            group,
            measured: Measured {
                indicator: positions[at] as u16,
                failing,
                ..one
            },
        }
    };
    measured.into_iter().map(row).collect()
}
