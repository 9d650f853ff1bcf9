//! Findings as files.

use std::{collections::BTreeMap, path::Path};

use nabij::AuditKind;
use serde_json::json;

use super::Audit;
use crate::{
    error::JobError,
    job::{write_folder, write_whole},
    names::Names,
    study_file::{Format, StudyFile},
    write::write_geopackage,
};

pub(super) fn write(audit: &Audit<'_>, study: &StudyFile, to: &Path) -> Result<(), JobError> {
    let tables = audit.tables(Names::of(study.language));
    let packed = to
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("gpkg"));
    if packed {
        return write_whole(to, |path| write_geopackage(path, &tables));
    }
    if study.output.format == Format::Gpkg {
        let io = |source| JobError::Io {
            path: to.to_owned(),
            source,
        };
        std::fs::create_dir_all(to).map_err(io)?;
        let path = to.join("network_findings.gpkg");
        return write_whole(&path, |path| write_geopackage(path, &tables));
    }
    let last = ("network_findings.json", facts(audit));
    write_folder(to, &tables, &study.output, (last.0, &last.1))?;
    Ok(())
}

/// How many findings there are of each kind, and by which numbers.
fn facts(audit: &Audit<'_>) -> String {
    let own = audit.parameters;
    let counts = AuditKind::ALL.map(|kind| (kind.as_str(), audit.count(kind)));
    let facts = json!({
        "nabij": env!("CARGO_PKG_VERSION"),
        "findings": counts.into_iter().collect::<BTreeMap<_, _>>(),
        "parameters": {
            "reach_m": own.reach.in_metres(),
            "near_m": own.near.in_metres(),
            "detour": own.detour,
            "alongside_m": own.alongside.in_metres(),
            "min_component_m": own.min_component.in_metres(),
        },
    });
    format!("{facts:#}\n")
}
