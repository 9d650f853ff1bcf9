//! The files for colleagues: a GeoPackage, workbooks, CSV.

use std::path::Path;

use rayon::prelude::*;

use super::Job;
use crate::{
    error::JobError,
    study_file::{StudyFile, WideFormat},
    wide::WideTable,
    write::{OutTable, Pieces, write_csv_pieces, write_layers, write_workbook},
};

/// Writes what the study asks for; returns the names of the files.
pub(super) fn write(
    job: &Job<'_>,
    study: &StudyFile,
    folder: &Path,
) -> Result<Vec<String>, JobError> {
    let output = &study.output;
    let mut formats = output.wide.clone();
    formats.sort();
    formats.dedup();
    if formats.is_empty() && !output.per_owner {
        return Ok(Vec::new());
    }
    let wide = job.wide(study);
    let tables = wide.tables();
    let written: Result<Vec<Vec<String>>, JobError> = formats
        .par_iter()
        .map(|format| {
            let all: Vec<&dyn Pieces> = tables.iter().map(|table| table as &dyn Pieces).collect();
            match format {
                WideFormat::Gpkg => {
                    write_layers(&folder.join("wide.gpkg"), &all)?;
                    Ok(vec!["wide.gpkg".to_owned()])
                }
                WideFormat::Xlsx => {
                    write_workbook(&folder.join("wide.xlsx"), &all)?;
                    Ok(vec!["wide.xlsx".to_owned()])
                }
                WideFormat::Csv => {
                    let mut names = Vec::new();
                    for table in &tables {
                        let name = format!("wide_{}.csv", table.name);
                        write_csv_pieces(&folder.join(&name), table, &output.dialect.style())?;
                        names.push(name);
                    }
                    Ok(names)
                }
            }
        })
        .collect();
    let mut names: Vec<String> = written?.into_iter().flatten().collect();
    if output.per_owner {
        names.extend(workbooks(
            study,
            &wide.names().column("owner", &[]),
            &tables,
            folder,
        )?);
    }
    Ok(names)
}

/// A workbook for each owner: the tables that name owners, with this one's rows, and the norms and
/// the account.
fn workbooks(
    study: &StudyFile,
    owner: &str,
    tables: &[WideTable<'_>],
    folder: &Path,
) -> Result<Vec<String>, JobError> {
    let owned = tables.iter().filter(|table| table.has(owner));
    let owned: Vec<OutTable> = owned.map(WideTable::table).collect();
    let mut owners: Vec<String> = owned
        .iter()
        .flat_map(|table| table.distinct(owner))
        .collect();
    owners.sort();
    owners.dedup();
    if owners.is_empty() {
        return Err(JobError::Incomplete(
            "asks for a workbook per owner, but no complex has one: name the column of owners \
             in [origins] columns, as owner"
                .to_owned(),
        ));
    }
    let names = crate::names::Names::of(study.language);
    let always = ["norms", "account"].map(|table| names.table(table, &[]));
    let mut files: Vec<String> = Vec::new();
    for name in owners {
        let own: Vec<OutTable> = owned.iter().filter_map(|t| t.only(owner, &name)).collect();
        let rest = tables.iter().filter(|table| always.contains(&table.name));
        let mut sheets: Vec<&dyn Pieces> = own.iter().map(|table| table as &dyn Pieces).collect();
        sheets.extend(rest.map(|table| table as &dyn Pieces));
        let file = free(&name, &files);
        write_workbook(&folder.join(&file), &sheets)?;
        files.push(file);
    }
    Ok(files)
}

/// A name of a file for an owner that no other has, whatever stands in the owner's name.
fn free(owner: &str, taken: &[String]) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || "-_ .".contains(c) {
            c
        } else {
            '_'
        }
    };
    let owner: String = owner.chars().map(plain).take(80).collect();
    let owner = owner.trim().to_owned();
    let numbered = (2..).map(|number| format!("wide_{owner}_{number}.xlsx"));
    let is_taken = |name: &String| taken.iter().any(|t| t.eq_ignore_ascii_case(name));
    let mut names = std::iter::once(format!("wide_{owner}.xlsx")).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_default()
}
