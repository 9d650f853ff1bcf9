//! What looks wrong with the streets, as points and as the links that would mend it.

use geo_types::{Coord, Geometry, LineString};
use nabij::{AuditPlace, Edge, Length};

use super::{columns::Columns, rows::point};
use crate::{
    audit::{Audit, Audited},
    names::Names,
    write::OutTable,
};

/// Both tables of an audit. Ranks join them.
pub(crate) fn finding_tables(audit: &Audit<'_>, names: Names) -> [OutTable; 2] {
    [places(audit, names), links(audit, names)]
}

/// One row per finding, at its place.
fn places(audit: &Audit<'_>, names: Names) -> OutTable {
    let network = &audit.streets.network;
    let rows: Vec<(i64, &Audited)> = (1..).zip(&audit.findings).collect();
    let metres = |mm: u64| mm as f64 / 1000.0;
    let from = |row: &(i64, &Audited)| network.edge(row.1.finding.place.edge);
    let to = |row: &(i64, &Audited)| row.1.finding.to.map(|to| network.edge(to.edge));
    let street = |edge: Edge<'_>| edge.attributes().street.clone();
    let class = |edge: Edge<'_>| edge.attributes().class.clone();
    let keys = |row: &(i64, &Audited)| {
        let edges = row.1.finding.edges.iter();
        let keys: Vec<String> = edges.map(|e| network.edge(*e).key().to_string()).collect();
        Some(keys.join(" "))
    };
    let name = |pattern: &str| names.column(pattern, &[]);
    let total = |pattern: &str, of: &str| names.column(pattern, &[("total", of)]);
    let mut columns = Columns::default();
    columns.whole(&name("rank"), rows.iter().map(|(rank, _)| Some(*rank)));
    columns.word(
        &name("kind"),
        rows.iter()
            .map(|row| Some(names.cell(row.1.finding.kind.as_str()))),
    );
    columns.whole(
        &total("{total}_turned", "addresses"),
        rows.iter().map(|row| whole(row.1.turned)),
    );
    for (at, weight) in audit.weights.iter().enumerate() {
        columns.number(
            &total("{total}_turned", weight),
            rows.iter().map(move |row| {
                row.1
                    .people
                    .get(at)
                    .copied()
                    .filter(|_| row.1.turned.is_some())
            }),
        );
    }
    columns.whole(
        &total("{total}_refused", "addresses"),
        rows.iter().map(|row| whole(row.1.refused)),
    );
    columns.number(
        &name("size_m"),
        rows.iter().map(|row| Some(metres(row.1.finding.size_mm))),
    );
    columns.number(
        &name("gap_m"),
        rows.iter()
            .map(|row| row.1.finding.gap.map(Length::in_metres)),
    );
    columns.number(
        &name("fragment_m"),
        rows.iter()
            .map(|row| row.1.finding.fragment.as_ref().map(|own| metres(own.mm))),
    );
    columns.text(&name("street"), rows.iter().map(|row| street(from(row))));
    columns.text(&name("class"), rows.iter().map(|row| class(from(row))));
    columns.text(
        &name("to_street"),
        rows.iter().map(|row| to(row).and_then(street)),
    );
    columns.text(
        &name("to_class"),
        rows.iter().map(|row| to(row).and_then(class)),
    );
    columns.text(&name("edges"), rows.iter().map(keys));
    let place = |row: &(i64, &Audited)| point(at(audit, &row.1.finding.place));
    OutTable {
        name: names.table("network_findings", &[]),
        batch: columns.finish(),
        geometry: Some(rows.iter().map(|row| Some(place(row))).collect()),
        crs: Some(audit.streets.frame.crs().clone()),
    }
}

/// One row per link that would mend a finding, from its place to the other.
fn links(audit: &Audit<'_>, names: Names) -> OutTable {
    let rows = (1_i64..).zip(&audit.findings);
    let rows = rows.filter_map(|(rank, one)| Some((rank, one, one.finding.to?)));
    // A link of no length is no line.
    let rows = rows.filter(|(_, one, to)| one.finding.place.point != to.point);
    let rows: Vec<(i64, &Audited, AuditPlace)> = rows.collect();
    let mut columns = Columns::default();
    columns.whole(
        &names.column("rank", &[]),
        rows.iter().map(|(rank, ..)| Some(*rank)),
    );
    columns.word(
        &names.column("kind", &[]),
        rows.iter()
            .map(|(_, one, _)| Some(names.cell(one.finding.kind.as_str()))),
    );
    columns.number(
        &names.column("gap_m", &[]),
        rows.iter()
            .map(|(_, one, _)| one.finding.gap.map(Length::in_metres)),
    );
    let line = |(_, one, to): &(i64, &Audited, AuditPlace)| {
        let ends = [&one.finding.place, to].map(|place| {
            let (x, y) = at(audit, place);
            Coord { x, y }
        });
        Some(Geometry::LineString(LineString::new(ends.to_vec())))
    };
    OutTable {
        name: names.table("network_finding_links", &[]),
        batch: columns.finish(),
        geometry: Some(rows.iter().map(line).collect()),
        crs: Some(audit.streets.frame.crs().clone()),
    }
}

fn at(audit: &Audit<'_>, place: &AuditPlace) -> (f64, f64) {
    audit.streets.frame.metres(place.point)
}

fn whole(count: Option<usize>) -> Option<i64> {
    i64::try_from(count?).ok()
}
