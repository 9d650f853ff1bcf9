//! Reading the tables that only criteria need: their areas by code, their rejected rows.

use std::collections::BTreeMap;

use nabij::criteria::Nest;

use crate::{
    city::{Tally, Unused},
    error::JobError,
    input_file::file_name,
    reason::Reason,
    study_file::{FileLayer, StudyFile},
    table::{Column, Table},
};

/// Reads tables, and notes what of them is not used.
pub(super) struct Reading<'s> {
    pub study: &'s StudyFile,
    /// By code its level and position; codes that several levels have are of the finest.
    areas: BTreeMap<String, (usize, usize)>,
    pub tallies: Vec<Tally>,
    pub unused: Vec<Unused>,
}

impl<'s> Reading<'s> {
    pub fn new(study: &'s StudyFile, nest: &Nest) -> Self {
        let mut areas = BTreeMap::new();
        for level in (0..nest.levels()).rev() {
            for (area, id) in nest.ids(level).iter().enumerate() {
                areas.insert(id.clone(), (level, area));
            }
        }
        Reading {
            study,
            areas,
            tallies: Vec::new(),
            unused: Vec::new(),
        }
    }

    pub fn table(&self, layer: &dyn FileLayer) -> Result<Table, JobError> {
        self.study.table(layer)
    }

    /// The level and position of the area of this code.
    pub fn area(&self, code: &str) -> Result<(usize, usize), Reason> {
        let found = self.areas.get(code.trim()).copied();
        found.ok_or_else(|| Reason::Listed {
            named: code.to_owned(),
            code: "no_area",
            why: "none of the study's areas has this code",
        })
    }

    /// Notes a row that is not used.
    pub fn reject(&mut self, table: &Table, row: usize, id: Option<String>, reason: Reason) {
        self.unused.push(table.rejected(row, id, reason).into());
    }

    /// Notes what a file held.
    pub fn tally(&mut self, role: &str, layer: &dyn FileLayer, read: usize, used: usize) {
        self.tallies.push(Tally {
            role: role.to_owned(),
            file: file_name(layer.file()),
            read,
            used,
        });
    }
}

/// A column that must be there if it is named.
pub(super) fn optional<'t>(
    table: &'t Table,
    name: &'t Option<String>,
) -> Result<Option<Column<'t>>, JobError> {
    Ok(name.as_ref().map(|name| table.column(name)).transpose()?)
}
