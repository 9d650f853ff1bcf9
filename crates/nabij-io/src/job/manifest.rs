//! The manifest: inputs, parameters, assumptions and counts, the same for the same run.

use std::collections::BTreeMap;

use nabij::{Length, Linked, Standing, Test};
use serde_json::{Value, json};

use crate::{
    city::{AreaCodes, City, TOUCHING_M, Unused},
    error::JobError,
    input_file::hashed,
    study_file::StudyFile,
    tables::Report,
};

/// What was done, with what and under which assumptions.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest(pub Value);

impl Manifest {
    /// Of a result, whether it comes in pieces or not.
    ///
    /// # Errors
    /// [`JobError::Io`] when an input file cannot be read again for its hash.
    pub fn of(report: &Report<'_>, study: &StudyFile) -> Result<Self, JobError> {
        Self::without_inputs(report, study).with_inputs(report.city, study)
    }

    /// The same with the files of the study, and what is in them.
    pub(crate) fn with_inputs(mut self, city: &City, study: &StudyFile) -> Result<Self, JobError> {
        let mut inputs = city.streets.inputs.clone();
        inputs.extend(hashed(study.input_files(), &city.hashed)?);
        let inputs = inputs.iter().map(
            |input| json!({ "file": input.file, "bytes": input.bytes, "sha256": input.sha256 }),
        );
        if let Some(place) = self.0.get_mut("inputs") {
            *place = inputs.collect();
        }
        Ok(self)
    }

    /// All that needs no file.
    pub(crate) fn without_inputs(report: &Report<'_>, study: &StudyFile) -> Self {
        let city = report.city;
        let (first, areas) = (report.sums.first(), report.areas(0));
        let tallies: Vec<Value> = city
            .tallies
            .iter()
            .map(|t| json!({ "role": t.role, "file": t.file, "read": t.read, "used": t.used }))
            .collect();
        let squares = city.streets.network.squares();
        let crossed = squares.iter().filter(|square| square.is_crossed()).count();
        let components = report.prepared.components();
        let codes = AreaCodes::of(city);
        Manifest(json!({
            "nabij": env!("CARGO_PKG_VERSION"),
            "title": study.title,
            "crs": {
                "name": city.streets.frame.crs().name(),
                "definition": city.streets.frame.crs().text(),
                "offset_km": [city.streets.frame.offset_km().0, city.streets.frame.offset_km().1],
            },
            "profile": city.profile().id(),
            "profiles": city.profiles.iter().map(super::profiles::manifest).collect::<Vec<_>>(),
            "norm_set": {
                "name": city.norms.name(),
                "status": city.norms.status(),
                "norms": city.norms.norms().iter().map(norm).collect::<Vec<_>>(),
            },
            "reference_dates": study.reference_dates,
            "data_dates": city.data_dates,
            "area_year": study.area_year,
            "audience": if study.output.is_public() { "openbaar" } else { "intern" },
            "parameters": parameters(report),
            "assumptions": assumptions(report),
            "inputs": [],
            "read": tallies,
            "rules": city.rules.iter().map(|rule| json!({
                "file": rule.file, "layer": rule.layer, "rule": rule.rule, "count": rule.count,
            })).collect::<Vec<_>>(),
            "facility_sources": city.facility_sources.iter()
                .map(|(category, source)| (category.as_str(), source.as_str()))
                .collect::<BTreeMap<_, _>>(),
            "doors_from_outlines": {
                "gates": city.outline_doors.gates,
                "outline": city.outline_doors.outline,
                "inside": city.outline_doors.inside,
            },
            "homes_at_doors": city.homes_at_doors,
            "addresses_looked_up": city.matched.iter().map(|list| json!({
                "file": list.file, "rows": list.rows, "unmatched": list.unmatched,
            })).collect::<Vec<_>>(),
            "rests": first.and_then(|own| own.rests.as_ref()).map(|_| rests(report)),
            "not_used": count_codes(&city.unused),
            "notes": count_codes(&city.notes),
            "people": city.people.as_ref().map(|people| super::people::manifest(people, study.output.is_public())),
            "network": {
                "nodes": city.streets.network.node_count(),
                "edges": city.streets.network.edge_count(),
                "components": components.count(),
                "squares_crossed_in_straight_lines": crossed,
                "squares_walked_along_the_ring": squares.len() - crossed,
            },
            "scored": {
                "origins": city.origins.len(),
                "rows": first.map_or(0, |own| own.rows()),
                "verdicts": verdicts(report),
                "outside_all_areas": areas.map(|areas| {
                    areas.area_of.iter().filter(|area| area.is_none()).count()
                        - areas.overlapping.len()
                }),
                "in_area_by_code": codes.by_code,
                "code_and_place_differ": codes.differ.len(),
                "in_two_areas": areas.map(|areas| areas.overlapping.len()),
            },
        }))
    }

    /// The manifest as text.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.0)
    }
}

fn norm(norm: &nabij::Norm) -> Value {
    let metres = |limit: Option<Length>| limit.map(Length::in_metres);
    let test = match &norm.test {
        Test::Nearest(category) => json!({ "category": category.as_str() }),
        Test::AllOf(parts) => json!({ "all_of": parts }),
        Test::AnyOf(parts) => json!({ "any_of": parts }),
        Test::AtLeast(count, parts) => json!({ "at_least": count, "of": parts }),
    };
    let standing = match norm.standing {
        Standing::Norm => "norm",
        Standing::GuideValue => "guide_value",
        Standing::Assumption => "assumption",
    };
    json!({
        "id": norm.id,
        "test": test,
        "lower_m": metres(norm.lower),
        "upper_m": metres(norm.upper),
        "indoor": norm.indoor,
        "kinds": norm.applies_to.kind,
        "not_kinds": norm.applies_to.not_kind,
        "standing": standing,
        "quote": norm.source.quote,
        "document": norm.source.document,
        "place": norm.source.place,
    })
}

fn parameters(report: &Report<'_>) -> Value {
    let own = report.city.parameters;
    json!({
        "max_snap_m": own.max_snap.in_metres(),
        "min_component_m": own.min_component.in_metres(),
        "direct_m": own.direct.in_metres(),
        "near_m": own.near.in_metres(),
        "horizon_m": report.prepared.horizon().in_metres(),
        "named_street_m": own.named_street.in_metres(),
        "barred_legs": own.barred_legs,
    })
}

/// Where people can sit down, by profile.
fn rests(report: &Report<'_>) -> Value {
    let profiles = report.prepared.walkers().map(|walker| walker.profile());
    let own = profiles.zip(&report.sums);
    let own = own.filter_map(|(profile, sums)| Some((profile, sums.rests.as_ref()?)));
    let own = own.map(|(profile, rests)| {
        json!({
            "profile": profile.id(),
            "bench_m": profile.rest.bench.in_metres(),
            "seats": profile.rest.seats.iter().map(nabij::Category::as_str).collect::<Vec<_>>(),
            "rest_points": rests.seats,
            "benches_off_the_network": rests.off,
        })
    });
    json!({
        "radii_m": report.city.rests.iter().map(|radius| radius.in_metres()).collect::<Vec<_>>(),
        "benches_known_completely": report.city.coverage.contains_key(&nabij::Category::BENCH),
        "profiles": own.collect::<Vec<_>>(),
    })
}

/// What nobody told us and we assumed, each in one sentence.
fn assumptions(report: &Report<'_>) -> Vec<String> {
    let own = report.city.parameters;
    let mut all = vec![
        format!("A door opens onto the nearest usable street within {}.", own.max_snap),
        format!("Doors do not open onto pieces of network shorter than {}.", own.min_component),
        format!("A straight line of at most {} that crosses no barrier counts as walked.", own.direct),
        format!("Rows within {} of a limit are flagged as near.", own.near),
        format!("Searches look {} far.", report.prepared.horizon()),
        format!("Where an address names a street and an edge of that name is within {}, its door opens onto that one.", own.named_street),
        match own.barred_legs {
            true => "From a door to the street nobody walks across water and railways, nor through the buildings of others where another street is at most twice as far.",
            false => "From a door to the street one walks straight, whatever is in between.",
        }
        .to_owned(),
        format!(
            "A place of which only the outline is known has its doors where streets lead into it, \
             else one at the point nearest to a street ({}); where none is near enough, at a point \
             inside ({}).",
            report.city.outline_doors.outline, report.city.outline_doors.inside
        ),
        format!(
            "A home inside a building of which doors are known starts at its own: that of its address, \
             else the nearest within 50 m ({}).",
            report.city.homes_at_doors
        ),
        format!(
            "Open ground is reached where ways cross its edge ({}).",
            report.city.outline_doors.gates
        ),
        "A square is crossed in straight lines between its entries and corners; from a place on its ring one walks along the ring.".to_owned(),
        "Access that is not known lets walkers pass.".to_owned(),
    ];
    if let Some(labelled) = report
        .city
        .labelled
        .as_ref()
        .filter(|own| own.derived() > 0)
    {
        all.push(format!(
            "{} complexes are derived (afgeleid): dwellings without the id of one, of the same owner \
             and label, {}, at most {} across.",
            labelled.derived(),
            match labelled.with_outlines {
                true => format!("in buildings that are the same or at most {TOUCHING_M} m apart"),
                false => "in the same building (no outlines tell which ones touch)".to_owned(),
            },
            Linked::ACROSS
        ));
    }
    if report.city.streets.extent.is_none() {
        all.push(
            "Where the data end is not known: no row can be flagged as affected by it.".to_owned(),
        );
    }
    all
}

/// How many per code.
fn count_codes(unused: &[Unused]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for one in unused {
        *counts.entry(one.code.as_str()).or_default() += 1;
    }
    counts
}

/// How many rows per norm and verdict.
fn verdicts(report: &Report<'_>) -> Value {
    let counts = report.sums.first().map(|own| &own.verdicts);
    let norms = (0..).zip(report.city.norms.norms());
    let of = |number: u16| {
        let own = counts
            .into_iter()
            .flatten()
            .filter(|((norm, _), _)| *norm == number);
        own.map(|((_, verdict), count)| (verdict.as_str(), json!(count)))
            .collect::<BTreeMap<_, _>>()
    };
    json!(
        norms
            .map(|(number, norm)| (norm.id.as_str(), of(number)))
            .collect::<BTreeMap<_, _>>()
    )
}
