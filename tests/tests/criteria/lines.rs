//! Along walks and routes: benches, light, green, and how far round they go.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use nabij::Explanation;
use nabij_io::{Criteria, CriteriaCity, Job, StudyFile};
use serde_json::Value;

use crate::{
    AREAS, Found,
    capacity::job,
    close, door,
    files::{
        Place, addresses, at, facilities, far, features, foot, inside, is_in, length, places, ring,
        text,
    },
    loopveen, town,
};

const MARKT: &str = "bench-01";
const DAILY: [&str; 3] = ["supermarket", "pharmacy", "public_transport"];

#[test]
fn detour_factor_median() {
    let id = "detour_factor_median";
    let job = job();
    let homes: BTreeMap<String, _> = addresses()
        .into_iter()
        .map(|own| (own.id.clone(), own))
        .collect();
    let doors = DAILY.map(|category| {
        let all = facilities(category).into_iter();
        (
            category,
            all.map(|(id, doors, _)| (id, doors))
                .collect::<BTreeMap<_, _>>(),
        )
    });
    let doors = BTreeMap::from(doors);
    let mut ratios: Vec<(f64, f64, &str)> = Vec::new();
    for row in &job.scored.rows {
        let norm = &job.city.norms.norms()[usize::from(row.norm)].id;
        let category = DAILY.iter().find(|own| *norm == format!("criteria:{own}"));
        let (Some(category), Some(answer), Some(facility)) = (category, row.answer, row.facility)
        else {
            continue;
        };
        let origin = job.city.origins.ids().get(row.origin as usize);
        let home = &homes[origin];
        let reached = &job.city.facilities.get(facility).id;
        let doors = doors[category][reached].iter();
        let straight = doors
            .map(|door| far(home.place, *door))
            .fold(f64::INFINITY, f64::min);
        if let Some(people) = home.over_65.filter(|people| *people > 0.0) {
            ratios.push((
                f64::from(answer.mm) / 1000.0 / straight,
                people,
                &home.buurt,
            ));
        }
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    for area in AREAS {
        let own: Vec<_> = ratios.iter().filter(|own| is_in(own.2, area)).collect();
        let half: f64 = own.iter().map(|own| own.1).sum::<f64>() / 2.0;
        let mut run = 0.0;
        let median = own.iter().find(|own| {
            run += own.1;
            run >= half
        });
        close(area, loopveen().three(area, id)[0], median.unwrap().0, 1e-9);
    }
}

/// The town with its route as the only thing that is not as it was.
fn route() -> Vec<Place> {
    places(&features("routes.geojson")[0]["geometry"]["coordinates"])
}

/// The share of a line in stretches from one to the next that are no longer than a gap.
fn in_short_stretches(line: &[Place], category: &str, gap: f64) -> f64 {
    let whole = length(line);
    let feet = facilities(category)
        .into_iter()
        .map(|(_, doors, _)| foot(line, doors[0]));
    let mut stops: Vec<f64> = feet
        .filter(|foot| foot.0 <= 20.0)
        .map(|foot| foot.1)
        .collect();
    stops.extend([0.0, whole]);
    stops.sort_by(f64::total_cmp);
    let stretches = stops.windows(2).map(|pair| pair[1] - pair[0]);
    stretches.filter(|stretch| *stretch <= gap).sum::<f64>() / whole
}

/// The share of a line's places, every 5 cm, of which something holds.
fn share(line: &[Place], holds: impl Fn(Place) -> bool) -> f64 {
    let all = (length(line) / 0.05) as usize;
    let there = (0..all).filter(|step| holds(at(line, (*step as f64 + 0.5) * 0.05)));
    there.count() as f64 / all as f64
}

#[test]
fn exercise_route_quality() {
    let line = route();
    let lamps: Vec<Place> = facilities("street_lamp")
        .into_iter()
        .map(|own| own.1[0])
        .collect();
    let green: Vec<Vec<Place>> = features("green.geojson").iter().map(ring).collect();
    let parts = [
        share(&line, |place| {
            lamps.iter().any(|lamp| far(*lamp, place) <= 30.0)
        }),
        in_short_stretches(&line, "bench", 125.0), // none from 440 to 720 m
        in_short_stretches(&line, "waste_basket", 200.0), // none from 470 to 900 m
        share(&line, |place| {
            green
                .iter()
                .any(|ring| inside(ring, place) || foot(ring, place).0 <= 50.0)
        }),
        in_short_stretches(&line, "activity_spot", 500.0), // none from 420 to 1,050 m
    ];
    close("benches", Some(parts[1]), 1.0 - 280.0 / 1459.73, 1e-5);
    let mean = parts.iter().sum::<f64>() / 5.0;
    close(
        "quality",
        loopveen().three("GM9999", "exercise_route_quality")[0],
        mean,
        1e-4,
    );
    assert_eq!(loopveen().row("WK999901", "exercise_route_quality"), None);
}

/// The criteria of a town where only some live, and the walks of each of them.
fn with_few(look: impl Fn(&Found, &[(String, f64, Vec<Explanation>)])) {
    let (_folder, study) = town();
    let own = addresses();
    let wanted = |area: &str| {
        let own = own
            .iter()
            .filter(|own| own.buurt == area && own.over_65 > Some(0.0));
        own.step_by(23)
            .take(6)
            .map(|own| own.id.clone())
            .collect::<Vec<_>>()
    };
    let few = [wanted("BU99990104"), wanted("BU99990201")].concat();
    let all = text("addresses.csv");
    let kept = all.lines().enumerate().filter(|(number, line)| {
        *number == 0 || few.iter().any(|id| line.starts_with(&format!("{id},")))
    });
    let kept: Vec<&str> = kept.map(|(_, line)| line).collect();
    assert_eq!(kept.len(), few.len() + 1);
    fs::write(study.with_file_name("addresses.csv"), kept.join("\n")).unwrap();
    let bench = text("facilities.geojson");
    let bench = bench
        .lines()
        .filter(|line| !line.contains(MARKT))
        .collect::<Vec<_>>();
    fs::write(study.with_file_name("facilities.geojson"), bench.join("\n")).unwrap();
    let study = StudyFile::read(&study).unwrap();
    let city = Arc::new(CriteriaCity::read(None, &study, &|_| ()).unwrap());
    let found = Found(Criteria::run(Arc::clone(&city), None).unwrap());
    let job = Job::run(&city.city, None).unwrap();
    let walks = few.iter().map(|id| {
        let home = own.iter().find(|own| own.id == *id).unwrap();
        let walk = |category: &str| job.explain(id, &format!("criteria:{category}")).unwrap();
        (
            home.buurt.clone(),
            home.over_65.unwrap(),
            DAILY.map(walk).to_vec(),
        )
    });
    look(&found, &walks.collect::<Vec<_>>());
}

/// The line of a walk in metres, and the part of it along streets.
fn metres(walk: &Explanation) -> (Vec<Place>, f64, f64) {
    let place = |own: &nabij::Point| (f64::from(own.x) / 1000.0, f64::from(own.y) / 1000.0);
    let line: Vec<Place> = walk.line.iter().map(place).collect();
    let [home, door] = walk.legs.map(|leg| leg.in_metres());
    let whole = length(&line);
    (line, home, whole - door)
}

#[test]
fn bench_gap_ok_share() {
    let id = "bench_gap_ok_share";
    let ways: Vec<Vec<Place>> = features("streets.geojson")
        .iter()
        .map(|one| places(&one["geometry"]["coordinates"]))
        .collect();
    // A bench belongs to the way that it stands nearest to. That of the Markt has two that lie in one
    // place, a street and the side of a square: it is left out on both sides.
    let benches: Vec<(Place, f64)> = facilities("bench")
        .into_iter()
        .filter(|(id, ..)| id != MARKT)
        .map(|(_, doors, _)| {
            let nearest = ways
                .iter()
                .map(|way| foot(way, doors[0]).0)
                .fold(f64::INFINITY, f64::min);
            (doors[0], nearest)
        })
        .collect();
    with_few(|found, walks| {
        let mut benches_met = 0;
        for area in ["BU99990104", "BU99990201"] {
            let (mut met, mut whole) = (0.0, 0.0);
            for (_, people, walks) in walks.iter().filter(|own| own.0 == area) {
                for walk in walks {
                    let (line, _, _) = metres(walk);
                    let all = length(&line);
                    let feet = benches.iter().filter_map(|(bench, nearest)| {
                        let (away, along) = foot(&line, *bench);
                        (away <= 15.0 && away <= nearest + 0.002).then_some(along)
                    });
                    let mut stops: Vec<f64> = feet.collect();
                    benches_met += stops.len();
                    stops.push(all);
                    stops.sort_by(f64::total_cmp);
                    let mut last = 0.0;
                    for stop in stops {
                        // The last 125 m before a bench, or before the door.
                        met += people * f64::min(stop - last, 125.0);
                        last = stop;
                    }
                    whole += people * all;
                }
            }
            close(
                &format!("{id} in {area}"),
                found.three(area, id)[0],
                met / whole,
                2e-5,
            );
        }
        assert!(benches_met > 5, "the walks pass no benches: {benches_met}");
    });
    // Benches of Verlaat are not listed.
    let [_, low, high] = loopveen().three("BU99990204", id);
    assert!(low < high);
}

/// What the tag of the way or square under a place says of light.
fn tagged(
    ways: &[(Vec<Place>, Option<bool>)],
    squares: &[(Vec<Place>, Option<bool>)],
    at: Place,
) -> Option<bool> {
    let under = ways.iter().map(|(way, lit)| (foot(way, at).0, lit));
    let nearest = under.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    if nearest.0 <= 0.01 {
        return *nearest.1;
    }
    let square = squares
        .iter()
        .find(|(ring, _)| inside(ring, at) || foot(ring, at).0 <= 0.01);
    square.unwrap_or_else(|| panic!("no way under {at:?}")).1
}

fn lit(one: &Value) -> Option<bool> {
    match one["properties"]["lit"].as_str() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    }
}

#[test]
fn lit_route_share() {
    let id = "lit_route_share";
    let ways: Vec<_> = features("streets.geojson")
        .iter()
        .map(|one| (places(&one["geometry"]["coordinates"]), lit(one)))
        .collect();
    let squares: Vec<_> = features("squares.geojson")
        .iter()
        .map(|one| (ring(one), lit(one)))
        .collect();
    let lamps: Vec<Place> = facilities("street_lamp")
        .into_iter()
        .map(|own| own.1[0])
        .collect();
    let listed: Vec<Vec<Place>> = features("coverage_street_lamp.geojson")
        .iter()
        .map(ring)
        .collect();
    with_few(|found, walks| {
        for area in ["BU99990104", "BU99990201"] {
            let (mut yes, mut no, mut maybe) = (0.0, 0.0, 0.0);
            for (_, people, walks) in walks.iter().filter(|own| own.0 == area) {
                for walk in walks {
                    let (line, from, to) = metres(walk);
                    let steps = (to - from).round().max(1.0);
                    let length = people * (to - from) / steps;
                    for step in 0..steps as usize {
                        let place = at(&line, from + (step as f64 + 0.5) * (to - from) / steps);
                        let near = lamps.iter().any(|lamp| far(*lamp, place) <= 30.0);
                        let tag = tagged(&ways, &squares, place);
                        let deep = || {
                            listed
                                .iter()
                                .any(|ring| inside(ring, place) && foot(ring, place).0 > 30.0)
                        };
                        match tag {
                            _ if near => yes += length,
                            Some(true) => yes += length,
                            Some(false) => no += length,
                            None if deep() => no += length,
                            None => maybe += length,
                        }
                    }
                }
            }
            let [value, low, high] = found.three(area, id);
            let all = yes + no + maybe;
            close(&format!("{id} in {area}"), value, yes / (yes + no), 1e-3);
            close(&format!("least {id} in {area}"), low, yes / all, 1e-3);
            close(
                &format!("most {id} in {area}"),
                high,
                (yes + maybe) / all,
                1e-3,
            );
        }
    });
    // Lamps of Verlaat are not listed, and many of its streets do not say.
    loopveen().is_unknown("BU99990204", id);
}

#[test]
fn a_route_without_its_file_is_unknown() {
    let (_folder, study) = town();
    without(
        &study,
        "[[routes]]\nfile = \"routes.geojson\"\nid = \"id\"\nname = \"name\"\n",
    );
    let found = Found(crate::criteria(&study).unwrap());
    found.is_unknown("GM9999", "exercise_route_quality");
    assert_eq!(found.three("GM9999", "exercise_route_quality"), [None; 3]);
}

fn without(study: &Path, text: &str) {
    door::replace(study, text, "");
}
