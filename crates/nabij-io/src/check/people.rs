//! People that were spread over addresses: contradictions between their sources.

use super::{Check, Weight};
use crate::{
    city::City,
    job::{Job, not_placed},
};

impl Check {
    /// Sources, factors outside 0.9–1.1, people who are at no address, shares that depend on the method.
    pub(super) fn people(&mut self, job: &Job<'_>) {
        let Some(people) = &job.city.people else {
            return;
        };
        for source in people.counted.iter().chain(&people.sources) {
            let year = source
                .year
                .map_or("no year stated".to_owned(), |year| year.to_string());
            let what = match people.counted.as_ref() == Some(source) {
                true => "counts",
                false => "totals",
            };
            let estimated = match source.over_65_estimated {
                true => "; 65+ from a percentage, ± 0.5 point",
                false => "",
            };
            self.add(
                Weight::Info,
                "people",
                format!(
                    "{what} per {}: {}, {year}{estimated}",
                    source.zones, source.file
                ),
            );
        }
        for spread in &people.spreads {
            let unusual = spread.areas.iter().filter(|area| area.is_unusual());
            let factor = |factor: Option<f64>| {
                factor.map_or("nothing published".to_owned(), |f| format!("{f:.3}"))
            };
            let unusual = unusual.map(|area| format!("{}: {}", area.area, factor(area.factor)));
            self.any("people", unusual.collect(), &format!(
                "areas meet their total of {} by a factor outside 0.9 to 1.1: the sources contradict each other",
                spread.name
            ));
            let unknown = spread
                .areas
                .iter()
                .filter(|a| a.total.millionths().is_none());
            let known = spread.areas.iter().any(|a| a.total.millionths().is_some());
            if known {
                let unknown = unknown.map(|area| area.area.clone()).collect();
                self.any(
                    "people",
                    unknown,
                    &format!("areas have no known total of {}", spread.name),
                );
            }
            let lost = not_placed(spread);
            if lost > 0.0 {
                let areas = spread.unplaced.iter().filter(|one| one.zoning.is_none());
                self.with(
                    Weight::Warning,
                    "people",
                    format!(
                        "{lost} of {} are at no address (inwoners_niet_geplaatst)",
                        spread.name
                    ),
                    areas.map(|one| one.code.clone()).collect(),
                );
            }
        }
        let sensitive = job
            .uniform
            .iter()
            .zip(job.areas.iter().flat_map(|areas| &areas.rows));
        let sensitive =
            sensitive.filter(|(uniform, _)| uniform.and_then(|u| u.sensitive()) == Some(true));
        let names = sensitive
            .filter_map(|(_, row)| name(job.city, row))
            .collect();
        self.any(
            "people",
            names,
            "shares differ by more than 5 points from people spread evenly per area (gevoelig)",
        );
    }
}

fn name(city: &City, row: &nabij::AreaRow) -> Option<String> {
    let level = city
        .areas
        .as_ref()?
        .areas
        .levels()
        .get(usize::from(row.level))?;
    let norm = city.norms.norms().get(usize::from(row.norm))?;
    let weight = city.origins.weights().get(usize::from(row.weight?))?;
    Some(format!(
        "{} {} {}",
        level.ids.get(row.area as usize)?,
        norm.id,
        weight.name
    ))
}
