//! One wide table on its way: columns that take their names from the mapping file, a piece of the
//! rows at a time so that memory stays flat.

use std::{ops::Range, sync::Arc};

use arrow_array::{Float64Array, Int64Array, StringArray};
use geo_types::Geometry;

use super::Wide;
use crate::{
    crs::Crs,
    tables::columns::Columns,
    write::{LayerStyle, OutTable, Pieces, Visit, WriteError},
};

/// How many rows are made at a time.
const PIECE: usize = 8_192;

/// Makes the rows of a range.
type Make<'r> = Box<dyn Fn(Range<usize>) -> OutTable + Sync + 'r>;

/// A table for people: its rows are made when they are written.
pub struct WideTable<'r> {
    /// Its name in the language of the study.
    pub name: String,
    /// How many rows it has.
    pub rows: usize,
    /// The styles of the layer, the default first.
    pub styles: Vec<LayerStyle>,
    make: Make<'r>,
}

impl std::fmt::Debug for WideTable<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WideTable {:?} of {} rows", self.name, self.rows)
    }
}

impl<'r> WideTable<'r> {
    pub(super) fn new(
        name: String,
        rows: usize,
        make: impl Fn(Range<usize>) -> OutTable + Sync + 'r,
    ) -> Self {
        WideTable {
            name,
            rows,
            styles: Vec::new(),
            make: Box::new(make),
        }
    }

    /// A table that is whole already.
    pub(crate) fn whole(table: OutTable) -> Self {
        WideTable {
            name: table.name.clone(),
            rows: table.batch.num_rows(),
            styles: Vec::new(),
            make: Box::new(move |rows| OutTable {
                name: table.name.clone(),
                batch: table.batch.slice(rows.start, rows.len()),
                geometry: table
                    .geometry
                    .as_ref()
                    .map(|all| all.get(rows).map(<[_]>::to_vec).unwrap_or_default()),
                crs: table.crs.clone(),
            }),
        }
    }

    /// Whether it has a column of this name.
    pub(crate) fn has(&self, column: &str) -> bool {
        let columns = (self.make)(0..0).batch.schema();
        columns.column_with_name(column).is_some()
    }

    /// The whole table at once.
    pub fn table(&self) -> OutTable {
        (self.make)(0..self.rows)
    }
}

impl Pieces for WideTable<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn has_places(&self) -> bool {
        (self.make)(0..0).geometry.is_some()
    }

    fn each(&self, visit: &mut Visit<'_>) -> Result<(), WriteError> {
        // One piece without rows where there are none.
        let mut starts = (0..self.rows.max(1)).step_by(PIECE);
        starts.try_for_each(|start| visit(&(self.make)(start..(start + PIECE).min(self.rows))))
    }

    fn styles(&self) -> &[LayerStyle] {
        &self.styles
    }
}

/// Columns of one piece of one wide table.
pub(super) struct Sheet<'w, 'r> {
    wide: &'w Wide<'r>,
    columns: Columns<'static>,
    rows: usize,
}

impl<'w, 'r> Sheet<'w, 'r> {
    pub fn new(wide: &'w Wide<'r>, rows: usize) -> Self {
        Sheet {
            wide,
            columns: Columns::default(),
            rows,
        }
    }

    fn name(&self, pattern: &str, holes: &[(&str, &str)]) -> String {
        self.wide.names.column(pattern, holes)
    }

    /// Text.
    pub fn text<T: AsRef<str>>(
        &mut self,
        pattern: &str,
        holes: &[(&str, &str)],
        values: impl IntoIterator<Item = Option<T>>,
    ) {
        let name = self.name(pattern, holes);
        let values: StringArray = values.into_iter().collect();
        self.columns.made(&name, Arc::new(values));
    }

    /// Numbers.
    pub fn number(
        &mut self,
        pattern: &str,
        holes: &[(&str, &str)],
        values: impl IntoIterator<Item = Option<f64>>,
    ) {
        let name = self.name(pattern, holes);
        let values: Float64Array = values.into_iter().collect();
        self.columns.made(&name, Arc::new(values));
    }

    /// Whole numbers.
    pub fn whole(
        &mut self,
        pattern: &str,
        holes: &[(&str, &str)],
        values: impl IntoIterator<Item = Option<i64>>,
    ) {
        let name = self.name(pattern, holes);
        let values: Int64Array = values.into_iter().collect();
        self.columns.made(&name, Arc::new(values));
    }

    /// The table: every one ends with the dates, the norm set and the version it speaks of.
    pub fn finish(
        mut self,
        name: &str,
        geometry: Option<Vec<Option<Geometry<f64>>>>,
        crs: Option<Crs>,
    ) -> OutTable {
        let dates = &self.wide.dates;
        let rows = self.rows;
        for (column, value) in [
            ("reference_date_addresses", &dates.addresses),
            ("reference_date_network", &dates.network),
            ("reference_date_facilities", &dates.facilities),
        ] {
            self.text(column, &[], (0..rows).map(|_| value.as_deref()));
        }
        let (year, set) = (dates.area_year, &dates.norm_set);
        self.whole("area_year", &[], (0..rows).map(|_| year));
        self.text("norm_set", &[], (0..rows).map(|_| Some(set)));
        let version = env!("CARGO_PKG_VERSION");
        self.text("version", &[], (0..rows).map(|_| Some(version)));
        OutTable {
            name: name.to_owned(),
            batch: self.columns.finish(),
            geometry,
            crs,
        }
    }
}
