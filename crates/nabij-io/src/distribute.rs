//! People per row of a table, without a city around it.

use nabij::{Basis, Dwellings, Spread, Texts, Weight};
use serde::Deserialize;

use crate::{
    city::{
        People, Unused, ZoneSource,
        people::{either, spread, wrong},
        totals,
    },
    error::JobError,
    preset::{Code, Preset},
    study_file::ZoneLayer,
    table::Table,
    tables::people_tables,
    write::OutTable,
};

/// How to spread people over the rows of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// The column of ids, which break ties; the rows' numbers if not given.
    pub id: Option<String>,
    /// The column of dwellings; one each if not given.
    pub dwellings: Option<String>,
    /// The column of places in a nursing home.
    pub capacity: Option<String>,
    /// The column of residents counted per address.
    pub own: Option<String>,
    /// The column of residents of 65 and older counted per address.
    pub own_over_65: Option<String>,
    /// What to spread, in the order to ask. The totals of the last one are met.
    pub zones: Vec<DistributionZones>,
}

/// Totals of one zoning.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistributionZones {
    /// Its name, such as `pc6` or `buurt`.
    pub name: String,
    /// The origins' column of codes.
    pub by: String,
    /// The columns of the totals.
    pub totals: ZoneLayer,
}

impl Distribution {
    /// Reads it from JSON.
    ///
    /// # Errors
    /// [`JobError::StudyFile`] with line and reason.
    pub fn from_json(text: &str) -> Result<Self, JobError> {
        serde_json::from_str(text).map_err(|error| JobError::StudyFile {
            path: std::path::PathBuf::new(),
            reason: error.to_string(),
        })
    }
}

/// People per row, and how they got there.
#[derive(Clone, Debug)]
pub struct Distributed {
    /// `inw_est`, and `n65_est` where there are totals of it.
    pub spreads: Vec<Spread>,
    /// The tables `spread` and `inwoners_niet_geplaatst`.
    pub tables: Vec<OutTable>,
    /// Rows and values of the totals and the origins that are not used.
    pub unused: Vec<Unused>,
    names: Vec<String>,
}

impl Distributed {
    /// Where a row of a spread has its people from: `own`, the name of a zoning, or none.
    pub fn basis(&self, spread: &Spread, row: usize) -> Option<&str> {
        match (*spread.bases.get(row)?)? {
            Basis::Own => Some("own"),
            Basis::Zone(zoning) => self.names.get(usize::from(zoning)).map(String::as_str),
            Basis::Area => self.names.last().map(String::as_str),
        }
    }
}

/// Spreads people over the rows of a table; `totals` are the tables of the zonings, in their order.
///
/// # Errors
/// [`JobError`] when a column is missing, a zone occurs twice, or there is nothing to spread.
pub fn distribute(
    origins: &Table,
    totals: &[Table],
    how: &Distribution,
) -> Result<Distributed, JobError> {
    let ids: Texts = match &how.id {
        Some(id) => {
            let ids = origins.column(id)?;
            (0..origins.len())
                .map(|row| ids.text(row).unwrap_or_default())
                .collect()
        }
        None => (0..origins.len()).map(|row| format!("{row:010}")).collect(),
    };
    let mut unused = Vec::new();
    let mut numbers = |column: &Option<String>| -> Result<Option<Vec<Weight>>, JobError> {
        column
            .as_ref()
            .map(|column| weights(origins, column, &mut unused))
            .transpose()
    };
    let (capacity, number) = (numbers(&how.capacity)?, numbers(&how.dwellings)?);
    let own = [numbers(&how.own)?, numbers(&how.own_over_65)?];
    let mut dwellings = Dwellings::new(&ids);
    if let Some(number) = either(capacity.clone(), number) {
        dwellings = dwellings.number(&number).map_err(wrong)?;
    }
    let mut read = Vec::new();
    let mut sources = Vec::new();
    for (at, (zones, table)) in how.zones.iter().zip(totals).enumerate() {
        let preset = zones
            .totals
            .preset
            .as_deref()
            .map(Preset::named)
            .transpose()?;
        let column = origins.column(&zones.by)?;
        let code = |row| {
            let text = column.text(row)?.trim().to_owned();
            match preset.as_ref().map(|preset| preset.code(&text)) {
                None => Some(text).filter(|text| !text.is_empty()),
                Some(Code::Zone(code)) => Some(code),
                Some(Code::OtherLevel | Code::Wrong) => None,
            }
        };
        let codes: Vec<Option<String>> = (0..origins.len()).map(code).collect();
        dwellings = match at + 1 == how.zones.len() {
            true => dwellings.areas(&codes).map_err(wrong)?,
            false => dwellings.zones(&zones.name, &codes).map_err(wrong)?,
        };
        let mut found = totals::read(
            &zones.totals,
            &zones.name,
            table,
            preset.as_ref(),
            None,
            &|_| true,
        )?;
        unused.append(&mut found.unused);
        unused.append(&mut found.gaps);
        sources.push(ZoneSource {
            zones: zones.name.clone(),
            file: zones.name.clone(),
            source: found.source.clone(),
            year: found.year,
            over_65_estimated: found.estimated,
        });
        read.push(found);
    }
    let of_areas = read.pop();
    if of_areas.is_none() {
        return Err(JobError::Incomplete("names no totals to spread".to_owned()));
    }
    let people = People {
        spreads: spread(&dwellings, &read, of_areas.as_ref(), own, capacity)?,
        sources,
        counted: None,
        elsewhere: 0,
    };
    Ok(Distributed {
        tables: people_tables(None, &people),
        names: how.zones.iter().map(|zones| zones.name.clone()).collect(),
        spreads: people.spreads,
        unused,
    })
}

/// A column of numbers of at least 0; anything else is listed and unknown.
fn weights(table: &Table, column: &str, unused: &mut Vec<Unused>) -> Result<Vec<Weight>, JobError> {
    let cells = table.column(column)?;
    let weight = |row| {
        let found = cells.number(row).and_then(|number| match number {
            None => Ok(Weight::UNKNOWN),
            Some(number) => Weight::new(number).map_err(|_| crate::Reason::Value {
                column: column.to_owned(),
                value: number.to_string(),
                wanted: "a number of at least 0",
            }),
        });
        found.unwrap_or_else(|reason| {
            unused.push(table.rejected(row, None, reason).into());
            Weight::UNKNOWN
        })
    };
    Ok((0..table.len()).map(weight).collect())
}
