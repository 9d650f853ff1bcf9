//! What is wrong with the inputs, before a long run.

mod people;

use std::collections::BTreeMap;

use nabij::{AuditKind, Refusal, Verdict};

use crate::{audit::Audit, city::AreaCodes, job::Job};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Good to know.
    Info,
    /// Look at it before you rely on the results.
    Warning,
}

/// One thing that `check` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckFinding {
    /// How much it matters.
    pub weight: Weight,
    /// What it is about: `crs`, `network`, `origins` …
    pub about: String,
    /// What was found, and what to do.
    pub text: String,
    /// Some of the ids that it concerns.
    pub examples: Vec<String>,
}

/// How many ids a finding names.
const EXAMPLES: usize = 5;

/// Looks over the inputs of a job that has been scored; the audit is that of its streets.
pub fn check(job: &Job<'_>, audit: &Audit<'_>) -> Vec<CheckFinding> {
    let mut check = Check(Vec::new());
    check.inputs(job);
    check.network(job);
    check.audit(audit);
    check.places(job);
    check.weights(job);
    check.people(job);
    check.edges(job);
    check.areas(job);
    check.0
}

struct Check(Vec<CheckFinding>);

impl Check {
    fn add(&mut self, weight: Weight, about: &str, text: String) {
        self.with(weight, about, text, Vec::new());
    }

    fn with(&mut self, weight: Weight, about: &str, text: String, mut examples: Vec<String>) {
        examples.truncate(EXAMPLES);
        self.0.push(CheckFinding {
            weight,
            about: about.to_owned(),
            text,
            examples,
        });
    }

    /// A warning where there are any, silence where there are none.
    fn any(&mut self, about: &str, ids: Vec<String>, text: &str) {
        if !ids.is_empty() {
            self.with(Weight::Warning, about, format!("{} {text}", ids.len()), ids);
        }
    }

    fn inputs(&mut self, job: &Job<'_>) {
        let city = job.city;
        let (east, north) = city.streets.frame.offset_km();
        self.add(
            Weight::Info,
            "crs",
            format!(
                "distances in metres of {}, less ({east}, {north}) km",
                city.streets.frame.crs().name()
            ),
        );
        for tally in &city.tallies {
            let asked = city.unused.iter();
            let asked = asked.filter(|one| one.file == tally.file && one.is_asked());
            let warned = tally.read == 0 || tally.used + asked.count() < tally.read;
            let weight = if warned {
                Weight::Warning
            } else {
                Weight::Info
            };
            let empty = if tally.read == 0 {
                ": it has no rows"
            } else {
                ""
            };
            self.add(
                weight,
                &tally.role,
                format!(
                    "{}: {} of {} used{empty}",
                    tally.file, tally.used, tally.read
                ),
            );
        }
        let lists = city.tallies.iter().filter(|tally| tally.role == "labels");
        for tally in lists.filter(|_| city.labelled.is_none()) {
            let text = format!(
                "{}: no address gets a label, so there are no complexes of labelled dwellings",
                tally.file
            );
            self.add(Weight::Warning, "labels", text);
        }
        for rule in &city.rules {
            self.add(
                Weight::Info,
                "rules",
                format!(
                    "{}, {}: {} {}",
                    rule.file, rule.layer, rule.count, rule.rule
                ),
            );
        }
        for list in city.matched.iter().filter(|list| list.is_poor()) {
            let (unmatched, rows) = (list.unmatched, list.rows);
            self.add(
                Weight::Warning,
                "addresses",
                format!(
                    "{}: {unmatched} of {rows} addresses have no place, more than 2 %: see not_used",
                    list.file
                ),
            );
        }
        if let Some(own) = &city.labelled {
            let (all, derived) = (own.complexes.len(), own.derived());
            let text = format!("{all} of labelled dwellings, {derived} of them derived (afgeleid)");
            self.add(Weight::Info, "complexes", text);
        }
        let mut reasons: BTreeMap<(&str, bool), Vec<String>> = BTreeMap::new();
        for unused in &city.unused {
            let key = (unused.code.as_str(), unused.is_asked());
            reasons.entry(key).or_default().push(unused.to_string());
        }
        for ((code, is_asked), examples) in reasons {
            let weight = match is_asked {
                true => Weight::Info,
                false => Weight::Warning,
            };
            let text = format!("{} rows or values not used: {code}", examples.len());
            self.with(weight, "not used", text, examples);
        }
        let mut notes: BTreeMap<&str, usize> = BTreeMap::new();
        for note in &city.notes {
            *notes.entry(&note.code).or_default() += 1;
        }
        for (code, count) in notes {
            self.add(
                Weight::Info,
                "notes",
                format!("{count} objects {code}: see the table of notes"),
            );
        }
    }

    fn network(&mut self, job: &Job<'_>) {
        let network = &job.city.streets.network;
        let components = job.prepared.components();
        let mut lengths: BTreeMap<usize, u64> = BTreeMap::new();
        for edge in network.edges() {
            if let Some(part) = components.of(edge.id()) {
                *lengths.entry(part).or_default() += u64::from(edge.length().mm());
            }
        }
        let all: u64 = lengths.values().sum();
        let largest = lengths.values().max().copied().unwrap_or(0);
        self.add(Weight::Info, "network", format!(
            "{} nodes, {} edges, {:.1} km; {} components and private pieces, the largest {:.1} % of the length",
            network.node_count(), network.edge_count(), all as f64 / 1e6, lengths.len(),
            100.0 * largest as f64 / all.max(1) as f64
        ));
        let crossed = network
            .squares()
            .iter()
            .filter(|square| square.is_crossed())
            .count();
        self.add(
            Weight::Info,
            "squares",
            format!(
                "{crossed} crossed in straight lines, {} walked along the ring",
                network.squares().len() - crossed
            ),
        );
    }

    /// How many findings there are of each kind.
    fn audit(&mut self, audit: &Audit<'_>) {
        for kind in AuditKind::ALL {
            let count = audit.count(kind);
            if count > 0 {
                let text = format!("{count} {} ({})", audit.told(kind), kind.as_str());
                self.add(Weight::Warning, "network", text);
            }
        }
    }

    fn places(&mut self, job: &Job<'_>) {
        let city = job.city;
        let mut off: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for origin in 0..city.origins.len() {
            if !job.scored.attached.of(origin).is_empty() {
                continue;
            }
            let door = city.origins.doors(origin).first();
            let candidates = door.map(|door| job.prepared.snapper().candidates(*door));
            let first = candidates.and_then(|c| c.first().and_then(|c| c.refused));
            let reason = first.unwrap_or(Refusal::TooFar).as_str();
            off.entry(reason)
                .or_default()
                .push(city.origins.ids().get(origin).to_owned());
        }
        for (reason, ids) in off {
            let text =
                format!("addresses are not attached to a street, the nearest one being: {reason}");
            self.any("origins", ids, &text);
        }
        let attached = job.prepared.facilities();
        let off = city
            .facilities
            .iter()
            .filter(|(id, _)| attached.of(*id).is_empty());
        let ids = off
            .map(|(_, f)| format!("{} ({})", f.id, f.category))
            .collect();
        self.any(
            "facilities",
            ids,
            "facilities are not attached to a street: they only make answers uncertain",
        );
        for norm in city.norms.norms() {
            let Some(category) = norm.category() else {
                continue;
            };
            let count = city.facilities.of(category).len();
            let weight = if count == 0 {
                Weight::Warning
            } else {
                Weight::Info
            };
            self.add(
                weight,
                "facilities",
                format!("{count} of category {category}"),
            );
        }
    }

    fn weights(&mut self, job: &Job<'_>) {
        let origins = &job.city.origins;
        for column in origins.weights() {
            let unknown = column
                .values
                .iter()
                .filter(|w| w.millionths().is_none())
                .count();
            if unknown > 0 {
                self.add(Weight::Warning, "weights", format!(
                    "{unknown} of {} origins have no value for {:?}: they are left out of its shares, not counted as 0",
                    origins.len(), column.name
                ));
            }
        }
    }

    fn edges(&mut self, job: &Job<'_>) {
        if job.city.streets.extent.is_none() {
            self.add(
                Weight::Warning,
                "extent",
                "where the data end is not known: name an [extent]".to_owned(),
            );
        }
        for (number, norm) in (0..).zip(job.city.norms.norms()) {
            let rows = || job.scored.rows.iter().filter(|row| row.norm == number);
            let affected = rows().filter(|row| row.edge_affected == Some(true)).count();
            if affected > 0 {
                self.add(Weight::Warning, "extent", format!(
                    "{}: {affected} of {} rows could have another answer beyond the edge of the data",
                    norm.id, rows().count()
                ));
            }
            let uncertain = rows()
                .filter(|row| row.verdict == Verdict::Uncertain)
                .count();
            if uncertain > 0 {
                self.add(
                    Weight::Warning,
                    "coverage",
                    format!(
                        "{}: {uncertain} of {} rows are uncertain",
                        norm.id,
                        rows().count()
                    ),
                );
            }
        }
    }

    fn areas(&mut self, job: &Job<'_>) {
        let Some(areas) = &job.areas else { return };
        let codes = AreaCodes::of(job.city);
        if codes.given > 0 {
            self.add(
                Weight::Info,
                "areas",
                format!(
                    "{} addresses are in the area that their own code says, {} in the one they lie in",
                    codes.by_code, codes.by_place
                ),
            );
        }
        self.any(
            "areas",
            codes.differ,
            "addresses lie in another area than their own code says: the code counts",
        );
        self.any(
            "areas",
            codes.unknown,
            "addresses have a code of none of the areas: their place counts",
        );
        self.levels(job);
        let id = |origin: usize| job.city.origins.ids().get(origin).to_owned();
        let both = areas
            .overlapping
            .iter()
            .map(|(origin, ..)| id(*origin as usize))
            .collect();
        self.any(
            "areas",
            both,
            "addresses lie in two areas that overlap: they count in neither",
        );
        let overlapping = |origin: usize| {
            areas
                .overlapping
                .iter()
                .any(|(o, ..)| *o as usize == origin)
        };
        let outside = areas.area_of.iter().enumerate();
        let outside = outside.filter(|(at, area)| area.is_none() && !overlapping(*at));
        let ids = outside.map(|(at, _)| id(at)).collect();
        self.any("areas", ids, "addresses lie outside all areas");
    }

    /// Levels that not every area is part of: a warning where none is.
    fn levels(&mut self, job: &Job<'_>) {
        let levels = job.city.areas.iter().flat_map(|own| own.areas.levels());
        for level in levels.skip(1) {
            let all = level.of.len();
            let without = level.of.iter().filter(|of| of.is_none()).count();
            if without == 0 {
                continue;
            }
            let (weight, advice) = if without == all {
                (Weight::Warning, ": do the codes fit?")
            } else {
                (Weight::Info, "")
            };
            let text = format!("{without} of {all} are part of no {}{advice}", level.name);
            self.add(weight, "areas", text);
        }
    }
}
