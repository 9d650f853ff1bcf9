//! `areas_LEVEL`: one row per area of one level, norms, limits and weights side by side.

use std::{ops::Range, sync::Arc};

use nabij::{AreaRow, AreaScores, LimitShare};

use super::{
    Wide, people,
    print::{percentage, printed_metres},
    sheet::{Sheet, WideTable},
    styles,
    veil::{Figure, Veil, public_share, rounded, three},
};
use crate::{
    city::CityAreas,
    job::UniformShare,
    safe_name::safe_name,
    tables::{outline, weight_name},
    write::OutTable,
};

pub(super) fn tables<'w>(wide: &'w Wide<'_>) -> Vec<WideTable<'w>> {
    let (Some(scores), Some(own)) = (wide.results.areas, &wide.results.city.areas) else {
        return Vec::new();
    };
    let is_public = wide.study.output.is_public();
    let veil = is_public.then(|| Arc::new(Veil::new(wide, scores, own)));
    let levels = own.areas.levels().iter().enumerate();
    levels
        .map(|(number, level)| {
            let level_name = safe_name(&level.name);
            let name = wide.names.table("areas_{level}", &[("level", &level_name)]);
            let grid = Grid::new(wide, scores, own, number, veil.clone());
            let styles = styles::shares(wide, &name);
            let rows = level.ids.len();
            let mut table = WideTable::new(name.clone(), rows, move |rows| grid.piece(&name, rows));
            table.styles = styles;
            table
        })
        .collect()
}

/// The rows of one level.
struct Grid<'w, 'r> {
    wide: &'w Wide<'r>,
    own: &'w CityAreas,
    level: usize,
    scores: &'w AreaScores,
    weights: usize,
    /// By area where its people come from.
    sources: Vec<Option<String>>,
    /// By area and norm the addresses near either limit.
    near: Vec<i64>,
    /// What the public may not see; nothing is hidden without one.
    veil: Option<Arc<Veil>>,
}

impl<'w, 'r> Grid<'w, 'r> {
    fn new(
        wide: &'w Wide<'r>,
        scores: &'w AreaScores,
        own: &'w CityAreas,
        level: usize,
        veil: Option<Arc<Veil>>,
    ) -> Self {
        let norms = wide.results.city.norms.norms().len();
        let of = own.areas.levels().get(level);
        let mut near = vec![0; of.map_or(0, |of| of.ids.len()) * norms];
        for row in &wide.results.scored.rows {
            let finest = scores.area_of.get(row.origin as usize).copied().flatten();
            let area = finest.and_then(|area| of?.of.get(area as usize).copied().flatten());
            let is_near = row.near_upper || row.near_lower == Some(true);
            if let Some(area) = area.filter(|_| is_near)
                && let Some(count) = near.get_mut(area as usize * norms + usize::from(row.norm))
            {
                *count += 1;
            }
        }
        Grid {
            sources: people::sources(wide, scores, own, level),
            near,
            wide,
            own,
            level,
            scores,
            weights: wide.results.city.origins.weights().len(),
            veil,
        }
    }

    /// Whether a figure is hidden.
    fn hides(&self, area: usize, weight: usize, figure: Figure) -> bool {
        let veil = self.veil.as_ref().filter(|_| weight > 0);
        veil.is_some_and(|veil| veil.hides((self.level, area), weight, figure))
    }

    /// The shares at the lower limit (part 0) or the upper (1) as they may be shown; `norm` counts
    /// the norms that are shown.
    fn share(&self, area: usize, norm: usize, weight: usize, part: usize) -> Option<LimitShare> {
        let number = self.wide.tested.get(norm)?.number;
        let at = |row: &'w AreaRow| {
            if part == 0 {
                row.lower
            } else {
                Some(row.upper)
            }
        };
        let row = self.row(area, number, weight)?;
        let share = at(row)?;
        if self.veil.is_none() || weight == 0 {
            return Some(share);
        }
        let homes = self.row(area, number, 0)?;
        let cells = three(homes, at(homes)?);
        let figure = Figure::Met(norm, part);
        if self.hides(area, weight, figure) || self.hides(area, weight, Figure::People) {
            return None;
        }
        let [_, _, unknown] = cells;
        Some(public_share(row, share, unknown))
    }

    /// Whether a share depends on where inside areas people were put; none where that is not shown.
    fn sensitive(&self, area: usize, norm: usize, weight: usize, part: usize) -> Option<bool> {
        let shown = self.share(area, norm, weight, part)?.share?;
        if self.veil.is_some() {
            // From what is published alone: at the finest level an even spread is that of addresses.
            let homes = self.share(area, norm, 0, part)?.share?;
            let [shown, homes] = [shown, homes].map(|share| percentage(share) / 100.0);
            return (self.level == 0).then(|| UniformShare::differ(shown, homes));
        }
        let number = self.wide.tested.get(norm)?.number;
        let column = weight.checked_sub(1);
        let at = self.scores.position(self.level, area, number, column)?;
        let uniform = (*self.wide.results.uniform.get(at)?)?;
        match part {
            0 => uniform.lower_sensitive,
            _ => uniform.upper_sensitive,
        }
    }

    /// How many norms there are, shown or not.
    fn norms(&self) -> usize {
        self.wide.results.city.norms.norms().len()
    }

    /// The row of an area for one norm and weight; weight 0 counts addresses.
    fn row(&self, area: usize, norm: usize, weight: usize) -> Option<&'w AreaRow> {
        self.scores
            .row(self.level, area, norm, weight.checked_sub(1))
    }

    /// The name of a weight.
    fn weight(&self, weight: usize) -> &'w str {
        let column = weight.checked_sub(1).and_then(|at| u16::try_from(at).ok());
        weight_name(self.wide.results.city, column)
    }

    fn piece(&self, name: &str, areas: Range<usize>) -> OutTable {
        let mut sheet = Sheet::new(self.wide, areas.len());
        self.who(&mut sheet, &areas);
        self.totals(&mut sheet, &areas);
        for norm in 0..self.wide.tested.len() {
            self.norm(&mut sheet, &areas, norm);
        }
        let first = self.wide.tested.first().map(|tested| tested.number);
        let unsnapped = |area: usize| Some(whole(self.row(area, first?, 0)?.unsnapped));
        sheet.whole("not_linked_n", &[], areas.clone().map(unsnapped));
        let hidden = |area: usize| i64::try_from(self.suppressed(area)).ok();
        sheet.whole("suppressed", &[], areas.clone().map(hidden));
        let level = u16::try_from(self.level).unwrap_or(u16::MAX);
        let outline = |area: usize| outline(self.own, level, u32::try_from(area).ok()?);
        let outlines = areas.map(outline).collect();
        sheet.finish(name, Some(outlines), Some(self.own.crs.clone()))
    }

    /// How many cells of a row are hidden.
    fn suppressed(&self, area: usize) -> usize {
        let mut count = 0;
        for weight in (1..=self.weights).filter(|_| self.veil.is_some()) {
            count += usize::from(self.hides(area, weight, Figure::People));
            for (norm, tested) in self.wide.tested.iter().enumerate() {
                for part in usize::from(!tested.two)..2 {
                    if self.share(area, norm, weight, part).is_none() {
                        // Three shares, and at the upper limit the number beyond it.
                        count += 3 + part;
                        // And whether the share depends on where people were put.
                        let was_spread = people::was_spread(self.wide, weight);
                        count += usize::from(was_spread && self.level == 0);
                    }
                }
            }
        }
        count
    }

    /// Which area it is, and which larger ones it is part of.
    fn who(&self, sheet: &mut Sheet<'_, '_>, areas: &Range<usize>) {
        let levels = self.own.areas.levels();
        let Some(level) = levels.get(self.level) else {
            return;
        };
        let id = |area: usize| level.ids.get(area);
        let name = |area: usize| level.names.get(area).and_then(Option::as_deref);
        sheet.text("area_code", &[], areas.clone().map(id));
        sheet.text("area_name", &[], areas.clone().map(name));
        sheet.text("level", &[], areas.clone().map(|_| Some(&level.name)));
        for (number, larger) in levels.iter().enumerate().skip(self.level + 1) {
            let parents: Vec<Option<usize>> = areas
                .clone()
                .map(|area| parent(self.own, (self.level, area), number))
                .collect();
            let code = parents.iter().map(|at| larger.ids.get((*at)?));
            let holes = [("level", larger.name.as_str())];
            sheet.text("{level}_code", &holes, code);
            // A level without names, such as one that follows from codes, shows its codes.
            let name = |at: &Option<usize>| {
                let at = (*at)?;
                let name = larger.names.get(at).and_then(Option::as_ref);
                name.or(larger.ids.get(at))
            };
            sheet.text("{level}_name", &holes, parents.iter().map(name));
        }
    }

    /// How many addresses and people live there, and whose count that is.
    fn totals(&self, sheet: &mut Sheet<'_, '_>, areas: &Range<usize>) {
        let first = self.wide.tested.first().map(|tested| tested.number);
        for weight in 0..=self.weights {
            let total = |area: usize| Some(self.row(area, first?, weight)?.total);
            let holes = [("total", self.weight(weight))];
            if weight == 0 {
                let origins = areas.clone().map(|area| Some(whole(total(area)?)));
                sheet.whole("{total}_n", &holes, origins);
            } else {
                let people = |area: usize| match &self.veil {
                    None => Some(decimal(total(area)?)),
                    Some(_) if self.hides(area, weight, Figure::People) => None,
                    Some(_) => Some(rounded(total(area)?)),
                };
                sheet.number("{total}_n", &holes, areas.clone().map(people));
            }
        }
        let source = |area: usize| self.sources.get(area)?.as_ref();
        sheet.text("weight_source", &[], areas.clone().map(source));
    }

    fn norm(&self, sheet: &mut Sheet<'_, '_>, areas: &Range<usize>, norm: usize) {
        let Some(tested) = self.wide.tested.get(norm) else {
            return;
        };
        let c = ("c", tested.norm.id.as_str());
        let limits = tested.limit_names();
        for (at, limit) in limits.iter().enumerate() {
            let at_lower = at + 1 < limits.len();
            for weight in 0..=self.weights {
                let holes = [c, ("limit", limit.as_str()), ("g", self.weight(weight))];
                let part = usize::from(!at_lower);
                let share = |area: usize| self.share(area, norm, weight, part);
                let mut column = |pattern, pick: fn(LimitShare) -> Option<f64>| {
                    let shares = areas.clone().map(|area| pick(share(area)?).map(percentage));
                    sheet.number(pattern, &holes, shares);
                };
                column("{c}_{limit}_pct_{g}", |share| share.share);
                column("{c}_{limit}_low_pct_{g}", |share| share.share_low);
                column("{c}_{limit}_high_pct_{g}", |share| share.share_high);
                if people::was_spread(self.wide, weight) {
                    let sensitive = areas.clone().map(|area| {
                        let sensitive = self.sensitive(area, norm, weight, part)?;
                        Some(self.wide.names.yes_no(Some(sensitive)))
                    });
                    sheet.text("{c}_{limit}_sensitive_{g}", &holes, sensitive);
                }
            }
        }
        let upper = tested.upper_name();
        for weight in 1..=self.weights {
            let holes = [c, ("limit", upper.as_str()), ("g", self.weight(weight))];
            let beyond = |area: usize| Some(decimal(self.share(area, norm, weight, 1)?.not_met));
            sheet.number("{c}_beyond{limit}_{g}_n", &holes, areas.clone().map(beyond));
        }
        let addresses = |area: usize| self.row(area, tested.number, 0);
        if tested.norm.category().is_some() {
            let lines = tested.lines();
            let median = |area: usize| Some(printed_metres(addresses(area)?.median?, &lines));
            sheet.number("{c}_median_m", &[c], areas.clone().map(median));
        }
        let near = |area: usize| self.near.get(area * self.norms() + tested.number).copied();
        sheet.whole("{c}_near_n", &[c], areas.clone().map(near));
        let mut count = |pattern, pick: &dyn Fn(&AreaRow) -> f64| {
            let counts = areas
                .clone()
                .map(|area| Some(whole(pick(addresses(area)?))));
            sheet.whole(pattern, &[c], counts);
        };
        count("{c}_unreachable_n", &|row| row.unreachable);
        count("{c}_uncertain_n", &|row| row.upper.uncertain);
    }
}

/// The area of a larger level that all of an area lies in; none where it is not nested.
pub(super) fn parent(own: &CityAreas, area: (usize, usize), larger: usize) -> Option<usize> {
    let levels = own.areas.levels();
    let (level, area) = (levels.get(area.0)?, u32::try_from(area.1).ok()?);
    let larger = levels.get(larger)?;
    let parts = level.of.iter().zip(&larger.of);
    let mut parents = parts
        .filter(|(of, _)| **of == Some(area))
        .map(|(_, of)| *of);
    let first = parents.next()??;
    parents
        .all(|other| other == Some(first))
        .then_some(first as usize)
}

/// A number of addresses, which is whole.
fn whole(count: f64) -> i64 {
    count.round() as i64
}

/// A number of people, which may be estimated, with one decimal.
fn decimal(count: f64) -> f64 {
    (count * 10.0).round() / 10.0
}
