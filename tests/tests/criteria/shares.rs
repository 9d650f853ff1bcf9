//! Shares of people within walking distance, counted by hand from the rows of an ordinary scoring
//! with norms of its own.

use std::{collections::BTreeMap, fs, sync::OnceLock};

use nabij::{Scored, Verdict};
use nabij_io::{City, Job, StudyFile};

use crate::{
    AREAS, close, door,
    files::{Address, Place, addresses, features, is_in, ring, text},
    loopveen, town,
};

/// Norms that an ordinary study tests: category and metres.
const NORMS: [(&str, u32); 20] = [
    ("supermarket", 300),
    ("supermarket", 500),
    ("pharmacy", 300),
    ("pharmacy", 500),
    ("public_transport", 300),
    ("public_transport", 500),
    ("toilet", 500),
    ("green", 300),
    ("meeting_place", 500),
    ("library", 500),
    ("day_support", 1000),
    ("service_point_xl", 1000),
    ("haags_ontmoeten", 800),
    ("school", 800),
    ("sport", 800),
    ("hospitality", 800),
    ("place_of_worship", 800),
    ("social_enterprise", 800),
    ("gp", 1000),
    ("street_lamp", 100),
];

type Answers = BTreeMap<String, Option<bool>>;

/// Per walker and norm what every address's verdict says.
fn answers() -> &'static BTreeMap<(String, String), Answers> {
    static ANSWERS: OnceLock<BTreeMap<(String, String), Answers>> = OnceLock::new();
    ANSWERS.get_or_init(|| {
        let (_folder, study) = town();
        let folder = study.parent().unwrap();
        let norm = |(category, upper): (&str, u32)| {
            format!(
                "[[norm]]\nid = \"{category}-{upper}\"\ncategory = \"{category}\"\nupper = {upper}\n\
                 applies_to = {{ not_kind = [\"complex\"] }}\n"
            )
        };
        let norms: String = NORMS.into_iter().map(norm).collect();
        fs::write(folder.join("own.toml"), format!("name = \"own\"\n{norms}")).unwrap();
        door::replace(&study, "norms = \"denhaag-2024\"", "norms = \"own.toml\"");
        fs::write(folder.join("green.geojson"), large_green()).unwrap();
        let study = StudyFile::read(&study).unwrap();
        let city = City::read(&study, &|_| ()).unwrap();
        let job = Job::run(&city, None).unwrap();
        let each = std::iter::once(&job.scored).chain(job.others.iter().map(|own| &own.scored));
        each.flat_map(|scored| of(&city, scored)).collect()
    })
}

/// The green of half a hectare and more.
fn large_green() -> String {
    let area = |ring: &[Place]| {
        let cross = ring
            .windows(2)
            .map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1);
        cross.sum::<f64>().abs() / 2.0
    };
    let large = features("green.geojson")
        .into_iter()
        .filter(|one| area(&ring(one)) >= 5000.0);
    let large: Vec<_> = large.collect();
    assert_eq!(large.len(), 7); // all but the Vestplantsoen
    let mut all: serde_json::Value = serde_json::from_str(&text("green.geojson")).unwrap();
    all["features"] = large.into();
    all.to_string()
}

fn of(city: &City, scored: &Scored<'_>) -> Vec<((String, String), Answers)> {
    let mut all: BTreeMap<(String, String), Answers> = BTreeMap::new();
    for row in &scored.rows {
        let norm = city.norms.norms()[usize::from(row.norm)].id.clone();
        let answer = match row.verdict {
            Verdict::WithinLower | Verdict::WithinUpper => Some(true),
            Verdict::Beyond | Verdict::BeyondHorizon | Verdict::Unreachable => Some(false),
            Verdict::Unsnapped | Verdict::Uncertain => None,
        };
        let origin = city.origins.ids().get(row.origin as usize).to_owned();
        let walker = scored.profile.id().to_owned();
        all.entry((walker, norm))
            .or_default()
            .insert(origin, answer);
    }
    all.into_iter().collect()
}

fn answer(walker: &str, norm: &str, origin: &str) -> Option<bool> {
    answers()[&(walker.to_owned(), norm.to_owned())][origin]
}

/// Value, least and most.
type Three = [Option<f64>; 3];

/// What yes, no and unknown come to: of 60 % something must be known.
fn shares(yes: f64, no: f64, maybe: f64) -> Three {
    let (known, all) = (yes + no, yes + no + maybe);
    let value = (known > 0.0 && known / all >= 0.6).then(|| yes / known);
    let of_all = |part: f64| (all > 0.0).then(|| part / all);
    [value, of_all(yes), of_all(yes + maybe)]
}

/// The share of some people in an area.
fn share(
    area: &str,
    people: impl Fn(&Address) -> Option<f64>,
    answer: impl Fn(&str) -> Option<bool>,
) -> Three {
    let (mut yes, mut no, mut maybe) = (0.0, 0.0, 0.0);
    for own in addresses().iter().filter(|own| is_in(&own.buurt, area)) {
        let Some(people) = people(own).filter(|people| *people > 0.0) else {
            continue;
        };
        match answer(&own.id) {
            Some(true) => yes += people,
            Some(false) => no += people,
            None => maybe += people,
        }
    }
    shares(yes, no, maybe)
}

#[track_caller]
fn same(what: &str, found: Three, wanted: Three) {
    for (found, wanted) in found.into_iter().zip(wanted) {
        match wanted {
            Some(wanted) => close(what, found, wanted, 1e-12),
            None => assert_eq!(found, None, "{what}"),
        }
    }
}

fn residents(own: &Address) -> Option<f64> {
    own.residents
}

fn over_65(own: &Address) -> Option<f64> {
    own.over_65
}

/// All of several: one no is enough.
fn all_of<const N: usize>(each: [Option<bool>; N]) -> Option<bool> {
    if each.contains(&Some(false)) {
        return Some(false);
    }
    each.iter().all(|own| *own == Some(true)).then_some(true)
}

/// Holds an indicator in every area against answers by hand.
fn check(id: &str, people: fn(&Address) -> Option<f64>, says: impl Fn(&str) -> Option<bool>) {
    for area in AREAS {
        let wanted = share(area, people, &says);
        same(
            &format!("{id} in {area}"),
            loopveen().three(area, id),
            wanted,
        );
    }
}

/// The same for the stricter of two limits.
fn check_lower(id: &str, says: impl Fn(&str) -> Option<bool>) {
    for area in AREAS {
        let wanted = share(area, residents, &says);
        let found = loopveen().measured(area, id).lower.unwrap();
        same(&format!("{id} at its lower limit in {area}"), found, wanted);
    }
}

fn adult(norm: &str) -> impl Fn(&str) -> Option<bool> {
    move |origin: &str| answer("adult", norm, origin)
}

#[test]
fn supermarket_within_norm() {
    check(
        "supermarket_within_norm",
        residents,
        adult("supermarket-500"),
    );
    check_lower("supermarket_within_norm", adult("supermarket-300"));
}

#[test]
fn pharmacy_within_norm() {
    check("pharmacy_within_norm", residents, adult("pharmacy-500"));
    check_lower("pharmacy_within_norm", adult("pharmacy-300"));
    // North of the register, in Nieuwland, nobody knows.
    loopveen().is_unknown("BU99990202", "pharmacy_within_norm");
}

#[test]
fn public_transport_within_norm() {
    check(
        "public_transport_within_norm",
        residents,
        adult("public_transport-500"),
    );
    check_lower(
        "public_transport_within_norm",
        adult("public_transport-300"),
    );
}

#[test]
fn daily_facilities_all_within_norm() {
    let id = "daily_facilities_all_within_norm";
    let all = |metres: u32| {
        move |origin: &str| {
            all_of(
                ["supermarket", "pharmacy", "public_transport"]
                    .map(|category| answer("adult", &format!("{category}-{metres}"), origin)),
            )
        }
    };
    check(id, residents, all(500));
    check_lower(id, all(300));
}

#[test]
fn step_free_reach_share() {
    let id = "step_free_reach_share";
    check(id, over_65, |origin| {
        all_of(
            ["supermarket", "pharmacy", "public_transport"]
                .map(|category| answer("rollator", &format!("{category}-500"), origin)),
        )
    });
    // Of 95 % of the Binnenstad nobody knows: that is not 0 %.
    loopveen().is_unknown("BU99990101", id);
}

#[test]
fn green_access_share() {
    check("green_access_share", residents, adult("green-300"));
}

#[test]
fn public_toilet_access_share() {
    check("public_toilet_access_share", over_65, adult("toilet-500"));
}

#[test]
fn meeting_place_access_share() {
    check("meeting_place_access_share", over_65, |origin| {
        let [place, library] = ["meeting_place-500", "library-500"];
        let each = [
            answer("adult", place, origin),
            answer("adult", library, origin),
        ];
        // Any of several: a no takes both.
        all_of(each.map(|own| own.map(|own| !own))).map(|none| !none)
    });
}

#[test]
fn day_support_access_share() {
    check(
        "day_support_access_share",
        residents,
        adult("day_support-1000"),
    );
}

#[test]
fn service_point_access() {
    check(
        "service_point_access",
        over_65,
        adult("service_point_xl-1000"),
    );
}

#[test]
fn haags_ontmoeten_access() {
    check(
        "haags_ontmoeten_access",
        over_65,
        adult("haags_ontmoeten-800"),
    );
}

#[test]
fn local_partner_mix() {
    let id = "local_partner_mix";
    let kinds = [
        "school",
        "sport",
        "hospitality",
        "place_of_worship",
        "social_enterprise",
    ];
    for area in AREAS {
        let each = kinds.map(|kind| share(area, residents, adult(&format!("{kind}-800"))));
        let sum = |bound: usize| each.iter().map(|own| own[bound].unwrap()).sum::<f64>();
        let [value, low, high] = loopveen().three(area, id);
        close(&format!("least {id} in {area}"), low, sum(1), 1e-12);
        close(&format!("most {id} in {area}"), high, sum(2), 1e-12);
        if low == high {
            close(&format!("{id} in {area}"), value, sum(1), 1e-12);
        } else if let Some(value) = value {
            assert!(
                low.unwrap() <= value && value <= high.unwrap(),
                "{id} in {area}: {value}"
            );
        }
    }
    // Nearly nothing is known of Verlaat.
    loopveen().is_unknown("BU99990204", id);
}

#[test]
fn verlaat_is_beyond_the_lists_and_unknown() {
    for id in [
        "supermarket_within_norm",
        "green_access_share",
        "public_toilet_access_share",
        "day_support_access_share",
        "service_point_access",
        "haags_ontmoeten_access",
    ] {
        loopveen().is_unknown("BU99990204", id);
        let [_, low, high] = loopveen().three("BU99990204", id);
        assert!(low < high, "{id}");
    }
}

#[test]
fn larger_areas_are_the_weighted_means_of_their_parts_exactly() {
    for id in [
        "supermarket_within_norm",
        "pharmacy_within_norm",
        "daily_facilities_all_within_norm",
        "green_access_share",
        "step_free_reach_share",
        "service_point_access",
        "local_partner_mix",
        "bench_gap_ok_share",
        "care_team_presence",
    ] {
        for (whole, parts) in [
            ("WK999901", &AREAS[..4]),
            ("WK999902", &AREAS[4..8]),
            ("GM9999", &AREAS[..8]),
        ] {
            let whole_row = loopveen().measured(whole, id);
            let totals = parts.iter().map(|part| loopveen().measured(part, id).total);
            close(
                id,
                Some(whole_row.total),
                totals.sum(),
                1e-6 * whole_row.total,
            );
            for bound in [1, 2] {
                let parts = parts.iter().map(|part| {
                    let total = loopveen().measured(part, id).total;
                    total * loopveen().three(part, id)[bound].unwrap()
                });
                let mean = parts.sum::<f64>() / whole_row.total;
                close(
                    &format!("{id} in {whole}"),
                    loopveen().three(whole, id)[bound],
                    mean,
                    1e-12,
                );
            }
        }
    }
}

#[test]
fn the_panel_counts_who_surely_fails() {
    let found = loopveen();
    let nest = found.0.nest();
    let mut seen = 0;
    for row in &found.0.panel {
        let own = &row.measured;
        let id = &found.0.catalogue.indicators[usize::from(own.indicator)].id;
        let norm = match id.as_str() {
            "supermarket_within_norm" => "supermarket-500",
            "pharmacy_within_norm" => "pharmacy-500",
            "public_transport_within_norm" => "public_transport-500",
            _ => continue,
        };
        let people = match row.group.as_str() {
            "residents" => residents,
            "65+" => over_65,
            _ => continue,
        };
        let area = &nest.ids(usize::from(own.level))[own.area as usize];
        let fail = addresses()
            .iter()
            .filter(|own| is_in(&own.buurt, area))
            .fold(0.0, |sum, own| {
                let fails = answer("adult", norm, &own.id) == Some(false);
                sum + if fails {
                    people(own).unwrap_or(0.0)
                } else {
                    0.0
                }
            });
        close(
            &format!("{id} for {} in {area}", row.group),
            own.failing,
            fail,
            1e-6,
        );
        seen += 1;
    }
    assert_eq!(seen, 11 * 3 * 2);
}
