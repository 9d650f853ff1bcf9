//! What criteria were measured with: the manifest of the study, and what only they need.

use serde_json::{Value, json};

use super::Criteria;
use crate::{error::JobError, job::Manifest};

pub(super) fn of(criteria: &Criteria) -> Result<Manifest, JobError> {
    let own = &criteria.own;
    let counted = criteria.known.manifest.clone();
    let Manifest(mut manifest) = counted.with_inputs(&own.city, &own.study)?;
    let catalogue = &criteria.catalogue;
    let indicators = catalogue.indicators.iter().map(|one| {
        let basis = one.basis.iter().map(|(number, basis)| {
            (
                number.clone(),
                json!({ "label": basis.label.as_str(), "source": basis.source }),
            )
        });
        let utility = one.utility.as_ref().map(|own| own.points().to_vec());
        json!({
            "id": one.id,
            "heading": one.heading,
            "measure": one.measure,
            "utility": utility,
            "weight": one.weight,
            "basis": basis.collect::<serde_json::Map<_, _>>(),
        })
    });
    let known = &criteria.known;
    let tallies = known.tallies.iter().map(
        |one| json!({ "role": one.role, "file": one.file, "read": one.read, "used": one.used }),
    );
    let total = criteria
        .scores
        .headings
        .iter()
        .any(|one| one.heading.is_none());
    let own = json!({
        "catalogue": catalogue.name,
        "status": catalogue.status,
        "document": catalogue.document,
        "changed": catalogue.changed,
        "coverage": catalogue.coverage,
        "tolerance": catalogue.tolerance,
        "need": catalogue.need,
        "total": total.then_some("the weights are the user's own"),
        "indicators": indicators.collect::<Vec<_>>(),
        "read": tallies.collect::<Vec<_>>(),
        "not_used": known.unused.len(),
        "sites": if known.sites.given { "candidates of the study" } else { "addresses on a grid" },
        "assumptions": [
            "A register of dwellings is taken to hold every dwelling of the areas that it names one in.",
            "Where a study lists complexes, an area without any has none.",
            "People whose number is not known at an address are left out of sums, which are then estimates.",
            "The score of a larger area is the mean of those of its parts, weighted by residents.",
        ],
    });
    if let Value::Object(manifest) = &mut manifest {
        manifest.insert("criteria".to_owned(), own);
    }
    Ok(Manifest(manifest))
}
