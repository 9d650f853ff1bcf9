//! The criteria of a caring neighbourhood: tables of all areas, the page of one, the catalogues.

use std::{mem::ManuallyDrop, path::Path, sync::Arc};

use nabij::criteria::Catalogue;
use nabij_io::{Criteria, CriteriaCity, JobError, Parts, StudyFile, Tiling, Written, catalogue_of};

use crate::{
    interrupt, overview,
    progress::Shown,
    say::{aside, say},
};

/// Measures a study's criteria, in tiles where that is asked, and hands them on.
fn with_criteria<T>(
    (study, tiling): (&StudyFile, Option<(&Tiling, &Path)>),
    shown: &Shown,
    work: impl FnOnce(&Criteria) -> Result<T, JobError>,
) -> Result<T, JobError> {
    let own = CriteriaCity::read(None, study, &|what| shown.stage(what))?;
    own.city.cache.iter().for_each(|line| shown.line(line));
    let step = |what: &str, done: usize, of: usize| {
        shown.step(what, done, of);
        true
    };
    // The command ends with the work: nobody need take its memory apart.
    let own = Arc::new(own);
    let (criteria, parts) = match tiling {
        None => (Criteria::run(own, Some(&step))?, None),
        Some(tiling) => {
            let (criteria, parts) = Criteria::run_in_tiles(own, tiling, Some(&step))?;
            (criteria, Some(parts))
        }
    };
    let done = work(&ManuallyDrop::new(criteria))?;
    parts.map_or(Ok(()), Parts::remove)?;
    Ok(done)
}

/// Writes the tables, and tells of the areas of the finest level.
pub fn write(study: &StudyFile, folder: &Path, tiling: Option<Tiling>) -> Result<(), JobError> {
    let shown = Shown::new();
    interrupt::remove_if_interrupted(Written::partial(folder));
    let tiling = tiling.as_ref().map(|tiling| (tiling, folder));
    with_criteria((study, tiling), &shown, |criteria| {
        shown.stage("writing");
        let written = criteria.write(folder)?;
        shown.finish(&format!(
            "{} indicators in {} areas",
            criteria.catalogue.indicators.len(),
            criteria.nest().ids(0).len()
        ));
        let unused = criteria.own.city.unused.len() + criteria.known.unused.len();
        if unused > 0 {
            aside!("{unused} rows or values of the input are not used: see not_used");
        }
        say!("{}\n", overview::heading_table(criteria, study.language));
        say!("Results:           {}", written.folder.display());
        Ok(())
    })
}

/// Tells all about one area.
pub fn page(study: &StudyFile, area: &str, json: bool) -> Result<(), JobError> {
    let shown = Shown::new();
    with_criteria((study, None), &shown, |criteria| {
        shown.finish("");
        let page = criteria.page(area)?;
        match json {
            true => say!("{:#}", page.json()),
            false => say!("{}", page.text(study.language)),
        }
        Ok(())
    })
}

/// Lists the catalogues, prints a built-in one, or checks a file.
pub fn catalogue(name: Option<&str>) -> Result<(), JobError> {
    let Some(name) = name else {
        for name in Catalogue::BUILT_IN {
            let study = StudyFile::default();
            let own = catalogue_of(&study)?;
            say!("{name}: {}", own.status.as_deref().unwrap_or_default());
            for one in &own.indicators {
                let label = one.label.get("en").map_or("", String::as_str);
                say!("  {:<34} {label} ({})", one.id, one.standing().as_str());
            }
        }
        return Ok(());
    };
    if let Ok(text) = Catalogue::built_in_toml(name) {
        say!("{}", text.trim_end());
        return Ok(());
    }
    let text = std::fs::read_to_string(name).map_err(|source| JobError::Io {
        path: name.into(),
        source,
    })?;
    let own = Catalogue::from_toml(&text)
        .map_err(|error| JobError::Incomplete(format!("asks for criteria, {name}: {error}")))?;
    say!(
        "{}: {} indicators, no mistakes",
        own.name,
        own.indicators.len()
    );
    Ok(())
}
