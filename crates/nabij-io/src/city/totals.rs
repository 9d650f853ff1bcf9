//! How many people live in each zone, from a table.

use std::collections::BTreeMap;

use nabij::Weight;

use super::sources::Unused;
use crate::{
    error::JobError,
    input_file::file_name,
    preset::{Code, Number, Preset},
    reason::Reason,
    study_file::ZoneLayer,
    table::Table,
};

/// Totals per zone of one table.
pub(crate) struct ZoneTotals {
    pub residents: Option<BTreeMap<String, Weight>>,
    pub over_65: Option<BTreeMap<String, Weight>>,
    /// Whether 65+ is a percentage of the residents, rounded to whole points: ± 0.5 point.
    pub estimated: bool,
    /// Who publishes it, where a preset says so.
    pub source: Option<String>,
    /// The year, as stated or as the table says.
    pub year: Option<i32>,
    /// Zones that are wanted.
    pub zones: usize,
    /// Rows and values that are not used.
    pub unused: Vec<Unused>,
    /// Codes for "no number", as a published table has.
    pub gaps: Vec<Unused>,
}

/// The columns of a table of totals.
struct Names {
    code: String,
    residents: Option<String>,
    over_65: Option<String>,
    percent: Option<String>,
}

/// Reads totals. `spelling` is how codes are spelled where no preset says it; `wanted` says whether a zone can be in the study at all.
pub(crate) fn read(
    layer: &ZoneLayer,
    role: &str,
    table: &Table,
    preset: Option<&Preset>,
    spelling: Option<&Preset>,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<ZoneTotals, JobError> {
    let names = names(layer, role, table, preset)?;
    let mut reader = Reader {
        table,
        preset,
        spelling: preset.or(spelling),
        role,
        unused: Vec::new(),
        gaps: Vec::new(),
    };
    let mut seen = BTreeMap::new();
    let (mut residents, mut over_65) = (BTreeMap::new(), BTreeMap::new());
    for row in 0..table.len() {
        let Some(code) = reader.code(&names.code, row) else {
            continue;
        };
        if !wanted(&code) {
            continue;
        }
        if seen.insert(code.clone(), row).is_some() {
            return Err(JobError::Incomplete(format!(
                "has zone {code:?} twice in {}: a zone has one total; is it a table of several years?",
                table.source()
            )));
        }
        let all = names
            .residents
            .as_ref()
            .and_then(|column| reader.number(column, row, &code));
        let older = match (&names.over_65, &names.percent) {
            (Some(column), _) => reader.number(column, row, &code),
            (None, Some(column)) => reader
                .number(column, row, &code)
                .and_then(|percent| Some(percent / 100.0 * all?)),
            (None, None) => None,
        };
        let column = names.residents.as_deref().unwrap_or_default();
        let all = reader.weight(all, row, &code, column);
        residents.insert(code.clone(), all);
        let column = names.over_65.as_ref().or(names.percent.as_ref());
        let older = reader.weight(older, row, &code, column.map_or("", String::as_str));
        over_65.insert(code.clone(), older);
    }
    let stated = preset
        .map(|preset| preset.column(table, "year"))
        .transpose()?
        .flatten();
    let stated = stated.and_then(|column| table.integer(&column, 0).ok().flatten());
    let stated = stated.and_then(|year| i32::try_from(year).ok());
    if let (Some(given), Some(stated)) = (layer.year, stated)
        && given != stated
    {
        return Err(JobError::Incomplete(format!(
            "gives [weights.{role}] year = {given}, but {} says {stated}",
            table.source()
        )));
    }
    Ok(ZoneTotals {
        estimated: names.over_65.is_none() && names.percent.is_some(),
        residents: names.residents.map(|_| residents),
        over_65: (names.over_65.is_some() || names.percent.is_some()).then_some(over_65),
        source: preset.map(|preset| preset.source.clone()),
        year: layer.year.or(stated),
        zones: seen.len(),
        unused: reader.unused,
        gaps: reader.gaps,
    })
}

fn names(
    layer: &ZoneLayer,
    role: &str,
    table: &Table,
    preset: Option<&Preset>,
) -> Result<Names, JobError> {
    let by_rule = |given: &Option<String>, thing: &str| -> Result<Option<String>, JobError> {
        match (given, preset) {
            (Some(column), _) => Ok(Some(table.column(column)?.name().to_owned())),
            (None, Some(preset)) => preset.column(table, thing),
            (None, None) => Ok(None),
        }
    };
    let code = match (&layer.code, preset) {
        (Some(code), _) => table.column(code)?.name().to_owned(),
        (None, Some(preset)) => preset.needed(table, "code")?,
        (None, None) => {
            return Err(JobError::Incomplete(format!(
                "must name in [weights.{role}] the column `code`, or a `preset`"
            )));
        }
    };
    let names = Names {
        code,
        residents: by_rule(&layer.residents, "residents")?,
        over_65: by_rule(&layer.over_65, "over_65")?,
        percent: by_rule(&layer.over_65_percent, "over_65_percent")?,
    };
    let missing = match (&names.residents, &names.over_65, &names.percent) {
        (None, None, None) => "the column `residents` or `over_65`",
        (None, None, Some(_)) => "the column `residents`, which its percentage is of",
        _ => return Ok(names),
    };
    Err(JobError::Incomplete(format!(
        "must name in [weights.{role}] {missing}: {} has {}",
        table.source(),
        table.column_names().join(", ")
    )))
}

struct Reader<'t> {
    table: &'t Table,
    preset: Option<&'t Preset>,
    spelling: Option<&'t Preset>,
    role: &'t str,
    unused: Vec<Unused>,
    gaps: Vec<Unused>,
}

impl Reader<'_> {
    fn code(&mut self, column: &str, row: usize) -> Option<String> {
        let text = self
            .table
            .column(column)
            .ok()?
            .text(row)
            .unwrap_or_default();
        let text = text.trim();
        let code = match self.spelling.map(|preset| preset.code(text)) {
            None if !text.is_empty() => return Some(text.to_owned()),
            Some(Code::Zone(code)) => return Some(code),
            Some(Code::OtherLevel) => return None,
            _ => text.to_owned(),
        };
        self.reject(
            row,
            None,
            Reason::Value {
                column: column.to_owned(),
                value: code,
                wanted: "a code of a zone",
            },
        );
        None
    }

    /// A number, none where it is not known; a code for "no number" is listed as the reason.
    fn number(&mut self, column: &str, row: usize, code: &str) -> Option<f64> {
        let found = match self.preset {
            Some(preset) => preset.number(self.table, column, row),
            None => self
                .table
                .column(column)
                .map_or(Ok(Number::None(None)), |column| {
                    Ok(column
                        .number(row)?
                        .map_or(Number::None(None), Number::Known))
                }),
        };
        match found {
            Ok(Number::Known(number)) => Some(number),
            Ok(Number::None(None)) => None,
            Ok(Number::None(Some(value))) => {
                self.gaps.push(Unused {
                    file: file_name(std::path::Path::new(self.table.source())),
                    place: self.table.position(row).to_string(),
                    id: Some(code.to_owned()),
                    code: "no_number".to_owned(),
                    reason: format!(
                        "{}: {column} is {value}, which stands for no number: unknown, not 0",
                        self.role
                    ),
                });
                None
            }
            Err(reason) => {
                self.reject(row, Some(code), reason);
                None
            }
        }
    }

    fn weight(&mut self, people: Option<f64>, row: usize, code: &str, column: &str) -> Weight {
        let Some(people) = people else {
            return Weight::UNKNOWN;
        };
        Weight::new(people).unwrap_or_else(|_| {
            let reason = Reason::Value {
                column: column.to_owned(),
                value: people.to_string(),
                wanted: "a number of at least 0",
            };
            self.reject(row, Some(code), reason);
            Weight::UNKNOWN
        })
    }

    fn reject(&mut self, row: usize, code: Option<&str>, reason: Reason) {
        let rejected = self.table.rejected(row, code.map(str::to_owned), reason);
        self.unused.push(rejected.into());
    }
}
