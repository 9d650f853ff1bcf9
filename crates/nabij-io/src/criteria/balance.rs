//! Need and supply of housing: the task, what there is, what is planned, and what is missing.

use nabij::{
    Balance, BalanceRow, Entry, FairShare, Hardness, Holding, Plan, criteria::Figures,
    proportional_share,
};

use super::reading::{Reading, optional};
use crate::{
    error::JobError,
    input_file::file_name,
    reason::Reason,
    study_file::{BalanceLayer, ShareSection},
};

/// What a study asks of the balance.
#[derive(Default)]
pub(super) struct Balanced {
    pub rows: Vec<BalanceRow>,
    pub shares: Vec<FairShare>,
}

pub(super) fn read(figures: &Figures, reading: &mut Reading<'_>) -> Result<Balanced, JobError> {
    let study = reading.study;
    let Some(section) = &study.balance else {
        return Ok(Balanced::default());
    };
    let mut entries = |layer: &Option<BalanceLayer>, role: &str| match layer {
        None => Ok(Vec::new()),
        Some(layer) => entries(layer, role, reading),
    };
    let plain = |rows: Vec<Plan>| {
        rows.into_iter()
            .map(|row| row.entry)
            .collect::<Vec<Entry>>()
    };
    let task = plain(entries(&section.task, "task")?);
    let stock = plain(entries(&section.stock, "stock")?);
    let plans = entries(&section.plans, "plans")?;
    let nest = figures.nest();
    let mut parents = Vec::new();
    for level in 0..nest.levels() {
        for (area, id) in nest.ids(level).iter().enumerate() {
            for coarser in level + 1..nest.levels() {
                if let Some(whole) = nest.around((level, area), coarser)
                    && let Some(parent) = nest.ids(coarser).get(whole)
                {
                    parents.push((id.clone(), parent.clone()));
                    break;
                }
            }
        }
    }
    let parts = parents.into_iter().collect();
    let wrong = |error: nabij::BalanceError| {
        JobError::Incomplete(format!("has a wrong [balance]: {error}"))
    };
    let balance = Balance::new(&task, &stock, &plans, &parts).map_err(wrong)?;
    let shares = section.share.as_ref();
    let shares = shares.map(|share| shared(share, figures)).transpose()?;
    Ok(Balanced {
        rows: balance.rows().to_vec(),
        shares: shares.unwrap_or_default(),
    })
}

fn entries(
    layer: &BalanceLayer,
    role: &str,
    reading: &mut Reading<'_>,
) -> Result<Vec<Plan>, JobError> {
    let table = reading.table(layer)?;
    let (areas, kinds) = (table.column(&layer.area)?, table.column(&layer.kind)?);
    let (years, numbers) = (table.column(&layer.year)?, table.column(&layer.number)?);
    let hardness = optional(&table, &layer.hardness)?;
    if role == "plans" && hardness.is_none() {
        return Err(JobError::Incomplete(format!(
            "reads {} as plans: name its column that says hard or soft as hardness",
            file_name(&layer.file)
        )));
    }
    let mut all = Vec::new();
    for row in 0..table.len() {
        let area = areas.text(row).unwrap_or_default();
        let area = area.trim().to_owned();
        let read = reading.area(&area).and_then(|_| {
            let year = years
                .integer(row)?
                .and_then(|year| u16::try_from(year).ok());
            let wrong = |column: &str, value: String, wanted| Reason::Value {
                column: column.to_owned(),
                value,
                wanted,
            };
            let year = year.ok_or_else(|| {
                let value = years.text(row).unwrap_or_default();
                wrong(years.name(), value, "a year")
            })?;
            let word = hardness.as_ref().and_then(|own| own.text(row));
            let hardness = match word.as_deref().map(str::trim) {
                Some("hard" | "hart") => Hardness::Hard,
                Some("zacht" | "soft") => Hardness::Soft,
                None if hardness.is_none() => Hardness::Hard,
                other => {
                    let value = other.unwrap_or_default().to_owned();
                    let column = layer.hardness.as_deref().unwrap_or_default();
                    return Err(wrong(column, value, "hard or soft (hard, zacht)"));
                }
            };
            Ok(Plan {
                entry: Entry {
                    area: area.clone(),
                    kind: kinds.text(row).unwrap_or_default().trim().to_owned(),
                    year,
                    number: numbers.number(row)?,
                },
                hardness,
            })
        });
        match read {
            Ok(plan) => all.push(plan),
            Err(reason) => reading.reject(&table, row, Some(area), reason),
        }
    }
    reading.tally(role, layer, table.len(), all.len());
    Ok(all)
}

/// New places shared out over the areas of a level.
fn shared(section: &ShareSection, figures: &Figures) -> Result<Vec<FairShare>, JobError> {
    let nest = figures.nest();
    let level = nest.level_named(&section.level).ok_or_else(|| {
        let names: Vec<&str> = (0..nest.levels())
            .map(|level| nest.level_name(level))
            .collect();
        JobError::Incomplete(format!(
            "shares new places over the level {:?} in [balance.share]; there are {}",
            section.level,
            names.join(", ")
        ))
    })?;
    // Places and dwellings are whole; an estimate that is not is rounded.
    let number = |quantity: &str, area| {
        let known = figures.at(quantity, level, area)?.known()?;
        Some(known.round() as u64)
    };
    let holdings = nest
        .ids(level)
        .iter()
        .enumerate()
        .map(|(area, id)| Holding {
            area: id.clone(),
            current: number(&section.of, area),
            base: number(&section.per, area),
        });
    let holdings: Vec<Holding> = holdings.collect();
    proportional_share(section.new, &holdings)
        .map_err(|error| JobError::Incomplete(format!("cannot share new places: {error}")))
}
