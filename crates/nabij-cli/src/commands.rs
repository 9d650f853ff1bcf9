//! What each command does.

use std::{mem::ManuallyDrop, path::Path};

use nabij::{NormSet, Profile};
use nabij_io::{
    AreaStory, Audit, City, Job, JobError, Language, Streets, StudyFile, Weight, Written,
    check as check_job, edge_table, explanations_json, node_table, read_norms, tell, town,
    write_geopackage, write_whole,
};

use crate::{
    interrupt, overview,
    progress::Shown,
    say::say,
    score::{Asked, score},
};

/// Reads a city, and tells what became of its cached network.
pub fn read_city(study: &StudyFile, shown: &Shown) -> Result<City, JobError> {
    let city = City::read(study, &|what| shown.stage(what))?;
    city.cache.iter().for_each(|line| shown.line(line));
    Ok(city)
}

/// Reads a city and scores it, and hands the job on.
fn with_job<T>(
    study: &StudyFile,
    shown: &Shown,
    work: impl FnOnce(&Job<'_>) -> Result<T, JobError>,
) -> Result<T, JobError> {
    // The command ends with the job: nobody need take its memory apart.
    let city = ManuallyDrop::new(read_city(study, shown)?);
    let step = |what: &str, done: usize, of: usize| {
        shown.step(what, done, of);
        true
    };
    let job = ManuallyDrop::new(Job::run(&city, Some(&step))?);
    work(&job)
}

/// The whole job on the bundled town.
pub fn demo(out: &Path) -> Result<(), JobError> {
    let folder = out.join("town");
    let io_error = |source| JobError::Io {
        path: folder.clone(),
        source,
    };
    town::write(&folder).map_err(io_error)?;
    let study = StudyFile::read(folder.join("study.toml"))?;
    let results = out.join("results");
    say!(
        "{} (fictional: no such place, no such people)\n",
        study.title.as_deref().unwrap_or_default()
    );
    let map = Some("pharmacy");
    score(
        &study,
        &results,
        Asked {
            map,
            ..Asked::default()
        },
    )?;
    say!("\nThe town's files:  {}", folder.display());
    say!(
        "Try next:          nabij check {}",
        folder.join("study.toml").display()
    );
    Ok(())
}

/// Explains one address.
pub fn explain(
    study: &StudyFile,
    address: &str,
    norm: Option<&str>,
    json: bool,
) -> Result<(), JobError> {
    let shown = Shown::new();
    let city = read_city(study, &shown)?;
    let all = city.explain(address, norm)?;
    shown.finish("");
    if json {
        say!("{}", explanations_json(&city, &all));
        return Ok(());
    }
    for told in all {
        say!("{}\n", tell(&city, &told, study.language));
    }
    Ok(())
}

/// Tells who fails in an area, and why.
pub fn explain_area(
    study: &StudyFile,
    area: &str,
    norm: Option<&str>,
    json: bool,
) -> Result<(), JobError> {
    let shown = Shown::new();
    let city = read_city(study, &shown)?;
    shown.stage("scoring");
    let job = Job::run(&city, None)?;
    let story = AreaStory::new(job.results(), area, norm)?;
    shown.finish("");
    match json {
        true => say!("{:#}", story.json()),
        false => say!("{}", story.text(study.language)),
    }
    Ok(())
}

/// Writes edges and nodes for people, or the whole network for other studies.
pub fn network(study: &StudyFile, out: &Path) -> Result<(), JobError> {
    let shown = Shown::new();
    shown.stage("reading");
    let streets = Streets::read(study)?;
    interrupt::remove_if_interrupted(Written::partial(out.parent().unwrap_or(Path::new(""))));
    if out.extension().is_some_and(|end| end == "nabij") {
        streets.save(out)?;
    } else {
        let tables = [edge_table(&streets, &Profile::ADULT), node_table(&streets)];
        write_whole(out, |path| write_geopackage(path, &tables))?;
    }
    shown.finish(&format!(
        "{} edges and {} nodes in {}",
        streets.network.edge_count(),
        streets.network.node_count(),
        out.display()
    ));
    Ok(())
}

/// Lists norm sets, prints a built-in one, or checks a file.
pub fn norms(set: Option<&str>) -> Result<(), JobError> {
    let Some(name) = set else {
        for name in NormSet::BUILT_IN {
            let set = read_norms(name, Path::new(""))?;
            say!("{name}: {}", set.status().unwrap_or_default());
            for norm in set.norms() {
                let label = nabij_io::norm_label(norm, Language::English);
                let limit = |l: Option<nabij::Length>| l.map(|l| format!("{} m", l.in_metres()));
                let limits: Vec<String> = limit(norm.lower)
                    .into_iter()
                    .chain(limit(norm.upper))
                    .collect();
                say!("  {:<18} {label} {}", norm.id, limits.join(" to "));
            }
        }
        return Ok(());
    };
    if let Ok(text) = NormSet::built_in_toml(name) {
        say!("{}", text.trim_end());
        return Ok(());
    }
    let set = read_norms(name, Path::new(""))?;
    say!("{}: {} norms, no mistakes", set.name(), set.norms().len());
    Ok(())
}

/// Lists the built-in profiles, or prints them as TOML.
pub fn profiles(toml: bool) {
    if toml {
        say!("{}", Profile::BUILT_IN_TOML.trim_end());
        return;
    }
    for profile in Profile::built_in() {
        let label = profile.label.get("en").map_or("", String::as_str);
        let metres = |length: Option<nabij::Length>| length.map(nabij::Length::in_metres);
        let asks = [
            (!profile.steps).then(|| "no stairs".to_owned()),
            metres(profile.kerb).map(|kerb| format!("kerbs up to {kerb} m")),
            profile
                .incline_up
                .map(|most| format!("slopes up to {} %", f64::from(most) / 10.0)),
            metres(profile.width).map(|width| format!("{width} m wide")),
        ];
        let asks: Vec<String> = asks.into_iter().flatten().collect();
        say!(
            "{:<12} {label}: {}",
            profile.id(),
            if asks.is_empty() {
                "everything that is open to walkers".to_owned()
            } else {
                asks.join(", ")
            }
        );
    }
}

/// How many findings of the network are told one by one.
const WORST: usize = 5;

/// Tells what is wrong with the inputs; writes what looks wrong with the network where asked.
pub fn check(study: &StudyFile, out: Option<&Path>) -> Result<(), JobError> {
    let shown = Shown::new();
    if let Some(out) = out {
        let folder = match out.extension() {
            Some(_) => out.parent().unwrap_or(Path::new("")),
            None => out,
        };
        interrupt::remove_if_interrupted(Written::partial(folder));
    }
    with_job(study, &shown, |job| {
        shown.stage("auditing the network");
        let audit = Audit::new(job, study)?;
        if let Some(out) = out {
            audit.write(study, out)?;
        }
        shown.finish("");
        let findings = check_job(job, &audit);
        for finding in &findings {
            let mark = if finding.weight == Weight::Warning {
                "!"
            } else {
                " "
            };
            say!("{mark} {:<10} {}", finding.about, finding.text);
            for example in &finding.examples {
                say!("             {example}");
            }
        }
        let warnings = findings
            .iter()
            .filter(|f| f.weight == Weight::Warning)
            .count();
        say!("\n{warnings} warnings");
        if !audit.findings.is_empty() {
            say!("\nOf the network, what matters to most addresses first:");
        }
        for (rank, one) in (1..).zip(audit.findings.iter().take(WORST)) {
            say!("{rank:>3}  {}", overview::finding(&audit, one));
        }
        if let Some(out) = out {
            say!("\nFindings:          {}", out.display());
        }
        Ok(())
    })
}
