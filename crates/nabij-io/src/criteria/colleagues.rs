//! Criteria for colleagues: a GeoPackage, a workbook, CSV, in the language of the study. Shares are
//! percentages there, and words are whole words.

mod told;

use std::{collections::BTreeMap, path::Path};

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema};
use nabij::criteria::{HeadingScore, Indicator};

use super::{Criteria, words};
use crate::{
    error::JobError,
    names::Names,
    safe_name::safe_name,
    study_file::WideFormat,
    tables::{columns::Columns, outline},
    wide::{WideTable, styles},
    write::{OutTable, Pieces, write_csv_pieces, write_layers, write_workbook},
};

/// Writes what the study asks for; returns the names of the files.
pub(super) fn write(criteria: &Criteria, folder: &Path) -> Result<Vec<String>, JobError> {
    let output = &criteria.own.study.output;
    let mut formats = output.wide.clone();
    formats.sort();
    formats.dedup();
    if formats.is_empty() {
        return Ok(Vec::new());
    }
    let tables = tables(criteria);
    let all: Vec<&dyn Pieces> = tables.iter().map(|table| table as &dyn Pieces).collect();
    let mut names = Vec::new();
    for format in formats {
        match format {
            WideFormat::Gpkg => {
                write_layers(&folder.join("criteria.gpkg"), &all)?;
                names.push("criteria.gpkg".to_owned());
            }
            WideFormat::Xlsx => {
                write_workbook(&folder.join("criteria.xlsx"), &all)?;
                names.push("criteria.xlsx".to_owned());
            }
            WideFormat::Csv => {
                for table in &tables {
                    let name = format!("criteria_{}.csv", table.name);
                    write_csv_pieces(&folder.join(&name), table, &output.dialect.style())?;
                    names.push(name);
                }
            }
        }
    }
    Ok(names)
}

/// Every table, the levels of areas first.
fn tables<'t>(criteria: &'t Criteria) -> Vec<WideTable<'t>> {
    let names = Names::of(criteria.own.study.language);
    let mut all = levels(criteria, names);
    let told = [
        told::told(criteria, names),
        told::panel(criteria, names),
        told::remedies(criteria, names),
    ];
    all.extend(told.into_iter().map(WideTable::whole));
    let same = criteria.tables().into_iter();
    let same = same.filter(|table| SAME.contains(&table.name.as_str()));
    all.extend(same.map(|table| WideTable::whole(renamed(table, names))));
    all
}

/// Tables that are for programs and people alike, but for their names.
const SAME: [&str; 6] = [
    "routes",
    "route_gaps",
    "balance",
    "fair_share",
    "indicators",
    "not_used",
];

/// A table with the names of its columns in the language.
fn renamed(table: OutTable, names: Names) -> OutTable {
    let schema = table.batch.schema();
    let fields = schema.fields().iter().map(|field| {
        Field::new(
            names.column(field.name(), &[]),
            field.data_type().clone(),
            field.is_nullable(),
        )
    });
    let schema = Schema::new(fields.collect::<Vec<_>>());
    let batch = RecordBatch::try_new(schema.into(), table.batch.columns().to_vec());
    OutTable {
        name: names.table(&table.name, &[]),
        batch: batch.unwrap_or(table.batch),
        ..table
    }
}

/// One row per area of a level: scores of headings, then values of indicators.
fn levels<'t>(criteria: &'t Criteria, names: Names) -> Vec<WideTable<'t>> {
    let Some(own) = &criteria.own.city.areas else {
        return Vec::new();
    };
    let language = names.language();
    let levels = own.areas.levels().iter().enumerate();
    levels
        .map(|(level, of)| {
            let areas = of.ids.len();
            let name = names.table("criteria_{level}", &[("level", &safe_name(&of.name))]);
            let mut columns = Columns::default();
            columns.text(&names.column("area_code", &[]), of.ids.iter().map(Some));
            columns.text(
                &names.column("area_name", &[]),
                of.names.iter().map(Option::as_deref),
            );
            let headings = criteria.scores.headings.iter();
            let headings = headings.filter(|one| usize::from(one.level) == level);
            let by_place: BTreeMap<(u32, Option<u16>), HeadingScore> = headings
                .map(|one| ((one.area, one.heading), *one))
                .collect();
            let mut shown: Vec<Option<u16>> = by_place.keys().map(|(_, at)| *at).collect();
            shown.sort_by_key(|at| at.unwrap_or(u16::MAX));
            shown.dedup();
            let mut scores = Vec::new();
            for at in shown {
                let heading = at.and_then(|at| criteria.catalogue.headings.get(usize::from(at)));
                let label = heading.map_or("total", |one| words::of(&one.label, language, &one.id));
                let holes = [("c", slug(label))];
                let holes: Vec<(&str, &str)> =
                    holes.iter().map(|(a, b)| (*a, b.as_str())).collect();
                let all: Vec<Option<HeadingScore>> = (0..areas)
                    .map(|area| by_place.get(&(area as u32, at)).copied())
                    .collect();
                let score = names.column("{c}_score_pct", &holes);
                let pick = |of: fn(HeadingScore) -> Option<f64>| {
                    let all = all.clone().into_iter();
                    all.map(move |one| one.and_then(of)).collect::<Vec<_>>()
                };
                columns.number(&score, pick(|one| one.score.map(percent)));
                columns.number(
                    &names.column("{c}_known_pct", &holes),
                    pick(|one| Some(percent(one.coverage))),
                );
                columns.number(
                    &names.column("{c}_priority", &holes),
                    pick(|one| one.priority.map(tenths)),
                );
                scores.push(score);
            }
            for (position, one) in criteria.catalogue.indicators.iter().enumerate() {
                if one
                    .measured_from(criteria.nest())
                    .is_some_and(|from| level < from)
                {
                    continue;
                }
                let value = move |area| {
                    let value = criteria.measures.at(level, area, position)?.value?;
                    Some(in_unit(one, value))
                };
                let name = match one.unit.as_str() {
                    "share" => format!("{}_pct", slug(words::of(&one.label, language, &one.id))),
                    _ => slug(words::of(&one.label, language, &one.id)),
                };
                columns.number(&name, (0..areas).map(value));
            }
            let ground = (0..areas).map(|area| outline(own, level as u16, area as u32));
            let table = OutTable {
                name: name.clone(),
                geometry: Some(ground.collect()),
                crs: Some(own.crs.clone()),
                batch: columns.finish(),
            };
            let label = names.column("area_name", &[]);
            let mut table = WideTable::whole(table);
            table.styles = scores
                .iter()
                .map(|column| styles::percentages(&name, column, &label))
                .collect();
            table
        })
        .collect()
}

/// A share as a percentage with one decimal.
pub(super) fn percent(share: f64) -> f64 {
    tenths(share * 100.0)
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// A value as colleagues read it: shares as percentages, the rest with two decimals.
pub(super) fn in_unit(indicator: &Indicator, value: f64) -> f64 {
    match indicator.unit.as_str() {
        "share" => percent(value),
        _ => (value * 100.0).round() / 100.0,
    }
}

/// A label as the name of a column.
fn slug(label: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '_'
        }
    };
    let text: String = label
        .chars()
        .filter(|c| !"()".contains(*c))
        .map(plain)
        .collect();
    let parts: Vec<&str> = text.split('_').filter(|part| !part.is_empty()).collect();
    parts.join("_").chars().take(56).collect()
}
