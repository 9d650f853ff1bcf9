//! What the reader of OSM extracts left out and did, as lists.

use std::path::Path;

use super::Unused;
use crate::{input_file::file_name, osm::OsmExtract};

/// Lists what the OSM reader left out and what it merged.
pub(super) fn note(
    path: &Path,
    extract: &OsmExtract,
    unused: &mut Vec<Unused>,
    notes: &mut Vec<Unused>,
) {
    let line = |id: String, code: &str, reason: String| Unused {
        file: file_name(path),
        place: id.clone(),
        id: Some(id),
        code: code.to_owned(),
        reason,
    };
    let report = &extract.report;
    unused.extend(report.rejected.iter().map(|r| {
        line(
            r.id.to_string(),
            r.what,
            format!("{}: {}", r.what, r.reason),
        )
    }));
    notes.extend(report.clipped.iter().map(|c| {
        let (present, missing) = (c.present, c.missing);
        let reason = format!(
            "clipped at the edge of the extract: {missing} of its {} nodes are missing",
            present + missing
        );
        line(c.id.to_string(), "clipped", reason)
    }));
    notes.extend(report.merged.iter().map(|m| {
        let reason = format!(
            "counted with {} ({}, {:.1} m away)",
            m.kept, m.why, m.metres
        );
        line(m.dropped.to_string(), "merged", reason)
    }));
    notes.extend(report.numbers.iter().map(|n| {
        let kind = if n.range { "a range" } else { "a list" };
        let reason = format!(
            "house number {:?} is {kind} of numbers and counts as one origin",
            n.number
        );
        line(n.id.to_string(), "number_list", reason)
    }));
}
