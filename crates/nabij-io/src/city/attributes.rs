//! Attributes of streets from the columns of a layer.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use nabij::{Access, Direction, EdgeAttributes, Kerb, Length, NodeAttributes, Sidewalk};

use crate::{
    error::JobError,
    reason::Reason,
    table::{Column, Table},
};

/// The attributes that a column may hold.
const NAMES: [&str; 21] = [
    "id",
    "class",
    "street",
    "access",
    "direction",
    "steps",
    "escalator",
    "lift",
    "crossing",
    "crossing_kind",
    "bridge",
    "tunnel",
    "indoor",
    "level",
    "lit",
    "surface",
    "smoothness",
    "kerb",
    "incline",
    "width",
    "sidewalk",
];

/// The attributes that a node's column may hold.
const NODE_NAMES: [&str; 7] = [
    "barrier",
    "blocked",
    "crossing",
    "crossing_kind",
    "lift",
    "entrance",
    "kerb",
];

/// The columns of one layer by the attribute they hold.
pub(super) struct Attributes<'t> {
    table: &'t Table,
    columns: BTreeMap<&'static str, Column<'t>>,
    /// Texts seen so far: what a million streets have in common is kept once.
    known: RefCell<HashSet<Arc<str>>>,
}

impl<'t> Attributes<'t> {
    /// The columns of a layer of lines or squares. A column that bears an attribute's name holds it
    /// unless the study says otherwise.
    pub fn of_edges(
        table: &'t Table,
        given: &'t BTreeMap<String, String>,
    ) -> Result<Self, JobError> {
        Self::new(table, given, &NAMES)
    }

    /// The columns of a layer of nodes.
    pub fn of_nodes(
        table: &'t Table,
        given: &'t BTreeMap<String, String>,
    ) -> Result<Self, JobError> {
        Self::new(table, given, &NODE_NAMES)
    }

    fn new(
        table: &'t Table,
        given: &'t BTreeMap<String, String>,
        names: &[&'static str],
    ) -> Result<Self, JobError> {
        if let Some(unknown) = given.keys().find(|key| !names.contains(&key.as_str())) {
            return Err(JobError::Incomplete(format!(
                "maps a column of {} to {unknown:?}, which is no attribute; there are: {}",
                table.source(),
                names.join(", ")
            )));
        }
        let present = table.column_names();
        let mut columns = BTreeMap::new();
        for name in names {
            if let Some(column) = given.get(*name) {
                columns.insert(*name, table.column(column)?);
            } else if present.iter().any(|column| column == name) {
                columns.insert(*name, table.column(name)?);
            }
        }
        Ok(Attributes {
            table,
            columns,
            known: RefCell::default(),
        })
    }

    /// The permanent id of a row: its own whole number, else its place in the file.
    pub fn id(&self, row: usize) -> Result<i64, Reason> {
        match self.columns.get("id") {
            None => Ok(row as i64 + 1),
            Some(column) => column.integer(row)?.ok_or_else(|| Reason::Value {
                column: column.name().to_owned(),
                value: String::new(),
                wanted: "a whole number, unique within the layer",
            }),
        }
    }

    /// The attributes of an edge. Without a column of access the layer is public; an empty cell
    /// in one is unknown.
    pub fn edge(&self, row: usize) -> Result<EdgeAttributes, JobError> {
        self.try_edge(row)
            .map_err(|reason| self.table.error(row, reason).into())
    }

    /// What is known of a node.
    pub fn node(&self, row: usize) -> Result<NodeAttributes, JobError> {
        let read = || {
            Ok(NodeAttributes {
                barrier: self.text("barrier", row),
                blocked: self.yes_no("blocked", row)?,
                crossing: self.yes_no("crossing", row)?,
                crossing_kind: self.text("crossing_kind", row),
                lift: self.yes_no("lift", row)?,
                entrance: self.yes_no("entrance", row)?,
                kerb: self.kerb(row)?,
            })
        };
        read().map_err(|reason| self.table.error(row, reason).into())
    }

    fn try_edge(&self, row: usize) -> Result<EdgeAttributes, Reason> {
        let access = if self.columns.contains_key("access") {
            self.word(
                "access",
                row,
                &[("public", Access::Public), ("private", Access::Private)],
            )?
        } else {
            Some(Access::Public)
        };
        let directions = [
            ("both", Direction::Both),
            ("forward", Direction::Forward),
            ("backward", Direction::Backward),
        ];
        let sidewalks = [
            ("no", Sidewalk::No),
            ("left", Sidewalk::Left),
            ("right", Sidewalk::Right),
            ("both", Sidewalk::Both),
            ("separate", Sidewalk::Separate),
        ];
        Ok(EdgeAttributes {
            class: self.text("class", row),
            street: self.text("street", row),
            access,
            direction: self
                .word("direction", row, &directions)?
                .unwrap_or_default(),
            steps: self.yes_no("steps", row)?,
            escalator: self.yes_no("escalator", row)?,
            lift: self.yes_no("lift", row)?,
            crossing: self.yes_no("crossing", row)?,
            crossing_kind: self.text("crossing_kind", row),
            bridge: self.yes_no("bridge", row)?,
            tunnel: self.yes_no("tunnel", row)?,
            indoor: self.yes_no("indoor", row)?,
            visibility: false,
            level: self.scaled("level", row, 10.0)?,
            lit: self.yes_no("lit", row)?,
            surface: self.text("surface", row),
            smoothness: self.text("smoothness", row),
            kerb: self.kerb(row)?,
            incline: self.scaled("incline", row, 1000.0)?,
            width: self.length("width", row)?,
            sidewalk: self.word("sidewalk", row, &sidewalks)?,
        })
    }

    fn text(&self, name: &str, row: usize) -> Option<Arc<str>> {
        let text = self.columns.get(name)?.text(row)?;
        if text.is_empty() {
            return None;
        }
        let mut known = self.known.borrow_mut();
        if let Some(text) = known.get(text.as_str()) {
            return Some(text.clone());
        }
        let text: Arc<str> = text.into();
        known.insert(text.clone());
        Some(text)
    }

    fn yes_no(&self, name: &str, row: usize) -> Result<Option<bool>, Reason> {
        self.columns
            .get(name)
            .map_or(Ok(None), |column| column.yes_no(row))
    }

    fn length(&self, name: &str, row: usize) -> Result<Option<Length>, Reason> {
        let Some(column) = self.columns.get(name) else {
            return Ok(None);
        };
        let metres = column.number(row)?;
        let length = metres.map(Length::from_metres).transpose();
        length.map_err(|_| wrong(column, row, "a length in metres"))
    }

    /// A small number in whole parts of one: tenths of a storey, thousandths of a slope.
    fn scaled(&self, name: &str, row: usize, parts: f64) -> Result<Option<i16>, Reason> {
        let Some(column) = self.columns.get(name) else {
            return Ok(None);
        };
        let Some(number) = column.number(row)? else {
            return Ok(None);
        };
        let whole = (number * parts).round();
        if whole.abs() <= f64::from(i16::MAX) {
            Ok(Some(whole as i16))
        } else {
            Err(wrong(column, row, "a small number"))
        }
    }

    fn kerb(&self, row: usize) -> Result<Option<Kerb>, Reason> {
        let words = [
            ("raised", Kerb::Raised),
            ("rolled", Kerb::Rolled),
            ("lowered", Kerb::Lowered),
            ("flush", Kerb::Flush),
        ];
        let measured = |column: &Column<'_>| {
            let text = column.text(row)?;
            let metres = text.trim_end_matches('m').trim().parse().ok()?;
            Some(Kerb::Height(Length::from_metres(metres).ok()?))
        };
        match self.columns.get("kerb").and_then(measured) {
            Some(kerb) => Ok(Some(kerb)),
            None => self.word("kerb", row, &words),
        }
    }

    fn word<T: Copy>(
        &self,
        name: &str,
        row: usize,
        words: &[(&'static str, T)],
    ) -> Result<Option<T>, Reason> {
        let Some(column) = self.columns.get(name) else {
            return Ok(None);
        };
        let Some(text) = column.text(row).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Ok(Some(*value)),
            None => Err(wrong(
                column,
                row,
                match name {
                    "access" => "public or private",
                    "direction" => "both, forward or backward",
                    "sidewalk" => "no, left, right, both or separate",
                    _ => "raised, rolled, lowered, flush, or a height in metres",
                },
            )),
        }
    }
}

fn wrong(column: &Column<'_>, row: usize, wanted: &'static str) -> Reason {
    Reason::Value {
        column: column.name().to_owned(),
        value: column.text(row).unwrap_or_default(),
        wanted,
    }
}
