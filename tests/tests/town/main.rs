//! The bundled town, end to end: what it holds, and which rule decides what.

#[path = "../door/mod.rs"]
mod door;

mod areas;
mod rules;
mod walks;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use nabij::{How, Outcome, Row, Verdict};
use nabij_io::{City, Job, StudyFile};

/// Rows per norm and verdict, in the order of [`Verdict::ALL`].
const COUNTS: [(&str, [usize; 7]); 5] = [
    ("supermarket", [1216, 1143, 1285, 59, 0, 17, 3]),
    ("pharmacy", [684, 743, 1810, 63, 63, 17, 343]),
    ("public_transport", [2168, 1136, 331, 0, 63, 17, 8]),
    ("daily_facilities", [348, 925, 2259, 63, 63, 17, 48]),
    ("meeting_room", [0, 3, 2, 0, 0, 0, 0]),
];

/// Reads a study and scores it, then looks at the job.
fn with_job<T>(study: &Path, look: impl FnOnce(&Job<'_>) -> T) -> T {
    let study = StudyFile::read(study).unwrap();
    let city = City::read(&study, &|_| ()).unwrap();
    look(&Job::run(&city, None).unwrap())
}

fn with_town<T>(look: impl FnOnce(&Job<'_>) -> T) -> T {
    let (_folder, town) = door::town();
    with_job(&town.join("study.toml"), look)
}

fn origin<'j>(job: &'j Job<'_>, row: &Row) -> &'j str {
    job.city.origins.ids().get(row.origin as usize)
}

fn norm<'j>(job: &'j Job<'_>, row: &Row) -> &'j str {
    &job.city.norms.norms()[usize::from(row.norm)].id
}

/// The code of the area that a row's origin is in.
fn area<'j>(job: &'j Job<'_>, row: &Row) -> &'j str {
    let at = job.areas.as_ref().unwrap().area_of[row.origin as usize].unwrap();
    &job.city.areas.as_ref().unwrap().areas.levels()[0].ids[at as usize]
}

/// Rows by origin and norm.
fn by_name(job: &Job<'_>) -> BTreeMap<(String, String), Row> {
    let name = |row: &Row| (origin(job, row).to_owned(), norm(job, row).to_owned());
    job.scored
        .rows
        .iter()
        .map(|row| (name(row), *row))
        .collect()
}

#[test]
fn every_verdict_occurs_and_the_counts_are_these() {
    with_town(|job| {
        assert_eq!(job.city.unused, []);
        let mut counts: BTreeMap<(&str, Verdict), usize> = BTreeMap::new();
        for row in &job.scored.rows {
            *counts.entry((norm(job, row), row.verdict)).or_default() += 1;
        }
        let count = |norm, verdict| counts.get(&(norm, verdict)).copied().unwrap_or(0);
        let found = COUNTS.map(|(norm, _)| (norm, Verdict::ALL.map(|v| count(norm, v))));
        assert_eq!(found, COUNTS);
        for verdict in Verdict::ALL {
            assert!(counts.keys().any(|(_, v)| *v == verdict), "{verdict:?}");
        }
        // The island has a shop but no pharmacy and no stop; three farms and the paths behind the
        // fence are on no street.
        let of = |verdict| {
            let rows = job
                .scored
                .rows
                .iter()
                .filter(move |row| row.verdict == verdict);
            rows.map(|row| (norm(job, row), area(job, row)))
                .collect::<BTreeSet<_>>()
        };
        let island = "BU99990103";
        let norms = ["daily_facilities", "pharmacy", "public_transport"];
        let wanted = norms.map(|norm| (norm, island));
        assert_eq!(of(Verdict::Unreachable), BTreeSet::from(wanted));
        let unsnapped: BTreeSet<&str> = of(Verdict::Unsnapped).iter().map(|(_, at)| *at).collect();
        assert_eq!(unsnapped, BTreeSet::from(["BU99990102", "BU99990204"]));
        let far: BTreeSet<&str> = of(Verdict::BeyondHorizon)
            .iter()
            .map(|(_, at)| *at)
            .collect();
        assert_eq!(far, BTreeSet::from(["BU99990204"]));
        // Only pharmacies have a layer that ends, so only they and what is made of them can be uncertain,
        // but for eleven walks past a bollard that nobody knows whether one can pass.
        let rows = job.scored.rows.iter();
        let others = rows
            .filter(|row| row.verdict == Verdict::Uncertain)
            .filter(|row| !["pharmacy", "daily_facilities"].contains(&norm(job, row)));
        let reasons: Vec<_> = others.map(|row| row.reason).collect();
        assert_eq!(reasons, [Some(nabij::Reason::Attributes); 11]);
    });
}

#[test]
fn complexes_and_the_outskirts_are_as_described() {
    with_town(|job| {
        let rows = by_name(job);
        let complex = |name: &str| {
            let own = (0..job.city.origins.len()).find(|at| {
                job.city.origins.kind(*at) == Some("complex")
                    && job.city.origins.complex(*at) == Some(name)
            });
            let id = job.city.origins.ids().get(own.unwrap());
            rows[&(id.to_owned(), "meeting_room".to_owned())]
        };
        let linde = complex("C-LINDE");
        let answer = linde.answer.unwrap();
        assert_eq!(
            (answer.how, answer.mm, linde.outcome_upper),
            (How::Indoor, 0, Outcome::Met)
        );
        let annahof = complex("C-ANNAHOF");
        assert_eq!(
            (annahof.outcome_upper, annahof.verdict),
            (Outcome::Met, Verdict::WithinUpper)
        );
        let mm = annahof.high.unwrap().mm();
        assert!((80_000..100_000).contains(&mm), "{mm}");
        let wilgen = complex("C-WILGEN");
        assert_eq!(
            (wilgen.outcome_upper, wilgen.verdict),
            (Outcome::NotMet, Verdict::Beyond)
        );
    });
}
