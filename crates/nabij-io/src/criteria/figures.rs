//! Quantities of areas: from tables, from the people at addresses, from facilities and zones.

use std::collections::BTreeMap;

use nabij::{
    Coverage, Origins, Weight,
    criteria::{Evidence, Figure, Figures},
};

use super::{
    norms::is_made,
    reading::{Reading, optional},
};
use crate::{
    city::City,
    error::JobError,
    input_file::file_name,
    reason::Reason,
    study_file::{FigureLayer, StudyFile, ZonePolygons},
    table::Table,
};

/// Numbers up to this one say that a number is not known, and why (CBS).
const UNKNOWN: f64 = -99_990.0;

/// A number of an area, before its year is chosen.
struct Told {
    quantity: String,
    level: usize,
    area: usize,
    year: Option<i32>,
    figure: Figure,
}

/// Gives what tables say. Of several years the study's counts, else the latest before it; every
/// year is there as `quantity@year`, too.
pub(super) fn told(
    reading: &mut Reading<'_>,
    year: Option<i32>,
    figures: &mut Figures,
) -> Result<(), JobError> {
    let mut all: BTreeMap<(String, usize, usize, Option<i32>), Figure> = BTreeMap::new();
    let study = reading.study;
    for layer in &study.figures {
        let table = reading.table(layer)?;
        let rows = rows(layer, &table, reading)?;
        reading.tally("figures", layer, table.len(), rows.len());
        for (row, told) in rows {
            let key = (told.quantity.clone(), told.level, told.area, told.year);
            if all.insert(key, told.figure).is_some() {
                return Err(JobError::Incomplete(format!(
                    "has {} of one area and year twice: {}, {}",
                    told.quantity,
                    file_name(&layer.file),
                    table.position(row)
                )));
            }
        }
    }
    // Years ascend: the last that may count is the one that does.
    for ((quantity, level, area, of), figure) in all {
        if let Some(of) = of {
            figures.give(&format!("{quantity}@{of}"), level, area, figure);
        }
        if of.is_none_or(|of| year.is_none_or(|year| of <= year)) {
            figures.give(&quantity, level, area, figure);
        }
    }
    Ok(())
}

fn rows(
    layer: &FigureLayer,
    table: &Table,
    reading: &mut Reading<'_>,
) -> Result<Vec<(usize, Told)>, JobError> {
    let areas = table.column(&layer.area)?;
    let years = optional(table, &layer.years)?;
    let mut told = Vec::new();
    let long = match (&layer.quantity, &layer.value) {
        (Some(quantity), Some(value)) => Some((table.column(quantity)?, table.column(value)?)),
        (None, None) if !(layer.columns.is_empty() && layer.percent.is_empty()) => None,
        _ => {
            return Err(JobError::Incomplete(format!(
                "reads {} as [[figures]]: name its columns `quantity` and `value`, or `columns` with \
                 a column for each quantity",
                file_name(&layer.file)
            )));
        }
    };
    let columns = layer.columns.iter();
    let columns = columns.map(|(quantity, name)| Ok((quantity.as_str(), table.column(name)?)));
    let columns: Vec<_> = columns.collect::<Result<_, JobError>>()?;
    let percents = layer.percent.iter();
    let percents = percents.map(|(quantity, own)| {
        Ok((
            quantity.as_str(),
            table.column(&own.column)?,
            table.column(&own.of)?,
        ))
    });
    let percents: Vec<_> = percents.collect::<Result<_, JobError>>()?;
    for row in 0..table.len() {
        let code = areas.text(row).unwrap_or_default();
        let (level, area) = match reading.area(&code) {
            Ok(place) => place,
            Err(reason) => {
                reading.reject(table, row, None, reason);
                continue;
            }
        };
        let year = match years.as_ref().map(|years| years.integer(row)).transpose() {
            Ok(year) => year.flatten().and_then(|year| i32::try_from(year).ok()),
            Err(reason) => {
                reading.reject(table, row, Some(code), reason);
                continue;
            }
        };
        let year = year.or(layer.year);
        let own = |quantity: &str, number: Option<f64>, estimated: bool| Told {
            quantity: quantity.to_owned(),
            level,
            area,
            year,
            figure: Figure {
                low: number.unwrap_or(0.0),
                high: number,
                estimated,
                year,
            },
        };
        let mut cells = Vec::new();
        match &long {
            Some((quantities, values)) => {
                cells.extend(quantities.text(row).map(|quantity| (quantity, values)));
            }
            None => cells.extend(
                columns
                    .iter()
                    .map(|(name, column)| ((*name).to_owned(), column)),
            ),
        }
        for (quantity, part, of) in &percents {
            let both = part
                .number(row)
                .and_then(|part| Ok((part, of.number(row)?)));
            match both {
                Ok((part, of)) => {
                    let is_known = |number: &f64| *number >= 0.0;
                    let number = part.filter(is_known).zip(of.filter(is_known));
                    let number = number.map(|(part, of)| part * of / 100.0);
                    told.push((row, own(quantity, number, true)));
                }
                Err(reason) => reading.reject(table, row, Some(code.clone()), reason),
            }
        }
        for (quantity, column) in cells {
            match column.number(row) {
                Ok(Some(number)) if number < 0.0 && number > UNKNOWN => {
                    let reason = Reason::Value {
                        column: column.name().to_owned(),
                        value: number.to_string(),
                        wanted: "a number from 0 up",
                    };
                    reading.reject(table, row, Some(code.clone()), reason);
                }
                Ok(number) => {
                    let number = number.filter(|number| *number >= 0.0);
                    told.push((row, own(quantity.trim(), number, layer.estimated)));
                }
                Err(reason) => reading.reject(table, row, Some(code.clone()), reason),
            }
        }
    }
    Ok(told)
}

/// Counts how many addresses there are, and how many people by each weight.
/// Counts that are not known are left out; then the sum is called an estimate.
pub(super) fn counted(origins: &Origins, evidence: &Evidence, figures: &mut Figures) {
    let columns = origins.weights().iter();
    let columns = columns.map(|column| (column.name.as_str(), Some(&column.values)));
    let areas = figures.nest().ids(0).len();
    for (name, values) in [("addresses", None)].into_iter().chain(columns) {
        let mut sums = vec![(0_i128, 0_u64, 0_u64); areas];
        for (origin, area) in evidence.counted() {
            let Some((sum, known, unknown)) = sums.get_mut(area) else {
                continue;
            };
            let weight = values.map_or(Some(&Weight::ONE), |values| values.get(origin));
            match weight.and_then(|weight| weight.millionths()) {
                Some(own) => {
                    *sum += i128::from(own);
                    *known += 1;
                }
                None => *unknown += 1,
            }
        }
        for (area, (sum, known, unknown)) in sums.into_iter().enumerate() {
            if known > 0 || unknown == 0 {
                let figure = Figure {
                    estimated: unknown > 0,
                    ..Figure::exact(sum as f64 / 1e6)
                };
                figures.count(name, area, figure);
            }
        }
    }
}

/// Gives how many facilities of each category there are, and how many of them are known to be
/// friendly to people with dementia.
pub(super) fn facilities(city: &City, figures: &mut Figures) {
    let Some(own) = &city.areas else { return };
    let areas = figures.nest().ids(0).len();
    let known = city.facilities.known();
    for category in known.filter(|own| !is_made(own.as_str())) {
        let mut counts = vec![(0_u32, 0_u32, 0_u32); areas];
        for id in city.facilities.of(category) {
            let facility = city.facilities.get(id);
            let place = facility
                .doors
                .first()
                .map(|door| own.areas.locate(door.point));
            let Some(nabij::Located::In(area)) = place else {
                continue;
            };
            let Some(count) = counts.get_mut(area as usize) else {
                continue;
            };
            count.0 += 1;
            let key = (category.clone(), facility.id.clone());
            let told = city.facility_details.get(&key);
            match told
                .and_then(|told| told.get("dementia_friendly"))
                .map(String::as_str)
            {
                Some("yes") => count.1 += 1,
                Some(_) => {}
                None => count.2 += 1,
            }
        }
        let name = format!("facilities.{category}");
        for (area, (count, friendly, unknown)) in counts.into_iter().enumerate() {
            figures.give(&name, 0, area, Figure::exact(f64::from(count)));
            let figure = Figure {
                low: f64::from(friendly),
                high: Some(f64::from(friendly + unknown)),
                ..Figure::exact(0.0)
            };
            figures.give(&format!("{name}.dementia_friendly"), 0, area, figure);
        }
    }
}

/// Gives the share of people in polygons, per area: whoever lives in one has what is there.
pub(super) fn zones(
    study: &StudyFile,
    city: &City,
    evidence: &Evidence,
    reading: &mut Reading<'_>,
    figures: &mut Figures,
) -> Result<(), JobError> {
    for layer in &study.zones {
        let coverage = polygons(layer, city, reading)?;
        let weights = city.origins.weights().iter();
        let residents = weights.clone().find(|own| own.name == "residents");
        let areas = figures.nest().ids(0).len();
        let mut sums = vec![(0_i128, 0_i128); areas];
        for (origin, area) in evidence.counted() {
            let Some((inside, all)) = sums.get_mut(area) else {
                continue;
            };
            let weight = residents.map_or(Some(&Weight::ONE), |own| own.values.get(origin));
            let weight = weight.and_then(|weight| weight.millionths()).unwrap_or(0);
            *all += i128::from(weight);
            let place = city.origins.place(origin);
            if coverage
                .polygons()
                .iter()
                .any(|polygon| polygon.claims(place))
            {
                *inside += i128::from(weight);
            }
        }
        for (area, (inside, all)) in sums.into_iter().enumerate() {
            // What a table says of an area itself comes first, also that it is not known.
            if all > 0 && figures.given(&layer.quantity, 0, area).is_none() {
                let share = inside as f64 / all as f64;
                figures.give(&layer.quantity, 0, area, Figure::exact(share));
            }
        }
    }
    Ok(())
}

fn polygons(
    layer: &ZonePolygons,
    city: &City,
    reading: &mut Reading<'_>,
) -> Result<Coverage, JobError> {
    let table = reading.table(layer)?;
    let projector = table.projector(&city.streets.frame)?;
    let found = table.polygons(None)?;
    if let Some(rejected) = found.rejected.first() {
        return Err(JobError::Incomplete(format!(
            "needs every polygon of its [[zones]]: {rejected}"
        )));
    }
    let mut all = Vec::new();
    for (row, shape) in &found.rows {
        for part in &shape.0 {
            let polygon = crate::city::polygon(part, &projector);
            all.push(polygon.map_err(|reason| table.error(*row, reason))?);
        }
    }
    reading.tally("zones", layer, table.len(), found.rows.len());
    Ok(Coverage::new(all))
}
