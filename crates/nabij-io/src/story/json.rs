//! An explanation for programs: `docs/explanation.schema.json` says what is where.

use nabij::{
    Answer, Candidate, Doubt, Explanation, FacilityId, Length, Part, Resting, RestingWalk, Seat,
    Step,
};
use serde_json::{Value, json};

use crate::city::City;

/// Explanations as a JSON list. Metres; null for none; places in the study's plane. The lengths of
/// the steps and both legs sum to `walk_m`.
pub fn explanations_json(city: &City, told: &[Explanation]) -> String {
    let all = told.iter().map(|one| explanation(city, one));
    format!("{:#}", Value::from_iter(all))
}

fn explanation(city: &City, told: &Explanation) -> Value {
    let row = &told.row;
    let norm = city.norms.norms().get(usize::from(row.norm));
    let place = city.origin_places.get(row.origin as usize);
    let all = |told: &[Explanation]| -> Vec<Value> {
        told.iter().map(|one| explanation(city, one)).collect()
    };
    let candidates = told.candidates.iter();
    let certain = (row.certain != row.answer).then_some(row.certain).flatten();
    json!({
        "origin": city.origins.ids().get(row.origin as usize),
        "address": place.and_then(|place| place.address.as_deref()),
        "norm": norm.map(|norm| &norm.id),
        "profile": told.profile.id(),
        "verdict": row.verdict.as_str(),
        "outcome_lower": row.outcome_lower.map(|outcome| outcome.as_str()),
        "outcome_upper": row.outcome_upper.as_str(),
        "distance_low_m": metres(row.low),
        "distance_high_m": metres(row.high),
        "margin_m": row.margin_mm.map(|mm| mm as f64 / 1000.0),
        "reason": row.reason.map(|reason| reason.as_str()),
        "facility": row.facility.map(|facility| named(city, facility)),
        "how": row.answer.map(|answer| answer.how.as_str()),
        "walk_m": row.answer.map(|answer| f64::from(answer.mm) / 1000.0),
        "minutes": row.answer.map(|answer| told.profile.minutes(Length::millimetres(answer.mm))),
        "origin_leg_m": told.legs[0].in_metres(),
        "facility_leg_m": told.legs[1].in_metres(),
        "unknown_m": f64::from(row.unknown_mm) / 1000.0,
        "steps": steps(city, &told.steps),
        "line": line(city, &told.line),
        "certain": certain.map(|answer| json!({
            "walk_m": f64::from(answer.mm) / 1000.0,
            "origin_leg_m": told.certain.as_ref().map(|walk| walk.legs[0].in_metres()),
            "facility_leg_m": told.certain.as_ref().map(|walk| walk.legs[1].in_metres()),
            "steps": told.certain.as_ref().map(|walk| steps(city, &walk.steps)),
            "line": told.certain.as_ref().map(|walk| line(city, &walk.line)),
        })),
        "doubts": told.doubts.iter().map(|one| doubt(city, one)).collect::<Vec<_>>(),
        "straight": told.straight.map(|own| json!({
            "facility": named(city, own.facility),
            "straight_m": own.mm as f64 / 1000.0,
            "barriers": own.across.barriers,
            "walls": own.across.walls,
            "buildings": own.across.buildings,
        })),
        "rests": told.rests.as_ref().map(|own| rests(city, own)),
        "runners_up": told.runners_up.iter().map(|one| runner_up(city, *one)).collect::<Vec<_>>(),
        "doors": candidates.map(|door| door.iter().map(|one| candidate(city, one)).collect())
            .collect::<Vec<Vec<Value>>>(),
        "parts": all(&told.parts),
        "others": all(&told.others),
        "crs": city.streets.frame.crs().name(),
        "data_dates": city.data_dates,
    })
}

fn rests(city: &City, rests: &Resting) -> Value {
    let walk = |own: &RestingWalk| {
        let stage = |(seat, length): &(Option<Seat>, Length)| {
            json!({
                "length_m": length.in_metres(),
                "bench": match seat { Some(Seat::Bench(id)) => Some(id), _ => None },
                "door_of": match seat {
                    Some(Seat::Door(facility, _)) => Some(named(city, *facility)),
                    _ => None,
                },
            })
        };
        json!({
            "radius_m": own.radius.in_metres(),
            "low_m": metres(own.walk.low),
            "high_m": metres(own.walk.high),
            "outcome_lower": own.walk.outcome_lower.map(|outcome| outcome.as_str()),
            "outcome_upper": own.walk.outcome_upper.as_str(),
            "stages": own.stages.iter().map(stage).collect::<Vec<_>>(),
        })
    };
    json!({
        "longest_stretch_m": metres(rests.longest),
        "walks": rests.walks.iter().map(walk).collect::<Vec<_>>(),
    })
}

fn metres(length: Option<Length>) -> Option<f64> {
    length.map(Length::in_metres)
}

fn named(city: &City, facility: FacilityId) -> Value {
    let facility = city.facilities.get(facility);
    json!({ "id": facility.id, "name": facility.name, "category": facility.category.as_str() })
}

fn runner_up(city: &City, (facility, answer): (FacilityId, Answer)) -> Value {
    json!({ "facility": named(city, facility), "walk_m": f64::from(answer.mm) / 1000.0 })
}

fn line(city: &City, line: &[nabij::Point]) -> Vec<(f64, f64)> {
    line.iter().map(|point| city.metres(*point)).collect()
}

fn steps(city: &City, steps: &[Step]) -> Vec<Value> {
    let step = |step: &Step| {
        let edge = city.streets.network.edge(step.edge);
        json!({
            "edge": edge.key().to_string(),
            "street": edge.attributes().street.as_deref(),
            "class": edge.attributes().class.as_deref(),
            "start_m": step.start.in_metres(),
            "end_m": step.end.in_metres(),
            "length_m": step.length().in_metres(),
        })
    };
    steps.iter().map(step).collect()
}

fn doubt(city: &City, doubt: &Doubt) -> Value {
    let network = &city.streets.network;
    let missing: Vec<&str> = doubt.demands.iter().map(|demand| demand.as_str()).collect();
    match doubt.part {
        Part::Edge(edge) => {
            let edge = network.edge(edge);
            json!({
                "part": "edge",
                "edge": edge.key().to_string(),
                "street": edge.attributes().street.as_deref(),
                "place": edge.geometry().first().map(|point| city.metres(*point)),
                "missing": missing,
            })
        }
        Part::Node(node) => json!({
            "part": "node",
            "edge": null,
            "street": null,
            "place": city.metres(network.point(node)),
            "missing": missing,
        }),
    }
}

fn candidate(city: &City, candidate: &Candidate) -> Value {
    let edge = city.streets.network.edge(candidate.attachment.edge);
    json!({
        "edge": edge.key().to_string(),
        "street": edge.attributes().street.as_deref(),
        "leg_m": candidate.attachment.leg.in_metres(),
        "offset_m": candidate.attachment.offset.in_metres(),
        "refused": candidate.refused.map(|refusal| refusal.as_str()),
    })
}
