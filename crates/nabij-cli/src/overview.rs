//! The table of areas and the worst-served one, for the terminal.

use std::collections::{BTreeMap, BTreeSet};

use nabij::{AreaRow, AreaScores, AuditPlace, Length, LimitShare, Outcome, Row, Verdict};
use nabij_io::{
    Audit, Audited, Criteria, Job, Language, Limits, Report, Sums, norm_label, profile_label,
};

/// The areas of the finest level, a table for everybody who walks, each with its title.
pub fn area_tables(report: &Report<'_>, language: Language) -> Vec<String> {
    let walkers = report.prepared.walkers();
    let each = walkers.zip(report.areas.iter().zip(&report.sums));
    let tables = each.filter_map(|(walker, (areas, sums))| {
        let table = area_table(report, sums, (*areas)?)?;
        let label = profile_label(walker.profile(), language);
        Some(if report.areas.len() == 1 {
            table
        } else {
            format!("{label}\n{table}")
        })
    });
    tables.collect()
}

/// Per area its addresses, and per norm the shares within its limits.
fn area_table(report: &Report<'_>, sums: &Sums, scores: &AreaScores) -> Option<String> {
    let own = report.city.areas.as_ref()?;
    let level = own.areas.levels().first()?;
    let norms = report.city.norms.norms();
    let shown: Vec<usize> = (0..norms.len())
        .filter(|at| {
            let rows = &mut sums.verdicts.keys();
            rows.any(|(norm, _)| usize::from(*norm) == *at)
        })
        .collect();
    let mut table = vec![vec![level.name.clone(), "addresses".to_owned()]];
    for at in &shown {
        let limit = |limit: Option<nabij::Length>| {
            limit.map_or(String::new(), |l| format!(" <= {} m", l.in_metres()))
        };
        let norm = &norms[*at];
        if has_lower(scores.rows.iter(), *at) {
            table[0].push(format!("{}{}", norm.id, limit(norm.lower)));
            let upper = limit(norm.upper);
            table[0].push(if upper.is_empty() {
                "(upper)".to_owned()
            } else {
                upper
            });
        } else {
            table[0].push(format!("{}{}", norm.id, limit(norm.upper)));
        }
    }
    for (area, id) in level.ids.iter().enumerate() {
        let name = level.names.get(area).cloned().flatten().unwrap_or_default();
        let own = |at: usize| scores.row(0, area, at, None);
        let origins = shown
            .iter()
            .filter_map(|at| own(*at))
            .map(|row| row.origins)
            .max();
        let mut line = vec![format!("{id} {name}"), origins.unwrap_or(0).to_string()];
        for at in &shown {
            let row = own(*at);
            if has_lower(scores.rows.iter(), *at) {
                line.push(percent(row, |row| row.lower));
            }
            line.push(percent(row, |row| Some(row.upper)));
        }
        table.push(line);
    }
    Some(aligned(&table))
}

fn has_lower<'r>(mut rows: impl Iterator<Item = &'r AreaRow>, norm: usize) -> bool {
    rows.any(|row| usize::from(row.norm) == norm && row.lower.is_some())
}

/// A share of those who are known; as an interval where streets in doubt leave few of them.
fn percent(row: Option<&AreaRow>, limit: impl Fn(&AreaRow) -> Option<LimitShare>) -> String {
    let Some((row, share)) = row.and_then(|row| Some((row, limit(row)?))) else {
        return "-".to_owned();
    };
    let doubtful = row.unknown_share.is_some_and(|share| share > 0.0);
    let few = doubtful && share.uncertain > share.met + share.not_met;
    match (share.share, share.share_low, share.share_high) {
        (_, Some(low), Some(high)) if few => {
            format!("{:.1} to {:.1} %", 100.0 * low, 100.0 * high)
        }
        (Some(share), ..) => format!("{:.1} %", 100.0 * share),
        _ => "-".to_owned(),
    }
}

/// Per area of the finest level the share with all daily facilities near and how many lack them, and
/// the score of each heading.
pub fn heading_table(criteria: &Criteria, language: Language) -> String {
    let catalogue = &criteria.catalogue;
    let nest = criteria.nest();
    let panel = catalogue
        .indicators
        .iter()
        .rposition(|one| one.panel.as_deref() == Some("N1"));
    let shown = criteria.scores.headings.iter().filter(|one| one.level == 0);
    let headings: BTreeSet<Option<u16>> = shown.map(|one| one.heading).collect();
    let mut titles = vec![nest.level_name(0).to_owned()];
    if let Some(indicator) = panel.and_then(|at| catalogue.indicators.get(at)) {
        titles.push(
            indicator
                .label
                .get(language.code())
                .unwrap_or(&indicator.id)
                .clone(),
        );
        titles.push(language.word("fail", "buiten de norm").to_owned());
    }
    let name = |at: &Option<u16>| match at.and_then(|at| catalogue.headings.get(usize::from(at))) {
        Some(heading) => heading
            .label
            .get(language.code())
            .unwrap_or(&heading.id)
            .clone(),
        None => language.word("total", "totaal").to_owned(),
    };
    // The total, which no heading comes after, is last.
    let headings: Vec<Option<u16>> = headings.iter().filter(|at| at.is_some()).copied().collect();
    titles.extend(headings.iter().map(name));
    let mut table = vec![titles];
    for (area, id) in nest.ids(0).iter().enumerate() {
        let mut line = vec![format!(
            "{id} {}",
            criteria.name_of(0, area).unwrap_or_default()
        )];
        if let Some(row) = panel.and_then(|at| criteria.measures.at(0, area, at)) {
            line.push(
                row.value
                    .map_or("-".to_owned(), |share| format!("{:.1} %", 100.0 * share)),
            );
            line.push(
                row.failing
                    .map_or("-".to_owned(), |count| format!("{count:.0}")),
            );
        }
        for at in &headings {
            let mut all = criteria.scores.headings.iter();
            let own = all.find(|one| (one.level, one.area as usize, one.heading) == (0, area, *at));
            let score = own.and_then(|one| one.score);
            line.push(score.map_or("?".to_owned(), |score| format!("{score:.2}")));
        }
        table.push(line);
    }
    aligned(&table)
}

/// Columns of equal width: the first one to the left, numbers to the right.
fn aligned(table: &[Vec<String>]) -> String {
    let columns = table.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        table
            .iter()
            .filter_map(|line| line.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let widths: Vec<usize> = (0..columns)
        .map(|column| width(column).unwrap_or(0))
        .collect();
    let line = |cells: &Vec<String>| {
        let cells = cells
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, width))| {
                let pad = " ".repeat(width - cell.chars().count());
                if at == 0 {
                    format!("{cell}{pad}")
                } else {
                    format!("{pad}{cell}")
                }
            });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    table.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The area with the smallest share within the upper limit of a norm, and why.
pub struct Worst<'j> {
    /// What to print.
    pub text: String,
    /// An address there that fails, and the norm it fails.
    pub failing: Option<(&'j Row, &'j str)>,
}

/// Finds the worst-served area for the last norm that is tested for most addresses.
pub fn worst<'j>(job: &'j Job<'_>, language: Language) -> Option<Worst<'j>> {
    let (scores, own) = (job.areas.as_ref()?, job.city.areas.as_ref()?);
    let norms = job.city.norms.norms();
    let served = scores
        .rows
        .iter()
        .filter(|row| row.level == 0 && row.weight.is_none());
    // The norm made of others tells most; without one the first norm does.
    let main = norms
        .iter()
        .position(|norm| norm.test.parts().is_some())
        .unwrap_or(0);
    let rows = served.filter(|row| usize::from(row.norm) == main && row.upper.share.is_some());
    let share = |row: &AreaRow| row.upper.share.unwrap_or(1.0);
    let worst = rows.min_by(|a, b| share(a).total_cmp(&share(b)).then(a.area.cmp(&b.area)))?;
    let level = own.areas.levels().first()?;
    let id = level.ids.get(worst.area as usize)?;
    let name = level
        .names
        .get(worst.area as usize)
        .cloned()
        .flatten()
        .unwrap_or_default();
    let mut text = format!(
        "Worst served: {id} {name}: {} within \"{}\".",
        percent(Some(worst), |row| Some(row.upper)),
        norm_label(&norms[main], language)
    );
    let inside =
        |row: &&Row| scores.area_of.get(row.origin as usize).copied().flatten() == Some(worst.area);
    let mut failing: Option<(usize, &Row, &str)> = None;
    for (at, norm) in norms
        .iter()
        .enumerate()
        .filter(|(_, norm)| norm.category().is_some())
    {
        let failed = |row: &&Row| usize::from(row.norm) == at && row.outcome_upper != Outcome::Met;
        let rows: Vec<&Row> = job
            .scored
            .rows
            .iter()
            .filter(inside)
            .filter(failed)
            .collect();
        let mut causes: BTreeMap<Verdict, usize> = BTreeMap::new();
        for row in &rows {
            *causes.entry(row.verdict).or_default() += 1;
        }
        if rows.is_empty() {
            continue;
        }
        let causes: Vec<String> = causes
            .iter()
            .map(|(verdict, count)| {
                format!("{count} {}", language.verdict(*verdict, Limits::of(norm)))
            })
            .collect();
        text.push_str(&format!(
            "\n  {}: {}",
            norm_label(norm, language),
            causes.join(", ")
        ));
        let beyond = rows.iter().find(|row| row.verdict == Verdict::Beyond);
        if let Some(row) = beyond.filter(|_| failing.is_none_or(|(most, ..)| rows.len() > most)) {
            failing = Some((rows.len(), row, &norm.id));
        }
    }
    Some(Worst {
        text,
        failing: failing.map(|(_, row, norm)| (row, norm)),
    })
}

/// One finding of the network in a line: what, where, how large, and what hangs on it.
pub fn finding(audit: &Audit<'_>, one: &Audited) -> String {
    let finding = &one.finding;
    let network = &audit.streets.network;
    let name = |place: &AuditPlace| {
        let known = network.edge(place.edge).attributes();
        let name = known.street.clone().or(known.class.clone());
        name.unwrap_or_else(|| network.edge(place.edge).key().to_string().into())
    };
    let to = finding.to.as_ref();
    let to = to.map(|to| format!(" to {}", name(to))).unwrap_or_default();
    let gap = finding.gap.filter(|gap| *gap > Length::ZERO);
    let gap = gap.map(|gap| format!(", {gap}")).unwrap_or_default();
    let piece = finding.fragment.as_ref();
    let piece = piece.map(|own| format!(", a piece of {:.0} m", own.mm as f64 / 1000.0));
    let turned = one
        .turned
        .map(|n| format!(", {n} addresses would meet a norm"));
    let refused = one.refused.map(|n| format!(", {n} addresses kept off it"));
    let (x, y) = audit.streets.frame.metres(finding.place.point);
    format!(
        "{}: {}{to}{gap}{}{}{} (at {x:.0} {y:.0})",
        finding.kind.as_str(),
        name(&finding.place),
        piece.unwrap_or_default(),
        turned.unwrap_or_default(),
        refused.unwrap_or_default(),
    )
}
