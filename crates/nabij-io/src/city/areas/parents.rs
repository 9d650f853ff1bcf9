//! Which larger area an area is part of.

use std::collections::BTreeMap;

use crate::{
    city::sources::Sources,
    error::JobError,
    preset::{Code, Preset},
    study_file::{AreaLayer, Layer, ParentLevel, Prefix},
    table::Table,
};

/// By code the larger area it is part of, and that one's name.
pub(super) type Parents = BTreeMap<String, (String, Option<String>)>;

/// An error where a level follows in two ways.
pub(super) fn check(parent: &ParentLevel) -> Result<(), JobError> {
    let ways = [
        ("id", parent.id.is_some()),
        ("prefix", parent.prefix.is_some()),
        ("table", parent.table.is_some()),
        ("preset", parent.preset.is_some()),
    ];
    let given = ways.into_iter().filter(|(_, is_given)| *is_given);
    let given: Vec<&str> = given.map(|(way, _)| way).collect();
    if given.len() > 1 {
        return Err(JobError::Incomplete(format!(
            "says in {} ways how level {:?} of [areas] follows ({}): keep one",
            given.len(),
            parent.level,
            given.join(", ")
        )));
    }
    Ok(())
}

/// The larger areas by the code of the finest level, from columns or a table of their own.
pub(super) fn read(
    sources: &Sources<'_>,
    layer: &AreaLayer,
    preset: Option<&Preset>,
    parent: &ParentLevel,
    areas: Option<&Table>,
) -> Result<Parents, JobError> {
    let (table, code, id, name) = match (&parent.table, &parent.id, areas) {
        (Some(path), ..) => {
            let own = Layer {
                file: path.clone(),
                ..Layer::default()
            };
            let table = sources.rows(&own)?;
            let name = table
                .column_names()
                .contains(&"name".to_owned())
                .then_some("name");
            (table, "code", "parent", name)
        }
        (None, Some(id), Some(areas)) => {
            let code = layer.id.as_deref().unwrap_or("id");
            (areas.clone(), code, id.as_str(), parent.name.as_deref())
        }
        // The code follows by the prefix, the name from a column.
        (None, None, Some(areas)) if parent.prefix.is_some() && parent.name.is_some() => {
            let code = layer.id.as_deref().unwrap_or("id");
            (areas.clone(), code, code, parent.name.as_deref())
        }
        _ if parent.prefix.is_some() => return Ok(Parents::new()),
        _ => {
            return Err(JobError::Incomplete(format!(
                "must say how level {:?} follows: `id` (a column), `prefix`, `table` or `preset`",
                parent.level
            )));
        }
    };
    let (codes, ids) = (table.column(code)?, table.column(id)?);
    let names = name.map(|name| table.column(name)).transpose()?;
    let (mut parents, mut called) = (Parents::new(), BTreeMap::<String, String>::new());
    for row in 0..table.len() {
        if let (Some(code), Some(id)) = (codes.text(row), ids.text(row)) {
            let code = match preset.map(|preset| preset.code(&code)) {
                Some(Code::Zone(code)) => code,
                _ => code,
            };
            let name = names.as_ref().and_then(|names| names.text(row));
            let two = |what: String| {
                JobError::Incomplete(format!(
                    "reads level {:?} of [areas] from {}, where {what} ({}): correct one",
                    parent.level,
                    table.source(),
                    table.position(row)
                ))
            };
            if let Some((other, _)) = parents.get(&code).filter(|(other, _)| *other != id) {
                return Err(two(format!("{code} is part of {other} and of {id}")));
            }
            match (called.get(&id), &name) {
                (Some(other), Some(name)) if other != name => {
                    return Err(two(format!("{id} is called {other:?} and {name:?}")));
                }
                (None, Some(name)) => {
                    called.insert(id.clone(), name.clone());
                }
                _ => {}
            }
            parents.insert(code, (id, name));
        }
    }
    Ok(parents)
}

impl Prefix {
    /// The code of the larger area.
    pub(super) fn parent(&self, code: &str) -> Option<String> {
        let shared = code.strip_prefix(&self.from)?.get(..self.length)?;
        Some(format!("{}{shared}", self.to))
    }
}
